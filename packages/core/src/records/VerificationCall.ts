/**
 * An attempt to ask the customer whether the advisor attended them (*Llamada de verificación de atención asesor*).
 *
 * @example
 * ```ts run
 * import { VerificationCall } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * assert.ok(VerificationCall.outcomes.includes("not-attended"))
 * assert.ok(VerificationCall.fields.some(({ column }) => column === "outcome"))
 * ```
 */
import type { Instant } from "../calendar/Calendar.ts"
import * as Field from "./Field.ts"
import * as SpanishWords from "./SpanishWords.ts"

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
/** Why an agent asks for a reopening. A list and no free text, so that a request names no customer. */
export const reopeningReasons = ["mistyped", "customer-called-back", "wrong-person-answered"] as const
export type ReopeningReason = typeof reopeningReasons[number]

export const outcomes: ReadonlyArray<Outcome> = ["attended", "not-attended", "wrong-number", "no-answer", "refused", "call-back"]

/** The fields of a verification call, in the order of the canonical file. */
export const fields: ReadonlyArray<Field.Field> = Field.list({
  callId: { kind: "id", required: true },
  subjectType: { kind: "enumeration", required: true, values: subjectTypes, words: SpanishWords.subjectTypes },
  subjectId: { kind: "id", required: true },
  agentId: { kind: "id", required: true },
  attemptedAt: { kind: "instant", required: true },
  outcome: { kind: "enumeration", required: true, values: outcomes, words: SpanishWords.verificationOutcomes },
  comment: { kind: "text", identifies: true }
} satisfies Field.Descriptions<VerificationCall>)
