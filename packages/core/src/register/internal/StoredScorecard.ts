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

/**
 * The scorecard, or undefined where the stored verdicts don't answer the question: as of an instant before something that they
 * know, after something that time has brought, or by another policy. Then the records are to be judged. With `isWithin` it counts
 * the records of those places only. `frozenBefore`: what the month before was closed with.
 */
export const read = Effect.fn("StoredScorecard.read")(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  { asOf, period }: { readonly period: Calendar.Period; readonly asOf: Calendar.Instant },
  by: ReadonlyArray<Scorecard.Dimension>,
  isWithin?: ((place: Place) => boolean) | undefined,
  frozenBefore?: Counts.Counts | undefined
): Effect.fn.Return<Scorecard.Scorecard | undefined, Records.RecordsError, Records.Records> {
  const { dealership, policyOf } = register
  const policy = policyOf(period)
  const before = Calendar.previousPeriod(period)
  const records = yield* Records.Records
  const erasureKey = register.erasureKey ?? (yield* ErasureKey.KeyRing)(dealership)
  const digest = VerdictUpkeep.basisDigest(policy, erasureKey)
  // The month before is shown as this month's policy sees it, unless it is frozen.
  if (frozenBefore === undefined && VerdictUpkeep.basisDigest(policyOf(before), erasureKey) !== digest) return undefined
  const [periodState, stateBefore, goals, goalsBefore, directory] = yield* records.atOneMoment(dealership, Effect.all([
    records.monthState(dealership, period),
    records.monthState(dealership, before),
    records.goals(dealership, period),
    records.goals(dealership, before),
    records.directory(dealership)
  ], { concurrency: "unbounded" }))
  const holds = ({ policy: judgedWith, since, until }: Records.MonthState): boolean =>
    (judgedWith === undefined || judgedWith === digest) && since <= asOf && (until === undefined || asOf < until)
  if (!holds(periodState) || frozenBefore === undefined && !holds(stateBefore)) return undefined
  return Scorecard.seen({
    policy,
    asOf,
    counts: StoredCounts.toCounts(period, periodState.storedCounts, goals, policy),
    previous: frozenBefore ?? StoredCounts.toCounts(before, stateBefore.storedCounts, goalsBefore, policy),
    lineOfBrand: Directory.lineOfBrand(directory)
  }, by, isWithin)
})
