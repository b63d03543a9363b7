/** The port of records, made of its tables. */
import { type Records, RecordsChanged, RecordsError, RecordsUnavailable, refusingNotStorable } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Database, Unavailable } from "../connection/Database.ts"
import * as ControlTables from "./ControlTables.ts"
import type * as EntryCodec from "./EntryCodec.ts"
import * as AuditTables from "./AuditTables.ts"
import * as NameWords from "./NameWords.ts"
import * as LeadTable from "./LeadTable.ts"
import * as MonthReads from "./MonthReads.ts"
import * as PeriodTables from "./PeriodTables.ts"
import * as RecordLists from "./RecordLists.ts"
import * as RecordTables from "./RecordTables.ts"
import * as VerificationTables from "./VerificationTables.ts"

const asRecordsError = (operation: string) => <E>(error: E | Unavailable): RecordsError | Exclude<E, Unavailable | RecordsChanged> =>
  error instanceof Unavailable
    ? new RecordsError({ operation, reason: new RecordsUnavailable({ detail: error.detail }) })
    : error instanceof RecordsChanged
    ? new RecordsError({ operation, reason: error })
    : error as Exclude<E, Unavailable | RecordsChanged>

/** A method of the port: its failures are the port's, and it is a span of its name. */
const method = <Args extends ReadonlyArray<unknown>, A, E>(name: string, run: (...args: Args) => Effect.Effect<A, E | Unavailable>) => (...args: Args) =>
  Effect.withSpan(Effect.mapError(run(...args), asRecordsError(name)), `Records.${name}`)

const streaming = <Args extends ReadonlyArray<unknown>, A>(name: string, run: (...args: Args) => Stream.Stream<A, Unavailable>) => (...args: Args): Stream.Stream<A, RecordsError> =>
  Stream.mapError(run(...args), asRecordsError(name))

export const make = (database: Database, oids: EntryCodec.Oids): Records["Service"] => {
  const { activities, activitiesLike, outdated, prospects, prospectsLike, prospectsNamed } = RecordTables.make(database, oids)
  const lists = RecordLists.make(database)
  const audit = AuditTables.make(database)
  const periods = PeriodTables.make(database)
  const leads = LeadTable.make(database)
  const months = MonthReads.make(database)
  const verification = VerificationTables.make(database)
  const controls = ControlTables.make(database)
  return refusingNotStorable({
    change: (dealership, effect) => Effect.mapError(database.change(dealership, effect), asRecordsError("change")),
    atOneMoment: (dealership, effect) => Effect.mapError(database.atOneMoment(dealership, effect), asRecordsError("atOneMoment")),

    putDirectory: method("putDirectory", periods.putDirectory),
    directory: method("directory", periods.directory),
    putGoals: method("putGoals", periods.putGoals),
    goals: method("goals", periods.goals),

    putProspects: method("putProspects", (dealership, entries, receivedAt) => prospects.put(dealership, entries, receivedAt)),
    putActivities: method("putActivities", (dealership, entries, receivedAt) => activities.put(dealership, entries, receivedAt)),
    putCalls: method("putCalls", verification.putCalls),
    removeRecords: method("removeRecords", (dealership, removed) =>
      database.change(dealership, Effect.gen(function*() {
        yield* NameWords.remove(database, dealership, removed.prospects)
        yield* prospects.remove(dealership, removed.prospects)
        yield* activities.remove(dealership, removed.activities)
        yield* verification.removeCalls(dealership, removed.calls)
      }))),
    prospect: method("prospect", (dealership, id) => prospects.one(dealership, id)),
    activity: method("activity", (dealership, id) => activities.one(dealership, id)),
    prospectsById: method("prospectsById", (dealership, ids) => prospects.those(dealership, ids)),
    activitiesById: method("activitiesById", (dealership, ids) => activities.those(dealership, ids)),
    prospectsLike: method("prospectsLike", prospectsLike),
    activitiesLike: method("activitiesLike", activitiesLike),
    prospectsNamed: method("prospectsNamed", prospectsNamed),
    prospects: streaming("prospects", (dealership: string, period?: string) => prospects.all(dealership, period)),
    activities: streaming("activities", (dealership: string, period?: string) => activities.all(dealership, period)),
    prospectList: method("prospectList", lists.prospectList),
    activityList: method("activityList", lists.activityList),
    monthRecords: method("monthRecords", months.monthRecords),
    calls: method("calls", verification.calls),
    callsSince: method("callsSince", verification.callsSince),
    callsById: method("callsById", verification.callsById),

    putPhoneLog: method("putPhoneLog", controls.putPhoneLog),
    phoneLogById: method("phoneLogById", controls.phoneLogById),
    phoneLogLike: method("phoneLogLike", controls.phoneLogLike),
    phoneLogOf: method("phoneLogOf", controls.phoneLogOf),
    phoneLog: streaming("phoneLog", controls.phoneLog),
    putWaivers: method("putWaivers", controls.putWaivers),
    waivers: method("waivers", controls.waivers),
    waiversById: method("waiversById", controls.waiversById),
    putAppeal: method("putAppeal", controls.putAppeal),
    appeals: method("appeals", controls.appeals),
    putPolicyEdition: method("putPolicyEdition", controls.putPolicyEdition),
    policyEditions: method("policyEditions", controls.policyEditions),

    addToStoredCounts: method("addToStoredCounts", periods.addToStoredCounts),
    markJudged: method("markJudged", periods.markJudged),
    monthState: method("monthState", periods.monthState),
    countedBrands: method("countedBrands", periods.countedBrands),
    judgedPeriods: method("judgedPeriods", periods.judgedPeriods),
    outdated: method("outdated", outdated),

    putLeads: method("putLeads", leads.putLeads),
    leads: method("leads", leads.leads),
    misfiledLeads: method("misfiledLeads", leads.misfiledLeads),

    keepSample: method("keepSample", verification.keepSample),
    extendSample: method("extendSample", verification.extendSample),
    sample: method("sample", verification.sample),
    selections: method("selections", verification.selections),
    verified: method("verified", verification.verified),
    verificationsLeft: method("verificationsLeft", verification.verificationsLeft),
    lease: method("lease", verification.lease),
    leaseOf: method("leaseOf", verification.leaseOf),
    release: method("release", verification.release),
    addReopening: method("addReopening", verification.addReopening),
    eraseReasons: method("eraseReasons", verification.eraseReasons),
    reopenings: method("reopenings", verification.reopenings),

    appendSnapshot: method("appendSnapshot", periods.appendSnapshot),
    chain: method("chain", periods.chain),
    lastLink: method("lastLink", periods.lastLink),
    snapshot: method("snapshot", periods.snapshot),
    snapshots: method("snapshots", periods.snapshots),
    addPeriodReopening: method("addPeriodReopening", periods.addPeriodReopening),
    periodReopenings: method("periodReopenings", periods.periodReopenings),

    raise: method("raise", periods.raise),
    events: method("events", periods.events),
    latestEvents: method("latestEvents", periods.latestEvents),
    eventsKeyed: method("eventsKeyed", periods.eventsKeyed),

    lastAuditEntry: method("lastAuditEntry", audit.lastAuditEntry),
    addAuditEntry: method("addAuditEntry", audit.addAuditEntry),
    auditEntries: method("auditEntries", audit.auditEntries),
    putVersions: method("putVersions", audit.putVersions),
    versionsLike: method("versionsLike", audit.versionsLike),
    versions: streaming("versions", audit.versions),

    purge: method("purge", () => database.purge)
  })
}
