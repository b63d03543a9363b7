import { assert, describe, it } from "@effect/vitest"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Policy from "@crm-procedure/core/policy/Policy"
import { Records } from "@crm-procedure/core/register/Records"
import * as StoredMonth from "@crm-procedure/core/register/StoredMonth"
import * as Effect from "effect/Effect"
import { activity, prospect } from "./exampleRecords.ts"
import { putActivities, putProspects } from "./registering.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const dealership = "Carrazos"

describe("StoredMonth", () => {
  it.effect("judges an activity by the verdict of its prospect, also of one from long before the month", () =>
    Effect.gen(function*() {
      const records = yield* Records
      yield* records.putDirectory(dealership, {
        employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", brandIds: [], activeFrom: Calendar.parseDay("2023-01-01")! }],
        branches: [{ branchId: "S1", name: "Centro" }],
        brands: [{ brandId: "B1", name: "Andina" }]
      })
      const received = at("2024-06-20T10:00:00")
      yield* putProspects(dealership, [
        prospect("P1", { createdAt: at("2023-12-10T10:00:00"), consentAt: at("2023-12-10T10:00:00") }),
        // A duplicate of P1: its activities do not count.
        prospect("P2", { createdAt: at("2024-01-10T10:00:00"), consentAt: at("2024-01-10T10:00:00") }),
        prospect("P3", { phone: "3014567891", createdAt: at("2024-01-12T10:00:00"), consentAt: at("2024-01-12T10:00:00") })
      ], received)
      yield* putActivities(dealership, [
        activity("K2", "P2", { performedAt: at("2024-06-11T10:00:00"), nextActionAt: at("2024-06-14T10:00:00") }),
        activity("K3", "P3", { performedAt: at("2024-06-12T10:00:00"), note: "Quiere la moto gris a crédito", nextActionAt: at("2024-06-14T10:00:00") })
      ], received)
      const question = { dealership, period: "2024-06", asOf: at("2024-06-30T10:00:00"), policy: Policy.gcPro05 }
      const month = yield* StoredMonth.judge(question)
      const reasonsOf = (id: string) => month.judgedMonth.explainActivity(month.judgedMonth.activities.ids.find(id)).reasons.map(({ code }) => code)
      assert.deepStrictEqual(reasonsOf("K2"), ["prospect-invalid"])
      assert.deepStrictEqual(reasonsOf("K3"), [])
      assert.deepStrictEqual(month.counts, (yield* StoredMonth.judgeEverything(question)).counts)
    }).pipe(Effect.provide(Records.layerMemory)))
})
