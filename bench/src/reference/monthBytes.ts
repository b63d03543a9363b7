/**
 * The reference for the month report: bytes in, verdict files and counters out. One pass over each file, columns of numbers,
 * keys of 53 bits, one thread; the default policy is written into it. It makes no forms, follows up no leads and explains
 * nothing: `node monthBytes.ts <folder> 2024-03 <out>`.
 */
import * as Holidays from "@crm-procedure/core/calendar/Holidays"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import { hash } from "node:crypto"
import { closeSync, existsSync, openSync, statSync, writeFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import * as Rows from "./ByteRows.ts"
import * as ByteText from "./byteText.ts"

const { BOGOTA, DAY } = Rows
const HOUR = 3_600_000
const [folder, period, out] = process.argv.slice(2) as [string, string, string]
const [year, month] = period.split("-").map(Number) as [number, number]
const START = Date.UTC(year, month - 1, 1) - BOGOTA
const END = Date.UTC(year, month, 1) - BOGOTA
const AS_OF = END

const dayOf = (instant: number): number => Math.floor((instant + BOGOTA) / DAY)

const prospectCodes = "name-incomplete contact-missing phone-invalid phone-implausible email-invalid email-disposable document-invalid advisor-unknown branch-unknown brand-unknown created-in-future source-unknown interest-missing consent-missing consent-revoked staff-contact duplicate registered-late registration-burst verification-failed verification-unreachable verification-pending".split(" ")
const activityCodes = "not-performed performed-in-future prospect-unknown prospect-invalid before-prospect advisor-unknown advisor-mismatch type-unknown outcome-missing rescheduled-only note-insufficient note-repeated duplicate-contact registered-late next-step-missing call-too-short outside-contact-hours contact-too-frequent attention-denied verification-pending activity-burst".split(" ")
const prospectBit = (code: string): number => 1 << prospectCodes.indexOf(code)
const activityBit = (code: string): number => 1 << activityCodes.indexOf(code)
const P_WARNINGS = prospectBit("email-disposable") | prospectBit("registered-late") | prospectBit("registration-burst")
const P_PENDING = prospectBit("verification-pending")
const A_WARNINGS = activityBit("next-step-missing") | activityBit("call-too-short") | activityBit("outside-contact-hours") | activityBit("activity-burst")
const PROSPECT_PENDING = 1 << 30
const A_PENDING = activityBit("verification-pending") | PROSPECT_PENDING
const verdictOf = (failed: number, warnings: number, pending: number): number =>
  (failed & ~warnings & ~pending) !== 0 ? 1 : (failed & pending) !== 0 ? 2 : 0

// ---------------------------------------------------------------------------------------------------------- columns

const grow = <A extends Float64Array | Uint32Array | Int32Array | Uint8Array>(array: A, index: number): A => {
  if (index < array.length) return array
  const larger = new (array.constructor as new(length: number) => A)(Math.ceil(array.length * 1.5))
  larger.set(array as never)
  return larger
}

/** More rows than a file is likely to have; only memory is laid out by it. */
const expectedRows = (name: string): number => Math.ceil(statSync(join(folder, `${name}.csv`)).size / 240) + 1024

/** Ids: their bytes one after the other, and a table of their keys. */
class Ids {
  count = 0
  private bytes: Uint8Array
  private starts: Uint32Array
  private keys: Float64Array
  private slots: Uint32Array
  private end = 0

  constructor(expected: number) {
    this.bytes = new Uint8Array(expected * 20)
    this.starts = new Uint32Array(expected)
    this.keys = new Float64Array(expected)
    this.slots = new Uint32Array(2 ** Math.ceil(Math.log2(expected * 1.5)))
  }

  /** The index of the id in the cell, or −1. */
  find(key: number): number {
    const mask = this.slots.length - 1
    for (let at = key & mask;; at = (at + 1) & mask) {
      const slot = this.slots[at]!
      if (slot === 0) return -1
      if (this.keys[slot - 1] === key) return slot - 1
    }
  }

  /** Adds the id of a cell that is not there. */
  add(cell: number, key: number): number {
    const index = this.count++
    if (this.count * 1.3 > this.slots.length) {
      this.slots = new Uint32Array(this.slots.length * 2)
      for (let i = 0; i < index; i++) this.enter(this.keys[i]!, i)
    }
    this.keys = grow(this.keys, index)
    this.starts = grow(this.starts, index + 1)
    this.keys[index] = key
    this.enter(key, index)
    const from = Rows.starts[cell]!
    const length = Rows.ends[cell]! - from
    this.bytes = grow(this.bytes, this.end + length)
    for (let i = 0; i < length; i++) this.bytes[this.end + i] = Rows.bytes[from + i]!
    this.end += length
    this.starts[this.count] = this.end
    return index
  }

  closeIndex(): void {
    this.slots = new Uint32Array(0)
    this.keys = new Float64Array(0)
  }

  compare(one: number, other: number): number {
    const oneEnd = this.starts[one + 1]!
    const otherEnd = this.starts[other + 1]!
    let at = this.starts[one]!
    let against = this.starts[other]!
    while (at < oneEnd && against < otherEnd) {
      const difference = this.bytes[at++]! - this.bytes[against++]!
      if (difference !== 0) return difference
    }
    return oneEnd - at - (otherEnd - against)
  }

  copyInto(index: number, into: Uint8Array, position: number): number {
    for (let at = this.starts[index]!; at < this.starts[index + 1]!; at++) into[position++] = this.bytes[at]!
    return position
  }

  text(index: number): string {
    return Buffer.from(this.bytes.buffer, this.starts[index]!, this.starts[index + 1]! - this.starts[index]!).toString()
  }

  private enter(key: number, index: number): void {
    const mask = this.slots.length - 1
    let at = key & mask
    while (this.slots[at] !== 0) at = (at + 1) & mask
    this.slots[at] = index + 1
  }
}

/** Names that come again and again, numbered. */
class Names {
  readonly texts: Array<string> = []
  private readonly numbers = new Map<number, number>()
  intern(cell: number): number {
    const key = Rows.keyOfCell(cell, 30)
    let number = this.numbers.get(key)
    if (number === undefined) {
      number = this.texts.push(Rows.text(cell)) - 1
      this.numbers.set(key, number)
    }
    return number
  }
}

/** Indexes by instant, then id. Instants of whole seconds are sorted as one number with their index. */
const timeOrder = (instants: Float64Array, count: number, ids: Ids): Uint32Array => {
  let earliest = Infinity
  let isWhole = true
  for (let i = 0; i < count; i++) {
    if (instants[i]! < earliest) earliest = instants[i]!
    if (instants[i]! % 1000 !== 0) isWhole = false
  }
  const order = new Uint32Array(count)
  const factor = 2 ** Math.ceil(Math.log2(count + 1))
  if (isWhole) {
    const words = new Float64Array(count)
    for (let i = 0; i < count; i++) words[i] = (instants[i]! - earliest) / 1000 * factor + i
    words.sort()
    for (let i = 0; i < count; i++) order[i] = words[i]! % factor
  } else {
    for (let i = 0; i < count; i++) order[i] = i
    order.sort((one, other) => instants[one]! - instants[other]!)
  }
  for (let from = 0; from < count;) {
    let to = from + 1
    while (to < count && instants[order[to]!] === instants[order[from]!]) to++
    if (to - from > 1) order.subarray(from, to).sort((one, other) => ids.compare(one, other))
    from = to
  }
  return order
}

// -------------------------------------------------------------------------------------------------------- directory

const advisors = new Names()
const branches = new Names()
const brands = new Names()
const branchIds = new Set<number>()
const brandIds = new Set<number>()
const staff = new Set<number>()
/** Of each advisor: from, to and branch of each assignment. */
const assignments: Array<Array<number>> = []
const assignmentsByEmployee = new Map<string, Array<readonly [number, number]>>()

const counts: Record<string, { rows: number; read: number; rejected: number }> = {}
const counted = (name: string, columns: string, accept: () => boolean): void => {
  const count = counts[name] = { rows: 0, read: 0, rejected: 0 }
  Rows.each(join(folder, `${name}.csv`), columns.split(" "), (tooManyCells) => {
    count.rows++
    if (!tooManyCells && accept()) count.read++
    else count.rejected++
  })
}
const isId = (cell: number): boolean => !Rows.isEmpty(cell) && (Rows.ends[cell]! - Rows.starts[cell]! <= 64 || [...Rows.text(cell)].length <= 64)

const readNamed = (name: string, column: string, names: Names, ids: Set<number>): void => {
  const lines = Rows.ascii("cars", "motorcycles")
  counted(name, `${column} name line`, () => {
    if (!isId(0) || Rows.isEmpty(1) || (!Rows.isEmpty(2) && Rows.placeAmong(2, lines) < 0)) return false
    const number = names.intern(0)
    if (ids.has(number)) return false
    ids.add(number)
    return true
  })
}

const roles = Rows.ascii("advisor", "crm-assistant", "crm-agent", "marketing-coordinator", "motorcycle-manager", "commercial-manager", "general-manager")
const readEmployees = (): void =>
  counted("employees", "employee_id name role branch_id active_from active_to phone email document_type document_number", () => {
    const role = Rows.placeAmong(2, roles)
    const from = Rows.day(4)
    const to = Rows.isEmpty(5) ? Infinity : Rows.day(5)
    if (!isId(0) || Rows.isEmpty(1) || role < 0 || (role === 0 && Rows.isEmpty(3)) || Number.isNaN(from) || Number.isNaN(to)) return false
    if (Rows.ends[4]! - Rows.starts[4]! !== 10 || (!Rows.isEmpty(5) && Rows.ends[5]! - Rows.starts[5]! !== 10)) return false
    const id = Rows.text(0)
    const others = assignmentsByEmployee.get(id) ?? []
    if (from <= to && others.some(([begins, ends]) => begins <= ends && begins <= to && from <= ends)) return false
    assignmentsByEmployee.set(id, [...others, [from, to]])
    if (role === 0) (assignments[advisors.intern(0)] ??= []).push(from, to, branches.intern(3))
    staff.add(ByteText.phone(6)).add(ByteText.email(7)).add(ByteText.document(9, ByteText.documentType(8)))
    return true
  })

const isAdvisor = (advisor: number, day: number, branch: number): boolean => {
  const own = assignments[advisor]
  if (own === undefined) return false
  for (let i = 0; i < own.length; i += 3) if (day >= own[i]! && day <= own[i + 1]! && (branch < 0 || own[i + 2] === branch)) return true
  return false
}

const readGoals = (): Set<string> => {
  const goals = new Set<string>()
  counted("goals", "period advisor_id branch_id brand_id prospects activities", () => {
    const key = [0, 1, 2, 3].map(Rows.text).join("\0")
    const isWhole = (cell: number): boolean => /^\d{1,15}$/.test(Rows.text(cell))
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(Rows.text(0)) || !isId(1) || !isId(2) || !isId(3) || !isWhole(4) || !isWhole(5) || goals.has(key)) return false
    goals.add(key)
    return true
  })
  return goals
}

interface Call {
  readonly id: string
  readonly agent: string
  readonly at: number
  readonly outcome: number
}
const outcomes = Rows.ascii("attended", "refused", "not-attended", "wrong-number", "no-answer", "call-back")
const subjects = Rows.ascii("prospect", "activity")
/** Attempts by the key of their subject: prospects' and activities'. */
const calls = [new Map<number, Array<Call>>(), new Map<number, Array<Call>>()]
const readCalls = (): void => {
  const ids = new Set<string>()
  counted("verification-calls", "call_id subject_type subject_id agent_id attempted_at outcome", () => {
    const subject = Rows.placeAmong(1, subjects)
    const outcome = Rows.placeAmong(5, outcomes)
    const at = Rows.instant(4)
    const id = Rows.text(0)
    if (!isId(0) || subject < 0 || !isId(2) || !isId(3) || Number.isNaN(at) || outcome < 0 || ids.has(id)) return false
    ids.add(id)
    if (at > AS_OF) return true
    const key = Rows.keyOfCell(2, 0)
    const attempts = calls[subject]!.get(key)
    const call: Call = { id, agent: Rows.text(3), at, outcome }
    if (attempts === undefined) calls[subject]!.set(key, [call])
    else attempts.push(call)
    return true
  })
}

/** 0 nothing fails, 1 failed, 2 unreachable, 3 open. */
const conclude = (attempts: Array<Call>, advisor: string): number => {
  attempts.sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
  const days = new Set<number>()
  let unanswered = 0
  for (const { agent, at, outcome } of attempts) {
    if (agent === advisor) continue
    if (outcome <= 1) return 0
    if (outcome <= 3) return 1
    if (outcome === 4) {
      days.add(dayOf(at))
      if (++unanswered >= 3 && days.size >= 2) return 2
    }
  }
  return 3
}

// -------------------------------------------------------------------------------------------------------- prospects

const expectedProspects = expectedRows("prospects")
const prospectIds = new Ids(expectedProspects)
let pCreated = new Float64Array(expectedProspects)
let pKeys = new Float64Array(expectedProspects * 3)
let pAdvisor = new Uint32Array(expectedProspects)
let pBranch = new Uint32Array(expectedProspects)
let pBrand = new Uint32Array(expectedProspects)
let pFailed = new Uint32Array(expectedProspects)
let pOpen = new Uint8Array(expectedProspects)

const sources = Rows.ascii("brand-crm", "web", "social", "phone-lead", "referral-lead", "walk-in", "street", "event", "referral", "customer-base", "unsold-follow-up")
const spanishSources = Rows.spanishOf(SpanishWords.sources, sources)
const stages = Rows.ascii("open", "won", "lost")
const spanishStages = Rows.spanishOf(SpanishWords.stages, stages)
const [cName, cContact, cPhone, cImplausible, cEmail, cDisposable, cDocument, cAdvisor, cBranch, cBrand, cFuture, cSource, cInterest, cConsent, cRevoked, cStaff, cDuplicate, cLate, cBurst] = prospectCodes.map((_, i) => 1 << i) as [number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number]

const acceptProspect = (): boolean => {
  const created = Rows.instant(1)
  if (!isId(0) || Number.isNaN(created) || !isId(2) || !isId(3) || !isId(4)) return false
  const consent = Rows.isEmpty(12) ? Infinity : Rows.instant(12)
  const excluded = Rows.isEmpty(13) ? -Infinity : Rows.instant(13)
  const assigned = Rows.isEmpty(14) ? 0 : Rows.instant(14)
  const recorded = Rows.isEmpty(15) ? created : Rows.instant(15)
  const stage = Rows.isEmpty(16) ? 0 : Rows.placeAmong(16, stages, spanishStages)
  const stageAt = Rows.isEmpty(17) ? Infinity : Rows.instant(17)
  if (stage < 0 || Number.isNaN(consent + assigned + recorded) || Number.isNaN(excluded) || Number.isNaN(stageAt)) return false
  if (stage > 0 && Rows.isEmpty(17)) return false
  const key = Rows.keyOfCell(0, 0)
  if (prospectIds.find(key) >= 0) return false
  const index = prospectIds.add(0, key)

  let failed = 0
  const type = ByteText.documentType(6)
  const phone = ByteText.phone(8)
  const email = ByteText.email(9)
  const document = ByteText.document(7, type)
  if (ByteText.isNameIncomplete(5, type === ByteText.NIT)) failed |= cName
  if (phone === ByteText.ABSENT) {
    if (email === ByteText.ABSENT) failed |= cContact
  } else if (phone === ByteText.INVALID) failed |= cPhone
  else if (ByteText.isImplausible(phone)) failed |= cImplausible
  if (email === ByteText.INVALID) failed |= cEmail
  else if (ByteText.isDisposable) failed |= cDisposable
  if (document === ByteText.INVALID) failed |= cDocument
  const advisor = advisors.intern(2)
  const branch = branches.intern(3)
  const brand = brands.intern(4)
  if (!isAdvisor(advisor, dayOf(created), -1)) failed |= cAdvisor
  if (!branchIds.has(branch)) failed |= cBranch
  if (!brandIds.has(brand)) failed |= cBrand
  if (created > AS_OF) failed |= cFuture
  if (Rows.isEmpty(10) || Rows.placeAmong(10, sources, spanishSources) < 0) failed |= cSource
  if (Rows.isEmpty(11)) failed |= cInterest
  if (consent > AS_OF) failed |= cConsent
  else if (excluded >= consent && excluded <= AS_OF) failed |= cRevoked
  if (staff.has(phone) || staff.has(email) || staff.has(document)) failed |= cStaff
  if (recorded - created > 72 * HOUR) failed |= cLate

  if (index >= pCreated.length) {
    pCreated = grow(pCreated, index)
    pKeys = grow(pKeys, index * 3 + 2)
    pAdvisor = grow(pAdvisor, index)
    pBranch = grow(pBranch, index)
    pBrand = grow(pBrand, index)
    pFailed = grow(pFailed, index)
    pOpen = grow(pOpen, index)
  }
  pCreated[index] = created
  pKeys[index * 3] = phone > 0 ? phone : 0
  pKeys[index * 3 + 1] = email > 0 ? email : 0
  pKeys[index * 3 + 2] = document > 0 ? document : 0
  pAdvisor[index] = advisor
  pBranch[index] = branch
  pBrand[index] = brand
  pFailed[index] = failed
  pOpen[index] = stage === 0 || stageAt > AS_OF ? 1 : 0
  return true
}

const settleProspects = (): Uint32Array => {
  const count = prospectIds.count
  const order = timeOrder(pCreated, count, prospectIds)
  let size = 1 << 10
  while (size < count * 4) size *= 2
  const latest = new Uint32Array(size)
  const lastTen = new Float64Array(advisors.texts.length * 10).fill(-Infinity)
  const next = new Uint8Array(advisors.texts.length)
  for (let place = 0; place < count; place++) {
    const index = order[place]!
    const brand = pBrand[index]!
    const created = pCreated[index]!
    for (let kind = 0; kind < 3; kind++) {
      const key = pKeys[index * 3 + kind]!
      if (key === 0) continue
      for (let at = (Math.imul((key | 0) + brand * 3 + kind, 0x9e3779b1) >>> 7) & (size - 1);; at = (at + 1) & (size - 1)) {
        const holder = latest[at]!
        if (holder !== 0) {
          const other = Math.floor((holder - 1) / 3)
          if ((holder - 1) % 3 !== kind || pKeys[holder - 1] !== key || pBrand[other] !== brand) continue
          if (created - pCreated[other]! <= 90 * DAY) pFailed[index]! |= cDuplicate
        }
        latest[at] = index * 3 + kind + 1
        break
      }
    }
    const advisor = pAdvisor[index]!
    lastTen[advisor * 10 + next[advisor]!] = created
    next[advisor] = (next[advisor]! + 1) % 10
    if (created - lastTen[advisor * 10 + next[advisor]!]! <= 600_000) pFailed[index]! |= cBurst
  }
  return order
}

const verifyProspects = (hasCalls: boolean): void => {
  const strata: Array<Array<number>> = advisors.texts.map(() => [])
  const VERIFICATION = prospectBit("verification-failed") | prospectBit("verification-unreachable") | P_PENDING
  for (let index = 0; index < prospectIds.count; index++) {
    if (pCreated[index]! < START || pCreated[index]! >= END) continue
    if ((pFailed[index]! & ~P_WARNINGS & ~VERIFICATION) === 0) strata[pAdvisor[index]!]!.push(index)
  }
  const sample: Array<string> = []
  const called = new Map<number, Array<Call>>()
  for (const advisor of [...advisors.texts.keys()].sort((one, other) => (advisors.texts[one]! < advisors.texts[other]! ? -1 : 1))) {
    const stratum = strata[advisor]!
    const digests = new Map(stratum.map((index) => [index, hash("sha256", `${period}|${period}|${prospectIds.text(index)}`, "hex")]))
    stratum.sort((one, other) => (digests.get(one)! < digests.get(other)! ? -1 : 1))
    const random = Math.min(stratum.length, Math.max(5, Math.ceil(stratum.length / 10)))
    const risky = stratum.slice(random).filter((index) => (pFailed[index]! & P_WARNINGS) !== 0).slice(0, 20)
    for (const [kind, selected] of [["random", stratum.slice(0, random)], ["risk", risky]] as const) {
      for (const index of selected) {
        sample.push(`${prospectIds.text(index)},${advisors.texts[advisor]},${kind}\n`)
        called.set(index, [])
      }
    }
  }
  writeFileSync(join(out, "sample.csv"), `prospect_id,advisor_id,kind\n${sample.join("")}`)
  if (!hasCalls) return
  for (const [key, attempts] of calls[0]!) {
    const index = prospectIds.find(key)
    if (index >= 0) called.set(index, attempts)
  }
  for (const [index, attempts] of called) {
    const conclusion = conclude(attempts, advisors.texts[pAdvisor[index]!]!)
    if (conclusion > 0) pFailed[index]! |= [0, prospectBit("verification-failed"), prospectBit("verification-unreachable"), P_PENDING][conclusion]!
  }
}

// ------------------------------------------------------------------------------------------------------- activities

const expectedActivities = expectedRows("activities")
const activityIds = new Ids(expectedActivities)
let aPlaced = new Float64Array(expectedActivities)
let aNote = new Float64Array(expectedActivities)
let aProspect = new Int32Array(expectedActivities)
let aAdvisor = new Uint32Array(expectedActivities)
let aType = new Uint8Array(expectedActivities)
let aFailed = new Uint32Array(expectedActivities)
const unknownProspects = new Map<number, number>()
const otherTypes = new Names()

const types = Rows.ascii("call", "whatsapp", "email", "sms", "visit", "home-visit", "test-ride", "quote", "meeting")
const spanishTypes = Rows.spanishOf(SpanishWords.activityTypes, types)
const statuses = Rows.ascii("performed", "planned", "cancelled")
const spanishStatuses = Rows.spanishOf(SpanishWords.statuses, statuses)
const directions = Rows.ascii("outbound", "inbound")
const booleans = Rows.ascii("true", "false")
const spanishBooleans = Rows.spanishOf(SpanishWords.booleans, booleans)
const [RESCHEDULED, WON, LOST] = Rows.ascii("rescheduled", "won", "lost") as [Buffer, Buffer, Buffer]
const [aNotPerformed, aFuture, aUnknown, aInvalid, aBefore, aAdvisorUnknown, aMismatch, aTypeUnknown, aOutcome, aRescheduled, aNoteShort, aRepeated, aTwice, aLate, aNextStep, aShort, aHours] = activityCodes.map((_, i) => 1 << i) as [number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number, number]

const aBurst = activityBit("activity-burst")

const optionalInstant = (cell: number): number => Rows.isEmpty(cell) ? Infinity : Rows.instant(cell)

const isContactHour = (instant: number, day: number): boolean => {
  const weekday = (day + 3) % 7
  if (weekday === 6 || Holidays.isHoliday(day)) return false
  const millis = instant + BOGOTA - day * DAY
  return weekday === 5 ? millis >= 8 * HOUR && millis < 15 * HOUR : millis >= 7 * HOUR && millis < 19 * HOUR
}

const acceptActivity = (): boolean => {
  const status = Rows.placeAmong(4, statuses, spanishStatuses)
  const direction = Rows.isEmpty(5) ? 0 : Rows.placeAmong(5, directions)
  const planned = optionalInstant(6)
  const performedAt = optionalInstant(7)
  const recorded = optionalInstant(8)
  const nextAction = optionalInstant(11)
  const requested = Rows.isEmpty(13) ? 1 : Rows.placeAmong(13, booleans, spanishBooleans)
  if (!isId(0) || !isId(1) || !isId(2) || Rows.isEmpty(3) || status < 0 || direction < 0 || requested < 0) return false
  if (Number.isNaN(planned + performedAt + recorded + nextAction) || Math.min(planned, performedAt, recorded) === Infinity) return false
  let seconds = -1
  if (!Rows.isEmpty(12)) {
    seconds = 0
    for (let at = Rows.starts[12]!; at < Rows.ends[12]!; at++) {
      const digit = Rows.bytes[at]! - 48
      if (digit < 0 || digit > 9) return false
      seconds = seconds * 10 + digit
    }
  }
  const key = Rows.keyOfCell(0, 0)
  if (activityIds.find(key) >= 0) return false
  const index = activityIds.add(0, key)

  const performed = status === 0 && performedAt !== Infinity
  const placed = performed ? performedAt : planned !== Infinity ? planned : recorded !== Infinity ? recorded : performedAt
  const day = dayOf(placed)
  const advisor = advisors.intern(2)
  const type = Rows.placeAmong(3, types, spanishTypes)
  const prospectKey = Rows.keyOfCell(1, 0)
  let prospect = prospectIds.find(prospectKey)
  let note = 0
  let failed = 0
  if (!isAdvisor(advisor, day, -1)) failed |= aAdvisorUnknown
  if (type < 0) failed |= aTypeUnknown
  if (!performed) failed |= aNotPerformed
  else {
    if (performedAt > AS_OF) failed |= aFuture
    if (Rows.isEmpty(9)) failed |= aOutcome
    else if (Rows.equals(9, RESCHEDULED)) failed |= aRescheduled
    note = ByteText.note(10)
    if (ByteText.noteCharacters < 15 || ByteText.noteWords < 3) failed |= aNoteShort
    if (recorded !== Infinity && recorded - performedAt > 48 * HOUR) failed |= aLate
    if (nextAction === Infinity && prospect >= 0 && pOpen[prospect] === 1 && !Rows.equals(9, WON) && !Rows.equals(9, LOST)) failed |= aNextStep
    if (type === 0 && seconds >= 0 && seconds < 30) failed |= aShort
    if (direction === 0 && requested === 1 && type >= 0 && type < 4 && !isContactHour(performedAt, day)) failed |= aHours
    if (prospect >= 0 && performedAt < pCreated[prospect]!) failed |= aBefore
  }
  if (prospect < 0) {
    failed |= aUnknown
    const number = unknownProspects.get(prospectKey) ?? unknownProspects.size
    unknownProspects.set(prospectKey, number)
    prospect = -1 - number
  } else {
    if (advisor !== pAdvisor[prospect] && (failed & aAdvisorUnknown) === 0 && !isAdvisor(advisor, day, pBranch[prospect]!)) failed |= aMismatch
    const verdict = verdictOf(pFailed[prospect]!, P_WARNINGS, P_PENDING)
    failed |= verdict === 1 ? aInvalid : verdict === 2 ? PROSPECT_PENDING : 0
  }
  const attempts = calls[1]!.get(key)
  if (attempts !== undefined) {
    const conclusion = conclude(attempts, advisors.texts[advisor]!)
    failed |= conclusion === 1 ? activityBit("attention-denied") : conclusion === 3 ? activityBit("verification-pending") : 0
  }

  if (index >= aPlaced.length) {
    aPlaced = grow(aPlaced, index)
    aNote = grow(aNote, index)
    aProspect = grow(aProspect, index)
    aAdvisor = grow(aAdvisor, index)
    aType = grow(aType, index)
    aFailed = grow(aFailed, index)
  }
  aPlaced[index] = placed
  aNote[index] = note
  aProspect[index] = prospect
  aAdvisor[index] = advisor
  aType[index] = type >= 0 ? type : 16 + otherTypes.intern(3)
  aFailed[index] = failed
  return true
}

const settleActivities = (): Uint32Array => {
  const count = activityIds.count
  const order = timeOrder(aPlaced, count, activityIds)
  let size = 1 << 10
  while (size < count * 2) size *= 2
  const slots = new Uint32Array(size)
  const uses = new Uint8Array(count)
  const months = new Map<number, number>()
  const monthOf = (index: number): number => {
    const day = dayOf(aPlaced[index]!)
    let known = months.get(day)
    if (known === undefined) {
      const date = new Date(day * DAY)
      months.set(day, known = date.getUTCFullYear() * 12 + date.getUTCMonth())
    }
    return known
  }
  for (let place = 0; place < count; place++) {
    const index = order[place]!
    const note = aNote[index]!
    if (note === 0) continue
    const advisor = aAdvisor[index]!
    const inMonth = monthOf(index)
    for (let at = (Math.imul((note | 0) + advisor * 31 + inMonth, 0x9e3779b1) >>> 7) & (size - 1);; at = (at + 1) & (size - 1)) {
      const first = slots[at]! - 1
      if (first < 0) {
        slots[at] = index + 1
        uses[index] = 1
        break
      }
      if (aNote[first] !== note || aAdvisor[first] !== advisor || monthOf(first) !== inMonth) continue
      if (uses[first]! >= 3) aFailed[index]! |= aRepeated
      else uses[first]!++
      break
    }
  }
  slots.fill(0)
  const lastTen = new Float64Array(advisors.texts.length * 10).fill(-Infinity)
  const next = new Uint8Array(advisors.texts.length)
  for (let place = 0; place < count; place++) {
    const index = order[place]!
    if ((aFailed[index]! & aNotPerformed) !== 0) continue
    const advisor = aAdvisor[index]!
    lastTen[advisor * 10 + next[advisor]!] = aPlaced[index]!
    next[advisor] = (next[advisor]! + 1) % 10
    if (aPlaced[index]! - lastTen[advisor * 10 + next[advisor]!]! <= 600_000) aFailed[index]! |= aBurst
    const prospect = aProspect[index]!
    const type = aType[index]!
    const day = dayOf(aPlaced[index]!)
    for (let at = (Math.imul(prospect * 37 + type * 1009 + day, 0x9e3779b1) >>> 7) & (size - 1);; at = (at + 1) & (size - 1)) {
      const first = slots[at]! - 1
      if (first < 0) {
        slots[at] = index + 1
        break
      }
      if (aProspect[first] !== prospect || aType[first] !== type || dayOf(aPlaced[first]!) !== day) continue
      aFailed[index]! |= aTwice
      break
    }
  }
  return order
}

// ----------------------------------------------------------------------------------------------------------- output

interface Counts {
  registered: number
  valid: number
  invalid: number
  pending: number
}
type Scores = Record<"company" | "byBranch" | "byBrand" | "byAdvisor", Record<string, Counts>>
const scores: Record<"prospecting" | "followUp", Scores> = {
  prospecting: { company: {}, byBranch: {}, byBrand: {}, byAdvisor: {} },
  followUp: { company: {}, byBranch: {}, byBrand: {}, byAdvisor: {} }
}
/** Records by verdict, in groups numbered by advisor, branch and brand. */
const tally = new Map<number, Uint32Array>()
const countIn = (group: number, verdict: number): void => {
  let cell = tally.get(group)
  if (cell === undefined) tally.set(group, cell = new Uint32Array(3))
  cell[verdict]!++
}

const write = (name: string, header: string, ids: Ids, order: Uint32Array, at: Float64Array, suffixOf: (index: number) => Buffer): void => {
  const file = openSync(join(out, name), "w")
  const block = Buffer.allocUnsafeSlow(1 << 20)
  let length = block.write(header)
  for (let place = 0; place < order.length; place++) {
    const index = order[place]!
    if (at[index]! < START || at[index]! >= END) continue
    if (length > block.length - 8192) {
      writeSync(file, block, 0, length)
      length = 0
    }
    length = ids.copyInto(index, block, length)
    const suffix = suffixOf(index)
    for (let i = 0; i < suffix.length; i++) block[length++] = suffix[i]!
  }
  writeSync(file, block, 0, length)
  closeSync(file)
}

const suffixes = (codes: ReadonlyArray<string>, warnings: number, pending: number, undecided: number): (failed: number) => Buffer => {
  const known = new Map<number, Buffer>()
  return (failed) => {
    let suffix = known.get(failed)
    if (suffix === undefined) {
      const said = failed | ((failed & undecided) !== 0 ? activityBit("prospect-invalid") : 0)
      const list = (bits: number): string => codes.filter((_, i) => (bits & (1 << i)) !== 0).join("|")
      suffix = Buffer.from(`,${["valid", "invalid", "pending"][verdictOf(failed, warnings, pending)]},${list(said & ~warnings)},${list(said & warnings)}\n`)
      known.set(failed, suffix)
    }
    return suffix
  }
}

const spread = (scores: Scores): void => {
  const add = (dimension: keyof Scores, id: string, cell: Uint32Array): void => {
    const counts = scores[dimension][id] ??= { registered: 0, valid: 0, invalid: 0, pending: 0 }
    counts.registered += cell[0]! + cell[1]! + cell[2]!
    counts.valid += cell[0]!
    counts.invalid += cell[1]!
    counts.pending += cell[2]!
  }
  for (const [group, cell] of tally) {
    const brand = group % 1000
    const branch = Math.floor(group / 1000) % 10_000
    add("company", "", cell)
    add("byAdvisor", advisors.texts[Math.floor(group / 1e7)]!, cell)
    if (branch > 0) add("byBranch", branches.texts[branch - 1]!, cell)
    if (brand > 0) add("byBrand", brands.texts[brand - 1]!, cell)
  }
  tally.clear()
}

readNamed("branches", "branch_id", branches, branchIds)
readNamed("brands", "brand_id", brands, brandIds)
readEmployees()
for (const none of [ByteText.ABSENT, ByteText.INVALID]) staff.delete(none)
readGoals()
const hasCalls = existsSync(join(folder, "verification-calls.csv"))
if (hasCalls) readCalls()
counted(
  "prospects",
  "prospect_id created_at advisor_id branch_id brand_id full_name document_type document_number phone email source interest consent_at excluded_at assigned_at recorded_at stage stage_at",
  acceptProspect
)
const prospectOrder = settleProspects()
verifyProspects(hasCalls)
const prospectSuffix = suffixes(prospectCodes, P_WARNINGS, P_PENDING, 0)
write("prospect-verdicts.csv", "prospect_id,verdict,reasons,warnings\n", prospectIds, prospectOrder, pCreated, (index) => {
  const failed = pFailed[index]!
  countIn(pAdvisor[index]! * 1e7 + (pBranch[index]! + 1) * 1000 + pBrand[index]! + 1, verdictOf(failed, P_WARNINGS, P_PENDING))
  return prospectSuffix(failed)
})
spread(scores.prospecting)
counted(
  "activities",
  "activity_id prospect_id advisor_id type status direction planned_for performed_at recorded_at outcome note next_action_at duration_seconds requested_by_customer",
  acceptActivity
)
activityIds.closeIndex()
prospectIds.closeIndex()
const activitySuffix = suffixes(activityCodes, A_WARNINGS, A_PENDING, PROSPECT_PENDING)
write("activity-verdicts.csv", "activity_id,verdict,reasons,warnings\n", activityIds, settleActivities(), aPlaced, (index) => {
  const failed = aFailed[index]!
  const prospect = aProspect[index]!
  const place = prospect < 0 ? 0 : (pBranch[prospect]! + 1) * 1000 + pBrand[prospect]! + 1
  countIn(aAdvisor[index]! * 1e7 + place, verdictOf(failed, A_WARNINGS, A_PENDING))
  return activitySuffix(failed)
})
spread(scores.followUp)
writeFileSync(join(out, "counters.json"), JSON.stringify({ files: counts, ...scores }))
