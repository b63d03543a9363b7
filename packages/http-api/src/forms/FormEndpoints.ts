/** The forms of the annex, the compliance report, and the report of the controls. */
import * as Schema from "effect/Schema"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import { Permission } from "../access/Gate.ts"
import * as HeavyWork from "../access/HeavyWork.ts"
import * as Problem from "../Problem.ts"
import * as Shape from "../Shape.ts"

export const forms = ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance", "controls"] as const
export type Form = typeof forms[number]

export const formats = ["json", "csv", "xlsx", "html"] as const
export type Format = typeof formats[number]

/** Who reads a form's CSV. */
export const csvReaders = ["programs", "people"] as const
export type CsvReader = typeof csvReaders[number]

/** The media type of each format. */
export const mediaTypes: Readonly<Record<Format, string>> = {
  json: "application/json",
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  html: "text/html"
}

export class FormEndpoints extends HttpApiGroup.make("forms")
  .add(
    HttpApiEndpoint.get("form", "/v1/forms/:form/:period", {
      params: { form: Schema.Literals(forms).annotate({ identifier: "Form" }), period: Shape.Period },
      query: {
        format: Schema.optionalKey(Schema.Literals(formats).annotate({ description: "Goes before `Accept`; JSON where neither says anything." })),
        asOf: Schema.optionalKey(Shape.Instant),
        csvFor: Schema.optionalKey(Schema.Literals(csvReaders).annotate({
          description: "Who reads the CSV: `programs` (default) get commas, decimal points and ISO instants, `people` semicolons, decimal commas and local instants, as a spreadsheet set to Colombia reads them."
        }))
      },
      success: HttpApiSchema.StreamUint8Array({ contentType: [mediaTypes.json, mediaTypes.csv, mediaTypes.xlsx, mediaTypes.html] }),
      error: [Problem.NotFound, Problem.NotAcceptable]
    })
      .annotate(Permission, "forms.read")
      .annotate(HeavyWork.Heavy, HeavyWork.always)
      .annotateMerge(OpenApi.annotations({
        identifier: "getForm",
        summary: "A form of a period, in Spanish",
        description: "GC-FOR-05, GC-FOR-06, GC-FOR-21, the compliance report, or the report of the controls (flagged advisors, bursts, replaced identities, leads lost without contact, repeated notes, calls that the telephone log lacks, appeals, waivers, each with its records), as JSON, CSV, XLSX or HTML; streamed. A manager gets his branches or line."
      }))
  )
  .annotateMerge(OpenApi.annotations({ title: "forms", description: "The printed forms." }))
{}
