/** What is stored of judged records: the verdict, how long it holds, and the keys that find related records. */
import * as Activity from "../../records/Activity.ts"
import * as Calendar from "../../calendar/Calendar.ts"
import type * as JudgingContext from "../../judging/JudgingContext.ts"
import type { JudgedMonth } from "../../judging/JudgedMonth.ts"
import * as Verdict from "../../judging/Verdict.ts"
import type { Subject } from "../../policy/Rule.ts"
import type { Prospect } from "../../records/Prospect.ts"
import { ALWAYS } from "../StoredVerdict.ts"
import type { StoredVerdict } from "../StoredVerdict.ts"
import * as MatchKeys from "./MatchKeys.ts"
import type * as RelatedRecords from "./RelatedRecords.ts"

/** When verifications were attempted or reopened and waivers granted, by subject. */
export type Happenings = (subject: Subject, id: string) => ReadonlyArray<Calendar.Instant>

/** The happenings of some calls, reopenings and waivers. */
export const happeningsOf = ({ calls, reopenings, waivers }: Pick<RelatedRecords.RelatedRecords, "calls" | "reopenings" | "waivers">): Happenings => {
  const instants = new Map<string, Array<Calendar.Instant>>()
  const add = (key: string, at: Calendar.Instant) => {
    const known = instants.get(key)
    if (known === undefined) instants.set(key, [at])
    else known.push(at)
  }
  for (const { attemptedAt, subjectId, subjectType } of calls) add(`${subjectType} ${subjectId}`, attemptedAt)
  for (const { at, subject } of reopenings) add(`${subject.type} ${subject.id}`, at)
  for (const { grantedAt, subjectId, subjectType } of waivers) add(`${subjectType} ${subjectId}`, grantedAt)
  return (subject, id) => instants.get(`${subject} ${id}`) ?? []
}

/** From when to when a verdict holds; without an end, as long as nothing changes. */
export interface Span {
  readonly since: Calendar.Instant
  readonly until: Calendar.Instant | undefined
}

/** From when to when a verdict as of an instant holds. `instants`: when something that it depends on begins to exist. */
export const spanOf = (asOf: Calendar.Instant, instants: ReadonlyArray<Calendar.Instant | undefined>, within?: Span): Span => {
  let since = within?.since ?? ALWAYS
  let until = within?.until ?? Number.POSITIVE_INFINITY
  for (const instant of instants) {
    if (instant === undefined) continue
    if (instant <= asOf) since = Math.max(since, instant)
    else until = Math.min(until, instant)
  }
  return { since, until: until === Number.POSITIVE_INFINITY ? undefined : until }
}

/** From when to when a prospect's verdict holds, as far as it depends on the prospect alone. */
export const prospectSpan = (asOf: Calendar.Instant, prospect: Prospect, happenings: Happenings): Span =>
  spanOf(asOf, [prospect.createdAt, prospect.consentAt, prospect.excludedAt, ...happenings("prospect", prospect.prospectId)])

/** An own rule may ask what time it is. Then its answer is known for one instant only. */
const asJudged = (judging: JudgingContext.JudgingContext, span: Span): Span =>
  judging.ownRulesAskTime() ? { since: judging.asOf, until: judging.asOf + 1 } : span

const waivedIn = (judgedMonth: JudgedMonth, subject: Subject, index: number): Pick<StoredVerdict, "waived"> => {
  const waived = judgedMonth.waivedOf(subject, index)
  return waived.length === 0 ? {} : { waived }
}

/** A judged prospect's verdict as it is stored. */
export const ofProspect = (judgedMonth: JudgedMonth, record: Prospect, span: Span): StoredVerdict => {
  const { judging, prospects } = judgedMonth
  const index = prospects.ids.find(record.prospectId)
  const day = Calendar.localDayOf(judging.zone, record.createdAt)
  const { prospectRules } = judging.policy
  return {
    advisorId: record.advisorId,
    branchId: record.branchId,
    brandId: record.brandId,
    verdict: Verdict.verdicts[judgedMonth.prospectVerdict(index)]!,
    reasons: Verdict.codesOf(judgedMonth.prospectReasonKey(index), prospectRules),
    warnings: Verdict.codesOf(judgedMonth.prospectWarningKey(index), prospectRules),
    ...waivedIn(judgedMonth, "prospect", index),
    period: Calendar.periodOfMonth(Calendar.monthOf(day)),
    day: Calendar.partsOfDay(day).day,
    ...asJudged(judging, span),
    matchKeys: MatchKeys.ofProspect(judging, record)
  }
}

/** A judged activity's verdict as it is stored. */
export const ofActivity = (judgedMonth: JudgedMonth, record: Activity.Activity, prospect: Prospect | undefined, span: Span): StoredVerdict => {
  const { activities, judging } = judgedMonth
  const index = activities.ids.find(record.activityId)
  const day = Calendar.localDayOf(judging.zone, Activity.placedAt(record))
  const { activityRules } = judging.policy
  return {
    advisorId: record.advisorId,
    branchId: prospect?.branchId,
    brandId: prospect?.brandId,
    verdict: Verdict.verdicts[judgedMonth.activityVerdict(index)]!,
    reasons: Verdict.codesOf(judgedMonth.activityReasonKey(index), activityRules),
    warnings: Verdict.codesOf(judgedMonth.activityWarningKey(index), activityRules),
    ...waivedIn(judgedMonth, "activity", index),
    period: Calendar.periodOfMonth(Calendar.monthOf(day)),
    day: Calendar.partsOfDay(day).day,
    state: Activity.isPerformed(record) ? "performed" : record.status === "planned" ? "planned" : undefined,
    ...asJudged(judging, span),
    matchKeys: MatchKeys.ofActivity(judging, record)
  }
}

/** An activity's verdict also depends on its prospect's stage: an open prospect needs a next step. */
export const activityInstants = (activity: Activity.Activity, prospect: Prospect | undefined, happenings: Happenings): ReadonlyArray<Calendar.Instant | undefined> => [
  Activity.isPerformed(activity) ? activity.performedAt : undefined,
  prospect === undefined || prospect.stage === "open" ? undefined : prospect.stageAt,
  ...happenings("activity", activity.activityId)
]

/** Whether two stored verdicts say the same. */
export const isSame = (one: StoredVerdict, other: StoredVerdict): boolean =>
  one.verdict === other.verdict && one.since === other.since && one.until === other.until && one.period === other.period &&
  one.day === other.day && one.state === other.state && one.advisorId === other.advisorId && one.branchId === other.branchId &&
  one.brandId === other.brandId && isSameList(one.reasons, other.reasons) && isSameList(one.warnings, other.warnings) &&
  isSameList(one.waived ?? [], other.waived ?? []) &&
  one.matchKeys.phone === other.matchKeys.phone && one.matchKeys.email === other.matchKeys.email &&
  one.matchKeys.document === other.matchKeys.document && one.matchKeys.note === other.matchKeys.note &&
  one.matchKeys.moment === other.matchKeys.moment

const isSameList = (one: ReadonlyArray<string>, other: ReadonlyArray<string>): boolean =>
  one.length === other.length && one.every((text, index) => text === other[index])
