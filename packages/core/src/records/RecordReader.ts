/**
 * Reads one record from outside: from the cells of a row or from a parsed JSON value. The answer is the record, or every fault
 * in it, each with its column and its JSON pointer.
 */
import * as Calendar from "../calendar/Calendar.ts"
import * as Field from "./Field.ts"
import * as Reading from "./Reading.ts"
import * as WrittenValue from "./WrittenValue.ts"
import * as WrittenText from "../identity/WrittenText.ts"
import * as StorableText from "../identity/StorableText.ts"

/** A fault and where it lies in the JSON value (RFC 6901; empty for the value as a whole). */
export interface PointedFault extends Field.Fault {
  readonly pointer: string
}

/** How many dates of a record named the day first, and of them how many could also be read month first. */
export interface DayFirst {
  readonly dates: number
  readonly bothWays: number
}

const noDayFirst: DayFirst = { dates: 0, bothWays: 0 }

/** What was read: the record, with every key present (`undefined` where absent), or at least one fault. */
export type Read<R> =
  | { readonly record: R; readonly faults: undefined; readonly dayFirst: DayFirst }
  | { readonly record: undefined; readonly faults: ReadonlyArray<PointedFault> }

/** Faults across the fields of a record, as `Prospect.faults`. */
export type CrossFaults<R> = (record: R) => ReadonlyArray<Field.Fault>

const FOUND_CHARACTERS = 200

/** What was found, as it can be shown and stored: at most 200 characters, NUL and lone surrogates replaced. */
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
 * Stands in for an unreadable value while the faults across fields are searched. It causes no fault of its own: it is present,
 * and equals no value.
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

/** Reads each field with `readField`, which answers the value or an `Unreadable`. Then searches the faults across fields. */
const collect = <R>(
  fields: ReadonlyArray<Field.Field>,
  readField: (field: Field.Field, index: number) => unknown,
  found: (field: Field.Field, index: number) => string,
  crossFaults: CrossFaults<R> | undefined,
  dayFirst: () => DayFirst
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
  return faults === undefined ? { record: record as R, faults: undefined, dayFirst: dayFirst() } : { record: undefined, faults }
}

const countDayFirst = (fields: ReadonlyArray<Field.Field>, textOf: (field: Field.Field, index: number) => string | undefined): DayFirst => {
  let dates = 0
  let bothWays = 0
  fields.forEach((field, index) => {
    const text = Field.isDate(field) ? textOf(field, index) : undefined
    const order = text === undefined ? undefined : WrittenValue.orderOf(text)
    if (order === undefined) return
    dates++
    if (order === "both-ways") bothWays++
  })
  return dates === 0 ? noDayFirst : { dates, bothWays }
}

/** Reads a text that is present. A text that not every storage can keep is no value of any field. */
const readStorable = (field: Field.Field, text: string, reading: Reading.Reading): unknown =>
  StorableText.isStorable(text) ? Field.read(field, text, reading) : expectations.writeable

/**
 * Reads the cells of a row in the order of `fields`. Each cell is trimmed and not blank, or `undefined` where absent. `written`: the
 * cells as they stand in the file, to quote them in faults.
 */
export const readCells = <R>(
  fields: ReadonlyArray<Field.Field>,
  cells: ReadonlyArray<string | undefined>,
  given: Reading.Given,
  crossFaults?: CrossFaults<R>,
  written: ReadonlyArray<string | undefined> = cells
): Read<R> => {
  const reading = Reading.of(given)
  return collect(
    fields,
    (field, i) => {
      const cell = cells[i]
      return cell === undefined ? Field.absent(field) : readStorable(field, cell, reading)
    },
    (_, i) => cells[i] === undefined ? "" : written[i] ?? "",
    crossFaults,
    () => countDayFirst(fields, (_, i) => cells[i])
  )
}

/** What is kept of a text: at least the white space at its ends goes. */
export type Meant = (text: string) => string

const trimmed: Meant = (text) => text.trim()

/** What a value is called in a message. A list or an object is never quoted: it may be of any depth. */
export const described = (value: unknown): string => {
  if (value === undefined || value === null) return ""
  if (typeof value === "string") return shown(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString()
  if (Array.isArray(value)) return "[…]"
  return typeof value === "object" ? "{…}" : String(value)
}

const readText = (field: Field.Field, text: string, reading: Reading.Reading, meant: Meant): unknown => {
  const trimmed = meant(text)
  if (trimmed === "") return Field.absent(field)
  return readStorable(field, trimmed, reading)
}

const readList = (field: Field.Field, values: ReadonlyArray<unknown>, meant: Meant): unknown => {
  const texts: Array<string> = []
  for (const value of values) {
    if (typeof value !== "string") return expectations.list
    if (!StorableText.isStorable(value)) return expectations.writeable
    const trimmed = meant(value)
    if (trimmed !== "") texts.push(trimmed)
  }
  return texts.length === 0 ? Field.absent(field) : texts
}

/** Instants given as numbers are sought between 1990 and 2100: seconds lie in 1970, microseconds far beyond. */
const EARLIEST_MILLIS = 631_152_000_000
const LATEST_MILLIS = 4_102_444_800_000

const instantExpectations = {
  any: new Field.Unreadable({
    es: "un instante: texto ISO 8601 como 2024-03-05T18:00:00-05:00, milisegundos desde 1970 o un Date",
    en: "an instant: ISO 8601 text like 2024-03-05T18:00:00-05:00, milliseconds since 1970, or a Date"
  }),
  seconds: new Field.Unreadable({
    es: "milisegundos desde 1970, de 1990 en adelante. ¿Son segundos? Multiplíquelos por 1000",
    en: "milliseconds since 1970, from 1990 on. Did you give seconds? Multiply them by 1000"
  }),
  microseconds: new Field.Unreadable({
    es: "milisegundos desde 1970, hasta 2100. ¿Son microsegundos? Divídalos por 1000",
    en: "milliseconds since 1970, up to 2100. Did you give microseconds? Divide them by 1000"
  })
}

/** Reads an instant as a program has it: epoch milliseconds, a `Date`, or text; an {@link Field.Unreadable} if it is none. */
export const readInstant = (value: unknown, zone: Calendar.Zone): number | Field.Unreadable => {
  if (typeof value === "string") return Calendar.parseInstant(value.trim(), zone) ?? instantExpectations.any
  const millis = value instanceof Date ? value.getTime() : value
  if (typeof millis !== "number" || !Number.isSafeInteger(millis)) return instantExpectations.any
  return millis < EARLIEST_MILLIS ? instantExpectations.seconds : millis > LATEST_MILLIS ? instantExpectations.microseconds : millis
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || (typeof value === "string" && value.trim() === "")

const plainExpectations = {
  integer: new Field.Unreadable({ es: "un número entero, cero o mayor, no un texto", en: "a whole number, zero or more, not text" }),
  boolean: new Field.Unreadable({ es: "true o false, no un texto", en: "true or false, not text" })
}

/**
 * Reads one value of a program as a field: like {@link readValue}, except that an instant may be a number or a `Date`, and that a
 * number or a boolean written as text is a fault. In a program it would be a column that was not converted.
 */
const readPlainValue = (field: Field.Field, value: unknown, reading: Reading.Reading): unknown => {
  if (isBlank(value)) return Field.absent(field)
  if (field.kind === "instant") return readInstant(value, reading.zone)
  if (typeof value === "string" && (field.kind === "integer" || field.kind === "boolean")) return plainExpectations[field.kind]
  return readValue(field, value, reading, trimmed)
}

/** Reads one JSON value as a field. A number is never a text, and a text is a number only where it is written as a whole one. */
const readValue = (field: Field.Field, value: unknown, reading: Reading.Reading, meant: Meant): unknown => {
  if (value === undefined || value === null) return Field.absent(field)
  if (typeof value === "string") return readText(field, value, reading, meant)
  switch (field.kind) {
    case "integer":
      return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value + 0 : expectations.integer
    case "boolean":
      return typeof value === "boolean" ? value : expectations.boolean
    case "list":
      return Array.isArray(value) ? readList(field, value, meant) : expectations.list
    default:
      return expectations.text
  }
}

const readObject = <R>(
  fields: ReadonlyArray<Field.Field>,
  value: unknown,
  reading: Reading.Reading,
  crossFaults: CrossFaults<R> | undefined,
  readField: (field: Field.Field, value: unknown) => unknown
): Read<R> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    // A value that is no object can be a person's name or number. It is not quoted.
    return { record: undefined, faults: [{ pointer: "", column: "", found: "", expected: expectations.object.expected }] }
  }
  const object = value as Readonly<Record<string, unknown>>
  const valueOf = (field: Field.Field): unknown => Object.hasOwn(object, field.name) ? object[field.name] : undefined
  return collect(
    fields,
    (field) => readField(field, valueOf(field)),
    (field) => described(valueOf(field)),
    crossFaults,
    () => reading.dateOrder === "iso" ? noDayFirst : countDayFirst(fields, (field) => {
      const found = valueOf(field)
      return typeof found === "string" ? WrittenText.clean(found) : undefined
    })
  )
}

/**
 * Reads a parsed JSON value, whose keys are the fields' names. `null` and a string of white space only are absent. Other keys are
 * ignored. Hostile values are safe: only the fields are read, one level deep. `meant`: what is kept of a text, by default the text
 * without the white space at its ends.
 */
export const read = <R>(
  fields: ReadonlyArray<Field.Field>,
  value: unknown,
  given: Reading.Given,
  crossFaults?: CrossFaults<R>,
  meant: Meant = trimmed
): Read<R> => {
  const reading = Reading.of(given)
  return readObject(fields, value, reading, crossFaults, (field, one) => readValue(field, one, reading, meant))
}

/**
 * Reads a record from a program: as {@link read}, but instants can also be epoch milliseconds or `Date`s, a number or boolean as text is
 * a fault, and a date as text is ISO 8601.
 */
export const readPlain = <R>(fields: ReadonlyArray<Field.Field>, value: unknown, zone: Calendar.Zone, crossFaults?: CrossFaults<R>): Read<R> => {
  const reading: Reading.Reading = { ...Reading.of(zone), dateOrder: "iso" }
  return readObject(fields, value, reading, crossFaults, (field, one) => readPlainValue(field, one, reading))
}
