import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { Waiver } from "@crm-procedure/core/records/Waiver"
import * as Records from "@crm-procedure/core/register/Records"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const at = (text: string): number => Calendar.parseInstant(text, Calendar.bogota)!
const now = at("2024-03-25T09:00:00")
const dealership = "otun"
const layer = CrmProcedure.layer().pipe(Layer.provideMerge(Records.Records.layerMemory))
const MINUTE = 60_000

const directory = {
  branches: [{ branchId: "S1", name: "Sede Norte" }],
  brands: [{ brandId: "B1", name: "Marca Uno" }],
  employees: ["A1", "A2"].map((employeeId) => ({ employeeId, name: "Laura Gómez", role: "advisor" as const, branchId: "S1", activeFrom: 0 }))
}

const prospect = (prospectId: string, more: Partial<Prospect> = {}): Prospect => ({
  prospectId,
  createdAt: at("2024-03-04T09:00:00"),
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Ana María Ruiz",
  phone: `300456781${prospectId.at(-1)}`,
  source: "walk-in",
  interest: "Sedán",
  consentAt: at("2024-03-04"),
  stage: "open",
  ...more
})

const call = (activityId: string, more: Partial<Activity> = {}): Activity => ({
  activityId,
  prospectId: "P1",
  advisorId: "A1",
  type: "call",
  status: "performed",
  direction: "outbound",
  performedAt: at("2024-03-11T10:00:00"),
  outcome: "interested",
  note: `Pidió la cotización del sedán ${activityId}`,
  nextActionAt: at("2024-04-10"),
  ...more
})

const waiver = (more: Partial<Waiver> = {}): Waiver => ({
  waiverId: "W1",
  subjectType: "prospect",
  subjectId: "P2",
  code: "duplicate",
  grantedAt: now,
  grantedBy: "R1",
  reason: "Son padre e hijo y comparten el teléfono",
  ...more
})

const begun = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  yield* crm.registerDirectory(dealership, directory, now)
  yield* crm.registerProspects(dealership, [prospect("P1"), prospect("P3", { advisorId: "A2" })], now)
  return crm
})

const inMemory = <A, E>(effect: Effect.Effect<A, E, CrmProcedure | Records.Records>) => Effect.provide(effect, layer)

const warningsOf = Effect.fnUntraced(function*(crm: CrmProcedure["Service"], ids: ReadonlyArray<string>) {
  return yield* Effect.forEach(ids, (id) => Effect.map(crm.storedActivity(dealership, id), ({ storedVerdict }) => storedVerdict.warnings.join()))
})

describe("the telephone system's log", () => {
  it.effect("speaks of every advisor's calls on the days that it has, whatever comes first [verifies: activity/call-not-in-log]", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      yield* crm.registerActivities(dealership, [
        call("C1"),
        call("C2", { advisorId: "A2", prospectId: "P3", performedAt: at("2024-03-11T16:00:00") }),
        call("C3", { advisorId: "A2", prospectId: "P3", performedAt: at("2024-03-12T16:00:00") }),
        call("C4", { type: "visit", performedAt: at("2024-03-11T17:00:00") })
      ], now)
      const ids = ["C1", "C2", "C3", "C4"]
      assert.deepStrictEqual(yield* warningsOf(crm, ids), ["", "", "", ""])
      const entry = { entryId: "T1", startedAt: at("2024-03-11T09:00:00"), advisorId: "A1", number: "+57 300 456 7811" }
      assert.deepStrictEqual(yield* crm.registerPhoneLog(dealership, [entry], now), ["added"])
      assert.deepStrictEqual(yield* warningsOf(crm, ids), ["", "call-not-in-log", "", ""])
      yield* crm.registerPhoneLog(dealership, [{ ...entry, startedAt: entry.startedAt - 1 }], now)
      assert.deepStrictEqual(yield* warningsOf(crm, ids), ["call-not-in-log", "call-not-in-log", "", ""])
      yield* crm.registerPhoneLog(dealership, [{ ...entry, startedAt: at("2024-03-12T09:00:00") }], now)
      assert.deepStrictEqual(yield* warningsOf(crm, ids), ["", "", "call-not-in-log", ""], "the first day has no entry any more")
      yield* crm.registerPhoneLog(dealership, [{ entryId: "T2", startedAt: at("2024-03-12T16:59:59"), advisorId: "A2", number: "3004567813" }], now)
      assert.deepStrictEqual(yield* warningsOf(crm, ids), ["", "", "", ""])
      yield* crm.registerProspects(dealership, [prospect("P3", { advisorId: "A2", phone: "3009999999" })], now)
      assert.deepStrictEqual(yield* warningsOf(crm, ids), ["", "", "call-not-in-log", ""], "the prospect has another phone now")
    })))

  it.effect("judges again only its advisor's calls near an entry where the day has entries already", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      const records = yield* Records.Records
      const near = Array.from({ length: 5 }, (_, place) => call(`C${place}`, { performedAt: at("2024-03-11T10:00:00") + place * 3 * 60 * MINUTE }))
      yield* crm.registerActivities(dealership, [...near, call("D1", { advisorId: "A2", prospectId: "P3" })], now)
      yield* crm.registerPhoneLog(dealership, [{ entryId: "T1", startedAt: at("2024-03-11T01:00:00"), advisorId: "A9", number: "1" }], now)
      const judged: Array<string> = []
      const counting = Records.Records.of({
        ...records,
        putActivities: (dealership, entries, receivedAt) => {
          judged.push(...entries.map(({ record }) => record.activityId))
          return records.putActivities(dealership, entries, receivedAt)
        }
      })
      const counted = CrmProcedure.layer().pipe(Layer.provide(Layer.succeed(Records.Records, counting)))
      yield* Effect.provide(CrmProcedure.use((crm) => crm.registerPhoneLog(dealership, [{ entryId: "T2", startedAt: near[1]!.performedAt!, advisorId: "A1", number: "3004567811" }], now)), counted)
      assert.deepStrictEqual(judged, ["C1"])
    })))
})

describe("a waiver", () => {
  it.effect("takes its code out of the verdict from its instant on, with all that follows from that", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      yield* crm.registerProspects(dealership, [prospect("P2", { createdAt: at("2024-03-05T09:00:00"), phone: "3004567811" })], now)
      yield* crm.registerActivities(dealership, [call("C1", { prospectId: "P2" })], now)
      const verdicts = Effect.gen(function*() {
        const { storedVerdict: ofProspect } = yield* crm.storedProspect(dealership, "P2")
        const { storedVerdict: ofActivity } = yield* crm.storedActivity(dealership, "C1")
        return [ofProspect.verdict, ofProspect.reasons.join(), ofProspect.waived?.join(), ofActivity.verdict]
      })
      assert.deepStrictEqual(yield* verdicts, ["invalid", "duplicate", undefined, "invalid"])
      const tomorrow = now + Calendar.DAY
      assert.deepStrictEqual(yield* crm.registerWaivers(dealership, [waiver({ grantedAt: tomorrow })], now), [{ put: "added" }])
      assert.deepStrictEqual(yield* verdicts, ["invalid", "duplicate", undefined, "invalid"])
      yield* crm.refresh(dealership, tomorrow)
      assert.deepStrictEqual(yield* verdicts, ["valid", "", "duplicate", "valid"])
      const { reasons, verdict, waived } = yield* crm.verdict(dealership, "prospect", "P2", tomorrow)
      assert.deepStrictEqual([verdict, reasons], ["valid", []])
      assert.deepStrictEqual(waived.map(({ message: _message, ...rest }) => rest), [
        { code: "duplicate", waiverId: "W1", grantedAt: tomorrow, grantedBy: "R1", reason: "Son padre e hijo y comparten el teléfono" }
      ])
      assert.strictEqual((yield* crm.scorecard({ dealership, period: "2024-03", asOf: tomorrow }, [])).groups[0]!.prospecting.valid, 3)
    })))

  it.effect("is refused where its subject, its code or its id does not allow it, and the others are registered", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      const given = [
        waiver({ waiverId: "W1", subjectId: "P9" }),
        waiver({ waiverId: "W2", subjectId: "P1", code: "consent-missing" }),
        waiver({ waiverId: "W3", subjectId: "P1", code: "note-repeated" }),
        waiver({ waiverId: "W4", subjectId: "P1", code: "source-unknown" }),
        waiver({ waiverId: "W4", subjectId: "P1", code: "source-unknown" }),
        waiver({ waiverId: "W4", subjectId: "P1", code: "source-unknown", reason: "Otra" })
      ]
      assert.deepStrictEqual(yield* crm.registerWaivers(dealership, given, now), [
        { put: "refused", fault: "subject-unknown", field: "subjectId" },
        { put: "refused", fault: "code-not-waivable", field: "code" },
        { put: "refused", fault: "code-not-waivable", field: "code" },
        { put: "added" },
        { put: "unchanged" },
        { put: "refused", fault: "differs", field: "waiverId" }
      ])
      const records = yield* Records.Records
      assert.deepStrictEqual((yield* records.waivers(dealership)).map(({ waiverId }) => waiverId), ["W4"])
      assert.strictEqual((yield* records.auditEntries(dealership, { action: "waiver.granted" })).length, 1)
    })))

  it.effect("that an appeal made, and the appeal itself, are told once each in the audit", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      yield* crm.registerProspects(dealership, [prospect("P2", { createdAt: at("2024-03-05T09:00:00"), phone: "3004567811" })], now)
      const { advisorId } = (yield* crm.storedProspect(dealership, "P2")).record
      yield* crm.raiseAppeal(dealership, { appealId: "AP1", subjectType: "prospect", subjectId: "P2", advisorId, code: "duplicate", text: "Son padre e hijo" }, now)
      yield* crm.decideAppeal(dealership, { appealId: "AP1", outcome: "granted", reason: "Lo confirmó la sede", by: "R1" }, now)
      const told = (yield* (yield* Records.Records).auditEntries(dealership, { subject: { type: "prospect", id: "P2" } })).map(({ action }) => action)
      assert.deepStrictEqual(told, ["records.registered", "appeal.raised", "appeal.decided", "waiver.granted"])
    })))
})
