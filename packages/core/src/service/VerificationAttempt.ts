/**
 * Attempts of verification calls (*Llamada de verificación de atención asesor*): an agent records one for the call that is leased to
 * him, at the time of the call. An attempt never changes, but the agent corrects it for a while (`VerificationCorrection`). Attempts made elsewhere come in by {@link register}.
 *
 * @see GC-PRO-05, Riesgos y controles
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Calendar from "../calendar/Calendar.ts"
import type * as Verification from "../judging/Verification.ts"
import * as Policy from "../policy/Policy.ts"
import * as RecordContent from "../records/RecordContent.ts"
import * as VerificationCall from "../records/VerificationCall.ts"
import * as Records from "../register/Records.ts"
import { concludeOf, keyOf, logOf, type Subject, subjectOf, subjectsOf } from "./internal/VerificationLog.ts"
import { SubjectUnknown } from "./VerificationQueue.ts"

const MINUTE = 60_000

/** How much earlier than the request an attempt may have been made, and how long after its end a lease still counts. Our assumption. */
export const TOLERANCE_MINUTES = 10

const subjectFields = { subjectType: Schema.Literals(["prospect", "activity"]), subjectId: Schema.String }

/** Another agent holds the call. */
export class CallHeldByAnother extends Schema.TaggedError<CallHeldByAnother>()("CallHeldByAnother", subjectFields) {
  override get message() {
    return `Another agent holds the call about ${this.subjectType} ${this.subjectId}. Take another one, or wait until that lease ends.`
  }
}

/** The call is in the queue, and not leased to the agent. */
export class CallNotLeased extends Schema.TaggedError<CallNotLeased>()("CallNotLeased", { ...subjectFields, agentId: Schema.String }) {
  override get message() {
    return `The call about ${this.subjectType} ${this.subjectId} is not leased to ${this.agentId}, expected a lease of his. Take the next call from the queue first.`
  }
}

/** An advisor can't verify a contact that he claims to have made. */
export class OwnCall extends Schema.TaggedError<OwnCall>()("OwnCall", { ...subjectFields, agentId: Schema.String }) {
  override get message() {
    return `${this.agentId} is the advisor of ${this.subjectType} ${this.subjectId}: expected another agent. Leave the call to another agent.`
  }
}

/** The attempt was not made at the time of the request, nor shortly before. Instants are local texts with their offset. */
export class AttemptRefused extends Schema.TaggedError<AttemptRefused>()("AttemptRefused", {
  callId: Schema.String,
  found: Schema.String,
  earliest: Schema.String,
  latest: Schema.String
}) {
  override get message() {
    return `The attempt ${this.callId} can't be stored: found ${this.found}, expected an instant from ${this.earliest} to ${this.latest}. ` +
      "Record an attempt when it is made, and after its record. The CRM assistant imports attempts made elsewhere."
  }
}

const Difference = Schema.Struct({ field: Schema.String, column: Schema.String, found: Schema.String, kept: Schema.UndefinedOr(Schema.String) })

/**
 * A field, and its column, in which an attempt differs from the one on record under its id. `found` is empty and `kept` undefined where
 * they may hold personal data, or tell of another subject.
 */
export type Difference = typeof Difference.Type

/** Another attempt has this id. Attempts never change. */
export class AttemptDiffers extends Schema.TaggedError<AttemptDiffers>()("AttemptDiffers", {
  callId: Schema.String,
  differences: Schema.Array(Difference)
}) {
  override get message() {
    const differences = this.differences.map(({ field, kept }) => kept === undefined ? field : `${field} (on record: ${kept})`)
    return `Another attempt has the id ${this.callId}: found other values in ${differences.join(", ")}, expected those on record. Record a new attempt under another id.`
  }
}

/** The fields in which an attempt differs from the one on record under its id. */
const differencesOf = (known: VerificationCall.VerificationCall, given: VerificationCall.VerificationCall, zone: Calendar.Zone): ReadonlyArray<Difference> => {
  const isSameSubject = known.subjectType === given.subjectType && known.subjectId === given.subjectId
  const [kept, found] = [known, given].map((call) => RecordContent.plain(VerificationCall.fields, call, zone))
  return VerificationCall.fields
    .filter((field) => !RecordContent.isSame([field], known, given))
    .map(({ column, identifies, name }) => ({
      field: name,
      column,
      found: identifies === true ? "" : String(found![name]),
      kept: identifies === true || !isSameSubject ? undefined : String(kept![name])
    }))
}

/** The type of the event that a verification failed. */
export const FAILED_EVENT_TYPE = "verification.failed"

/** The event's data: ids and an instant as local text; no personal data, no comment. */
export interface FailedVerification {
  readonly subjectType: Records.SubjectKey["type"]
  readonly subjectId: string
  readonly advisorId: string
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  /** The attempt that concluded it. */
  readonly callId: string
  readonly outcome: VerificationCall.Outcome
  readonly attemptedAt: string
}

/** What recording an attempt did: whether it was new, and what the subject's attempts conclude now. */
export interface Recorded {
  readonly put: Records.Put
  readonly conclusion: Verification.Conclusion
}

/** An attempt to record. */
export interface Recording {
  readonly dealership: string
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
  readonly call: VerificationCall.VerificationCall
}

/**
 * Records an attempt of the agent to whom the call is leased, and gives the lease back. An attempt after the concluding one is stored
 * and changes nothing. The same attempt again is not stored twice. Raises `verification.failed` once.
 */
export const record = Effect.fn("VerificationAttempt.record")(function*(
  recording: Recording
): Effect.fn.Return<
  Recorded,
  SubjectUnknown | CallHeldByAnother | CallNotLeased | OwnCall | AttemptRefused | AttemptDiffers | Records.RecordsError,
  Records.Records
> {
  const { call, dealership, now, policy } = recording
  const { agentId, callId, subjectId, subjectType } = call
  const records = yield* Records.Records
  const key: Records.SubjectKey = { type: subjectType, id: subjectId }
  const subject = yield* subjectOf(dealership, key)
  if (subject === undefined) return yield* new SubjectUnknown({ subjectType, subjectId })
  if (subject.advisorId === agentId) return yield* new OwnCall({ subjectType, subjectId, agentId })
  const [known] = yield* records.callsById(dealership, [callId])
  if (known !== undefined) {
    const differences = differencesOf(known, call, Policy.zoneOf(policy))
    if (differences.length > 0) return yield* new AttemptDiffers({ callId, differences })
    return { put: "unchanged", conclusion: yield* concludeAfter(recording, subject) }
  }
  yield* mustBeLeased(recording, key)
  yield* mustBeTimely(recording, subject)
  const [put] = yield* records.putCalls(dealership, [call], now)
  const conclusion = yield* concludeAfter(recording, subject)
  yield* records.release(dealership, key, agentId)
  return { put: put ?? "unchanged", conclusion }
})

/** Fails unless the call is leased to the agent. A subject outside the queue is unknown to him. */
const mustBeLeased = Effect.fnUntraced(function*({ call: { agentId, subjectId, subjectType }, dealership, now }: Recording, key: Records.SubjectKey) {
  const records = yield* Records.Records
  const lease = Option.getOrUndefined(yield* records.leaseOf(dealership, key))
  if (lease !== undefined && lease.agentId !== agentId && lease.until > now) return yield* new CallHeldByAnother({ subjectType, subjectId })
  if (lease?.agentId === agentId && lease.until + TOLERANCE_MINUTES * MINUTE > now) return
  const [selections, calls] = yield* Effect.all([records.selections(dealership, [key]), records.calls(dealership, [key])])
  return yield* selections.length + calls.length === 0 ? new SubjectUnknown({ subjectType, subjectId }) : new CallNotLeased({ subjectType, subjectId, agentId })
})

/** Fails unless the attempt was made now or shortly before, and after its record. */
const mustBeTimely = Effect.fnUntraced(function*({ call: { attemptedAt, callId }, now, policy }: Recording, subject: Subject) {
  const earliest = Math.max(now - TOLERANCE_MINUTES * MINUTE, subject.at)
  if (attemptedAt >= earliest && attemptedAt <= now) return
  const written = (instant: Calendar.Instant) => Calendar.formatInstant(Policy.zoneOf(policy), instant)
  return yield* new AttemptRefused({ callId, found: written(attemptedAt), earliest: written(earliest), latest: written(now) })
})

/** What a subject's attempts conclude after one was stored. Raises `verification.failed` when that attempt made it fail. */
export const concludeAfter = Effect.fnUntraced(function*(
  { call, dealership, now, policy }: Recording,
  subject: Subject
): Effect.fn.Return<Verification.Conclusion, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const { attemptedAt, callId, outcome, subjectId, subjectType } = call
  const key: Records.SubjectKey = { type: subjectType, id: subjectId }
  const log = yield* logOf(dealership, now, [key])
  const conclusion = concludeOf(log, key, subject.advisorId, policy, now)
  const others = (of: Records.SubjectKey) => log.attemptsOf(of).filter((one) => one.callId !== callId)
  if (conclusion === "failed" && concludeOf({ ...log, attemptsOf: others }, key, subject.advisorId, policy, now) === "open") {
    const data: FailedVerification = {
      subjectType,
      subjectId,
      advisorId: subject.advisorId,
      branchId: subject.prospect?.branchId,
      brandId: subject.prospect?.brandId,
      callId,
      outcome,
      attemptedAt: Calendar.formatInstant(Policy.zoneOf(policy), attemptedAt)
    }
    yield* records.raise(dealership, [{ key: `${FAILED_EVENT_TYPE} ${callId}`, type: FAILED_EVENT_TYPE, at: now, data }])
  }
  return conclusion
})

/** An attempt that can't have been made when it says. Instants are local texts with their offset; `earliest` is undefined where its record is not registered. */
export interface Untimely {
  readonly found: string
  readonly earliest: string | undefined
  readonly latest: string
}

/**
 * What registering an attempt did. A `refused` one has the id of another attempt, and `differences` names what differs; or it is
 * `untimely`, where only timely ones are registered.
 */
export interface Registered {
  readonly put: "added" | "unchanged" | "refused"
  readonly differences: ReadonlyArray<Difference>
  readonly untimely?: Untimely | undefined
}

/** Of each attempt: why it can't have been made when it says, which is before its record or after `now`; undefined where it can. */
const untimelyOf = Effect.fnUntraced(function*(dealership: string, calls: ReadonlyArray<VerificationCall.VerificationCall>, now: Calendar.Instant, zone: Calendar.Zone) {
  const keys = calls.map(({ subjectId: id, subjectType: type }): Records.SubjectKey => ({ type, id }))
  const subjects = yield* subjectsOf(dealership, keys)
  const written = (instant: Calendar.Instant) => Calendar.formatInstant(zone, instant)
  return calls.map(({ attemptedAt }, place): Untimely | undefined => {
    const earliest = subjects.get(keyOf(keys[place]!))?.at
    if (attemptedAt <= now && (earliest === undefined || attemptedAt >= earliest)) return undefined
    return { found: written(attemptedAt), earliest: earliest === undefined ? undefined : written(earliest), latest: written(now) }
  })
})

/**
 * Stores attempts that were made elsewhere; answers in their order. One with other content under a used id is refused, with
 * `onlyTimely` also one that was made before its record or after `receivedAt`; the others are stored.
 */
export const register = Effect.fn("VerificationAttempt.register")(function*(
  dealership: string,
  calls: ReadonlyArray<VerificationCall.VerificationCall>,
  receivedAt: Calendar.Instant,
  zone: Calendar.Zone,
  onlyTimely = false
): Effect.fn.Return<ReadonlyArray<Registered>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const known = new Map((yield* records.callsById(dealership, calls.map(({ callId }) => callId))).map((call) => [call.callId, call]))
  const untimely = onlyTimely ? yield* untimelyOf(dealership, calls, receivedAt, zone) : []
  const fresh: Array<VerificationCall.VerificationCall> = []
  const registered = calls.map((call, place): Registered => {
    const before = known.get(call.callId)
    if (before === undefined && untimely[place] !== undefined) return { put: "refused", differences: [], untimely: untimely[place] }
    if (before === undefined) {
      known.set(call.callId, call)
      fresh.push(call)
      return { put: "added", differences: [] }
    }
    const differences = differencesOf(before, call, zone)
    return { put: differences.length === 0 ? "unchanged" : "refused", differences }
  })
  if (fresh.length > 0) yield* records.putCalls(dealership, fresh, receivedAt)
  return registered
})
