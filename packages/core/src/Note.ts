/** What an advisor wrote about an activity (*Observación*), in the form in which two notes are compared. */
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
 * @see 3-rules: normalisation. *Letters and digits* are Unicode's `L` and `N` (our assumption).
 */
export const comparisonFormByDefinition = (note: string): string => Folding.plain(note).trim()

let scratch = new Uint16Array(1024)

/**
 * Folds a note into `scratch` and returns how many units it took, or -1 where the definition must be asked. The number of
 * words is left in `foldedWords`.
 */
const foldIntoScratch = (note: string): number => {
  const length = note.length
  if (length > scratch.length) {
    if (length > 65_536) return -1
    scratch = new Uint16Array(2 * length)
  }
  const table = Folding.units
  const units = scratch
  let size = 0
  let words = 0
  let inWord = false
  for (let index = 0; index < length; index++) {
    let place = note.charCodeAt(index)
    if (place >= 0x370 && (place = Folding.tableIndex(place)) < 0) return -1
    const folded = table[place]! & Folding.FOLD_MASK
    if (folded > Folding.SEPARATOR) {
      if (!inWord) {
        if (words++ > 0) units[size++] = Folding.SEPARATOR
        inWord = true
      }
      units[size++] = folded
    } else if (folded === Folding.SEPARATOR) inWord = false
    else if (folded === Folding.SEVERAL) return -1
  }
  foldedWords = words
  return size
}

let foldedWords = 0

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
 * @see 3-rules: normalisation
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
