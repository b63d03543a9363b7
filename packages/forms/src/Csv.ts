/**
 * CSV lines whose cells no spreadsheet takes for a formula.
 *
 * @see 6-forms, fine print 1, and RFC 4180
 */

const looksLikeFormula = /^[=+\-@\t\r]/
const needsQuotes = /[",\r\n]/

/** A cell: a leading `=`, `+`, `-`, `@`, tab or CR gets an apostrophe before it; quoted where RFC 4180 asks for it. */
export const cell = (text: string): string => {
  const guarded = looksLikeFormula.test(text) ? `'${text}` : text
  return needsQuotes.test(guarded) ? `"${guarded.replaceAll("\"", "\"\"")}"` : guarded
}

/** A line with its end (CRLF). */
export const line = (cells: ReadonlyArray<string>): string => {
  let text = ""
  for (let i = 0; i < cells.length; i++) text += (i === 0 ? "" : ",") + cell(cells[i] as string)
  return `${text}\r\n`
}
