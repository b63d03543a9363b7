/**
 * How text is folded so that two spellings of one word compare equal: NFKD without marks, lower case, and everything
 * but letters and digits made one space. *Letters and digits* are Unicode's `L` and `N`, marks its `M`.
 *
 * {@link plain} is the definition. {@link units} is what it says of each UTF-16 unit that can be folded without
 * looking at its neighbours: below U+0370 (Latin, and the combining accents) and of General Punctuation (dashes, curly
 * quotes). A unit outside, or one that folds to several, is {@link SEVERAL}: its text goes through the definition.
 */

const MARKS = /\p{M}+/gu
const OTHERS = /[^\p{L}\p{N}]+/gu
const LETTER = /^\p{L}$/u
const LETTER_OR_DIGIT = /^[\p{L}\p{N}]$/u
const WHITE_SPACE = /^\s$/u

/** The definition, but for the trimming: everything that is neither letter nor digit is one space. */
export const plain = (text: string): string =>
  text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(OTHERS, " ")

/** The unit vanishes: it is a combining mark. */
export const NOTHING = 0
/** The unit separates words: it is neither a letter nor a digit. */
export const SEPARATOR = 32
/** The unit folds to several. This and the two above are less than every letter and digit. */
export const SEVERAL = 1

/** Raw classes of a unit, as bits beside what it folds to: what a word of a name is counted by. */
export const IS_LETTER = 0x10000
export const IS_LETTER_OR_DIGIT = 0x20000
export const IS_WHITE_SPACE = 0x40000
/** The bits of an entry that hold the folded unit. */
export const FOLD_MASK = 0xffff

const LATIN_END = 0x370
const PUNCTUATION_START = 0x2000
const PUNCTUATION_END = 0x2070

/**
 * What each tabled unit folds to (a unit, {@link NOTHING}, {@link SEPARATOR} or {@link SEVERAL}), under {@link FOLD_MASK}, and
 * its raw classes above that.
 */
export const units = new Uint32Array(LATIN_END + PUNCTUATION_END - PUNCTUATION_START)

/** Where a unit stands in the tables, or -1. */
export const tableIndex = (unit: number): number =>
  unit < LATIN_END
    ? unit
    : unit >= PUNCTUATION_START && unit < PUNCTUATION_END
    ? unit - PUNCTUATION_START + LATIN_END
    : -1

const fill = (from: number, to: number): void => {
  for (let unit = from; unit < to; unit++) {
    const character = String.fromCharCode(unit)
    const folded = plain(character)
    const fold = folded.length > 1 ? SEVERAL : folded === "" ? NOTHING : folded.charCodeAt(0)
    units[tableIndex(unit)] = fold |
      (LETTER.test(character) ? IS_LETTER : 0) |
      (LETTER_OR_DIGIT.test(character) ? IS_LETTER_OR_DIGIT : 0) |
      (WHITE_SPACE.test(character) ? IS_WHITE_SPACE : 0)
  }
}

fill(0, LATIN_END)
fill(PUNCTUATION_START, PUNCTUATION_END)
