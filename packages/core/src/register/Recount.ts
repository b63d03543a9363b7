/**
 * A recount proves what is stored beside the records: verdicts, counts and the instants of leads. It judges everything from scratch
 * and writes again what differs.
 *
 * @see docs/decisions/0072-a-recount-repairs.md
 */
import * as Effect from "effect/Effect"
import type * as Calendar from "../calendar/Calendar.ts"
import * as AuditTrail from "./AuditTrail.ts"
import * as Records from "./Records.ts"
import * as StoredCounts from "./StoredCounts.ts"
import { ALWAYS } from "./StoredVerdict.ts"
import * as VerdictUpkeep from "./VerdictUpkeep.ts"

/** How many of each were not what judging from scratch gives. */
export interface Drift extends VerdictUpkeep.Renewed {
  /** Groups of a month whose stored counts were not the sum of its verdicts. */
  readonly counts: number
  /** Months that have counted records and were not marked as judged. */
  readonly periods: number
}

/** Whether everything stored was right. */
export const isNone = (drift: Drift): boolean => Object.values(drift).every((count: number) => count === 0)

const negated = ({ counts, ...identity }: StoredCounts.StoredCounts): StoredCounts.StoredCounts =>
  ({ ...identity, counts: Object.fromEntries(Object.entries(counts).map(([measure, count]) => [measure, -count])) })

/** What has to be added to the kept counts so that they are the counted ones. */
const difference = (counted: ReadonlyArray<StoredCounts.StoredCounts>, kept: ReadonlyArray<StoredCounts.StoredCounts>): ReadonlyArray<StoredCounts.StoredCounts> => {
  const sums = new Map(counted.map((one) => [StoredCounts.keyOf(one), one]))
  for (const one of kept) {
    const key = StoredCounts.keyOf(one)
    const sum = StoredCounts.sum(sums.get(key), negated(one))
    if (sum === undefined) sums.delete(key)
    else sums.set(key, sum)
  }
  return [...sums.values()]
}

/**
 * Recounts a dealership and repairs what differs, in one change: other writes of the dealership wait, and reads go on. What time or a
 * new policy has overtaken is renewed first and is not counted as drift. A repair adds an entry to the audit.
 */
export const repair = Effect.fn("Register.recountAndRepair")(function*(upkeeps: VerdictUpkeep.Upkeeps, asOf: Calendar.Instant) {
  const { dealership } = upkeeps
  const records = yield* Records.Records
  yield* VerdictUpkeep.refresh(upkeeps, asOf)
  return yield* records.change(dealership, Effect.gen(function*() {
    const register = yield* upkeeps.read
    const renewed = yield* VerdictUpkeep.renew(register, asOf)
    const counted = yield* VerdictUpkeep.recount(dealership)
    const marked = new Set((yield* records.judgedPeriods(dealership)).map(({ period }) => period))
    const unmarked = [...new Set(counted.map(({ period }) => period))].filter((period) => !marked.has(period))
    const kept = yield* Effect.forEach([...marked, ...unmarked], (period) => Effect.map(records.monthState(dealership, period), ({ storedCounts }) => storedCounts))
    const differing = difference(counted, kept.flat())
    if (differing.length > 0) yield* records.addToStoredCounts(dealership, differing)
    const { erasureKey } = yield* VerdictUpkeep.basisOf(register, asOf)
    yield* Effect.forEach(unmarked, (period) => records.markJudged(dealership, period, VerdictUpkeep.basisDigest(register.policyOf(period), erasureKey), ALWAYS), { discard: true })
    const drift: Drift = { ...renewed, counts: differing.length, periods: unmarked.length }
    if (!isNone(drift)) {
      yield* AuditTrail.add(dealership, { at: asOf, action: "verdicts.repaired", subject: { type: "record" }, counts: { ...drift } })
    }
    return drift
  }))
})
