/**
 * The storage port over the dealership's own SQLite database. The records stay in the existing tables; what the procedure adds
 * stands in tables beside them. The contract suite of the testing kit proves it in `test/SqliteRecords.test.ts`.
 */
import * as MonthRecords from "@crm-procedure/core/register/MonthRecords"
import * as RecordList from "@crm-procedure/core/register/RecordList"
import * as RecordVersion from "@crm-procedure/core/register/RecordVersion"
import { Records, refusingNotStorable } from "@crm-procedure/core/register/Records"
import type { RecordsError, Stored, SubjectKey } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { DatabaseSync } from "node:sqlite"
import * as ActivityTable from "./ActivityTable.ts"
import * as AuditTables from "./AuditTables.ts"
import * as CallTable from "./CallTable.ts"
import * as ChainTables from "./ChainTables.ts"
import { Connection, layerFile, layerOpened } from "./Connection.ts"
import type { CanNotOpen } from "./Connection.ts"
import type { Database } from "./Database.ts"
import * as ControlTables from "./ControlTables.ts"
import * as DirectoryTables from "./DirectoryTables.ts"
import * as EventTable from "./EventTable.ts"
import * as GoalTable from "./GoalTable.ts"
import type { JudgedTable } from "./JudgedTable.ts"
import * as LeadTable from "./LeadTable.ts"
import * as ProspectTable from "./ProspectTable.ts"
import * as StoredCountsTable from "./StoredCountsTable.ts"
import * as VerificationTables from "./VerificationTables.ts"

/** For SQLite a negative limit is no limit. */
const limitOf = (limit: number): number => Number.isFinite(limit) ? limit : -1

const portOver = (database: Database): Records["Service"] => {
  const judged = <R extends object>(table: JudgedTable<R>) => {
    const { table: name } = table
    return {
      put: (dealership: string, entries: Parameters<typeof table.put>[2], receivedAt: number) =>
        database.write(`put ${name}`, (sql) => table.put(sql, dealership, entries, receivedAt)),
      byIds: (dealership: string, ids: ReadonlyArray<string>) =>
        database.read(`read ${name}`, (sql) => table.byIds(sql, dealership, ids).map((row) => table.storedOf(dealership, row))),
      all: (dealership: string, period?: string): Stream.Stream<Stored<R>, RecordsError> =>
        Stream.filter(Stream.paginate("", (after: string) =>
          database.read(`read ${name}`, (sql) => {
            const rows = table.page(sql, dealership, after)
            const last = Option.map(Option.fromUndefinedOr(rows.at(-1)), (row) => String(row["codigo"]))
            return [rows.map((row) => table.storedOf(dealership, row)), last] as const
          })), ({ storedVerdict }) => period === undefined || storedVerdict.period === period)
    }
  }
  const prospects = judged(ProspectTable.table)
  const activities = judged(ActivityTable.table)
  return refusingNotStorable({
    change: (_dealership, effect) => database.change("change", effect),
    atOneMoment: (_dealership, effect) => database.moment("atOneMoment", effect),

    putDirectory: (dealership, directory) => database.write("putDirectory", (sql) => DirectoryTables.replace(sql, dealership, directory)),
    directory: (dealership) => database.read("directory", (sql) => DirectoryTables.read(sql, dealership)),
    putGoals: (dealership, period, goals) => database.write("putGoals", (sql) => GoalTable.replace(sql, dealership, period, goals)),
    goals: (dealership, period) => database.read("goals", (sql) => GoalTable.read(sql, dealership, period)),

    putProspects: prospects.put,
    putActivities: activities.put,
    putCalls: (dealership, records, receivedAt) =>
      database.write("put llamadas", (sql) => CallTable.table.put(sql, dealership, records.map((record) => ({ record })), receivedAt)),
    removeRecords: (dealership, removed) =>
      database.write("removeRecords", (sql) => {
        ProspectTable.table.unregister(sql, dealership, removed.prospects)
        ActivityTable.table.unregister(sql, dealership, removed.activities)
        CallTable.table.unregister(sql, dealership, removed.calls)
      }),
    prospect: (dealership, id) => Effect.map(prospects.byIds(dealership, [id]), ([found]) => Option.fromUndefinedOr(found)),
    activity: (dealership, id) => Effect.map(activities.byIds(dealership, [id]), ([found]) => Option.fromUndefinedOr(found)),
    prospectsById: prospects.byIds,
    activitiesById: activities.byIds,
    prospectsLike: (dealership, clues) => database.read("prospectsLike", (sql) => ProspectTable.like(sql, dealership, clues)),
    activitiesLike: (dealership, clues) => database.read("activitiesLike", (sql) => ActivityTable.like(sql, dealership, clues)),
    prospectsNamed: (dealership, name, limit) => database.read("prospectsNamed", (sql) => ProspectTable.named(sql, dealership, name, limit)),
    prospects: prospects.all,
    activities: activities.all,
    prospectList: (dealership, query) => database.read("prospectList", (sql) => ProspectTable.table.list(sql, dealership, RecordList.prospects, query)),
    activityList: (dealership, query) => database.read("activityList", (sql) => ActivityTable.table.list(sql, dealership, RecordList.activities, query, "cliente")),
    // A dealership of this size is read whole. One with years of large months looks its records up by index.
    monthRecords: (dealership, query) =>
      database.read("monthRecords", (sql) =>
        MonthRecords.of(query, {
          prospects: ProspectTable.table.all(sql, dealership),
          activities: ActivityTable.table.all(sql, dealership),
          calls: CallTable.calls(sql, dealership),
          reopenings: VerificationTables.reopenings(sql, dealership),
          selections: VerificationTables.selections(sql, dealership),
          waivers: ControlTables.waivers(sql, dealership)
        })),
    calls: (dealership, subjects) => database.read("calls", (sql) => CallTable.calls(sql, dealership, subjects)),
    callsSince: (dealership, since) => database.read("callsSince", (sql) => CallTable.calls(sql, dealership).filter(({ attemptedAt }) => attemptedAt >= since)),
    callsById: (dealership, callIds) =>
      database.read("callsById", (sql) => CallTable.table.byIds(sql, dealership, callIds).map((row) => CallTable.table.recordOf(dealership, row))),

    putPhoneLog: (dealership, entries) => database.write("putPhoneLog", (sql) => ControlTables.putPhoneLog(sql, dealership, entries)),
    phoneLogById: (dealership, ids) => database.read("phoneLogById", (sql) => ControlTables.phoneLogById(sql, dealership, ids)),
    phoneLogLike: (dealership, clues) => database.read("phoneLogLike", (sql) => ControlTables.phoneLogLike(sql, dealership, clues)),
    phoneLogOf: (dealership, texts) => database.read("phoneLogOf", (sql) => ControlTables.phoneLogOf(sql, dealership, texts)),
    phoneLog: (dealership) => Stream.fromIterableEffect(database.read("phoneLog", (sql) => ControlTables.phoneLog(sql, dealership))),
    putWaivers: (dealership, waivers, receivedAt) => database.write("putWaivers", (sql) => ControlTables.putWaivers(sql, dealership, waivers, receivedAt)),
    waivers: (dealership, subjects) => database.read("waivers", (sql) => ControlTables.waivers(sql, dealership, subjects)),
    waiversById: (dealership, ids) => database.read("waiversById", (sql) => ControlTables.waiversById(sql, dealership, ids)),
    putAppeal: (dealership, appeal) => database.write("putAppeal", (sql) => ControlTables.putAppeal(sql, dealership, appeal)),
    appeals: (dealership, query) => database.read("appeals", (sql) => ControlTables.appeals(sql, dealership, query)),
    putPolicyEdition: (dealership, edition) => database.write("putPolicyEdition", (sql) => ControlTables.putPolicyEdition(sql, dealership, edition)),
    policyEditions: (dealership) => database.read("policyEditions", (sql) => ControlTables.policyEditions(sql, dealership)),

    addToStoredCounts: (dealership, storedCounts) => database.write("addToStoredCounts", (sql) => StoredCountsTable.add(sql, dealership, storedCounts)),
    markJudged: (dealership, period, policy, since) => database.write("markJudged", (sql) => StoredCountsTable.mark(sql, dealership, period, policy, since)),
    monthState: (dealership, period) => database.read("monthState", (sql) => StoredCountsTable.periodState(sql, dealership, period)),
    countedBrands: (dealership) => database.read("countedBrands", (sql) => StoredCountsTable.countedBrands(sql, dealership)),
    judgedPeriods: (dealership) => database.read("judgedPeriods", (sql) => StoredCountsTable.judgedPeriods(sql, dealership)),
    outdated: (dealership, at, limit) =>
      database.read("outdated", (sql) => [
        ...ProspectTable.table.outdated(sql, dealership, at, limitOf(limit)).map((id): SubjectKey => ({ type: "prospect", id })),
        ...ActivityTable.table.outdated(sql, dealership, at, limitOf(limit)).map((id): SubjectKey => ({ type: "activity", id }))
      ]),

    putLeads: (dealership, leads, removed) => database.write("putLeads", (sql) => LeadTable.put(sql, dealership, leads, removed)),
    leads: (dealership, query) => database.read("leads", (sql) => LeadTable.find(sql, dealership, query)),
    // No column repeats what a lead says.
    misfiledLeads: () => Effect.succeed([]),

    keepSample: (dealership, sample) => database.write("keepSample", (sql) => VerificationTables.keepSample(sql, dealership, sample)),
    extendSample: (dealership, period, selected) => database.write("extendSample", (sql) => VerificationTables.extendSample(sql, dealership, period, selected)),
    sample: (dealership, period) => database.read("sample", (sql) => VerificationTables.sample(sql, dealership, period)),
    selections: (dealership, subjects) => database.read("selections", (sql) => VerificationTables.selections(sql, dealership, subjects)),
    verified: (dealership, period) => database.read("verified", (sql) => VerificationTables.verified(sql, dealership, period)),
    verificationsLeft: (dealership, query) =>
      database.read("verificationsLeft", (sql) =>
        VerificationTables.left(sql, dealership, query, ({ id, type }) =>
          type === "prospect"
            ? ProspectTable.table.byIds(sql, dealership, [id]).map((row) => ProspectTable.table.storedOf(dealership, row))[0]
            : ActivityTable.table.byIds(sql, dealership, [id]).map((row) => ActivityTable.table.storedOf(dealership, row))[0])),
    lease: (dealership, subjects, agentId, now, until) =>
      database.write("lease", (sql) => VerificationTables.lease(sql, dealership, subjects, agentId, now, until)),
    leaseOf: (dealership, subject) => database.read("leaseOf", (sql) => VerificationTables.leaseOf(sql, dealership, subject)),
    release: (dealership, subject, agentId) => database.write("release", (sql) => VerificationTables.release(sql, dealership, subject, agentId)),
    addReopening: (dealership, reopening) => database.write("addReopening", (sql) => VerificationTables.addReopening(sql, dealership, reopening)),
    eraseReasons: (dealership, subjects) => database.write("eraseReasons", (sql) => VerificationTables.eraseReasons(sql, dealership, subjects)),
    reopenings: (dealership, subjects) => database.read("reopenings", (sql) => VerificationTables.reopenings(sql, dealership, subjects)),

    appendSnapshot: (dealership, snapshot) => Effect.flatten(database.write("appendSnapshot", (sql) => ChainTables.append(sql, dealership, snapshot))),
    chain: (dealership, query) => database.read("chain", (sql) => ChainTables.chain(sql, dealership, query)),
    lastLink: (dealership) => database.read("lastLink", (sql) => Option.fromUndefinedOr(ChainTables.lastLink(sql, dealership))),
    snapshot: (dealership, sequence) => database.read("snapshot", (sql) => Option.fromUndefinedOr(ChainTables.snapshot(sql, dealership, sequence))),
    snapshots: (dealership) => database.read("snapshots", (sql) => ChainTables.snapshots(sql, dealership)),
    addPeriodReopening: (dealership, reopening) => database.write("addPeriodReopening", (sql) => ChainTables.addReopening(sql, dealership, reopening)),
    periodReopenings: (dealership, periods) => database.read("periodReopenings", (sql) => ChainTables.reopenings(sql, dealership, periods)),

    raise: (dealership, events) => database.write("raise", (sql) => EventTable.raise(sql, dealership, events)),
    events: (dealership, after = 0, limit = Number.POSITIVE_INFINITY) =>
      database.read("events", (sql) => EventTable.read(sql, dealership, after, limitOf(limit))),
    latestEvents: (dealership, type, since, limit) =>
      database.read("latestEvents", (sql) => EventTable.latest(sql, dealership, type, since, limitOf(limit))),

    eventsKeyed: (dealership, beginning) => database.read("eventsKeyed", (sql) => EventTable.keyed(sql, dealership, beginning)),

    lastAuditEntry: (dealership) => database.read("lastAuditEntry", (sql) => Option.fromUndefinedOr(AuditTables.last(sql, dealership))),
    addAuditEntry: (dealership, entry) => Effect.flatten(database.write("addAuditEntry", (sql) => AuditTables.add(sql, dealership, entry))),
    auditEntries: (dealership, query) => database.read("auditEntries", (sql) => AuditTables.find(sql, dealership, query)),
    putVersions: (dealership, versions) => database.write("putVersions", (sql) => AuditTables.putVersions(sql, dealership, versions)),
    versionsLike: (dealership, texts) =>
      database.read("versionsLike", (sql) => AuditTables.versions(sql, dealership, undefined).filter((version) => RecordVersion.isFoundBy(version, texts))),
    versions: (dealership, subjects) =>
      Stream.unwrap(Effect.map(database.read("versions", (sql) => AuditTables.versions(sql, dealership, subjects)), (found) => Stream.fromIterable(found))),

    // `secure_delete` overwrites what a row was, at each change.
    purge: () => Effect.void
  })
}

/** The storage port over an open connection. */
export const layerNoDeps: Layer.Layer<Records, never, Connection> = Layer.effect(Records, Effect.map(Connection, portOver))

/** The storage port over the database in a file, and the connection for `ExistingRows`. */
export const layer = (file: string): Layer.Layer<Records | Connection, CanNotOpen> => Layer.provideMerge(layerNoDeps, layerFile(file))

/** The same over a database that the caller opens and closes. Its foreign keys must not be enforced. */
export const layerOver = (database: DatabaseSync): Layer.Layer<Records | Connection, CanNotOpen> => Layer.provideMerge(layerNoDeps, layerOpened(database))
