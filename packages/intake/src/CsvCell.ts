/** One cell of a CSV file: how it is written so that no spreadsheet takes it for a formula, and how it is read back. */

/** Whether a text would be taken for a formula (or hides one): it begins with `=`, `+`, `-`, `@`, tab or CR. */
export const isFormulaLike = (text: string): boolean => {
  if (text === "") return false
  const code = text.charCodeAt(0)
  return code === 61 || code === 43 || code === 45 || code === 64 || code === 9 || code === 13
}

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/

/**
 * A cell as written: a leading apostrophe before what looks like a formula, quotes (doubled inside) where a delimiter,
 * a quote, a line end or white space at an end asks for them. The delimiter is the comma.
 *
 * @see 6-forms: fine print 1
 */
export const write = (text: string): string => {
  const guarded = isFormulaLike(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll("\"", "\"\"")}"` : guarded
}

/** A row as written, with its line end (LF). */
export const writeRow = (cells: ReadonlyArray<string>): string => {
  let row = ""
  for (let i = 0; i < cells.length; i++) row += i === 0 ? write(cells[i]!) : `,${write(cells[i]!)}`
  return `${row}\n`
}

/**
 * The value of a cell whose quotes are already gone: trimmed, one apostrophe removed before what looks like a formula;
 * `undefined` where nothing is left, which is an absent cell.
 */
export const read = (cell: string): string | undefined => {
  const trimmed = cell.trim()
  if (trimmed === "") return undefined
  return trimmed.charCodeAt(0) === 39 && isFormulaLike(trimmed.slice(1)) ? trimmed.slice(1) : trimmed
}
