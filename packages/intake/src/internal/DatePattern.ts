/** Dates of other systems: a pattern such as `yyyy/MM/dd HH:mm:ss.SSS`, compiled once, turns a text into ISO 8601. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as WrittenValue from "@crm-procedure/core/records/WrittenValue"

/**
 * What each token of Unicode's date patterns matches. `MMM` and `MMMM` are any name of a month, short or whole, Spanish or English, `a` any spelling
 * of am and pm, Spanish `a. m.` too, and `XXX` is `Z` or an offset.
 */
const tokens: Readonly<Record<string, string>> = {
  yyyy: "[0-9]{4}",
  yy: "[0-9]{2}",
  MMMM: "\\p{L}{3,}\\.?",
  MMM: "\\p{L}{3,}\\.?",
  MM: "[0-9]{2}",
  M: "[0-9]{1,2}",
  dd: "[0-9]{2}",
  d: "[0-9]{1,2}",
  HH: "[0-9]{2}",
  H: "[0-9]{1,2}",
  hh: "[0-9]{2}",
  h: "[0-9]{1,2}",
  mm: "[0-9]{2}",
  ss: "[0-9]{2}",
  SSS: "[0-9]{3}",
  a: "[aApP]\\.?[ \\u00a0\\u202f]?[mM]\\.?",
  // No colon: it is how the patterns name an offset with its colon.
  XXX: "Z|[+-][0-9]{2}:?[0-9]{2}"
}

/** What a text means as ISO 8601 without more than the pattern holds, or `undefined` where it does not fit or no such date exists. */
export type DatePattern = (text: string) => string | undefined

const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")

/** Splits a pattern into tokens and literals; `''` and text in single quotes are literal. `undefined`: an unknown letter. */
const partsOf = (pattern: string): ReadonlyArray<{ readonly token: boolean; readonly text: string }> | undefined => {
  const parts: Array<{ readonly token: boolean; readonly text: string }> = []
  for (const [text] of pattern.matchAll(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+|'/gs)) {
    if (text.startsWith("'")) {
      if (text.length === 1) return undefined
      parts.push({ token: false, text: text === "''" ? "'" : text.slice(1, -1) })
    } else if (/^[A-Za-z]/.test(text)) {
      if (!Object.hasOwn(tokens, text)) return undefined
      parts.push({ token: true, text })
    } else parts.push({ token: false, text })
  }
  return parts
}

const hour24 = (values: ReadonlyMap<string, string>): string | undefined => {
  const full = values.get("H")
  if (full !== undefined) return full.padStart(2, "0")
  const half = values.get("h")
  if (half === undefined) return undefined
  const hour = Number(half)
  if (hour < 1 || hour > 12) return "99"
  return String((hour % 12) + (/^p/i.test(values.get("a") ?? "") ? 12 : 0)).padStart(2, "0")
}

const isMonthName = (text: string | undefined): text is string => text !== undefined && !/^[0-9]/.test(text)

/** The date of the values, `yyyy-MM-dd`; `undefined` where the calendar has none. */
const dayOf = (values: ReadonlyMap<string, string>): string | undefined => {
  const year = values.get("y")!
  const written = values.get("M")
  const month = isMonthName(written) ? WrittenValue.monthNamed(written.replace(/\.$/, "")) : Number(written)
  if (month === undefined) return undefined
  const day = `${year.length === 2 ? `20${year}` : year}-${String(month).padStart(2, "0")}-${values.get("d")!.padStart(2, "0")}`
  return Calendar.parseDay(day) === undefined ? undefined : day
}

/** Seconds or milliseconds since 1970-01-01 in UTC, as programs keep instants: patterns of their own. */
const epochs: Readonly<Record<string, { readonly digits: RegExp; readonly millis: number }>> = {
  "unix-seconds": { digits: /^[0-9]{1,11}$/, millis: 1000 },
  "unix-milliseconds": { digits: /^[0-9]{1,14}$/, millis: 1 }
}

/** The zone whose times are those of UTC all year. */
const utc = Calendar.zoneUnsafe("UTC")

/** A date that a spreadsheet shows as its number of days, from 1982 to 2064: a local day and time. */
const SERIAL = /^([345][0-9]{4})(?:[.,]([0-9]+))?$/
/** The day that the number 0 stands for. */
const SERIAL_EPOCH = -25_569

const ofSerial: DatePattern = (text) => {
  const parts = SERIAL.exec(text)
  if (parts === null) return undefined
  const millis = Math.round((Number(parts[1]) + SERIAL_EPOCH + Number(`0.${parts[2] ?? 0}`)) * Calendar.DAY)
  return Calendar.formatInstant(utc, millis).slice(0, 19)
}

/**
 * Compiles a pattern. `undefined` when it is none: an unknown letter, a token twice, no year, month or day, minutes
 * without hours, a twelve-hour clock without `a`.
 */
export const compile = (pattern: string): DatePattern | undefined => {
  const epoch = Object.hasOwn(epochs, pattern) ? epochs[pattern] : undefined
  if (pattern === "excel-serial") return ofSerial
  if (epoch !== undefined) return (text) => epoch.digits.test(text) ? Calendar.formatInstant(utc, Number(text) * epoch.millis) : undefined
  const parts = partsOf(pattern)
  if (parts === undefined) return undefined
  // A token and its short form are one value, kept under its first letter.
  const names = parts.filter(({ token }) => token).map(({ text }) => text[0]!)
  const has = (name: string): boolean => names.includes(name)
  if (new Set(names).size !== names.length || !has("y") || !has("M") || !has("d")) return undefined
  if ((has("h") && has("H")) || has("h") !== has("a")) return undefined
  const hasHour = has("h") || has("H")
  if (hasHour !== has("m") || (has("s") && !has("m")) || (has("S") && !has("s")) || (has("X") && !hasHour)) return undefined
  const regExp = new RegExp(`^${parts.map(({ text, token }) => token ? `(${tokens[text]!})` : escaped(text)).join("")}$`, "u")
  return (text) => {
    const match = regExp.exec(text)
    if (match === null) return undefined
    const values = new Map(names.map((name, i) => [name, match[i + 1]!]))
    const day = dayOf(values)
    const hour = hour24(values)
    if (day === undefined || hour === undefined) return day
    const minute = values.get("m")!
    const second = values.get("s") ?? "00"
    if (hour > "23" || minute > "59" || second > "59") return undefined
    const seconds = has("s") ? `:${second}${has("S") ? `.${values.get("S")!}` : ""}` : ""
    return `${day}T${hour}:${minute}${seconds}${values.get("X") ?? ""}`
  }
}

/** In which order a pattern names year, month and day: `dMy`, for example. */
export const orderOf = (pattern: string): string =>
  (partsOf(pattern) ?? []).filter(({ text, token }) => token && /^[yMd]/.test(text)).map(({ text }) => text[0]).join("")
