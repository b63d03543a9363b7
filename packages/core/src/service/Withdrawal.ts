/**
 * Takes back records that should not have come. A record that something else rests on stays, and is named with the reason.
 *
 * @see docs/decisions/0051-undoing-an-import.md
 */
import * as Effect from "effect/Effect"
import type * as Calendar from "../calendar/Calendar.ts"
import * as RecordRemoval from "../register/RecordRemoval.ts"
import * as Records from "../register/Records.ts"
import type { VerdictUpkeep } from "../register/VerdictUpkeep.ts"

/**
 * Why a record stays: it was drawn for verification, it has attempts of calls, a prospect has activities, or its person was erased.
 */
export type Reason = "drawn" | "called" | "followed" | "erased"

/** A record that stays. */
export interface Kept {
  readonly kind: "prospects" | "activities"
  readonly id: string
  readonly reason: Reason
}

/** Which records are taken back. */
export interface Withdrawing {
  readonly dealership: string
  readonly records: Records.Removed
  readonly at: Calendar.Instant
}

/** Takes records back, with every verdict that this moves. Answers those that were removed and those that stay. */
export const withdraw = Effect.fn("Withdrawal.withdraw")(function*(
  options: Withdrawing & Pick<VerdictUpkeep, "policyOf">
): Effect.fn.Return<{ readonly removed: Records.Removed; readonly kept: ReadonlyArray<Kept> }, Records.RecordsError, Records.Records> {
  const { at, dealership, policyOf, records: asked } = options
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const prospects = asked.prospects.length === 0 ? [] : yield* records.prospectsById(dealership, asked.prospects)
    const activities = asked.activities.length === 0 ? [] : yield* records.activitiesById(dealership, asked.activities)
    const subjects: ReadonlyArray<Records.SubjectKey> = [
      ...prospects.map(({ record }) => ({ type: "prospect" as const, id: record.prospectId })),
      ...activities.map(({ record }) => ({ type: "activity" as const, id: record.activityId }))
    ]
    const drawn = subjects.length === 0 ? [] : yield* records.selections(dealership, subjects)
    const calls = subjects.length === 0 ? [] : yield* records.calls(dealership, subjects)
    const clues = prospects.map(({ record }): Records.ActivityClue => ({ matchKey: "prospect", value: record.prospectId }))
    const followers = clues.length === 0 ? [] : yield* records.activitiesLike(dealership, clues)
    const going = { activities: new Set(asked.activities), calls: new Set(asked.calls) }
    const keyOf = (type: string, id: string): string => `${type} ${id}`
    const isDrawn = new Set(drawn.map(({ id, type }) => keyOf(type, id)))
    const isCalled = new Set(calls.flatMap(({ callId, subjectId, subjectType }) => going.calls.has(callId) ? [] : [keyOf(subjectType, subjectId)]))
    const isFollowed = new Set(followers.flatMap(({ record }) => going.activities.has(record.activityId) ? [] : [record.prospectId]))
    const reasonOf = (type: "prospect" | "activity", id: string, erasedAt: Calendar.Instant | undefined): Reason | undefined => {
      if (erasedAt !== undefined) return "erased"
      if (isDrawn.has(keyOf(type, id))) return "drawn"
      if (isCalled.has(keyOf(type, id))) return "called"
      return type === "prospect" && isFollowed.has(id) ? "followed" : undefined
    }
    const kept = [
      ...prospects.flatMap(({ record: { erasedAt, prospectId: id } }): ReadonlyArray<Kept> => {
        const reason = reasonOf("prospect", id, erasedAt)
        return reason === undefined ? [] : [{ kind: "prospects", id, reason }]
      }),
      ...activities.flatMap(({ record: { activityId: id, erasedAt } }): ReadonlyArray<Kept> => {
        const reason = reasonOf("activity", id, erasedAt)
        return reason === undefined ? [] : [{ kind: "activities", id, reason }]
      })
    ]
    const staying = new Set(kept.map(({ id, kind }) => keyOf(kind, id)))
    const removed = yield* RecordRemoval.remove({ dealership, policyOf }, {
      prospects: asked.prospects.filter((id) => !staying.has(keyOf("prospects", id))),
      activities: asked.activities.filter((id) => !staying.has(keyOf("activities", id))),
      calls: asked.calls
    }, at)
    return { removed, kept }
  }))
})
