/**
 * The control of lead follow-up: what is owed to a lead and whether it was done, the lead's colour, and to whom a red lead is
 * escalated (*LEAD*, *Registro Semáforo de Seguimiento*). All of it is derived from records and `asOf`, and never stored.
 *
 * @see GC-PRO-05, Riesgos y controles, Anexos
 *
 * @example
 * ```ts run
 * import { Calendar, Lead, Policy } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const at = (text: string) => Calendar.parseInstant(text, Calendar.bogota)!
 * const facts: Lead.Facts = { assignedAt: at("2024-03-05 09:00"), stage: "open", stageAt: Infinity, contacts: [] }
 * const { color } = Lead.follow(facts, Lead.watch(Policy.gcPro05, at("2024-03-20")))
 * assert.equal(color, "red")
 * ```
 */
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Calendar from "../calendar/Calendar.ts"
import type { Parameters } from "../policy/Parameter.ts"
import * as Policy from "../policy/Policy.ts"
import type { Color } from "./Semaphore.ts"

/** The state of an obligation. `cancelled`: the lead was won or lost before it was due. */
export type State = "met" | "late" | "missed" | "upcoming" | "cancelled"

export const states: ReadonlyArray<State> = ["met", "late", "missed", "upcoming", "cancelled"]

/** Something owed to a lead: the first contact, or a next step that a contact promised. */
export interface Obligation {
  readonly kind: "first-contact" | "promised-step"
  /** When it is due at the latest; of a promised step, the last instant of its local day. */
  readonly due: Calendar.Instant
  readonly state: State
}

/** A contact with the lead: performed by `asOf`, and more than a new date. `promisedDay`: the day of the next step that it promised. */
export interface Contact {
  readonly at: Calendar.Instant
  readonly promisedDay: Calendar.LocalDay | undefined
}

/** The facts about a lead. `contacts` are in the order of time, then id, also those before the assignment. */
export interface Facts {
  readonly assignedAt: Calendar.Instant
  readonly stage: "open" | "won" | "lost"
  /** When it was won or lost; infinity while it is open. */
  readonly stageAt: Calendar.Instant
  readonly contacts: ReadonlyArray<Contact>
}

/** A lead's follow-up as of an instant. */
export interface FollowUp {
  readonly obligations: ReadonlyArray<Obligation>
  readonly color: Color
  /** Local days since the last contact at or after the assignment, else since the assignment. */
  readonly daysSinceLast: number
  /** The obligation that is missed or upcoming; there is at most one. */
  readonly next: Obligation | undefined
  /** Since when it is red; undefined if it is not. */
  readonly redSince: Calendar.Instant | undefined
  /** Business time from assignment to first contact, in milliseconds; undefined without a contact. */
  readonly firstContactMillis: number | undefined
  /** Whether it was lost before any contact since its assignment. */
  readonly isLostWithoutContact: boolean
}

/** The policy's zone, business time and days, made ready once to follow up many leads. */
export interface Watch {
  readonly asOf: Calendar.Instant
  readonly today: Calendar.LocalDay
  readonly zone: Calendar.Zone
  readonly businessHours: BusinessHours.BusinessHours
  readonly businessDays: BusinessHours.BusinessDays
  readonly firstContactMinutes: number
  readonly lostWithoutContact: Parameters["lostWithoutContact"]
  readonly redDays: number
  readonly yellowDays: number
  readonly managerDays: number
  readonly generalManagerDays: number
}

/** Makes a watch of a policy as of an instant. */
export const watch = (policy: Policy.Policy, asOf: Calendar.Instant): Watch => {
  const zone = Policy.zoneOf(policy)
  const { parameters } = policy
  return {
    asOf,
    today: Calendar.localDayOf(zone, asOf),
    zone,
    businessHours: Policy.businessHoursOf(policy),
    businessDays: Policy.businessDaysOf(policy),
    firstContactMinutes: parameters.firstContactMinutes,
    lostWithoutContact: parameters.lostWithoutContact,
    redDays: parameters.leadRedDays,
    yellowDays: parameters.leadYellowDays,
    managerDays: parameters.managerEscalationDays,
    generalManagerDays: parameters.generalManagerEscalationDays
  }
}

/** The last instant of a local day. */
export const endOfDay = (zone: Calendar.Zone, day: Calendar.LocalDay): Calendar.Instant => Calendar.startOfDay(zone, day + 1) - 1

/** The state of an obligation. `doneAt`: the contact that met it, in time or not; undefined without one. */
export const stateOf = (
  due: Calendar.Instant,
  doneAt: Calendar.Instant | undefined,
  stageAt: Calendar.Instant,
  asOf: Calendar.Instant
): State =>
  doneAt !== undefined && doneAt <= due
    ? "met"
    : stageAt <= due && stageAt <= asOf
    ? "cancelled"
    : doneAt !== undefined
    ? "late"
    : asOf > due
    ? "missed"
    : "upcoming"

/**
 * Whether a lead was lost before any contact since its assignment. A contact at the instant of the loss counts as one before it. To
 * lose a lead excuses only from contacts with a customer who was contacted.
 */
const isLostWithoutContact = ({ stage, stageAt }: Facts, firstContactAt: Calendar.Instant | undefined, asOf: Calendar.Instant): boolean =>
  stage === "lost" && stageAt <= asOf && (firstContactAt === undefined || firstContactAt > stageAt)

/** Everything owed to a lead, in the order in which it came to be owed. */
export const obligations = (facts: Facts, watch: Watch): ReadonlyArray<Obligation> => {
  const { assignedAt, contacts, stageAt } = facts
  const { asOf, zone } = watch
  const first = firstContactPlace(facts)
  const firstContactAt = contacts[first]?.at
  const owesFirstContact = watch.lostWithoutContact === "owes" && isLostWithoutContact(facts, firstContactAt, asOf)
  const due = BusinessHours.addMinutes(watch.businessHours, assignedAt, watch.firstContactMinutes)
  const owed: Array<Obligation> = [{ kind: "first-contact", due, state: stateOf(due, firstContactAt, owesFirstContact ? Number.POSITIVE_INFINITY : stageAt, asOf) }]
  for (let place = first; place < contacts.length; place++) {
    const { promisedDay } = contacts[place]!
    if (promisedDay === undefined) continue
    const promisedDue = endOfDay(zone, promisedDay)
    owed.push({ kind: "promised-step", due: promisedDue, state: stateOf(promisedDue, contacts[place + 1]?.at, stageAt, asOf) })
  }
  return owed
}

/** The place of the first contact at or after the assignment; the number of contacts if there is none. */
const firstContactPlace = ({ assignedAt, contacts }: Facts): number => {
  let place = 0
  while (place < contacts.length && contacts[place]!.at < assignedAt) place++
  return place
}

/** A lead's whole follow-up as of the watch's instant. */
export const follow = (facts: Facts, watch: Watch): FollowUp => {
  const { asOf, today, zone } = watch
  const owed = obligations(facts, watch)
  const first = facts.contacts[firstContactPlace(facts)]?.at
  const last = first === undefined ? facts.assignedAt : facts.contacts.at(-1)!.at
  const daysSinceLast = today - Calendar.localDayOf(zone, last)
  const isClosed = facts.stageAt <= asOf
  // At most one is not done: the contact after a promise meets it, in time or late.
  const next = owed.find(({ state }) => state === "missed" || state === "upcoming")
  const missedSince = next?.state === "missed" ? next.due : Number.POSITIVE_INFINITY
  const isDueToday = next?.state === "upcoming" && Calendar.localDayOf(zone, next.due) === today
  const isNeglected = daysSinceLast > watch.redDays
  const isRed = !isClosed && (missedSince < Number.POSITIVE_INFINITY || isNeglected)
  return {
    obligations: owed,
    color: isClosed ? "none" : isRed ? "red" : isDueToday || daysSinceLast > watch.yellowDays ? "yellow" : "green",
    daysSinceLast,
    next,
    redSince: isRed
      ? Math.min(missedSince, isNeglected ? Calendar.startOfDay(zone, today - daysSinceLast + watch.redDays + 1) : Number.POSITIVE_INFINITY)
      : undefined,
    firstContactMillis: first === undefined ? undefined : BusinessHours.millisBetween(watch.businessHours, facts.assignedAt, first),
    isLostWithoutContact: isLostWithoutContact(facts, first, asOf)
  }
}

/** To whom a red lead is escalated. */
export type Escalation = "advisor" | "manager" | "general-manager"

/** Business days of red, after its first day, up to and including today. */
export const redBusinessDays = (redSince: Calendar.Instant, watch: Watch): number =>
  BusinessHours.countBusinessDays(watch.businessDays, Calendar.localDayOf(watch.zone, redSince) + 1, watch.today + 1)

/** To whom a lead that is red since an instant is escalated as of the watch's instant. */
export const escalationOf = (redSince: Calendar.Instant, watch: Watch): Escalation => {
  const days = redBusinessDays(redSince, watch)
  return days > watch.generalManagerDays ? "general-manager" : days > watch.managerDays ? "manager" : "advisor"
}

/** The next escalation of a red lead and when it comes, at the start of that business day; undefined if there is none left. */
export const nextEscalation = (
  redSince: Calendar.Instant,
  watch: Watch
): { readonly to: Escalation; readonly at: Calendar.Instant } | undefined => {
  const current = escalationOf(redSince, watch)
  if (current === "general-manager") return undefined
  const days = current === "advisor" ? watch.managerDays : watch.generalManagerDays
  return { to: current === "advisor" ? "manager" : "general-manager", at: levelFrom(redSince, days, watch) }
}

/** The start of the first business day on which a lead has been red for more than so many business days. */
export const levelFrom = (redSince: Calendar.Instant, days: number, watch: Watch): Calendar.Instant =>
  Calendar.startOfDay(watch.zone, BusinessHours.addBusinessDays(watch.businessDays, Calendar.localDayOf(watch.zone, redSince), days + 1))
