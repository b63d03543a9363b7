/** Appeals: an advisor disputes a reason of an own record; the CRM assistant grants or refuses it. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"
import { VerificationId } from "../verifications/VerificationEndpoints.ts"

const optional = Schema.optionalKey

const Outcome = Schema.Literals(["granted", "refused"])
const Subject = VerificationId.annotate({ identifier: "AppealSubject", description: "The record: `prospect:<id>` or `activity:<id>`; a prospect's id alone is taken for that of a prospect.", examples: ["activity:A-7"] })

export const AppealToRaise = Schema.Struct({
  subject: Subject,
  code: Schema.String.annotate({ description: "The code of the reason or warning that is disputed.", examples: ["note-repeated"] }),
  text: Schema.String.check(Schema.isMaxLength(4_000)).annotate({ description: "Why it is disputed, in words." })
}).annotate({ identifier: "AppealToRaise" })

export const AppealDecision = Schema.Struct({
  decision: Outcome,
  reason: Schema.String.check(Schema.isMaxLength(4_000)).annotate({ description: "Why, in words; it stays." })
}).annotate({ identifier: "AppealDecision", examples: [{ decision: "granted", reason: "Son padre e hijo y comparten el teléfono" }] })

export const Appeal = Schema.Struct({
  id: Schema.String,
  subject: Subject,
  subjectType: Shape.SubjectType,
  subjectId: Schema.String,
  code: Schema.String,
  text: Schema.String,
  advisorId: Schema.String,
  branchId: optional(Schema.String),
  brandId: optional(Schema.String),
  period: Shape.Period.annotate({ description: "The month of the record." }),
  periodClosed: Schema.Boolean.annotate({ description: "`true`: the month is closed and stays as it was frozen. A granted appeal is shown in its amendment." }),
  raisedAt: Shape.Instant,
  dueAt: Shape.Instant.annotate({ description: "The last instant of the day by which it is to be decided." }),
  overdue: Schema.Boolean,
  decision: optional(Schema.Struct({
    decision: Outcome,
    at: Shape.Instant,
    by: Schema.String,
    reason: Schema.String,
    waiverId: optional(Schema.String).annotate({ description: "The waiver that a granted appeal made." })
  }))
}).annotate({ identifier: "Appeal" })

export class AppealEndpoints extends HttpApiGroup.make("appeals")
  .add(
    HttpApiEndpoint.get("appeals", "/v1/appeals", {
      query: {
        state: optional(Schema.Literals(["open", "overdue", "decided"])),
        subject: optional(Subject),
        advisor: optional(Shape.Id),
        ...Shape.pageQuery
      },
      success: Schema.Struct({ ...Shape.page(Appeal).fields, scope: Shape.Scope })
    })
      .annotate(Permission, "appeals.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "listAppeals",
        summary: "Appeals, the earliest first",
        description: "Within the caller's view: an advisor sees his own. `overdue`: open, and their last day has passed."
      })),
    HttpApiEndpoint.post("raise", "/v1/appeals", {
      headers: repeatableHeaders,
      payload: AppealToRaise,
      success: Appeal.pipe(HttpApiSchema.status(201)),
      error: [...Problem.ofWrite, Problem.Conflict]
    })
      .annotate(Permission, "appeals.raise")
      .annotateMerge(OpenApi.annotations({
        identifier: "raiseAppeal",
        summary: "Dispute a reason of an own record",
        description: "Of an advisor, about a reason or warning that an own record has now and that can be waived; otherwise 422 with a pointer. 409 while an appeal about the same reason is not decided. " +
          "A record of a closed month can be appealed too: its frozen result stays, and a granted appeal is shown in its amendment."
      })),
    HttpApiEndpoint.post("decide", "/v1/appeals/:id/decision", {
      params: { id: Shape.Id },
      headers: repeatableHeaders,
      payload: AppealDecision,
      success: Appeal,
      error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict]
    })
      .annotate(Permission, "appeals.decide")
      .annotateMerge(OpenApi.annotations({
        identifier: "decideAppeal",
        summary: "Grant or refuse an appeal, with a reason",
        description: "Not of one's own. A granted appeal makes a waiver, and the record is judged again. A decision never changes: 409."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "appeals", description: "What advisors dispute, and what was decided." }))
{}
