/**
 * The keys by which a customer or an employee is recognised: phone, e-mail and document, each as 64 bits in two lanes. An
 * absent or invalid value is no key: both its lanes are zero. A phone's lanes are the digits of its E.164 form.
 */
import * as Contact from "../Contact.ts"
import * as Document from "../Document.ts"
import * as Hash from "./Hash.ts"

/** Lanes of phone (0, 1), e-mail (2, 3) and document (4, 5). */
export type Keys = Uint32Array

export const LANES = 6

/** A phone's number is cut into two lanes here. */
const PHONE_LANE = 0x100000000

const lanes = new Uint32Array(2)

/** Writes a phone's key; `digits` as `Contact.phoneDigits` answers them. */
export const setPhone = (keys: Keys, digits: number): void => {
  const isKey = digits !== Contact.PHONE_ABSENT && digits !== Contact.PHONE_INVALID
  keys[0] = isKey ? digits % PHONE_LANE : 0
  keys[1] = isKey ? Math.floor(digits / PHONE_LANE) : 0
}

/** Writes a text's key at a lane; `undefined` and the empty text are none. */
export const setText = (keys: Keys, lane: number, text: string | undefined): void => {
  if (text === undefined || text === "") {
    keys[lane] = 0
    keys[lane + 1] = 0
  } else {
    Hash.hashInto(text, lanes)
    keys[lane] = lanes[0]!
    keys[lane + 1] = lanes[1]!
  }
}

/** The keys of a person's contact. A phone that names no country is of `phoneCountry`. */
export const of = (contact: {
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly documentType?: string | undefined
  readonly documentNumber?: string | undefined
}, phoneCountry: string = Contact.DEFAULT_COUNTRY): Keys => {
  const keys = new Uint32Array(LANES)
  setPhone(keys, Contact.phoneDigits(contact.phone, phoneCountry))
  setText(keys, 2, Contact.emailKey(contact.email))
  setText(keys, 4, Document.documentKey(contact.documentType, contact.documentNumber))
  return keys
}

/** Whether two people share a phone, an e-mail or a document. */
export const sharesOne = (one: Keys, other: Keys): boolean => {
  for (let at = 0; at < LANES; at += 2) {
    if ((one[at]! | one[at + 1]!) !== 0 && one[at] === other[at] && one[at + 1] === other[at + 1]) return true
  }
  return false
}

/** A set of keys. */
export class KeySet {
  /** Of each kind: the first lane's value, and the second lanes that stand beside it. */
  private readonly known = [0, 1, 2].map(() => new Map<number, Array<number>>())

  add(keys: Keys): void {
    this.known.forEach((seconds, kind) => {
      const [first, second] = [keys[kind * 2]!, keys[kind * 2 + 1]!]
      if ((first | second) === 0) return
      const beside = seconds.get(first)
      if (beside === undefined) seconds.set(first, [second])
      else beside.push(second)
    })
  }

  /** Whether one of the three keys is in the set as a key of its kind. Absent keys are never in it. */
  hasAny(keys: Keys): boolean {
    for (let kind = 0; kind < 3; kind++) {
      if (this.known[kind]!.get(keys[kind * 2]!)?.includes(keys[kind * 2 + 1]!) === true) return true
    }
    return false
  }
}
