/** Ten of the prospects' rules that every engine can say exactly. */
import type { Prospect } from "@crm-procedure/core/records/Prospect"

/** The codes, with the place of each among the bits of `ProspectRules.codes`. */
export const bits = {
  "contact-missing": 1,
  "email-invalid": 4,
  "branch-unknown": 8,
  "brand-unknown": 9,
  "created-in-future": 10,
  "source-unknown": 11,
  "interest-missing": 12,
  "consent-missing": 13,
  "consent-revoked": 14,
  "registered-late": 17
} as const

export type Code = keyof typeof bits

export interface Context {
  readonly asOf: number
  readonly branchIds: ReadonlySet<string>
  readonly brandIds: ReadonlySet<string>
}

export const EMAIL = /^[^\s@.]+(?:\.[^\s@.]+)*@(?:[^\s@.]+\.)+\p{L}{2,}$/u
export const SOURCES = ["brand-crm", "web", "social", "phone-lead", "referral-lead", "walk-in", "street", "event", "referral", "customer-base", "unsold-follow-up"]
export const REGISTRATION_MILLIS = 72 * 3_600_000

export const sources = new Set(SOURCES)

/** Whether each rule holds, written out once for the engines that take functions. */
export const predicates = ({ asOf, branchIds, brandIds }: Context): { readonly [C in Code]: (prospect: Prospect) => boolean } => ({
  "contact-missing": ({ email, phone }) => phone !== undefined || email !== undefined,
  "email-invalid": ({ email }) => email === undefined || (email.length <= 254 && EMAIL.test(email)),
  "branch-unknown": ({ branchId }) => branchIds.has(branchId),
  "brand-unknown": ({ brandId }) => brandIds.has(brandId),
  "created-in-future": ({ createdAt }) => createdAt <= asOf,
  "source-unknown": ({ source }) => source !== undefined && sources.has(source),
  "interest-missing": ({ interest }) => interest !== undefined,
  "consent-missing": ({ consentAt }) => consentAt !== undefined && consentAt <= asOf,
  "consent-revoked": ({ consentAt, excludedAt }) =>
    consentAt === undefined || consentAt > asOf || excludedAt === undefined || excludedAt < consentAt || excludedAt > asOf,
  "registered-late": ({ createdAt, recordedAt }) => recordedAt === undefined || recordedAt - createdAt <= REGISTRATION_MILLIS
})

/** An engine made ready: judges one prospect, and says which codes fail when it is asked for them. */
export interface Engine {
  readonly run: (prospect: Prospect) => unknown
  readonly codes: (prospect: Prospect) => ReadonlyArray<string> | Promise<ReadonlyArray<string>>
}
