/** A waiver: a reason against a record that is excused in the open, by the role that the procedure makes responsible. */
import type { Instant } from "../calendar/Calendar.ts"
import * as Field from "./Field.ts"
import * as SpanishWords from "./SpanishWords.ts"
import type { SubjectType } from "./VerificationCall.ts"

/** A granted waiver. It takes its rule's code out of the subject's reasons and warnings from `grantedAt` on. */
export interface Waiver {
  readonly waiverId: string
  readonly subjectType: SubjectType
  readonly subjectId: string
  /** The code of the rule that is excused. */
  readonly code: string
  readonly grantedAt: Instant
  readonly grantedBy: string
  readonly reason: string
}

/** The fields of a waiver, in the order of the canonical file. */
export const fields: ReadonlyArray<Field.Field> = Field.list({
  waiverId: { kind: "id", required: true },
  subjectType: { kind: "enumeration", required: true, values: ["prospect", "activity"], words: SpanishWords.subjectTypes },
  subjectId: { kind: "id", required: true },
  code: { kind: "text", required: true },
  grantedAt: { kind: "instant", required: true },
  grantedBy: { kind: "id", required: true },
  reason: { kind: "text", required: true }
} satisfies Field.Descriptions<Waiver>)
