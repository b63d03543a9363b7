/**
 * What a month's records came to as of an earlier instant, remembered until the dealership's next change. The audit's last entry says
 * whether a change came, also where another process made it.
 *
 * @see docs/decisions/0046-answers-kept-until-the-next-change.md
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Records from "../../register/Records.ts"

/** Of how many dealerships the last count is remembered. */
const REMEMBERED = 1_000

/** Remembers what `count` answers of each dealership, by what is asked. */
export const make = <Asked, Counted>(records: Pick<Records.Records["Service"], "lastAuditEntry">, keyOf: (asked: Asked) => string) => {
  const remembered = new Map<string, { readonly key: string; readonly counted: Counted }>()
  return <E, R>(dealership: string, asked: Asked, count: (asked: Asked) => Effect.Effect<Counted, E, R>): Effect.Effect<Counted, E | Records.RecordsError, R> =>
    Effect.gen(function*() {
      // It is read before the records: a change between the two makes the next question count again.
      const last = yield* records.lastAuditEntry(dealership)
      const key = `${keyOf(asked)} ${Option.match(last, { onNone: () => "", onSome: ({ digest, sequence }) => `${sequence} ${digest}` })}`
      const known = remembered.get(dealership)
      if (known?.key === key) return known.counted
      const counted = yield* count(asked)
      if (remembered.size >= REMEMBERED) remembered.clear()
      remembered.set(dealership, { key, counted })
      return counted
    })
}
