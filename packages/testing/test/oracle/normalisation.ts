/** Normalised values, and which of them are keys: two people with an equal key are the same. */
import { parsePhoneNumberFromString } from "libphonenumber-js/max"

/** NFC, trimmed, inner white space to one space. */
export const normaliseName = (name: string): string => name.normalize("NFC").trim().replace(/\s+/gu, " ")

/** NFKD without marks, lower case, everything but letters and digits to one space, trimmed. */
export const comparisonForm = (note: string): string =>
  note.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{Nd}]+/gu, " ").trim()

/** The form in which words are compared: NFKD without marks, lower case, everything but letters and digits removed. */
export const wordForm = (word: string): string =>
  word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{Nd}]+/gu, "")

/** Removes format characters, which no person sees. */
const visible = (text: string): string => Array.from(text).filter((character) => !/\p{Cf}/u.test(character)).join("")

const isSeparator = (character: string | undefined): boolean => character !== undefined && /[/;,|\r\n]/u.test(character)

/** Removes separators and white space at either end. `y` and `o` are separators beside white space. */
const withoutOuterSeparators = (text: string): string => {
  const trimmed = text.trim()
  if (isSeparator(trimmed[0])) return withoutOuterSeparators(trimmed.slice(1))
  if (isSeparator(trimmed.at(-1))) return withoutOuterSeparators(trimmed.slice(0, -1))
  const words = trimmed.split(/\s/u)
  if (words.length > 1 && /^[yo]$/iu.test(words[0]!)) return withoutOuterSeparators(trimmed.slice(1))
  if (words.length > 1 && /^[yo]$/iu.test(words.at(-1)!)) return withoutOuterSeparators(trimmed.slice(0, -1))
  return trimmed
}

/** The values of a text that holds several. */
const separated = (text: string): ReadonlyArray<string> =>
  text.replace(/(?<=\s)[yo](?=\s)/giu, ";").split(/[/;,|\r\n]/u).map((part) => part.trim()).filter((part) => part !== "")

/** A cell's `="…"` and its leading apostrophe, which go from phones in core too. */
const unwrapped = (text: string): string => {
  const trimmed = text.trim()
  const inside = trimmed.length >= 3 && trimmed.startsWith("=\"") && trimmed.endsWith("\"") ? trimmed.slice(2, -1) : trimmed
  return (inside.startsWith("'") ? inside.slice(1) : inside).trim()
}

/** Labels at either end, parentheses with letters and an extension go, one at a time until none is left. */
const withoutRemarks = (text: string): string => {
  const peels: ReadonlyArray<(from: string) => string> = [
    (from) => withoutOuterSeparators(from),
    (from) => {
      const remark = /\([^()]*\)/gu.exec(from.replace(/\([^()\p{L}]*\)/gu, (kept) => "#".repeat(kept.length)))
      return remark === null ? from : `${from.slice(0, remark.index)} ${from.slice(remark.index + remark[0].length)}`
    },
    (from) => from.replace(/^[\p{L}\p{M}]+[.: \t\s]+/u, ""),
    (from) => from.replace(/[.:\s]+[\p{L}\p{M}]+[.:\s]*$/u, ""),
    (from) => from.replace(/[\s.,;:(-]*(?:extensi[oó]n|exten|ext|x|#)[.:=\s]*[0-9]{1,6}[\s)]*$/iu, "").trim()
  ]
  for (const peel of peels) {
    const peeled = peel(text)
    if (peeled !== text) return withoutRemarks(peeled)
  }
  return text
}

const parsedPhone = (number: string): string | undefined => {
  const parsed = parsePhoneNumberFromString(number, { defaultCountry: "CO", extract: false })
  return parsed !== undefined && parsed.isValid() ? parsed.number : undefined
}

/** One number: `(+57)` is `+57`, a leading `0057` is `+57`; a `.0` after digits goes where the number is not valid with it. */
const onePhone = (text: string): string | undefined => {
  const dialled = withoutRemarks(text).replace(/^\(\s*\+\s*(\d{1,3})\s*\)/u, "+$1 ").replace(/^\(\s*00[\s-]*57\s*\)|^00[\s-]*57/u, "+57")
  return parsedPhone(dialled) ?? (/\d\.0$/u.test(dialled) ? parsedPhone(dialled.slice(0, -2)) : undefined)
}

/** Whether a phone is given: only white space, format characters and a spreadsheet's signs are none. */
export const isPhoneGiven = (phone: string | undefined): phone is string => phone !== undefined && unwrapped(visible(phone)) !== ""

/** The E.164 of a valid phone, else undefined: as it stands once labels are gone, else the first valid one of several. */
export const validPhone = (phone: string): string | undefined => {
  const typed = unwrapped(visible(phone))
  const whole = withoutRemarks(typed)
  return onePhone(typed) ?? separated(whole).map(onePhone).find((number) => number !== undefined)
}

const parsedEmail = (email: string): string | undefined => {
  const normalised = email.trim().toLowerCase()
  const characters = Array.from(normalised).length
  if (/\s/u.test(normalised) || characters > 254) return undefined
  const sides = normalised.split("@")
  if (sides.length !== 2) return undefined
  const localParts = sides[0]!.split(".")
  const labels = sides[1]!.split(".")
  if (localParts.includes("") || labels.includes("") || labels.length < 2) return undefined
  return /^\p{L}{2,}$/u.test(labels.at(-1)!) ? normalised : undefined
}

const withoutMailto = (text: string): string => {
  const outer = withoutOuterSeparators(text)
  return /^mailto:/iu.test(outer) ? withoutMailto(outer.slice(7)) : outer
}

/** One address, or the one in `Name <a@b.co>`. */
const oneEmail = (text: string): string | undefined => {
  const angle = /^[^<>]*<(?<address>[^<>]*)>$/u.exec(text.trim())?.groups?.["address"]
  return parsedEmail(text) ?? (angle === undefined ? undefined : parsedEmail(withoutMailto(angle)))
}

/** Trimmed, lower case, when it is `local@domain.tld`, as it stands or the first of several; else undefined. */
export const validEmail = (email: string): string | undefined => {
  const whole = withoutMailto(visible(email))
  return oneEmail(whole) ?? separated(whole).map(withoutMailto).map(oneEmail).find((address) => address !== undefined)
}

/** The type that a text names: compared without dots, spaces, accents and case. */
export const documentTypeOf = (text: string | undefined): string | undefined => {
  const compared = text?.normalize("NFD").replace(/[\p{M}\p{Cf}.\s]/gu, "").toUpperCase()
  switch (compared) {
    case "CC":
    case "CEDULA":
    case "CEDULADECIUDADANIA":
      return "CC"
    case "CE":
    case "CEDULADEEXTRANJERIA":
      return "CE"
    case "TI":
    case "TARJETADEIDENTIDAD":
      return "TI"
    case "NIT":
      return "NIT"
    case "PA":
    case "PASAPORTE":
      return "PA"
    case "PPT":
    case "PERMISOPORPROTECCIONTEMPORAL":
      return "PPT"
    default:
      return undefined
  }
}

/** A document number as it is compared: white space, every Unicode dash, dots and commas go; upper case. */
export const normaliseDocumentNumber = (number: string): string => number.replace(/[\s\p{Dash}.,]/gu, "").toUpperCase()

/** The check digit of a NIT: weights from the right, check digit excluded. */
export const nitCheckDigit = (digits: string): number => {
  const weights = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43]
  const sum = Array.from(digits).reverse().reduce((total, digit, index) => total + Number(digit) * weights[index]!, 0)
  const rest = sum % 11
  return rest < 2 ? rest : 11 - rest
}

const documentFits = (type: string, number: string): boolean => {
  switch (type) {
    case "CC":
      return /^[1-9][0-9]{2,9}$/.test(number)
    case "TI":
      return /^[0-9]{10,11}$/.test(number)
    case "CE":
      return /^[0-9]{3,10}$/.test(number)
    case "NIT":
      return /^[0-9]{8,11}$/.test(number) && nitCheckDigit(number.slice(0, -1)) === Number(number.slice(-1))
    case "PA":
      return /^[A-Z0-9]{5,16}$/.test(number)
    case "PPT":
      return /^[0-9]{4,10}$/.test(number)
    default:
      return false
  }
}

/** Type and normalised number of a document that fits its type; else undefined. */
export const validDocument = (type: string | undefined, number: string): string | undefined => {
  const normalised = normaliseDocumentNumber(number)
  const known = documentTypeOf(type)
  return known !== undefined && documentFits(known, normalised) ? `${known} ${normalised}` : undefined
}

export interface Person {
  readonly phone: string | undefined
  readonly email: string | undefined
  readonly documentType: string | undefined
  readonly documentNumber: string | undefined
}

/** The keys of a person. Invalid values are no keys. */
export const keysOf = (person: Person): ReadonlyArray<string> => {
  const phone = person.phone === undefined ? undefined : validPhone(person.phone)
  const email = person.email === undefined ? undefined : validEmail(person.email)
  const document = person.documentNumber === undefined ? undefined : validDocument(person.documentType, person.documentNumber)
  const keys: Array<string> = []
  if (phone !== undefined) keys.push(`phone ${phone}`)
  if (email !== undefined) keys.push(`email ${email}`)
  if (document !== undefined) keys.push(`document ${document}`)
  return keys
}

/** Computes once for each object: only so that quadratic rules stay bearable. */
export const remembered = <K extends object, V>(compute: (key: K) => V): (key: K) => V => {
  const values = new WeakMap<K, { readonly value: V }>()
  return (key) => {
    let entry = values.get(key)
    if (entry === undefined) {
      entry = { value: compute(key) }
      values.set(key, entry)
    }
    return entry.value
  }
}
