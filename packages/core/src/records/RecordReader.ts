/**
 * Reads one record from outside, whatever carried it: the cells of a row or an already parsed JSON value. Either the
 * record, or every fault in it, each with its column and its JSON pointer.
 *
 * @see 2-records: a row that can't be read is rejected, never dropped
 */
import type { Zone } from "../calendar/Calendar.ts"
import * as Field from "./Field.ts"
import * as StorableText from "../identity/StorableText.ts"

/** A fault and where it lies in the JSON value (RFC 6901; empty for the value as a whole). */
export interface PointedFault extends Field.Fault {
  readonly pointer: string
}

/** What was read: the record, all of whose keys are present (`undefined` where absent), or its faults, at least one. */
export type Read<R> =
  | { readonly record: R; readonly faults: undefined }
  | { readonly record: undefined; readonly faults: ReadonlyArray<PointedFault> }

/** Faults across the fields of a record, as `Prospect.faults`. */
export type CrossFaults<R> = (record: R) => ReadonlyArray<Field.Fault>

const FOUND_CHARACTERS = 200

/** What was found, fit to be shown and stored: at most 200 characters, NUL and lone surrogates replaced. */
export const shown = (text: string): string => {
  const short = text.length > FOUND_CHARACTERS ? `${text.slice(0, FOUND_CHARACTERS)}…` : text
  return short.toWellFormed().replaceAll("\0", "\u2400")
}

const expectations = {
  object: new Field.Unreadable({ es: "un objeto JSON", en: "a JSON object" }),
  text: new Field.Unreadable({ es: "un texto entre comillas, o null", en: "a string, or null" }),
  writeable: new Field.Unreadable(StorableText.expected),
  integer: new Field.Unreadable({ es: "un número entero, cero o mayor", en: "a whole number, zero or more" }),
  boolean: new Field.Unreadable({ es: "true o false", en: "true or false" }),
  list: new Field.Unreadable({
    es: "una lista de textos, o un texto con valores separados por |",
    en: "an array of strings, or a string with values separated by |"
  })
}

/**
 * What stands in for a value that could not be read while the faults across fields are looked for, chosen so that it
 * raises none by itself: it is there, and it equals no value.
 */
const standIn = (field: Field.Field): unknown => {
  switch (field.kind) {
    case "instant":
    case "day":
    case "integer":
      return Number.NaN
    case "enumeration":
      return field.defaultValue
    case "boolean":
      return false
    case "list":
      return []
    default:
      return ""
  }
}

const pointerOf = (fields: ReadonlyArray<Field.Field>, column: string): string => {
  const field = fields.find((one) => one.column === column)
  return field === undefined ? "" : `/${field.name}`
}

/** Reads each field with `readField`, which answers with the value or an `Unreadable`, then looks across the fields. */
const collect = <R>(
  fields: ReadonlyArray<Field.Field>,
  readField: (field: Field.Field, index: number) => unknown,
  found: (field: Field.Field, index: number) => string,
  crossFaults: CrossFaults<R> | undefined
): Read<R> => {
  const record: Record<string, unknown> = {}
  let faults: Array<PointedFault> | undefined
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!
    const value = readField(field, i)
    if (value instanceof Field.Unreadable) {
      if (Field.isIgnored(field, (name) => record[name])) {
        record[field.name] = undefined
        continue
      }
      faults ??= []
      faults.push({ pointer: `/${field.name}`, column: field.column, found: shown(found(field, i)), expected: value.expected })
      record[field.name] = standIn(field)
    } else record[field.name] = value
  }
  if (crossFaults !== undefined) {
    for (const fault of crossFaults(record as R)) {
      faults ??= []
      faults.push({ pointer: pointerOf(fields, fault.column), ...fault })
    }
  }
  return faults === undefined ? { record: record as R, faults: undefined } : { record: undefined, faults }
}

/** Reads a text that is there; one that not every storage can keep is no value of any field. */
const readStorable = (field: Field.Field, text: string, zone: Zone): unknown =>
  StorableText.isStorable(text) ? Field.read(field, text, zone) : expectations.writeable

/** Reads the cells of a row, in the order of `fields`: each trimmed and not blank, or `undefined` where absent. */
export const readCells = <R>(
  fields: ReadonlyArray<Field.Field>,
  cells: ReadonlyArray<string | undefined>,
  zone: Zone,
  crossFaults?: CrossFaults<R>
): Read<R> =>
  collect(
    fields,
    (field, i) => {
      const cell = cells[i]
      return cell === undefined ? Field.absent(field) : readStorable(field, cell, zone)
    },
    (_, i) => cells[i] ?? "",
    crossFaults
  )

/** What a JSON value that is not a string is called in a message; never its content, which may be of any depth. */
const described = (value: unknown): string => {
  if (value === undefined || value === null) return ""
  if (Array.isArray(value)) return "[…]"
  return typeof value === "object" ? "{…}" : String(value)
}

const readText = (field: Field.Field, text: string, zone: Zone): unknown => {
  const trimmed = text.trim()
  if (trimmed === "") return Field.absent(field)
  return readStorable(field, trimmed, zone)
}

const readList = (field: Field.Field, values: ReadonlyArray<unknown>): unknown => {
  const texts: Array<string> = []
  for (const value of values) {
    if (typeof value !== "string") return expectations.list
    if (!StorableText.isStorable(value)) return expectations.writeable
    const trimmed = value.trim()
    if (trimmed !== "") texts.push(trimmed)
  }
  return texts.length === 0 ? Field.absent(field) : texts
}

/** Reads one JSON value as a field: no number is ever taken for a text, nor a text for a number but one of digits. */
const readValue = (field: Field.Field, value: unknown, zone: Zone): unknown => {
  if (value === undefined || value === null) return Field.absent(field)
  if (typeof value === "string") return readText(field, value, zone)
  switch (field.kind) {
    case "integer":
      return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value + 0 : expectations.integer
    case "boolean":
      return typeof value === "boolean" ? value : expectations.boolean
    case "list":
      return Array.isArray(value) ? readList(field, value) : expectations.list
    default:
      return expectations.text
  }
}

/**
 * Reads an already parsed JSON value, whose keys are the fields' names. `null` and a string of white space only are
 * absent; other keys are left alone. Safe with hostile values: it looks at the fields only, one level deep.
 */
export const read = <R>(
  fields: ReadonlyArray<Field.Field>,
  value: unknown,
  zone: Zone,
  crossFaults?: CrossFaults<R>
): Read<R> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    // What is no record may be anybody's name or number: it is not quoted.
    return { record: undefined, faults: [{ pointer: "", column: "", found: "", expected: expectations.object.expected }] }
  }
  const object = value as Readonly<Record<string, unknown>>
  const valueOf = (field: Field.Field): unknown => Object.hasOwn(object, field.name) ? object[field.name] : undefined
  return collect(
    fields,
    (field) => readValue(field, valueOf(field), zone),
    (field) => {
      const found = valueOf(field)
      return typeof found === "string" ? found : described(found)
    },
    crossFaults
  )
}
