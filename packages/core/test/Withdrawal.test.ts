import * as Calendar from "../src/calendar/Calendar.ts"
import * as CrmProcedure from "../src/service/CrmProcedure.ts"
import * as Records from "../src/register/Records.ts"
import type { Activity } from "../src/records/Activity.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"

const at = Calendar.parseInstant("2024-03-20", Calendar.bogota)!
const day = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!

const prospect = (prospectId: string, createdAt: string): Prospect => ({
  prospectId,
  createdAt: day(createdAt),
  advisorId: "A1",
  branchId: "S1",
  brandId: "M1",
  fullName: "Luz Marina Peña",
  phone: "3104567812",
  source: "walk-in",
  interest: "Moto 125",
  consentAt: day(createdAt),
  stage: "open"
})
const call = (activityId: string, prospectId: string): Activity =>
  ({ activityId, prospectId, advisorId: "A1", type: "call", status: "planned", plannedFor: day("2024-03-25") }) as Activity

const directory = {
  branches: [{ branchId: "S1", name: "Norte" }],
  brands: [{ brandId: "M1", name: "Motos" }],
  employees: [{ employeeId: "A1", name: "Ana", role: "advisor" as const, branchId: "S1", activeFrom: Calendar.parseDay("2020-01-01")! }]
}

const run = <A, E>(body: (crm: CrmProcedure.CrmProcedure["Service"], records: Records.Records["Service"]) => Effect.Effect<A, E>) =>
  Effect.runPromise(Effect.gen(function*() {
    const crm = yield* CrmProcedure.CrmProcedure
    yield* crm.registerDirectory("D", directory, at)
    yield* crm.registerProspects("D", [prospect("P1", "2024-03-05"), prospect("P2", "2024-03-06")], at)
    return yield* body(crm, yield* Records.Records)
  }).pipe(Effect.provide(CrmProcedure.CrmProcedure.layer().pipe(Layer.provideMerge(Records.Records.layerMemory)))))

const none = { prospects: [], activities: [], calls: [] }

describe("records that are taken back", () => {
  it("leave everything as if they had never come: the duplicate of a removed record is no duplicate", () =>
    run(Effect.fnUntraced(function*(crm) {
      assert.include((yield* crm.storedProspect("D", "P2")).storedVerdict.reasons, "duplicate")
      const { kept, removed } = yield* crm.withdraw({ dealership: "D", at, records: { ...none, prospects: ["P1", "unknown"] } })
      assert.deepStrictEqual([removed.prospects, kept], [["P1"], []])
      assert.notInclude((yield* crm.storedProspect("D", "P2")).storedVerdict.reasons, "duplicate")
      assert.strictEqual((yield* Effect.flip(crm.storedProspect("D", "P1")))._tag, "RecordUnknown")
    })))

  it("stay where something else rests on them, and are named with the reason", () =>
    run(Effect.fnUntraced(function*(crm) {
      yield* crm.registerActivities("D", [call("C1", "P1")], at)
      const withdraw = (prospects: ReadonlyArray<string>, activities: ReadonlyArray<string> = []) =>
        crm.withdraw({ dealership: "D", at, records: { ...none, prospects, activities } })
      assert.deepStrictEqual((yield* withdraw(["P1"])).kept, [{ kind: "prospects", id: "P1", reason: "followed" }])
      yield* crm.registerCalls("D", [{ callId: "V1", subjectType: "activity", subjectId: "C1", agentId: "G1", attemptedAt: at - 1, outcome: "attended" }], at)
      assert.deepStrictEqual((yield* withdraw([], ["C1"])).kept, [{ kind: "activities", id: "C1", reason: "called" }])
      // With what rests on it, it goes.
      const { kept, removed } = yield* crm.withdraw({ dealership: "D", at, records: { prospects: ["P1"], activities: ["C1"], calls: ["V1"] } })
      assert.deepStrictEqual([kept, removed], [[], { prospects: ["P1"], activities: ["C1"], calls: ["V1"] }])
    })))

  it("stay where they were drawn for verification", () =>
    run(Effect.fnUntraced(function*(crm, records) {
      yield* records.keepSample("D", { period: "2024-03", seed: "s", drawnAt: at, selected: [{ type: "prospect", id: "P2", advisorId: "A1", kind: "random" }] })
      assert.deepStrictEqual((yield* crm.withdraw({ dealership: "D", at, records: { ...none, prospects: ["P2"] } })).kept, [{ kind: "prospects", id: "P2", reason: "drawn" }])
    })))
})
