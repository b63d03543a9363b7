/**
 * Passwords as Argon2id hashes, written as PHC strings. Node computes them in its thread pool, so that requests go on meanwhile; a few
 * at once, so that files and names still find a thread.
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { argon2, randomBytes, timingSafeEqual } from "node:crypto"

interface Cost {
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** The least that OWASP recommends: 19 MiB, two passes, one lane. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }

const SALT_BYTES = 16
const TAG_BYTES = 32

/** What is asked of a hash that is read: a forged row must not take a gigabyte. */
const MOST: Cost = { memory: 262_144, passes: 10, parallelism: 4 }

const atOnce = Semaphore.makeUnsafe(2)

const derive = (password: string, nonce: Buffer, { memory, parallelism, passes }: Cost, tagLength: number): Effect.Effect<Buffer> =>
  atOnce.withPermits(1)(Effect.callback((resume) => {
    argon2("argon2id", { message: Buffer.from(password.normalize("NFC")), nonce, memory, passes, parallelism, tagLength }, (error, tag) =>
      resume(error === null ? Effect.succeed(tag) : Effect.die(error)))
  }))

const base64 = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "")

/** The hash of a password, with a salt of its own. */
export const hash = (password: string): Effect.Effect<string> =>
  Effect.suspend(() => {
    const salt = randomBytes(SALT_BYTES)
    const { memory, parallelism, passes } = cost
    return Effect.map(derive(password, salt, cost, TAG_BYTES), (tag) => `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`)
  })

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/

/** Whether a password is the one of a hash. */
export const verify = (password: string, phc: string): Effect.Effect<boolean> => {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(phc) ?? []
  if (salt === undefined || tag === undefined) return Effect.succeed(false)
  const read: Cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  if (read.memory > MOST.memory || read.passes > MOST.passes || read.parallelism > MOST.parallelism) return Effect.succeed(false)
  const expected = Buffer.from(tag, "base64")
  return Effect.map(derive(password, Buffer.from(salt, "base64"), read, expected.length), (found) => timingSafeEqual(found, expected))
}

/** A hash of no password: comparing with it takes the same work. */
export const ofUnknown: Effect.Effect<string> = Effect.runSync(Effect.cached(Effect.suspend(() => hash(randomBytes(SALT_BYTES).toString("hex")))))

const LEAST = 10
const MOST_CHARACTERS = 200

const expected: Bilingual = {
  es: `una contraseña de ${LEAST} a ${MOST_CHARACTERS} caracteres, que no contenga su correo ni repita uno solo`,
  en: `a password of ${LEAST} to ${MOST_CHARACTERS} characters that does not hold the e-mail or repeat a single one`
}

/** What is expected of a password that can't be taken; undefined where it can. Length counts for more than kinds of characters. */
export const faultOf = (password: string, email: string): Bilingual | undefined => {
  const lower = password.toLowerCase()
  const name = email.split("@", 1)[0]!
  const isFine = [...password].length >= LEAST && password.length <= MOST_CHARACTERS && new Set(lower).size > 3 && (name.length < 4 || !lower.includes(name))
  return isFine ? undefined : expected
}
