/** Adding to a dealership's audit: one entry for each change, in the change that it tells of. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Authorship } from "../records/Authorship.ts"
import * as AuditEntry from "./AuditEntry.ts"
import * as Records from "./Records.ts"

/**
 * Adds an entry for what happened, by the author of what is running. Both are kept or neither: call it inside the change that it
 * tells of, or alone.
 */
export const add = Effect.fn("AuditTrail.add")(function*(
  dealership: string,
  happening: AuditEntry.Happening
): Effect.fn.Return<AuditEntry.AuditEntry, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const author = yield* Authorship
  return yield* records.change(dealership, Effect.gen(function*() {
    const entry = AuditEntry.after(Option.getOrUndefined(yield* records.lastAuditEntry(dealership)), author, happening)
    yield* records.addAuditEntry(dealership, entry)
    return entry
  }))
})
