/** Leads, their colours and their assignment, and the compliance report (*Reporte de cumplimiento CRM*). */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders } from "../access/Gate.ts"
import * as ListQuery from "../lists/ListQuery.ts"
import { StoredVerdict } from "../validations/Judged.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey
const Level = Schema.Literals(["advisor", "manager", "general-manager"])

export const Obligation = Schema.Struct({
  kind: Schema.Literals(["first-contact", "promised-step"]),
  due: Shape.Instant,
  state: Schema.Literals(["met", "late", "missed", "upcoming", "cancelled"])
})

export const Lead = Schema.Struct({
  prospectId: Schema.String,
  advisorId: Schema.String,
  branchId: Schema.String,
  brandId: Schema.String,
  fullName: optional(Schema.String),
  phone: optional(Schema.String),
  stage: optional(Schema.Literals(["open", "won", "lost"])),
  color: Shape.Color,
  daysSinceLast: Schema.Int.annotate({ description: "Local days since the last contact, else since the assignment. Of a closed lead too." }),
  nextDue: Schema.NullOr(Shape.Instant),
  redSince: Schema.NullOr(Shape.Instant),
  escalation: Schema.NullOr(Level).annotate({ description: "To whom a red lead goes now." }),
  nextEscalation: Schema.NullOr(Schema.Struct({ to: Level, at: Shape.Instant })),
  lostWithoutContact: Schema.Boolean.annotate({ description: "Whether it was lost before any contact since its assignment. It still owes its first contact, unless the policy's `lostWithoutContact` is `cancels`." }),
  obligations: Schema.Array(Obligation)
}).annotate({ identifier: "Lead" })

/** By what leads can be sorted. */
export const leadSorts = ["id", "name", "days", "due", "red", "advisor", "branch", "brand", "color"] as const

export const LeadCounts = Schema.Struct({ red: Schema.Natural, yellow: Schema.Natural, green: Schema.Natural }).annotate({
  identifier: "LeadCounts",
  description: "Open leads by colour, with the other filters; on the first page only, and without `dueIn`."
})

/** A group's compliance. */
export const Compliance = {
  leads: Schema.Natural,
  met: Schema.Natural,
  late: Schema.Natural,
  missed: Schema.Natural,
  upcoming: Schema.Natural,
  cancelled: Schema.Natural,
  percent: Schema.NullOr(Schema.Finite),
  color: Shape.Color,
  lostWithoutContact: Schema.Natural.annotate({ description: "Leads that were lost before any contact since their assignment." }),
  medianMinutes: Schema.NullOr(Schema.Natural).annotate({ description: "To the first contact, in business minutes." }),
  ninetiethPercentileMinutes: Schema.NullOr(Schema.Natural)
}

const ComplianceGroup = Schema.Struct({ id: Schema.String, ...Compliance })

export const ComplianceReport = Schema.Struct({
  scope: Shape.Scope,
  period: Shape.Period,
  asOf: Shape.Instant,
  company: Schema.NullOr(Schema.Struct(Compliance)).annotate({ description: "Null where the key does not see everything." }),
  byAdvisor: Schema.Array(ComplianceGroup),
  byBranch: Schema.Array(ComplianceGroup),
  neglected: Schema.Array(Schema.Struct({
    prospectId: Schema.String,
    advisorId: Schema.String,
    branchId: Schema.String,
    escalation: Schema.NullOr(Level),
    nextEscalation: Schema.NullOr(Schema.Struct({ to: Level, at: Shape.Instant }))
  })).annotate({ description: "Every red lead, by id." }),
  lostWithoutContact: Schema.Array(Schema.Struct({ prospectId: Schema.String, advisorId: Schema.String, branchId: Schema.String })).annotate({
    description: "Every lead that was lost before any contact and had an obligation due in the period, by id."
  })
}).annotate({ identifier: "ComplianceReport" })

/** To whom a lead is given. */
export const Assignment = Schema.Struct({ advisorId: Shape.Id, branchId: optional(Shape.Id), assignedAt: optional(Shape.Instant) }).annotate({
  identifier: "Assignment",
  examples: [{ advisorId: "A-7" }]
})

/** Several leads to give at once. */
export const Assignments = Schema.Struct({
  assignments: Schema.Array(Schema.Struct({ prospectId: Shape.Id, advisorId: Shape.Id, branchId: optional(Shape.Id), assignedAt: optional(Shape.Instant) }))
}).annotate({ identifier: "Assignments", examples: [{ assignments: [{ prospectId: "P-1042", advisorId: "A-7" }, { prospectId: "P-1043", advisorId: "A-8" }] }] })

/** What became of each, in its place. */
export const Assigned = Schema.Struct({
  results: Schema.Array(Schema.Union([
    Schema.Struct({ prospectId: Schema.String, assigned: Schema.Literal(true), stored: StoredVerdict }),
    Schema.Struct({ prospectId: Schema.String, assigned: Schema.Literal(false), reason: Problem.BilingualText })
  ]))
}).annotate({ identifier: "Assigned" })

export class LeadEndpoints extends HttpApiGroup.make("leads")
  .add(
    HttpApiEndpoint.get("leads", "/v1/leads", {
      query: {
        color: optional(Shape.Color),
        advisor: optional(Shape.Id),
        branch: optional(Shape.Id),
        dueIn: optional(Shape.Period.annotate({ description: "Only leads with an obligation due in this month: what stands behind its compliance." })),
        state: optional(Schema.Literals(["met", "late", "missed", "upcoming", "cancelled"]).annotate({ description: "With `dueIn`: only leads with such an obligation due in that month." })),
        sort: ListQuery.sortQuery(leadSorts),
        asOf: optional(Shape.Instant),
        ...ListQuery.fileQuery,
        ...Shape.pageQuery
      },
      success: Schema.Struct({ ...Shape.page(Lead).fields, scope: Shape.Scope, counts: optional(LeadCounts) })
    })
      .annotate(Permission, "leads.read")
      .annotate(ListQuery.AnswersFiles, true)
      .annotate(HeavyWork.Heavy, HeavyWork.asOfAnInstant)
      .annotate(HeavyWork.Repeated, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "listLeads",
        summary: "Leads with their colours and what is owed to them",
        description: "Every lead that counts, of any month. `asOf` by default now; a page and the next are as of the same instant. " +
          "A due time is written to the second: a promised step is due at 23:59:59 of its day, and is met until the next day begins."
      })),
    HttpApiEndpoint.put("assign", "/v1/leads/:id/assignment", { params: { id: Shape.Id }, headers: repeatableHeaders, payload: Assignment, success: StoredVerdict, error: [...Problem.ofWrite, Problem.NotFound] })
      .annotate(Permission, "leads.assign")
      .annotateMerge(OpenApi.annotations({
        identifier: "assignLead",
        summary: "Give a lead to an advisor",
        description: "Changes the prospect's advisor and `assignedAt` (by default now), from which the time to the first contact runs. Only to an advisor who is active on that day. 404 for a prospect that is no lead."
      })),
    HttpApiEndpoint.post("assignSeveral", "/v1/leads/assignments", { headers: repeatableHeaders, payload: Assignments, success: Assigned, error: Problem.ofWrite })
      .annotate(Permission, "leads.assign")
      .annotateMerge(OpenApi.annotations({
        identifier: "assignLeads",
        summary: "Give several leads to advisors",
        description: "As the assignment of one lead, each answered in its place: what can be assigned is, and the rest says why not."
      })),
    HttpApiEndpoint.get("compliance", "/v1/compliance/:period", { params: { period: Shape.Period }, query: { asOf: optional(Shape.Instant) }, success: ComplianceReport })
      .annotate(Permission, "compliance.read")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotate(HeavyWork.Repeated, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "getCompliance",
        summary: "The compliance report of a period",
        description: "Obligations that were due in it: met / (met + late + missed). `asOf` by default now."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "leads", description: "Follow-up of leads and the compliance report." }))
{}
