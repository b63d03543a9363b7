/**
 * The rights of a person over their data (*habeas data*): their consents, what is stored about them, a copy of it, its erasure, and
 * until when a dealership must answer.
 *
 * A person is known by a phone, an e-mail or a document; every record with one of them is found. What is found is personal data.
 *
 * @see Ley 1581 de 2012, arts. 8, 9, 14 and 15
 *
 * @example
 * ```ts run
 * import { Calendar, PersonalData } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * // A consulta is answered within ten working days; Monday 25 March and the Thursday and Friday after it are holidays in 2024.
 * assert.equal(Calendar.formatDay(PersonalData.consultaDue(Calendar.parseDay("2024-03-18")!)), "2024-04-04")
 * ```
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Activity from "../records/Activity.ts"
import * as BusinessHours from "../calendar/BusinessHours.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import * as ErasedRecord from "../judging/ErasedRecord.ts"
import * as Waivers from "../judging/Waivers.ts"
import * as Field from "../records/Field.ts"
import * as Keys from "../identity/internal/IdentityKeys.ts"
import * as Policy from "../policy/Policy.ts"
import * as Prospect from "../records/Prospect.ts"
import type { Appeal } from "../records/Appeal.ts"
import * as PhoneLogEntry from "../records/PhoneLogEntry.ts"
import * as Waiver from "../records/Waiver.ts"
import * as Contact from "../identity/Contact.ts"
import * as MatchKeys from "../register/internal/MatchKeys.ts"
import * as ControlRecords from "../register/ControlRecords.ts"
import * as AuditTrail from "../register/AuditTrail.ts"
import * as RecordVersion from "../register/RecordVersion.ts"
import * as RecordContent from "../records/RecordContent.ts"
import * as Records from "../register/Records.ts"
import * as PersonHistory from "./internal/PersonHistory.ts"
import * as PersonTraces from "./internal/PersonTraces.ts"
import * as PersonRequest from "./PersonRequest.ts"
import type { Person } from "./PersonRequest.ts"
import * as ServiceStore from "./ServiceStore.ts"
import * as StaffData from "./StaffData.ts"
import * as VerdictUpkeep from "../register/VerdictUpkeep.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as Verification from "../judging/Verification.ts"
import * as StoredMonth from "../register/StoredMonth.ts"
import * as VerificationCall from "../records/VerificationCall.ts"

export type { Person } from "./PersonRequest.ts"

/** No given value identifies a person. Names the given fields, never their values. */
export class PersonUnrecognisable extends Schema.TaggedError<PersonUnrecognisable>()("PersonUnrecognisable", {
  given: Schema.Array(Schema.String)
}) {
  override get message() {
    const given = this.given.length === 0 ? "nothing" : `no valid value in ${this.given.join(", ")}`
    return `A person can't be searched: found ${given}, expected a valid phone, an e-mail, or a document with its type.`
  }
}

/** Everything that is stored about a person, as a customer and as one of the dealership's own people. */
export interface Found extends StaffData.FoundStaff {
  readonly prospects: ReadonlyArray<Prospect.Prospect>
  readonly activities: ReadonlyArray<Activity.Activity>
  readonly calls: ReadonlyArray<Records.KeptCall>
  /** Why verifications of these prospects and activities were opened again. */
  readonly reopenings: ReadonlyArray<Records.Reopening>
  /** Earlier versions of these records, and those of other records that held the person's data. */
  readonly versions: ReadonlyArray<RecordVersion.RecordVersion>
  /** The calls with the person's phones in the telephone system's log. */
  readonly phoneLog: ReadonlyArray<PhoneLogEntry.PhoneLogEntry>
  /** What was waived of these prospects and activities, and the appeals about them. */
  readonly waivers: ReadonlyArray<Waiver.Waiver>
  readonly appeals: ReadonlyArray<Appeal>
  /** What the person asked about their own data. */
  readonly requests: ReadonlyArray<PersonRequest.PersonRequest>
}

/** A search for a person. */
export interface Search {
  readonly dealership: string
  readonly person: Person
  /** Finds the person's erased records too. By default the dealership's key of `ErasureKey.KeyRing`. */
  readonly erasureKey?: ErasureKey.Key | undefined
  /** The country of a phone that names none; by default Colombia. */
  readonly phoneCountry?: string | undefined
  /** The policy in force in each period. With it, prospects are found by the keys that are stored with current verdicts; without it all are read. */
  readonly policyOf?: ((period: Calendar.Period) => Policy.Policy) | undefined
}

/** All instants that a record can have. */
const always = { since: Number.MIN_SAFE_INTEGER, until: Number.MAX_SAFE_INTEGER }

/** Prospects among which a person's are: by the index of keys where the stored keys are current, else all. A key holds its brand. */
const candidatesOf = Effect.fnUntraced(function*({ dealership, erasureKey, person, phoneCountry = Contact.DEFAULT_COUNTRY, policyOf }: Search) {
  const records = yield* Records.Records
  const isIndexed = policyOf !== undefined && (yield* records.judgedPeriods(dealership)).length > 0 && (yield* VerdictUpkeep.isCurrent({ dealership, policyOf, erasureKey }))
  if (!isIndexed) return records.prospects(dealership)
  const clues = (yield* records.countedBrands(dealership)).flatMap((brandId): ReadonlyArray<Records.ProspectClue> => {
    const theirs = { prospectId: "", createdAt: 0, advisorId: "", branchId: "", brandId, stage: "open", ...person } as Prospect.Prospect
    return Object.entries(MatchKeys.ofProspect({ erasureKey, phoneCountry }, theirs)).map(([matchKey, value]) => ({ matchKey: matchKey as "phone", value: value as string, ...always }))
  })
  const found = yield* records.prospectsLike(dealership, clues)
  return Stream.fromIterable(found.toSorted((one, other) => Verification.compareIds(one.record.prospectId, other.record.prospectId)))
})

/** The requests whose person shares a key with one of these. None where the service stores nothing beside the records. */
const requestsOf = Effect.fnUntraced(function*(dealership: string, known: ReadonlyArray<Keys.Keys>, phoneCountry: string | undefined) {
  const store = Option.getOrUndefined(yield* Effect.serviceOption(ServiceStore.ServiceStore))
  const all = store === undefined ? [] : yield* Effect.mapError(store.personRequests(dealership, { isIdentified: true }), StaffData.asRecordsError)
  return all.filter(({ person }) => person !== undefined && known.some((one) => Keys.sharesOne(Keys.of(person, phoneCountry), one)))
})

/** Finds a person's prospects, their activities and the calls about both, and what the dealership stores of its own people. */
export const find = Effect.fn("PersonalData.find")(function*(
  search: Search
): Effect.fn.Return<Found, PersonUnrecognisable | Records.RecordsError, Records.Records> {
  const { dealership, erasureKey: given, person, phoneCountry } = search
  const keys = Keys.of(person, phoneCountry)
  if (keys.every((lane) => lane === 0)) {
    return yield* new PersonUnrecognisable({ given: Object.entries(person).flatMap(([name, value]) => value === undefined ? [] : [name]) })
  }
  const erasureKey = given ?? (yield* ErasureKey.KeyRing)(dealership)
  const hashes = keys.slice()
  if (erasureKey !== undefined) ErasureKey.hashKeys(erasureKey, hashes)
  const records = yield* Records.Records
  const prospects: Array<Prospect.Prospect> = []
  yield* Stream.runForEach(yield* candidatesOf({ ...search, erasureKey }), ({ record }) => Effect.sync(() => {
    const isThem = record.erasedAt === undefined ? Keys.sharesOne(Keys.of(record, phoneCountry), keys) : Keys.sharesOne(ErasureKey.keysOf(record, erasureKey), hashes)
    if (isThem) prospects.push(record)
  }))
  const found = yield* records.activitiesLike(dealership, prospects.map(({ prospectId }) => ({ matchKey: "prospect", value: prospectId })))
  const activities = found.map(({ record }) => record).sort((one, other) => Verification.compareIds(one.activityId, other.activityId))
  const subjects = [
    ...prospects.map(({ prospectId: id }): Records.SubjectKey => ({ type: "prospect", id })),
    ...activities.map(({ activityId: id }): Records.SubjectKey => ({ type: "activity", id }))
  ]
  const calls = subjects.length === 0 ? [] : yield* records.calls(dealership, subjects)
  const staff = yield* StaffData.find({ dealership, keys, hashes, phoneCountry })
  const phones = new Set([person, ...prospects, ...staff.employees].flatMap(({ phone }) => Contact.phoneKey(phone, phoneCountry) || []))
  return {
    ...staff,
    prospects,
    activities,
    calls,
    reopenings: yield* records.reopenings(dealership, subjects),
    versions: yield* PersonHistory.versionsOf(search, keys, [...subjects, ...calls.map(({ callId }): RecordVersion.VersionSubject => ({ type: "verification-call", id: callId }))]),
    phoneLog: yield* PersonHistory.loggedCallsOf(search, phones),
    waivers: yield* records.waivers(dealership, subjects),
    appeals: yield* records.appeals(dealership, { subjects }),
    requests: yield* requestsOf(dealership, [keys, ...[...prospects, ...staff.employees].map((one) => Keys.of(one, phoneCountry))], phoneCountry)
  }
})

// ---------------------------------------------------------------------------------------------------------------------
// Consent
// ---------------------------------------------------------------------------------------------------------------------

/** A consent as it can be shown later: when, for which purpose and how it was given, and when it ended. */
export interface Consent {
  readonly prospectId: string
  readonly brandId: string
  readonly givenAt: Calendar.Instant
  readonly purpose: string | undefined
  readonly channel: string | undefined
  /** When the person joined the register of excluded numbers (RNE); undefined while the consent holds. */
  readonly revokedSince: Calendar.Instant | undefined
}

/** The consents of a person's prospects as of an instant, in time order. An erasure keeps them: they are the proof. */
export const consents = (prospects: ReadonlyArray<Prospect.Prospect>, asOf: Calendar.Instant): ReadonlyArray<Consent> =>
  prospects
    .flatMap(({ brandId, consentAt, consentChannel, consentPurpose, excludedAt, prospectId }): ReadonlyArray<Consent> =>
      consentAt === undefined || consentAt > asOf ? [] : [{
        prospectId,
        brandId,
        givenAt: consentAt,
        purpose: consentPurpose,
        channel: consentChannel,
        revokedSince: excludedAt !== undefined && excludedAt >= consentAt && excludedAt <= asOf ? excludedAt : undefined
      }])
    .sort((one, other) => one.givenAt - other.givenAt)

// ---------------------------------------------------------------------------------------------------------------------
// Export
// ---------------------------------------------------------------------------------------------------------------------

/** A copy of everything that is stored about a person. */
export interface Export extends StaffData.StaffExport {
  readonly asOf: string
  readonly prospects: ReadonlyArray<RecordContent.PlainRecord>
  readonly activities: ReadonlyArray<RecordContent.PlainRecord>
  readonly verificationCalls: ReadonlyArray<RecordContent.PlainRecord>
  readonly verificationReopenings: ReadonlyArray<RecordContent.PlainRecord>
  readonly phoneLog: ReadonlyArray<RecordContent.PlainRecord>
  /** Earlier versions of records, each with the record that it is of and its revision. */
  readonly earlierVersions: ReadonlyArray<RecordContent.PlainRecord>
  readonly waivers: ReadonlyArray<RecordContent.PlainRecord>
  readonly appeals: ReadonlyArray<RecordContent.PlainRecord>
  readonly requests: ReadonlyArray<RecordContent.PlainRecord>
  readonly consents: ReadonlyArray<RecordContent.PlainRecord>
}

const consentFields = Field.list({
  prospectId: { kind: "id" },
  brandId: { kind: "id" },
  givenAt: { kind: "instant" },
  purpose: { kind: "text" },
  channel: { kind: "text" },
  revokedSince: { kind: "instant" }
} satisfies Field.Descriptions<Consent>)

const reopeningFields = Field.list({
  subjectType: { kind: "text" },
  subjectId: { kind: "id" },
  at: { kind: "instant" },
  by: { kind: "id" },
  reason: { kind: "text" }
})

const appealFields = Field.list({
  appealId: { kind: "id" },
  subjectType: { kind: "text" },
  subjectId: { kind: "id" },
  code: { kind: "text" },
  text: { kind: "text" },
  advisorId: { kind: "id" },
  raisedAt: { kind: "instant" },
  outcome: { kind: "text" },
  decidedAt: { kind: "instant" },
  decidedBy: { kind: "id" },
  decisionReason: { kind: "text" }
})

const requestFields = Field.list({
  id: { kind: "id" },
  kind: { kind: "text" },
  channel: { kind: "text" },
  phone: { kind: "text" },
  email: { kind: "text" },
  documentType: { kind: "text" },
  documentNumber: { kind: "text" },
  text: { kind: "text" },
  receivedAt: { kind: "instant" },
  extendedAt: { kind: "instant" },
  extensionReason: { kind: "text" },
  answeredAt: { kind: "instant" },
  done: { kind: "text" }
})

const erasedAt = Field.list({ erasedAt: { kind: "instant" } })

/** The found records as plain data, to be given to the person. */
export const toExport = (found: Found, asOf: Calendar.Instant, zone: Calendar.Zone): Export => ({
  asOf: Calendar.formatInstant(zone, asOf),
  ...StaffData.toExport(found, zone),
  prospects: found.prospects.map((record) => RecordContent.plain([...Prospect.fields, ...erasedAt], record, zone)),
  activities: found.activities.map((record) => RecordContent.plain([...Activity.fields, ...erasedAt], record, zone)),
  verificationCalls: found.calls.map((record) => RecordContent.plain(VerificationCall.fields, record, zone)),
  verificationReopenings: found.reopenings.map(({ subject, ...reopening }) =>
    RecordContent.plain(reopeningFields, { ...reopening, subjectType: subject.type, subjectId: subject.id }, zone)),
  phoneLog: found.phoneLog.map((record) => RecordContent.plain(PhoneLogEntry.fields, record, zone)),
  earlierVersions: found.versions.map(({ content, revision, subject }) => ({
    subjectType: subject.type,
    revision,
    ...RecordContent.plain(RecordVersion.fieldsOf[subject.type], content, zone)
  })),
  waivers: found.waivers.map((record) => RecordContent.plain(Waiver.fields, record, zone)),
  appeals: found.appeals.map(({ decision, ...appeal }) =>
    RecordContent.plain(appealFields, {
      ...appeal,
      ...(decision === undefined ? {} : { outcome: decision.outcome, decidedAt: decision.at, decidedBy: decision.by, decisionReason: decision.reason })
    }, zone)),
  requests: found.requests.map(({ answer, extension, person, ...request }) =>
    RecordContent.plain(requestFields, {
      ...request,
      ...person,
      ...(extension === undefined ? {} : { extendedAt: extension.at, extensionReason: extension.text }),
      ...(answer === undefined ? {} : { answeredAt: answer.at, done: answer.text })
    }, zone)),
  consents: consents(found.prospects, asOf).map((consent) => RecordContent.plain(consentFields, consent, zone))
})

/** Finds a person and makes the copy that is given to them. */
export const exportData = Effect.fn("PersonalData.exportData")(function*(
  options: Search & { readonly asOf: Calendar.Instant; readonly zone: Calendar.Zone }
): Effect.fn.Return<Export, PersonUnrecognisable | Records.RecordsError, Records.Records> {
  return toExport(yield* find(options), options.asOf, options.zone)
})

// ---------------------------------------------------------------------------------------------------------------------
// Erasure
// ---------------------------------------------------------------------------------------------------------------------

/** The type of the event that proves an erasure: ids, who and when. */
export const ERASED_EVENT_TYPE = "person.erased"

/** The ids of what this erasure erased, without earlier erasures. */
export interface Erased {
  readonly prospects: ReadonlyArray<string>
  readonly activities: ReadonlyArray<string>
  readonly calls: ReadonlyArray<string>
  readonly employees: ReadonlyArray<string>
  readonly users: ReadonlyArray<string>
}

/**
 * Erases a person. It removes the fields that identify them from their prospects, activities, calls and the telephone system's log,
 * and freezes what the rules found as of `at`. It empties the texts of appeals, and the reasons for which verifications were opened
 * again and waivers granted. It drops stored answers that quote the person, and empties
 * their answered requests; an open request keeps the contact until it is answered. Of the dealership's own people the directory keeps who
 * worked where, and users are removed: see {@link StaffData.erase}. Verdicts, counts, duplicates, colours and closed snapshots stay as
 * they are. It is one change of the storage. Erasing again changes nothing.
 */
export const erase = (options: Erasing): Effect.Effect<Erased, PersonUnrecognisable | StaffData.OnlyAdministrator | Records.RecordsError, Records.Records> =>
  Records.Records.use((records) => records.change(options.dealership, eraseNow(options)))

interface Erasing extends Search {
  readonly erasureKey: ErasureKey.Key
  readonly at: Calendar.Instant
  /** The id of the person who erases. */
  readonly by: string
  /** The policy that a period's records are judged with. */
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
}

/** What an erased number of the telephone system's log says. It is no phone, so its entry only makes its day one of the log's. */
const ERASED_NUMBER = "-"

const eraseNow = Effect.fn("PersonalData.erase")(function*(options: Erasing): Effect.fn.Return<Erased, PersonUnrecognisable | StaffData.OnlyAdministrator | Records.RecordsError, Records.Records> {
  const { at, by, dealership, erasureKey: key, policyOf } = options
  const records = yield* Records.Records
  const currentPolicy = policyOf(Calendar.periodOf(Calendar.bogota, at))
  const { phoneCountry } = currentPolicy.parameters
  const found = yield* find({ ...options, phoneCountry })
  yield* StaffData.mustLeaveAdministrator(dealership, found.users)
  const prospects = found.prospects.filter(({ erasedAt }) => erasedAt === undefined)
  const activities = found.activities.filter(({ erasedAt }) => erasedAt === undefined)
  const calls = found.calls.filter(({ comment }) => comment !== undefined)
  const zone = Policy.zoneOf(currentPolicy)
  const instants = [...prospects.map(({ createdAt }) => createdAt), ...activities.map(Activity.placedAt)]
  const findings = yield* frozenFindings({ ...options, periods: new Set(instants.map((instant) => Calendar.periodOf(zone, instant))) })
  const circumstances = (subject: "prospect" | "activity", id: string, placedAt: Calendar.Instant): ErasedRecord.Circumstances => ({
    erasedAt: at,
    key,
    phoneCountry,
    frozenFindings: findings(subject, id, Calendar.periodOf(zone, placedAt))
  })
  yield* records.putCalls(dealership, calls.map(({ receivedAt: _receivedAt, ...call }) => ErasedRecord.ofCall(call)), at)
  const shared = yield* phonesOfOthers({ ...options, phoneCountry }, found)
  const entries = found.phoneLog.filter(({ number }) => !shared.has(Contact.phoneKey(number, phoneCountry) ?? ""))
  yield* records.putPhoneLog(dealership, entries.map((entry) => ({ ...entry, number: ERASED_NUMBER })), at)
  const versions = found.versions.filter(RecordVersion.hasIdentity)
  yield* records.putVersions(dealership, versions.map(RecordVersion.withoutIdentity))
  const written = [...found.reopenings.map(({ subject }) => subject), ...[...found.waivers, ...found.appeals].map(ControlRecords.subjectOf)]
  if (written.length > 0) yield* records.eraseReasons(dealership, written)
  yield* dropTraces(options, found)
  yield* StaffData.erase({ dealership, erasureKey: key, at, phoneCountry }, found)
  yield* eraseRequests(dealership, found.requests, at)
  const register: VerdictUpkeep.VerdictUpkeep = { dealership, policyOf, erasureKey: key, occasion: "person.erased" }
  yield* VerdictUpkeep.put(register, {
    activities: activities.map((record) => ErasedRecord.ofActivity(record, circumstances("activity", record.activityId, Activity.placedAt(record)))),
    prospects: prospects.map((record) => ErasedRecord.ofProspect(record, circumstances("prospect", record.prospectId, record.createdAt)))
  }, at)
  const erased: Erased = {
    prospects: prospects.map(({ prospectId }) => prospectId),
    activities: activities.map(({ activityId }) => activityId),
    calls: calls.map(({ callId }) => callId),
    ...StaffData.idsOf(found)
  }
  const raised = (key: string, subject: object): Records.RaisedEvent => ({
    key: `${ERASED_EVENT_TYPE} ${key}`,
    type: ERASED_EVENT_TYPE,
    at,
    data: { ...subject, by, at: Calendar.formatInstant(zone, at) }
  })
  yield* records.raise(dealership, [
    ...erased.prospects.map((prospectId) => raised(prospectId, { prospectId })),
    ...erased.employees.map((employeeId) => raised(`employee ${employeeId}`, { employeeId })),
    ...erased.users.map((userId) => raised(`user ${userId}`, { userId }))
  ])
  // Where only texts and earlier versions were left, no record changed that told of it.
  const rest = { calls: calls.length, versions: versions.length, phoneLogEntries: entries.length, texts: written.length }
  if (prospects.length + activities.length === 0 && Object.values(rest).some((count) => count > 0)) {
    yield* AuditTrail.add(dealership, { at, action: "person.erased", subject: { type: "person" }, counts: rest })
  }
  yield* records.purge(dealership)
  return erased
})

/** Those of the logged phones that other people's prospects have too: their calls stay in the log. */
const phonesOfOthers = Effect.fnUntraced(function*(search: Search, { phoneLog, prospects }: Found) {
  const { phoneCountry } = search
  const shared = new Set<string>()
  const logged = new Map(phoneLog.flatMap(({ number }): ReadonlyArray<[string, string]> => {
    const phone = Contact.phoneKey(number, phoneCountry)
    return phone === undefined ? [] : [[phone, number]]
  }))
  const own = new Set(prospects.map(({ prospectId }) => prospectId))
  for (const [phone, number] of logged) {
    yield* Stream.runForEach(yield* candidatesOf({ ...search, person: { phone: number } }), ({ record }) => Effect.sync(() => {
      if (!own.has(record.prospectId) && Contact.phoneKey(record.phone, phoneCountry) === phone) shared.add(phone)
    }))
  }
  return shared
})

/** Empties the answered requests. An open one is marked: its contact is needed for the answer, and goes with it. */
const eraseRequests = Effect.fnUntraced(function*(dealership: string, requests: ReadonlyArray<PersonRequest.PersonRequest>, at: Calendar.Instant) {
  const store = Option.getOrUndefined(yield* Effect.serviceOption(ServiceStore.ServiceStore))
  if (store === undefined) return
  for (const request of requests) {
    if (request.answer === undefined && request.erasedAt !== undefined) continue
    const erased = request.answer === undefined ? { ...request, erasedAt: at } : PersonRequest.withoutIdentity(request, at)
    yield* Effect.mapError(store.putPersonRequest(dealership, { ...erased, revision: request.revision + 1 }), StaffData.asRecordsError)
  }
})

/** Drops what is stored beside the records and quotes the person. */
const dropTraces = ({ dealership, person }: Search, { activities, calls, employees, prospects, users, versions }: Found) => {
  const earlier = versions.flatMap(({ content, subject }) => subject.type === "prospect" ? [content as Prospect.Prospect] : [])
  const customers = [person, ...prospects, ...earlier].flatMap((one: Person & Pick<Prospect.Prospect, "fullName">) => [one.phone, one.email, one.documentNumber, one.fullName])
  return PersonTraces.drop(dealership, {
    ids: [
      ...prospects.map(({ prospectId: id }) => ({ kind: "prospects", id })),
      ...activities.map(({ activityId: id }) => ({ kind: "activities", id })),
      ...calls.map(({ callId: id }) => ({ kind: "verification-calls", id }))
    ],
    userIds: users.map(({ id }) => id),
    texts: [...customers, ...StaffData.textsOf({ employees, users })]
  })
}

/** What the rules find in records as of the erasure, each under the policy of its period. Judges each period that the person has records in. */
const frozenFindings = Effect.fnUntraced(function*(options: {
  readonly dealership: string
  readonly erasureKey: ErasureKey.Key
  readonly at: Calendar.Instant
  readonly periods: ReadonlySet<Calendar.Period>
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
}) {
  const { at, dealership, erasureKey, periods, policyOf } = options
  const judgedMonths = new Map<Calendar.Period, JudgedMonth>()
  for (const period of periods) {
    judgedMonths.set(period, (yield* StoredMonth.judgeRecords({ dealership, period, policy: policyOf(period), policyOf, asOf: at, erasureKey })).judgedMonth)
  }
  return (subject: "prospect" | "activity", id: string, period: Calendar.Period): string => {
    const policy = policyOf(period)
    const judgedMonth = judgedMonths.get(period)!
    const index = (subject === "prospect" ? judgedMonth.prospects : judgedMonth.activities).ids.findAll([id])[0]!
    if (index < 0) return ""
    const found = subject === "prospect" ? judgedMonth.prospectFindings(index) : judgedMonth.activityFindings(index)
    // A waiver stays, and takes its code out again.
    const findings = { ...found, failed: found.failed | Waivers.bitsOf(subject, judgedMonth.waivedOf(subject, index)) }
    return ErasedRecord.writeFindings(subject, findings, subject === "prospect" ? policy.ownProspectRules : policy.ownActivityRules)
  }
})

// ---------------------------------------------------------------------------------------------------------------------
// Due dates
// ---------------------------------------------------------------------------------------------------------------------

/**
 * The days that the law's terms count: Monday to Friday without Colombian holidays. The terms are law. That Saturdays do not
 * count is our assumption. A dealership's own extra holidays do count: they do not extend a legal term.
 */
export const legalDays: BusinessHours.BusinessDays = { weekdays: [1, 2, 3, 4, 5], holidays: true }

/** A term in business days, and the days by which it can be extended once, with a reason given before it ends. */
export interface Term {
  readonly days: number
  readonly extensionDays: number
  readonly law: string
}

export const consultaTerm: Term = { days: 10, extensionDays: 5, law: "Ley 1581 de 2012, art. 14" }
export const reclamoTerm: Term = { days: 15, extensionDays: 8, law: "Ley 1581 de 2012, art. 15" }

const due = (term: Term, received: Calendar.LocalDay, extended: boolean): Calendar.LocalDay =>
  BusinessHours.addBusinessDays(legalDays, received, term.days + (extended ? term.extensionDays : 0))

/** The last day to answer a *consulta* received on a local day; the day after it is the first that counts. */
export const consultaDue = (received: Calendar.LocalDay, extended = false): Calendar.LocalDay => due(consultaTerm, received, extended)

/** The last day to answer a *reclamo* that was complete on a local day; the day after it is the first that counts. */
export const reclamoDue = (received: Calendar.LocalDay, extended = false): Calendar.LocalDay => due(reclamoTerm, received, extended)
