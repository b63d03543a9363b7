/**
 * A dealership's month as it is judged: the directory, the records, and the instant as of which it is looked at. Plain
 * data, so that laws can shuffle it, repeat it and take records away.
 */
import * as Activity from "@crm-procedure/core/records/Activity"
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Goal from "@crm-procedure/core/records/Goal"
import { type Month, MonthBuilder } from "./internal/MonthBuilder.ts"

export type { Month, MonthBuilder } from "./internal/MonthBuilder.ts"

/**
 * A month with nothing in it, to be filled: `Month.empty("2024-03").branch("S1").brand("M1").advisor("A1")`. It is looked at
 * as of its end.
 */
export const empty = (period: Calendar.Period): MonthBuilder => MonthBuilder.empty(period)

const firstOfEach = <A>(records: ReadonlyArray<A>, keyOf: (record: A) => string): ReadonlyArray<A> => {
  const seen = new Set<string>()
  return records.filter((record) => {
    const key = keyOf(record)
    return !seen.has(key) && seen.add(key)
  })
}

/** The month as an import leaves it: of records with the same id the first one stands. */
export const imported = (month: Month): Month => ({
  ...month,
  prospects: firstOfEach(month.prospects, ({ prospectId }) => prospectId),
  activities: firstOfEach(month.activities, ({ activityId }) => activityId),
  goals: firstOfEach(month.goals, Goal.key),
  calls: month.calls && firstOfEach(month.calls, ({ callId }) => callId)
})

/** The month without one prospect or activity; what refers to it stays. */
export const without = (month: Month, subject: "prospect" | "activity", id: string): Month =>
  subject === "prospect"
    ? { ...month, prospects: month.prospects.filter(({ prospectId }) => prospectId !== id) }
    : { ...month, activities: month.activities.filter(({ activityId }) => activityId !== id) }

/** A record of the month as groups see it: where it counts and when. Records of an unknown prospect have no branch and no brand. */
export interface Placed {
  readonly id: string
  readonly advisorId: string
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  readonly at: Calendar.Instant
}

/** The prospects, each where it counts. */
export const placedProspects = (month: Month): ReadonlyArray<Placed> =>
  month.prospects.map(({ advisorId, branchId, brandId, createdAt, prospectId }) => ({ id: prospectId, advisorId, branchId, brandId, at: createdAt }))

/** The activities, each where it counts: branch and brand are its prospect's. */
export const placedActivities = (month: Month): ReadonlyArray<Placed> => {
  const prospects = new Map(month.prospects.map((prospect) => [prospect.prospectId, prospect]))
  return month.activities.map((activity) => {
    const prospect = prospects.get(activity.prospectId)
    return {
      id: activity.activityId,
      advisorId: activity.advisorId,
      branchId: prospect?.branchId,
      brandId: prospect?.brandId,
      at: Activity.placedAt(activity)
    }
  })
}
