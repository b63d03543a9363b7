/**
 * A closed period's figures, read from its snapshot: the frozen scorecard, by any grouping and within any scope. Nothing that
 * arrives after the close changes them.
 *
 * @see docs/decisions/0020-the-scorecard-of-a-closed-month.md
 */
import * as Cache from "effect/Cache"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Calendar from "../calendar/Calendar.ts"
import * as ClosedPeriod from "./ClosedPeriod.ts"
import * as FrozenCounts from "./FrozenCounts.ts"
import * as PeriodState from "./PeriodState.ts"
import * as Policy from "../policy/Policy.ts"
import type * as Records from "../register/Records.ts"
import type { OwnActivityRule, OwnProspectRule } from "../policy/Rule.ts"
import type * as Scorecard from "../results/Scorecard.ts"
import type { StoredMonth } from "../register/StoredMonth.ts"

/** The figures from which a closed period's scorecards are made. */
export type FrozenMonth = Scorecard.Options

type OwnRules = ReadonlyArray<OwnProspectRule | OwnActivityRule>

/**
 * The figures that a snapshot froze. Undefined where the snapshot holds none (an early version or the month report made it), and
 * where its policy can't be made by this version or with the given own rules.
 */
export const of = ({ period, result, counts }: ClosedPeriod.Snapshot, ownRules: OwnRules): FrozenMonth | undefined => {
  if (counts === undefined) return undefined
  const frozen = ClosedPeriod.frozenPolicy(result, ownRules)
  if (Result.isFailure(frozen)) return undefined
  const policy = ClosedPeriod.closingPolicy(frozen.success)
  return {
    policy,
    asOf: Calendar.parseInstant(result.asOf, Policy.zoneOf(policy))!,
    counts: FrozenCounts.toCounts(counts, period, policy),
    previous: FrozenCounts.toPrevious(counts, Calendar.previousPeriod(period), policy),
    lineOfBrand: FrozenCounts.lineOfBrand(counts)
  }
}

/** A closed period: its link of the chain, and its figures if {@link of} finds them. */
export interface Closed {
  readonly link: Records.SnapshotLink
  readonly month: FrozenMonth | undefined
}

/** The figures of a form, and the digest that it prints: the snapshot's where the figures are the frozen ones, else the policy's. */
export interface FormFigures extends Scorecard.Options {
  readonly digest: string
  /** Undefined for a month that is not closed, and as of an instant within the month. */
  readonly closed: FormClosure | undefined
}

/** What a form says about the close. */
export interface FormClosure extends Pick<Scorecard.Closed, "closedAt" | "figures"> {
  /** Whether the current records give other counts than the frozen ones; false where no frozen ones are known. */
  readonly isAmended: boolean
}

/**
 * The figures of a form. As of any instant from the month's end on, counts are the frozen ones. Leads are those of the current
 * records: they equal the frozen ones only as of the instant of the close, and while no record was amended.
 */
export const formFigures = (
  closed: Closed | undefined,
  { judgedMonth: { bounds, judging }, previous, counts }: Pick<StoredMonth, "judgedMonth" | "previous" | "counts">,
  shown: "counts" | "leads"
): FormFigures => {
  const { asOf, directory: { lineOfBrand }, policy } = judging
  const current = { policy, asOf, counts, previous, lineOfBrand }
  if (closed === undefined || asOf < bounds.end) return { ...current, digest: Policy.digest(policy), closed: undefined }
  const { link: { closedAt, digest }, month: frozen } = closed
  const isAmended = frozen !== undefined && !FrozenCounts.isSame([frozen.counts, frozen.policy], [counts, policy])
  if (frozen !== undefined && shown === "counts") return { ...frozen, digest, closed: { closedAt, figures: "frozen", isAmended } }
  return frozen?.asOf === asOf && !isAmended
    ? { ...current, digest, closed: { closedAt, figures: "frozen", isAmended } }
    : { ...current, digest: Policy.digest(policy), closed: { closedAt, figures: "current", isAmended } }
}

/** How many snapshots' figures are cached. */
const KEPT = 64

/**
 * Reads the closed periods of a storage. Each snapshot's text is read once, since it never changes. The answer is undefined for a
 * period that is open or reopened.
 */
export const reader = Effect.fnUntraced(function*(
  records: Pick<Records.Records["Service"], "chain" | "periodReopenings" | "snapshot">,
  ownRulesOf: (period: Calendar.Period) => OwnRules
) {
  const read = Effect.fnUntraced(function*(key: string): Effect.fn.Return<FrozenMonth | undefined, Records.RecordsError> {
    const [dealership, sequence] = JSON.parse(key) as readonly [string, number]
    const kept = Option.getOrUndefined(yield* records.snapshot(dealership, sequence))
    const snapshot = kept === undefined ? undefined : ClosedPeriod.parse(kept.content)
    return snapshot === undefined ? undefined : of(snapshot, ownRulesOf(snapshot.period))
  })
  const months = yield* Cache.makeWith(read, { capacity: KEPT, timeToLive: (exit) => Exit.isSuccess(exit) ? Duration.infinity : Duration.zero })
  return Effect.fnUntraced(function*(dealership: string, periods: ReadonlyArray<Calendar.Period>): Effect.fn.Return<
    (period: Calendar.Period) => Effect.Effect<Closed | undefined, Records.RecordsError>,
    Records.RecordsError
  > {
    const stateOf = yield* PeriodState.read(records, dealership, periods)
    return (period) => {
      const periodState = stateOf(period)
      if (periodState.state !== "closed") return Effect.succeed(undefined)
      const { snapshot: link } = periodState
      return Effect.map(Cache.get(months, JSON.stringify([dealership, link.sequence, link.digest])), (month) => ({ link, month }))
    }
  })
})
