/** What every list takes besides its filters: its order, and the file that it may be had as. */
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"

export const formats = ["json", "csv", "xlsx"] as const
export type Format = typeof formats[number]

/** The media types of a list as a file. */
export const fileTypes = ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] as const

/** Whether the endpoint answers a file too, for which `format` asks. */
export const AnswersFiles = Context.Reference<boolean>("@crm-procedure/http-api/AnswersFiles", { defaultValue: () => false })

/** What a list takes besides its filters. */
export const fileQuery = {
  format: Schema.optionalKey(Schema.Literals(formats).annotate({
    description: "`json` (default): a page. `csv`, `xlsx`: a file of everything that the filters leave, in the order of `sort`, without `cursor` and `limit`."
  })),
  csvFor: Schema.optionalKey(Schema.Literals(["programs", "people"]).annotate({
    description: "Who reads the CSV: `programs` (default) get commas and ISO instants, `people` semicolons and local instants."
  }))
}

/** The query of an order: one of the names, with `-` before it for the other way. */
export const sortQuery = <const Names extends ReadonlyArray<string>>(names: Names) =>
  Schema.optionalKey(Schema.Literals(names.flatMap((name) => [name, `-${name}`]) as unknown as ReadonlyArray<Names[number] | `-${Names[number]}`>).annotate({
    description: "By what the list is sorted; `-` before it: the greatest first. By default `id`. Equal ones stand in the order of their ids."
  }))
