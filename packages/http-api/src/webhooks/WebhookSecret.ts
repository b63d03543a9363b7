/**
 * The secrets of subscriptions as they are stored: sealed with the server's key (AES-256-GCM), so that a copy of the database signs
 * no message. A secret that was stored before the server had a key is text, and is sealed when it is next used.
 */
import type { Subscription } from "@crm-procedure/core/service/ServiceStore"
import * as Context from "effect/Context"
import * as Redacted from "effect/Redacted"
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"

/** The server's key of 32 bytes. Without one, secrets are stored as text. */
export const SealingKey = Context.Reference<Redacted.Redacted<Uint8Array> | undefined>("@crm-procedure/http-api/WebhookSecret/SealingKey", { defaultValue: () => undefined })

export type Key = Redacted.Redacted<Uint8Array> | undefined

const SEALED_PREFIX = "sealed:"
const CIPHER = "aes-256-gcm"
const NONCE_BYTES = 12
const TAG_BYTES = 16

export const isSealed = (stored: string): boolean => stored.startsWith(SEALED_PREFIX)

/** What a sealed secret belongs to: it opens for no other subscription. */
const ownerOf = (dealership: string, { id }: Pick<Subscription, "id">): Buffer => Buffer.from(JSON.stringify([dealership, id]))

/** A secret as it is stored. */
export const seal = (key: Key, dealership: string, subscription: Pick<Subscription, "id">, secret: string): string => {
  if (key === undefined || isSealed(secret)) return secret
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, Redacted.value(key), nonce).setAAD(ownerOf(dealership, subscription))
  const content = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()])
  return SEALED_PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), content]).toString("base64url")
}

/** A stored secret; undefined where it was sealed with another key or for another subscription. */
export const open = (key: Key, dealership: string, subscription: Pick<Subscription, "id">, stored: string): string | undefined => {
  if (!isSealed(stored)) return stored
  if (key === undefined) return undefined
  const bytes = Buffer.from(stored.slice(SEALED_PREFIX.length), "base64url")
  try {
    const decipher = createDecipheriv(CIPHER, Redacted.value(key), bytes.subarray(0, NONCE_BYTES))
      .setAAD(ownerOf(dealership, subscription))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8")
  } catch {
    return undefined
  }
}
