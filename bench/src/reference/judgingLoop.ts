/**
 * The reference for judging: what a good programmer writes in an afternoon. One function for each kind of record, one
 * loop over each list, regular expressions, maps and sets; no library but libphonenumber for unusual phones. It has the
 * default policy written into it: nothing can be configured, explained or extended.
 */
import type { Activity } from "@crm-procedure/core/records/Activity"
import * as Contact from "@crm-procedure/core/identity/Contact"
import type { Employee } from "@crm-procedure/core/records/Directory"
import * as Holidays from "@crm-procedure/core/calendar/Holidays"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import { parsePhoneNumberFromString } from "libphonenumber-js/max"

export interface Month {
  readonly prospects: ReadonlyArray<Prospect>
  readonly activities: ReadonlyArray<Activity>
  readonly calls: ReadonlyArray<VerificationCall>
  readonly employees: ReadonlyArray<Employee>
  readonly branchIds: ReadonlyArray<string>
  readonly brandIds: ReadonlyArray<string>
  readonly asOf: number
}

/** Failed rules as bits, in the order of the contract's tables; verdicts 0 valid, 1 invalid, 2 pending. */
export interface Judged {
  readonly prospectFailed: Uint32Array
  readonly prospectVerdicts: Uint8Array
  readonly activityFailed: Uint32Array
  readonly activityVerdicts: Uint8Array
}

const DAY = 86_400_000
const HOUR = 3_600_000
/** Colombia has had this offset, and no other, since 1993. */
const BOGOTA = -5 * HOUR

const dayOf = (instant: number): number => Math.floor((instant + BOGOTA) / DAY)

// Prospects: bits 0 to 21.
const [NAME, CONTACT, PHONE, IMPLAUSIBLE, EMAIL, DISPOSABLE, DOCUMENT, ADVISOR, BRANCH, BRAND, FUTURE] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] as const
const [SOURCE, INTEREST, CONSENT, REVOKED, STAFF, DUPLICATE, LATE, BURST] = [1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16, 1 << 17, 1 << 18] as const
const [VERIFIED_FALSE, UNREACHABLE, PENDING] = [1 << 19, 1 << 20, 1 << 21] as const
const PROSPECT_WARNINGS = DISPOSABLE | LATE | BURST

// Activities: bits 0 to 20, and bit 30, which marks `prospect-invalid` as undecided.
const [NOT_PERFORMED, A_FUTURE, P_UNKNOWN, P_INVALID, BEFORE, A_ADVISOR, MISMATCH, TYPE, OUTCOME] = [1, 2, 4, 8, 16, 32, 64, 128, 256] as const
const [RESCHEDULED, NOTE, REPEATED, TWICE, A_LATE, NEXT_STEP, SHORT, HOURS] = [1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16] as const
const [DENIED, A_PENDING, A_BURST, P_PENDING] = [1 << 18, 1 << 19, 1 << 20, 1 << 30] as const
const ACTIVITY_WARNINGS = NEXT_STEP | SHORT | HOURS | A_BURST

const PLACEHOLDERS = new Set(["prueba", "test", "demo", "xxx", "asdf", "nn", "na", "ninguno"])
const SOURCES = new Set(["brand-crm", "web", "social", "phone-lead", "referral-lead", "walk-in", "street", "event", "referral", "customer-base", "unsold-follow-up"])
const TYPES = new Set(["call", "whatsapp", "email", "sms", "visit", "home-visit", "test-ride", "quote", "meeting"])
const REGULATED = new Set(["call", "whatsapp", "email", "sms"])

const TWO_LETTERS = /\p{L}.*\p{L}/u
const TWO_LETTERS_OR_DIGITS = /[\p{L}\p{N}].*[\p{L}\p{N}]/u
const REPEATED_LETTER = /^(\p{L})\1{2,}$/u
const MARKS = /\p{M}+/gu
const NOT_LETTERS_OR_DIGITS = /[^\p{L}\p{N}]+/gu

const fold = (text: string): string => text.normalize("NFKD").replace(MARKS, "").toLowerCase()

const isNameIncomplete = (name: string | undefined, isNit: boolean): boolean => {
  if (name === undefined) return true
  let counting = 0
  for (const word of name.split(/\s+/u)) {
    if ((isNit ? TWO_LETTERS_OR_DIGITS : TWO_LETTERS).test(word)) counting++
    const form = fold(word).replace(NOT_LETTERS_OR_DIGITS, "")
    if (PLACEHOLDERS.has(form) || REPEATED_LETTER.test(form)) return true
  }
  return counting < (isNit ? 1 : 2)
}

const USUAL_PHONE = /^(?:\+?57)?(3(?:0[0-5]|1\d|2[0-3]|5[01]|70)\d{7})$/
const libraryPhones = new Map<string, string>()

/** E.164, "" of an invalid one. */
const phoneKey = (phone: string): string => {
  const usual = USUAL_PHONE.exec(phone.replace(/[ ().-]/g, ""))
  if (usual !== null) return `+57${usual[1]}`
  let key = libraryPhones.get(phone)
  if (key === undefined) {
    const parsed = parsePhoneNumberFromString(phone, { defaultCountry: "CO", extract: false })
    key = parsed?.isValid() === true ? parsed.number : ""
    libraryPhones.set(phone, key)
  }
  return key
}

const RUNS = "0123456789876543210"
const SEVEN_EQUAL = /(\d)\1{6}$/
const isImplausible = (phone: string): boolean => SEVEN_EQUAL.test(phone) || RUNS.includes(phone.slice(-7))

const EMAIL_SHAPE = /^[^\s@.]+(?:\.[^\s@.]+)*@(?:[^\s@.]+\.)+\p{L}{2,}$/u
/** In lower case, "" of an invalid one. */
const emailKey = (email: string): string => {
  const key = email.trim().toLowerCase()
  return key.length <= 254 && EMAIL_SHAPE.test(key) ? key : ""
}

const NIT_WEIGHTS = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43]
const isNit = (number: string): boolean => {
  if (!/^\d{8,11}$/.test(number)) return false
  const last = number.length - 1
  let sum = 0
  for (let i = 0; i < last; i++) sum += Number(number[i]) * NIT_WEIGHTS[last - 1 - i]!
  const remainder = sum % 11
  return Number(number[last]) === (remainder < 2 ? remainder : 11 - remainder)
}

const fitsType = (type: string | undefined, number: string): boolean => {
  switch (type) {
    case "CC":
      return /^[1-9]\d{2,9}$/.test(number)
    case "TI":
      return /^\d{10,11}$/.test(number)
    case "CE":
      return /^\d{3,10}$/.test(number)
    case "NIT":
      return isNit(number)
    case "PA":
      return /^[A-Z0-9]{5,16}$/.test(number)
    case "PPT":
      return /^\d{4,10}$/.test(number)
    default:
      return false
  }
}

/** Type and number, "" of an invalid one. */
const documentKey = (type: string | undefined, text: string): string => {
  const number = text.replace(/[\s.\p{Dash}]+/gu, "").toUpperCase()
  return fitsType(type, number) ? `${type}:${number}` : ""
}

interface Directory {
  readonly advisors: ReadonlyMap<string, ReadonlyArray<Employee>>
  readonly branchIds: ReadonlySet<string>
  readonly brandIds: ReadonlySet<string>
  readonly staff: ReadonlySet<string>
}

const directoryOf = (month: Month): Directory => {
  const staff = new Set<string>()
  for (const { documentNumber, documentType, email, phone } of month.employees) {
    if (phone !== undefined) staff.add(phoneKey(phone))
    if (email !== undefined) staff.add(emailKey(email))
    if (documentNumber !== undefined) staff.add(documentKey(documentType, documentNumber))
  }
  staff.delete("")
  return {
    advisors: Map.groupBy(month.employees.filter(({ role }) => role === "advisor"), ({ employeeId }) => employeeId),
    branchIds: new Set(month.branchIds),
    brandIds: new Set(month.brandIds),
    staff
  }
}

const isAdvisor = ({ advisors }: Directory, id: string, day: number, branchId?: string): boolean => {
  for (const { activeFrom, activeTo, branchId: at } of advisors.get(id) ?? []) {
    if (activeFrom <= day && (activeTo === undefined || day <= activeTo) && (branchId === undefined || at === branchId)) return true
  }
  return false
}

interface Keys {
  phone: string
  email: string
  document: string
}

const judgeProspect = (prospect: Prospect, directory: Directory, asOf: number, keys: Keys): number => {
  let failed = 0
  const { consentAt, createdAt, email, excludedAt, phone, recordedAt } = prospect
  if (isNameIncomplete(prospect.fullName, prospect.documentType === "NIT")) failed |= NAME
  if (phone === undefined && email === undefined) failed |= CONTACT
  keys.phone = phone === undefined ? "" : phoneKey(phone)
  keys.email = email === undefined ? "" : emailKey(email)
  keys.document = prospect.documentNumber === undefined ? "" : documentKey(prospect.documentType, prospect.documentNumber)
  if (phone !== undefined) {
    if (keys.phone === "") failed |= PHONE
    else if (isImplausible(keys.phone)) failed |= IMPLAUSIBLE
  }
  if (email !== undefined) {
    if (keys.email === "") failed |= EMAIL
    else if (Contact.isDisposable(keys.email.slice(keys.email.indexOf("@") + 1))) failed |= DISPOSABLE
  }
  if (prospect.documentNumber !== undefined && keys.document === "") failed |= DOCUMENT
  if (!isAdvisor(directory, prospect.advisorId, dayOf(createdAt))) failed |= ADVISOR
  if (!directory.branchIds.has(prospect.branchId)) failed |= BRANCH
  if (!directory.brandIds.has(prospect.brandId)) failed |= BRAND
  if (createdAt > asOf) failed |= FUTURE
  if (prospect.source === undefined || !SOURCES.has(prospect.source)) failed |= SOURCE
  if (prospect.interest === undefined) failed |= INTEREST
  if (consentAt === undefined || consentAt > asOf) failed |= CONSENT
  else if (excludedAt !== undefined && excludedAt >= consentAt && excludedAt <= asOf) failed |= REVOKED
  const { staff } = directory
  if (staff.has(keys.phone) || staff.has(keys.email) || staff.has(keys.document)) failed |= STAFF
  if (recordedAt !== undefined && recordedAt - createdAt > 72 * HOUR) failed |= LATE
  return failed
}

const isPerformed = (activity: Activity): boolean => activity.status === "performed" && activity.performedAt !== undefined

const placedAt = (activity: Activity): number =>
  (isPerformed(activity) ? activity.performedAt : activity.plannedFor ?? activity.recordedAt ?? activity.performedAt)!

const noteForm = (note: string): string => fold(note).replace(NOT_LETTERS_OR_DIGITS, " ").trim()

const charactersOf = (form: string): number => form.length > 30 ? form.length : [...form].length

const isContactHour = (instant: number): boolean => {
  const day = dayOf(instant)
  const weekday = (day + 3) % 7
  if (weekday === 6 || Holidays.isHoliday(day)) return false
  const hour = (instant + BOGOTA - day * DAY) / HOUR
  return weekday === 5 ? hour >= 8 && hour < 15 : hour >= 7 && hour < 19
}

const judgeActivity = (activity: Activity, directory: Directory, asOf: number, form: string): number => {
  let failed = 0
  const { durationSeconds, outcome, performedAt, type } = activity
  if (!isAdvisor(directory, activity.advisorId, dayOf(placedAt(activity)))) failed |= A_ADVISOR
  if (!TYPES.has(type)) failed |= TYPE
  if (activity.status !== "performed" || performedAt === undefined) return failed | NOT_PERFORMED
  if (performedAt > asOf) failed |= A_FUTURE
  if (outcome === undefined) failed |= OUTCOME
  else if (outcome === "rescheduled") failed |= RESCHEDULED
  if (charactersOf(form) < 15 || form.split(" ").length < 3) failed |= NOTE
  if (activity.recordedAt !== undefined && activity.recordedAt - performedAt > 48 * HOUR) failed |= A_LATE
  if (activity.nextActionAt === undefined && outcome !== "won" && outcome !== "lost") failed |= NEXT_STEP
  if (type === "call" && durationSeconds !== undefined && durationSeconds < 30) failed |= SHORT
  if (activity.direction === "outbound" && activity.requestedByCustomer !== true && REGULATED.has(type) && !isContactHour(performedAt)) failed |= HOURS
  return failed
}

/** The first concluding attempt decides. */
const conclude = (attempts: ReadonlyArray<VerificationCall>, advisorId: string): string => {
  const days = new Set<number>()
  let unanswered = 0
  for (const { agentId, attemptedAt, outcome } of attempts.toSorted((a, b) => a.attemptedAt - b.attemptedAt || (a.callId < b.callId ? -1 : 1))) {
    if (agentId === advisorId) continue
    if (outcome === "attended" || outcome === "refused") return "counts"
    if (outcome === "not-attended" || outcome === "wrong-number") return "failed"
    if (outcome === "no-answer") {
      days.add(dayOf(attemptedAt))
      if (++unanswered >= 3 && days.size >= 2) return "unreachable"
    }
  }
  return "open"
}

/** Indexes in the order of time, then id. */
const inOrder = <R>(records: ReadonlyArray<R>, at: (record: R) => number, id: (record: R) => string): Uint32Array =>
  Uint32Array.from(records.keys()).sort((a, b) => {
    const [one, other] = [records[a]!, records[b]!]
    return at(one) - at(other) || (id(one) < id(other) ? -1 : 1)
  })

const verdictOf = (failed: number, warnings: number, pending: number): number =>
  (failed & ~warnings & ~pending) !== 0 ? 1 : (failed & pending) !== 0 ? 2 : 0

export const judge = (month: Month): Judged => {
  const { activities, asOf, prospects } = month
  const directory = directoryOf(month)
  const attempts = Map.groupBy(month.calls.filter(({ attemptedAt }) => attemptedAt <= asOf), ({ subjectId, subjectType }) => `${subjectType} ${subjectId}`)

  const prospectFailed = new Uint32Array(prospects.length)
  const prospectVerdicts = new Uint8Array(prospects.length)
  const indexById = new Map<string, number>()
  const allKeys: Array<Keys> = []
  for (let i = 0; i < prospects.length; i++) {
    const keys = { phone: "", email: "", document: "" }
    prospectFailed[i] = judgeProspect(prospects[i]!, directory, asOf, keys)
    allKeys.push(keys)
    indexById.set(prospects[i]!.prospectId, i)
  }
  const latestByKey = new Map<string, number>()
  const createdByAdvisor = new Map<string, Array<number>>()
  for (const i of inOrder(prospects, (one) => one.createdAt, (one) => one.prospectId)) {
    const { advisorId, brandId, createdAt, prospectId } = prospects[i]!
    const { document, email, phone } = allKeys[i]!
    for (const key of [phone, email, document]) {
      if (key === "") continue
      const brandKey = `${brandId} ${key}`
      const latest = latestByKey.get(brandKey)
      if (latest !== undefined && createdAt - latest <= 90 * DAY) prospectFailed[i]! |= DUPLICATE
      latestByKey.set(brandKey, createdAt)
    }
    let created = createdByAdvisor.get(advisorId)
    if (created === undefined) createdByAdvisor.set(advisorId, created = [])
    created.push(createdAt)
    if (created.length >= 10 && createdAt - created[created.length - 10]! <= 600_000) prospectFailed[i]! |= BURST
    const made = attempts.get(`prospect ${prospectId}`)
    if (made !== undefined) {
      const conclusion = conclude(made, advisorId)
      if (conclusion === "failed") prospectFailed[i]! |= VERIFIED_FALSE
      else if (conclusion === "unreachable") prospectFailed[i]! |= UNREACHABLE
      else if (conclusion === "open") prospectFailed[i]! |= PENDING
    }
    prospectVerdicts[i] = verdictOf(prospectFailed[i]!, PROSPECT_WARNINGS, PENDING)
  }

  const activityFailed = new Uint32Array(activities.length)
  const activityVerdicts = new Uint8Array(activities.length)
  const forms: Array<string> = []
  for (let i = 0; i < activities.length; i++) {
    const activity = activities[i]!
    const form = activity.note === undefined ? "" : noteForm(activity.note)
    let failed = judgeActivity(activity, directory, asOf, form)
    const index = indexById.get(activity.prospectId)
    if (index === undefined) failed = (failed & ~NEXT_STEP) | P_UNKNOWN
    else {
      const prospect = prospects[index]!
      if ((failed & NOT_PERFORMED) === 0 && activity.performedAt! < prospect.createdAt) failed |= BEFORE
      if (prospect.stage !== "open" && prospect.stageAt! <= asOf) failed &= ~NEXT_STEP
      if (
        activity.advisorId !== prospect.advisorId && (failed & A_ADVISOR) === 0 &&
        !isAdvisor(directory, activity.advisorId, dayOf(placedAt(activity)), prospect.branchId)
      ) failed |= MISMATCH
      if (prospectVerdicts[index] === 1) failed |= P_INVALID
      else if (prospectVerdicts[index] === 2) failed |= P_PENDING
    }
    const made = attempts.get(`activity ${activity.activityId}`)
    if (made !== undefined) {
      const conclusion = conclude(made, activity.advisorId)
      if (conclusion === "failed") failed |= DENIED
      else if (conclusion === "open") failed |= A_PENDING
    }
    activityFailed[i] = failed
    forms.push(form)
  }
  const usesByNote = new Map<string, number>()
  const contacts = new Set<string>()
  const performedByAdvisor = new Map<string, Array<number>>()
  for (const i of inOrder(activities, placedAt, (one) => one.activityId)) {
    const activity = activities[i]!
    if (isPerformed(activity)) {
      const day = dayOf(activity.performedAt!)
      if (forms[i] !== "") {
        const date = new Date(day * DAY)
        const note = `${activity.advisorId} ${date.getUTCFullYear()} ${date.getUTCMonth()} ${forms[i]}`
        const uses = usesByNote.get(note) ?? 0
        if (uses >= 3) activityFailed[i]! |= REPEATED
        usesByNote.set(note, uses + 1)
      }
      const contact = `${activity.prospectId} ${activity.type} ${day}`
      if (contacts.has(contact)) activityFailed[i]! |= TWICE
      else contacts.add(contact)
      let performed = performedByAdvisor.get(activity.advisorId)
      if (performed === undefined) performedByAdvisor.set(activity.advisorId, performed = [])
      performed.push(activity.performedAt!)
      if (performed.length >= 10 && activity.performedAt! - performed[performed.length - 10]! <= 600_000) activityFailed[i]! |= A_BURST
    }
    activityVerdicts[i] = verdictOf(activityFailed[i]!, ACTIVITY_WARNINGS, A_PENDING | P_PENDING)
  }
  return { prospectFailed, prospectVerdicts, activityFailed, activityVerdicts }
}
