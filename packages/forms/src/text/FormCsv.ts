/** One table of a form as CSV: for programs, or for people whose spreadsheet reads the comma as a decimal sign. */
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type * as FormData from "../data/FormData.ts"
import { type Column, columnsFor, type Form, fullTitle } from "../layout/Form.ts"
import * as SummaryRows from "../layout/SummaryRows.ts"
import { decimalText } from "../wording/Spanish.ts"
import { isoText, minuteText, wallOf } from "../wording/WallClock.ts"
import { TextWriter } from "./TextWriter.ts"

/** Lines between two waits for the sink. */
const linesPerBatch = 1024

type Readers = NonNullable<FormData.RenderOptions["csvFor"]>

const cellOf = <Row, R, L>(form: Form<R, L>, { cell }: Column<Row>, row: Row, readers: Readers): string => {
  switch (cell.kind) {
    case "text":
    case "word":
      return cell.of(row)
    case "integer": {
      const value = cell.of(row)
      return Number.isFinite(value) ? String(value) : ""
    }
    case "instant":
      return readers === "people" ? minuteText(wallOf(cell.of(row), form.offsetMinutes)) : isoText(cell.of(row), form.offsetMinutes)
    case "codes":
      return form.codesText(cell.of(row))
    case "color": {
      const color = cell.of(row)
      return color === null ? "" : cell.words[color]
    }
    case "percent": {
      const { percent } = cell.of(row)
      return percent === null ? "" : readers === "people" ? decimalText(percent) : percent.toFixed(1)
    }
  }
}

/** Writes one of the form's tables. Its first character is a byte-order mark, without which a spreadsheet misreads the accents. */
export const write = async <Row, Line>(form: Form<Row, Line>, sink: FormData.ByteSink, options: FormData.RenderOptions = {}): Promise<void> => {
  const { csvFor = "programs", csvPart = "detail" } = options
  const delimiter = csvFor === "people" ? ";" : ","
  const writer = new TextWriter(sink)
  const append = (cells: ReadonlyArray<string>): void => writer.append(`${CsvText.row(cells, delimiter)}\r\n`)
  writer.append("\ufeff")
  if (csvPart === "summary") {
    const columns = columnsFor(form.summaryColumns, "csv")
    append(["Sede", "Asesor", ...columns.map(fullTitle)])
    SummaryRows.forEach(form, (branch, advisor, row) => append([branch, advisor, ...columns.map((column) => cellOf(form, column, row, csvFor))]))
    return writer.finish()
  }
  const columns = columnsFor(form.detailColumns, "csv")
  append(columns.map(fullTitle))
  const line = form.makeLine()
  for (let index = 0; index < form.detail.count; index++) {
    form.detail.line(index, line)
    append(columns.map((column) => cellOf(form, column, line, csvFor)))
    if (index % linesPerBatch === linesPerBatch - 1) await writer.ready()
  }
  await writer.finish()
}
