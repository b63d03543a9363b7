/**
 * Time in the dealership's zone: local days, weeks and months, and the one way in which instants are read and written.
 *
 * Nothing here reads a clock. An instant is a number of milliseconds and a local day a number of days, so judging ten million
 * records allocates nothing for dates.
 *
 * @example
 * ```ts run
 * import { Calendar } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const instant = Calendar.parseInstant("2024-03-31 23:30", Calendar.bogota)!
 * assert.equal(Calendar.formatInstant(Calendar.bogota, instant), "2024-03-31T23:30:00-05:00")
 * assert.equal(Calendar.periodOf(Calendar.bogota, instant), "2024-03")
 * assert.equal(Calendar.formatDay(Calendar.localDayOf(Calendar.bogota, instant)), "2024-03-31")
 * ```
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** A date in the calendar of a zone: days since 1970-01-01 (proleptic Gregorian). */
export type LocalDay = number

/** A calendar month as it is written, `2024-03`. */
export type Period = string

/** Milliseconds of a day of 24 hours. */
export const DAY = 86_400_000

// ---------------------------------------------------------------------------------------------------------------------
// Days, weeks, months
// ---------------------------------------------------------------------------------------------------------------------

// Years are counted from March, so the leap day is the last day of a year. The day on which a month begins is then a linear
// function of the month, without a table. 400 such years have DAYS_OF_400_YEARS days.
const DAYS_OF_400_YEARS = 146_097
/** Days from 0000-03-01 to 1970-01-01. */
const DAYS_BEFORE_1970 = 719_468

/** The first day of a month, itself given as {@link monthOf} gives it: `year * 12 + (month - 1)`. */
export const firstDayOfMonth = (month: number): LocalDay => {
  const fromMarch = month - 2
  const year = Math.floor(fromMarch / 12)
  const monthOfYear = fromMarch - year * 12
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) +
    (((153 * monthOfYear + 2) / 5) | 0) - DAYS_BEFORE_1970
}

/** The local day of a date; `month` 1 to 12. Nothing is checked: a day beyond its month lies in the next month. */
export const dayOf = (year: number, month: number, dayOfMonth: number): LocalDay =>
  firstDayOfMonth(year * 12 + month - 1) + dayOfMonth - 1

/** The month of a local day as one number, `year * 12 + (month - 1)`, so that months can be counted and compared. */
export const monthOf = (day: LocalDay): number => {
  const days = day + DAYS_BEFORE_1970
  const cycle = Math.floor(days / DAYS_OF_400_YEARS)
  const dayOfCycle = days - cycle * DAYS_OF_400_YEARS
  // Taking out the leap days passed so far leaves years of 365 days.
  const leapDays = ((dayOfCycle / 1460) | 0) - ((dayOfCycle / 36_524) | 0) + ((dayOfCycle / 146_096) | 0)
  const year = ((dayOfCycle - leapDays) / 365) | 0
  const dayOfYear = dayOfCycle - year * 365 - ((year / 4) | 0) + ((year / 100) | 0)
  return (cycle * 400 + year) * 12 + (((5 * dayOfYear + 2) / 153) | 0) + 2
}

/** Year, month (1 to 12) and day of the month (from 1) of a local day. */
export const partsOfDay = (day: LocalDay): { readonly year: number; readonly month: number; readonly day: number } => {
  const month = monthOf(day)
  const year = Math.floor(month / 12)
  return { year, month: month - year * 12 + 1, day: day - firstDayOfMonth(month) + 1 }
}

/** The day of the week, 1 Monday to 7 Sunday (ISO 8601). */
export const weekdayOf = (day: LocalDay): number => {
  const fromMonday = (day + 3) % 7
  return fromMonday < 0 ? fromMonday + 8 : fromMonday + 1
}

/** The Monday with which a day's ISO week begins. */
export const weekOf = (day: LocalDay): LocalDay => day - weekdayOf(day) + 1

// ---------------------------------------------------------------------------------------------------------------------
// Zones
// ---------------------------------------------------------------------------------------------------------------------

/** The given name is no IANA time zone of this runtime. */
export class UnknownZone extends Schema.TaggedError<UnknownZone>()("UnknownZone", { found: Schema.String }) {
  override get message(): string {
    return `Found the time zone ${JSON.stringify(this.found)}, expected an IANA name such as "America/Bogota" or "UTC". ` +
      `Look the name up in the tz database; offsets such as "-05:00" and abbreviations are not accepted.`
  }
}

/**
 * A time zone of the IANA database. Make one with {@link zone}; everything but `name` is a cache that fills itself.
 *
 * The cache relies on facts of the whole tz database: no offset changed twice within three days, none changed before 1830, and
 * after 2500 the rules repeat with the Gregorian calendar every 400 years.
 */
export interface Zone {
  readonly name: string
  /** For each UTC day: the offset that holds for the whole day, or one of the two marks below. Pages are allocated when needed. */
  readonly utcDays: Array<Int32Array>
  /** For each local day: the offset that holds for it and for a day on either side, or one of the two marks below. */
  readonly localDays: Array<Int32Array>
  /** For each UTC day on which the offset changes: the instant of the change. */
  readonly changes: Map<number, Instant>
  /** The offset at an instant in the runtime's tz data; a thousand times slower than the cache. */
  readonly lookUp: (instant: Instant) => number
}

const FIRST_DAY = dayOf(1830, 1, 1)
const LAST_DAY = dayOf(2500, 1, 1)
const CACHED_DAYS = LAST_DAY - FIRST_DAY
const PAGE_BITS = 10
const PAGE_MASK = (1 << PAGE_BITS) - 1

/** Two marks above every offset: a day on which the offset changes, and a day that was not looked up yet. */
const CHANGING = 0x7fff_fffe
const NOT_LOOKED_UP = 0x7fff_ffff

const untouchedPage = new Int32Array(1 << PAGE_BITS).fill(NOT_LOOKED_UP)

const keep = (pages: Array<Int32Array>, index: number, value: number): number => {
  const number = index >> PAGE_BITS
  let page = pages[number]!
  if (page === untouchedPage) page = pages[number] = untouchedPage.slice()
  page[index & PAGE_MASK] = value
  return value
}

/** Reads the offset off the end of a text such as `3/5/2024, GMT-04:56:16`; a bare `GMT` is zero. */
const offsetOfText = (text: string): number => {
  const at = text.lastIndexOf("GMT") + 3
  if (at === text.length) return 0
  const seconds = Number(text.slice(at + 1, at + 3)) * 3600 + Number(text.slice(at + 4, at + 6)) * 60 +
    Number(text.slice(at + 7, at + 9))
  return (text[at] === "-" ? -1000 : 1000) * seconds
}

const zones = new Map<string, Zone>()

/** The zone of an IANA name, or {@link UnknownZone}. The same name gives the same object. */
export const zone = (name: string): Result.Result<Zone, UnknownZone> => {
  const known = zones.get(name)
  if (known !== undefined) return Result.succeed(known)
  let format: Intl.DateTimeFormat
  try {
    // The runtime would accept an offset as a zone; an offset begins with a sign.
    if (!/^[A-Za-z]/.test(name)) return Result.fail(new UnknownZone({ found: name }))
    format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" })
  } catch {
    return Result.fail(new UnknownZone({ found: name }))
  }
  const pages = (CACHED_DAYS >> PAGE_BITS) + 1
  // Not enumerable: a zone prints, compares and serialises as its name.
  const made: Zone = Object.defineProperties({ name } as Zone, {
    utcDays: { value: Array.from({ length: pages }, () => untouchedPage) },
    localDays: { value: Array.from({ length: pages }, () => untouchedPage) },
    changes: { value: new Map() },
    lookUp: { value: (instant: Instant) => offsetOfText(format.format(instant)) }
  })
  zones.set(name, made)
  return Result.succeed(made)
}

/** As {@link zone}, for names that are known to exist. Throws {@link UnknownZone}. */
export const zoneUnsafe = (name: string): Zone => Result.getOrThrow(zone(name))

/** The zone of Colombia, the default of the dealership's parameter. */
export const bogota: Zone = zoneUnsafe("America/Bogota")

/** The first instant in `(from, to]` whose offset differs from that of `from`. Exactly one change lies between them. */
const changeBetween = (zone: Zone, from: Instant, to: Instant): Instant => {
  const before = zone.lookUp(from)
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2)
    if (zone.lookUp(middle) === before) from = middle
    else to = middle
  }
  return to
}

/**
 * Looks up the offset of a UTC day and its neighbours, three days at a time: between two equal offsets three days apart there
 * is no change.
 */
const learnUtcDay = (zone: Zone, day: number): number => {
  const first = day - ((day - FIRST_DAY) % 3)
  const before = zone.lookUp(first * DAY)
  const after = zone.lookUp((first + 3) * DAY)
  const change = before === after ? Infinity : changeBetween(zone, first * DAY, (first + 3) * DAY)
  for (let each = first; each < first + 3; each++) {
    const start = each * DAY
    const changes = start < change && change < start + DAY
    if (changes) zone.changes.set(each, change)
    keep(zone.utcDays, each - FIRST_DAY, changes ? CHANGING : change <= start ? after : before)
  }
  return zone.utcDays[(day - FIRST_DAY) >> PAGE_BITS]![(day - FIRST_DAY) & PAGE_MASK]!
}

/** The day of the cached range that has the same offsets. */
const cachedDayFor = (day: number): number => {
  if (day < FIRST_DAY) return FIRST_DAY
  if (day < LAST_DAY) return day
  return day - Math.ceil((day - LAST_DAY + 1) / DAYS_OF_400_YEARS) * DAYS_OF_400_YEARS
}

const offsetOfUtcDay = (zone: Zone, day: number): number => {
  const index = day - FIRST_DAY
  const offset = zone.utcDays[index >> PAGE_BITS]![index & PAGE_MASK]!
  return offset === NOT_LOOKED_UP ? learnUtcDay(zone, day) : offset
}

const refuseUnlessFinite = (instant: Instant): void => {
  if (!Number.isFinite(instant)) throw new RangeError(`Found the instant ${instant}, expected milliseconds since 1970.`)
}

const offsetAtUnusual = (zone: Zone, instant: Instant, day: number): number => {
  refuseUnlessFinite(instant)
  const cachedDay = cachedDayFor(day)
  const offset = offsetOfUtcDay(zone, cachedDay)
  if (offset !== CHANGING) return offset
  const change = zone.changes.get(cachedDay)!
  // The days before and after a change have no change of their own.
  return offsetOfUtcDay(zone, instant - (day - cachedDay) * DAY < change ? cachedDay - 1 : cachedDay + 1)
}

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds: local time = instant + offset. */
export const offsetAt = (zone: Zone, instant: Instant): number => {
  const day = Math.floor(instant / DAY)
  const index = day - FIRST_DAY
  if (index >= 0 && index < CACHED_DAYS) {
    const offset = zone.utcDays[index >> PAGE_BITS]![index & PAGE_MASK]!
    if (offset < CHANGING) return offset
  }
  return offsetAtUnusual(zone, instant, day)
}

/** An instant up to which the offset of the given one holds for certain: the next change, or the next UTC midnight. */
export const offsetHoldsUntil = (zone: Zone, instant: Instant): Instant => {
  refuseUnlessFinite(instant)
  const day = Math.floor(instant / DAY)
  const cachedDay = cachedDayFor(day)
  if (offsetOfUtcDay(zone, cachedDay) === CHANGING) {
    const change = zone.changes.get(cachedDay)! + (day - cachedDay) * DAY
    if (instant < change) return change
  }
  return (day + 1) * DAY
}

const learnLocalDay = (zone: Zone, day: LocalDay, cachedDay: number): number => {
  const offset = offsetAt(zone, cachedDay * DAY)
  const steady = offsetOfUtcDay(zone, cachedDayFor(cachedDay - 1)) === offset &&
    offsetOfUtcDay(zone, cachedDay) === offset && offsetOfUtcDay(zone, cachedDayFor(cachedDay + 1)) === offset
  const result = steady ? offset : CHANGING
  return day === cachedDay ? keep(zone.localDays, day - FIRST_DAY, result) : result
}

/** The first instant at which the wall clock shows `local` or later; `local` is day × DAY + time of day. */
const firstInstantShowing = (zone: Zone, local: number): Instant => {
  const day = Math.floor(local / DAY)
  const index = day - FIRST_DAY
  let offset = index >= 0 && index < CACHED_DAYS ? zone.localDays[index >> PAGE_BITS]![index & PAGE_MASK]! : NOT_LOOKED_UP
  if (offset < CHANGING) return local - offset
  refuseUnlessFinite(local)
  if (offset === NOT_LOOKED_UP) offset = learnLocalDay(zone, day, cachedDayFor(day))
  if (offset < CHANGING) return local - offset
  const before = offsetAt(zone, local - DAY)
  const after = offsetAt(zone, local + DAY)
  if (offsetAt(zone, local - before) === before) return local - before
  // The clocks show it after the change, or skip it. Then the answer is the change, soon after this instant.
  let instant = local - after
  while (offsetAt(zone, instant) !== after) instant = offsetHoldsUntil(zone, instant)
  return instant
}

/** The local date at an instant. */
export const localDayOf = (zone: Zone, instant: Instant): LocalDay => Math.floor((instant + offsetAt(zone, instant)) / DAY)

/** The local time of day at an instant: milliseconds since local midnight, 0 to 86 399 999. */
export const localMillisOf = (zone: Zone, instant: Instant): number => {
  const local = instant + offsetAt(zone, instant)
  return local - Math.floor(local / DAY) * DAY
}

/**
 * The first instant of a local day: local midnight; the first of two where clocks were put back over midnight; the change where
 * clocks were put forward over midnight. A date that a zone skipped has no instants and begins where the next date begins.
 *
 * *Gotchas*: where clocks were put back from just after midnight (St. John's until 2011), the day before continues for an hour
 * after the next day has begun. {@link localDayOf} follows the wall clock. Days and periods as intervals end at the first
 * instant of the next one.
 */
export const startOfDay = (zone: Zone, day: LocalDay): Instant => firstInstantShowing(zone, day * DAY)

// ---------------------------------------------------------------------------------------------------------------------
// Periods
// ---------------------------------------------------------------------------------------------------------------------

// These functions read within the text's length: a read beyond its end gives NaN, and sums with NaN are slow.

const digitAt = (text: string, at: number): number => {
  const digit = text.charCodeAt(at) - 48
  // Any other character becomes so negative that every sum with it is negative.
  return digit >= 0 && digit <= 9 ? digit : -100_000
}

const twoDigitsAt = (text: string, at: number): number => digitAt(text, at) * 10 + digitAt(text, at + 1)

const fourDigitsAt = (text: string, at: number): number => twoDigitsAt(text, at) * 100 + twoDigitsAt(text, at + 2)

const twoDigitTexts = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"))

/** 0 to 99 as two digits. */
const twoDigits = (value: number): string => twoDigitTexts[value]!

const yearText = (year: number): string =>
  year < 0 ? `-${yearText(-year)}` : year > 9999 ? String(year) : twoDigits((year / 100) | 0) + twoDigits(year % 100)

/** The month of a text `YYYY-MM`, years 0001 to 9999; -1 for any other text. */
const readMonth = (text: string): number => {
  if (text.length !== 7 || text.charCodeAt(4) !== 45) return -1
  const year = fourDigitsAt(text, 0)
  const month = twoDigitsAt(text, 5)
  return year > 0 && month > 0 && month <= 12 ? year * 12 + month - 1 : -1
}

/** Reads a period, `YYYY-MM`; `undefined` for any other text. */
export const parsePeriod = (text: string): Period | undefined => (readMonth(text) < 0 ? undefined : text)

/** What {@link periodOfMonth} writes for months outside the years 0001 to 9999. The local month of a record's instant can lie there. */
const BEYOND = /^(0000|10000|-[0-9]{4,6}|[1-9][0-9]{4,6})-(0[1-9]|1[0-2])$/

/**
 * The month of a period as {@link monthOf} counts months. Reads what {@link periodOfMonth} writes, and throws a `RangeError` for
 * any other text.
 */
export const monthOfPeriod = (period: Period): number => {
  const month = readMonth(period)
  if (month >= 0) return month
  const beyond = BEYOND.exec(period)
  if (beyond === null) throw new RangeError(`Found the period ${JSON.stringify(period)}, expected a month such as "2024-03".`)
  return Number(beyond[1]) * 12 + Number(beyond[2]) - 1
}

/** The period of a month as {@link monthOf} counts months. */
export const periodOfMonth = (month: number): Period => {
  const year = Math.floor(month / 12)
  return `${yearText(year)}-${twoDigits(month - year * 12 + 1)}`
}

/** The first instant of a month as {@link monthOf} counts months. Years before 1 and after 9999 are allowed. */
export const startOfMonth = (zone: Zone, month: number): Instant => startOfDay(zone, firstDayOfMonth(month))

/** A period as an interval of instants, half-open: `end` is the `start` of the next one. */
export const periodBounds = (zone: Zone, period: Period): { readonly start: Instant; readonly end: Instant } => {
  const month = monthOfPeriod(period)
  return { start: startOfMonth(zone, month), end: startOfMonth(zone, month + 1) }
}

/** The period of the local day of an instant. */
export const periodOf = (zone: Zone, instant: Instant): Period => periodOfMonth(monthOf(localDayOf(zone, instant)))

/** The period before. */
export const previousPeriod = (period: Period): Period => periodOfMonth(monthOfPeriod(period) - 1)

// ---------------------------------------------------------------------------------------------------------------------
// Text
// ---------------------------------------------------------------------------------------------------------------------

/** Whether the month has that day; `day` is 0 to 99. */
const monthHas = (year: number, month: number, day: number): boolean => {
  if (day < 1 || month < 1 || month > 12) return false
  if (day <= 28) return true
  if (month === 2) return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= 30 || (day === 31 && month !== 4 && month !== 6 && month !== 9 && month !== 11)
}

const NOT_READ = Number.NEGATIVE_INFINITY

/** The day in the first ten characters of a text, `YYYY-MM-DD`; {@link NOT_READ} where they are no date. */
const readDay = (text: string): LocalDay => {
  if (text.length < 10) return NOT_READ
  const year = fourDigitsAt(text, 0)
  const month = twoDigitsAt(text, 5)
  const day = twoDigitsAt(text, 8)
  if (year <= 0 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || !monthHas(year, month, day)) return NOT_READ
  return firstDayOfMonth(year * 12 + month - 1) + day - 1
}

/** Reads a date, `YYYY-MM-DD`, years 0001 to 9999 (the calendar has no year 0); `undefined` if no such day exists. */
export const parseDay = (text: string): LocalDay | undefined => {
  if (text.length !== 10) return undefined
  const day = readDay(text)
  return day === NOT_READ ? undefined : day
}

/** A date as text, `2024-03-05`. */
export const formatDay = (day: LocalDay): string => {
  const parts = partsOfDay(day)
  return `${yearText(parts.year)}-${twoDigits(parts.month)}-${twoDigits(parts.day)}`
}

/** The offset in a text from `at` to its end, in milliseconds; {@link NOT_READ} where that is no offset. */
const readOffset = (text: string, at: number): number => {
  const sign = text.charCodeAt(at)
  const width = text.length - at
  if (sign === 90) return width === 1 ? 0 : NOT_READ
  if ((sign !== 43 && sign !== 45) || !(width === 5 || (width === 6 && text.charCodeAt(at + 3) === 58))) return NOT_READ
  const hours = twoDigitsAt(text, at + 1)
  const minutes = twoDigitsAt(text, text.length - 2)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return NOT_READ
  const offset = (hours * 60 + minutes) * 60_000
  return sign === 43 ? offset : -offset
}

/**
 * Reads `YYYY-MM-DD[(T| )hh:mm[:ss[.fff]][Z|±hh[:]mm]]` and nothing else: dates that exist, hours 00 to 23, seconds 00 to 59, a
 * fraction of exactly three digits, offsets to ±23:59, capital `T` and `Z`, no offset after a date alone. Any other text is
 * `undefined`, also with white space around it.
 *
 * A text without an offset is a local time of `zone`. Where the clocks showed it twice, it is the first instant; where they
 * skipped it, the instant of that change. A date alone is the start of its day.
 */
export const parseInstant = (text: string, zone: Zone): Instant | undefined => {
  const day = readDay(text)
  if (day === NOT_READ) return undefined
  const length = text.length
  if (length === 10) return firstInstantShowing(zone, day * DAY)
  if (length < 16) return undefined
  const separator = text.charCodeAt(10)
  const hour = twoDigitsAt(text, 11)
  const minute = twoDigitsAt(text, 14)
  if ((separator !== 84 && separator !== 32) || text.charCodeAt(13) !== 58) return undefined
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return undefined
  let millis = (hour * 60 + minute) * 60_000
  let at = 16
  if (length > 16 && text.charCodeAt(16) === 58) {
    const second = length >= 19 ? twoDigitsAt(text, 17) : -1
    if (second < 0 || second > 59) return undefined
    millis += second * 1000
    at = 19
    if (length > 19 && text.charCodeAt(19) === 46) {
      const fraction = length >= 23 ? digitAt(text, 20) * 100 + twoDigitsAt(text, 21) : -1
      if (fraction < 0) return undefined
      millis += fraction
      at = 23
    }
  }
  const local = day * DAY + millis
  if (at === length) return firstInstantShowing(zone, local)
  const offset = readOffset(text, at)
  return offset === NOT_READ ? undefined : local - offset
}

/**
 * An instant as local text with its offset, `2024-03-05T18:00:00-05:00`, with milliseconds only where they are not zero.
 * {@link parseInstant} reads the same instant back (years 0001 to 9999).
 *
 * Early offsets are no whole minutes (Bogotá until 1914: -04:56:16). Then the text has the offset without its seconds, and the
 * time that fits it.
 */
export const formatInstant = (zone: Zone, instant: Instant): string => {
  const offsetMinutes = Math.trunc(offsetAt(zone, instant) / 60_000)
  const local = instant + offsetMinutes * 60_000
  const day = Math.floor(local / DAY)
  const millisOfDay = local - day * DAY
  const seconds = (millisOfDay / 1000) | 0
  const millis = millisOfDay - seconds * 1000
  const minutesEast = Math.abs(offsetMinutes)
  return `${formatDay(day)}T${twoDigits((seconds / 3600) | 0)}:${twoDigits(((seconds / 60) | 0) % 60)}:${twoDigits(seconds % 60)}` +
    (millis === 0 ? "" : `.${String(millis).padStart(3, "0")}`) +
    `${offsetMinutes < 0 ? "-" : "+"}${twoDigits((minutesEast / 60) | 0)}:${twoDigits(minutesEast % 60)}`
}

/** As {@link formatInstant}, cut to the second: the form of instants in the output files. */
export const formatToSecond = (zone: Zone, instant: Instant): string => formatInstant(zone, Math.floor(instant / 1000) * 1000)
