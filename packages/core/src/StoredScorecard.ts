/** A month's scorecard read from its roll-ups, where its stored verdicts hold as of the instant that is asked about. */
import * as Effect from "effect/Effect"
import type { Place } from "./Access.ts"
import * as Calendar from "./Calendar.ts"
import * as Directory from "./Directory.ts"
import * as Erasure from "./Erasure.ts"
import * as Records from "./Records.ts"
import * as Register from "./Register.ts"
import * as RollUp from "./RollUp.ts"
import * as Scorecard from "./Scorecard.ts"
import type * as Tally from "./Tally.ts"

/**
 * The scorecard, or undefined where the stored verdicts don't answer the question: as of an instant before something that they
 * know, after something that time has brought, or by another policy. Then the records are to be judged. With `isWithin` it counts
 * the records of those places only. `frozenBefore`: what the month before was closed with.
 */
export const read = Effect.fn("StoredScorecard.read")(function*(
  register: Register.Register,
  { asOf, period }: { readonly period: Calendar.Period; readonly asOf: Calendar.Instant },
  by: ReadonlyArray<Scorecard.Dimension>,
  isWithin?: ((place: Place) => boolean) | undefined,
  frozenBefore?: Tally.Tally | undefined
): Effect.fn.Return<Scorecard.Scorecard | undefined, Records.RecordsError, Records.Records> {
  const { dealership, policyOf } = register
  const policy = policyOf(period)
  const before = Calendar.previousPeriod(period)
  // The month before is shown as this month's policy sees it.
  if (policyOf(before) !== policy) return undefined
  const records = yield* Records.Records
  const digest = Register.termsDigest(policy, register.erasureKey ?? (yield* Erasure.KeyRing)(dealership))
  const [standing, standingBefore, goals, goalsBefore, directory] = yield* records.atOneMoment(dealership, Effect.all([
    records.monthStanding(dealership, period),
    records.monthStanding(dealership, before),
    records.goals(dealership, period),
    records.goals(dealership, before),
    records.directory(dealership)
  ], { concurrency: "unbounded" }))
  const holds = ({ policy: judgedWith, since, until }: Records.MonthStanding): boolean =>
    (judgedWith === undefined || judgedWith === digest) && since <= asOf && (until === undefined || asOf < until)
  if (!holds(standing) || !holds(standingBefore)) return undefined
  return Scorecard.seen({
    policy,
    asOf,
    tally: RollUp.toTally(period, standing.rollUps, goals, policy),
    previous: frozenBefore ?? RollUp.toTally(before, standingBefore.rollUps, goalsBefore, policy),
    lineOfBrand: Directory.lineOfBrand(directory)
  }, by, isWithin)
})
