/**
 * The rules about prospects. A verdict is a set of rule codes, kept as bits: bit `i` is the i-th code of {@link codes}.
 * Here are the rules that look at a prospect by itself and at the directory; those that look at other prospects
 * (`duplicate`, `registration-burst`) are in `ProspectBook`, those that follow the verification calls in `JudgedMonth`.
 *
 * @see GC-PRO-05, Requisitos; docs/policy.md
 */
import type { Instant } from "../calendar/Calendar.ts"
import * as Contact from "../identity/Contact.ts"
import type { DirectoryIndex } from "../records/Directory.ts"
import * as Document from "../identity/Document.ts"
import * as Keys from "../identity/internal/IdentityKeys.ts"
import * as PersonName from "../identity/PersonName.ts"
import type { ProspectParameters } from "../policy/Policy.ts"
import type { Prospect } from "../records/Prospect.ts"

/** The codes in the order of the contract's table, which is the order of reasons and warnings. */
export const codes = [
  "name-incomplete",
  "contact-missing",
  "phone-invalid",
  "phone-implausible",
  "email-invalid",
  "email-disposable",
  "document-invalid",
  "advisor-unknown",
  "branch-unknown",
  "brand-unknown",
  "created-in-future",
  "source-unknown",
  "interest-missing",
  "consent-missing",
  "consent-revoked",
  "staff-contact",
  "duplicate",
  "registered-late",
  "registration-burst",
  "verification-failed",
  "verification-unreachable",
  "verification-pending",
  "identity-replaced"
] as const

export type Code = typeof codes[number]

/** The bit of each code. */
export const bit = Object.fromEntries(codes.map((code, index) => [code, 1 << index])) as Readonly<Record<Code, number>>

const NAME_INCOMPLETE = bit["name-incomplete"]
const CONTACT_MISSING = bit["contact-missing"]
const PHONE_INVALID = bit["phone-invalid"]
const PHONE_IMPLAUSIBLE = bit["phone-implausible"]
const EMAIL_INVALID = bit["email-invalid"]
const EMAIL_DISPOSABLE = bit["email-disposable"]
const DOCUMENT_INVALID = bit["document-invalid"]
const ADVISOR_UNKNOWN = bit["advisor-unknown"]
const BRANCH_UNKNOWN = bit["branch-unknown"]
const BRAND_UNKNOWN = bit["brand-unknown"]
const CREATED_IN_FUTURE = bit["created-in-future"]
const SOURCE_UNKNOWN = bit["source-unknown"]
const INTEREST_MISSING = bit["interest-missing"]
const CONSENT_MISSING = bit["consent-missing"]
const CONSENT_REVOKED = bit["consent-revoked"]
const STAFF_CONTACT = bit["staff-contact"]
const REGISTERED_LATE = bit["registered-late"]
const IDENTITY_REPLACED = bit["identity-replaced"]

/** The rules that other verdicts decide: the sample leaves them out when it asks who would be valid. */
export const VERIFICATION_BITS = bit["verification-failed"] | bit["verification-unreachable"] | bit["verification-pending"]

/**
 * The rules that fail for a prospect by itself, as bits; fills in its keys on the way. `advisorIsActive`: on the local day
 * of its creation, as an advisor. Pure but for `keys`.
 */
export const judge = (
  prospect: Prospect,
  parameters: ProspectParameters,
  directory: DirectoryIndex,
  asOf: Instant,
  advisorIsActive: boolean,
  keys: Keys.Keys
): number => {
  let failed = 0
  if (PersonName.isIncomplete(prospect.fullName, Document.typeOf(prospect.documentType) === "NIT", parameters.placeholders)) failed |= NAME_INCOMPLETE
  const phone = Contact.phoneDigits(prospect.phone, parameters.phoneCountry)
  const email = Contact.emailKey(prospect.email)
  const document = Document.documentKey(prospect.documentType, prospect.documentNumber)
  if (phone === Contact.PHONE_ABSENT) {
    if (email === undefined) failed |= CONTACT_MISSING
  } else if (phone === Contact.PHONE_INVALID) failed |= PHONE_INVALID
  else if (Contact.isImplausiblePhoneDigits(phone)) failed |= PHONE_IMPLAUSIBLE
  if (email === "") failed |= EMAIL_INVALID
  else if (email !== undefined && parameters.isDisposable(email)) failed |= EMAIL_DISPOSABLE
  if (document === "") failed |= DOCUMENT_INVALID
  Keys.setPhone(keys, phone)
  Keys.setText(keys, 2, email)
  Keys.setText(keys, 4, document)
  if (!advisorIsActive) failed |= ADVISOR_UNKNOWN
  if (!directory.branchIds.has(prospect.branchId)) failed |= BRANCH_UNKNOWN
  if (!directory.brandIds.has(prospect.brandId)) failed |= BRAND_UNKNOWN
  if (prospect.createdAt > asOf) failed |= CREATED_IN_FUTURE
  if (prospect.source === undefined || !parameters.sources.has(prospect.source)) failed |= SOURCE_UNKNOWN
  if (prospect.interest === undefined) failed |= INTEREST_MISSING
  if (prospect.consentAt === undefined || prospect.consentAt > asOf) failed |= CONSENT_MISSING
  else if (prospect.excludedAt !== undefined && prospect.excludedAt >= prospect.consentAt && prospect.excludedAt <= asOf) {
    failed |= CONSENT_REVOKED
  }
  if (directory.isStaff(keys)) failed |= STAFF_CONTACT
  if (prospect.identityReplacedAt !== undefined) failed |= IDENTITY_REPLACED
  if (prospect.recordedAt !== undefined && prospect.recordedAt - prospect.createdAt > parameters.registrationMillis) {
    failed |= REGISTERED_LATE
  }
  return failed
}
