/** Asking for verdicts without storing anything, one batch at a time or in a stream of any length. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, Streaming } from "../access/Gate.ts"
import { ValidationResult } from "./Judged.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

export const Context = Schema.Literals(["stored", "none"]).annotate({
  description: "`stored` (default): beside what is registered, so that duplicates are found; `none`: the records of the request by themselves, against the directory."
})

const options = { asOf: optional(Shape.Instant), context: optional(Context) }

const requestOf = <S extends Schema.Top>(record: S) => Schema.Struct({ records: Schema.Array(record), ...options })

export const ProspectValidation = requestOf(Shape.Prospect).annotate({ identifier: "ProspectValidation" })
export const ActivityValidation = requestOf(Shape.Activity).annotate({ identifier: "ActivityValidation" })

/** The results, in the order of the records. */
export const Validated = Schema.Struct({ results: Schema.Array(ValidationResult) }).annotate({ identifier: "Validated" })

/** NDJSON: a record a line in, a result a line out. */
export const NDJSON = "application/x-ndjson"

/** More bytes than these take long to read and to judge. */
const HEAVY_BYTES = 100_000

/**
 * Whether a request to validate is heavy: one whose body is large, or of a length that is not told. Lines of such a length may come one
 * by one for hours, which would hold a thread: they are judged in small groups beside other requests.
 */
const isLarge: HeavyWork.IsHeavy = ({ headers }) => {
  const length = headers["content-length"]
  return length === undefined ? headers["content-type"]?.includes(NDJSON) !== true : Number(length) > HEAVY_BYTES
}

const lines = () => HttpApiSchema.StreamUint8Array({ contentType: NDJSON })

const description = "Stores nothing. A record that can't be read gets its own result, `unreadable` with its faults; the rest is answered. " +
  "So does, for an `integration`, what it could not write: a record of another brand, or, with `stored`, an activity of no registered prospect of its brands. " +
  "As `application/x-ndjson`: one record a line in, one result a line out, in order, streamed, of any length; `asOf` and `context` then stand in the query. " +
  "The records of a batch are judged beside each other, so that a duplicate among them is found. A record of a stream is judged beside those that came before it, and not beside later ones: " +
  "its verdict depends neither on pauses nor on how far they lie apart. The server remembers the last 25,000 lines, unless it is configured otherwise; beyond that `forgottenLines` tells. " +
  "What has come is answered after half a second at the latest."

export class ValidationEndpoints extends HttpApiGroup.make("validations")
  .add(
    HttpApiEndpoint.post("prospects", "/v1/validations/prospects", { query: options, payload: [ProspectValidation, lines()], success: [Validated, lines()], error: Problem.ofBody })
      .annotate(Permission, "records.validate")
      .annotate(Streaming, true)
      .annotate(HeavyWork.Heavy, isLarge)
      .annotateMerge(OpenApi.annotations({ identifier: "validateProspects", summary: "Verdicts of prospects", description })),
    HttpApiEndpoint.post("activities", "/v1/validations/activities", { query: options, payload: [ActivityValidation, lines()], success: [Validated, lines()], error: Problem.ofBody })
      .annotate(Permission, "records.validate")
      .annotate(Streaming, true)
      .annotate(HeavyWork.Heavy, isLarge)
      .annotateMerge(OpenApi.annotations({ identifier: "validateActivities", summary: "Verdicts of activities", description }))
  )
  .annotateMerge(OpenApi.annotations({ title: "validations", description: "Verdicts of records that are not stored." }))
{}
