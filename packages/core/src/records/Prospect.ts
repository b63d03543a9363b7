/** A possible customer whom an advisor registered (*Prospecto*). */
import * as Field from "./Field.ts"
import type { Instant } from "../calendar/Calendar.ts"

/** Where the sale stands; `won` and `lost` take effect at `stageAt`. */
export type Stage = "open" | "won" | "lost"

/** A prospect as registered: what a person typed is kept as typed. Instants are epoch milliseconds. */
export interface Prospect {
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
  /** When it was won or lost; says nothing while the stage is `open` (2-records, fine print 11). */
  readonly stageAt?: Instant | undefined
  /** When what identifies the person was erased. This and the next two are `Erasure`'s: kept by storage, never read from outside. */
  readonly erasedAt?: Instant | undefined
  /** Codes of the rules that failed it when it was erased. */
  readonly frozenFindings?: string | undefined
  /** Keyed hashes of its phone, e-mail and document. */
  readonly keyHashes?: string | undefined
}

const stages: ReadonlyArray<Stage> = ["open", "won", "lost"]

/** The fields of a prospect, in the order of the canonical file. */
export const fields: ReadonlyArray<Field.Field> = [
  Field.make("prospectId", "id", { required: true }),
  Field.make("createdAt", "instant", { required: true }),
  Field.make("advisorId", "id", { required: true }),
  Field.make("branchId", "id", { required: true }),
  Field.make("brandId", "id", { required: true }),
  Field.make("fullName", "text"),
  Field.make("documentType", "text"),
  Field.make("documentNumber", "text"),
  Field.make("phone", "text"),
  Field.make("email", "text"),
  Field.make("source", "text"),
  Field.make("interest", "text"),
  Field.make("consentAt", "instant"),
  Field.make("consentPurpose", "text"),
  Field.make("consentChannel", "text"),
  Field.make("excludedAt", "instant"),
  Field.make("assignedAt", "instant"),
  Field.make("recordedAt", "instant"),
  Field.make("stage", "enumeration", { values: stages, defaultValue: "open" }),
  Field.make("stageAt", "instant", { ignoredWhen: { field: "stage", value: "open" } })
]

/** Faults across the fields of a prospect whose cells were all readable. */
export const faults = (prospect: Prospect): ReadonlyArray<Field.Fault> =>
  prospect.stage !== "open" && prospect.stageAt === undefined
    ? [{
      column: "stage_at",
      found: "",
      expected: { es: `un instante, porque stage es ${prospect.stage}`, en: `an instant, because stage is ${prospect.stage}` }
    }]
    : []
