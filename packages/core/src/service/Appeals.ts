/**
 * Appeals: an advisor disputes a reason of an own record, and the CRM assistant grants or refuses it, with a reason. A granted appeal
 * makes a waiver, which takes the reason out of the verdict. Both stay, and are shown with the record.
 *
 * @see GC-PRO-05, Responsable; docs/decisions/0054-appeals-of-closed-months.md
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as PeriodState from "../close/PeriodState.ts"
import * as Waivers from "../judging/Waivers.ts"
import * as Policy from "../policy/Policy.ts"
import type { Place } from "../records/Access.ts"
import type * as Appeal from "../records/Appeal.ts"
import type { Waiver } from "../records/Waiver.ts"
import * as AuditTrail from "../register/AuditTrail.ts"
import * as ControlRecords from "../register/ControlRecords.ts"
import * as ControlUpkeep from "../register/ControlUpkeep.ts"
import * as RelatedRecords from "../register/internal/RelatedRecords.ts"
import * as Records from "../register/Records.ts"
import * as Validation from "../register/Validation.ts"
import type * as VerdictUpkeep from "../register/VerdictUpkeep.ts"

/** What of an appeal can't stand: the field, what was found, and what can be appealed. Nothing was stored. */
export class AppealRefused extends Schema.TaggedError<AppealRefused>()("AppealRefused", {
  field: Schema.Literals(["subject", "code", "text"]),
  expected: Schema.Struct({ es: Schema.String, en: Schema.String })
}) {
  override get message() {
    return `The appeal can't be taken: expected in ${this.field} ${this.expected.en}.`
  }
}

/** The same reason of the record is being appealed already. */
export class AppealPending extends Schema.TaggedError<AppealPending>()("AppealPending", { appealId: Schema.String }) {
  override get message() {
    return `The appeal ${this.appealId} about the same reason is not decided yet. Wait for its decision.`
  }
}

/** No appeal has this id. */
export class AppealUnknown extends Schema.TaggedError<AppealUnknown>()("AppealUnknown", { appealId: Schema.String }) {
  override get message() {
    return `There is no appeal ${this.appealId}.`
  }
}

/** The appeal was decided before. A decision never changes. */
export class AppealDecided extends Schema.TaggedError<AppealDecided>()("AppealDecided", {
  appealId: Schema.String,
  outcome: Schema.Literals(["granted", "refused"])
}) {
  override get message() {
    return `The appeal ${this.appealId} was ${this.outcome} before. A decision never changes; the advisor can appeal again with new facts.`
  }
}

/** A person can't decide an appeal of their own. */
export class OwnAppeal extends Schema.TaggedError<OwnAppeal>()("OwnAppeal", { appealId: Schema.String }) {
  override get message() {
    return `The appeal ${this.appealId} is your own: expected another person. Leave the decision to another CRM assistant.`
  }
}

/** An appeal with what a reader needs: its record's place and month, and whether it is overdue. */
export interface Shown extends Appeal.Appeal {
  readonly place: Place
  /** The month of the record. */
  readonly period: Calendar.Period
  /** Whether that month is closed: then a waiver is shown in its amendment, beside the frozen result. */
  readonly isClosed: boolean
  readonly isOverdue: boolean
}

/** Whose records, and with which policies they are judged. */
interface Asked {
  readonly register: VerdictUpkeep.VerdictUpkeep
  readonly now: Calendar.Instant
}

const recordWord = { prospect: { es: "prospecto", en: "prospect" }, activity: { es: "actividad", en: "activity" } } as const

const notOwn = (type: Records.SubjectKey["type"]) =>
  new AppealRefused({ field: "subject", expected: { es: `el código de ${type === "prospect" ? "un prospecto suyo" : "una actividad suya"}`, en: `the id of an own ${recordWord[type].en}` } })

/** The stored record of a subject, with its place and month. */
const storedOf = Effect.fnUntraced(function*(dealership: string, { id, type }: Records.SubjectKey) {
  const known = yield* RelatedRecords.known(dealership, type === "prospect" ? { prospects: [id] } : { activities: [id] })
  return (type === "prospect" ? known.prospects[0] : known.activities[0])?.storedVerdict
})

/** The last instant of the day by which an appeal is to be decided: so many business days, counted from the next day. */
export const dueAt = (policy: Policy.Policy, raisedAt: Calendar.Instant): Calendar.Instant => {
  const zone = Policy.zoneOf(policy)
  const last = BusinessHours.addBusinessDays(Policy.businessDaysOf(policy), Calendar.localDayOf(zone, raisedAt), policy.parameters.appealDays)
  return Calendar.startOfDay(zone, last + 1) - 1
}

/** Raises an appeal of an advisor about an own record, and a reason or warning that the record has now. Raising the same id again changes nothing. */
export const raise = Effect.fn("Appeals.raise")(function*(
  { now, register }: Asked,
  given: Pick<Appeal.Appeal, "appealId" | "subjectType" | "subjectId" | "code" | "text" | "advisorId">
) {
  const { dealership } = register
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const subject = ControlRecords.subjectOf(given)
    if (given.text.trim() === "") return yield* new AppealRefused({ field: "text", expected: { es: "por qué no está de acuerdo, en palabras", en: "why you disagree, in words" } })
    const stored = yield* storedOf(dealership, subject)
    if (stored === undefined || stored.advisorId !== given.advisorId) return yield* notOwn(subject.type)
    if (!Waivers.isWaivable(subject.type, given.code)) return yield* new AppealRefused({ field: "code", expected: Waivers.expectedCode(subject.type) })
    const others = yield* records.appeals(dealership, { subjects: [subject] })
    const same = others.find(({ appealId }) => appealId === given.appealId)
    if (same !== undefined) return yield* shownOf(dealership, same, now)
    const pending = others.find(({ code, decision }) => code === given.code && decision === undefined)
    if (pending !== undefined) return yield* new AppealPending({ appealId: pending.appealId })
    const explanation = (yield* Validation.ofStored(register, subject, now))!
    const present = [...explanation.reasons, ...explanation.warnings].map(({ code }) => code).filter((code) => Waivers.isWaivable(subject.type, code))
    if (!present.includes(given.code)) {
      const listed = present.join(", ")
      return yield* new AppealRefused({
        field: "code",
        expected: present.length === 0
          ? { es: "una razón que el registro tenga; no tiene ninguna que se pueda apelar", en: "a reason that the record has; it has none that can be appealed" }
          : { es: `una razón o advertencia que el registro tenga: ${listed}`, en: `a reason or warning that the record has: ${listed}` }
      })
    }
    const appeal: Appeal.Appeal = { ...given, text: given.text.trim(), raisedAt: now, dueAt: dueAt(register.policyOf(Calendar.periodOf(Calendar.bogota, now)), now) }
    yield* records.putAppeal(dealership, appeal)
    yield* AuditTrail.add(dealership, { at: now, action: "appeal.raised", subject, changes: [{ field: "appealId", from: null, to: appeal.appealId }, { field: "code", from: null, to: appeal.code }, { field: "text" }] })
    return yield* shownOf(dealership, appeal, now)
  }))
})

/** A decision of an appeal. */
export interface Deciding {
  readonly appealId: string
  readonly outcome: Appeal.Decision["outcome"]
  readonly reason: string
  readonly by: string
}

/** Decides an appeal, once. A granted one makes a waiver and judges the record again, in the same change. */
export const decide = Effect.fn("Appeals.decide")(function*({ now, register }: Asked, { appealId, by, outcome, reason }: Deciding) {
  const { dealership } = register
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const appeal = (yield* records.appeals(dealership, { appealId }))[0]
    if (appeal === undefined) return yield* new AppealUnknown({ appealId })
    if (appeal.decision !== undefined) return yield* new AppealDecided({ appealId, outcome: appeal.decision.outcome })
    if (appeal.advisorId === by) return yield* new OwnAppeal({ appealId })
    if (reason.trim() === "") return yield* new AppealRefused({ field: "text", expected: { es: "el motivo de la decisión, en palabras", en: "the reason of the decision, in words" } })
    const waiver = outcome === "granted" ? waiverOf(appeal, now, by, reason.trim()) : undefined
    const decided: Appeal.Appeal = {
      ...appeal,
      decision: { outcome, at: now, by, reason: reason.trim(), ...(waiver === undefined ? {} : { waiverId: waiver.waiverId }) }
    }
    yield* records.putAppeal(dealership, decided)
    yield* AuditTrail.add(dealership, {
      at: now,
      action: "appeal.decided",
      subject: ControlRecords.subjectOf(appeal),
      changes: [{ field: "appealId", from: appealId, to: appealId }, { field: "decision", from: null, to: outcome }, { field: "reason" }]
    })
    if (waiver !== undefined) yield* ControlUpkeep.putWaivers(register, [waiver], now)
    return yield* shownOf(dealership, decided, now)
  }))
})

const waiverOf = ({ appealId, code, subjectId, subjectType }: Appeal.Appeal, grantedAt: Calendar.Instant, grantedBy: string, reason: string): Waiver =>
  ({ waiverId: `appeal-${appealId}`, subjectType, subjectId, code, grantedAt, grantedBy, reason })

/** Which appeals are looked for. */
export interface Query {
  /** `overdue`: open, and their last day has passed. */
  readonly state?: "open" | "overdue" | "decided" | undefined
  readonly subject?: Records.SubjectKey | undefined
  readonly advisorId?: string | undefined
  /** Only those that were decided at or after this instant. */
  readonly decidedSince?: Calendar.Instant | undefined
  /** Only those that were raised from one instant to another, both included. */
  readonly raisedSince?: Calendar.Instant | undefined
  readonly raisedUntil?: Calendar.Instant | undefined
  /** Only those about records of these places. */
  readonly isWithin?: ((place: Place) => boolean) | undefined
  /** Only appeals behind this one, at most so many. */
  readonly after?: Pick<Appeal.Appeal, "raisedAt" | "appealId"> | undefined
  readonly limit?: number | undefined
}

/** How many appeals are read at once at least where a page's appeals may lie among others. */
const LEAST_READ = 100

/** The appeals that a query looks for, in the order in which they were raised. */
export const find = Effect.fn("Appeals.find")(function*(dealership: string, query: Query, asOf: Calendar.Instant) {
  const { isWithin, limit, state, subject, ...asked } = query
  const records = yield* Records.Records
  const isShown = (appeal: Shown): boolean => (isWithin === undefined || isWithin(appeal.place)) && (state === undefined || isInState(appeal, state))
  const page = {
    ...asked,
    subjects: subject === undefined ? undefined : [subject],
    isDecided: state === undefined ? undefined : state === "decided",
    limit: limit === undefined || isWithin === undefined && state !== "overdue" ? limit : Math.max(limit, LEAST_READ)
  }
  return yield* records.atOneMoment(dealership, Effect.gen(function*() {
    const found: Array<Shown> = []
    for (let { after } = page; ;) {
      const read = yield* records.appeals(dealership, { ...page, after })
      found.push(...(yield* showAll(dealership, read, asOf)).filter(isShown))
      after = read.at(-1)
      if (limit === undefined || found.length >= limit || read.length < page.limit!) return found.slice(0, limit)
    }
  }))
})

const isInState = ({ decision, isOverdue }: Shown, state: NonNullable<Query["state"]>): boolean =>
  state === "decided" ? decision !== undefined : decision === undefined && (state === "open" || isOverdue)

const shownOf = (dealership: string, appeal: Appeal.Appeal, asOf: Calendar.Instant) => Effect.map(showAll(dealership, [appeal], asOf), ([shown]) => shown!)

/** Appeals with their records' places and months. An appeal about a record that was taken back stays with its advisor, in the month when it was raised. */
const showAll = Effect.fnUntraced(function*(dealership: string, appeals: ReadonlyArray<Appeal.Appeal>, asOf: Calendar.Instant) {
  const records = yield* Records.Records
  const idsOf = (type: Records.SubjectKey["type"]) => [...new Set(appeals.flatMap(({ subjectId, subjectType }) => subjectType === type ? [subjectId] : []))]
  const known = yield* RelatedRecords.known(dealership, { prospects: idsOf("prospect"), activities: idsOf("activity") })
  const verdicts = new Map([
    ...known.prospects.map(({ record, storedVerdict }) => [`prospect ${record.prospectId}`, storedVerdict] as const),
    ...known.activities.map(({ record, storedVerdict }) => [`activity ${record.activityId}`, storedVerdict] as const)
  ])
  const storedOf = (appeal: Appeal.Appeal) => verdicts.get(`${appeal.subjectType} ${appeal.subjectId}`)
  const periodOf = (appeal: Appeal.Appeal) => storedOf(appeal)?.period ?? Calendar.periodOf(Calendar.bogota, appeal.raisedAt)
  const stateOf = yield* PeriodState.read(records, dealership, appeals.map(periodOf))
  return appeals.map((appeal): Shown => {
    const stored = storedOf(appeal)
    const period = periodOf(appeal)
    return {
      ...appeal,
      place: { advisorId: appeal.advisorId, branchId: stored?.branchId, brandId: stored?.brandId },
      period,
      isClosed: stateOf(period).state === "closed",
      isOverdue: appeal.decision === undefined && asOf > appeal.dueAt
    }
  })
})
