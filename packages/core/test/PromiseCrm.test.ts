/** The service with promises: what goes in is read and its faults told, what comes out is the service's, and every error has a code. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { PlainDirectory } from "../src/records/PlainRecords.ts"
import { Records, RecordsError, RecordsUnavailable } from "../src/register/Records.ts"
import { CrmError, openCrm } from "../src/service/PromiseCrm.ts"
import type { Options } from "../src/service/PromiseCrm.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!

const directory: PlainDirectory = {
  employees: [
    { employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: "2024-01-01" },
    { employeeId: "C1", name: "Carlos Gil", role: "crm-agent", activeFrom: "2024-01-01" }
  ],
  branches: [{ branchId: "S1", name: "Norte" }],
  brands: [{ brandId: "M1", name: "Motos", line: "motorcycles" }]
}

const luz = {
  prospectId: "P1", createdAt: "2024-03-05 09:00", advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", phone: "310 200 0001", source: "web",
  interest: "125 cc", consentAt: "2024-03-05 09:00"
}

const question = { period: "2024-03", asOf: "2024-04-01" }

const march = async (options: Partial<Options> = {}) => {
  const crm = await openCrm({ dealership: "norte", ...options })
  await crm.registerDirectory(directory, { asOf: "2024-03-01" })
  await crm.setGoals("2024-03", [{ advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 2, activities: 0 }])
  await crm.registerProspects([luz], { receivedAt: new Date(at("2024-03-05 09:05")) })
  return crm
}

const failure = async (promise: Promise<unknown>): Promise<CrmError> => {
  const error = await promise.then(() => undefined, (error: unknown) => error)
  assert.instanceOf(error, CrmError)
  assert.instanceOf(error, Error)
  return error as CrmError
}

const pointersOf = async (promise: Promise<unknown>): Promise<ReadonlyArray<string>> => {
  const { code, faults } = await failure(promise)
  assert.strictEqual(code, "unreadable-values")
  return faults.map(({ pointer }) => pointer)
}

describe("openCrm", () => {
  it("registers records and says what it did", async () => {
    await using crm = await march()
    const [again, wrong] = await crm.registerProspects([luz, { ...luz, prospectId: "P2", phone: "310 12" }], { receivedAt: "2024-03-06" })
    assert.deepStrictEqual([again!.put, wrong!.put], ["unchanged", "added"])
    assert.deepStrictEqual(wrong!.explanation.reasons.map(({ code }) => code), ["phone-invalid"])
    assert.strictEqual((await crm.prospect("P2")).storedVerdict.verdict, "invalid")
    assert.deepStrictEqual((await crm.verdict("prospect", "P2", { asOf: "2024-04-01" })).reasons.map(({ field }) => field), ["phone"])
    const [visit] = await crm.registerActivities([{ activityId: "V1", prospectId: "P1", advisorId: "A1", type: "visit", status: "performed", performedAt: at("2024-03-06 10:00") }], { receivedAt: "2024-03-06" })
    assert.strictEqual(visit!.stored.record.direction, "outbound")
    const judged = await crm.validate({ prospects: [{ ...luz, prospectId: "P9", createdAt: "2024-03-07" }], asOf: "2024-03-07" })
    assert.deepStrictEqual(judged.prospects[0]!.reasons.map(({ code }) => code), ["duplicate"])
    assert.isAtLeast(await crm.refresh({ asOf: "2024-04-02" }), 0)
  })

  it("answers with indicators, leads, compliance, forms and comparisons", async () => {
    await using crm = await march({ policy: { name: "Norte" } })
    const scorecard = await crm.scorecard(question, "advisor")
    assert.deepInclude(scorecard.groups[0]!.prospecting, { valid: 1, goal: 2, percent: 50, color: "red" })
    assert.strictEqual((await crm.scorecard(question)).policy, "Norte")
    assert.deepStrictEqual((await crm.leads(question, "red")).map(({ prospectId }) => prospectId), ["P1"])
    assert.deepInclude((await crm.compliance(question)).company, { leads: 1, missed: 1 })
    const form = await crm.form("GC-FOR-06", question)
    assert.deepStrictEqual([form.form, form.procedure.version, form.judgedMonth.prospects.count], ["GC-FOR-06", "02", 1])
    const { indicators } = await crm.whatIf(question, { thresholds: { prospecting: { yellow: 40, green: 50 } } })
    assert.deepInclude(indicators[0]!.after, { color: "green" })
  })

  it("draws the sample, leases calls and records what came of them", async () => {
    await using crm = await march()
    const { selected } = await crm.drawSample({ period: "2024-03", at: "2024-03-20 09:00", partial: true })
    assert.deepStrictEqual(selected.map(({ id }) => id), ["P1"])
    const next = await crm.nextCall({ agentId: "C1", periods: ["2024-03"], at: "2024-03-20 10:00" })
    assert.strictEqual(next.kind, "call")
    const call = { callId: "L1", subjectType: "prospect", subjectId: "P1", agentId: "C1", attemptedAt: "2024-03-20 10:01", outcome: "not-attended" }
    assert.deepStrictEqual(await crm.recordAttempt(call, { at: "2024-03-20 10:02" }), { put: "added", conclusion: "failed" })
    assert.deepInclude((await crm.verificationResults(question))[0]!, { advisorId: "A1", failed: 1 })
    const subject = { type: "prospect", id: "P1" } as const
    await crm.reopenVerification({ subject, by: { role: "crm-assistant" }, reason: "Contestó otra persona", at: "2024-03-20 11:00" })
    assert.deepStrictEqual(await crm.registerCalls([{ ...call, callId: "L2", attemptedAt: "2024-03-20 11:30", outcome: "attended" }], { receivedAt: "2024-03-20 12:00" }), [{ put: "added", differences: [] }])
    assert.strictEqual((await crm.verdict("prospect", "P1", { asOf: "2024-04-01" })).verdict, "valid")
    assert.deepStrictEqual((await crm.raiseEscalations(question)).map(({ type }) => type), ["lead.escalated", "lead.escalated", "lead.escalated"])
  })

  it("closes a month, says what came later, and keeps a chain", async () => {
    await using crm = await march()
    const by = { role: "crm-assistant", name: "C2" }
    const { sequence } = await crm.closePeriod({ ...question, closedAt: "2024-04-02 09:00", by })
    await crm.registerProspects([{ ...luz, prospectId: "P2", phone: "310 200 0002" }], { receivedAt: "2024-04-03" })
    assert.deepStrictEqual((await crm.amendment({ period: "2024-03" })).late.map(({ id }) => id), ["P2"])
    assert.strictEqual((await crm.scorecard(question)).closed?.figures, "frozen")
    assert.strictEqual((await crm.form("GC-FOR-06", question)).closed?.figures, "frozen")
    assert.isUndefined((await crm.verifyChain()).firstBreak)
    assert.strictEqual((await failure(crm.closePeriod({ ...question, closedAt: "2024-04-04", by }))).code, "period-already-closed")
    assert.strictEqual((await failure(crm.reopenPeriod({ period: "2024-03", at: "2024-04-04", by, reason: "Error" }))).code, "role-may-not")
    const reopening = await crm.reopenPeriod({ period: "2024-03", at: "2024-04-04", by: { role: "general-manager", name: "G1" }, reason: "Error" })
    assert.strictEqual(reopening.sequence, sequence)
  })

  it("finds, copies and erases a person", async () => {
    await using crm = await march({ erasureSecret: "0123456789abcdef0123456789abcdef" })
    const person = { phone: "+57 310 2000001" }
    assert.lengthOf((await crm.findPerson(person)).prospects, 1)
    assert.strictEqual((await crm.exportPerson(person, { asOf: "2024-04-01" })).prospects[0]!.fullName, "Luz Marina Peña")
    assert.deepStrictEqual((await crm.erasePerson(person, { at: "2024-04-01", by: "C2" })).prospects, ["P1"])
    assert.isUndefined((await crm.prospect("P1")).record.fullName)
    assert.strictEqual((await failure(crm.findPerson({ phone: "12" }))).code, "person-unrecognisable")
    await using without = await march()
    assert.strictEqual((await failure(without.erasePerson(person, { at: "2024-04-01", by: "C2" }))).code, "erasure-secret-missing")
  })

  it("judges a month of a year ago by its own edition after the thresholds have changed", async () => {
    await using crm = await march()
    const ofMarch = async () => (await crm.scorecard(question, "advisor")).groups[0]!.prospecting
    assert.deepStrictEqual([(await ofMarch()).percent, (await ofMarch()).color], [50, "red"])
    const assistant = { role: "crm-assistant", employeeId: "AC" } as const
    const manager = { role: "general-manager", employeeId: "GG" } as const
    const lenient = { id: "E1", policy: { name: "2025", thresholds: { prospecting: { yellow: 40, green: 50 } } }, comment: "Menos leads por asesor", by: assistant, at: "2025-03-03" } as const
    await crm.policies.draft(lenient)
    const [change] = (await crm.policies.whatIf("E1", question)).indicators
    assert.deepStrictEqual([change!.indicator, change!.before.color, change!.after.color], ["prospecting", "red", "green"])
    assert.deepStrictEqual((await crm.policies.list()).map(({ holds, state }) => [state, holds]), [["draft", undefined]])
    assert.strictEqual((await failure(crm.policies.approve({ id: "E1", from: "2024-03", by: manager, at: "2025-03-10" }))).code, "edition-refused")
    await crm.policies.approve({ id: "E1", from: "2025-03", by: manager, at: "2025-03-10" })
    // The same records a year later are judged by the edition, and those of a year ago as before.
    await crm.setGoals("2025-03", [{ advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 2, activities: 0 }])
    await crm.registerProspects([{ ...luz, prospectId: "P3", createdAt: "2025-03-05 09:00", phone: "310 200 0003", consentAt: "2025-03-05" }], { receivedAt: "2025-03-05 09:05" })
    assert.deepStrictEqual((await crm.scorecard({ period: "2025-03", asOf: "2025-04-01" }, "advisor")).groups.map(({ prospecting: { color, percent } }) => [percent, color]), [[50, "green"]])
    assert.deepStrictEqual([(await ofMarch()).percent, (await ofMarch()).color], [50, "red"])
    const greens = await Promise.all(["2024-03", "2025-02", "2025-03"].map(async (period) => (await crm.policies.inForce(period)).thresholds.prospecting.green))
    assert.deepStrictEqual(greens.map((green) => green === 5000), [false, false, true])
    assert.deepStrictEqual((await crm.policies.list()).map(({ holds, state }) => [state, holds?.from]), [["approved", "2025-03"]])
    await crm.policies.draft({ ...lenient, id: "E2" })
    assert.strictEqual((await crm.policies.withdraw({ id: "E2", by: assistant, at: "2025-03-11" })).withdrawal?.by, "AC")
    assert.deepStrictEqual(await pointersOf(crm.policies.draft({ ...lenient, id: "E3", policy: { parameters: { duplicateWindowDays: -1 } } })), ["/policy/parameters/duplicateWindowDays"])
    assert.deepStrictEqual(await pointersOf(crm.policies.approve({ id: "", from: "marzo", by: assistant, at: "nunca" })), ["/id", "/from", "/by/role", "/at"])
    assert.strictEqual((await failure(crm.policies.whatIf("E9", question))).code, "edition-unknown")
  })

  it("tells every value that can't be read, with its pointer", async () => {
    await using crm = await march()
    assert.deepStrictEqual(await pointersOf(crm.registerProspects([{ ...luz, createdAt: at("2024-03-05") / 1000, stage: "bought" }, { ...luz, prospectId: "" }], { receivedAt: "hoy" })),
      ["/prospects/0/createdAt", "/prospects/0/stage", "/prospects/1/prospectId", "/receivedAt"])
    assert.deepStrictEqual(await pointersOf(crm.registerActivities("none" as never, undefined as never)), ["/activities", "/receivedAt"])
    assert.deepStrictEqual(await pointersOf(crm.registerCalls([{}] as never, { receivedAt: "2024-03-05" })), ["callId", "subjectType", "subjectId", "agentId", "attemptedAt", "outcome"].map((name) => `/calls/0/${name}`))
    assert.deepStrictEqual(await pointersOf(crm.registerDirectory({ ...directory, brands: [{ brandId: "M1", name: "" }] }, { asOf: "2024-03-01" })), ["/directory/brands/0/name"])
    const goal = { advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 2, activities: 0 }
    assert.deepStrictEqual(await pointersOf(crm.setGoals("2024-03", [{ ...goal, prospects: -5 }, { ...goal, brandId: "M2", period: "2024-04" }, 3 as never])), ["/goals/1/period", "/goals/0/prospects", "/goals/2"])
    assert.deepStrictEqual(await pointersOf(crm.scorecard({ period: "2024-3", asOf: Number.NaN })), ["/period", "/asOf"])
    assert.deepStrictEqual(await pointersOf(crm.whatIf(question, { thresholds: { prospecting: { yellow: 0.7, green: 0.9 } } })), ["/policy/thresholds/prospecting"])
    assert.deepStrictEqual(await pointersOf(crm.nextCall({ agentId: " ", periods: ["marzo"], at: "2024-03-05" })), ["/agentId", "/periods/0"])
    assert.deepStrictEqual(await pointersOf(openCrm({ dealership: "", policy: { parameters: { leadYellowDays: 9 } } })), ["/dealership", "/policy/parameters/leadYellowDays"])
    assert.deepStrictEqual(await pointersOf(openCrm({ dealership: "norte", polici: {} } as never)), ["/polici"])
    assert.deepStrictEqual(await pointersOf(openCrm(undefined as never)), ["", "/dealership"])
    assert.deepStrictEqual(await pointersOf(crm.scorecard(question, "advisors" as never)), ["/by"])
    assert.deepStrictEqual(await pointersOf(crm.leads(question, "rojo" as never)), ["/color"])
    assert.deepStrictEqual(await pointersOf(crm.form("GC-FOR-07" as never, question)), ["/form"])
    assert.deepStrictEqual(await pointersOf(crm.verdict("goal" as never, "P1", question)), ["/subject"])
    assert.deepStrictEqual(await pointersOf(crm.validate({ asOf: question.asOf, context: "all" as never })), ["/context"])
    // Nothing of it was registered.
    assert.strictEqual((await crm.prospect("P1")).revision, 0)
  })

  it("rejects with an Error whose code says what happened, and whose cause is the service's own error", async () => {
    await using crm = await march()
    const unknown = await failure(crm.prospect("P7"))
    assert.deepStrictEqual([unknown.code, unknown.message, unknown.faults], ["record-unknown", "No prospect P7 is registered. Register it first, or look the id up.", []])
    assert.deepInclude(unknown.cause as object, { _tag: "RecordUnknown", subject: "prospect", id: "P7" })
    assert.strictEqual((await failure(openCrm({ dealership: "norte", erasureSecret: "short" }))).code, "erasure-secret-too-short")
    const reason = new RecordsUnavailable({ detail: "no route to host" })
    const broken = Layer.effect(Records, Effect.fail(new RecordsError({ operation: "connect", reason })))
    assert.deepInclude(await failure(openCrm({ dealership: "norte", storage: broken })), { code: "records-unavailable" })
    const rule = {
      code: "always", subject: "prospect", serves: "Q", effect: "warns", field: "email", title: { es: "Siempre", en: "Always" }, message: () => ({ es: "Siempre.", en: "Always." }),
      provenance: { kind: "assumption", reference: "GC-PRO-05/requirements" }, verifies: "GC-PRO-05/requirements", test: () => true as never
    } as const
    assert.strictEqual((await failure(march({ policy: { ownRules: [rule] } }))).code, "own-rule-broken")
  })

  it("serves one dealership of a storage that keeps several", async () => {
    const storage = Layer.succeed(Records, await Effect.runPromise(Effect.provide(Records, Records.layerMemory)))
    await using norte = await march({ storage })
    await using sur = await openCrm({ dealership: "sur", storage })
    assert.strictEqual((await norte.prospect("P1")).record.prospectId, "P1")
    assert.strictEqual((await failure(sur.prospect("P1"))).code, "record-unknown")
  })
})
