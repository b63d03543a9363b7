/**
 * What the verification calls of a period come to, from the stored selections and attempts. No record is judged: what attempts
 * conclude depends on nothing else.
 *
 * @see GC-PRO-05, Riesgos y controles
 */
import * as Effect from "effect/Effect"
import type * as Calendar from "../calendar/Calendar.ts"
import * as Verification from "../judging/Verification.ts"
import * as Policy from "../policy/Policy.ts"
import * as VerificationResult from "../results/VerificationResult.ts"
import * as Records from "./Records.ts"

/** The results by advisor of a period's records as of an instant. What is read does not grow with the history. */
export const results = Effect.fn("StoredVerification.results")(function*(
  { asOf, dealership, period }: { readonly dealership: string; readonly period: Calendar.Period; readonly asOf: Calendar.Instant },
  policy: Policy.Policy
): Effect.fn.Return<ReadonlyArray<VerificationResult.VerificationResult>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const { calls, reopenings, verified } = yield* records.atOneMoment(dealership, Effect.gen(function*() {
    const verified = yield* records.verified(dealership, period)
    const [calls, reopenings] = yield* Effect.all([records.calls(dealership, verified), records.reopenings(dealership, verified)], { concurrency: "unbounded" })
    return { calls, reopenings, verified }
  }))
  const attempts = Map.groupBy(calls.filter(({ attemptedAt }) => attemptedAt <= asOf), ({ subjectId, subjectType }) => `${subjectType} ${subjectId}`)
  const reopenedAt = Verification.reopenedBy(reopenings, asOf)
  const zone = Policy.zoneOf(policy)
  return VerificationResult.of(verified.flatMap(({ advisorId, id, isSelected, type }): ReadonlyArray<VerificationResult.VerifiedRecord> => {
    const own = attempts.get(`${type} ${id}`) ?? []
    if (!isSelected && own.length === 0) return []
    const conclusion = Verification.conclude(own, advisorId, asOf, zone, policy.parameters, reopenedAt(type, id))
    return [{ advisorId, conclusion, isCalled: own.some(({ agentId }) => agentId !== advisorId) }]
  }), policy)
})
