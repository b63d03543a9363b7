import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { Records } from "@crm-procedure/core/register/Records"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlClient } from "effect/sql/SqlClient"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as DataDirectory from "../../src/internal/embedded/DataDirectory.ts"
import * as PgliteSocket from "../../src/internal/embedded/PgliteSocket.ts"
import * as Migrations from "../../src/Migrations.ts"
import * as Pglite from "../../src/Pglite.ts"
import { activity, prospect } from "../FilledDealership.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crm-procedure-earlier-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const now = Calendar.parseInstant("2024-03-20T10:00:00", Calendar.bogota)!
const nothing = { prospects: 0, activities: 0, leads: 0, counts: 0, periods: 0 }

const web = prospect("P1", { source: "web" })
const call = activity("C1")

/** The directory of the first release, written with its own tables and statements. */
const writeFirstRelease = async (dataDir: string): Promise<void> => {
  const database = await DataDirectory.openIn(dataDir, () => {})
  try {
    await Effect.runPromise(Effect.gen(function*() {
      const sql = yield* PgClient.make({ stream: PgliteSocket.connect(database, undefined), ssl: false, username: "postgres", database: "postgres", maxConnections: 1 })
      yield* Effect.provideService(Migrations.migrate({ to: 1 }), SqlClient, sql)
      yield* sql.unsafe("SELECT set_config('crm_procedure.dealership', 'D1', false)")
      yield* sql.unsafe(
        `INSERT INTO crm_procedure.prospects (dealership, prospect_id, advisor_id, created_at, received_at, since, until, revision, day, verdict, reasons, warnings, period,
          group_advisor_id, group_branch_id, group_brand_id, record)
        VALUES ('D1', 'P1', 'A1', $1::bigint, 7, 1, 1809650800000, 0, 5, 'valid', '{}', '{}', '2024-03', 'A1', 'S1', 'B1', $2::text::json)`,
        [String(web.createdAt), JSON.stringify(web)]
      )
      yield* sql.unsafe(
        `INSERT INTO crm_procedure.activities (dealership, activity_id, prospect_id, received_at, since, until, revision, day, verdict, reasons, warnings, period, state,
          group_advisor_id, group_branch_id, group_brand_id, record)
        VALUES ('D1', 'C1', 'P1', 8, 1, 1809650800000, 0, 5, 'valid', '{}', '{}', '2024-03', 'performed', 'A1', 'S1', 'B1', $1::text::json)`,
        [JSON.stringify(call)]
      )
    }).pipe(Effect.scoped, Effect.provide(Reactivity.layer)))
  } finally {
    await database.close()
  }
}

describe("a data directory of the first release", () => {
  it("opens in this one with its records, takes writes, and judges as from scratch", async () => {
    const dataDir = join(folder, "data")
    await writeFirstRelease(dataDir)
    const opened = <A, E>(use: Effect.Effect<A, E, Records | CrmProcedure>) =>
      Effect.runPromise(Effect.provide(use, CrmProcedure.layer().pipe(Layer.provideMerge(Pglite.layer({ dataDir })))))
    await opened(Effect.gen(function*() {
      const crm = yield* CrmProcedure
      const records = yield* Records
      const stored = Option.getOrThrow(yield* records.prospect("D1", "P1"))
      assert.deepStrictEqual([stored.record, stored.receivedAt], [web, 7])
      assert.deepStrictEqual(Option.getOrThrow(yield* records.activity("D1", "C1")).record, call)
      // The first release wrote no keys, counts and leads in this test, so the recount makes them once.
      const drift = yield* crm.recount("D1", now)
      assert.isAbove(drift.leads, 0)
      assert.deepStrictEqual(yield* crm.recount("D1", now), nothing)
      yield* crm.registerProspects("D1", [prospect("P2", { fullName: "Luz Peña" })], now)
      assert.deepStrictEqual(yield* crm.recount("D1", now), nothing)
    }))
    // It is a directory of this release from now on.
    await opened(Effect.gen(function*() {
      const records = yield* Records
      assert.lengthOf(yield* records.prospectsById("D1", ["P1", "P2"]), 2)
      assert.deepStrictEqual((yield* records.leads("D1", { terms: "", dueIn: [] })).map(({ lead }) => lead.prospectId), ["P1"])
    }))
  })
})
