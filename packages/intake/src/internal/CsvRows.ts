/**
 * Finds the header, the rows and the cells of a CSV file in blocks of text: RFC 4180 quoting, comma, semicolon, tab or bar, a first line
 * `sep=X`, lines that end with LF, CRLF or CR. Cells are positions in the block; nothing is copied.
 */
import * as WrittenText from "@crm-procedure/core/identity/WrittenText"
import { UnusableFile } from "../CanonicalFile.ts"
import type { LongRows } from "./Blocks.ts"
import type { RowCells } from "./RowCells.ts"
import * as TableCell from "./TableCell.ts"

const QUOTE = 34
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
/** The delimiters recognised, the first one winning a tie. */
const DELIMITERS = [44, 59, 9, 124]

/** The header is sought in so many lines of the file. */
export const HEADER_LINES = 20

/** Where the cells of a file go: the slot of each column, in the order of the header. */
export interface Layout {
  readonly slots: Int32Array
  /** 1 for a column of instants, which are read while they are scanned. */
  readonly instants: Uint8Array
  readonly cells: RowCells
}

/** A line that may be the header: its cells, cleaned, without blank cells at the end. */
export interface HeaderLine {
  readonly columns: ReadonlyArray<string>
  readonly line: number
}

/** What reads the rows found. */
export interface Sink {
  /** Answers with the layout where a line is the header; may throw `UnusableFile`. */
  readonly header: (candidate: HeaderLine) => Layout | undefined
  /** None of the first lines is the header. */
  readonly noHeader: (candidates: ReadonlyArray<HeaderLine>) => never
  /**
   * Gets each row; its cells lie in the layout's slots. Where the form is not `PLAIN`, the slots are not the values and the row must be
   * split with {@link split}. `[from, to)` is the row.
   */
  readonly row: (line: number, cellCount: number, form: Form, from: number, to: number) => void
  /** Gets the line of each row below the header that is too long to be read. */
  readonly longRow: (line: number) => void
}

/** The cells of a row are their own values, trimmed; at most one of them, that of `escapedSlot`, holds doubled quotes. */
export const PLAIN = 0
/** Several quoted cells hold doubled quotes. */
export const ESCAPED = 1
/** Some cell must be cleaned. */
export const UNCLEAN = 2
export type Form = typeof PLAIN | typeof ESCAPED | typeof UNCLEAN

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
const MALFORMED = -2

/** Whether a cell with this unit, of a kind that is not 0, must be cleaned. */
const needsCleaning = (codes: Uint16Array, at: number): boolean =>
  WrittenText.unitKinds[codes[at]!] === WrittenText.ODD || (at > 0 && WrittenText.isLead(codes[at - 1]!))

/** Whether a cell `[from, to)` must be cleaned. */
const hasUnclean = (codes: Uint16Array, from: number, to: number): boolean => {
  const kinds = WrittenText.unitKinds
  for (let at = from; at < to; at++) if (kinds[codes[at]!] !== 0 && needsCleaning(codes, at)) return true
  return false
}

/**
 * The units between quotes that a scan stops at. Most units are none, and cost it one step: which step came next after a space, say, no
 * processor could foresee.
 */
const inQuotes: Uint8Array = (() => {
  const stops = WrittenText.unitKinds.slice()
  for (const unit of [QUOTE, LINE_FEED, CARRIAGE_RETURN]) stops[unit] = 1
  return stops
})()

/** `sep=;`, by which exporters tell Excel the delimiter. */
const SEPARATOR_LINE = /^"?sep=(.)"?\s*$/iu

/** The rows of one file, block after block. */
export class CsvRows {
  /** The physical line of the next row, the first line of the file being 1. */
  line = 1
  delimiter = 44
  /** Rows above the header. */
  skipped = 0
  /** Cells of the header that were repaired. */
  headerRepairs = 0
  /** The line of the header; 0 until it is found. */
  headerLine = 0
  private readonly file: string
  private readonly sink: Sink
  private readonly isSheet: boolean
  private layout: Layout | undefined
  private columns: ReadonlyArray<string> = []
  // Of the row scanned last.
  private cellCount = 0
  private form: Form = PLAIN
  private isBlank = false
  private lineEnds = 0
  private rowEnd = 0

  /** `isSheet`: the rows of a workbook, whose delimiter is the comma, and whose lines are rows however many lines a cell has. */
  constructor(file: string, sink: Sink, isSheet = false) {
    this.file = file
    this.sink = sink
    this.isSheet = isSheet
  }

  /** Whether a header was found. */
  get hasHeader(): boolean {
    return this.layout !== undefined
  }

  /** How blocks pass over rows that are too long: those below the header. */
  get longRows(): LongRows {
    return {
      delimiter: () => this.hasHeader ? this.delimiter : undefined,
      onPassed: (lineEnds) => {
        const { line } = this
        this.line += 1 + (this.isSheet ? 0 : lineEnds)
        this.sink.longRow(line)
      }
    }
  }

  /** Reads the rows of a block; see `Blocks.Consume`. */
  consume(text: string, codes: Uint16Array, length: number, isLast: boolean): number {
    let at = 0
    if (this.layout === undefined) {
      at = this.readHeader(text, codes, length, isLast)
      if (at === INCOMPLETE) return isLast ? this.refuseUnclosed(codes, 0, length) : 0
    }
    const layout = this.layout as Layout | undefined
    if (layout === undefined) return length
    const { cells } = layout
    const { row } = this.sink
    cells.text = text
    cells.codes = codes
    // Text that was decoded has no lone surrogates: NUL is all that a storage may refuse.
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
      if (!this.isBlank) row(this.line, this.cellCount, this.form, at, this.rowEnd)
      this.line += 1 + this.lineEnds
      at = next
    }
    return length
  }

  /**
   * Reads up to the header and answers with the position after it; `INCOMPLETE` where more text is needed to find it, all of the
   * text where there is nothing in it.
   */
  private readHeader(text: string, codes: Uint16Array, length: number, isLast: boolean): number {
    const candidates: Array<HeaderLine> = []
    let unclosedAt = -1
    const named = this.isSheet ? undefined : SEPARATOR_LINE.exec(text.substring(0, endOfLine(codes, 0, length)))?.[1]
    let at = named === undefined ? 0 : afterLineEnd(codes, endOfLine(codes, 0, length), length)
    let line = named === undefined ? 1 : 2
    while (at < length && line <= HEADER_LINES) {
      if (!this.isSheet) this.delimiter = named?.charCodeAt(0) ?? delimiterOf(codes, at, length)
      let next = this.scan(codes, at, length, undefined)
      if (next === INCOMPLETE && !isLast && !hasLines(codes, at, length, HEADER_LINES)) return INCOMPLETE
      if (next < 0) {
        // A quote that belongs to a title: such a line is no row of a table.
        if (next === INCOMPLETE && candidates.length === 0) unclosedAt = at
        this.rowEnd = endOfLine(codes, at, length)
        this.lineEnds = 0
        next = afterLineEnd(codes, this.rowEnd, length)
        candidates.push({ columns: [text.substring(at, this.rowEnd)], line })
      } else {
        const row = TableCell.readRow(split(text, at, this.rowEnd, this.delimiter), true)
        const columns = row.cells.slice(0, row.cells.findLastIndex((cell) => cell !== undefined) + 1).map((cell) => cell ?? "")
        if (columns.length > 0) {
          this.layout = this.sink.header({ columns, line })
          if (this.layout !== undefined) {
            this.columns = columns
            this.skipped = candidates.length
            this.headerRepairs = row.repairs
            this.headerLine = line
            this.line = line + 1 + this.lineEnds
            return next
          }
          candidates.push({ columns, line })
        }
      }
      line += 1 + this.lineEnds
      at = next
    }
    if (!isLast && line <= HEADER_LINES) return INCOMPLETE
    if (candidates.length === 0) return length
    // Without a header anywhere, the quote that the first line left open is what is wrong.
    if (unclosedAt >= 0) {
      this.line = candidates[0]!.line
      this.refuseUnclosed(codes, unclosedAt, length)
    }
    return this.sink.noHeader(candidates)
  }

  /**
   * Scans the row at `from`; answers with the position after its line end, or `INCOMPLETE` inside an open quote. Without a layout text
   * after a closing quote is `MALFORMED`.
   */
  private scan(codes: Uint16Array, from: number, length: number, layout: Layout | undefined): number {
    const delimiter = this.delimiter
    const highest = Math.max(delimiter, CARRIAGE_RETURN)
    const slots = layout?.slots
    const instants = layout?.instants
    const columnCount = slots === undefined ? 0 : slots.length
    const starts = layout?.cells.starts
    const ends = layout?.cells.ends
    let at = from
    let column = 0
    let lineEnds = 0
    let escaped = 0
    let escapedSlot = -1
    let isOdd = false
    let isQuoted = false
    for (;;) {
      let start = at
      let end = at
      let hasEscapes = false
      let code = codes[at]!
      if (code === delimiter) {
        // An empty cell: most rows have many.
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
        code = codes[at]!
        for (;;) {
          while (inQuotes[code] === 0) code = codes[++at]!
          // A line feed lies behind the block.
          if (at >= length) return INCOMPLETE
          if (code === QUOTE) {
            if (codes[at + 1] !== QUOTE) break
            hasEscapes = true
            at++
          } else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
            if (code === LINE_FEED || codes[at + 1] !== LINE_FEED) lineEnds++
          } else if (needsCleaning(codes, at)) isOdd = true
          code = codes[++at]!
        }
        end = at++
        code = codes[at]!
        if (code !== delimiter && code !== LINE_FEED && code !== CARRIAGE_RETURN) {
          if (layout === undefined) return MALFORMED
          this.refuseAfterQuote(codes, at, lineEnds, column)
        }
      } else {
        // One comparison for the usual character. A cell with more than ASCII and the letters of Latin-1 is looked at again: what
        // lies between them has bit 7 and not bit 6.
        let units = 0
        let marks = 0
        while (code > highest || (code !== delimiter && code !== LINE_FEED && code !== CARRIAGE_RETURN)) {
          units |= code
          marks |= code & ~(code << 1)
          code = codes[++at]!
        }
        if ((units >= 0x100 || (marks & 0x80) !== 0) && hasUnclean(codes, start, at)) isOdd = true
        end = at
      }
      if (column < columnCount) {
        const slot = slots![column]!
        const first = codes[start]!
        // Nothing to trim, to unwrap or to remove: the usual cell.
        if (start === end || (first > 39 && first !== 61 && codes[end - 1]! > 32)) {
          starts![slot] = start
          ends![slot] = end
        } else if (layout!.cells.store(slot, start, end)) isOdd = true
        if (hasEscapes) escapedSlot = slot
        if (start !== end && instants![column] === 1) layout!.cells.instants[slot] = -1
      }
      if (hasEscapes) escaped++
      column++
      if (code !== delimiter) break
      at++
    }
    if (layout !== undefined) layout.cells.escapedSlot = escapedSlot
    this.cellCount = column
    this.form = isOdd ? UNCLEAN : escaped > 1 ? ESCAPED : PLAIN
    this.lineEnds = this.isSheet ? 0 : lineEnds
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

/** Whether so many lines end in a text. */
const hasLines = (codes: Uint16Array, from: number, length: number, count: number): boolean => {
  let at = from
  for (let line = 0; line < count; line++) {
    at = endOfLine(codes, at, length)
    if (at >= length) return false
    at = afterLineEnd(codes, at, length)
  }
  return true
}
