/** The control against fake customers: the sample, the queue of calls, attempts and results. */
import * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { BodyOptional, Permission, repeatableHeaders } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

export const Conclusion = Schema.Literals(["open", "confirmed", "failed", "inconclusive", "unreachable"]).annotate({ identifier: "Conclusion" })

/** The id of a verification: the kind of its subject, a colon, and the subject's id. A prospect's id alone names that prospect. */
export const VerificationId = Schema.String.annotate({
  identifier: "VerificationId",
  description: "`prospect:<id>` or `activity:<id>`; a prospect's id alone is taken for that of a prospect.",
  examples: ["prospect:P-1042"]
})

export const Sample = Schema.Struct({
  period: Shape.Period,
  seed: Schema.String,
  drawnAt: Shape.Instant,
  selected: Schema.Array(Schema.Struct({ id: VerificationId, subjectType: Shape.SubjectType, subjectId: Schema.String, advisorId: Schema.String, kind: Schema.Literals(["random", "risk"]) }))
}).annotate({ identifier: "Sample" })

export const SampleToDraw = Schema.Struct({
  seed: optional(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200)).annotate({ description: "May be a secret until then: the answer discloses it. By default the period, which serves reproduction only." })),
  partial: optional(Schema.Boolean.annotate({ description: "Draw the sample of a running month from the records that it has by now. Records that come later are not in it." }))
}).annotate({ identifier: "SampleToDraw" })

/** A call to make, with what the agent needs for it. */
export const Call = Schema.Struct({
  id: VerificationId,
  subjectType: Shape.SubjectType,
  subjectId: Schema.String,
  kind: Schema.Literals(["random", "risk", "attempted"]),
  question: Problem.BilingualText,
  customerName: optional(Schema.String),
  phone: optional(Schema.String),
  email: optional(Schema.String),
  advisorId: Schema.String,
  advisorName: optional(Schema.String),
  branchId: optional(Schema.String),
  brandId: optional(Schema.String),
  attempts: Schema.Natural,
  lastOutcome: optional(Shape.CallOutcome),
  lastAttemptAt: optional(Shape.Instant)
}).annotate({ identifier: "Call" })

export const NextCall = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("call"), id: VerificationId, call: Call, leasedUntil: Shape.Instant }),
  Schema.Struct({ kind: Schema.Literal("closed"), opensAt: Shape.Instant }),
  Schema.Struct({ kind: Schema.Literal("empty"), nextCallBackAt: Schema.NullOr(Shape.Instant) })
]).annotate({ identifier: "NextCall", description: "A call, leased; or that customers may not be called now; or that nothing is left to call now." })

export const CallToTake = Schema.Struct({
  periods: optional(Schema.Array(Shape.Period).annotate({ description: "Whose samples are called; by default the current month and the one before, then earlier months that are not closed." })),
  agentId: optional(Shape.Id.annotate({ description: "Who calls; by default the caller." }))
}).annotate({ identifier: "CallToTake" })

export const Attempt = Schema.Struct({
  callId: optional(Shape.Id.annotate({ description: "The attempt's own id: sending the same one again changes nothing. By default made from the `Idempotency-Key`, or by chance." })),
  outcome: Shape.CallOutcome,
  attemptedAt: optional(Shape.instantFor("By default now; at most ten minutes earlier, not before the record that is verified, and not in the future.")),
  agentId: optional(Shape.Id.annotate({ description: "Who called; by default the caller." })),
  comment: optional(Schema.String)
}).annotate({ identifier: "Attempt", examples: [{ outcome: "attended" }] })

export const AttemptRecorded = Schema.Struct({ id: VerificationId, callId: Schema.String, conclusion: Conclusion, put: Schema.Literals(["added", "changed", "unchanged"]) }).annotate({
  identifier: "AttemptRecorded"
})

export const Reason = Schema.Struct({ reason: Schema.String.annotate({ description: "In words; it stays." }) }).annotate({ identifier: "ReasonGiven", examples: [{ reason: "El cliente llamó y confirmó la visita" }] })

/** What was really the case. */
export const Correction = Schema.Struct({
  outcome: Shape.CallOutcome,
  agentId: optional(Shape.Id.annotate({ description: "Who called; by default the caller." })),
  comment: optional(Schema.String)
}).annotate({ identifier: "Correction", examples: [{ outcome: "attended" }] })

export const ReopeningToRequest = Schema.Struct({
  reason: Schema.Literals(VerificationCall.reopeningReasons),
  agentId: optional(Shape.Id.annotate({ description: "Who asks; by default the caller." }))
}).annotate({ identifier: "ReopeningToRequest", examples: [{ reason: "mistyped" }] })

export const ReopeningRequest = Schema.Struct({
  id: VerificationId,
  agentId: Schema.String,
  advisorId: Schema.String,
  reason: Schema.Literals(VerificationCall.reopeningReasons),
  requestedAt: Shape.Instant
}).annotate({ identifier: "ReopeningRequest" })

export const ReopeningRequests = Schema.Struct({ scope: Shape.Scope, requests: Schema.Array(ReopeningRequest) }).annotate({ identifier: "ReopeningRequests" })

export const VerificationReopened = Schema.Struct({ id: VerificationId, at: Shape.Instant, by: Schema.String, reason: Schema.String }).annotate({ identifier: "VerificationReopened" })

export const VerificationResults = Schema.Struct({
  scope: Shape.Scope,
  period: Shape.Period,
  asOf: Shape.Instant,
  sampleDrawnAt: Schema.NullOr(Shape.Instant).annotate({ description: "When the sample was drawn; null before." }),
  results: Schema.Array(Schema.Struct({
    advisorId: Schema.String,
    subjects: Schema.Natural,
    called: Schema.Natural,
    confirmed: Schema.Natural,
    failed: Schema.Natural,
    unreachable: Schema.Natural,
    inconclusive: Schema.Natural,
    open: Schema.Natural,
    failedShare: Schema.NullOr(Schema.Finite),
    interval: Schema.NullOr(Schema.Struct({ lower: Schema.Finite, upper: Schema.Finite })).annotate({ description: "95 % Wilson interval of the failed share." }),
    flagged: Schema.Boolean
  }))
}).annotate({ identifier: "VerificationResults" })

/** The attempts at a verification, in order. */
export const Attempts = Schema.Struct({
  id: VerificationId,
  attempts: Schema.Array(Schema.Struct({
    callId: Schema.String,
    agentId: Schema.String,
    attemptedAt: Shape.Instant,
    outcome: Shape.CallOutcome,
    comment: optional(Schema.String)
  })),
  reopenings: Schema.Array(Schema.Struct({ at: Shape.Instant, by: Schema.String, reason: Schema.String }))
}).annotate({ identifier: "Attempts" })

const verification = { id: VerificationId }
const period = { period: Shape.Period }

export class VerificationEndpoints extends HttpApiGroup.make("verifications")
  .add(
    HttpApiEndpoint.post("sample", "/v1/verifications/:period/sample", { params: period, headers: repeatableHeaders, payload: SampleToDraw, success: Sample, error: [...Problem.ofWrite, Problem.Conflict] })
      .annotate(Permission, "verification.sample")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotate(BodyOptional, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "drawSample",
        summary: "Draw a period's sample",
        description: "Once the month has ended; before that 409, with the instant from which it can be drawn, unless `partial` is true. A drawn sample stays drawn: asking again answers the same one, and 409 where another seed is given; only a sample that selected nothing is drawn again. Anyone can recompute it from the seed. An empty body will do."
      })),
    HttpApiEndpoint.post("extension", "/v1/verifications/:period/sample/extension", { params: period, headers: repeatableHeaders, payload: Reason, success: Sample, error: [...Problem.ofWrite, Problem.Conflict] })
      .annotate(Permission, "periods.close")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({
        identifier: "extendSample",
        summary: "Extend a drawn sample, with a reason",
        description: "Samples the present records by the same seed and rule, and adds what is not selected yet. A selected record stays selected. Who extended it, when and why is kept. 409 where the sample was not drawn."
      })),
    HttpApiEndpoint.post("next", "/v1/verifications/next", { payload: CallToTake, success: NextCall, error: Problem.ofBody })
      .annotate(Permission, "verification.call")
      .annotate(BodyOptional, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "takeNextCall",
        summary: "Take the next call",
        description: "The call is leased: no other agent gets it until an attempt is recorded or the lease ends. An agent who holds a call gets the same one again. Never about the agent's own records, never outside contact hours. The body may be empty."
      })),
    HttpApiEndpoint.post("attempt", "/v1/verifications/:id/attempts", {
      params: verification,
      headers: repeatableHeaders,
      payload: Attempt,
      success: AttemptRecorded.pipe(HttpApiSchema.status(201)),
      error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict]
    })
      .annotate(Permission, "verification.call")
      .annotateMerge(OpenApi.annotations({
        identifier: "recordAttempt",
        summary: "Record an attempt",
        description: "Of the agent to whom the call is leased; gives the lease back. 409 where it is not leased to him, and where another attempt has the id: an attempt never changes. " +
          "The CRM assistant imports attempts that were made elsewhere."
      })),
    HttpApiEndpoint.put("correction", "/v1/verifications/:id/attempts/:callId", {
      params: { ...verification, callId: Shape.Id },
      headers: repeatableHeaders,
      payload: Correction,
      success: AttemptRecorded,
      error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict]
    })
      .annotate(Permission, "verification.call")
      .annotateMerge(OpenApi.annotations({
        identifier: "correctAttempt",
        summary: "Correct an own attempt",
        description: "Within ten minutes from the attempt; later 409, and a supervisor reopens the verification. Both versions are kept."
      })),
    HttpApiEndpoint.post("requestReopening", "/v1/verifications/:id/reopening-request", {
      params: verification,
      headers: repeatableHeaders,
      payload: ReopeningToRequest,
      success: ReopeningRequest.pipe(HttpApiSchema.status(201)),
      error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict]
    })
      .annotate(Permission, "verification.call")
      .annotateMerge(OpenApi.annotations({
        identifier: "requestReopening",
        summary: "Ask a supervisor to reopen a concluded verification",
        description: "Of an agent who made an attempt at it. Asking again changes nothing until it is reopened. 409 while it is open."
      })),
    HttpApiEndpoint.get("reopeningRequests", "/v1/verifications/reopening-requests", { success: ReopeningRequests })
      .annotate(Permission, "verification.reopen")
      .annotateMerge(OpenApi.annotations({
        identifier: "listReopeningRequests",
        summary: "Requests to reopen verifications that wait for an answer",
        description: "Of the last sixty days, within the caller's view, the newest first."
      })),
    HttpApiEndpoint.get("attempts", "/v1/verifications/:id/attempts", { params: verification, success: Attempts, error: Problem.NotFound })
      .annotate(Permission, "verification.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "getAttempts",
        summary: "The attempts at a verification",
        description: "Who called, when, what the customer said, and why it was opened again; of records within the caller's view. The list is empty where no call was made."
      })),
    HttpApiEndpoint.post("reopen", "/v1/verifications/:id/reopening", { params: verification, headers: repeatableHeaders, payload: Reason, success: VerificationReopened, error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict] })
      .annotate(Permission, "verification.reopen")
      .annotateMerge(OpenApi.annotations({
        identifier: "reopenVerification",
        summary: "Reopen a concluded verification, with a reason",
        description: "Its attempts so far conclude nothing any more, and it is in the queue again. A manager reopens what he reads; beyond that it is 404 as for whatever he reads."
      })),
    HttpApiEndpoint.get("results", "/v1/verifications/:period/results", { params: period, query: { asOf: optional(Shape.Instant) }, success: VerificationResults })
      .annotate(Permission, "verification.read")
      .annotate(HeavyWork.Heavy, HeavyWork.asOfAnInstant)
      .annotate(HeavyWork.Repeated, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "getVerificationResults",
        summary: "What the calls came to, by advisor",
        description: "With the failed share's interval, and whether the advisor is flagged for the manager."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "verifications", description: "Verification calls." }))
{}
