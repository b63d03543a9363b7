/** Opens PGlite with a data folder twice: what the first service stored, the second one reads. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as Pglite from "@crm-procedure/postgres/Pglite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const folder = mkdtempSync(join(tmpdir(), "pglite-folder-"))
const storage = () => CrmProcedure.layer().pipe(Layer.provideMerge(Pglite.layer({ dataDir: join(folder, "data") })))
const asOf = Calendar.parseInstant("2024-04-01", Calendar.bogota)!
const goals = [{ period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 2, activities: 0 }]
const directory = {
  branches: [{ branchId: "S1", name: "Norte" }],
  brands: [{ brandId: "M1", name: "Motos" }],
  employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: Calendar.parseDay("2024-01-01")! }]
} as const

const first = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  yield* crm.registerDirectory("motos", directory, asOf)
  yield* crm.setGoals("motos", "2024-03", goals)
})
const second = Effect.gen(function*() {
  const crm = yield* CrmProcedure
  return yield* crm.scorecard({ dealership: "motos", period: "2024-03", asOf }, ["advisor"])
})

await Effect.runPromise(Effect.provide(first, storage()))
const { groups } = await Effect.runPromise(Effect.provide(second, storage()))
assert.equal(groups[0]?.prospecting.goal, 2)
rmSync(folder, { recursive: true })
