/**
 * Bytes as they come, gathered into blocks that end with a line, decoded and handed on as text and as code units. The
 * blocks depend on the bytes alone, never on how they were cut when they came.
 *
 * A byte-order mark decides the encoding. Without one, text is UTF-8 as long as it can be, and Windows-1252 from the first block on
 * that is no UTF-8, unless the encoding of the whole file is known beforehand.
 */
import { Buffer, isAscii, isUtf8 } from "node:buffer"
import type * as Field from "@crm-procedure/core/records/Field"
import { UnusableFile } from "../CanonicalFile.ts"
import * as TextEncoding from "../TextEncoding.ts"
import { LongRow } from "./LongRow.ts"

/**
 * Takes a block of text. `length` of its code units count (one line feed lies behind them), and answers with how many
 * of them it has used up; the rest comes again at the beginning of the next block. Of the last block all is used up.
 */
export type Consume = (text: string, codes: Uint16Array, length: number, isLast: boolean) => number

export interface Options {
  readonly file: string
  readonly blockBytes: number
  readonly maximumRowBytes: number
  /** The physical line of the first row not yet used up, for messages. */
  readonly line: () => number
  /** How rows that are too long are passed over; without it such a row makes the file unusable. */
  readonly longRows?: LongRows
  /** The encoding where it is known already. */
  readonly encoding?: TextEncoding.Encoding | undefined
}

/** What is done with rows that are too long. */
export interface LongRows {
  /** The delimiter of the rows; `undefined` as long as there are none. */
  readonly delimiter: () => number | undefined
  /** Gets each row passed over. */
  readonly onPassed: (lineEnds: number) => void
}

/** The fault of a row that was passed over. */
export const longRowFault = (maximumRowBytes: number): Field.Fault => ({
  column: "",
  found: `> ${maximumRowBytes} bytes`,
  expected: { es: `una fila de ${maximumRowBytes} bytes o menos`, en: `a row of ${maximumRowBytes} bytes or fewer` }
})

/** How many bytes a block has by default: it stays in a processor's cache, and its text is short enough to die young in V8's heap. */
export const BLOCK_BYTES = 128 * 1024
/** Blocks begin this small, for the many small files, and grow. */
const FIRST_BLOCK_BYTES = 16 * 1024
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/** Gathers bytes into blocks and gives them to `consume`. */
export class Blocks {
  /** What the bytes read so far are. */
  encoding: TextEncoding.Encoding
  private readonly options: Options
  private readonly consume: Consume
  private pending: Buffer
  private filled = 0
  /** The first bytes, while they may yet become a byte-order mark. */
  private head: Buffer | undefined = Buffer.alloc(0)
  private hasMark = false
  /** Turns UTF-16 into UTF-8. */
  private decoder: TextDecoder | undefined
  /** The row that is being passed over. */
  private longRow: LongRow | undefined
  private codeBytes: Buffer = Buffer.alloc(0)
  private codes: Uint16Array = new Uint16Array(0)

  constructor(options: Options, consume: Consume) {
    this.options = options
    this.consume = consume
    this.encoding = options.encoding ?? "utf-8"
    this.pending = Buffer.allocUnsafeSlow(Math.max(4, Math.min(FIRST_BLOCK_BYTES, options.blockBytes, options.maximumRowBytes)))
  }

  push(bytes: Uint8Array): void {
    if (this.head === undefined) return this.take(bytes)
    if (this.head.length === 0 && bytes.length >= TextEncoding.LONGEST_MARK) return this.begin(bytes)
    this.head = Buffer.concat([this.head, bytes])
    if (this.head.length >= TextEncoding.LONGEST_MARK) this.begin(this.head)
  }

  end(): void {
    if (this.head !== undefined) this.begin(this.head)
    if (this.decoder !== undefined) this.append(Buffer.from(this.decoded(undefined)))
    if (this.longRow !== undefined) this.endLongRow(this.longRow.mayEnd)
    this.flush(true)
  }

  /** Looks for a byte-order mark. */
  private begin(bytes: Uint8Array): void {
    this.head = undefined
    const mark = TextEncoding.markOf(bytes)
    if (mark !== undefined) {
      this.hasMark = true
      this.encoding = this.encoding === "xlsx" ? "xlsx" : mark.encoding
      if (mark.encoding !== "utf-8") this.decoder = new TextDecoder(mark.encoding, { fatal: true, ignoreBOM: true })
    }
    this.take(bytes.subarray(mark?.bytes ?? 0))
  }

  private take(bytes: Uint8Array): void {
    this.append(this.decoder === undefined ? bytes : Buffer.from(this.decoded(bytes)))
  }

  private decoded(bytes: Uint8Array | undefined): string {
    try {
      return bytes === undefined ? this.decoder!.decode() : this.decoder!.decode(bytes, { stream: true })
    } catch {
      throw this.misfit(this.options.line(), "")
    }
  }

  private append(bytes: Uint8Array): void {
    let from = 0
    while (from < bytes.length) {
      if (this.longRow !== undefined) {
        const end = this.longRow.find(bytes.subarray(from))
        if (end < 0 && !this.longRow.isMalformed) return
        this.endLongRow(!this.longRow.isMalformed)
        from += end
        continue
      }
      const taken = Math.min(bytes.length - from, this.pending.length - this.filled)
      this.pending.set(taken === bytes.length ? bytes : bytes.subarray(from, from + taken), this.filled)
      this.filled += taken
      from += taken
      if (this.filled === this.pending.length) this.flush(false)
    }
  }

  private flush(isLast: boolean): void {
    const end = isLast ? this.filled : this.lastLineEnd()
    const used = end > 0 ? this.decode(end, isLast) : 0
    if (isLast) return
    if (used === 0) return this.grow()
    const rest = this.pending.subarray(used, this.filled)
    if (this.pending.length < Math.min(this.options.blockBytes, this.options.maximumRowBytes)) {
      this.pending = Buffer.allocUnsafeSlow(Math.min(this.pending.length * 4, this.options.blockBytes, this.options.maximumRowBytes))
    }
    this.pending.set(rest)
    this.filled = rest.length
  }

  /** The end of the last complete line; of a file whose lines end with CR only, the last CR that a byte follows. */
  private lastLineEnd(): number {
    const lineFeed = this.pending.lastIndexOf(LINE_FEED, this.filled - 1)
    if (lineFeed >= 0) return lineFeed + 1
    const carriageReturn = this.filled < 2 ? -1 : this.pending.lastIndexOf(CARRIAGE_RETURN, this.filled - 2)
    return carriageReturn + 1
  }

  private grow(): void {
    const { maximumRowBytes } = this.options
    if (this.pending.length >= maximumRowBytes) return this.passOver()
    const larger = Buffer.allocUnsafeSlow(Math.min(this.pending.length * 2, maximumRowBytes))
    larger.set(this.pending)
    this.pending = larger
  }

  /** Gives up the row that fills the block, and looks for its end in what comes. */
  private passOver(): void {
    const delimiter = this.options.longRows?.delimiter()
    if (delimiter === undefined) throw this.tooLong()
    this.longRow = new LongRow(delimiter)
    const held = this.pending.subarray(0, this.filled)
    this.filled = 0
    // The row begins the block; its end is known to be in none of its complete lines.
    this.append(Buffer.from(held))
  }

  private endLongRow(isWhole: boolean): void {
    const { lineEnds } = this.longRow!
    if (!isWhole) throw this.tooLong()
    this.longRow = undefined
    this.options.longRows!.onPassed(lineEnds)
  }

  private tooLong(): UnusableFile {
    const { file, line, maximumRowBytes } = this.options
    return new UnusableFile({
      file,
      line: line(),
      column: "",
      found: `> ${maximumRowBytes} bytes`,
      expected: {
        es: `una fila de menos de ${maximumRowBytes} bytes (¿unas comillas sin cerrar?)`,
        en: `a row of less than ${maximumRowBytes} bytes (an unclosed quote?)`
      }
    })
  }

  /** Decodes `[0, end)`, hands it on, and answers with how many bytes were used up. */
  private decode(end: number, isLast: boolean): number {
    const bytes = this.pending.subarray(0, end)
    const ascii = isAscii(bytes)
    if (!ascii && this.encoding !== "windows-1252" && !isUtf8(bytes)) this.becomeWindows1252(bytes)
    const isOneByte = ascii || this.encoding === "windows-1252"
    const text = ascii ? bytes.toString("latin1") : isOneByte ? TextEncoding.windows1252(bytes) : bytes.toString("utf8")
    const length = text.length
    if (this.codes.length < length + 2) {
      this.codes = new Uint16Array(Math.max(length, this.pending.length) + 2)
      this.codeBytes = Buffer.from(this.codes.buffer)
    }
    this.codeBytes.write(text, 0, length * 2, "utf16le")
    this.codes[length] = LINE_FEED
    this.codes[length + 1] = 0
    const used = this.consume(text, this.codes, length, isLast)
    if (used === length) return bytes.length
    return isOneByte ? used : bytes.length - Buffer.byteLength(text.substring(used))
  }

  /** The bytes are no UTF-8: refuses them where a mark says that they are. */
  private becomeWindows1252(bytes: Uint8Array): void {
    if (!this.hasMark && this.encoding === "utf-8") {
      this.encoding = "windows-1252"
      return
    }
    let good = 0
    let line = this.options.line()
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] !== LINE_FEED && i + 1 < bytes.length) continue
      if (!isUtf8(bytes.subarray(good, i + 1))) break
      good = i + 1
      line++
    }
    const bad = bytes.findIndex((byte, at) => at >= good && byte >= 0x80)
    throw this.misfit(line, [...bytes.subarray(bad, bad + 4)].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" "))
  }

  private misfit(line: number, found: string): UnusableFile {
    const { encoding } = this
    return new UnusableFile({
      file: this.options.file,
      line,
      column: "",
      found,
      expected: {
        es: `texto en ${encoding.toUpperCase()}, como dicen sus primeros bytes. Guárdelo otra vez en Excel: Guardar como → CSV UTF-8`,
        en: `text in ${encoding.toUpperCase()}, as its first bytes say. Save it again in Excel: Save As → CSV UTF-8`
      }
    })
  }
}
