/** Makes records of drafts: ids, references, instants and values that a policy lists. The same drafts give the same records. */
import type * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as Goal from "@crm-procedure/core/records/Goal"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import type * as Draft from "./Draft.ts"

/** What drafts are held against. */
export interface Frame {
  readonly period: Calendar.Period
  readonly zone: Calendar.Zone
  readonly policy: Policy.Policy
  /** Brands that the policy has profiles for, which the month therefore has. */
  readonly brandIds: ReadonlyArray<string>
}

export const frame = (policy: Policy.Policy, period: Calendar.Period): Frame => ({
  period,
  zone: Policy.zoneOf(policy),
  policy,
  brandIds: [...policy.brands.keys()]
})

const firstDay = ({ period }: Frame): Calendar.LocalDay => Calendar.firstDayOfMonth(Calendar.monthOfPeriod(period))

/** The instant that a draft means; where clocks were changed on its day, an hour more or less. */
export const instant = (frame: Frame, { day, millis }: Draft.InstantDraft): Calendar.Instant =>
  Calendar.startOfDay(frame.zone, firstDay(frame) + day) + millis

const at = <A>(list: ReadonlyArray<A>, place: number): A => list[place % list.length] as A

const plus = (instant: Calendar.Instant, millis: number | undefined): Calendar.Instant | undefined => millis === undefined ? undefined : instant + millis

/** Leaves out what is absent, so that records print shortly. */
const present = <A extends object>(record: A): A =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as A

const idOf = (kind: string, { number, prefix }: Draft.Identity): string => `${prefix}${kind}${number}`

/** A customer's own telephone number, written in one of four ways. */
const phoneOf = (number: number, writing: number): string => {
  const digits = `310${2_000_000 + number * 1013}`
  return [digits, `+57 ${digits}`, `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`, `57${digits}`][writing % 4] as string
}

const emailOf = (number: number, writing: number): string => writing % 2 === 0 ? `cliente${number}@correo.example` : ` Cliente${number}@Correo.example`

const advisorIdOf = (place: number): string => `A${place + 1}`

export const directory = (frame: Frame, draft: Draft.DirectoryDraft): Directory.Directory => {
  const branches = Array.from({ length: draft.branches }, (_, place): Directory.Branch => ({ branchId: `S${place + 1}`, name: `Sede ${place + 1}` }))
  const brandIds = [...new Set([...frame.brandIds, ...draft.brandLines.map((_, place) => `M${place + 1}`)])]
  const brands = brandIds.map((brandId, place): Directory.Brand =>
    present({ brandId, name: `Marca ${place + 1}`, line: at(draft.brandLines, place) }))
  return { branches, brands, employees: draft.employees.flatMap((employee, place) => assignments(frame, employee, place, branches)) }
}

/** An employee's assignments: one after the other, with a day between them, never two on one day. */
const assignments = (
  frame: Frame,
  draft: Draft.EmployeeDraft,
  place: number,
  branches: ReadonlyArray<Directory.Branch>
): ReadonlyArray<Directory.Employee> => {
  let from = firstDay(frame) + draft.from
  return [...draft.lengths, undefined].flatMap((length, number): ReadonlyArray<Directory.Employee> => {
    if (length === undefined && !draft.endless && number > 0) return []
    const activeFrom = from
    if (length !== undefined) from += length + 2
    return [present<Directory.Employee>({
      employeeId: advisorIdOf(place),
      name: `Empleado ${place + 1}`,
      role: draft.role,
      branchId: at(branches, draft.branch + number).branchId,
      phone: draft.customer === undefined ? undefined : phoneOf(draft.customer, 0),
      email: draft.customer === undefined ? undefined : emailOf(draft.customer, 0),
      activeFrom,
      activeTo: length === undefined ? undefined : activeFrom + length
    })]
  })
}

export const prospect = (frame: Frame, directory: Directory.Directory, draft: Draft.ProspectDraft): Prospect.Prospect => {
  const { customer, placeUnknown } = draft
  const createdAt = instant(frame, draft.createdAt)
  const employee = at(directory.employees, draft.advisor)
  const consentAt = plus(createdAt, draft.consentAfter)
  const person = customer.number < 0 ? draft.identity.number + 3 : customer.number
  const { leadSources, sources } = frame.policy.parameters
  const listed = [...leadSources, ...sources]
  return present<Prospect.Prospect>({
    prospectId: idOf("P", draft.identity),
    createdAt,
    advisorId: placeUnknown === "advisor" ? "A99" : employee.employeeId,
    branchId: placeUnknown === "branch"
      ? "S99"
      : draft.otherBranch || employee.branchId === undefined
      ? at(directory.branches, draft.brand).branchId
      : employee.branchId,
    brandId: placeUnknown === "brand" ? "M99" : at(directory.brands, draft.brand).brandId,
    fullName: customer.name,
    documentType: customer.document[0],
    documentNumber: customer.document[1],
    phone: customer.phone === "own" ? phoneOf(person, customer.writing) : customer.phone,
    email: customer.email === "own" ? emailOf(person, customer.writing) : customer.email,
    source: draft.sourceWriting === "listed" && listed.length > 0 ? at(listed, draft.source) : draft.sourceWriting,
    interest: draft.interest,
    consentAt,
    excludedAt: consentAt === undefined ? undefined : plus(consentAt, draft.excludedAfterConsent),
    assignedAt: plus(createdAt, draft.assignedAfter),
    recordedAt: plus(createdAt, draft.recordedAfter),
    stage: draft.stage as Prospect.Stage,
    stageAt: draft.stage === "open" ? undefined : createdAt + draft.stageAfter
  })
}

export const activity = (
  frame: Frame,
  directory: Directory.Directory,
  prospects: ReadonlyArray<Prospect.Prospect>,
  draft: Draft.ActivityDraft
): Activity.Activity => {
  const of = draft.prospectUnknown || prospects.length === 0 ? undefined : at(prospects, draft.prospect)
  const performedAt = "day" in draft.at
    ? instant(frame, draft.at)
    : of === undefined
    ? instant(frame, { day: 4, millis: 36_000_000 })
    : of.createdAt + draft.at.afterProspect
  const { activityTypes, closingOutcomes, rescheduledOutcomes, unansweredOutcomes } = frame.policy.parameters
  const outcomes = ["interested", undefined, ...closingOutcomes, ...rescheduledOutcomes, ...unansweredOutcomes]
  const isPerformed = draft.status === "performed" && !draft.performedAtMissing
  return present<Activity.Activity>({
    activityId: idOf("AC", draft.identity),
    prospectId: of?.prospectId ?? "P0",
    advisorId: draft.advisor === undefined ? of?.advisorId ?? advisorIdOf(0) : draft.advisor < 0 ? "A99" : at(directory.employees, draft.advisor).employeeId,
    type: draft.typeUnknown || activityTypes.length === 0 ? "pigeon" : at(activityTypes, draft.type),
    status: draft.status,
    direction: draft.direction,
    plannedFor: isPerformed ? plus(performedAt, draft.plannedBefore) : performedAt,
    performedAt: isPerformed ? performedAt : undefined,
    recordedAt: plus(performedAt, draft.recordedAfter),
    // An outcome in three is the plain one: a list of every policy's outcomes would leave few activities valid.
    outcome: draft.outcome % 3 > 0 ? outcomes[0] : at(outcomes, Math.floor(draft.outcome / 3)),
    note: draft.note === "own" ? `Interesada en la moto número ${draft.identity.number}` : draft.note,
    nextActionAt: plus(performedAt, draft.nextActionAfter),
    durationSeconds: draft.durationSeconds,
    requestedByCustomer: draft.requestedByCustomer
  })
}

/** Goals of different keys: a later draft for the same advisor, branch and brand is left out. */
export const goals = (frame: Frame, directory: Directory.Directory, drafts: ReadonlyArray<Draft.GoalDraft>): ReadonlyArray<Goal.Goal> => {
  const byKey = new Map<string, Goal.Goal>()
  for (const draft of drafts) {
    const goal: Goal.Goal = {
      period: draft.otherPeriod ? Calendar.previousPeriod(frame.period) : frame.period,
      advisorId: at(directory.employees, draft.advisor).employeeId,
      branchId: at(directory.branches, draft.branch).branchId,
      brandId: at(directory.brands, draft.brand).brandId,
      prospects: draft.prospects,
      activities: draft.activities
    }
    if (!byKey.has(Goal.key(goal))) byKey.set(Goal.key(goal), goal)
  }
  return [...byKey.values()]
}

export const call = (
  frame: Frame,
  prospects: ReadonlyArray<Prospect.Prospect>,
  activities: ReadonlyArray<Activity.Activity>,
  draft: Draft.CallDraft
): VerificationCall.VerificationCall => {
  const subjects: ReadonlyArray<{ readonly id: string; readonly advisorId: string }> = draft.subjectType === "prospect"
    ? prospects.map(({ advisorId, prospectId }) => ({ id: prospectId, advisorId }))
    : activities.map(({ activityId, advisorId }) => ({ id: activityId, advisorId }))
  const subject = draft.subjectUnknown || subjects.length === 0 ? undefined : at(subjects, draft.subject)
  return {
    callId: idOf("V", draft.identity),
    subjectType: draft.subjectType,
    subjectId: subject?.id ?? "P0",
    agentId: draft.ownAdvisor ? subject?.advisorId ?? "A99" : "AG1",
    attemptedAt: instant(frame, draft.attemptedAt),
    outcome: draft.outcome as VerificationCall.Outcome
  }
}
