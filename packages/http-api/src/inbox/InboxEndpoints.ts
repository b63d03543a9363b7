/**
 * Leads that other systems deliver: their tokens, those that wait to be placed, and the deliveries themselves.
 *
 * @see docs/decisions/0052-leads-delivered-by-other-systems.md
 */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { BodyOptional, Permission, repeatableHeaders } from "../access/Gate.ts"
import * as Judged from "../validations/Judged.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey
const secret = Schema.String.check(Schema.isPattern(/^[\x21-\x7e]{8,256}$/))

const settings = {
  name: Schema.String.check(Schema.isPattern(/^\S(.{0,62}\S)?$/u)),
  source: Schema.Literals(["meta", "google", "adf"]).annotate({ description: "Meta's leadgen webhook, Google's lead form webhook, or ADF from a mail gateway." }),
  branchId: optional(Shape.Id),
  brandId: optional(Shape.Id),
  advisorId: optional(Shape.Id.annotate({ description: "Who gets the leads; by default the settings for leads say it, else the branch's advisors take turns." })),
  consent: optional(Schema.Struct({ purpose: Schema.String, channel: Schema.String }).annotate({ description: "What the form asks the customer to authorize." }))
}

export const InboxTokenToMake = Schema.Struct({
  ...settings,
  appSecret: optional(secret.annotate({ description: "Of Meta, required: the app's secret, by which `X-Hub-Signature-256` is checked." })),
  verifyToken: optional(secret.annotate({ description: "Of Meta, required: what its challenge repeats." })),
  googleKey: optional(secret.annotate({ description: "Of Google, required: the `google_key` of the form." }))
}).annotate({ identifier: "InboxTokenToMake", examples: [{ name: "Formulario de Google", source: "google", branchId: "S1", brandId: "B1", googleKey: "una-clave-larga" }] })

const secrets = { appSecret: optional(secret), verifyToken: optional(secret), googleKey: optional(secret) }

export const InboxTokenRotation = Schema.Struct({
  ...secrets,
  overlapHours: optional(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 720 })).annotate({ description: "For how long the old token works beside the new one, each with its own secrets. Default: 24." }))
}).annotate({ identifier: "InboxTokenRotation", description: "Secrets that change with the token; those that are left out stay.", examples: [{ googleKey: "otra-clave-larga" }] })

const made = {
  id: Schema.String,
  ...settings,
  createdAt: Shape.Instant,
  revokedAt: optional(Shape.instantFor("From then on its deliveries are refused. In the future where another token takes its place."))
}

export const InboxToken = Schema.Struct(made).annotate({ identifier: "InboxToken" })

export const InboxTokenMade = Schema.Struct({
  ...made,
  token: Schema.String.annotate({ description: "It is shown this once." }),
  path: Schema.String.annotate({ description: "Where the other system delivers.", examples: ["/v1/leads/inbox/lead_…"] })
}).annotate({ identifier: "InboxTokenMade" })

export const WaitingLead = Schema.Struct({
  id: Schema.String.annotate({ description: "The id of the prospect that it becomes." }),
  receivedAt: Shape.Instant,
  tokenId: Schema.String,
  fields: Schema.Record(Schema.String, Schema.String).annotate({ description: "What is known of it, by the names of a prospect's fields." }),
  missing: Schema.Array(Schema.Struct({ column: Schema.String, found: Schema.String, expected: Problem.BilingualText })).annotate({ description: "Why it can't be a prospect yet." })
}).annotate({ identifier: "WaitingLead" })

/** What a lead is placed with: fields in the place of those known. */
export const Placement = Schema.Record(Schema.String, Schema.String).annotate({
  identifier: "LeadPlacement",
  description: "Fields of the prospect, in the place of those known: mostly `branchId`, `brandId`, `advisorId`.",
  examples: [{ branchId: "S1", brandId: "B1", advisorId: "A1" }]
})

export const Delivered = Schema.Struct({
  received: Schema.Natural,
  placed: Schema.Natural,
  waiting: Schema.Natural,
  known: Schema.Natural.annotate({ description: "Leads that were delivered before." })
}).annotate({ identifier: "DeliveredLeads" })

const params = { id: Shape.Id }

/** What a key is needed for. */
export class InboxEndpoints extends HttpApiGroup.make("inbox")
  .add(
    HttpApiEndpoint.get("waiting", "/v1/leads/inbox", { query: Shape.pageQuery, success: Shape.page(WaitingLead) })
      .annotate(Permission, "leads.place")
      .annotateMerge(OpenApi.annotations({ identifier: "listWaitingLeads", summary: "Leads that wait to be placed", description: "What is known of each, and what is missing." })),
    HttpApiEndpoint.post("place", "/v1/leads/inbox/:id/placement", { params, headers: repeatableHeaders, payload: Placement, success: Judged.StoredVerdict, error: [...Problem.ofWrite, Problem.NotFound] })
      .annotate(Permission, "leads.place")
      .annotateMerge(OpenApi.annotations({ identifier: "placeLead", summary: "Place a lead by hand", description: "It becomes a prospect and waits no more. What is missing still is refused with its pointer." })),
    HttpApiEndpoint.get("tokens", "/v1/inbox-tokens", { success: Schema.Array(InboxToken) })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "listInboxTokens", summary: "The tokens of the inbox", description: "Without what is secret of them." })),
    HttpApiEndpoint.post("makeToken", "/v1/inbox-tokens", { payload: InboxTokenToMake, success: InboxTokenMade.pipe(HttpApiSchema.status(201)), error: Problem.ofBody })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({
        identifier: "makeInboxToken",
        summary: "Let another system deliver leads",
        description: "The token stands in the path of its deliveries. Only its SHA-256 is stored. The answer is not kept, since it holds the token: sent again, it makes another one."
      })),
    HttpApiEndpoint.post("rotateToken", "/v1/inbox-tokens/:id/rotation", { params, payload: InboxTokenRotation, success: InboxTokenMade.pipe(HttpApiSchema.status(201)), error: [...Problem.ofBody, Problem.NotFound, Problem.Conflict] })
      .annotate(Permission, "imports.manage")
      .annotate(BodyOptional, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "rotateInboxToken",
        summary: "Replace a token, or its secrets",
        description: "Makes a token of the same name and settings. Both work until the overlap ends. The answer is not kept, since it holds the token: sent again, it makes another one."
      })),
    HttpApiEndpoint.delete("revokeToken", "/v1/inbox-tokens/:id", { params, success: HttpApiSchema.NoContent, error: Problem.NotFound })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "revokeInboxToken", summary: "Revoke a token", description: "Its deliveries are refused from now on. Leads that wait stay." }))
  )
  .annotateMerge(OpenApi.annotations({ title: "inbox", description: "Leads that other systems deliver." }))
{}

const tokenParams = { token: Schema.String }

/** What the token in the path is enough for. */
export class DeliveryEndpoints extends HttpApiGroup.make("leadDeliveries")
  .add(
    HttpApiEndpoint.get("challenge", "/v1/leads/inbox/:token", {
      params: tokenParams,
      query: {
        "hub.mode": optional(Schema.String),
        "hub.verify_token": optional(Schema.String),
        "hub.challenge": optional(Schema.String)
      },
      success: Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/plain" })),
      error: [Problem.NotFound, Problem.Invalid, Problem.TooManyRequests, Problem.InternalFault, Problem.Unavailable]
    })
      .annotateMerge(OpenApi.annotations({ identifier: "answerChallenge", summary: "Answer Meta's challenge", description: "Answers `hub.challenge` where `hub.verify_token` is the token's." })),
    HttpApiEndpoint.post("deliver", "/v1/leads/inbox/:token", {
      params: tokenParams,
      payload: HttpApiSchema.StreamUint8Array({ contentType: ["application/json", "application/xml", "text/xml", "message/rfc822"] }),
      success: Delivered,
      error: [Problem.NotFound, Problem.Invalid, ...Problem.ofBody, Problem.TooManyRequests, Problem.InternalFault, Problem.Unavailable]
    })
      .annotateMerge(OpenApi.annotations({
        identifier: "deliverLeads",
        summary: "Deliver leads",
        description: "Meta's leadgen webhook with its signature, Google's lead form webhook with its key, or ADF as a mail gateway sends it. Each lead becomes a prospect, or waits to be placed. A lead that is delivered again stays as it is. " +
          "A payload of Meta without the form's values waits with its ids."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "leadDeliveries", description: "What other systems deliver. The token in the path says whose it is." }))
{}

