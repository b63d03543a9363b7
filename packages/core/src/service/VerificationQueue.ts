/**
 * The CRM agents' queue of verification calls (*Llamada de verificación de atención asesor*): whom to call next and what
 * to ask, with a lease so that two agents never hold the same call; and reopening. `VerificationAttempt` records attempts.
 *
 * The caller gives the time as `now`. `Verification` decides what attempts conclude.
 *
 * @see GC-PRO-05, Riesgos y controles
 *
 * @example
 * ```ts run
 * import { Calendar, CrmProcedure, Records } from "@crm-procedure/core"
 * import { Effect, Layer } from "effect"
 * import * as assert from "node:assert/strict"
 *
 * const service = CrmProcedure.CrmProcedure.layer().pipe(Layer.provide(Records.Records.layerMemory))
 * const now = Calendar.parseInstant("2024-03-20 10:00", Calendar.bogota)!
 * const ask = CrmProcedure.CrmProcedure.use((crm) => crm.nextCall({ dealership: "norte", periods: ["2024-03"], agentId: "G1", now }))
 * // No sample is drawn, so there is no call to make.
 * assert.equal((await Effect.runPromise(Effect.provide(ask, service))).kind, "empty")
 * ```
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Access from "../records/Access.ts"
import * as MonthName from "../calendar/MonthName.ts"
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Directory from "../records/Directory.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import * as PeriodState from "../close/PeriodState.ts"
import * as Policy from "../policy/Policy.ts"
import * as Records from "../register/Records.ts"
import * as Verification from "../judging/Verification.ts"
import type * as VerificationCall from "../records/VerificationCall.ts"
import { attemptsOf, concludeOf, keyOf, logOf, type Subject, subjectOf, subjectsOf } from "./internal/VerificationLog.ts"

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
  /**
   * The periods whose drawn samples are called. Subjects of any month that were called or reopened since the first of these periods began
   * are called too.
   */
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

/** A call that is left. `attempts`: how many count; unknown of an earlier month. */
export type LeftCall = Pick<OpenCall, "subject" | "advisorId"> & Partial<Pick<OpenCall, "attempts">>

/** Who asks for the next call, and of which months. */
export interface NextQuestion extends Omit<Question, "periods"> {
  /** By default this month and the month before, then earlier months that are not closed. */
  readonly periods?: ReadonlyArray<Calendar.Period> | undefined
  readonly agentId: string
  readonly leaseMinutes?: number
  readonly callBackMinutes?: number
}

/** The queue's answer: a leased call; contact hours are over; or no call is left now. */
export type Next =
  | { readonly kind: "call"; readonly call: OpenCall; readonly leasedUntil: Calendar.Instant }
  | { readonly kind: "closed"; readonly opensAt: Calendar.Instant }
  | { readonly kind: "empty"; readonly nextCallBackAt: Calendar.Instant | undefined }

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
  const day = `${date} de ${MonthName.spanish[month - 1]} de ${year}`
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

/** The question, and whether only what its samples selected is asked about. */
interface WaitingQuestion extends Question {
  readonly onlySelected?: boolean | undefined
}

/** From when on attempts and reopenings bring a record into the queue. */
const sinceOf = ({ now, onlySelected, periods, policy }: WaitingQuestion): Calendar.Instant | undefined =>
  onlySelected === true ? undefined : Math.min(now, ...periods.map((period) => Calendar.periodBounds(Policy.zoneOf(policy), period).start))

const leftIn = ({ now, periods, policy }: Omit<Question, "dealership">, since: Calendar.Instant | undefined): Records.LeftQuery =>
  ({ periods: [...new Set(periods)], since, asOf: now, unanswered: Verification.unansweredOf(policy.parameters) })

/** The open verifications, in calling order. */
const waiting = Effect.fnUntraced(function*(
  question: WaitingQuestion,
  callBackMinutes: number
): Effect.fn.Return<ReadonlyArray<Waiting>, Records.RecordsError, Records.Records> {
  const { dealership, now, policy } = question
  const records = yield* Records.Records
  const zone = Policy.zoneOf(policy)
  const directory = yield* records.directory(dealership)
  const names = new Map(directory.employees.map(({ employeeId, name }) => [employeeId, name]))
  const found: Array<Waiting> = []
  const left = (yield* records.verificationsLeft(dealership, leftIn(question, sinceOf(question)))).map(({ id, selected, type }) => ({ key: { type, id }, kind: selected?.kind ?? "attempted" as const }))
  const keys = left.map(({ key }) => key)
  const [subjects, log] = yield* Effect.all([subjectsOf(dealership, keys), logOf(dealership, now, keys)])
  for (const { key, kind } of left) {
    const subject = subjects.get(keyOf(key))
    if (subject === undefined || kind === "attempted" && log.attemptsOf(key).length === 0 || concludeOf(log, key, subject.advisorId, policy, now) !== "open") continue
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
 * holds a call gets the same one again. Without `periods` the calls of this month and the month before come first; when none
 * of them is left, those of earlier months that are not closed.
 */
export const next = Effect.fn("VerificationQueue.next")(function*(options: NextQuestion): Effect.fn.Return<Next, Records.RecordsError, Records.Records> {
  const { dealership, now, periods, policy } = options
  if (periods !== undefined) return yield* nextOf({ ...options, periods })
  const current = Calendar.periodOf(Policy.zoneOf(policy), now)
  const before = Calendar.previousPeriod(current)
  const recent = yield* nextOf({ ...options, periods: [current, before] })
  if (recent.kind !== "empty") return recent
  const rests = [recent.nextCallBackAt ?? []].flat()
  for (const [period] of Map.groupBy(yield* leftBefore({ dealership, now, policy }, before), ({ selected }) => selected!.period)) {
    const other = yield* nextOf({ ...options, periods: [period], onlySelected: true })
    if (other.kind !== "empty") return other
    if (other.nextCallBackAt !== undefined) rests.push(other.nextCallBackAt)
  }
  return { kind: "empty", nextCallBackAt: rests.length === 0 ? undefined : Math.min(...rests) }
})

/** The selected records of earlier open months whose verification may be open, those of the latest month first. Few are read where few are left. */
const leftBefore = Effect.fnUntraced(function*(question: Omit<Question, "periods">, period: Calendar.Period): Effect.fn.Return<ReadonlyArray<Records.LeftVerification>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const periods = (yield* openPeriodsBefore(question.dealership, period)).toReversed()
  return periods.length === 0 ? [] : yield* records.verificationsLeft(question.dealership, leftIn({ ...question, periods }, undefined))
})

/**
 * The calls that are left for an agent, in the order in which {@link next} comes to them: of this month and the month before, and where
 * none of these is left, the selected ones of earlier months that are not closed. Also those that another agent holds and those that
 * rest until a call-back.
 */
export const left = Effect.fn("VerificationQueue.left")(function*(
  question: Omit<Question, "periods"> & { readonly agentId: string }
): Effect.fn.Return<ReadonlyArray<LeftCall>, Records.RecordsError, Records.Records> {
  const { agentId, now, policy } = question
  const current = Calendar.periodOf(Policy.zoneOf(policy), now)
  const before = Calendar.previousPeriod(current)
  const isOthers = ({ advisorId }: { readonly advisorId: string }): boolean => advisorId !== agentId
  const recent = (yield* waiting({ ...question, periods: [current, before] }, 0)).map(({ call }) => call).filter(isOthers)
  if (recent.length > 0) return recent
  return (yield* leftBefore(question, before)).map(({ advisorId, id, type }): LeftCall => ({ subject: { type, id }, advisorId })).filter(isOthers)
})

/** The months before one that hold judged records and are not closed: their samples may have calls left. */
const openPeriodsBefore = Effect.fnUntraced(function*(dealership: string, period: Calendar.Period): Effect.fn.Return<ReadonlyArray<Calendar.Period>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const earlier = (yield* records.judgedPeriods(dealership)).map((judged) => judged.period).filter((one) => one < period)
  if (earlier.length === 0) return []
  const stateOf = yield* PeriodState.read(records, dealership, earlier)
  return earlier.filter((one) => stateOf(one).state !== "closed")
})

const nextOf = Effect.fnUntraced(function*(options: NextQuestion & WaitingQuestion): Effect.fn.Return<Next, Records.RecordsError, Records.Records> {
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
