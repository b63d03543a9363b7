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

// ------------------------------------------------------------------------------------------------------ UTF-16 units

/** A unit that {@link clean} takes away or changes: a format character, a space but the ordinary one, a line or paragraph separator. */
export const ODD = 1
/** A unit that ends a sequence of UTF-8 where it was read as Windows-1252. It means something only after a unit for which {@link isLead} is true. */
export const CONTINUATION = 2

/** First and last unit of each run of odd ones. Of characters beyond the basic plane, the first halves. */
const oddRanges: ReadonlyArray<readonly [number, number]> = [
  [0xa0, 0xa0],
  [0xad, 0xad],
  [0x600, 0x605],
  [0x61c, 0x61c],
  [0x6dd, 0x6dd],
  [0x70f, 0x70f],
  [0x890, 0x891],
  [0x8e2, 0x8e2],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x2064],
  [0x2066, 0x206f],
  [0x3000, 0x3000],
  [0xd804, 0xd804],
  [0xd80d, 0xd80d],
  [0xd82f, 0xd82f],
  [0xd834, 0xd834],
  [0xdb40, 0xdb40],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb]
]

/** What each UTF-16 unit is: {@link ODD}, {@link CONTINUATION} or 0. */
export const unitKinds: Uint8Array = (() => {
  const kinds = new Uint8Array(0x10000)
  for (let byte = 0x80; byte < 0xc0; byte++) kinds[Windows1252.units[byte]!] = CONTINUATION
  for (const [first, last] of oddRanges) kinds.fill(ODD, first, last + 1)
  return kinds
})()

/** Whether a unit begins a sequence of UTF-8 where it was read as Windows-1252. */
export const isLead = (unit: number): boolean => unit >= 0xc2 && unit <= 0xf4

/** Whether {@link clean} has nothing to do. */
const isClean = (text: string): boolean => {
  const length = text.length
  if (length === 0) return true
  const first = text.charCodeAt(0)
  if (first <= 32 || first === 39 || first === 61 || text.charCodeAt(length - 1) <= 32) return false
  for (let index = 0; index < length; index++) if (unitKinds[text.charCodeAt(index)] === ODD) return false
  return true
}

/**
 * The value of a cell as it was meant: without format characters, each kind of space (Unicode `Zs`) an ordinary one, trimmed, unwrapped
 * from `="…"`, without one leading apostrophe, and trimmed again. Empty where nothing is left.
 */
export const clean = (text: string): string => {
  if (isClean(text)) return text
  let cleaned = text.replace(FORMAT_CHARACTERS, "").replace(SPACES, " ").trim()
  const wrapped = WRAPPED.exec(cleaned)
  if (wrapped !== null) cleaned = wrapped[1]!
  return (cleaned.charCodeAt(0) === 39 ? cleaned.slice(1) : cleaned).trim()
}

// ------------------------------------------------------------------------------------------------------------ mojibake

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** Whether a text may be UTF-8 read as Windows-1252: a lead byte stands before a continuation byte. */
const mayBeMojibake = (text: string): boolean => {
  for (let index = 1; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x80 && isLead(text.charCodeAt(index - 1)) && Windows1252.isContinuation(unit)) return true
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
