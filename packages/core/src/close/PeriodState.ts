/** The state of a period in the dealership's chain: open, closed by its last snapshot, or reopened since. */
import * as Effect from "effect/Effect"
import type { Period } from "../calendar/Calendar.ts"
import type { PeriodReopening, Records, RecordsError, SnapshotLink } from "../register/Records.ts"

/** The state of a period. `snapshot` is its last one. */
export type PeriodState =
  | { readonly state: "open" }
  | { readonly state: "closed"; readonly snapshot: SnapshotLink }
  | { readonly state: "reopened"; readonly snapshot: SnapshotLink; readonly reopening: PeriodReopening }

/** The state of a period by a dealership's chain and reopenings. */
export const of = (period: Period, chain: ReadonlyArray<SnapshotLink>, reopenings: ReadonlyArray<PeriodReopening>): PeriodState => {
  const snapshot = chain.findLast((one) => one.period === period)
  if (snapshot === undefined) return { state: "open" }
  const reopening = reopenings.findLast((one) => one.sequence === snapshot.sequence)
  return reopening === undefined ? { state: "closed", snapshot } : { state: "reopened", snapshot, reopening }
}

/** The states of some periods of a dealership. What is read does not grow with the other periods. */
export const read = Effect.fnUntraced(function*(
  records: Pick<Records["Service"], "chain" | "periodReopenings">,
  dealership: string,
  given: Iterable<Period>
): Effect.fn.Return<(period: Period) => PeriodState, RecordsError> {
  const periods = [...new Set(given)]
  if (periods.length === 0) return () => ({ state: "open" })
  const [chain, reopenings] = yield* Effect.all([records.chain(dealership, { periods }), records.periodReopenings(dealership, periods)], { concurrency: "unbounded" })
  return (period) => of(period, chain, reopenings)
})
