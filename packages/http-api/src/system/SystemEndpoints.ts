/** The state of the server, for its administrators. It needs no key, and tells nothing of a dealership. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Unavailable } from "../Problem.ts"

export const Health = Schema.Struct({ status: Schema.Literal("ok") }).annotate({ identifier: "Health" })

export class SystemEndpoints extends HttpApiGroup.make("system")
  .add(
    HttpApiEndpoint.get("health", "/health", { success: Health })
      .annotateMerge(OpenApi.annotations({ identifier: "getHealth", summary: "Whether the process answers", description: "It looks at nothing else." })),
    HttpApiEndpoint.get("ready", "/ready", { success: Health, error: Unavailable })
      .annotateMerge(OpenApi.annotations({ identifier: "getReady", summary: "Whether requests can be served", description: "503 while the records can't be reached." })),
    HttpApiEndpoint.get("metrics", "/metrics", { success: Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/plain; version=0.0.4; charset=utf-8" })) })
      .annotateMerge(OpenApi.annotations({ identifier: "getMetrics", summary: "Metrics for Prometheus", description: "Counts and times by endpoint and status." }))
  )
  .annotateMerge(OpenApi.annotations({ title: "system", description: "How the server is." }))
{}
