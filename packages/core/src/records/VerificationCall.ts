/** An attempt to ask the customer whether the advisor attended them (*Llamada de verificación de atención asesor*). */
import type { Instant } from "../calendar/Calendar.ts"
import * as Field from "./Field.ts"

export type SubjectType = "prospect" | "activity"
export type Outcome = "attended" | "not-attended" | "wrong-number" | "no-answer" | "refused" | "call-back"

/** One attempt of a verification. `attemptedAt` is in epoch milliseconds. */
export interface VerificationCall {
  readonly callId: string
  readonly subjectType: SubjectType
  readonly subjectId: string
  readonly agentId: string
  readonly attemptedAt: Instant
  readonly outcome: Outcome
  readonly comment?: string | undefined
}

const subjectTypes: ReadonlyArray<SubjectType> = ["prospect", "activity"]
export const outcomes: ReadonlyArray<Outcome> = ["attended", "not-attended", "wrong-number", "no-answer", "refused", "call-back"]

/** The fields of a verification call, in the order of the canonical file. */
export const fields: ReadonlyArray<Field.Field> = [
  Field.make("callId", "id", { required: true }),
  Field.make("subjectType", "enumeration", { required: true, values: subjectTypes }),
  Field.make("subjectId", "id", { required: true }),
  Field.make("agentId", "id", { required: true }),
  Field.make("attemptedAt", "instant", { required: true }),
  Field.make("outcome", "enumeration", { required: true, values: outcomes }),
  Field.make("comment", "text")
]
