/** Reads what the verdicts of a month and of the month before it depend on. */
import * as Effect from "effect/Effect"
import * as Calendar from "../../calendar/Calendar.ts"
import type { PhoneLogEntry } from "../../records/PhoneLogEntry.ts"
import type * as Policy from "../../policy/Policy.ts"
import type { MonthQuery, MonthRecords } from "../MonthRecords.ts"
import type * as Records from "../Records.ts"
import { Records as RecordsPort } from "../Records.ts"
import * as RelatedRecords from "./RelatedRecords.ts"

/** What was read. */
export interface MonthReading extends MonthRecords {
  readonly phoneLog: ReadonlyArray<PhoneLogEntry>
}

/** How far before some months records bear on theirs under each of some policies. */
const queryOf = (periods: ReadonlyArray<Calendar.Period>, start: Calendar.Instant, policies: ReadonlyArray<Policy.Policy>, zone: Calendar.Zone): MonthQuery => {
  const reaches = policies.map(RelatedRecords.reachOf)
  const duplicateMillis = Math.max(...reaches.map((reach) => reach.duplicateMillis))
  const burstMillis = Math.max(...reaches.map((reach) => reach.burstMillis))
  const activityBurstMillis = Math.max(...reaches.map((reach) => reach.activityBurstMillis))
  const before = Calendar.previousPeriod(periods[0]!)
  // A contact bears on contacts of the same week, and a burst lasts minutes: the month before reaches far enough.
  const firstDay = Math.min(Calendar.weekOf(Calendar.localDayOf(zone, start)), Calendar.localDayOf(zone, start - activityBurstMillis))
  const fromDay = Math.max(1, firstDay - Calendar.firstDayOfMonth(Calendar.monthOfPeriod(before)) + 1)
  return { periods, start, duplicatesSince: start - duplicateMillis, burstsSince: start - burstMillis, earlierActivities: { period: before, fromDay } }
}

/** Reads what the verdicts of a period and of the month before it depend on under each of some policies, which share a time zone. */
export const read = Effect.fnUntraced(function*(
  dealership: string,
  period: Calendar.Period,
  policies: ReadonlyArray<Policy.Policy>,
  zone: Calendar.Zone
): Effect.fn.Return<MonthReading, Records.RecordsError, RecordsPort> {
  const records = yield* RecordsPort
  const previous = Calendar.previousPeriod(period)
  const { start } = Calendar.periodBounds(zone, previous)
  const phoneLogMillis = Math.max(...policies.map(({ parameters }) => parameters.phoneLogMinutes)) * 60_000
  const window = { since: start - phoneLogMillis, until: Calendar.periodBounds(zone, period).end + phoneLogMillis }
  const [month, phoneLog] = yield* Effect.all([
    records.monthRecords(dealership, queryOf([previous, period], start, policies, zone)),
    records.phoneLogLike(dealership, [window])
  ], { concurrency: "unbounded" })
  return { ...month, phoneLog }
})
