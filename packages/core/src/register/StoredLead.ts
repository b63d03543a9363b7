/**
 * What is kept of a lead's follow-up beside its record: its contacts, and the instants and months by which a storage finds it.
 * Its colour and the states of its obligations are never kept; they follow from these facts and the instant that is asked about.
 *
 * @see docs/decisions/0028-stored-leads.md
 */
import * as Calendar from "../calendar/Calendar.ts"
import type { Instant, Period } from "../calendar/Calendar.ts"
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import * as Policy from "../policy/Policy.ts"
import * as Activity from "../records/Activity.ts"
import type { Prospect } from "../records/Prospect.ts"
import * as Lead from "../results/Lead.ts"
import type { LeadPlace } from "../results/LeadSource.ts"
import * as Verification from "../judging/Verification.ts"
import type { Verdict } from "../judging/Verdict.ts"

/** The lead of a registered prospect whose source is one of the policy's lead sources. */
export interface StoredLead extends LeadPlace {
  readonly prospectId: string
  readonly isErased: boolean
  readonly assignedAt: Instant
  readonly stage: Prospect["stage"]
  /** When it was won or lost; undefined while it is open. */
  readonly stageAt?: Instant | undefined
  /** The contacts at or after the assignment, by instant and id; those to come too. */
  readonly contacts: ReadonlyArray<Lead.Contact>
  /** The digest of the parameters that the fields below were derived with. */
  readonly terms: string
  /** The months in which an obligation is due, in order. */
  readonly dueMonths: ReadonlyArray<Period>
  /** The latest instant of the facts. As of an earlier instant some of them don't exist yet. */
  readonly factsUntil: Instant
  /** From when on it is red if nothing more happens, and goes to the advisor; undefined when it is won or lost. */
  readonly redFrom?: Instant | undefined
  /** From when on it then goes to the manager, and to the general manager. */
  readonly managerFrom?: Instant | undefined
  readonly generalManagerFrom?: Instant | undefined
  /** As of when this was derived last. */
  readonly derivedAt: Instant
}

/** A stored lead with its prospect's stored verdict, which holds from `since` up to, but not at, `until`. */
export interface JudgedLead {
  readonly lead: StoredLead
  readonly verdict: Verdict
  readonly since: Instant
  readonly until: Instant | undefined
}

/** Which leads are looked for: those that one of the conditions fits, and always those that were derived with other parameters. */
export interface LeadQuery {
  readonly terms: string
  /** Leads with an obligation due in one of these months. */
  readonly dueIn?: ReadonlyArray<Period> | undefined
  /** Leads that may be red as of this instant. */
  readonly redAt?: Instant | undefined
  /** Leads that may be neither red nor closed as of this instant. */
  readonly calmAt?: Instant | undefined
  /** Leads that may be won or lost as of this instant. */
  readonly closedAt?: Instant | undefined
  /** Leads with a fact at or after this instant. */
  readonly changedSince?: Instant | undefined
  /** Leads that may have gone to the next level behind `after` and up to `until`, by time or because they were written. */
  readonly escalated?: { readonly after: Instant; readonly until: Instant } | undefined
  /** Only leads of this advisor, or at this branch. */
  readonly advisorId?: string | undefined
  readonly branchId?: string | undefined
  /** Only leads behind this id, at most so many, in code point order. */
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** Whether a lead is one of those looked for; `after` and `limit` apart. */
export const matches = (lead: StoredLead, { advisorId, branchId, calmAt, changedSince, closedAt, dueIn, escalated, redAt, terms }: LeadQuery): boolean => {
  if (advisorId !== undefined && lead.advisorId !== advisorId || branchId !== undefined && lead.branchId !== branchId) return false
  if (lead.terms !== terms) return true
  const mayBeRed = (at: Instant): boolean => lead.factsUntil > at || lead.redFrom !== undefined && lead.redFrom <= at
  const mayBeCalm = (at: Instant): boolean => lead.factsUntil > at || lead.redFrom !== undefined && lead.redFrom > at
  const mayBeClosed = (at: Instant): boolean => lead.stageAt !== undefined && lead.stageAt <= at
  const mayHaveGoneOn = ({ after, until }: NonNullable<LeadQuery["escalated"]>): boolean =>
    lead.factsUntil > until || lead.derivedAt > after ||
    [lead.redFrom, lead.managerFrom, lead.generalManagerFrom].some((step) => step !== undefined && step > after && step <= until)
  return escalated !== undefined && mayHaveGoneOn(escalated) || dueIn?.some((period) => lead.dueMonths.includes(period)) === true ||
    changedSince !== undefined && lead.factsUntil >= changedSince || redAt !== undefined && mayBeRed(redAt) || calmAt !== undefined && mayBeCalm(calmAt) || closedAt !== undefined && mayBeClosed(closedAt)
}

/** Compares leads as a query lists them. */
export const compare = (one: { readonly prospectId: string }, other: { readonly prospectId: string }): number =>
  Verification.compareIds(one.prospectId, other.prospectId)

const digests = new WeakMap<Policy.Policy, string>()

/** The digest of the parameters that a lead is followed up by. */
export const termsOf = (policy: Policy.Policy): string => {
  let digest = digests.get(policy)
  if (digest === undefined) {
    digests.set(policy, digest = CanonicalJson.digest({ leads: followUpParameters.map((name) => policy.parameters[name]), version: 2 }))
  }
  return digest
}

/** Whether the stored leads tell those of a policy: it has the same facts as the policy in force, and no other lead source than that one. */
export const areTold = (policy: Policy.Policy, inForce: Policy.Policy): boolean =>
  areSame(contactParameters, policy, inForce) && policy.parameters.leadSources.every((source) => inForce.parameters.leadSources.includes(source))

/** Whether two policies have the same lead sources. */
export const hasSameSources = (one: Policy.Policy, other: Policy.Policy): boolean => areSame(["leadSources"], one, other)

/** Whether every lead has the same obligations, states and colours under two policies. */
export const followsAlike = (one: Policy.Policy, other: Policy.Policy): boolean => areSame(followUpParameters, one, other)

const contactParameters = ["rescheduledOutcomes", "timeZone"] as const

const followUpParameters = [
  "leadSources", ...contactParameters, "businessHours", "businessWeekdays", "extraHolidays", "firstContactMinutes", "generalManagerEscalationDays", "leadRedDays", "leadYellowDays", "lostWithoutContact",
  "managerEscalationDays"
] as const

const areSame = (names: ReadonlyArray<keyof Policy.Policy["parameters"]>, one: Policy.Policy, other: Policy.Policy): boolean => {
  const valuesOf = ({ parameters }: Policy.Policy) => CanonicalJson.text(names.map((name) => parameters[name]))
  return valuesOf(one) === valuesOf(other)
}

/** A contact that an activity is, with the lead's prospect; undefined for anything else. The same test as in the judged month. */
const contactOf = (policy: Policy.Policy, zone: Calendar.Zone, activity: Activity.Activity): Lead.Contact | undefined => {
  if (!Activity.isPerformed(activity)) return undefined
  if (activity.outcome !== undefined && policy.parameters.rescheduledOutcomes.includes(activity.outcome)) return undefined
  const at = activity.performedAt!
  return { at, promisedDay: activity.nextActionAt !== undefined && activity.nextActionAt > at ? Calendar.localDayOf(zone, activity.nextActionAt) : undefined }
}

/** Derives a lead from its prospect and all of the prospect's activities; undefined for a prospect that is no lead. */
export const of = (prospect: Prospect, activities: ReadonlyArray<Activity.Activity>, policy: Policy.Policy, derivedAt: Instant): StoredLead | undefined => {
  if (prospect.source === undefined || !policy.parameters.leadSources.includes(prospect.source)) return undefined
  const zone = Policy.zoneOf(policy)
  const assignedAt = prospect.assignedAt ?? prospect.createdAt
  const contacts = activities
    .toSorted((one, other) => Activity.placedAt(one) - Activity.placedAt(other) || Verification.compareIds(one.activityId, other.activityId))
    .flatMap((activity) => contactOf(policy, zone, activity) ?? [])
    .filter(({ at }) => at >= assignedAt)
  const stageAt = prospect.stage === "open" ? undefined : prospect.stageAt
  const facts = { assignedAt, stage: prospect.stage, stageAt, contacts }
  const factsUntil = Math.max(assignedAt, stageAt ?? assignedAt, ...contacts.map(({ at }) => at))
  const watch = Lead.watch(policy, factsUntil)
  const { obligations } = Lead.follow(factsAt(facts, factsUntil), watch)
  const unmet = obligations.flatMap(({ due, state }) => state === "missed" || state === "upcoming" ? [due] : [])
  const lastDay = Calendar.localDayOf(zone, contacts.at(-1)?.at ?? assignedAt)
  const neglectedFrom = Calendar.startOfDay(zone, lastDay + watch.redDays + 1)
  // An obligation is missed behind its due instant, and the lead is red since that instant.
  const redFrom = stageAt === undefined ? Math.min(...unmet.map((due) => due + 1), neglectedFrom) : undefined
  const levelFrom = (days: number): Instant | undefined =>
    redFrom === undefined ? undefined : Lead.levelFrom(Math.min(...unmet, neglectedFrom), days, watch)
  return {
    prospectId: prospect.prospectId,
    advisorId: prospect.advisorId,
    branchId: prospect.branchId,
    brandId: prospect.brandId,
    isErased: prospect.erasedAt !== undefined,
    ...facts,
    terms: termsOf(policy),
    dueMonths: [...new Set(obligations.map(({ due }) => Calendar.periodOf(zone, due)))].sort(),
    factsUntil,
    redFrom,
    managerFrom: levelFrom(watch.managerDays),
    generalManagerFrom: levelFrom(watch.generalManagerDays),
    derivedAt
  }
}

/** Derives a lead under the first of the policies under which the prospect is one. */
export const underAny = (prospect: Prospect, activities: ReadonlyArray<Activity.Activity>, policies: ReadonlyArray<Policy.Policy>, derivedAt: Instant): StoredLead | undefined => {
  const policy = policies.find(({ parameters }) => (parameters.leadSources as ReadonlyArray<string | undefined>).includes(prospect.source))
  return policy === undefined ? undefined : of(prospect, activities, policy, derivedAt)
}

/** The facts of a lead as of an instant: contacts after it don't exist yet. */
export const factsAt = (
  { assignedAt, contacts, stage, stageAt }: Pick<StoredLead, "assignedAt" | "stage" | "stageAt" | "contacts">,
  asOf: Instant
): Lead.Facts => ({ assignedAt, stage, stageAt: stageAt ?? Number.POSITIVE_INFINITY, contacts: contacts.filter(({ at }) => at <= asOf) })

/** Whether two leads are the same, whenever they were derived. */
export const isSame = (one: StoredLead, other: StoredLead): boolean =>
  CanonicalJson.text(toJson({ ...one, derivedAt: 0 })) === CanonicalJson.text(toJson({ ...other, derivedAt: 0 }))

/** A lead as JSON keeps it, without what is undefined. */
export const toJson = (lead: StoredLead): object => JSON.parse(JSON.stringify(lead)) as object
