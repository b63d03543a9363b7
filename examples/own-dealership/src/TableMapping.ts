/**
 * Which columns of an existing table feed which fields of a record, and which values are stored beside because no column holds them.
 *
 * The row of the existing table is the record, as far as its columns go: a changed cell is a changed record. Beside it are stored
 * the fields without a column, and the values that a cell would not give back exactly (milliseconds, seconds of a call, absent
 * where the column has ''). A value beside counts while its cell still is what was written with it.
 */
import type { Cell, Translation } from "./Translation.ts"

/** A column of an existing table. */
export interface Column<Value> {
  readonly name: string
  readonly translation: Translation<Value>
}

export const column = <Value>(name: string, translation: Translation<Value>): Column<Value> => ({ name, translation })

/** Marks a field that the existing table has no column for. */
export const beside = undefined

/** Every field of a record has its column or is {@link beside}. A new field of core does not compile until it has one of both. */
export type Columns<R> = { readonly [Field in keyof Required<R>]: Column<NonNullable<R[Field]>> | typeof beside }

/** A row as the database gives it, by column names. */
export type Row = Readonly<Record<string, Cell>>

/** A record as it is written: cells by column names, and the JSON of the values beside; null where there are none. */
export interface Written {
  readonly cells: Row
  readonly beside: string | null
}

/** Reads and writes records of one kind. */
export interface TableMapping<R> {
  /** The columns that are read and written, without the keys that the table adds. */
  readonly columns: ReadonlyArray<string>
  /** A cell of `existing` that already says the same stays as it is. */
  readonly toRow: (record: R, existing?: Row) => Written
  /** The record, or the column whose value is missing. */
  readonly toRecord: (row: Row, beside: string | null) => R | Unreadable
}

/** A row that is no record: the value of a column can't be read. */
export class Unreadable {
  readonly column: string
  constructor(column: string) {
    this.column = column
  }
}

/** A registered row that another program has made unreadable. Thrown where a record must be answered. */
export class RowUnreadable extends Error {
  constructor(table: string, dealership: string, id: string, column: string) {
    super(`the row ${dealership}/${id} of ${table} has no readable value in ${column}; correct it there`)
  }
}

/** A mapping. `defaults` are the values of fields that have no column and no value beside. */
export const make = <R extends object>(options: {
  readonly columns: Columns<R>
  readonly required: ReadonlyArray<keyof R & string>
  readonly defaults?: Partial<R>
}): TableMapping<R> => {
  const columns = new Map<string, Column<unknown> | undefined>(Object.entries(options.columns))
  const defaults = new Map<string, unknown>(Object.entries(options.defaults ?? {}))
  const mapped = [...columns].flatMap(([field, one]) => one === undefined ? [] : [[field, one] as const])
  return {
    columns: mapped.map(([, { name }]) => name),
    toRow: (record, existing) => {
      const values = new Map<string, unknown>(Object.entries(record))
      const cells: Record<string, Cell> = {}
      const beside: Record<string, unknown> = {}
      for (const [field, { name, translation }] of mapped) {
        const value = values.get(field)
        const known = existing?.[name]
        const cell = known !== undefined && translation.toValue(known) === value ? known : translation.toCell(value)
        cells[name] = cell
        // JSON has no undefined: null stands for absent.
        if (translation.toValue(cell) !== value) beside[field] = value ?? null
      }
      for (const field of new Set([...values.keys(), ...defaults.keys()])) {
        if (columns.get(field) === undefined && values.get(field) !== defaults.get(field)) beside[field] = values.get(field) ?? null
      }
      return { cells, beside: Object.keys(beside).length === 0 ? null : JSON.stringify(beside) }
    },
    toRecord: (row, text) => {
      const kept = new Map<string, unknown>(text === null ? [] : Object.entries(JSON.parse(text) as object))
      const record: Record<string, unknown> = { ...options.defaults }
      for (const [field, value] of kept) if (columns.get(field) === undefined) record[field] = value ?? undefined
      for (const [field, { name, translation }] of mapped) {
        const cell = row[name] ?? null
        const exact = kept.get(field) ?? undefined
        const value = kept.has(field) && translation.toCell(exact) === cell ? exact : translation.toValue(cell)
        if (value !== undefined) record[field] = value
      }
      const missing = options.required.find((field) => record[field] === undefined)
      return missing === undefined ? record as R : new Unreadable(columns.get(missing)?.name ?? missing)
    }
  }
}
