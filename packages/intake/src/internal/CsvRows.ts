/**
 * Finds the rows and cells of a CSV file in blocks of text: RFC 4180 quoting, comma, semicolon or tab, lines that end
 * with LF, CRLF or CR. Cells are positions in the block; nothing is copied.
 */
import { UnusableFile } from "../CanonicalFile.ts"
import type { RowCells } from "./RowCells.ts"

const QUOTE = 34
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
/** The delimiters recognised, the first one winning a tie. */
const DELIMITERS = [44, 59, 9]

/** Where the cells of a file go: the slot of each column, in the order of the header. */
export interface Layout {
  readonly slots: Int32Array
  /** 1 for a column of instants, which are read while they are scanned. */
  readonly instants: Uint8Array
  readonly cells: RowCells
}

/** What reads the rows found. */
export interface Sink {
  /** Gets the header's cells, trimmed, and its line; answers with the layout, or throws `UnusableFile`. */
  readonly header: (columns: ReadonlyArray<string>, line: number) => Layout
  /**
   * Gets each row that is not blank; its cells lie in the layout's slots. `hasEscapes`: some quoted cell holds doubled
   * quotes, so that its slot is not its value and the row must be split with {@link split}. `[from, to)` is the row.
   */
  readonly row: (line: number, cellCount: number, hasEscapes: boolean, from: number, to: number) => void
}

/** The end of the line end at `at`: one position on, two for CRLF. */
const afterLineEnd = (codes: Uint16Array, at: number, length: number): number =>
  codes[at] === CARRIAGE_RETURN && at + 1 < length && codes[at + 1] === LINE_FEED ? at + 2 : at + 1

/** The most frequent delimiter outside quotes in the line that begins at `from`. */
const delimiterOf = (codes: Uint16Array, from: number, length: number): number => {
  const counts = DELIMITERS.map(() => 0)
  let quoted = false
  let atCellStart = true
  for (let i = from; i < length; i++) {
    const code = codes[i]!
    if (quoted) {
      if (code === QUOTE) quoted = false
      continue
    }
    if (code === LINE_FEED || code === CARRIAGE_RETURN) break
    const delimiter = DELIMITERS.indexOf(code)
    if (code === QUOTE && (atCellStart || codes[i - 1] === QUOTE)) quoted = true
    else if (delimiter >= 0) counts[delimiter]!++
    atCellStart = delimiter >= 0
  }
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!
}

/** The cells of one row `[from, to)`, quotes gone, not trimmed. The row is known to be well formed. */
export const split = (text: string, from: number, to: number, delimiter: number): Array<string> => {
  const cells: Array<string> = []
  let at = from
  for (;;) {
    let cell = ""
    if (text.charCodeAt(at) === QUOTE && at < to) {
      at++
      for (;;) {
        const quote = text.indexOf("\"", at)
        cell += text.substring(at, quote)
        at = quote + 1
        if (at >= to || text.charCodeAt(at) !== QUOTE) break
        cell += "\""
        at++
      }
    } else {
      const begin = at
      while (at < to && text.charCodeAt(at) !== delimiter) at++
      cell = text.substring(begin, at)
    }
    cells.push(cell)
    if (at >= to) return cells
    at++
  }
}

const INCOMPLETE = -1

/** Whether a cell that ends with this code unit surely has no white space there. */
const isPlainEnd = (code: number): boolean => code > 32 && code < 160

/** The rows of one file, block after block. */
export class CsvRows {
  /** The physical line of the next row, the first line of the file being 1. */
  line = 1
  delimiter = 44
  private readonly file: string
  private readonly sink: Sink
  private layout: Layout | undefined
  private columns: ReadonlyArray<string> = []
  // Of the row scanned last.
  private cellCount = 0
  private hasEscapes = false
  private isBlank = false
  private lineEnds = 0
  private rowEnd = 0

  constructor(file: string, sink: Sink) {
    this.file = file
    this.sink = sink
  }

  /** Whether a header was found. */
  get hasHeader(): boolean {
    return this.layout !== undefined
  }

  /** Reads the rows of a block; see `Blocks.Consume`. */
  consume(text: string, codes: Uint16Array, length: number, isLast: boolean): number {
    let at = 0
    if (this.layout === undefined) {
      at = this.readHeader(text, codes, length)
      if (at === INCOMPLETE) return isLast ? this.refuseUnclosed(codes, 0, length) : 0
    }
    const layout = this.layout as Layout | undefined
    if (layout === undefined) return length
    const { cells } = layout
    const { row } = this.sink
    cells.text = text
    cells.codes = codes
    // Text that came as UTF-8 has no lone surrogates: NUL is all that a storage may refuse.
    cells.isSuspect = text.includes("\0")
    while (at < length) {
      const code = codes[at]!
      if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        at = afterLineEnd(codes, at, length)
        this.line++
        continue
      }
      const next = this.scan(codes, at, length, layout)
      if (next === INCOMPLETE) return isLast ? this.refuseUnclosed(codes, at, length) : at
      if (!this.isBlank) row(this.line, this.cellCount, this.hasEscapes, at, this.rowEnd)
      this.line += 1 + this.lineEnds
      at = next
    }
    return length
  }

  /** Reads blank lines and then the header; answers with the position after it, all of the block where there is none. */
  private readHeader(text: string, codes: Uint16Array, length: number): number {
    let at = 0
    let blankLines = 0
    while (at < length) {
      const end = endOfLine(codes, at, length)
      if (text.substring(at, end).trim() !== "") break
      at = afterLineEnd(codes, end, length)
      blankLines++
    }
    if (at < length) {
      this.delimiter = delimiterOf(codes, at, length)
      const next = this.scan(codes, at, length, undefined)
      // An incomplete header comes again, and the blank lines before it too: they are counted then.
      if (next === INCOMPLETE) return INCOMPLETE
      this.line += blankLines
      return this.takeHeader(text, at, next)
    }
    this.line += blankLines
    return length
  }

  private takeHeader(text: string, at: number, next: number): number {
    this.columns = split(text, at, this.rowEnd, this.delimiter).map((cell) => cell.trim())
    this.layout = this.sink.header(this.columns, this.line)
    this.line += 1 + this.lineEnds
    return next
  }

  /** Scans the row at `from`; answers with the position after its line end, or `INCOMPLETE` inside an open quote. */
  private scan(codes: Uint16Array, from: number, length: number, layout: Layout | undefined): number {
    const delimiter = this.delimiter
    const slots = layout?.slots
    const instants = layout?.instants
    const columnCount = slots === undefined ? 0 : slots.length
    const starts = layout?.cells.starts
    const ends = layout?.cells.ends
    const highest = Math.max(delimiter, CARRIAGE_RETURN)
    let at = from
    let column = 0
    let lineEnds = 0
    let hasEscapes = false
    let isQuoted = false
    for (;;) {
      let start = at
      let end = at
      let code = codes[at]!
      if (code === delimiter) {
        // An empty cell, of which most rows have many.
        if (column < columnCount) starts![slots![column]!] = ends![slots![column]!] = 0
        column++
        at++
        continue
      }
      if (column < columnCount && instants![column] === 1 && code >= 48 && code <= 57) {
        const to = layout!.cells.storeInstant(slots![column]!, at, length, delimiter)
        if (to > 0) {
          column++
          at = to
          if (codes[at] !== delimiter) break
          at++
          continue
        }
      }
      if (code === QUOTE && at < length) {
        isQuoted = true
        start = ++at
        for (;;) {
          if (at >= length) return INCOMPLETE
          code = codes[at]!
          if (code === QUOTE) {
            if (codes[at + 1] !== QUOTE) break
            hasEscapes = true
            at++
          } else if (code === LINE_FEED || (code === CARRIAGE_RETURN && codes[at + 1] !== LINE_FEED)) lineEnds++
          at++
        }
        end = at++
        code = codes[at]!
        if (code !== delimiter && code !== LINE_FEED && code !== CARRIAGE_RETURN) this.refuseAfterQuote(codes, at, lineEnds, column)
      } else {
        while (code > highest || (code !== delimiter && code !== LINE_FEED && code !== CARRIAGE_RETURN)) code = codes[++at]!
        end = at
      }
      if (column < columnCount) {
        const slot = slots![column]!
        const first = codes[start]!
        // Nothing to trim and no apostrophe to remove: the usual cell.
        if (start === end || (first > 39 && first < 160 && isPlainEnd(codes[end - 1]!))) {
          starts![slot] = start
          ends![slot] = end
        } else layout!.cells.store(slot, start, end)
        if (start !== end && instants![column] === 1) layout!.cells.instants[slot] = -1
      }
      column++
      if (code !== delimiter) break
      at++
    }
    this.cellCount = column
    this.hasEscapes = hasEscapes
    this.lineEnds = lineEnds
    this.rowEnd = at
    this.isBlank = column === 1 && !isQuoted && columnCount > 0 && this.isEmpty(layout!)
    for (; column < columnCount; column++) starts![slots![column]!] = ends![slots![column]!] = 0
    return afterLineEnd(codes, at, length)
  }

  private isEmpty(layout: Layout): boolean {
    const slot = layout.slots[0]!
    return layout.cells.starts[slot] === layout.cells.ends[slot]
  }

  private refuseAfterQuote(codes: Uint16Array, at: number, lineEnds: number, column: number): never {
    let end = at
    while (end < at + 20 && codes[end] !== this.delimiter && codes[end] !== LINE_FEED && codes[end] !== CARRIAGE_RETURN) end++
    throw new UnusableFile({
      file: this.file,
      line: this.line + lineEnds,
      column: this.columns[column] ?? String(column + 1),
      found: String.fromCharCode(...codes.subarray(at, end)).toWellFormed(),
      expected: { es: "un separador o el fin de la línea tras las comillas de cierre", en: "a delimiter or the end of the line after a closing quote" }
    })
  }

  /** Names the place of the quote that the end of the file leaves open, in the row at `from`. */
  private refuseUnclosed(codes: Uint16Array, from: number, length: number): never {
    let column = 0
    let line = this.line
    let opened = line
    let quoted = false
    let atCellStart = true
    for (let at = from; at < length; at++) {
      const code = codes[at]!
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && codes[at + 1] !== LINE_FEED)) line++
      if (quoted) {
        if (code === QUOTE) quoted = false
      } else if (code === QUOTE && (atCellStart || codes[at - 1] === QUOTE)) {
        if (atCellStart) opened = line
        quoted = true
      } else if (code === this.delimiter) column++
      atCellStart = !quoted && (code === this.delimiter || code === LINE_FEED || code === CARRIAGE_RETURN)
    }
    throw new UnusableFile({
      file: this.file,
      line: opened,
      column: this.columns[column] ?? String(column + 1),
      found: "\"",
      expected: { es: "unas comillas de cierre antes del fin del archivo", en: "a closing quote before the end of the file" }
    })
  }
}

const endOfLine = (codes: Uint16Array, from: number, length: number): number => {
  let at = from
  while (at < length && codes[at] !== LINE_FEED && codes[at] !== CARRIAGE_RETURN) at++
  return at
}
