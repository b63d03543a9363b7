/**
 * An erased record (*supresión de datos personales*): no name, phone, e-mail, document or free text remains. It keeps what the rules
 * found and the keyed hashes of {@link ErasureKey}, so counts, verdicts and duplicates stay true.
 *
 * @see Ley 1581 de 2012, art. 8; docs/decisions/0010-erasure.md
 */
import type { Instant } from "../calendar/Calendar.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import * as IdentityKeys from "../identity/internal/IdentityKeys.ts"
import * as Note from "../identity/Note.ts"
import type { Rule, Subject } from "../policy/Rule.ts"
import * as Activity from "../records/Activity.ts"
import * as Directory from "../records/Directory.ts"
import * as Prospect from "../records/Prospect.ts"
import * as RecordContent from "../records/RecordContent.ts"
import * as VerificationCall from "../records/VerificationCall.ts"
import * as ActivityRules from "./ActivityRules.ts"
import * as ProspectRules from "./ProspectRules.ts"
import type { Findings } from "./Verdict.ts"

// ---------------------------------------------------------------------------------------------------------------------
// Frozen findings
// ---------------------------------------------------------------------------------------------------------------------

const bitsBut = (all: Readonly<Record<string, number>>, derived: ReadonlyArray<string>): number =>
  Object.entries(all).reduce((bits, [code, bit]) => derived.includes(code) ? bits : bits | bit, 0)

/**
 * The rules whose findings are frozen. The others are still derived from instants, calls and the prospect, which all stay:
 * so an erased record's verdict is the same as of any instant as it was, and follows calls that were made before.
 */
export const frozenBits: Readonly<Record<Subject, number>> = {
  prospect: bitsBut(ProspectRules.bit, [
    "created-in-future",
    "consent-missing",
    "consent-revoked",
    "verification-failed",
    "verification-unreachable",
    "verification-pending"
  ]),
  activity: bitsBut(ActivityRules.bit, [
    "performed-in-future",
    "prospect-unknown",
    "prospect-invalid",
    "before-prospect",
    "advisor-mismatch",
    "next-step-missing",
    "attention-denied",
    "verification-pending"
  ])
}

const codesOf: Readonly<Record<Subject, ReadonlyArray<string>>> = { prospect: ProspectRules.codes, activity: ActivityRules.codes }

/** Marks an own rule that was undecided. */
const UNDECIDED = "?"

/** What the rules said, as codes: `phone-invalid duplicate ?own-rule`. Codes outlive the order of rules. */
export const writeFindings = (subject: Subject, findings: Findings, ownRules: ReadonlyArray<Rule>): string => {
  const failed = findings.failed & frozenBits[subject]
  return [
    ...codesOf[subject].filter((_, index) => (failed & (1 << index)) !== 0),
    ...ownRules.filter((_, index) => (findings.ownFailed & (1 << index)) !== 0).map(({ code }) => code),
    ...ownRules.filter((_, index) => (findings.ownUndecided & (1 << index)) !== 0).map(({ code }) => UNDECIDED + code)
  ].join(" ")
}

/** Reads what {@link writeFindings} wrote; codes of rules that are no more say nothing. */
export const readFindings = (subject: Subject, text: string | undefined, ownRules: ReadonlyArray<Rule>): Findings => {
  let failed = 0
  let ownFailed = 0
  let ownUndecided = 0
  for (const word of (text ?? "").split(" ")) {
    const builtIn = codesOf[subject].indexOf(word)
    if (builtIn >= 0) failed |= 1 << builtIn
    const own = ownRules.findIndex(({ code }) => code === word || UNDECIDED + code === word)
    if (own >= 0 && word.startsWith(UNDECIDED)) ownUndecided |= 1 << own
    else if (own >= 0) ownFailed |= 1 << own
  }
  return { failed: failed & frozenBits[subject], ownFailed, ownUndecided }
}

// ---------------------------------------------------------------------------------------------------------------------
// Records
// ---------------------------------------------------------------------------------------------------------------------

/** What an erasure needs beside the record: when, the key, and what the rules said as {@link writeFindings} writes it. */
export interface Circumstances {
  readonly erasedAt: Instant
  readonly key: ErasureKey.Key
  readonly frozenFindings: string
  /** The country of a phone that names none; by default Colombia. */
  readonly phoneCountry?: string | undefined
}

/** A prospect without what identifies the person. A prospect that is erased already stays as it is. The interest does not identify a person. */
export const ofProspect = (prospect: Prospect.Prospect, { erasedAt, frozenFindings, key, phoneCountry }: Circumstances): Prospect.Prospect => {
  if (prospect.erasedAt !== undefined) return prospect
  const keys = IdentityKeys.of(prospect, phoneCountry)
  ErasureKey.hashKeys(key, keys)
  return { ...RecordContent.withoutIdentity(Prospect.fields, prospect), erasedAt, frozenFindings, keyHashes: ErasureKey.writeLanes(key, keys) }
}

/** An activity without its note. An activity that is erased already stays as it is. */
export const ofActivity = (activity: Activity.Activity, { erasedAt, frozenFindings, key }: Circumstances): Activity.Activity => {
  if (activity.erasedAt !== undefined) return activity
  const fingerprint = new Uint32Array(4)
  Note.fingerprintInto(activity.note, fingerprint)
  const lanes = fingerprint.slice(0, 2)
  if (fingerprint[2] === 0) lanes.fill(0)
  ErasureKey.hashNote(key, lanes)
  return { ...RecordContent.withoutIdentity(Activity.fields, activity), erasedAt, frozenFindings, noteHash: ErasureKey.writeLanes(key, lanes) }
}

/** An attempt without its comment. */
export const ofCall = (call: VerificationCall.VerificationCall): VerificationCall.VerificationCall => RecordContent.withoutIdentity(VerificationCall.fields, call)

/**
 * What is to be stored when a prospect is registered again: of an erased one nothing comes back but where the sale stands, so
 * that a file imported once more does not undo an erasure.
 */
export const keepErasedProspect = (known: Prospect.Prospect | undefined, incoming: Prospect.Prospect): Prospect.Prospect =>
  known?.erasedAt === undefined ? incoming : { ...known, stage: incoming.stage, stageAt: incoming.stageAt }

/** As {@link keepErasedProspect}: an erased activity stays as it is. */
export const keepErasedActivity = (known: Activity.Activity | undefined, incoming: Activity.Activity): Activity.Activity => known?.erasedAt === undefined ? incoming : known

// ---------------------------------------------------------------------------------------------------------------------
// Employees
// ---------------------------------------------------------------------------------------------------------------------

/** An assignment without what identifies the person. Who worked where stays; the id stands for the name. */
const withoutPerson = (employee: Directory.Employee, erasedAt: Instant, keyHashes: string): Directory.Employee =>
  ({ ...RecordContent.withoutIdentity(Directory.employeeFields, employee), name: employee.employeeId, erasedAt, keyHashes })

/** An assignment of a person who is erased. An assignment that is erased already stays as it is. */
export const ofEmployee = (employee: Directory.Employee, { erasedAt, key, phoneCountry }: Omit<Circumstances, "frozenFindings">): Directory.Employee => {
  if (employee.erasedAt !== undefined) return employee
  const keys = IdentityKeys.of(employee, phoneCountry)
  ErasureKey.hashKeys(key, keys)
  return withoutPerson(employee, erasedAt, ErasureKey.writeLanes(key, keys))
}

/**
 * What is to be stored of assignments that are registered again: those of an erased person come back without what identifies them. An
 * erased person whom the assignments leave out stays too: verdicts and their recognition rest on it.
 */
export const keepErasedEmployees = (known: ReadonlyArray<Directory.Employee>, incoming: ReadonlyArray<Directory.Employee>): ReadonlyArray<Directory.Employee> => {
  const erased = Map.groupBy(known.filter(({ erasedAt }) => erasedAt !== undefined), ({ employeeId }) => employeeId)
  if (erased.size === 0) return incoming
  const kept = incoming.map((employee) => {
    const theirs = erased.get(employee.employeeId)
    if (theirs === undefined) return employee
    return withoutPerson(employee, theirs[0]!.erasedAt!, [...new Set(theirs.flatMap(({ keyHashes }) => keyHashes?.split(" ") ?? []))].join(" "))
  })
  const coming = new Set(incoming.map(({ employeeId }) => employeeId))
  return [...kept, ...[...erased.values()].flat().filter(({ employeeId }) => !coming.has(employeeId))]
}

/** The id of the erased employee whose phone, e-mail or document an assignment has; undefined without one. */
export const erasedNamesake = (
  known: ReadonlyArray<Directory.Employee>,
  employee: Directory.Employee,
  { key, phoneCountry }: Pick<Circumstances, "key" | "phoneCountry">
): string | undefined => {
  const keys = IdentityKeys.of(employee, phoneCountry)
  ErasureKey.hashKeys(key, keys)
  return known.find((one) => one.employeeId !== employee.employeeId && Directory.erasedKeysOf(one, key).some((theirs) => IdentityKeys.sharesOne(theirs, keys)))?.employeeId
}
