/**
 * Phones and e-mails as people write them: with a label (`Cel.`, `tel:`, `WhatsApp`), a remark in parentheses, an extension, or several
 * in one cell. Each generator yields the texts that may be the phone or the e-mail, in the order in which they are tried.
 */
import * as WrittenText from "../WrittenText.ts"

/** Longer texts hold something else; looking through them could take long. */
export const LONGEST = 1000

// Several values are separated by one of these signs, a line break, or `y` or `o` between spaces.
const SEPARATORS_AT_START = /^(?:[\s/;,|]|[yo](?=\s))+/iu
const SEPARATORS_AT_END = /(?:[\s/;,|]|(?<=\s)[yo])+$/iu
const SEPARATORS = /\s*(?:[/;,|\r\n]+|(?<=\s)[yo](?=\s))\s*/iu

const withoutEnds = (text: string): string => text.replace(SEPARATORS_AT_START, "").replace(SEPARATORS_AT_END, "")

const PARENTHESES_WITH_LETTERS = /\([^()]*\p{L}[^()]*\)/gu
const LABELS_BEFORE = /^(?:[\p{L}\p{M}]+[.:\s]+)+/u
const LABELS_AFTER = /(?:[.:\s]+[\p{L}\p{M}]+)+[.:\s]*$/u
const EXTENSION = /[\s.,;:(-]*(?:ext(?:ensi[oó]n)?|x|#)[.:=\s]*[0-9]{1,6}[\s)]*$/iu
const BRACKETED_COUNTRY = /^\(\s*\+\s*([0-9]{1,3})\s*\)/u
const COLOMBIA_DIALLED = /^(?:\(\s*00[\s-]*57\s*\)|00[\s-]*57)/u
const DECIMAL_END = /(?<=[0-9])\.0$/u

/** A phone without all that is written around it. */
const bare = (written: string): string => {
  let text = written
  let before: string
  do {
    before = text
    text = withoutEnds(text)
      .replace(PARENTHESES_WITH_LETTERS, " ")
      .replace(LABELS_BEFORE, "")
      .replace(LABELS_AFTER, "")
      .replace(EXTENSION, "")
      .trim()
  } while (text !== before)
  return text.replace(BRACKETED_COUNTRY, "+$1 ").replace(COLOMBIA_DIALLED, "+57")
}

/** A phone, and the same without the `.0` that a spreadsheet leaves where it took it for a number. */
function* withoutDecimal(text: string): Generator<string> {
  yield text
  if (DECIMAL_END.test(text)) yield text.replace(DECIMAL_END, "")
}

/** What a cleaned text that is not blank may be as a phone: all of it, then each of the numbers that it lists. */
export function* phones(cleaned: string): Generator<string> {
  if (cleaned.length > LONGEST) return
  const whole = bare(cleaned)
  yield* withoutDecimal(whole)
  const parts = whole.split(SEPARATORS)
  if (parts.length > 1) for (const part of parts) yield* withoutDecimal(bare(part))
}

const MAILTO = /^\s*mailto:/iu
const NAMED = /^[^<>]*<([^<>]*)>\s*$/u

const withoutLink = (written: string): string => {
  const text = withoutEnds(written)
  return MAILTO.test(text) ? withoutLink(text.replace(MAILTO, "")) : text
}

/** An e-mail, and the address in `Name <address>`. */
function* withoutName(text: string): Generator<string> {
  yield text
  const address = NAMED.exec(text)?.[1]
  if (address !== undefined) yield withoutLink(address)
}

/** What a text may be as an e-mail: all of it, then each of the addresses that it lists. */
export function* emails(text: string): Generator<string> {
  if (text.length > LONGEST) return
  const whole = withoutLink(WrittenText.withoutFormatCharacters(text))
  yield* withoutName(whole)
  const parts = whole.split(SEPARATORS)
  if (parts.length > 1) for (const part of parts) yield* withoutName(withoutLink(part))
}
