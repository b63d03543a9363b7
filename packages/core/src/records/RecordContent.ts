/**
 * What a record says, by the descriptions of its fields: whether two records say the same, a record as JSON, and a record
 * without what identifies a person.
 */
import * as Calendar from "../calendar/Calendar.ts"
import type { Field } from "./Field.ts"

type Values = Readonly<Record<string, unknown>>

const isSameValue = (one: unknown, other: unknown): boolean =>
  one === other ||
  (Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((value, index) => value === other[index]))

/** Whether two records say the same in every field. A missing key and an `undefined` one are both absent. */
export const isSame = (fields: ReadonlyArray<Field>, one: object, other: object): boolean =>
  fields.every(({ name }) => isSameValue((one as Values)[name], (other as Values)[name]))

/** A record as JSON says it: instants as local texts with their offset, absent fields left out. */
export type PlainRecord = Readonly<Record<string, string | number | boolean>>

/** Writes a record as JSON says it: a day as its text, a list as its parts with spaces between them. */
export const plain = (fields: ReadonlyArray<Field>, record: object, zone: Calendar.Zone): PlainRecord =>
  Object.fromEntries(fields.flatMap(({ kind, name }) => {
    const value = (record as Readonly<Record<string, string | number | boolean | ReadonlyArray<string> | undefined>>)[name]
    if (value === undefined) return []
    if (kind === "instant") return [[name, Calendar.formatInstant(zone, value as number)]]
    if (kind === "day") return [[name, Calendar.formatDay(value as number)]]
    return [[name, typeof value === "object" ? value.join(" ") : value]]
  }))

/** A record without the fields that name a person or may hold such text. */
export const withoutIdentity = <R extends object>(fields: ReadonlyArray<Field>, record: R): R => {
  const identifying = new Set(fields.flatMap(({ identifies, name }) => identifies === true ? [name] : []))
  return Object.fromEntries(Object.entries(record).filter(([name]) => !identifying.has(name))) as R
}
