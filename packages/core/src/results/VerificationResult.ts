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

/** Verified records, counted by advisor. */
class Sums {
  private readonly byAdvisor = new Map<string, Sum>()

  add({ advisorId, conclusion, isCalled }: VerifiedRecord): void {
    let sum = this.byAdvisor.get(advisorId)
    if (sum === undefined) this.byAdvisor.set(advisorId, sum = { subjects: 0, called: 0, conclusions: { open: 0, confirmed: 0, failed: 0, inconclusive: 0, unreachable: 0 } })
    sum.subjects++
    sum.conclusions[conclusion]++
    if (isCalled) sum.called++
  }

  /** The results, in code point order of the advisors' ids. */
  results({ parameters: { flaggedFailedPercent } }: Pick<Policy, "parameters">): ReadonlyArray<VerificationResult> {
    return [...this.byAdvisor]
      .sort(([one], [other]) => Verification.compareIds(one, other))
      .map(([advisorId, sum]) => resultOf(advisorId, sum, flaggedFailedPercent / 100))
  }
}

/** The results of verified records by advisor, in code point order of their ids. */
export const of = (verified: Iterable<VerifiedRecord>, policy: Pick<Policy, "parameters">): ReadonlyArray<VerificationResult> => {
  const sums = new Sums()
  for (const record of verified) sums.add(record)
  return sums.results(policy)
}

/** The results by advisor of a judged month's records, as of its instant. */
export const byAdvisor = ({ calls, judgedMonth }: {
  readonly judgedMonth: JudgedMonth
  readonly calls: ReadonlyArray<VerificationCall>
}): ReadonlyArray<VerificationResult> => {
  const { activities, bounds, judging, prospects } = judgedMonth
  const verified = new Sums()
  const count = (type: Subject, book: Book, atOf: (index: number) => number): void => {
    const existing = calls.filter(({ attemptedAt, subjectType }) => subjectType === type && attemptedAt <= judging.asOf)
    const attempts = Map.groupBy(existing, ({ subjectId }) => subjectId)
    judgedMonth.eachConclusion(type, (index, conclusion) => {
      const at = atOf(index)
      if (at < bounds.start || at >= bounds.end) return
      const advisorId = book.advisors.names[book.advisorOf(index)]!
      const isCalled = attempts.size > 0 && attempts.get(book.idOf(index))?.some(({ agentId }) => agentId !== advisorId) === true
      verified.add({ advisorId, conclusion, isCalled })
    })
  }
  count("prospect", prospects, (index) => prospects.createdAtOf(index))
  count("activity", activities, (index) => activities.placedAtOf(index))
  return verified.results(judging.policy)
}

/** The records of a kind, as far as their results need them. */
interface Book {
  readonly advisors: { readonly names: ReadonlyArray<string> }
  readonly advisorOf: (index: number) => number
  readonly idOf: (index: number) => string
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
