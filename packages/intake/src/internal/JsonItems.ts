/**
 * The items of a JSON file, one by one as its bytes come: the elements of an array, or one value after another (as in NDJSON, however many lines each
 * takes). Memory for one item; nesting costs nothing until an item is known to be small.
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { Buffer, isUtf8 } from "node:buffer"
import { UnusableFile } from "../CanonicalFile.ts"
import * as TextEncoding from "../TextEncoding.ts"

export interface Handler {
  /** Gets each item that is an object, with the line where it begins, from 1. */
  readonly onItem: (value: Readonly<Record<string, unknown>>, line: number) => void
  /** Gets what was expected instead of an item that is none. */
  readonly onBad: (expected: Bilingual, line: number) => void
}

export interface Options {
  readonly file: string
  readonly maximumItemBytes: number
}

/** No export nests deeper. */
const MAXIMUM_DEPTH = 100

const LINE_FEED = 10
const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 44, 91, 93, 123, 125]

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

const expectedObject: Bilingual = { es: "un objeto JSON completo", en: "a whole JSON object" }
const expectedShallow: Bilingual = { es: `un objeto JSON de hasta ${MAXIMUM_DEPTH} niveles`, en: `a JSON object of at most ${MAXIMUM_DEPTH} levels` }

/** Finds the items of one file. */
export class JsonItems {
  /** What the bytes read so far are. */
  encoding: TextEncoding.Encoding = "utf-8"
  private line = 1
  private itemLine = 1
  private readonly options: Options
  private readonly handler: Handler
  private decoder: TextDecoder | undefined
  private head: Buffer | undefined = Buffer.alloc(0)
  /** The depth at which items stand: 1 in an array, 0 otherwise, -1 before the first byte that says which. */
  private base = -1
  private depth = 0
  private isInString = false
  private isEscaped = false
  /** The pieces of the item that has begun; `undefined` between items. */
  private item: Array<Buffer> | undefined
  private itemBytes = 0
  private refusal: Bilingual | undefined

  constructor(options: Options, handler: Handler) {
    this.options = options
    this.handler = handler
  }

  push(bytes: Uint8Array): void {
    if (this.head === undefined) return this.take(bytes)
    this.head = Buffer.concat([this.head, bytes])
    if (this.head.length >= TextEncoding.LONGEST_MARK) this.begin()
  }

  end(): void {
    this.begin()
    if (this.decoder !== undefined) this.scan(Buffer.from(this.decoded(undefined)))
    if (this.item !== undefined) this.finish(true)
    if (this.base < 0) throw this.unusable("")
  }

  private begin(): void {
    const head = this.head
    if (head === undefined) return
    this.head = undefined
    const mark = TextEncoding.markOf(head)
    if (mark !== undefined) {
      this.encoding = mark.encoding
      if (mark.encoding !== "utf-8") this.decoder = new TextDecoder(mark.encoding, { fatal: true })
    }
    this.take(head.subarray(mark?.bytes ?? 0))
  }

  private take(bytes: Uint8Array): void {
    this.scan(this.decoder === undefined ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(this.decoded(bytes)))
  }

  private decoded(bytes: Uint8Array | undefined): string {
    try {
      return bytes === undefined ? this.decoder!.decode() : this.decoder!.decode(bytes, { stream: true })
    } catch {
      throw this.unusable(`bytes that are not ${this.encoding.toUpperCase()}`)
    }
  }

  private scan(bytes: Buffer): void {
    let from = 0
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (byte === LINE_FEED) this.line++
      if (this.isInString) {
        if (this.isEscaped) this.isEscaped = false
        else if (byte === BACKSLASH) this.isEscaped = true
        else if (byte === QUOTE) {
          this.isInString = false
          if (this.depth === this.base) from = this.complete(bytes, from, at + 1)
        }
        continue
      }
      if (this.item === undefined) {
        if (isSpace(byte) || (byte === COMMA && this.base >= 0)) continue
        if (this.base < 0) {
          if (byte !== OPEN_LIST && byte !== OPEN_OBJECT) throw this.unusable(bytes.toString("utf8", at, at + 40))
          this.base = byte === OPEN_LIST ? 1 : 0
          if (byte === OPEN_LIST) {
            this.depth = 1
            continue
          }
        }
        if (byte === CLOSE_LIST && this.base === 1) {
          // What follows the array is not of it.
          this.base = this.depth = 0
          continue
        }
        this.item = []
        this.itemLine = this.line
        from = at
      }
      if (byte === QUOTE) this.isInString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.depth++
        if (this.depth - this.base > MAXIMUM_DEPTH) this.refusal ??= expectedShallow
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        // A bracket that closes the array, or too many of them, end a scalar.
        if (this.depth > this.base) this.depth--
        if (this.depth === this.base) from = this.complete(bytes, from, at + 1)
      } else if (this.depth === this.base && (byte === COMMA || isSpace(byte))) from = this.complete(bytes, from, at)
    }
    if (this.item !== undefined) this.keep(bytes.subarray(from))
  }

  private keep(piece: Buffer): void {
    this.itemBytes += piece.length
    const { maximumItemBytes } = this.options
    if (this.itemBytes > maximumItemBytes) {
      this.refusal ??= { es: `un objeto JSON de ${maximumItemBytes} bytes o menos`, en: `a JSON object of ${maximumItemBytes} bytes or fewer` }
    }
    if (this.refusal === undefined) this.item!.push(Buffer.from(piece))
    else this.item = []
  }

  private complete(bytes: Buffer, from: number, to: number): number {
    this.keep(bytes.subarray(from, to))
    this.finish(false)
    return to
  }

  private finish(isCutOff: boolean): void {
    const bytes = Buffer.concat(this.item!)
    const refusal = this.refusal ?? (isCutOff && this.depth > this.base ? expectedObject : undefined)
    this.item = undefined
    this.itemBytes = 0
    this.refusal = undefined
    if (refusal !== undefined) return this.handler.onBad(refusal, this.itemLine)
    const value = this.parsed(bytes)
    if (value === undefined) this.handler.onBad(expectedObject, this.itemLine)
    else this.handler.onItem(value, this.itemLine)
  }

  private parsed(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
    const isUnicode = isUtf8(bytes)
    if (!isUnicode && this.encoding === "utf-8") this.encoding = "windows-1252"
    try {
      const value: unknown = JSON.parse(isUnicode ? bytes.toString("utf8") : TextEncoding.windows1252(bytes))
      return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : undefined
    } catch {
      return undefined
    }
  }

  private unusable(found: string): UnusableFile {
    return new UnusableFile({
      file: this.options.file,
      line: 1,
      column: "",
      found: found.toWellFormed(),
      expected: { es: "un arreglo JSON de objetos, o un objeto JSON tras otro", en: "a JSON array of objects, or one JSON object after another" }
    })
  }
}
