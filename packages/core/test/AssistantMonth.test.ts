/** A month of the CRM assistant, through the service alone. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Calendar from "../src/calendar/Calendar.ts"
import { CrmProcedure } from "../src/service/CrmProcedure.ts"
import type { Directory } from "../src/records/Directory.ts"
import * as ErasureKey from "../src/identity/ErasureKey.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import { Records } from "../src/register/Records.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const dealership = "carrazos"
const period = "2024-03"
const asOf = at("2024-04-01")
const question = { dealership, period, asOf }

const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }],
  brands: [{ brandId: "B1", name: "Marca Uno", line: "cars" }],
  employees: [
    { employeeId: "A1", name: "Laura Gómez", role: "advisor", branchId: "S1", activeFrom: 0 },
    { employeeId: "G1", name: "Rosa Peña", role: "crm-agent", activeFrom: 0 },
    { employeeId: "M1", name: "Iván Rey", role: "commercial-manager", branchId: "S1", activeFrom: 0 }
  ]
}

const prospect = (number: number, more: Partial<Prospect> = {}): Prospect => ({
  prospectId: `P${number}`,
  createdAt: at("2024-03-05T10:00:00") + number * 3_600_000,
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  phone: `301446789${number}`,
  source: "web",
  interest: "Sedán",
  consentAt: at("2024-03-05T10:00:00"),
  stage: "open",
  ...more
})

describe("the assistant's month", () => {
  it.effect("draws, calls, escalates, closes, shows late records, reopens, closes again, and erases a person", () => Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory(dealership, directory, at("2024-03-01"))
    yield* crm.setGoals(dealership, period, [{ period, advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 3, activities: 0 }])
    yield* crm.registerProspects(dealership, [1, 2, 3].map((number) => prospect(number)), at("2024-03-06"))
    const company = Effect.map(crm.scorecard(question, []), ({ groups: [group] }) => group!.prospecting)

    // The first control: all prospects of this small stratum are drawn, and undecided until they are called.
    const sample = yield* crm.drawSample({ dealership, period, now: at("2024-03-20T09:00:00"), seed: "un secreto", partial: true })
    assert.deepStrictEqual(sample.selected.map(({ id }) => id).toSorted(), ["P1", "P2", "P3"])
    assert.strictEqual((yield* company).pending, 3)
    assert.strictEqual((yield* crm.nextCall({ dealership, periods: [period], now: at("2024-03-24T09:00:00"), agentId: "G1" })).kind, "closed")
    let minutes = 0
    for (const outcome of ["attended", "attended", "not-attended"] as const) {
      const now = at("2024-03-20T10:00:00") + (minutes += 20) * 60_000
      const next = yield* crm.nextCall({ dealership, periods: [period], now, agentId: "G1" })
      assert(next.kind === "call")
      const { id, type } = next.call.subject
      yield* crm.recordAttempt({
        dealership,
        now,
        call: { callId: `V${minutes}`, subjectType: type, subjectId: id, agentId: "G1", attemptedAt: now, outcome }
      })
    }
    assert.strictEqual((yield* crm.nextCall({ dealership, periods: [period], now: at("2024-03-20T12:00:00"), agentId: "G1" })).kind, "empty")
    const { color, invalid, percent, valid } = yield* company
    assert.deepStrictEqual({ valid, invalid, percent, color }, { valid: 2, invalid: 1, percent: 66.7, color: "red" })
    const [result] = yield* crm.verificationResults(question)
    assert.deepStrictEqual([result!.advisorId, result!.called, result!.confirmed, result!.failed], ["A1", 3, 2, 1])

    // The second control: the two leads that count were not contacted, so each is escalated once to every level that it has reached.
    const raised = yield* crm.raiseEscalations(question)
    assert.isNotEmpty(raised)
    assert.isEmpty(yield* crm.raiseEscalations(question))

    // The close freezes the month. Later records appear in its amendment.
    const by = { role: "crm-assistant", name: "E1" }
    const early = yield* Effect.flip(crm.closePeriod({ ...question, closedAt: at("2024-03-31"), by }))
    assert.strictEqual(early._tag, "PeriodNotOver")
    const closed = yield* crm.closePeriod({ ...question, closedAt: at("2024-04-02T09:00:00"), by })
    assert.strictEqual((yield* Effect.flip(crm.closePeriod({ ...question, closedAt: at("2024-04-02T10:00:00"), by })))._tag, "PeriodAlreadyClosed")
    yield* crm.registerProspects(dealership, [prospect(4)], at("2024-04-05"))
    const { indicators, late, verdicts } = yield* crm.amendment({ dealership, period })
    assert.deepStrictEqual(late.map(({ id }) => id), ["P4"])
    assert.deepStrictEqual(verdicts.map(({ id }) => id), ["P4"])
    assert.isNotEmpty(indicators)

    // Reopening needs the general manager and a reason; both snapshots stay.
    const general = { role: "general-manager", name: "E9" }
    assert.strictEqual((yield* Effect.flip(crm.reopenPeriod({ dealership, period, at: at("2024-04-06"), by, reason: "Faltó uno" })))._tag, "RoleMayNot")
    yield* crm.reopenPeriod({ dealership, period, at: at("2024-04-06"), by: general, reason: "Faltó un prospecto de la sede" })
    const again = yield* crm.closePeriod({ ...question, closedAt: at("2024-04-06T10:00:00"), by })
    assert.deepStrictEqual([again.sequence, again.previousDigest], [1, closed.digest])
    assert.strictEqual((yield* (yield* Records).snapshots(dealership)).length, 2)

    // A person is erased on request, and no number changes.
    const before = yield* crm.scorecard(question, ["advisor"])
    const person = { phone: "+57 301 446 7891" }
    assert.deepStrictEqual((yield* crm.findPerson({ dealership, person })).prospects.map(({ prospectId }) => prospectId), ["P1"])
    const erasureKey = Result.getOrThrow(ErasureKey.key("una clave secreta que es bien larga, de verdad"))
    yield* crm.erasePerson({ dealership, person, erasureKey, at: at("2024-05-02"), by: "E1" })
    assert.isEmpty((yield* crm.findPerson({ dealership, person })).prospects)
    assert.deepStrictEqual(yield* crm.scorecard(question, ["advisor"]), before)
    yield* crm.registerProspects(dealership, [prospect(1)], at("2024-05-03"))
    assert.isEmpty((yield* crm.findPerson({ dealership, person })).prospects, "importing the same file again restores no erased person")
    assert.isEmpty((yield* crm.amendment({ dealership, period })).verdicts)
  }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provideMerge(Records.layerMemory)))))
})
