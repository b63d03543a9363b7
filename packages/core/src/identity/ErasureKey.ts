/**
 * The dealership's secret key for erasures, and the keyed hashes made with it. An erased record keeps keyed hashes instead of the
 * person's phone, e-mail, document and notes, so duplicates are still recognised.
 *
 * A keyed hash is SipHash-2-4 of the 64-bit key by which people and notes are compared.
 *
 * @see Ley 1581 de 2012, art. 8; docs/decisions/0010-erasure.md
 */
import * as Context from "effect/Context"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as IdentityKeys from "./internal/IdentityKeys.ts"
import * as KeyedHash from "./internal/KeyedHash.ts"
import * as Sha256 from "./internal/Sha256.ts"

/** The secret of a dealership's erasures is shorter than {@link LEAST_SECRET_BYTES}. */
export class ErasureSecretTooShort extends Schema.TaggedError<ErasureSecretTooShort>()("ErasureSecretTooShort", {
  foundBytes: Schema.Number
}) {
  override get message() {
    return `The secret for erasures has ${this.foundBytes} bytes, expected ${LEAST_SECRET_BYTES} or more. Make one at random and keep it: it can't be changed later.`
  }
}

/** Bytes that a secret has at least. */
export const LEAST_SECRET_BYTES = 32

/** A dealership's key for erasures. Neither printed nor serialised. */
export interface Key {
  readonly words: Uint32Array
}

/**
 * Makes a key of a secret of 32 random bytes or more (a text counts as UTF-8). Lost, erased records keep their verdicts and are
 * not recognised any more. The same happens when the secret changes.
 */
export const key = (secret: string | Uint8Array): Result.Result<Key, ErasureSecretTooShort> => {
  const bytes = typeof secret === "string" ? new TextEncoder().encode(secret) : secret
  if (bytes.length < LEAST_SECRET_BYTES) return Result.fail(new ErasureSecretTooShort({ foundBytes: bytes.length }))
  const { buffer, byteOffset } = Sha256.hmac(bytes, "crm-procedure erasure 1")
  const derived = new DataView(buffer, byteOffset)
  const words = Uint32Array.from([0, 4, 8, 12], (at) => derived.getUint32(at, true))
  return Result.succeed(Object.defineProperty({ words }, "words", { enumerable: false }))
}

/**
 * The dealerships' keys, by dealership; by default there is none. Provide it once, at the rim: all code that judges stored
 * records reads it, so erased records are recognised everywhere.
 */
export const KeyRing = Context.Reference<(dealership: string) => Key | undefined>("@crm-procedure/core/Erasure/KeyRing", {
  defaultValue: () => () => undefined
})

// ---------------------------------------------------------------------------------------------------------------------
// Keyed hashes
// ---------------------------------------------------------------------------------------------------------------------

/** What is hashed, as the hash's tag. A phone, an e-mail and a document are 0 to 2, in the order of their lanes. */
const NOTE = 3
const FINGERPRINT = 255

/** The form of the hashes as they are stored: another hash would be another number. */
const FORM = "1"

const hex = (lane: number): string => lane.toString(16).padStart(8, "0")

/** Tells one key from another without telling the key. */
export const fingerprint = ({ words }: Key): string => {
  const lanes = Uint32Array.of(1, 1)
  KeyedHash.hashLanes(words, FINGERPRINT, lanes, 0)
  return hex(lanes[0]!) + hex(lanes[1]!)
}

/** Hashes the three keys at a place of a column of keys, in place; absent keys stay absent. */
export const hashKeys = ({ words }: Key, keys: Uint32Array, at = 0): void => {
  for (let kind = 0; kind < 3; kind++) KeyedHash.hashLanes(words, kind, keys, at + kind * 2)
}

/** Hashes a note's fingerprint at a place, in place; the fingerprint of no note stays as it is. */
export const hashNote = ({ words }: Key, fingerprints: Uint32Array, at = 0): void => KeyedHash.hashLanes(words, NOTE, fingerprints, at)

export const writeLanes = (lanes: Uint32Array): string => {
  let text = FORM
  for (let at = 0; at < lanes.length; at += 2) text += (lanes[at]! | lanes[at + 1]!) === 0 ? ":" : `:${hex(lanes[at]!)}${hex(lanes[at + 1]!)}`
  return text
}

/** Reads what {@link writeLanes} wrote; lanes of anything else are none. */
const readLanes = (text: string | undefined, lanes: Uint32Array): void => {
  const [form, ...hashes] = (text ?? "").split(":")
  for (let at = 0; at < lanes.length; at += 2) {
    const hash = form === FORM && /^[0-9a-f]{16}$/.test(hashes[at / 2] ?? "") ? hashes[at / 2]! : "0"
    lanes[at] = Number.parseInt(hash.slice(0, 8), 16)
    lanes[at + 1] = hash === "0" ? 0 : Number.parseInt(hash.slice(8), 16)
  }
}

/** The keyed hashes of an erased prospect, as lanes. */
export const keysOf = (prospect: { readonly keyHashes?: string | undefined }): IdentityKeys.Keys => {
  const keys = new Uint32Array(IdentityKeys.LANES)
  readLanes(prospect.keyHashes, keys)
  return keys
}

/** The keyed hash of an erased activity's note, as lanes. */
export const noteOf = (activity: { readonly noteHash?: string | undefined }): Uint32Array => {
  const lanes = new Uint32Array(2)
  readLanes(activity.noteHash, lanes)
  return lanes
}
