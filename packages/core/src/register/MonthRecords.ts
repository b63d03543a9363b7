/**
 * The stored records that the verdicts of some months depend on: the months' own, those before them that bear on them, and what the
 * controls keep about them. How many there are depends on the months, not on the history. A storage answers with its own indexes
 * what {@link of} says.
 *
 * @see docs/decisions/0088-a-month-is-read-at-once.md
 */
import type { Instant, Period } from "../calendar/Calendar.ts"
import type { Activity } from "../records/Activity.ts"
import type { Prospect } from "../records/Prospect.ts"
import type { KeptWaiver } from "./ControlRecords.ts"
import type { KeptCall, Reopening, Selection, Stored, SubjectKey } from "./Records.ts"
import type { StoredVerdict } from "./StoredVerdict.ts"

/** Some months, and how far before them other records bear on theirs. */
export interface MonthQuery {
  /** The months, one after another. */
  readonly periods: ReadonlyArray<Period>
  /** The first instant of the first month. */
  readonly start: Instant
  /** A prospect created from then on, and before `start`, may have a duplicate in the months. */
  readonly duplicatesSince: Instant
  /** A prospect created from then on, and before `start`, may belong to a burst of its advisor in the months. */
  readonly burstsSince: Instant
  /** The activities of an earlier month that bear on theirs: those of this local day of the month, or later. */
  readonly earlierActivities: { readonly period: Period; readonly fromDay: number }
}

/** A prospect of another month, with what is stored of its verdict. */
export interface OlderProspect {
  readonly record: Prospect
  readonly storedVerdict: Pick<StoredVerdict, "verdict" | "period" | "since" | "until">
}

/** What was read. Lists are in no particular order, but for the reopenings, which are in the order in which they were added. */
export interface MonthRecords {
  readonly prospects: ReadonlyArray<Prospect>
  readonly activities: ReadonlyArray<Activity>
  /** Prospects created before the months that share a match key or, where they may belong to a burst, the advisor with one of `prospects`. */
  readonly earlierProspects: ReadonlyArray<Prospect>
  readonly earlierActivities: ReadonlyArray<Activity>
  /** The prospects of `activities` that are of other months. A prospect may also be among the earlier ones. */
  readonly olderProspects: ReadonlyArray<OlderProspect>
  /** About the prospects and activities of the months. */
  readonly calls: ReadonlyArray<KeptCall>
  readonly reopenings: ReadonlyArray<Reopening>
  readonly selections: ReadonlyArray<Selection>
  readonly waivers: ReadonlyArray<KeptWaiver>
}

/** Everything that a dealership keeps, as far as months depend on it. */
export interface Everything extends Pick<MonthRecords, "calls" | "reopenings" | "selections" | "waivers"> {
  readonly prospects: Iterable<Stored<Prospect>>
  readonly activities: Iterable<Stored<Activity>>
}

const keysOf = ({ matchKeys }: StoredVerdict): ReadonlyArray<string> => (["phone", "email", "document"] as const).flatMap((name) => matchKeys[name] === undefined ? [] : [`${name} ${matchKeys[name]}`])

const nameOf = ({ id, type }: SubjectKey): string => `${type} ${id}`

/** The records that a query asks for, among everything. */
export const of = ({ burstsSince, duplicatesSince, earlierActivities: { fromDay, period }, periods, start }: MonthQuery, everything: Everything): MonthRecords => {
  const isOfMonths = ({ storedVerdict }: Stored<unknown>): boolean => periods.includes(storedVerdict.period)
  const all = [...everything.prospects]
  const prospects = all.filter(isOfMonths)
  const others = all.filter((stored) => !isOfMonths(stored))
  const keys = new Set(prospects.flatMap(({ storedVerdict }) => keysOf(storedVerdict)))
  const advisors = new Set(prospects.map(({ record }) => record.advisorId))
  const bearsOn = ({ record: { advisorId, createdAt }, storedVerdict }: Stored<Prospect>): boolean =>
    createdAt < start &&
    (createdAt >= burstsSince && advisors.has(advisorId) || createdAt >= duplicatesSince && keysOf(storedVerdict).some((key) => keys.has(key)))
  const allActivities = [...everything.activities]
  const activities = allActivities.filter(isOfMonths).map(({ record }) => record)
  const ids = new Set(activities.map(({ prospectId }) => prospectId))
  const names = new Set([...prospects.map(({ record }) => `prospect ${record.prospectId}`), ...activities.map(({ activityId }) => `activity ${activityId}`)])
  return {
    prospects: prospects.map(({ record }) => record),
    activities,
    earlierProspects: others.filter(bearsOn).map(({ record }) => record),
    earlierActivities: allActivities
      .filter((stored) => stored.storedVerdict.period === period && stored.storedVerdict.day >= fromDay && !isOfMonths(stored))
      .map(({ record }) => record),
    olderProspects: others.filter(({ record }) => ids.has(record.prospectId)).map(({ record, storedVerdict: { period, since, until, verdict } }) =>
      ({ record, storedVerdict: { verdict, period, since, ...(until === undefined ? {} : { until }) } })),
    calls: everything.calls.filter(({ subjectId, subjectType }) => names.has(nameOf({ type: subjectType, id: subjectId }))),
    reopenings: everything.reopenings.filter(({ subject }) => names.has(nameOf(subject))),
    selections: everything.selections.filter((one) => names.has(nameOf(one))),
    waivers: everything.waivers.filter(({ subjectId, subjectType }) => names.has(nameOf({ type: subjectType, id: subjectId })))
  }
}
