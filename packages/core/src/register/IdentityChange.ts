/**
 * Whether a change of a stored prospect made another person of it. Then it is marked for good, with the instant and who did it.
 *
 * @see docs/decisions/0070-the-last-identity.md
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Instant } from "../calendar/Calendar.ts"
import * as Keys from "../identity/internal/IdentityKeys.ts"
import type { Prospect } from "../records/Prospect.ts"
import * as Records from "./Records.ts"

const keysOf = (prospect: Prospect, phoneCountry: string): ReadonlyArray<string> => {
  const lanes = Keys.of(prospect, phoneCountry)
  return [0, 2, 4].flatMap((lane) => (lanes[lane]! | lanes[lane + 1]!) === 0 ? [] : [`${lane} ${lanes[lane]} ${lanes[lane + 1]}`])
}

const hasKeys = (prospect: Prospect, phoneCountry: string): boolean => keysOf(prospect, phoneCountry).length > 0

/** A stored prospect and what is to be stored in its place. */
export interface Change {
  readonly known: Prospect | undefined
  readonly incoming: Prospect
}

/**
 * The last earlier versions that had a key, by their prospects' ids: of the stored prospects without keys that get keys now. So an
 * identity that was taken away first, and replaced later, is compared all the same.
 */
export const lastIdentities = Effect.fnUntraced(function*(
  dealership: string,
  changes: ReadonlyArray<Change>,
  phoneCountry: string
): Effect.fn.Return<ReadonlyMap<string, Prospect>, Records.RecordsError, Records.Records> {
  const subjects = changes.flatMap(({ incoming, known }) => {
    const asks = known !== undefined && known.erasedAt === undefined && known.identityReplacedAt === undefined && !hasKeys(known, phoneCountry) && hasKeys(incoming, phoneCountry)
    return asks ? [{ type: "prospect" as const, id: known.prospectId }] : []
  })
  const found = new Map<string, Prospect>()
  if (subjects.length === 0) return found
  const records = yield* Records.Records
  yield* Stream.runForEach(records.versions(dealership, subjects), ({ content, subject: { id } }) =>
    Effect.sync(() => {
      if (hasKeys(content as Prospect, phoneCountry)) found.set(id, content as Prospect)
    }))
  return found
})

/**
 * The incoming version of a prospect, marked where the stored one was or where it replaces all keys of the last version that had any:
 * both have a key and share none. An erasure does not mark a prospect, and neither does a version without keys.
 */
export const marked = (
  { incoming, known }: Change,
  last: Prospect | undefined,
  { at, by, phoneCountry }: { readonly at: Instant; readonly by: string; readonly phoneCountry: string }
): Prospect => {
  if (known === undefined || incoming.erasedAt !== undefined) return incoming
  if (known.identityReplacedAt !== undefined) {
    const { identityReplacedAt, identityReplacedBy } = known
    return { ...incoming, identityReplacedAt, ...(identityReplacedBy === undefined ? {} : { identityReplacedBy }) }
  }
  const before = keysOf(last ?? known, phoneCountry)
  const after = keysOf(incoming, phoneCountry)
  const isReplaced = before.length > 0 && after.length > 0 && !after.some((key) => before.includes(key))
  return isReplaced ? { ...incoming, identityReplacedAt: at, identityReplacedBy: by } : incoming
}
