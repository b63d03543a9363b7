/**
 * Instants, days, months, holidays and business hours of the reference implementation: plain civil arithmetic, zone
 * America/Bogota taken as a fixed -05:00. An instant is a number of milliseconds since 1970-01-01T00:00:00Z; a day is
 * a number of days since 1970-01-01, local.
 */

export const secondMillis = 1000
export const minuteMillis = 60 * secondMillis
export const hourMillis = 60 * minuteMillis
export const dayMillis = 24 * hourMillis
const zoneOffsetMillis = -5 * hourMillis

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** Days since 1970-01-01 of a real proleptic Gregorian date, by counting leap years. */
export const dayOfDate = (year: number, month: number, day: number): number => {
  const leapDaysBefore = (y: number): number => Math.floor((y - 1) / 4) - Math.floor((y - 1) / 100) + Math.floor((y - 1) / 400)
  let days = (year - 1970) * 365 + leapDaysBefore(year) - leapDaysBefore(1970)
  for (let m = 1; m < month; m++) days += daysInMonth(year, m)
  return days + day - 1
}

export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

export const dateOfDay = (localDay: number): CivilDate => {
  let year = 1970 + Math.floor(localDay / 366)
  while (dayOfDate(year + 1, 1, 1) <= localDay) year++
  while (dayOfDate(year, 1, 1) > localDay) year--
  let month = 1
  while (month < 12 && dayOfDate(year, month + 1, 1) <= localDay) month++
  return { year, month, day: localDay - dayOfDate(year, month, 1) + 1 }
}

/** 1 = Monday … 7 = Sunday. 1970-01-01 was a Thursday. */
export const weekday = (localDay: number): number => ((((localDay + 3) % 7) + 7) % 7) + 1

export const localDayOf = (instant: number): number => Math.floor((instant + zoneOffsetMillis) / dayMillis)
export const startOfDay = (localDay: number): number => localDay * dayMillis - zoneOffsetMillis
export const millisOfDay = (instant: number): number => instant - startOfDay(localDayOf(instant))

const pad = (value: number, width: number): string => String(value).padStart(width, "0")

export const printDay = (localDay: number): string => {
  const { year, month, day } = dateOfDay(localDay)
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`
}

/** The local calendar month of an instant, written `2024-03`. */
export const periodOf = (instant: number): string => printDay(localDayOf(instant)).slice(0, 7)

/** `[start, end)` of a period written `2024-03`. */
export const periodBounds = (period: string): { readonly start: number; readonly end: number } => {
  const year = Number(period.slice(0, 4))
  const month = Number(period.slice(5, 7))
  const first = dayOfDate(year, month, 1)
  return { start: startOfDay(first), end: startOfDay(first + daysInMonth(year, month)) }
}

/** Writes an instant in local time with its offset. A fraction of a second is cut off. */
export const printInstant = (instant: number): string => {
  const seconds = Math.floor(millisOfDay(instant) / secondMillis)
  const hh = pad(Math.floor(seconds / 3600), 2)
  const mm = pad(Math.floor(seconds / 60) % 60, 2)
  return `${printDay(localDayOf(instant))}T${hh}:${mm}:${pad(seconds % 60, 2)}-05:00`
}

/** A real calendar date `YYYY-MM-DD`, as a local day. */
export const readDate = (text: string): number | undefined => {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text)
  if (parts === null) return undefined
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  return dayOfDate(year, month, day)
}

/**
 * Reads an instant: `YYYY-MM-DD[Thh:mm[:ss[.fff]][Z|±hh[:]mm]]` (a space for the T too), real calendar dates,
 * hours 00–23; nothing else is read. Without an offset it is local; a date alone is the start of that local day.
 */
export const readInstant = (text: string): number | undefined => {
  const day = readDate(text.slice(0, 10))
  if (day === undefined) return undefined
  if (text.length === 10) return startOfDay(day)
  const parts = /^[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{3}))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?$/.exec(text.slice(10))
  if (parts === null) return undefined
  const hours = Number(parts[1])
  const minutes = Number(parts[2])
  const seconds = Number(parts[3] ?? "0")
  const millis = Number(parts[4] ?? "0")
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  const offset = readOffset(parts[5])
  if (offset === undefined) return undefined
  return day * dayMillis + hours * hourMillis + minutes * minuteMillis + seconds * secondMillis + millis - offset
}

const readOffset = (text: string | undefined): number | undefined => {
  if (text === undefined) return zoneOffsetMillis
  if (text === "Z") return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(-2))
  if (hours > 23 || minutes > 59) return undefined
  return (text.startsWith("-") ? -1 : 1) * (hours * hourMillis + minutes * minuteMillis)
}

/** Easter Sunday by the anonymous Gregorian computus. */
export const easterSunday = (year: number): number => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const day = ((h + l - 7 * m + 114) % 31) + 1
  return dayOfDate(year, month, day)
}

/** Ley Emiliani (Ley 51 de 1983): the day itself when it is a Monday, else the Monday after. */
const movedToMonday = (localDay: number): number => localDay + ((8 - weekday(localDay)) % 7)

/** Colombia's public holidays of a year, as local days (two may fall on one Monday). */
export const holidaysOfYear = (year: number): ReadonlySet<number> => {
  const fixed = [[1, 1], [5, 1], [7, 20], [8, 7], [12, 8], [12, 25]]
  const moved = [[1, 6], [3, 19], [6, 29], [8, 15], [10, 12], [11, 1], [11, 11]]
  if (year >= 2026) moved.push([7, 9])
  const easter = easterSunday(year)
  return new Set([
    ...fixed.map(([month, day]) => dayOfDate(year, month!, day!)),
    ...moved.map(([month, day]) => movedToMonday(dayOfDate(year, month!, day!))),
    ...[-3, -2, 43, 64, 71].map((days) => easter + days)
  ])
}

const holidaysByYear = new Map<number, ReadonlySet<number>>()

export const isHoliday = (localDay: number): boolean => {
  const { year } = dateOfDay(localDay)
  let holidays = holidaysByYear.get(year)
  if (holidays === undefined) {
    holidays = holidaysOfYear(year)
    holidaysByYear.set(year, holidays)
  }
  return holidays.has(localDay)
}

/** A business day's opening hours as instants: Mon–Fri 08:00–18:00, Sat 08:00–13:00, no holidays. */
export const openingHours = (localDay: number): { readonly opens: number; readonly closes: number } | undefined => {
  const day = weekday(localDay)
  if (day === 7 || isHoliday(localDay)) return undefined
  const start = startOfDay(localDay)
  return { opens: start + 8 * hourMillis, closes: start + (day === 6 ? 13 : 18) * hourMillis }
}

/**
 * Adds business time. Adding starts at the instant, or at the next opening if it is closed then; hours that
 * end exactly at closing time are due at closing time.
 */
export const addBusinessMillis = (from: number, millis: number): number => {
  let left = millis
  for (let day = localDayOf(from); ; day++) {
    const hours = openingHours(day)
    if (hours === undefined || from >= hours.closes) continue
    const start = Math.max(from, hours.opens)
    if (start + left <= hours.closes) return start + left
    left -= hours.closes - start
  }
}

/** Ley 2300 de 2023 arts. 3 and 5: Mon–Fri [07:00, 19:00), Sat [08:00, 15:00), never on a Sunday or a holiday. */
export const isWithinContactHours = (instant: number): boolean => {
  const localDay = localDayOf(instant)
  const day = weekday(localDay)
  const millis = millisOfDay(instant)
  if (day === 7 || isHoliday(localDay)) return false
  if (day === 6) return millis >= 8 * hourMillis && millis < 15 * hourMillis
  return millis >= 7 * hourMillis && millis < 19 * hourMillis
}
