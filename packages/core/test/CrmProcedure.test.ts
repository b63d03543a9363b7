import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Calendar from "../src/calendar/Calendar.ts"
import { CrmProcedure, gcPro05 } from "../src/service/CrmProcedure.ts"
import type { Directory } from "../src/records/Directory.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import * as Policy from "../src/policy/Policy.ts"
import { Records } from "../src/register/Records.ts"
import * as StoredMonth from "../src/register/StoredMonth.ts"
import * as WhatIf from "../src/results/WhatIf.ts"
import { activity, prospect } from "./exampleRecords.ts"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const day = (text: string): number => Calendar.parseDay(text)!

const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }, { branchId: "S2", name: "Sede Sur" }],
  brands: [{ brandId: "B1", name: "Marca Uno", line: "cars" }],
  employees: [
    { employeeId: "A1", name: "Laura Gómez", role: "advisor", branchId: "S1", activeFrom: day("2024-01-01") },
    { employeeId: "A2", name: "Pedro Díaz", role: "advisor", branchId: "S2", activeFrom: day("2024-01-01") }
  ]
}

const asOf = at("2024-04-01")
const question = { dealership: "carrazos", period: "2024-03", asOf }
const layer = CrmProcedure.layer().pipe(Layer.provideMerge(Records.layerMemory))
const run = <A, E>(effect: Effect.Effect<A, E, CrmProcedure | Records>) => Effect.provide(effect, layer)

const putOf = ({ put }: { readonly put: string }) => put

describe("CrmProcedure", () => {
  it.effect("registers, judges and counts; registering the same again changes nothing", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory("carrazos", directory, asOf)
    yield* crm.setGoals("carrazos", "2024-03", [{ period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 2, activities: 1 }])
    const records = [prospect("P1"), prospect("P2", { createdAt: at("2024-03-07T09:00:00") })]
    const added = yield* crm.registerProspects("carrazos", records, asOf)
    assert.deepStrictEqual(added.map(putOf), ["added", "added"])
    assert.deepStrictEqual(added.map(({ stored }) => stored), [yield* crm.storedProspect("carrazos", "P1"), yield* crm.storedProspect("carrazos", "P2")])
    assert.deepStrictEqual(added[1]!.explanation, yield* crm.verdict("carrazos", "prospect", "P2", asOf))
    const [call] = yield* crm.registerActivities("carrazos", [activity("C1", "P1")], asOf)
    assert.deepStrictEqual([call!.put, call!.stored], ["added", yield* crm.storedActivity("carrazos", "C1")])
    assert.deepStrictEqual(call!.explanation, yield* crm.verdict("carrazos", "activity", "C1", asOf))
    const first = yield* crm.scorecard(question, [])
    assert.deepStrictEqual(
      [first.groups[0]!.prospecting, first.groups[0]!.followUp].map(({ color, goal, percent, registered, valid }) => ({ registered, valid, goal, percent, color })),
      [{ registered: 2, valid: 1, goal: 2, percent: 50, color: "red" }, { registered: 1, valid: 1, goal: 1, percent: 100, color: "green" }]
    )
    const again = yield* crm.registerProspects("carrazos", records, asOf + 1)
    assert.deepStrictEqual(again.map(putOf), ["unchanged", "unchanged"])
    assert.deepStrictEqual(again.map(({ stored }) => stored), added.map(({ stored }) => stored))
    assert.deepStrictEqual(yield* crm.scorecard(question, []), first)
    const duplicate = yield* crm.verdict("carrazos", "prospect", "P2", asOf)
    assert.strictEqual(duplicate.verdict, "invalid")
    assert.deepStrictEqual(duplicate.reasons.map(({ code, evidence }) => [code, evidence.otherRecordId]), [["duplicate", "P1"]])
    assert.include(duplicate.reasons[0]!.message.es, "P1")
    const [changed] = yield* crm.registerProspects("carrazos", [prospect("P2", { phone: "3014467892", createdAt: at("2024-03-07T09:00:00") })], asOf)
    assert.deepStrictEqual([changed!.put, changed!.stored], ["changed", yield* crm.storedProspect("carrazos", "P2")])
    assert.strictEqual(changed!.stored.revision, 1)
    assert.strictEqual((yield* crm.verdict("carrazos", "prospect", "P2", asOf)).verdict, "valid")
  })))

  it.effect("shows the course day by day against its pace, of all that a reader sees", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory("carrazos", directory, asOf)
    yield* crm.setGoals("carrazos", "2024-03", [{ period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 46, activities: 0 }])
    yield* crm.registerProspects("carrazos", [prospect("P1"), prospect("P2", { phone: "3014467892", createdAt: at("2024-03-07T09:00:00") })], asOf)
    // Read from the stored counts, and judged again as of an earlier instant.
    for (const [now, known] of [[asOf, 31], [at("2024-03-20T10:00:00"), 20]] as const) {
      const { course, groups } = yield* crm.scorecard({ ...question, asOf: now }, [])
      const { followUp, prospecting } = course!
      assert.deepStrictEqual(prospecting.map(({ day }) => day), Array.from({ length: 31 }, (_, index) => index + 1))
      assert.deepStrictEqual(prospecting.map(({ valid }) => valid), Array.from({ length: 31 }, (_, index) => index >= known ? null : index >= 6 ? 2 : index >= 4 ? 1 : 0))
      assert.strictEqual(prospecting[known - 1]!.valid, groups[0]!.prospecting.valid)
      // 23 business days: two a day, none on Sunday the 3rd, nor on Monday the 25th, Thursday the 28th and Friday the 29th, holidays.
      assert.deepStrictEqual([0, 1, 2, 24, 27, 28, 30].map((index) => prospecting[index]!.pace.numerator / prospecting[index]!.pace.denominator), [2, 4, 4, 40, 44, 44, 46])
      assert.deepStrictEqual(followUp.map(({ pace }) => pace.numerator), Array.from({ length: 31 }, () => 0))
    }
    assert.isUndefined((yield* crm.scorecard(question, ["branch"])).course)
    const whole = yield* crm.scorecard(question, [])
    assert.deepStrictEqual((yield* crm.scorecard(question, [], () => true)).course, whole.course)
    assert.deepStrictEqual((yield* crm.scorecard(question, [], ({ branchId }) => branchId === "S9")).course!.prospecting.map(({ valid }) => valid), new Array<number>(31).fill(0))
  })))

  it.effect("validates without storing, with and without what is stored", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory("carrazos", directory, asOf)
    yield* crm.registerProspects("carrazos", [prospect("P1")], asOf)
    const asked = { dealership: "carrazos", asOf, prospects: [prospect("P9", { createdAt: at("2024-03-09") }), prospect("P8", { source: "radio" })] }
    const stored = yield* crm.validate({ ...asked, context: "stored" })
    assert.deepStrictEqual(stored.prospects.map(({ id, reasons }) => [id, reasons.map(({ code }) => code)]), [["P9", ["duplicate"]], ["P8", ["source-unknown", "duplicate"]]])
    const alone = yield* crm.validate({ ...asked, prospects: [asked.prospects[0]!], activities: [activity("C9", "P9"), activity("C8", "P1")], context: "none" })
    assert.deepStrictEqual(alone.prospects.map(({ verdict }) => verdict), ["valid"])
    assert.deepStrictEqual(alone.activities.map(({ reasons }) => reasons.map(({ code }) => code)), [["before-prospect"], ["prospect-unknown"]])
    assert.strictEqual((yield* crm.judge(question)).judgedMonth.prospects.count, 1)
  })))

  it.effect("keeps dealerships apart", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory("carrazos", directory, asOf)
    yield* crm.registerProspects("carrazos", [prospect("P1")], asOf)
    const unknown = yield* Effect.flip(crm.verdict("another", "prospect", "P1", asOf))
    assert.strictEqual(unknown._tag, "RecordUnknown")
    assert.strictEqual((yield* crm.judge({ ...question, dealership: "another" })).judgedMonth.prospects.count, 0)
  })))

  it.effect("refuses a directory in which an advisor is in two branches on one day, naming both", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    const overlapping = { ...directory, employees: [...directory.employees, { ...directory.employees[0]!, branchId: "S2", activeFrom: day("2024-03-31") }] }
    const refused = yield* Effect.flip(crm.registerDirectory("carrazos", overlapping, asOf))
    assert.match(refused.message, /A1: S1 from 2024-01-01 to now and S2 from 2024-03-31 to now/)
  })))

  it.effect("follows up leads of earlier months whose obligations another policy moves into the period", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory("carrazos", directory, asOf)
    const assignedAt = at("2024-01-10T10:00")
    yield* crm.registerProspects("carrazos", [prospect("P1", { createdAt: assignedAt, assignedAt, consentAt: assignedAt, source: "web", stage: "lost", stageAt: at("2024-03-20") })], asOf)
    yield* crm.registerActivities("carrazos", [activity("C1", "P1", { performedAt: at("2024-01-10T11:00"), nextActionAt: undefined })], asOf)
    const patient = Result.getOrThrow(Policy.make({ parameters: { firstContactMinutes: 45 * 9 * 60 } }))
    const [company] = (yield* crm.whatIf(question, patient)).compliance
    assert.deepStrictEqual([company?.by, company?.before.leads, company?.after.leads], ["company", 0, 1])
    const hasty = Result.getOrThrow(Policy.make({ parameters: { firstContactMinutes: 30, duplicateWindowDays: 200 } }))
    for (const other of [patient, hasty]) {
      const everything = (policy: Policy.Policy) => StoredMonth.judgeEverything({ ...question, policy })
      assert.deepStrictEqual(yield* crm.whatIf(question, other), WhatIf.compare(yield* everything(Policy.gcPro05), yield* everything(other)))
    }
  })))

  it.effect("counts the leads that stay leads under a policy with fewer lead sources, and those that become leads under one with more", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory("carrazos", directory, asOf)
    const lead = (id: string, source: string, phone: string, date: string) => {
      const createdAt = at(date)
      return prospect(id, { createdAt, assignedAt: createdAt, consentAt: createdAt, source, phone, stage: "open" })
    }
    yield* crm.registerProspects("carrazos", [lead("P1", "web", "3152484001", "2024-03-04T10:00"), lead("P2", "social", "3152484002", "2024-03-04T11:00"), lead("P3", "street", "3152484003", "2024-03-05T10:00"), lead("P4", "web", "3152484004", "2023-09-05T10:00")], asOf)
    const { leadSources } = Policy.gcPro05.parameters
    const fewer = Result.getOrThrow(Policy.make({ parameters: { leadSources: leadSources.filter((source) => source !== "web") } }))
    const more = Result.getOrThrow(Policy.make({ parameters: { leadSources: [...leadSources, "street"] } }))
    const everything = (policy: Policy.Policy) => StoredMonth.judgeEverything({ ...question, policy })
    for (const [other, leads] of [[fewer, 1], [more, 3]] as const) {
      const found = yield* crm.whatIf(question, other)
      assert.deepStrictEqual(found, WhatIf.compare(yield* everything(Policy.gcPro05), yield* everything(other)))
      assert.deepStrictEqual([found.compliance[0]?.before.leads, found.compliance[0]?.after.leads], [2, leads])
    }
  })))

  it.effect("says what would change under another policy, and by which rule", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    yield* crm.registerDirectory("carrazos", directory, asOf)
    yield* crm.registerProspects("carrazos", [prospect("P1"), prospect("P2", { interest: undefined, phone: "3014467892" })], asOf)
    yield* crm.registerActivities("carrazos", [activity("C1", "P2"), activity("C2", "P1")], asOf)
    const lenient = Result.getOrThrow(Policy.make({ rules: { prospect: { "interest-missing": "warns" } }, thresholds: { followUp: { yellow: 10, green: 20 } } }))
    const { indicators, policy, rules, verdicts } = yield* crm.whatIf(question, lenient)
    assert.deepStrictEqual(policy.map(({ pointer }) => pointer), ["/rules/prospect/interest-missing", "/thresholds/followUp/yellow", "/thresholds/followUp/green"])
    assert.deepStrictEqual(verdicts.map(({ addedReasons, after, before, id, removedReasons }) => ({ id, before, after, addedReasons, removedReasons })), [
      { id: "P2", before: "invalid", after: "valid", addedReasons: [], removedReasons: ["interest-missing"] },
      { id: "C1", before: "invalid", after: "valid", addedReasons: [], removedReasons: ["prospect-invalid"] }
    ])
    assert.deepStrictEqual(rules, [
      { subject: "prospect", code: "interest-missing", added: 0, removed: 1 },
      { subject: "activity", code: "prospect-invalid", added: 0, removed: 1 }
    ])
    assert.deepStrictEqual(indicators.find(({ indicator, keys }) => indicator === "prospecting" && keys.branch === "S1")?.after.valid, 2)
    assert.deepStrictEqual(yield* crm.whatIf(question, Policy.gcPro05), { policy: [], verdicts: [], indicators: [], compliance: [], rules: [] })
  })))

  it.effect("judges a period by the version in force on its first day", () =>
    Effect.gen(function*() {
      const crm = yield* CrmProcedure
      assert.deepStrictEqual(
        ["2023-01", "2024-03", "2024-04", "2025-02", "2025-03"].map((period) => crm.configuredOf(period).procedure.version),
        ["02", "02", "02", "02", "03"]
      )
    }).pipe(Effect.provide(CrmProcedure.layer([gcPro05, {
      procedure: { ...GcPro05.version02, version: "03", effectiveFrom: day("2025-02-02") },
      policy: Policy.gcPro05
    }]).pipe(Layer.provide(Records.layerMemory)))))

  it.effect("counts a drawn sample as begun calls, and a reopened verification as open again", () => run(Effect.gen(function*() {
    const crm = yield* CrmProcedure
    const records = yield* Records
    yield* crm.registerDirectory("carrazos", directory, asOf)
    yield* crm.registerProspects("carrazos", [prospect("P1")], asOf)
    const verdict = Effect.map(crm.verdict("carrazos", "prospect", "P1", asOf), (one) => one.verdict)
    assert.strictEqual(yield* verdict, "valid")
    const drawn = { period: "2024-03", seed: "secreta", drawnAt: asOf, selected: [{ type: "prospect", id: "P1", advisorId: "A1", kind: "random" }] } as const
    assert.deepStrictEqual(yield* records.keepSample("carrazos", drawn), drawn)
    assert.deepStrictEqual(yield* records.keepSample("carrazos", { ...drawn, seed: "otra" }), drawn)
    assert.strictEqual(yield* verdict, "pending")
    const call = { callId: "V1", subjectType: "prospect", subjectId: "P1", agentId: "G1", attemptedAt: at("2024-03-20T09:00:00"), outcome: "not-attended" } as const
    yield* records.putCalls("carrazos", [call], asOf)
    assert.strictEqual(yield* verdict, "invalid")
    yield* records.addReopening("carrazos", { subject: { type: "prospect", id: "P1" }, at: at("2024-03-21"), by: "gerente", reason: "El cliente llamó" })
    assert.strictEqual(yield* verdict, "pending")
    yield* records.putCalls("carrazos", [{ ...call, callId: "V2", attemptedAt: at("2024-03-22T09:00:00"), outcome: "attended" }], asOf)
    assert.strictEqual(yield* verdict, "valid")
  })))
})
