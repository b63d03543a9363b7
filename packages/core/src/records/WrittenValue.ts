/**
 * Dates, months, whole numbers and words as people and spreadsheets write them. Each function answers with `undefined` where a text
 * is none; nothing is guessed where two readings are possible.
 */
import * as Calendar from "../calendar/Calendar.ts"
import type { Reading } from "./Reading.ts"
import * as SpanishWords from "./SpanishWords.ts"

// ---------------------------------------------------------------------------------------------------------------------
// Dates
// ---------------------------------------------------------------------------------------------------------------------

const monthNames: ReadonlyArray<ReadonlyArray<string>> = [
  ["ene", "enero", "jan", "january"],
  ["feb", "febrero", "february"],
  ["mar", "marzo", "march"],
  ["abr", "abril", "apr", "april"],
  ["may", "mayo"],
  ["jun", "junio", "june"],
  ["jul", "julio", "july"],
  ["ago", "agosto", "aug", "august"],
  ["sep", "sept", "set", "septiembre", "setiembre", "september"],
  ["oct", "octubre", "october"],
  ["nov", "noviembre", "november"],
  ["dic", "diciembre", "dec", "december"]
]

const monthsByName = new Map(monthNames.flatMap((names, index) => names.map((name) => [name, index + 1] as const)))

/** The month, 1 to 12, that a name means: Spanish or English, short or whole, whatever its case. */
export const monthNamed = (name: string): number | undefined => monthsByName.get(SpanishWords.valueForm(name))

/** ISO 8601 with hours of one digit, any number of fraction digits, and offsets of hours alone. */
const ISO = /^([0-9]{4}-[0-9]{2}-[0-9]{2})([T ])([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?)(?:(?<=:[0-9]{2}:[0-9]{2})\.([0-9]+))?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$/

/** The same instant in the strict spelling that the calendar reads; `undefined` where the text is no such date. */
const strictIso = (text: string): string | undefined => {
  const parts = ISO.exec(text)
  if (parts === null) return undefined
  const [, date, separator, hour, time, fraction, offset = ""] = parts
  const millis = fraction === undefined ? "" : `.${fraction.slice(0, 3).padEnd(3, "0")}`
  return `${date}${separator}${hour!.padStart(2, "0")}${time}${millis}${offset.length === 3 ? `${offset}:00` : offset}`
}

const DAY_FIRST =
  /^([0-9]{1,2})(?:([-/])([0-9]{1,2})\2|-(\p{L}{3,})\.?-)([0-9]{4}|[0-9]{2})(?:(?:, *| +)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: *([ap])\.? ?m\.?)?)?$/iu

interface LocalTime {
  /** `2024-03-05` */
  readonly date: string
  /** `14:30:00`; absent where the text has a date alone. */
  readonly time: string | undefined
  /** Whether day and month could be exchanged. */
  readonly isBothWays: boolean
}

const two = (value: number | string): string => String(value).padStart(2, "0")

/** The hour of a day of 24 hours, or `NaN`. `half`: `a` or `p` where the hours are 1 to 12. */
const hourOf = (hour: number, half: string | undefined): number =>
  half === undefined ? hour : hour < 1 || hour > 12 ? Number.NaN : (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0)

/** Reads `d/m/yyyy` and its relatives. Whether the date exists is left to the calendar. */
const readDayFirst = (text: string): LocalTime | undefined => {
  const parts = DAY_FIRST.exec(text)
  if (parts === null) return undefined
  const [, day, , number, name, year, hourText, minute, second = "00", half] = parts
  const month = name === undefined ? Number(number) : monthNamed(name)
  if (month === undefined || month < 1 || month > 12) return undefined
  const hour = hourOf(Number(hourText ?? 0), half)
  if (Number.isNaN(hour)) return undefined
  return {
    date: `${year!.length === 2 ? `20${year}` : year}-${two(month)}-${two(day!)}`,
    time: hourText === undefined ? undefined : `${two(hour)}:${minute}:${second}`,
    isBothWays: name === undefined && Number(day) <= 12
  }
}

const localTime = (text: string, { dateOrder }: Reading): LocalTime | undefined => dateOrder === "iso" ? undefined : readDayFirst(text)

/** An instant: ISO 8601, or a date that names the day first, each with an optional time. */
export const instant = (text: string, reading: Reading): Calendar.Instant | undefined => {
  const strict = Calendar.parseInstant(text, reading.zone)
  if (strict !== undefined) return strict
  const iso = strictIso(text)
  if (iso !== undefined) return Calendar.parseInstant(iso, reading.zone)
  const local = localTime(text, reading)
  if (local === undefined) return undefined
  return Calendar.parseInstant(local.time === undefined ? local.date : `${local.date}T${local.time}`, reading.zone)
}

const MIDNIGHT = /^00:00(?::00(?:\.000)?)?$/

/** A local day: a date alone, or one at midnight. */
export const day = (text: string, reading: Reading): Calendar.LocalDay | undefined => {
  const strict = Calendar.parseDay(text)
  if (strict !== undefined) return strict
  const iso = strictIso(text)
  if (iso === undefined) {
    const local = localTime(text, reading)
    return local === undefined || (local.time !== undefined && !MIDNIGHT.test(local.time)) ? undefined : Calendar.parseDay(local.date)
  }
  const at = Calendar.parseInstant(iso, reading.zone)
  if (at === undefined) return undefined
  if (MIDNIGHT.test(iso.slice(11))) return Calendar.parseDay(iso.slice(0, 10))
  return /[Z+]|-[0-9:]+$/.test(iso.slice(11)) && Calendar.localMillisOf(reading.zone, at) === 0 ? Calendar.localDayOf(reading.zone, at) : undefined
}

const isJoint = (unit: number): boolean => unit === 45 || unit === 47

/** How a date names its day: `both-ways` where day and month could be exchanged, `day-first` where they could not; `undefined`: not day-first at all. */
export const orderOf = (text: string): "both-ways" | "day-first" | undefined => {
  // Most dates are ISO 8601: they begin with four digits.
  if (!isJoint(text.charCodeAt(1)) && !isJoint(text.charCodeAt(2))) return undefined
  const local = readDayFirst(text)
  return local === undefined ? undefined : local.isBothWays ? "both-ways" : "day-first"
}

const NUMBERED_MONTH = /^([0-9]{1,2})[-/]([0-9]{4})$/
const NAMED_MONTH = /^(\p{L}{3,})\.?(?:(?:[-/]| +(?:de +)?)([0-9]{4})|-([0-9]{2}))$/iu

/** A month: `2024-03`, `03/2024`, `mar-24`, `marzo de 2024`, or a date that is the first of a month. */
export const period = (text: string, reading: Reading): Calendar.Period | undefined => {
  const strict = Calendar.parsePeriod(text)
  if (strict !== undefined) return strict
  const numbered = NUMBERED_MONTH.exec(text)
  if (numbered !== null) return Calendar.parsePeriod(`${numbered[2]}-${two(numbered[1]!)}`)
  const named = NAMED_MONTH.exec(text)
  if (named !== null) {
    const month = monthNamed(named[1]!)
    return month === undefined ? undefined : Calendar.parsePeriod(`${named[2] ?? `20${named[3]}`}-${two(month)}`)
  }
  const date = day(text, reading)
  return date !== undefined && Calendar.partsOfDay(date).day === 1 ? Calendar.periodOfMonth(Calendar.monthOf(date)) : undefined
}

// ---------------------------------------------------------------------------------------------------------------------
// Numbers and words
// ---------------------------------------------------------------------------------------------------------------------

const DIGITS = /^[0-9]+$/
const GROUPS = /^[0-9]{1,3}(?:(?:\.[0-9]{3})+(?:,0+)?|(?:,[0-9]{3})+(?:\.0+)?)$/
const ZEROS = /^([0-9]+)[.,]0+$/

/** A whole number, zero or more: digits, groups of three (`1.200`), zeros after a separator (`12,0`), or both (`1.200,00`). */
export const wholeNumber = (text: string): number | undefined => {
  const digits = DIGITS.test(text) ? text : GROUPS.test(text) ? text.replace(/(?:(?<=\..*),|(?<=,.*)\.)0+$/, "").replace(/[.,]/g, "") : ZEROS.exec(text)?.[1]
  const value = digits === undefined ? Number.NaN : Number(digits)
  return Number.isSafeInteger(value) ? value : undefined
}

const valuesByForm = new WeakMap<SpanishWords.Words, ReadonlyMap<string, string>>()

const formsOf = (words: SpanishWords.Words): ReadonlyMap<string, string> => {
  let values = valuesByForm.get(words)
  if (values === undefined) {
    values = new Map(Object.entries(words).flatMap(([value, word]) => [[SpanishWords.valueForm(word), value], [SpanishWords.valueForm(value), value]] as const))
    valuesByForm.set(words, values)
  }
  return values
}

const LONGEST_WORD = 100
const REMEMBERED_WORDS = 1000

/** What words were found to name, by list: the same few come again and again. */
const remembered = new WeakMap<SpanishWords.Words, Map<string, string | undefined>>()

/** The value that a text names in English or Spanish, whatever its case and accents. */
export const valueNamed = (text: string, words: SpanishWords.Words): string | undefined => {
  if (text.length > LONGEST_WORD) return undefined
  let known = remembered.get(words)
  if (known === undefined) remembered.set(words, known = new Map(Object.keys(words).map((value) => [value, value])))
  const value = known.get(text)
  if (value !== undefined || known.has(text)) return value
  const found = formsOf(words).get(SpanishWords.valueForm(text))
  if (known.size < REMEMBERED_WORDS) known.set(text, found)
  return found
}

const listedByForm = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, string>>()

/** A word of an open list: as the policy lists it, else the value that it names, else as it is written. */
export const listedWord = (text: string, words: SpanishWords.Words, listed: ReadonlySet<string> | undefined): string => {
  if (text.length > LONGEST_WORD || listed?.has(text) === true) return text
  if (listed !== undefined) {
    let forms = listedByForm.get(listed)
    if (forms === undefined) listedByForm.set(listed, forms = new Map([...listed].reverse().map((word) => [SpanishWords.valueForm(word), word])))
    const word = forms.get(SpanishWords.valueForm(text))
    if (word !== undefined) return word
  }
  return valueNamed(text, words) ?? text
}
