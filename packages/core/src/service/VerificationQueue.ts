/**
 * The CRM agents' queue of verification calls (*Llamada de verificación de atención asesor*): whom to call next and what
 * to ask, leased so that two agents never hold the same call; attempts, what they conclude, and reopening.
 *
 * Time comes as `now`; nothing here reads a clock. What attempts conclude is `Verification`'s to say.
 *
 * @see GC-PRO-05, Riesgos y controles; 5-controls, R1.2 to R1.5, Roles
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Access from "../records/Access.ts"
import * as Activity from "../records/Activity.ts"
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Directory from "../records/Directory.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import * as Policy from "../policy/Policy.ts"
import type { Prospect } from "../records/Prospect.ts"
import * as Records from "../register/Records.ts"
import * as StoredMonth from "../register/StoredMonth.ts"
import * as Verification from "../judging/Verification.ts"
import type { Outcome, VerificationCall } from "../records/VerificationCall.ts"

/** How long an agent holds a call unless the caller says otherwise. Our assumption: nobody talks to a customer for longer. */
export const LEASE_MINUTES = 15

/** How long a customer who asked to be called back is left alone unless the caller says otherwise. Our assumption. */
export const CALL_BACK_MINUTES = 60

const MINUTE = 60_000

const subjectFields = { subjectType: Schema.Literals(["prospect", "activity"]), subjectId: Schema.String }

/** The subject of a verification is not registered, or beyond what whoever asks reads. */
export class SubjectUnknown extends Schema.TaggedError<SubjectUnknown>()("SubjectUnknown", subjectFields) {
  override get message() {
    return `No ${this.subjectType} ${this.subjectId} is registered within reach, or it was erased. Take the next call from the queue, or look the id up.`
  }
}

/** Another agent holds the call. */
export class CallHeldByAnother extends Schema.TaggedError<CallHeldByAnother>()("CallHeldByAnother", subjectFields) {
  override get message() {
    return `Another agent holds the call about ${this.subjectType} ${this.subjectId}. Take another one, or wait until that lease ends.`
  }
}

/** An advisor can't verify what he himself says he did. */
export class OwnCall extends Schema.TaggedError<OwnCall>()("OwnCall", { ...subjectFields, agentId: Schema.String }) {
  override get message() {
    return `${this.agentId} is the advisor of ${this.subjectType} ${this.subjectId}: expected somebody else to verify it. Leave the call to another agent.`
  }
}

/** An attempt was given that can't be kept as it is. */
export class AttemptRefused extends Schema.TaggedError<AttemptRefused>()("AttemptRefused", {
  callId: Schema.String,
  found: Schema.String,
  expected: Schema.String
}) {
  override get message() {
    return `The attempt ${this.callId} can't be kept: found ${this.found}, expected ${this.expected}. Correct it and send it again.`
  }
}

/** A verification can't be reopened like this. */
export class ReopeningRefused extends Schema.TaggedError<ReopeningRefused>()("ReopeningRefused", {
  ...subjectFields,
  found: Schema.String,
  expected: Schema.String
}) {
  override get message() {
    return `The verification of ${this.subjectType} ${this.subjectId} is not reopened: found ${this.found}, expected ${this.expected}.`
  }
}

/** What is asked of the queue. */
export interface Question {
  readonly dealership: string
  /** The periods whose drawn samples are called; subjects with attempts are called whatever their month. */
  readonly periods: ReadonlyArray<Calendar.Period>
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
}

/** A verification that is open, with what the agent needs to call. Personal data: for the agent's eyes only. */
export interface OpenCall {
  readonly subject: Records.SubjectKey
  /** Why it is called: by lot, for a warning, or since somebody called before without its being drawn. */
  readonly kind: Verification.SampleKind | "attempted"
  readonly question: Bilingual
  readonly customerName: string | undefined
  readonly phone: string | undefined
  readonly email: string | undefined
  /** The advisor who says that he attended the customer. */
  readonly advisorId: string
  readonly advisorName: string | undefined
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  /** How often somebody called since it was last reopened. */
  readonly attempts: number
  readonly lastOutcome: Outcome | undefined
  readonly lastAttemptAt: Calendar.Instant | undefined
}

/** What the queue answers: a call, leased; that customers may not be called now; or that nothing is left to call now. */
export type Next =
  | { readonly kind: "call"; readonly call: OpenCall; readonly leasedUntil: Calendar.Instant }
  | { readonly kind: "closed"; readonly opensAt: Calendar.Instant }
  | { readonly kind: "empty"; readonly nextCallBackAt: Calendar.Instant | undefined }

const keyOf = ({ id, type }: Records.SubjectKey): string => `${type} ${id}`

/** A subject as it is stored: who is said to have attended whom, and when. */
interface Subject {
  readonly advisorId: string
  readonly at: Calendar.Instant
  readonly prospect: Prospect | undefined
  readonly activityType: string | undefined
}

/** The subjects' records by their keys; without those that are unknown or erased: nobody can be called about them. */
const subjectsOf = Effect.fnUntraced(function*(
  dealership: string,
  keys: ReadonlyArray<Records.SubjectKey>
): Effect.fn.Return<ReadonlyMap<string, Subject>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const idsOf = (type: Records.SubjectKey["type"]) => keys.filter((key) => key.type === type).map(({ id }) => id)
  const activities = (yield* records.activitiesById(dealership, idsOf("activity"))).map(({ record }) => record)
  const prospectIds = new Set([...idsOf("prospect"), ...activities.map(({ prospectId }) => prospectId)])
  const prospects = new Map((yield* records.prospectsById(dealership, [...prospectIds])).map(({ record }) => [record.prospectId, record]))
  const subjects = new Map<string, Subject>()
  for (const id of idsOf("prospect")) {
    const prospect = prospects.get(id)
    if (prospect === undefined || prospect.erasedAt !== undefined) continue
    subjects.set(keyOf({ type: "prospect", id }), { advisorId: prospect.advisorId, at: prospect.createdAt, prospect, activityType: undefined })
  }
  for (const activity of activities) {
    if (activity.erasedAt !== undefined) continue
    subjects.set(keyOf({ type: "activity", id: activity.activityId }), {
      advisorId: activity.advisorId,
      at: Activity.placedAt(activity),
      prospect: prospects.get(activity.prospectId),
      activityType: activity.type
    })
  }
  return subjects
})

const subjectOf = (dealership: string, key: Records.SubjectKey) => Effect.map(subjectsOf(dealership, [key]), (subjects) => subjects.get(keyOf(key)))

/** What was attempted and decided about subjects, as of an instant. */
interface Log {
  readonly attemptsOf: (subject: Records.SubjectKey) => ReadonlyArray<VerificationCall>
  readonly reopenedAt: (subject: Records.SubjectKey) => Calendar.Instant | undefined
  readonly attempted: ReadonlyArray<Records.SubjectKey>
}

const logOf = Effect.fnUntraced(function*(
  dealership: string,
  now: Calendar.Instant,
  about?: ReadonlyArray<Records.SubjectKey>
): Effect.fn.Return<Log, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const calls = (yield* records.calls(dealership, about)).filter(({ attemptedAt }) => attemptedAt <= now)
  const subjects = new Map<string, Records.SubjectKey>()
  for (const { subjectId: id, subjectType: type } of calls) subjects.set(keyOf({ type, id }), { type, id })
  const byKey = Map.groupBy(calls, ({ subjectId, subjectType }) => keyOf({ type: subjectType, id: subjectId }))
  const reopened = new Map<string, Calendar.Instant>()
  for (const { at, subject } of yield* records.reopenings(dealership, about)) {
    if (at <= now && at > (reopened.get(keyOf(subject)) ?? Number.NEGATIVE_INFINITY)) reopened.set(keyOf(subject), at)
  }
  return {
    attemptsOf: (subject) => byKey.get(keyOf(subject)) ?? [],
    reopenedAt: (subject) => reopened.get(keyOf(subject)),
    attempted: [...subjects.values()]
  }
})

const concludeOf = (log: Log, key: Records.SubjectKey, advisorId: string, policy: Policy.Policy, now: Calendar.Instant): Verification.Conclusion =>
  Verification.conclude(log.attemptsOf(key), advisorId, now, Policy.zoneOf(policy), policy.parameters, log.reopenedAt(key))

/** The attempts that count towards the conclusion, in order: by somebody else than the advisor, since it was last reopened. */
const attemptsOf = (log: Log, key: Records.SubjectKey, advisorId: string): ReadonlyArray<VerificationCall> => {
  const reopenedAt = log.reopenedAt(key) ?? Number.NEGATIVE_INFINITY
  return log.attemptsOf(key)
    .filter(({ agentId, attemptedAt }) => attemptedAt > reopenedAt && agentId !== advisorId)
    .sort(Verification.compareAttempts)
}

/** How a customer would call an activity; of any other type the question says nothing. */
const typeWords: ReadonlyMap<string, Bilingual> = new Map([
  ["call", { es: "por teléfono", en: "by phone" }],
  ["whatsapp", { es: "por WhatsApp", en: "by WhatsApp" }],
  ["email", { es: "por correo electrónico", en: "by e-mail" }],
  ["sms", { es: "por mensaje de texto", en: "by text message" }],
  ["visit", { es: "en la sala de ventas", en: "in the showroom" }],
  ["home-visit", { es: "en su casa o en su trabajo", en: "at your home or work" }],
  ["test-ride", { es: "para una prueba de manejo", en: "for a test ride" }],
  ["quote", { es: "por una cotización", en: "about a quote" }],
  ["meeting", { es: "en una reunión", en: "in a meeting" }]
])

/** What the agent asks the customer. Names a day as people say it; takes no customer to be a man or a woman. */
const questionOf = (subject: Subject, advisorName: string, zone: Calendar.Zone): Bilingual => {
  const localDay = Calendar.localDayOf(zone, subject.at)
  const { day: date, month, year } = Calendar.partsOfDay(localDay)
  const day = `${date}/${month}/${year}`
  const isoDay = Calendar.formatDay(localDay)
  const words = typeWords.get(subject.activityType ?? "")
  const interest = subject.prospect?.interest
  return subject.activityType === undefined
    ? {
      es: `¿Recibió usted atención de ${advisorName} alrededor del ${day}${interest === undefined ? "" : ` por su interés en ${interest}`}?`,
      en: `Did ${advisorName} attend you around ${isoDay}${interest === undefined ? "" : ` about ${interest}`}?`
    }
    : {
      es: `¿${advisorName} tuvo contacto con usted${words === undefined ? "" : ` ${words.es}`} el ${day}?`,
      en: `Was ${advisorName} in contact with you${words === undefined ? "" : ` ${words.en}`} on ${isoDay}?`
    }
}

/** A verification that is open, and its place in the order of the queue. */
interface Waiting {
  readonly call: OpenCall
  /** 0: a call-back that is due; 1: never called; 2: called without an answer that concludes. */
  readonly turn: number
  /** Until when the customer who asked for a call-back is left alone. */
  readonly restsUntil: Calendar.Instant
}

/** The verifications that are open, in the order in which they are to be called. */
const waiting = Effect.fnUntraced(function*(
  { dealership, now, periods, policy }: Question,
  callBackMinutes: number
): Effect.fn.Return<ReadonlyArray<Waiting>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const zone = Policy.zoneOf(policy)
  const log = yield* logOf(dealership, now)
  const directory = yield* records.directory(dealership)
  const names = new Map(directory.employees.map(({ employeeId, name }) => [employeeId, name]))
  const kinds = new Map<string, { readonly key: Records.SubjectKey; readonly kind: OpenCall["kind"] }>()
  for (const period of new Set(periods)) {
    const drawn = Option.getOrUndefined(yield* records.sample(dealership, period))
    for (const { id, kind, type } of drawn?.selected ?? []) kinds.set(keyOf({ type, id }), { key: { type, id }, kind })
  }
  for (const key of log.attempted) if (!kinds.has(keyOf(key))) kinds.set(keyOf(key), { key, kind: "attempted" })
  const found: Array<Waiting> = []
  const subjects = yield* subjectsOf(dealership, [...kinds.values()].map(({ key }) => key))
  for (const { key, kind } of kinds.values()) {
    const subject = subjects.get(keyOf(key))
    if (subject === undefined || concludeOf(log, key, subject.advisorId, policy, now) !== "open") continue
    const attempts = attemptsOf(log, key, subject.advisorId)
    const last = attempts.at(-1)
    const advisorName = names.get(subject.advisorId)
    const isCallBack = last?.outcome === "call-back"
    found.push({
      call: {
        subject: key,
        kind,
        question: questionOf(subject, advisorName ?? subject.advisorId, zone),
        customerName: subject.prospect?.fullName,
        phone: subject.prospect?.phone,
        email: subject.prospect?.email,
        advisorId: subject.advisorId,
        advisorName,
        branchId: subject.prospect?.branchId,
        brandId: subject.prospect?.brandId,
        attempts: attempts.length,
        lastOutcome: last?.outcome,
        lastAttemptAt: last?.attemptedAt
      },
      turn: isCallBack ? 0 : last === undefined ? 1 : 2,
      restsUntil: isCallBack ? last.attemptedAt + callBackMinutes * MINUTE : Number.NEGATIVE_INFINITY
    })
  }
  // The order is stable: those drawn keep the order of the draw, where turn and last attempt say nothing.
  return found.sort((one, other) => one.turn - other.turn || (one.call.lastAttemptAt ?? 0) - (other.call.lastAttemptAt ?? 0))
})

/** The open verifications, in the order in which they are to be called: due call-backs, those never called, the others. */
export const open = Effect.fn("VerificationQueue.open")(function*(question: Question): Effect.fn.Return<ReadonlyArray<OpenCall>, Records.RecordsError, Records.Records> {
  return (yield* waiting(question, 0)).map(({ call }) => call)
})

/**
 * The next call for an agent, leased to him: nobody else gets it until he recorded an attempt or the lease ended. Never one
 * whose advisor he is, never outside the policy's contact hours. An agent who holds a call gets that one again.
 */
export const next = Effect.fn("VerificationQueue.next")(function*(
  options: Question & { readonly agentId: string; readonly leaseMinutes?: number; readonly callBackMinutes?: number }
): Effect.fn.Return<Next, Records.RecordsError, Records.Records> {
  const { agentId, callBackMinutes = CALL_BACK_MINUTES, dealership, leaseMinutes = LEASE_MINUTES, now, policy } = options
  const opensAt = BusinessHours.nextOpening(Policy.profiles(policy).base.activityParameters.contactHours, now)
  if (opensAt > now) return { kind: "closed", opensAt }
  const records = yield* Records.Records
  const all = (yield* waiting(options, callBackMinutes)).filter(({ call }) => call.advisorId !== agentId)
  const leasedUntil = now + leaseMinutes * MINUTE
  let candidates = all.filter(({ restsUntil }) => restsUntil <= now)
  while (candidates.length > 0) {
    const leased = Option.getOrUndefined(yield* records.lease(dealership, candidates.map(({ call }) => call.subject), agentId, now, leasedUntil))
    if (leased === undefined) break
    const held = candidates.find(({ call }) => keyOf(call.subject) === keyOf(leased))!
    // Between reading and leasing another agent may have called this customer: then it is nobody's turn any more.
    const log = yield* logOf(dealership, Number.POSITIVE_INFINITY, [leased])
    if (attemptsOf(log, leased, held.call.advisorId).length === held.call.attempts) return { kind: "call", call: held.call, leasedUntil }
    yield* records.release(dealership, leased, agentId)
    candidates = candidates.filter((one) => one !== held)
  }
  const rests = all.map(({ restsUntil }) => restsUntil).filter((until) => until > now)
  return { kind: "empty", nextCallBackAt: rests.length === 0 ? undefined : Math.min(...rests) }
})

/** The type of the event that a verification failed. */
export const FAILED_EVENT_TYPE = "verification.failed"

/** What that event tells: ids and an instant as local text; no personal data, no comment. */
export interface FailedVerification {
  readonly subjectType: Records.SubjectKey["type"]
  readonly subjectId: string
  readonly advisorId: string
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  /** The attempt that concluded it. */
  readonly callId: string
  readonly outcome: Outcome
  readonly attemptedAt: string
}

/** What recording an attempt did: whether it was new, and what the subject's attempts come to now. */
export interface Recorded {
  readonly put: Records.Put
  readonly conclusion: Verification.Conclusion
}

/**
 * Records an attempt of an agent who holds the call, or takes it with this, and gives the lease back. An attempt after the
 * concluding one is kept and changes nothing; sending the same attempt again does neither. Raises `verification.failed` once.
 */
export const recordAttempt = Effect.fn("VerificationQueue.recordAttempt")(function*(options: {
  readonly dealership: string
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
  readonly call: VerificationCall
}): Effect.fn.Return<
  Recorded,
  SubjectUnknown | CallHeldByAnother | OwnCall | AttemptRefused | Records.RecordsError,
  Records.Records
> {
  const { call, dealership, now, policy } = options
  const { agentId, attemptedAt, callId, subjectId, subjectType } = call
  const records = yield* Records.Records
  const key: Records.SubjectKey = { type: subjectType, id: subjectId }
  const subject = yield* subjectOf(dealership, key)
  if (subject === undefined) return yield* new SubjectUnknown({ subjectType, subjectId })
  if (subject.advisorId === agentId) return yield* new OwnCall({ subjectType, subjectId, agentId })
  const zone = Policy.zoneOf(policy)
  if (attemptedAt > now) {
    return yield* new AttemptRefused({ callId, found: Calendar.formatInstant(zone, attemptedAt), expected: `an instant up to ${Calendar.formatInstant(zone, now)}` })
  }
  const known = Option.getOrUndefined(yield* records.call(dealership, callId))
  if (known !== undefined) {
    if (!isSameAttempt(known, call)) return yield* new AttemptRefused({ callId, found: "another attempt with this id", expected: "an id of its own" })
    return { put: "unchanged", conclusion: yield* concludeAfter(options, subject) }
  }
  const held = yield* records.lease(dealership, [key], agentId, now, now + LEASE_MINUTES * MINUTE)
  if (Option.isNone(held)) return yield* new CallHeldByAnother({ subjectType, subjectId })
  const [put] = yield* records.putCalls(dealership, [call], now)
  const conclusion = yield* concludeAfter(options, subject)
  yield* records.release(dealership, key, agentId)
  return { put: put ?? "unchanged", conclusion }
})

/** What a subject's attempts come to after one was kept; raises `verification.failed` when it is the one that concludes so. */
const concludeAfter = Effect.fnUntraced(function*(
  { call, dealership, now, policy }: { readonly call: VerificationCall; readonly dealership: string; readonly now: Calendar.Instant; readonly policy: Policy.Policy },
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

const isSameAttempt = (one: VerificationCall, other: VerificationCall): boolean =>
  one.subjectType === other.subjectType && one.subjectId === other.subjectId && one.agentId === other.agentId &&
  one.attemptedAt === other.attemptedAt && one.outcome === other.outcome && one.comment === other.comment

/** Who reopens. What he reaches is what he reads: see `Access.scopeOf`. */
export type Supervisor = Omit<Access.Identity, "dealership">

/**
 * Reopens a concluded verification: its attempts up to `now` conclude nothing any more, and it is in the queue again. For the
 * CRM assistant, and for a manager within what he reads; one beyond that is unknown to him here too.
 */
export const reopen = Effect.fn("VerificationQueue.reopen")(function*(options: {
  readonly dealership: string
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
  readonly subject: Records.SubjectKey
  readonly by: Supervisor
  readonly reason: string
}): Effect.fn.Return<Records.Reopening, SubjectUnknown | ReopeningRefused | Records.RecordsError, Records.Records> {
  const { by, dealership, now, policy, reason, subject: key } = options
  const records = yield* Records.Records
  const names = { subjectType: key.type, subjectId: key.id }
  const refuse = (found: string, expected: string) => new ReopeningRefused({ ...names, found, expected })
  if (!Access.may(by, "verification.reopen")) return yield* refuse(`the role ${by.role}`, `one of ${Access.rolesThatMay("verification.reopen").join(", ")}`)
  const subject = yield* subjectOf(dealership, key)
  const directory = yield* records.directory(dealership)
  const scope = Access.scopeOf(by, directory, Calendar.localDayOf(Policy.zoneOf(policy), now))
  const isReached = ({ advisorId, prospect }: Subject): boolean =>
    Access.isWithin(scope, { advisorId, branchId: prospect?.branchId, brandId: prospect?.brandId }, Directory.lineOfBrand(directory))
  if (subject === undefined || !isReached(subject)) return yield* new SubjectUnknown(names)
  if (reason.trim() === "") return yield* refuse("no reason", "the reason in words")
  if (concludeOf(yield* logOf(dealership, now, [key]), key, subject.advisorId, policy, now) === "open") return yield* refuse("an open one", "one that has concluded")
  const reopening: Records.Reopening = { subject: key, at: now, by: Access.actorOf(by), reason: reason.trim() }
  yield* records.addReopening(dealership, reopening)
  return reopening
})

/**
 * Draws a period's sample and keeps it with its seed; a sample once drawn stays drawn, whatever is asked later. The seed may
 * be a secret until then: the answer discloses it. By default it is the period, which serves reproduction only.
 */
export const drawSample = Effect.fn("VerificationQueue.drawSample")(function*(options: {
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
