/**
 * Undoing a verification that went wrong: an agent corrects an own attempt for ten minutes, and later asks a supervisor to reopen it.
 * Both versions of a corrected attempt are kept.
 *
 * @see GC-PRO-05, Riesgos y controles; docs/decisions/0057-undoing-an-attempt.md
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Access from "../records/Access.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Directory from "../records/Directory.ts"
import * as Policy from "../policy/Policy.ts"
import * as RecordContent from "../records/RecordContent.ts"
import * as VerificationCall from "../records/VerificationCall.ts"
import * as Records from "../register/Records.ts"
import { concludeOf, keyOf, logOf, subjectOf, subjectsOf } from "./internal/VerificationLog.ts"
import * as VerificationAttempt from "./VerificationAttempt.ts"
import { ReopeningRefused, SubjectUnknown, type Supervisor } from "./VerificationQueue.ts"

const MINUTE = 60_000

/** For how long an agent corrects an own attempt, from when it was made. Our assumption. */
export const CORRECTION_MINUTES = 10

/** The agent made no such attempt at this subject. */
export class AttemptUnknown extends Schema.TaggedError<AttemptUnknown>()("AttemptUnknown", { callId: Schema.String, agentId: Schema.String }) {
  override get message() {
    return `${this.agentId} made no attempt ${this.callId} at this subject. Correct an own attempt.`
  }
}

/** The attempt is older than an agent may correct. `until` is a local text with its offset. */
export class CorrectionTooLate extends Schema.TaggedError<CorrectionTooLate>()("CorrectionTooLate", { callId: Schema.String, until: Schema.String }) {
  override get message() {
    return `The attempt ${this.callId} could be corrected until ${this.until}. Ask a supervisor to reopen the verification.`
  }
}

/** A correction of an attempt: what was really the case. */
export interface Correcting {
  readonly dealership: string
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
  readonly subject: Records.SubjectKey
  readonly callId: string
  readonly agentId: string
  readonly outcome: VerificationCall.Outcome
  readonly comment?: string | undefined
}

/** What a correction did, with the attempt before and after it. */
export interface Corrected extends VerificationAttempt.Recorded {
  readonly before: VerificationCall.VerificationCall
  readonly after: VerificationCall.VerificationCall
}

/** Corrects the outcome and the comment of an own attempt. The attempt as it was is kept as its earlier version. */
export const correct = Effect.fn("VerificationCorrection.correct")(function*(
  { agentId, callId, comment, dealership, now, outcome, policy, subject: key }: Correcting
): Effect.fn.Return<Corrected, AttemptUnknown | CorrectionTooLate | SubjectUnknown | Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const subject = yield* subjectOf(dealership, key)
  if (subject === undefined) return yield* new SubjectUnknown({ subjectType: key.type, subjectId: key.id })
  const [before] = yield* records.callsById(dealership, [callId])
  if (before === undefined || before.agentId !== agentId || before.subjectId !== key.id || before.subjectType !== key.type) {
    return yield* new AttemptUnknown({ callId, agentId })
  }
  const until = before.attemptedAt + CORRECTION_MINUTES * MINUTE
  if (now > until) return yield* new CorrectionTooLate({ callId, until: Calendar.formatInstant(Policy.zoneOf(policy), until) })
  const { comment: _comment, ...rest } = before
  const after: VerificationCall.VerificationCall = { ...rest, outcome, ...(comment === undefined ? {} : { comment }) }
  if (RecordContent.isSame(VerificationCall.fields, before, after)) {
    return { before, after, put: "unchanged", conclusion: concludeOf(yield* logOf(dealership, now, [key]), key, subject.advisorId, policy, now) }
  }
  const earlier = yield* Stream.runCollect(records.versions(dealership, [{ type: "verification-call", id: callId }]))
  yield* records.putVersions(dealership, [{ subject: { type: "verification-call", id: callId }, revision: earlier.length, content: before }])
  yield* records.putCalls(dealership, [after], now)
  const conclusion = yield* VerificationAttempt.concludeAfter({ dealership, policy, now, call: after }, subject)
  return { before, after, put: "changed", conclusion }
})

// ---------------------------------------------------------------------------------------------------------------------
// Asking to reopen
// ---------------------------------------------------------------------------------------------------------------------

/** The type of the event that keeps a request. */
export const REQUESTED_EVENT_TYPE = "verification.reopening-requested"

/** A request to reopen a verification, as the event keeps it. */
export interface ReopeningRequest {
  readonly subjectType: Records.SubjectKey["type"]
  readonly subjectId: string
  readonly advisorId: string
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  readonly agentId: string
  readonly reason: VerificationCall.ReopeningReason
  /** Epoch milliseconds. */
  readonly requestedAt: Calendar.Instant
}

/** Asks a supervisor to reopen a concluded verification to which the agent made an attempt. Asking again before it is reopened changes nothing. */
export const request = Effect.fn("VerificationCorrection.request")(function*(options: {
  readonly dealership: string
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
  readonly subject: Records.SubjectKey
  readonly agentId: string
  readonly reason: VerificationCall.ReopeningReason
}): Effect.fn.Return<ReopeningRequest, SubjectUnknown | ReopeningRefused | Records.RecordsError, Records.Records> {
  const { agentId, dealership, now, policy, reason, subject: key } = options
  const records = yield* Records.Records
  const names = { subjectType: key.type, subjectId: key.id }
  const subject = yield* subjectOf(dealership, key)
  const log = yield* logOf(dealership, now, [key])
  if (subject === undefined || !log.attemptsOf(key).some((call) => call.agentId === agentId)) return yield* new SubjectUnknown(names)
  if (concludeOf(log, key, subject.advisorId, policy, now) === "open") return yield* new ReopeningRefused({ ...names, found: "an open one", expected: "a concluded one" })
  const request: ReopeningRequest = {
    ...names,
    advisorId: subject.advisorId,
    branchId: subject.prospect?.branchId,
    brandId: subject.prospect?.brandId,
    agentId,
    reason,
    requestedAt: now
  }
  const times = (yield* records.reopenings(dealership, [key])).length
  yield* records.raise(dealership, [{ key: `${REQUESTED_EVENT_TYPE} ${keyOf(key)} ${agentId} ${times}`, type: REQUESTED_EVENT_TYPE, at: now, data: request }])
  return request
})

/** How far back requests are looked for, and at most how many. */
const REQUEST_DAYS = 60
const MAXIMUM_REQUESTS = 500

/** The requests that no reopening has answered yet and that a supervisor may answer, the newest first. */
export const requests = Effect.fn("VerificationCorrection.requests")(function*(options: {
  readonly dealership: string
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
  readonly by: Supervisor
}): Effect.fn.Return<ReadonlyArray<ReopeningRequest>, Records.RecordsError, Records.Records> {
  const { by, dealership, now, policy } = options
  const records = yield* Records.Records
  const events = yield* records.latestEvents(dealership, REQUESTED_EVENT_TYPE, now - REQUEST_DAYS * 1_440 * MINUTE, MAXIMUM_REQUESTS)
  const asked = events.map(({ data }) => data as ReopeningRequest)
  const keys = asked.map(({ subjectId: id, subjectType: type }): Records.SubjectKey => ({ type, id }))
  const stored = yield* subjectsOf(dealership, keys)
  const reopenings = yield* records.reopenings(dealership, keys)
  const directory = yield* records.directory(dealership)
  const scope = Access.scopeOf(by, directory, Calendar.localDayOf(Policy.zoneOf(policy), now))
  return asked.filter((one, place) => {
    const key = keys[place]!
    const isAnswered = reopenings.some(({ at, subject }) => keyOf(subject) === keyOf(key) && at >= one.requestedAt)
    return !isAnswered && stored.has(keyOf(key)) && Access.isWithin(scope, one, Directory.lineOfBrand(directory))
  })
})
