/**
 * Translates one value of a record into one cell of the existing tables, and back. A translation can lose something: seconds where
 * the column has minutes, absent where it has only ''. `TableMapping` detects it, and stores the value beside.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { isStorable } from "@crm-procedure/core/identity/StorableText"

/** The value of a cell. */
export type Cell = string | number | null

/** `toCell` of an absent value is what the old program writes for "nothing". `toValue` of an unreadable cell is absent. */
export interface Translation<Value> {
  toCell(value: Value | undefined): Cell
  toValue(cell: Cell): Value | undefined
}

/** Text, where '' stands for absent. A cell with the character NUL can't be read: no record can hold it. */
export const text: Translation<string> = {
  toCell: (value) => value ?? "",
  toValue: (cell) => typeof cell === "string" && cell !== "" && isStorable(cell) ? cell : undefined
}

/** A local time of Colombia to the second, `2024-03-05 18:00:00`; absent outside the years 0001 to 9999. */
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

/** Seconds as whole minutes. */
export const minutes: Translation<number> = {
  toCell: (value) => value === undefined ? null : Math.floor(value / 60),
  toValue: (cell) => typeof cell === "number" ? cell * 60 : undefined
}

/** One of the old program's codes. A code that is not listed is not read. */
export const code = <Value extends string>(codes: Readonly<Record<Value, string>>): Translation<Value> => {
  const values = new Map(Object.entries(codes).map(([value, cell]) => [cell as Cell, value as Value]))
  return { toCell: (value) => value === undefined ? "" : codes[value], toValue: (cell) => values.get(cell) }
}

/** The same for lists that grow: a value that is not listed is stored as it is. */
export const codeOrText = (codes: Readonly<Record<string, string>>): Translation<string> => {
  const cells = new Map(Object.entries(codes))
  const values = new Map(Object.entries(codes).map(([value, cell]) => [cell as Cell, value]))
  return {
    toCell: (value) => text.toCell(value === undefined ? undefined : cells.get(value) ?? value),
    toValue: (cell) => values.get(cell) ?? text.toValue(cell)
  }
}
