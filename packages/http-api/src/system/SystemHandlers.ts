/** Serves the state of the server. */
import * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as PrometheusMetrics from "effect/observability/PrometheusMetrics"
import { Api } from "../Api.ts"
import * as Refusing from "../request/Refusing.ts"

/** A dealership that does not exist: reading its records shows whether the storage answers. */
const NO_DEALERSHIP = "-"

export const layer = HttpApiBuilder.group(Api, "system", Effect.fnUntraced(function*(handlers) {
  const records = yield* Records.Records
  return handlers.handleAll({
    health: () => Effect.succeed({ status: "ok" as const }),
    ready: ({ request }) =>
      Effect.matchEffect(records.judgedPeriods(NO_DEALERSHIP), {
        onSuccess: () => Effect.succeed({ status: "ok" as const }),
        onFailure: () => Effect.succeed(Refusing.toResponse(Refusing.unavailable(), Refusing.languageOf(request.headers["accept-language"])))
      }),
    metrics: () => PrometheusMetrics.format()
  })
}))
