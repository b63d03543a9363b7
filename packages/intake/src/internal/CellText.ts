/**
 * The cells of a sheet as rows of comma-separated text, written as bytes: so a workbook is read by the reader that reads CSV, and a cell
 * whose text needs no change is copied without ever being a string.
 */
import * as XmlTags from "./XmlTags.ts"

const QUOTE = 34
const COMMA = 44
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const AMPERSAND = 38
const LESS = 60
const UNDERSCORE = 95
const LOWER_X = 120

const FIRST_BYTES = 1 << 16

/** `_x000D_`: how a workbook writes a character that XML cannot hold. */
const ESCAPED = /_x([0-9A-Fa-f]{4})_/g

/** Whether these bytes are their own cell: no entity, no CDATA section, no escape, nothing that CSV must quote. */
const isPlain = (bytes: Uint8Array, from: number, to: number): boolean => {
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (byte > 95) continue
    if (byte === AMPERSAND || byte === LESS || byte === QUOTE || byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN) return false
    if (byte === UNDERSCORE && bytes[at + 1] === LOWER_X) return false
  }
  return true
}

/** The text of an element's content: CDATA sections as they are, the rest decoded. */
const contentOf = (raw: string): string =>
  raw.includes("<![CDATA[")
    ? raw.split(/(<!\[CDATA\[[\s\S]*?\]\]>)/).map((part) => part.startsWith("<![CDATA[") ? part.slice(9, -3) : XmlTags.decode(part)).join("")
    : XmlTags.decode(raw)

const quoted = (text: string): string => /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text

/** Bytes that grow as cells are written to them. */
export class CellText {
  /** @internal */
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES)
  length = 0

  /** Makes room for so many bytes more. */
  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + count))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  /** Copies bytes as they are. */
  copy(from: Uint8Array, start: number, end: number): void {
    const count = end - start
    this.reserve(count)
    const { bytes } = this
    if (count > 64) bytes.set(from.subarray(start, end), this.length)
    else for (let i = 0; i < count; i++) bytes[this.length + i] = from[start + i]!
    this.length += count
  }

  /** Writes one byte so many times. */
  repeat(byte: number, count: number): void {
    this.reserve(count)
    if (count === 1) this.bytes[this.length] = byte
    else this.bytes.fill(byte, this.length, this.length + count)
    this.length += count
  }

  /** Writes a short text of ASCII that CSV need not quote. */
  ascii(text: string): void {
    this.reserve(text.length)
    for (let i = 0; i < text.length; i++) this.bytes[this.length + i] = text.charCodeAt(i)
    this.length += text.length
  }

  /** Writes a text as a cell. */
  text(text: string): void {
    const cell = quoted(text)
    this.reserve(cell.length * 3)
    this.length += this.bytes.write(cell, this.length)
  }

  /**
   * Writes the content of an element as a cell.
   *
   * @internal
   */
  content(bytes: Buffer, from: number, to: number): void {
    if (isPlain(bytes, from, to)) this.copy(bytes, from, to)
    else this.text(unescaped(bytes.toString("utf8", from, to)))
  }
}

/** The text that stands in an element of a workbook. */
export const unescaped = (raw: string): string => {
  const text = contentOf(raw)
  return text.includes("_x") ? text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text
}
