/**
 * One follow-up contact with a prospect, planned or performed (*Actividad de seguimiento*).
 *
 * @example
 * ```ts run
 * import { Activity } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const call: Activity.Activity = { activityId: "C1", prospectId: "P1", advisorId: "A1", type: "call", status: "performed", direction: "outbound", performedAt: 1_709_650_800_000 }
 * assert.equal(Activity.isPerformed(call), true)
 * assert.equal(Activity.placedAt(call), call.performedAt)
 * ```
 */
import * as Field from "./Field.ts"
import * as SpanishWords from "./SpanishWords.ts"
import type { Instant } from "../calendar/Calendar.ts"

export type Status = "planned" | "performed" | "cancelled"
export type Direction = "outbound" | "inbound"

/** What an erasure leaves in an activity. A storage keeps it; no file and no request can set it. */
interface Erasure {
  /** When the fields that identify its customer were removed. */
  readonly erasedAt?: Instant | undefined
  /** The codes of the rules that it failed at that instant. */
  readonly frozenFindings?: string | undefined
  /** The keyed hash of its note. */
  readonly noteHash?: string | undefined
}

/** An activity as registered. Instants are epoch milliseconds. */
export interface Activity extends Erasure {
  readonly activityId: string
  readonly prospectId: string
  readonly advisorId: string
  readonly type: string
  readonly status: Status
  readonly direction: Direction
  readonly plannedFor?: Instant | undefined
  readonly performedAt?: Instant | undefined
  readonly recordedAt?: Instant | undefined
  readonly outcome?: string | undefined
  readonly note?: string | undefined
  readonly nextActionAt?: Instant | undefined
  readonly durationSeconds?: number | undefined
  readonly requestedByCustomer?: boolean | undefined
}

const statuses = ["planned", "performed", "cancelled"] as const satisfies ReadonlyArray<Status>
const directions = ["outbound", "inbound"] as const satisfies ReadonlyArray<Direction>

/** The fields of an activity, in the order of the canonical file. The HTTP contract takes its schema from here. */
export const descriptions = {
  activityId: { kind: "id", required: true },
  prospectId: { kind: "id", required: true },
  advisorId: { kind: "id", required: true },
  type: { kind: "text", required: true, words: SpanishWords.activityTypes },
  status: { kind: "enumeration", required: true, values: statuses, words: SpanishWords.statuses },
  direction: { kind: "enumeration", values: directions, words: SpanishWords.directions, defaultValue: "outbound" },
  plannedFor: { kind: "instant" },
  performedAt: { kind: "instant" },
  recordedAt: { kind: "instant" },
  outcome: { kind: "text", words: SpanishWords.outcomes },
  note: { kind: "text", identifies: true },
  nextActionAt: { kind: "instant" },
  durationSeconds: { kind: "integer" },
  requestedByCustomer: { kind: "boolean" }
} as const satisfies Field.Descriptions<Omit<Activity, keyof Erasure>>

export const fields: ReadonlyArray<Field.Field> = Field.list(descriptions)

/** What a storage keeps of an activity: its fields and those of its erasure. */
export const storedFields: ReadonlyArray<Field.Field> = [
  ...fields,
  ...Field.list({
    erasedAt: { kind: "instant" },
    frozenFindings: { kind: "text" },
    noteHash: { kind: "text" }
  } satisfies Field.Descriptions<Erasure>)
]

/** Whether the activity counts as performed: its status says so and it has the instant. */
export const isPerformed = (activity: Activity): boolean =>
  activity.status === "performed" && activity.performedAt !== undefined

/**
 * The instant that puts an activity on its day and in its month: `performedAt` of a performed one; of any other
 * `plannedFor`, else `recordedAt`, else `performedAt`. An activity that was read has at least one of the three.
 */
export const placedAt = (activity: Activity): Instant =>
  (isPerformed(activity)
    ? activity.performedAt
    : activity.plannedFor ?? activity.recordedAt ?? activity.performedAt) as Instant

/** Faults across the fields of an activity whose cells were all readable. */
export const faults = (activity: Activity): ReadonlyArray<Field.Fault> =>
  activity.performedAt === undefined && activity.plannedFor === undefined && activity.recordedAt === undefined
    ? [{
      column: "performed_at",
      found: "",
      expected: {
        es: "cuándo se realizó, para cuándo se planeó o cuándo se registró",
        en: "when it was performed, planned for or recorded"
      }
    }]
    : []
