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
    return `The secret for erasures has ${this.foundBytes} bytes, expected ${LEAST_SECRET_BYTES} or more. Make one at random and keep it: without it, erased people are no longer recognised.`
  }
}

/** Bytes that a secret has at least. */
export const LEAST_SECRET_BYTES = 32

/** A dealership's key for erasures: the keys of its secrets, the first secret's first. Neither printed nor serialised. */
export interface Key {
  readonly chain: ReadonlyArray<Uint32Array>
}

const wordsOf = (secret: string | Uint8Array): Result.Result<Uint32Array, ErasureSecretTooShort> => {
  const bytes = typeof secret === "string" ? new TextEncoder().encode(secret) : secret
  if (bytes.length < LEAST_SECRET_BYTES) return Result.fail(new ErasureSecretTooShort({ foundBytes: bytes.length }))
  const { buffer, byteOffset } = Sha256.hmac(bytes, "crm-procedure erasure 1")
  const derived = new DataView(buffer, byteOffset)
  return Result.succeed(Uint32Array.from([0, 4, 8, 12], (at) => derived.getUint32(at, true)))
}

/**
 * Makes a key of a secret of 32 random bytes or more (a text counts as UTF-8). When the secret changes, `former` names the secrets
 * before it, the first one first: a keyed hash is then the newer key's hash of the former key's. A stored hash can be brought up to
 * the new secret without the value that it was made of, and a former secret alone is of no use any more.
 *
 * Lost, erased records keep their verdicts and are not recognised any more. The same happens when the secret changes without `former`.
 */
export const key = (secret: string | Uint8Array, former: ReadonlyArray<string | Uint8Array> = []): Result.Result<Key, ErasureSecretTooShort> =>
  Result.map(Result.all([...former, secret].map(wordsOf)), (chain) => Object.defineProperty({ chain }, "chain", { enumerable: false }))

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

const hashLanes = ({ chain }: Key, tag: number, lanes: Uint32Array, at: number, first = 0): void => {
  for (let link = first; link < chain.length; link++) KeyedHash.hashLanes(chain[link]!, tag, lanes, at)
}

/** Tells one key from another without telling the key. */
export const fingerprint = (key: Key): string => {
  const lanes = Uint32Array.of(1, 1)
  hashLanes(key, FINGERPRINT, lanes, 0)
  return hex(lanes[0]!) + hex(lanes[1]!)
}

/** Hashes the three keys at a place of a column of keys, in place; absent keys stay absent. */
export const hashKeys = (key: Key, keys: Uint32Array, at = 0): void => {
  for (let kind = 0; kind < 3; kind++) hashLanes(key, kind, keys, at + kind * 2)
}

/** Hashes a note's fingerprint at a place, in place; the fingerprint of no note stays as it is. */
export const hashNote = (key: Key, fingerprints: Uint32Array, at = 0): void => hashLanes(key, NOTE, fingerprints, at)

/** Writes hashes of a key: their form, how many secrets made them where it is more than one, and the hashes. */
export const writeLanes = ({ chain }: Key, lanes: Uint32Array): string => {
  let text = chain.length === 1 ? FORM : `${FORM}.${chain.length}`
  for (let at = 0; at < lanes.length; at += 2) text += (lanes[at]! | lanes[at + 1]!) === 0 ? ":" : `:${hex(lanes[at]!)}${hex(lanes[at + 1]!)}`
  return text
}

const WRITTEN = /^1(?:\.([2-9]|[1-9][0-9]))?$/

/** How many secrets made the hashes of a form; undefined where the form is another one. */
const secretsOf = (form: string | undefined): number | undefined => {
  const found = WRITTEN.exec(form ?? "")
  return found === null ? undefined : Number(found[1] ?? 1)
}

/**
 * Reads what {@link writeLanes} wrote, and brings hashes of former secrets up to the key; lanes of anything else are none. `tags`:
 * what each hash is.
 */
const readLanes = (text: string | undefined, lanes: Uint32Array, tags: ReadonlyArray<number>, key: Key | undefined): void => {
  const [form, ...hashes] = (text ?? "").split(":")
  const secrets = secretsOf(form)
  for (let at = 0; at < lanes.length; at += 2) {
    const hash = secrets !== undefined && /^[0-9a-f]{16}$/.test(hashes[at / 2] ?? "") ? hashes[at / 2]! : "0"
    lanes[at] = Number.parseInt(hash.slice(0, 8), 16)
    lanes[at + 1] = hash === "0" ? 0 : Number.parseInt(hash.slice(8), 16)
    if (key !== undefined && secrets !== undefined) hashLanes(key, tags[at / 2]!, lanes, at, secrets)
  }
}

const KEY_TAGS = [0, 1, 2]
const NOTE_TAGS = [NOTE]

/** The keyed hashes of an erased prospect, as lanes, as the key makes them. Without the key they are as they were written. */
export const keysOf = (prospect: { readonly keyHashes?: string | undefined }, key?: Key): IdentityKeys.Keys => {
  const keys = new Uint32Array(IdentityKeys.LANES)
  readLanes(prospect.keyHashes, keys, KEY_TAGS, key)
  return keys
}

/** The keyed hash of an erased activity's note, as lanes; see {@link keysOf}. */
export const noteOf = (activity: { readonly noteHash?: string | undefined }, key?: Key): Uint32Array => {
  const lanes = new Uint32Array(2)
  readLanes(activity.noteHash, lanes, NOTE_TAGS, key)
  return lanes
}

/** Whether written hashes were made by fewer secrets than the key has. */
const isBehind = (text: string, { chain }: Key): boolean => (secretsOf(text.split(":", 1)[0]) ?? chain.length) < chain.length

/** Written hashes of keys as the key makes them; the same text where it is as the key makes it. */
export const renewedKeys = (keyHashes: string, key: Key): string => isBehind(keyHashes, key) ? writeLanes(key, keysOf({ keyHashes }, key)) : keyHashes

/** The written hash of a note as the key makes it. */
export const renewedNote = (noteHash: string, key: Key): string => isBehind(noteHash, key) ? writeLanes(key, noteOf({ noteHash }, key)) : noteHash
