/**
 * Rows of a worksheet as bytes: cells are written straight into a chunk, without a string per cell. A row and its first cell say
 * where they stand, the other cells follow: the format asks for no more, and a reader such as exceljs for no less.
 */
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import { chunkBytes } from "./Zip.ts"

const encoder = new TextEncoder()

/** ASCII characters that are written as they are; the others have an escape. `_` only when it looks like one. */
const isPlain = new Uint8Array(128)
for (let code = 0x20; code < 0x7f; code++) isPlain[code] = 1
for (const character of "&<>\"_") isPlain[character.charCodeAt(0)] = 0
isPlain[0x09] = 1
isPlain[0x0a] = 1
isPlain[0x7f] = 1

const escapes: ReadonlyMap<number, Uint8Array> = new Map([
  [0x26, encoder.encode("&amp;")],
  [0x3c, encoder.encode("&lt;")],
  [0x3e, encoder.encode("&gt;")],
  [0x22, encoder.encode("&quot;")]
])

/** A character of a cell takes at most this many bytes: `_x0001_`. */
const bytesPerCharacter = 7

/** The longest text that a cell of a workbook may hold. */
const textLimit = 32_767

const looksLikeEscape = /^_x[0-9A-Fa-f]{4}_/

const rowStart = encoder.encode("<row r=\"")
const firstCellStart = encoder.encode("\"><c r=\"A")
const quote = encoder.encode("\"")
const emptyCell = encoder.encode("<c/>")
const rowEnd = encoder.encode("</row>")

/** What {@link RowBytes.startRow} writes of the first cell, which the cell itself begins with too. */
const cellStartBytes = "<c".length

export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** The longest id that is copied as bytes: 64 characters of four bytes. */
export const longestIdBytes = 256

/** Where full chunks go: a zip's entry. */
interface Chunks {
  readonly chunk: () => Uint8Array
  readonly push: (chunk: Uint8Array, length: number) => void
}

/** Cells that are not written yet: a chunk's worth at most. */
export class Gathered implements Chunks {
  chunk(): Uint8Array {
    return new Uint8Array(chunkBytes)
  }

  push(): void {
    throw new RangeError("The cells to prepare exceed a chunk")
  }
}

/** The bytes of a sheet being written; full chunks go to the zip. */
export class RowBytes {
  readonly #zip: Chunks
  #chunk: Uint8Array
  #length = 0
  /** How many bytes of the next cell the start of its row has written. */
  #written = 0
  /** Bytes written to the sheet so far, those in the chunk included. */
  size = 0

  constructor(zip: Chunks) {
    this.#zip = zip
    this.#chunk = zip.chunk()
  }

  /** Makes sure that `count` bytes fit into the chunk. */
  reserve(count: number): void {
    if (this.#length + count > chunkBytes) this.flush()
  }

  flush(): void {
    if (this.#length === 0) return
    this.#zip.push(this.#chunk, this.#length)
    this.size += this.#length
    this.#chunk = this.#zip.chunk()
    this.#length = 0
  }

  /** Bytes that are already XML; at most a chunk's worth. */
  raw(bytes: Uint8Array): void {
    const count = bytes.length
    this.reserve(count)
    const chunk = this.#chunk
    const at = this.#length - this.#written
    if (count > 48) chunk.set(this.#written === 0 ? bytes : bytes.subarray(this.#written), this.#length)
    else for (let i = this.#written; i < count; i++) chunk[at + i] = bytes[i] as number
    this.#length = at + count
    this.#written = 0
  }

  /** Begins a row with its number, and its first cell with its place. */
  startRow(number: number): void {
    this.raw(rowStart)
    this.#digits(number, 1)
    this.raw(firstCellStart)
    this.#digits(number, 1)
    this.raw(quote)
    this.#written = cellStartBytes
  }

  endRow(): void {
    if (this.#written > 0) this.raw(emptyCell)
    this.raw(rowEnd)
  }

  /** Takes a copy of what is in the chunk, and empties the chunk. */
  take(): Uint8Array {
    const taken = this.#chunk.slice(0, this.#length)
    this.#length = 0
    return taken
  }

  /** A cell of an id, unless something in the id needs care: then nothing is written, and the answer is false. */
  plainCell(
    start: Uint8Array,
    entry: number,
    copy: (entry: number, into: Uint8Array, position: number) => number,
    end: Uint8Array
  ): boolean {
    this.reserve(start.length + longestIdBytes + end.length)
    const chunk = this.#chunk
    const from = this.#length + start.length - this.#written
    const to = copy(entry, chunk, from)
    if (to === from || CsvText.startsFormula(chunk[from]!)) return false
    for (let at = from; at < to; at++) {
      const code = chunk[at]!
      if (code <= 0x20 || code >= 0x7f || (isPlain[code] === 0 && (code !== 0x5f || (at + 1 < to && chunk[at + 1] === 0x78)))) return false
    }
    this.raw(start)
    this.#length = to
    this.raw(end)
    return true
  }

  /** A string that is already XML and may be long. */
  markup(text: string): void {
    const bytes = encoder.encode(text)
    for (let at = 0; at < bytes.length; at += chunkBytes) this.raw(bytes.subarray(at, at + chunkBytes))
  }

  /** A number as decimal digits. */
  number(value: number): void {
    if (value >= 0 && value <= 0x7fff_ffff && (value | 0) === value) this.#digits(value, 1)
    else this.raw(encoder.encode(String(value)))
  }

  /**
   * A wall clock as a spreadsheet's serial: days since 30 December 1899 and, where wanted, the fraction of the day to
   * nine digits (a tenth of a millisecond); milliseconds are dropped. It is rounded up, so that a program that truncates shows
   * the same second as one that rounds.
   */
  serial(wallMilliseconds: number, withTime: boolean): void {
    const seconds = Math.floor(wallMilliseconds / 1000)
    const day = Math.floor(seconds / 86_400)
    this.#digits(day + 25_569, 1)
    const secondOfDay = seconds - day * 86_400
    if (!withTime || secondOfDay === 0) return
    this.reserve(1)
    this.#chunk[this.#length++] = 0x2e
    this.#digits(Math.ceil(secondOfDay * 1_000_000_000 / 86_400), 9)
  }

  #digits(value: number, leastDigits: number): void {
    this.reserve(10)
    let count = leastDigits
    for (let power = 10 ** leastDigits; power <= value; power *= 10) count++
    const end = this.#length + count
    const chunk = this.#chunk
    let rest = value
    for (let at = end - 1; at >= this.#length; at--) {
      const tens = (rest / 10) | 0
      chunk[at] = 48 + rest - tens * 10
      rest = tens
    }
    this.#length = end
  }

  /** Text, escaped; characters that XML can't hold as `_x0001_`, which spreadsheets read back; longer texts are cut. */
  text(value: string): void {
    const count = value.length > textLimit ? textLimit : value.length
    this.reserve(count * bytesPerCharacter)
    const chunk = this.#chunk
    let at = this.#length
    for (let i = 0; i < count; i++) {
      const code = value.charCodeAt(i)
      if (code < 0x80) {
        if (isPlain[code] === 1) chunk[at++] = code
        else at = this.#special(value, i, code, at)
      } else if (code < 0x800) {
        chunk[at++] = 0xc0 | (code >> 6)
        chunk[at++] = 0x80 | (code & 0x3f)
      } else if (code >= 0xd800 && code <= 0xdfff) {
        const low = code < 0xdc00 && i + 1 < count ? value.charCodeAt(i + 1) : 0
        if (low >= 0xdc00 && low <= 0xdfff) {
          const point = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00)
          chunk[at++] = 0xf0 | (point >> 18)
          chunk[at++] = 0x80 | ((point >> 12) & 0x3f)
          chunk[at++] = 0x80 | ((point >> 6) & 0x3f)
          chunk[at++] = 0x80 | (point & 0x3f)
          i++
        } else at = this.#threeBytes(0xfffd, at)
      } else at = this.#threeBytes(code >= 0xfffe ? 0xfffd : code, at)
    }
    this.#length = at
  }

  #threeBytes(code: number, at: number): number {
    const chunk = this.#chunk
    chunk[at] = 0xe0 | (code >> 12)
    chunk[at + 1] = 0x80 | ((code >> 6) & 0x3f)
    chunk[at + 2] = 0x80 | (code & 0x3f)
    return at + 3
  }

  #special(value: string, index: number, code: number, at: number): number {
    const escape = code === 0x5f
      ? (looksLikeEscape.test(value.slice(index, index + 7)) ? bytesOf("_x005F_") : bytesOf("_"))
      : escapes.get(code) ?? bytesOf(`_x${code.toString(16).toUpperCase().padStart(4, "0")}_`)
    this.#chunk.set(escape, at)
    return at + escape.length
  }
}
