/** The history of a record, and the audit: who did what, when, from what to what. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, Streaming } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

const Value = Schema.NullOr(Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]))

export const Change = Schema.Struct({ field: Schema.String, from: optional(Value), to: optional(Value) }).annotate({
  identifier: "Change",
  description: "A field that changed. Without `from` and `to` where its values identify a person or are text that people write."
})

export const Author = Schema.Struct({
  by: Schema.String.annotate({ description: "The id of a key or a user; `system` for the server itself." }),
  role: Schema.String,
  employeeId: optional(Schema.String),
  name: optional(Schema.String.annotate({ description: "The present name of the user or key, for those who read the audit. Absent where there is none any more." })),
  means: Schema.Literals(["request", "page", "import", "command", "background"]),
  reference: optional(Schema.String.annotate({ description: "The id of the request or of the import." }))
}).annotate({ identifier: "Author" })

const PlainRecord = Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]))

export const Version = Schema.Struct({
  revision: Schema.Natural,
  at: Schema.NullOr(Shape.Instant).annotate({ description: "Null where it came before the audit began." }),
  author: Schema.NullOr(Author),
  auditEntry: Schema.NullOr(Schema.Natural).annotate({ description: "The `sequence` of the audit's entry." }),
  record: PlainRecord,
  changes: Schema.Array(Change).annotate({ description: "In what it differs from the version before it." })
}).annotate({ identifier: "Version" })

export const History = Schema.Struct({
  subjectType: Shape.SubjectType,
  id: Schema.String,
  versions: Schema.Array(Version).annotate({ description: "From the first to the present one." }),
  verdicts: Schema.Array(Schema.Struct({ at: Shape.Instant, verdict: Shape.Verdict, reasons: Schema.NullOr(Schema.Array(Schema.String)) }))
    .annotate({ description: "The verdicts in time, each from its instant on. `reasons` is null where they were not kept." })
}).annotate({ identifier: "History" })

export const AuditItem = Schema.Struct({
  sequence: Schema.Natural,
  at: Shape.Instant,
  author: Author,
  action: Schema.String,
  subject: Schema.Struct({ type: Schema.String, id: optional(Schema.String) }),
  counts: Schema.Record(Schema.String, Schema.Finite),
  changes: Schema.Array(Change),
  contentDigest: optional(Schema.String),
  previousDigest: Schema.String,
  digest: Schema.String
}).annotate({ identifier: "AuditEntry", description: "What was done. `digest` is the SHA-256 of the entry as `/v1/audit/file` writes it, without `digest`." })

const params = { id: Shape.Id }

const describeHistory = (record: string) => `Every version of ${record} with who made it, when and by what, and its verdicts in time. Within the caller's view.`

export class HistoryEndpoints extends HttpApiGroup.make("history")
  .add(
    HttpApiEndpoint.get("prospect", "/v1/prospects/:id/history", { params, success: History, error: Problem.NotFound })
      .annotate(Permission, "history.read")
      .annotateMerge(OpenApi.annotations({ identifier: "getProspectHistory", summary: "The history of a prospect", description: describeHistory("a prospect") })),
    HttpApiEndpoint.get("activity", "/v1/activities/:id/history", { params, success: History, error: Problem.NotFound })
      .annotate(Permission, "history.read")
      .annotateMerge(OpenApi.annotations({ identifier: "getActivityHistory", summary: "The history of an activity", description: describeHistory("an activity") })),
    HttpApiEndpoint.get("audit", "/v1/audit", {
      query: {
        subject: optional(Schema.String.annotate({
          description: "`<type>:<id>`, or a type alone: `prospect`, `activity`, `verification-call`, `period`, `goals`, `directory`, `key`, `user`, `webhook`, `phone-log`.",
          examples: ["prospect:P-1042"]
        })),
        actor: optional(Schema.String.annotate({ description: "The id of a key, a user or an employee." })),
        action: optional(Schema.String.annotate({ examples: ["period.closed"] })),
        since: optional(Shape.Instant),
        ...Shape.pageQuery
      },
      success: Shape.page(AuditItem)
    })
      .annotate(Permission, "audit.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "listAudit",
        summary: "Who did what",
        description: "The entries of the audit, the newest first. With a record's id as `subject` also those in which the record was one of several, such as an import's."
      })),
    HttpApiEndpoint.get("auditFile", "/v1/audit/file", { success: HttpApiSchema.StreamUint8Array({ contentType: "application/x-ndjson" }) })
      .annotate(Permission, "audit.read")
      .annotate(Streaming, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "getAuditFile",
        summary: "The whole audit as a file",
        description: "One entry a line, from the first, as canonical JSON (RFC 8785). `npx pnpm@12 run verify-chain` verifies the file."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "history", description: "Who did what, when, from what to what." }))
{}
