/** A printed document as one self-contained HTML page in Spanish: its own styles, no scripts, no requests; every text escaped. */

/** A table: its column headings and its rows, all as wide as the headings. */
export interface Table {
  readonly kind: "table"
  readonly columns: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

/** A piece of the document, before it is Markdown or HTML. `label` is printed in bold before the text. */
export type Block =
  | { readonly kind: "text"; readonly label?: string; readonly text: string }
  | { readonly kind: "list"; readonly items: ReadonlyArray<{ readonly label?: string; readonly text: string }> }
  | Table

export interface PrintedSection {
  /** `appendix`: not the document's own text; starts a page of its own, in small type. */
  readonly kind: "body" | "appendix"
  readonly id: string
  readonly heading: string
  readonly blocks: ReadonlyArray<Block>
}

/** A page: what its tab and its heading say, the facts of its header (a value without a label stands alone), and its sections. */
export interface Page {
  readonly title: string
  readonly heading: string
  readonly facts: ReadonlyArray<readonly [label: string, value: string]>
  readonly sections: ReadonlyArray<PrintedSection>
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;" }

/** A text that HTML shows as it is, in an element or in a quoted attribute. */
const htmlText = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] as string)

const htmlLabelled = (block: { readonly label?: string; readonly text: string }): string =>
  block.label === undefined ? htmlText(block.text) : `<b>${htmlText(block.label)}</b> ${htmlText(block.text)}`

const htmlTable = (table: Table): string => {
  const head = table.columns.map((column) => `<th scope="col">${htmlText(column)}</th>`).join("")
  const rows = table.rows.map((row) => `<tr>${row.map((cell) => `<td>${htmlText(cell)}</td>`).join("")}</tr>`).join("\n")
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows}\n</tbody>\n</table>`
}

const htmlBlock = (block: Block): string => {
  switch (block.kind) {
    case "text":
      return `<p>${htmlLabelled(block)}</p>`
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${htmlLabelled(item)}</li>`).join("\n")}\n</ul>`
    case "table":
      return htmlTable(block)
  }
}

const htmlHeader = (facts: Page["facts"]): string => {
  const fact = ([label, value]: readonly [string, string]): string =>
    label === "" ? `<span>${htmlText(value)}</span>` : `<span><b>${htmlText(label)}</b> ${htmlText(value)}</span>`
  return `<header>\n${facts.map(fact).join("\n")}\n</header>`
}

/** The styles of the page. It prints on A4 and on Letter: their common area is 210 × 279 mm. */
const css = `
@page { margin: 16mm 18mm; @bottom-right { content: "Página " counter(page) " de " counter(pages); font: 8pt sans-serif; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 174mm; padding: 8mm 0; font: 10pt/1.4 "Helvetica Neue", Arial, sans-serif; color: #1a1a1a; background: #fff; }
header { display: grid; grid-template-columns: repeat(3, 1fr); border: 1px solid #444; margin-bottom: 5mm; }
header span { padding: 1.5mm 3mm; border: .5px solid #bbb; }
h1 { font-size: 14pt; text-align: center; margin: 0 0 4mm; }
h2 { font-size: 11pt; margin: 4mm 0 1.5mm; break-after: avoid; }
p, ul { margin: 0 0 2mm; }
ul { padding-left: 5mm; }
table { width: 100%; border-collapse: collapse; margin-bottom: 2mm; overflow-wrap: break-word; }
th, td { border: 1px solid #888; padding: 1mm 2mm; text-align: left; vertical-align: top; }
th { background: #eee; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.appendix { break-before: page; font-size: 8.5pt; }
.appendix table { table-layout: fixed; }
.appendix th:nth-child(1) { width: 17%; }
.appendix th:nth-child(2) { width: 16%; }
.appendix th:nth-child(3) { width: 11%; }
.appendix th:nth-child(5) { width: 23%; }
@media print { body { max-width: none; padding: 0; } th { print-color-adjust: exact; } }
@media screen and (max-width: 180mm) { body { padding: 4mm; } header { grid-template-columns: 1fr; } }
`

/** The page. */
export const html = ({ facts, heading, sections, title }: Page): string => {
  const body = sections.map((section) =>
    `<section id="${htmlText(section.id)}" class="${section.kind}">\n<h2>${htmlText(section.heading)}</h2>\n${
      section.blocks.map(htmlBlock).join("\n")
    }\n</section>`
  )
  return `<!doctype html>
<html lang="es-CO">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(title)}</title>
<style>${css}</style>
</head>
<body>
${htmlHeader(facts)}
<main>
<h1>${htmlText(heading)}</h1>
${body.join("\n")}
</main>
</body>
</html>
`
}
