/**
 * The fields of the records that come from outside: what each is called in code and in the canonical files, and what
 * a cell must look like to be read. Every reader (CSV, NDJSON, JSON over HTTP) uses this one description.
 */
import type { Bilingual } from "../identity/Bilingual.ts"
import type { Reading } from "./Reading.ts"
import * as SpanishWords from "./SpanishWords.ts"
import * as WrittenValue from "./WrittenValue.ts"

/**
 * What a cell holds. `id`: 1 to 64 characters. `text`: anything. `instant`: epoch milliseconds. `day`: a local day.
 * `integer`: a non-negative safe integer. `boolean`: `true` or `false`, `sí` or `no`. `enumeration`: one of `values`.
 * `list`: several values separated by `|`. `period`: a calendar month, `2024-03`.
 */
export type FieldKind = "id" | "text" | "instant" | "day" | "integer" | "boolean" | "enumeration" | "list" | "period"

/** How a field is declared: {@link list} adds its names. */
export interface Description {
  readonly kind: FieldKind
  /** By default false. */
  readonly required?: boolean
  /** The values of an `enumeration`. */
  readonly values?: ReadonlyArray<string>
  /** The Spanish words of an enumeration's values, or of the usual values of an open list (a `text`). */
  readonly words?: SpanishWords.Words
  /** The value of an absent cell; `undefined` where there is none. */
  readonly defaultValue?: string
  /** The field says nothing where an earlier field of the record, an enumeration, has this value. Then it need not be readable. */
  readonly ignoredWhen?: { readonly field: string; readonly value: string }
  /** The field names a person, or holds text that may name one. An erasure removes it. */
  readonly identifies?: true
}

/** The kinds that a value of this type can have. */
type KindOf<Value> = Value extends number ? "instant" | "day" | "integer"
  : Value extends boolean ? "boolean"
  : Value extends ReadonlyArray<string> ? "list"
  : "id" | "text" | "enumeration" | "period"

/** The descriptions of all fields of a record type, in the order of the canonical file. Missing and unknown fields do not compile. */
export type Descriptions<R> = {
  readonly [Name in keyof Required<R>]: Description & { readonly kind: KindOf<NonNullable<R[Name]>> }
}

/** One field of a record. `name` is its name in code and JSON, `column` in the canonical CSV, `spanishColumn` in a Spanish one. */
export interface Field extends Description {
  readonly name: string
  readonly column: string
  readonly spanishColumn: string
  readonly required: boolean
}

/** Why a record could not be read: the field's column, what was found there and what was expected. */
export interface Fault {
  readonly column: string
  readonly found: string
  readonly expected: Bilingual
}

/** A cell that could not be read, as a value of its own class. */
export class Unreadable {
  readonly expected: Bilingual
  constructor(expected: Bilingual) {
    this.expected = expected
  }
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The fields of descriptions, in their order. A field's column is the snake case of its name. */
export const list = (descriptions: Readonly<Record<string, Description>>): ReadonlyArray<Field> =>
  Object.entries(descriptions).map(([name, description]) => {
    const column = snakeCase(name)
    return { ...description, name, column, spanishColumn: SpanishWords.columns[column] ?? column, required: description.required ?? false }
  })

const expectations = {
  required: new Unreadable({ es: "un valor (es obligatorio)", en: "a value (it is required)" }),
  id: new Unreadable({ es: "un identificador de 1 a 64 caracteres", en: "an id of 1 to 64 characters" }),
  integer: new Unreadable({ es: "un número entero, cero o mayor, como 1200 o 1.200", en: "a whole number, zero or more, like 1200 or 1.200" }),
  boolean: new Unreadable({ es: "sí o no (o true o false)", en: "true or false" }),
  period: new Unreadable({ es: "un mes, como 2024-03, mar-24 o marzo de 2024", en: "a month, like 2024-03, mar-24 or 03/2024" })
}

/** What a date must look like, by the order of dates that is in use. */
const dateExpectations = {
  instant: {
    "day-first": new Unreadable({
      es: "una fecha que exista, como 2024-03-05T18:00:00-05:00 o, día/mes/año, 5/03/2024 6:00 p. m.",
      en: "an existing date, ISO 8601 like 2024-03-05T18:00:00-05:00 or, day/month/year, 5/03/2024 6:00 p. m."
    }),
    iso: new Unreadable({
      es: "una fecha ISO 8601 que exista, como 2024-03-05T18:00:00-05:00",
      en: "an existing ISO 8601 date, like 2024-03-05T18:00:00-05:00"
    })
  },
  day: {
    "day-first": new Unreadable({
      es: "una fecha que exista, sin hora, como 2024-03-05 o, día/mes/año, 5/03/2024",
      en: "an existing date without a time, like 2024-03-05 or, day/month/year, 5/03/2024"
    }),
    iso: new Unreadable({ es: "una fecha que exista, sin hora, como 2024-03-05", en: "an existing date without a time, like 2024-03-05" })
  }
}

const enumerationExpectations = new WeakMap<ReadonlyArray<string>, Unreadable>()

const expectedOneOf = (values: ReadonlyArray<string>, words: SpanishWords.Words): Unreadable => {
  let expectation = enumerationExpectations.get(values)
  if (expectation === undefined) {
    const spanish = values.map((value) => words[value] === undefined ? value : `${words[value]} (${value})`)
    expectation = new Unreadable({ es: `uno de: ${spanish.join(", ")}`, en: `one of: ${values.join(", ")}` })
    enumerationExpectations.set(values, expectation)
  }
  return expectation
}

const noWords: SpanishWords.Words = {}

/** Whether an id has 1 to 64 characters (code points, not UTF-16 units). */
const isId = (text: string): boolean => {
  if (text.length <= 64) return true
  if (text.length > 128) return false
  let characters = 0
  for (const _ of text) characters++
  return characters <= 64
}

/**
 * Reads one cell that is not blank, already trimmed. Returns the typed value (`string`, `number`, `boolean` or
 * `string[]` by the field's kind), or an {@link Unreadable} that says what was expected.
 */
export const read = (field: Field, text: string, reading: Reading): unknown => {
  switch (field.kind) {
    case "text":
      return field.words === undefined ? text : WrittenValue.listedWord(text, field.words, reading.listed[field.column])
    case "id":
      return isId(text) ? text : expectations.id
    case "instant":
      return WrittenValue.instant(text, reading) ?? dateExpectations.instant[reading.dateOrder]
    case "day":
      return WrittenValue.day(text, reading) ?? dateExpectations.day[reading.dateOrder]
    case "integer":
      return WrittenValue.wholeNumber(text) ?? expectations.integer
    case "boolean": {
      const value = WrittenValue.valueNamed(text, SpanishWords.booleans) ?? WrittenValue.valueNamed(text, SpanishWords.spreadsheetBooleans)
      return value === undefined ? expectations.boolean : value === "true"
    }
    case "period":
      return WrittenValue.period(text, reading) ?? expectations.period
    case "enumeration": {
      const { values = [], words = noWords } = field
      if (values.includes(text)) return text
      const value = WrittenValue.valueNamed(text, words)
      return value !== undefined && values.includes(value) ? value : expectedOneOf(values, words)
    }
    case "list":
      return text.split("|").map((part) => part.trim()).filter((part) => part !== "")
  }
}

/** Whether a field's cells are dates or months. */
export const isDate = ({ kind }: Field): boolean => kind === "instant" || kind === "day" || kind === "period"

/** Whether a field says nothing in a record, whose values are given by name. Such a field is not read. */
export const isIgnored = (field: Field, valueOf: (name: string) => unknown): boolean =>
  field.ignoredWhen !== undefined && valueOf(field.ignoredWhen.field) === field.ignoredWhen.value

/** What an absent cell yields: the field's default, `undefined`, or an {@link Unreadable} when it is required. */
export const absent = (field: Field): unknown =>
  field.defaultValue !== undefined ? field.defaultValue : field.required ? expectations.required : undefined
