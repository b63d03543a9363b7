/** The contract's documentation, made at the first request for it: its page holds three megabytes of script. */
import * as Handlers from "@crm-procedure/http-api/handlers"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { HttpRouter } from "effect/http"

export const layer = Layer.unwrap(Effect.gen(function*() {
  const scope = yield* Effect.scope
  const served = Effect.flatten(yield* Effect.cached(Scope.provide(HttpRouter.toHttpEffect(Handlers.layerDocumentation), scope)))
  return Layer.mergeAll(HttpRouter.add("GET", "/openapi.json", served), HttpRouter.add("GET", "/docs", served))
}))
