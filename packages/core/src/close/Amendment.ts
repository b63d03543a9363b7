/**
 * What has changed since a period was closed: the verdicts and indicators that the month would have if it were judged now, where
 * they differ. They are shown beside the frozen result and never change it.
 */
import type * as Calendar from "../calendar/Calendar.ts"
import type * as ClosedPeriod from "./ClosedPeriod.ts"
import type { LaterCall } from "./ClosingPreview.ts"
import * as CsvText from "../identity/CsvText.ts"
import type { RecordVerdict } from "./FrozenLists.ts"
import type { Subject } from "../policy/Rule.ts"
import type { Waiver } from "../records/Waiver.ts"

/** A record of the period whose verdict would be another now. Without `before` it was not there; without `after` it left the period. */
export interface VerdictAmendment {
  readonly subject: Subject
  readonly id: string
  readonly before: RecordVerdict | null
  readonly after: RecordVerdict | null
}

/** The members of a group's indicator or compliance, as they are frozen. */
export type Figures = Readonly<Record<string, number | string | null>>

/** A group's indicator that differs now. `id` is null for the company. */
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

/** A waiver that the frozen result does not have. It counts in what is judged as of its instant or later. */
export type LaterWaiver = Pick<Waiver, "waiverId" | "subjectType" | "subjectId" | "code" | "grantedAt" | "grantedBy">

export interface Amendment {
  readonly period: Calendar.Period
  /** The snapshot that it is compared with. */
  readonly sequence: number
  readonly digest: string
  readonly asOf: Calendar.Instant
  readonly late: ReadonlyArray<LateArrival>
  /** The calls about records of the period that were made after the instant as of which it was closed, or arrived after the close. */
  readonly laterCalls: ReadonlyArray<LaterCall>
  /** The waivers of records of the period that were granted after that instant, or came after the close. */
  readonly laterWaivers: ReadonlyArray<LaterWaiver>
  readonly verdicts: ReadonlyArray<VerdictAmendment>
  readonly indicators: ReadonlyArray<IndicatorAmendment>
}

/** A month as it was frozen, or as it is judged now. */
export interface Side {
  readonly verdicts: Readonly<Record<Subject, ReadonlyMap<string, RecordVerdict>>>
  readonly scorecard: ClosedPeriod.FrozenScorecard
  readonly compliance: ClosedPeriod.FrozenCompliance
}

/** The verdicts that differ, in the frozen order; records that the frozen list lacks come last. */
export const verdicts = (before: Side, after: Side): ReadonlyArray<VerdictAmendment> =>
  (["prospect", "activity"] as const).flatMap((subject) => compare(subject, before.verdicts[subject], after.verdicts[subject]))

const compare = (
  subject: Subject,
  before: ReadonlyMap<string, RecordVerdict>,
  after: ReadonlyMap<string, RecordVerdict>
): ReadonlyArray<VerdictAmendment> => {
  // A frozen id was read from a CSV cell, where an apostrophe before a formula is no part of the id.
  const now = new Map([...after].map(([id, verdict]) => [CsvText.withoutGuard(id), { id, verdict }]))
  const amendments: Array<VerdictAmendment> = []
  for (const [id, was] of before) {
    const is = now.get(id)
    now.delete(id)
    if (is === undefined || !isSame(was, is.verdict)) amendments.push({ subject, id: is?.id ?? id, before: was, after: is?.verdict ?? null })
  }
  for (const { id, verdict } of now.values()) amendments.push({ subject, id, before: null, after: verdict })
  return amendments
}

const isSame = (one: RecordVerdict, other: RecordVerdict): boolean =>
  one.verdict === other.verdict && isSameList(one.reasons, other.reasons) && isSameList(one.warnings, other.warnings)

const isSameList = (one: ReadonlyArray<string>, other: ReadonlyArray<string>): boolean =>
  one.length === other.length && one.every((code, index) => code === other[index])

/** The indicators that differ: the company's first, then those of branches, brands and advisors. */
export const indicators = (before: Side, after: Side): ReadonlyArray<IndicatorAmendment> => {
  const [was, is] = [figuresOf(before), figuresOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key): ReadonlyArray<IndicatorAmendment> => {
    const [one, other] = [was.get(key), is.get(key)]
    if (isSameFigures(one?.figures, other?.figures)) return []
    const { by, id, indicator } = (one ?? other)!
    return [{ by, id, indicator, before: one?.figures ?? null, after: other?.figures ?? null }]
  })
}

/** Whether two figures are the same in all members that the frozen ones have: early snapshots lack newer members. */
const isSameFigures = (frozen: Figures | undefined, current: Figures | undefined): boolean =>
  frozen === undefined || current === undefined ? frozen === current : Object.entries(frozen).every(([name, value]) => current[name] === value)

interface Figured extends Pick<IndicatorAmendment, "by" | "id" | "indicator"> {
  readonly figures: Figures
}

/** Every indicator of a side by its group's key, with its members sorted. */
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
