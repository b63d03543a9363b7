/**
 * The rules about texts on bytes: names, phones, e-mails, documents and notes, judged where they stand in the block. A text
 * with letters beyond Latin-1 is made a string and judged by regular expressions.
 */
import * as Contact from "@crm-procedure/core/identity/Contact"
import { parsePhoneNumberFromString } from "libphonenumber-js/max"
import * as Rows from "./ByteRows.ts"

const MARKS = /\p{M}+/gu
const OTHERS = /[^\p{L}\p{N}]+/gu
const fold = (text: string): string => text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(OTHERS, " ")

/** Of each Latin-1 character: what it folds to (0 nothing, 32 a separator), SLOW where that is more than one byte. */
const SLOW = 1
const folds = new Uint8Array(256)
const letters = new Uint8Array(256)
for (let code = 0; code < 256; code++) {
  const character = String.fromCharCode(code)
  const folded = fold(character)
  folds[code] = folded === "" ? 0 : folded.length > 1 || folded.charCodeAt(0) > 255 ? SLOW : folded.charCodeAt(0)
  letters[code] = /\p{L}/u.test(character) ? 1 : /\p{N}/u.test(character) ? 2 : 0
}

/** Unpacks a cell's UTF-8 into Latin-1 codes; answers with their number, or −1 where there are others. */
const codes = new Uint8Array(1 << 16)
const unpack = (slot: number): number => {
  const { bytes } = Rows
  const to = Rows.ends[slot]!
  let count = 0
  for (let at = Rows.starts[slot]!; at < to; at++) {
    const byte = bytes[at]!
    if (byte < 0x80) codes[count++] = byte
    else if (byte === 0xc2 || byte === 0xc3) codes[count++] = ((byte & 3) << 6) | (bytes[++at]! & 0x3f)
    else return -1
  }
  return count
}

// ------------------------------------------------------------------------------------------------------------ names

const PLACEHOLDERS = new Set(["prueba", "test", "demo", "xxx", "asdf", "nn", "na", "ninguno"])
const longestPlaceholder = 7
const form = new Uint8Array(1 << 16)

const isNameIncompleteSlowly = (name: string, isNit: boolean): boolean => {
  let counting = 0
  for (const word of name.split(/\s+/u)) {
    if ((isNit ? /[\p{L}\p{N}].*[\p{L}\p{N}]/u : /\p{L}.*\p{L}/u).test(word)) counting++
    const folded = fold(word).replaceAll(" ", "")
    if (PLACEHOLDERS.has(folded) || /^(\p{L})\1{2,}$/u.test(folded)) return true
  }
  return counting < (isNit ? 1 : 2)
}

export const isNameIncomplete = (slot: number, isNit: boolean): boolean => {
  if (Rows.isEmpty(slot)) return true
  const count = unpack(slot)
  if (count < 0) return isNameIncompleteSlowly(Rows.text(slot), isNit)
  let counting = 0
  let counted = 0
  let size = 0
  let isOneLetter = true
  for (let at = 0; at <= count; at++) {
    const code = at < count ? codes[at]! : 32
    if (code <= 32 || code === 0xa0) {
      if (counted >= 2) counting++
      if (size > 2 && isOneLetter) return true
      if (size > 0 && size <= longestPlaceholder && PLACEHOLDERS.has(String.fromCharCode.apply(null, form.subarray(0, size) as unknown as Array<number>))) return true
      counted = size = 0
      isOneLetter = true
      continue
    }
    const letter = letters[code]!
    if (letter === 1 || (isNit && letter === 2)) counted++
    const folded = folds[code]!
    if (folded === SLOW) return isNameIncompleteSlowly(Rows.text(slot), isNit)
    if (folded <= 32) continue
    if (size > 0 && folded !== form[0] || letter === 2) isOneLetter = false
    form[size++] = folded
  }
  return counting < (isNit ? 1 : 2)
}

// ----------------------------------------------------------------------------------------------------------- phones

export const ABSENT = -1
export const INVALID = 0

const libraryPhones = new Map<string, number>()
const askLibrary = (text: string): number => {
  let digits = libraryPhones.get(text)
  if (digits === undefined) {
    const phone = parsePhoneNumberFromString(text, { defaultCountry: "CO", extract: false })
    digits = phone?.isValid() === true ? Number(phone.number.slice(1)) : INVALID
    libraryPhones.set(text, digits)
  }
  return digits
}

/** E.164 digits: a mobile number of Colombia written plainly here, any other by the library. */
export const phone = (slot: number): number => {
  if (Rows.isEmpty(slot)) return ABSENT
  const { bytes } = Rows
  const from = Rows.starts[slot]!
  const to = Rows.ends[slot]!
  let value = 0
  let digits = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (byte >= 48 && byte <= 57) {
      value = value * 10 + byte - 48
      digits++
    } else if (byte !== 32 && byte !== 45 && byte !== 46 && byte !== 40 && byte !== 41 && !(byte === 43 && at === from)) return askLibrary(Rows.text(slot))
  }
  const hasPlus = bytes[from] === 43
  if (digits === 12 && value >= 57e10 && value < 58e10) value -= 57e10
  else if (digits !== 10 || hasPlus) return askLibrary(Rows.text(slot))
  const prefix = Math.floor(value / 1e7)
  const isMobile = (prefix >= 300 && prefix <= 305) || (prefix >= 310 && prefix <= 323) || prefix === 350 || prefix === 351
  return isMobile ? 57e10 + value : askLibrary(Rows.text(slot))
}

export const isImplausible = (digits: number): boolean => {
  let rest = Math.floor(digits / 10)
  let last = digits % 10
  const step = rest % 10 - last
  if (step < -1 || step > 1) return false
  for (let i = 0; i < 6; i++) {
    if (rest % 10 - last !== step) return false
    last = rest % 10
    rest = Math.floor(rest / 10)
  }
  return true
}

// ---------------------------------------------------------------------------------------------------------- e-mails

const EMAIL = /^[^\s@.]+(?:\.[^\s@.]+)*@(?:[^\s@.]+\.)+\p{L}{2,}$/u

/** Whether the e-mail judged last is of a disposable domain: asked once for each domain. */
export let isDisposable = false
const disposableByDomain = new Map<number, boolean>()

const emailSlowly = (text: string): number => {
  const lower = text.toLowerCase()
  if ([...lower].length > 254 || !EMAIL.test(lower)) return INVALID
  isDisposable = Contact.isDisposable(lower.slice(lower.indexOf("@") + 1))
  Rows.begin(1)
  for (const byte of Buffer.from(lower)) Rows.add(byte)
  return Rows.key()
}

/** A key of the e-mail in lower case. */
export const email = (slot: number): number => {
  isDisposable = false
  if (Rows.isEmpty(slot)) return ABSENT
  const { bytes } = Rows
  const from = Rows.starts[slot]!
  const to = Rows.ends[slot]!
  let sign = -1
  let partStart = from
  let isTld = true
  let isWrong = to - from > 254
  Rows.begin(1)
  for (let at = from; at < to; at++) {
    let byte = bytes[at]!
    if (byte >= 0x80) return emailSlowly(Rows.text(slot))
    if (byte >= 65 && byte <= 90) byte += 32
    Rows.add(byte)
    if (byte >= 97 && byte <= 122) continue
    if (byte === 46 || byte === 64) {
      if (at === partStart || (byte === 64 && sign >= 0)) isWrong = true
      if (byte === 64) sign = at
      partStart = at + 1
      isTld = true
    } else {
      if (byte <= 32) isWrong = true
      isTld = false
    }
  }
  if (isWrong || sign < 0 || partStart === sign + 1 || !isTld || to - partStart < 2) return INVALID
  const key = Rows.key()
  Rows.begin(9)
  for (let at = sign + 1; at < to; at++) Rows.add(bytes[at]! | 32)
  const domain = Rows.key()
  let disposable = disposableByDomain.get(domain)
  if (disposable === undefined) {
    disposable = Contact.isDisposable(bytes.toString("latin1", sign + 1, to).toLowerCase())
    disposableByDomain.set(domain, disposable)
  }
  isDisposable = disposable
  return key
}

// -------------------------------------------------------------------------------------------------------- documents

export const NIT = 3
const documentTypes = Rows.ascii("CC", "TI", "CE", "NIT", "PA", "PPT")
const WEIGHTS = Uint8Array.of(3, 7, 13, 17, 19, 23, 29, 37, 41, 43)

const writtenDocumentTypes: ReadonlyMap<string, number> = new Map([["cedula", 0]])

export const documentType = (slot: number): number => Rows.placeAmong(slot, documentTypes, writtenDocumentTypes)

/** A key of type and number. */
export const document = (slot: number, type: number): number => {
  if (Rows.isEmpty(slot)) return ABSENT
  const { bytes } = Rows
  const to = Rows.ends[slot]!
  let count = 0
  let hasLetters = false
  let hasOthers = false
  for (let at = Rows.starts[slot]!; at < to; at++) {
    let byte = bytes[at]!
    if (byte >= 48 && byte <= 57) codes[count++] = byte
    else if (byte === 46 || byte === 45 || byte <= 32) continue
    else if (byte >= 0x80) {
      const plain = Buffer.from(Rows.text(slot).replace(/[\s.\p{Dash}]+/gu, "").toUpperCase())
      count = plain.copy(codes)
      hasLetters = plain.some((one) => one >= 65 && one <= 90)
      hasOthers = plain.some((one) => !(one >= 48 && one <= 57) && !(one >= 65 && one <= 90))
      break
    } else {
      if (byte >= 97 && byte <= 122) byte -= 32
      if (byte >= 65 && byte <= 90) hasLetters = true
      else hasOthers = true
      codes[count++] = byte
    }
  }
  if (hasOthers || (hasLetters && type !== 4)) return INVALID
  switch (type) {
    case 0:
      if (count < 3 || count > 10 || codes[0] === 48) return INVALID
      break
    case 1:
      if (count < 10 || count > 11) return INVALID
      break
    case 2:
      if (count < 3 || count > 10) return INVALID
      break
    case NIT: {
      if (count < 8 || count > 11) return INVALID
      let sum = 0
      for (let i = 0; i < count - 1; i++) sum += (codes[i]! - 48) * WEIGHTS[count - 2 - i]!
      const remainder = sum % 11
      if (codes[count - 1]! - 48 !== (remainder < 2 ? remainder : 11 - remainder)) return INVALID
      break
    }
    case 4:
      if (count < 5 || count > 16) return INVALID
      break
    case 5:
      if (count < 4 || count > 10) return INVALID
      break
    default:
      return INVALID
  }
  Rows.begin(2 + type)
  for (let i = 0; i < count; i++) Rows.add(codes[i]!)
  return Rows.key()
}

// ------------------------------------------------------------------------------------------------------------ notes

/** Of the note judged last: the characters and words of its comparison form. */
export let noteCharacters = 0
export let noteWords = 0

/** A key of the note's comparison form, 0 where that is empty. */
export const note = (slot: number): number => {
  noteCharacters = 0
  noteWords = 0
  const count = unpack(slot)
  let isSlow = count < 0
  let inWord = false
  Rows.begin(20)
  for (let at = 0; at < count; at++) {
    const folded = folds[codes[at]!]!
    if (folded === SLOW) {
      isSlow = true
      break
    }
    if (folded === 32) inWord = false
    else if (folded > 32) {
      if (!inWord) {
        inWord = true
        if (noteWords++ > 0) {
          Rows.add(32)
          noteCharacters++
        }
      }
      Rows.add(folded)
      noteCharacters++
    }
  }
  if (isSlow) {
    const form = fold(Rows.text(slot)).trim()
    noteCharacters = [...form].length
    noteWords = form === "" ? 0 : form.split(" ").length
    Rows.begin(20)
    // Forms that fit Latin-1 must get the same key here as above.
    for (const character of form) {
      const code = character.codePointAt(0)!
      if (code < 256) Rows.add(code)
      else for (const byte of Buffer.from(character)) Rows.add(byte)
    }
  }
  return noteCharacters === 0 ? 0 : Rows.key()
}
