/**
 * What a browser keeps instead of a key: the id of the session, the hash of the key that began it, and until when, signed. The
 * session itself is stored, so that every server knows when it was ended.
 */
import { createHmac, timingSafeEqual } from "node:crypto"

export interface SessionToken {
  readonly id: string
  /** The hash of the key that began the session. */
  readonly keyHash: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

const signatureOf = (secret: Buffer, text: string): Buffer => createHmac("sha256", secret).update(`session 2 ${text}`).digest()

export const write = (secret: Buffer, { expiresAt, id, keyHash }: SessionToken): string => {
  const text = `${id}.${keyHash}.${expiresAt}`
  return `${text}.${signatureOf(secret, text).toString("base64url")}`
}

/** The session of a token; undefined for a token that is forged, mutilated or expired. */
export const read = (secret: Buffer, token: string, now: number): SessionToken | undefined => {
  const [id, keyHash, expiresAt, signature, rest] = token.split(".")
  if (id === undefined || keyHash === undefined || expiresAt === undefined || signature === undefined || rest !== undefined) return undefined
  const expected = signatureOf(secret, `${id}.${keyHash}.${expiresAt}`)
  const found = Buffer.from(signature, "base64url")
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined
  const session = { id, keyHash, expiresAt: Number(expiresAt) }
  return session.expiresAt > now ? session : undefined
}
