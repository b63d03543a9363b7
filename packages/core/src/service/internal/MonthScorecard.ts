/**
 * A month's scorecard: of a closed month what was frozen, of any other what is stored, and where the stored verdicts don't answer the
 * question, what judging the records gives.
 *
 * @see docs/decisions/0020-the-scorecard-of-a-closed-month.md
 */
import * as Effect from "effect/Effect"
import * as Calendar from "../../calendar/Calendar.ts"
import type * as FrozenMonth from "../../close/FrozenMonth.ts"
import * as Policy from "../../policy/Policy.ts"
import type * as Access from "../../records/Access.ts"
import type * as Records from "../../register/Records.ts"
import * as StoredMonth from "../../register/StoredMonth.ts"
import type { VerdictUpkeep } from "../../register/VerdictUpkeep.ts"
import * as StoredScorecard from "../../register/internal/StoredScorecard.ts"
import * as Scorecard from "../../results/Scorecard.ts"

interface Question {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
}

/** The closed periods of a dealership, as {@link FrozenMonth.reader} reads them. */
type ClosedOf = (period: Calendar.Period) => Effect.Effect<FrozenMonth.Closed | undefined, Records.RecordsError>

/**
 * Reads the scorecard; with `isWithin`, of the records of those places. As of an instant within a closed month it is of the records.
 * `upkeep` tells by which policies records are judged. It is read beside what is stored.
 */
export const read = Effect.fnUntraced(function*(
  upkeep: Effect.Effect<VerdictUpkeep, Records.RecordsError>,
  closedOf: ClosedOf,
  question: Question,
  dimensions: ReadonlyArray<Scorecard.Dimension>,
  isWithin: Access.View | undefined
): Effect.fn.Return<Scorecard.Scorecard, Records.RecordsError, Records.Records> {
  const { asOf, dealership, period } = question
  const isOver = (month: FrozenMonth.FrozenMonth): boolean => asOf >= Calendar.periodBounds(Policy.zoneOf(month.policy), month.counts.period).end
  const closed = yield* closedOf(period)
  const told = (figures: Scorecard.Closed["figures"]) => {
    if (closed === undefined) return {}
    const { closedAt, digest, sequence } = closed.link
    return { closed: { sequence, digest, closedAt, figures } }
  }
  const frozen = closed?.month
  if (frozen !== undefined && isOver(frozen)) return { ...Scorecard.seen(frozen, dimensions, isWithin), ...told("frozen") }

  const before = (yield* closedOf(Calendar.previousPeriod(period)))?.month
  const frozenBefore = before !== undefined && isOver(before) ? before.counts : undefined
  const { register: { policyOf }, scorecard } = yield* StoredScorecard.read({ dealership, read: upkeep }, question, dimensions, isWithin, frozenBefore)
  if (scorecard !== undefined) return { ...scorecard, ...told("current") }

  const { counts, judgedMonth, previous } = yield* StoredMonth.judgeRecords({ ...question, policy: policyOf(period), policyOf })
  const { lineOfBrand } = judgedMonth.judging.directory
  return { ...Scorecard.seen({ policy: policyOf(period), asOf, counts, previous: frozenBefore ?? previous, lineOfBrand }, dimensions, isWithin), ...told("current") }
})
