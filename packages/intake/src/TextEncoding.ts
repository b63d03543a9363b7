/**
 * The encoding of a file: a byte-order mark decides; without one, a zero byte beside each of the first letters shows UTF-16, other bytes that
 * are valid UTF-8 are UTF-8, and any others are Windows-1252, in which Excel writes CSV.
 */
import * as Windows1252 from "@crm-procedure/core/identity/Windows1252"
import { Buffer, isAscii, isUtf8 } from "node:buffer"

/** What text files are written in. A workbook's rows have no encoding of their own: they are `xlsx`. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "xlsx"

/** The encoding that the first bytes of a file show, and how many of them are a byte-order mark. */
export interface Mark {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be"
  readonly bytes: number
}

/** So many bytes at the start of a file are looked at. */
export const LONGEST_MARK = 3

/** What the first bytes of a file show; `undefined` where that is nothing. No text in UTF-8 has a zero byte beside its letters. */
export const markOf = (head: Uint8Array): Mark | undefined => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", bytes: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", bytes: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", bytes: 2 }
  const zeros = [head[0], head[1], head[2]].map((byte) => byte === 0)
  if (head.length < LONGEST_MARK || zeros[1] === zeros[0] || zeros[1] === zeros[2]) return undefined
  return { encoding: zeros[1] ? "utf-16le" : "utf-16be", bytes: 0 }
}

const OWN_CHARACTERS = /[\x80-\x9f]/g
const characterOf = (byte: string): string => String.fromCharCode(Windows1252.units[byte.charCodeAt(0)]!)

/** The text of bytes in Windows-1252: a UTF-16 unit for each byte. */
export const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1").replace(OWN_CHARACTERS, characterOf)

/** How many bytes at the end of a text belong to a UTF-8 sequence that is not complete. */
const unfinished = (bytes: Uint8Array): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

/** Finds out the encoding of a whole file, given its bytes in pieces. */
export class Detector {
  private mark: Mark | undefined
  private rest: Buffer = Buffer.alloc(0)
  private isAtStart = true
  private isUtf8 = true

  /** Whether no further byte can change what was found. */
  get isDecided(): boolean {
    return this.mark !== undefined || !this.isUtf8
  }

  push(piece: Uint8Array): void {
    if (this.isDecided || (this.rest.length === 0 && !this.isAtStart && isAscii(piece))) return
    const bytes = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece])
    if (this.isAtStart) {
      if (bytes.length < LONGEST_MARK) {
        this.rest = Buffer.from(bytes)
        return
      }
      this.mark = markOf(bytes)
      this.isAtStart = false
    }
    const whole = bytes.length - unfinished(bytes)
    this.isUtf8 = isUtf8(bytes.subarray(0, whole))
    this.rest = Buffer.from(bytes.subarray(whole))
  }

  end(): Encoding {
    const mark = this.mark ?? markOf(this.rest)
    return mark !== undefined ? mark.encoding : this.isUtf8 && isUtf8(this.rest) ? "utf-8" : "windows-1252"
  }
}
