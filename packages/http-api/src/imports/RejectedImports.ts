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
  /** How many rows were rejected, without those that were sent again since as a correction of this import. */
  readonly rejected: number
}

/** How many imports are looked at, the newest first, and how many of them are read at once. */
const LOOKED_AT = 200
const READ_AT_ONCE = 10

const membersOf = (report: unknown): Readonly<Record<string, unknown>> => typeof report === "object" && report !== null ? { ...report } : {}

const countOf = (found: unknown): number => typeof found === "number" ? found : 0

/** The imports since an instant that left rejected rows and were not taken back, the newest first. */
export const since = Effect.fnUntraced(function*(
  intakeStore: Pick<IntakeStore.IntakeStore["Service"], "imports">,
  dealership: string,
  instant: Calendar.Instant
): Effect.fn.Return<ReadonlyArray<RejectedImport>, IntakeStore.IntakeStoreError> {
  const found: Array<RejectedImport> = []
  const sentAgain = new Map<string, number>()
  let before: string | undefined
  for (let looked = 0; looked < LOOKED_AT; looked += READ_AT_ONCE) {
    const some = yield* intakeStore.imports(dealership, before, READ_AT_ONCE)
    for (const { at, file, id, report, state } of some) {
      const { corrects, rejected: all, rows } = membersOf(report)
      // A correction comes after what it corrects, and is read before it here. What is still rejected of it is told of the correction.
      if (typeof corrects === "string" && state !== "undone") sentAgain.set(corrects, (sentAgain.get(corrects) ?? 0) + countOf(rows))
      const rejected = countOf(all) - (sentAgain.get(id) ?? 0)
      if (at >= instant && state !== "undone" && rejected > 0) found.push({ id, at, file, rejected })
    }
    const last = some.at(-1)
    // Their ids rise with time: behind an earlier import there are only earlier ones.
    if (last === undefined || some.length < READ_AT_ONCE || last.at < instant) break
    before = last.id
  }
  return found
})
