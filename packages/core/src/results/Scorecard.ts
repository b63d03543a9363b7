/**
 * Both indicators of every group of a period, with everything that stands beside them. The page, the API and the forms show
 * these numbers and compute none of their own.
 *
 * @example
 * ```ts run
 * import { judgeMonth } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const goal = { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 40, activities: 120 }
 * const month = judgeMonth({ directory: { employees: [], branches: [], brands: [{ brandId: "M1", name: "Motos", line: "motorcycles" }] }, prospects: [], goals: [goal], period: "2024-03", asOf: "2024-04-01" })
 * const [line] = month.scorecard("line").groups
 * assert.deepEqual([line?.prospecting.valid, line?.prospecting.goal, line?.prospecting.color], [0, 40, "red"])
 * ```
 */
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Indicator from "./Indicator.ts"
import * as Policy from "../policy/Policy.ts"
import type * as Semaphore from "./Semaphore.ts"
import type { Counts, PlaceCounts } from "./Counts.ts"
import * as CountsList from "./Counts.ts"
import * as Verification from "../judging/Verification.ts"

/** By what results are grouped. The company is the one group of everything. */
export const dimensions = ["advisor", "branch", "brand", "line"] as const

export type Dimension = (typeof dimensions)[number]

/** How an indicator stands as the month runs. Shares are exact fractions. */
export interface Pace {
  /** Business days of the period that have begun by `asOf`, and all of them. */
  readonly elapsedDays: number
  readonly totalDays: number
  /** Goal to date = goal × elapsedDays / totalDays, as numerator and denominator. */
  readonly goalToDate: { readonly numerator: number; readonly denominator: number }
  /** Valid against goal to date, in percent with one decimal; null without a goal to date. */
  readonly percent: number | null
  /** valid × days of the period / days elapsed, rounded half up; null before the first business day. */
  readonly projection: number | null
}

/** One rule's count among the reasons of a group. */
export interface ReasonCount {
  readonly code: string
  readonly count: number
}

/** One indicator of one group. */
export interface Line extends Indicator.Indicator {
  readonly pace: Pace
  /** The colour of the period before; null where that period has neither records nor goals of the group. */
  readonly previousColor: Semaphore.Color | null
  /** Most frequent first; ties in the order of the rules. */
  readonly reasons: ReadonlyArray<ReasonCount>
}

/** One group. `keys` are its values by dimension; none for the company. */
export interface Group {
  readonly keys: Readonly<Partial<Record<Dimension, string>>>
  readonly prospecting: Line
  readonly followUp: Line & { readonly planned: number; readonly performed: number }
}

/** A day of the month's course: what was valid up to its end, and what the pace asks for by then, as an exact fraction. */
export interface CourseDay {
  /** Of the month, from 1. */
  readonly day: number
  /** Null for a day after `asOf`. */
  readonly valid: number | null
  readonly pace: { readonly numerator: number; readonly denominator: number }
}

/** The course of both indicators of what a reader sees, day by day. */
export interface Course {
  readonly prospecting: ReadonlyArray<CourseDay>
  readonly followUp: ReadonlyArray<CourseDay>
}

/** The snapshot that closed a period, and what a scorecard of it shows: what that froze, or the records as they stand now. */
export interface Closed {
  readonly sequence: number
  readonly digest: string
  readonly closedAt: Calendar.Instant
  readonly figures: "frozen" | "current"
}

export interface Scorecard {
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly policy: string
  readonly by: ReadonlyArray<Dimension>
  /** Sorted by their keys in code point order. */
  readonly groups: ReadonlyArray<Group>
  /** Of one group, the whole of what the reader sees. Absent where the days are not known: snapshots of earlier releases keep them for the whole dealership only. */
  readonly course?: Course | undefined
  /** Of a closed period alone. */
  readonly closed?: Closed | undefined
}

export interface Options {
  readonly policy: Policy.Policy
  readonly asOf: Calendar.Instant
  readonly counts: Counts
  readonly previous?: Counts | undefined
  readonly lineOfBrand: (brandId: string) => string | undefined
}

/** The business days of a period that have begun by an instant, and all of them. */
export const businessDays = (
  policy: Policy.Policy,
  period: Calendar.Period,
  asOf: Calendar.Instant
): { readonly elapsed: number; readonly total: number } => {
  const zone = Policy.zoneOf(policy)
  const { end, start } = Calendar.periodBounds(zone, period)
  const days = Policy.businessDaysOf(policy)
  const from = Calendar.localDayOf(zone, start)
  const to = Calendar.localDayOf(zone, end - 1) + 1
  const until = asOf < start ? from : asOf >= end ? to : Calendar.localDayOf(zone, asOf) + 1
  return { elapsed: BusinessHours.countBusinessDays(days, from, until), total: BusinessHours.countBusinessDays(days, from, to) }
}

/** The course of a month against its pace. */
export const course = (options: Pick<Options, "policy" | "asOf" | "counts">): Course => {
  const { asOf, policy, counts } = options
  const zone = Policy.zoneOf(policy)
  const days = Policy.businessDaysOf(policy)
  const firstDay = Calendar.localDayOf(zone, Calendar.periodBounds(zone, counts.period).start)
  const lastKnownDay = Calendar.localDayOf(zone, asOf)
  const goals = counts.places.reduce((sum, place) => ({ prospects: sum.prospects + place.goals.prospects, activities: sum.activities + place.goals.activities }), { prospects: 0, activities: 0 })
  const of = (validByDay: ReadonlyArray<number>, goal: number): ReadonlyArray<CourseDay> => {
    const denominator = Math.max(1, BusinessHours.countBusinessDays(days, firstDay, firstDay + validByDay.length))
    let valid = 0
    return validByDay.map((count, index) => {
      valid += count
      const elapsed = BusinessHours.countBusinessDays(days, firstDay, firstDay + index + 1)
      return { day: index + 1, valid: firstDay + index > lastKnownDay ? null : valid, pace: { numerator: goal * elapsed, denominator } }
    })
  }
  return { prospecting: of(counts.validProspectsByDay, goals.prospects), followUp: of(counts.validActivitiesByDay, goals.activities) }
}

/** The value of a place in a dimension. Undefined: the place is in no group of it. */
const keyOf = (place: PlaceCounts, dimension: Dimension, lineOfBrand: Options["lineOfBrand"]): string | undefined => {
  switch (dimension) {
    case "advisor":
      return place.advisorId
    case "branch":
      return place.branchId
    case "brand":
      return place.brandId
    case "line":
      return place.brandId === undefined ? undefined : lineOfBrand(place.brandId)
  }
}

interface Sum {
  readonly keys: ReadonlyArray<string>
  readonly places: Array<PlaceCounts>
}

/** The places of each group, by the group's keys. */
const groupPlaces = (counts: Counts, by: ReadonlyArray<Dimension>, lineOfBrand: Options["lineOfBrand"]): Map<string, Sum> => {
  const groups = new Map<string, Sum>()
  if (by.length === 0) groups.set("[]", { keys: [], places: [...counts.places] })
  else {
    for (const place of counts.places) {
      const keys = by.map((dimension) => keyOf(place, dimension, lineOfBrand))
      if (keys.includes(undefined)) continue
      const name = JSON.stringify(keys)
      const group = groups.get(name)
      if (group === undefined) groups.set(name, { keys: keys as ReadonlyArray<string>, places: [place] })
      else group.places.push(place)
    }
  }
  return groups
}

const countsOf = (places: ReadonlyArray<PlaceCounts>, kind: "prospects" | "activities"): Indicator.Counts =>
  places.reduce<Indicator.Counts>((sum, place) => Indicator.add(sum, { ...place[kind], goal: place.goals[kind] }), Indicator.noCounts)

const reasonsOf = (places: ReadonlyArray<PlaceCounts>, kind: "prospects" | "activities", codes: ReadonlyArray<string>): ReadonlyArray<ReasonCount> =>
  codes
    .map((code, index) => ({ code, count: places.reduce((sum, place) => sum + place[kind].reasons[index]!, 0) }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count)

const paceOf = (valid: number, goal: number, days: { readonly elapsed: number; readonly total: number }): Pace => {
  const goalToDate = { numerator: goal * days.elapsed, denominator: Math.max(1, days.total) }
  return {
    elapsedDays: days.elapsed,
    totalDays: days.total,
    goalToDate,
    percent: Indicator.percent(valid * goalToDate.denominator, goalToDate.numerator),
    projection: days.elapsed === 0 ? null : Math.floor((2 * valid * days.total + days.elapsed) / (2 * days.elapsed))
  }
}

/** The scorecard of some counts by up to two dimensions; by none of them, of the company. */
export const make = (options: Options, by: ReadonlyArray<Dimension>): Scorecard => {
  const { asOf, lineOfBrand, policy, previous, counts } = options
  const days = businessDays(policy, counts.period, asOf)
  const before = previous === undefined ? new Map<string, Sum>() : groupPlaces(previous, by, lineOfBrand)
  const line = (places: ReadonlyArray<PlaceCounts>, placesBefore: ReadonlyArray<PlaceCounts> | undefined, kind: "prospects" | "activities"): Line => {
    const sum = countsOf(places, kind)
    const thresholds = kind === "prospects" ? policy.thresholds.prospecting : policy.thresholds.followUp
    const rules = kind === "prospects" ? policy.prospectRules : policy.activityRules
    return {
      ...Indicator.of(sum, thresholds),
      pace: paceOf(sum.valid, sum.goal, days),
      previousColor: placesBefore === undefined || placesBefore.length === 0 ? null : Indicator.of(countsOf(placesBefore, kind), thresholds).color,
      reasons: reasonsOf(places, kind, rules.map(({ code }) => code))
    }
  }
  const groups = [...groupPlaces(counts, by, lineOfBrand)]
    .sort(([, one], [, other]) => compareKeys(one.keys, other.keys))
    .map(([name, { places, keys }]): Group => {
      const placesBefore = before.get(name)?.places
      return {
        keys: Object.fromEntries(by.map((dimension, index) => [dimension, keys[index]])),
        prospecting: line(places, placesBefore, "prospects"),
        followUp: {
          ...line(places, placesBefore, "activities"),
          planned: places.reduce((sum, place) => sum + place.activities.planned, 0),
          performed: places.reduce((sum, place) => sum + place.activities.performed, 0)
        }
      }
    })
  return { period: counts.period, asOf, policy: policy.name, by, groups }
}

/** The scorecard of the places that a person may see. Undefined: of all places. */
export const seen = (options: Options, by: ReadonlyArray<Dimension>, isWithin: ((place: Pick<PlaceCounts, "advisorId" | "branchId" | "brandId">) => boolean) | undefined): Scorecard => {
  const previous = options.previous === undefined ? undefined : CountsList.within(options.previous, isWithin)
  const counts = CountsList.within(options.counts, isWithin)
  const scorecard = make({ ...options, counts, previous }, by)
  return by.length === 0 && hasDays(counts) ? { ...scorecard, course: course({ ...options, counts }) } : scorecard
}

/** Whether the counts by day are those of the places. */
const hasDays = ({ places, validActivitiesByDay, validProspectsByDay }: Counts): boolean => {
  const total = (byDay: ReadonlyArray<number>): number => byDay.reduce((sum, count) => sum + count, 0)
  return total(validProspectsByDay) === countsOf(places, "prospects").valid && total(validActivitiesByDay) === countsOf(places, "activities").valid
}

const compareKeys = (one: ReadonlyArray<string>, other: ReadonlyArray<string>): number => {
  for (let index = 0; index < one.length; index++) {
    const difference = Verification.compareIds(one[index]!, other[index]!)
    if (difference !== 0) return difference
  }
  return 0
}

/** The contract's indicator: `registered`, `valid`, `invalid`, `pending`, `goal`, `percent`, `color`, in this order. */
const contractIndicator = ({ color, goal, invalid, pending, percent, registered, valid }: Indicator.Indicator): Indicator.Indicator => ({
  registered,
  valid,
  invalid,
  pending,
  goal,
  percent,
  color
})

/** A period's scorecard as `scorecard.json` holds it: the company, and the groups by branch, brand and advisor. */
export const toContract = (options: Options) => {
  const zone = Policy.zoneOf(options.policy)
  const list = (dimension: "branch" | "brand" | "advisor") =>
    make(options, [dimension]).groups.map((group) => ({
      id: group.keys[dimension]!,
      prospecting: contractIndicator(group.prospecting),
      followUp: contractIndicator(group.followUp)
    }))
  const company = make(options, []).groups[0]!
  return {
    period: options.counts.period,
    asOf: Calendar.formatToSecond(zone, options.asOf),
    policy: options.policy.name,
    company: { prospecting: contractIndicator(company.prospecting), followUp: contractIndicator(company.followUp) },
    byBranch: list("branch"),
    byBrand: list("brand"),
    byAdvisor: list("advisor")
  }
}
