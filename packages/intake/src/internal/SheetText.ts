/**
 * One sheet of a workbook as rows of comma-separated text. The sheet's XML comes in pieces of bytes and is read in one pass: no tree, no
 * string for a cell that needs none, memory for one cell.
 */
import { UnusableFile } from "../CanonicalFile.ts"
import type { CellDates } from "./CellDates.ts"
import { Style } from "./CellDates.ts"
import { CellText } from "./CellText.ts"
import * as SharedTexts from "./SharedTexts.ts"
import * as WorkbookRefusal from "./WorkbookRefusal.ts"

const { find, isNameEnd, MAXIMUM_CELL_BYTES } = SharedTexts

const LESS = 60
const GREATER = 62
const SLASH = 47
const QUOTE = 34
const APOSTROPHE = 39
const COMMA = 44
const LINE_FEED = 10
const [C, R, S, T, V] = [99, 114, 115, 116, 118]

/** What Excel itself can hold. */
const MAXIMUM_ROW = 1_048_576
const MAXIMUM_COLUMN = 16_384
const BLOCK_BYTES = 1 << 17
/** Rows that are complete are handed on at least this often, so that a first look at a sheet need not read much of it. */
const HEADER_ROWS = 20

/** What a sheet needs of its workbook. */
export interface Book {
  readonly file: string
  readonly texts: SharedTexts.SharedTexts
  readonly styles: Uint8Array
  readonly dates: CellDates
  /** Takes bytes out of what the file may become. */
  readonly spend: (bytes: number) => void
}

/** The types of cells, by the bytes of `t`. */
const Type = { number: 0, shared: 1, text: 2, inline: 3, boolean: 4, verbatim: 5 } as const

const typeOf = (bytes: Uint8Array, from: number, to: number): number => {
  const first = bytes[from]
  if (to - from === 1) {
    if (first === S) return Type.shared
    if (first === 98) return Type.boolean
    return first === 110 ? Type.number : Type.verbatim
  }
  return first === 105 ? Type.inline : Type.text
}

/** A number as the shortest decimal text, without an exponent. */
export const decimalText = (value: number): string => {
  const text = String(value)
  const exponent = text.indexOf("e")
  if (exponent < 0) return text
  const [digits = "", fraction = ""] = text.slice(0, exponent).replace("-", "").split(".")
  const power = Number(text.slice(exponent + 1))
  const sign = value < 0 ? "-" : ""
  return power < 0
    ? `${sign}0.${"0".repeat(-power - 1)}${digits}${fraction}`
    : `${sign}${digits}${fraction}${"0".repeat(power - fraction.length)}`
}

/** The column that letters such as `AB` name, from 1; 0 where there are none. */
const columnOf = (bytes: Uint8Array, from: number, to: number): number => {
  let column = 0
  for (let at = from; at < to; at++) {
    const letter = (bytes[at]! & 0xdf) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
    if (column > MAXIMUM_COLUMN) return MAXIMUM_COLUMN + 1
  }
  return column
}

/** The whole number that the digits before `to` end with; 0 where there are none. */
const numberAt = (bytes: Uint8Array, from: number, to: number): number => {
  let value = 0
  for (let at = from; at < to && value <= MAXIMUM_ROW; at++) {
    const digit = bytes[at]! - 48
    if (digit >= 0 && digit <= 9) value = value * 10 + digit
  }
  return value
}

/** The number that bytes write, `NaN` where they write none. Few digits and a point are read here: whole numbers, and a division, are exact. */
const decimalAt = (bytes: Buffer, from: number, to: number): number => {
  if (to - from <= 16) {
    let digits = 0
    let scale = 1
    let hasPoint = false
    let at = from
    for (; at < to; at++) {
      const digit = bytes[at]! - 48
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit
        if (hasPoint) scale *= 10
      } else if (digit === -2 && !hasPoint && at > from) hasPoint = true
      else break
    }
    if (at === to && at > from && digits <= Number.MAX_SAFE_INTEGER) return digits / scale
  }
  const text = bytes.toString("latin1", from, to).trim()
  const value = text === "" ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : Number.NaN
}

const INCOMPLETE = -1

/** Reads a sheet; `onBlock` gets the text in blocks, each row with one line end. Line `n` of the text is row `n` of the sheet, if no cell has a line break. */
export class SheetText {
  /** Whether the last row has been read: what follows is no cell. */
  isDone = false
  private readonly book: Book
  private readonly part: string
  private readonly onBlock: (block: Buffer) => void
  private readonly out = new CellText()
  private readonly pending = new SharedTexts.Pending()
  private prefix = -1
  private row = 0
  private isInRow = false
  /** The last column written in this row, from 1. */
  private written = 0
  /** The last column met in this row. */
  private column = 0
  private handedOn = 0
  // Of the cell tag scanned last.
  private type: number = Type.number
  private style = 0
  private tagColumn = 0
  /** Of a cell that is too long and whose end has not come yet. */
  private beginning: string | undefined

  constructor(book: Book, part: string, onBlock: (block: Buffer) => void) {
    this.book = book
    this.part = part
    this.onBlock = onBlock
  }

  push(chunk: Uint8Array): void {
    if (this.isDone) return
    const { pending } = this
    pending.add(chunk)
    if (this.prefix < 0) {
      const prefix = SharedTexts.prefixOf(pending, "worksheet")
      if (prefix === undefined) {
        if (pending.length > MAXIMUM_CELL_BYTES) throw WorkbookRefusal.damaged(this.book.file, this.part)
        return
      }
      this.prefix = prefix.length
    }
    pending.keep(this.scan(pending.bytes, pending.length))
    if (pending.length > MAXIMUM_CELL_BYTES) this.passOver()
    if (this.out.length > BLOCK_BYTES || (this.handedOn === 0 && this.row > HEADER_ROWS)) this.flush()
  }

  end(): void {
    if (!this.isDone) throw WorkbookRefusal.damaged(this.book.file, this.part)
    this.flush()
  }

  private flush(): void {
    const { out } = this
    if (out.length === 0) return
    this.book.spend(out.length)
    const block = Buffer.from(out.bytes.subarray(0, out.length))
    out.length = 0
    this.handedOn += block.length
    this.onBlock(block)
  }

  /** Reads what is complete; answers with where the first thing begins that is not. */
  private scan(bytes: Buffer, length: number): number {
    const { prefix } = this
    for (let at = find(bytes, LESS, 0, length); at < length; at = find(bytes, LESS, at + 1, length)) {
      const name = at + 1 + prefix
      // The longest name that matters, and a byte more.
      if (name + 11 >= length) return at
      const first = bytes[name]
      if (first === C && isNameEnd(bytes[name + 1]!)) {
        const next = this.cell(bytes, length, name + 1)
        if (next === INCOMPLETE) return at
        at = next
      } else if (first === R && bytes[name + 1] === 111 && bytes[name + 2] === 119 && isNameEnd(bytes[name + 3]!)) {
        const end = find(bytes, GREATER, name, length)
        if (end === length) return at
        this.beginRow(bytes, name + 3, end)
        at = end
      } else if (bytes[at + 1] === SLASH) {
        const closed = bytes[name + 1]
        if (closed === R && bytes[name + 2] === 111) this.endRow()
        else if (closed === S && bytes.toString("latin1", name + 1, name + 10) === "sheetData") return this.finish(length)
      } else if (bytes[at + 1] === 33) {
        const end = bytes.indexOf(bytes[at + 2] === 45 ? "-->" : ">", at)
        if (end < 0 || end >= length) return at
        at = end
      } else if (first === S && bytes.toString("latin1", name, name + 9) === "sheetData" && bytes[find(bytes, GREATER, name, length) - 1] === SLASH) {
        return this.finish(length)
      }
    }
    return length
  }

  private finish(length: number): number {
    this.endRow()
    this.isDone = true
    return length
  }

  private beginRow(bytes: Buffer, from: number, end: number): void {
    this.endRow()
    let row = this.row + 1
    for (let at = from; at < end; at++) {
      // The attribute r, and none whose name ends in it.
      if (bytes[at] === R && bytes[at - 1]! <= 32 && (bytes[at + 1] === 61 || bytes[at + 1]! <= 32)) {
        const open = find(bytes, 61, at, end) + 2
        row = Math.max(row, numberAt(bytes, open, find(bytes, bytes[open - 1]!, open, end)))
        break
      }
    }
    if (row > MAXIMUM_ROW) throw this.damagedAt(`r="${row}"`)
    this.out.repeat(LINE_FEED, row - this.row - 1)
    this.row = row
    this.isInRow = true
    this.written = 0
    this.column = 0
    if (bytes[end - 1] === SLASH) this.endRow()
  }

  private endRow(): void {
    if (!this.isInRow) return
    this.out.repeat(LINE_FEED, 1)
    this.isInRow = false
    if (this.out.length > BLOCK_BYTES) this.flush()
  }

  /** Reads the cell whose attributes begin at `from`; answers with its last position. */
  private cell(bytes: Buffer, length: number, from: number): number {
    const open = this.cellTag(bytes, length, from)
    if (open === INCOMPLETE) return INCOMPLETE
    if (bytes[open - 1] === SLASH) {
      this.column = this.tagColumn
      return open
    }
    let valueFrom = -1
    let valueTo = -1
    let inlineFrom = -1
    let inlineTo = -1
    let tag = find(bytes, LESS, open + 1, length)
    for (;;) {
      const name = tag + 1 + this.prefix
      if (name + 3 >= length) return INCOMPLETE
      if (bytes[tag + 1] === SLASH) {
        if (bytes[name + 1] === C && isNameEnd(bytes[name + 2]!)) break
        if (bytes[name + 1] === 105 && bytes[name + 2] === S && inlineFrom >= 0) inlineTo = tag
      } else if (bytes[name] === V && isNameEnd(bytes[name + 1]!)) {
        const begin = find(bytes, GREATER, name, length)
        if (begin === length) return INCOMPLETE
        if (bytes[begin - 1] !== SLASH) {
          valueFrom = begin + 1
          valueTo = tag = SharedTexts.endOfText(bytes, valueFrom, length)
          continue
        }
      } else if (bytes[name] === 105 && bytes[name + 1] === S && isNameEnd(bytes[name + 2]!)) {
        inlineFrom = name + 2
      } else if (bytes[name] === T || bytes[tag + 1] === 33) {
        // The text of a run may hold a CDATA section with tags that are none.
        tag = SharedTexts.endOfText(bytes, bytes[tag + 1] === 33 ? tag : find(bytes, GREATER, name, length), length)
        continue
      }
      tag = find(bytes, LESS, tag + 1, length)
    }
    const end = find(bytes, GREATER, tag, length)
    if (end === length) return INCOMPLETE
    this.column = this.tagColumn
    if (this.beginning !== undefined) {
      this.place()
      this.out.text(SharedTexts.tooLong(this.beginning))
      this.beginning = undefined
    } else if (this.type === Type.inline) {
      if (inlineFrom >= 0) this.inline(bytes, inlineFrom, inlineTo < 0 ? tag : inlineTo)
    } else if (valueFrom >= 0 && valueTo > valueFrom) this.value(bytes, valueFrom, valueTo)
    return end
  }

  /** Reads the attributes of a cell; answers with the position of its `>`. */
  private cellTag(bytes: Buffer, length: number, from: number): number {
    this.type = Type.number
    this.style = 0
    this.tagColumn = this.column + 1
    let at = from
    for (;;) {
      while (at < length && bytes[at]! <= 32) at++
      if (at >= length) return INCOMPLETE
      const byte = bytes[at]!
      if (byte === GREATER) {
        if (this.tagColumn > MAXIMUM_COLUMN) throw this.damagedAt(`${this.tagColumn}`)
        return at
      }
      if (byte === SLASH) {
        at++
        continue
      }
      const nameFrom = at
      while (at < length && bytes[at] !== 61 && bytes[at] !== GREATER) at++
      if (at < length && bytes[at] === GREATER) throw this.damagedAt(bytes.toString("latin1", nameFrom, Math.min(at, nameFrom + 20)))
      at++
      while (at < length && bytes[at] !== QUOTE && bytes[at] !== APOSTROPHE) at++
      const valueFrom = at + 1
      at = find(bytes, bytes[at] ?? QUOTE, valueFrom, length)
      if (at >= length) return INCOMPLETE
      const isShort = bytes[nameFrom + 1] === 61 || bytes[nameFrom + 1]! <= 32
      if (isShort && byte === R) {
        this.tagColumn = columnOf(bytes, valueFrom, at) || this.tagColumn
      } else if (isShort && byte === S) this.style = numberAt(bytes, valueFrom, at)
      else if (isShort && byte === T) this.type = typeOf(bytes, valueFrom, at)
      at++
    }
  }

  /** Writes the delimiters before the cell of this column. A cell that stands before the last one is out of order. */
  private place(): void {
    if (!this.isInRow) throw this.damagedAt("c")
    if (this.column <= this.written) throw this.damagedAt(`${this.column}`)
    const gap = this.column - Math.max(this.written, 1)
    if (gap > 0) this.out.repeat(COMMA, gap)
    this.written = this.column
    if (this.out.length > 8 * BLOCK_BYTES) this.flush()
  }

  private inline(bytes: Buffer, from: number, to: number): void {
    this.place()
    SharedTexts.writeRuns(bytes, from, to, this.prefix, this.out)
  }

  private value(bytes: Buffer, from: number, to: number): void {
    switch (this.type) {
      case Type.shared: {
        const number = numberAt(bytes, from, to)
        if (number >= this.book.texts.count) throw this.damagedAt(`<v>${number}</v>`)
        if (this.book.texts.lengthOf(number) === 0) return
        this.place()
        return this.book.texts.copy(number, this.out)
      }
      case Type.number:
        return this.number(bytes, from, to)
      case Type.boolean:
        this.place()
        return this.out.ascii(bytes[from] === 49 || bytes[from] === T ? "true" : "false")
      default:
        this.place()
        return this.out.content(bytes, from, to)
    }
  }

  private number(bytes: Buffer, from: number, to: number): void {
    const style = this.book.styles[this.style] ?? Style.number
    if (style === Style.number && to - from <= 15) {
      let at = from
      while (at < to && bytes[at]! >= 48 && bytes[at]! <= 57) at++
      if (at === to) {
        this.place()
        return this.out.copy(bytes, from, to)
      }
    }
    const value = decimalAt(bytes, from, to)
    this.place()
    if (Number.isNaN(value)) return this.out.content(bytes, from, to)
    this.out.ascii((style === Style.number ? undefined : this.book.dates.text(value, style)) ?? decimalText(value))
  }

  /** Forgets the middle of a cell that goes on: its tag stays, its beginning is kept for the message, and where its end may have begun. */
  private passOver(): void {
    const { bytes, length } = this.pending
    const head = find(bytes, GREATER, 0, length) + 1
    if (bytes[1 + this.prefix] !== C || !isNameEnd(bytes[2 + this.prefix]!) || head > MAXIMUM_CELL_BYTES / 2) throw this.damagedAt("<…>")
    this.beginning ??= bytes.toString("utf8", head, head + 2000).replace(/<[^>]*>/g, "")
    this.pending.keep(0, head, 8 + this.prefix)
  }

  private damagedAt(found: string): UnusableFile {
    const expected = WorkbookRefusal.damaged(this.book.file, found)
    return new UnusableFile({ ...expected, line: Math.max(this.row, 1) })
  }
}
