/**
 * A detail's lines as rows of a sheet. Where the data gives its lines in parts, a row is put together from bytes: ids are
 * copied, and the cells of fields that few combinations fill are made once for each combination.
 */
import type * as FormData from "../../data/FormData.ts"
import type { Sheet } from "../Workbook.ts"
import type { Column, Form } from "../../layout/Form.ts"
import { wallOf } from "../../wording/WallClock.ts"

/** Writes a line's cell as the column says. */
export type WriteCell<Line> = (column: Column<Line>, line: Line) => void

/** Combinations whose cells are remembered; the lines of further ones are written cell by cell. */
const rememberedCombinations = 1 << 16

/** Neighbouring columns that one group of fields fills. */
interface Run<Line> {
  readonly group: FormData.FieldGroup<Line>
  readonly columns: Array<Column<Line>>
  readonly cells: Array<Uint8Array | undefined>
}

type Step = (index: number) => void

/** What writes a line's cells; undefined where some column's field is in none of the parts. */
const stepsOf = <Row, Line>(
  sheet: Sheet,
  form: Form<Row, Line>,
  columns: ReadonlyArray<Column<Line>>,
  parts: FormData.DetailParts<Line>,
  writeCell: WriteCell<Line>
): ReadonlyArray<Step> | undefined => {
  const line = form.makeLine()
  const steps: Array<Step> = []
  let run: Run<Line> | undefined
  for (const column of columns) {
    const { cell, field } = column
    if (field === undefined) return undefined
    const group = parts.groups.find(({ fields }) => fields.includes(field))
    if (group !== undefined && run?.group === group) {
      run.columns.push(column)
      continue
    }
    run = undefined
    const copyId = parts.ids[field]
    const numberOf = parts.numbers[field]
    if (group !== undefined) {
      run = { group, columns: [column], cells: [] }
      steps.push(runStep(sheet, form, run, line, writeCell))
    } else if (cell.kind === "text" && copyId !== undefined) steps.push((index) => sheet.id(index, copyId))
    else if (cell.kind === "integer" && numberOf !== undefined) steps.push((index) => sheet.integer(numberOf(index)))
    else if (cell.kind === "instant" && numberOf !== undefined) steps.push((index) => sheet.instant(wallOf(numberOf(index), form.offsetMinutes)))
    else return undefined
  }
  return steps
}

const runStep = <Row, Line>(sheet: Sheet, form: Form<Row, Line>, { cells, columns, group }: Run<Line>, line: Line, writeCell: WriteCell<Line>): Step => {
  const write = (index: number): void => {
    form.detail.line(index, line)
    for (const column of columns) writeCell(column, line)
  }
  return (index) => {
    const number = group.numberOf(index)
    if (number >= rememberedCombinations) return write(index)
    sheet.cells(cells[number] ??= sheet.prepared(() => write(index)))
  }
}

/** A function that writes a line's row. */
export const writerOf = <Row, Line>(
  sheet: Sheet,
  form: Form<Row, Line>,
  columns: ReadonlyArray<Column<Line>>,
  writeCell: WriteCell<Line>
): (index: number) => void => {
  const { parts } = form.detail
  const steps = parts === undefined ? undefined : stepsOf(sheet, form, columns, parts, writeCell)
  if (steps !== undefined) {
    return (index) => {
      sheet.row()
      for (let step = 0; step < steps.length; step++) steps[step]!(index)
      sheet.endRow()
    }
  }
  const line = form.makeLine()
  return (index) => {
    form.detail.line(index, line)
    sheet.row()
    for (let i = 0; i < columns.length; i++) writeCell(columns[i]!, line)
    sheet.endRow()
  }
}
