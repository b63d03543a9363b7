/**
 * What is left of a person's records once they are erased (*supresión de datos personales*): no name, phone, e-mail, document
 * or free text, but what the rules said of them, and keyed hashes by which they are still recognised. So counts, verdicts and
 * duplicates stay true.
 *
 * A keyed hash is SipHash-2-4 of the 64 bit key by which the books compare people and notes; its secret is the dealership's.
 *
 * @see Ley 1581 de 2012, art. 8; 5-controls, Personal data and fine print 18; docs/decisions/0010-erasure.md
 */
import { createHmac } from "node:crypto"
import * as Context from "effect/Context"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Activity } from "./Activity.ts"
import * as ActivityRules from "./ActivityRules.ts"
import type { Instant } from "./Calendar.ts"
import * as Field from "./Field.ts"
import * as KeyedHash from "./internal/KeyedHash.ts"
import * as Keys from "./internal/Keys.ts"
import * as Note from "./Note.ts"
import type { Prospect } from "./Prospect.ts"
import * as ProspectRules from "./ProspectRules.ts"
import type { Rule, Subject } from "./Rule.ts"
import type { Findings } from "./Verdict.ts"
import type { VerificationCall } from "./VerificationCall.ts"

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
 * not recognised any more; changed, likewise.
 */
export const key = (secret: string | Uint8Array): Result.Result<Key, ErasureSecretTooShort> => {
  const bytes = typeof secret === "string" ? new TextEncoder().encode(secret) : secret
  if (bytes.length < LEAST_SECRET_BYTES) return Result.fail(new ErasureSecretTooShort({ foundBytes: bytes.length }))
  const derived = createHmac("sha256", bytes).update("crm-procedure erasure 1").digest()
  const words = Uint32Array.from([0, 4, 8, 12], (at) => derived.readUInt32LE(at))
  return Result.succeed(Object.defineProperty({ words }, "words", { enumerable: false }))
}

/**
 * The dealerships' keys, by dealership; by default nobody has one. Provide it once, at the rim: whatever judges stored records
 * asks it, so that erased ones are recognised everywhere alike.
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

const writeLanes = (lanes: Uint32Array): string => {
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
export const keysOf = (prospect: Pick<Prospect, "keyHashes">): Keys.Keys => {
  const keys = new Uint32Array(Keys.LANES)
  readLanes(prospect.keyHashes, keys)
  return keys
}

/** The keyed hash of an erased activity's note, as lanes. */
export const noteOf = (activity: Pick<Activity, "noteHash">): Uint32Array => {
  const lanes = new Uint32Array(2)
  readLanes(activity.noteHash, lanes)
  return lanes
}

// ---------------------------------------------------------------------------------------------------------------------
// Frozen findings
// ---------------------------------------------------------------------------------------------------------------------

const bitsBut = (all: Readonly<Record<string, number>>, derived: ReadonlyArray<string>): number =>
  Object.entries(all).reduce((bits, [code, bit]) => derived.includes(code) ? bits : bits | bit, 0)

/**
 * The rules whose findings are frozen. The others go on being derived from instants, calls and the prospect, all of which stay:
 * so an erased record's verdict is the same as of any instant as it was, and follows calls that were made before.
 */
export const frozenBits: Readonly<Record<Subject, number>> = {
  prospect: bitsBut(ProspectRules.bit, [
    "created-in-future",
    "consent-missing",
    "consent-revoked",
    "verification-failed",
    "verification-unreachable",
    "verification-pending"
  ]),
  activity: bitsBut(ActivityRules.bit, [
    "performed-in-future",
    "prospect-unknown",
    "prospect-invalid",
    "before-prospect",
    "advisor-mismatch",
    "next-step-missing",
    "attention-denied",
    "verification-pending"
  ])
}

const codesOf: Readonly<Record<Subject, ReadonlyArray<string>>> = { prospect: ProspectRules.codes, activity: ActivityRules.codes }

/** Marks an own rule that was undecided. */
const UNDECIDED = "?"

/** What the rules said, as codes: `phone-invalid duplicate ?own-rule`. Codes outlive the order of rules. */
export const writeFindings = (subject: Subject, findings: Findings, ownRules: ReadonlyArray<Rule>): string => {
  const failed = findings.failed & frozenBits[subject]
  return [
    ...codesOf[subject].filter((_, index) => (failed & (1 << index)) !== 0),
    ...ownRules.filter((_, index) => (findings.ownFailed & (1 << index)) !== 0).map(({ code }) => code),
    ...ownRules.filter((_, index) => (findings.ownUndecided & (1 << index)) !== 0).map(({ code }) => UNDECIDED + code)
  ].join(" ")
}

/** Reads what {@link writeFindings} wrote; codes of rules that are no more say nothing. */
export const readFindings = (subject: Subject, text: string | undefined, ownRules: ReadonlyArray<Rule>): Findings => {
  let failed = 0
  let ownFailed = 0
  let ownUndecided = 0
  for (const word of (text ?? "").split(" ")) {
    const builtIn = codesOf[subject].indexOf(word)
    if (builtIn >= 0) failed |= 1 << builtIn
    const own = ownRules.findIndex(({ code }) => code === word || UNDECIDED + code === word)
    if (own >= 0 && word.startsWith(UNDECIDED)) ownUndecided |= 1 << own
    else if (own >= 0) ownFailed |= 1 << own
  }
  return { failed: failed & frozenBits[subject], ownFailed, ownUndecided }
}

// ---------------------------------------------------------------------------------------------------------------------
// Records
// ---------------------------------------------------------------------------------------------------------------------

/** The fields that an erased record has beside those of the canonical files: for storage only, never read from outside. */
export const prospectFields: ReadonlyArray<Field.Field> = [
  Field.make("erasedAt", "instant"),
  Field.make("frozenFindings", "text"),
  Field.make("keyHashes", "text")
]

/** As {@link prospectFields}, of activities. */
export const activityFields: ReadonlyArray<Field.Field> = [
  Field.make("erasedAt", "instant"),
  Field.make("frozenFindings", "text"),
  Field.make("noteHash", "text")
]

/** What an erasure needs beside the record: when, the key, and what the rules said as {@link writeFindings} writes it. */
export interface Circumstances {
  readonly erasedAt: Instant
  readonly key: Key
  readonly frozenFindings: string
}

/** A prospect without what identifies the person; one that is erased already, as it is. What the interest is in identifies nobody. */
export const ofProspect = (prospect: Prospect, { erasedAt, frozenFindings, key }: Circumstances): Prospect => {
  if (prospect.erasedAt !== undefined) return prospect
  const keys = Keys.of(prospect)
  hashKeys(key, keys)
  const { documentNumber: _number, documentType: _type, email: _email, fullName: _name, phone: _phone, ...rest } = prospect
  return { ...rest, erasedAt, frozenFindings, keyHashes: writeLanes(keys) }
}

/** An activity without its note; one that is erased already, as it is. */
export const ofActivity = (activity: Activity, { erasedAt, frozenFindings, key }: Circumstances): Activity => {
  if (activity.erasedAt !== undefined) return activity
  const fingerprint = new Uint32Array(4)
  Note.fingerprintInto(activity.note, fingerprint)
  const lanes = fingerprint.slice(0, 2)
  if (fingerprint[2] === 0) lanes.fill(0)
  hashNote(key, lanes)
  const { note: _note, ...rest } = activity
  return { ...rest, erasedAt, frozenFindings, noteHash: writeLanes(lanes) }
}

/** An attempt without its comment. */
export const ofCall = ({ comment: _comment, ...rest }: VerificationCall): VerificationCall => rest

/**
 * What is to be stored when a prospect is registered again: of an erased one nothing comes back but where the sale stands, so
 * that a file imported once more does not undo an erasure.
 */
export const keepErasedProspect = (known: Prospect | undefined, incoming: Prospect): Prospect =>
  known?.erasedAt === undefined ? incoming : { ...known, stage: incoming.stage, stageAt: incoming.stageAt }

/** As {@link keepErasedProspect}: an erased activity stays as it is. */
export const keepErasedActivity = (known: Activity | undefined, incoming: Activity): Activity => known?.erasedAt === undefined ? incoming : known
