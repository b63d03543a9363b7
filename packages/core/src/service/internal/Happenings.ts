/** What the service's decisions say in the audit. */
import type * as Calendar from "../../calendar/Calendar.ts"
import type { AuditSubject, Happening } from "../../register/AuditEntry.ts"
import type { ReopeningRequest } from "../VerificationCorrection.ts"
import * as AuditEntry from "../../register/AuditEntry.ts"
import type * as Records from "../../register/Records.ts"
import type * as Appeal from "../../records/Appeal.ts"
import * as VerificationCall from "../../records/VerificationCall.ts"
import type * as Waiver from "../../records/Waiver.ts"

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

/** Entries of the telephone system's log; undefined where nothing is new. */
export const ofPhoneLog = (puts: ReadonlyArray<Records.Put>, at: Calendar.Instant): Happening | undefined => {
  const counts = Object.fromEntries((["added", "changed"] as const).flatMap((put) => {
    const count = puts.filter((one) => one === put).length
    return count === 0 ? [] : [[put, count]]
  }))
  return Object.keys(counts).length === 0 ? undefined : { at, action: "phone-log.registered", subject: { type: "phone-log" }, counts }
}

/** A waiver, under its subject. Its reason is not told. */
export const ofWaiver = ({ code, grantedBy, subjectId: id, subjectType: type, waiverId }: Waiver.Waiver, at: Calendar.Instant): Happening => ({
  at,
  action: "waiver.granted",
  subject: { type, id },
  changes: [{ field: "waiverId", from: null, to: waiverId }, { field: "code", from: null, to: code }, { field: "grantedBy", from: null, to: grantedBy }]
})

/** An appeal that was raised now, under its subject. Its text is not told. */
export const ofAppeal = ({ appealId, code, raisedAt, subjectId: id, subjectType: type }: Appeal.Appeal, at: Calendar.Instant): Happening | undefined =>
  raisedAt !== at ? undefined : { at, action: "appeal.raised", subject: { type, id }, changes: [{ field: "appealId", from: null, to: appealId }, { field: "code", from: null, to: code }] }

/** The decision of an appeal, and the waiver that it made. Its reason is not told. */
export const ofDecision = ({ appealId, code, decision, subjectId: id, subjectType: type }: Appeal.Appeal): Happening | undefined =>
  decision === undefined ? undefined : {
    at: decision.at,
    action: `appeal.${decision.outcome}`,
    subject: { type, id },
    changes: [
      { field: "appealId", from: appealId, to: appealId },
      { field: "code", from: code, to: code },
      ...(decision.waiverId === undefined ? [] : [{ field: "waiverId", from: null, to: decision.waiverId }])
    ]
  }
