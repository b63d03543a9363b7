/**
 * How one value of a record stands in one cell of the existing tables, and back. A translation may lose something (seconds
 * where the column has minutes, absent where it has only ''): `TableMapping` notices, and keeps beside what a cell can't hold.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { isStorable } from "@crm-procedure/core/identity/StorableText"

/** What a column of SQLite holds here. */
export type Cell = string | number | null

/** `toCell` of an absent value is what the program of before writes for "nothing"; `toValue` of what it can't read is absent. */
export interface Translation<Value> {
  toCell(value: Value | undefined): Cell
  toValue(cell: Cell): Value | undefined
}

/** Text where '' stands for nothing. A cell in which a program has left the character NUL can't be read: no record may hold it. */
export const text: Translation<string> = {
  toCell: (value) => value ?? "",
  toValue: (cell) => typeof cell === "string" && cell !== "" && isStorable(cell) ? cell : undefined
}

/** A local time of Colombia to the second, `2024-03-05 18:00:00`; nothing where the year is none of 0001 to 9999. */
export const localTime: Translation<Calendar.Instant> = {
  toCell: (value) => {
    if (value === undefined) return ""
    const written = Calendar.formatToSecond(Calendar.bogota, value)
    return /^[0-9]{4}-/.test(written) ? written.slice(0, 19).replace("T", " ") : ""
  },
  toValue: (cell) => typeof cell === "string" ? Calendar.parseInstant(cell, Calendar.bogota) : undefined
}

/** A date, `2024-03-05`. */
export const date: Translation<Calendar.LocalDay> = {
  toCell: (value) => value === undefined ? "" : Calendar.formatDay(value),
  toValue: (cell) => typeof cell === "string" ? Calendar.parseDay(cell) : undefined
}

/** Whole minutes, of seconds. */
export const minutes: Translation<number> = {
  toCell: (value) => value === undefined ? null : Math.floor(value / 60),
  toValue: (cell) => typeof cell === "number" ? cell * 60 : undefined
}

/** One of the codes of the program of before; a code that is not listed is not read. */
export const code = <Value extends string>(codes: Readonly<Record<Value, string>>): Translation<Value> => {
  const values = new Map(Object.entries(codes).map(([value, cell]) => [cell as Cell, value as Value]))
  return { toCell: (value) => value === undefined ? "" : codes[value], toValue: (cell) => values.get(cell) }
}

/** The same for lists that grow: what is not listed stands as it is. */
export const codeOrText = (codes: Readonly<Record<string, string>>): Translation<string> => {
  const cells = new Map(Object.entries(codes))
  const values = new Map(Object.entries(codes).map(([value, cell]) => [cell as Cell, value]))
  return {
    toCell: (value) => text.toCell(value === undefined ? undefined : cells.get(value) ?? value),
    toValue: (cell) => values.get(cell) ?? text.toValue(cell)
  }
}
