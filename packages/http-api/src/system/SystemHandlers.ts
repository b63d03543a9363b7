/** Serves how the server is. */
import * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as PrometheusMetrics from "effect/observability/PrometheusMetrics"
import { Api } from "../Api.ts"
import * as Refusing from "../request/Refusing.ts"

/** Whose records are asked for to see whether any can be: nobody's. */
const NOBODY = "-"

export const layer = HttpApiBuilder.group(Api, "system", Effect.fnUntraced(function*(handlers) {
  const records = yield* Records.Records
  return handlers.handleAll({
    health: () => Effect.succeed({ status: "ok" as const }),
    ready: ({ request }) =>
      Effect.matchEffect(records.judgedPeriods(NOBODY), {
        onSuccess: () => Effect.succeed({ status: "ok" as const }),
        onFailure: () => Effect.succeed(Refusing.toResponse(Refusing.unavailable(), Refusing.languageOf(request.headers["accept-language"])))
      }),
    metrics: () => PrometheusMetrics.format()
  })
}))
