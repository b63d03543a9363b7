import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Activity } from "../src/records/Activity.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { Directory, Employee } from "../src/records/Directory.ts"
import * as Escalation from "../src/service/Escalation.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import * as Records from "../src/register/Records.ts"
import { putActivities, putProspects } from "./registering.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const day = (text: string): number => Calendar.parseDay(text)!
const dealership = "carrazos"

const employee = (employeeId: string, role: Employee["role"], more: Partial<Employee> = {}): Employee => ({
  employeeId,
  name: "Nombre Secreto",
  role,
  activeFrom: day("2024-01-01"),
  ...more
})

const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }, { branchId: "S2", name: "Sede Sur" }],
  brands: [
    { brandId: "B1", name: "Marca Uno", line: "cars" },
    { brandId: "B2", name: "Marca Dos", line: "motorcycles" },
    { brandId: "B3", name: "Marca Tres" }
  ],
  employees: [
    employee("A1", "advisor", { branchId: "S1" }),
    employee("GC1", "commercial-manager", { branchId: "S1" }),
    employee("GC0", "commercial-manager"),
    employee("GC8", "commercial-manager", { branchId: "S1", line: "motorcycles" }),
    employee("GC9", "commercial-manager", { branchId: "S1", activeTo: day("2024-01-31") }),
    employee("GM0", "motorcycle-manager", { line: "motorcycles" }),
    employee("GG", "general-manager")
  ]
}

const lead: Prospect = {
  prospectId: "P1",
  createdAt: at("2024-03-04T09:00:00"),
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  phone: "3004567890",
  email: "ana.ruiz@example.com",
  source: "web",
  interest: "Sedán",
  consentAt: at("2024-03-04T09:00:00"),
  stage: "open"
}

const call = (activityId: string, performedAt: string, nextActionAt?: string): Activity => ({
  activityId,
  prospectId: "P1",
  advisorId: "A1",
  type: "call",
  status: "performed",
  direction: "outbound",
  performedAt: at(performedAt),
  outcome: "interested",
  note: "Pidió cotización del sedán gris",
  ...(nextActionAt === undefined ? {} : { nextActionAt: at(nextActionAt) })
})

const stored = Effect.fnUntraced(function*(...prospects: ReadonlyArray<Prospect>) {
  const records = yield* Records.Records
  yield* records.putDirectory(dealership, directory)
  yield* putProspects(dealership, prospects, 0)
  return records
})

const raise = (asOf: string, since?: string) =>
  Escalation.raiseEscalations({ dealership, policyOf: () => Policy.gcPro05, period: "2024-03", asOf: at(asOf), since: since === undefined ? undefined : at(since) })
const inMemory = <A, E>(effect: Effect.Effect<A, E, Records.Records>) => Effect.provide(effect, Records.Records.layerMemory)
const told = (events: ReadonlyArray<Records.RaisedEvent>) => events.map(({ data }) => {
  const { addresseeIds, level } = data as Escalation.EscalatedLead
  return [level, ...addresseeIds].join(" ")
})

describe("Escalation", () => {
  it.effect("goes up as the lead stays red: advisor at once, manager after 2 business days, general manager after 5", () =>
    inMemory(Effect.gen(function*() {
      const records = yield* stored(lead)
      assert.deepStrictEqual(told(yield* raise("2024-03-04T11:00:00")), [])
      // Due at 11:00 on Monday the 4th, and red from that instant.
      assert.deepStrictEqual(told(yield* raise("2024-03-04T11:00:01")), ["advisor A1"])
      assert.deepStrictEqual(told(yield* raise("2024-03-06T23:00:00")), [])
      assert.deepStrictEqual(told(yield* raise("2024-03-07T00:00:00")), ["manager GC1"])
      assert.deepStrictEqual(told(yield* raise("2024-03-09T23:00:00")), [])
      assert.deepStrictEqual(told(yield* raise("2024-03-11T00:00:00")), ["general-manager GG"])
      assert.deepStrictEqual(told(yield* raise("2024-03-20T00:00:00")), [])
      assert.strictEqual((yield* records.events(dealership)).length, 3)
    })))

  it.effect("finds in a round what went on since the round before, and nothing else", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(lead)
      assert.deepStrictEqual(told(yield* raise("2024-03-04T11:00:01", "2024-03-04T11:00:00")), ["advisor A1"])
      assert.deepStrictEqual(told(yield* raise("2024-03-07T00:00:00", "2024-03-06T23:59:59")), ["manager GC1"])
      assert.deepStrictEqual(told(yield* raise("2024-03-10T23:59:59", "2024-03-07T00:00:00")), [])
      assert.deepStrictEqual(told(yield* raise("2024-03-11T00:00:00", "2024-03-10T23:59:59")), ["general-manager GG"])
      // The lead was red long before this round, so the round looks at nothing.
      yield* stored({ ...lead, prospectId: "P2", phone: "3004567891", email: undefined })
      assert.deepStrictEqual(told(yield* raise("2024-04-20T00:00:00", "2024-04-19T00:00:00")), [])
    })))

  it.effect("raises every reached level once, also with several simultaneous runs", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(lead, { ...lead, prospectId: "P2", phone: "3004567891", email: undefined })
      const runs = yield* Effect.forEach(Array.from({ length: 8 }), () => Effect.andThen(Effect.yieldNow, raise("2024-03-20T00:00:00")), { concurrency: "unbounded" })
      assert.deepStrictEqual(told(runs.flat()).sort(), ["advisor A1", "advisor A1", "general-manager GG", "general-manager GG", "manager GC1", "manager GC1"])
      assert.deepStrictEqual(yield* raise("2024-03-20T00:00:00"), [])
    })))

  it.effect("is new for a lead that was followed up and is red again", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(lead)
      assert.deepStrictEqual(told(yield* raise("2024-03-05T08:00:00")), ["advisor A1"])
      yield* putActivities(dealership, [call("K1", "2024-03-05T09:00:00", "2024-03-06T10:00:00")], 0)
      assert.deepStrictEqual(yield* raise("2024-03-06T23:00:00"), [])
      const again = yield* raise("2024-03-07T08:00:00")
      assert.strictEqual((again[0]!.data as Escalation.EscalatedLead).redSince, "2024-03-06T23:59:59-05:00")
      assert.deepStrictEqual(yield* raise("2024-03-07T09:00:00"), [])
    })))

  it.effect("tells ids and instants, no personal data", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(lead)
      const events = yield* raise("2024-03-05T08:00:00")
      assert.deepStrictEqual(events[0], {
        key: `lead.escalated ["P1","advisor",${at("2024-03-04T11:00:00")}]`,
        type: "lead.escalated",
        at: at("2024-03-05T08:00:00"),
        data: {
          leadId: "P1",
          level: "advisor",
          addresseeIds: ["A1"],
          advisorId: "A1",
          branchId: "S1",
          brandId: "B1",
          redSince: "2024-03-04T11:00:00-05:00",
          redBusinessDays: 1,
          daysSinceLastContact: 1
        }
      })
      for (const secret of ["Ana", "300456", "example.com", "Nombre"]) assert.notInclude(JSON.stringify(events), secret)
    })))

  it.effect("ignores green, closed and erased leads", () =>
    inMemory(Effect.gen(function*() {
      yield* stored(
        { ...lead, prospectId: "P2", source: "walk-in" },
        { ...lead, prospectId: "P3", phone: "3004567892", email: undefined, stage: "lost", stageAt: at("2024-03-06") },
        { ...lead, prospectId: "P4", phone: undefined, email: undefined, fullName: undefined, erasedAt: at("2024-03-06"), frozenFindings: "", keyHashes: "1:::" }
      )
      assert.deepStrictEqual(yield* raise("2024-03-20T00:00:00"), [])
    })))

  it("finds the branch's manager of the brand's line, else the company's", () => {
    const place = { advisorId: "A1", branchId: "S1", brandId: "B1" }
    const to = (more: Partial<typeof place>, level: "manager" | "general-manager" | "advisor" = "manager", on = "2024-03-05") =>
      Escalation.addresseesOf(directory, level, { ...place, ...more }, day(on))
    assert.deepStrictEqual(to({}), ["GC1"])
    assert.deepStrictEqual(to({}, "manager", "2024-01-15"), ["GC1", "GC9"])
    assert.deepStrictEqual(to({ branchId: "S2" }), ["GC0"])
    assert.deepStrictEqual(to({ brandId: "B2" }), ["GM0"])
    assert.deepStrictEqual(to({ brandId: "B3" }), ["GC1"])
    assert.deepStrictEqual(to({}, "general-manager"), ["GG"])
    assert.deepStrictEqual(to({}, "general-manager", "2023-12-31"), [])
    assert.deepStrictEqual(to({}, "advisor"), ["A1"])
  })
})
