/** A form as a workbook and as CSV. */
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type * as FormData from "../FormData.ts"
import * as HtmlDocument from "../HtmlDocument.ts"
import { type Emphasis, type Sheet, Workbook } from "../Workbook.ts"
import * as DetailRows from "./DetailRows.ts"
import { type Column, columnsFor, type Form, fullTitle } from "./Form.ts"
import { TextWriter } from "./TextWriter.ts"
import { isoText, wallOf } from "./WallClock.ts"
import { plain, subtotal, total } from "./WorkbookStyles.ts"

/** Rows between two looks at the back-pressure. */
const rowsPerBatch = 1024

const subtotalName = "Subtotal sede"
const totalName = "Total empresa"

/** The summary's rows in their order, each with its branch's and advisor's name and how it stands out. */
const forEachSummaryRow = <Row, Line>(
  form: Form<Row, Line>,
  use: (branch: string, advisor: string, row: Row, emphasis: Emphasis) => void
): void => {
  for (const { advisors, subtotal: sum } of form.summary.branches) {
    for (const advisor of advisors) use(form.nameOf(sum), form.nameOf(advisor), advisor, plain)
    use(form.nameOf(sum), subtotalName, sum, subtotal)
  }
  use(totalName, "", form.summary.company, total)
}

const writeCell = <Row, R, L>(sheet: Sheet, form: Form<R, L>, { cell }: Column<Row>, row: Row): void => {
  switch (cell.kind) {
    case "text":
      return sheet.text(cell.of(row))
    case "word":
      return sheet.word(cell.of(row))
    case "integer":
      return sheet.integer(cell.of(row))
    case "instant":
      return sheet.instant(wallOf(cell.of(row), form.offsetMinutes))
    case "codes":
      return sheet.word(form.codesText(cell.of(row)))
    case "color": {
      const color = cell.of(row)
      return color === null ? sheet.word("—") : sheet.color(color, cell.words[color])
    }
    case "percent": {
      const { denominator, numerator, percent } = cell.of(row)
      return sheet.percent(percent === null ? null : numerator / denominator)
    }
  }
}

/** Room for the longest name, within reason. */
const widthFor = (names: ReadonlyArray<string>): number =>
  names.reduce((widest, name) => Math.max(widest, Math.min(Math.ceil(name.length * 1.15) + 2, 48)), 16)

const sheetOf = <Row, R, L>(
  workbook: Workbook,
  form: Form<R, L>,
  name: string,
  columns: ReadonlyArray<Column<Row>>,
  frozenColumns: number
): Sheet => {
  const { branches } = form.summary
  const widths = {
    branch: widthFor([totalName, ...branches.map(({ subtotal }) => form.nameOf(subtotal))]),
    advisor: widthFor([subtotalName, ...branches.flatMap(({ advisors }) => advisors.map(form.nameOf))])
  }
  const header = form.header
  return workbook.sheet({
    name,
    title: header.formName,
    block: [HtmlDocument.identification(header), HtmlDocument.validity(header), HtmlDocument.provenance(header), ...HtmlDocument.notes(header)],
    columns: columns.map((column) => ({
      title: fullTitle(column),
      widthCharacters: typeof column.widthCharacters === "number" ? column.widthCharacters : widths[column.widthCharacters]
    })),
    frozenColumns,
    footer: `${HtmlDocument.identification(header)}\n${HtmlDocument.provenance(header)}`
  })
}

const nameColumns: ReadonlyArray<Column<never>> = [
  { title: "Sede", widthCharacters: "branch", cell: { kind: "word", of: () => "" } },
  { title: "Asesor", widthCharacters: "advisor", cell: { kind: "word", of: () => "" } }
]

/** Writes the sheets `Resumen` and `Detalle`; resolves when the sink took the last byte. */
export const toXlsx = async <Row, Line>(
  form: Form<Row, Line>,
  sink: FormData.ByteSink,
  options: FormData.RenderOptions = {}
): Promise<void> => {
  const workbook = new Workbook(sink, { title: form.header.formName, sheetRowLimit: options.sheetRowLimit })
  const summaryColumns = columnsFor(form.summaryColumns, "table")
  const summary = sheetOf<never, Row, Line>(workbook, form, "Resumen", [...nameColumns, ...summaryColumns], 2)
  forEachSummaryRow(form, (branch, advisor, row, emphasis) => {
    summary.row(emphasis)
    summary.word(branch)
    summary.word(advisor)
    for (const column of summaryColumns) writeCell(summary, form, column, row)
    summary.endRow()
  })
  summary.close()
  const detailColumns = columnsFor(form.detailColumns, "table")
  const detail = sheetOf(workbook, form, "Detalle", detailColumns, 1)
  const writeLine = DetailRows.writerOf(detail, form, detailColumns, (column, line) => writeCell(detail, form, column, line))
  for (let index = 0; index < form.detail.count; index++) {
    writeLine(index)
    if (index % rowsPerBatch === rowsPerBatch - 1) await detail.ready()
  }
  detail.close()
  await workbook.finish()
}

const csvCell = <Row, R, L>(form: Form<R, L>, { cell }: Column<Row>, row: Row): string => {
  switch (cell.kind) {
    case "text":
    case "word":
      return cell.of(row)
    case "integer": {
      const value = cell.of(row)
      return Number.isFinite(value) ? String(value) : ""
    }
    case "instant":
      return isoText(cell.of(row), form.offsetMinutes)
    case "codes":
      return form.codesText(cell.of(row))
    case "color": {
      const color = cell.of(row)
      return color === null ? "" : cell.words[color]
    }
    case "percent":
      return cell.of(row).percent?.toFixed(1) ?? ""
  }
}

const csvLine = (cells: ReadonlyArray<string>): string => `${CsvText.row(cells)}\r\n`

/** Writes one of the form's tables. It begins with a byte-order mark, since its readers are spreadsheets. */
export const toCsv = async <Row, Line>(
  form: Form<Row, Line>,
  sink: FormData.ByteSink,
  options: FormData.RenderOptions = {}
): Promise<void> => {
  const writer = new TextWriter(sink)
  if (options.csvPart === "summary") {
    const columns = columnsFor(form.summaryColumns, "table")
    writer.append(`\ufeff${csvLine(["Sede", "Asesor", ...columns.map(fullTitle)])}`)
    forEachSummaryRow(form, (branch, advisor, row) =>
      writer.append(csvLine([branch, advisor, ...columns.map((column) => csvCell(form, column, row))])))
    return writer.finish()
  }
  const columns = columnsFor(form.detailColumns, "table")
  writer.append(`\ufeff${csvLine(columns.map(fullTitle))}`)
  const line = form.makeLine()
  for (let index = 0; index < form.detail.count; index++) {
    form.detail.line(index, line)
    writer.append(csvLine(columns.map((column) => csvCell(form, column, line))))
    if (index % rowsPerBatch === rowsPerBatch - 1) await writer.ready()
  }
  await writer.finish()
}

/** Writes the typed data as one JSON object, the detail as its last member. */
export const toJson = async <Row, Line>(form: Form<Row, Line>, sink: FormData.ByteSink): Promise<void> => {
  const writer = new TextWriter(sink)
  writer.append(`${JSON.stringify(form.json()).slice(0, -1)},"detail":[`)
  const line = form.makeLine()
  for (let index = 0; index < form.detail.count; index++) {
    form.detail.line(index, line)
    writer.append((index === 0 ? "\n" : ",\n") + JSON.stringify(form.jsonLine(line)))
    if (index % rowsPerBatch === rowsPerBatch - 1) await writer.ready()
  }
  writer.append("\n]}\n")
  await writer.finish()
}
