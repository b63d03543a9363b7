/** Reads what a person's letter says, as of an instant: within what the person may see, by the same questions as the page asks. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Access from "@crm-procedure/core/records/Access"
import * as Directory from "@crm-procedure/core/records/Directory"
import * as Records from "@crm-procedure/core/register/Records"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as Escalation from "@crm-procedure/core/service/Escalation"
import * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import type { Attachment, Message } from "@crm-procedure/core/service/Message"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type * as User from "@crm-procedure/core/service/User"
import * as RejectedImports from "@crm-procedure/http-api/imports/RejectedImports"
import * as Effect from "effect/Effect"
import type { Letter } from "./Letter.ts"
import * as Morning from "./Morning.ts"
import * as Raised from "./Raised.ts"
import * as Weekly from "./Weekly.ts"

export interface Options {
  readonly publicUrl: string
  /** Whether customers' names may stand in a letter. */
  readonly showsNames: boolean
}

/** A letter, the figures that it tells, and the workbook that goes with it. */
export interface Composed {
  readonly letter: Letter
  readonly figures?: Readonly<Record<string, number>>
  readonly attachment?: Attachment
}

export const zone = Policy.zoneOf(Policy.gcPro05)

/** How far back an earlier letter of a kind is looked for among a person's messages. */
const LOOKED_AT = 100

const EVENTS = 1_000

/** What lies within a person's view; undefined: everything. */
const viewOf = ({ identity }: User.User, directory: Directory.Directory, now: Calendar.Instant): ((place: Access.Place) => boolean) | undefined => {
  const scope = Access.scopeOf(identity, directory, Calendar.localDayOf(zone, now))
  const lineOfBrand = Directory.lineOfBrand(directory)
  return scope.kind === "dealership" ? undefined : (place) => Access.isWithin(scope, place, lineOfBrand)
}

/** Whether a person directs others' work and is told figures. */
const isTold = ({ identity }: User.User): boolean => Access.isManager(identity) || identity.role === "general-manager" || identity.role === "crm-assistant"

/** The figures of the month so far: of all that a person directs, and of its branches. */
const figuresOf = Effect.fnUntraced(function*(user: User.User, directory: Directory.Directory, now: Calendar.Instant) {
  if (!isTold(user)) return []
  const procedure = yield* CrmProcedure
  const question = { dealership: user.identity.dealership, period: Calendar.periodOf(zone, now), asOf: now }
  const isWithin = viewOf(user, directory, now)
  const scopes = [...(yield* procedure.scorecard(question, [], isWithin)).groups, ...(yield* procedure.scorecard(question, ["branch"], isWithin)).groups]
  return scopes.map(({ followUp, keys, prospecting }): Morning.ScopeFigures => ({
    branchId: keys.branch,
    prospecting: { percent: prospecting.percent, color: prospecting.color },
    followUp: { percent: followUp.percent, color: followUp.color }
  }))
})

/** The figures of a person's last letter of a kind. */
const toldBefore = Effect.fnUntraced(function*(user: User.User, kind: Message["kind"]) {
  const serviceStore = yield* ServiceStore.ServiceStore
  const last = (yield* serviceStore.messagesOf(user.identity.dealership, user.id, LOOKED_AT)).find((one) => one.kind === kind && one.figures !== undefined)
  return last?.figures === undefined ? undefined : { figures: last.figures, at: last.createdAt }
})

/** The letter of the day; undefined where there is nothing to say. */
export const morning = Effect.fnUntraced(function*(user: User.User, directory: Directory.Directory, now: Calendar.Instant, options: Options) {
  const { identity } = user
  const today = yield* (yield* CrmProcedure).today({ dealership: identity.dealership, identity, now })
  const imports = Access.may(identity, "imports.manage") ? yield* RejectedImports.since(yield* IntakeStore.IntakeStore, identity.dealership, today.since) : []
  const figures = yield* figuresOf(user, directory, now)
  const before = figures.length === 0 ? undefined : yield* toldBefore(user, "morning")
  const letter = Morning.letterOf(user, { today, directory, imports, figures, before }, { ...options, zone })
  if (letter === undefined) return undefined
  return { letter, ...(figures.length === 0 ? {} : { figures: Morning.numbersOf(figures, Calendar.periodOf(zone, now)) }) } satisfies Composed
})

/** Whether a person gets the letter of the week: those who direct a branch, a line or the dealership. */
export const getsWeekly = ({ identity }: User.User): boolean => Access.isManager(identity) || identity.role === "general-manager"

/** The day on which the week of a day began: a Monday. */
export const weekOf = (day: Calendar.LocalDay): Calendar.LocalDay => day - Calendar.weekdayOf(day) + 1

/** The letter of the week: the compliance of the month in which the week before ended. Undefined for a person who does not get it. */
export const weekly = Effect.fnUntraced(function*(user: User.User, directory: Directory.Directory, now: Calendar.Instant, options: Options) {
  if (!getsWeekly(user)) return undefined
  const { dealership } = user.identity
  const period = Calendar.periodOf(zone, Calendar.startOfDay(zone, weekOf(Calendar.localDayOf(zone, now))) - 1)
  const report = yield* (yield* CrmProcedure).compliance({ dealership, period, asOf: now }, viewOf(user, directory, now))
  const month = Number(period.replace("-", ""))
  const told = (yield* toldBefore(user, "weekly"))?.figures
  const { percent } = report.company()
  const letter = Weekly.letterOf(user, { report, directory, before: told?.["month"] === month ? told["compliance"] : undefined }, { period, publicUrl: options.publicUrl })
  return { letter, figures: { month, ...(percent === null ? {} : { compliance: percent }) }, attachment: { form: "compliance", period, asOf: now } } satisfies Composed
})

/** The customers' names of some leads, or their ids. */
const namesOf = Effect.fnUntraced(function*(dealership: string, leadIds: ReadonlyArray<string>, { showsNames }: Options) {
  const found = showsNames ? yield* (yield* Records.Records).prospectsById(dealership, leadIds) : []
  const names = new Map(found.map(({ record }) => [record.prospectId, record.fullName]))
  return (leadId: string): string => names.get(leadId) || leadId
})

const isEscalated = (data: unknown): data is Escalation.EscalatedLead => typeof data === "object" && data !== null && "leadId" in data && "addresseeIds" in data

/** Leads that were escalated at the same instant. */
export interface Escalated {
  readonly at: Calendar.Instant
  readonly leads: ReadonlyArray<Escalation.EscalatedLead>
}

/** The escalations since an instant, the latest first. Those to the advisor are in the advisor's morning letter. */
export const escalationsSince = Effect.fnUntraced(function*(dealership: string, since: Calendar.Instant) {
  const events = yield* (yield* Records.Records).latestEvents(dealership, Escalation.EVENT_TYPE, since, EVENTS)
  return [...Map.groupBy(events, ({ at }) => at)].sort(([one], [other]) => other - one).map(([at, together]): Escalated => ({
    at,
    leads: together.flatMap(({ data }) => isEscalated(data) && data.level !== "advisor" ? [data] : [])
  }))
})

/** The letter of what was escalated to a person; undefined where nothing was. */
export const escalation = Effect.fnUntraced(function*(user: User.User, directory: Directory.Directory, { leads }: Escalated, options: Options) {
  const { dealership, employeeId, role } = user.identity
  const own = role === "advisor" || employeeId === undefined ? [] : leads.filter(({ addresseeIds }) => addresseeIds.includes(employeeId))
  if (own.length === 0) return undefined
  const nameOf = yield* namesOf(dealership, own.map(({ leadId }) => leadId), options)
  return { letter: Raised.escalated(user, own, { directory, nameOf, publicUrl: options.publicUrl }) } satisfies Composed
})

/** How long before it is due a first contact is warned of. */
const WARNED_MILLIS = 3_600_000
const DUE_LEADS = 200

/** The first contacts that an advisor owes within the next hour. */
export const contactsDue = Effect.fnUntraced(function*({ identity }: User.User, now: Calendar.Instant) {
  const { dealership, employeeId, role } = identity
  if (role !== "advisor" || employeeId === undefined) return []
  const { items } = yield* (yield* CrmProcedure).leads({ dealership, period: Calendar.periodOf(zone, now), asOf: now, color: "yellow", isOpen: true, advisorId: employeeId, limit: DUE_LEADS })
  return items.flatMap(({ followUp: { next }, prospectId: leadId }) =>
    next?.kind === "first-contact" && next.state === "upcoming" && next.due - now <= WARNED_MILLIS ? [{ leadId, due: next.due }] : [])
})

/** The warning of a first contact that is due. */
export const contactDue = Effect.fnUntraced(function*(user: User.User, directory: Directory.Directory, one: { readonly leadId: string; readonly due: Calendar.Instant }, options: Options) {
  const nameOf = yield* namesOf(user.identity.dealership, [one.leadId], options)
  return { letter: Raised.contactDue(user, one, { directory, nameOf, publicUrl: options.publicUrl, zone }) } satisfies Composed
})
