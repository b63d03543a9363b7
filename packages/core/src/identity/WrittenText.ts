/**
 * Text as people and spreadsheets write it: with invisible format characters (pasted from a chat), no-break spaces, `="…"` and an
 * apostrophe that keep a spreadsheet from changing a value, or UTF-8 that a program once read as Windows-1252 (`MarÃ­a`).
 */
import * as Windows1252 from "./Windows1252.ts"

const FORMAT_CHARACTERS = /\p{Cf}/gu
const SPACES = /\p{Zs}/gu
const WRAPPED = /^="([\s\S]*)"$/u

/** A text without format characters (Unicode `Cf`). */
export const withoutFormatCharacters = (text: string): string => text.replace(FORMAT_CHARACTERS, "")

/** Whether every unit is printable ASCII, and the ends need no cleaning. */
const isPlain = (text: string): boolean => {
  const length = text.length
  if (length === 0) return true
  const first = text.charCodeAt(0)
  if (first <= 32 || first === 39 || first === 61 || text.charCodeAt(length - 1) <= 32) return false
  for (let index = 0; index < length; index++) if (text.charCodeAt(index) > 126) return false
  return true
}

/**
 * The value of a cell as it was meant: without format characters, each kind of space (Unicode `Zs`) an ordinary one, trimmed, unwrapped
 * from `="…"`, without one leading apostrophe, and trimmed again. Empty where nothing is left.
 */
export const clean = (text: string): string => {
  if (isPlain(text)) return text
  let cleaned = text.replace(FORMAT_CHARACTERS, "").replace(SPACES, " ").trim()
  const wrapped = WRAPPED.exec(cleaned)
  if (wrapped !== null) cleaned = wrapped[1]!
  return (cleaned.charCodeAt(0) === 39 ? cleaned.slice(1) : cleaned).trim()
}

// ------------------------------------------------------------------------------------------------------------ mojibake

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** The first byte of a UTF-8 sequence of several, read as Windows-1252. */
const isLead = (unit: number): boolean => unit >= 0xc2 && unit <= 0xf4

/** Whether a text may be UTF-8 read as Windows-1252: a lead byte stands before a continuation byte. */
export const mayBeMojibake = (text: string): boolean => {
  for (let index = 1; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80 || !isLead(text.charCodeAt(index - 1))) continue
    const byte = Windows1252.byteOf(unit)
    if (byte >= 0x80 && byte < 0xc0) return true
  }
  return false
}

/**
 * The text that was read as Windows-1252 and is UTF-8, where the whole of it decodes without rest; `undefined` where it does not, or
 * where nothing changes.
 */
export const withoutMojibake = (text: string): string | undefined => {
  if (!mayBeMojibake(text)) return undefined
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const byte = Windows1252.byteOf(text.charCodeAt(index))
    if (byte < 0) return undefined
    bytes[index] = byte
  }
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}
