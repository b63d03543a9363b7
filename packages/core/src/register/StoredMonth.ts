/** A month of a dealership's stored records, judged: what the service's questions are answered from. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Activity } from "../records/Activity.ts"
import * as Calendar from "../calendar/Calendar.ts"
import { ComplianceReport } from "../results/ComplianceReport.ts"
import type { Directory } from "../records/Directory.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as JudgingContext from "../judging/JudgingContext.ts"
import { MonthBuilder } from "../judging/MonthBuilder.ts"
import type * as Policy from "../policy/Policy.ts"
import type { Prospect } from "../records/Prospect.ts"
import * as Records from "./Records.ts"
import * as Scorecard from "../results/Scorecard.ts"
import * as Counts from "../results/Counts.ts"
import * as Verification from "../judging/Verification.ts"

export interface Options {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly policy: Policy.Policy
  /** Records to judge beside the stored ones, in the place of stored ones with the same ids; they are not stored. */
  readonly besides?: { readonly prospects?: ReadonlyArray<Prospect>; readonly activities?: ReadonlyArray<Activity> } | undefined
  /** The seed of a sample that was not drawn yet; by default the period. */
  readonly seed?: string | undefined
  /** False: only what is given `besides` is judged, against the directory. Default true. */
  readonly stored?: boolean | undefined
  /** The dealership's key for erasures, by default that of `ErasureKey.KeyRing`. */
  readonly erasureKey?: ErasureKey.Key | undefined
}

/** A judged month, with what is counted from it made when it is asked for. */
export interface StoredMonth {
  readonly directory: Directory
  readonly judgedMonth: JudgedMonth
  readonly sample: Option.Option<Records.DrawnSample>
  readonly counts: Counts.Counts
  /** What was counted in the month before; undefined when it has neither records nor goals. */
  readonly previous: Counts.Counts | undefined
  readonly scorecard: (by: ReadonlyArray<Scorecard.Dimension>) => Scorecard.Scorecard
  readonly compliance: () => ComplianceReport
}

const once = <A>(make: () => A): () => A => {
  let made: { readonly value: A } | undefined
  return () => (made ??= { value: make() }).value
}

/**
 * Judges a month of the stored records, all of them again. A record that a drawn sample selected, of this period or of another,
 * is undecided until its calls conclude. A sample that was not drawn yet is only listed.
 */
export const judge = (options: Options): Effect.Effect<StoredMonth, Records.RecordsError, Records.Records> =>
  Records.Records.use((records) => records.atOneMoment(options.dealership, judgeNow(options)))

const judgeNow = Effect.fnUntraced(function*(options: Options): Effect.fn.Return<StoredMonth, Records.RecordsError, Records.Records> {
  const { asOf, besides, dealership, period, policy } = options
  const erasureKey = options.erasureKey ?? (yield* ErasureKey.KeyRing)(dealership)
  const records = yield* Records.Records
  const directory = yield* records.directory(dealership)
  const goals = [
    ...(yield* records.goals(dealership, period)),
    ...(yield* records.goals(dealership, Calendar.previousPeriod(period)))
  ]
  const calls = yield* records.calls(dealership)
  const sample = yield* records.sample(dealership, period)
  const selected = yield* records.selections(dealership)
  const reopenings = yield* records.reopenings(dealership)
  const judging = JudgingContext.make({ policy, directory, asOf, erasureKey })
  const builder = new MonthBuilder(judging)
  // The first record of an id is judged: what is given besides comes first, and so replaces the stored one.
  for (const prospect of besides?.prospects ?? []) builder.addProspect(prospect)
  for (const activity of besides?.activities ?? []) builder.addActivity(activity)
  if (options.stored !== false) {
    yield* Stream.runForEach(records.prospects(dealership), ({ record }) => Effect.sync(() => builder.addProspect(record)))
    yield* Stream.runForEach(records.activities(dealership), ({ record }) => Effect.sync(() => builder.addActivity(record)))
  }
  builder.addGoals(goals)
  builder.beginCalls(calls.length)
  for (const call of calls) builder.addCall(call)
  const drawn = Option.getOrUndefined(sample)
  const judgedMonth = builder.judge({
    period,
    seed: drawn?.seed ?? options.seed,
    drawn: drawn?.selected,
    selected,
    reopenedAt: Verification.reopenedBy(reopenings, asOf)
  })
  const counts = Counts.of(judgedMonth)
  const before = Counts.of(judgedMonth, Calendar.previousPeriod(period))
  const previous = before.places.length === 0 ? undefined : before
  const { lineOfBrand } = judging.directory
  return {
    directory,
    judgedMonth,
    sample,
    counts,
    previous,
    scorecard: (by) => Scorecard.make({ policy, asOf, counts, previous, lineOfBrand }, by),
    compliance: once(() => ComplianceReport.of(judgedMonth))
  }
})
