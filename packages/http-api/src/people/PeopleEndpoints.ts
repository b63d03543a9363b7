/** What a person may ask of their data (*habeas data*). The person is named in the body, never in a URL. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

export const Person = Schema.Struct({
  phone: optional(Schema.String),
  email: optional(Schema.String),
  documentType: optional(Schema.String),
  documentNumber: optional(Schema.String)
}).annotate({ identifier: "Person", description: "One valid phone, e-mail or document at least.", examples: [{ phone: "+573001234567" }] })

const PlainRecord = Schema.Record(Schema.String, Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]))

export const PersonFound = Schema.Struct({
  prospects: Schema.Array(Schema.String),
  activities: Schema.Array(Schema.String),
  verificationCalls: Schema.Array(Schema.String),
  employees: Schema.Array(Schema.String).annotate({ description: "Employees of the directory." }),
  users: Schema.Array(Schema.String).annotate({ description: "People who sign in." }),
  requests: Schema.Array(Schema.String).annotate({ description: "What the person asked about their own data." }),
  terms: Schema.Struct({ consultaDue: Schema.String, consultaDueExtended: Schema.String, reclamoDue: Schema.String, reclamoDueExtended: Schema.String })
    .annotate({ description: "Last days to answer what is received today (Ley 1581 de 2012, arts. 14 and 15)." })
}).annotate({ identifier: "PersonFound", description: "What is kept about a person, by ids." })

export const PersonExport = Schema.Struct({
  asOf: Shape.Instant,
  prospects: Schema.Array(PlainRecord),
  activities: Schema.Array(PlainRecord),
  verificationCalls: Schema.Array(PlainRecord),
  verificationReopenings: Schema.Array(PlainRecord).annotate({ description: "Why a verification was opened again, as it was written." }),
  phoneLog: Schema.Array(PlainRecord).annotate({ description: "Entries of the telephone system's log with their number." }),
  earlierVersions: Schema.Array(PlainRecord).annotate({ description: "What the records said before they changed." }),
  waivers: Schema.Array(PlainRecord),
  appeals: Schema.Array(PlainRecord),
  requests: Schema.Array(PlainRecord).annotate({ description: "What the person asked about their own data, and what was done." }),
  employees: Schema.Array(PlainRecord).annotate({ description: "Assignments in the directory, also earlier ones." }),
  users: Schema.Array(PlainRecord),
  accessKeys: Schema.Array(PlainRecord).annotate({ description: "Keys that act as the employee. No key can be read from them." }),
  sessions: Schema.Array(PlainRecord),
  messages: Schema.Array(PlainRecord).annotate({ description: "Messages to the user, as they were written." }),
  consents: Schema.Array(PlainRecord)
}).annotate({ identifier: "PersonExport", description: "A copy of everything that is kept about a person, to be given to them." })

export const PersonErased = Schema.Struct({
  prospects: Schema.Array(Schema.String),
  activities: Schema.Array(Schema.String),
  calls: Schema.Array(Schema.String),
  employees: Schema.Array(Schema.String),
  users: Schema.Array(Schema.String)
}).annotate({ identifier: "PersonErased", description: "What was erased, by ids; without what had been erased before." })

const Kind = Schema.Literals(["consulta", "reclamo"]).annotate({ description: "A *consulta* asks what is kept; a *reclamo* asks to correct, update or erase it." })
const Channel = Schema.Literals(["in-person", "phone", "email", "whatsapp", "letter", "web", "other"])
const Words = Schema.String.check(Schema.isMaxLength(4_000))

export const RequestToRegister = Schema.Struct({
  kind: Kind,
  channel: Channel,
  person: Person.annotate({ description: "By what the person is known; as little as the answer needs." }),
  text: optional(Words.annotate({ description: "What is asked, in words." })),
  receivedAt: optional(Shape.instantFor("When it arrived; a *reclamo*, when it was complete. By default now."))
}).annotate({ identifier: "PersonRequestToRegister", examples: [{ kind: "consulta", channel: "email", person: { email: "ana@ejemplo.co" }, receivedAt: "2024-03-18" }] })

export const RequestExtension = Schema.Struct({ reason: Words.annotate({ description: "Why it takes longer: the person must be told before the term ends." }) })
  .annotate({ identifier: "PersonRequestExtension" })

export const RequestAnswer = Schema.Struct({ done: Words.annotate({ description: "What was done, in words." }) }).annotate({ identifier: "PersonRequestAnswer" })

const stepFields = { at: Shape.Instant, by: Schema.String }

export const PersonRequest = Schema.Struct({
  id: Schema.String,
  kind: Kind,
  channel: Channel,
  person: optional(Person).annotate({ description: "Absent once it was erased." }),
  text: Schema.String,
  receivedAt: Shape.Instant,
  dueAt: Shape.Instant.annotate({ description: "The last instant of the last day to answer: 10 business days for a *consulta*, 15 for a *reclamo*, and 5 or 8 more after an extension." }),
  state: Schema.Literals(["open", "overdue", "answered"]),
  registeredBy: Schema.String,
  extension: optional(Schema.Struct({ ...stepFields, reason: Schema.String })),
  answer: optional(Schema.Struct({ ...stepFields, done: Schema.String, late: Schema.Boolean.annotate({ description: "Whether it came after the last day." }) })),
  erasedAt: optional(Shape.Instant)
}).annotate({ identifier: "PersonRequest" })

export class PeopleEndpoints extends HttpApiGroup.make("people")
  .add(
    HttpApiEndpoint.post("search", "/v1/people/search", { payload: Person, success: PersonFound, error: Problem.ofBody })
      .annotate(Permission, "people.search")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({ identifier: "searchPerson", summary: "Find what is kept about a person", description: "By phone, e-mail or document." })),
    HttpApiEndpoint.post("export", "/v1/people/export", { payload: Person, success: PersonExport, error: Problem.ofBody })
      .annotate(Permission, "people.search")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({ identifier: "exportPerson", summary: "A copy of what is kept about a person", description: "With the consents that can be shown." })),
    HttpApiEndpoint.post("erasure", "/v1/people/erasure", { headers: repeatableHeaders, payload: Person, success: PersonErased, error: [...Problem.ofWrite, Problem.Conflict] })
      .annotate(Permission, "people.erase")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({
        identifier: "erasePerson",
        summary: "Erase a person",
        description: "What identifies them goes; verdicts, counts, duplicates and closed digests stay as they are. Of an employee the directory keeps who worked where, under the id; the account, its sessions, messages and keys end. 409 where the dealership has no key for erasures, or the person is the only administrator."
      })),
    HttpApiEndpoint.get("requests", "/v1/people/requests", {
      query: { state: optional(Schema.Literals(["open", "overdue", "answered"])), ...Shape.pageQuery },
      success: Shape.page(PersonRequest)
    })
      .annotate(Permission, "people.requests")
      .annotateMerge(OpenApi.annotations({
        identifier: "listPersonRequests",
        summary: "Requests about personal data, the first due first",
        description: "`open`: not answered, in time or not; `overdue`: not answered, and the last day has passed. Answered ones follow, the latest answer first."
      })),
    HttpApiEndpoint.post("register", "/v1/people/requests", {
      headers: repeatableHeaders,
      payload: RequestToRegister,
      success: PersonRequest.pipe(HttpApiSchema.status(201)),
      error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict]
    })
      .annotate(Permission, "people.requests")
      .annotateMerge(OpenApi.annotations({ identifier: "registerPersonRequest", summary: "Register a request about personal data", description: "Its term begins on the day after it arrived (Ley 1581 de 2012, arts. 14 and 15)." })),
    HttpApiEndpoint.post("extend", "/v1/people/requests/:id/extension", {
      params: { id: Shape.Id },
      headers: repeatableHeaders,
      payload: RequestExtension,
      success: PersonRequest,
      error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict]
    })
      .annotate(Permission, "people.requests")
      .annotateMerge(OpenApi.annotations({ identifier: "extendPersonRequest", summary: "Extend the term of a request, once", description: "Before the term ends; afterwards, and for a request that was extended or answered, 409." })),
    HttpApiEndpoint.post("answer", "/v1/people/requests/:id/answer", {
      params: { id: Shape.Id },
      headers: repeatableHeaders,
      payload: RequestAnswer,
      success: PersonRequest,
      error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict]
    })
      .annotate(Permission, "people.requests")
      .annotateMerge(OpenApi.annotations({
        identifier: "answerPersonRequest",
        summary: "Close a request with what was done",
        description: "Once: 409 for an answered one. If the person was erased meanwhile, what identifies them goes with the answer. Otherwise it is kept for a year as proof."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "people", description: "Access to personal data, and erasure." }))
{}
