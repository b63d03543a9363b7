/** What the service's decisions say in the audit. */
import type * as Calendar from "../../calendar/Calendar.ts"
import type { AuditSubject, Happening } from "../../register/AuditEntry.ts"
import type { ReopeningRequest } from "../VerificationCorrection.ts"
import * as AuditEntry from "../../register/AuditEntry.ts"
import type * as Records from "../../register/Records.ts"
import * as VerificationCall from "../../records/VerificationCall.ts"

const period = (id: Calendar.Period): AuditSubject => ({ type: "period", id })

/** A sample that was drawn now. A sample that was drawn before raises no event. */
export const ofDraw = ({ drawnAt, period: of, seed, selected }: Records.DrawnSample, at: Calendar.Instant): Happening | undefined =>
  drawnAt !== at ? undefined : { at, action: "sample.drawn", subject: period(of), counts: { selected: selected.length }, changes: [{ field: "seed", from: null, to: seed }] }

export const ofExtension = (of: Calendar.Period, added: number, at: Calendar.Instant): Happening => ({ at, action: "sample.extended", subject: period(of), counts: { selected: added } })

/** An attempt at a verification, under its subject. Its comment is named without its text. */
export const ofAttempt = (call: VerificationCall.VerificationCall, at: Calendar.Instant, before?: VerificationCall.VerificationCall): Happening => ({
  at,
  action: before === undefined ? "attempt.recorded" : "attempt.corrected",
  subject: { type: call.subjectType, id: call.subjectId },
  changes: [
    ...(before === undefined ? [] : [{ field: "callId", from: call.callId, to: call.callId }]),
    ...AuditEntry.changesOf(VerificationCall.fields.filter(({ name }) => name !== "subjectType" && name !== "subjectId"), before, call)
  ]
})

/** Attempts that were made elsewhere; undefined where none was new. */
export const ofCalls = (calls: ReadonlyArray<VerificationCall.VerificationCall>, at: Calendar.Instant): Happening | undefined => {
  if (calls.length === 1) return ofAttempt(calls[0]!, at)
  return calls.length === 0 ? undefined : {
    at,
    action: "attempts.registered",
    subject: { type: "verification-call" },
    counts: { added: calls.length },
    contentDigest: AuditEntry.contentDigest([{ fields: VerificationCall.fields, records: calls }])
  }
}

/** An agent's request to reopen a verification. */
export const ofRequest = ({ reason, requestedAt: at, subjectId: id, subjectType: type }: ReopeningRequest): Happening =>
  ({ at, action: "verification.reopening-requested", subject: { type, id }, changes: [{ field: "reason", from: null, to: reason }] })

export const ofReopening = ({ at, subject }: Records.Reopening): Happening => ({ at, action: "verification.reopened", subject: { type: subject.type, id: subject.id } })

export const ofClose = ({ closedAt, digest, period: of, sequence }: Records.SnapshotLink): Happening => ({
  at: closedAt,
  action: "period.closed",
  subject: period(of),
  changes: [{ field: "sequence", from: null, to: sequence }, { field: "digest", from: null, to: digest }]
})

export const ofPeriodReopening = ({ at, period: of, sequence }: Records.PeriodReopening): Happening =>
  ({ at, action: "period.reopened", subject: period(of), changes: [{ field: "sequence", from: sequence, to: null }] })
