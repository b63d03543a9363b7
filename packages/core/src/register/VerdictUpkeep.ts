/**
 * Registering records with their verdicts, and keeping the verdicts right when something that they depend on changes: another
 * record, a call, a sample, the directory, the policy, or time. Each is one change of the storage: the record, every verdict that
 * it changes, and the stored counts, or nothing.
 *
 * @see docs/decisions/0011-stored-verdicts.md
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Activity from "../records/Activity.ts"
import { Authorship } from "../records/Authorship.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import type { Directory } from "../records/Directory.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import { ALWAYS } from "./StoredVerdict.ts"
import * as JudgingContext from "../judging/JudgingContext.ts"
import { Registered } from "./Registered.ts"
import { MonthBuilder } from "../judging/MonthBuilder.ts"
import * as AuditTrail from "./AuditTrail.ts"
import * as DirectoryReach from "./internal/DirectoryReach.ts"
import * as DirectoryHistory from "./internal/DirectoryHistory.ts"
import * as JudgedVerdict from "./internal/JudgedVerdict.ts"
import * as LeadRenewal from "./internal/LeadRenewal.ts"
import type { Upkeeps, VerdictUpkeep } from "./internal/Upkeep.ts"
import * as RecordHistory from "./internal/RecordHistory.ts"
import * as RelatedRecords from "./internal/RelatedRecords.ts"
import * as Policy from "../policy/Policy.ts"
import type { Prospect } from "../records/Prospect.ts"
import * as Records from "./Records.ts"
import * as StoredCounts from "./StoredCounts.ts"
import * as StoredLead from "./StoredLead.ts"
import type { Subject } from "../policy/Rule.ts"
import * as LoggedCalls from "./internal/LoggedCalls.ts"
import * as Verdict from "../judging/Verdict.ts"
import * as Verification from "../judging/Verification.ts"

export type { Upkeeps, VerdictUpkeep } from "./internal/Upkeep.ts"

/** Raised when the verdict of a registered record becomes another one. */
export const VERDICT_CHANGED_EVENT_TYPE = "verdict.changed"

/** How the keys of a record's events of that type begin. */
export const verdictEventKeys = (type: Subject, id: string): string => `${VERDICT_CHANGED_EVENT_TYPE} ${JSON.stringify([type, id]).slice(0, -1)},`

/** What that event tells: ids and codes. */
export interface VerdictChanged {
  readonly subjectType: Subject
  readonly subjectId: string
  readonly period: Calendar.Period
  readonly advisorId: string
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  readonly before: Verdict.Verdict
  readonly verdict: Verdict.Verdict
  readonly reasons: ReadonlyArray<string>
  /** As of when it was judged, local with its offset. */
  readonly asOf: string
}

/** Raise it by one with every release that judges the same record differently or derives other data from it: both are then renewed. */
const JUDGING_VERSION = 2

const policyDigests = new WeakMap<Policy.Policy, string>()

/**
 * The digest of what verdicts are judged with: the policy, how the rules judge, and how erased people are recognised. Its name, its
 * thresholds and the company that it names judge nothing.
 */
export const basisDigest = (policy: Policy.Policy, erasureKey: ErasureKey.Key | undefined): string => {
  let digest = policyDigests.get(policy)
  if (digest === undefined) {
    const { company: _company, name: _name, thresholds: _thresholds, ...judging } = Policy.toJson(policy)
    policyDigests.set(policy, digest = CanonicalJson.digest({ policy: judging, judging: JUDGING_VERSION }))
  }
  return erasureKey === undefined ? digest : `${digest} ${ErasureKey.fingerprint(erasureKey)}`
}

/** What a dealership's records are judged with as of an instant. */
export const basisOf = Effect.fnUntraced(function*(
  register: VerdictUpkeep,
  asOf: Calendar.Instant,
  atHand?: Directory | undefined
): Effect.fn.Return<RelatedRecords.JudgingBasis, Records.RecordsError, Records.Records> {
  const { dealership, policyOf } = register
  const erasureKey = register.erasureKey ?? (yield* ErasureKey.KeyRing)(dealership)
  const directory = atHand ?? (yield* (yield* Records.Records).directory(dealership))
  const policy = policyOf(Calendar.periodOf(Calendar.bogota, asOf))
  return { dealership, asOf, policyOf, leadPolicies: LeadRenewal.policiesOf(register, asOf), zone: Policy.zoneOf(policy), phoneCountry: policy.parameters.phoneCountry, directory, erasureKey }
})

// ---------------------------------------------------------------------------------------------------------------------
// Writing what is new
// ---------------------------------------------------------------------------------------------------------------------

const stepsOf = <R>(subject: Subject, judged: ReadonlyArray<RecordHistory.Judged<R>>): ReadonlyArray<StoredCounts.Step> =>
  judged.flatMap(({ entry, stored }): ReadonlyArray<StoredCounts.Step> => [
    ...(stored === undefined ? [] : [{ subject, storedVerdict: stored.storedVerdict, by: -1 as const }]),
    { subject, storedVerdict: entry.storedVerdict, by: 1 }
  ])

const verdictEvents = <R>(basis: RelatedRecords.JudgingBasis, subjectType: Subject, judged: ReadonlyArray<RecordHistory.Judged<R>>, idOf: (record: R) => string) =>
  judged.flatMap(({ entry: { storedVerdict, record }, stored }): ReadonlyArray<Records.RaisedEvent> => {
    if (stored === undefined || stored.storedVerdict.verdict === storedVerdict.verdict) return []
    const { advisorId, branchId, brandId, period, reasons, verdict } = storedVerdict
    const subjectId = idOf(record)
    const before = stored.storedVerdict.verdict
    const data: VerdictChanged = {
      subjectType,
      subjectId,
      period,
      advisorId,
      branchId,
      brandId,
      before,
      verdict,
      reasons,
      asOf: Calendar.formatInstant(basis.zone, basis.asOf)
    }
    const key = JSON.stringify([subjectType, subjectId, stored.revision, basis.asOf, before, verdict])
    return [{ key: `${VERDICT_CHANGED_EVENT_TYPE} ${key}`, type: VERDICT_CHANGED_EVENT_TYPE, at: basis.asOf, data }]
  })

/** Writes judged records whose content or verdict is new, with the stored counts and events that follow. */
const write = Effect.fnUntraced(function*(
  basis: RelatedRecords.JudgingBasis,
  prospects: ReadonlyArray<RecordHistory.Judged<Prospect>>,
  activities: ReadonlyArray<RecordHistory.Judged<Activity.Activity>>,
  history?: RecordHistory.RecordHistory | undefined
) {
  const { asOf, dealership, erasureKey, policyOf } = basis
  const records = yield* Records.Records
  const events = [
    ...verdictEvents(basis, "prospect", prospects, ({ prospectId }) => prospectId),
    ...verdictEvents(basis, "activity", activities, ({ activityId }) => activityId)
  ]
  const storedCounts = StoredCounts.of([...stepsOf("prospect", prospects), ...stepsOf("activity", activities)])
  const sinceByPeriod = new Map<Calendar.Period, Calendar.Instant>()
  for (const { entry: { storedVerdict: { period, since } } } of [...prospects, ...activities]) {
    sinceByPeriod.set(period, Math.max(since, sinceByPeriod.get(period) ?? ALWAYS))
  }
  const [puts] = yield* Effect.all([
    Effect.all([
      prospects.length === 0 ? Effect.succeed([]) : records.putProspects(dealership, prospects.map(RecordHistory.entryIn(history)), asOf),
      activities.length === 0 ? Effect.succeed([]) : records.putActivities(dealership, activities.map(RecordHistory.entryIn(history)), asOf)
    ], { concurrency: "unbounded" }),
    storedCounts.length === 0 ? Effect.void : records.addToStoredCounts(dealership, storedCounts),
    Effect.forEach(sinceByPeriod, ([period, since]) => records.markJudged(dealership, period, basisDigest(policyOf(period), erasureKey), since), { concurrency: "unbounded" }),
    events.length === 0 ? Effect.void : records.raise(dealership, events),
    history === undefined ? Effect.void : records.addAuditEntry(dealership, history.entry),
    history === undefined || history.versions.length === 0 ? Effect.void : records.putVersions(dealership, history.versions)
  ], { concurrency: "unbounded" })
  return { prospects: puts[0], activities: puts[1] }
})

const isNew = <R>({ entry, stored }: RecordHistory.Judged<R>): boolean =>
  stored === undefined || entry.record !== stored.record || !JudgedVerdict.isSame(entry.storedVerdict, stored.storedVerdict)

/** A judged record with the month that it was judged in, which explains its verdict. */
interface JudgedIn<R> extends RecordHistory.Judged<R> {
  readonly judgedMonth: JudgedMonth
}

/** Judges the records asked about with everything that they depend on and that depends on them, and writes what is new. */
export const judgeAndWrite = Effect.fnUntraced(function*(basis: RelatedRecords.JudgingBasis, asked: Omit<RelatedRecords.Asked, "others">, occasion?: RecordHistory.Occasion) {
  const records = yield* Records.Records
  const [related, last] = yield* Effect.all([
    RelatedRecords.gather(basis, { ...asked, others: true }),
    asked.prospects === undefined && asked.activities === undefined ? Effect.succeedNone : records.lastAuditEntry(basis.dealership)
  ], { concurrency: "unbounded" })
  const happenings = JudgedVerdict.happeningsOf(related)
  const prospects: Array<JudgedIn<Prospect>> = []
  const activities: Array<JudgedIn<Activity.Activity>> = []
  for (const [policy, part] of RelatedRecords.byPolicy(basis, related)) {
    const judgedMonth = RelatedRecords.evaluate(basis, related, policy, part.period)
    for (const id of part.prospect) {
      const { record, stored } = related.prospects.get(id)!
      prospects.push({ judgedMonth, stored, entry: { record, storedVerdict: JudgedVerdict.ofProspect(judgedMonth, record, JudgedVerdict.prospectSpan(basis.asOf, record, happenings)) } })
    }
    for (const id of part.activity) {
      const { record, stored } = related.activities.get(id)!
      const prospect = related.prospects.get(record.prospectId)
      const within = prospect === undefined
        ? undefined
        : related.asked.prospect.has(record.prospectId)
        ? JudgedVerdict.prospectSpan(basis.asOf, prospect.record, happenings)
        : { since: prospect.stored!.storedVerdict.since, until: prospect.stored!.storedVerdict.until }
      const span = JudgedVerdict.spanOf(basis.asOf, JudgedVerdict.activityInstants(record, prospect?.record, happenings), within)
      activities.push({ judgedMonth, stored, entry: { record, storedVerdict: JudgedVerdict.ofActivity(judgedMonth, record, prospect?.record, span) } })
    }
  }
  yield* writeLeads(basis, asked, related)
  const fresh = { prospects: prospects.filter(isNew), activities: activities.filter(isNew) }
  const history = RecordHistory.of(fresh, { last: Option.getOrUndefined(last), author: yield* Authorship, at: basis.asOf, occasion })
  const puts = fresh.prospects.length + fresh.activities.length === 0 ? { prospects: [], activities: [] } : yield* write(basis, fresh.prospects, fresh.activities, history)
  const recordOf = (id: string) => related.prospects.get(id)?.record
  return {
    prospects: registeredOf({ ...basis, history }, asked.prospects, ({ prospectId }) => prospectId, prospects, fresh.prospects, puts.prospects, ({ judgedMonth, entry: { record } }) =>
      judgedMonth.explainProspect(judgedMonth.prospects.ids.find(record.prospectId), record, recordOf)),
    activities: registeredOf({ ...basis, history }, asked.activities, ({ activityId }) => activityId, activities, fresh.activities, puts.activities, ({ judgedMonth, entry: { record } }) =>
      judgedMonth.explainActivity(judgedMonth.activities.ids.find(record.activityId), record))
  }
})

/** Derives the leads of the prospects that came, and of those whose activities came, and writes what is new of them. */
const writeLeads = Effect.fnUntraced(function*(basis: RelatedRecords.JudgingBasis, asked: Omit<RelatedRecords.Asked, "others">, related: RelatedRecords.RelatedRecords) {
  const { asOf, dealership, leadPolicies } = basis
  const records = yield* Records.Records
  const touched = new Set((asked.prospects ?? []).map(({ prospectId }) => prospectId))
  for (const { activityId } of asked.activities ?? []) {
    const { record, stored } = related.activities.get(activityId)!
    touched.add(record.prospectId)
    if (stored !== undefined) touched.add(stored.record.prospectId)
  }
  if (touched.size === 0) return
  const missing = [...touched].filter((id) => !related.prospects.has(id))
  const known = missing.length === 0 ? [] : yield* records.prospectsById(dealership, missing)
  const prospects = new Map([...[...related.prospects].map(([id, { record }]) => [id, record] as const), ...known.map(({ record }) => [record.prospectId, record] as const)])
  const activities = Map.groupBy([...related.activities.values()].map(({ record }) => record), ({ prospectId }) => prospectId)
  const leads: Array<StoredLead.StoredLead> = []
  const removed: Array<string> = []
  for (const id of touched) {
    const prospect = prospects.get(id)
    const lead = prospect === undefined ? undefined : StoredLead.underAny(prospect, activities.get(id) ?? [], leadPolicies, asOf)
    if (lead !== undefined) leads.push(lead)
    else if (related.prospects.get(id)?.stored !== undefined) removed.push(id)
  }
  if (leads.length + removed.length > 0) yield* records.putLeads(dealership, leads, removed)
})

/** The results for the records that came, in their order. When two share an id, both get the result of the last one. */
const registeredOf = <R extends object>(
  { asOf, history }: { readonly asOf: Calendar.Instant; readonly history: RecordHistory.RecordHistory | undefined },
  came: ReadonlyArray<R> = [],
  idOf: (record: R) => string,
  judged: ReadonlyArray<JudgedIn<R>>,
  written: ReadonlyArray<JudgedIn<R>>,
  puts: ReadonlyArray<Records.Put>,
  explain: (one: JudgedIn<R>) => Verdict.Explanation
): ReadonlyArray<Registered<R>> => {
  const putOf = new Map(written.map((one, place) => [one, puts[place]!]))
  const registered = (one: JudgedIn<R>): Registered<R> => {
    const { stored } = one
    const put = putOf.get(one) ?? "unchanged"
    const revision = stored === undefined ? 0 : put === "changed" ? stored.revision + 1 : stored.revision
    return new Registered(put, { ...RecordHistory.entryIn(history)(one), receivedAt: stored?.receivedAt ?? asOf, revision }, stored?.record, () => explain(one))
  }
  const byId = new Map(came.length === 0 ? [] : judged.map((one) => [idOf(one.entry.record), one]))
  return came.map((record) => registered(byId.get(idOf(record))!))
}

// ---------------------------------------------------------------------------------------------------------------------
// What changes a verdict
// ---------------------------------------------------------------------------------------------------------------------

/** Records to register, by their ids. When two share an id, the last one stands. */
export interface Registering {
  readonly prospects?: ReadonlyArray<Prospect> | undefined
  readonly activities?: ReadonlyArray<Activity.Activity> | undefined
}

/** The ids of records that a change registers. */
export interface Ids {
  readonly prospects?: ReadonlyArray<string> | undefined
  readonly activities?: ReadonlyArray<string> | undefined
}

/** Registers records as they are given, judged as of `receivedAt`; answers in their order what it did. */
export const put = (register: VerdictUpkeep, registering: Registering, receivedAt: Calendar.Instant) =>
  update(register, {
    prospects: registering.prospects?.map(({ prospectId }) => prospectId),
    activities: registering.activities?.map(({ activityId }) => activityId)
  }, () => Effect.succeed(registering), receivedAt)

/**
 * Registers what `decide` makes of the rows that are stored under the ids, judged as of `receivedAt`. Rows are read once, in the
 * change that writes them. When `decide` fails, nothing is registered.
 */
export const update = Effect.fn("Register.update")(function*<E, R>(
  register: VerdictUpkeep,
  ids: Ids,
  decide: (known: RelatedRecords.Known) => Effect.Effect<Registering, E, R>,
  receivedAt: Calendar.Instant
) {
  const { dealership } = register
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    yield* renewUnlessCurrent(register, receivedAt)
    const [basis, known] = yield* Effect.all([basisOf(register, receivedAt), RelatedRecords.known(dealership, ids)], { concurrency: "unbounded" })
    return yield* judgeAndWrite(basis, { ...(yield* decide(known)), known }, register.occasion)
  }))
})

/** Judges registered records again after their calls, selection or reopening changed. Call it in that change. */
export const rejudge = Effect.fn("Register.rejudge")(function*(register: VerdictUpkeep, subjects: ReadonlyArray<Records.SubjectKey>, asOf: Calendar.Instant) {
  const records = yield* Records.Records
  yield* records.change(register.dealership, Effect.gen(function*() {
    yield* judgeAndWrite(yield* basisOf(register, asOf), { subjects })
  }))
})

/** How many records are brought up to date in one change. */
const REFRESH_BATCH = 2_000

/** How many records {@link refresh} would judge again, counted up to `most`: all of them where they were judged by another policy or release. */
export const overtaken = Effect.fnUntraced(function*({ dealership, read }: Upkeeps, asOf: Calendar.Instant, most: number) {
  return (yield* isCurrent(yield* read)) ? (yield* (yield* Records.Records).outdated(dealership, asOf, most)).length : most
})

/** Judges again the records whose verdict held only until an instant that has passed. Answers how many. */
export const refresh = Effect.fn("Register.refresh")(function*({ dealership, read }: Upkeeps, asOf: Calendar.Instant) {
  const records = yield* Records.Records
  let refreshed = 0
  yield* records.change(dealership, Effect.flatMap(read, (register) => renewUnlessCurrent(register, asOf)))
  for (;;) {
    const batch = yield* records.change(dealership, Effect.gen(function*() {
      const subjects = yield* records.outdated(dealership, asOf, REFRESH_BATCH)
      if (subjects.length > 0) yield* judgeAndWrite(yield* basisOf(yield* read, asOf), { subjects })
      return subjects.length
    }))
    refreshed += batch
    // Verdicts that ask what time it is are outdated again at once.
    if (batch < REFRESH_BATCH) break
  }
  yield* LeadRenewal.refresh({ dealership, read }, asOf)
  return refreshed
})

/** Replaces the directory and judges the records that the change can reach again by it. The same directory again changes nothing. */
export const putDirectory = Effect.fn("Register.putDirectory")(function*(register: VerdictUpkeep, directory: Directory, asOf: Calendar.Instant) {
  const { dealership } = register
  const records = yield* Records.Records
  yield* records.change(dealership, Effect.gen(function*() {
    const before = yield* records.directory(dealership)
    if (CanonicalJson.text(plain(before)) === CanonicalJson.text(plain(directory))) return
    yield* records.putDirectory(dealership, directory)
    yield* AuditTrail.add(dealership, DirectoryHistory.ofDirectory(before, directory, asOf))
    const judged = (yield* records.judgedPeriods(dealership)).map(({ period }) => period)
    const { outdated } = yield* outdatedPeriods(register)
    const reach = outdated.length > 0 ? undefined : yield* DirectoryReach.of(yield* basisOf(register, asOf), judged, before, directory)
    yield* reach === undefined ? renewAll(register, asOf) : renewPeriods(register, reach.periods, asOf, reach.prospects)
  }))
})

const plain = (directory: Directory): object => JSON.parse(JSON.stringify(directory)) as object

/** The periods with stored verdicts that were judged with something else than what is in force. */
const outdatedPeriods = Effect.fnUntraced(function*(register: VerdictUpkeep) {
  const { dealership, policyOf } = register
  const erasureKey = register.erasureKey ?? (yield* ErasureKey.KeyRing)(dealership)
  const judged = yield* (yield* Records.Records).judgedPeriods(dealership)
  const outdated = judged.filter(({ period, policy }) => policy !== basisDigest(policyOf(period), erasureKey)).map(({ period }) => period)
  return { outdated, areAll: outdated.length === judged.length }
})

/** Whether every stored verdict was judged with the policy in force and by the rules of this release. */
export const isCurrent = (register: VerdictUpkeep) => Effect.map(outdatedPeriods(register), ({ outdated }) => outdated.length === 0)

/** Renews the verdicts of the periods whose verdicts are not current. Call it in a change. */
export const renewUnlessCurrent = Effect.fnUntraced(function*(register: VerdictUpkeep, asOf: Calendar.Instant) {
  const { areAll, outdated } = yield* outdatedPeriods(register)
  if (outdated.length === 0) return
  if (areAll) return void (yield* renewAll(register, asOf))
  yield* renewPeriods(register, outdated, asOf)
  yield* LeadRenewal.renew(register, asOf)
})

/**
 * Judges again what an approval touches, in its change: the periods whose policy judges otherwise now. Leads of a new source are
 * derived; the others follow with the next refresh, and until then a question derives those that it finds.
 */
export const renewApproved = Effect.fn("Register.renewApproved")(function*(before: VerdictUpkeep, register: VerdictUpkeep, asOf: Calendar.Instant) {
  const { outdated } = yield* outdatedPeriods(register)
  yield* renewPeriods(register, outdated, asOf)
  if (!LeadRenewal.coversSources(before, register)) yield* LeadRenewal.renew(register, asOf)
})

/**
 * Judges the records of some periods again by the policies in force. A record is judged by the policy of its own period, and by no
 * verdict of another period: so the records of other periods stay as they are. `prospects`: those of other periods that are judged again too.
 */
const renewPeriods = Effect.fnUntraced(function*(register: VerdictUpkeep, periods: ReadonlyArray<Calendar.Period>, asOf: Calendar.Instant, prospects: ReadonlyArray<string> = []) {
  const { dealership } = register
  const records = yield* Records.Records
  const basis = yield* basisOf(register, asOf)
  const judge = (subjects: ReadonlyArray<Records.SubjectKey>) =>
    Effect.forEach(batchesOf(subjects, RENEW_BATCH), (batch) => judgeAndWrite(basis, { subjects: batch }), { discard: true })
  const idsOf = <R>(stream: Stream.Stream<Records.Stored<R>, Records.RecordsError>, keyOf: (record: R) => Records.SubjectKey) =>
    Stream.runCollect(Stream.map(stream, ({ record }) => keyOf(record)))
  // Activities are judged by their prospects' verdicts: those come first.
  yield* judge(prospects.map((id) => ({ type: "prospect", id })))
  for (const period of periods) yield* judge(yield* idsOf(records.prospects(dealership, period), ({ prospectId }) => ({ type: "prospect", id: prospectId })))
  for (const period of periods) yield* judge(yield* idsOf(records.activities(dealership, period), ({ activityId }) => ({ type: "activity", id: activityId })))
  yield* Effect.forEach(periods, (period) => records.markJudged(dealership, period, basisDigest(basis.policyOf(period), basis.erasureKey), ALWAYS), { discard: true })
})

const batchesOf = <A>(all: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, number) => all.slice(number * size, (number + 1) * size))

/** How many stored verdicts and leads were not what judging gives, and were written again. */
export interface Renewed {
  readonly prospects: number
  readonly activities: number
  readonly leads: number
}

/** Renews every verdict of a dealership, in one change; writes what is new and nothing else. */
export const renew = Effect.fn("Register.renew")(function*(register: VerdictUpkeep, asOf: Calendar.Instant) {
  return yield* (yield* Records.Records).change(register.dealership, renewAll(register, asOf))
})

const RENEW_BATCH = 2_000

const renewAll = Effect.fnUntraced(function*(register: VerdictUpkeep, asOf: Calendar.Instant) {
  const { dealership } = register
  const records = yield* Records.Records
  const basis = yield* basisOf(register, asOf)
  const { erasureKey, policyOf, zone } = basis
  const calls = yield* records.calls(dealership)
  const reopenings = yield* records.reopenings(dealership)
  const selected = yield* records.selections(dealership)
  const waivers = yield* records.waivers(dealership)
  const phoneLog = yield* Stream.runCollect(records.phoneLog(dealership))
  const happenings = JudgedVerdict.happeningsOf({ calls, reopenings, waivers })
  const judged = yield* records.judgedPeriods(dealership)
  const judgedMonths = new Map<string, JudgedMonth>()
  const spans = new Map<string, JudgedVerdict.Span>()
  const renewed = { prospects: 0, activities: 0 }
  const judgedMonthOf = Effect.fnUntraced(function*(period: Calendar.Period) {
    const policy = policyOf(period)
    const digest = basisDigest(policy, erasureKey)
    const known = judgedMonths.get(digest)
    if (known !== undefined) return known
    const judging = JudgingContext.make({ policy, directory: basis.directory, asOf, erasureKey, ...LoggedCalls.given({ phoneLog, waivers }) })
    const builder = new MonthBuilder(judging)
    yield* Stream.runForEach(records.prospects(dealership), ({ record }) => Effect.sync(() => builder.addProspect(record)))
    yield* Stream.runForEach(records.activities(dealership), ({ record }) => Effect.sync(() => builder.addActivity(record)))
    builder.beginCalls(calls.length)
    for (const call of calls) builder.addCall(call)
    const judgedMonth = builder.judge({ period, drawn: [], selected, reopenedAt: Verification.reopenedBy(reopenings, asOf) })
    judgedMonths.set(digest, judgedMonth)
    return judgedMonth
  })
  yield* Stream.runForEachArray(Stream.rechunk(records.prospects(dealership), RENEW_BATCH), Effect.fnUntraced(function*(batch: ReadonlyArray<Records.Stored<Prospect>>) {
    const fresh: Array<RecordHistory.Judged<Prospect>> = []
    for (const stored of batch) {
      const { record } = stored
      const span = JudgedVerdict.prospectSpan(asOf, record, happenings)
      spans.set(record.prospectId, span)
      const judgedMonth = yield* judgedMonthOf(Calendar.periodOf(zone, record.createdAt))
      fresh.push({ stored, entry: { record, storedVerdict: JudgedVerdict.ofProspect(judgedMonth, record, span) } })
    }
    const differing = fresh.filter(isNew)
    renewed.prospects += differing.length
    yield* write(basis, differing, [])
  }))
  yield* Stream.runForEachArray(Stream.rechunk(records.activities(dealership), RENEW_BATCH), Effect.fnUntraced(function*(batch: ReadonlyArray<Records.Stored<Activity.Activity>>) {
    const prospects = new Map((yield* records.prospectsById(dealership, [...new Set(batch.map(({ record }) => record.prospectId))])).map(({ record }) => [record.prospectId, record]))
    const fresh: Array<RecordHistory.Judged<Activity.Activity>> = []
    for (const stored of batch) {
      const { record } = stored
      const judgedMonth = yield* judgedMonthOf(Calendar.periodOf(zone, Activity.placedAt(record)))
      const span = JudgedVerdict.spanOf(asOf, JudgedVerdict.activityInstants(record, prospects.get(record.prospectId), happenings), spans.get(record.prospectId))
      fresh.push({ stored, entry: { record, storedVerdict: JudgedVerdict.ofActivity(judgedMonth, record, prospects.get(record.prospectId), span) } })
    }
    const differing = fresh.filter(isNew)
    renewed.activities += differing.length
    yield* write(basis, [], differing)
  }))
  const leads = yield* LeadRenewal.renew(register, asOf)
  yield* Effect.forEach(judged, ({ period }) => records.markJudged(dealership, period, basisDigest(policyOf(period), erasureKey), ALWAYS))
  const answer: Renewed = { ...renewed, leads }
  return answer
})

/** The counts of the stored verdicts: the stored counts must equal them. */
export const recount = Effect.fn("Register.recount")(function*(dealership: string) {
  const records = yield* Records.Records
  const sums = new Map<string, StoredCounts.StoredCounts>()
  const add = (subject: Subject) => (stored: ReadonlyArray<Records.Stored<unknown>>) =>
    Effect.sync(() => {
      for (const storedCount of StoredCounts.of(stored.map(({ storedVerdict }) => ({ subject, storedVerdict, by: 1 })))) {
        sums.set(StoredCounts.keyOf(storedCount), StoredCounts.sum(sums.get(StoredCounts.keyOf(storedCount)), storedCount)!)
      }
    })
  yield* records.atOneMoment(dealership, Effect.gen(function*() {
    yield* Stream.runForEachArray(records.prospects(dealership), add("prospect"))
    yield* Stream.runForEachArray(records.activities(dealership), add("activity"))
  }))
  return [...sums.values()]
})
