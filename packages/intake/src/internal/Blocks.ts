/**
 * Bytes as they come, gathered into blocks that end with a line, decoded and handed on as text and as code units. The
 * blocks depend on the bytes alone, never on how they were cut when they came.
 */
import { Buffer, isAscii, isUtf8 } from "node:buffer"
import { UnusableFile } from "../CanonicalFile.ts"

/**
 * Takes a block of text of which `length` code units count (one line feed lies behind them), and answers with how many
 * of them it has used up; the rest comes again at the beginning of the next block. Of the last block all is used up.
 */
export type Consume = (text: string, codes: Uint16Array, length: number, isLast: boolean) => number

export interface Options {
  readonly file: string
  readonly blockBytes: number
  readonly maximumRowBytes: number
  /** The physical line of the first row not yet used up, for messages. */
  readonly line: () => number
}

/** Blocks begin this small, for the many small files, and grow. */
const FIRST_BLOCK_BYTES = 16 * 1024
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/** Gathers bytes into blocks and gives them to `consume`. */
export class Blocks {
  private readonly options: Options
  private readonly consume: Consume
  private pending: Buffer
  private filled = 0
  private atStart = true
  private codeBytes: Buffer = Buffer.alloc(0)
  private codes: Uint16Array = new Uint16Array(0)

  constructor(options: Options, consume: Consume) {
    this.options = options
    this.consume = consume
    this.pending = Buffer.allocUnsafeSlow(Math.max(4, Math.min(FIRST_BLOCK_BYTES, options.blockBytes, options.maximumRowBytes)))
  }

  push(bytes: Uint8Array): void {
    let from = 0
    while (from < bytes.length) {
      const taken = Math.min(bytes.length - from, this.pending.length - this.filled)
      this.pending.set(taken === bytes.length ? bytes : bytes.subarray(from, from + taken), this.filled)
      this.filled += taken
      from += taken
      if (this.filled === this.pending.length) this.flush(false)
    }
  }

  end(): void {
    this.flush(true)
  }

  private flush(isLast: boolean): void {
    const begin = this.skipByteOrderMark()
    const end = isLast ? this.filled : this.lastLineEnd(begin)
    const used = end > begin ? this.decode(begin, end, isLast) : 0
    if (isLast) return
    if (used === 0 && begin === 0) return this.grow()
    const rest = this.pending.subarray(begin + used, this.filled)
    if (this.pending.length < Math.min(this.options.blockBytes, this.options.maximumRowBytes)) {
      this.pending = Buffer.allocUnsafeSlow(Math.min(this.pending.length * 4, this.options.blockBytes, this.options.maximumRowBytes))
    }
    this.pending.set(rest)
    this.filled = rest.length
  }

  private skipByteOrderMark(): number {
    if (!this.atStart) return 0
    this.atStart = false
    const bytes = this.pending
    return this.filled >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  }

  /** The end of the last complete line; of a file whose lines end with CR only, the last CR that a byte follows. */
  private lastLineEnd(begin: number): number {
    const lineFeed = this.pending.lastIndexOf(LINE_FEED, this.filled - 1)
    if (lineFeed >= begin) return lineFeed + 1
    const carriageReturn = this.filled < 2 ? -1 : this.pending.lastIndexOf(CARRIAGE_RETURN, this.filled - 2)
    return carriageReturn >= begin ? carriageReturn + 1 : begin
  }

  private grow(): void {
    const { file, line, maximumRowBytes } = this.options
    if (this.pending.length >= maximumRowBytes) {
      throw new UnusableFile({
        file,
        line: line(),
        column: "",
        found: `${this.filled} bytes`,
        expected: {
          es: `una fila de menos de ${maximumRowBytes} bytes (¿unas comillas sin cerrar?)`,
          en: `a row of less than ${maximumRowBytes} bytes (an unclosed quote?)`
        }
      })
    }
    const larger = Buffer.allocUnsafeSlow(Math.min(this.pending.length * 2, maximumRowBytes))
    larger.set(this.pending)
    this.pending = larger
  }

  /** Decodes `[begin, end)`, hands it on, and answers with how many bytes were used up. */
  private decode(begin: number, end: number, isLast: boolean): number {
    const bytes = this.pending.subarray(begin, end)
    const ascii = isAscii(bytes)
    if (!ascii && !isUtf8(bytes)) throw this.notUtf8(bytes)
    const text = bytes.toString(ascii ? "latin1" : "utf8")
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
    return ascii ? used : bytes.length - Buffer.byteLength(text.substring(used))
  }

  private notUtf8(bytes: Uint8Array): UnusableFile {
    let good = 0
    let line = this.options.line()
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] !== LINE_FEED && i + 1 < bytes.length) continue
      if (!isUtf8(bytes.subarray(good, i + 1))) break
      good = i + 1
      line++
    }
    return new UnusableFile({
      file: this.options.file,
      line,
      column: "",
      found: "bytes that are not UTF-8",
      expected: { es: "texto en UTF-8", en: "text in UTF-8" }
    })
  }
}
