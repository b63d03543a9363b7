/** A month's scorecard read from its stored counts, where its stored verdicts hold as of the instant that is asked about. */
import * as Effect from "effect/Effect"
import type { Place } from "../../records/Access.ts"
import * as Calendar from "../../calendar/Calendar.ts"
import * as Directory from "../../records/Directory.ts"
import * as ErasureKey from "../../identity/ErasureKey.ts"
import * as Records from "../Records.ts"
import * as VerdictUpkeep from "../VerdictUpkeep.ts"
import * as StoredCounts from "../StoredCounts.ts"
import * as Scorecard from "../../results/Scorecard.ts"
import type * as Counts from "../../results/Counts.ts"

/** By what a month was read, and its scorecard where the stored counts answer the question. */
export interface Read {
  readonly register: VerdictUpkeep.VerdictUpkeep
  readonly scorecard: Scorecard.Scorecard | undefined
}

/**
 * The scorecard, or undefined where the stored verdicts don't answer the question: as of an instant before something that they
 * know, after something that time has brought, or by another policy. Then the records are to be judged. With `isWithin` it counts
 * the records of those places only. `frozenBefore`: what the month before was closed with. The policies are read at the same moment.
 */
export const read = Effect.fn("StoredScorecard.read")(function*(
  upkeeps: VerdictUpkeep.Upkeeps,
  { asOf, period }: { readonly period: Calendar.Period; readonly asOf: Calendar.Instant },
  by: ReadonlyArray<Scorecard.Dimension>,
  isWithin?: ((place: Place) => boolean) | undefined,
  frozenBefore?: Counts.Counts | undefined
): Effect.fn.Return<Read, Records.RecordsError, Records.Records> {
  const { dealership } = upkeeps
  const before = Calendar.previousPeriod(period)
  const records = yield* Records.Records
  const [register, periodState, stateBefore, goals, goalsBefore, directory] = yield* records.atOneMoment(dealership, Effect.all([
    upkeeps.read,
    records.monthState(dealership, period),
    records.monthState(dealership, before),
    records.goals(dealership, period),
    records.goals(dealership, before),
    records.directory(dealership)
  ], { concurrency: "unbounded" }))
  const { policyOf } = register
  const policy = policyOf(period)
  const erasureKey = register.erasureKey ?? (yield* ErasureKey.KeyRing)(dealership)
  const digest = VerdictUpkeep.basisDigest(policy, erasureKey)
  const holds = ({ policy: judgedWith, since, until }: Records.MonthState): boolean =>
    (judgedWith === undefined || judgedWith === digest) && since <= asOf && (until === undefined || asOf < until)
  // The month before is shown as this month's policy sees it, unless it is frozen.
  const holdsBefore = frozenBefore !== undefined || VerdictUpkeep.basisDigest(policyOf(before), erasureKey) === digest && holds(stateBefore)
  if (!holds(periodState) || !holdsBefore) return { register, scorecard: undefined }
  const counts = StoredCounts.toCounts(period, periodState.storedCounts, goals, policy)
  const previous = frozenBefore ?? StoredCounts.toCounts(before, stateBefore.storedCounts, goalsBefore, policy)
  return { register, scorecard: Scorecard.seen({ policy, asOf, counts, previous, lineOfBrand: Directory.lineOfBrand(directory) }, by, isWithin) }
})
