/**
 * Stories of the procedure: given a month, when something happens, then a verdict, a colour, a state. They read like the
 * procedure, and when they fail they say in words what was expected and what was found.
 *
 * @example
 * ```ts run
 * import { Month, Scenario } from "@crm-procedure/testing"
 *
 * Scenario.given(Month.empty("2024-03").branch("S1").brand("M1").advisor("A1"))
 *   .when(Scenario.prospectRegistered({ id: "P1" }))
 *   .then(Scenario.verdictOf("P1", "valid"))
 * ```
 */
import type * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Lead from "@crm-procedure/core/results/Lead"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type { PhoneLogEntry } from "@crm-procedure/core/records/PhoneLogEntry"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import type { Dimension } from "@crm-procedure/core/results/Scorecard"
import type { Color } from "@crm-procedure/core/results/Semaphore"
import type { Verdict } from "@crm-procedure/core/judging/Verdict"
import type * as Verification from "@crm-procedure/core/judging/Verification"
import type * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import { Result, Schema } from "effect"
import { judgeMonth } from "./Judged.ts"
import type * as Judged from "./Judged.ts"
import type { Month } from "./Month.ts"
import { MonthBuilder } from "./internal/MonthBuilder.ts"

/** Something that happens: it is told in words, and changes the month. */
export interface Event {
  readonly told: string
  readonly happen: (month: Month, zone: Calendar.Zone) => Month
}

/** Something that must be so in the end: `look` answers with what was found where it is not. */
export interface Expectation {
  readonly expected: string
  readonly look: (judged: Judged.Judged) => string | undefined
}

/** What happened in a scenario is not what was expected. */
export class Unexpected extends Schema.TaggedError<Unexpected>()("Unexpected", {
  story: Schema.Array(Schema.String),
  expected: Schema.String,
  found: Schema.String
}) {
  override get message(): string {
    return `${this.story.join("\n")}\nthen expected ${this.expected}\n  but found ${this.found}`
  }
}

/** A scenario was told wrongly: it names something that is not there, or expects nothing. */
export class Untellable extends Schema.TaggedError<Untellable>()("Untellable", { problem: Schema.String }) {
  override get message(): string {
    return `The scenario can't be told: ${this.problem}`
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Given, when, then
// ---------------------------------------------------------------------------------------------------------------------

interface Telling {
  readonly month: Month
  readonly policy: Policy.Policy
  readonly story: ReadonlyArray<string>
}

const told = (telling: Telling, events: ReadonlyArray<Event>): Telling =>
  events.reduce((before, event) => ({
    ...before,
    month: event.happen(before.month, Policy.zoneOf(before.policy)),
    story: [...before.story, `when ${event.told}`]
  }), telling)

/** A scenario being told. It expects nothing yet: a test that ends here fails. */
export class Scenario {
  private readonly telling: Telling

  constructor(telling: Telling) {
    this.telling = telling
  }

  /** What differs from GC-PRO-05 v02. To be said before anything happens. */
  under(spec: Policy.PolicySpec): Scenario {
    return new Scenario({
      ...this.telling,
      policy: Result.getOrThrow(Policy.make(spec)),
      story: [...this.telling.story, `under a policy with ${JSON.stringify(spec)}`]
    })
  }

  when(...events: ReadonlyArray<Event>): Scenario {
    return new Scenario(told(this.telling, events))
  }

  /** The instant as of which the month is looked at, in local time like `2024-03-05 18:00`. */
  asOf(text: string): Scenario {
    const { month, policy, story } = this.telling
    return new Scenario({ ...this.telling, month: { ...month, asOf: instantOf(text, Policy.zoneOf(policy)) }, story: [...story, `as of ${text}`] })
  }

  /** Judges, and throws {@link Unexpected} at the first expectation that does not hold. */
  // oxlint-disable-next-line unicorn/no-thenable -- the word of given/when/then; awaited by mistake, it fails (see below)
  then(...expectations: ReadonlyArray<Expectation>): Told {
    // `await`, or a test that returns the scenario, calls this with functions: the scenario has no `then` of its own yet.
    if (expectations.length === 0 || expectations.some((expectation) => typeof expectation === "function")) {
      throw new Untellable({ problem: "it expects nothing. End it with .then(…) and what must be so." })
    }
    const { month, policy, story } = this.telling
    const judged = judgeMonth(month, policy)
    for (const { expected, look } of expectations) {
      const found = look(judged)
      if (found !== undefined) throw new Unexpected({ story, expected, found })
    }
    return new Told({ ...this.telling, story: [...story, ...expectations.map(({ expected }) => `then ${expected}`)] })
  }
}

/** A scenario that came out as expected so far; it may go on. */
export class Told {
  private readonly telling: Telling

  constructor(telling: Telling) {
    this.telling = telling
  }

  when(...events: ReadonlyArray<Event>): Scenario {
    return new Scenario(told(this.telling, events))
  }

  asOf(text: string): Scenario {
    return new Scenario(this.telling).asOf(text)
  }
}

/** Begins a scenario. */
export const given = (month: Month | MonthBuilder): Scenario =>
  new Scenario({
    month: month instanceof MonthBuilder ? month.month : month,
    policy: Policy.gcPro05,
    story: [`given ${(month instanceof MonthBuilder ? month.month : month).period}`]
  })

// ---------------------------------------------------------------------------------------------------------------------
// What happens
// ---------------------------------------------------------------------------------------------------------------------

const instantOf = (text: string, zone: Calendar.Zone): Calendar.Instant => {
  const instant = Calendar.parseInstant(text, zone)
  if (instant === undefined) throw new Untellable({ problem: `${JSON.stringify(text)} is no instant. Write one like 2024-03-05 18:00.` })
  return instant
}

const optionalInstant = (text: string | undefined, zone: Calendar.Zone): Calendar.Instant | undefined => text === undefined ? undefined : instantOf(text, zone)

/** Fields whose instants are told as local text. */
type Texts<Record, Instants extends keyof Record> = Partial<Omit<Record, Instants>> & { readonly [Field in Instants]?: string | undefined }

/** A prospect as told: whatever is left out is so that GC-PRO-05 v02 finds nothing wrong with it. */
export type ToldProspect =
  & Omit<Texts<Prospect.Prospect, "createdAt" | "consentAt" | "excludedAt" | "assignedAt" | "recordedAt" | "stageAt" | "identityReplacedAt">, "prospectId" | "createdAt">
  & { readonly id?: string; readonly at?: string }

const placeOf = (month: Month, advisorId: string | undefined) => {
  const advisor = month.directory.employees.find(({ employeeId, role }) => advisorId === undefined ? role === "advisor" : employeeId === advisorId)
  return { advisorId: advisorId ?? advisor?.employeeId ?? "nobody", branchId: advisor?.branchId ?? month.directory.branches[0]?.branchId ?? "nowhere" }
}

/** A prospect is registered: by default by the first advisor at 9:00 on the period's fifth day, with consent. */
export const prospectRegistered = (prospect: ToldProspect = {}): Event => {
  const { at, id, ...fields } = prospect
  return {
    told: `a prospect is registered: ${JSON.stringify(prospect)}`,
    happen: (month, zone) => {
      const number = month.prospects.length + 1
      const createdAt = instantOf(at ?? `${month.period}-05 09:00`, zone)
      const instant = (field: "excludedAt" | "assignedAt" | "recordedAt" | "stageAt" | "identityReplacedAt") => optionalInstant(fields[field], zone)
      const made: Prospect.Prospect = {
        fullName: "Ana Ruiz",
        phone: `310${2_000_000 + number * 1013}`,
        source: "walk-in",
        interest: "NKD 125",
        brandId: month.directory.brands[0]?.brandId ?? "none",
        stage: "open",
        ...placeOf(month, fields.advisorId),
        ...fields,
        prospectId: id ?? `P${number}`,
        createdAt,
        consentAt: "consentAt" in fields ? optionalInstant(fields.consentAt, zone) : createdAt,
        excludedAt: instant("excludedAt"),
        assignedAt: instant("assignedAt"),
        recordedAt: instant("recordedAt"),
        stageAt: instant("stageAt"),
        identityReplacedAt: instant("identityReplacedAt")
      }
      return { ...month, prospects: [...month.prospects, made] }
    }
  }
}

/** A lead is handed to an advisor: a prospect from the web, as {@link prospectRegistered}. */
export const leadAssigned = (prospect: ToldProspect = {}): Event => prospectRegistered({ source: "web", ...prospect })

/** The lead is won or lost. */
export const leadClosed = (id: string, stage: "won" | "lost", at: string): Event => ({
  told: `${id} is ${stage} at ${at}`,
  happen: (month, zone) => {
    if (!month.prospects.some(({ prospectId }) => prospectId === id)) throw new Untellable({ problem: `there is no prospect ${id} to be ${stage}.` })
    return { ...month, prospects: month.prospects.map((prospect) => prospect.prospectId === id ? { ...prospect, stage, stageAt: instantOf(at, zone) } : prospect) }
  }
})

/** An activity as told: whatever is left out is so that no rule of GC-PRO-05 v02 invalidates it. It promises no next step. */
export type ToldActivity =
  & Omit<Texts<Activity.Activity, "plannedFor" | "performedAt" | "recordedAt" | "nextActionAt">, "activityId" | "prospectId" | "performedAt" | "status">
  & { readonly id?: string; readonly of?: string; readonly at?: string }

const activityOf = (status: Activity.Status, { at, id, of, ...fields }: ToldActivity, month: Month, zone: Calendar.Zone): Activity.Activity => {
  const number = month.activities.length + 1
  const prospect = of === undefined ? month.prospects.at(-1) : month.prospects.find(({ prospectId }) => prospectId === of)
  const instant = instantOf(at ?? `${month.period}-05 10:00`, zone)
  return {
    advisorId: prospect?.advisorId ?? placeOf(month, undefined).advisorId,
    type: "call",
    direction: "outbound",
    outcome: status === "performed" ? "interested" : undefined,
    note: `Interesada en la moto número ${number}`,
    ...fields,
    activityId: id ?? `AC${number}`,
    prospectId: of ?? prospect?.prospectId ?? "nobody",
    status,
    plannedFor: status === "performed" ? optionalInstant(fields.plannedFor, zone) : instant,
    performedAt: status === "performed" ? instant : undefined,
    recordedAt: optionalInstant(fields.recordedAt, zone),
    nextActionAt: optionalInstant(fields.nextActionAt, zone)
  }
}

const activityTold = (status: Activity.Status, activity: ToldActivity): Event => ({
  told: `an activity is ${status}: ${JSON.stringify(activity)}`,
  happen: (month, zone) => ({ ...month, activities: [...month.activities, activityOf(status, activity, month, zone)] })
})

/** An activity is performed: by default a call to the latest prospect by its advisor at 10:00 on the period's fifth day. */
export const activityPerformed = (activity: ToldActivity = {}): Event => activityTold("performed", activity)

/** An activity is planned for `at`. */
export const activityPlanned = (activity: ToldActivity = {}): Event => activityTold("planned", activity)

/** An activity that was planned for `at` is called off. */
export const activityCancelled = (activity: ToldActivity = {}): Event => activityTold("cancelled", activity)

/** An attempt as told; by default about the latest prospect, by an agent, at 11:00 on the period's sixth day. */
export interface ToldCall {
  readonly of?: string
  readonly about?: VerificationCall.SubjectType
  readonly by?: string
  readonly at?: string
}

/** The CRM agent calls to verify. From the first call on, records that are selected and not called are undecided. */
export const callAnswered = (outcome: VerificationCall.Outcome, call: ToldCall = {}): Event => ({
  told: `a verification call is answered ${outcome}: ${JSON.stringify(call)}`,
  happen: (month, zone) => {
    const subjectType = call.about ?? "prospect"
    const latest = subjectType === "prospect" ? month.prospects.at(-1)?.prospectId : month.activities.at(-1)?.activityId
    const made: VerificationCall.VerificationCall = {
      callId: `V${(month.calls?.length ?? 0) + 1}`,
      subjectType,
      subjectId: call.of ?? latest ?? "nobody",
      agentId: call.by ?? "AG1",
      attemptedAt: instantOf(call.at ?? `${month.period}-06 11:00`, zone),
      outcome
    }
    return { ...month, calls: [...month.calls ?? [], made] }
  }
})

/** A call in the telephone system's log; by default of the latest prospect's advisor to that prospect's phone, at 10:00 on the period's fifth day. */
export const callLogged = (entry: { readonly at?: string; readonly by?: string; readonly number?: string } = {}): Event => ({
  told: `the telephone system logs a call: ${JSON.stringify(entry)}`,
  happen: (month, zone) => {
    const prospect = month.prospects.at(-1)
    const { phoneLog = [] } = month
    const made: PhoneLogEntry = {
      entryId: `T${phoneLog.length + 1}`,
      startedAt: instantOf(entry.at ?? `${month.period}-05 10:00`, zone),
      advisorId: entry.by ?? prospect?.advisorId ?? placeOf(month, undefined).advisorId,
      number: entry.number ?? prospect?.phone ?? ""
    }
    return { ...month, phoneLog: [...phoneLog, made] }
  }
})

/** A reason against a prospect or an activity is waived; by default by the CRM assistant at noon on the period's last day. */
export const reasonWaived = (id: string, code: string, at?: string): Event => ({
  told: `${code} of ${id} is waived${at === undefined ? "" : ` at ${at}`}`,
  happen: (month, zone) => {
    const isProspect = month.prospects.some(({ prospectId }) => prospectId === id)
    if (!isProspect && !month.activities.some(({ activityId }) => activityId === id)) throw new Untellable({ problem: `there is no record ${id} to waive ${code} of.` })
    const { waivers = [] } = month
    const made: Waiver = {
      waiverId: `W${waivers.length + 1}`,
      subjectType: isProspect ? "prospect" : "activity",
      subjectId: id,
      code,
      grantedAt: at === undefined ? Calendar.periodBounds(zone, month.period).end - Calendar.DAY / 2 : instantOf(at, zone),
      grantedBy: "CA1",
      reason: "Se comprobó con el cliente"
    }
    return { ...month, waivers: [...waivers, made] }
  }
})

/** The agents begin to call, and no customer has answered yet. */
export const callsBegin: Event = { told: "the verification calls begin", happen: (month) => ({ ...month, calls: month.calls ?? [] }) }

/** The same happens several times; each time with its number, from 1. */
export const repeated = (times: number, event: (number: number) => Event): Event => {
  const events = Array.from({ length: times }, (_, place) => event(place + 1))
  return { told: events.map(({ told }) => told).join("; "), happen: (month, zone) => events.reduce((before, { happen }) => happen(before, zone), month) }
}

// ---------------------------------------------------------------------------------------------------------------------
// What must be so
// ---------------------------------------------------------------------------------------------------------------------

const list = (items: ReadonlyArray<string>): string => items.length === 0 ? "none" : items.join(", ")

const recordOf = (judged: Judged.Judged, id: string): Judged.JudgedRecord => {
  const record = judged.prospects.find((one) => one.id === id) ?? judged.activities.find((one) => one.id === id)
  if (record === undefined) throw new Untellable({ problem: `there is no prospect or activity ${id}.` })
  return record
}

const expectation = <A>(expected: string, find: (judged: Judged.Judged) => A, isSo: (found: A) => boolean, say: (found: A) => string): Expectation => ({
  expected,
  look: (judged) => {
    const found = find(judged)
    return isSo(found) ? undefined : say(found)
  }
})

/** The verdict on a prospect or an activity, with all of its reasons in the order of the rules. */
export const verdictOf = (id: string, verdict: Verdict, ...reasons: ReadonlyArray<string>): Expectation =>
  expectation(
    `${id} to be ${verdict}${reasons.length === 0 ? "" : ` because of ${list(reasons)}`}`,
    (judged) => recordOf(judged, id),
    (record) => record.verdict === verdict && list(record.reasons.map(({ code }) => code)) === list(reasons),
    (record) => `${record.verdict}, reasons: ${list(record.reasons.map(({ code, outcome }) => outcome === "undecided" ? `${code} (undecided)` : code))}`
  )

/** All of a record's warnings, in the order of the rules. */
export const warningsOf = (id: string, ...warnings: ReadonlyArray<string>): Expectation =>
  expectation(
    `${id} to have the warnings ${list(warnings)}`,
    (judged) => recordOf(judged, id).warnings,
    (found) => list(found) === list(warnings),
    (found) => `the warnings ${list(found)}`
  )

/** All that waivers took out of a record's reasons and warnings. */
export const waivedOf = (id: string, ...codes: ReadonlyArray<string>): Expectation =>
  expectation(
    `${list(codes)} of ${id} to be waived`,
    (judged) => recordOf(judged, id).waived ?? [],
    (found) => list(found) === list(codes),
    (found) => `${list(found)} waived`
  )

/** The record that a reason names, as a duplicate's first registration. */
export const evidenceOf = (id: string, code: string, otherRecordId: string): Expectation =>
  expectation(
    `${code} of ${id} to name ${otherRecordId}`,
    (judged) => recordOf(judged, id).reasons.find((reason) => reason.code === code),
    (found) => found?.otherRecordId === otherRecordId,
    (found) => found === undefined ? `no such reason` : `${found.otherRecordId ?? "no record"}`
  )

type IndicatorName = "prospecting" | "follow-up"

const indicatorOf = (judged: Judged.Judged, group: Dimension | "company", id: string | undefined, name: IndicatorName) => {
  const found = (judged.scorecards[group] ?? []).find(({ keys }) => group === "company" || keys[group] === id)
  return found === undefined ? undefined : name === "prospecting" ? found.prospecting : found.followUp
}

/** A group: an advisor, a branch, a brand or a line by its id, or the company, which has none. */
export type Group = readonly [group: "company"] | readonly [group: Dimension, id: string]

/** How an indicator of a group comes out: valid of goal, percentage and colour. */
export const indicator = (
  name: IndicatorName,
  [group, id]: Group,
  expected: { readonly valid?: number; readonly goal?: number; readonly percent?: number | null; readonly color?: Color }
): Expectation =>
  expectation(
    `${name} of ${group}${id === undefined ? "" : ` ${id}`} to have ${JSON.stringify(expected)}`,
    (judged) => indicatorOf(judged, group, id, name),
    (found) => found !== undefined && Object.entries(expected).every(([field, value]) => found[field as keyof typeof found] === value),
    (found) => found === undefined ? "no such group" : `${found.valid} of ${found.goal}: ${found.percent} %, ${found.color}`
  )

/** The colour of an indicator of a group. */
export const colorOf = (group: Group, name: IndicatorName, color: Color): Expectation => indicator(name, group, { color })

/** Whether a record is selected for verification, and why. */
export const selectionOf = (id: string, kind: Verification.SampleKind | "none"): Expectation =>
  expectation(
    `${id} to be selected: ${kind}`,
    (judged) => [...judged.sample, ...judged.activitySample].find((one) => one.id === id)?.kind ?? "none",
    (found) => found === kind,
    (found) => found
  )

/** What the calls about a record conclude. */
export const conclusionOf = (id: string, conclusion: Verification.Conclusion): Expectation =>
  expectation(
    `the verification of ${id} to be ${conclusion}`,
    (judged) => [...judged.prospectConclusions, ...judged.activityConclusions].find((one) => one.id === id)?.conclusion,
    (found) => found === conclusion,
    (found) => found ?? "no verification"
  )

const leadOf = (judged: Judged.Judged, id: string): Judged.JudgedLead | undefined => judged.leads.find((one) => one.id === id)

/** The states of everything owed to a lead, the first contact first. */
export const obligationsOf = (id: string, ...states: ReadonlyArray<Lead.State>): Expectation =>
  expectation(
    `the obligations to ${id} to be ${list(states)}`,
    (judged) => leadOf(judged, id)?.obligations.map(({ state }) => state as string),
    (found) => found !== undefined && list(found) === list(states),
    (found) => found === undefined ? "no lead that counts" : list(found)
  )

/** A lead's colour, and to whom it goes when red. */
export const leadColorOf = (id: string, color: Color, escalation: Lead.Escalation | null = color === "red" ? "advisor" : null): Expectation =>
  expectation(
    `lead ${id} to be ${color}${escalation === null ? "" : ` and go to the ${escalation}`}`,
    (judged) => leadOf(judged, id),
    (found) => found?.color === color && found.escalation === escalation,
    (found) => found === undefined ? "no lead that counts" : `${found.color}${found.escalation === null ? "" : `, going to the ${found.escalation}`}, ${found.daysSinceLast} days since the last contact`
  )

/** A group's compliance with what is owed to leads in the period. */
export const compliance = (group: "company" | readonly ["advisor" | "branch", string], expected: Partial<Judged.JudgedCompliance>): Expectation =>
  expectation(
    `the compliance of ${group === "company" ? group : group.join(" ")} to have ${JSON.stringify(expected)}`,
    ({ compliance }): Judged.JudgedCompliance | undefined =>
      group === "company" ? compliance.company : (group[0] === "advisor" ? compliance.byAdvisor : compliance.byBranch).find(({ id }) => id === group[1]),
    (found) => found !== undefined && Object.entries(expected).every(([field, value]) => found[field as keyof Judged.JudgedCompliance] === value),
    (found) => found === undefined ? "no obligations" : JSON.stringify(found)
  )
