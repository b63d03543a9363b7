/** What the reader has to do today (*Mi día*). */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission } from "../access/Gate.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

/** The kinds of tasks. More may come. */
const kinds = [
  "lead-due-today", "lead-overdue", "lead-escalated", "lead-red-by-advisor", "call-left", "call-done", "appeal-answered", "appeal-overdue", "appeal-open", "person-request-overdue", "person-request-open", "policy-draft-open", "policy-draft-answered", "import-rejected", "webhook-paused",
  "record-stopped-counting", "record-counts-again", "sample-not-drawn", "verification-open", "goal-missing", "period-not-closed"
] as const

/** Where an item or a task leads: a view, and what it shows. */
export const Target = Schema.Struct({
  view: Schema.Literals(["leads", "prospect", "activity", "prospects", "activities", "calls", "appeals", "person-requests", "goals", "closing", "imports", "policy", "messages"]),
  id: optional(Schema.String),
  query: optional(Schema.Record(Schema.String, Schema.String)).annotate({ description: "As the list of that view takes it." })
}).annotate({ identifier: "TodayTarget", description: "What to open: a view, one record of it, or a list with its filters." })

export const TodayItem = Schema.Struct({
  subject: Schema.Literals(["prospect", "activity", "advisor", "period", "person-request", "import", "policy", "webhook"]),
  id: Schema.String,
  advisorId: optional(Schema.String),
  branchId: optional(Schema.String),
  brandId: optional(Schema.String),
  customerName: optional(Schema.String),
  obligation: optional(Schema.Literals(["first-contact", "promised-step"])).annotate({ description: "What is owed to the lead." }),
  due: optional(Shape.Instant),
  daysSinceLast: optional(Schema.Int),
  redSince: optional(Shape.Instant),
  escalation: optional(Schema.Literals(["advisor", "manager", "general-manager"])),
  count: optional(Schema.Natural).annotate({ description: "Of an advisor: how many red leads. Of a call: how many attempts count. Of an import: how many rows were rejected." }),
  before: optional(Shape.Verdict),
  verdict: optional(Shape.Verdict),
  reasons: optional(Schema.Array(Schema.String)),
  at: optional(Shape.Instant),
  file: optional(Schema.String).annotate({ description: "Of an import: the name of its file." }),
  code: optional(Schema.String).annotate({ description: "Of an appeal: the code of the rule that is disputed." }),
  decision: optional(Schema.Literals(["granted", "refused"])).annotate({ description: "Of an answered appeal or draft of the policy." }),
  comment: optional(Schema.String).annotate({ description: "Of a draft of the policy: why the policy changes." }),
  request: optional(Schema.Literals(["consulta", "reclamo"])).annotate({ description: "Of a request about personal data. It does not say whose." }),
  target: Target
}).annotate({ identifier: "TodayItem" })

export const TodayTask = Schema.Struct({
  kind: Schema.Literals(kinds),
  period: optional(Shape.Period),
  count: Schema.Natural.annotate({ description: "Of all things, also those that are not listed." }),
  items: Schema.Array(TodayItem).annotate({ description: "The most urgent first, at most 25." }),
  target: Target
}).annotate({ identifier: "TodayTask" })

export const Today = Schema.Struct({
  scope: Shape.Scope,
  asOf: Shape.Instant,
  since: Shape.Instant,
  tasks: Schema.Array(TodayTask).annotate({ description: "The tasks of the reader's role, in the order of urgency, also those with nothing to do. More kinds may come." })
}).annotate({ identifier: "Today" })

export class TodayEndpoints extends HttpApiGroup.make("today")
  .add(
    HttpApiEndpoint.get("today", "/v1/today", {
      query: { since: optional(Shape.instantFor("Since when changed verdicts are told; by default the start of the day before, and at most 31 days ago.")) },
      success: Today
    })
      .annotate(Permission, "today.read")
      .annotateMerge(OpenApi.annotations({
        identifier: "getToday",
        summary: "What the reader has to do today",
        description: "An advisor: the leads that owe something today or are overdue, records that stopped counting, and appeals that were answered. An agent: calls left and done. A manager: red leads " +
          "by advisor, and those that were escalated. The CRM assistant: calls, appeals that wait for a decision, imports with rejected rows, webhooks that are paused, answers to drafts of the policy, requests about personal data with their last day (the general manager too), and what the close of the month before waits for. The general manager: drafts of the policy that wait for an approval. Within the reader's scope."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "today", description: "What to do today." }))
{}
