/** The local wall clock as text: `05/03/2024 14:22` for people, `2024-03-05T14:22:07-05:00` for programs. */
import type { Instant, OffsetMinutes } from "../FormData.ts"

const millisecondsPerDay = 86_400_000

/** The wall clock at an instant, in milliseconds as if it were UTC. `NaN` stays `NaN`. */
export const wallOf = (at: Instant, offsetMinutes: OffsetMinutes): number =>
  Number.isNaN(at) ? at : at + offsetMinutes(at) * 60_000

const two = (value: number): string => value < 10 ? `0${value}` : String(value)
const four = (value: number): string => String(value).padStart(4, "0")

interface CivilDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** The Gregorian date of a day counted from 1 January 1970, by whole 400-year cycles that begin on 1 March. */
const civilDayOf = (days: number): CivilDay => {
  const shifted = days + 719_468
  const cycle = Math.floor(shifted / 146_097)
  const dayOfCycle = shifted - cycle * 146_097
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) / 365
  )
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  }
}

/** `05/03/2024`; empty for `NaN`. */
export const dayText = (wall: number): string => {
  if (!Number.isFinite(wall)) return ""
  const { day, month, year } = civilDayOf(Math.floor(wall / millisecondsPerDay))
  return `${two(day)}/${two(month)}/${four(year)}`
}

const secondOfDay = (wall: number): number =>
  Math.floor((wall - Math.floor(wall / millisecondsPerDay) * millisecondsPerDay) / 1000)

/** `05/03/2024 14:22`; empty for `NaN`. */
export const minuteText = (wall: number): string => {
  if (!Number.isFinite(wall)) return ""
  const minutes = Math.floor(secondOfDay(wall) / 60)
  return `${dayText(wall)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** `2024-03-05T14:22:07-05:00`; empty for `NaN`. */
export const isoText = (at: Instant, offsetMinutes: OffsetMinutes): string => {
  if (!Number.isFinite(at)) return ""
  const offset = offsetMinutes(at)
  const wall = at + offset * 60_000
  const { day, month, year } = civilDayOf(Math.floor(wall / millisecondsPerDay))
  const seconds = secondOfDay(wall)
  const far = Math.abs(offset)
  return `${four(year)}-${two(month)}-${two(day)}` +
    `T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` +
    `${offset < 0 ? "-" : "+"}${two(Math.floor(far / 60))}:${two(far % 60)}`
}
