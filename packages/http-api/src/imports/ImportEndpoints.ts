/** Importing files: canonical CSV, NDJSON, and leads as ADF. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders, Streaming } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"

export const ImportKind = Schema.Literals(Access.importKinds).annotate({ identifier: "ImportKind" })

/** A fault of a rejected row. */
export const RejectedRow = Schema.Struct({
  line: Schema.Natural.annotate({ description: "The physical line where the row begins, from 1; 0 where no line is to blame." }),
  column: Schema.String,
  found: Schema.String,
  expected: Problem.BilingualText
}).annotate({ identifier: "RejectedRow", description: "One fault of a row that was rejected: the columns of `rejected-<file>.csv`." })
export type RejectedRow = typeof RejectedRow.Type

/** What an import did: `rows` = `read` + `rejected` + `skipped`, `read` = `added` + `changed` + `unchanged`. */
export const ImportReport = Schema.Struct({
  kind: ImportKind,
  rows: Schema.Natural,
  read: Schema.Natural,
  rejected: Schema.Natural,
  skipped: Schema.Natural.annotate({ description: "Lines above the header, and rows below it with a single cell." }),
  added: Schema.Natural,
  changed: Schema.Natural,
  unchanged: Schema.Natural,
  unknownColumns: Schema.Array(Schema.String),
  encoding: Schema.optionalKey(Schema.String).annotate({ description: "Of a table: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252` or `xlsx`." }),
  dayFirst: Schema.Natural.annotate({ description: "Dates that name the day first, in rows that were read." }),
  repairs: Schema.Array(Schema.Struct({ line: Schema.Natural, text: Problem.BilingualText })).annotate({ description: "What was malformed and could be understood all the same: parts of a lead as ADF, and each cell whose UTF-8 had been read as Windows-1252." }),
  rejectedRows: Schema.Array(RejectedRow).annotate({ description: "A fault each, in the order of the file." }),
  rejectedRowsOmitted: Schema.Natural.annotate({ description: "Faults beyond the limit of the answer; they are counted in `rejected` all the same." })
}).annotate({ identifier: "ImportReport" })
export type ImportReport = typeof ImportReport.Type

/** The media types of an import. */
export const mediaTypes = ["text/csv", "application/x-ndjson", "application/xml", "text/xml", "application/adf+xml"] as const

export class ImportEndpoints extends HttpApiGroup.make("imports")
  .add(
    HttpApiEndpoint.post("import", "/v1/imports/:kind", {
      params: { kind: ImportKind },
      query: { replace: Schema.optionalKey(Schema.Literals(["true", "false"])) },
      headers: repeatableHeaders,
      payload: HttpApiSchema.StreamUint8Array({ contentType: mediaTypes }),
      success: ImportReport,
      error: [...Problem.ofWrite, Problem.NotFound]
    })
      .annotate(Permission, "records.import")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotate(Streaming, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "importFile",
        summary: "Import a file, streamed",
        description: "A canonical CSV (`text/csv`), NDJSON (`application/x-ndjson`), or for prospects ADF/XML 1.0 (`application/xml`). " +
          "Rows that can't be read are rejected, never dropped. Rows are stored in batches as they come: importing the same file again changes nothing. " +
          "A file that is refused on the way (an unclosed quote, or the storage goes away) leaves stored what had been: the refusal counts those rows in `stored`, and says so in `detail`. " +
          "Branches, brands, employees and goals are merged with what is there by their ids; `replace=true` puts the file in the place of all of them (of goals: of the periods in it). " +
          "An `integration` imports prospects and activities of its brands; rows of others are rejected."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "imports", description: "Whole files at once." }))
{}
