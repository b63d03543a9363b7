/** A call in the log of the telephone system: when it started, whose it was, and the number at the other end. */
import type { Instant } from "../calendar/Calendar.ts"
import * as Field from "./Field.ts"
import type { Direction } from "./Activity.ts"
import * as SpanishWords from "./SpanishWords.ts"

/** A call as the telephone system logged it. `number` is as written; an unreadable number still makes its day one of the log's. */
export interface PhoneLogEntry {
  readonly entryId: string
  readonly startedAt: Instant
  readonly advisorId: string
  readonly number: string
  readonly direction?: Direction | undefined
  readonly durationSeconds?: number | undefined
}

/** The fields of an entry, in the order of the canonical file. */
export const fields: ReadonlyArray<Field.Field> = Field.list({
  entryId: { kind: "id", required: true },
  startedAt: { kind: "instant", required: true },
  advisorId: { kind: "id", required: true },
  number: { kind: "text", required: true, identifies: true },
  direction: { kind: "enumeration", values: ["outbound", "inbound"], words: SpanishWords.directions },
  durationSeconds: { kind: "integer" }
} satisfies Field.Descriptions<PhoneLogEntry>)
