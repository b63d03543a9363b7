/**
 * A possible customer whom an advisor registered (*Prospecto*).
 *
 * @example
 * ```ts run
 * import { Prospect } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const luz: Prospect.Prospect = { prospectId: "P1", createdAt: 1_709_650_800_000, advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", phone: "310 200 0001", stage: "open" }
 * assert.deepEqual(Prospect.faults(luz), [])
 * assert.ok(Prospect.fields.some(({ column }) => column === "full_name"))
 * ```
 */
import * as Field from "./Field.ts"
import * as SpanishWords from "./SpanishWords.ts"
import type { Instant } from "../calendar/Calendar.ts"

/** Where the sale stands; `won` and `lost` take effect at `stageAt`. */
export type Stage = "open" | "won" | "lost"

/** What an erasure leaves in a prospect. A storage keeps it; no file and no request can set it. */
interface Erasure {
  /** When the fields that identify the person were removed. */
  readonly erasedAt?: Instant | undefined
  /** The codes of the rules that it failed at that instant. */
  readonly frozenFindings?: string | undefined
  /** The keyed hashes of its phone, e-mail and document. */
  readonly keyHashes?: string | undefined
}

/** What the service notes of a registered prospect. A storage keeps it; no file and no request can set it. */
interface Noted {
  /** When a later version replaced every phone, e-mail and document that it had, for the first time. */
  readonly identityReplacedAt?: Instant | undefined
  /** Who did that: the id of the employee, else of the key or user. */
  readonly identityReplacedBy?: string | undefined
}

/** A prospect as registered: what a person typed is kept as typed. Instants are epoch milliseconds. */
export interface Prospect extends Erasure, Noted {
  readonly prospectId: string
  readonly createdAt: Instant
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly fullName?: string | undefined
  readonly documentType?: string | undefined
  readonly documentNumber?: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly source?: string | undefined
  readonly interest?: string | undefined
  readonly consentAt?: Instant | undefined
  readonly consentPurpose?: string | undefined
  readonly consentChannel?: string | undefined
  /** Registration in the national do-not-contact register (RNE). */
  readonly excludedAt?: Instant | undefined
  readonly assignedAt?: Instant | undefined
  readonly recordedAt?: Instant | undefined
  readonly stage: Stage
  /** When it was won or lost; says nothing while the stage is `open`. */
  readonly stageAt?: Instant | undefined
}

const stages = ["open", "won", "lost"] as const satisfies ReadonlyArray<Stage>

/** The fields of a prospect, in the order of the canonical file. The HTTP contract takes its schema from here. */
export const descriptions = {
  prospectId: { kind: "id", required: true },
  createdAt: { kind: "instant", required: true },
  advisorId: { kind: "id", required: true },
  branchId: { kind: "id", required: true },
  brandId: { kind: "id", required: true },
  fullName: { kind: "text", identifies: true },
  documentType: { kind: "text", identifies: true },
  documentNumber: { kind: "text", identifies: true },
  phone: { kind: "text", identifies: true },
  email: { kind: "text", identifies: true },
  source: { kind: "text", words: SpanishWords.sources },
  interest: { kind: "text" },
  consentAt: { kind: "instant" },
  consentPurpose: { kind: "text" },
  consentChannel: { kind: "text" },
  excludedAt: { kind: "instant" },
  assignedAt: { kind: "instant" },
  recordedAt: { kind: "instant" },
  stage: { kind: "enumeration", values: stages, words: SpanishWords.stages, defaultValue: "open" },
  stageAt: { kind: "instant", ignoredWhen: { field: "stage", value: "open" } }
} as const satisfies Field.Descriptions<Omit<Prospect, keyof Erasure | keyof Noted>>

export const fields: ReadonlyArray<Field.Field> = Field.list(descriptions)

/** What a storage keeps of a prospect: its fields and those of its erasure. */
export const storedFields: ReadonlyArray<Field.Field> = [
  ...fields,
  ...Field.list({
    erasedAt: { kind: "instant" },
    frozenFindings: { kind: "text" },
    keyHashes: { kind: "text" },
    identityReplacedAt: { kind: "instant" },
    identityReplacedBy: { kind: "id" }
  } satisfies Field.Descriptions<Erasure & Noted>)
]

/** Faults across the fields of a prospect whose cells were all readable. */
export const faults = (prospect: Prospect): ReadonlyArray<Field.Fault> =>
  prospect.stage !== "open" && prospect.stageAt === undefined
    ? [{
      column: "stage_at",
      found: "",
      expected: { es: `el día en que se ganó o se perdió, porque la etapa es ${prospect.stage === "won" ? "ganado" : "perdido"}`, en: `an instant, because stage is ${prospect.stage}` }
    }]
    : []
