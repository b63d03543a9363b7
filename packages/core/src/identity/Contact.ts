/**
 * How a person is reached (*Contacto*): phones and e-mails, and the keys by which two of them are the same.
 *
 * @example
 * ```ts run
 * import { Contact } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * // Two ways to write one phone have one key.
 * assert.equal(Contact.phoneKey("310 200 0001"), "+573102000001")
 * assert.equal(Contact.phoneKey("(+57) 310-2000001"), "+573102000001")
 * assert.equal(Contact.phoneKey("310 12"), "")
 * assert.equal(Contact.emailKey(" Luz.Pena@Gmail.com "), "luz.pena@gmail.com")
 * ```
 */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/core"
import * as DisposableDomains from "./DisposableDomains.ts"
import * as Hash from "./internal/Hash.ts"
import { phoneMetadata } from "./internal/PhoneMetadataList.ts"
import * as WrittenContact from "./internal/WrittenContact.ts"
import * as WrittenText from "./WrittenText.ts"

// ---------------------------------------------------------------------------------------------------------- phones

/** No phone is given, in {@link phoneDigits}. */
export const PHONE_ABSENT = -1
/** A phone is given and is not a valid number, in {@link phoneDigits}. */
export const PHONE_INVALID = 0

/** The precheck can't tell: the library must be asked. */
const UNDECIDED = -2

const COLOMBIA = 57

/** What the first three digits of a Colombian number of ten say of it. */
const PREFIX_INVALID = 0
const PREFIX_VALID = 1
const PREFIX_UNDECIDED = 2
/** Valid where the fourth digit is at least 1, invalid otherwise. */
const PREFIX_VALID_FROM_ONE = 3
/** Valid where the fourth digit is at least 2, invalid otherwise. */
const PREFIX_VALID_FROM_TWO = 4

const prefixes = new Uint8Array(1000).fill(PREFIX_INVALID)

const setPrefixes = (from: number, to: number, verdict: number): void => {
  prefixes.fill(verdict, from, to + 1)
}

// Derived from the library's Colombian patterns. Contact.test.ts compares every prefix with the library, and names the
// metadata that this was read from.
setPrefixes(300, 305, PREFIX_VALID)
setPrefixes(310, 323, PREFIX_VALID)
setPrefixes(324, 324, PREFIX_VALID_FROM_ONE)
setPrefixes(330, 330, PREFIX_UNDECIDED)
setPrefixes(333, 333, PREFIX_UNDECIDED)
setPrefixes(350, 351, PREFIX_VALID)
setPrefixes(370, 370, PREFIX_VALID)
setPrefixes(601, 601, PREFIX_UNDECIDED)
setPrefixes(602, 602, PREFIX_VALID_FROM_TWO)
setPrefixes(604, 607, PREFIX_VALID_FROM_TWO)
setPrefixes(608, 608, PREFIX_VALID_FROM_ONE)
// 9408 mobile, 901 premium.
setPrefixes(901, 901, PREFIX_UNDECIDED)
setPrefixes(940, 940, PREFIX_UNDECIDED)

/** Powers of ten, to take a number apart by its digits. */
const POWERS = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent)

/** E.164 digits of a Colombian national number without leading zero, {@link PHONE_INVALID} or {@link UNDECIDED}. */
const judgeNational = (national: number, digits: number): number => {
  if (digits === 10) {
    const prefix = Math.floor(national / 1e7)
    const verdict = prefixes[prefix]!
    if (verdict === PREFIX_INVALID) return PHONE_INVALID
    const e164 = COLOMBIA * 1e10 + national
    if (verdict === PREFIX_VALID) return e164
    const fourth = Math.floor(national / 1e6) - 10 * prefix
    // Bogotá's 601 is open below 2 only in its odd ranges: 6010 and nothing else is left to the library.
    if (verdict === PREFIX_UNDECIDED) return prefix === 601 && fourth > 0 ? e164 : UNDECIDED
    return fourth >= (verdict === PREFIX_VALID_FROM_ONE ? 1 : 2) ? e164 : PHONE_INVALID
  }
  // Eight digits: only 46…; eleven: only the toll-free and premium numbers, 1….
  if (digits === 8) return Math.floor(national / 1e7) === 4 ? UNDECIDED : PHONE_INVALID
  if (digits === 11) return Math.floor(national / 1e10) === 1 ? UNDECIDED : PHONE_INVALID
  return PHONE_INVALID
}

/** Longest text that the precheck looks at; longer ones hold something that is not a phone. */
const LONGEST_PRECHECKED = 40

/**
 * Reads a phone without the library where the outcome is certain: ASCII digits among spaces, hyphens, dots, brackets and
 * slashes, national without a leading zero, or with 57 or +57 before that. Returns E.164 digits, {@link PHONE_ABSENT},
 * {@link PHONE_INVALID} or {@link UNDECIDED}.
 */
const precheck = (text: string): number => {
  const length = text.length
  if (length > LONGEST_PRECHECKED) return UNDECIDED
  let value = 0
  let digits = 0
  let leading = 0
  let hasBegun = false
  let isInternational = false
  let mayBeMore = false
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 48 && unit <= 57) {
      value = value * 10 + (unit - 48)
      if (++digits === 2) leading = value
      hasBegun = true
    } else if (unit === 32) continue
    else if (unit === 43) {
      // A plus is one only where nothing but blanks stands before it.
      if (hasBegun) return UNDECIDED
      hasBegun = isInternational = true
    } else if (unit === 46 || unit === 47) hasBegun = mayBeMore = true
    else if (unit === 45 || unit === 40 || unit === 41) hasBegun = true
    else return UNDECIDED
  }
  if (!hasBegun) return PHONE_ABSENT
  if (digits < 3 || digits > 15 || leading < 10) return UNDECIDED
  if (leading !== COLOMBIA && isInternational) return UNDECIDED
  const nationalDigits = leading === COLOMBIA ? digits - 2 : digits
  const national = leading === COLOMBIA ? value - COLOMBIA * POWERS[nationalDigits]! : value
  if (national < POWERS[nationalDigits - 1]!) return UNDECIDED
  const judged = judgeNational(national, nationalDigits)
  // A slash may separate two numbers, and a dot may begin the `.0` of a spreadsheet.
  return judged === PHONE_INVALID && mayBeMore ? UNDECIDED : judged
}

/** The country of a number that names none, where the policy does not say otherwise. */
export const DEFAULT_COUNTRY = "CO"

/** Whether a text is the code of a country whose numbers can be read, as `CO`. */
export const isPhoneCountry = (code: string): boolean => isSupportedCountry(code as CountryCode, phoneMetadata)

/** What the library says of a number without anything around it: E.164 or `""`. */
const keyByLibrary = (candidate: string, country: string): string => {
  const phone = parsePhoneNumberFromString(candidate.trim(), { defaultCountry: country as CountryCode, extract: false }, phoneMetadata)
  return phone !== undefined && phone.isValid() ? phone.number : ""
}

const firstKey = (texts: Iterable<string>, keyOf: (text: string) => string): string => {
  for (const text of texts) {
    const key = keyOf(text)
    if (key !== "") return key
  }
  return ""
}

/**
 * The definition of {@link phoneKey}: what the library says of the first number in the text that is valid. The precheck must
 * agree with it on every text.
 */
export const phoneKeyByLibrary = (text: string, country: string = DEFAULT_COUNTRY): string | undefined => {
  const cleaned = WrittenText.clean(text)
  return cleaned === "" ? undefined : firstKey(WrittenContact.phones(cleaned), (candidate) => keyByLibrary(candidate, country))
}

/** As the definition, asking the precheck first. */
const phoneKeySlowly = (text: string, country: string): string | undefined => {
  const cleaned = WrittenText.clean(text)
  if (cleaned === "") return undefined
  return firstKey(WrittenContact.phones(cleaned), (candidate) => {
    const decided = country === DEFAULT_COUNTRY ? precheck(candidate) : UNDECIDED
    return decided === UNDECIDED ? keyByLibrary(candidate, country) : decided > 0 ? `+${decided}` : ""
  })
}

/**
 * What came of short texts that the precheck left undecided: made-up numbers repeat. Only texts of up to twelve
 * units are kept, since the engine cuts longer ones out of their file without copying, and a kept one would hold the file.
 */
const remembered = new Map<string, string | undefined>()
const REMEMBERED_LIMIT = 4096
const REMEMBERED_LENGTH = 12

const readPhone = (text: string, country: string): string | undefined => {
  if (text.length > REMEMBERED_LENGTH || country !== DEFAULT_COUNTRY) return phoneKeySlowly(text, country)
  let key = remembered.get(text)
  if (key === undefined) {
    key = phoneKeySlowly(text, country)
    if (remembered.size >= REMEMBERED_LIMIT) remembered.clear()
    remembered.set(text, key)
  }
  return key
}

const lanes = new Uint32Array(2)

/** Numbers of more digits than E.164 allows, which some plans of the library's have: a hash, below every other value. */
const hashOfLongNumber = (e164: string): number => {
  Hash.hashInto(e164, lanes)
  return -3 - ((lanes[0]! & 0xfffff) * 2 ** 32 + lanes[1]!)
}

/**
 * The same as {@link phoneKey} as a number, for columns: {@link PHONE_ABSENT}, {@link PHONE_INVALID}, or the E.164 digits as
 * a safe integer (573001234567). A number of more than 15 digits is a negative 52 bit hash of its key, below -2.
 */
export const phoneDigits = (text: string | undefined, country: string = DEFAULT_COUNTRY): number => {
  if (text === undefined) return PHONE_ABSENT
  const decided = country === DEFAULT_COUNTRY ? precheck(text) : UNDECIDED
  if (decided !== UNDECIDED) return decided
  const key = readPhone(text, country)
  if (key === undefined) return PHONE_ABSENT
  if (key === "") return PHONE_INVALID
  return key.length <= 16 ? Number(key.slice(1)) : hashOfLongNumber(key)
}

/**
 * The key by which phones are compared, E.164 (`+573001234567`): `undefined` where none is given, `""` where one is given
 * and is no valid number. A number that names no country is of `country`, an ISO 3166-1 code.
 *
 * Labels, remarks in parentheses, extensions and invisible characters are read past; of several numbers the first valid one counts.
 */
export const phoneKey = (text: string | undefined, country: string = DEFAULT_COUNTRY): string | undefined => {
  if (text === undefined) return undefined
  const decided = country === DEFAULT_COUNTRY ? precheck(text) : UNDECIDED
  if (decided === UNDECIDED) return readPhone(text, country)
  if (decided === PHONE_ABSENT) return undefined
  if (decided === PHONE_INVALID) return ""
  // Ten units with ten digits are the digits; thirteen that begin with a plus are the key already.
  if (text.length === 10) return "+57" + text
  if (text.length === 13 && text.charCodeAt(0) === 43) return text
  return "+" + decided
}

/**
 * Whether seven digits are all equal, or one ascending or descending run. A run doesn't wrap from 9 to 0.
 *
 * @param lastSeven 0 to 9999999
 */
const isImplausibleEnding = (lastSeven: number): boolean => {
  const last = lastSeven % 10
  let rest = Math.floor(lastSeven / 10)
  // A step of two or more leaves the ten digits before the seventh.
  const step = (rest % 10) - last
  let expected = last
  for (let digit = 1; digit < 7; digit++) {
    expected += step
    if (rest % 10 !== expected) return false
    rest = Math.floor(rest / 10)
  }
  return true
}

/** As {@link isImplausiblePhone}, of the value of {@link phoneDigits}; an absent, invalid or over-long phone is not. */
export const isImplausiblePhoneDigits = (digits: number): boolean => digits >= 1e6 && isImplausibleEnding(digits % 1e7)

/**
 * Whether a valid phone looks made up: its last seven digits are all equal, or one ascending or descending run.
 *
 * @param e164 a key of {@link phoneKey}
 */
export const isImplausiblePhone = (e164: string): boolean => {
  const end = e164.length
  if (end < 8) return false
  let lastSeven = 0
  for (let index = end - 7; index < end; index++) lastSeven = lastSeven * 10 + (e164.charCodeAt(index) - 48)
  return isImplausibleEnding(lastSeven)
}

// ---------------------------------------------------------------------------------------------------------- e-mails

const LONGEST_EMAIL = 254

/** `local@domain.tld`: parts between dots are not empty and hold neither white space nor `@`; the tld is letters. */
const EMAIL = /^[^\s@.]+(?:\.[^\s@.]+)*@(?:[^\s@.]+\.)+\p{L}{2,}$/u

const charactersOf = (text: string): number => {
  let characters = 0
  for (const _ of text) characters++
  return characters
}

/** The key of one address without anything around it, or `""`. */
const addressKey = (candidate: string): string => {
  const key = candidate.trim().toLowerCase()
  // Two units a character at most: a longer text need not be looked at.
  if (key.length > 2 * LONGEST_EMAIL || charactersOf(key) > LONGEST_EMAIL) return ""
  return EMAIL.test(key) ? key : ""
}

/**
 * The key by which e-mails are compared, trimmed and in lower case: `undefined` where none is given, `""` where one is given
 * and is not `local@domain.tld`. A tld is two or more Unicode letters, a character is a code point (our assumptions).
 *
 * `mailto:` and invisible characters are read past, `Name <a@b.co>` is `a@b.co`; of several addresses the first valid one counts.
 */
export const emailKey = (text: string | undefined): string | undefined => {
  if (text === undefined || WrittenText.withoutFormatCharacters(text).trim() === "") return undefined
  return firstKey(WrittenContact.emails(text), addressKey)
}

/** The domain of an e-mail's key. */
export const emailDomain = (key: string): string => key.slice(key.lastIndexOf("@") + 1)

/**
 * Whether a domain, in lower case, is on the kept list of disposable-mail domains; its subdomains are not.
 */
export const isDisposable = (domain: string): boolean => DisposableDomains.has(domain)

/** Whether an e-mail's key is of a disposable domain. */
export const isDisposableEmail = (key: string): boolean => isDisposable(emailDomain(key))
