/** Imports that left rejected rows: what the CRM assistant corrects in the file and imports again. */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import * as Effect from "effect/Effect"

/** An import with rows that were not taken. */
export interface RejectedImport {
  readonly id: string
  readonly at: Calendar.Instant
  /** The file's name, where the sender told it. */
  readonly file: string | undefined
  /** How many rows were rejected. */
  readonly rejected: number
}

/** How many imports are looked at, the newest first. */
const LOOKED_AT = 200

const rejectedOf = (report: unknown): number => {
  const found: unknown = typeof report === "object" && report !== null && "rejected" in report ? report.rejected : undefined
  return typeof found === "number" ? found : 0
}

/** The imports since an instant that left rejected rows and were not taken back, the newest first. */
export const since = (
  intakeStore: Pick<IntakeStore.IntakeStore["Service"], "imports">,
  dealership: string,
  instant: Calendar.Instant
): Effect.Effect<ReadonlyArray<RejectedImport>, IntakeStore.IntakeStoreError> =>
  Effect.map(intakeStore.imports(dealership, undefined, LOOKED_AT), (all) =>
    all.flatMap(({ at, file, id, report, state }): ReadonlyArray<RejectedImport> => {
      const rejected = rejectedOf(report)
      return at >= instant && state !== "undone" && rejected > 0 ? [{ id, at, file, rejected }] : []
    }))
