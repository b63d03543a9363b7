/**
 * The values that requests and answers are made of: ids, instants, periods, and the records with the names of the canonical
 * files. The fields of prospects and activities come from core's descriptions of them.
 */
import * as DescribedActivity from "@crm-procedure/core/records/Activity"
import type { Description } from "@crm-procedure/core/records/Field"
import * as DescribedProspect from "@crm-procedure/core/records/Prospect"
import * as Access from "@crm-procedure/core/records/Access"
import * as Directory from "@crm-procedure/core/records/Directory"
import * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import * as Schema from "effect/Schema"

/** An id: 1 to 64 characters, opaque, unique within its kind. */
export const Id = Schema.String.annotate({ description: "1 to 64 characters, opaque, unique within its kind.", examples: ["P-1042"] })

/** A calendar month of the dealership's zone, from 1970 to 2199. */
export const Period = Schema.String.check(Schema.isPattern(/^(19[7-9][0-9]|2[01][0-9]{2})-(0[1-9]|1[0-2])$/)).annotate({
  identifier: "Period",
  description: "A calendar month in the dealership's time zone, from 1970 to 2199.",
  examples: ["2024-03"]
})

/** An instant: ISO 8601. One without an offset is read in the dealership's zone; a date alone is the start of that local day. */
export const Instant = Schema.String.annotate({
  identifier: "Instant",
  description: "ISO 8601. Without an offset it is read in the dealership's time zone; a date alone is the start of that local day. Answers carry the local offset.",
  examples: ["2024-03-05T18:00:00-05:00"]
})

/** An instant with something to say of its own. */
export const instantFor = (description: string) => Schema.String.annotate({ description: `ISO 8601. ${description}`, examples: ["2024-03-05T18:00:00-05:00"] })

export const Color = Schema.Literals(["green", "yellow", "red", "none"]).annotate({ identifier: "Color", description: "A semaphore's colour; `none` where there is no goal or nothing is owed." })

export const Verdict = Schema.Literals(["valid", "invalid", "pending"]).annotate({ identifier: "Verdict" })

const optional = Schema.optionalKey

/** A list of values a page at a time: `nextCursor` leads to the next one, null after the last. */
export const page = <S extends Schema.Top>(item: S) =>
  Schema.Struct({
    items: Schema.Array(item),
    nextCursor: Schema.NullOr(Schema.String).annotate({ description: "Give it back as `cursor` for the next page; null after the last." })
  })

export const BusinessLine = Schema.Literals(["cars", "motorcycles"])

/** What an answer that depends on its reader covers. */
export const Scope = Schema.Struct({
  kind: Schema.Literals(["dealership", "places", "advisor", "brands", "queue"]),
  advisorId: Schema.NullOr(Schema.String),
  branches: Schema.NullOr(Schema.Array(Schema.String)).annotate({ description: "Null: every branch." }),
  lines: Schema.NullOr(Schema.Array(BusinessLine)).annotate({ description: "Null: every line." }),
  brands: Schema.NullOr(Schema.Array(Schema.String)).annotate({ description: "Null: every brand." }),
  partial: Schema.Array(Schema.Struct({ branchId: Schema.String, leftOutLines: Schema.Array(BusinessLine) })).annotate({
    description: "Branches of which the reader sees a part, with the lines that are left out: their figures are not the whole branch's."
  })
}).annotate({ identifier: "Scope", description: "The reader's scope. The same scope gives the same figures to every reader." })

/** What every list takes. */
export const pageQuery = {
  cursor: optional(Schema.String.annotate({ description: "`nextCursor` of the page before." })),
  limit: optional(Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 1000 })).annotate({ description: "How many at most; default 100." }))
}

/** The values of a field as the contract writes them. */
type Value<D extends Description> = D["kind"] extends "instant" ? typeof Instant
  : D["kind"] extends "id" ? typeof Id
  : D["kind"] extends "integer" ? typeof Schema.Natural
  : D["kind"] extends "boolean" ? typeof Schema.Boolean
  : D extends { readonly values: infer Values extends ReadonlyArray<string> } ? Schema.Literals<Values>
  : typeof Schema.String

type FieldsOf<Descriptions extends Readonly<Record<string, Description>>> = {
  readonly [Name in keyof Descriptions]: Descriptions[Name] extends { readonly required: true } ? Value<Descriptions[Name]>
    : Schema.optionalKey<Value<Descriptions[Name]>>
}

const valueOf = ({ kind, values }: Description): Schema.Top => {
  switch (kind) {
    case "instant":
      return Instant
    case "id":
      return Id
    case "integer":
      return Schema.Natural
    case "boolean":
      return Schema.Boolean
    default:
      return values === undefined ? Schema.String : Schema.Literals(values)
  }
}

/** The fields of a record as they are sent, made from core's descriptions of them. */
const fieldsOf = <const D extends Readonly<Record<string, Description>>>(descriptions: D): FieldsOf<D> =>
  Object.fromEntries(Object.entries<Description>(descriptions).map(([name, one]) =>
    [name, one.required === true ? valueOf(one) : optional(valueOf(one))])) as unknown as FieldsOf<D>

const { prospectId, ...describedProspect } = DescribedProspect.descriptions
const { activityId, ...describedActivity } = DescribedActivity.descriptions

/** A prospect as it is sent, but for its id. */
export const prospectFields = fieldsOf(describedProspect)

const exampleProspect = {
  prospectId: "P-1042",
  createdAt: "2024-03-05T10:12:00-05:00",
  advisorId: "A-7",
  branchId: "S-1",
  brandId: "B-2",
  fullName: "Ana María Ñáñez Gil",
  documentType: "CC",
  documentNumber: "1032456789",
  phone: "+573001234567",
  source: "brand-crm",
  interest: "Motocicleta 160",
  consentAt: "2024-03-05T10:10:00-05:00"
}

/** A prospect as it is sent: the columns of `prospects.csv` in camel case. */
export const Prospect = Schema.Struct({ ...fieldsOf({ prospectId }), ...prospectFields }).annotate({
  identifier: "Prospect",
  description: "A possible customer whom an advisor registered. `null`, a missing key and a blank text are absent; other keys are left alone.",
  examples: [exampleProspect]
})

/** An activity as it is sent, but for its id. */
export const activityFields = fieldsOf(describedActivity)

const exampleActivity = {
  activityId: "C-5001",
  prospectId: "P-1042",
  advisorId: "A-7",
  type: "call",
  status: "performed",
  performedAt: "2024-03-05T15:30:00-05:00",
  outcome: "interested",
  note: "Pidió cotización de la 160 y volverá el sábado"
} as const

/** An activity as it is sent: the columns of `activities.csv` in camel case. */
export const Activity = Schema.Struct({ ...fieldsOf({ activityId }), ...activityFields }).annotate({
  identifier: "Activity",
  description: "One follow-up contact with a prospect, planned or performed. It needs one of `performedAt`, `plannedFor` and `recordedAt`.",
  examples: [exampleActivity]
})

/** A goal row; its period stands in the path. */
export const Goal = Schema.Struct({ advisorId: Id, branchId: Id, brandId: Id, prospects: Schema.Natural, activities: Schema.Natural }).annotate({
  identifier: "Goal",
  description: "How many valid prospects and valid performed activities were agreed for an advisor, a branch and a brand.",
  examples: [{ advisorId: "A-7", branchId: "S-1", brandId: "B-2", prospects: 40, activities: 120 }]
})

export const SubjectType = Schema.Literals(["prospect", "activity"])

export const CallOutcome = Schema.Literals(VerificationCall.outcomes).annotate({ identifier: "CallOutcome" })

export const Role = Schema.Literals(Access.roles).annotate({ identifier: "Role" })


/** A branch, a brand and an employee as the directory shows them to those who read results; phones, e-mails and documents only to the CRM assistant. */
export const DirectoryView = Schema.Struct({
  branches: Schema.Array(Schema.Struct({ branchId: Schema.String, name: Schema.String, city: optional(Schema.String) })),
  brands: Schema.Array(Schema.Struct({ brandId: Schema.String, name: Schema.String, line: optional(BusinessLine) })),
  employees: Schema.Array(Schema.Struct({
    employeeId: Schema.String,
    name: Schema.String,
    role: Schema.Literals(Directory.roles),
    branchId: optional(Schema.String),
    line: optional(BusinessLine),
    activeFrom: Schema.String,
    activeTo: optional(Schema.String),
    brandIds: optional(Schema.Array(Schema.String)),
    phone: optional(Schema.String),
    email: optional(Schema.String),
    documentType: optional(Schema.String),
    documentNumber: optional(Schema.String),
    erasedAt: optional(Instant.annotate({ description: "When the person was erased. The name is the id since then." }))
  }))
}).annotate({ identifier: "Directory", description: "Who works where, for names beside ids. Phones, e-mails and documents only where the CRM assistant asks for them." })
