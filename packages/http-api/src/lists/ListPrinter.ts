/** The port that prints what a list shows as a workbook. A server provides it, mostly with `@crm-procedure/forms`. */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Context from "effect/Context"
import type * as Stream from "effect/Stream"

/** A column. `word`: a text that many rows repeat; `instant`: epoch milliseconds. */
export interface ListColumn {
  readonly title: string
  readonly widthCharacters: number
  readonly kind: "text" | "word" | "integer" | "instant"
}

/** A cell; undefined is empty. */
export type ListCell = string | number | undefined

/** A table to print. */
export interface ListTable {
  /** Of the sheet and the file. */
  readonly name: string
  readonly title: string
  /** Lines below the title: what is listed. */
  readonly block: ReadonlyArray<string>
  readonly columns: ReadonlyArray<ListColumn>
  readonly rows: ReadonlyArray<ReadonlyArray<ListCell>>
  /** In which instants are shown. */
  readonly zone: Calendar.Zone
}

/** The port. */
export class ListPrinter extends Context.Service<ListPrinter, {
  readonly workbook: (table: ListTable) => Stream.Stream<Uint8Array>
}>()("@crm-procedure/http-api/lists/ListPrinter") {}
