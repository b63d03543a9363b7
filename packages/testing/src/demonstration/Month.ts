/**
 * The month of the demonstration and the one before, as a dealership in Colombia lives them: which days are worked, and
 * when in a day something happens. Instants are seconds of local wall-clock time since 1970; Colombia has had UTC−5 all
 * year since 1993. Days are days since 1970-01-01.
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Holidays from "@crm-procedure/core/calendar/Holidays"
import * as Draw from "./Draw.ts"

/** 0 = Sunday … 6 = Saturday. */
const weekday = (day: number): number => Calendar.weekdayOf(day) % 7

const two = (value: number): string => value < 10 ? `0${value}` : `${value}`

export interface Month {
  readonly period: string
  readonly previousPeriod: string
  /** The first days of the month before, of the month, and of the month after. */
  readonly previousStart: number
  readonly start: number
  readonly end: number
  readonly isHoliday: (day: number) => boolean
  /** The days of both months and the two after on which the dealership works: Monday to Saturday without holidays. */
  readonly workdays: ReadonlyArray<number>
  /** The position in `workdays` of the first one on or after a day. */
  readonly workdayIndex: (day: number) => number
  /** The month's days from Monday to Friday without holidays. */
  readonly weekdays: ReadonlyArray<number>
  /** `2024-03-05` */
  readonly dateText: (day: number) => string
}

/** @throws RangeError when the period is not a calendar month like `2024-03` between 1994 and 2999. */
export const make = (period: string): Month => {
  const month = Calendar.parsePeriod(period) === undefined ? Number.NaN : Calendar.monthOfPeriod(period)
  if (!(month >= 1994 * 12 && month < 3000 * 12)) {
    throw new RangeError(`period: found ${JSON.stringify(period)}, expected a month from 1994 on, like "2024-03"`)
  }
  const [previousStart, start, end, last] = [-1, 0, 1, 3].map((shift) => Calendar.firstDayOfMonth(month + shift)) as [number, number, number, number]
  const workdays: Array<number> = []
  const indexes: Array<number> = []
  const texts: Array<string> = []
  for (let day = previousStart; day < last; day++) {
    indexes.push(workdays.length)
    texts.push(Calendar.formatDay(day))
    if (weekday(day) !== 0 && !Holidays.isHoliday(day)) workdays.push(day)
  }
  return {
    period,
    previousPeriod: Calendar.previousPeriod(period),
    previousStart,
    start,
    end,
    isHoliday: Holidays.isHoliday,
    workdays,
    workdayIndex: (day) => indexes[day - previousStart] as number,
    weekdays: workdays.filter((day) => day >= start && day < end && weekday(day) !== 6),
    dateText: (day) => texts[day - previousStart] as string
  }
}

const timeTexts: Array<string> = []
for (let minute = 0; minute < 1440; minute++) timeTexts.push(`${two(Math.floor(minute / 60))}:${two(minute % 60)}:`)
const secondTexts: Array<string> = []
for (let second = 0; second < 60; second++) secondTexts.push(two(second))

const clockText = (secondOfDay: number): string =>
  (timeTexts[Math.floor(secondOfDay / 60)] as string) + (secondTexts[secondOfDay % 60] as string)

/** `2024-03-05T18:00:00-05:00` */
export const instantText = (month: Month, instant: number): string => {
  const day = Math.floor(instant / 86400)
  return `${month.dateText(day)}T${clockText(instant - day * 86400)}-05:00`
}

/** The same instant as brand platforms write it: `2024-03-05T23:00:00Z`. */
export const universalText = (month: Month, instant: number): string => {
  const day = Math.floor((instant + 18000) / 86400)
  return `${month.dateText(day)}T${clockText(instant + 18000 - day * 86400)}Z`
}

/** `18:00`, for notes. */
export const hourText = (instant: number): string => (timeTexts[Math.floor((instant % 86400) / 60)] as string).slice(0, 5)

/** How busy each hour of a working day is; from 12:00 to 14:00 people have lunch. */
const weekdayHours = [1, 0, 0, 0, 0, 1, 3, 12, 78, 100, 104, 96, 44, 38, 84, 98, 100, 82, 24, 12, 10, 8, 5, 2]
const saturdayHours = [1, 0, 0, 0, 0, 1, 2, 8, 60, 90, 100, 92, 60, 12, 7, 6, 6, 6, 5, 5, 5, 4, 3, 2]
const sundayHours = [1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 4, 3, 3, 3, 4, 4, 4, 5, 5, 5, 4, 3, 2]

/** The last five working days of a month are its rush. */
const rush = [1.7, 1.6, 1.45, 1.3, 1.15]

/**
 * When, in a span of days, something happens: a fraction in `[0, 1)` becomes an instant, in order, so that many evenly
 * spaced fractions give a month with its business hours, lunches, light weekends and empty holidays.
 */
export const instantAt = (month: Month, from: number, to: number): (fraction: number) => number => {
  const worked = month.workdays.filter((day) => day >= from && day < to)
  const starts: Array<number> = []
  const cumulated: Array<number> = []
  let total = 0
  for (let day = from; day < to; day++) {
    if (month.isHoliday(day)) continue
    const hours = weekday(day) === 0 ? sundayHours : weekday(day) === 6 ? saturdayHours : weekdayHours
    const factor = rush[worked.length - 1 - worked.indexOf(day)] ?? 1
    for (let hour = 0; hour < 24; hour++) {
      const weight = (hours[hour] as number) * factor
      if (weight === 0) continue
      starts.push(day * 86400 + hour * 3600)
      cumulated.push(total)
      total += weight
    }
  }
  cumulated.push(total)
  return (fraction) => {
    const sought = fraction * total
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((cumulated[middle] as number) <= sought) low = middle
      else high = middle
    }
    const before = cumulated[low] as number
    const share = (sought - before) / ((cumulated[low + 1] as number) - before)
    return (starts[low] as number) + Math.min(3599, Math.floor(share * 3600))
  }
}

/** Office hours as seconds of the day: Monday to Friday 08:00–18:00, Saturday 08:00–13:00, none else. */
const opening = 8 * 3600
const closing = (month: Month, day: number): number =>
  weekday(day) === 0 || month.isHoliday(day) ? opening : weekday(day) === 6 ? 13 * 3600 : 18 * 3600

export const isOfficeHour = (month: Month, instant: number): boolean => {
  const day = Math.floor(instant / 86400)
  const second = instant - day * 86400
  return second >= opening && second < closing(month, day)
}

/** The instant that lies so many office seconds after another. */
export const addOfficeSeconds = (month: Month, instant: number, seconds: number): number => {
  let day = Math.floor(instant / 86400)
  let from = Math.max(instant - day * 86400, opening)
  let left = seconds
  for (;;) {
    const available = closing(month, day) - from
    if (available > 0 && left <= available) return day * 86400 + from + left
    left -= Math.max(0, available)
    day++
    from = opening
  }
}

/** A time of day, in seconds, at which an advisor makes a contact on a working day; two random numbers decide. */
const contactHours = (hours: ReadonlyArray<number>, first: number, last: number): Float64Array => {
  const table = new Float64Array(256)
  let total = 0
  for (let hour = first; hour < last; hour++) total += hours[hour] as number
  let hour = first
  let before = 0
  for (let position = 0; position < 256; position++) {
    const sought = ((position + 0.5) / 256) * total
    while (before + (hours[hour] as number) < sought) before += hours[hour++] as number
    table[position] = hour * 3600 + ((sought - before) / (hours[hour] as number)) * 3600
  }
  return table
}
const onWeekday = contactHours(weekdayHours, 8, 18)
const onSaturday = contactHours(saturdayHours, 8, 13)

export const contactSecond = (day: number, draw: Draw.Draw): number => {
  const table = weekday(day) === 6 ? onSaturday : onWeekday
  return Math.floor(table[draw.bits() & 255] as number) + draw.between(-55, 55)
}
