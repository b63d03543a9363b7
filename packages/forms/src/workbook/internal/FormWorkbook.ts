/** A form as a workbook. */
import type * as FormData from "../../data/FormData.ts"
import { type Column, columnsFor, type Form, fullTitle } from "../../layout/Form.ts"
import * as HeaderText from "../../layout/HeaderText.ts"
import * as SummaryRows from "../../layout/SummaryRows.ts"
import { wallOf } from "../../wording/WallClock.ts"
import { type Sheet, Workbook } from "../Workbook.ts"
import * as DetailRows from "./DetailRows.ts"
import { plain, subtotal, total } from "./WorkbookStyles.ts"

/** Rows between two waits for the sink. */
const rowsPerBatch = 1024

const emphases = { advisor: plain, subtotal, total } as const

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
    branch: widthFor([SummaryRows.totalName, ...branches.map(({ subtotal }) => form.nameOf(subtotal))]),
    advisor: widthFor([SummaryRows.subtotalName, ...branches.flatMap(({ advisors }) => advisors.map(form.nameOf))])
  }
  const header = form.header
  return workbook.sheet({
    name,
    title: header.formName,
    block: [HeaderText.identification(header), HeaderText.validity(header), HeaderText.provenance(header), ...HeaderText.notes(header)],
    columns: columns.map((column) => ({
      title: fullTitle(column),
      widthCharacters: typeof column.widthCharacters === "number" ? column.widthCharacters : widths[column.widthCharacters]
    })),
    frozenColumns,
    footer: `${HeaderText.identification(header)}\n${HeaderText.provenance(header)}`
  })
}

const nameColumns: ReadonlyArray<Column<never>> = [
  { title: "Sede", widthCharacters: "branch", cell: { kind: "word", of: () => "" } },
  { title: "Asesor", widthCharacters: "advisor", cell: { kind: "word", of: () => "" } }
]

const reasonColumns: ReadonlyArray<Column<never>> = [
  ...nameColumns,
  { title: "Razón", widthCharacters: 44, cell: { kind: "word", of: () => "" } },
  { title: "Frecuencia", widthCharacters: 12, cell: { kind: "integer", of: () => 0 } }
]

/** A line for each reason of each advisor: a column for each rule would be wider than any paper. */
const writeReasons = <Row, Line>(workbook: Workbook, form: Form<Row, Line>, reasonsOf: NonNullable<Form<Row, Line>["reasonsOf"]>): void => {
  const sheet = sheetOf<never, Row, Line>(workbook, form, "Razones", reasonColumns, 2)
  SummaryRows.forEach(form, (branch, advisor, row, kind) => {
    for (const { count, name } of reasonsOf(row)) {
      sheet.row(emphases[kind])
      sheet.word(branch)
      sheet.word(advisor)
      sheet.word(name)
      sheet.integer(count)
      sheet.endRow()
    }
  })
  sheet.close()
}

/** Writes the sheets `Resumen`, in forms with reasons `Razones`, and `Detalle`; resolves when the sink took the last byte. */
export const write = async <Row, Line>(
  form: Form<Row, Line>,
  sink: FormData.ByteSink,
  options: FormData.RenderOptions = {}
): Promise<void> => {
  const workbook = new Workbook(sink, { title: form.header.formName, sheetRowLimit: options.sheetRowLimit })
  const summaryColumns = columnsFor(form.summaryColumns, "workbook")
  const summary = sheetOf<never, Row, Line>(workbook, form, "Resumen", [...nameColumns, ...summaryColumns], 2)
  SummaryRows.forEach(form, (branch, advisor, row, kind) => {
    summary.row(emphases[kind])
    summary.word(branch)
    summary.word(advisor)
    for (const column of summaryColumns) writeCell(summary, form, column, row)
    summary.endRow()
  })
  summary.close()
  if (form.reasonsOf !== undefined) writeReasons(workbook, form, form.reasonsOf)
  const detailColumns = columnsFor(form.detailColumns, "workbook")
  const detail = sheetOf(workbook, form, "Detalle", detailColumns, 1)
  const writeLine = DetailRows.writerOf(detail, form, detailColumns, (column, line) => writeCell(detail, form, column, line))
  for (let index = 0; index < form.detail.count; index++) {
    writeLine(index)
    if (index % rowsPerBatch === rowsPerBatch - 1) await detail.ready()
  }
  detail.close()
  await workbook.finish()
}
