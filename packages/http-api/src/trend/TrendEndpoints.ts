/** Both indicators and the compliance month by month. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission } from "../access/Gate.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey
const Percent = Schema.NullOr(Schema.Finite)

const Indicator = Schema.Struct({ registered: Schema.Finite, valid: Schema.Finite, goal: Schema.Finite, percent: Percent, color: Shape.Color })

export const TrendPoint = Schema.Struct({
  id: Schema.NullOr(Schema.String).annotate({ description: "The group's id; null for the company." }),
  prospecting: Indicator,
  followUp: Indicator,
  compliance: Schema.Struct({ leads: Schema.Natural, met: Schema.Natural, late: Schema.Natural, missed: Schema.Natural, percent: Percent, color: Shape.Color })
}).annotate({ identifier: "TrendPoint" })

export const Trend = Schema.Struct({
  scope: Shape.Scope,
  asOf: Shape.Instant,
  by: Schema.Literals(["company", "branch", "advisor", "brand"]),
  months: Schema.Array(Schema.Struct({ period: Shape.Period, groups: Schema.Array(TrendPoint) })).annotate({ description: "In order, the last one the month of `asOf`." })
}).annotate({ identifier: "Trend" })

export class TrendEndpoints extends HttpApiGroup.make("trend")
  .add(
    HttpApiEndpoint.get("trend", "/v1/trend", {
      query: {
        months: optional(Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 24 })).annotate({ description: "How many months; default 12." })),
        by: optional(Schema.Literals(["company", "branch", "advisor", "brand"])),
        asOf: optional(Shape.Instant)
      },
      success: Trend
    })
      .annotate(Permission, "scorecard.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "getTrend",
        summary: "Both indicators and the compliance of the last months",
        description: "From what is stored; of a closed month the indicators that were frozen. A manager sees the groups of his branches or line; an advisor his own, and only `by=advisor`."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "trend", description: "Indicators month by month." }))
{}
