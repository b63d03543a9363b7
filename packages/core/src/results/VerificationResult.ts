/**
 * What the verification calls of a period say about each advisor, with the interval that says how certain it is.
 *
 * @see GC-PRO-05, Riesgos y controles
 */
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
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

/** The results by advisor, in code point order of their ids: of the records of the evaluation's period, as of its instant. */
export const byAdvisor = (options: {
  readonly judgedMonth: JudgedMonth
  readonly calls: ReadonlyArray<VerificationCall>
}): ReadonlyArray<VerificationResult> => {
  const { calls, judgedMonth } = options
  const { activities, bounds, judging, prospects } = judgedMonth
  const sums = new Map<string, Sum>()
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
      let sum = sums.get(advisorId)
      if (sum === undefined) sums.set(advisorId, sum = { subjects: 0, called: 0, conclusions: { open: 0, confirmed: 0, failed: 0, inconclusive: 0, unreachable: 0 } })
      sum.subjects++
      sum.conclusions[conclusion]++
      if (attempts.get(id)?.some(({ agentId }) => agentId !== advisorId) === true) sum.called++
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
  const limit = judging.policy.parameters.flaggedFailedPercent / 100
  return [...sums]
    .sort(([one], [other]) => Verification.compareIds(one, other))
    .map(([advisorId, sum]) => resultOf(advisorId, sum, limit))
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
