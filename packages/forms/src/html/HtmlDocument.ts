/**
 * The HTML document that a form is printed in: the procedure's header block, its footer, and a style sheet for the screen and
 * for A4 or Letter paper. It asks for nothing from outside, and its own policy forbids it.
 */
import type { Color, Header } from "../data/FormData.ts"
import { formText, identification, notes, procedureText, provenance } from "../layout/HeaderText.ts"
import { type ColorWords, escaped, instantText, periodText } from "../wording/Spanish.ts"

/** A sign for each colour, so that a black-and-white print tells them apart at a glance. */
const signs: Readonly<Record<Color, string>> = { green: "●", yellow: "▲", red: "■", none: "○" }

/** A table cell that shows a colour by fill, sign and word; empty for `null`. */
export const colorCell = (color: Color | null, words: ColorWords): string =>
  color === null
    ? `<td class="color">—</td>`
    : `<td class="color ${color}"><span aria-hidden="true">${signs[color]}</span> ${escaped(words[color])}</td>`

/** A string of a style sheet; nothing in it ends the string or the style element. */
const cssString = (text: string): string =>
  `"${
    // oxlint-disable-next-line no-control-regex
    text.toWellFormed().replace(/[\u0000-\u001f"\\<>&\u007f]/g, (character) =>
      `\\${character.charCodeAt(0).toString(16).padStart(6, "0")}`)
  }"`

/** The header block and the page number in the margins of each printed page; the first has the whole block instead. */
const pageStyles = (header: Header): string => `
@page {
  margin: 19mm 11mm 17mm;
  @top-left { content: ${cssString(`${header.company} · ${procedureText(header)}, vigente desde ${header.effectiveFrom}`)} "\\A" ${cssString(formText(header))}; white-space: pre-line; width: 66%; text-align: left; vertical-align: bottom; padding-bottom: 3mm; font: 7pt sans-serif; color: #333 }
  @top-right { content: ${cssString(`Período: ${periodText(header.period)}`)} "\\A" ${cssString(`Corte: ${instantText(header.asOf)}`)}; white-space: pre-line; width: 34%; text-align: right; vertical-align: bottom; padding-bottom: 3mm; font: 7pt sans-serif; color: #333 }
  @bottom-left { content: ${cssString(provenance(header))}; width: 82%; text-align: left; vertical-align: top; padding-top: 3mm; font: 6.5pt sans-serif; color: #333 }
  @bottom-right { content: "Página " counter(page) " de " counter(pages); width: 18%; text-align: right; vertical-align: top; padding-top: 3mm; font: 7pt sans-serif; color: #333 }
}
@page detail { size: landscape; margin: 16mm 8mm 13mm }
@page :first { margin-top: 11mm; @top-left { content: none } @top-right { content: none } }
`

const styles = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 16px; max-width: 1180px; background: #fff; color: #1c1c1c; font: 14px/1.4 "Segoe UI", Roboto, Helvetica, Arial, sans-serif }
h1 { font-size: 1.25em; margin: 0 }
h2 { font-size: 1.1em; margin: 1.6em 0 .5em; color: #1f3864; break-after: avoid }
p { margin: .5em 0 }
.block { width: 100%; border-collapse: collapse; margin-bottom: 6px }
.block td, .block th { border: 1px solid #555; padding: 6px 10px; text-align: center; font-weight: normal }
.block .company { width: 24%; font-weight: 700 }
.block .details { margin: 1mm 0 0; font-weight: 400; font-size: .8em }
.block .identity { width: 22%; text-align: left; font-size: .85em; white-space: nowrap }
.block .procedure { font-size: .85em; color: #333 }
.when { font-size: .9em }
.wide { overflow-x: auto }
table.data { width: 100%; border-collapse: collapse; font-size: .86em; font-variant-numeric: tabular-nums }
table.data caption { text-align: left; font-size: .95em; padding: 2px 0 }
table.data th, table.data td { border: 1px solid #b5b5b5; padding: 3px 6px; text-align: left; vertical-align: top; overflow-wrap: break-word }
table.data .id { overflow-wrap: anywhere; min-width: 6.5em }
table.data tbody th[scope=row] { font-weight: 400; min-width: 11em }
table.data thead th { background: #1f3864; color: #fff; text-align: center; vertical-align: middle; overflow-wrap: normal; hyphens: manual }
table.data .number { text-align: right; white-space: nowrap; overflow-wrap: normal }
table.data .time { text-align: center; white-space: nowrap; overflow-wrap: normal }
table.data .color { text-align: center; white-space: nowrap; overflow-wrap: normal; font-weight: 600 }
table.data .reasons, table.data tbody tr > .reasons { font-size: .92em; font-weight: 400; min-width: 11em }
table.data .branch th { background: #eef2f8; font-weight: 700 }
table.data tbody .subtotal > *, table.data tbody .subtotal > th { background: #eaf0f8; font-weight: 600 }
table.data tbody .total > *, table.data tbody .total > th { background: #cfdcee; font-weight: 700 }
table.data tbody tr > .green { background: #a9d9b0; color: #00380f }
table.data tbody tr > .yellow { background: #ffe28a; color: #4a3300 }
table.data tbody tr > .red { background: #f7b1ae; color: #6d0810 }
table.data tbody tr > .none { background: #e4e4e4; color: #333 }
.chart { margin: 1em 0; break-inside: avoid }
.chart figcaption { font-weight: 600; margin-bottom: 4px }
.chart svg { display: block; max-width: 100%; height: auto }
.empty { color: #555; font-style: italic }
.rest { border-left: 4px solid #1f3864; padding: 4px 10px; background: #f3f5f9 }
footer { margin-top: 2em; padding-top: 6px; border-top: 1px solid #777; font-size: .8em; color: #333; overflow-wrap: anywhere }
@media print {
  body { padding: 0; max-width: none; font-size: 9pt; -webkit-print-color-adjust: exact; print-color-adjust: exact }
  .wide { overflow: visible }
  .detail, main:has(.detail) + footer { page: detail }
  footer { margin-top: 4mm; padding-top: 1mm; font-size: 6.5pt; break-before: avoid }
  table.data { font-size: 7.2pt }
  table.data th, table.data td { padding: 1.5pt 3pt }
  table.data .reasons, table.data tbody tr > .reasons { min-width: 0 }
  table.data tbody th[scope=row] { min-width: 30mm }
  table.data .id { min-width: 15mm }
  .detail table.data { font-size: 6.1pt; line-height: 1.25 }
  .detail table.data th, .detail table.data td { padding: .7pt 1.8pt }
  .detail table.data .id { min-width: 23.5mm }
  .detail table.data .reasons { width: 14%; font-size: 1em }
  .detail table.data .reasons + .reasons { width: 8% }
  table.data thead { display: table-header-group }
  table.data tr { break-inside: avoid }
  table.data .branch { break-after: avoid }
  table.data .subtotal, table.data .total { break-before: avoid }
}
`

/** Everything before the form's own sections. */
export const opening = (header: Header): string =>
  `<!doctype html>
<html lang="es-CO">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${formText(header)} · ${header.period} · ${header.company}`)}</title>
<style>${styles}${pageStyles(header)}</style>
</head>
<body>
<header>
<table class="block"><tr>
<td class="company">${escaped(header.company)}${header.companyDetails === undefined ? "" : `<p class="details">${escaped(header.companyDetails)}</p>`}</td>
<td><div class="procedure">${escaped(header.procedureName)}</div><h1>${escaped(header.formName)}</h1></td>
<td class="identity">${header.formCode === "" ? "" : `Formato: <strong>${escaped(header.formCode)}</strong><br>`}Procedimiento: ${
    escaped(header.procedureCode)
  }<br>Versión: ${escaped(header.procedureVersion)}<br>Vigencia: ${escaped(header.effectiveFrom)}</td>
</tr></table>
<p class="when">Período: <strong>${escaped(periodText(header.period))}</strong> · Corte: <strong>${
    escaped(instantText(header.asOf))
  }</strong> · Zona horaria: ${escaped(header.zone)}</p>
${notes(header).map((note) => `<p class="rest">${escaped(note)}</p>\n`).join("")}</header>
<main>
`

/** Everything after the form's own sections. */
export const closing = (header: Header): string =>
  `</main>
<footer>${escaped(identification(header))}<br>${escaped(provenance(header))}</footer>
</body>
</html>
`
