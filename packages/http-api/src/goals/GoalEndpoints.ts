/** The goals of a period (*Metas*). */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

/** A period's goals: one row an advisor, branch and brand. */
export const Goals = Schema.Struct({ goals: Schema.Array(Shape.Goal) }).annotate({ identifier: "Goals" })
export const StoredGoals = Schema.Struct({ period: Shape.Period, goals: Schema.Array(Shape.Goal) }).annotate({ identifier: "StoredGoals" })
export const ReadGoals = Schema.Struct({
  scope: Shape.Scope,
  ...StoredGoals.fields,
  version: Schema.String.annotate({ description: "Of all goals of the period: it changes with them. A write that gives it as `If-Match` is refused after another change." })
}).annotate({ identifier: "ReadGoals" })

const params = { period: Shape.Period }

const headers = { ...repeatableHeaders, "if-match": Schema.optionalKey(Schema.String.annotate({ description: "The `version` of the goals that were read, in quotes: 412 if they changed since." })) }

export class GoalEndpoints extends HttpApiGroup.make("goals")
  .add(
    HttpApiEndpoint.put("putGoals", "/v1/goals/:period", { params, headers, payload: Goals, success: StoredGoals, error: [...Problem.ofWrite, Problem.PreconditionFailed] })
      .annotate(Permission, "goals.write")
      .annotateMerge(OpenApi.annotations({
        identifier: "putGoals",
        summary: "Replace a period's goals",
        description: "One row an advisor, branch and brand; a second row of the same three is a fault."
      })),
    HttpApiEndpoint.get("goals", "/v1/goals/:period", { params, success: ReadGoals })
      .annotate(Permission, "goals.read")
      .annotateMerge(OpenApi.annotations({ identifier: "getGoals", summary: "A period's goals", description: "Those that lie within the caller's view." }))
  )
  .annotateMerge(OpenApi.annotations({ title: "goals", description: "What was agreed for a period." }))
{}
