/** Any sequence of writes and reads: the storage answers as the in-memory one does. */
import * as StoredVerdictsAlone from "@crm-procedure/core/register/StoredVerdict"
import * as Records from "@crm-procedure/core/register/Records"
import type { StoredCounts } from "@crm-procedure/core/register/StoredCounts"
import * as RecordList from "@crm-procedure/core/register/RecordList"
import type { AuditQuery } from "@crm-procedure/core/register/AuditEntry"
import type { LeadQuery } from "@crm-procedure/core/register/StoredLead"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import * as Arbitraries from "../Arbitraries.ts"
import { everything, expectSame, freshDealership, periods, subjectOf } from "./Contract.ts"
import type { Case, Port, Storage } from "./Contract.ts"
import { auditEntry, entryOf, keyOf } from "./SampleRecords.ts"

/** One thing done to a storage; its answer is what two storages are compared by. */
interface Step {
  readonly name: string
  readonly run: (records: Port, dealership: string) => Effect.Effect<unknown, Records.RecordsError>
}

const step = (name: string, run: Step["run"]): Step => ({ name, run })

const sortedKeys = (_: string, part: unknown): unknown =>
  typeof part === "object" && part !== null && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => one < other ? -1 : 1))
    : part

const storedVerdict = fc.record({
  verdict: fc.constantFrom("valid", "invalid", "pending"),
  reasons: fc.subarray(["phone-invalid", "duplicate"]),
  warnings: fc.subarray(["registered-late"]),
  period: fc.constantFrom(...periods),
  day: fc.integer({ min: 1, max: 31 }),
  since: fc.constantFrom(StoredVerdictsAlone.ALWAYS, 0, 3),
  until: fc.constantFrom(undefined, 4, 9),
  branchId: fc.constantFrom(undefined, "S1"),
  waived: fc.constantFrom(undefined, undefined, ["note-repeated"]),
  state: fc.constantFrom(undefined, "planned", "performed")
}) satisfies fc.Arbitrary<Partial<StoredVerdictsAlone.StoredVerdict>>

const storedCount: fc.Arbitrary<StoredCounts> = fc.record({
  period: fc.constantFrom(...periods),
  subject: fc.constantFrom("prospect", "activity"),
  group: fc.constantFrom(undefined, { advisorId: "A1", branchId: "S1", brandId: "B1" }, { advisorId: "A1" }),
  counts: fc.dictionary(fc.constantFrom("registered", "valid", "reason duplicate"), fc.constantFrom(1, 2, -1, -2), { minKeys: 1 })
})

const smallInstant = fc.integer({ min: 0, max: 5 })

const leadFacts = fc.record({
  isErased: fc.boolean(),
  assignedAt: smallInstant,
  stage: fc.constantFrom("open", "won", "lost"),
  stageAt: fc.option(smallInstant, { nil: undefined }),
  contacts: fc.array(fc.record({ at: smallInstant, promisedDay: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }) }), { maxLength: 2 }),
  terms: fc.constantFrom("t1", "t2"),
  dueMonths: fc.subarray([...periods]),
  factsUntil: smallInstant,
  redFrom: fc.option(smallInstant, { nil: undefined }),
  managerFrom: fc.option(smallInstant, { nil: undefined }),
  generalManagerFrom: fc.option(smallInstant, { nil: undefined })
})

const leadQuery: fc.Arbitrary<LeadQuery> = fc.record({
  terms: fc.constantFrom("t1", "t2"),
  dueIn: fc.option(fc.subarray([...periods]), { nil: undefined }),
  redAt: fc.option(smallInstant, { nil: undefined }),
  calmAt: fc.option(smallInstant, { nil: undefined }),
  closedAt: fc.option(smallInstant, { nil: undefined }),
  changedSince: fc.option(smallInstant, { nil: undefined }),
  escalated: fc.option(fc.record({ after: smallInstant, until: smallInstant }), { nil: undefined }),
  advisorId: fc.constantFrom(undefined, undefined, "A1"),
  branchId: fc.constantFrom(undefined, undefined, "S1"),
  after: fc.constantFrom(undefined, undefined, "P2"),
  limit: fc.constantFrom(undefined, 1, 3)
})

/** What every list can be asked, without its order. */
const listConditions = {
  within: fc.constantFrom<RecordList.ListQuery<never>["within"]>(undefined, undefined, [], [{ advisorId: "A1" }], [{ branchId: "S1", otherBrandIds: ["B2"] }, { brandIds: ["B1"] }], [{ otherBrandIds: ["B1"] }]),
  advisor: fc.constantFrom(undefined, undefined, "A1", "A9"),
  branch: fc.constantFrom(undefined, undefined, "S1"),
  brand: fc.constantFrom(undefined, undefined, "B1", "B9"),
  verdict: fc.constantFrom(undefined, undefined, "valid", "pending"),
  reason: fc.constantFrom(undefined, undefined, "duplicate", "registered-late", "\ud800"),
  isDescending: fc.boolean(),
  limit: fc.constantFrom(undefined, 1, 2)
} satisfies Partial<Record<keyof RecordList.ListQuery<never>, unknown>>

const listPeriod = fc.constantFrom(...periods, undefined)

/** Every page of a list, one after another. */
const pagesOf = <R extends object, Sort extends string>(
  kind: RecordList.Kind<R, Sort>,
  ask: (query: RecordList.ListQuery<Sort>) => Effect.Effect<RecordList.ListPage<R>, Records.RecordsError>,
  query: RecordList.ListQuery<Sort>
) => Effect.gen(function*() {
  const pages: Array<RecordList.ListPage<R>> = []
  let after: RecordList.ListQuery<Sort>["after"]
  for (let hasMore = true; hasMore;) {
    const page = yield* ask({ ...query, after })
    pages.push(page)
    const last = page.items.at(-1)
    hasMore = page.hasMore && last !== undefined
    if (last !== undefined) after = { key: kind.keyOf[query.sort](last), id: kind.idOf(last.record) }
  }
  return pages
})

const auditQuery: fc.Arbitrary<AuditQuery> = fc.record({
  subject: fc.constantFrom(undefined, { type: "prospect", id: "P1" }, { type: "prospect" }, { type: "nothing", id: "P1" }),
  sequences: fc.constantFrom(undefined, undefined, [1, 3]),
  actor: fc.constantFrom(undefined, undefined, "k1", "E1"),
  action: fc.constantFrom(undefined, "a"),
  since: fc.option(smallInstant, { nil: undefined }),
  before: fc.constantFrom(undefined, 3),
  after: fc.constantFrom(undefined, 1),
  newestFirst: fc.boolean(),
  limit: fc.constantFrom(undefined, 1, 3)
})

/** Steps over a month's records: few ids and instants, so that writes meet. */
const steps: fc.Arbitrary<ReadonlyArray<Step>> = Arbitraries.month({ prospects: { min: 1, max: 8 }, activities: { min: 1, max: 10 }, calls: { max: 6 } })
  .chain((month) => {
    const some = <A>(values: ReadonlyArray<A>) => fc.subarray([...values])
    const instant = fc.integer({ min: 0, max: 5 })
    const ids = fc.constantFrom(...month.prospects.map(({ prospectId }) => prospectId))
    const agent = fc.constantFrom("G1", "G2", "G3")
    const sorted = <A>(answer: ReadonlyArray<A>): ReadonlyArray<string> => answer.map((one) => JSON.stringify(one, sortedKeys)).sort()
    const createdAts = fc.constantFrom(...month.prospects.map(({ createdAt }) => createdAt))
    return fc.array(fc.oneof(
      fc.constant(step("putDirectory", (records, dealership) => records.putDirectory(dealership, month.directory))),
      fc.tuple(some(month.goals), fc.constantFrom(...periods)).map(([goals, of]) =>
        step("putGoals", (records, dealership) => records.putGoals(dealership, of, goals.filter(({ period }) => period === of)))),
      fc.tuple(some(month.prospects), instant, fc.boolean(), storedVerdict).map(([given, at, other, judged]) =>
        step("putProspects", (records, dealership) =>
          records.putProspects(dealership, given.map((one, place) =>
            entryOf(other ? { ...one, interest: `Interés ${at}` } : one, { ...judged, ...(place % 2 === 0 ? { matchKeys: { phone: keyOf(at), email: keyOf(at + 7) } } : {}) })), at))),
      fc.tuple(some(month.activities), instant, instant).map(([given, at, number]) =>
        step("putPhoneLog", (records, dealership) =>
          records.putPhoneLog(dealership, given.map(({ activityId, advisorId }, place) => ({ entryId: activityId, advisorId, startedAt: number + place, number: String(at) })), at))),
      fc.tuple(instant, instant, fc.constantFrom(undefined, month.activities[0]!.advisorId), fc.constantFrom(undefined, 1, 2)).map(([since, until, advisorId, limit]) =>
        step("phoneLogLike", (records, dealership) => Effect.map(records.phoneLogLike(dealership, [{ advisorId, since, until, limit }, { since: until, until }]), sorted))),
      fc.tuple(some(month.prospects), instant).map(([given, at]) =>
        step("putWaivers", (records, dealership) =>
          records.putWaivers(dealership, given.map(({ prospectId }) => ({ waiverId: prospectId, subjectType: "prospect", subjectId: month.prospects[at % month.prospects.length]!.prospectId, code: "duplicate", grantedAt: at, grantedBy: "E1", reason: `Motivo ${at}` })), at))),
      fc.uniqueArray(ids).map((wanted) =>
        step("waivers and appeals", (records, dealership) => Effect.all([records.waivers(dealership, wanted.map(subjectOf)), records.appeals(dealership, { subjects: wanted.map(subjectOf) }), Effect.map(records.waiversById(dealership, wanted), sorted)]))),
      fc.tuple(ids, instant, fc.boolean()).map(([id, at, isDecided]) =>
        step("putAppeal", (records, dealership) =>
          records.putAppeal(dealership, {
            appealId: `Q${at}`, subjectType: "prospect", subjectId: id, code: "duplicate", text: "No es el mismo", advisorId: "A1", raisedAt: at, dueAt: at + 5,
            ...(isDecided ? { decision: { outcome: "refused", at: at + 1, by: "E1", reason: "Es el mismo" } } : {})
          }))),
      fc.tuple(instant, fc.integer({ min: 1, max: 40 }), fc.boolean()).map(([at, leadRedDays, isApproved]) =>
        step("putPolicyEdition", (records, dealership) =>
          records.putPolicyEdition(dealership, {
            editionId: `E${at % 3}`, spec: { parameters: { leadRedDays } }, draftedAt: at, draftedBy: "AC", ...(isApproved ? { approval: { from: "2024-03", at: at + 1, by: "GG" } } : {})
          }))),
      fc.tuple(some(month.activities), instant, storedVerdict).map(([given, at, judged]) =>
        step("putActivities", (records, dealership) =>
          records.putActivities(dealership, given.map((one, place) => entryOf(one, { ...judged, matchKeys: place % 2 === 0 ? { note: keyOf(at) } : {} })), at))),
      fc.tuple(some(month.calls ?? []), instant).map(([given, at]) => step("putCalls", (records, dealership) => records.putCalls(dealership, given, at))),
      fc.uniqueArray(ids).map((wanted) => step("prospectsById", (records, dealership) => Effect.map(records.prospectsById(dealership, wanted), sorted))),
      fc.tuple(fc.constantFrom("phone", "email", "document"), instant, createdAts, createdAts).map(([matchKey, number, one, other]) =>
        step("prospectsLike", (records, dealership) =>
          Effect.map(records.prospectsLike(dealership, [
            { matchKey, value: keyOf(matchKey === "email" ? number + 7 : number), since: Math.min(one, other), until: Math.max(one, other) },
            { matchKey: "advisor", value: month.prospects[0]!.advisorId, since: one, until: one }
          ]), sorted))),
      fc.tuple(ids, instant).map(([id, number]) =>
        step("activitiesLike", (records, dealership) =>
          Effect.map(records.activitiesLike(dealership, [{ matchKey: "prospect", value: id }, { matchKey: "note", value: keyOf(number) }, { matchKey: "day", value: `2024-03-0${number + 1}` }]), sorted))),
      fc.uniqueArray(ids).map((wanted) =>
        step("about subjects", (records, dealership) =>
          Effect.all([
            Effect.map(records.calls(dealership, wanted.map(subjectOf)), sorted),
            records.reopenings(dealership, wanted.map(subjectOf)),
            Effect.map(records.selections(dealership, wanted.map(subjectOf)), sorted)
          ]))),
      fc.array(storedCount, { minLength: 1, maxLength: 3 }).map((storedCounts) => step("addToStoredCounts", (records, dealership) => records.addToStoredCounts(dealership, storedCounts))),
      fc.tuple(fc.constantFrom(...periods), fc.constantFrom("p1", "p2"), instant).map(([period, policy, since]) =>
        step("markJudged", (records, dealership) => records.markJudged(dealership, period, policy, since))),
      fc.tuple(some(month.prospects), instant, leadFacts, some(month.prospects)).map(([given, at, facts, gone]) =>
        step("putLeads", (records, dealership) =>
          records.putLeads(dealership, given.map(({ advisorId, branchId, brandId, prospectId }) => ({ prospectId, advisorId, branchId, brandId, derivedAt: at, ...facts })), gone.map(({ prospectId }) => prospectId)))),
      fc.constant(step("countedBrands", (records, dealership) => Effect.map(records.countedBrands(dealership), (brands) => brands.toSorted()))),
      fc.record({ ...listConditions, period: listPeriod, sort: fc.constantFrom(...RecordList.prospectSorts) }).map((query) =>
        step(`prospectList ${JSON.stringify(query)}`, (records, dealership) => pagesOf(RecordList.prospects, (asked) => records.prospectList(dealership, asked), query))),
      fc.record({ ...listConditions, period: listPeriod, prospectId: fc.option(ids, { nil: undefined, freq: 2 }), sort: fc.constantFrom(...RecordList.activitySorts) }).map((query) =>
        step(`activityList ${JSON.stringify(query)}`, (records, dealership) => pagesOf(RecordList.activities, (asked) => records.activityList(dealership, asked), query))),
      leadQuery.map((query) => step(`leads ${JSON.stringify(query)}`, (records, dealership) => records.leads(dealership, query))),
      fc.constant(step("misfiledLeads", (records, dealership) => records.misfiledLeads(dealership))),
      instant.map((at) => step("outdated", (records, dealership) => Effect.map(records.outdated(dealership, at, 100), sorted))),
      fc.tuple(fc.subarray([...periods], { minLength: 1 }), createdAts, createdAts, createdAts, fc.integer({ min: 1, max: 31 })).map(([of, start, duplicatesSince, burstsSince, fromDay]) =>
        step("monthRecords", (records, dealership) =>
          Effect.map(records.monthRecords(dealership, { periods: of, start, duplicatesSince, burstsSince, earlierActivities: { period: "2024-02", fromDay } }), ({ reopenings, ...others }) =>
            ({ reopenings, others: sorted(Object.entries(others).map(([name, part]: readonly [string, ReadonlyArray<unknown>]) => [name, sorted(part)])) })))),
      fc.constantFrom("V1", ...(month.calls ?? []).map(({ callId }) => callId)).map((id) =>
        step("callsById", (records, dealership) => records.callsById(dealership, [id]))),
      ids.map((id) => step("leaseOf", (records, dealership) => Effect.map(records.leaseOf(dealership, subjectOf(id)), Option.getOrNull))),
      fc.tuple(some(month.prospects), instant).map(([given, at]) =>
        step("a change that fails", (records, dealership) =>
          records.change(dealership, Effect.gen(function*() {
            yield* records.putProspects(dealership, given.map((one) => entryOf({ ...one, interest: "Nunca" })), at)
            yield* records.raise(dealership, [{ key: "never", type: "never", at, data: {} }])
            yield* records.addToStoredCounts(dealership, [{ period: "2024-03", subject: "prospect", group: undefined, counts: { "day 31": 1 } }])
            return yield* Effect.fail("given up")
          })).pipe(Effect.catch((error) => error === "given up" ? Effect.succeed(error) : Effect.die(error))))),
      ids.map((id) => step("prospect", (records, dealership) => Effect.map(records.prospect(dealership, id), Option.getOrNull))),
      fc.constantFrom(...month.activities.map(({ activityId }) => activityId)).map((id) =>
        step("activity", (records, dealership) => Effect.map(records.activity(dealership, id), Option.getOrNull))),
      fc.tuple(fc.constantFrom(...periods), fc.uniqueArray(ids, { minLength: 1 }), instant).map(([period, selected, drawnAt]) =>
        step("keepSample", (records, dealership) =>
          records.keepSample(dealership, {
            period,
            seed: `semilla ${drawnAt}`,
            drawnAt,
            selected: selected.map((id) => ({ type: "prospect", id, advisorId: "A1", kind: "random" }))
          }))),
      fc.tuple(fc.uniqueArray(ids, { minLength: 1, maxLength: 3 }), agent, instant, instant).map(([subjects, agentId, now, length]) =>
        step("lease", (records, dealership) =>
          Effect.map(records.lease(dealership, subjects.map(subjectOf), agentId, now, now + length), Option.getOrNull))),
      fc.tuple(ids, agent).map(([id, agentId]) => step("release", (records, dealership) => records.release(dealership, subjectOf(id), agentId))),
      fc.tuple(ids, instant).map(([id, at]) =>
        step("addReopening", (records, dealership) => records.addReopening(dealership, { subject: subjectOf(id), at, by: "gerente", reason: "Llamó el cliente" }))),
      fc.uniqueArray(ids, { minLength: 1, maxLength: 2 }).map((subjects) => step("eraseReasons", (records, dealership) => records.eraseReasons(dealership, subjects.map(subjectOf)))),
      fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom("", "d0", "d1"), instant).map(([sequence, previousDigest, closedAt]) =>
        step("appendSnapshot", (records, dealership) =>
          Effect.match(
            records.appendSnapshot(dealership, { period: "2024-03", sequence, previousDigest, digest: `d${sequence}`, content: "{\"ñ\":1}", closedAt, closedBy: "asistente" }),
            { onFailure: ({ reason }) => reason._tag, onSuccess: () => "appended" }
          ))),
      fc.tuple(instant, fc.constantFrom("a", "b"), fc.constantFrom("P1", undefined), fc.constantFrom(0, 0, 0, 1)).map(([at, action, id, ahead]) =>
        step("addAuditEntry", (records, dealership) =>
          Effect.gen(function*() {
            const last = Option.getOrUndefined(yield* records.lastAuditEntry(dealership))
            const entry = auditEntry(last, { at, action, by: `k${at}`, ...(id === undefined ? {} : { employeeId: "E1" }), subject: { type: "prospect", id } })
            return yield* Effect.match(records.addAuditEntry(dealership, { ...entry, sequence: entry.sequence + ahead }), {
              onFailure: ({ reason }) => reason._tag,
              onSuccess: () => "added"
            })
          }))),
      auditQuery.map((query) => step(`auditEntries ${JSON.stringify(query)}`, (records, dealership) => records.auditEntries(dealership, query))),
      fc.tuple(ids, instant, fc.boolean()).map(([id, revision, isKnown]) =>
        step("putVersions", (records, dealership) =>
          records.putVersions(dealership, [{ subject: { type: "prospect", id }, revision, ...(isKnown ? { auditEntry: revision + 1 } : {}), content: { prospectId: id, interest: "ñ" } }]))),
      fc.uniqueArray(ids, { maxLength: 2 }).map((wanted) =>
        step("versions", (records, dealership) => Stream.runCollect(records.versions(dealership, wanted.map(subjectOf))))),
      fc.constantFrom("k", "k1", "z").map((beginning) =>
        step("eventsKeyed", (records, dealership) => Effect.map(records.eventsKeyed(dealership, beginning), (events) => events.map(({ key }) => key)))),
      fc.tuple(fc.uniqueArray(fc.constantFrom("k1", "k2", "k3"), { minLength: 1 }), instant).map(([keys, at]) =>
        step("raise", (records, dealership) => records.raise(dealership, keys.map((key) => ({ key, type: "lead.escalated", at, data: { level: key } })))))
    ), { minLength: 1, maxLength: 25 })
  })

const agrees = (storage: Storage, numRuns: number): Promise<void> =>
  Effect.runPromise(
    Effect.gen(function*() {
      const records = yield* Records.Records
      yield* Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(steps, (sequence) =>
            Effect.runPromise(Effect.gen(function*() {
              const model = yield* Records.Records
              const dealership = freshDealership("sequence")
              for (const [place, { name, run }] of sequence.entries()) {
                yield* expectSame(`step ${place}, ${name}`, yield* run(records, dealership), yield* run(model, dealership))
              }
              yield* expectSame("everything at the end", yield* everything(records, dealership), yield* everything(model, dealership))
            }).pipe(Effect.provide(Records.Records.layerMemory)))),
          { numRuns }
        ))
    }).pipe(Effect.provide(storage), Effect.orDie)
  )


export const cases: ReadonlyArray<Case> = [
  {
    capability: "records",
    name: "answers as the in-memory storage does, on any sequence of writes and reads",
    check: (storage) => agrees(storage, 60)
  }
]
