/** Normalised values of 3-rules.md, and which of them are keys by which two people are the same. */
import { parsePhoneNumberFromString } from "libphonenumber-js/max"

/** NFC, trimmed, inner white space to one space. */
export const normaliseName = (name: string): string => name.normalize("NFC").trim().replace(/\s+/gu, " ")

/** NFKD without marks, lower case, everything but letters and digits to one space, trimmed. */
export const comparisonForm = (note: string): string =>
  note.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{Nd}]+/gu, " ").trim()

/** Fine print 1: NFKD without marks, lower case, everything but letters and digits removed. */
export const wordForm = (word: string): string =>
  word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{Nd}]+/gu, "")

/** The E.164 of a valid phone, else undefined. Fine print 15: `extract: false`; default country CO. */
export const validPhone = (phone: string): string | undefined => {
  const parsed = parsePhoneNumberFromString(phone, { defaultCountry: "CO", extract: false })
  return parsed !== undefined && parsed.isValid() ? parsed.number : undefined
}

/** Trimmed, lower case, when it is `local@domain.tld`; else undefined. */
export const validEmail = (email: string): string | undefined => {
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

/** Fine print 15: white space and every Unicode dash go, and dots; upper case. */
export const normaliseDocumentNumber = (number: string): string => number.replace(/[\s\p{Dash}.]/gu, "").toUpperCase()

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
  return type !== undefined && documentFits(type, normalised) ? `${type} ${normalised}` : undefined
}

export interface Person {
  readonly phone: string | undefined
  readonly email: string | undefined
  readonly documentType: string | undefined
  readonly documentNumber: string | undefined
}

/** Fine print 2: invalid values are no keys. */
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
