/** What a person may ask of their data (*habeas data*). The person is named in the body, never in a URL. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
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
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "people", description: "Access to personal data, and erasure." }))
{}
