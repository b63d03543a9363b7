/** Finding records, advisors and branches. What is personal travels in a body, never in a URL. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission } from "../access/Gate.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"
import * as Judged from "../validations/Judged.ts"

const optional = Schema.optionalKey
const limit = Schema.isBetween({ minimum: 1, maximum: 50 })

export const Found = Schema.Struct({
  scope: Shape.Scope,
  prospects: Schema.Array(Judged.ListedProspect).annotate({ description: "The latest first." }),
  activities: Schema.Array(Judged.ListedActivity),
  advisors: Schema.Array(Schema.Struct({ employeeId: Schema.String, name: Schema.String, branchId: optional(Schema.String) })),
  branches: Schema.Array(Schema.Struct({ branchId: Schema.String, name: Schema.String, city: optional(Schema.String) }))
}).annotate({ identifier: "SearchResult", description: "What was found within the reader's view." })

export const Sought = Schema.Struct({
  q: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200)).annotate({ description: "An id, the beginnings of a name's words, a phone, an e-mail, or a document." }),
  limit: optional(Schema.Int.check(limit).annotate({ description: "How many of each kind at most; default 10." }))
}).annotate({ identifier: "Search", examples: [{ q: "mar ñañez" }] })

export class SearchEndpoints extends HttpApiGroup.make("search")
  .add(
    HttpApiEndpoint.get("byId", "/v1/search", {
      query: {
        q: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(64)).annotate({ description: "The id of a record, or the id or name of an advisor or a branch." }),
        limit: optional(Schema.NumberFromString.check(Schema.isInt(), limit))
      },
      success: Found
    })
      .annotate(Permission, "records.list")
      .annotateMerge(OpenApi.annotations({
        identifier: "searchById",
        summary: "Find records by id, and advisors and branches",
        description: "Customers are found by `POST`, so that no URL names them: a phone or an e-mail is refused here."
      })),
    HttpApiEndpoint.post("search", "/v1/search", { payload: Sought, success: Found, error: Problem.ofBody })
      .annotate(Permission, "records.list")
      .annotateMerge(OpenApi.annotations({
        identifier: "search",
        summary: "Find records, advisors and branches",
        description: "By id, the beginnings of a name's words (whatever case and accents), phone, e-mail or document number. Erased people are not found. It stores nothing."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "search", description: "Finding what is stored." }))
{}
