/** Importing files: what they are, what they did, and how they are taken back. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission, repeatableHeaders, Streaming } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

const optional = Schema.optionalKey

export const ImportKind = Schema.Literals(Access.importKinds).annotate({ identifier: "ImportKind" })

/** A kind, or `any`: the columns, the sheets or the mapping say what a file holds. */
export const ImportTarget = Schema.Literals([...Access.importKinds, "any"]).annotate({ identifier: "ImportTarget" })

/** A fault of a rejected row. */
export const RejectedRow = Schema.Struct({
  line: Schema.Natural.annotate({ description: "The physical line where the row begins, from 1; 0 where no line is to blame." }),
  column: Schema.String,
  found: Schema.String,
  expected: Problem.BilingualText
}).annotate({ identifier: "RejectedRow", description: "One fault of a row that was rejected: the columns of `rejected-<file>.csv`." })
export type RejectedRow = typeof RejectedRow.Type

const rowCounts = {
  rows: Schema.Natural,
  read: Schema.Natural,
  rejected: Schema.Natural,
  added: Schema.Natural,
  changed: Schema.Natural,
  unchanged: Schema.Natural
}

/** What an import did to records of one kind. */
export const KindReport = Schema.Struct({ kind: ImportKind, ...rowCounts }).annotate({ identifier: "ImportKindReport" })
export type KindReport = typeof KindReport.Type

/** A row that replacing removes: its kind, its id, and its name where it has one. */
export const ReplacedRow = Schema.Struct({ kind: ImportKind, id: Schema.String, name: optional(Schema.String) }).annotate({ identifier: "ReplacedRow" })
export type ReplacedRow = typeof ReplacedRow.Type

const reportFields = {
  kind: ImportTarget,
  ...rowCounts,
  skipped: Schema.Natural.annotate({ description: "Lines above the header, and rows below it with a single cell." }),
  unknownColumns: Schema.Array(Schema.String).annotate({ description: "Columns that no field takes. Their cells are kept with the record." }),
  encoding: optional(Schema.String).annotate({ description: "What the file was read as: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252` or `xlsx`." }),
  dayFirst: Schema.Natural.annotate({ description: "Dates that name the day first, in rows that were read." }),
  kinds: optional(Schema.Array(KindReport)).annotate({ description: "Of an import of kind `any`: the counts of each kind." }),
  removed: optional(Schema.Array(ReplacedRow)).annotate({ description: "With `replace=true`: what the file does not have and is removed." })
}

/** What an import did: `rows` = `read` + `rejected` + `skipped`, `read` = `added` + `changed` + `unchanged`. */
export const ImportReport = Schema.Struct({
  id: optional(Schema.String).annotate({ description: "Of the import in the history; absent where nothing was stored (`dryRun=true`)." }),
  ...reportFields,
  repairs: Schema.Array(Schema.Struct({ line: Schema.Natural, text: Problem.BilingualText })).annotate({ description: "What was malformed and could be understood all the same: parts of a lead as ADF, and each cell whose UTF-8 had been read as Windows-1252." }),
  notices: Schema.Array(Schema.Struct({ line: Schema.Natural, text: Problem.BilingualText })).annotate({ description: "What the reader must know of rows that were stored: an erased employee who was in the file, or whose data came back under another id; a telephone log without any number of a prospect. `line` 0: of no line in particular." }),
  rejectedRows: Schema.Array(RejectedRow).annotate({ description: "A fault each, in the order of the file." }),
  rejectedRowsOmitted: Schema.Natural.annotate({ description: "Faults beyond the limit of the answer; they are counted in `rejected` all the same." })
}).annotate({ identifier: "ImportReport" })
export type ImportReport = typeof ImportReport.Type

/** The media types of an import. */
export const mediaTypes = [
  "text/csv", "application/x-ndjson", "application/json", "application/xml", "text/xml", "application/adf+xml",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream"
] as const

// ---------------------------------------------------------------------------------------------------------------------
// A first look
// ---------------------------------------------------------------------------------------------------------------------

const Match = Schema.Struct({
  field: Schema.String,
  columns: Schema.Array(Schema.String),
  reason: Problem.BilingualText,
  certainty: Schema.Literals(["certain", "likely"]).annotate({ description: "`likely`: look at it." })
}).annotate({ identifier: "ColumnMatch" })

export const ImportPreview = Schema.Struct({
  file: optional(Schema.String),
  format: Schema.Literals(["table", "workbook", "json", "adf"]),
  encoding: Schema.String,
  delimiter: optional(Schema.String),
  sheet: optional(Schema.String),
  sheets: Schema.Array(Schema.String),
  lists: Schema.Array(Schema.Struct({ sheet: Schema.String, kind: ImportKind, isTemplate: Schema.Boolean.annotate({ description: "It has the name and the columns of a template." }) })).annotate({ description: "Of a workbook: the sheets that look like lists of the dealership. Each is looked at by its name in `sheet`." }),
  headerRow: Schema.Natural.annotate({ description: "The line of the header, from 1; 0 where the file has none." }),
  columns: Schema.Array(Schema.Struct({ name: Schema.String, samples: Schema.Array(Schema.String) })),
  proposal: optional(Schema.Struct({
    kind: ImportKind,
    isCanonical: Schema.Boolean.annotate({ description: "The template's columns are all there: no mapping is needed." }),
    ready: optional(Schema.String).annotate({ description: "The ready-made mapping that knows this export." }),
    mapping: optional(Schema.Unknown).annotate({ description: "The mapping, to be corrected and put under a name; absent where none is needed. It lacks what `missing` says." }),
    reason: Problem.BilingualText,
    matches: Schema.Array(Match),
    missing: Schema.Array(Schema.String).annotate({ description: "Required fields that no column feeds." }),
    unknownWords: Schema.Record(Schema.String, Schema.Array(Schema.String)).annotate({ description: "By field: words of the file that name no advisor, branch or brand." })
  })),
  fields: Schema.Array(Schema.Struct({ name: Schema.String, title: Schema.String, isRequired: Schema.Boolean, explanation: Schema.String })).annotate({ description: "The fields of the kind, in Spanish for people." }),
  rows: Schema.Array(Schema.Struct({
    line: Schema.Natural,
    kind: optional(ImportKind),
    record: optional(Schema.Record(Schema.String, Schema.Unknown)).annotate({ description: "The row as it would be read; absent where it would be rejected." }),
    faults: Schema.Array(RejectedRow)
  })).annotate({ description: "The first 20 rows." }),
  unknownNames: Schema.Array(Schema.Struct({
    field: Schema.Literals(["advisorId", "branchId", "brandId"]),
    word: Schema.String,
    branch: optional(Schema.String.annotate({ description: "Of an advisor: the branch of most of the rows." }))
  })).annotate({ description: "Words that name no advisor, branch or brand of the directory, of all rows that can be read." }),
  cells: Schema.Array(Schema.Struct({ line: Schema.Natural, cells: Schema.Array(Schema.String) })).annotate({ description: "The cells of the lines that `lines` asks for, as they stand in the sheet." })
}).annotate({ identifier: "ImportPreview" })
export type ImportPreview = typeof ImportPreview.Type

// ---------------------------------------------------------------------------------------------------------------------
// The history
// ---------------------------------------------------------------------------------------------------------------------

export const ImportEntry = Schema.Struct({
  id: Schema.String,
  at: Shape.Instant,
  by: Schema.String.annotate({ description: "The employee who sent it, or the role." }),
  byName: optional(Schema.String.annotate({ description: "The name of the account or key with which it was sent, to those who read the audit." })),
  file: optional(Schema.String),
  mapping: optional(Schema.String),
  state: Schema.Literals(["running", "done", "refused", "undone"]).annotate({ description: "`running` also where the server stopped in between; `refused`: some rows may be stored." }),
  corrects: optional(Schema.String.annotate({ description: "The import whose rejected rows these are." })),
  ...reportFields,
  undoneAt: optional(Shape.Instant),
  undoneBy: optional(Schema.String)
}).annotate({ identifier: "ImportEntry" })
export type ImportEntry = typeof ImportEntry.Type

/** Why a record of an import stays. */
export const keptReasons = ["changed", "drawn", "called", "followed", "erased", "final"] as const

export const Undone = Schema.Struct({
  id: Schema.String,
  removed: Schema.Natural.annotate({ description: "Records that the import had added." }),
  restored: Schema.Natural.annotate({ description: "Records that have their earlier content again." }),
  kept: Schema.Array(Schema.Struct({ kind: ImportKind, id: Schema.String, reason: Schema.Literals(keptReasons) })).annotate({
    description: "Records that stay as they are: changed since, drawn for verification, called, a prospect with later activities, of an erased person, or final: an entry of the telephone system, or a waiver."
  }),
  keptOmitted: Schema.Natural
}).annotate({ identifier: "UndoneImport" })
export type Undone = typeof Undone.Type

const CSV = HttpApiSchema.StreamUint8Array({ contentType: "text/csv" })
const flag = Schema.Literals(["true", "false"])
const fileQuery = {
  mapping: optional(Schema.String.annotate({ description: "The name of a mapping, own or ready-made." })),
  file: optional(Schema.String.check(Schema.isMaxLength(255)).annotate({ description: "The file's name, for messages and the history." })),
  sheet: optional(Schema.String.annotate({ description: "Of a workbook: the sheet to read, in the place of the one that the mapping names or that has the columns. Of kind `any` only with a mapping." }))
}
const lookQuery = {
  ...fileQuery,
  kind: optional(ImportKind.annotate({ description: "What the file holds, in the place of what its columns say." })),
  lines: optional(Schema.String.check(Schema.isPattern(/^\d{1,7}(,\d{1,7}){0,199}$/)).annotate({ description: "Lines of a workbook's sheet whose cells are answered, at most 200.", examples: ["4,17"] }))
}
const body = HttpApiSchema.StreamUint8Array({ contentType: mediaTypes })
const importParams = { id: Shape.Id }

export class ImportEndpoints extends HttpApiGroup.make("imports")
  .add(
    HttpApiEndpoint.post("preview", "/v1/imports/preview", {
      query: lookQuery,
      payload: HttpApiSchema.StreamUint8Array({ contentType: [...mediaTypes, "multipart/form-data"] }),
      success: ImportPreview,
      error: [...Problem.ofBody, Problem.NotFound]
    })
      .annotate(Permission, "records.import")
      .annotateMerge(OpenApi.annotations({
        identifier: "previewFile",
        summary: "Look at a file, and store nothing",
        description: "What the file is, its columns with samples, the kind and the mapping proposed and why, and its first 20 rows as they would be read or rejected. " +
          "As `multipart/form-data` the parts are `file` and, to try a corrected one, `mapping`."
      })),
    HttpApiEndpoint.post("import", "/v1/imports/:kind", {
      params: { kind: ImportTarget },
      query: {
        corrects: optional(Shape.Id.annotate({ description: "The import whose rejected rows these are, corrected: `GET /v1/today` asks for those rows no longer." })),
        replace: optional(flag),
        dryRun: optional(flag.annotate({ description: "With `replace=true`: answer what would be removed, and store nothing." })),
        ...fileQuery
      },
      headers: repeatableHeaders,
      payload: body,
      success: ImportReport,
      error: [...Problem.ofWrite, Problem.NotFound]
    })
      .annotate(Permission, "records.import")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotate(Streaming, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "importFile",
        summary: "Import a file, streamed",
        description: "A CSV (`text/csv`), a workbook, NDJSON (`application/x-ndjson`), JSON, or for prospects ADF/XML 1.0 (`application/xml`); `application/octet-stream` is told by its content. " +
          "With `mapping` a file of another system. Of kind `any` its mapping, its columns or its sheets say what it holds. " +
          "Rows that can't be read are rejected, never dropped. Rows are stored in batches as they come: importing the same file again changes nothing. " +
          "A file that is refused on the way (an unclosed quote, or the storage goes away) leaves stored what had been: the refusal counts those rows in `stored`, and says so in `detail`. " +
          "Branches, brands, employees and goals are merged with what is there by their ids; `replace=true` puts the file in the place of all of them (of goals: of the periods in it). " +
          "An `integration` imports prospects and activities of its brands; rows of others are rejected."
      })),
    HttpApiEndpoint.get("history", "/v1/imports", { query: Shape.pageQuery, success: Shape.page(ImportEntry) })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({ identifier: "listImports", summary: "The history of imports", description: "The last one first." })),
    HttpApiEndpoint.get("rejected", "/v1/imports/:id/rejected", {
      params: importParams,
      query: { format: optional(Schema.Literals(["json", "csv"])) },
      success: [Schema.Array(RejectedRow), CSV],
      error: Problem.NotFound
    })
      .annotate(Permission, "imports.manage")
      .annotateMerge(OpenApi.annotations({
        identifier: "listRejectedRows",
        summary: "The rejected rows of an import, again",
        description: "For 90 days. `format=csv`: for a spreadsheet, in the language that is asked for."
      })),
    HttpApiEndpoint.post("undo", "/v1/imports/:id/undo", { params: importParams, headers: repeatableHeaders, success: Undone, error: [...Problem.ofWrite, Problem.NotFound, Problem.Conflict] })
      .annotate(Permission, "imports.manage")
      .annotate(Streaming, true)
      .annotateMerge(OpenApi.annotations({
        identifier: "undoImport",
        summary: "Take an import back",
        description: "Removes what it added and restores what it changed. Records that changed since, or that something else rests on, stay and are named. An undo that breaks off goes on where it stopped."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "imports", description: "Whole files at once." }))
{}
