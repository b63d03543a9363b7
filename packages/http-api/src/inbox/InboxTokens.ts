/** Tokens of the inbox: what one looks like, what is stored of it, and whether a delivery is really the other system's. */
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { createHmac, hash, timingSafeEqual } from "node:crypto"
import type { InboxSettings } from "../imports/Intake.ts"
import type { Fault } from "../Problem.ts"
import * as Encoding from "../request/Encoding.ts"
import type { InboxToken, InboxTokenRotation, InboxTokenToMake } from "./InboxEndpoints.ts"

/** The beginning of every token, by which secret scanners recognise a leaked one. */
const PREFIX = "lead_"
const TOKEN = /^lead_[A-Za-z0-9_-]{43}$/

export const TOKEN_BYTES = 32

/** The token of 32 random bytes. */
export const tokenOfBytes = (bytes: Uint8Array): string => `${PREFIX}${Buffer.from(bytes).toString("base64url")}`

/** Whether a text can be a token. */
export const isToken = (text: string): boolean => TOKEN.test(text)

/** All that is stored of a token. */
export const hashOf = (token: string): string => hash("sha256", token)

/** What is stored of a token's settings. Meta's secret makes signatures, so it is stored as it is; the others are stored as hashes. */
export interface StoredSettings extends InboxSettings {
  readonly appSecret?: string | undefined
  readonly verifyTokenHash?: string | undefined
  readonly googleKeyHash?: string | undefined
}

/** The settings to store. */
export const settingsOf = ({ advisorId, appSecret, branchId, brandId, consent, googleKey, source, verifyToken }: typeof InboxTokenToMake.Type): StoredSettings =>
  Encoding.present({
    source,
    advisorId,
    branchId,
    brandId,
    consent,
    appSecret,
    verifyTokenHash: verifyToken === undefined ? undefined : hashOf(verifyToken),
    googleKeyHash: googleKey === undefined ? undefined : hashOf(googleKey)
  })

/** The settings of a token that takes another one's place: with its secrets, but for those that are given. */
export const rotated = (before: StoredSettings, { appSecret, googleKey, verifyToken }: Pick<typeof InboxTokenRotation.Type, "appSecret" | "googleKey" | "verifyToken">): StoredSettings => ({
  ...before,
  ...Encoding.present({
    appSecret,
    verifyTokenHash: verifyToken === undefined ? undefined : hashOf(verifyToken),
    googleKeyHash: googleKey === undefined ? undefined : hashOf(googleKey)
  })
})

/** Whether deliveries with a token are taken: always, until it is revoked or another one has taken its place. */
export const isInForce = ({ revokedAt }: IntakeStore.InboxToken, now: Calendar.Instant): boolean => revokedAt === undefined || revokedAt > now

/** A token that is refused from an instant on; it keeps an earlier end. */
export const endingAt = (token: IntakeStore.InboxToken, at: Calendar.Instant): IntakeStore.InboxToken => ({ ...token, revokedAt: Math.min(token.revokedAt ?? at, at) })

/** Secrets that a source does not have. */
export const strayFaults = (source: StoredSettings["source"], { appSecret, googleKey, verifyToken }: Pick<typeof InboxTokenRotation.Type, "appSecret" | "googleKey" | "verifyToken">): ReadonlyArray<Fault> =>
  Object.entries({ appSecret: source === "meta" ? undefined : appSecret, verifyToken: source === "meta" ? undefined : verifyToken, googleKey: source === "google" ? undefined : googleKey })
    .flatMap(([name, given]): ReadonlyArray<Fault> => given === undefined ? [] : [{ in: "body", pointer: `/${name}`, expected: { es: "nada: esta fuente no lo usa", en: "nothing: this source does not use it" } }])

/** The settings that are stored with a token. */
export const storedOf = ({ settings }: IntakeStore.InboxToken): StoredSettings => settings as StoredSettings

const required = (pointer: string): Fault => ({
  in: "body",
  pointer,
  expected: { es: "un secreto de 8 a 256 caracteres visibles (obligatorio para esta fuente)", en: "a secret of 8 to 256 visible characters (required for this source)" }
})

/** What a token lacks for its source. */
export const faultsOf = ({ appSecret, googleKey, source, verifyToken }: typeof InboxTokenToMake.Type): ReadonlyArray<Fault> => [
  ...(source === "meta" && appSecret === undefined ? [required("/appSecret")] : []),
  ...(source === "meta" && verifyToken === undefined ? [required("/verifyToken")] : []),
  ...(source === "google" && googleKey === undefined ? [required("/googleKey")] : [])
]

/** A token as the contract shows it. */
export const shown = (token: IntakeStore.InboxToken, zone: Calendar.Zone): typeof InboxToken.Type => {
  const { advisorId, branchId, brandId, consent, source } = storedOf(token)
  return {
    id: token.id,
    name: token.name,
    ...Encoding.present({ source, branchId, brandId, advisorId, consent }),
    createdAt: Calendar.formatInstant(zone, token.createdAt),
    ...(token.revokedAt === undefined ? {} : { revokedAt: Calendar.formatInstant(zone, token.revokedAt) })
  }
}

const isSame = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one, "latin1"), Buffer.from(other, "latin1"))

/** Whether Meta's challenge repeats the token that it was given. */
export const mayChallenge = ({ source, verifyTokenHash }: StoredSettings, verifyToken: string | undefined): boolean =>
  source === "meta" && verifyTokenHash !== undefined && verifyToken !== undefined && isSame(verifyTokenHash, hashOf(verifyToken))

const keyIn = (body: Uint8Array): string | undefined => {
  try {
    const value = JSON.parse(Buffer.from(body).toString("utf8")) as { readonly google_key?: unknown } | null
    return typeof value?.google_key === "string" ? value.google_key : undefined
  } catch {
    return undefined
  }
}

/** Whether a delivery shows what the other system alone knows. For ADF the token in the path is all that there is. */
export const isSigned = ({ appSecret, googleKeyHash, source }: StoredSettings, body: Uint8Array, signature: string | undefined): boolean => {
  if (source === "adf") return true
  if (source === "meta") return appSecret !== undefined && signature !== undefined && isSame(`sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`, signature.trim().toLowerCase())
  const key = keyIn(body)
  return googleKeyHash !== undefined && key !== undefined && isSame(googleKeyHash, hashOf(key))
}
