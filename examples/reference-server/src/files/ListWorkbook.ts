/** The contract's port for lists, over `@crm-procedure/forms`: a workbook of one sheet. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { Workbook } from "@crm-procedure/forms/workbook/Workbook"
import type { Sheet } from "@crm-procedure/forms/workbook/Workbook"
import { ListPrinter } from "@crm-procedure/http-api/lists/ListPrinter"
import type { ListCell, ListColumn, ListTable } from "@crm-procedure/http-api/lists/ListPrinter"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { streamOf } from "./FilePrinter.ts"
import type { Render } from "./FilePrinter.ts"

/** How many rows are written between two waits for the reader. */
const BATCH = 1_000

const write = (sheet: Sheet, { kind }: ListColumn, cell: ListCell, zone: Calendar.Zone): void => {
  if (cell === undefined) sheet.empty()
  else if (kind === "instant") sheet.instant(Number(cell) + Calendar.offsetAt(zone, Number(cell)))
  else if (kind === "integer") sheet.integer(Number(cell))
  else if (kind === "word") sheet.word(String(cell))
  else sheet.text(String(cell))
}

const rendering = ({ block, columns, name, rows, title, zone }: ListTable): Render => async (sink) => {
  const workbook = new Workbook(sink, { title })
  const sheet = workbook.sheet({ name, title, block, columns, frozenColumns: 1, footer: title })
  for (const [place, row] of rows.entries()) {
    sheet.row()
    row.forEach((cell, number) => write(sheet, columns[number]!, cell, zone))
    sheet.endRow()
    if (place % BATCH === BATCH - 1) await sheet.ready()
  }
  sheet.close()
  await workbook.finish()
}

export const layer: Layer.Layer<ListPrinter> = Layer.succeed(ListPrinter, {
  workbook: (table) => Stream.suspend(() => streamOf(rendering(table)))
})
