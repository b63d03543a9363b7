/**
 * Text as a cell of a CSV table: no spreadsheet takes it for a formula, and any CSV reader reads it back. Verdict files, frozen
 * lists, rejected rows and the forms all write their cells here.
 */

/** Whether a text that begins with this character is a formula for a spreadsheet: `=`, `+`, `-`, `@`, tab or CR. */
export const startsFormula = (code: number): boolean => code === 61 || code === 43 || code === 45 || code === 64 || code === 9 || code === 13

/** Whether a spreadsheet takes a text for a formula. */
export const isFormulaLike = (text: string): boolean => text !== "" && startsFormula(text.charCodeAt(0))

const NEEDS_QUOTES = { ",": /[",\r\n]|^\s|\s$/, ";": /[";\r\n]|^\s|\s$/ } as const

/** The character between two cells: a comma for programs, a semicolon where a spreadsheet reads the comma as a decimal sign. */
export type Delimiter = "," | ";"

/**
 * A cell: an apostrophe before what looks like a formula, quotes (doubled inside) around a delimiter, a quote, a line end or white
 * space at an end.
 */
export const cell = (text: string, delimiter: Delimiter = ","): string => {
  const guarded = isFormulaLike(text) ? `'${text}` : text
  return NEEDS_QUOTES[delimiter].test(guarded) ? `"${guarded.replaceAll("\"", "\"\"")}"` : guarded
}

/** A row's cells, without a line end. */
export const row = (cells: ReadonlyArray<string>, delimiter: Delimiter = ","): string => {
  let text = ""
  for (let i = 0; i < cells.length; i++) text += (i === 0 ? "" : delimiter) + cell(cells[i]!, delimiter)
  return text
}

/** A cell's text without the apostrophe that {@link cell} puts before what looks like a formula. */
export const withoutGuard = (text: string): string => text.charCodeAt(0) === 39 && isFormulaLike(text.slice(1)) ? text.slice(1) : text
