/**
 * The second factor: the six digits that an authenticator app shows for half a minute (TOTP), and recovery codes. The secret is
 * sealed with the server's key before it is stored.
 */
import type * as User from "@crm-procedure/core/service/User"
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto"
import * as OTPAuth from "otpauth"
import { encode } from "uqr"

const ISSUER = "Procedimiento CRM"
const SECRET_BYTES = 20
const STEP_SECONDS = 30
/** Codes of the step before and the one after count too: clocks differ. */
const WINDOW = 1
const RECOVERY_CODES = 10
const RECOVERY_BYTES = 8
const NONCE_BYTES = 12
const TAG_BYTES = 16

const totpOf = (secret: OTPAuth.Secret, label: string): OTPAuth.TOTP =>
  new OTPAuth.TOTP({ issuer: ISSUER, label, algorithm: "SHA1", digits: 6, period: STEP_SECONDS, secret })

const sealed = (key: Buffer, bytes: Uint8Array): string => {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv("aes-256-gcm", key, nonce)
  const content = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString("base64url")
}

/** The bytes that were sealed; undefined where another key sealed them. */
const opened = (key: Buffer, text: string): Uint8Array<ArrayBuffer> | undefined => {
  const bytes = Buffer.from(text, "base64url")
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES))
  try {
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]))
  } catch {
    return undefined
  }
}

/** A drawing of an address for a camera: a square of `size` units and the path of its dark fields. */
export interface Drawing {
  readonly size: number
  readonly path: string
}

const drawn = (text: string): Drawing => {
  const { data, size } = encode(text, { ecc: "M", border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => isDark ? [`M${x} ${y}h1v1h-1z`] : [])).join("")
  return { size, path }
}

/** A factor that is not confirmed yet, and what the app takes it from. */
export const begin = (key: Buffer, email: string): { readonly factor: User.SecondFactor; readonly secret: string; readonly uri: string; readonly drawing: Drawing } => {
  const bytes = new Uint8Array(randomBytes(SECRET_BYTES))
  const totp = totpOf(new OTPAuth.Secret({ buffer: bytes.buffer }), email)
  const uri = totp.toString()
  return { factor: { secret: sealed(key, bytes), isConfirmed: false, lastStep: 0, recoveryHashes: [] }, secret: totp.secret.base32, uri, drawing: drawn(uri) }
}

/** The form in which a recovery code is compared. */
const plain = (code: string): string => code.replaceAll(/[^0-9A-Za-z]/g, "").toLowerCase()

const hashOf = (code: string): string => createHash("sha256").update(`recovery ${plain(code)}`).digest("hex")

/** New recovery codes, and the factor that accepts each of them once. */
export const withRecoveryCodes = (factor: User.SecondFactor): { readonly factor: User.SecondFactor; readonly codes: ReadonlyArray<string> } => {
  const codes = Array.from({ length: RECOVERY_CODES }, () => randomBytes(RECOVERY_BYTES).toString("hex").replaceAll(/(.{4})(?=.)/g, "$1-"))
  return { factor: { ...factor, recoveryHashes: codes.map(hashOf) }, codes }
}

/** The factor after a code was accepted; undefined where the code is wrong or was accepted before. */
export const accept = (key: Buffer, factor: User.SecondFactor, code: string, now: number): User.SecondFactor | undefined => {
  const recovery = hashOf(code)
  if (factor.recoveryHashes.includes(recovery)) return { ...factor, recoveryHashes: factor.recoveryHashes.filter((one) => one !== recovery) }
  const token = code.replaceAll(/\s/g, "")
  const bytes = /^[0-9]{6}$/.test(token) ? opened(key, factor.secret) : undefined
  if (bytes === undefined) return undefined
  const delta = totpOf(new OTPAuth.Secret({ buffer: bytes.buffer }), "").validate({ token, timestamp: now, window: WINDOW })
  if (delta === null) return undefined
  const step = Math.floor(now / 1000 / STEP_SECONDS) + delta
  return step <= factor.lastStep ? undefined : { ...factor, lastStep: step }
}
