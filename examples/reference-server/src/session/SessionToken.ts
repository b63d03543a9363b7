/**
 * What a browser keeps: the id of the session, where its holder is found, and until when, signed. The session itself is stored, so that
 * every server knows when it was ended.
 */
import { createHmac, timingSafeEqual } from "node:crypto"

/** Of a user: the dealership. Of a key: its hash. */
export type Holder = { readonly kind: "user"; readonly dealership: string } | { readonly kind: "key"; readonly hash: string }

export interface SessionToken {
  readonly id: string
  readonly holder: Holder
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

const signatureOf = (secret: Buffer, text: string): Buffer => createHmac("sha256", secret).update(`session 3 ${text}`).digest()

const writtenHolder = (holder: Holder): string =>
  holder.kind === "key" ? `k${holder.hash}` : `u${Buffer.from(holder.dealership).toString("base64url")}`

const readHolder = (text: string): Holder => {
  const rest = text.slice(1)
  return text.startsWith("k") ? { kind: "key", hash: rest } : { kind: "user", dealership: Buffer.from(rest, "base64url").toString() }
}

export const write = (secret: Buffer, { expiresAt, holder, id }: SessionToken): string => {
  const text = `${id}.${writtenHolder(holder)}.${expiresAt}`
  return `${text}.${signatureOf(secret, text).toString("base64url")}`
}

/** The session of a token; undefined for a token that is forged, mutilated or expired. */
export const read = (secret: Buffer, token: string, now: number): SessionToken | undefined => {
  const [id, holder, expiresAt, signature, rest] = token.split(".")
  if (id === undefined || holder === undefined || expiresAt === undefined || signature === undefined || rest !== undefined) return undefined
  const expected = signatureOf(secret, `${id}.${holder}.${expiresAt}`)
  const found = Buffer.from(signature, "base64url")
  if (found.length !== expected.length || !timingSafeEqual(found, expected)) return undefined
  const session = { id, holder: readHolder(holder), expiresAt: Number(expiresAt) }
  return session.expiresAt > now ? session : undefined
}
