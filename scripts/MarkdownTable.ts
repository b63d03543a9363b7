/** The small parts of the generated documents. */

/** The notice at the top of every generated document. */
export const generatedNotice = (from: string): string =>
  `<!-- Made from ${from} by \`npx pnpm@12 run docs\`; CI checks that it is current. Do not edit by hand. -->`

/** A text for a cell: on one line, with bars that are no cell borders. */
const cell = (text: string): string => text.replaceAll(/\s+/g, " ").trim().replaceAll("|", "\\|")

const row = (cells: ReadonlyArray<string>): string => `| ${cells.map(cell).join(" | ")} |`

/** A Markdown table; cells hold Markdown. */
export const table = (columns: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [row(columns), row(columns.map(() => "---")), ...rows.map(row)].join("\n")

export const code = (text: string): string => `\`${text}\``

/** Several lines within one cell. */
export const lines = (texts: ReadonlyArray<string>): string => texts.join("<br>")
