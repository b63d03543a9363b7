/** The server behind the door: everything that it is made of, from the start to an end in good order. */
import { NodeHttpServer } from "@effect/platform-node"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { HttpMiddleware, HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import { PrometheusMetrics } from "effect/observability"
import { flushCompileCache } from "node:module"
import { configuration } from "./Configuration.ts"
import type { Configuration } from "./Configuration.ts"
import type * as Door from "./Door.ts"
import * as Observed from "./Observed.ts"
import type { Language } from "./Speech.ts"
import * as Telemetry from "./Telemetry.ts"

const health = HttpServerResponse.jsonUnsafe({ status: "ok" })
const ready = HttpServerResponse.jsonUnsafe({ status: "ready" })

const routes = Layer.mergeAll(
  HttpRouter.add("GET", "/health", Effect.succeed(health)),
  HttpRouter.add("GET", "/ready", Effect.succeed(ready)),
  PrometheusMetrics.layerHttp()
)

const run = Effect.fnUntraced(function*(door: Door.Door, language: Language, settings: Configuration, stop: Deferred.Deferred<string>) {
  const scope = yield* Effect.scope
  const routed = yield* HttpRouter.toHttpEffect(routes).pipe(Effect.provide(HttpServer.layerServices))
  // Requests live in a scope of their own, which closes before anything that they use.
  const requests = yield* Scope.fork(scope)
  const listener = yield* NodeHttpServer.makeHandler(Observed.observed(settings.behindTls)(routed), { scope: requests }).pipe(
    Effect.provideService(HttpMiddleware.TracerDisabledWhen, () => true)
  )
  door.admit(listener)
  flushCompileCache()
  yield* Effect.logInfo("ready").pipe(Effect.annotateLogs({ port: door.port, milliseconds: Math.round(performance.now()) }))
  process.stdout.write(language === "es" ? `Listo: ${door.url}\n` : `Ready: ${door.url}\n`)
  const signal = yield* Deferred.await(stop)
  yield* Effect.logInfo("stopping").pipe(Effect.annotateLogs({ signal }))
  const everybodyDone = yield* Effect.promise(() => door.close(settings.graceSeconds * 1000))
  if (!everybodyDone) yield* Effect.logWarning("requests were cut off")
  yield* Scope.close(requests, Exit.void)
})

/** How long the end may take after the last answer, before the process is ended all the same. */
const LAST_MILLIS = 10_000

/** Serves until a signal says to stop; the process ends with it. */
export const serve = async (door: Door.Door, language: Language): Promise<never> => {
  const stop = Deferred.makeUnsafe<string>()
  const program = Effect.gen(function*() {
    const settings = yield* configuration
    yield* Effect.scoped(run(door, language, settings, stop)).pipe(
      Effect.provide(Layer.merge(Telemetry.layerLog(settings.logLevel), Telemetry.layerExport(settings.otlpEndpoint)))
    )
  })
  const fiber = Effect.runFork(program)
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      // The second one, or one that comes while the house is being prepared, waits for nobody.
      if (!Deferred.doneUnsafe(stop, Exit.succeed(signal))) process.exit(1)
    })
  }
  const exit = await Effect.runPromise(Fiber.await(fiber))
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  setTimeout(() => process.exit(0), LAST_MILLIS).unref()
  process.exit(0)
}
