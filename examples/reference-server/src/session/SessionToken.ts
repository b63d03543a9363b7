/**
 * What a browser keeps instead of a key: whose key it was, by its hash, and until when, signed. Servers keep nothing of a
 * session, so that any of them takes it; it ends with its time, or when its key is revoked.
 */
import { createHmac, timingSafeEqual } from "node:crypto"

export interface SessionToken {
  /** The hash of the key that began the session. */
  readonly keyHash: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

const signatureOf = (secret: Buffer, text: string): Buffer => createHmac("sha256", secret).update(`session 1 ${text}`).digest()

export const write = (secret: Buffer, { expiresAt, keyHash }: SessionToken): string => {
  const text = `${keyHash}.${expiresAt}`
  return `${text}.${signatureOf(secret, text).toString("base64url")}`
}

/** The session of a token; undefined for one that is forged, mutilated or over. */
export const read = (secret: Buffer, token: string, now: number): SessionToken | undefined => {
  const [keyHash, expiresAt, signature, rest] = token.split(".")
  if (keyHash === undefined || expiresAt === undefined || signature === undefined || rest !== undefined) return undefined
  const expected = signatureOf(secret, `${keyHash}.${expiresAt}`)
  const found = Buffer.from(signature, "base64url")
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined
  const session = { keyHash, expiresAt: Number(expiresAt) }
  return session.expiresAt > now ? session : undefined
}
