/** Editions of the policy as a dealership makes them: the assistant drafts, the general manager approves or declines. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as PolicyEdition from "../src/policy/PolicyEdition.ts"
import * as Records from "../src/register/Records.ts"
import { CrmProcedure } from "../src/service/CrmProcedure.ts"
import type * as Policies from "../src/service/Policies.ts"

const now = Calendar.parseInstant("2024-03-20T10:00", Calendar.bogota)!
const dealership = "carrazos"
const assistant: Policies.Person = { role: "crm-assistant", employeeId: "AC", with: "key-1" }
const manager: Policies.Person = { role: "general-manager", employeeId: "GG", with: "user-7" }
const file = { parameters: { leadRedDays: 5 } }

const run = <A, E>(body: Effect.Effect<A, E, CrmProcedure | Records.Records>): Effect.Effect<A, E> =>
  Effect.provide(body, CrmProcedure.layer().pipe(Layer.orDie, Layer.provideMerge(Records.Records.layerMemory)))

const draft = (editionId: string, more: Partial<Omit<Policies.Drafting, "policyOf" | "procedure">> = {}) =>
  CrmProcedure.use((crm) => crm.draftPolicy({ dealership, editionId, by: assistant, now, file, comment: "Acuerdo con la marca", ...more }))
const approve = (editionId: string, from = "2024-03", by = manager) => CrmProcedure.use((crm) => crm.approvePolicy({ dealership, editionId, from, by, now: now + 1 }))
const withdraw = (editionId: string, by: Policies.Person, reason?: string) => CrmProcedure.use((crm) => crm.withdrawPolicy({ dealership, editionId, by, now: now + 1, reason }))
const editions = Records.Records.use((records) => records.policyEditions(dealership))
const auditOf = (editionId: string) => Records.Records.use((records) => records.auditEntries(dealership, { subject: { type: "policy", id: editionId } }))

describe("an edition of the policy", () => {
  it.effect("is drafted by the assistant and approved by the general manager, and both are in the audit", () => run(Effect.gen(function*() {
    const drafted = yield* draft("E1")
    assert.strictEqual(PolicyEdition.stateOf(drafted), "draft")
    assert.deepInclude(drafted, { draftedBy: "AC", draftedWith: "key-1", draftedAt: now, comment: "Acuerdo con la marca" })
    assert.strictEqual(drafted.spec.parameters?.leadYellowDays, 3, "every value is written out")
    assert.deepStrictEqual(yield* draft("E1", { comment: "Otra vez" }), drafted, "the same id again changes nothing")
    const approved = yield* approve("E1")
    assert.deepStrictEqual(approved.approval, { from: "2024-03", at: now + 1, by: "GG" })
    assert.deepStrictEqual(yield* editions, [approved])
    assert.deepStrictEqual((yield* auditOf("E1")).map(({ action, changes }) => [action, changes]), [
      ["policy.drafted", [{ field: "comment" }, { field: "/parameters/leadRedDays", from: 7, to: 5 }]],
      ["policy.approved", [{ field: "from", from: null, to: "2024-03" }]]
    ])
  })))

  it.effect("is approved once, by another person, from a month that runs or comes and is not closed", () => run(Effect.gen(function*() {
    yield* draft("E1")
    const refused = (from: string, by = manager) => Effect.map(Effect.flip(approve("E1", from, by)), (error) => [error._tag, error.message])
    assert.deepStrictEqual(yield* refused("2024-02"), ["EditionRefused", "It can't be done: expected in from a month from 2024-03 on, the one that runs."])
    for (const own of [{ ...manager, employeeId: "AC" }, { ...manager, with: "key-1" }]) assert.strictEqual((yield* refused("2024-03", own))[0], "OwnDraft")
    assert.strictEqual((yield* Effect.flip(approve("E9")))._tag, "EditionUnknown")
    const may = Calendar.parseInstant("2024-05-02T10:00", Calendar.bogota)!
    yield* CrmProcedure.use((crm) => crm.closePeriod({ dealership, period: "2024-04", asOf: may, closedAt: may, by: { role: "crm-assistant", name: "AC" } }))
    assert.match((yield* refused("2024-03"))[1]!, /a month from 2024-05 on: 2024-04 is closed/)
    yield* approve("E1", "2024-05")
    assert.deepStrictEqual(yield* refused("2024-06"), ["EditionSettled", "The edition E1 was approved before, expected a draft. Draft another edition."])
    assert.strictEqual((yield* Effect.flip(withdraw("E1", assistant)))._tag, "EditionSettled")
  })))

  it.effect("is replaced or taken back by its author, and declined with a reason by the general manager", () => run(Effect.gen(function*() {
    const other: Policies.Person = { role: "crm-assistant", employeeId: "AD" }
    yield* draft("E1")
    assert.strictEqual((yield* Effect.flip(draft("E2", { replaces: "E1", by: other })))._tag, "DraftOfAnother")
    assert.strictEqual((yield* Effect.flip(draft("E2", { replaces: "E9" })))._tag, "EditionUnknown")
    yield* draft("E2", { replaces: "E1", file: { parameters: { leadRedDays: 6 } }, now: now + 1 })
    assert.strictEqual((yield* Effect.flip(withdraw("E2", other)))._tag, "DraftOfAnother")
    assert.strictEqual((yield* Effect.flip(withdraw("E2", manager, " ")))._tag, "EditionRefused")
    yield* withdraw("E2", manager, "Esperemos a abril")
    yield* draft("E3", { now: now + 2 })
    yield* withdraw("E3", assistant)
    assert.deepStrictEqual((yield* editions).map(({ editionId, withdrawal }) => [editionId, withdrawal]), [
      ["E1", { at: now + 1, by: "AC", replacedBy: "E2" }],
      ["E2", { at: now + 1, by: "GG", reason: "Esperemos a abril" }],
      ["E3", { at: now + 1, by: "AC" }]
    ])
    assert.deepStrictEqual((yield* auditOf("E2")).map(({ action, changes }) => [action, changes?.[0]]), [["policy.drafted", { field: "comment" }], ["policy.withdrawn", { field: "reason" }]])
  })))

  it.effect("is refused with every fault of its file, and without a reason for the change", () => run(Effect.gen(function*() {
    const bad = yield* Effect.flip(draft("E1", { file: { parameters: { timeZone: "UTC", leadRedDays: -1 }, thresholds: 3 } }))
    assert.deepStrictEqual(bad._tag === "BadPolicy" ? bad.faults.map(({ pointer }) => pointer).toSorted() : bad, ["/parameters/leadRedDays", "/parameters/leadYellowDays", "/parameters/timeZone", "/thresholds"])
    assert.strictEqual((yield* Effect.flip(draft("E1", { comment: "  " })))._tag, "EditionRefused")
    assert.deepStrictEqual(yield* editions, [])
    assert.deepStrictEqual(yield* auditOf("E1"), [])
  })))
})
