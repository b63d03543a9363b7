/** The procedure in force, the caller's identity, and the directory's names. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission } from "../access/Gate.ts"
import { Provenance } from "../validations/Judged.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

const Clause = Schema.Struct({ id: Schema.String, text: Problem.BilingualText, provenance: Provenance })

/** The version of the procedure that is in force, clause by clause. */
export const Procedure = Schema.Struct({
  code: Schema.String,
  version: Schema.String,
  title: Problem.BilingualText,
  company: Schema.String,
  area: Problem.BilingualText,
  effectiveFrom: Schema.String.annotate({ description: "The first local day on which it is in force.", examples: ["2024-03-31"] }),
  clauses: Schema.Array(Clause).annotate({ description: "Every clause, in the document's order." }),
  risks: Schema.Array(Schema.Struct({ code: Schema.String, text: Problem.BilingualText, control: Clause })),
  indicators: Schema.Array(Schema.Struct({ code: Schema.Literals(["prospecting", "follow-up"]), name: Problem.BilingualText, formula: Problem.BilingualText })),
  annexes: Schema.Array(Schema.Struct({ formCode: Schema.String, name: Problem.BilingualText }))
}).annotate({ identifier: "Procedure" })

/** A rule of the policy in force. */
export const Rule = Schema.Struct({
  code: Schema.String,
  subject: Shape.SubjectType,
  serves: Schema.Literals(["R1", "R2", "Q", "L"]).annotate({ description: "R1 fake customers, R2 leads not followed up, Q brand platform or sales method, L law." }),
  effect: Schema.Literals(["invalidates", "warns", "off"]),
  title: Problem.BilingualText,
  message: Problem.BilingualText,
  field: Schema.String,
  provenance: Provenance,
  verifies: Schema.String,
  waivable: Schema.Boolean.annotate({ description: "Whether a reason of this rule can be appealed and waived." })
}).annotate({ identifier: "Rule" })

/** A number or list that the procedure leaves open, with its value and where that comes from. */
export const Parameter = Schema.Struct({
  name: Schema.String,
  value: Schema.Unknown,
  default: Schema.Unknown.annotate({ description: "Its value in GC-PRO-05 v02 without a policy of the dealership's own." }),
  perBrand: Schema.Boolean.annotate({ description: "Whether a brand's profile may set it." }),
  unit: Problem.BilingualText,
  meaning: Problem.BilingualText,
  provenance: Provenance
}).annotate({ identifier: "Parameter" })

const Thresholds = Schema.Struct({ yellow: Schema.Finite, green: Schema.Finite })

/** Everything that records are judged by. */
export const ProcedureInForce = Schema.Struct({
  period: Shape.Period,
  procedure: Procedure,
  policy: Schema.Struct({
    name: Schema.String,
    digest: Schema.String.annotate({ description: "SHA-256 of the policy's canonical JSON." }),
    rules: Schema.Array(Rule),
    parameters: Schema.Array(Parameter),
    thresholds: Schema.Struct({ prospecting: Thresholds, followUp: Thresholds, compliance: Thresholds }).annotate({ description: "In percent." })
  })
}).annotate({ identifier: "ProcedureInForce" })

/** Who a key stands for, and what it may do. */
export const Me = Schema.Struct({
  dealership: Schema.String,
  role: Shape.Role,
  employeeId: optional(Schema.String),
  name: optional(Schema.String.annotate({ description: "Of the user, or else of the employee in the directory." })),
  administrator: optional(Schema.Boolean.annotate({ description: "Whether the caller manages users and keys." })),
  brandIds: optional(Schema.Array(Schema.String)),
  branchIds: optional(Schema.Array(Schema.String)),
  line: optional(Shape.BusinessLine),
  directs: optional(Schema.Array(Schema.Struct({ branchId: optional(Schema.String), line: optional(Shape.BusinessLine) }))).annotate({
    description: "Of a manager: where he reads records and reopens verifications now, each a branch (or any) and a line (or any). By the key's branches or line; without these, by the assignments in the directory of its employee."
  }),
  actions: Schema.Array(Schema.String),
  zone: Schema.String.annotate({ description: "The dealership's time zone.", examples: ["America/Bogota"] }),
  now: Shape.Instant
}).annotate({ identifier: "Me" })

const Document = Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/html" }))
const MarkdownDocument = Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/markdown" }))

const periodQuery = { period: optional(Shape.Period) }

export class ProcedureEndpoints extends HttpApiGroup.make("procedure")
  .add(
    HttpApiEndpoint.get("procedure", "/v1/procedure", { query: periodQuery, success: ProcedureInForce })
      .annotate(Permission, "procedure.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "getProcedure",
        summary: "The procedure in force as data",
        description: "With its rules, parameters and thresholds. `period`: as it is in force for that month; by default the current one."
      })),
    HttpApiEndpoint.get("document", "/v1/procedure/document", {
      query: { ...periodQuery, format: optional(Schema.Literals(["html", "markdown"])) },
      success: [Document, MarkdownDocument],
      error: Problem.NotAcceptable
    })
      .annotate(Permission, "procedure.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "getProcedureDocument",
        summary: "The procedure printed back, in Spanish",
        description: "HTML (default) or Markdown, by `format` or `Accept`, with the rules in force after the document's own text."
      })),
    HttpApiEndpoint.get("me", "/v1/me", { success: Me })
      .annotate(Permission, "identity.read")
      .annotateMerge(OpenApi.annotations({ identifier: "getMe", summary: "Who the key stands for", description: "The dealership, the role, what it may do, and what narrows its view." })),
    HttpApiEndpoint.get("directory", "/v1/directory", {
      query: { details: optional(Schema.Literals(["true", "false"]).annotate({ description: "With phones, e-mails, documents and brands of the employees; for the CRM assistant, who keeps them." })) },
      success: Shape.DirectoryView
    })
      .annotate(Permission, "directory.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "getDirectory",
        summary: "Branches, brands and employees by name",
        description: "For names beside ids. An advisor sees only their own entry. Phones, e-mails and documents are shown to the CRM assistant alone, with `details=true`."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "procedure", description: "The procedure in force, who one is, and names beside ids." }))
{}
