/** Identity documents (*Documento de identidad*): the key of one that fits its type, and what is wrong with one that doesn't. */

/** The types of document that the rules know; they match exactly. */
export const types = ["CC", "TI", "CE", "NIT", "PA", "PPT"] as const

/** `check-digit`: a NIT that looks complete but for its check digit. */
export type DocumentProblem = "type-missing" | "type-unknown" | "shape" | "check-digit"

const DROPPED = /[\s.\p{Dash}]+/gu
const BLANK = /^\s*$/u

/** The definition of {@link normaliseNumber}. The fast way must agree with it on every text. */
export const normaliseNumberByDefinition = (text: string): string => text.replace(DROPPED, "").toUpperCase()

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57

/** Whether every unit is an ASCII digit; so is an empty text. */
const isDigits = (text: string): boolean => {
  for (let index = 0; index < text.length; index++) if (!isDigit(text.charCodeAt(index))) return false
  return true
}

const isAsciiWhiteSpace = (unit: number): boolean => unit === 32 || (unit >= 9 && unit <= 13)

/**
 * A document number in one spelling: without white space, dots and dashes (Unicode's `Dash`), upper case. A NIT keeps its
 * check digit as the last digit.
 *
 * @see 3-rules: normalisation, fine print 15
 */
export const normaliseNumber = (text: string): string => {
  if (isDigits(text)) return text
  let kept = ""
  let start = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (isDigit(unit)) continue
    if (unit !== 46 && unit !== 45 && !isAsciiWhiteSpace(unit)) return normaliseNumberByDefinition(text)
    if (index > start) kept += text.slice(start, index)
    start = index + 1
  }
  return start < text.length ? kept + text.slice(start) : kept
}

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
 * @see 3-rules: `document-invalid`
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

/** What is wrong with a number already normalised, of a type that is given. */
const problemOf = (type: string, number: string): DocumentProblem | undefined => {
  switch (type) {
    case "CC":
      return isDigitsBetween(number, 3, 10) && number.charCodeAt(0) !== 48 ? undefined : "shape"
    case "TI":
      return isDigitsBetween(number, 10, 11) ? undefined : "shape"
    case "CE":
      return isDigitsBetween(number, 3, 10) ? undefined : "shape"
    case "NIT":
      if (!isDigitsBetween(number, 8, 11)) return "shape"
      return checkDigitOf(number, number.length - 1) === number.charCodeAt(number.length - 1) - 48 ? undefined : "check-digit"
    case "PA":
      return number.length >= 5 && number.length <= 16 && isLettersOrDigits(number) ? undefined : "shape"
    case "PPT":
      return isDigitsBetween(number, 4, 10) ? undefined : "shape"
    default:
      return BLANK.test(type) ? "type-missing" : "type-unknown"
  }
}

/** Whether nothing is given: no text, or white space only. */
const isAbsent = (text: string | undefined): text is undefined =>
  text === undefined || text.length === 0 || (!(text.charCodeAt(0) > 32 && text.charCodeAt(0) < 128) && BLANK.test(text))

/**
 * What is wrong with a document, `undefined` where nothing is or no number is given. The type is never guessed: a number
 * without one is wrong.
 *
 * @see 3-rules: `document-invalid`
 */
export const problem = (type: string | undefined, number: string | undefined): DocumentProblem | undefined =>
  isAbsent(number) ? undefined : type === undefined ? "type-missing" : problemOf(type, normaliseNumber(number))

/**
 * The key by which documents are compared, `type:number` with the number normalised: `undefined` where no number is given,
 * `""` where one is and does not fit its type.
 *
 * @see 3-rules: fine print 2
 */
export const documentKey = (type: string | undefined, number: string | undefined): string | undefined => {
  if (isAbsent(number)) return undefined
  if (type === undefined) return ""
  const normalised = normaliseNumber(number)
  return problemOf(type, normalised) === undefined ? `${type}:${normalised}` : ""
}
