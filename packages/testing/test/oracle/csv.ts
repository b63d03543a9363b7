/** How tables are read (encodings, titles, delimiters, cells), and a small RFC 4180 writer. See docs/guides/importing.md. */

export class UnusableFile extends Error {
  readonly file: string
  readonly column: string | undefined
  constructor(file: string, message: string, column?: string) {
    super(`${file}: ${message}`)
    this.file = file
    this.column = column
  }
}

export interface Cell {
  /** As it stands in the file. */
  readonly written: string
  /** Repaired and cleaned; absent where nothing is left. */
  readonly value: string | undefined
  readonly isRepaired: boolean
}

export interface CsvRow {
  /** The physical line where the row begins; the file's first line is 1. */
  readonly line: number
  readonly cells: ReadonlyArray<Cell>
}

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252"

export interface Table {
  readonly encoding: Encoding
  readonly header: ReadonlyArray<Cell>
  readonly rows: ReadonlyArray<CsvRow>
  /** Rows above the header. */
  readonly skipped: number
}

const marks: ReadonlyArray<readonly [Encoding, ReadonlyArray<number>]> = [["utf-8", [0xef, 0xbb, 0xbf]], ["utf-16le", [0xff, 0xfe]], ["utf-16be", [0xfe, 0xff]]]

/** The encoding of a file: a byte-order mark decides; without one, valid UTF-8 is UTF-8, anything else Windows-1252. */
export const decode = (file: string, bytes: Uint8Array): { readonly text: string; readonly encoding: Encoding } => {
  const strictly = (encoding: Encoding, from: number): string | undefined => {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(from))
    } catch {
      return undefined
    }
  }
  const mark = marks.find(([, start]) => start.every((byte, index) => bytes[index] === byte))
  if (mark !== undefined) {
    const text = strictly(mark[0], mark[1].length)
    if (text === undefined) throw new UnusableFile(file, "its bytes do not fit its byte-order mark")
    return { text, encoding: mark[0] }
  }
  const text = strictly("utf-8", 0)
  return text === undefined ? { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" } : { text, encoding: "utf-8" }
}

const bytesOfWindows1252 = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder("windows-1252").decode(Uint8Array.of(byte)), byte]))

/** UTF-8 read as Windows-1252, where the whole cell decodes without rest and becomes another. */
const withoutMojibake = (cell: string): string | undefined => {
  const bytes = Array.from(cell, (character) => bytesOfWindows1252.get(character))
  if (bytes.includes(undefined)) return undefined
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes as ReadonlyArray<number>))
    return text === cell ? undefined : text
  } catch {
    return undefined
  }
}

/** The text of a cell: format characters go, spaces are spaces, trim, unwrap, one apostrophe, trim. */
export const readCell = (written: string): Cell => {
  const repaired = withoutMojibake(written)
  let value = Array.from(repaired ?? written).filter((character) => !/\p{Cf}/u.test(character)).join("").replace(/\p{Zs}/gu, " ").trim()
  if (value.length >= 3 && value.startsWith("=\"") && value.endsWith("\"")) value = value.slice(2, -1)
  if (value.startsWith("'")) value = value.slice(1)
  value = value.trim()
  return { written, value: value === "" ? undefined : value, isRepaired: repaired !== undefined }
}

/** The most frequent of `,` `;` tab in the line, outside quotes; a tie goes to the first named. */
const findDelimiter = (text: string): string => {
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

interface Parsed {
  readonly cells: ReadonlyArray<string>
  readonly end: number
  readonly lines: number
}

/** The row that begins at a position, or what is wrong with it. A quote opens a quoted cell only where the cell begins. */
const parseRow = (text: string, from: number, delimiter: string): Parsed | string => {
  const cells: Array<string> = []
  let position = from
  let lines = 1
  for (;;) {
    let cell = ""
    if (text[position] === "\"") {
      position++
      for (;;) {
        if (position >= text.length) return "a quote is never closed"
        if (text[position] === "\"" && text[position + 1] === "\"") {
          cell += "\""
          position += 2
        } else if (text[position] === "\"") {
          position++
          break
        } else {
          if (text[position] === "\n") lines++
          cell += text[position]
          position++
        }
      }
      const next = text[position]
      if (next !== undefined && next !== delimiter && next !== "\n" && !(next === "\r" && text[position + 1] === "\n")) return "text after a closing quote"
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
  if (text[position] === "\n") position++
  return { cells, end: position, lines }
}

const isBlank = (cells: ReadonlyArray<Cell>): boolean => cells.every(({ value }) => value === undefined)

/** The rows of a table: `sep=X`, then the header, the first of the first twenty lines that has all that is required, then the rows. */
export const readTable = (file: string, bytes: Uint8Array, isHeader: (cells: ReadonlyArray<Cell>) => boolean): Table => {
  const { encoding, text } = decode(file, bytes)
  const named = /^"?sep=(.)"?[ \t]*(?:\r?\n|$)/iu.exec(text)
  let position = named?.[0].length ?? 0
  let line = named === null ? 1 : 2
  let skipped = 0
  let header: ReadonlyArray<Cell> | undefined
  let delimiter = named?.[1] ?? ","
  while (header === undefined && position < text.length && line <= 20) {
    delimiter = named?.[1] ?? findDelimiter(text.slice(position))
    const row = parseRow(text, position, delimiter)
    if (typeof row === "string") {
      // A title with quotes of its own.
      const end = text.indexOf("\n", position)
      position = end < 0 ? text.length : end + 1
      line++
      skipped++
      continue
    }
    const cells = row.cells.map(readCell)
    if (isHeader(cells)) header = cells.slice(0, cells.findLastIndex(({ value }) => value !== undefined) + 1)
    else if (!isBlank(cells)) skipped++
    position = row.end
    line += row.lines
  }
  if (header === undefined) throw new UnusableFile(file, "none of its first lines is a header with all required columns")
  const rows: Array<CsvRow> = []
  while (position < text.length) {
    const row = parseRow(text, position, delimiter)
    if (typeof row === "string") throw new UnusableFile(file, `${row} in the row of line ${line}`)
    const cells = row.cells.map(readCell)
    if (!isBlank(cells)) rows.push({ line, cells })
    position = row.end
    line += row.lines
  }
  return { encoding, header, rows, skipped }
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
