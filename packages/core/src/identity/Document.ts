/**
 * Identity documents (*Documento de identidad*): the key of a number that fits its type, and what is wrong with a number that does not.
 *
 * @example
 * ```ts run
 * import { Document } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * assert.equal(Document.problem("CC", "1.032.456.789"), undefined)
 * assert.equal(Document.documentKey("CC", "1.032.456.789"), Document.documentKey("cc", "1032456789"))
 * assert.equal(Document.problem("NIT", "900123456-0"), "check-digit")
 * ```
 */

/** The types of document that the rules know. */
export const types = ["CC", "TI", "CE", "NIT", "PA", "PPT"] as const

/**
 * `check-digit`: a NIT that looks complete but for its check digit. `check-digit-missing`: the nine digits of a company's NIT, without
 * the check digit.
 */
export type DocumentProblem = "type-missing" | "type-unknown" | "shape" | "check-digit" | "check-digit-missing"

/** What people write for a type, without accents, dots, spaces and capitals. */
const typesByName = new Map<string, typeof types[number]>([
  ["cc", "CC"],
  ["cedula", "CC"],
  ["ceduladeciudadania", "CC"],
  ["ce", "CE"],
  ["ceduladeextranjeria", "CE"],
  ["ti", "TI"],
  ["tarjetadeidentidad", "TI"],
  ["nit", "NIT"],
  ["pa", "PA"],
  ["pasaporte", "PA"],
  ["ppt", "PPT"],
  ["permisoporprotecciontemporal", "PPT"]
])

/** The longest way to write a type, with some signs to spare. */
const LONGEST_TYPE = 100

/**
 * The type that a text names, whatever its case, accents, dots and spaces: `c.c.`, `Cédula` and `cedula de ciudadania` are `CC`.
 * `undefined` where it names none.
 */
export const typeOf = (text: string | undefined): typeof types[number] | undefined => {
  switch (text) {
    case undefined:
      return undefined
    case "CC":
    case "TI":
    case "CE":
    case "NIT":
    case "PA":
    case "PPT":
      return text
    default:
      return text.length > LONGEST_TYPE
        ? undefined
        : typesByName.get(text.normalize("NFKD").replace(/[\p{M}\p{Cf}\s.]+/gu, "").toLowerCase())
  }
}

const DROPPED = /[\s.,\p{Dash}]+/gu
const BLANK = /^\s*$/u

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57

/** Whether every unit is an ASCII digit; so is an empty text. */
const isDigits = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) if (!isDigit(text.charCodeAt(index))) return false
  return true
}

/**
 * A document number in one spelling: without white space, dots, commas and dashes (Unicode's `Dash`), upper case. A NIT keeps its
 * check digit as the last digit.
 */
export const normaliseNumber = (text: string): string => text.replace(DROPPED, "").toUpperCase()

/** The DIAN's weights, from the last digit before the check digit leftwards. */
const NIT_WEIGHTS = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43]

const checkDigitOf = (digits: string, end: number): number => {
  let sum = 0
  for (let index = 0; index < end; index++) sum += (digits.charCodeAt(index) - 48) * NIT_WEIGHTS[end - 1 - index]!
  const remainder = sum % 11
  return remainder < 2 ? remainder : 11 - remainder
}

/**
 * The check digit of a NIT, 0 to 9.
 *
 * @param digits one to ten ASCII digits, without the check digit
 */
export const nitCheckDigit = (digits: string): number => checkDigitOf(digits, digits.length)

const isDigitsBetween = (number: string, minimum: number, maximum: number): boolean =>
  number.length >= minimum && number.length <= maximum && isDigits(number)

const isLettersOrDigits = (number: string): boolean => {
  for (let index = 0; index < number.length; index++) {
    const unit = number.charCodeAt(index)
    if (!isDigit(unit) && !(unit >= 65 && unit <= 90)) return false
  }
  return true
}

/** Whether a NIT's digits are those of a company without the check digit: nine, from 8 or 9 on. */
const lacksCheckDigit = (number: string): boolean => number.length === 9 && number.charCodeAt(0) >= 56

/** What is wrong with a number already normalised, of a type that is known. */
const problemOf = (type: typeof types[number], number: string): DocumentProblem | undefined => {
  switch (type) {
    case "CC":
      return isDigitsBetween(number, 3, 10) && number.charCodeAt(0) !== 48 ? undefined : "shape"
    case "TI":
      return isDigitsBetween(number, 10, 11) ? undefined : "shape"
    case "CE":
      return isDigitsBetween(number, 3, 10) ? undefined : "shape"
    case "NIT":
      if (!isDigitsBetween(number, 8, 11)) return "shape"
      if (checkDigitOf(number, number.length - 1) === number.charCodeAt(number.length - 1) - 48) return undefined
      return lacksCheckDigit(number) ? "check-digit-missing" : "check-digit"
    case "PA":
      return number.length >= 5 && number.length <= 16 && isLettersOrDigits(number) ? undefined : "shape"
    case "PPT":
      return isDigitsBetween(number, 4, 10) ? undefined : "shape"
  }
}

/** Whether nothing is given: no text, or white space only. */
const isAbsent = (text: string | undefined): text is undefined =>
  text === undefined || text.length === 0 || (!(text.charCodeAt(0) > 32 && text.charCodeAt(0) < 128) && BLANK.test(text))

/**
 * What is wrong with a document, `undefined` where nothing is or no number is given. The type is never guessed: a number
 * without one is wrong.
 */
export const problem = (type: string | undefined, number: string | undefined): DocumentProblem | undefined => {
  if (isAbsent(number)) return undefined
  const known = typeOf(type)
  if (known === undefined) return type === undefined || BLANK.test(type) ? "type-missing" : "type-unknown"
  return problemOf(known, normaliseNumber(number))
}

/**
 * The key by which documents are compared, `CC:number` with the number normalised: `undefined` where no number is given,
 * `""` where one is and does not fit its type.
 */
export const documentKey = (type: string | undefined, number: string | undefined): string | undefined => {
  if (isAbsent(number)) return undefined
  const known = typeOf(type)
  if (known === undefined) return ""
  const normalised = normaliseNumber(number)
  return problemOf(known, normalised) === undefined ? `${known}:${normalised}` : ""
}
