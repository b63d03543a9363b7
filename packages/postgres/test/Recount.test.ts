import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import { Records } from "@crm-procedure/core/register/Records"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Postgres from "../src/Postgres.ts"
import { activity, prospect } from "./FilledDealership.ts"
import { PostgresServer } from "./PostgresServer.ts"

let server: PostgresServer
beforeAll(async () => {
  server = await PostgresServer.start()
})
afterAll(() => server.stop())

const nothing = { prospects: 0, activities: 0, leads: 0, counts: 0, periods: 0 }
const now = Calendar.parseInstant("2024-03-20T10:00:00", Calendar.bogota)!

describe("a recount", () => {
  it("finds a damaged row of each table, repairs it, and leaves the rest as it is", async () => {
    const url = await server.createDatabase("recounted")
    const damage = (statement: string) =>
      Effect.flatMap(PgClient.make({ url: Redacted.make(url), maxConnections: 1 }), (sql) => sql.unsafe(statement)).pipe(
        Effect.scoped,
        Effect.provide(Reactivity.layer)
      )
    await Effect.runPromise(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const records = yield* Records
      for (const dealership of ["D1", "D2"]) {
        yield* crm.registerProspects(dealership, [prospect("P1", { source: "web" }), prospect("P2", { fullName: "Luz Peña" })], now)
        yield* crm.registerActivities(dealership, [activity("T1"), activity("T2", { prospectId: "P2" })], now)
      }
      const kept = Effect.all([records.monthState("D1", "2024-03"), records.prospectsById("D1", ["P1", "P2"]), records.activitiesById("D1", ["T1", "T2"]), records.leads("D1", { terms: "", dueIn: [] }), records.misfiledLeads("D1")])
      const stateOf = Effect.map(kept, ([month, prospects, activities, leads, misfiled]) => JSON.stringify([
        month.policy,
        month.storedCounts.map((one) => JSON.stringify([one.period, one.subject, one.group, Object.entries(one.counts).sort()])).sort(),
        prospects.map(({ record, storedVerdict }) => JSON.stringify([record.prospectId, storedVerdict])).sort(),
        activities.map(({ record, storedVerdict }) => JSON.stringify([record.activityId, storedVerdict])).sort(),
        leads.map(({ lead, verdict }) => [{ ...lead, derivedAt: 0 }, verdict]),
        misfiled
      ]))
      const before = yield* stateOf
      assert.deepStrictEqual(yield* crm.recount("D1", now), nothing)
      const damages: ReadonlyArray<readonly [string, Partial<typeof nothing>]> = [
        ["UPDATE crm_procedure.roll_ups SET counts = jsonb_set(counts, '{registered}', '9') WHERE dealership = 'D1' AND subject = 'prospect' AND advisor_id IS NOT NULL", { counts: 1 }],
        ["DELETE FROM crm_procedure.roll_ups WHERE dealership = 'D1' AND subject = 'activity'", { counts: 1 }],
        ["DELETE FROM crm_procedure.judged_periods WHERE dealership = 'D1'", { periods: 1 }],
        ["DELETE FROM crm_procedure.leads WHERE dealership = 'D1'", { leads: 1 }],
        ["UPDATE crm_procedure.leads SET lead = jsonb_set(lead::jsonb, '{contacts}', '[]')::json, red_from = 1 WHERE dealership = 'D1'", { leads: 1 }],
        ["UPDATE crm_procedure.leads SET red_from = red_from + 1 WHERE dealership = 'D1'", { leads: 1 }],
        ["UPDATE crm_procedure.leads SET terms = '' WHERE dealership = 'D1'", { leads: 1 }],
        ["DELETE FROM crm_procedure.lead_months WHERE dealership = 'D1'", { leads: 1 }],
        ["INSERT INTO crm_procedure.lead_months (dealership, prospect_id, month) SELECT dealership, prospect_id, '2031-01' FROM crm_procedure.leads WHERE dealership = 'D1'", { leads: 1 }],
        ["UPDATE crm_procedure.prospects SET phone = 7 WHERE dealership = 'D1' AND prospect_id = 'P1'", { prospects: 1 }],
        ["UPDATE crm_procedure.activities SET reasons = '{note-missing}' WHERE dealership = 'D1' AND activity_id = 'T2'", { activities: 1 }]
      ]
      for (const [statement, expected] of damages) {
        yield* damage(statement)
        assert.notStrictEqual(yield* stateOf, before, statement)
        const drift = yield* crm.recount("D1", now)
        for (const [name, count] of Object.entries(expected)) assert.isAtLeast(drift[name as keyof typeof nothing], count, `${name} after ${statement}`)
        assert.deepStrictEqual(yield* crm.recount("D1", now), nothing, statement)
        assert.strictEqual(yield* stateOf, before, statement)
      }
      const entries = yield* records.auditEntries("D1", { action: "verdicts.repaired" })
      assert.strictEqual(entries.length, damages.length)
      assert.deepStrictEqual(yield* crm.recount("D2", now), nothing)
    }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provideMerge(Postgres.layer({ url: Redacted.make(url) }))))))
  })
})
