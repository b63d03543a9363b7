/** One follow-up contact with a prospect, planned or performed (*Actividad de seguimiento*). */
import * as Field from "./Field.ts"
import type { Instant } from "../calendar/Calendar.ts"

export type Status = "planned" | "performed" | "cancelled"
export type Direction = "outbound" | "inbound"

/** An activity as registered. Instants are epoch milliseconds. */
export interface Activity {
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
  /** When what identifies its customer was erased. This and the next two are `Erasure`'s: kept by storage, never read from outside. */
  readonly erasedAt?: Instant | undefined
  /** Codes of the rules that failed it when it was erased. */
  readonly frozenFindings?: string | undefined
  /** Keyed hash of its note. */
  readonly noteHash?: string | undefined
}

const statuses: ReadonlyArray<Status> = ["planned", "performed", "cancelled"]
const directions: ReadonlyArray<Direction> = ["outbound", "inbound"]

/** The fields of an activity, in the order of the canonical file. */
export const fields: ReadonlyArray<Field.Field> = [
  Field.make("activityId", "id", { required: true }),
  Field.make("prospectId", "id", { required: true }),
  Field.make("advisorId", "id", { required: true }),
  Field.make("type", "text", { required: true }),
  Field.make("status", "enumeration", { required: true, values: statuses }),
  Field.make("direction", "enumeration", { values: directions, defaultValue: "outbound" }),
  Field.make("plannedFor", "instant"),
  Field.make("performedAt", "instant"),
  Field.make("recordedAt", "instant"),
  Field.make("outcome", "text"),
  Field.make("note", "text"),
  Field.make("nextActionAt", "instant"),
  Field.make("durationSeconds", "integer"),
  Field.make("requestedByCustomer", "boolean")
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
