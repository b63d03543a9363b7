/**
 * Weekly hours on the clocks of a zone, without Colombian holidays: when the dealership works, or when a customer may be
 * called. And business days, for terms that count days.
 *
 * @example
 * ```ts run
 * import { BusinessHours, Calendar } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const saturdayNoon = Calendar.parseInstant("2024-03-23 12:30", Calendar.bogota)!
 * assert.equal(BusinessHours.isOpen(BusinessHours.standard, saturdayNoon), true)
 * // Two business hours later it is Tuesday: Monday 25 March 2024 is a holiday.
 * const due = BusinessHours.addMinutes(BusinessHours.standard, saturdayNoon, 120)
 * assert.equal(Calendar.formatInstant(Calendar.bogota, due), "2024-03-26T09:30:00-05:00")
 * ```
 */
import * as Schema from "effect/Schema"
import * as Calendar from "./Calendar.ts"
import type { Instant, LocalDay, Zone } from "./Calendar.ts"
import * as Holidays from "./Holidays.ts"

/** Open hours within a day: minutes since local midnight, half-open, 0 ≤ `from` < `to` ≤ 1440. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What {@link make} needs: the open spans of each weekday, index 0 Monday to 6 Sunday; several a day are allowed. */
export interface Spec {
  readonly zone: Zone
  readonly spans: ReadonlyArray<ReadonlyArray<Span>>
  /** Whether Colombian holidays are closed. */
  readonly holidays: boolean
  /** Further closed days of the dealership: a city's fair, an inventory. */
  readonly extraHolidays?: ReadonlySet<LocalDay> | undefined
}

/** Weekly hours, ready for questions. Make them with {@link make}. */
export interface BusinessHours extends Spec {
  readonly extraHolidays: ReadonlySet<LocalDay>
  /** A cache. It is no part of the value. */
  readonly timeline: Timeline
}

/** The given hours are contradictory or empty. Lists every fault. */
export class UnusableBusinessHours extends Schema.TaggedError<UnusableBusinessHours>()("UnusableBusinessHours", {
  faults: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `Business hours can't be used: ${this.faults.join("; ")}. ` +
      "Give seven lists of spans, Monday first, in minutes since midnight, for example { from: 480, to: 1080 }."
  }
}

// Time is cut into blocks of equal length. A block holds the sorted list of its open intervals with a running total, made when
// it is first needed. Every question looks at one block, or at two blocks and the totals between them. The list is made from
// what the clocks show, piece by piece, so later code need not think of changes of the clocks.
const BLOCK_DAYS = 512
const BLOCK = BLOCK_DAYS * Calendar.DAY
const MINUTE = 60_000
const MINUTES_OF_DAY = 1440
/** How many blocks are kept: more than three centuries. Others are made again when they are needed again. */
const BLOCKS_KEPT = 256

interface Block {
  readonly start: Instant
  readonly count: number
  /** Open intervals, `[opens, closes)`, in order. */
  readonly opens: Float64Array
  readonly closes: Float64Array
  /** Open milliseconds of the block before each interval; one entry more than intervals: the last is the total. */
  readonly before: Float64Array
  /** For each day of 24 hours of the block, the first interval that closes after its start. */
  readonly firstOfDay: Uint16Array
}

interface Timeline {
  readonly blocks: Map<number, Block>
  /** Open milliseconds of every block ever made, so that a record with a date of the year 1 does not slow down each question. */
  readonly totals: Map<number, number>
  last: Block | undefined
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

/** What is wrong with a specification, in English for the developer who wrote it; empty when nothing is. */
export const faultsOf = (spec: Spec): ReadonlyArray<string> => {
  const faults: Array<string> = []
  if (spec.spans.length !== 7) faults.push(`found spans for ${spec.spans.length} weekdays, expected 7`)
  spec.spans.forEach((spans, index) => {
    const weekday = weekdays[index] ?? `weekday ${index + 1}`
    const ordered = [...spans].sort((left, right) => left.from - right.from)
    ordered.forEach((span, position) => {
      const whole = Number.isInteger(span.from) && Number.isInteger(span.to)
      if (!whole || span.from < 0 || span.from >= span.to || span.to > MINUTES_OF_DAY) {
        faults.push(`${weekday}: found ${span.from} to ${span.to}, expected whole minutes with 0 ≤ from < to ≤ 1440`)
      } else if (position > 0 && span.from < ordered[position - 1]!.to) {
        faults.push(`${weekday}: found ${span.from} to ${span.to} overlapping the span before it, expected no overlap`)
      }
    })
  })
  if (spec.spans.every((spans) => spans.length === 0)) faults.push("found no open span, expected at least one in the week")
  return faults
}

const noDays: ReadonlySet<LocalDay> = new Set()

/** Business hours of a specification, spans put in order. Throws {@link UnusableBusinessHours} with all its faults. */
export const make = (spec: Spec): BusinessHours => {
  const faults = faultsOf(spec)
  if (faults.length > 0) throw new UnusableBusinessHours({ faults })
  const spans = spec.spans.map((ofDay) => [...ofDay].sort((left, right) => left.from - right.from))
  const timeline: Timeline = { blocks: new Map(), totals: new Map(), last: undefined }
  const hours = { zone: spec.zone, spans, holidays: spec.holidays, extraHolidays: spec.extraHolidays ?? noDays, timeline }
  // Not enumerable: hours print, compare and serialise without it.
  return Object.defineProperty(hours, "timeline", { enumerable: false })
}

const mondayToFriday = (weekday: ReadonlyArray<Span>, saturday: ReadonlyArray<Span>): ReadonlyArray<ReadonlyArray<Span>> =>
  [weekday, weekday, weekday, weekday, weekday, saturday, []]

/** Hours of a lead's first contact unless a policy says otherwise: Mon–Fri 08:00–18:00, Sat 08:00–13:00. Our assumption. */
export const standard: BusinessHours = make({
  zone: Calendar.bogota,
  spans: mondayToFriday([{ from: 480, to: 1080 }], [{ from: 480, to: 780 }]),
  holidays: true
})

/** Hours in which a customer may be contacted: Mon–Fri 07:00–19:00, Sat 08:00–15:00. Ley 2300 de 2023, arts. 3 and 5. */
export const contactHours: BusinessHours = make({
  zone: Calendar.bogota,
  spans: mondayToFriday([{ from: 420, to: 1140 }], [{ from: 480, to: 900 }]),
  holidays: true
})

/** Whether these hours are closed on a day as a holiday: a Colombian one, or one of the dealership's. */
export const isHoliday = (hours: BusinessHours, day: LocalDay): boolean => hours.holidays && Holidays.isHoliday(day) || hours.extraHolidays.has(day)

// ---------------------------------------------------------------------------------------------------------------------
// Blocks
// ---------------------------------------------------------------------------------------------------------------------

/** Adds the open intervals of `[from, to)`, throughout which the zone's offset is `offset`. */
const addOpenIntervals = (hours: BusinessHours, from: Instant, to: Instant, offset: number, edges: Array<number>): void => {
  const lastDay = Math.floor((to - 1 + offset) / Calendar.DAY)
  for (let day = Math.floor((from + offset) / Calendar.DAY); day <= lastDay; day++) {
    if (isHoliday(hours, day)) continue
    const midnight = day * Calendar.DAY - offset
    for (const span of hours.spans[Calendar.weekdayOf(day) - 1]!) {
      const opens = Math.max(from, midnight + span.from * MINUTE)
      const closes = Math.min(to, midnight + span.to * MINUTE)
      if (opens >= closes) continue
      // Hours that run on, past midnight or over a change of the clocks, are one interval.
      if (edges.length > 0 && edges[edges.length - 1] === opens) edges[edges.length - 1] = closes
      else edges.push(opens, closes)
    }
  }
}

const makeBlock = (hours: BusinessHours, number: number): Block => {
  const start = number * BLOCK
  const end = start + BLOCK
  const edges: Array<number> = []
  for (let from = start; from < end;) {
    const offset = Calendar.offsetAt(hours.zone, from)
    let to = Calendar.offsetHoldsUntil(hours.zone, from)
    while (to < end && Calendar.offsetAt(hours.zone, to) === offset) to = Calendar.offsetHoldsUntil(hours.zone, to)
    to = Math.min(to, end)
    addOpenIntervals(hours, from, to, offset, edges)
    from = to
  }
  const count = edges.length / 2
  const opens = new Float64Array(count)
  const closes = new Float64Array(count)
  const before = new Float64Array(count + 1)
  for (let interval = 0; interval < count; interval++) {
    opens[interval] = edges[2 * interval]!
    closes[interval] = edges[2 * interval + 1]!
    before[interval + 1] = before[interval]! + closes[interval]! - opens[interval]!
  }
  const firstOfDay = new Uint16Array(BLOCK_DAYS)
  for (let day = 0, interval = 0; day < BLOCK_DAYS; day++) {
    while (interval < count && closes[interval]! <= start + day * Calendar.DAY) interval++
    firstOfDay[day] = interval
  }
  return { start, count, opens, closes, before, firstOfDay }
}

const block = (hours: BusinessHours, number: number): Block => {
  const { blocks, totals } = hours.timeline
  let found = blocks.get(number)
  if (found === undefined) {
    if (blocks.size >= BLOCKS_KEPT) blocks.clear()
    blocks.set(number, found = makeBlock(hours, number))
    totals.set(number, found.before[found.count]!)
  }
  return found
}

const totalOf = (hours: BusinessHours, number: number): number => {
  const known = hours.timeline.totals.get(number)
  if (known !== undefined) return known
  const made = block(hours, number)
  return made.before[made.count]!
}

const blockOf = (hours: BusinessHours, instant: Instant): Block => {
  const last = hours.timeline.last
  if (last !== undefined && instant >= last.start && instant < last.start + BLOCK) return last
  if (!Number.isFinite(instant)) throw new RangeError(`Found the instant ${instant}, expected milliseconds since 1970.`)
  return hours.timeline.last = block(hours, Math.floor(instant / BLOCK))
}

/** The first interval of the block that closes after an instant of the block; `count` if none does. */
const intervalAfter = (block: Block, instant: Instant): number => {
  let interval = block.firstOfDay[Math.floor((instant - block.start) / Calendar.DAY)]!
  while (interval < block.count && block.closes[interval]! <= instant) interval++
  return interval
}

/** Open milliseconds from the block's start to an instant of the block. */
const openMillisBefore = (block: Block, instant: Instant): number => {
  const interval = intervalAfter(block, instant)
  const open = block.before[interval]!
  return interval < block.count && block.opens[interval]! < instant ? open + instant - block.opens[interval]! : open
}

// ---------------------------------------------------------------------------------------------------------------------
// Hours
// ---------------------------------------------------------------------------------------------------------------------

/** Whether the hours are open at an instant. At closing time they are not. */
export const isOpen = (hours: BusinessHours, instant: Instant): boolean => {
  const local = instant + Calendar.offsetAt(hours.zone, instant)
  const day = Math.floor(local / Calendar.DAY)
  const millis = local - day * Calendar.DAY
  const spans = hours.spans[Calendar.weekdayOf(day) - 1]!
  for (let index = 0; index < spans.length; index++) {
    const span = spans[index]!
    if (millis >= span.from * MINUTE && millis < span.to * MINUTE) return !isHoliday(hours, day)
  }
  return false
}

/** The first open instant at or after the given one. For {@link contactHours} it is when the law next allows a contact. */
export const nextOpening = (hours: BusinessHours, instant: Instant): Instant => {
  let found = blockOf(hours, instant)
  let interval = intervalAfter(found, instant)
  while (interval === found.count) {
    found = block(hours, found.start / BLOCK + 1)
    interval = 0
  }
  return Math.max(instant, found.opens[interval]!)
}

/** Open milliseconds in `[from, to)`; 0 when `to` does not lie after `from`. */
export const millisBetween = (hours: BusinessHours, from: Instant, to: Instant): number => {
  if (to <= from) return 0
  const first = blockOf(hours, from)
  const openBefore = openMillisBefore(first, from)
  if (to < first.start + BLOCK) return openMillisBefore(first, to) - openBefore
  const last = blockOf(hours, to)
  let open = first.before[first.count]! - openBefore
  for (let number = first.start / BLOCK + 1; number < last.start / BLOCK; number++) {
    open += totalOf(hours, number)
  }
  return open + openMillisBefore(last, to)
}

/** The longest time that {@link addMinutes} adds, more than a year of open minutes. It bounds the time of a mistaken call. */
export const MAXIMUM_MINUTES = 1_000_000

/**
 * The instant when `minutes` of open time have passed since `from`, or since the next opening if it is closed at `from`.
 * Time that runs out exactly at closing ends at closing time, not at the next opening. Of no minutes: the next opening.
 *
 * Throws a `RangeError` unless 0 ≤ `minutes` ≤ {@link MAXIMUM_MINUTES}.
 */
export const addMinutes = (hours: BusinessHours, from: Instant, minutes: number): Instant => {
  if (!(minutes >= 0 && minutes <= MAXIMUM_MINUTES)) {
    throw new RangeError(`Found ${minutes} business minutes to add, expected 0 to ${MAXIMUM_MINUTES}.`)
  }
  if (minutes === 0) return nextOpening(hours, from)
  let found = blockOf(hours, from)
  let interval = intervalAfter(found, from)
  // At how many open milliseconds of the block the time runs out.
  let target = openMillisBefore(found, from) + minutes * MINUTE
  while (target > found.before[found.count]!) {
    target -= found.before[found.count]!
    found = block(hours, found.start / BLOCK + 1)
    interval = 0
  }
  if (found.before[interval + 1]! < target) interval = intervalReaching(found, target, interval + 1)
  return found.opens[interval]! + target - found.before[interval]!
}

/** The first interval, from `low` on, by whose end the block has been open for `target` milliseconds. */
const intervalReaching = (block: Block, target: number, low: number): number => {
  let high = block.count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (block.before[middle + 1]! < target) low = middle + 1
    else high = middle
  }
  return low
}

// ---------------------------------------------------------------------------------------------------------------------
// Business days
// ---------------------------------------------------------------------------------------------------------------------

/**
 * Which days are business days: weekdays 1 Monday to 7 Sunday, without Colombian holidays if `holidays` is true, and without
 * the extra holidays.
 */
export interface BusinessDays {
  readonly weekdays: ReadonlyArray<number>
  readonly holidays: boolean
  readonly extraHolidays?: ReadonlySet<LocalDay> | undefined
}

/** Monday to Saturday without Colombian holidays: the default of pace and of terms in days. */
export const standardDays: BusinessDays = { weekdays: [1, 2, 3, 4, 5, 6], holidays: true }

/** The days of the week of business days as bits, Monday the lowest. */
const weekdayBits = (days: BusinessDays): number => {
  let bits = 0
  for (const weekday of days.weekdays) {
    if (weekday >= 1 && weekday <= 7) bits |= 1 << (weekday - 1)
  }
  return bits
}

/** Whether a day is a business day. */
export const isBusinessDay = (days: BusinessDays, day: LocalDay): boolean => isLawfulBusinessDay(days, day) && days.extraHolidays?.has(day) !== true

/** Whether a day is a business day but for the extra holidays. */
const isLawfulBusinessDay = (days: BusinessDays, day: LocalDay): boolean =>
  days.weekdays.includes(Calendar.weekdayOf(day)) && !(days.holidays && Holidays.isHoliday(day))

/** How many business days of `[fromDay, toDayExclusive)` are extra holidays. */
const countExtraHolidays = (days: BusinessDays, fromDay: LocalDay, toDayExclusive: LocalDay): number => {
  let count = 0
  for (const day of days.extraHolidays ?? noDays) if (day >= fromDay && day < toDayExclusive && isLawfulBusinessDay(days, day)) count++
  return count
}

/** The business days of `[fromDay, toDayExclusive)`, extra holidays included. */
const countEach = (days: BusinessDays, bits: number, fromDay: LocalDay, toDayExclusive: LocalDay): number => {
  let count = 0
  for (let day = fromDay; day < toDayExclusive; day++) {
    if (((bits >> (Calendar.weekdayOf(day) - 1)) & 1) === 1 && !(days.holidays && Holidays.isHoliday(day))) count++
  }
  return count
}

const firstDayOfYear = (year: number): LocalDay => Calendar.dayOf(year, 1, 1)

/** Business days of whole years, extra holidays included, by year, weekdays and holidays. */
const countsOfYears = new Map<number, number>()

const countOfYear = (days: BusinessDays, bits: number, year: number): number => {
  const key = (year * 128 + bits) * 2 + (days.holidays ? 1 : 0)
  let count = countsOfYears.get(key)
  if (count === undefined) {
    countsOfYears.set(key, count = countEach(days, bits, firstDayOfYear(year), firstDayOfYear(year + 1)))
  }
  return count
}

/** How many business days there are in `[fromDay, toDayExclusive)`; 0 when the second does not come after the first. */
export const countBusinessDays = (days: BusinessDays, fromDay: LocalDay, toDayExclusive: LocalDay): number => {
  const bits = weekdayBits(days)
  const extra = countExtraHolidays(days, fromDay, toDayExclusive)
  if (toDayExclusive - fromDay < 800) return countEach(days, bits, fromDay, toDayExclusive) - extra
  const firstYear = Calendar.partsOfDay(fromDay).year + 1
  const lastYear = Calendar.partsOfDay(toDayExclusive).year
  let count = countEach(days, bits, fromDay, firstDayOfYear(firstYear)) + countEach(days, bits, firstDayOfYear(lastYear), toDayExclusive)
  for (let year = firstYear; year < lastYear; year++) count += countOfYear(days, bits, year)
  return count - extra
}

/**
 * The last day of a term of `count` business days, counted from the day after `day`; `day` itself for a count of 0.
 *
 * Throws a `RangeError` for a count that is no whole number from 0 to 100 000, and where no weekday is a business day.
 */
export const addBusinessDays = (days: BusinessDays, day: LocalDay, count: number): LocalDay => {
  if (!(Number.isInteger(count) && count >= 0 && count <= 100_000)) {
    throw new RangeError(`Found ${count} business days to add, expected a whole number from 0 to 100000.`)
  }
  if (weekdayBits(days) === 0) {
    throw new RangeError(`Found the weekdays [${days.weekdays.join(", ")}], expected one at least from 1 Monday to 7 Sunday.`)
  }
  let last = day
  for (let left = count; left > 0;) {
    last++
    if (isBusinessDay(days, last)) left--
  }
  return last
}
