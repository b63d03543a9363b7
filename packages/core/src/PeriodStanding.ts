/** How a period stands in the dealership's chain: open, closed by its last snapshot, or reopened since. */
import type { Period } from "./Calendar.ts"
import type { PeriodReopening, SnapshotLink } from "./Records.ts"

/** How a period stands. `snapshot` is its last one. */
export type PeriodStanding =
  | { readonly state: "open" }
  | { readonly state: "closed"; readonly snapshot: SnapshotLink }
  | { readonly state: "reopened"; readonly snapshot: SnapshotLink; readonly reopening: PeriodReopening }

/** How a period stands, of a dealership's chain and reopenings. */
export const of = (period: Period, chain: ReadonlyArray<SnapshotLink>, reopenings: ReadonlyArray<PeriodReopening>): PeriodStanding => {
  const snapshot = chain.findLast((one) => one.period === period)
  if (snapshot === undefined) return { state: "open" }
  const reopening = reopenings.findLast((one) => one.sequence === snapshot.sequence)
  return reopening === undefined ? { state: "closed", snapshot } : { state: "reopened", snapshot, reopening }
}
