/**
 * What the verification calls of a period say about each advisor, with the interval that says how certain it is.
 *
 * @see GC-PRO-05, Riesgos y controles
 */
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import type { Policy } from "../policy/Policy.ts"
import type { Subject } from "../policy/Rule.ts"
import * as Verification from "../judging/Verification.ts"
import type { VerificationCall } from "../records/VerificationCall.ts"

/** An advisor's verifications of a period. */
export interface VerificationResult {
  readonly advisorId: string
  /** Subjects to verify: selected, or with attempts. */
  readonly subjects: number
  /** The subjects with an attempt that the advisor did not make. */
  readonly called: number
  readonly confirmed: number
  readonly failed: number
  readonly unreachable: number
  readonly inconclusive: number
  readonly open: number
  /** failed / (confirmed + failed): of the customers who answered the question. Null without any. Our assumption. */
  readonly failedShare: number | null
  /** The 95 % Wilson interval of {@link failedShare}. */
  readonly interval: { readonly lower: number; readonly upper: number } | null
  /** Whether the interval's lower end exceeds the policy's `flaggedFailedPercent`: for the manager to look at. */
  readonly flagged: boolean
}

interface Sum {
  subjects: number
  called: number
  readonly conclusions: Record<Verification.Conclusion, number>
}

/** A verified record of a period: what its calls conclude, and whether another than its advisor attempted one. */
export interface VerifiedRecord {
  readonly advisorId: string
  readonly conclusion: Verification.Conclusion
  readonly isCalled: boolean
}

/** The results of verified records by advisor, in code point order of their ids. */
export const of = (verified: Iterable<VerifiedRecord>, { parameters: { flaggedFailedPercent } }: Pick<Policy, "parameters">): ReadonlyArray<VerificationResult> => {
  const sums = new Map<string, Sum>()
  for (const { advisorId, conclusion, isCalled } of verified) {
    let sum = sums.get(advisorId)
    if (sum === undefined) sums.set(advisorId, sum = { subjects: 0, called: 0, conclusions: { open: 0, confirmed: 0, failed: 0, inconclusive: 0, unreachable: 0 } })
    sum.subjects++
    sum.conclusions[conclusion]++
    if (isCalled) sum.called++
  }
  return [...sums]
    .sort(([one], [other]) => Verification.compareIds(one, other))
    .map(([advisorId, sum]) => resultOf(advisorId, sum, flaggedFailedPercent / 100))
}

/** The results by advisor of a judged month's records, as of its instant. */
export const byAdvisor = (options: {
  readonly judgedMonth: JudgedMonth
  readonly calls: ReadonlyArray<VerificationCall>
}): ReadonlyArray<VerificationResult> => {
  const { calls, judgedMonth } = options
  const { activities, bounds, judging, prospects } = judgedMonth
  const verified: Array<VerifiedRecord> = []
  const count = (
    type: Subject,
    conclusions: ReadonlyMap<string, Verification.Conclusion>,
    indexes: Int32Array,
    recordOf: (index: number) => { readonly advisorId: string; readonly at: number }
  ): void => {
    const existing = calls.filter(({ attemptedAt, subjectType }) => subjectType === type && attemptedAt <= judging.asOf)
    const attempts = Map.groupBy(existing, ({ subjectId }) => subjectId)
    let place = 0
    for (const [id, conclusion] of conclusions) {
      const { advisorId, at } = recordOf(indexes[place++]!)
      if (at < bounds.start || at >= bounds.end) continue
      verified.push({ advisorId, conclusion, isCalled: attempts.get(id)?.some(({ agentId }) => agentId !== advisorId) === true })
    }
  }
  const { activityConclusions, prospectConclusions } = judgedMonth
  count("prospect", prospectConclusions, prospects.ids.findAll([...prospectConclusions.keys()]), (index) => ({
    advisorId: prospects.advisors.names[prospects.advisorOf(index)]!,
    at: prospects.createdAtOf(index)
  }))
  count("activity", activityConclusions, activities.ids.findAll([...activityConclusions.keys()]), (index) => ({
    advisorId: activities.advisors.names[activities.advisorOf(index)]!,
    at: activities.placedAtOf(index)
  }))
  return of(verified, judging.policy)
}

const resultOf = (advisorId: string, { called, conclusions, subjects }: Sum, limit: number): VerificationResult => {
  const { confirmed, failed, inconclusive, open, unreachable } = conclusions
  const answered = confirmed + failed
  const interval = Verification.wilsonInterval(failed, answered)
  return {
    advisorId,
    subjects,
    called,
    confirmed,
    failed,
    unreachable,
    inconclusive,
    open,
    failedShare: answered === 0 ? null : failed / answered,
    interval: interval ?? null,
    flagged: interval !== undefined && interval.lower > limit
  }
}
