/** A thread that does one long work on what is stored beside the records, with its own connection to the database, and ends. */
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { parentPort, workerData } from "node:worker_threads"
import * as Recounting from "../database/Recounting.ts"
import { configuration } from "../starting/Configuration.ts"
import * as ErasureKeys from "../storage/ErasureKeys.ts"
import * as Storage from "../storage/Storage.ts"
import * as Telemetry from "../serving/Telemetry.ts"
import type { UpkeepData } from "./Upkeep.ts"

const { connection, dataDirectory, refreshing } = workerData as UpkeepData

const work = Effect.gen(function*() {
  if (refreshing === undefined) return yield* Recounting.all
  return yield* (yield* CrmProcedure.CrmProcedure).refresh(refreshing.dealership, refreshing.asOf)
})

const done = Effect.gen(function*() {
  const settings = yield* configuration
  return yield* work.pipe(Effect.provide(CrmProcedure.CrmProcedure.layer().pipe(
    Layer.provideMerge(Storage.layerOfThread({ ...settings, connection })),
    Layer.provideMerge(ErasureKeys.layer(settings, dataDirectory))
  )))
})

parentPort!.postMessage(await Effect.runPromise(done.pipe(
  Effect.tapCause((cause) => Effect.logError("a long work beside the records failed", Telemetry.kindOf(cause))),
  Effect.withTracerEnabled(false),
  Effect.provide(Telemetry.layerLog("Warn"))
)))
process.exit(0)
