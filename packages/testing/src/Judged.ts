/**
 * A month's results as plain data: what the laws look at and what scenarios expect. {@link judgeMonth} has the core make
 * them; an own storage makes the same from its records.
 */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import type { Compliance } from "@crm-procedure/core/results/ComplianceReport"
import type { JudgedMonth } from "@crm-procedure/core/judging/JudgedMonth"
import type { SampledRecord } from "@crm-procedure/core/judging/JudgedMonth"
import type { Indicator } from "@crm-procedure/core/results/Indicator"
import * as Counts from "@crm-procedure/core/results/Counts"
import * as JudgingContext from "@crm-procedure/core/judging/JudgingContext"
import { MonthBuilder } from "@crm-procedure/core/judging/MonthBuilder"
import * as Lead from "@crm-procedure/core/results/Lead"
import type * as Policy from "@crm-procedure/core/policy/Policy"
import * as Scorecard from "@crm-procedure/core/results/Scorecard"
import type { Color } from "@crm-procedure/core/results/Semaphore"
import type * as Verdict from "@crm-procedure/core/judging/Verdict"
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as Month from "./Month.ts"

/** Why a record is not valid; `otherRecordId` is the record that it repeats or depends on. */
export interface JudgedReason {
  readonly code: string
  readonly outcome: "fails" | "undecided"
  readonly otherRecordId?: string | undefined
}

/** The verdict on one record; reasons and warnings in the order of the policy's rules. */
export interface JudgedRecord {
  readonly id: string
  readonly verdict: Verdict.Verdict
  readonly reasons: ReadonlyArray<JudgedReason>
  readonly warnings: ReadonlyArray<string>
  /** The codes that waivers took out of both; absent where none did. */
  readonly waived?: ReadonlyArray<string> | undefined
}

/** Both indicators of a group; `keys` are its values by dimension, none for the company. */
export interface JudgedGroup {
  readonly keys: Readonly<Partial<Record<Scorecard.Dimension, string>>>
  readonly prospecting: Indicator
  readonly followUp: Indicator
}

/** One record selected for verification. */
export interface JudgedSelection {
  readonly id: string
  readonly advisorId: string
  readonly kind: Verification.SampleKind
}

/** What the calls to one subject came to. */
export interface JudgedConclusion {
  readonly id: string
  readonly conclusion: Verification.Conclusion
}

/** A lead that counts: its colour, and everything owed to it in the order in which it came to be owed. */
export interface JudgedLead {
  readonly id: string
  readonly color: Color
  readonly daysSinceLast: number
  readonly nextDue: Calendar.Instant | null
  /** To whom a red lead goes; null for any other. */
  readonly escalation: Lead.Escalation | null
  readonly obligations: ReadonlyArray<Lead.Obligation>
}

/** Obligations due in the period, by state. */
export interface JudgedCompliance {
  readonly leads: number
  readonly met: number
  readonly late: number
  readonly missed: number
  readonly upcoming: number
  readonly cancelled: number
  readonly percent: number | null
  readonly color: Color
  readonly lostWithoutContact: number
}

/** A group's compliance; groups without obligations in the period are not listed. */
export interface JudgedComplianceGroup extends JudgedCompliance {
  readonly id: string
}

/** A month's results. Everything that has an id is sorted by it, by code point, but the samples: they keep their order. */
export interface Judged {
  readonly prospects: ReadonlyArray<JudgedRecord>
  readonly activities: ReadonlyArray<JudgedRecord>
  /** By the name of the grouping, as {@link groupingName} gives it; all of {@link groupings}. */
  readonly scorecards: Readonly<Record<string, ReadonlyArray<JudgedGroup>>>
  /** Valid records of each local day of the period, from its first. */
  readonly validByDay: { readonly prospects: ReadonlyArray<number>; readonly activities: ReadonlyArray<number> }
  /** By advisor, random before risk, by digest. */
  readonly sample: ReadonlyArray<JudgedSelection>
  readonly activitySample: ReadonlyArray<JudgedSelection>
  /** Of those who are selected, once calls have begun, and those who have attempts. */
  readonly prospectConclusions: ReadonlyArray<JudgedConclusion>
  readonly activityConclusions: ReadonlyArray<JudgedConclusion>
  readonly leads: ReadonlyArray<JudgedLead>
  readonly compliance: {
    readonly company: JudgedCompliance
    readonly byAdvisor: ReadonlyArray<JudgedComplianceGroup>
    readonly byBranch: ReadonlyArray<JudgedComplianceGroup>
  }
}

/** How a month is judged: by the core, or by a storage of one's own, which may answer later. */
export type Implementation = (month: Month.Month, policy: Policy.Policy) => Judged | Promise<Judged>

/** Every grouping of a scorecard: the company, each dimension, and any two of them. */
export const groupings: ReadonlyArray<ReadonlyArray<Scorecard.Dimension>> = [
  [],
  ["advisor"],
  ["branch"],
  ["brand"],
  ["line"],
  ["advisor", "branch"],
  ["advisor", "brand"],
  ["advisor", "line"],
  ["branch", "brand"],
  ["branch", "line"],
  ["brand", "line"]
]

/** A grouping's name in {@link Judged}: `company`, `advisor`, `advisor+branch`. */
export const groupingName = (by: ReadonlyArray<Scorecard.Dimension>): string => by.length === 0 ? "company" : by.join("+")

const byId = (one: { readonly id: string }, other: { readonly id: string }): number => Verification.compareIds(one.id, other.id)

const recordOf = (id: string, { reasons, verdict, waived, warnings }: Verdict.Explanation): JudgedRecord => ({
  id,
  verdict,
  reasons: reasons.map(({ code, evidence, outcome }) => ({
    code,
    outcome,
    ...(evidence.otherRecordId === undefined ? {} : { otherRecordId: evidence.otherRecordId })
  })),
  warnings: warnings.map(({ code }) => code),
  ...(waived.length === 0 ? {} : { waived: waived.map(({ code }) => code) })
})

const indicatorOf = ({ color, goal, invalid, pending, percent, registered, valid }: Indicator): Indicator => ({
  registered,
  valid,
  invalid,
  pending,
  goal,
  percent,
  color
})

const complianceOf = ({ cancelled, color, late, leads, lostWithoutContact, met, missed, percent, upcoming }: Compliance): JudgedCompliance => ({
  leads,
  met,
  late,
  missed,
  upcoming,
  cancelled,
  percent,
  color,
  lostWithoutContact
})

const conclusionsOf = (conclusions: ReadonlyMap<string, Verification.Conclusion>): ReadonlyArray<JudgedConclusion> =>
  [...conclusions].map(([id, conclusion]) => ({ id, conclusion })).sort(byId)

/** Judges a month with the core. */
export const evaluate = (month: Month.Month, policy: Policy.Policy): JudgedMonth => {
  const { activities, asOf, calls, directory, goals, period, phoneLog, prospects, seed, waivers } = Month.imported(month)
  const builder = new MonthBuilder(JudgingContext.make({ policy, directory, asOf, phoneLog, waivers }), { prospects: prospects.length, activities: activities.length })
  for (const prospect of prospects) builder.addProspect(prospect)
  for (const activity of activities) builder.addActivity(activity)
  builder.addGoals(goals)
  if (calls !== undefined) builder.beginCalls()
  for (const call of calls ?? []) builder.addCall(call)
  return builder.judge({ period, seed })
}

const scorecardsOf = (judgedMonth: JudgedMonth, policy: Policy.Policy): Pick<Judged, "scorecards" | "validByDay"> => {
  const counts = Counts.of(judgedMonth)
  const options = { policy, asOf: judgedMonth.judging.asOf, counts, lineOfBrand: judgedMonth.judging.directory.lineOfBrand }
  return {
    scorecards: Object.fromEntries(groupings.map((by) => [
      groupingName(by),
      Scorecard.make(options, by).groups.map(({ followUp, keys, prospecting }): JudgedGroup => ({
        keys,
        prospecting: indicatorOf(prospecting),
        followUp: indicatorOf(followUp)
      }))
    ])),
    validByDay: { prospects: counts.validProspectsByDay, activities: counts.validActivitiesByDay }
  }
}

const leadsOf = (report: ComplianceReport): ReadonlyArray<JudgedLead> =>
  Array.from({ length: report.leads.count }, (_, number): JudgedLead => {
    const { color, daysSinceLast, next, obligations, redSince } = report.follow(number)
    return {
      id: report.leads.idOf(number),
      color,
      daysSinceLast,
      nextDue: next === undefined ? null : next.due,
      escalation: redSince === undefined ? null : Lead.escalationOf(redSince, report.watch),
      obligations
    }
  })

/** The results that the core has for a month under a policy. Of records with the same id the first one stands. */
export const judgeMonth = (month: Month.Month, policy: Policy.Policy): Judged => {
  const judgedMonth = evaluate(month, policy)
  const { activities, prospects } = judgedMonth
  const report = ComplianceReport.of(judgedMonth)
  const groupsBy = (dimension: "advisor" | "branch"): ReadonlyArray<JudgedComplianceGroup> =>
    report.by(dimension).map(({ compliance, id }) => ({ id, ...complianceOf(compliance) }))
  const selections = (sample: ReadonlyArray<SampledRecord>, idOf: (index: number) => string): ReadonlyArray<JudgedSelection> =>
    sample.map(({ advisorId, index, kind }) => ({ id: idOf(index), advisorId, kind }))
  return {
    prospects: Array.from({ length: prospects.count }, (_, index) => recordOf(prospects.idOf(index), judgedMonth.explainProspect(index))).sort(byId),
    activities: Array.from({ length: activities.count }, (_, index) => recordOf(activities.idOf(index), judgedMonth.explainActivity(index))).sort(byId),
    ...scorecardsOf(judgedMonth, policy),
    sample: selections(judgedMonth.sample, (index) => prospects.idOf(index)),
    activitySample: selections(judgedMonth.activitySample, (index) => activities.idOf(index)),
    prospectConclusions: conclusionsOf(judgedMonth.prospectConclusions),
    activityConclusions: conclusionsOf(judgedMonth.activityConclusions),
    leads: leadsOf(report),
    compliance: { company: complianceOf(report.company()), byAdvisor: groupsBy("advisor"), byBranch: groupsBy("branch") }
  }
}

/** Where two results differ first, in words; undefined where they are the same. */
export const difference = (found: unknown, expected: unknown, path = ""): string | undefined => {
  if (Object.is(found, expected)) return undefined
  if (typeof found !== "object" || typeof expected !== "object" || found === null || expected === null || Array.isArray(found) !== Array.isArray(expected)) {
    return `at ${path === "" ? "/" : path}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`
  }
  const entries = (value: object): Map<string, unknown> =>
    new Map(Object.entries(value).flatMap(([key, item]) =>
      item === undefined ? [] : [[Array.isArray(value) && hasId(item) ? `${key} (${item.id})` : key, item] as const]))
  const [foundEntries, expectedEntries] = [entries(found), entries(expected)]
  for (const key of new Set([...expectedEntries.keys(), ...foundEntries.keys()])) {
    const differs = difference(foundEntries.get(key), expectedEntries.get(key), `${path}/${key}`)
    if (differs !== undefined) return differs
  }
  return undefined
}

const hasId = (value: unknown): value is { readonly id: string } => typeof value === "object" && value !== null && "id" in value
