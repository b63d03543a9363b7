/** The verdict of a record with its reasons and warnings. Each has a message for people and the place that it comes from. */
import * as Schema from "effect/Schema"
import { BilingualText } from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

/** Where a rule or a number comes from. */
export const Provenance = Schema.Struct({
  kind: Schema.Literals(["document", "law", "assumption"]),
  reference: Schema.String,
  note: optional(BilingualText)
}).annotate({ identifier: "Provenance", description: "`document`: the procedure says it; `law`: a law does; `assumption`: neither, it was chosen." })

/** A rule that spoke. */
export const Reason = Schema.Struct({
  code: Schema.String,
  outcome: Schema.Literals(["fails", "undecided"]),
  message: BilingualText,
  field: Schema.String.annotate({ description: "The record's field that the rule is about." }),
  evidence: Schema.Struct({
    otherRecordId: optional(Schema.String),
    found: optional(Schema.String),
    expected: optional(Schema.String),
    detail: optional(Schema.String)
  }).annotate({ description: "Ids, codes and counts; `otherRecordId` is the record that this one repeats or depends on." }),
  provenance: Provenance,
  verifies: Schema.String.annotate({ description: "The clause of the procedure that the rule serves." })
}).annotate({ identifier: "Reason" })

/** A rule that is excused by a waiver. */
export const Waived = Schema.Struct({
  code: Schema.String,
  message: BilingualText,
  waiverId: Schema.String,
  grantedAt: Shape.Instant,
  grantedBy: Schema.String,
  reason: Schema.String.annotate({ description: "Why it was granted, as the person who granted it wrote; empty after an erasure." })
}).annotate({ identifier: "Waived", description: "A rule that would be among the reasons or warnings, and the waiver that excuses it." })

const explanation = {
  reasons: Schema.Array(Reason).annotate({ description: "The invalidating rules that fail or are undecided, in the order of the policy. Empty exactly when the verdict is `valid`." }),
  warnings: Schema.Array(Reason).annotate({ description: "The warning rules that fail." }),
  waived: optional(Schema.Array(Waived)).annotate({ description: "What waivers took out of the reasons and warnings. Absent where none did." })
}

/** A fault of a record that can't be read. */
export const RecordFault = Schema.Struct({
  pointer: Schema.String.annotate({ description: "A JSON pointer into the record; empty: the record as a whole." }),
  found: Schema.String.annotate({ description: "What was there; empty where it would name a person." }),
  expected: BilingualText
}).annotate({ identifier: "RecordFault" })

/** The result for one record. */
export const ValidationResult = Schema.Struct({
  id: Schema.NullOr(Schema.String).annotate({ description: "The record's id; null where it has none that can be read." }),
  verdict: Schema.Literals(["valid", "invalid", "pending", "unreadable"]),
  ...explanation,
  forgottenLines: optional(Schema.Natural.annotate({
    description: "Only in a stream: the first lines of the request, so many, that the server no longer remembered when it judged this record. Absent: it was compared with all that came before."
  })),
  faults: optional(Schema.Array(RecordFault)).annotate({ description: "Why it can't be read, or is none that this key may ask about; only with `unreadable`." })
}).annotate({
  identifier: "ValidationResult",
  examples: [{ id: "P-1042", verdict: "valid", reasons: [], warnings: [] }]
})
export type ValidationResult = typeof ValidationResult.Type

/** The month that a record belongs to: any, however far its date is. */
const RecordPeriod = Schema.String.annotate({ description: "The month that the record belongs to.", examples: ["2024-03"] })

/** Whether a record counts in what a closed month froze. */
const Late = optional(Schema.Boolean).annotate({
  description: "`true`: it came after its month was closed, and does not count in the frozen result. Absent otherwise."
})

/** The stored verdict of a record. */
const stored = {
  id: Schema.String,
  verdict: Shape.Verdict,
  ...explanation,
  period: RecordPeriod,
  revision: Schema.Natural.annotate({ description: "How often the record has changed since it first came; the ETag says it too." }),
  receivedAt: Shape.Instant,
  late: Late
}

/** The verdict that a record was stored with. */
export const StoredVerdict = Schema.Struct(stored).annotate({ identifier: "StoredVerdict" })
export type StoredVerdict = typeof StoredVerdict.Type

const unknownCells = optional(Schema.Record(Schema.String, Schema.String)).annotate({ description: "Cells of the imported row that no field takes, by column." })

/** A stored prospect: the record and its verdict. It can be sent back as it is. */
export const StoredProspect = Schema.Struct({ prospectId: Shape.Id, ...Shape.prospectFields, erasedAt: optional(Shape.Instant), unknownCells, ...stored }).annotate({
  identifier: "StoredProspect",
  description: "The record with its stored verdict. `erasedAt`: what identified the person was erased then."
})
export type StoredProspect = typeof StoredProspect.Type

/** A stored activity: the record and its verdict. It can be sent back as it is. */
export const StoredActivity = Schema.Struct({ activityId: Shape.Id, ...Shape.activityFields, erasedAt: optional(Shape.Instant), unknownCells, ...stored }).annotate({
  identifier: "StoredActivity",
  description: "The record with its stored verdict. `erasedAt`: what identified its customer was erased then."
})
export type StoredActivity = typeof StoredActivity.Type

const listed = {
  id: Schema.String,
  advisorId: Schema.String,
  branchId: optional(Schema.String),
  brandId: optional(Schema.String),
  verdict: Shape.Verdict,
  reasons: Schema.Array(Schema.String).annotate({ description: "Codes, in the order of the policy." }),
  warnings: Schema.Array(Schema.String),
  waived: optional(Schema.Array(Schema.String)).annotate({ description: "Codes that waivers took out of the reasons and warnings. Absent where none did." }),
  period: RecordPeriod,
  late: Late
}

/** A prospect in a list: its place and its verdict by codes. */
export const ListedProspect = Schema.Struct({
  ...listed,
  createdAt: Shape.Instant,
  fullName: optional(Schema.String),
  phone: optional(Schema.String),
  email: optional(Schema.String),
  source: optional(Schema.String),
  interest: optional(Schema.String),
  stage: Schema.Literals(["open", "won", "lost"])
}).annotate({
  identifier: "ListedProspect"
})
export type ListedProspect = typeof ListedProspect.Type

/** An activity in a list: its place and its verdict by codes. */
export const ListedActivity = Schema.Struct({
  ...listed,
  prospectId: Schema.String,
  customerName: optional(Schema.String),
  customerPhone: optional(Schema.String),
  type: Schema.String,
  status: Schema.Literals(["planned", "performed", "cancelled"]),
  outcome: optional(Schema.String),
  at: Shape.Instant
}).annotate({
  identifier: "ListedActivity"
})
export type ListedActivity = typeof ListedActivity.Type

const Counted = Schema.Array(Schema.Struct({ id: Schema.String, count: Schema.Natural }))

/** How many records each value of a filter would leave. */
export const ListCounts = Schema.Struct({
  verdicts: Schema.Struct({ valid: Schema.Natural, invalid: Schema.Natural, pending: Schema.Natural }),
  reasons: Counted,
  advisors: Counted,
  branches: Counted,
  brands: Counted
}).annotate({ identifier: "ListCounts", description: "How many records each value of a filter would leave, with the other filters as they are; the greatest first." })

/** A page of records with how many there are. */
export const recordPage = <S extends Schema.Top>(item: S) =>
  Schema.Struct({
    ...Shape.page(item).fields,
    total: Schema.Natural.annotate({ description: "How many records the filters leave." }),
    scope: Shape.Scope,
    counts: ListCounts
  })
