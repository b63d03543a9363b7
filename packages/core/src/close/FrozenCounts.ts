/**
 * The counts of a period at its close, as data. They lie in the snapshot beside the result, so that the closed period's scorecard
 * can be read by any grouping and within any scope, and records that arrive later do not change it.
 *
 * @see docs/decisions/0020-the-scorecard-of-a-closed-month.md
 */
import * as Schema from "effect/Schema"
import type { Period } from "../calendar/Calendar.ts"
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import type { BusinessLine, Directory } from "../records/Directory.ts"
import type { Policy } from "../policy/Policy.ts"
import type { Rule } from "../policy/Rule.ts"
import type * as Counts from "../results/Counts.ts"
import * as Verification from "../judging/Verification.ts"

const counts = {
  registered: Schema.Int,
  valid: Schema.Int,
  invalid: Schema.Int,
  pending: Schema.Int,
  /** A sum of goals can exceed the exact integers. */
  goal: Schema.Finite,
  /** How often each rule is a reason. A rule that is no reason at all has no member. */
  reasons: Schema.Record(Schema.String, Schema.Int),
  /** The valid ones of each day. Absent where there are none, and in snapshots of earlier releases. */
  validByDay: Schema.optionalKey(Schema.Array(Schema.Int))
}

const FrozenPlace = Schema.Struct({
  advisorId: Schema.String,
  branchId: Schema.NullOr(Schema.String),
  brandId: Schema.NullOr(Schema.String),
  hasGoal: Schema.Boolean,
  prospects: Schema.Struct(counts),
  activities: Schema.Struct({ ...counts, planned: Schema.Int, performed: Schema.Int })
})
type FrozenPlace = typeof FrozenPlace.Type

/** The frozen counts. `previous` are those of the month before, without reasons; null where it had neither records nor goals. */
export const FrozenCounts = Schema.Struct({
  /** The counts by place. Snapshots keep this name. */
  cells: Schema.Array(FrozenPlace),
  validProspectsByDay: Schema.Array(Schema.Int),
  validActivitiesByDay: Schema.Array(Schema.Int),
  previous: Schema.NullOr(Schema.Array(FrozenPlace)),
  /** The lines of the brands at the close. Brands without a line are left out. */
  lines: Schema.Array(Schema.Struct({ brandId: Schema.String, line: Schema.Literals(["cars", "motorcycles"]) }))
})
export type FrozenCounts = typeof FrozenCounts.Type

type Rules = Pick<Policy, "prospectRules" | "activityRules">

const noRules: Rules = { prospectRules: [], activityRules: [] }

const reasonsOf = ({ reasons }: Counts.KindCounts, rules: ReadonlyArray<Rule>): Readonly<Record<string, number>> =>
  Object.fromEntries(rules.flatMap(({ code }, index) => reasons[index]! > 0 ? [[code, reasons[index]!]] : []))

const frozenPlace = ({ activityRules, prospectRules }: Rules) => ({ activities, advisorId, branchId, brandId, goals, hasGoal, prospects }: Counts.PlaceCounts): FrozenPlace => {
  const countsOf = (of: Counts.KindCounts, goal: number, rules: ReadonlyArray<Rule>) => {
    const { invalid, pending, registered, valid, validByDay } = of
    return { registered, valid, invalid, pending, goal, reasons: reasonsOf(of, rules), ...(validByDay.some((count) => count > 0) ? { validByDay } : {}) }
  }
  const { performed, planned } = activities
  return {
    advisorId,
    branchId: branchId ?? null,
    brandId: brandId ?? null,
    hasGoal,
    prospects: countsOf(prospects, goals.prospects, prospectRules),
    activities: { ...countsOf(activities, goals.activities, activityRules), planned, performed }
  }
}

const keyOf = ({ advisorId, branchId, brandId }: FrozenPlace): string => JSON.stringify([advisorId, branchId, brandId])

/** Places in an order that does not depend on the order of the records. */
const frozenPlaces = (places: ReadonlyArray<Counts.PlaceCounts>, rules: Rules): ReadonlyArray<FrozenPlace> =>
  places.map(frozenPlace(rules)).sort((one, other) => Verification.compareIds(keyOf(one), keyOf(other)))

const withoutDays = (place: Counts.PlaceCounts): Counts.PlaceCounts =>
  ({ ...place, prospects: { ...place.prospects, validByDay: [] }, activities: { ...place.activities, validByDay: [] } })

/** Freezes the counts of a month and of the month before. `rules` are those of the policy that judged it. */
export const of = (counts: Counts.Counts, previous: Counts.Counts | undefined, rules: Rules, { brands }: Pick<Directory, "brands">): FrozenCounts => ({
  cells: frozenPlaces(counts.places, rules),
  validProspectsByDay: counts.validProspectsByDay,
  validActivitiesByDay: counts.validActivitiesByDay,
  previous: previous === undefined ? null : frozenPlaces(previous.places.map(withoutDays), noRules),
  lines: brands
    .flatMap(({ brandId, line }) => line === undefined ? [] : [{ brandId, line }])
    .sort((one, other) => Verification.compareIds(one.brandId, other.brandId))
})

/** Whether two counts are equal, each by its rules. The months before are not compared, nor the days of a place: snapshots of earlier releases lack them. */
export const isSame = (...[one, other]: readonly [one: readonly [Counts.Counts, Rules], other: readonly [Counts.Counts, Rules]]): boolean => {
  const textOf = ([counts, rules]: readonly [Counts.Counts, Rules]): string => CanonicalJson.text(of({ ...counts, places: counts.places.map(withoutDays) }, undefined, rules, { brands: [] }))
  return textOf(one) === textOf(other)
}

const placeOf = ({ activityRules, prospectRules }: Rules) => ({ activities, advisorId, branchId, brandId, hasGoal, prospects }: FrozenPlace): Counts.PlaceCounts => {
  const countsOf = ({ invalid, pending, reasons, registered, valid, validByDay = [] }: FrozenPlace["prospects"], rules: ReadonlyArray<Rule>) => {
    const byCode = new Map(Object.entries(reasons))
    return { registered, valid, invalid, pending, reasons: rules.map(({ code }) => byCode.get(code) ?? 0), validByDay: [...validByDay] }
  }
  const { performed, planned } = activities
  return {
    advisorId,
    branchId: branchId ?? undefined,
    brandId: brandId ?? undefined,
    hasGoal,
    goals: { prospects: prospects.goal, activities: activities.goal },
    prospects: countsOf(prospects, prospectRules),
    activities: { ...countsOf(activities, activityRules), planned, performed }
  }
}

/** The frozen counts as counts again, with reasons in the order of a policy's rules. */
export const toCounts = ({ cells, validActivitiesByDay, validProspectsByDay }: FrozenCounts, period: Period, rules: Rules): Counts.Counts => ({
  period,
  places: cells.map(placeOf(rules)),
  validProspectsByDay,
  validActivitiesByDay
})

/** The counts of the month before at the close; undefined where it had neither records nor goals. */
export const toPrevious = ({ previous }: FrozenCounts, period: Period, rules: Rules): Counts.Counts | undefined =>
  previous === null ? undefined : { period, places: previous.map(placeOf(rules)), validProspectsByDay: [], validActivitiesByDay: [] }

/** The lines of the brands at the close. */
export const lineOfBrand = ({ lines }: FrozenCounts): (brandId: string) => BusinessLine | undefined => {
  const byBrand = new Map(lines.map(({ brandId, line }) => [brandId, line]))
  return (brandId) => byBrand.get(brandId)
}
