/** What changed since yesterday. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

const Standing = Schema.Struct({ valid: Schema.Finite, goal: Schema.Finite, percent: Schema.NullOr(Schema.Finite), color: Shape.Color })

const listed = <S extends Schema.Top>(item: S) => Schema.Struct({ count: Schema.Natural, items: Schema.Array(item).annotate({ description: "The last change first, at most 200." }) })

const customerName = optional(Schema.String)

export const ChangedRecord = Schema.Struct({
  subject: Shape.SubjectType,
  id: Schema.String,
  customerName,
  advisorId: Schema.String,
  branchId: optional(Schema.String),
  brandId: optional(Schema.String),
  before: Shape.Verdict,
  verdict: Shape.Verdict,
  reasons: Schema.Array(Schema.String),
  at: Shape.Instant
}).annotate({ identifier: "ChangedRecord" })

export const ChangedColor = Schema.Struct({
  by: Schema.Literals(["company", "branch", "advisor"]),
  id: Schema.NullOr(Schema.String).annotate({ description: "Null for the company." }),
  indicator: Schema.Literals(["prospecting", "follow-up"]),
  before: Standing,
  after: Standing
}).annotate({ identifier: "ChangedColor" })

export const Changes = Schema.Struct({
  scope: Shape.Scope,
  period: Shape.Period,
  asOf: Shape.Instant,
  since: Shape.Instant,
  stopped: listed(ChangedRecord).annotate({ description: "Records that counted and no longer do." }),
  started: listed(ChangedRecord).annotate({ description: "Records that did not count and do now. New records are in neither list." }),
  colors: Schema.Array(ChangedColor).annotate({ description: "Semaphores of this month that have another colour. Both sides have the goals of now." }),
  red: listed(Schema.Struct({ id: Schema.String, customerName, advisorId: Schema.String, branchId: Schema.String, brandId: Schema.String, redSince: Shape.Instant })).annotate({ description: "Leads that became red." }),
  partial: Schema.Boolean.annotate({ description: "`true`: more verdicts changed than are looked at, as after a large import." })
}).annotate({ identifier: "Changes" })

export class ChangeEndpoints extends HttpApiGroup.make("changes")
  .add(
    HttpApiEndpoint.get("changes", "/v1/changes", {
      query: { since: optional(Shape.instantFor("By default the start of the day before, and at most 31 days ago.")) },
      success: Changes
    })
      .annotate(Permission, "changes.read")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotate(HeavyWork.Repeated, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "getChanges",
        summary: "What changed since yesterday",
        description: "Records that stopped or started counting, semaphores of this month with another colour, and leads that became red. Within the caller's view."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "changes", description: "What changed since yesterday." }))
{}
