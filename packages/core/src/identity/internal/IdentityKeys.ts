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

const SIEVE_BITS = 1 << 16

/** A set of keys. A sieve answers almost every question about a key that is not in it. */
export class KeySet {
  private readonly sieve = new Uint8Array(SIEVE_BITS)
  private readonly known = [new Set<string>(), new Set<string>(), new Set<string>()]

  add(keys: Keys): void {
    for (let kind = 0; kind < 3; kind++) {
      if ((keys[kind * 2]! | keys[kind * 2 + 1]!) === 0) continue
      this.sieve[placeOf(keys, kind)] = 1
      this.known[kind]!.add(`${keys[kind * 2]} ${keys[kind * 2 + 1]}`)
    }
  }

  /** Whether one of the three keys is in the set as a key of its kind. */
  hasAny(keys: Keys): boolean {
    for (let kind = 0; kind < 3; kind++) {
      if (this.sieve[placeOf(keys, kind)] === 1 && this.known[kind]!.has(`${keys[kind * 2]} ${keys[kind * 2 + 1]}`)) return true
    }
    return false
  }
}

const placeOf = (keys: Keys, kind: number): number => {
  const mixed = Math.imul(keys[kind * 2]! ^ (kind + 1), 0x9e3779b1)
  return (mixed ^ (mixed >>> 16)) & (SIEVE_BITS - 1)
}
