/**
 * The texts that the cells of a workbook share, in pages of bytes, each ready to be copied into a row. Only this table grows with the
 * workbook: a string per text would take three times the memory.
 */
import { CellText, unescaped } from "./CellText.ts"
import * as WorkbookRefusal from "./WorkbookRefusal.ts"
import type { ZipParts } from "./ZipParts.ts"

const PAGE_BITS = 20
const PAGE_BYTES = 1 << PAGE_BITS
const MAXIMUM_TEXTS = 8_000_000
const MAXIMUM_PAGES = 192
/** No program lets a person type this much into a cell. A longer text is cut and marked. */
export const MAXIMUM_CELL_BYTES = 1 << 20
const SHOWN_CHARACTERS = 200
/** How many characters of such a cell are left, without the mark. */
export const LENGTH_OF_CUT_CELL = SHOWN_CHARACTERS

/** A text too long for a cell: its beginning, and a NUL, which no field accepts, so that the row is rejected and the others are read. */
export const tooLong = (beginning: string): string => `${beginning.slice(0, SHOWN_CHARACTERS)}\0`

/** The texts by their numbers. */
export class SharedTexts {
  private readonly pages: Array<Buffer> = []
  private starts = new Uint32Array(1024)
  private ends = new Uint32Array(1024)
  private filled = PAGE_BYTES
  count = 0

  /** Keeps what `cell` holds as the next text, and empties it. */
  take(cell: CellText, file: string): void {
    const { bytes, length } = cell
    cell.length = 0
    if (this.filled + length > PAGE_BYTES || this.pages.length === 0) {
      if (this.pages.length >= MAXIMUM_PAGES) throw WorkbookRefusal.tooMuchText(file, MAXIMUM_PAGES * PAGE_BYTES)
      this.pages.push(Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, length)))
      this.filled = 0
    }
    if (this.count === this.starts.length) {
      if (this.count >= MAXIMUM_TEXTS) throw WorkbookRefusal.tooMuchText(file, MAXIMUM_PAGES * PAGE_BYTES)
      this.starts = larger(this.starts)
      this.ends = larger(this.ends)
    }
    this.pages.at(-1)!.set(bytes.subarray(0, length), this.filled)
    const start = (this.pages.length - 1) * PAGE_BYTES + this.filled
    this.starts[this.count] = start
    this.ends[this.count++] = start + length
    this.filled += length
  }

  /** How long a text is, in bytes. */
  lengthOf(number: number): number {
    return this.ends[number]! - this.starts[number]!
  }

  /** Copies a text into a row. */
  copy(number: number, to: CellText): void {
    const start = this.starts[number]!
    const page = this.pages[start >>> PAGE_BITS]!
    const from = start & (PAGE_BYTES - 1)
    to.copy(page, from, from + this.lengthOf(number))
  }
}

const larger = (array: Uint32Array): Uint32Array<ArrayBuffer> => {
  const result = new Uint32Array(array.length * 2)
  result.set(array)
  return result
}

/** The position of a byte in `[from, to)`, `to` where it is not there. Cells are short: a loop beats the call that searches. */
export const find = (bytes: Uint8Array, byte: number, from: number, to: number): number => {
  let at = from
  while (at < to && bytes[at] !== byte) at++
  return at
}

const LESS = 60
const GREATER = 62
const SLASH = 47

/** Whether a byte ends the name of an element. */
export const isNameEnd = (byte: number): boolean => byte === GREATER || byte === SLASH || byte <= 32

/**
 * Where the text that begins at `from` ends: at the tag that follows it; CDATA sections and comments belong to it.
 *
 * @internal
 */
export const endOfText = (bytes: Buffer, from: number, to: number): number => {
  let at = find(bytes, LESS, from, to)
  while (at < to && bytes[at + 1] === 33) {
    const closed = bytes.indexOf(bytes[at + 2] === 91 ? "]]>" : "-->", at)
    at = closed < 0 ? to : find(bytes, LESS, closed, to)
  }
  return at
}

/**
 * Writes the text of an element, whose content is `[from, to)`, as a cell: all its runs, without the phonetic ones. `prefix` is the length of
 * the document's namespace prefix with its colon.
 *
 * @internal
 */
export const writeRuns = (bytes: Buffer, from: number, to: number, prefix: number, cell: CellText): void => {
  let text: string | undefined
  let first = -1
  let firstEnd = -1
  for (let at = find(bytes, LESS, from, to); at < to; at = find(bytes, LESS, at + 1, to)) {
    const name = at + 1 + prefix
    if (bytes[name] === 114 && bytes[name + 1] === 80 && bytes[name + 2] === 104 && isNameEnd(bytes[name + 3]!)) {
      const closed = bytes.indexOf("rPh>", name + 4)
      if (closed < 0) return
      at = closed
      continue
    }
    if (bytes[name] !== 116 || !isNameEnd(bytes[name + 1]!)) continue
    const open = find(bytes, GREATER, name, to)
    if (bytes[open - 1] === SLASH) continue
    const end = endOfText(bytes, open + 1, to)
    if (first < 0) {
      first = open + 1
      firstEnd = end
    } else {
      text ??= unescaped(bytes.toString("utf8", first, firstEnd))
      text += unescaped(bytes.toString("utf8", open + 1, end))
    }
    at = end - 1
  }
  if (text !== undefined) cell.text(text)
  else if (first >= 0) cell.content(bytes, first, firstEnd)
}

/**
 * The namespace prefix, colon included, with which a part names its root; `undefined` where the root has not come yet.
 *
 * @internal
 */
export const prefixOf = ({ bytes, length }: Pending, root: string): string | undefined => {
  const found = new RegExp(`<([^\\s<>/:!?]*:)?${root}[\\s>/]`).exec(bytes.toString("latin1", 0, Math.min(length, MAXIMUM_CELL_BYTES)))
  return found === null ? undefined : found[1] ?? ""
}

/**
 * The bytes of a part that are not read yet. A piece is copied behind what the last one left, into memory that is used again: a new buffer for each
 * piece would be the larger part of the work.
 */
export class Pending {
  /** @internal */
  bytes: Buffer = Buffer.allocUnsafeSlow(1 << 17)
  length = 0

  add(piece: Uint8Array): void {
    if (this.length + piece.length > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (this.length + piece.length))
      larger.set(this.bytes.subarray(0, this.length))
      this.bytes = larger
    }
    this.bytes.set(piece, this.length)
    this.length += piece.length
  }

  /** Forgets what lies before `from`, and what lies from `head` up to the last `tail` bytes, if any. */
  keep(from: number, head = 0, tail = this.length - from): void {
    this.bytes.copyWithin(0, from, from + head)
    this.bytes.copyWithin(head, this.length - tail, this.length)
    this.length = head + tail
  }
}

/** Reads the texts out of the bytes of their part, piece by piece. */
class Reader {
  readonly texts = new SharedTexts()
  private readonly file: string
  private readonly part: string
  private readonly cell = new CellText()
  private readonly pending = new Pending()
  private prefix: string | undefined
  private closing = Buffer.alloc(0)
  /** Of a text that is too long and whose end has not come yet. */
  private beginning: string | undefined

  constructor(file: string, part: string) {
    this.file = file
    this.part = part
  }

  push(chunk: Uint8Array): void {
    const { pending } = this
    pending.add(chunk)
    if (this.prefix === undefined) {
      this.prefix = prefixOf(pending, "sst")
      if (this.prefix === undefined) {
        if (pending.length > MAXIMUM_CELL_BYTES) throw WorkbookRefusal.damaged(this.file, this.part)
        return
      }
      this.closing = Buffer.from(`</${this.prefix}si>`)
    }
    pending.keep(this.scan(pending.bytes, pending.length, this.prefix.length))
    if (pending.length > MAXIMUM_CELL_BYTES) this.passOver()
  }

  /** Takes the texts that are complete; answers with where the first one begins that is not. */
  private scan(bytes: Buffer, length: number, prefix: number): number {
    for (let at = find(bytes, LESS, 0, length); at < length; at = find(bytes, LESS, at + 1, length)) {
      const name = at + 1 + prefix
      if (name + 2 >= length) return at
      if (bytes[name] !== 115 || bytes[name + 1] !== 105 || !isNameEnd(bytes[name + 2]!)) continue
      const open = find(bytes, GREATER, name, length)
      if (open === length) return at
      let end = open
      if (bytes[open - 1] !== SLASH) {
        end = this.endOf(bytes, open, length)
        if (end === length) return at
        if (this.beginning === undefined) writeRuns(bytes, open + 1, end, prefix, this.cell)
        else this.cell.text(tooLong(this.beginning))
        this.beginning = undefined
      }
      this.texts.take(this.cell, this.file)
      at = end
    }
    return length
  }

  /** Where the end tag begins, `length` where it has not come yet. */
  private endOf(bytes: Buffer, from: number, length: number): number {
    const { closing } = this
    let at = find(bytes, LESS, from, length)
    while (at < length) {
      let same = 1
      while (same < closing.length && bytes[at + same] === closing[same]) same++
      if (same === closing.length) return at + same <= length ? at : length
      at = find(bytes, LESS, at + 1, length)
    }
    return length
  }

  /** Forgets the middle of a text that goes on: its beginning is kept for the message, and where its end may have begun. */
  private passOver(): void {
    const { bytes, length } = this.pending
    this.beginning ??= bytes.toString("utf8", 0, 4 * SHOWN_CHARACTERS).replace(/<[^>]*>/g, "")
    const head = find(bytes, GREATER, 0, length) + 1
    if (head > MAXIMUM_CELL_BYTES / 2) throw WorkbookRefusal.damaged(this.file, this.part)
    this.pending.keep(0, head, this.closing.length)
  }
}

/** Reads the shared texts of a workbook. */
export const read = async (parts: ZipParts, part: string): Promise<SharedTexts> => {
  const reader = new Reader(parts.file, part)
  for await (const chunk of parts.read(part)) reader.push(chunk)
  return reader.texts
}

/** The table of a workbook that shares no text. */
export const none = new SharedTexts()
