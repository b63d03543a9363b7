/** A thread that recounts every dealership once, with its own connection to the database, and ends. */
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { parentPort, workerData } from "node:worker_threads"
import * as Recounting from "../database/Recounting.ts"
import { configuration } from "../starting/Configuration.ts"
import * as ErasureKeys from "../storage/ErasureKeys.ts"
import * as Storage from "../storage/Storage.ts"
import * as Telemetry from "../serving/Telemetry.ts"
import type { ThreadData } from "./Messages.ts"

const { connection, dataDirectory } = workerData as ThreadData

const recounted = Effect.gen(function*() {
  const settings = yield* configuration
  return yield* Recounting.all.pipe(Effect.provide(CrmProcedure.CrmProcedure.layer().pipe(
    Layer.provideMerge(Storage.layerOfThread({ ...settings, connection })),
    Layer.provideMerge(ErasureKeys.layer(settings, dataDirectory))
  )))
})

parentPort!.postMessage(await Effect.runPromise(recounted.pipe(
  Effect.tapCause((cause) => Effect.logError("a recount failed", Telemetry.kindOf(cause))),
  Effect.withTracerEnabled(false),
  Effect.provide(Telemetry.layerLog("Warn"))
)))
process.exit(0)
