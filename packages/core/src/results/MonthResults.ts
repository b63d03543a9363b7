/**
 * A month judged in one call: {@link judgeMonth} takes plain records and answers with verdicts, indicators, colours, leads,
 * the sample and the forms' data.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "../calendar/Calendar.ts"
import type { DrawnRecord, JudgedMonth } from "../judging/JudgedMonth.ts"
import { anObject } from "../identity/Bilingual.ts"
import * as JudgingContext from "../judging/JudgingContext.ts"
import { MonthBuilder } from "../judging/MonthBuilder.ts"
import * as Verdict from "../judging/Verdict.ts"
import * as GcPro05 from "../policy/GcPro05.ts"
import * as Policy from "../policy/Policy.ts"
import * as Procedure from "../policy/Procedure.ts"
import type { Subject } from "../policy/Rule.ts"
import type { Activity } from "../records/Activity.ts"
import type { Directory } from "../records/Directory.ts"
import * as PlainRecords from "../records/PlainRecords.ts"
import type { Prospect } from "../records/Prospect.ts"
import { RecordUnknown } from "../records/RecordUnknown.ts"
import { ComplianceReport } from "./ComplianceReport.ts"
import type { Compliance } from "./ComplianceReport.ts"
import * as Counts from "./Counts.ts"
import * as Lead from "./Lead.ts"
import * as Scorecard from "./Scorecard.ts"
import * as Semaphore from "./Semaphore.ts"
import type { Color } from "./Semaphore.ts"

// ---------------------------------------------------------------------------------------------------------------------
// What is given
// ---------------------------------------------------------------------------------------------------------------------

/** A month's records as a program has them. Instants: epoch milliseconds, ISO 8601 text or `Date`. Days and months: text. */
export interface Month {
  /** The policy, or what differs from the default `GC-PRO-05 v02`. */
  readonly policy?: Policy.Policy | Policy.PolicySpec | undefined
  /** The procedure that the forms name, by default the version of GC-PRO-05 in force on the period's first day. */
  readonly procedure?: Procedure.Procedure | undefined
  readonly directory: PlainRecords.PlainDirectory
  /** Of any month: an earlier registration makes a later one a duplicate. */
  readonly prospects: ReadonlyArray<PlainRecords.PlainProspect>
  readonly activities?: ReadonlyArray<PlainRecords.PlainActivity> | undefined
  /** Of any month; those of the month before give the colour to compare with. */
  readonly goals?: ReadonlyArray<PlainRecords.PlainGoal> | undefined
  /** Leave them out while calling has not begun: then no selected record is undecided. */
  readonly calls?: ReadonlyArray<PlainRecords.PlainCall> | undefined
  /** The month that is judged, `2024-03`. */
  readonly period: string
  /** The instant that it is judged as of. What lies after it does not exist yet. */
  readonly asOf: PlainRecords.PlainInstant
  /** The seed of the verification sample, by default the period. */
  readonly seed?: string | undefined
  /** A sample that was drawn before. It stays as it was drawn. */
  readonly sample?: ReadonlyArray<DrawnRecord> | undefined
}

/**
 * A month that can't be read, with every fault. `code` is `unreadable-month`.
 *
 * @example
 * ```ts run
 * import { judgeMonth, UnreadableMonth } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const directory = { employees: [], branches: [], brands: [] }
 * const prospects = [{ prospectId: "P1", createdAt: "yesterday", advisorId: "A1", branchId: "S1", brandId: "M1" }]
 * assert.throws(() => judgeMonth({ directory, prospects, period: "2024-3", asOf: "2024-04-01" }), (error) =>
 *   error instanceof UnreadableMonth && error.faults.map(({ pointer }) => pointer).join() === "/prospects/0/createdAt,/period")
 * ```
 */
export class UnreadableMonth extends Schema.TaggedError<UnreadableMonth>()("UnreadableMonth", { faults: Schema.Array(Policy.PolicyFault) }) {
  readonly code = "unreadable-month"
  override get message() {
    return `The month has ${this.faults.length} value(s) that can't be read:\n${PlainRecords.lines(this.faults)}`
  }
}

const isPartOfMonth: Readonly<Record<keyof Month, true>> = {
  policy: true, procedure: true, directory: true, prospects: true, activities: true, goals: true, calls: true, period: true, asOf: true, seed: true, sample: true
}
const partsOfMonth = Object.keys(isPartOfMonth)

// ---------------------------------------------------------------------------------------------------------------------
// What comes out
// ---------------------------------------------------------------------------------------------------------------------

/** A record's verdict with everything that explains it. */
export interface JudgedRecord extends Verdict.Explanation {
  readonly id: string
}

/** A lead that counts: its colour, what is owed to it, and to whom it is escalated while it is red. */
export interface JudgedLead {
  readonly prospectId: string
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly color: Color
  readonly daysSinceLast: number
  /** When the earliest missed or coming obligation is due; null without one. */
  readonly nextDue: Calendar.Instant | null
  readonly escalation: Lead.Escalation | null
  readonly obligations: ReadonlyArray<Lead.Obligation>
}

/** The compliance of lead follow-up: of the company, and of the advisors and branches with an obligation due in the period. */
export interface MonthCompliance {
  readonly company: Compliance
  readonly byAdvisor: ReadonlyArray<Compliance & { readonly id: string }>
  readonly byBranch: ReadonlyArray<Compliance & { readonly id: string }>
}

/** The leads of a report, in the order of their ids; with `color`, those of that colour. */
export const leadsOf = (report: ComplianceReport, color?: Color): ReadonlyArray<JudgedLead> => {
  const { leads } = report
  return [...Array(leads.count).keys()].filter((number) => color === undefined || report.colorOf(number) === color).map((number): JudgedLead => {
    const followUp = report.follow(number)
    return {
      prospectId: leads.idOf(number),
      ...leads.placeOf(number),
      color: followUp.color,
      daysSinceLast: followUp.daysSinceLast,
      nextDue: followUp.next?.due ?? null,
      escalation: report.escalationOf(number) ?? null,
      obligations: followUp.obligations
    }
  })
}

/** The compliance of a report. */
export const complianceOf = (report: ComplianceReport): MonthCompliance => {
  const by = (dimension: "advisor" | "branch") => report.by(dimension).map(({ compliance, id }) => ({ id, ...compliance }))
  return { company: report.company(), byAdvisor: by("advisor"), byBranch: by("branch") }
}

/** The forms of the annex by their codes, the compliance report, and the report of the controls. */
export const formCodes = ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance", "controls"] as const

export type FormCode = (typeof formCodes)[number]

/** What the forms package renders: hand it to the form's function of `MonthForms`. */
export interface FormData {
  readonly form: FormCode
  readonly procedure: Procedure.Procedure
  readonly directory: Directory
  readonly judgedMonth: JudgedMonth
  readonly counts: Counts.Counts
  readonly previous: Counts.Counts | undefined
  /** The policy's digest, for the footer. */
  readonly digest: string
  readonly compliance: ComplianceReport
}

/** What a month's results are made of, beside the judged month. */
interface Given {
  readonly directory: Directory
  /** In the order in which they were added. */
  readonly prospects: ReadonlyArray<Prospect>
  readonly activities: ReadonlyArray<Activity>
  readonly procedure: Procedure.Procedure | undefined
}

/**
 * A judged month's answers. What is counted is counted when it is asked for, once.
 *
 * @example
 * ```ts run
 * import { judgeMonth, type MonthResults } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const directory = { employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: "2024-01-01" }], branches: [{ branchId: "S1", name: "Norte" }], brands: [{ brandId: "M1", name: "Motos" }] }
 * const luz = { advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", phone: "310 200 0001", source: "web", interest: "125 cc", consentAt: "2024-03-05" }
 * const goals = [{ period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 2, activities: 0 }]
 * const month: MonthResults = judgeMonth({ directory, prospects: [{ ...luz, prospectId: "P1", createdAt: "2024-03-05 09:00" }], goals, period: "2024-03", asOf: "2024-04-01" })
 * assert.deepEqual(month.scorecard("advisor").groups.map(({ prospecting }) => [prospecting.percent, prospecting.color]), [[50, "red"]])
 * assert.deepEqual(month.leads("red").map(({ prospectId }) => prospectId), ["P1"])
 * ```
 */
export class MonthResults {
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly policy: Policy.Policy
  /** The month as its columns, for what is not answered here. */
  readonly judgedMonth: JudgedMonth
  private readonly given: Given
  private counted: { readonly counts: Counts.Counts; readonly previous: Counts.Counts | undefined } | undefined
  private report: ComplianceReport | undefined

  /** {@link judgeMonth} makes it. */
  constructor(judgedMonth: JudgedMonth, given: Given) {
    this.judgedMonth = judgedMonth
    this.given = given
    this.period = judgedMonth.period
    this.asOf = judgedMonth.judging.asOf
    this.policy = judgedMonth.judging.policy
  }

  /** A prospect's verdict with its reasons. Throws `RecordUnknown` for an id that was not given. */
  prospect(id: string): JudgedRecord {
    return this.prospectAt(known("prospect", id, this.judgedMonth.prospects.ids.find(id)))
  }

  /** An activity's verdict with its reasons. Throws `RecordUnknown` for an id that was not given. */
  activity(id: string): JudgedRecord {
    return this.activityAt(known("activity", id, this.judgedMonth.activities.ids.find(id)))
  }

  /** The prospects that were given, in their order; with `verdict`, those with that verdict. */
  prospects(verdict?: Verdict.Verdict): ReadonlyArray<JudgedRecord> {
    const wanted = verdictNumber(verdict)
    return [...this.given.prospects.keys()]
      .filter((index) => wanted === undefined || this.judgedMonth.prospectVerdict(index) === wanted)
      .map((index) => this.prospectAt(index))
  }

  /** The activities that were given, in their order; with `verdict`, those with that verdict. */
  activities(verdict?: Verdict.Verdict): ReadonlyArray<JudgedRecord> {
    const wanted = verdictNumber(verdict)
    return [...this.given.activities.keys()]
      .filter((index) => wanted === undefined || this.judgedMonth.activityVerdict(index) === wanted)
      .map((index) => this.activityAt(index))
  }

  /** Both indicators of every group, by up to two dimensions; without one, of the company. */
  scorecard(by: Scorecard.Dimension | ReadonlyArray<Scorecard.Dimension> = []): Scorecard.Scorecard {
    const { lineOfBrand } = this.judgedMonth.judging.directory
    const dimensions = typeof by === "string" ? [by] : by
    for (const dimension of dimensions) among("dimension", dimension, Scorecard.dimensions)
    return Scorecard.make({ policy: this.policy, asOf: this.asOf, ...this.counts(), lineOfBrand }, dimensions)
  }

  /** The leads that count, in the order of their ids; with `color`, those of that colour. */
  leads(color?: Color): ReadonlyArray<JudgedLead> {
    if (color !== undefined) among("colour", color, Semaphore.colors)
    return leadsOf(this.complianceReport(), color)
  }

  /** What was owed to leads in the period, and done. */
  compliance(): MonthCompliance {
    return complianceOf(this.complianceReport())
  }

  /** The records to be verified by a call: prospects, then activities; by advisor, random before risk. */
  get sample(): ReadonlyArray<DrawnRecord> {
    const { activities, activitySample, prospects, sample } = this.judgedMonth
    return [
      ...sample.map(({ advisorId, index, kind }): DrawnRecord => ({ type: "prospect", id: prospects.idOf(index), advisorId, kind })),
      ...activitySample.map(({ advisorId, index, kind }): DrawnRecord => ({ type: "activity", id: activities.idOf(index), advisorId, kind }))
    ]
  }

  /** The data of a form, as `MonthForms` of the forms package takes it. */
  form(form: FormCode): FormData {
    among("form", form, formCodes)
    const { bounds, judging } = this.judgedMonth
    return {
      form,
      procedure: this.given.procedure ?? Procedure.inForce(GcPro05.versions, Calendar.localDayOf(judging.zone, bounds.start)),
      directory: this.given.directory,
      judgedMonth: this.judgedMonth,
      ...this.counts(),
      digest: Policy.digest(this.policy),
      compliance: this.complianceReport()
    }
  }

  private counts() {
    return this.counted ??= { counts: Counts.of(this.judgedMonth), previous: Counts.before(this.judgedMonth) }
  }

  private complianceReport(): ComplianceReport {
    return this.report ??= ComplianceReport.of(this.judgedMonth)
  }

  private prospectAt(index: number): JudgedRecord {
    const { prospects } = this.given
    const recordOf = (id: string) => prospects[this.judgedMonth.prospects.ids.find(id)]
    return { id: prospects[index]!.prospectId, ...this.judgedMonth.explainProspect(index, prospects[index]!, recordOf) }
  }

  private activityAt(index: number): JudgedRecord {
    const record = this.given.activities[index]!
    return { id: record.activityId, ...this.judgedMonth.explainActivity(index, record) }
  }
}

/** Throws where an argument is none of the texts that it may be: an answer about nothing would look like an empty month. */
const among = (name: string, found: unknown, choices: ReadonlyArray<unknown>): void => {
  if (!choices.includes(found)) throw new RangeError(`Found the ${name} ${JSON.stringify(found)}, expected one of: ${choices.join(", ")}.`)
}

/** The number of a verdict that is asked for; undefined for all. */
const verdictNumber = (verdict: Verdict.Verdict | undefined): number | undefined => {
  if (verdict === undefined) return undefined
  among("verdict", verdict, Verdict.verdicts)
  return Verdict.verdicts.indexOf(verdict)
}

const known = (subject: Subject, id: string, index: number): number => {
  if (index < 0) throw new RecordUnknown({ subject, id })
  return index
}

// ---------------------------------------------------------------------------------------------------------------------
// Judging
// ---------------------------------------------------------------------------------------------------------------------

/**
 * Judges a month of plain records: which count and why the others do not, both indicators and their colours, the neglected
 * leads, the sample to call, and the forms. It reads no clock and keeps nothing.
 *
 * Throws {@link UnreadableMonth} with every value that can't be read.
 *
 * @example
 * ```ts run
 * import { judgeMonth } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const directory = { employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: "2024-01-01" }], branches: [{ branchId: "S1", name: "Norte" }], brands: [{ brandId: "M1", name: "Motos" }] }
 * const luz = { advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", phone: "310 200 0001", source: "web", interest: "125 cc", consentAt: "2024-03-05" }
 * const prospects = [{ ...luz, prospectId: "P1", createdAt: "2024-03-05 09:00" }, { ...luz, prospectId: "P2", createdAt: "2024-03-20 10:00" }]
 * const month = judgeMonth({ directory, prospects, period: "2024-03", asOf: "2024-04-01" })
 * assert.deepEqual([month.prospect("P1").verdict, month.prospect("P2").verdict], ["valid", "invalid"])
 * assert.deepEqual(month.prospect("P2").reasons.map(({ code }) => code), ["duplicate"])
 * ```
 */
export const judgeMonth = (month: Month): MonthResults => {
  if (typeof month !== "object" || month === null) throw new UnreadableMonth({ faults: [{ pointer: "", found: String(month), expected: anObject }] })
  const policy = Policy.from(month.policy, month.procedure)
  const reader = new PlainRecords.Reader(Result.isSuccess(policy) ? Policy.zoneOf(policy.success) : Calendar.bogota)
  reader.named("", month, partsOfMonth)
  if (Result.isFailure(policy)) reader.faultsAt("/policy", policy.failure.faults)
  const directory = reader.directory("/directory", month.directory)
  const prospects = reader.records(PlainRecords.prospects, "/prospects", month.prospects)
  const activities = reader.records(PlainRecords.activities, "/activities", month.activities ?? [])
  const goals = reader.records(PlainRecords.goals, "/goals", month.goals ?? [])
  const calls = month.calls === undefined ? undefined : reader.records(PlainRecords.calls, "/calls", month.calls)
  const period = reader.period("/period", month.period)
  const asOf = reader.instant("/asOf", month.asOf)
  const seed = month.seed === undefined ? undefined : reader.text("/seed", month.seed)
  if (reader.faults.length > 0 || Result.isFailure(policy)) throw new UnreadableMonth({ faults: reader.faults })

  const judging = JudgingContext.make({ policy: policy.success, directory, asOf })
  const builder = new MonthBuilder(judging, { prospects: prospects.length, activities: activities.length })
  for (const prospect of prospects) builder.addProspect(prospect)
  for (const activity of activities) builder.addActivity(activity)
  builder.addGoals(goals)
  if (calls !== undefined) builder.beginCalls(calls.length)
  for (const call of calls ?? []) builder.addCall(call)
  return new MonthResults(builder.judge({ period, seed, drawn: month.sample }), { directory, prospects, activities, procedure: month.procedure })
}
