/** A small strict RFC 4180 reader and writer, for the canonical CSV files only. */

export class UnusableFile extends Error {
  readonly file: string
  readonly column: string | undefined
  constructor(file: string, message: string, column?: string) {
    super(`${file}: ${message}`)
    this.file = file
    this.column = column
  }
}

export interface CsvRow {
  /** The physical line where the row begins; the file's first line is 1. */
  readonly line: number
  readonly cells: ReadonlyArray<string>
}

/** UTF-8, strictly; one byte-order mark at the start is accepted and dropped. */
export const decodeUtf8 = (file: string, bytes: Uint8Array): string => {
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UnusableFile(file, "it is not valid UTF-8")
  }
  return text.startsWith("\uFEFF") ? text.slice(1) : text
}

/** 2-records fine print 10: the most frequent of `,` `;` tab in the header, outside quotes; a tie goes to the first named. */
export const findDelimiter = (text: string): string => {
  const counts = new Map([[",", 0], [";", 0], ["\t", 0]])
  let quoted = false
  for (const character of text) {
    if (character === "\"") quoted = !quoted
    else if (quoted) continue
    else if (character === "\n") break
    else if (counts.has(character)) counts.set(character, counts.get(character)! + 1)
  }
  let best = ","
  for (const [delimiter, count] of counts) if (count > counts.get(best)!) best = delimiter
  return best
}

/** All rows, the header's included; blank lines are no rows. A quote opens a quoted cell only where the cell begins. */
export const readCsv = (file: string, text: string): ReadonlyArray<CsvRow> => {
  const delimiter = findDelimiter(text)
  const rows: Array<CsvRow> = []
  let position = 0
  let line = 1
  while (position < text.length) {
    const rowLine = line
    const cells: Array<string> = []
    let anyQuoted = false
    for (;;) {
      let cell = ""
      if (text[position] === "\"") {
        anyQuoted = true
        position++
        for (;;) {
          if (position >= text.length) throw new UnusableFile(file, `the quote opened in the row of line ${rowLine} is never closed`)
          if (text[position] === "\"" && text[position + 1] === "\"") {
            cell += "\""
            position += 2
          } else if (text[position] === "\"") {
            position++
            break
          } else {
            if (text[position] === "\n") line++
            cell += text[position]
            position++
          }
        }
        const next = text[position]
        const endsHere = next === undefined || next === delimiter || next === "\n" || (next === "\r" && text[position + 1] === "\n")
        if (!endsHere) throw new UnusableFile(file, `text after a closing quote in the row of line ${rowLine}`)
      } else {
        while (position < text.length && text[position] !== delimiter && text[position] !== "\n") {
          if (text[position] === "\r" && text[position + 1] === "\n") break
          cell += text[position]
          position++
        }
      }
      cells.push(cell)
      if (text[position] !== delimiter) break
      position++
    }
    if (text[position] === "\r") position++
    if (text[position] === "\n") {
      position++
      line++
    }
    const isBlank = cells.length === 1 && !anyQuoted && cells[0]!.trim() === ""
    if (!isBlank) rows.push({ line: rowLine, cells })
  }
  return rows
}

/** 6-forms fine print 1: one apostrophe before `=`, `+`, `-`, `@`, tab or CR is taken off. 2-records: cells are trimmed, an empty one is absent. */
export const readCell = (cell: string | undefined): string | undefined => {
  if (cell === undefined) return undefined
  const unescaped = /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell
  const trimmed = unescaped.trim()
  return trimmed === "" ? undefined : trimmed
}

export const writeCell = (value: string, delimiter = ","): string => {
  const escaped = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /["\r\n]/.test(escaped) || escaped.includes(delimiter) ? `"${escaped.replaceAll("\"", "\"\"")}"` : escaped
}

export const writeCsv = (rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  rows.map((cells) => cells.map((cell) => writeCell(cell)).join(",") + "\n").join("")

/** By code point, not by UTF-16 unit: an astral character sorts after every other. */
export const compareCodePoints = (a: string, b: string): number => {
  const left = Array.from(a, (character) => character.codePointAt(0)!)
  const right = Array.from(b, (character) => character.codePointAt(0)!)
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i]! - right[i]!
  }
  return left.length - right.length
}
