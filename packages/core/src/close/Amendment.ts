/**
 * What came after a period was closed, shown beside the frozen result: the verdicts and indicators that the month would have
 * if it were judged now, where they differ. It changes nothing of the frozen result.
 *
 * @see 5-controls, Period close
 */
import type * as Calendar from "../calendar/Calendar.ts"
import type * as ClosedPeriod from "./ClosedPeriod.ts"
import * as FrozenLists from "./FrozenLists.ts"
import type { Subject } from "../policy/Rule.ts"
import type { Verdict } from "../judging/Verdict.ts"

/** A record's line: its verdict, and the codes of the rules that spoke. */
export interface RecordVerdict {
  readonly verdict: Verdict
  readonly reasons: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
}

/** A record of the period that would be judged otherwise now. No `before`: it was not there; no `after`: it left the period. */
export interface VerdictAmendment {
  readonly subject: Subject
  readonly id: string
  readonly before: RecordVerdict | null
  readonly after: RecordVerdict | null
}

/** The members of an indicator or of the compliance of a group, as they are frozen. */
export type Figures = Readonly<Record<string, number | string | null>>

/** A group's indicator that would be another now. `id` is null for the company. */
export interface IndicatorAmendment {
  readonly by: "company" | "branch" | "brand" | "advisor"
  readonly id: string | null
  readonly indicator: "prospecting" | "follow-up" | "compliance"
  readonly before: Figures | null
  readonly after: Figures | null
}

/** A record of the period that arrived after it was closed. */
export interface LateArrival {
  readonly subject: Subject
  readonly id: string
  readonly receivedAt: Calendar.Instant
}

export interface Amendment {
  readonly period: Calendar.Period
  /** The snapshot that it stands beside. */
  readonly sequence: number
  readonly digest: string
  readonly asOf: Calendar.Instant
  readonly late: ReadonlyArray<LateArrival>
  readonly verdicts: ReadonlyArray<VerdictAmendment>
  readonly indicators: ReadonlyArray<IndicatorAmendment>
}

/** A month as frozen or as judged now: the texts of both verdict files, and what was counted. */
export interface Side {
  readonly prospectVerdicts: string
  readonly activityVerdicts: string
  readonly scorecard: ClosedPeriod.FrozenScorecard
  readonly compliance: ClosedPeriod.FrozenCompliance
}

/** The verdicts that differ, in the frozen order, what was added at the end. */
export const verdicts = (before: Side, after: Side): ReadonlyArray<VerdictAmendment> => [
  ...compareLines("prospect", before.prospectVerdicts, after.prospectVerdicts),
  ...compareLines("activity", before.activityVerdicts, after.activityVerdicts)
]

const compareLines = (subject: Subject, before: string, after: string): ReadonlyArray<VerdictAmendment> => {
  if (before === after) return []
  const now = new Map<string, string>()
  for (const { cell, rest } of FrozenLists.lines(after)) now.set(cell, rest)
  const amendments: Array<VerdictAmendment> = []
  const amend = (cell: string, was: string | undefined, is: string | undefined): void => {
    amendments.push({ subject, id: FrozenLists.idOfCell(cell), before: was === undefined ? null : verdictOf(was), after: is === undefined ? null : verdictOf(is) })
  }
  for (const { cell, rest } of FrozenLists.lines(before)) {
    const is = now.get(cell)
    if (is !== rest) amend(cell, rest, is)
    now.delete(cell)
  }
  for (const [cell, rest] of now) amend(cell, undefined, rest)
  return amendments
}

const verdictOf = (rest: string): RecordVerdict => {
  const [verdict, reasons, warnings] = rest.split(",")
  const codes = (joined: string | undefined) => joined === undefined || joined === "" ? [] : joined.split("|")
  return { verdict: verdict as Verdict, reasons: codes(reasons), warnings: codes(warnings) }
}

/** The indicators that differ: the company's first, then those of branches, brands and advisors. */
export const indicators = (before: Side, after: Side): ReadonlyArray<IndicatorAmendment> => {
  const [was, is] = [figuresOf(before), figuresOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): ReadonlyArray<IndicatorAmendment> => {
    const [one, other] = [was.get(key), is.get(key)]
    if (JSON.stringify(one?.figures) === JSON.stringify(other?.figures)) return []
    const { by, id, indicator } = (one ?? other)!
    return [{ by, id, indicator, before: one?.figures ?? null, after: other?.figures ?? null }]
  })
}

interface Figured extends Pick<IndicatorAmendment, "by" | "id" | "indicator"> {
  readonly figures: Figures
}

/** Every indicator of a side by its group's key, its members in one order. */
const figuresOf = ({ compliance, scorecard }: Side): ReadonlyMap<string, Figured> => {
  const all = new Map<string, Figured>()
  const put = (by: Figured["by"], id: string | null, indicator: Figured["indicator"], figures: Figures): void => {
    all.set(JSON.stringify([by, id, indicator]), { by, id, indicator, figures: sorted(figures) })
  }
  const putBoth = (by: Figured["by"], id: string | null, group: ClosedPeriod.FrozenScorecard["company"]): void => {
    put(by, id, "prospecting", group.prospecting)
    put(by, id, "follow-up", group.followUp)
  }
  putBoth("company", null, scorecard.company)
  put("company", null, "compliance", compliance.company)
  for (const group of scorecard.byBranch) putBoth("branch", group.id, group)
  for (const group of scorecard.byBrand) putBoth("brand", group.id, group)
  for (const group of scorecard.byAdvisor) putBoth("advisor", group.id, group)
  for (const { id, ...figures } of compliance.byAdvisor) put("advisor", id, "compliance", figures)
  return all
}

const sorted = (figures: Figures): Figures => Object.fromEntries(Object.entries(figures).sort(([one], [other]) => one < other ? -1 : 1))
