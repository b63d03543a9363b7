/** Whether a change of a stored prospect made another person of it. Then it is marked for good, with the instant and who did it. */
import type { Instant } from "../calendar/Calendar.ts"
import * as Keys from "../identity/internal/IdentityKeys.ts"
import type { Prospect } from "../records/Prospect.ts"

const keysOf = (prospect: Prospect, phoneCountry: string): ReadonlyArray<string> => {
  const lanes = Keys.of(prospect, phoneCountry)
  return [0, 2, 4].flatMap((lane) => (lanes[lane]! | lanes[lane + 1]!) === 0 ? [] : [`${lane} ${lanes[lane]} ${lanes[lane + 1]}`])
}

/**
 * The incoming version of a prospect, marked where the stored one was or where it replaces all keys of the stored one: both have a
 * key and share none. An erasure does not mark a prospect, and neither does a version without keys.
 */
export const marked = (known: Prospect | undefined, incoming: Prospect, at: Instant, by: string, phoneCountry: string): Prospect => {
  if (known === undefined || incoming.erasedAt !== undefined) return incoming
  if (known.identityReplacedAt !== undefined) {
    const { identityReplacedAt, identityReplacedBy } = known
    return { ...incoming, identityReplacedAt, ...(identityReplacedBy === undefined ? {} : { identityReplacedBy }) }
  }
  const before = keysOf(known, phoneCountry)
  const after = keysOf(incoming, phoneCountry)
  const isReplaced = before.length > 0 && after.length > 0 && !after.some((key) => before.includes(key))
  return isReplaced ? { ...incoming, identityReplacedAt: at, identityReplacedBy: by } : incoming
}
