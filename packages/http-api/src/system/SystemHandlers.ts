/** Serves the state of the server. */
import * as Records from "@crm-procedure/core/register/Records"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as PrometheusMetrics from "effect/observability/PrometheusMetrics"
import * as Result from "effect/Result"
import { Api } from "../Api.ts"
import * as Refusing from "../request/Refusing.ts"

/** A dealership that does not exist: reading its records shows whether the storage answers. */
const NO_DEALERSHIP = "-"

/** How many other dealerships are asked about at most. */
const MOST = 16

/**
 * Whether the storage answers. A storage on several machines may have lost one: then it answers for some dealerships, and this server
 * still serves them. The one that answered last is asked about first.
 */
const answering = Effect.gen(function*() {
  const records = yield* Records.Records
  const { dealerships } = yield* ServiceStore.ServiceStore
  let last = NO_DEALERSHIP
  const answersFor = (dealership: string) => Effect.map(Effect.result(records.judgedPeriods(dealership)), Result.isSuccess)
  return Effect.gen(function*() {
    if (yield* answersFor(last)) return true
    const known = yield* Effect.orElseSucceed(dealerships, () => [])
    const step = Math.ceil(known.length / MOST)
    for (const [place, dealership] of known.entries()) {
      if (place % step !== 0 || !(yield* answersFor(dealership))) continue
      last = dealership
      return true
    }
    return false
  })
})

export const layer = HttpApiBuilder.group(Api, "system", Effect.fnUntraced(function*(handlers) {
  const isAnswering = yield* answering
  return handlers.handleAll({
    health: () => Effect.succeed({ status: "ok" as const }),
    ready: ({ request }) =>
      Effect.map(isAnswering, (isReady) =>
        isReady ? { status: "ok" as const } : Refusing.toResponse(Refusing.unavailable(), Refusing.languageOf(request.headers["accept-language"]))),
    metrics: () => PrometheusMetrics.format()
  })
}))
