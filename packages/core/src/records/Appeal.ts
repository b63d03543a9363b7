/** An appeal: an advisor disputes a reason of a record of his own, and the CRM assistant grants or refuses it. */
import type { Instant } from "../calendar/Calendar.ts"
import type { SubjectType } from "./VerificationCall.ts"

/** What was decided of an appeal. A granted one names the waiver that it made. */
export interface Decision {
  readonly outcome: "granted" | "refused"
  readonly at: Instant
  readonly by: string
  readonly reason: string
  readonly waiverId?: string | undefined
}

/** An appeal as it is stored. An appeal and its decision never change, but an erasure empties their texts. */
export interface Appeal {
  readonly appealId: string
  readonly subjectType: SubjectType
  readonly subjectId: string
  /** The code of the rule whose reason or warning is disputed. */
  readonly code: string
  readonly text: string
  /** The advisor who disputes it. */
  readonly advisorId: string
  readonly raisedAt: Instant
  /** The last instant of the day by which it is to be decided. */
  readonly dueAt: Instant
  readonly decision?: Decision | undefined
}
