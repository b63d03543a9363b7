/** The local wall clock as text: `05/03/2024 14:22` for people, `2024-03-05T14:22:07-05:00` for programs. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Instant, OffsetMinutes } from "../data/FormData.ts"

/** The wall clock at an instant, in milliseconds as if it were UTC. `NaN` stays `NaN`. */
export const wallOf = (at: Instant, offsetMinutes: OffsetMinutes): number =>
  Number.isNaN(at) ? at : at + offsetMinutes(at) * 60_000

const two = (value: number): string => value < 10 ? `0${value}` : String(value)
const four = (value: number): string => String(value).padStart(4, "0")

/** `05/03/2024`; empty for `NaN`. */
export const dayText = (wall: number): string => {
  if (!Number.isFinite(wall)) return ""
  const { day, month, year } = Calendar.partsOfDay(Math.floor(wall / Calendar.DAY))
  return `${two(day)}/${two(month)}/${four(year)}`
}

const secondOfDay = (wall: number): number =>
  Math.floor((wall - Math.floor(wall / Calendar.DAY) * Calendar.DAY) / 1000)

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
  const { day, month, year } = Calendar.partsOfDay(Math.floor(wall / Calendar.DAY))
  const seconds = secondOfDay(wall)
  const far = Math.abs(offset)
  return `${four(year)}-${two(month)}-${two(day)}` +
    `T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` +
    `${offset < 0 ? "-" : "+"}${two(Math.floor(far / 60))}:${two(far % 60)}`
}
