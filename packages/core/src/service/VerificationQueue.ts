/**
 * The CRM agents' queue of verification calls (*Llamada de verificación de atención asesor*): whom to call next and what
 * to ask, with a lease so that two agents never hold the same call; attempts, what they conclude, and reopening.
 *
 * The caller gives the time as `now`. `Verification` decides what attempts conclude.
 *
 * @see GC-PRO-05, Riesgos y controles
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
import * as RecordContent from "../records/RecordContent.ts"
import * as Records from "../register/Records.ts"
import * as Verification from "../judging/Verification.ts"
import * as VerificationCall from "../records/VerificationCall.ts"

/** How long an agent holds a call by default. Our assumption: a verification call takes less time than this. */
export const LEASE_MINUTES = 15

/** How long the queue waits by default before it calls back a customer who asked for that. Our assumption. */
export const CALL_BACK_MINUTES = 60

const MINUTE = 60_000

const subjectFields = { subjectType: Schema.Literals(["prospect", "activity"]), subjectId: Schema.String }

/** The subject of a verification is not registered, was erased, or lies outside the caller's scope. */
export class SubjectUnknown extends Schema.TaggedError<SubjectUnknown>()("SubjectUnknown", subjectFields) {
  override get message() {
    return `Found no ${this.subjectType} ${this.subjectId} within your scope; it may have been erased. Take the next call from the queue, or look the id up.`
  }
}

/** Another agent holds the call. */
export class CallHeldByAnother extends Schema.TaggedError<CallHeldByAnother>()("CallHeldByAnother", subjectFields) {
  override get message() {
    return `Another agent holds the call about ${this.subjectType} ${this.subjectId}. Take another one, or wait until that lease ends.`
  }
}

/** An advisor can't verify a contact that he claims to have made. */
export class OwnCall extends Schema.TaggedError<OwnCall>()("OwnCall", { ...subjectFields, agentId: Schema.String }) {
  override get message() {
    return `${this.agentId} is the advisor of ${this.subjectType} ${this.subjectId}: expected another agent. Leave the call to another agent.`
  }
}

/** An attempt can't be stored as it was given. */
export class AttemptRefused extends Schema.TaggedError<AttemptRefused>()("AttemptRefused", {
  callId: Schema.String,
  found: Schema.String,
  expected: Schema.String
}) {
  override get message() {
    return `The attempt ${this.callId} can't be stored: found ${this.found}, expected ${this.expected}. Correct it and send it again.`
  }
}

const Difference = Schema.Struct({ field: Schema.String, column: Schema.String, kept: Schema.UndefinedOr(Schema.String) })

/** A field, and its column, in which a second attempt differs from the one on record. `kept` is undefined where it may hold personal data. */
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

/** The verification can't be reopened by this caller, in this state, or without a reason. */
export class ReopeningRefused extends Schema.TaggedError<ReopeningRefused>()("ReopeningRefused", {
  ...subjectFields,
  found: Schema.String,
  expected: Schema.String
}) {
  override get message() {
    return `The verification of ${this.subjectType} ${this.subjectId} is not reopened: found ${this.found}, expected ${this.expected}.`
  }
}

/** What the queue needs to know for any question. */
export interface Question {
  readonly dealership: string
  /** The periods whose drawn samples are called. Subjects that already have an attempt are called too, of any month. */
  readonly periods: ReadonlyArray<Calendar.Period>
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
}

/** An open verification with what the agent needs to call. It holds personal data: show it to the agent alone. */
export interface OpenCall {
  readonly subject: Records.SubjectKey
  /** Why it is called: drawn by lot, drawn for a warning, or not drawn but called before. */
  readonly kind: Verification.SampleKind | "attempted"
  readonly question: Bilingual
  readonly customerName: string | undefined
  readonly phone: string | undefined
  readonly email: string | undefined
  /** The advisor who claims to have attended the customer. */
  readonly advisorId: string
  readonly advisorName: string | undefined
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  /** How many attempts count: those since the last reopening. */
  readonly attempts: number
  readonly lastOutcome: VerificationCall.Outcome | undefined
  readonly lastAttemptAt: Calendar.Instant | undefined
}

/** The queue's answer: a leased call; contact hours are over; or no call is left now. */
export type Next =
  | { readonly kind: "call"; readonly call: OpenCall; readonly leasedUntil: Calendar.Instant }
  | { readonly kind: "closed"; readonly opensAt: Calendar.Instant }
  | { readonly kind: "empty"; readonly nextCallBackAt: Calendar.Instant | undefined }

const keyOf = ({ id, type }: Records.SubjectKey): string => `${type} ${id}`

/** A stored subject: which advisor claims to have attended which prospect, and when. */
interface Subject {
  readonly advisorId: string
  readonly at: Calendar.Instant
  readonly prospect: Prospect | undefined
  readonly activityType: string | undefined
}

/** The subjects' records by their keys. Unknown and erased subjects are left out: there is no customer to call. */
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

/** The attempts at subjects and their last reopenings, as of an instant. */
interface Log {
  readonly attemptsOf: (subject: Records.SubjectKey) => ReadonlyArray<VerificationCall.VerificationCall>
  readonly reopenedAt: ReturnType<typeof Verification.reopenedBy>
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
  return {
    attemptsOf: (subject) => byKey.get(keyOf(subject)) ?? [],
    reopenedAt: Verification.reopenedBy(yield* records.reopenings(dealership, about), now),
    attempted: [...subjects.values()]
  }
})

const concludeOf = (log: Log, key: Records.SubjectKey, advisorId: string, policy: Policy.Policy, now: Calendar.Instant): Verification.Conclusion =>
  Verification.conclude(log.attemptsOf(key), advisorId, now, Policy.zoneOf(policy), policy.parameters, log.reopenedAt(key.type, key.id))

/** The attempts that count towards the conclusion, in order: not by the advisor, and after the last reopening. */
const attemptsOf = (log: Log, key: Records.SubjectKey, advisorId: string): ReadonlyArray<VerificationCall.VerificationCall> => {
  const reopenedAt = log.reopenedAt(key.type, key.id) ?? Number.NEGATIVE_INFINITY
  return log.attemptsOf(key)
    .filter(({ agentId, attemptedAt }) => attemptedAt > reopenedAt && agentId !== advisorId)
    .sort(Verification.compareAttempts)
}

/** How a customer would name an activity's type. The question leaves out any other type. */
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

/** What the agent asks the customer: the Spanish day reads as people write it, and the words fit any gender. */
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

/** An open verification and its place in the queue. */
interface Waiting {
  readonly call: OpenCall
  /** 0: a call-back that is due; 1: never called; 2: called, not concluded. */
  readonly turn: number
  /** A customer who asked for a call-back is not called before this instant. */
  readonly restsUntil: Calendar.Instant
}

/** The open verifications, in calling order. */
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
  // The sort is stable: within one turn and one last attempt, drawn subjects keep the order of the draw.
  return found.sort((one, other) => one.turn - other.turn || (one.call.lastAttemptAt ?? 0) - (other.call.lastAttemptAt ?? 0))
})

/** The open verifications, in calling order: due call-backs, then never called, then the others. */
export const open = Effect.fn("VerificationQueue.open")(function*(question: Question): Effect.fn.Return<ReadonlyArray<OpenCall>, Records.RecordsError, Records.Records> {
  return (yield* waiting(question, 0)).map(({ call }) => call)
})

/** Whether a subject is in the queue: selected or called before, not erased, and not concluded. */
export const isOpen = Effect.fn("VerificationQueue.isOpen")(function*(
  { dealership, now, policy, subject: key }: Omit<Question, "periods"> & { readonly subject: Records.SubjectKey }
): Effect.fn.Return<boolean, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const [selections, log, subject] = yield* Effect.all([records.selections(dealership, [key]), logOf(dealership, now, [key]), subjectOf(dealership, key)])
  return subject !== undefined && selections.length + log.attempted.length > 0 && concludeOf(log, key, subject.advisorId, policy, now) === "open"
})

/**
 * The next call for an agent, leased to him: no other agent gets it until he records an attempt or the lease ends. It is
 * never a call about his own contact, and never outside the policy's contact hours (Ley 2300 de 2023, art. 3). An agent who
 * holds a call gets the same one again.
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
    // Another agent may have called this customer between the read and the lease. Then take the next candidate.
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

/**
 * Records an attempt of an agent who holds the call, or takes the lease now, and gives the lease back. An attempt after the
 * concluding one is stored and changes nothing. The same attempt again is not stored twice. Raises `verification.failed` once.
 */
export const recordAttempt = Effect.fn("VerificationQueue.recordAttempt")(function*(options: {
  readonly dealership: string
  readonly policy: Policy.Policy
  readonly now: Calendar.Instant
  readonly call: VerificationCall.VerificationCall
}): Effect.fn.Return<
  Recorded,
  SubjectUnknown | CallHeldByAnother | OwnCall | AttemptRefused | AttemptDiffers | Records.RecordsError,
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
    const differences = differencesOf(known, call, zone)
    if (differences.length > 0) return yield* new AttemptDiffers({ callId, differences })
    return { put: "unchanged", conclusion: yield* concludeAfter(options, subject) }
  }
  const held = yield* records.lease(dealership, [key], agentId, now, now + LEASE_MINUTES * MINUTE)
  if (Option.isNone(held)) return yield* new CallHeldByAnother({ subjectType, subjectId })
  const [put] = yield* records.putCalls(dealership, [call], now)
  const conclusion = yield* concludeAfter(options, subject)
  yield* records.release(dealership, key, agentId)
  return { put: put ?? "unchanged", conclusion }
})

/** What a subject's attempts conclude after one was stored. Raises `verification.failed` when that attempt made it fail. */
const concludeAfter = Effect.fnUntraced(function*(
  { call, dealership, now, policy }: { readonly call: VerificationCall.VerificationCall; readonly dealership: string; readonly now: Calendar.Instant; readonly policy: Policy.Policy },
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

/** The fields in which an attempt differs from the one on record under its id. */
export const differencesOf = (known: VerificationCall.VerificationCall, given: VerificationCall.VerificationCall, zone: Calendar.Zone): ReadonlyArray<Difference> => {
  const kept = RecordContent.plain(VerificationCall.fields, known, zone)
  return VerificationCall.fields
    .filter((field) => !RecordContent.isSame([field], known, given))
    .map(({ column, identifies, name }) => ({ field: name, column, kept: identifies === true ? undefined : String(kept[name]) }))
}

/** Who reopens. He can reopen within the scope that he reads: see `Access.scopeOf`. */
export type Supervisor = Omit<Access.Identity, "dealership">

/**
 * Reopens a concluded verification: its attempts up to `now` no longer count, and it returns to the queue. The CRM assistant
 * may do it, and a manager within his scope. Outside his scope a manager gets `SubjectUnknown`.
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
  if (concludeOf(yield* logOf(dealership, now, [key]), key, subject.advisorId, policy, now) === "open") return yield* refuse("an open one", "a concluded one")
  const reopening: Records.Reopening = { subject: key, at: now, by: Access.actorOf(by), reason: reason.trim() }
  yield* records.addReopening(dealership, reopening)
  return reopening
})
