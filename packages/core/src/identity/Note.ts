/**
 * What an advisor wrote about an activity (*Observación*), in the form in which two notes are compared.
 *
 * @example
 * ```ts run
 * import { Note } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * // Two notes are the same when they differ in case, accents and punctuation only.
 * assert.equal(Note.comparisonForm("Pidió cotización."), Note.comparisonForm("PIDIO COTIZACION"))
 * assert.equal(Note.isInsufficient("ok", 10, 3), true)
 * ```
 */
import * as Folding from "./internal/Folding.ts"
import * as Hash from "./internal/Hash.ts"

/** What the rules ask of a note: the length of its comparison form, in code points and in words. */
export interface NoteForm {
  readonly characters: number
  readonly words: number
}

/**
 * The definition of {@link comparisonForm}, as slow as it is plain. The fast way must agree with it on every text.
 *
 * *Letters and digits* are Unicode's `L` and `N` (our assumption).
 */
export const comparisonFormByDefinition = (note: string): string => Folding.plain(note).trim()

/** Longer notes go by the definition. */
const LONGEST_FAST = 65_536

const encoder = new TextEncoder()
let bytes = new Uint8Array(4096)
let scratch = new Uint16Array(4096)
let foldedWords = 0

/** What each tabled unit folds to, and whether that is part of a word (1), ends one (2), vanishes (0) or is for the definition (4). */
const folded = Uint16Array.from(Folding.units, (unit) => unit & Folding.FOLD_MASK)
const kinds = Uint8Array.from(folded, (unit) => unit > Folding.SEPARATOR ? 1 : unit === Folding.SEPARATOR ? 2 : unit === Folding.SEVERAL ? 4 : 0)
const FOR_THE_DEFINITION = 4

/** The unit that a UTF-8 sequence of two or three bytes stands for, as its place in the tables; −1 where it has none. */
const placeOfSequence = (lead: number, at: number): number => {
  if (lead < 0xe0) return Folding.tableIndex(((lead & 31) << 6) | (bytes[at]! & 63))
  if (lead < 0xf0) return Folding.tableIndex(((lead & 15) << 12) | ((bytes[at]! & 63) << 6) | (bytes[at + 1]! & 63))
  return -1
}

/**
 * Folds a note into `scratch` and returns how many units it took, or -1 where the definition must be asked. The number of
 * words is left in `foldedWords`. Without a branch for a character of a word or between words, since no processor foresees those.
 */
const foldIntoScratch = (note: string): number => {
  if (note.length * 3 > bytes.length) {
    if (note.length > LONGEST_FAST) return -1
    bytes = new Uint8Array(note.length * 6)
    scratch = new Uint16Array(note.length * 6)
  }
  const length = encoder.encodeInto(note, bytes).written
  const from = bytes
  const units = scratch
  let size = 0
  let separators = 0
  let inWord = 0
  let met = 0
  for (let at = 0; at < length;) {
    let place = from[at++]!
    if (place >= 0x80) {
      const lead = place
      place = placeOfSequence(lead, at)
      if (place < 0) return -1
      at += lead < 0xe0 ? 1 : 2
    }
    const kind = kinds[place]!
    const isWord = kind & 1
    const ends = (kind >> 1) & inWord
    units[size] = folded[place]!
    size += isWord | ends
    separators += ends
    inWord = isWord | (inWord & ~(kind >> 1))
    met |= kind
  }
  if ((met & FOR_THE_DEFINITION) !== 0) return -1
  foldedWords = separators + inWord
  // The last separator is one only if a word follows.
  return size > 0 && inWord === 0 ? size - 1 : size
}

const textOfScratch = (size: number): string => {
  let text = ""
  for (let from = 0; from < size; from += 4096) {
    text += String.fromCharCode.apply(null, scratch.subarray(from, Math.min(size, from + 4096)) as unknown as Array<number>)
  }
  return text
}

/**
 * A note as it is compared with others: NFKD without marks, lower case, everything but letters and digits one space,
 * trimmed. Empty for a note without letters and digits.
 *
 * @see docs/policy.md
 */
export const comparisonForm = (note: string): string => {
  const size = foldIntoScratch(note)
  return size < 0 ? comparisonFormByDefinition(note) : textOfScratch(size)
}

/** The characters (code points) of a comparison form. */
export const characters = (form: string): number => {
  let count = form.length
  for (let index = 1; index < form.length; index++) {
    if ((form.charCodeAt(index) & 0xfc00) === 0xdc00 && (form.charCodeAt(index - 1) & 0xfc00) === 0xd800) count--
  }
  return count
}

/** The words of a comparison form. */
export const words = (form: string): number => {
  if (form === "") return 0
  let count = 1
  for (let index = 0; index < form.length; index++) if (form.charCodeAt(index) === 32) count++
  return count
}

/**
 * Everything that the rules ask of a note, without making its comparison form a string: `out[0]` and `out[1]` are the
 * lanes of the form's hash, `out[2]` its characters, `out[3]` its words. A note without letters and digits, and no note at
 * all, has no characters and no words.
 *
 * @param out at least four long; overwritten
 */
export const fingerprintInto = (note: string | undefined, out: Uint32Array): void => {
  const size = note === undefined ? (foldedWords = 0) : foldIntoScratch(note)
  if (size >= 0) {
    Hash.hashUnits(scratch, 0, size, out)
    out[2] = size
    out[3] = foldedWords
    return
  }
  const form = comparisonFormByDefinition(note!)
  Hash.hashInto(form, out)
  out[2] = characters(form)
  out[3] = words(form)
}

/** Whether a note says too little: fewer characters or fewer words in its comparison form than asked. */
export const isInsufficient = (note: string | undefined, minimumCharacters: number, minimumWords: number): boolean => {
  if (note === undefined) return minimumCharacters > 0 || minimumWords > 0
  const size = foldIntoScratch(note)
  if (size >= 0) return size < minimumCharacters || foldedWords < minimumWords
  const form = comparisonFormByDefinition(note)
  return characters(form) < minimumCharacters || words(form) < minimumWords
}
