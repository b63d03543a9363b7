/**
 * The storage port in memory: what {@link Records.layerMemory} is made of. A dealership's changes run one after another, and a
 * change that fails is taken back.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Instant, Period } from "../../calendar/Calendar.ts"
import * as PersonName from "../../identity/PersonName.ts"
import * as Verification from "../../judging/Verification.ts"
import * as Activity from "../../records/Activity.ts"
import type { Directory } from "../../records/Directory.ts"
import * as Prospect from "../../records/Prospect.ts"
import * as VerificationCall from "../../records/VerificationCall.ts"
import * as AuditEntry from "../AuditEntry.ts"
import * as ControlRecords from "../ControlRecords.ts"
import * as MonthRecords from "../MonthRecords.ts"
import type { KeptCall, MonthState, Records, Selection, Snapshot, SnapshotLink, Stored, SubjectKey, VerifiedRecord } from "../Records.ts"
import * as RecordList from "../RecordList.ts"
import * as RecordVersion from "../RecordVersion.ts"
import * as StoredCounts from "../StoredCounts.ts"
import * as StoredLead from "../StoredLead.ts"
import type { Subject } from "../../policy/Rule.ts"
import { ALWAYS } from "../StoredVerdict.ts"
import * as VerificationsLeft from "../VerificationsLeft.ts"
import { RecordShelf } from "./RecordShelf.ts"
import { auditChanged, RecordsChanged, RecordsError } from "./RecordsError.ts"

const linkOf = ({ content: _content, ...link }: Snapshot): SnapshotLink => link

const noDirectory: Directory = { employees: [], branches: [], brands: [] }

/** A port of its own. It keeps any text. */
export const make = (): Records["Service"] => {
  const shelves = new Map<string, RecordShelf>()
  const shelfOf = (dealership: string): RecordShelf => {
    let shelf = shelves.get(dealership)
    if (shelf === undefined) shelves.set(dealership, shelf = new RecordShelf())
    return shelf
  }
  const alone = <A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      const shelf = shelfOf(dealership)
      return Effect.flatMap(ShelfInHand, (held) => held === shelf ? effect : shelf.lock.withPermits(1)(effect))
    })
  const look = <A>(dealership: string, answer: (shelf: RecordShelf) => A): Effect.Effect<A> =>
    alone(dealership, Effect.sync(() => answer(shelfOf(dealership))))
  const all = <R>(dealership: string, period: Period | undefined, of: (shelf: RecordShelf) => Map<string, Stored<R>>) =>
    Stream.unwrap(look(dealership, (shelf) =>
      Stream.fromIterable([...of(shelf).values()].filter(({ storedVerdict }) => period === undefined || storedVerdict.period === period))))
  const change = <A, E, R>(dealership: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      const shelf = shelfOf(dealership)
      const whole = Effect.suspend(() => {
        shelf.undo = []
        return effect.pipe(
          Effect.provideService(ShelfInHand, shelf),
          Effect.onExit((exit) => Effect.sync(() => shelf.end(exit._tag === "Success")))
        )
      })
      return Effect.flatMap(ShelfInHand, (held) => held === shelf ? effect : shelf.lock.withPermits(1)(whole))
    })
  const write = <A>(dealership: string, act: (shelf: RecordShelf) => A): Effect.Effect<A> => change(dealership, Effect.sync(() => act(shelfOf(dealership))))
  return {
    ...ControlRecords.inMemory(look, write),
    change,
    atOneMoment: (dealership, effect) =>
      alone(dealership, Effect.suspend(() => Effect.provideService(effect, ShelfInHand, shelfOf(dealership)))),
    putDirectory: (dealership, directory) => write(dealership, (shelf) => shelf.replace(shelf.directory, "", directory)),
    directory: (dealership) => look(dealership, (shelf) => shelf.directory.get("") ?? noDirectory),
    putGoals: (dealership, period, goals) => write(dealership, (shelf) => shelf.replace(shelf.goals, period, goals)),
    goals: (dealership, period) => look(dealership, (shelf) => shelf.goals.get(period) ?? []),
    putProspects: (dealership, entries, receivedAt) =>
      write(dealership, (shelf) => entries.map((entry) => shelf.put(Prospect.storedFields, shelf.prospects, entry.record.prospectId, entry, receivedAt))),
    putActivities: (dealership, entries, receivedAt) =>
      write(dealership, (shelf) => entries.map((entry) => shelf.put(Activity.storedFields, shelf.activities, entry.record.activityId, entry, receivedAt))),
    putCalls: (dealership, records, receivedAt) =>
      write(dealership, (shelf) => records.map((record) => shelf.put(VerificationCall.fields, shelf.calls, record.callId, { record }, receivedAt))),
    removeRecords: (dealership, { activities, calls, prospects }) =>
      write(dealership, (shelf) => {
        for (const id of prospects) shelf.drop(shelf.prospects, id)
        for (const id of activities) shelf.drop(shelf.activities, id)
        for (const id of calls) shelf.remove(shelf.calls, id)
      }),
    prospect: (dealership, id) => look(dealership, (shelf) => Option.fromUndefinedOr(shelf.prospects.get(id))),
    activity: (dealership, id) => look(dealership, (shelf) => Option.fromUndefinedOr(shelf.activities.get(id))),
    prospectsById: (dealership, ids) => look(dealership, ({ prospects }) => known(prospects, ids)),
    activitiesById: (dealership, ids) => look(dealership, ({ activities }) => known(activities, ids)),
    prospectsLike: (dealership, clues) =>
      look(dealership, (shelf) => {
        const ids = clues.flatMap(({ since, matchKey, until, value }) =>
          shelf.idsOf(matchKey, value).filter((id) => {
            const { createdAt } = shelf.prospects.get(id)!.record
            return createdAt >= since && createdAt <= until
          }))
        return known(shelf.prospects, ids)
      }),
    activitiesLike: (dealership, clues) =>
      look(dealership, (shelf) => known(shelf.activities, clues.flatMap(({ matchKey, value }) => shelf.idsOf(matchKey, value)))),
    prospectsNamed: (dealership, { advisorId, branchIds, words }, limit) =>
      look(dealership, (shelf) =>
        [...shelf.prospects.values()].filter(({ record: { fullName = "" }, storedVerdict }) =>
          (advisorId === undefined || storedVerdict.advisorId === advisorId) &&
          (branchIds === undefined || branchIds.includes(storedVerdict.branchId ?? "")) && PersonName.isFoundBy(fullName, words)).slice(0, limit)),
    prospects: (dealership, period) => all(dealership, period, (shelf) => shelf.prospects),
    activities: (dealership, period) => all(dealership, period, (shelf) => shelf.activities),
    prospectList: (dealership, query) => look(dealership, (shelf) => RecordList.of(RecordList.prospects, query, shelf.prospects.values())),
    activityList: (dealership, query) => 
      look(dealership, (shelf) => RecordList.of(RecordList.activities, query, query.prospectId === undefined ? shelf.activities.values() : known(shelf.activities, shelf.idsOf("prospect", query.prospectId)))),
    monthRecords: (dealership, query) =>
      look(dealership, (shelf) =>
        MonthRecords.of(query, {
          prospects: shelf.prospects.values(),
          activities: shelf.activities.values(),
          calls: callsOf(shelf),
          reopenings: shelf.reopenings,
          selections: selectionsOf(shelf),
          waivers: [...shelf.controls.waivers.values()].map(({ receivedAt, record }) => ({ ...record, receivedAt }))
        })),
    calls: (dealership, subjects) => look(dealership, (shelf) => about(callsOf(shelf), subjects, ({ subjectId: id, subjectType: type }) => ({ type, id }))),
    callsSince: (dealership, since) => look(dealership, (shelf) => callsOf(shelf).filter(({ attemptedAt }) => attemptedAt >= since)),
    callsById: (dealership, callIds) => look(dealership, (shelf) => [...new Set(callIds)].flatMap((id) => shelf.calls.get(id)?.record ?? [])),
    addToStoredCounts: (dealership, storedCounts) =>
      write(dealership, (shelf) => {
        for (const one of storedCounts) {
          const key = StoredCounts.keyOf(one)
          const sum = StoredCounts.sum(shelf.storedCounts.get(key), one)
          if (sum === undefined) shelf.remove(shelf.storedCounts, key)
          else shelf.replace(shelf.storedCounts, key, sum)
        }
      }),
    markJudged: (dealership, period, policy, since) =>
      write(dealership, (shelf) => {
        const before = shelf.judged.get(period)
        shelf.replace(shelf.judged, period, { policy, since: Math.max(since, before?.since ?? since) })
      }),
    monthState: (dealership, period) =>
      look(dealership, (shelf): MonthState => {
        let until: Instant | undefined
        for (const { storedVerdict } of [...shelf.prospects.values(), ...shelf.activities.values()]) {
          if (storedVerdict.period === period && storedVerdict.until !== undefined && !(storedVerdict.until >= until!)) until = storedVerdict.until
        }
        const judged = shelf.judged.get(period)
        return {
          policy: judged?.policy,
          since: judged?.since ?? ALWAYS,
          until,
          storedCounts: [...shelf.storedCounts.values()].filter((one) => one.period === period)
        }
      }),
    countedBrands: (dealership) =>
      look(dealership, (shelf) => [...new Set([...shelf.storedCounts.values()].flatMap(({ group, subject }) => subject === "prospect" ? group?.brandId ?? [] : []))]),
    judgedPeriods: (dealership) => look(dealership, (shelf) => [...shelf.judged].map(([period, { policy }]) => ({ period, policy })).sort((one, other) => one.period < other.period ? -1 : 1)),
    outdated: (dealership, at, limit) =>
      look(dealership, (shelf) =>
        (["prospect", "activity"] as const).flatMap((type) =>
          [...(type === "prospect" ? shelf.prospects : shelf.activities) as Map<string, Stored<unknown>>]
            .filter(([, { storedVerdict }]) => storedVerdict.until !== undefined && storedVerdict.until <= at)
            .slice(0, limit)
            .map(([id]): SubjectKey => ({ type, id })))),
    putLeads: (dealership, leads, removed) =>
      write(dealership, (shelf) => {
        for (const lead of leads) shelf.replace(shelf.leads, lead.prospectId, lead)
        for (const id of removed) shelf.remove(shelf.leads, id)
      }),
    leads: (dealership, query) =>
      look(dealership, (shelf) => {
        const found = [...shelf.leads.values()].filter((lead) => StoredLead.matches(lead, query)).sort(StoredLead.compare)
        const { after, limit } = query
        return found.flatMap((lead): ReadonlyArray<StoredLead.JudgedLead> => {
          const stored = shelf.prospects.get(lead.prospectId)
          if (stored === undefined || after !== undefined && Verification.compareIds(lead.prospectId, after) <= 0) return []
          const { since, until, verdict } = stored.storedVerdict
          return [{ lead, verdict, since, until }]
        }).slice(0, limit)
      }),
    // A lead in memory is found by what it says.
    misfiledLeads: () => Effect.succeed([]),
    keepSample: (dealership, sample) =>
      write(dealership, (shelf) => {
        const kept = shelf.samples.get(sample.period)
        if (kept !== undefined && kept.selected.length > 0) return kept
        shelf.replace(shelf.samples, sample.period, sample)
        return sample
      }),
    extendSample: (dealership, period, selected) =>
      write(dealership, (shelf) => {
        const kept = shelf.samples.get(period)
        if (kept !== undefined) shelf.replace(shelf.samples, period, { ...kept, selected: [...kept.selected, ...selected] })
      }),
    sample: (dealership, period) => look(dealership, (shelf) => Option.fromUndefinedOr(shelf.samples.get(period))),
    selections: (dealership, subjects) => look(dealership, (shelf) => about(selectionsOf(shelf), subjects, (one) => one)),
    verified: (dealership, period) =>
      look(dealership, (shelf) => {
        const selected = new Set([...shelf.samples.values()].flatMap(({ selected }) => selected.map(keyOf)))
        const called = new Set([...shelf.calls.values()].map(({ record: { subjectId: id, subjectType: type } }) => keyOf({ type, id })))
        const of = (type: Subject, all: Iterable<readonly [string, Stored<unknown>]>): ReadonlyArray<VerifiedRecord> =>
          [...all].flatMap(([id, { storedVerdict }]) => {
            const isSelected = selected.has(keyOf({ type, id }))
            return storedVerdict.period === period && (isSelected || called.has(keyOf({ type, id }))) ? [{ type, id, advisorId: storedVerdict.advisorId, isSelected }] : []
          })
        return [...of("prospect", shelf.prospects), ...of("activity", shelf.activities)]
      }),
    verificationsLeft: (dealership, query) =>
      look(dealership, (shelf) => {
        const calls = Map.groupBy([...shelf.calls.values()].map(({ record }) => record), ({ subjectId: id, subjectType: type }) => keyOf({ type, id }))
        return VerificationsLeft.of({
          query,
          selectedIn: (period) => shelf.samples.get(period)?.selected ?? [],
          attempted: [...calls.values()].flat(),
          reopenings: shelf.reopenings,
          attemptsOf: (subject) => calls.get(keyOf(subject)) ?? [],
          storedOf: ({ id, type }) => (type === "prospect" ? shelf.prospects : shelf.activities).get(id)
        })
      }),
    lease: (dealership, subjects, agentId, now, until) =>
      write(dealership, (shelf) => {
        const isHeldBy = (subject: SubjectKey, agent: (holder: string) => boolean): boolean => {
          const lease = shelf.leases.get(keyOf(subject))
          return lease !== undefined && lease.until > now && agent(lease.agentId)
        }
        const subject = subjects.find((one) => isHeldBy(one, (holder) => holder === agentId)) ?? subjects.find((one) => !isHeldBy(one, () => true))
        if (subject === undefined) return Option.none()
        shelf.replace(shelf.leases, keyOf(subject), { agentId, until })
        return Option.some(subject)
      }),
    leaseOf: (dealership, subject) => look(dealership, (shelf) => Option.fromUndefinedOr(shelf.leases.get(keyOf(subject)))),
    release: (dealership, subject, agentId) =>
      write(dealership, (shelf) => {
        if (shelf.leases.get(keyOf(subject))?.agentId === agentId) shelf.remove(shelf.leases, keyOf(subject))
      }),
    addReopening: (dealership, reopening) => write(dealership, (shelf) => shelf.append(shelf.reopenings, reopening)),
    reopenings: (dealership, subjects) => look(dealership, (shelf) => about(shelf.reopenings, subjects, ({ subject }) => subject)),
    eraseReasons: (dealership, subjects) =>
      write(dealership, (shelf) => {
        const erased = new Set(about(shelf.reopenings, subjects, ({ subject }) => subject))
        shelf.rewrite(shelf.reopenings, (reopening) => erased.has(reopening) ? { ...reopening, reason: "" } : reopening)
        ControlRecords.eraseTexts(shelf, subjects)
      }),
    appendSnapshot: (dealership, snapshot) =>
      Effect.flatten(write(dealership, (shelf): Effect.Effect<void, RecordsError> => {
        const last = shelf.snapshots.at(-1)
        const expected = `${last === undefined ? 0 : last.sequence + 1} after ${last?.digest || "nothing"}`
        const found = `${snapshot.sequence} after ${snapshot.previousDigest || "nothing"}`
        if (expected !== found) {
          return Effect.fail(new RecordsError({
            operation: "appendSnapshot",
            reason: new RecordsChanged({ what: "The chain of snapshots", expected: found, found: expected })
          }))
        }
        shelf.append(shelf.snapshots, snapshot)
        return Effect.void
      })),
    chain: (dealership, { after = -1, limit, periods, since = "" } = {}) =>
      look(dealership, (shelf) =>
        shelf.snapshots.map(linkOf).filter(({ period, sequence }) => sequence > after && period >= since && (periods?.includes(period) ?? true)).slice(0, limit)),
    lastLink: (dealership) => look(dealership, (shelf) => Option.map(Option.fromUndefinedOr(shelf.snapshots.at(-1)), linkOf)),
    snapshot: (dealership, sequence) => look(dealership, (shelf) => Option.fromUndefinedOr(shelf.snapshots[sequence])),
    snapshots: (dealership) => look(dealership, (shelf) => [...shelf.snapshots]),
    addPeriodReopening: (dealership, reopening) => write(dealership, (shelf) => shelf.append(shelf.periodReopenings, reopening)),
    periodReopenings: (dealership, periods) => look(dealership, (shelf) => shelf.periodReopenings.filter(({ period }) => periods?.includes(period) ?? true)),
    raise: (dealership, events) =>
      write(dealership, (shelf) =>
        events.filter((event) => {
          if (shelf.events.has(event.key)) return false
          shelf.replace(shelf.events, event.key, { ...event, position: shelf.events.size + 1 })
          return true
        })),
    events: (dealership, after = 0, limit = Number.POSITIVE_INFINITY) =>
      look(dealership, (shelf) => [...shelf.events.values()].filter(({ position }) => position > after).slice(0, limit)),
    latestEvents: (dealership, type, since, limit) =>
      look(dealership, (shelf) => [...shelf.events.values()].filter((event) => event.type === type && event.at >= since).reverse().slice(0, limit)),
    eventsKeyed: (dealership, beginning) => look(dealership, (shelf) => [...shelf.events.values()].filter(({ key }) => key.startsWith(beginning))),
    lastAuditEntry: (dealership) => look(dealership, (shelf) => Option.map(Option.fromUndefinedOr(shelf.auditEntries.at(-1)), ({ digest, sequence }) => ({ sequence, digest }))),
    addAuditEntry: (dealership, entry) =>
      Effect.flatten(write(dealership, (shelf): Effect.Effect<void, RecordsError> => {
        const last = shelf.auditEntries.at(-1)
        if (entry.sequence === (last?.sequence ?? 0) + 1 && entry.previousDigest === (last?.digest ?? "")) {
          shelf.append(shelf.auditEntries, entry)
          return Effect.void
        }
        return Effect.fail(auditChanged(entry))
      })),
    auditEntries: (dealership, query) =>
      look(dealership, (shelf) => {
        const found = shelf.auditEntries.filter((entry) => AuditEntry.matches(entry, query))
        return (query.newestFirst === true ? found.toReversed() : found).slice(0, query.limit)
      }),
    putVersions: (dealership, versions) =>
      write(dealership, (shelf) => {
        for (const version of versions) shelf.replace(shelf.versions, `${RecordVersion.keyOf(version.subject)} ${version.revision}`, version)
      }),
    versions: (dealership, subjects) =>
      Stream.unwrap(look(dealership, (shelf) => {
        const wanted = subjects === undefined ? undefined : new Set(subjects.map(RecordVersion.keyOf))
        const found = [...shelf.versions.values()].filter(({ subject }) => wanted === undefined || wanted.has(RecordVersion.keyOf(subject)))
        return Stream.fromIterable(found.sort(RecordVersion.compare))
      })),
    versionsLike: (dealership, texts) =>
      look(dealership, (shelf) => [...shelf.versions.values()].filter((version) => RecordVersion.isFoundBy(version, texts)).sort(RecordVersion.compare)),
    purge: () => Effect.void
  }
}

/** The shelf whose lock this fiber holds: inside a change everything joins it. */
const ShelfInHand = Context.Reference<RecordShelf | undefined>("@crm-procedure/core/Records/ShelfInHand", { defaultValue: () => undefined })

const callsOf = ({ calls }: RecordShelf): ReadonlyArray<KeptCall> => [...calls.values()].map(({ receivedAt, record }) => ({ ...record, receivedAt }))

const selectionsOf = ({ samples }: RecordShelf): ReadonlyArray<Selection> =>
  [...samples.values()].flatMap(({ period, selected }) => selected.map((one) => ({ ...one, period })))

const known = <R>(map: ReadonlyMap<string, Stored<R>>, ids: ReadonlyArray<string>): ReadonlyArray<Stored<R>> =>
  [...new Set(ids)].flatMap((id) => map.get(id) ?? [])

const keyOf = ({ id, type }: SubjectKey): string => `${type} ${id}`

const about = <A>(all: ReadonlyArray<A>, subjects: ReadonlyArray<SubjectKey> | undefined, subjectOf: (one: A) => SubjectKey): ReadonlyArray<A> => {
  if (subjects === undefined) return [...all]
  const wanted = new Set(subjects.map(keyOf))
  return all.filter((one) => wanted.has(keyOf(subjectOf(one))))
}
