/**
 * A closed period's figures, read from its snapshot: the scorecard that was frozen, by any grouping and in anybody's view.
 * Nothing that comes after the close changes them.
 *
 * @see 5-controls, Period close
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

/** What a closed period's scorecards are made of. */
export type FrozenMonth = Scorecard.Options

type OwnRules = ReadonlyArray<OwnProspectRule | OwnActivityRule>

/**
 * The figures that a snapshot froze. Undefined where it holds none (it was made by a version that did not keep them, or beside a
 * report), and where its policy can't be made by this version or without the dealership's own rules.
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

/** A closed period: its link of the chain, and its figures where {@link of} finds them. */
export interface Closed {
  readonly link: Records.SnapshotLink
  readonly month: FrozenMonth | undefined
}

/** What a form prints of a judged month, and the digest that it bears: of the closed period where it is what was frozen, else of the policy. */
export interface FormFigures extends Scorecard.Options {
  readonly digest: string
  /** Undefined of a month that is not closed, and as of an instant within the month. */
  readonly closed: FormClosure | undefined
}

/** What a form says of the close. */
export interface FormClosure extends Pick<Scorecard.Closed, "closedAt" | "figures"> {
  /** Whether the records as they stand come to other counts than the frozen ones; false where none are known. */
  readonly isAmended: boolean
}

/**
 * The figures of a form. Counts are the frozen ones as of any instant from the month's end on; what is told of leads is of the
 * records as they stand, and so it is what was frozen only as of the instant of the close, while nothing was amended.
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

/** Of how many snapshots the figures are kept at hand. */
const KEPT = 64

/**
 * Reads closed periods of a storage, each snapshot's text once: it never changes. The answer says of a period whether it is
 * closed; one that is open or reopened is not.
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
  return Effect.fnUntraced(function*(dealership: string): Effect.fn.Return<
    (period: Calendar.Period) => Effect.Effect<Closed | undefined, Records.RecordsError>,
    Records.RecordsError
  > {
    const [chain, reopenings] = yield* Effect.all([records.chain(dealership), records.periodReopenings(dealership)], { concurrency: "unbounded" })
    return (period) => {
      const periodState = PeriodState.of(period, chain, reopenings)
      if (periodState.state !== "closed") return Effect.succeed(undefined)
      const { snapshot: link } = periodState
      return Effect.map(Cache.get(months, JSON.stringify([dealership, link.sequence, link.digest])), (month) => ({ link, month }))
    }
  })
})
