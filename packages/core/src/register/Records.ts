/**
 * What a dealership keeps: the storage port, its one error, and its in-memory layer. Everything is kept under the
 * dealership's id and reads no other dealership's records. `CrmProcedure` is the only writer.
 *
 * A storage keeps and finds; it decides nothing. What a verdict is, whom it bears on and what it counts for come from core
 * and are kept as they are given. Adapters answer exactly as {@link Records.layerMemory} does; the contract suite of the
 * testing kit compares them.
 *
 * @example
 * ```ts run
 * import { Records } from "@crm-procedure/core"
 * import { Effect } from "effect"
 * import * as assert from "node:assert/strict"
 *
 * const goal = { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 40, activities: 120 }
 * const kept = Effect.gen(function*() {
 *   const records = yield* Records.Records
 *   yield* records.putGoals("norte", "2024-03", [goal])
 *   return yield* records.goals("norte", "2024-03")
 * })
 * assert.deepEqual(await Effect.runPromise(Effect.provide(kept, Records.Records.layerMemory)), [goal])
 * ```
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type * as Activity from "../records/Activity.ts"
import type { ControlRecords } from "./ControlRecords.ts"
import type { Instant, Period } from "../calendar/Calendar.ts"
import type { Directory } from "../records/Directory.ts"
import type { Goal } from "../records/Goal.ts"
import * as RecordsInMemory from "./internal/RecordsInMemory.ts"
import { RecordsError } from "./internal/RecordsError.ts"
import type { StoredVerdict } from "./StoredVerdict.ts"
import type * as AuditEntry from "./AuditEntry.ts"
import type { MonthQuery, MonthRecords } from "./MonthRecords.ts"
import type * as RecordList from "./RecordList.ts"
import type * as RecordVersion from "./RecordVersion.ts"
import * as StorableText from "../identity/StorableText.ts"
import type * as Prospect from "../records/Prospect.ts"
import type * as StoredCounts from "./StoredCounts.ts"
import type * as StoredLead from "./StoredLead.ts"
import type { Subject } from "../policy/Rule.ts"
import type * as Verification from "../judging/Verification.ts"
import type { SampleKind } from "../judging/Verification.ts"
import type * as VerificationCall from "../records/VerificationCall.ts"

export { auditChanged, RecordsChanged, RecordsError, RecordsUnavailable } from "./internal/RecordsError.ts"

/** A record as it is put: with what was found of it. */
export interface Entry<R> {
  readonly record: R
  readonly storedVerdict: StoredVerdict
  /** The place of the audit's entry that brought this content; undefined for content from before the audit. */
  readonly auditEntry?: number | undefined
}

/** A record with when it first arrived and how often it has changed since (0: never). A new verdict is no change of the record. */
export interface Stored<R> extends Entry<R> {
  readonly receivedAt: Instant
  readonly revision: number
}

/** Where to look for prospects: of one key, or of one advisor; created from `since` to `until`, both included. */
export interface ProspectClue {
  readonly matchKey: "phone" | "email" | "document" | "advisor"
  /** The key, or the advisor's id. */
  readonly value: string
  readonly since: Instant
  readonly until: Instant
}

/**
 * Where to look for activities: of one prospect's id, of one note's key, of one moment of an advisor, or performed on one local day
 * (`2024-03-05`, by the period and the day of the stored verdict).
 */
export interface ActivityClue {
  readonly matchKey: "prospect" | "note" | "moment" | "day"
  readonly value: string
}

/** Where to look for prospects by name: the beginnings of words (one at least), and where the reader sees only some records, whose. */
export interface NameClue {
  readonly words: ReadonlyArray<string>
  readonly advisorId?: string | undefined
  readonly branchIds?: ReadonlyArray<string> | undefined
}

/** How a period's stored verdicts stand. */
export interface MonthState {
  /** The digest of what they were last judged with; undefined where nothing was judged. */
  readonly policy: string | undefined
  /** Every verdict holds as of instants from `since` (`StoredVerdict.ALWAYS` where nothing was judged) up to, but not at, `until`; undefined: for good. */
  readonly since: Instant
  readonly until: Instant | undefined
  readonly storedCounts: ReadonlyArray<StoredCounts.StoredCounts>
}

/** What putting a record did. Putting the same again leaves it `unchanged`. */
export type Put = "added" | "changed" | "unchanged"

/** Which records are removed, by their ids. */
export interface Removed {
  readonly prospects: ReadonlyArray<string>
  readonly activities: ReadonlyArray<string>
  readonly calls: ReadonlyArray<string>
}

/** A subject of verification. */
export interface SubjectKey {
  readonly type: Subject
  readonly id: string
}

/** A record that a sample selected or that has attempts, whenever those were made. */
export interface VerifiedRecord extends SubjectKey {
  /** The advisor of its stored verdict. */
  readonly advisorId: string
  /** Whether any period's sample selected it. */
  readonly isSelected: boolean
}

/** Which verifications that may be open are looked for, as of an instant. */
export interface LeftQuery {
  /** Those that the samples of these periods selected. */
  readonly periods: ReadonlyArray<Period>
  /** Also those that have an attempt at or after this instant, or were reopened then. */
  readonly since?: Instant | undefined
  readonly asOf: Instant
  readonly unanswered: Verification.Unanswered
}

/** A verification that may be open. */
export interface LeftVerification extends SubjectKey {
  /** The advisor of the record's stored verdict. */
  readonly advisorId: string
  /** The sample of the periods asked that selected it, and why; undefined where none did. */
  readonly selected?: { readonly period: Period; readonly kind: SampleKind } | undefined
}

/** A subject that a period's sample selected. */
export interface Selection extends SubjectKey {
  readonly period: Period
  readonly advisorId: string
  readonly kind: SampleKind
}

/** An agent holds a subject's call until, but not at, an instant. */
export interface Lease {
  readonly agentId: string
  readonly until: Instant
}

/** A drawn sample, kept with its seed: what was drawn stays drawn. */
export interface DrawnSample {
  readonly period: Period
  readonly seed: string
  readonly drawnAt: Instant
  readonly selected: ReadonlyArray<Omit<Selection, "period">>
}

/** A supervisor's decision that a verification's attempts up to then conclude nothing any more. */
export interface Reopening {
  readonly subject: SubjectKey
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

/** An attempt with the instant at which it first arrived. */
export interface KeptCall extends VerificationCall.VerificationCall {
  readonly receivedAt: Instant
}

/** A closed period's frozen result: its canonical text, the digest of that text, and the one before it in the chain. */
export interface Snapshot {
  readonly period: Period
  /** Its place in the dealership's chain, from 0. */
  readonly sequence: number
  /** The digest of the snapshot before it; empty for the first. */
  readonly previousDigest: string
  readonly digest: string
  readonly content: string
  readonly closedAt: Instant
  readonly closedBy: string
}

/** A snapshot without its text. */
export type SnapshotLink = Omit<Snapshot, "content">

/** Which links of the chain are looked for: those that fit all that is given. */
export interface ChainQuery {
  readonly periods?: ReadonlyArray<Period> | undefined
  /** Those of this period and later ones. */
  readonly since?: Period | undefined
  /** Those behind this sequence, at most so many. */
  readonly after?: number | undefined
  readonly limit?: number | undefined
}

/** A closed period was opened again; its snapshot stays in the chain. */
export interface PeriodReopening {
  readonly period: Period
  /** The sequence of the snapshot that it reopened. */
  readonly sequence: number
  readonly at: Instant
  readonly by: string
  readonly reason: string
}

/** An event that was raised, by a key that it is raised under only once. */
export interface RaisedEvent {
  readonly key: string
  readonly type: string
  readonly at: Instant
  readonly data: unknown
}

/** A raised event with its place among the dealership's, from 1 and rising in the order of raising, gaps allowed. */
export interface KeptEvent extends RaisedEvent {
  readonly position: number
}

/**
 * The storage port. Every method takes the dealership first. Every write fails with `TextNotStorable` when it is given a text that
 * not every storage can keep. A read by such a text finds nothing. See {@link refusingNotStorable}.
 */
export class Records extends Context.Service<Records, ControlRecords & {
  /**
   * Runs an effect as one change: all that it writes is kept, or nothing; a part is never seen. A dealership's changes run one
   * after another, so that what one reads stays true until it is done. Inside a change of the same dealership it joins that one.
   * A storage may run the effect again from the start where it lost against another; so it does nothing but read and write here.
   */
  readonly change: <A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | RecordsError, R>
  /** Runs an effect that only reads, all of it at one moment: no change is seen half done, or from one read to the next. */
  readonly atOneMoment: <A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | RecordsError, R>

  readonly putDirectory: (dealership: string, directory: Directory) => Effect.Effect<void, RecordsError>
  readonly directory: (dealership: string) => Effect.Effect<Directory, RecordsError>
  /** Replaces a period's goals. All of them are of that period, each of another advisor, branch or brand; they have no order. */
  readonly putGoals: (dealership: string, period: Period, goals: ReadonlyArray<Goal>) => Effect.Effect<void, RecordsError>
  readonly goals: (dealership: string, period: Period) => Effect.Effect<ReadonlyArray<Goal>, RecordsError>

  /** Puts records by their ids with their verdicts, all or none of them; answers in their order what became of the records. */
  readonly putProspects: (dealership: string, entries: ReadonlyArray<Entry<Prospect.Prospect>>, receivedAt: Instant) => Effect.Effect<ReadonlyArray<Put>, RecordsError>
  readonly putActivities: (dealership: string, entries: ReadonlyArray<Entry<Activity.Activity>>, receivedAt: Instant) => Effect.Effect<ReadonlyArray<Put>, RecordsError>
  readonly putCalls: (dealership: string, records: ReadonlyArray<VerificationCall.VerificationCall>, receivedAt: Instant) => Effect.Effect<ReadonlyArray<Put>, RecordsError>
  /** Removes records by their ids, as if they had never come. Verdicts of others, counts and leads are the caller's. */
  readonly removeRecords: (dealership: string, removed: Removed) => Effect.Effect<void, RecordsError>
  readonly prospect: (dealership: string, id: string) => Effect.Effect<Option.Option<Stored<Prospect.Prospect>>, RecordsError>
  readonly activity: (dealership: string, id: string) => Effect.Effect<Option.Option<Stored<Activity.Activity>>, RecordsError>
  /** Those of the ids that are known, in no particular order. */
  readonly prospectsById: (dealership: string, ids: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Stored<Prospect.Prospect>>, RecordsError>
  readonly activitiesById: (dealership: string, ids: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Stored<Activity.Activity>>, RecordsError>
  /** Those that one of the clues leads to, each once, in no particular order. */
  readonly prospectsLike: (dealership: string, clues: ReadonlyArray<ProspectClue>) => Effect.Effect<ReadonlyArray<Stored<Prospect.Prospect>>, RecordsError>
  readonly activitiesLike: (dealership: string, clues: ReadonlyArray<ActivityClue>) => Effect.Effect<ReadonlyArray<Stored<Activity.Activity>>, RecordsError>
  /** Prospects in whose name each of the words begins a word (`PersonName.isFoundBy`), at most `limit`, in no particular order. */
  readonly prospectsNamed: (dealership: string, name: NameClue, limit: number) => Effect.Effect<ReadonlyArray<Stored<Prospect.Prospect>>, RecordsError>
  /**
   * All of them, or those whose verdict is of a period, in no particular order; what is put while they are read may come or not.
   * Inside a change one may put meanwhile.
   */
  readonly prospects: (dealership: string, period?: Period) => Stream.Stream<Stored<Prospect.Prospect>, RecordsError>
  readonly activities: (dealership: string, period?: Period) => Stream.Stream<Stored<Activity.Activity>, RecordsError>
  /** A page of a list with the counts of its filters. `RecordList.of` says what it holds. */
  readonly prospectList: (dealership: string, query: RecordList.ListQuery<RecordList.ProspectSort>) => Effect.Effect<RecordList.ListPage<Prospect.Prospect>, RecordsError>
  readonly activityList: (dealership: string, query: RecordList.ListQuery<RecordList.ActivitySort>) => Effect.Effect<RecordList.ListPage<Activity.Activity>, RecordsError>
  /** What the verdicts of some months depend on, read at one moment. `MonthRecords.of` says what it holds. */
  readonly monthRecords: (dealership: string, query: MonthQuery) => Effect.Effect<MonthRecords, RecordsError>
  /** All attempts, or those about the subjects. */
  readonly calls: (dealership: string, subjects?: ReadonlyArray<SubjectKey>) => Effect.Effect<ReadonlyArray<KeptCall>, RecordsError>

  /** The attempts at or after an instant, in no particular order. */
  readonly callsSince: (dealership: string, since: Instant) => Effect.Effect<ReadonlyArray<KeptCall>, RecordsError>
  /** Those of the ids that are known, in no particular order. */
  readonly callsById: (dealership: string, callIds: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<VerificationCall.VerificationCall>, RecordsError>

  /** Adds to the stored counts. What is added may be negative. Counts that become zero are removed. */
  readonly addToStoredCounts: (dealership: string, storedCounts: ReadonlyArray<StoredCounts.StoredCounts>) => Effect.Effect<void, RecordsError>
  /** Keeps what a period is judged with now; its `since` never goes back. */
  readonly markJudged: (dealership: string, period: Period, policy: string, since: Instant) => Effect.Effect<void, RecordsError>
  readonly monthState: (dealership: string, period: Period) => Effect.Effect<MonthState, RecordsError>
  /** The brands of all prospects that are counted, each once, in no particular order. */
  readonly countedBrands: (dealership: string) => Effect.Effect<ReadonlyArray<string>, RecordsError>
  /** The periods that were ever marked as judged, in order, each with the digest that it was last marked with. */
  readonly judgedPeriods: (dealership: string) => Effect.Effect<ReadonlyArray<Pick<MonthState, "policy"> & { readonly period: Period }>, RecordsError>
  /** Ids of records whose verdict holds only until the instant or before, at most `limit` of each kind. */
  readonly outdated: (dealership: string, at: Instant, limit: number) => Effect.Effect<ReadonlyArray<SubjectKey>, RecordsError>

  /** Puts leads by their prospects' ids, and removes the leads of some prospects. A lead is found only while its prospect is stored. */
  readonly putLeads: (dealership: string, leads: ReadonlyArray<StoredLead.StoredLead>, removed: ReadonlyArray<string>) => Effect.Effect<void, RecordsError>
  /** The leads that a query looks for, in code point order of their ids. `StoredLead.matches` says which those are. */
  readonly leads: (dealership: string, query: StoredLead.LeadQuery) => Effect.Effect<ReadonlyArray<StoredLead.JudgedLead>, RecordsError>
  /**
   * The prospects whose stored leads disagree with the columns by which queries find them, in no particular order. There are none
   * unless rows were damaged.
   */
  readonly misfiledLeads: (dealership: string) => Effect.Effect<ReadonlyArray<string>, RecordsError>

  /** Keeps a period's sample unless one is kept that selected something. Answers the one that is kept now. */
  readonly keepSample: (dealership: string, sample: DrawnSample) => Effect.Effect<DrawnSample, RecordsError>
  /** Appends subjects to the selection of a kept sample, after the kept ones. Nothing happens where no sample is kept. */
  readonly extendSample: (dealership: string, period: Period, selected: DrawnSample["selected"]) => Effect.Effect<void, RecordsError>
  readonly sample: (dealership: string, period: Period) => Effect.Effect<Option.Option<DrawnSample>, RecordsError>
  /** What was selected in any period's sample, or which of the subjects were; in no particular order. */
  readonly selections: (dealership: string, subjects?: ReadonlyArray<SubjectKey>) => Effect.Effect<ReadonlyArray<Selection>, RecordsError>
  /** The records of a period that a sample selected or that have attempts, each once, in no particular order. */
  readonly verified: (dealership: string, period: Period) => Effect.Effect<ReadonlyArray<VerifiedRecord>, RecordsError>
  /**
   * The verifications that may be open: the registered records, but for erased ones, that a query looks for and whose attempts do not
   * surely conclude (`Verification.isSurelyConcluded`). Each once: the selected ones in the order of the periods asked and of the draw,
   * then the others, prospects before activities, in code point order of their ids.
   */
  readonly verificationsLeft: (dealership: string, query: LeftQuery) => Effect.Effect<ReadonlyArray<LeftVerification>, RecordsError>
  /** Leases the first of the subjects that no other agent holds at `now`. An agent who holds one of them already gets it again. */
  readonly lease: (
    dealership: string,
    subjects: ReadonlyArray<SubjectKey>,
    agentId: string,
    now: Instant,
    until: Instant
  ) => Effect.Effect<Option.Option<SubjectKey>, RecordsError>
  /** The last lease of a subject that was not given back, expired or not. */
  readonly leaseOf: (dealership: string, subject: SubjectKey) => Effect.Effect<Option.Option<Lease>, RecordsError>
  /** Gives a lease back; nothing happens when the agent does not hold it. */
  readonly release: (dealership: string, subject: SubjectKey, agentId: string) => Effect.Effect<void, RecordsError>
  readonly addReopening: (dealership: string, reopening: Reopening) => Effect.Effect<void, RecordsError>
  /** In the order in which they were added; all, or those of the subjects. */
  readonly reopenings: (dealership: string, subjects?: ReadonlyArray<SubjectKey>) => Effect.Effect<ReadonlyArray<Reopening>, RecordsError>
  /**
   * Empties what people wrote about the subjects and what can name a person: the reasons of reopenings and of waivers, and the texts of
   * appeals and of their decisions. The rest stays.
   */
  readonly eraseReasons: (dealership: string, subjects: ReadonlyArray<SubjectKey>) => Effect.Effect<void, RecordsError>

  /** Appends to the chain of snapshots; fails with `RecordsChanged` unless it follows the last one. */
  readonly appendSnapshot: (dealership: string, snapshot: Snapshot) => Effect.Effect<void, RecordsError>
  /** The links of the chain that a query looks for, by default all, in order, without their texts: of a month of millions of records one is large. */
  readonly chain: (dealership: string, query?: ChainQuery) => Effect.Effect<ReadonlyArray<SnapshotLink>, RecordsError>
  readonly lastLink: (dealership: string) => Effect.Effect<Option.Option<SnapshotLink>, RecordsError>
  /** The snapshot in a place of the chain. */
  readonly snapshot: (dealership: string, sequence: number) => Effect.Effect<Option.Option<Snapshot>, RecordsError>
  /** The whole chain, in order. */
  readonly snapshots: (dealership: string) => Effect.Effect<ReadonlyArray<Snapshot>, RecordsError>
  readonly addPeriodReopening: (dealership: string, reopening: PeriodReopening) => Effect.Effect<void, RecordsError>
  /** In the order in which they were added; all, or those of some periods. */
  readonly periodReopenings: (dealership: string, periods?: ReadonlyArray<Period>) => Effect.Effect<ReadonlyArray<PeriodReopening>, RecordsError>

  /** Raises events whose keys were never raised; answers those that now were, in their order. */
  readonly raise: (dealership: string, events: ReadonlyArray<RaisedEvent>) => Effect.Effect<ReadonlyArray<RaisedEvent>, RecordsError>
  /** The events behind a position (0: from the first), in order, at most `limit` of them. */
  readonly events: (dealership: string, after?: number, limit?: number) => Effect.Effect<ReadonlyArray<KeptEvent>, RecordsError>
  /** The events of a type that were raised as of an instant or later, the last raised first, at most `limit` of them. */
  readonly latestEvents: (dealership: string, type: string, since: Instant, limit: number) => Effect.Effect<ReadonlyArray<KeptEvent>, RecordsError>

  /** The events whose keys begin with a text, in order. */
  readonly eventsKeyed: (dealership: string, beginning: string) => Effect.Effect<ReadonlyArray<KeptEvent>, RecordsError>

  /** The place and digest of the audit's last entry. */
  readonly lastAuditEntry: (dealership: string) => Effect.Effect<Option.Option<AuditEntry.AuditLink>, RecordsError>
  /** Adds an entry to the audit; fails with `RecordsChanged` unless it follows the last one. */
  readonly addAuditEntry: (dealership: string, entry: AuditEntry.AuditEntry) => Effect.Effect<void, RecordsError>
  /** The entries that a query looks for. `AuditEntry.matches` says which those are. */
  readonly auditEntries: (dealership: string, query: AuditEntry.AuditQuery) => Effect.Effect<ReadonlyArray<AuditEntry.AuditEntry>, RecordsError>
  /** Puts earlier versions of records by their subjects and revisions. */
  readonly putVersions: (dealership: string, versions: ReadonlyArray<RecordVersion.RecordVersion>) => Effect.Effect<void, RecordsError>
  /** All versions, or those of the subjects, in the order of `RecordVersion.compare`. */
  readonly versions: (dealership: string, subjects?: ReadonlyArray<RecordVersion.VersionSubject>) => Stream.Stream<RecordVersion.RecordVersion, RecordsError>
  /** Earlier versions of prospects with one of the texts, in the order of `RecordVersion.compare`. `RecordVersion.isFoundBy` says which those are. */
  readonly versionsLike: (dealership: string, texts: RecordVersion.PersonTexts) => Effect.Effect<ReadonlyArray<RecordVersion.RecordVersion>, RecordsError>

  /**
   * Removes what the storage's own files still hold of rows that were changed or deleted. Inside a change this is due once the
   * change is kept, and may wait where it takes long; outside of one, what is due is done, for all dealerships: call it every day, when few people are there.
   * A storage whose files an operator looks after does nothing.
   */
  readonly purge: (dealership: string) => Effect.Effect<void, RecordsError>
}>()("@crm-procedure/core/register/Records") {
  /** Keeps everything in memory, for as long as the layer lives. */
  static readonly layerMemory: Layer.Layer<Records> = Layer.sync(Records, () => refusingNotStorable(RecordsInMemory.make()))
}

/**
 * A port whose writes refuse, before anything is begun, text that not every storage can keep ({@link StorableText}). An adapter
 * makes its port with it, and has then to see only that its reads find nothing by such a text.
 */
export const refusingNotStorable = (port: Records["Service"]): Records["Service"] => {
  const refusal = (operation: string) => (reason: StorableText.TextNotStorable) => new RecordsError({ operation, reason })
  const write = <Args extends ReadonlyArray<unknown>, A>(operation: string, method: (...args: Args) => Effect.Effect<A, RecordsError>) =>
    StorableText.refusing(method, refusal(operation))
  return Records.of({
    ...port,
    change: (dealership, effect) => StorableText.refusing((one: string) => port.change(one, effect), refusal("change"))(dealership),
    putDirectory: write("putDirectory", port.putDirectory),
    putGoals: write("putGoals", port.putGoals),
    putProspects: write("putProspects", port.putProspects),
    putActivities: write("putActivities", port.putActivities),
    putCalls: write("putCalls", port.putCalls),
    removeRecords: write("removeRecords", port.removeRecords),
    putPhoneLog: write("putPhoneLog", port.putPhoneLog),
    putWaivers: write("putWaivers", port.putWaivers),
    putAppeal: write("putAppeal", port.putAppeal),
    putPolicyEdition: write("putPolicyEdition", port.putPolicyEdition),
    addToStoredCounts: write("addToStoredCounts", port.addToStoredCounts),
    markJudged: write("markJudged", port.markJudged),
    putLeads: write("putLeads", port.putLeads),
    keepSample: write("keepSample", port.keepSample),
    extendSample: write("extendSample", port.extendSample),
    lease: write("lease", port.lease),
    release: write("release", port.release),
    addReopening: write("addReopening", port.addReopening),
    eraseReasons: write("eraseReasons", port.eraseReasons),
    appendSnapshot: write("appendSnapshot", port.appendSnapshot),
    addPeriodReopening: write("addPeriodReopening", port.addPeriodReopening),
    raise: write("raise", port.raise),
    addAuditEntry: write("addAuditEntry", port.addAuditEntry),
    putVersions: write("putVersions", port.putVersions)
  })
}
