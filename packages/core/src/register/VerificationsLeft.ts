/**
 * The verifications that may be open, of all that a dealership keeps: what `Records.verificationsLeft` answers. A storage that can't ask
 * its tables for them answers by {@link of}.
 */
import type { Instant, Period } from "../calendar/Calendar.ts"
import * as Verification from "../judging/Verification.ts"
import type { VerificationCall } from "../records/VerificationCall.ts"
import type { DrawnSample, LeftQuery, LeftVerification, Reopening, SubjectKey } from "./Records.ts"

/** What is kept. `attempted` and `reopenings` hold at least those since the instant that the query names. */
export interface Kept {
  readonly query: LeftQuery
  readonly selectedIn: (period: Period) => DrawnSample["selected"]
  readonly attempted: ReadonlyArray<Pick<VerificationCall, "subjectType" | "subjectId" | "attemptedAt">>
  readonly reopenings: ReadonlyArray<Pick<Reopening, "subject" | "at">>
  readonly attemptsOf: (subject: SubjectKey) => ReadonlyArray<VerificationCall>
  readonly storedOf: (subject: SubjectKey) => { readonly record: { readonly erasedAt?: Instant | undefined }; readonly storedVerdict: { readonly advisorId: string } } | undefined
}

const keyOf = ({ id, type }: SubjectKey): string => `${type} ${id}`

/** The verifications that a query looks for. */
export const of = ({ attempted, attemptsOf, query, reopenings, selectedIn, storedOf }: Kept): ReadonlyArray<LeftVerification> => {
  const { asOf, periods, since = Number.POSITIVE_INFINITY, unanswered } = query
  const reopenedAt = Verification.reopenedBy(reopenings, asOf)
  const found = new Map<string, SubjectKey & Pick<LeftVerification, "selected">>()
  for (const period of periods) {
    for (const { id, kind, type } of selectedIn(period)) if (!found.has(keyOf({ type, id }))) found.set(keyOf({ type, id }), { type, id, selected: { period, kind } })
  }
  const others = [
    ...attempted.flatMap(({ attemptedAt, subjectId: id, subjectType: type }) => attemptedAt >= since ? [{ type, id }] : []),
    ...reopenings.flatMap(({ at, subject: { id, type } }) => at >= since ? [{ type, id }] : [])
  ].toSorted((one, other) => Verification.compareIds(other.type, one.type) || Verification.compareIds(one.id, other.id))
  for (const subject of others) if (!found.has(keyOf(subject))) found.set(keyOf(subject), subject)
  return [...found.values()].flatMap((subject): ReadonlyArray<LeftVerification> => {
    const stored = storedOf(subject)
    if (stored === undefined || stored.record.erasedAt !== undefined) return []
    const { advisorId } = stored.storedVerdict
    return Verification.isSurelyConcluded(attemptsOf(subject), advisorId, asOf, unanswered, reopenedAt(subject.type, subject.id)) ? [] : [{ ...subject, advisorId }]
  })
}
