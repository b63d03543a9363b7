/** Both indicators of every group of a period, and what they would be under another policy. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import { Compliance } from "../leads/LeadEndpoints.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey
const Percent = Schema.NullOr(Schema.Finite).annotate({ description: "With one decimal, rounded half up; null without a goal." })

/** A count. Sums of goals may exceed the exact integers. */
const Count = Schema.Finite

const counts = {
  registered: Count,
  valid: Count,
  invalid: Count,
  pending: Count,
  goal: Count,
  percent: Percent,
  color: Shape.Color
}

const line = {
  ...counts,
  pace: Schema.Struct({
    elapsedDays: Count,
    totalDays: Count,
    goalToDate: Schema.Struct({ numerator: Count, denominator: Count }),
    percent: Percent,
    projection: Schema.NullOr(Count)
  }).annotate({ description: "As the month runs, in business days; the goal to date is an exact fraction." }),
  previousColor: Schema.NullOr(Shape.Color).annotate({ description: "The colour of the month before; null where that has neither records nor goals." }),
  reasons: Schema.Array(Schema.Struct({ code: Schema.String, count: Count })).annotate({ description: "The most frequent first." })
}

export const IndicatorLine = Schema.Struct(line).annotate({ identifier: "IndicatorLine" })
export const FollowUpLine = Schema.Struct({ ...line, planned: Count, performed: Count }).annotate({ identifier: "FollowUpLine" })

const Keys = Schema.Struct({ advisor: optional(Schema.String), branch: optional(Schema.String), brand: optional(Schema.String), line: optional(Schema.String) })

export const Group = Schema.Struct({
  id: Schema.NullOr(Schema.String).annotate({ description: "The group's id where it is grouped by one dimension; null for the company and for two." }),
  keys: Keys,
  prospecting: IndicatorLine,
  followUp: FollowUpLine
}).annotate({ identifier: "ScorecardGroup" })

const CourseDay = Schema.Struct({
  day: Schema.Natural,
  valid: Schema.NullOr(Schema.Natural),
  pace: Schema.Struct({ numerator: Count, denominator: Count })
}).annotate({ identifier: "CourseDay", description: "Valid ones up to the end of the day (null after `asOf`), and the goal to that day, an exact fraction." })

const Closed = Schema.Struct({
  sequence: Schema.Natural.annotate({ description: "The snapshot's place in the dealership's chain." }),
  digest: Schema.String.annotate({ description: "SHA-256 of the snapshot." }),
  closedAt: Shape.Instant,
  figures: Schema.Literals(["frozen", "current"]).annotate({
    description: "`frozen`: what the close froze, whatever has come since. `current`: the records as they stand now; asked as of an instant within the month, or closed by a version or with rules that this server does not have."
  })
}).annotate({ identifier: "ClosedFigures", description: "Of a closed period only: the snapshot that closed it. What has come since stands in its amendment." })

export const Scorecard = Schema.Struct({
  scope: Shape.Scope,
  period: Shape.Period,
  asOf: Shape.Instant,
  policy: Schema.String,
  by: Schema.Array(Schema.String),
  groups: Schema.Array(Group).annotate({ description: "Sorted by their ids in code point order." }),
  closed: optional(Closed),
  course: optional(Schema.Struct({ prospecting: Schema.Array(CourseDay), followUp: Schema.Array(CourseDay) })).annotate({
    description: "The month day by day of all that the answer covers: with `by=company`, and for an advisor. Absent where the days are not known: months that an earlier release closed keep them for the whole dealership only."
  })
}).annotate({ identifier: "Scorecard" })

/** The dimension of the groups, or two with a comma. */
export const By = Schema.String.check(Schema.isPattern(/^(company|(advisor|branch|brand|line)(,(advisor|branch|brand|line))?)$/)).annotate({
  description: "`company` (default), `advisor`, `branch`, `brand`, `line`, or two of the latter with a comma.",
  examples: ["advisor", "branch,advisor"]
})

const Threshold = Schema.Struct({ yellow: Schema.Finite, green: Schema.Finite })

/** The differences to the policy in force: thresholds in percent, effects of rules by code, parameters by name. */
export const OtherPolicy = Schema.Struct({
  thresholds: optional(Schema.Struct({ prospecting: optional(Threshold), followUp: optional(Threshold), compliance: optional(Threshold) })),
  rules: optional(Schema.Struct({
    prospect: optional(Schema.Record(Schema.String, Schema.Literals(["invalidates", "warns", "off"]))),
    activity: optional(Schema.Record(Schema.String, Schema.Literals(["invalidates", "warns", "off"])))
  })),
  parameters: optional(Schema.Record(Schema.String, Schema.Unknown))
}).annotate({ identifier: "OtherPolicy", examples: [{ thresholds: { prospecting: { yellow: 70, green: 90 } } }] })

const Side = Schema.Struct({ valid: Count, goal: Count, percent: Percent, color: Shape.Color })

export const Comparison = Schema.Struct({
  period: Shape.Period,
  asOf: Shape.Instant,
  policy: Schema.Array(Schema.Struct({ pointer: Schema.String, before: Schema.Unknown, after: Schema.Unknown })),
  indicators: Schema.Array(Schema.Struct({ keys: Keys, indicator: Schema.Literals(["prospecting", "follow-up"]), before: Side, after: Side })),
  compliance: Schema.Array(Schema.Struct({
    by: Schema.Literals(["company", "branch", "advisor"]),
    id: Schema.NullOr(Schema.String),
    before: Schema.Struct(Compliance),
    after: Schema.Struct(Compliance)
  })).annotate({ description: "The groups whose obligations to leads would have other states; the company has no id." }),
  rules: Schema.Array(Schema.Struct({ subject: Shape.SubjectType, code: Schema.String, added: Schema.Natural, removed: Schema.Natural })),
  verdicts: Schema.Array(Schema.Struct({
    subject: Shape.SubjectType,
    id: Schema.String,
    before: Shape.Verdict,
    after: Shape.Verdict,
    addedReasons: Schema.Array(Schema.String),
    removedReasons: Schema.Array(Schema.String)
  })).annotate({ description: "At most a thousand." }),
  verdictsOmitted: Schema.Natural
}).annotate({ identifier: "Comparison" })

const params = { period: Shape.Period }

export class ScorecardEndpoints extends HttpApiGroup.make("scorecards")
  .add(
    HttpApiEndpoint.get("scorecard", "/v1/scorecards/:period", { params, query: { by: optional(By), advisor: optional(Shape.Id), branch: optional(Shape.Id), brand: optional(Shape.Id), asOf: optional(Shape.Instant) }, success: Scorecard })
      .annotate(Permission, "scorecard.read")
      .annotate(HeavyWork.Heavy, HeavyWork.asOfAnInstant)
      .annotate(HeavyWork.Repeated, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "getScorecard",
        summary: "Both indicators of every group",
        description: "`asOf` by default now. `advisor`, `branch` and `brand` narrow it to their records. A manager sees the groups of his branches or line; an advisor his own, and only `by=advisor`. Of a closed period, asked as of its end or later, the figures are those that were frozen, and `asOf` the instant that it was closed as of; `closed` says so."
      })),
    HttpApiEndpoint.post("compare", "/v1/what-if/:period", { params, query: { asOf: optional(Shape.Instant) }, payload: OtherPolicy, success: Comparison, error: Problem.ofBody })
      .annotate(Permission, "policy.compare")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({
        identifier: "comparePolicies",
        summary: "What would change under another policy",
        description: "On the same records. Stores nothing: which verdicts, indicators and colours would change, and by which rule or parameter."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "scorecards", description: "Indicators and semaphores." }))
{}
