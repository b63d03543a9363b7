/** Parameters whose types are said rather than guessed from the values, so that a statement is prepared once. */
import { isStorable } from "@crm-procedure/core/identity/StorableText"
import * as PgTypes from "@effect/sql-pg/PgTypes"

/** A value to look for. A text that can't be kept is NULL: it equals nothing, where a driver would write another text. */
const sought = (value: unknown): unknown => {
  if (typeof value === "string") return isStorable(value) ? value : PgTypes.text(null)
  if (!PgTypes.isParameter(value) || value.oid !== PgTypes.OID.textArray || !Array.isArray(value.value)) return value
  const all: ReadonlyArray<unknown> = value.value
  const isWhole = all.every((one) => typeof one !== "string" || isStorable(one))
  return isWhole ? value : parameter(PgTypes.OID.textArray, all.map((one) => typeof one === "string" && !isStorable(one) ? null : one))
}

/** The values of a question. */
export const toSeek = (values: ReadonlyArray<unknown>): ReadonlyArray<unknown> => values.map(sought)

const parameter = (oid: number, value: unknown): PgTypes.Parameter => ({ [PgTypes.ParameterTypeId]: PgTypes.ParameterTypeId, oid, value })

/** An instant, a position or a limit. Infinity and undefined are NULL. */
export const bigint = (value: number | undefined): PgTypes.Parameter =>
  PgTypes.int8(value === undefined || value === Number.POSITIVE_INFINITY ? null : BigInt(value))

export const bigints = (values: ReadonlyArray<number | undefined> | undefined): PgTypes.Parameter =>
  parameter(PgTypes.OID.int8Array, values?.map((value) => value === undefined ? null : BigInt(value)) ?? null)

/** Keys of 64 bits, given as 16 hexadecimal digits; Postgres keeps them as signed numbers. */
export const keys = (values: ReadonlyArray<string>): PgTypes.Parameter =>
  parameter(PgTypes.OID.int8Array, values.map((digits) => BigInt.asIntN(64, BigInt(`0x${digits}`))))

/** A key as Postgres keeps it, as 16 hexadecimal digits. */
export const keyDigits = (key: bigint): string => BigInt.asUintN(64, key).toString(16).padStart(16, "0")

export const text = (value: string | undefined): PgTypes.Parameter => PgTypes.text(value ?? null)

export const texts = (values: ReadonlyArray<string | undefined> | undefined): PgTypes.Parameter =>
  parameter(PgTypes.OID.textArray, values?.map((value) => value ?? null) ?? null)

/** JSON as text: what JSON can't say (undefined) is NULL. */
export const json = (value: unknown): PgTypes.Parameter => text(JSON.stringify(value) as string | undefined)
