/**
 * Some of a dealership's records with everything that their verdicts depend on, and nothing more: the records around them in
 * time, with the same customer or the same note, their prospects, calls and selections. Judged together they come out as if all
 * of the dealership's records had been judged.
 */
import * as Effect from "effect/Effect"
import * as Activity from "../../records/Activity.ts"
import * as Calendar from "../../calendar/Calendar.ts"
import type { Directory } from "../../records/Directory.ts"
import type * as ErasureKey from "../../identity/ErasureKey.ts"
import type { JudgedMonth } from "../../judging/JudgedMonth.ts"
import type { MatchKeys as Keys } from "../StoredVerdict.ts"
import * as JudgingContext from "../../judging/JudgingContext.ts"
import { MonthBuilder } from "../../judging/MonthBuilder.ts"
import type * as Policy from "../../policy/Policy.ts"
import type { Prospect } from "../../records/Prospect.ts"
import * as Records from "../Records.ts"
import type { Subject } from "../../policy/Rule.ts"
import * as MatchKeys from "./MatchKeys.ts"
import * as Verdict from "../../judging/Verdict.ts"
import * as Verification from "../../judging/Verification.ts"
import type { VerificationCall } from "../../records/VerificationCall.ts"
import * as LoggedCalls from "./LoggedCalls.ts"
import type { PhoneLogEntry } from "../../records/PhoneLogEntry.ts"
import type { Waiver } from "../../records/Waiver.ts"

/** What records are judged with: the policy of each period, the dealership's directory and key, and the instant. */
export interface JudgingBasis {
  readonly dealership: string
  readonly asOf: Calendar.Instant
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
  /** The policies by which leads are derived: that of the instant's period first. */
  readonly leadPolicies: readonly [Policy.Policy, ...ReadonlyArray<Policy.Policy>]
  /** Says which month an instant lies in. */
  readonly zone: Calendar.Zone
  /** The country of a phone that names none. */
  readonly phoneCountry: string
  readonly directory: Directory
  readonly erasureKey: ErasureKey.Key | undefined
}

/** Which records are asked about. */
export interface Asked {
  /** Records as they come: they stand in the place of stored ones with the same ids. */
  readonly prospects?: ReadonlyArray<Prospect> | undefined
  readonly activities?: ReadonlyArray<Activity.Activity> | undefined
  /** How the records that come are stored, if that was read already. */
  readonly known?: Known | undefined
  /** The match keys of a record that comes, where they are made already; by default they are made here. */
  readonly matchKeysOf?: ((record: object) => Keys) | undefined
  /** Stored records. */
  readonly subjects?: ReadonlyArray<Records.SubjectKey> | undefined
  /** Also judge stored records whose verdicts the new records may change. */
  readonly others: boolean
}

/** Stored rows of some ids, in no particular order. */
export interface Known {
  readonly prospects: ReadonlyArray<Records.Stored<Prospect>>
  readonly activities: ReadonlyArray<Records.Stored<Activity.Activity>>
}

/** Reads the stored rows of some ids. */
export const known = Effect.fnUntraced(function*(
  dealership: string,
  { activities = [], prospects = [] }: { readonly prospects?: ReadonlyArray<string> | undefined; readonly activities?: ReadonlyArray<string> | undefined }
): Effect.fn.Return<Known, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const [foundProspects, foundActivities] = yield* Effect.all(
    [byIds(records.prospectsById, dealership, prospects), byIds(records.activitiesById, dealership, activities)],
    { concurrency: "unbounded" }
  )
  return { prospects: foundProspects, activities: foundActivities }
})

/** A record in hand, with how it is stored if it is. */
export interface InHand<R> {
  readonly record: R
  readonly stored: Records.Stored<R> | undefined
}

/** The records in hand of one kind, and which of them are asked about. */
class Hand<R> {
  readonly all = new Map<string, InHand<R>>()
  readonly asked = new Set<string>()
  private readonly coming: ReadonlyMap<string, R>
  private readonly idOf: (record: R) => string

  constructor(coming: ReadonlyArray<R>, idOf: (record: R) => string) {
    this.coming = new Map(coming.map((record) => [idOf(record), record]))
    this.idOf = idOf
  }

  /** Takes stored records in; answers those that were not in hand. */
  take(found: ReadonlyArray<Records.Stored<R>>): ReadonlyArray<Records.Stored<R>> {
    return found.filter((stored) => {
      const id = this.idOf(stored.record)
      if (this.all.has(id)) return false
      this.all.set(id, { record: this.coming.get(id) ?? stored.record, stored })
      return true
    })
  }

  /** Those that are asked about and whose surroundings are not in hand yet. */
  toLookAround(others: boolean): ReadonlyArray<string> {
    return others ? [...this.asked] : [...this.asked].filter((id) => !this.coming.has(id))
  }

  takeComing(): void {
    for (const [id, record] of this.coming) {
      if (!this.all.has(id)) this.all.set(id, { record, stored: undefined })
      this.asked.add(id)
    }
  }

  get records(): ReadonlyArray<R> {
    return [...this.all.values()].map(({ record }) => record)
  }
}

/** A record as it is stored and as it comes; one of them may be missing. */
interface Versions<R> {
  readonly id: string
  readonly list: ReadonlyArray<{ readonly record: R; readonly matchKeys: Keys }>
  /** Whether it may change other records' verdicts. */
  readonly moved: boolean
}

export interface RelatedRecords {
  readonly prospects: ReadonlyMap<string, InHand<Prospect>>
  readonly activities: ReadonlyMap<string, InHand<Activity.Activity>>
  /** The ids whose verdicts come out right; of others only what those depend on is in hand. */
  readonly asked: Readonly<Record<Subject, ReadonlySet<string>>>
  readonly calls: ReadonlyArray<VerificationCall>
  readonly reopenings: ReadonlyArray<Records.Reopening>
  readonly selections: ReadonlyArray<Records.Selection>
  /** The entries of the telephone system's log that the asked activities' verdicts depend on. */
  readonly phoneLog: ReadonlyArray<PhoneLogEntry>
  readonly waivers: ReadonlyArray<Waiver>
}

const DAY = 86_400_000

/** The widest reach of a policy, whatever the brand. */
export const reachOf = (policy: Policy.Policy): MatchKeys.Reach => ({
  duplicateMillis: DAY * Math.max(policy.parameters.duplicateWindowDays, ...[...policy.brands.values()].map(({ parameters }) => parameters?.duplicateWindowDays ?? 0)),
  burstMillis: policy.parameters.burstMinutes * 60_000,
  activityBurstMillis: policy.parameters.activityBurstMinutes * 60_000
})

/** The policy that judges a prospect. */
export const policyOfProspect = ({ policyOf, zone }: JudgingBasis, { createdAt }: Prospect): Policy.Policy => policyOf(Calendar.periodOf(zone, createdAt))
/** The policy that judges an activity. */
export const policyOfActivity = ({ policyOf, zone }: JudgingBasis, activity: Activity.Activity): Policy.Policy =>
  policyOf(Calendar.periodOf(zone, Activity.placedAt(activity)))

/** The match keys of a prospect. */
export const matchKeysOfProspect = (basis: JudgingBasis, prospect: Prospect): Keys => MatchKeys.ofProspect(basis, prospect)

/** What leads to the prospects that bear on one. */
export const cluesOfProspect = (
  basis: JudgingBasis,
  version: { readonly record: Prospect; readonly matchKeys: Keys }
): ReadonlyArray<Records.ProspectClue> => MatchKeys.prospectClues(version, reachOf(policyOfProspect(basis, version.record)), false)

/** The match keys of an activity. */
export const matchKeysOfActivity = (basis: JudgingBasis, activity: Activity.Activity): Keys => MatchKeys.ofActivity(basis, activity)

const isSameMatchKeys = (one: Keys, other: Keys): boolean =>
  one.phone === other.phone && one.email === other.email && one.document === other.document && one.note === other.note && one.moment === other.moment

/** Gathers what is needed to judge the records that are asked about. */
export const gather = Effect.fnUntraced(function*(basis: JudgingBasis, asked: Asked): Effect.fn.Return<RelatedRecords, Records.RecordsError, Records.Records> {
  const { dealership } = basis
  const records = yield* Records.Records
  const prospects = new Hand(asked.prospects ?? [], ({ prospectId }: Prospect) => prospectId)
  const activities = new Hand(asked.activities ?? [], ({ activityId }: Activity.Activity) => activityId)
  const idsOf = (type: Subject) => asked.subjects?.filter((one) => one.type === type).map(({ id }) => id) ?? []
  // What bears on records as they come is known before it is known whether they are stored: it is asked for in the same round trip.
  const early = asked.others ? noClues : cluesOfComing(basis, asked)
  const [knownProspects, knownActivities, aroundProspects, aroundActivities, theirProspects] = yield* Effect.all([
    asked.known === undefined
      ? byIds(records.prospectsById, dealership, [...(asked.prospects ?? []).map(({ prospectId }) => prospectId), ...idsOf("prospect")])
      : Effect.succeed(asked.known.prospects),
    asked.known === undefined
      ? byIds(records.activitiesById, dealership, [...(asked.activities ?? []).map(({ activityId }) => activityId), ...idsOf("activity")])
      : Effect.succeed(asked.known.activities),
    cluedProspects(records, dealership, early.prospects),
    cluedActivities(records, dealership, early.activities),
    byIds(records.prospectsById, dealership, early.prospectIds)
  ], { concurrency: "unbounded" })
  for (const { record } of prospects.take(knownProspects)) prospects.asked.add(record.prospectId)
  for (const { record } of activities.take(knownActivities)) activities.asked.add(record.activityId)
  prospects.takeComing()
  activities.takeComing()
  prospects.take(aroundProspects)
  activities.take(aroundActivities)
  prospects.take(theirProspects)

  yield* gatherProspects(basis, prospects, asked.others)
  yield* gatherActivities(basis, prospects, activities, asked.others)
  yield* gatherTheirProspects(basis, prospects, activities, new Set(early.prospectIds))
  const subjects: ReadonlyArray<Records.SubjectKey> = [
    ...[...prospects.asked].map((id) => ({ type: "prospect" as const, id })),
    ...[...activities.asked].map((id) => ({ type: "activity" as const, id }))
  ]
  // A record that is not registered has no calls.
  const isCalled = asked.others || knownProspects.length + knownActivities.length > 0
  const kept = subjects.length === 0 || !isCalled ? undefined : subjects
  const clues = LoggedCalls.clues(
    basis.zone,
    [...activities.asked].map((id) => activities.all.get(id)!.record).filter(({ prospectId }) => prospects.all.has(prospectId)),
    (activity) => policyOfActivity(basis, activity).parameters.phoneLogMinutes * 60_000
  )
  const [calls, reopenings, selections, waivers, phoneLog] = yield* Effect.all([
    kept === undefined ? Effect.succeed([]) : records.calls(dealership, kept),
    kept === undefined ? Effect.succeed([]) : records.reopenings(dealership, kept),
    kept === undefined ? Effect.succeed([]) : records.selections(dealership, kept),
    kept === undefined ? Effect.succeed([]) : records.waivers(dealership, kept),
    clues.length === 0 ? Effect.succeed([]) : records.phoneLogLike(dealership, clues)
  ], { concurrency: "unbounded" })
  return {
    prospects: prospects.all,
    activities: activities.all,
    asked: { prospect: prospects.asked, activity: activities.asked },
    calls,
    reopenings,
    selections,
    phoneLog,
    waivers
  }
})

interface Clues {
  readonly prospects: ReadonlyArray<Records.ProspectClue>
  readonly activities: ReadonlyArray<Records.ActivityClue>
  readonly prospectIds: ReadonlyArray<string>
}

const noClues: Clues = { prospects: [], activities: [], prospectIds: [] }

/** What leads to everything that bears on records as they come. */
const cluesOfComing = (basis: JudgingBasis, { activities = [], matchKeysOf, prospects = [] }: Asked): Clues => ({
  prospects: prospects.flatMap((record) =>
    cluesOfProspect(basis, { record, matchKeys: matchKeysOf?.(record) ?? matchKeysOfProspect(basis, record) })),
  activities: activities.flatMap((record): ReadonlyArray<Records.ActivityClue> =>
    [{ matchKey: "prospect", value: record.prospectId }, ...MatchKeys.noteClues(matchKeysOf?.(record) ?? matchKeysOfActivity(basis, record)), ...momentClues(basis, record, false)]),
  prospectIds: [...new Set(activities.map(({ prospectId }) => prospectId))]
})

const byIds = <R>(
  read: (dealership: string, ids: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Records.Stored<R>>, Records.RecordsError>,
  dealership: string,
  ids: ReadonlyArray<string>
) => ids.length === 0 ? Effect.succeed([]) : read(dealership, ids)

const prospectVersions = (basis: JudgingBasis, hand: Hand<Prospect>, id: string): Versions<Prospect> => {
  const { record, stored } = hand.all.get(id)!
  if (stored?.record === record) return { id, list: [{ record, matchKeys: stored.storedVerdict.matchKeys }], moved: false }
  const after = { record, matchKeys: MatchKeys.ofProspect(basis, record) }
  if (stored === undefined) return { id, list: [after], moved: true }
  const before = { record: stored.record, matchKeys: stored.storedVerdict.matchKeys }
  const moved = record.createdAt !== stored.record.createdAt || record.advisorId !== stored.record.advisorId ||
    record.brandId !== stored.record.brandId || !isSameMatchKeys(before.matchKeys, after.matchKeys)
  return { id, list: moved ? [before, after] : [after], moved }
}

/** The prospects around those that are asked about; with `others`, the later ones are asked about too, and what is around them. */
const gatherProspects = Effect.fnUntraced(function*(basis: JudgingBasis, hand: Hand<Prospect>, others: boolean) {
  const records = yield* Records.Records
  const versions = hand.toLookAround(others).map((id) => prospectVersions(basis, hand, id))
  const clues = versions.flatMap(({ list, moved }) =>
    list.flatMap((version) => MatchKeys.prospectClues(version, reachOf(policyOfProspect(basis, version.record)), others && moved)))
  const found = yield* cluedProspects(records, basis.dealership, clues)
  hand.take(found)
  if (!others) return
  const firstByMatchKey = new Map<string, Calendar.Instant>()
  const note = (matchKey: string, at: Calendar.Instant) => firstByMatchKey.set(matchKey, Math.min(at, firstByMatchKey.get(matchKey) ?? at))
  for (const { list, moved } of versions) {
    if (moved) for (const { record, matchKeys } of list) for (const matchKey of matchKeysOf(record, matchKeys)) note(matchKey, record.createdAt)
  }
  const later = found.filter(({ storedVerdict, record }) =>
    !hand.asked.has(record.prospectId) && matchKeysOf(record, storedVerdict.matchKeys).some((matchKey) => firstByMatchKey.get(matchKey)! <= record.createdAt))
  yield* askAlso(basis, hand, later)
})

const matchKeysOf = ({ advisorId }: Prospect, matchKeys: Keys): ReadonlyArray<string> =>
  [`advisor ${advisorId}`, ...Object.entries(matchKeys).map(([matchKey, value]) => `${matchKey} ${value}`)]

/** Asks about stored prospects too: takes what bears on them. */
const askAlso = Effect.fnUntraced(function*(basis: JudgingBasis, hand: Hand<Prospect>, more: ReadonlyArray<Records.Stored<Prospect>>) {
  if (more.length === 0) return
  const records = yield* Records.Records
  const clues = more.flatMap(({ storedVerdict, record }) =>
    MatchKeys.prospectClues({ record, matchKeys: storedVerdict.matchKeys }, reachOf(policyOfProspect(basis, record)), false))
  hand.take(yield* cluedProspects(records, basis.dealership, clues))
  for (const { record } of more) hand.asked.add(record.prospectId)
})

const cluedProspects = (records: Records.Records["Service"], dealership: string, clues: ReadonlyArray<Records.ProspectClue>) =>
  clues.length === 0 ? Effect.succeed([]) : records.prospectsLike(dealership, MatchKeys.merged(clues))

const cluedActivities = (records: Records.Records["Service"], dealership: string, clues: ReadonlyArray<Records.ActivityClue>) =>
  clues.length === 0 ? Effect.succeed([]) : records.activitiesLike(dealership, clues)

const activityVersions = (basis: JudgingBasis, hand: Hand<Activity.Activity>, id: string): Versions<Activity.Activity> => {
  const { record, stored } = hand.all.get(id)!
  if (stored?.record === record) return { id, list: [{ record, matchKeys: stored.storedVerdict.matchKeys }], moved: false }
  const after = { record, matchKeys: matchKeysOfActivity(basis, record) }
  return { id, list: stored === undefined ? [after] : [{ record: stored.record, matchKeys: stored.storedVerdict.matchKeys }, after], moved: true }
}

const momentClues = (basis: JudgingBasis, activity: Activity.Activity, after: boolean): ReadonlyArray<Records.ActivityClue> =>
  MatchKeys.momentClues(activity, reachOf(policyOfActivity(basis, activity)).activityBurstMillis, after)

const ofProspects = (ids: Iterable<string>): ReadonlyArray<Records.ActivityClue> => [...new Set(ids)].map((value) => ({ matchKey: "prospect", value }))

/**
 * The activities around those that are asked about: of the same prospect and with the same note. With `others`, also asked about
 * are those of the prospects that are, later ones of the same prospect, and those whose note becomes one too many or none.
 */
const gatherActivities = Effect.fnUntraced(function*(basis: JudgingBasis, prospects: Hand<Prospect>, hand: Hand<Activity.Activity>, others: boolean) {
  const records = yield* Records.Records
  const versions = hand.toLookAround(others).map((id) => activityVersions(basis, hand, id))
  const clues = [
    ...ofProspects([...versions.flatMap(({ list }) => list.map(({ record }) => record.prospectId)), ...(others ? prospects.asked : [])]),
    ...versions.flatMap(({ list }) => list.flatMap(({ matchKeys }) => MatchKeys.noteClues(matchKeys))),
    ...versions.flatMap(({ list, moved }) => list.flatMap(({ record }) => momentClues(basis, record, others && moved)))
  ]
  const found = yield* cluedActivities(records, basis.dealership, clues)
  hand.take(found)
  if (!others) return
  const firstOfProspect = new Map<string, Calendar.Instant>()
  for (const { list, moved } of versions) {
    if (!moved) continue
    for (const { record } of list) {
      const at = Activity.placedAt(record)
      firstOfProspect.set(record.prospectId, Math.min(at, firstOfProspect.get(record.prospectId) ?? at))
    }
  }
  // An activity that moves may make, or end, a burst of its advisor's later ones.
  const performed = versions.flatMap(({ list, moved }) => moved ? list.flatMap(({ record }) => Activity.isPerformed(record) ? [record] : []) : [])
  const movedByAdvisor = Map.groupBy(performed, ({ advisorId }) => advisorId)
  const mayBurst = (record: Activity.Activity): boolean => {
    const { activityBurstMillis } = reachOf(policyOfActivity(basis, record))
    const at = Activity.placedAt(record)
    return Activity.isPerformed(record) && movedByAdvisor.get(record.advisorId)?.some((moved) => {
      const before = at - Activity.placedAt(moved)
      return before >= 0 && before <= activityBurstMillis
    }) === true
  }
  const crossed = crossedNotes(basis, hand, versions)
  const more = found.filter(({ record }) =>
    !hand.asked.has(record.activityId) && (prospects.asked.has(record.prospectId) || crossed.has(record.activityId) || mayBurst(record) ||
      firstOfProspect.get(record.prospectId)! <= Activity.placedAt(record)))
  if (more.length === 0) return
  hand.take(yield* cluedActivities(records, basis.dealership, [
    ...ofProspects(more.map(({ record }) => record.prospectId)),
    ...more.flatMap(({ storedVerdict }) => MatchKeys.noteClues(storedVerdict.matchKeys)),
    ...more.flatMap(({ record }) => momentClues(basis, record, false))
  ]))
  for (const { record } of more) hand.asked.add(record.activityId)
})

/** The ids of stored activities whose note has as many uses before it as a policy forbids, or no longer has, for those that come. */
const crossedNotes = (basis: JudgingBasis, hand: Hand<Activity.Activity>, versions: ReadonlyArray<Versions<Activity.Activity>>): ReadonlySet<string> => {
  const touched = new Set(versions.flatMap(({ list, moved }) => moved ? list.flatMap(({ matchKeys }) => matchKeys.note ?? []) : []))
  if (touched.size === 0) return new Set()
  const before = new Map<string, Array<Activity.Activity>>()
  const after = new Map<string, Array<Activity.Activity>>()
  const put = (groups: typeof before, note: string | undefined, record: Activity.Activity) => {
    if (note === undefined || !touched.has(note)) return
    const group = groups.get(note)
    if (group === undefined) groups.set(note, [record])
    else group.push(record)
  }
  for (const { record, stored } of hand.all.values()) {
    if (stored !== undefined) put(before, stored.storedVerdict.matchKeys.note, stored.record)
    put(after, stored?.record === record ? stored.storedVerdict.matchKeys.note : matchKeysOfActivity(basis, record).note, record)
  }
  const crossed = new Set<string>()
  for (const note of touched) {
    const ranks = (group: ReadonlyArray<Activity.Activity> = []) =>
      new Map(group.toSorted((one, other) => Activity.placedAt(one) - Activity.placedAt(other) || Verification.compareIds(one.activityId, other.activityId))
        .map((record, rank) => [record.activityId, { record, rank }]))
    const now = ranks(after.get(note))
    for (const [id, { rank, record }] of ranks(before.get(note))) {
      const rankNow = now.get(id)?.rank
      if (rankNow === undefined || rankNow === rank) continue
      const limits = noteLimits(policyOfActivity(basis, record))
      if (limits.some((limit) => rank >= limit !== rankNow >= limit)) crossed.add(id)
    }
  }
  return crossed
}

/** From how many earlier uses on a note counts as repeated, at most. */
export const noteRepetitionsOf = (basis: JudgingBasis, activity: Activity.Activity): number => Math.max(...noteLimits(policyOfActivity(basis, activity)))

const noteLimits = (policy: Policy.Policy): ReadonlyArray<number> =>
  [policy.parameters.noteRepetitions, ...[...policy.brands.values()].flatMap(({ parameters }) => parameters?.noteRepetitions ?? [])]

/** The prospects of the activities that are asked about. One whose stored verdict does not stand here is asked about too. */
const gatherTheirProspects = Effect.fnUntraced(function*(basis: JudgingBasis, prospects: Hand<Prospect>, activities: Hand<Activity.Activity>, sought: ReadonlySet<string>) {
  const records = yield* Records.Records
  const asked = [...activities.asked].map((id) => activities.all.get(id)!.record)
  const missing = new Set(asked.map(({ prospectId }) => prospectId).filter((id) => !prospects.all.has(id) && !sought.has(id)))
  prospects.take(yield* byIds(records.prospectsById, basis.dealership, [...missing]))
  const more = new Map<string, Records.Stored<Prospect>>()
  for (const activity of asked) {
    const stored = prospects.asked.has(activity.prospectId) ? undefined : prospects.all.get(activity.prospectId)?.stored
    if (stored !== undefined && !stands(basis, stored, policyOfActivity(basis, activity))) more.set(activity.prospectId, stored)
  }
  yield* askAlso(basis, prospects, [...more.values()])
})

/** Whether a prospect's stored verdict is what the policy says of it as of the instant. */
const stands = (basis: JudgingBasis, { storedVerdict: { since, until }, record }: Records.Stored<Prospect>, policy: Policy.Policy): boolean =>
  since <= basis.asOf && (until === undefined || basis.asOf < until) && policyOfProspect(basis, record) === policy

/** The records that come, alone: nothing that is stored bears on them. */
export const alone = ({ activities = [], prospects = [] }: Pick<Asked, "prospects" | "activities">): RelatedRecords => {
  const comingProspects = new Map(prospects.map((record) => [record.prospectId, { record, stored: undefined }]))
  const comingActivities = new Map(activities.map((record) => [record.activityId, { record, stored: undefined }]))
  return {
    prospects: comingProspects,
    activities: comingActivities,
    asked: { prospect: new Set(comingProspects.keys()), activity: new Set(comingActivities.keys()) },
    calls: [],
    reopenings: [],
    selections: [],
    phoneLog: [],
    waivers: []
  }
}

/** Judges related records by one policy. The records asked about get the verdicts that they would get among all records. */
export const evaluate = (basis: JudgingBasis, related: RelatedRecords, policy: Policy.Policy, period: Calendar.Period): JudgedMonth => {
  const { activities, asked, calls, prospects, reopenings, selections } = related
  const judging = JudgingContext.make({ policy, directory: basis.directory, asOf: basis.asOf, erasureKey: basis.erasureKey, ...LoggedCalls.given(related) })
  const builder = new MonthBuilder(judging, { prospects: prospects.size, activities: activities.size })
  const knownVerdicts = new Map<string, number>()
  for (const [id, { record, stored }] of prospects) {
    builder.addProspect(record)
    if (!asked.prospect.has(id) && stored !== undefined) knownVerdicts.set(id, Verdict.verdicts.indexOf(stored.storedVerdict.verdict))
  }
  for (const { record } of activities.values()) builder.addActivity(record)
  builder.beginCalls(calls.length)
  for (const call of calls) builder.addCall(call)
  return builder.judge({
    period,
    drawn: [],
    selected: selections,
    knownVerdicts,
    reopenedAt: Verification.reopenedBy(reopenings, basis.asOf)
  })
}

/** The policies that the records asked about are judged by, each with the ids that it judges and one of their periods. */
export const byPolicy = (basis: JudgingBasis, { activities, asked, prospects }: RelatedRecords) => {
  const parts = new Map<Policy.Policy, { readonly period: Calendar.Period; readonly prospect: Array<string>; readonly activity: Array<string> }>()
  const add = (subject: Subject, id: string, placedAt: Calendar.Instant) => {
    const period = Calendar.periodOf(basis.zone, placedAt)
    const policy = basis.policyOf(period)
    let part = parts.get(policy)
    if (part === undefined) parts.set(policy, part = { period, prospect: [], activity: [] })
    part[subject].push(id)
  }
  for (const id of asked.prospect) add("prospect", id, prospects.get(id)!.record.createdAt)
  for (const id of asked.activity) add("activity", id, Activity.placedAt(activities.get(id)!.record))
  return parts
}
