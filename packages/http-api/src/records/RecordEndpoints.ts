/** Prospects and activities, one by one and in lists. */
import * as RecordList from "@crm-procedure/core/register/RecordList"
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, preconditionHeaders, repeatableHeaders } from "../access/Gate.ts"
import * as ListQuery from "../lists/ListQuery.ts"
import * as Judged from "../validations/Judged.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

const params = { id: Shape.Id }
const etag = { etag: Schema.String.annotate({ description: "The record's revision, for `If-Match`.", examples: ["\"3\""] }) }
const writeHeaders = { ...repeatableHeaders, ...preconditionHeaders }

const listQuery = {
  period: optional(Shape.Period),
  advisor: optional(Shape.Id),
  branch: optional(Shape.Id),
  brand: optional(Shape.Id),
  verdict: optional(Shape.Verdict),
  reason: optional(Schema.String.annotate({ description: "The code of a rule among the reasons or warnings.", examples: ["duplicate"] })),
  ...ListQuery.fileQuery,
  ...Shape.pageQuery
}

const created = <S extends Schema.Top>(schema: S) => HttpApiSchema.WithHeaders(schema.pipe(HttpApiSchema.status(201)), etag)

const putDescription = "Idempotent. 201 when it is new, 200 when it was there. The id in the body may be left out; if it is there it is that of the path. " +
  "An `integration` writes records of its brands only. A record that arrives after its period was closed is accepted and shown as an amendment."

export class RecordEndpoints extends HttpApiGroup.make("records")
  .add(
    HttpApiEndpoint.put("putProspect", "/v1/prospects/:id", {
      params,
      headers: writeHeaders,
      payload: Schema.Struct({ prospectId: optional(Shape.Id), ...Shape.prospectFields }).annotate({ identifier: "ProspectToStore" }),
      success: [HttpApiSchema.WithHeaders(Judged.StoredVerdict, etag), created(Judged.StoredVerdict)],
      error: [...Problem.ofWrite, Problem.PreconditionFailed]
    })
      .annotate(Permission, "records.write")
      .annotateMerge(OpenApi.annotations({ identifier: "putProspect", summary: "Store a prospect and its verdict", description: putDescription })),
    HttpApiEndpoint.get("prospect", "/v1/prospects/:id", { params, success: HttpApiSchema.WithHeaders(Judged.StoredProspect, etag), error: Problem.NotFound })
      .annotate(Permission, "prospects.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "getProspect",
        summary: "A stored prospect with its verdict",
        description: "A CRM agent reads prospects that are in the verification queue; everybody else what lies within their view."
      })),
    HttpApiEndpoint.get("prospects", "/v1/prospects", { query: { ...listQuery, sort: ListQuery.sortQuery(RecordList.prospectSorts) }, success: Judged.recordPage(Judged.ListedProspect) })
      .annotate(Permission, "records.list")
      .annotate(ListQuery.AnswersFiles, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "listProspects",
        summary: "Prospects of a period with their stored verdicts",
        description: "What stands behind a number of the scorecard: filter by its group, verdict or reason. `period` by default the current month."
      })),
    HttpApiEndpoint.put("putActivity", "/v1/activities/:id", {
      params,
      headers: writeHeaders,
      payload: Schema.Struct({ activityId: optional(Shape.Id), ...Shape.activityFields }).annotate({ identifier: "ActivityToStore" }),
      success: [HttpApiSchema.WithHeaders(Judged.StoredVerdict, etag), created(Judged.StoredVerdict)],
      error: [...Problem.ofWrite, Problem.PreconditionFailed]
    })
      .annotate(Permission, "records.write")
      .annotateMerge(OpenApi.annotations({
        identifier: "putActivity",
        summary: "Store an activity and its verdict",
        description: `${putDescription} An \`integration\` writes activities of prospects of its brands.`
      })),
    HttpApiEndpoint.get("activity", "/v1/activities/:id", { params, success: HttpApiSchema.WithHeaders(Judged.StoredActivity, etag), error: Problem.NotFound })
      .annotate(Permission, "activities.read")
      .annotateMerge(OpenApi.annotations({ identifier: "getActivity", summary: "A stored activity with its verdict", description: "Of activities that lie within the caller's view." })),
    HttpApiEndpoint.get("activities", "/v1/activities", {
      query: { ...listQuery, sort: ListQuery.sortQuery(RecordList.activitySorts), prospect: optional(Shape.Id) },
      success: Judged.recordPage(Judged.ListedActivity)
    })
      .annotate(Permission, "records.list")
      .annotate(ListQuery.AnswersFiles, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "listActivities",
        summary: "Activities of a period with their stored verdicts",
        description: "With `prospect` those of one prospect, of any period unless one is given."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "records", description: "Prospects and activities with their stored verdicts." }))
{}
