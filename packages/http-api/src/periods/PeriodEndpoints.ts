/** Closing a period, reopening it, and its frozen result (*Cierre*). */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { BodyOptional, Permission, repeatableHeaders } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"
import { Reason } from "../verifications/VerificationEndpoints.ts"

const optional = Schema.optionalKey

const link = {
  period: Shape.Period,
  sequence: Schema.Natural.annotate({ description: "Its place in the dealership's chain, from 0." }),
  digest: Schema.String.annotate({ description: "SHA-256 of the snapshot's canonical JSON (RFC 8785)." }),
  previousDigest: Schema.String.annotate({ description: "The digest before it in the chain; empty for the first." }),
  closedAt: Shape.Instant,
  closedBy: Schema.String.annotate({ description: "The employee who closed it, or the role." })
}

const accountName = optional(Schema.String.annotate({ description: "The name of the account or key with which it was done, to those who read the audit." }))

export const ClosedPeriod = Schema.Struct(link).annotate({ identifier: "ClosedPeriod" })

export const PeriodReopened = Schema.Struct({ period: Shape.Period, sequence: Schema.Natural, at: Shape.Instant, by: Schema.String, reason: Schema.String }).annotate({
  identifier: "PeriodReopened"
})

export const Snapshot = Schema.Struct({ ...link, state: Schema.Literals(["closed", "reopened"]), content: Schema.String.annotate({ description: "The canonical text. The digest is the SHA-256 of its UTF-8 bytes." }) })
  .annotate({ identifier: "Snapshot" })

export const Chain = Schema.Struct({
  items: Schema.Array(Schema.Struct({ ...link, closedByName: accountName, reopening: Schema.NullOr(Schema.Struct({ ...PeriodReopened.fields, byName: accountName })) })),
  nextCursor: Schema.NullOr(Schema.String)
}).annotate({ identifier: "Chain", description: "The dealership's snapshots, in the order in which they were made." })

const Indicator = Schema.Struct({
  registered: Schema.Natural,
  valid: Schema.Natural,
  invalid: Schema.Natural,
  pending: Schema.Natural,
  goal: Schema.Natural,
  percent: Schema.NullOr(Schema.Finite),
  color: Shape.Color
})

const complianceFields = {
  leads: Schema.Natural,
  met: Schema.Natural,
  late: Schema.Natural,
  missed: Schema.Natural,
  upcoming: Schema.Natural,
  cancelled: Schema.Natural,
  percent: Schema.NullOr(Schema.Finite),
  color: Shape.Color,
  lostWithoutContact: Schema.Natural
}

const RecordVerdict = Schema.Struct({ verdict: Shape.Verdict, reasons: Schema.Array(Schema.String), warnings: Schema.Array(Schema.String) })
const Figures = Schema.Record(Schema.String, Schema.Union([Schema.Finite, Schema.String, Schema.Null]))

const LaterCall = Schema.Struct({
  callId: Schema.String,
  subjectType: Shape.SubjectType,
  subjectId: Schema.String,
  agentId: Schema.String,
  attemptedAt: Shape.Instant,
  outcome: Shape.CallOutcome,
  receivedAt: Shape.Instant
})

export const ClosingPreview = Schema.Struct({
  period: Shape.Period,
  asOf: Shape.Instant,
  state: Schema.Literals(["open", "closed", "reopened"]),
  closableFrom: Shape.Instant,
  company: Schema.Struct({ prospecting: Indicator, followUp: Indicator, compliance: Schema.Struct(complianceFields) }),
  byAdvisor: Schema.Array(Schema.Struct({ id: Schema.String, prospecting: Indicator, followUp: Indicator })),
  sampleDrawnAt: Schema.NullOr(Shape.Instant),
  openVerifications: Schema.Struct({
    countedAs: Schema.Literals(["pending", "valid"]),
    records: Schema.Array(Schema.Struct({ subject: Shape.SubjectType, id: Schema.String, advisorId: Schema.String }))
  }),
  goalsMissing: Schema.Array(Schema.Struct({ advisorId: Schema.String })).annotate({ description: "Advisors of the period without a goal." }),
  callsLeftOut: Schema.Array(LaterCall).annotate({ description: "Calls about records of the period that were made after `asOf`." })
}).annotate({ identifier: "ClosingPreview", description: "What a close as of an instant would freeze, and what it would leave out." })

export const Amendment = Schema.Struct({
  period: Shape.Period,
  sequence: Schema.Natural,
  digest: Schema.String,
  asOf: Shape.Instant,
  late: Schema.Array(Schema.Struct({ subject: Shape.SubjectType, id: Schema.String, receivedAt: Shape.Instant })),
  laterCalls: Schema.Array(LaterCall).annotate({ description: "Calls about records of the period that were made after the instant as of which it was closed, or arrived after the close. They count in what is judged as of a later instant." }),
  laterWaivers: Schema.Array(Schema.Struct({
    waiverId: Schema.String,
    subjectType: Shape.SubjectType,
    subjectId: Schema.String,
    code: Schema.String,
    grantedAt: Shape.Instant,
    grantedBy: Schema.String
  })).annotate({ description: "Waivers of records of the period that were granted after that instant, or came after the close. They count in what is judged as of a later instant." }),
  verdicts: Schema.Array(Schema.Struct({ subject: Shape.SubjectType, id: Schema.String, before: Schema.NullOr(RecordVerdict), after: Schema.NullOr(RecordVerdict) })),
  indicators: Schema.Array(Schema.Struct({
    by: Schema.Literals(["company", "branch", "brand", "advisor"]),
    id: Schema.NullOr(Schema.String),
    indicator: Schema.Literals(["prospecting", "follow-up", "compliance"]),
    before: Schema.NullOr(Figures),
    after: Schema.NullOr(Figures)
  }))
}).annotate({ identifier: "Amendment", description: "What came after the close, beside the frozen result, which it never changes." })

export const PeriodToClose = Schema.Struct({
  asOf: optional(Shape.instantFor("As of when it is judged: at or after its end; by default now, so that the verification calls count.")),
  seed: optional(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200)))
}).annotate({ identifier: "PeriodToClose" })

const params = { period: Shape.Period }

const snapshotQuery = {
  sequence: optional(Schema.NumberFromString.check(Schema.isInt(), Schema.isGreaterThanOrEqualTo(0)).annotate({ description: "Its place in the dealership's chain." })),
  digest: optional(Schema.String.annotate({ description: "Its digest." }))
}

export class PeriodEndpoints extends HttpApiGroup.make("periods")
  .add(
    HttpApiEndpoint.post("close", "/v1/periods/:period/close", { params, headers: repeatableHeaders, payload: PeriodToClose, success: ClosedPeriod, error: [...Problem.ofWrite, Problem.Conflict] })
      .annotate(Permission, "periods.close")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotate(BodyOptional, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "closePeriod",
        summary: "Close a period",
        description: "Freezes its result into a snapshot, chained to the one before. 409 when it is closed, or not over yet. An empty body will do."
      })),
    HttpApiEndpoint.get("closing", "/v1/periods/:period/closing", { params, query: { asOf: optional(Shape.Instant) }, success: ClosingPreview })
      .annotate(Permission, "periods.read")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({
        identifier: "previewClosing",
        summary: "What closing a period would freeze, and what it would leave out",
        description: "`asOf` by default now, as for the close. Stores nothing."
      })),
    HttpApiEndpoint.post("reopen", "/v1/periods/:period/reopen", { params, headers: repeatableHeaders, payload: Reason, success: PeriodReopened, error: [...Problem.ofWrite, Problem.Conflict] })
      .annotate(Permission, "periods.reopen")
      .annotateMerge(OpenApi.annotations({ identifier: "reopenPeriod", summary: "Reopen a closed period, with a reason", description: "Its snapshot stays in the chain. 409 when it is not closed." })),
    HttpApiEndpoint.get("snapshot", "/v1/periods/:period/snapshot", { params, query: snapshotQuery, success: Snapshot, error: Problem.NotFound })
      .annotate(Permission, "periods.read")
      .annotateMerge(OpenApi.annotations({ identifier: "getSnapshot", summary: "A snapshot of a period", description: "The last one; by `sequence` or `digest` an earlier one, whose period was reopened since. 404 for a period that was never closed." })),
    HttpApiEndpoint.get("amendment", "/v1/periods/:period/amendment", { params, query: { asOf: optional(Shape.Instant) }, success: Amendment, error: Problem.NotFound })
      .annotate(Permission, "periods.read")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({ identifier: "getAmendment", summary: "What has changed since a period was closed", description: "404 for a period that was never closed." })),
    HttpApiEndpoint.get("periods", "/v1/periods", { query: Shape.pageQuery, success: Chain })
      .annotate(Permission, "periods.read")
      .annotateMerge(OpenApi.annotations({ identifier: "listSnapshots", summary: "The chain of snapshots", description: "With what reopened each." }))
  )
  .annotateMerge(OpenApi.annotations({ title: "periods", description: "The close of a period." }))
{}
