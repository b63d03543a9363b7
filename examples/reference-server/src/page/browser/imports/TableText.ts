/** The rows of a text table, as they stand in the file: what a person corrects of a rejected row. */

/** A row with the physical line where it begins, from 1. */
export interface TextRow {
  readonly line: number
  readonly cells: ReadonlyArray<string>
}

/** Splits a table into its rows. A quote that is not closed ends with the text. */
export const rowsOf = (text: string, delimiter: string): ReadonlyArray<TextRow> => {
  const rows: Array<TextRow> = []
  let cells: Array<string> = []
  let cell = ""
  let line = 1
  let from = 1
  let isQuoted = false
  const endRow = (): void => {
    rows.push({ line: from, cells: [...cells, cell] })
    cells = []
    cell = ""
  }
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length; at++) {
    const character = text[at]!
    if (character === "\n") line++
    if (isQuoted) {
      if (character !== "\"") cell += character
      else if (text[at + 1] === "\"") cell += text[++at]!
      else isQuoted = false
    } else if (character === "\"" && cell === "") isQuoted = true
    else if (character === delimiter) {
      cells.push(cell)
      cell = ""
    } else if (character === "\n") {
      endRow()
      from = line
    } else if (character !== "\r") cell += character
  }
  if (cell !== "" || cells.length > 0) endRow()
  return rows
}

const quoted = (cell: string, delimiter: string): string => cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll("\"", "\"\"")}"` : cell

/** Writes rows as a table. */
export const write = (rows: ReadonlyArray<ReadonlyArray<string>>, delimiter: string): string =>
  rows.map((cells) => cells.map((cell) => quoted(cell, delimiter)).join(delimiter)).join("\r\n") + "\r\n"
