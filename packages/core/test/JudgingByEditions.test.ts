/** Approved editions of the policy judge the records of their periods, closed months keep theirs, and a changed directory judges what it reaches. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { PolicySpec } from "../src/policy/Policy.ts"
import * as Records from "../src/register/Records.ts"
import { CrmProcedure } from "../src/service/CrmProcedure.ts"
import { prospect } from "./exampleRecords.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const day = (text: string): number => Calendar.parseDay(text)!

const dealership = "carrazos"
const now = at("2024-03-20T10:00:00")
const directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }],
  brands: [{ brandId: "B1", name: "Marca Uno", line: "cars" as const }],
  employees: [{ employeeId: "A1", name: "Laura Gómez", role: "advisor" as const, branchId: "S1", activeFrom: day("2024-01-01") }]
}

const customer = (id: string, createdAt: string, other: object = {}) =>
  prospect(id, { createdAt: at(createdAt), phone: `30144678${id.charCodeAt(0)}`, ...other })

const filled = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  yield* crm.registerDirectory(dealership, directory, now)
  for (const period of ["2024-02", "2024-03"]) {
    yield* crm.setGoals(dealership, period, [{ period, advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 4, activities: 0 }])
  }
  yield* crm.registerProspects(dealership, [
    ...["A", "B", "C"].map((id) => customer(id, "2024-02-10T10:00:00")),
    ...["D", "E", "F"].map((id) => customer(id, "2024-03-05T10:00:00")),
    customer("G", "2024-03-06T10:00:00", { source: "street" })
  ], now)
  return crm
})

const approve = Effect.fnUntraced(function*(crm: CrmProcedure["Service"], editionId: string, file: PolicySpec, from = "2024-03", when = now) {
  yield* crm.draftPolicy({ dealership, editionId, by: { role: "crm-assistant", employeeId: "AC" }, now: when, file, comment: "Acuerdo con la marca" })
  yield* crm.approvePolicy({ dealership, editionId, by: { role: "general-manager", employeeId: "GG" }, now: when, from })
})

const company = (crm: CrmProcedure["Service"], period: string, asOf = now) => Effect.map(crm.scorecard({ dealership, period, asOf }, []), ({ groups: [one], policy }) => ({
  policy, valid: one!.prospecting.valid, color: one!.prospecting.color
}))

const service = CrmProcedure.layer().pipe(Layer.orDie)
const run = <A, E>(body: Effect.Effect<A, E, CrmProcedure | Records.Records>): Effect.Effect<A, E> => Effect.provide(body, Layer.provideMerge(service, Records.Records.layerMemory))

describe("an approved edition", () => {
  it.effect("colours its periods by its thresholds, and judges no record again for them", () => {
    let written = 0
    const counting = Layer.effect(Records.Records, Effect.map(Records.Records, (port) =>
      Records.Records.of({ ...port, putProspects: (...given) => Effect.andThen(Effect.sync(() => written++), port.putProspects(...given)) }))).pipe(Layer.provide(Records.Records.layerMemory))
    return Effect.provide(Effect.gen(function*() {
      const crm = yield* filled
      const [february, march] = [yield* company(crm, "2024-02"), yield* company(crm, "2024-03")]
      const before = written
      yield* approve(crm, "E1", { name: "Marzo", thresholds: { prospecting: { yellow: 10, green: 20 } } })
      assert.strictEqual(written, before)
      assert.deepStrictEqual(yield* company(crm, "2024-02"), february)
      assert.deepInclude(yield* company(crm, "2024-03"), { policy: "Marzo", valid: march.valid, color: "green" })
      assert.notStrictEqual(march.color, undefined)
    }), Layer.provideMerge(service, counting))
  })

  it.effect("judges again the records of its periods alone, and those that come", () => run(Effect.gen(function*() {
    const crm = yield* filled
    assert.deepStrictEqual([(yield* company(crm, "2024-02")).valid, (yield* company(crm, "2024-03")).valid], [3, 4])
    yield* approve(crm, "E1", { parameters: { sources: ["street"] } })
    assert.deepStrictEqual([(yield* company(crm, "2024-02")).valid, (yield* company(crm, "2024-03")).valid], [3, 1])
    yield* crm.registerProspects(dealership, [customer("H", "2024-03-07T10:00:00"), customer("I", "2024-02-28T10:00:00")], now + 1)
    assert.deepStrictEqual([(yield* company(crm, "2024-02", now + 1)).valid, (yield* company(crm, "2024-03", now + 1)).valid], [4, 1])
    assert.deepStrictEqual((yield* crm.storedProspect(dealership, "H")).storedVerdict.reasons, ["source-unknown"])
    assert.deepStrictEqual(yield* crm.recount(dealership, now + 2), { prospects: 0, activities: 0, leads: 0, counts: 0, periods: 0 })
  })))

  it.effect("makes leads of a source that was none, also before its first period begins", () => run(Effect.gen(function*() {
    const crm = yield* filled
    const leadsIn = (period: string, asOf: number) => Effect.map(crm.leads({ dealership, period, asOf, limit: 50 }), ({ items }) => items.map(({ prospectId }) => prospectId))
    assert.deepStrictEqual(yield* leadsIn("2024-03", now), [])
    yield* approve(crm, "E1", { parameters: { leadSources: ["street"] } }, "2024-04")
    assert.deepStrictEqual(yield* leadsIn("2024-03", now), [])
    const april = at("2024-04-02T10:00:00")
    assert.deepStrictEqual(yield* leadsIn("2024-04", april), ["G"])
    yield* crm.refresh(dealership, april)
    assert.deepStrictEqual([yield* leadsIn("2024-04", april), yield* leadsIn("2024-03", april)], [["G"], []])
  })))

  it.effect("counts a lead by the verdict of its own month in every answer", () => run(Effect.gen(function*() {
    const crm = yield* filled
    const lead = { source: "web", email: "ana@mailinator.com" }
    yield* crm.registerProspects(dealership, [customer("L", "2024-02-27T10:00:00", lead), customer("M", "2024-03-06T11:00:00", lead)], now)
    yield* approve(crm, "E1", { rules: { prospect: { "email-disposable": "invalidates" } } })
    const question = { dealership, period: "2024-03", asOf: now }
    const counted = yield* crm.compliance(question)
    assert.deepStrictEqual((yield* crm.leads({ ...question, limit: 9 })).items.map(({ prospectId }) => prospectId), ["L"])
    const judged = (yield* crm.judge(question)).compliance()
    assert.deepStrictEqual(judged.company(), counted.company())
    assert.deepStrictEqual(judged.leadsByColor(undefined, undefined), counted.leadsByColor(undefined, undefined))
  })))

  it.effect("is not missed by another process that writes", () => run(Effect.gen(function*() {
    const crm = yield* filled
    const records = yield* Records.Records
    const other = yield* CrmProcedure.pipe(Effect.provide(Layer.fresh(service)), Effect.provideService(Records.Records, records))
    assert.notStrictEqual(other, crm)
    yield* approve(other, "E1", { parameters: { sources: ["street"] } })
    yield* crm.registerProspects(dealership, [customer("H", "2024-03-07T10:00:00")], now + 1)
    assert.deepStrictEqual((yield* crm.storedProspect(dealership, "H")).storedVerdict.reasons, ["source-unknown"])
    assert.deepStrictEqual(yield* company(crm, "2024-03", now + 1), yield* company(other, "2024-03", now + 1))
  })))

  it.effect("leaves a closed month as it was closed", () => run(Effect.gen(function*() {
    const crm = yield* filled
    const by = { role: "crm-assistant", name: "AC" } as const
    yield* crm.closePeriod({ dealership, period: "2024-02", asOf: now, closedAt: now, by })
    const closed = yield* crm.scorecard({ dealership, period: "2024-02", asOf: now + 1 }, [])
    yield* approve(crm, "E1", { name: "Marzo", parameters: { sources: ["street"] }, company: { name: "Motos del Norte S.A.S." } })
    assert.deepStrictEqual(yield* crm.scorecard({ dealership, period: "2024-02", asOf: now + 1 }, []), closed)
    const march = yield* crm.scorecard({ dealership, period: "2024-03", asOf: now + 1 }, [])
    assert.deepStrictEqual([march.policy, march.groups[0]!.prospecting.valid], ["Marzo", 1])
    const april = at("2024-04-02T10:00:00")
    yield* crm.closePeriod({ dealership, period: "2024-03", asOf: april, closedAt: april, by })
    yield* approve(crm, "E2", { name: "Abril", company: { name: "Motos del Sur S.A.S." } }, "2024-04", april)
    const companyIn = (period: string) => Effect.gen(function*() {
      const month = yield* crm.judge({ dealership, period, asOf: april })
      return (yield* crm.formFigures(dealership, month, "counts")).policy.company?.name
    })
    assert.deepStrictEqual([yield* companyIn("2024-03"), yield* companyIn("2024-04")], ["Motos del Norte S.A.S.", "Motos del Sur S.A.S."])
    assert.isUndefined((yield* crm.amendment({ dealership, period: "2024-02" })).verdicts.find(() => true))
  })))
})

describe("a changed directory", () => {
  it.effect("judges again what it reaches in other months: customers with a contact of the staff, and a branch that goes", () => run(Effect.gen(function*() {
    const crm = yield* filled
    yield* crm.registerProspects(dealership, ["2023-10", "2023-11", "2023-12"].map((month, place) => customer("XYZ"[place]!, `${month}-05T10:00:00`)), now)
    const reasonsOf = (id: string) => Effect.map(crm.storedProspect(dealership, id), ({ storedVerdict }) => storedVerdict.reasons)
    const inactive = ["advisor-unknown"]
    assert.deepStrictEqual([yield* reasonsOf("X"), yield* reasonsOf("A")], [inactive, []])
    const assistant = { employeeId: "AC", name: "Eva Luna", role: "crm-assistant" as const, activeFrom: day("2024-03-01"), phone: "301 4467888" }
    yield* crm.registerDirectory(dealership, { ...directory, employees: [...directory.employees, assistant] }, now)
    assert.deepStrictEqual([yield* reasonsOf("X"), yield* reasonsOf("Y")], [[...inactive, "staff-contact"], inactive])
    yield* crm.registerDirectory(dealership, { ...directory, brands: [] }, now)
    assert.deepStrictEqual([yield* reasonsOf("X"), yield* reasonsOf("A")], [[...inactive, "brand-unknown"], ["brand-unknown"]])
    yield* crm.registerDirectory(dealership, { ...directory, employees: directory.employees.map((one) => ({ ...one, activeFrom: day("2024-03-05") })) }, now)
    assert.deepStrictEqual([yield* reasonsOf("X"), yield* reasonsOf("A"), yield* reasonsOf("D")], [inactive, inactive, []])
    assert.deepStrictEqual(yield* crm.recount(dealership, now + 1), { prospects: 0, activities: 0, leads: 0, counts: 0, periods: 0 })
  })))
})
