/** Editions of the policy: the CRM assistant drafts them, and the general manager approves one from a period on, or declines it. */
import * as PolicyEdition from "@crm-procedure/core/policy/PolicyEdition"
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { BodyOptional, Permission, repeatableHeaders } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import { Comparison } from "../scorecards/ScorecardEndpoints.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

const PolicyFile = Schema.Unknown.annotate({
  description: "A policy file: `name`, `rules`, `parameters`, `thresholds` (percent), `brands`, `company`. What it leaves out stays as it is in the policy in force for the running month; `brands` and `company` are replaced as a whole; `company: null` takes the company out.",
  examples: [{ thresholds: { prospecting: { yellow: 70, green: 90 } }, parameters: { leadRedDays: 5 } }]
})

export const PolicyToDraft = Schema.Struct({
  comment: Schema.String.check(Schema.isMaxLength(4_000)).annotate({ description: "Why the policy changes, in words; it stays." }),
  policy: PolicyFile,
  replaces: optional(Shape.Id.annotate({ description: "An own draft that this one replaces." }))
}).annotate({ identifier: "PolicyToDraft" })

export const PolicyToCompare = Schema.Struct({ policy: PolicyFile }).annotate({ identifier: "PolicyToCompare" })

export const PolicyApproval = Schema.Struct({
  from: Shape.Period.annotate({ description: "The first month that is judged by it: the running one or a later one, and not closed." })
}).annotate({ identifier: "PolicyApproval", examples: [{ from: "2024-04" }] })

export const PolicyWithdrawal = Schema.Struct({
  reason: optional(Schema.String.check(Schema.isMaxLength(4_000)).annotate({ description: "Why, in words; it stays. The general manager gives one to decline another person's draft." }))
}).annotate({ identifier: "PolicyWithdrawal" })

const summary = {
  id: Schema.String,
  name: Schema.String.annotate({ description: "As the scorecard and the forms name the policy." }),
  state: Schema.Literals(PolicyEdition.states),
  comment: optional(Schema.String),
  draftedAt: Shape.Instant,
  draftedBy: Schema.String,
  own: Schema.Boolean.annotate({ description: "Whether the caller drafted it: then he withdraws it, and does not approve it." }),
  approval: optional(Schema.Struct({ from: Shape.Period, at: Shape.Instant, by: Schema.String })),
  withdrawal: optional(Schema.Struct({ at: Shape.Instant, by: Schema.String, reason: optional(Schema.String), replacedBy: optional(Schema.String) })),
  holds: optional(Schema.Struct({ from: Shape.Period, to: optional(Shape.Period) })).annotate({
    description: "The months that are judged by it, unless they were closed before. Absent: none, as it is no approved edition, or another one replaced it from its first month on."
  })
}

export const EditionSummary = Schema.Struct(summary).annotate({ identifier: "PolicyEditionSummary" })

const WholePolicy = Schema.Record(Schema.String, Schema.Unknown)

export const Edition = Schema.Struct({
  ...summary,
  policy: WholePolicy.annotate({ description: "The policy file with every value written out." }),
  against: Schema.NullOr(Schema.String).annotate({ description: "The edition with which it is compared; null: the configured policy." }),
  differences: Schema.Array(Schema.Struct({ pointer: Schema.String, before: Schema.Unknown, after: Schema.Unknown })).annotate({
    description: "Each value that is another one there (`before`) than here (`after`), by its JSON pointer. Null where only the other one has it."
  })
}).annotate({ identifier: "PolicyEdition" })

export const EditionDrafted = Schema.Struct({
  edition: Edition,
  effect: Comparison.annotate({ description: "What it would change in the running month, compared with the policy in force." })
}).annotate({ identifier: "PolicyEditionDrafted" })

export const Editions = Schema.Struct({
  ...Shape.page(EditionSummary).fields,
  period: Shape.Period.annotate({ description: "The running month." }),
  inForce: Schema.NullOr(Schema.String).annotate({ description: "The edition by which the running month is judged; null: the configured policy." }),
  policy: WholePolicy.annotate({ description: "The policy in force in the running month, with every value written out." })
}).annotate({ identifier: "PolicyEditions" })

const Document = Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/html" }))
const effectQuery = { period: optional(Shape.Period.annotate({ description: "The month; by default the running one." })) }
const params = { id: Shape.Id }
const ofWrite = [...Problem.ofWrite, Problem.NotFound, Problem.Conflict]

export class PolicyEndpoints extends HttpApiGroup.make("policies")
  .add(
    HttpApiEndpoint.get("editions", "/v1/policies", { query: { state: optional(Schema.Literals(PolicyEdition.states)), ...Shape.pageQuery }, success: Editions })
      .annotate(Permission, "policies.read")
      .annotateMerge(OpenApi.annotations({ identifier: "listPolicies", summary: "Editions of the policy, the newest first", description: "Drafts, approved and withdrawn ones, and which holds now." })),
    HttpApiEndpoint.get("edition", "/v1/policies/:id", {
      params,
      query: { against: optional(Shape.Id.annotate({ description: "The edition with which it is compared." })) },
      success: Edition,
      error: Problem.NotFound
    })
      .annotate(Permission, "policies.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "getPolicy",
        summary: "An edition of the policy, compared with another one",
        description: "Without `against` it is compared with the policy that it follows: a draft with the one in force, an approved edition with the one of the month before its first."
      })),
    HttpApiEndpoint.get("document", "/v1/policies/:id/document", { params, success: Document, error: Problem.NotFound })
      .annotate(Permission, "policies.read")
      .annotateMerge(OpenApi.annotations({ identifier: "getPolicyDocument", summary: "An edition of the policy printed, in Spanish", description: "One HTML page: who drafted and approved it, what it changes, and every value with its meaning and origin." })),
    HttpApiEndpoint.get("editionEffect", "/v1/policies/:id/effect", { params, query: effectQuery, success: Comparison, error: Problem.NotFound })
      .annotate(Permission, "policy.compare")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({ identifier: "getPolicyEffect", summary: "What an edition would change in a month", description: "Compared with the policy by which that month is judged." })),
    HttpApiEndpoint.post("effect", "/v1/policies/effect", { query: effectQuery, payload: PolicyToCompare, success: Comparison, error: Problem.ofBody })
      .annotate(Permission, "policy.compare")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({ identifier: "comparePolicyFile", summary: "What a policy file would change in a month", description: "Compared with the policy by which that month is judged. Stores nothing. 422 names every fault of the file, with its pointer." })),
    HttpApiEndpoint.post("draft", "/v1/policies", { headers: repeatableHeaders, payload: PolicyToDraft, success: EditionDrafted.pipe(HttpApiSchema.status(201)), error: ofWrite })
      .annotate(Permission, "policies.draft")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({
        identifier: "draftPolicy",
        summary: "Draft an edition of the policy",
        description: "Every value is written out. `timeZone` and `phoneCountry` stay as they are. A draft never changes: another one replaces it. Answers what it would change. 422 names every fault of the file, with its pointer."
      })),
    HttpApiEndpoint.post("approve", "/v1/policies/:id/approval", { params, headers: repeatableHeaders, payload: PolicyApproval, success: Edition, error: ofWrite })
      .annotate(Permission, "policies.approve")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({
        identifier: "approvePolicy",
        summary: "Approve a draft of the policy from a month on",
        description: "Of another person: nobody approves an own draft (403). From the running month or a later one that is not closed (422). 409 when it was approved or withdrawn before. The records of those months are judged by it."
      })),
    HttpApiEndpoint.post("withdraw", "/v1/policies/:id/withdrawal", { params, headers: repeatableHeaders, payload: PolicyWithdrawal, success: Edition, error: ofWrite })
      .annotate(Permission, "policies.withdraw")
      .annotate(BodyOptional, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "withdrawPolicy",
        summary: "Take an own draft back, or decline another person's",
        description: "The general manager declines with a reason. 409 when it was approved or withdrawn before. An empty body will do for an own draft."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "policies", description: "Editions of the policy." }))
{}
