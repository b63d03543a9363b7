/**
 * What the controls found in a month, record by record, for the managers' meeting: failed verifications of flagged advisors, bursts,
 * replaced identities, leads lost without contact, repeated notes, calls that the telephone log lacks, appeals and waivers.
 *
 * @see GC-PRO-05, Riesgos y controles
 */
import type { Instant } from "../calendar/Calendar.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as Verdict from "../judging/Verdict.ts"
import type { Subject } from "../policy/Rule.ts"
import type { Place } from "../records/Access.ts"
import type { Appeal } from "../records/Appeal.ts"
import type { ComplianceReport } from "./ComplianceReport.ts"
import * as VerificationResult from "./VerificationResult.ts"

/** What was found, in the order of the report. */
export const kinds = [
  "verification-failed", "registration-burst", "activity-burst", "identity-replaced", "lost-without-contact", "note-repeated", "call-not-in-log", "appeal", "waiver"
] as const
export type Kind = typeof kinds[number]

/** A record that a control found, where it counts, and when it was created or performed. */
export interface Finding extends Place {
  readonly kind: Kind
  readonly subjectType: Subject
  readonly subjectId: string
  readonly at: Instant
  /** Of an appeal or a waiver: the rule. */
  readonly code?: string | undefined
  /** Of an appeal: where it stands. */
  readonly state?: "open" | "overdue" | "granted" | "refused" | undefined
  /** Who granted a waiver, or replaced an identity, where that is known. */
  readonly by?: string | undefined
}

/** What the controls found, and the advisors whose failed share is flagged for the manager. */
export interface ControlFindings {
  readonly findings: ReadonlyArray<Finding>
  readonly flagged: ReadonlySet<string>
}

export interface Options {
  readonly judgedMonth: JudgedMonth
  readonly compliance: ComplianceReport
  /** The appeals about records of the month; by default none. */
  readonly appeals?: ReadonlyArray<Appeal> | undefined
}

const ofProspects: ReadonlyArray<Kind> = ["registration-burst", "identity-replaced"]
const ofActivities: ReadonlyArray<Kind> = ["activity-burst", "note-repeated", "call-not-in-log"]

/** The records of a kind of a judged month's period, as findings need them. */
interface Source {
  readonly subject: Subject
  readonly count: number
  readonly at: (index: number) => Instant
  readonly id: (index: number) => string
  readonly place: (index: number) => Place
  readonly reasoned: (index: number) => { readonly reasons: number; readonly warnings: number }
  readonly kinds: ReadonlyArray<Kind>
  readonly rules: ReadonlyArray<{ readonly code: string }>
}

const sourcesOf = ({ judgedMonth }: Pick<Options, "judgedMonth">): ReadonlyArray<Source> => {
  const { activities, judging: { policy }, prospects } = judgedMonth
  const outletOf = (prospect: number) => ({ branchId: prospects.branches.names[prospects.branchOf(prospect)]!, brandId: prospects.brands.names[prospects.brandOf(prospect)]! })
  return [
    {
      subject: "prospect",
      count: prospects.count,
      at: (index) => prospects.createdAtOf(index),
      id: (index) => prospects.idOf(index),
      place: (index) => ({ advisorId: prospects.advisors.names[prospects.advisorOf(index)]!, ...outletOf(index) }),
      reasoned: (index) => judgedMonth.prospectReasoned(index),
      kinds: ofProspects,
      rules: policy.prospectRules
    },
    {
      subject: "activity",
      count: activities.count,
      at: (index) => activities.placedAtOf(index),
      id: (index) => activities.idOf(index),
      place: (index) => {
        const prospect = judgedMonth.prospectOfActivity(index)
        return { advisorId: activities.advisors.names[activities.advisorOf(index)]!, ...(prospect < 0 ? {} : outletOf(prospect)) }
      },
      reasoned: (index) => judgedMonth.activityReasoned(index),
      kinds: ofActivities,
      rules: policy.activityRules
    }
  ]
}

/** What the controls found in a month: by kind, then in the order of time, then id. */
export const of = (options: Options): ControlFindings => {
  const { appeals = [], compliance, judgedMonth } = options
  const { bounds, judging } = judgedMonth
  const findings: Array<Finding> = []
  const flagged = new Set(VerificationResult.byAdvisor({ judgedMonth, calls: [] }).flatMap(({ advisorId, flagged }) => flagged ? [advisorId] : []))
  for (const source of sourcesOf(options)) {
    const { at, id, kinds, place, reasoned, rules, subject } = source
    const keys = kinds.map((kind) => 2 ** rules.findIndex(({ code }) => code === kind))
    const any = keys.reduce((sum, key) => sum + key, 0)
    const failed = new Set(judgedMonth.concludedAs(subject, "failed"))
    for (let index = 0; index < source.count; index++) {
      const instant = at(index)
      if (instant < bounds.start || instant >= bounds.end) continue
      const { reasons, warnings } = reasoned(index)
      const waived = judgedMonth.waivedOf(subject, index)
      const isFound = Verdict.shares(reasons, any) || Verdict.shares(warnings, any)
      if (!isFound && waived.length === 0 && !failed.has(index)) continue
      const common = { subjectType: subject, subjectId: id(index), at: instant, ...place(index) }
      if (failed.has(index) && flagged.has(common.advisorId)) findings.push({ kind: "verification-failed", ...common })
      kinds.forEach((kind, which) => {
        if (!Verdict.shares(reasons, keys[which]!) && !Verdict.shares(warnings, keys[which]!)) return
        findings.push({ kind, ...common })
      })
      for (const code of waived) findings.push({ kind: "waiver", ...common, code, by: judging.waivers?.granted(subject, common.subjectId, code)?.grantedBy })
    }
  }
  const { leads, lostWithoutContact } = compliance
  const lostIds = lostWithoutContact.map(leads.idOf)
  // All at once: to find one id, a month that has given its table of ids back would make it again.
  const lost = judgedMonth.prospects.ids.findAll(lostIds)
  lostIds.forEach((subjectId, position) => {
    const prospect = lost[position]!
    findings.push({
      kind: "lost-without-contact",
      subjectType: "prospect",
      subjectId,
      at: prospect < 0 ? bounds.start : judgedMonth.prospects.createdAtOf(prospect),
      ...leads.placeOf(lostWithoutContact[position]!)
    })
  })
  for (const appeal of appeals) findings.push(ofAppeal(appeal, judgedMonth))
  const order = new Map(kinds.map((kind, place) => [kind, place]))
  findings.sort((one, other) => order.get(one.kind)! - order.get(other.kind)! || one.at - other.at || (one.subjectId < other.subjectId ? -1 : one.subjectId > other.subjectId ? 1 : 0))
  return { findings, flagged }
}

const ofAppeal = ({ advisorId, code, decision, dueAt, raisedAt, subjectId, subjectType }: Appeal, judgedMonth: JudgedMonth): Finding => {
  const source = sourcesOf({ judgedMonth }).find(({ subject }) => subject === subjectType)!
  const index = (subjectType === "prospect" ? judgedMonth.prospects : judgedMonth.activities).ids.find(subjectId)
  return {
    kind: "appeal",
    subjectType,
    subjectId,
    at: raisedAt,
    ...(index < 0 ? { advisorId } : source.place(index)),
    code,
    state: decision?.outcome ?? (judgedMonth.judging.asOf > dueAt ? "overdue" : "open"),
    by: decision?.by
  }
}

/** How many reasons of a kind of record were waived in a month, and by whom. */
export interface WaiverCount {
  readonly count: number
  /** By the ids of those who granted, the most first. */
  readonly by: ReadonlyArray<{ readonly grantedBy: string; readonly count: number }>
}

/** The waived reasons of the records of a kind of a month's period; with `isWithin`, of those places. Undefined where no waivers were given. */
export const waiversOf = (judgedMonth: JudgedMonth, subject: Subject, isWithin?: ((place: Place) => boolean) | undefined): WaiverCount | undefined => {
  const { bounds, hasWaivers, judging, waived } = judgedMonth
  if (!hasWaivers) return undefined
  const { at, id, place } = sourcesOf({ judgedMonth }).find((source) => source.subject === subject)!
  const counts = new Map<string, number>()
  for (const [index, codes] of waived[subject]) {
    if (at(index) < bounds.start || at(index) >= bounds.end || isWithin?.(place(index)) === false) continue
    for (const code of codes) {
      const grantedBy = judging.waivers?.granted(subject, id(index), code)?.grantedBy ?? ""
      counts.set(grantedBy, (counts.get(grantedBy) ?? 0) + 1)
    }
  }
  const by = [...counts].map(([grantedBy, count]) => ({ grantedBy, count })).sort((one, other) => other.count - one.count || (one.grantedBy < other.grantedBy ? -1 : 1))
  return { count: by.reduce((sum, { count }) => sum + count, 0), by }
}
