/**
 * The sample of a period's verification calls, drawn once and kept with its seed.
 *
 * @see GC-PRO-05, Riesgos y controles
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Calendar from "../calendar/Calendar.ts"
import type * as Policy from "../policy/Policy.ts"
import * as Records from "../register/Records.ts"
import * as StoredMonth from "../register/StoredMonth.ts"

/**
 * Draws a period's sample and keeps it with its seed. A drawn sample stays as it is: a later draw answers the kept one. A
 * dealership can keep the seed secret until the draw; the answer discloses it. The default seed is the period, which only
 * makes the draw reproducible.
 */
export const draw = Effect.fn("VerificationSample.draw")(function*(options: {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
  readonly seed?: string | undefined
}): Effect.fn.Return<Records.DrawnSample, Records.RecordsError, Records.Records> {
  const { dealership, now, period, policy, seed } = options
  const records = yield* Records.Records
  const kept = yield* records.sample(dealership, period)
  if (Option.isSome(kept)) return kept.value
  const { judgedMonth } = yield* StoredMonth.judge({ dealership, period, policy, asOf: now, seed })
  const { activities, activitySample, prospects, sample } = judgedMonth
  return yield* records.keepSample(dealership, {
    period,
    seed: judgedMonth.seed,
    drawnAt: now,
    selected: [
      ...sample.map(({ advisorId, index, kind }) => ({ type: "prospect" as const, id: prospects.idOf(index), advisorId, kind })),
      ...activitySample.map(({ advisorId, index, kind }) => ({ type: "activity" as const, id: activities.idOf(index), advisorId, kind }))
    ]
  })
})
