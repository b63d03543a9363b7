/**
 * The name of a person or a company as an advisor typed it (*Nombre*), and what shows that it is none.
 *
 * @example
 * ```ts run
 * import { PersonName } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * assert.equal(PersonName.normalise("  luz   marina peña "), PersonName.normalise("luz marina peña"))
 * assert.ok(PersonName.defaultPlaceholders.length > 0)
 * ```
 */
import * as Folding from "./internal/Folding.ts"

/** Words and phrases that stand where a name should (our assumption). */
export const defaultPlaceholders: ReadonlyArray<string> = [
  "prueba",
  "test",
  "demo",
  "xxx",
  "asdf",
  "nn",
  "na",
  "ninguno",
  "sin nombre",
  "no registra",
  "no aplica",
  "no tiene",
  "cliente mostrador",
  "consumidor final",
  "cuantias menores",
  "prospecto facebook",
  "undefined",
  "null",
  "desconocido"
]

const WHITE_SPACES = /\s+/gu
const LETTERS = /\p{L}/gu
const LETTERS_OR_DIGITS = /[\p{L}\p{N}]/gu
const ONE_LETTER_REPEATED = /^(\p{L})\1{2,}$/u

/** A name in one spelling: NFC, trimmed, each run of white space one space. */
export const normalise = (name: string): string =>
  isNormal(name) ? name : name.normalize("NFC").replace(WHITE_SPACES, " ").trim()

/** Whether a name is certainly normal: units below the combining accents (so NFC already), single inner spaces. */
const isNormal = (name: string): boolean => {
  let previous = 32
  for (let index = 0; index < name.length; index++) {
    const unit = name.charCodeAt(index)
    if (unit >= 0x300) return false
    if (unit === 32) {
      if (previous === 32) return false
    } else if ((Folding.units[unit]! & Folding.IS_WHITE_SPACE) !== 0) return false
    previous = unit
  }
  return previous !== 32 || name.length === 0
}

/**
 * A word as it is compared with the placeholders: NFKD without marks, lower case, only letters and digits. *Letters and
 * digits* are Unicode's `L` and `N` (our assumption).
 */
export const wordForm = (word: string): string => Folding.plain(word).replaceAll(" ", "")

/** The forms of a text's words, without words of punctuation only. */
const wordForms = (text: string): ReadonlyArray<string> => text.split(WHITE_SPACES).map(wordForm).filter((form) => form !== "")

/** Placeholders made ready: single words, phrases by their first word, and a sieve that most other words don't pass. */
interface Sieve {
  readonly forms: ReadonlySet<string>
  readonly phrases: ReadonlyMap<string, ReadonlyArray<ReadonlyArray<string>>>
  readonly passes: Uint8Array
}

const SIEVE_SIZE = 1024

const sieves = new WeakMap<ReadonlySet<string>, Sieve>()
let latestPlaceholders: ReadonlySet<string> | undefined
let latestSieve: Sieve | undefined

/** The place in the sieve of a form with this length, first unit and last unit. */
const sieveIndex = (size: number, first: number, last: number): number => (size + 41 * first + 7 * last) & (SIEVE_SIZE - 1)

const sieveOf = (placeholders: ReadonlySet<string>): Sieve => {
  if (placeholders === latestPlaceholders) return latestSieve!
  let sieve = sieves.get(placeholders)
  if (sieve === undefined) {
    const listed = [...placeholders].map(wordForms)
    const forms = new Set(listed.filter(({ length }) => length === 1).map(([form]) => form!))
    const phrases = Map.groupBy(listed.filter(({ length }) => length > 1), ([first]) => first!)
    const passes = new Uint8Array(SIEVE_SIZE)
    for (const form of [...forms, ...phrases.keys()]) {
      passes[sieveIndex(form.length, form.charCodeAt(0), form.charCodeAt(form.length - 1))] = 1
    }
    sieve = { forms, phrases, passes }
    sieves.set(placeholders, sieve)
  }
  latestPlaceholders = placeholders
  latestSieve = sieve
  return sieve
}

const isPlaceholderForm = (form: string, sieve: Sieve): boolean => sieve.forms.has(form) || ONE_LETTER_REPEATED.test(form)

const countOf = (word: string, pattern: RegExp): number => word.match(pattern)?.length ?? 0

/** Whether a name's words hold the words of a phrase one after another. */
const hasPhrase = (forms: ReadonlyArray<string>, { phrases }: Sieve): boolean =>
  forms.some((form, at) => phrases.get(form)?.some((phrase) => phrase.every((word, place) => forms[at + place] === word)) === true)

/** The definition of {@link isIncomplete}, as slow as it is plain. The fast way must agree with it on every name. */
export const isIncompleteByDefinition = (
  fullName: string | undefined,
  isNit: boolean,
  placeholders: ReadonlySet<string>
): boolean => {
  const words = normalise(fullName ?? "").split(" ").filter((word) => word !== "")
  const counting = words.filter((word) => countOf(word, isNit ? LETTERS_OR_DIGITS : LETTERS) >= 2)
  if (counting.length < (isNit ? 1 : 2)) return true
  const sieve = sieveOf(placeholders)
  const forms = wordForms(words.join(" "))
  return forms.some((form) => isPlaceholderForm(form, sieve)) || hasPhrase(forms, sieve)
}

/**
 * Whether a name is incomplete, the whole of rule `name-incomplete`: fewer than two words of two or more letters (a NIT's:
 * no word of two or more letters or digits), a word that is a placeholder or one letter three or more times, or a phrase that is a
 * placeholder. No name is incomplete. A placeholder counts in whatever case and accents it is listed; words of punctuation only are
 * not looked at.
 *
 * @param placeholders read once and remembered by identity: give the same set for the same list, and don't change it
 */
export const isIncomplete = (
  fullName: string | undefined,
  isNit: boolean,
  placeholders: ReadonlySet<string>
): boolean => {
  if (fullName === undefined) return true
  const sieve = sieveOf(placeholders)
  const table = Folding.units
  const counted = isNit ? Folding.IS_LETTER_OR_DIGIT : Folding.IS_LETTER
  const end = fullName.length
  let countingWords = 0
  let start = 0
  let letters = 0
  let size = 0
  let first = 0
  let last = 0
  let differences = 0
  let isPlaceholder = false
  for (let index = 0; index <= end; index++) {
    let place = 32
    if (index < end) {
      place = fullName.charCodeAt(index)
      if (place >= 0x370 && (place = Folding.tableIndex(place)) < 0) {
        return isIncompleteByDefinition(fullName, isNit, placeholders)
      }
    }
    const entry = table[place]!
    const folded = entry & Folding.FOLD_MASK
    if ((entry & counted) !== 0) letters++
    if (folded > Folding.SEPARATOR) {
      if (size++ === 0) first = folded
      differences |= folded ^ first
      last = folded
    } else if ((entry & Folding.IS_WHITE_SPACE) !== 0) {
      if (letters >= 2) countingWords++
      if (size > 0 && ((size > 2 && differences === 0) || sieve.passes[sieveIndex(size, first, last)] === 1)) {
        const form = wordForm(fullName.slice(start, index))
        if (sieve.phrases.has(form)) return isIncompleteByDefinition(fullName, isNit, placeholders)
        isPlaceholder ||= isPlaceholderForm(form, sieve)
      }
      start = index + 1
      letters = size = differences = 0
    } else if (folded === Folding.SEVERAL) return isIncompleteByDefinition(fullName, isNit, placeholders)
  }
  return isPlaceholder || countingWords < (isNit ? 1 : 2)
}

/** How many words of a name it can be found by, and how many characters of each. */
const FOUND_WORDS = 24
const FOUND_CHARACTERS = 40

/**
 * The words by which a name is found: NFKD without combining accents, Latin letters small, every run of `a` to `z` and digits a word.
 * Each word once, cut to 40 characters, of the first 24. A storage makes the same words of what it keeps.
 */
export const words = (name: string): ReadonlyArray<string> => [
  ...new Set(
    sortKey(name).split(/[^a-z0-9]+/)
      .slice(0, FOUND_WORDS).filter((word) => word !== "").map((word) => word.slice(0, FOUND_CHARACTERS))
  )
]

/** What a name is sorted by, whatever its accents and the case of Latin letters. A storage makes the same of what it keeps. */
export const sortKey = (name: string): string =>
  name.normalize("NFKD").replaceAll(/[\u0300-\u036f]/g, "").replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Whether each of the words begins a word of the name. */
export const isFoundBy = (name: string, begun: ReadonlyArray<string>): boolean => {
  const all = words(name)
  return begun.every((beginning) => all.some((word) => word.startsWith(beginning)))
}
