/**
 * The rules about activities, as bits like those of `ProspectRules`. This module has the rules that look at one activity, the
 * directory and the activity's prospect. `ActivityBook` has the rules that compare activities (`note-repeated`,
 * `duplicate-contact`, `contact-too-frequent`).
 *
 * @see GC-PRO-05, Requisitos; docs/policy.md
 */
import * as Activity from "../records/Activity.ts"
import * as BusinessHours from "../calendar/BusinessHours.ts"
import type { Instant } from "../calendar/Calendar.ts"
import type { NoteForm } from "../identity/Note.ts"
import type { ActivityParameters } from "../policy/Policy.ts"

/** The codes in the order of the contract's table, which is the order of reasons and warnings. */
export const codes = [
  "not-performed",
  "performed-in-future",
  "prospect-unknown",
  "prospect-invalid",
  "before-prospect",
  "advisor-unknown",
  "advisor-mismatch",
  "type-unknown",
  "outcome-missing",
  "rescheduled-only",
  "note-insufficient",
  "note-repeated",
  "duplicate-contact",
  "registered-late",
  "next-step-missing",
  "call-too-short",
  "outside-contact-hours",
  "contact-too-frequent",
  "attention-denied",
  "verification-pending",
  "activity-burst",
  "call-not-in-log"
] as const

export type Code = typeof codes[number]

/** The bit of each code. */
export const bit = Object.fromEntries(codes.map((code, index) => [code, 1 << index])) as Readonly<Record<Code, number>>

/** Marks `prospect-invalid` as undecided rather than failed: a bit of its own, beyond the codes'. */
export const PROSPECT_PENDING = 1 << 30

const NOT_PERFORMED = bit["not-performed"]
const PERFORMED_IN_FUTURE = bit["performed-in-future"]
const BEFORE_PROSPECT = bit["before-prospect"]
const ADVISOR_UNKNOWN = bit["advisor-unknown"]
const ADVISOR_MISMATCH = bit["advisor-mismatch"]
const TYPE_UNKNOWN = bit["type-unknown"]
const OUTCOME_MISSING = bit["outcome-missing"]
const RESCHEDULED_ONLY = bit["rescheduled-only"]
const NOTE_INSUFFICIENT = bit["note-insufficient"]
const REGISTERED_LATE = bit["registered-late"]
const NEXT_STEP_MISSING = bit["next-step-missing"]
const CALL_TOO_SHORT = bit["call-too-short"]
const OUTSIDE_CONTACT_HOURS = bit["outside-contact-hours"]

/** The rules that other verdicts decide. */
export const VERIFICATION_BITS = bit["attention-denied"] | bit["verification-pending"]

/**
 * The rules that fail for an activity by itself, as bits. `advisorIsActive`: on its local day, as an advisor; `note`: the measure
 * of its note's comparison form. `next-step-missing` is said as if its prospect were open: {@link againstProspect} takes it back.
 */
export const judge = (
  activity: Activity.Activity,
  parameters: ActivityParameters,
  advisorIsActive: boolean,
  asOf: Instant,
  note: NoteForm
): number => {
  let failed = 0
  if (!advisorIsActive) failed |= ADVISOR_UNKNOWN
  if (!parameters.types.has(activity.type)) failed |= TYPE_UNKNOWN
  if (!Activity.isPerformed(activity)) return failed | NOT_PERFORMED
  const performedAt = activity.performedAt!
  if (performedAt > asOf) failed |= PERFORMED_IN_FUTURE
  if (activity.outcome === undefined) failed |= OUTCOME_MISSING
  else if (parameters.rescheduledOutcomes.has(activity.outcome)) failed |= RESCHEDULED_ONLY
  if (note.characters < parameters.noteMinimumCharacters || note.words < parameters.noteMinimumWords) failed |= NOTE_INSUFFICIENT
  if (activity.recordedAt !== undefined && activity.recordedAt - performedAt > parameters.registrationMillis) failed |= REGISTERED_LATE
  if (activity.nextActionAt === undefined && !(activity.outcome !== undefined && parameters.closingOutcomes.has(activity.outcome))) {
    failed |= NEXT_STEP_MISSING
  }
  if (activity.type === "call" && activity.durationSeconds !== undefined && activity.durationSeconds < parameters.shortCallSeconds) {
    failed |= CALL_TOO_SHORT
  }
  if (isRegulated(activity, parameters) && !BusinessHours.isOpen(parameters.contactHours, performedAt)) failed |= OUTSIDE_CONTACT_HOURS
  return failed
}

/** Whether the contact is one of those that Ley 2300 de 2023 regulates: outbound, by a listed channel, not asked for. */
export const isRegulated = (activity: Activity.Activity, parameters: ActivityParameters): boolean =>
  activity.direction === "outbound" && activity.requestedByCustomer !== true && parameters.regulatedTypes.has(activity.type)


/**
 * Adds to the bits of {@link judge} what the activity's known prospect says, but for the prospect's own verdict.
 * `substitute` tells whether the activity's advisor may stand in for the prospect's.
 */
export const againstProspect = (
  failed: number,
  placedAt: Instant,
  prospectCreatedAt: Instant,
  prospectIsOpen: boolean,
  mayAttend: boolean
): number => {
  if ((failed & NOT_PERFORMED) === 0 && placedAt < prospectCreatedAt) failed |= BEFORE_PROSPECT
  if (!prospectIsOpen) failed &= ~NEXT_STEP_MISSING
  if (!mayAttend && (failed & ADVISOR_UNKNOWN) === 0) failed |= ADVISOR_MISMATCH
  return failed
}

/** What an unknown prospect takes back: `next-step-missing` is said of an open, known prospect only. */
export const withoutProspect = (failed: number): number => (failed & ~NEXT_STEP_MISSING) | bit["prospect-unknown"]

/** What the prospect's verdict (its number in `Verdict.verdicts`) says of its activity. */
export const ofProspectVerdict = (verdict: number): number => verdict === 1 ? bit["prospect-invalid"] : verdict === 2 ? PROSPECT_PENDING : 0

/** Bits of codes, with what marks them as undecided. */
export const withUndecided = (bits: number): number => (bits & bit["prospect-invalid"]) === 0 ? bits : bits | PROSPECT_PENDING
