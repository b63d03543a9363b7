/** A form as one HTML document. */
import type * as FormData from "../../data/FormData.ts"
import { type Column, columnsFor, type Form, type ReasonFrequency } from "../../layout/Form.ts"
import { TextWriter } from "../../text/TextWriter.ts"
import { escaped, integerText, percentText } from "../../wording/Spanish.ts"
import { minuteText, wallOf } from "../../wording/WallClock.ts"
import * as HtmlDocument from "../HtmlDocument.ts"

const linesByDefault = 2000
const linesPerBatch = 256

const td = (className: string, text: string): string =>
  className === "" ? `<td>${escaped(text)}</td>` : `<td class="${className}">${escaped(text)}</td>`

const cellOf = <Row, R, L>(form: Form<R, L>, { cell }: Column<Row>, row: Row): string => {
  switch (cell.kind) {
    case "text":
      return td("id", cell.of(row))
    case "word":
      return td("", cell.of(row))
    case "integer":
      return td("number", integerText(cell.of(row)))
    case "instant":
      return td("time", minuteText(wallOf(cell.of(row), form.offsetMinutes)))
    case "codes":
      return td("reasons", form.codesText(cell.of(row)))
    case "color":
      return HtmlDocument.colorCell(cell.of(row), cell.words)
    case "percent":
      return td("number", percentText(cell.of(row).percent))
  }
}

const headOf = (titles: ReadonlyArray<string>): string =>
  `<thead><tr>${titles.map((title) => `<th scope="col">${escaped(title)}</th>`).join("")}</tr></thead>`

/** A head of two rows where columns are grouped. */
const groupedHeadOf = <Row>(first: string, columns: ReadonlyArray<Column<Row>>): string => {
  if (columns.every(({ group }) => group === undefined)) return headOf([first, ...columns.map(({ title }) => title)])
  let upper = `<th scope="col" rowspan="2">${escaped(first)}</th>`
  let lower = ""
  for (let index = 0; index < columns.length; index++) {
    const { group, title } = columns[index] as Column<Row>
    if (group === undefined) upper += `<th scope="col" rowspan="2">${escaped(title)}</th>`
    else {
      lower += `<th scope="col">${escaped(title)}</th>`
      if (index > 0 && columns[index - 1]?.group === group) continue
      const end = columns.findIndex((column, at) => at > index && column.group !== group)
      upper += `<th scope="colgroup" colspan="${(end < 0 ? columns.length : end) - index}">${escaped(group)}</th>`
    }
  }
  return `<thead><tr>${upper}</tr><tr>${lower}</tr></thead>`
}

/** The table in pieces, a branch each: of a thousand advisors it has megabytes. */
const summaryTable = function*<Row, Line>(form: Form<Row, Line>): Generator<string> {
  const columns = columnsFor(form.summaryColumns, "page")
  const rowOf = (className: string, name: string, row: Row): string =>
    `<tr${className === "" ? "" : ` class="${className}"`}><th scope="row">${escaped(name)}</th>` +
    `${columns.map((column) => cellOf(form, column, row)).join("")}</tr>\n`
  yield `<section><h2>Resumen por sede y asesor</h2><div class="wide"><table class="data">${groupedHeadOf("Asesor", columns)}`
  for (const { advisors, subtotal } of form.summary.branches) {
    yield `<tbody><tr class="branch"><th scope="rowgroup" colspan="${columns.length + 1}">${escaped(form.nameOf(subtotal))}</th></tr>\n` +
      advisors.map((advisor) => rowOf("", form.nameOf(advisor), advisor)).join("") +
      `${rowOf("subtotal", "Subtotal sede", subtotal)}</tbody>`
  }
  yield `<tbody>${rowOf("total", "Total empresa", form.summary.company)}</tbody></table></div></section>\n`
}

/** `Nombre incompleto (4); Teléfono no válido (1)`; a dash where there is none. */
const reasonsText = (reasons: ReadonlyArray<ReasonFrequency>): string =>
  reasons.map(({ count, name }) => `${name}\u00a0(${integerText(count)})`).join("; ") || "—"

const reasonsTable = function*<Row, Line>({ nameOf, reasonsOf, summary }: Form<Row, Line>): Generator<string> {
  if (reasonsOf === undefined) return
  const rowOf = (className: string, name: string, row: Row): string =>
    `<tr${className === "" ? "" : ` class="${className}"`}><th scope="row">${escaped(name)}</th>` +
    `${td("reasons", reasonsText(reasonsOf(row)))}</tr>\n`
  yield `<section><h2>Razones y su frecuencia</h2><div class="wide"><table class="data">${headOf(["Asesor", "Razones (frecuencia)"])}`
  for (const { advisors, subtotal } of summary.branches) {
    yield `<tbody><tr class="branch"><th scope="rowgroup" colspan="2">${escaped(nameOf(subtotal))}</th></tr>\n` +
      advisors.map((advisor) => rowOf("", nameOf(advisor), advisor)).join("") + `${rowOf("subtotal", "Subtotal sede", subtotal)}</tbody>`
  }
  yield `<tbody>${rowOf("total", "Total empresa", summary.company)}</tbody></table></div></section>\n`
}

/** Writes the document: summary, charts, then as many detail lines as are allowed, and where the rest is. */
export const write = async <Row, Line>(
  form: Form<Row, Line>,
  sink: FormData.ByteSink,
  options: FormData.RenderOptions = {}
): Promise<void> => {
  const limit = options.htmlDetailLimit ?? linesByDefault
  const count = form.detail.count
  const shown = Math.min(count, limit)
  const writer = new TextWriter(sink)
  writer.append(HtmlDocument.opening(form.header))
  const appendAll = async (pieces: Iterable<string>): Promise<void> => {
    for (const piece of pieces) {
      writer.append(piece)
      await writer.ready()
    }
  }
  await appendAll(summaryTable(form))
  writer.append(`<section><h2>Gráficos</h2>${form.charts()}</section>\n`)
  await appendAll(reasonsTable(form))
  writer.append(`<section class="detail"><h2>${escaped(form.detailTitle)} (${integerText(count)})</h2>`)
  const columns = columnsFor(form.detailColumns, "page")
  if (count === 0) writer.append(`<p class="empty">No hay líneas en el detalle.</p>`)
  else {
    writer.append(`<div class="wide"><table class="data">${headOf(columns.map(({ title }) => title))}<tbody>\n`)
    const line = form.makeLine()
    for (let index = 0; index < shown; index++) {
      form.detail.line(index, line)
      let cells = ""
      for (const column of columns) cells += cellOf(form, column, line)
      writer.append(`<tr>${cells}</tr>\n`)
      if (index % linesPerBatch === linesPerBatch - 1) await writer.ready()
    }
    writer.append("</tbody></table></div>")
  }
  if (shown < count) {
    const where = options.htmlRestIsIn ?? "los archivos XLSX y CSV de este formulario"
    writer.append(
      `<p class="rest">Se muestran las primeras ${integerText(shown)} de ${integerText(count)} líneas. ` +
        `El detalle completo está en ${escaped(where)}.</p>`
    )
  }
  writer.append(`</section>\n${HtmlDocument.closing(form.header)}`)
  await writer.finish()
}
