/** The validity rules, one function a rule, named by its code, in the order of docs/policy.md. */
import { dayMillis, hourMillis, isWithinContactHours, localDayOf, minuteMillis, periodOf } from "./calendar.ts"
import { compareCodePoints } from "./csv.ts"
import { comparisonForm, documentTypeOf, isPhoneGiven, keysOf, normaliseName, remembered, validDocument, validEmail, validPhone, wordForm } from "./normalisation.ts"
import { type Activity, type Folder, isActiveOn, type Prospect } from "./readFolder.ts"

export type Answer = "holds" | "fails" | "undecided"
export type Effect = "invalidates" | "warns" | "off"
export type Conclusion = "confirmed" | "failed" | "inconclusive" | "unreachable" | "open"

export interface Context {
  readonly folder: Folder
  readonly asOf: number
  readonly disposableDomains: ReadonlySet<string>
  /** The conclusion of a subject's verification, `open` without any attempt. */
  readonly conclusionOf: (subject: Prospect | Activity) => Conclusion
  readonly hasAttempt: (subject: Prospect | Activity) => boolean
  /** Selected for verification and calls have begun. */
  readonly isSelected: (subject: Prospect | Activity) => boolean
  readonly prospectVerdictOf: (prospect: Prospect) => Verdict
}

export interface Rule<A> {
  readonly code: string
  readonly serves: "R1" | "R2" | "Q" | "L"
  readonly effect: Effect
  readonly look: (record: A, context: Context) => Answer
}

export interface Verdict {
  readonly verdict: "valid" | "invalid" | "pending"
  readonly reasons: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
  /** The codes that waivers took out: of the reasons, then of the warnings. */
  readonly waived: ReadonlyArray<string>
}

/** Whether a waiver that was granted at or before `asOf` excuses a rule of a record. */
const isWaived = (code: string, record: Prospect | Activity, { asOf, folder }: Context): boolean =>
  folder.waivers.some((waiver) =>
    waiver.code === code && waiver.subjectId === record.id && waiver.grantedAt <= asOf &&
    waiver.subjectType === ("createdAt" in record ? "prospect" : "activity"))

/** What a rule says of a record, of which a waiver may excuse it. */
export const answerOf = <A extends Prospect | Activity>(rule: Rule<A>, record: A, context: Context): Answer =>
  rule.effect === "off" || isWaived(rule.code, record, context) ? "holds" : rule.look(record, context)

/** All rules run, none short-circuits. */
export const judge = <A extends Prospect | Activity>(rules: ReadonlyArray<Rule<A>>, record: A, context: Context): Verdict => {
  const answers = rules.map((rule) => ({ rule, answer: answerOf(rule, record, context) }))
  const waivedOf = (effect: Effect, said: ReadonlyArray<Answer>): ReadonlyArray<string> =>
    rules.filter((rule) => rule.effect === effect && isWaived(rule.code, record, context) && said.includes(rule.look(record, context))).map(({ code }) => code)
  const invalidating = answers.filter(({ rule }) => rule.effect === "invalidates")
  const fails = invalidating.some(({ answer }) => answer === "fails")
  const undecided = invalidating.some(({ answer }) => answer === "undecided")
  return {
    verdict: fails ? "invalid" : undecided ? "pending" : "valid",
    reasons: invalidating.filter(({ answer }) => answer !== "holds").map(({ rule }) => rule.code),
    warnings: answers.filter(({ rule, answer }) => rule.effect === "warns" && answer === "fails").map(({ rule }) => rule.code),
    waived: [...waivedOf("invalidates", ["fails", "undecided"]), ...waivedOf("warns", ["fails"])]
  }
}

const failsWhen = (condition: boolean): Answer => (condition ? "fails" : "holds")

/** Earlier by instant, then id by code point. */
const isEarlier = (instantA: number, idA: string, instantB: number, idB: string): boolean =>
  instantA < instantB || (instantA === instantB && compareCodePoints(idA, idB) < 0)

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

// ---------------------------------------------------------------------------------------------------------------------
// Prospect rules

const placeholders = ["prueba", "test", "demo", "xxx", "asdf", "nn", "na", "ninguno", "undefined", "null", "desconocido"]
const phrases = ["sin nombre", "no registra", "no aplica", "no tiene", "cliente mostrador", "consumidor final", "cuantias menores", "prospecto facebook"]

const nameIncomplete = (prospect: Prospect): Answer => {
  if (prospect.fullName === undefined) return "fails"
  const words = normaliseName(prospect.fullName).split(" ")
  const isNit = documentTypeOf(prospect.documentType) === "NIT"
  const counting = words.filter((word) => count(word, isNit ? /[\p{L}\p{Nd}]/gu : /\p{L}/gu) >= 2)
  const tooFew = isNit ? counting.length < 1 : counting.length < 2
  const forms = words.map(wordForm)
  const placeholder = forms.some((form) => placeholders.includes(form) || /^(\p{L})\1{2,}$/u.test(form))
  const phrase = phrases.some((words) => ` ${forms.filter((form) => form !== "").join(" ")} `.includes(` ${words} `))
  return failsWhen(tooFew || placeholder || phrase)
}

const contactMissing = (prospect: Prospect): Answer => failsWhen(!isPhoneGiven(prospect.phone) && prospect.email === undefined)

const phoneInvalid = (prospect: Prospect): Answer => failsWhen(isPhoneGiven(prospect.phone) && validPhone(prospect.phone) === undefined)

const phoneImplausible = (prospect: Prospect): Answer => {
  const phone = prospect.phone === undefined ? undefined : validPhone(prospect.phone)
  if (phone === undefined) return "holds"
  const digits = Array.from(phone.replace(/[^0-9]/g, "").slice(-7), Number)
  if (digits.length < 7) return "holds"
  const steps = digits.slice(1).map((digit, index) => digit - digits[index]!)
  return failsWhen([0, 1, -1].some((step) => steps.every((other) => other === step)))
}

const emailInvalid = (prospect: Prospect): Answer => failsWhen(prospect.email !== undefined && validEmail(prospect.email) === undefined)

const emailDisposable = (prospect: Prospect, { disposableDomains }: Context): Answer => {
  const email = prospect.email === undefined ? undefined : validEmail(prospect.email)
  return failsWhen(email !== undefined && disposableDomains.has(email.split("@")[1]!))
}

const documentInvalid = (prospect: Prospect): Answer =>
  failsWhen(prospect.documentNumber !== undefined && validDocument(prospect.documentType, prospect.documentNumber) === undefined)

const isAdvisorOn = (advisorId: string, localDay: number, { folder }: Context): boolean =>
  folder.assignments.some((assignment) =>
    assignment.employeeId === advisorId && assignment.role === "advisor" && isActiveOn(assignment, localDay))

const prospectAdvisorUnknown = (prospect: Prospect, context: Context): Answer =>
  failsWhen(!isAdvisorOn(prospect.advisorId, localDayOf(prospect.createdAt), context))

const branchUnknown = (prospect: Prospect, { folder }: Context): Answer => failsWhen(!folder.branchIds.has(prospect.branchId))

const brandUnknown = (prospect: Prospect, { folder }: Context): Answer => failsWhen(!folder.brandIds.has(prospect.brandId))

const createdInFuture = (prospect: Prospect, { asOf }: Context): Answer => failsWhen(prospect.createdAt > asOf)

export const leadSources = ["brand-crm", "web", "social", "phone-lead", "referral-lead"]
const sources = [...leadSources, "walk-in", "street", "event", "referral", "customer-base", "unsold-follow-up"]

const sourceUnknown = (prospect: Prospect): Answer => failsWhen(prospect.source === undefined || !sources.includes(prospect.source))

const interestMissing = (prospect: Prospect): Answer => failsWhen(prospect.interest === undefined)

const consentMissing = (prospect: Prospect, { asOf }: Context): Answer =>
  failsWhen(prospect.consentAt === undefined || prospect.consentAt > asOf)

const consentRevoked = (prospect: Prospect, context: Context): Answer => {
  if (consentMissing(prospect, context) === "fails" || prospect.excludedAt === undefined) return "holds"
  return failsWhen(prospect.excludedAt >= prospect.consentAt! && prospect.excludedAt <= context.asOf)
}

const keysOfProspect = remembered((prospect: Prospect) => keysOf(prospect))
const keysOfEmployees = remembered((folder: Folder) => new Set(folder.assignments.flatMap((assignment) => keysOf(assignment))))

const staffContact = (prospect: Prospect, { folder }: Context): Answer => {
  const staffKeys = keysOfEmployees(folder)
  return failsWhen(keysOfProspect(prospect).some((key) => staffKeys.has(key)))
}

const duplicate = (prospect: Prospect, { folder }: Context): Answer => {
  const keys = keysOfProspect(prospect)
  return failsWhen(folder.prospects.some((other) =>
    other.brandId === prospect.brandId &&
    isEarlier(other.createdAt, other.id, prospect.createdAt, prospect.id) &&
    prospect.createdAt - other.createdAt <= 90 * dayMillis &&
    keysOfProspect(other).some((key) => keys.includes(key))
  ))
}

const prospectRegisteredLate = (prospect: Prospect): Answer =>
  failsWhen(prospect.recordedAt !== undefined && prospect.recordedAt - prospect.createdAt > 72 * hourMillis)

const registrationBurst = (prospect: Prospect, { folder }: Context): Answer => {
  const window = folder.prospects.filter((other) =>
    other.advisorId === prospect.advisorId &&
    other.createdAt >= prospect.createdAt - 10 * minuteMillis &&
    (other.createdAt < prospect.createdAt ||
      (other.createdAt === prospect.createdAt && compareCodePoints(other.id, prospect.id) <= 0)))
  return failsWhen(window.length >= 10)
}

const verificationFailed = (prospect: Prospect, { conclusionOf }: Context): Answer => failsWhen(conclusionOf(prospect) === "failed")

const verificationUnreachable = (prospect: Prospect, { conclusionOf }: Context): Answer =>
  failsWhen(conclusionOf(prospect) === "unreachable")

const verificationPending = (subject: Prospect | Activity, { conclusionOf, hasAttempt, isSelected }: Context): Answer =>
  (isSelected(subject) || hasAttempt(subject)) && conclusionOf(subject) === "open" ? "undecided" : "holds"

export const prospectRules: ReadonlyArray<Rule<Prospect>> = [
  { code: "name-incomplete", serves: "R1", effect: "invalidates", look: nameIncomplete },
  { code: "contact-missing", serves: "R1", effect: "invalidates", look: contactMissing },
  { code: "phone-invalid", serves: "R1", effect: "invalidates", look: phoneInvalid },
  { code: "phone-implausible", serves: "R1", effect: "invalidates", look: phoneImplausible },
  { code: "email-invalid", serves: "R1", effect: "invalidates", look: emailInvalid },
  { code: "email-disposable", serves: "R1", effect: "warns", look: emailDisposable },
  { code: "document-invalid", serves: "R1", effect: "invalidates", look: documentInvalid },
  { code: "advisor-unknown", serves: "Q", effect: "invalidates", look: prospectAdvisorUnknown },
  { code: "branch-unknown", serves: "Q", effect: "invalidates", look: branchUnknown },
  { code: "brand-unknown", serves: "Q", effect: "invalidates", look: brandUnknown },
  { code: "created-in-future", serves: "R1", effect: "invalidates", look: createdInFuture },
  { code: "source-unknown", serves: "Q", effect: "invalidates", look: sourceUnknown },
  { code: "interest-missing", serves: "Q", effect: "invalidates", look: interestMissing },
  { code: "consent-missing", serves: "L", effect: "invalidates", look: consentMissing },
  { code: "consent-revoked", serves: "L", effect: "invalidates", look: consentRevoked },
  { code: "staff-contact", serves: "R1", effect: "invalidates", look: staffContact },
  { code: "duplicate", serves: "R1", effect: "invalidates", look: duplicate },
  { code: "registered-late", serves: "R1", effect: "warns", look: prospectRegisteredLate },
  { code: "registration-burst", serves: "R1", effect: "warns", look: registrationBurst },
  { code: "verification-failed", serves: "R1", effect: "invalidates", look: verificationFailed },
  { code: "verification-unreachable", serves: "R1", effect: "invalidates", look: verificationUnreachable },
  { code: "verification-pending", serves: "R1", effect: "invalidates", look: verificationPending },
  // Files hold no earlier version of a prospect: `identity-replaced` holds.
  { code: "identity-replaced", serves: "R1", effect: "warns", look: () => "holds" }
]

export const isVerificationRule = (code: string): boolean => code.startsWith("verification-")

// ---------------------------------------------------------------------------------------------------------------------
// Activity rules

/** Performed: status `performed` and a `performed_at`. */
export const isPerformed = (activity: Activity): activity is Activity & { readonly performedAt: number } =>
  activity.status === "performed" && activity.performedAt !== undefined

/** The instant that puts an activity in its day and month. Reading refuses activities that have none. */
export const instantOfActivity = (activity: Activity): number =>
  (isPerformed(activity) ? activity.performedAt : activity.plannedFor ?? activity.recordedAt ?? activity.performedAt)!

export const prospectOf = (activity: Activity, folder: Folder): Prospect | undefined =>
  folder.prospects.find((prospect) => prospect.id === activity.prospectId)

/** Won or lost at or before `asOf`: a later stage is not there yet. */
export const isClosed = (prospect: Prospect, asOf: number): boolean =>
  prospect.stage !== "open" && prospect.stageAt !== undefined && prospect.stageAt <= asOf

const notPerformed = (activity: Activity): Answer => failsWhen(!isPerformed(activity))

const performedInFuture = (activity: Activity, { asOf }: Context): Answer =>
  failsWhen(isPerformed(activity) && activity.performedAt > asOf)

const prospectUnknown = (activity: Activity, { folder }: Context): Answer => failsWhen(prospectOf(activity, folder) === undefined)

const prospectInvalid = (activity: Activity, { folder, prospectVerdictOf }: Context): Answer => {
  const prospect = prospectOf(activity, folder)
  if (prospect === undefined) return "holds"
  const { verdict } = prospectVerdictOf(prospect)
  return verdict === "invalid" ? "fails" : verdict === "pending" ? "undecided" : "holds"
}

const beforeProspect = (activity: Activity, { folder }: Context): Answer => {
  const prospect = prospectOf(activity, folder)
  return failsWhen(prospect !== undefined && isPerformed(activity) && activity.performedAt < prospect.createdAt)
}

const activityAdvisorUnknown = (activity: Activity, context: Context): Answer =>
  failsWhen(!isAdvisorOn(activity.advisorId, localDayOf(instantOfActivity(activity)), context))

const advisorMismatch = (activity: Activity, context: Context): Answer => {
  const prospect = prospectOf(activity, context.folder)
  if (prospect === undefined || activityAdvisorUnknown(activity, context) === "fails") return "holds"
  const localDay = localDayOf(instantOfActivity(activity))
  const isSubstitute = context.folder.assignments.some((assignment) =>
    assignment.employeeId === activity.advisorId && assignment.role === "advisor" &&
    assignment.branchId === prospect.branchId && isActiveOn(assignment, localDay))
  return failsWhen(activity.advisorId !== prospect.advisorId && !isSubstitute)
}

const types = ["call", "whatsapp", "email", "sms", "visit", "home-visit", "test-ride", "quote", "meeting"]
const directTypes = ["call", "whatsapp", "sms", "email"]

const typeUnknown = (activity: Activity): Answer => failsWhen(!types.includes(activity.type))

const outcomeMissing = (activity: Activity): Answer => failsWhen(isPerformed(activity) && activity.outcome === undefined)

const rescheduledOnly = (activity: Activity): Answer => failsWhen(isPerformed(activity) && activity.outcome === "rescheduled")

const noteForm = remembered((activity: Activity) => comparisonForm(activity.note ?? ""))

const noteInsufficient = (activity: Activity): Answer => {
  const form = noteForm(activity)
  const words = form === "" ? 0 : form.split(" ").length
  return failsWhen(isPerformed(activity) && (Array.from(form).length < 15 || words < 3))
}

const noteRepeated = (activity: Activity, { folder }: Context): Answer => {
  if (!isPerformed(activity) || noteForm(activity) === "") return "holds"
  const earlier = folder.activities.filter((other) =>
    isPerformed(other) && other.advisorId === activity.advisorId && noteForm(other) === noteForm(activity) &&
    periodOf(other.performedAt) === periodOf(activity.performedAt) &&
    isEarlier(other.performedAt, other.id, activity.performedAt, activity.id))
  return failsWhen(earlier.length >= 3)
}

const duplicateContact = (activity: Activity, { folder }: Context): Answer =>
  failsWhen(isPerformed(activity) && folder.activities.some((other) =>
    isPerformed(other) && other.prospectId === activity.prospectId && other.type === activity.type &&
    localDayOf(other.performedAt) === localDayOf(activity.performedAt) &&
    isEarlier(other.performedAt, other.id, activity.performedAt, activity.id)))

const activityRegisteredLate = (activity: Activity): Answer =>
  failsWhen(isPerformed(activity) && activity.recordedAt !== undefined && activity.recordedAt - activity.performedAt > 48 * hourMillis)

const nextStepMissing = (activity: Activity, { folder, asOf }: Context): Answer => {
  const prospect = prospectOf(activity, folder)
  return failsWhen(prospect !== undefined && isPerformed(activity) && !isClosed(prospect, asOf) &&
    activity.outcome !== "won" && activity.outcome !== "lost" && activity.nextActionAt === undefined)
}

const callTooShort = (activity: Activity): Answer =>
  failsWhen(isPerformed(activity) && activity.type === "call" && activity.durationSeconds !== undefined &&
    activity.durationSeconds < 30)

const outsideContactHours = (activity: Activity): Answer =>
  failsWhen(isPerformed(activity) && activity.direction === "outbound" && directTypes.includes(activity.type) &&
    !activity.requestedByCustomer && !isWithinContactHours(activity.performedAt))

const attentionDenied = (activity: Activity, { conclusionOf }: Context): Answer => failsWhen(conclusionOf(activity) === "failed")

const activityBurst = (activity: Activity, { folder }: Context): Answer => {
  if (!isPerformed(activity)) return "holds"
  const window = folder.activities.filter((other) =>
    isPerformed(other) && other.advisorId === activity.advisorId &&
    other.performedAt >= activity.performedAt - 10 * minuteMillis &&
    (other.performedAt < activity.performedAt ||
      (other.performedAt === activity.performedAt && compareCodePoints(other.id, activity.id) <= 0)))
  return failsWhen(window.length >= 10)
}

/** Only of days that the log has: of anybody, and with whatever number. The prospect's number must be readable, and the call within an hour. */
const callNotInLog = (activity: Activity, { folder }: Context): Answer => {
  const prospect = prospectOf(activity, folder)
  const phone = prospect?.phone === undefined ? undefined : validPhone(prospect.phone)
  if (!isPerformed(activity) || activity.type !== "call" || phone === undefined) return "holds"
  if (!folder.loggedCalls.some(({ startedAt }) => localDayOf(startedAt) === localDayOf(activity.performedAt))) return "holds"
  return failsWhen(!folder.loggedCalls.some(({ advisorId, number, startedAt }) =>
    advisorId === activity.advisorId && isPhoneGiven(number) && validPhone(number) === phone && Math.abs(startedAt - activity.performedAt) <= 60 * minuteMillis))
}

export const activityRules: ReadonlyArray<Rule<Activity>> = [
  { code: "not-performed", serves: "R2", effect: "invalidates", look: notPerformed },
  { code: "performed-in-future", serves: "R1", effect: "invalidates", look: performedInFuture },
  { code: "prospect-unknown", serves: "R1", effect: "invalidates", look: prospectUnknown },
  { code: "prospect-invalid", serves: "R1", effect: "invalidates", look: prospectInvalid },
  { code: "before-prospect", serves: "R1", effect: "invalidates", look: beforeProspect },
  { code: "advisor-unknown", serves: "Q", effect: "invalidates", look: activityAdvisorUnknown },
  { code: "advisor-mismatch", serves: "R1", effect: "invalidates", look: advisorMismatch },
  { code: "type-unknown", serves: "Q", effect: "invalidates", look: typeUnknown },
  { code: "outcome-missing", serves: "R2", effect: "invalidates", look: outcomeMissing },
  { code: "rescheduled-only", serves: "R2", effect: "invalidates", look: rescheduledOnly },
  { code: "note-insufficient", serves: "R2", effect: "invalidates", look: noteInsufficient },
  { code: "note-repeated", serves: "R1", effect: "invalidates", look: noteRepeated },
  { code: "duplicate-contact", serves: "R1", effect: "invalidates", look: duplicateContact },
  { code: "registered-late", serves: "R2", effect: "invalidates", look: activityRegisteredLate },
  { code: "next-step-missing", serves: "R2", effect: "warns", look: nextStepMissing },
  { code: "call-too-short", serves: "R1", effect: "warns", look: callTooShort },
  { code: "outside-contact-hours", serves: "L", effect: "warns", look: outsideContactHours },
  // `contact-too-frequent` stands here in the table; the default policy switches it off.
  { code: "contact-too-frequent", serves: "L", effect: "off", look: () => "holds" },
  { code: "attention-denied", serves: "R1", effect: "invalidates", look: attentionDenied },
  { code: "verification-pending", serves: "R1", effect: "invalidates", look: verificationPending },
  { code: "activity-burst", serves: "R1", effect: "warns", look: activityBurst },
  { code: "call-not-in-log", serves: "R1", effect: "warns", look: callNotInLog }
]

export const codesOf = { prospect: prospectRules.map(({ code }) => code), activity: activityRules.map(({ code }) => code) }
