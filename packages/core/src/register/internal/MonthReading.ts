/**
 * The stored records that the verdicts of two months depend on: their own, those of the months before that bear on them, and the
 * older prospects of their activities. How much is read depends on the months, not on the history.
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Calendar from "../../calendar/Calendar.ts"
import type { Activity } from "../../records/Activity.ts"
import type { Prospect } from "../../records/Prospect.ts"
import type { PhoneLogEntry } from "../../records/PhoneLogEntry.ts"
import type { KeptWaiver } from "../ControlRecords.ts"
import type * as Policy from "../../policy/Policy.ts"
import type * as Records from "../Records.ts"
import { Records as RecordsPort } from "../Records.ts"
import * as RelatedRecords from "./RelatedRecords.ts"

/** What was read. `older` are prospects of other months whose verdicts the month's activities depend on. */
export interface MonthRecords {
  readonly prospects: ReadonlyArray<Records.Stored<Prospect>>
  readonly activities: ReadonlyArray<Activity>
  readonly older: ReadonlyArray<Records.Stored<Prospect>>
  readonly calls: ReadonlyArray<Records.KeptCall>
  readonly reopenings: ReadonlyArray<Records.Reopening>
  readonly selections: ReadonlyArray<Records.Selection>
  readonly phoneLog: ReadonlyArray<PhoneLogEntry>
  readonly waivers: ReadonlyArray<KeptWaiver>
}

/** How many ids are asked for at once. */
const IDS = 2_000

/** Several are asked at once, so that the storage reads on while what it answered is decoded. */
const asked = { concurrency: 4 } as const

const inBatches = <I, A, E, R>(ids: ReadonlyArray<I>, read: (batch: ReadonlyArray<I>) => Effect.Effect<ReadonlyArray<A>, E, R>) =>
  Effect.map(
    Effect.forEach(Array.from({ length: Math.ceil(ids.length / IDS) }, (_, place) => ids.slice(place * IDS, (place + 1) * IDS)), read, asked),
    (parts) => parts.flat()
  )

/** Reads what the verdicts of a period and of the month before it depend on under each of some policies, which share a time zone. */
export const read = Effect.fnUntraced(function*(
  dealership: string,
  period: Calendar.Period,
  policies: ReadonlyArray<Policy.Policy>,
  zone: Calendar.Zone
): Effect.fn.Return<MonthRecords, Records.RecordsError, RecordsPort> {
  const records = yield* RecordsPort
  const previous = Calendar.previousPeriod(period)
  const judged = new Set([previous, period])
  const isJudged = ({ storedVerdict }: Records.Stored<unknown>): boolean => judged.has(storedVerdict.period)
  const reachMillis = Math.max(...policies.map(RelatedRecords.reachOf).flatMap(({ burstMillis, duplicateMillis }) => [burstMillis, duplicateMillis]))
  const { start } = Calendar.periodBounds(zone, previous)
  const phoneLogMillis = Math.max(...policies.map(({ parameters }) => parameters.phoneLogMinutes)) * 60_000
  const earliest = Calendar.monthOfPeriod(Calendar.periodOf(zone, start - reachMillis))
  const months = Array.from({ length: Calendar.monthOfPeriod(period) - earliest + 1 }, (_, place) => Calendar.periodOfMonth(earliest + place))
  // A contact also bears on contacts of the same week, and a burst lasts minutes: the month before the two is enough.
  const activityMonths = [Calendar.previousPeriod(previous), previous, period]
  const [prospects, activities] = yield* Effect.all([
    Effect.map(Effect.forEach(months, (month) => Stream.runCollect(records.prospects(dealership, month)), asked), (all) => all.flat()),
    Effect.map(Effect.forEach(activityMonths, (month) => Stream.runCollect(records.activities(dealership, month)), asked), (all) => all.flat())
  ], { concurrency: "unbounded" })
  const known = new Map(prospects.map((stored) => [stored.record.prospectId, stored]))
  const ofActivities = new Set(activities.filter(isJudged).map(({ record }) => record.prospectId))
  const missing = yield* inBatches([...ofActivities].filter((id) => !known.has(id)), (ids) => records.prospectsById(dealership, ids))
  const older = [...missing, ...prospects.filter((stored) => !isJudged(stored) && ofActivities.has(stored.record.prospectId))]
  const subjects: ReadonlyArray<Records.SubjectKey> = [
    ...prospects.filter(isJudged).map(({ record }) => ({ type: "prospect" as const, id: record.prospectId })),
    ...activities.filter(isJudged).map(({ record }) => ({ type: "activity" as const, id: record.activityId }))
  ]
  const window = { since: start - phoneLogMillis, until: Calendar.periodBounds(zone, period).end + phoneLogMillis }
  const controls = yield* Effect.all({
    calls: inBatches(subjects, (batch) => records.calls(dealership, batch)),
    reopenings: inBatches(subjects, (batch) => records.reopenings(dealership, batch)),
    selections: inBatches(subjects, (batch) => records.selections(dealership, batch)),
    phoneLog: records.phoneLogLike(dealership, [window]),
    waivers: inBatches(subjects, (batch) => records.waivers(dealership, batch))
  }, asked)
  return { prospects: [...missing, ...prospects], activities: activities.map(({ record }) => record), older, ...controls }
})
