import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as fc from "fast-check"
import type { Activity } from "../src/records/Activity.ts"
import * as BusinessHours from "../src/calendar/BusinessHours.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as ErasureKey from "../src/identity/ErasureKey.ts"
import * as ErasedRecord from "../src/judging/ErasedRecord.ts"
import * as PersonalData from "../src/service/PersonalData.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import * as HashRenewal from "../src/register/HashRenewal.ts"
import * as Records from "../src/register/Records.ts"
import * as Recount from "../src/register/Recount.ts"
import * as VerdictUpkeep from "../src/register/VerdictUpkeep.ts"
import * as StoredMonth from "../src/register/StoredMonth.ts"
import { putActivities, putProspects } from "./registering.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const day = (text: string): number => Calendar.parseDay(text)!
const dealership = "carrazos"
const now = at("2024-04-08T09:00:00")
const erasureKey = Result.getOrThrow(ErasureKey.key("un secreto de treinta y dos bytes o más"))

const ana: Prospect = {
  prospectId: "P1",
  createdAt: at("2024-03-05T10:00:00"),
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  documentType: "CC",
  documentNumber: "52123456",
  phone: "3004567890",
  email: "ana.ruiz@example.com",
  source: "web",
  interest: "Sedán",
  consentAt: at("2024-03-05T10:00:00"),
  consentPurpose: "Cotización",
  consentChannel: "web",
  stage: "open"
}
const anaAgain: Prospect = { ...ana, prospectId: "P2", brandId: "B2", createdAt: at("2024-03-01"), consentAt: at("2024-03-01"), excludedAt: at("2024-03-20"), phone: "+57 300 456 7890", documentNumber: undefined, email: undefined }
const pedro: Prospect = { ...ana, prospectId: "P3", fullName: "Pedro Díaz", documentNumber: "79123456", phone: "3014567890", email: "pedro@example.com" }

const activity = (activityId: string, prospectId: string, note: string): Activity => ({
  activityId,
  prospectId,
  advisorId: "A1",
  type: "call",
  status: "performed",
  direction: "outbound",
  performedAt: at("2024-03-06T10:00:00"),
  outcome: "interested",
  note
})

const stored = Effect.gen(function*() {
  const records = yield* Records.Records
  yield* putProspects(dealership, [ana, anaAgain, pedro], 0)
  yield* putActivities(dealership, [activity("K1", "P1", "Ana pidió cotización"), activity("K2", "P3", "Pedro pidió cotización")], 0)
  yield* records.putCalls(dealership, [
    { callId: "L1", subjectType: "prospect", subjectId: "P2", agentId: "C1", attemptedAt: 1, outcome: "attended", comment: "Contestó el hermano de Ana" },
    { callId: "L2", subjectType: "activity", subjectId: "K1", agentId: "C1", attemptedAt: 1, outcome: "no-answer" },
    { callId: "L3", subjectType: "prospect", subjectId: "K1", agentId: "C1", attemptedAt: 1, outcome: "no-answer" }
  ], 0)
  return records
})

/** A dealership's key after its secret changed. */
const laterKey = Result.getOrThrow(ErasureKey.key("otro secreto de treinta y dos bytes o más", ["un secreto de treinta y dos bytes o más"]))

const inMemory = <A, E>(effect: Effect.Effect<A, E, Records.Records>) => Effect.provide(effect, Records.Records.layerMemory)
const ids = ({ activities, calls, prospects }: PersonalData.Found) => [
  prospects.map(({ prospectId }) => prospectId),
  activities.map(({ activityId }) => activityId),
  calls.map(({ callId }) => callId)
]
const eraseAna = (when = now) =>
  PersonalData.erase({ dealership, person: { phone: "300 456 7890" }, erasureKey, at: when, by: "AC", policyOf: () => Policy.gcPro05 })

describe("PersonalData: the data of a person", () => {
  it.effect("is found by phone, e-mail or document in any spelling, with activities and calls", () =>
    inMemory(Effect.gen(function*() {
      yield* stored
      const find = (person: PersonalData.Person) => Effect.map(PersonalData.find({ dealership, person }), ids)
      assert.deepStrictEqual(yield* find({ phone: "(300) 456 7890" }), [["P1", "P2"], ["K1"], ["L1", "L2"]])
      assert.deepStrictEqual(yield* find({ email: "ANA.RUIZ@example.com " }), [["P1"], ["K1"], ["L2"]])
      assert.deepStrictEqual(yield* find({ documentType: "CC", documentNumber: "79.123.456" }), [["P3"], ["K2"], []])
      assert.deepStrictEqual(yield* find({ documentType: "CE", documentNumber: "79123456" }), [[], [], []])
    })))

  it.effect("needs a value that identifies them, and the refusal does not repeat it", () =>
    inMemory(Effect.gen(function*() {
      yield* stored
      const refusal = yield* Effect.flip(PersonalData.find({ dealership, person: { phone: "12345", documentNumber: "52123456" } }))
      assert.strictEqual(refusal._tag, "PersonUnrecognisable")
      assert.match(refusal.message, /no valid value in phone, documentNumber/)
      assert.notMatch(refusal.message, /12345/)
      assert.match((yield* Effect.flip(PersonalData.find({ dealership, person: {} }))).message, /nothing/)
    })))

  it.effect("is exported as plain data, consents included", () =>
    inMemory(Effect.gen(function*() {
      yield* stored
      const found = yield* PersonalData.exportData({ dealership, person: { phone: "3004567890" }, asOf: now, zone: Calendar.bogota })
      assert.deepStrictEqual(JSON.parse(JSON.stringify(found)), found)
      assert.deepStrictEqual(found.prospects[0], {
        ...ana,
        createdAt: "2024-03-05T10:00:00-05:00",
        consentAt: "2024-03-05T10:00:00-05:00"
      } as never)
      assert.strictEqual(found.activities[0]?.["note"], "Ana pidió cotización")
      assert.strictEqual(found.verificationCalls[0]?.["comment"], "Contestó el hermano de Ana")
      assert.deepStrictEqual(found.consents, [
        { prospectId: "P2", brandId: "B2", givenAt: "2024-03-01T00:00:00-05:00", purpose: "Cotización", channel: "web", revokedSince: "2024-03-20T00:00:00-05:00" },
        { prospectId: "P1", brandId: "B1", givenAt: "2024-03-05T10:00:00-05:00", purpose: "Cotización", channel: "web" }
      ])
    })))

  it("shows the consents as of an instant; a consent after the registration counts again", () => {
    const revoked = (consentAt: string, excludedAt: string, asOf: string) =>
      PersonalData.consents([{ ...ana, consentAt: at(consentAt), excludedAt: at(excludedAt) }], at(asOf)).map(({ revokedSince }) => revokedSince !== undefined)
    assert.deepStrictEqual(revoked("2024-03-05", "2024-03-09", "2024-03-04"), [])
    assert.deepStrictEqual(revoked("2024-03-05", "2024-03-09", "2024-03-08"), [false])
    assert.deepStrictEqual(revoked("2024-03-05", "2024-03-09", "2024-03-09"), [true])
    assert.deepStrictEqual(revoked("2024-03-09", "2024-03-09", "2024-03-10"), [true])
    assert.deepStrictEqual(revoked("2024-03-10", "2024-03-09", "2024-03-10"), [false])
    assert.deepStrictEqual(PersonalData.consents([{ ...ana, consentAt: undefined }], now), [])
  })
})

describe("PersonalData: erasure", () => {
  it.effect("erases all that is found and nothing else, and leaves a proof", () =>
    inMemory(Effect.gen(function*() {
      const records = yield* stored
      const calls = yield* records.calls(dealership)
      assert.deepStrictEqual(yield* eraseAna(), { prospects: ["P1", "P2"], activities: ["K1"], calls: ["L1"], employees: [], users: [] })
      const all = [
        yield* records.prospect(dealership, "P1"),
        yield* records.prospect(dealership, "P2"),
        yield* records.activity(dealership, "K1"),
        yield* records.calls(dealership),
        yield* records.events(dealership)
      ]
      for (const trace of ["Ana", "Ruiz", "52123456", "300", "example", "cotiz", "hermano"]) assert.notInclude(JSON.stringify(all), trace)
      assert.deepStrictEqual(Option.getOrThrow(yield* records.prospect(dealership, "P3")).record, pedro)
      assert.deepStrictEqual(yield* records.calls(dealership), calls.map((call) => ({ ...ErasedRecord.ofCall(call), receivedAt: call.receivedAt })))
      assert.deepStrictEqual((yield* records.events(dealership)).map(({ data, key, type }) => [key, type, data]), ["P1", "P2"].map((prospectId) => [
        `person.erased ${prospectId}`,
        "person.erased",
        { prospectId, by: "AC", at: "2024-04-08T09:00:00-05:00" }
      ]))
    })))

  it.effect("is all or nothing, and can be repeated", () =>
    inMemory(Effect.gen(function*() {
      const records = yield* stored
      const broken = Records.Records.of({ ...records, putProspects: () => Effect.fail(new Records.RecordsError({ operation: "putProspects", reason: new Records.RecordsUnavailable({ detail: "no connection" }) })) })
      yield* Effect.flip(Effect.provideService(eraseAna(), Records.Records, broken))
      assert.strictEqual(Option.getOrThrow(yield* records.activity(dealership, "K1")).record.erasedAt, undefined)
      assert.deepStrictEqual((yield* eraseAna(now + 1)).activities, ["K1"])
      assert.deepStrictEqual(yield* eraseAna(now + 2), { prospects: [], activities: [], calls: [], employees: [], users: [] })
      assert.strictEqual(Option.getOrThrow(yield* records.activity(dealership, "K1")).record.erasedAt, now + 1)
    })))

  it.effect("recognises them by the dealership's key in every judged month", () =>
    inMemory(Effect.gen(function*() {
      yield* stored
      yield* eraseAna()
      yield* putProspects(dealership, [{ ...ana, prospectId: "P4", createdAt: at("2024-03-07") }], 0)
      const duplicateOf = Effect.map(StoredMonth.judgeEverything({ dealership, period: "2024-03", policy: Policy.gcPro05, asOf: now }), ({ judgedMonth: { prospects } }) => {
        const other = prospects.duplicateOfIndex(prospects.ids.findAll(["P4"])[0]!)
        return other < 0 ? undefined : prospects.idOf(other)
      })
      assert.strictEqual(yield* duplicateOf, undefined)
      const ring = (name: string) => name === dealership ? erasureKey : undefined
      assert.strictEqual(yield* Effect.provideService(duplicateOf, ErasureKey.KeyRing, ring), "P1")
      assert.strictEqual(yield* Effect.provideService(duplicateOf, ErasureKey.KeyRing, () => undefined), undefined)
    })))

  it.effect("still finds erased records with the key; consents stay as proof", () =>
    inMemory(Effect.gen(function*() {
      yield* stored
      yield* eraseAna()
      const person = { phone: "3004567890" }
      assert.deepStrictEqual(ids(yield* PersonalData.find({ dealership, person })), [[], [], []])
      const found = yield* PersonalData.exportData({ dealership, person, erasureKey, asOf: now, zone: Calendar.bogota })
      assert.deepStrictEqual(found.prospects.map(({ erasedAt, prospectId }) => [prospectId, erasedAt]), [["P1", "2024-04-08T09:00:00-05:00"], ["P2", "2024-04-08T09:00:00-05:00"]])
      assert.strictEqual(found.consents.length, 2)
      assert.notInclude(JSON.stringify(found), "keyHashes")
    })))

  it.effect("freezes the findings by the policy of each record's month", () =>
    inMemory(Effect.gen(function*() {
      const records = yield* stored
      yield* putProspects(dealership, [{ ...ana, prospectId: "P0", createdAt: at("2024-02-05"), interest: undefined, source: "feria" }], 0)
      const february = Result.getOrThrow(Policy.make({ parameters: { sources: ["feria"] } }))
      yield* PersonalData.erase({ dealership, person: { email: "ana.ruiz@example.com" }, erasureKey, at: now, by: "AC", policyOf: (period) => period === "2024-02" ? february : Policy.gcPro05 })
      const frozenOf = (id: string) => Effect.map(records.prospect(dealership, id), (found) => Option.getOrThrow(found).record.frozenFindings)
      // No directory: advisor, branch and brand are unknown.
      assert.strictEqual(yield* frozenOf("P0"), "advisor-unknown branch-unknown brand-unknown interest-missing")
      assert.strictEqual(yield* frozenOf("P1"), "advisor-unknown branch-unknown brand-unknown duplicate")
    })))
})

describe("PersonalData: due dates", () => {
  const due = (of: (received: number, extended?: boolean) => number, received: string, extended?: boolean) => Calendar.formatDay(of(day(received), extended))

  it("counts business days from the next day, without Saturdays and holidays", () => {
    assert.strictEqual(due(PersonalData.consultaDue, "2024-04-01"), "2024-04-15")
    assert.strictEqual(due(PersonalData.consultaDue, "2024-04-01", true), "2024-04-22")
    // Over Holy Week: the 25th, 28th and 29th of March are holidays.
    assert.strictEqual(due(PersonalData.consultaDue, "2024-03-15"), "2024-04-03")
    assert.strictEqual(due(PersonalData.reclamoDue, "2024-04-01"), "2024-04-22")
    assert.strictEqual(due(PersonalData.reclamoDue, "2024-04-01", true), "2024-05-03")
    // Received on a Saturday.
    assert.strictEqual(due(PersonalData.consultaDue, "2024-04-06"), "2024-04-19")
  })

  it("is a business day, at the end of exactly the law's number of business days", () =>
    fc.assert(fc.property(fc.integer({ min: day("2020-01-01"), max: day("2030-12-31") }), fc.boolean(), (received, extended) => {
      for (const [of, term] of [[PersonalData.consultaDue, PersonalData.consultaTerm], [PersonalData.reclamoDue, PersonalData.reclamoTerm]] as const) {
        const last = of(received, extended)
        assert.isTrue(BusinessHours.isBusinessDay(PersonalData.legalDays, last))
        assert.strictEqual(BusinessHours.countBusinessDays(PersonalData.legalDays, received + 1, last + 1), term.days + (extended ? term.extensionDays : 0))
      }
    })))
})

describe("a new secret", () => {
  const policyOf = () => Policy.gcPro05
  const person = { phone: "3004567890" }
  const comesAgain: Prospect = { ...anaAgain, prospectId: "P9", createdAt: at("2024-04-09T10:00:00"), consentAt: at("2024-04-09"), excludedAt: undefined, brandId: "B1", phone: "3004567890" }
  const duplicateOfAna = (key: ErasureKey.Key) =>
    Effect.gen(function*() {
      const [put] = (yield* VerdictUpkeep.put({ dealership, policyOf, erasureKey: key }, { prospects: [comesAgain] }, at("2024-04-09T10:05:00"))).prospects
      return put!.explanation.reasons.concat(put!.explanation.warnings).some(({ code }) => code === "duplicate")
    })

  it("recognises the people who were erased under the former one, before and after their hashes are renewed; alone it does not", () =>
    Effect.runPromise(Effect.gen(function*() {
      yield* stored
      yield* eraseAna()
      const found = (key: ErasureKey.Key) => Effect.map(PersonalData.find({ dealership, person, erasureKey: key }), (one) => one.prospects.map(({ prospectId }) => prospectId))
      assert.deepStrictEqual(yield* found(laterKey), ["P1", "P2"])
      assert.deepStrictEqual(yield* found(Result.getOrThrow(ErasureKey.key("otro secreto de treinta y dos bytes o más"))), [])
      assert.isTrue(yield* duplicateOfAna(laterKey))
      const register = { dealership, policyOf, erasureKey: laterKey }
      assert.deepStrictEqual(yield* HashRenewal.renew(register, at("2024-04-09T11:00:00")), { prospects: 2, activities: 1, employees: 0, versions: 0 })
      const records = yield* Records.Records
      const hashes = (yield* records.prospectsById(dealership, ["P1", "P2"])).map(({ record }) => record.keyHashes!)
      assert.isTrue(hashes.every((one) => one.startsWith("1.2:")))
      assert.notInclude(JSON.stringify(yield* Stream.runCollect(records.versions(dealership))), "\"1:")
      assert.deepStrictEqual(yield* found(laterKey), ["P1", "P2", "P9"])
      assert.isTrue(yield* duplicateOfAna(laterKey))
      assert.deepStrictEqual(yield* HashRenewal.renew(register, now), { prospects: 0, activities: 0, employees: 0, versions: 0 })
      assert.deepStrictEqual(yield* found(erasureKey), ["P9"])
      const drift = yield* Recount.repair({ dealership, read: Effect.succeed(register) }, at("2024-04-09T12:00:00"))
      assert.isTrue(Recount.isNone(drift), JSON.stringify(drift))
    }).pipe(inMemory)))
})
