/** The month report, its contract files only, as values and as text. See docs/guides/month-report.md. */
import { periodBounds, periodOf, printInstant, readInstant } from "./calendar.ts"
import {
  attemptsOf, type Color, colorOf, type Compliance, complianceOf, concludeAttempts, drawSample, isLostWithoutContact, leadColorOf, leadsThatCount, obligationsOf,
  shownPercent
} from "./controls.ts"
import { compareCodePoints, writeCsv } from "./csv.ts"
import { remembered } from "./normalisation.ts"
import { type Activity, type Folder, type Prospect, readFolder } from "./readFolder.ts"
import { activityRules, codesOf, type Context, instantOfActivity, judge, prospectOf, prospectRules, type Verdict } from "./rules.ts"

export interface Options {
  /** `2024-03`. */
  readonly period: string
  /** As `--as-of` takes it; default the first instant after the period. */
  readonly asOf?: string | undefined
  /** Default the period. */
  readonly seed?: string | undefined
  readonly disposableDomains?: ReadonlySet<string> | undefined
}

export const defaultDisposableDomains: ReadonlySet<string> = new Set([
  "mailinator.com", "yopmail.com", "guerrillamail.com", "10minutemail.com", "tempmail.com", "temp-mail.org", "trashmail.com", "sharklasers.com"
])

export interface IndicatorCounts {
  readonly registered: number
  readonly valid: number
  readonly invalid: number
  readonly pending: number
  readonly goal: number
  readonly percent: number | null
  readonly color: Color
}

export interface Scores {
  readonly id?: string
  readonly prospecting: IndicatorCounts
  readonly followUp: IndicatorCounts
}

export interface Scorecard {
  readonly period: string
  readonly asOf: string
  readonly policy: string
  readonly company: Scores
  readonly byBranch: ReadonlyArray<Scores>
  readonly byBrand: ReadonlyArray<Scores>
  readonly byAdvisor: ReadonlyArray<Scores>
}

export interface ComplianceReport {
  readonly company: Compliance
  readonly byAdvisor: ReadonlyArray<{ readonly id: string } & Compliance>
}

export interface Report {
  readonly folder: Folder
  readonly prospectVerdicts: ReadonlyArray<{ readonly prospect: Prospect } & Verdict>
  readonly activityVerdicts: ReadonlyArray<{ readonly activity: Activity } & Verdict>
  readonly scorecard: Scorecard
  readonly compliance: ComplianceReport
  /** File name → content. */
  readonly files: ReadonlyMap<string, string>
}

/** Thrown for a wrong period or `--as-of`. */
export class UnreadableOption extends Error {}

export const makeReport = (directory: string, options: Options): Report => {
  const { period } = options
  if (!/^[0-9]{4}-(0[1-9]|1[0-2])$/.test(period)) throw new UnreadableOption(`period ${period}: expected YYYY-MM`)
  const asOf = options.asOf === undefined ? periodBounds(period).end : readInstant(options.asOf)
  if (asOf === undefined) throw new UnreadableOption(`as-of ${options.asOf}: expected an instant`)
  const folder = readFolder(directory, codesOf)
  const seed = options.seed ?? period
  const { context, sample } = makeContext(folder, asOf, period, seed, options.disposableDomains ?? defaultDisposableDomains)

  const prospectVerdicts = folder.prospects
    .filter((prospect) => periodOf(prospect.createdAt) === period)
    .sort((a, b) => a.createdAt - b.createdAt || compareCodePoints(a.id, b.id))
    .map((prospect) => ({ prospect, ...context.prospectVerdictOf(prospect) }))
  const activityVerdicts = folder.activities
    .filter((activity) => periodOf(instantOfActivity(activity)) === period)
    .sort((a, b) => instantOfActivity(a) - instantOfActivity(b) || compareCodePoints(a.id, b.id))
    .map((activity) => ({ activity, ...judge(activityRules, activity, context) }))

  const scorecard = makeScorecard(folder, period, asOf, prospectVerdicts, activityVerdicts)
  const leads = leadsThatCount(folder, asOf, context.prospectVerdictOf)
  const compliance = makeCompliance(folder, period, asOf, leads)
  // With a `waivers.csv`, the files of verdicts have a fifth column.
  const ofWaivers = (cell: string): ReadonlyArray<string> => folder.waiversGiven ? [cell] : []
  const verdictCells = ({ verdict, reasons, warnings, waived }: Verdict) => [verdict, reasons.join("|"), warnings.join("|"), ...ofWaivers(waived.join("|"))]
  const files = new Map<string, string>([
    ["prospect-verdicts.csv", writeCsv([
      ["prospect_id", "verdict", "reasons", "warnings", ...ofWaivers("waived")],
      ...prospectVerdicts.map((line) => [line.prospect.id, ...verdictCells(line)])
    ])],
    ["activity-verdicts.csv", writeCsv([
      ["activity_id", "verdict", "reasons", "warnings", ...ofWaivers("waived")],
      ...activityVerdicts.map((line) => [line.activity.id, ...verdictCells(line)])
    ])],
    ["scorecard.json", JSON.stringify(scorecard, undefined, 2) + "\n"],
    ["sample.csv", writeCsv([
      ["prospect_id", "advisor_id", "kind"],
      ...sample.map(({ prospect, kind }) => [prospect.id, prospect.advisorId, kind])
    ])],
    ["compliance.json", JSON.stringify(compliance, undefined, 2) + "\n"],
    ["lead-colors.csv", writeCsv([
      ["prospect_id", "color", "days_since_last", "next_due"],
      ...leads.map((lead) => leadColorOf(lead, folder, asOf)).map(({ lead, color, daysSinceLast, nextDue }) => [
        lead.id, color, String(daysSinceLast), nextDue === undefined ? "" : printInstant(nextDue)
      ])
    ])],
    ...rejectedFiles(folder),
    ["summary.json", JSON.stringify({ files: Object.fromEntries([...folder.summaries].filter(([name]) => isTold(name, folder))) }, undefined, 2) + "\n"]
  ])
  return { folder, prospectVerdicts, activityVerdicts, scorecard, compliance, files }
}

/** The sample needs every rule but the verification ones, the verdicts need the sample. */
const makeContext = (folder: Folder, asOf: number, period: string, seed: string, disposableDomains: ReadonlySet<string>) => {
  const attempts = remembered((subject: Prospect | Activity) => attemptsOf(subject, folder, asOf))
  const selected = new Set<Prospect | Activity>()
  const context: Context = {
    folder,
    asOf,
    disposableDomains,
    hasAttempt: (subject) => attempts(subject).length > 0,
    conclusionOf: (subject) => concludeAttempts(subject, attempts(subject)),
    isSelected: (subject) => selected.has(subject),
    prospectVerdictOf: remembered((prospect: Prospect) => judge(prospectRules, prospect, context))
  }
  const sample = drawSample(period, seed, context)
  // Selected prospects are undecided only where a `verification-calls.csv` is given.
  if (folder.callsGiven) for (const { prospect } of sample) selected.add(prospect)
  return { context, sample }
}

const makeScorecard = (
  folder: Folder,
  period: string,
  asOf: number,
  prospectVerdicts: Report["prospectVerdicts"],
  activityVerdicts: Report["activityVerdicts"]
): Scorecard => {
  const goals = folder.goals.filter((goal) => goal.period === period)
  const counts = (verdicts: ReadonlyArray<Verdict>, goal: number): IndicatorCounts => {
    const count = (verdict: string): number => verdicts.filter((line) => line.verdict === verdict).length
    const valid = count("valid")
    return {
      registered: verdicts.length, valid, invalid: count("invalid"), pending: count("pending"),
      goal, percent: shownPercent(valid, goal), color: colorOf(valid, goal, 100, 80)
    }
  }
  const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, number) => total + number, 0)
  const company: Scores = {
    prospecting: counts(prospectVerdicts, sum(goals.map((goal) => goal.prospects))),
    followUp: counts(activityVerdicts, sum(goals.map((goal) => goal.activities)))
  }
  /** A group is listed when it has a record or a goal row in the period. */
  const groupedBy = (column: "branchId" | "brandId" | "advisorId"): ReadonlyArray<Scores> => {
    // An activity takes branch and brand from its prospect, and has none without it.
    const groupOfActivity = (activity: Activity): string | undefined =>
      column === "advisorId" ? activity.advisorId : prospectOf(activity, folder)?.[column]
    const groups = activityVerdicts.map(({ activity }) => groupOfActivity(activity)).filter((id) => id !== undefined)
    const ids = new Set([...prospectVerdicts.map(({ prospect }) => prospect[column]), ...groups, ...goals.map((goal) => goal[column])])
    return [...ids].sort(compareCodePoints).map((id): Scores => {
      const ownGoals = goals.filter((goal) => goal[column] === id)
      return {
        id,
        prospecting: counts(prospectVerdicts.filter(({ prospect }) => prospect[column] === id), sum(ownGoals.map((goal) => goal.prospects))),
        followUp: counts(activityVerdicts.filter(({ activity }) => groupOfActivity(activity) === id), sum(ownGoals.map((goal) => goal.activities)))
      }
    })
  }
  return {
    period, asOf: printInstant(asOf), policy: "GC-PRO-05 v02", company,
    byBranch: groupedBy("branchId"), byBrand: groupedBy("brandId"), byAdvisor: groupedBy("advisorId")
  }
}

const makeCompliance = (folder: Folder, period: string, asOf: number, leads: ReadonlyArray<Prospect>): ComplianceReport => {
  const obligations = leads.flatMap((lead) => obligationsOf(lead, folder, asOf)).filter(({ due }) => periodOf(due) === period)
  const isLost = (lead: Prospect): boolean => isLostWithoutContact(lead, folder, asOf)
  const advisorIds = [...new Set(obligations.map(({ lead }) => lead.advisorId))].sort(compareCodePoints)
  return {
    company: complianceOf(obligations, isLost),
    byAdvisor: advisorIds.map((id) => ({ id, ...complianceOf(obligations.filter(({ lead }) => lead.advisorId === id), isLost) }))
  }
}

/** Of the telephone log and the waivers, nothing is told where there are none; of the verification calls, in any case. */
const isTold = (name: string, { loggedCallsGiven, waiversGiven }: Folder): boolean => name === "phone-log" ? loggedCallsGiven : name !== "waivers" || waiversGiven

const rejectedFiles = (folder: Folder): ReadonlyArray<[string, string]> =>
  [...folder.faults].filter(([name]) => isTold(name, folder)).map(([name, faults]) => [
    `rejected-${name}.csv`,
    writeCsv([
      ["line", "column", "found", "expected"],
      ...faults.map(({ line, column, found, expected }) => [String(line), column, found, expected])
    ])
  ])
