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

/** Findings in their order. A list may make each of them when it is asked for: a large month has hundreds of thousands. */
export interface Findings extends Iterable<Finding> {
  readonly length: number
  /** The finding at a place; undefined behind the last. */
  readonly at: (place: number) => Finding | undefined
}

/** What the controls found, and the advisors whose failed share is flagged for the manager. */
export interface ControlFindings {
  readonly findings: Findings
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

/** The findings of one kind in records of the judged month, by the records alone: what else they say is read when it is asked for. */
class RecordFindings implements Findings {
  private readonly kind: Kind
  private readonly sources: ReadonlyArray<Source>
  /** The index of each record × the number of sources + the number of its source. */
  private readonly records: Array<number> = []

  constructor(kind: Kind, sources: ReadonlyArray<Source>) {
    this.kind = kind
    this.sources = sources
  }

  get length(): number {
    return this.records.length
  }

  add(source: Source, index: number): void {
    this.records.push(index * this.sources.length + this.sources.indexOf(source))
  }

  /** Puts the records in the order of time, then id. */
  sort(): void {
    this.records.sort((one, other) => {
      const [source, index] = this.recordOf(one)
      const [otherSource, otherIndex] = this.recordOf(other)
      return source.at(index) - otherSource.at(otherIndex) || compareTexts(source.id(index), otherSource.id(otherIndex))
    })
  }

  at(place: number): Finding | undefined {
    const record = this.records[place]
    if (record === undefined) return undefined
    const [{ at, id, place: placeOf, subject }, index] = this.recordOf(record)
    return { kind: this.kind, subjectType: subject, subjectId: id(index), at: at(index), ...placeOf(index) }
  }

  *[Symbol.iterator](): Iterator<Finding> {
    for (let place = 0; place < this.length; place++) yield this.at(place)!
  }

  private recordOf(record: number): readonly [source: Source, index: number] {
    const number = record % this.sources.length
    return [this.sources[number]!, (record - number) / this.sources.length]
  }
}

/** Several lists of findings, one after the other. */
class JoinedFindings implements Findings {
  readonly length: number
  private readonly lists: ReadonlyArray<Findings>

  constructor(lists: ReadonlyArray<Findings>) {
    this.lists = lists
    this.length = lists.reduce((sum, { length }) => sum + length, 0)
  }

  at(place: number): Finding | undefined {
    let rest = place
    for (const list of this.lists) {
      if (rest < list.length) return list.at(rest)
      rest -= list.length
    }
    return undefined
  }

  *[Symbol.iterator](): Iterator<Finding> {
    for (const list of this.lists) yield* list
  }
}

const compareTexts = (one: string, other: string): number => one < other ? -1 : one > other ? 1 : 0

const inOrder = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> =>
  findings.toSorted((one, other) => one.at - other.at || compareTexts(one.subjectId, other.subjectId))

/** What the controls found in a month: by kind, then in the order of time, then id. */
export const of = (options: Options): ControlFindings => {
  const { appeals = [], judgedMonth } = options
  const { bounds, judging } = judgedMonth
  const sources = sourcesOf(options)
  const ofRecords = new Map<Kind, RecordFindings>([...ofProspects, ...ofActivities, "verification-failed" as const].map((kind) => [kind, new RecordFindings(kind, sources)]))
  const waivers: Array<Finding> = []
  const flagged = new Set(VerificationResult.byAdvisor({ judgedMonth, calls: [] }).flatMap(({ advisorId, flagged }) => flagged ? [advisorId] : []))
  for (const source of sources) {
    const { at, id, kinds, place, reasoned, rules, subject } = source
    const keys = kinds.map((kind) => 2 ** rules.findIndex(({ code }) => code === kind))
    const any = keys.reduce((sum, key) => sum + key, 0)
    const failed = new Set(judgedMonth.concludedAs(subject, "failed"))
    for (let index = 0; index < source.count; index++) {
      const instant = at(index)
      if (instant < bounds.start || instant >= bounds.end) continue
      const { reasons, warnings } = reasoned(index)
      if (Verdict.shares(reasons, any) || Verdict.shares(warnings, any)) {
        for (let which = 0; which < kinds.length; which++) {
          if (Verdict.shares(reasons, keys[which]!) || Verdict.shares(warnings, keys[which]!)) ofRecords.get(kinds[which]!)!.add(source, index)
        }
      }
      if (failed.has(index) && flagged.has(place(index).advisorId)) ofRecords.get("verification-failed")!.add(source, index)
      for (const code of judgedMonth.waivedOf(subject, index)) {
        const subjectId = id(index)
        waivers.push({ kind: "waiver", subjectType: subject, subjectId, at: instant, ...place(index), code, by: judging.waivers?.granted(subject, subjectId, code)?.grantedBy })
      }
    }
  }
  for (const found of ofRecords.values()) found.sort()
  const others: Readonly<Partial<Record<Kind, ReadonlyArray<Finding>>>> = {
    "lost-without-contact": inOrder(lostIn(options)),
    appeal: inOrder(appeals.map((appeal) => ofAppeal(appeal, judgedMonth))),
    waiver: inOrder(waivers)
  }
  return { findings: new JoinedFindings(kinds.map((kind) => ofRecords.get(kind) ?? others[kind] ?? [])), flagged }
}

const lostIn = ({ compliance: { leads, lostWithoutContact }, judgedMonth }: Options): ReadonlyArray<Finding> => {
  const ids = lostWithoutContact.map(leads.idOf)
  // All at once: to find one id, a month that has given its table of ids back would make it again.
  const prospects = judgedMonth.prospects.ids.findAll(ids)
  return ids.map((subjectId, position): Finding => {
    const prospect = prospects[position]!
    const at = prospect < 0 ? judgedMonth.bounds.start : judgedMonth.prospects.createdAtOf(prospect)
    return { kind: "lost-without-contact", subjectType: "prospect", subjectId, at, ...leads.placeOf(lostWithoutContact[position]!) }
  })
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
