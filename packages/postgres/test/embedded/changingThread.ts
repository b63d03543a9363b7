/** A thread that begins a change of an embedded database in another thread, says so, and never ends it. */
import { Records } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import { parentPort, workerData } from "node:worker_threads"
import * as Pglite from "../../src/Pglite.ts"

const goals = [{ period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 9, activities: 1 }]

await Effect.runPromise(Effect.provide(
  Records.use((records) =>
    records.change("oeste", Effect.andThen(records.putGoals("oeste", "2024-03", goals), Effect.andThen(Effect.sync(() => parentPort!.postMessage("written")), Effect.never)))
  ),
  Pglite.layerConnection(workerData as Pglite.Connection)
))
