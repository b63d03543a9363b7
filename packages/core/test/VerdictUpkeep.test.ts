import type { Activity } from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure, gcPro05 } from "@crm-procedure/core/service/CrmProcedure"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Records from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const now = at("2024-03-25T09:00:00")
const dealership = "carrazos"
const layer = CrmProcedure.layer().pipe(Layer.provideMerge(Records.Records.layerMemory))

const directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }],
  brands: [{ brandId: "B1", name: "Marca Uno" }],
  employees: [{ employeeId: "A1", name: "Laura Gómez", role: "advisor" as const, branchId: "S1", activeFrom: 0 }]
}

const prospect = (number: number, more: Partial<Prospect> = {}): Prospect => ({
  prospectId: `P${number}`,
  createdAt: at("2024-03-04T09:00:00") + number * 3_600_000,
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  phone: `30045678${10 + number}`,
  source: "walk-in",
  interest: "Sedán",
  consentAt: at("2024-03-04"),
  stage: "open",
  ...more
})

const activity = (number: number, more: Partial<Activity> = {}): Activity => ({
  activityId: `C${number}`,
  prospectId: `P${number}`,
  advisorId: "A1",
  type: "visit",
  status: "performed",
  direction: "outbound",
  performedAt: at("2024-03-11T10:00:00") + number * 86_400_000,
  outcome: "interested",
  note: "Vino a ver el sedán gris",
  nextActionAt: at("2024-04-10"),
  ...more
})

const begun = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  yield* crm.registerDirectory(dealership, directory, now)
  yield* crm.registerProspects(dealership, [1, 2, 3, 4, 5].map((number) => prospect(number)), now)
  return crm
})

const reasonsOf = Effect.fnUntraced(function*(crm: CrmProcedure["Service"], ids: ReadonlyArray<string>) {
  return yield* Effect.forEach(ids, (id) =>
    Effect.gen(function*() {
      const { storedVerdict } = id.startsWith("P") ? yield* crm.storedProspect(dealership, id) : yield* crm.storedActivity(dealership, id)
      return storedVerdict.reasons.join()
    }))
})

const inMemory = <A, E>(effect: Effect.Effect<A, E, CrmProcedure | Records.Records>) => Effect.provide(effect, layer)

describe("Register", () => {
  it.effect("fails the fourth use of a note in any order of arrival, and takes it back when an earlier one gets another note", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      yield* crm.registerActivities(dealership, [2, 3, 4].map((number) => activity(number)), now)
      assert.deepStrictEqual(yield* reasonsOf(crm, ["C2", "C3", "C4"]), ["", "", ""])
      yield* crm.registerActivities(dealership, [activity(1)], now)
      assert.deepStrictEqual(yield* reasonsOf(crm, ["C1", "C2", "C3", "C4"]), ["", "", "", "note-repeated"])
      yield* crm.registerActivities(dealership, [activity(2, { note: "Pidió que lo llamaran el lunes" })], now)
      assert.deepStrictEqual(yield* reasonsOf(crm, ["C1", "C3", "C4"]), ["", "", ""])
    })))

  it.effect("tells when a verdict changes, of records that were registered before, and not of others", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      yield* crm.registerActivities(dealership, [activity(2)], now)
      const records = yield* Records.Records
      assert.deepStrictEqual(yield* records.events(dealership), [])
      yield* crm.registerProspects(dealership, [prospect(0, { phone: prospect(2).phone! })], now + 1)
      assert.deepStrictEqual(
        (yield* records.events(dealership)).map(({ at, data, type }) => ({ type, at, ...data as VerdictUpkeep.VerdictChanged })).map(({ at, before, reasons, subjectId, type, verdict }) =>
          [type, at, subjectId, before, verdict, reasons]),
        [
          ["verdict.changed", now + 1, "P2", "valid", "invalid", ["duplicate"]],
          ["verdict.changed", now + 1, "C2", "valid", "invalid", ["prospect-invalid"]]
        ]
      )
    })))

  it.effect("registers what is decided of the stored record, and nothing when the decision fails", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      const renamed = yield* crm.updateProspect(dealership, "P1", (before) => Effect.succeed({ ...before!.record, interest: "Camioneta" }), now)
      assert.deepStrictEqual([renamed.put, renamed.stored.revision, renamed.stored.record.interest], ["changed", 1, "Camioneta"])
      const refused = yield* Effect.flip(crm.updateProspect(dealership, "P1", (before) => before?.revision === 0 ? Effect.succeed(prospect(9)) : Effect.fail("stale" as const), now))
      assert.strictEqual(refused, "stale")
      assert.deepStrictEqual(yield* crm.storedProspect(dealership, "P1"), renamed.stored)
      assert.isTrue(Option.isNone(yield* (yield* Records.Records).prospect(dealership, "P9")))
      const made = yield* crm.updateActivity(dealership, "C9", (before) => Effect.succeed(activity(before === undefined ? 9 : 8)), now)
      assert.deepStrictEqual([made.put, made.stored.record.activityId], ["added", "C9"])
    })))

  it.effect("judges everything again where the policy in force is another than the one it was judged with", () =>
    inMemory(Effect.gen(function*() {
      yield* begun
      const records = yield* Records.Records
      const policy = Result.getOrThrow(Policy.make({ parameters: { sources: ["web"] } }))
      const other = CrmProcedure.layer([{ ...gcPro05, policy }]).pipe(Layer.provide(Layer.succeed(Records.Records, records)))
      yield* Effect.gen(function*() {
        const crm = yield* CrmProcedure
        const company = (yield* crm.scorecard({ dealership, period: "2024-03", asOf: now }, [])).groups[0]!
        assert.strictEqual(company.prospecting.valid, 0)
        assert.strictEqual(yield* crm.overtaken(dealership, now, 100), 100)
        yield* crm.refresh(dealership, now)
        assert.strictEqual(yield* crm.overtaken(dealership, now, 100), 0)
        assert.deepStrictEqual(yield* reasonsOf(crm, ["P1", "P5"]), ["source-unknown", "source-unknown"])
      }).pipe(Effect.provide(other))
    })))

  it.effect("answers a scorecard from the stored counts without reading a record", () =>
    inMemory(Effect.gen(function*() {
      yield* begun
      const records = yield* Records.Records
      const unread = Records.Records.of({ ...records, prospects: () => { throw new Error("read") }, activities: () => { throw new Error("read") } })
      const scorecard = Effect.gen(function*() {
        return yield* (yield* CrmProcedure).scorecard({ dealership, period: "2024-03", asOf: now }, [])
      })
      const read = yield* Effect.provide(scorecard, CrmProcedure.layer().pipe(Layer.provide(Layer.succeed(Records.Records, unread))))
      assert.strictEqual(read.groups[0]!.prospecting.valid, 5)
    })))
})
