/**
 * The sample of a period's verification calls, drawn once and kept with its seed.
 *
 * @see GC-PRO-05, Riesgos y controles
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Calendar from "../calendar/Calendar.ts"
import * as PeriodClose from "../close/PeriodClose.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as Policy from "../policy/Policy.ts"
import * as Records from "../register/Records.ts"
import * as StoredMonth from "../register/StoredMonth.ts"

/** The period's sample was drawn by another seed. What was drawn stays drawn. `drawnAt` is a local text with its offset. */
export class SampleDrawnOtherwise extends Schema.TaggedError<SampleDrawnOtherwise>()("SampleDrawnOtherwise", {
  period: Schema.String,
  seed: Schema.String,
  drawnAt: Schema.String
}) {
  override get message() {
    return `The sample of ${this.period} was drawn at ${this.drawnAt} by the seed ${JSON.stringify(this.seed)}, expected that seed or none. A drawn sample stays as it is.`
  }
}

/** The period has not ended, so its sample is not drawn yet. `expected` is the first instant for it, a local text with its offset. */
export class SampleTooEarly extends Schema.TaggedError<SampleTooEarly>()("SampleTooEarly", {
  period: Schema.String,
  found: Schema.String,
  expected: Schema.String
}) {
  override get message() {
    return `The sample of ${this.period} can't be drawn at ${this.found}, expected ${this.expected} or later. Draw it after the month's last day, or ask for a partial sample.`
  }
}

/**
 * Draws a period's sample once the period has ended, and keeps it with its seed. A drawn sample stays as it is: a later draw answers
 * the kept one, and fails where it names another seed. A sample that selected nothing is not final: it is drawn again. A dealership
 * can keep the seed secret until the draw; the answer discloses it. The default seed is the period, which only makes the draw
 * reproducible.
 *
 * With `partial`, the sample of a running period is drawn from the records that it has by now.
 */
export const draw = Effect.fn("VerificationSample.draw")(function*(options: {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly policy: Policy.Policy
  /** The policy in force in each period; by default the same in all. */
  readonly policyOf?: ((period: Calendar.Period) => Policy.Policy) | undefined
  readonly now: Calendar.Instant
  readonly seed?: string | undefined
  readonly partial?: boolean | undefined
}): Effect.fn.Return<Records.DrawnSample, SampleTooEarly | SampleDrawnOtherwise | Records.RecordsError, Records.Records> {
  const { dealership, now, partial = false, period, policy, policyOf, seed } = options
  const records = yield* Records.Records
  const kept = yield* records.sample(dealership, period)
  if (Option.isSome(kept) && kept.value.selected.length > 0) return yield* mustBeBySeed(kept.value, options)
  const zone = Policy.zoneOf(policy)
  const { end } = Calendar.periodBounds(zone, period)
  if (now < end && !partial) return yield* new SampleTooEarly({ period, found: Calendar.formatInstant(zone, now), expected: Calendar.formatInstant(zone, end) })
  const { judgedMonth } = yield* StoredMonth.judgeRecords({ dealership, period, policy, policyOf, asOf: now, seed })
  const drawn = yield* records.keepSample(dealership, { period, seed: judgedMonth.seed, drawnAt: now, selected: selectedBy(judgedMonth) })
  return yield* mustBeBySeed(drawn, options)
})

const selectedBy = ({ activities, activitySample, prospects, sample }: JudgedMonth): Records.DrawnSample["selected"] => [
  ...sample.map(({ advisorId, index, kind }) => ({ type: "prospect" as const, id: prospects.idOf(index), advisorId, kind })),
  ...activitySample.map(({ advisorId, index, kind }) => ({ type: "activity" as const, id: activities.idOf(index), advisorId, kind }))
]

const mustBeBySeed = (
  drawn: Records.DrawnSample,
  { policy, seed }: { readonly policy: Policy.Policy; readonly seed?: string | undefined }
): Effect.Effect<Records.DrawnSample, SampleDrawnOtherwise> =>
  seed === undefined || seed === drawn.seed
    ? Effect.succeed(drawn)
    : Effect.fail(new SampleDrawnOtherwise({ period: drawn.period, seed: drawn.seed, drawnAt: Calendar.formatInstant(Policy.zoneOf(policy), drawn.drawnAt) }))

/** The period's sample was not drawn, or selected nothing. */
export class SampleNotDrawn extends Schema.TaggedError<SampleNotDrawn>()("SampleNotDrawn", { period: Schema.String }) {
  override get message() {
    return `The sample of ${this.period} was not drawn yet, expected a drawn one. Draw it first.`
  }
}

/** The type of the event that keeps an extension of a sample: who, when, why, and how many were added. */
export const EXTENDED_EVENT_TYPE = "sample.extended"

/** The data of that event. `at` is local with its offset. */
export interface SampleExtended {
  readonly period: Calendar.Period
  readonly at: string
  readonly by: string
  readonly reason: string
  readonly added: number
}

/**
 * Extends a drawn sample, with a reason: samples the present records by the same seed and rule, and adds what is not selected yet. A
 * selected record stays selected. Only a role that may close periods may do it. Answers the extended sample and what was added.
 */
export const extend = Effect.fn("VerificationSample.extend")(function*(options: {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly policy: Policy.Policy
  /** The policy in force in each period; by default the same in all. */
  readonly policyOf?: ((period: Calendar.Period) => Policy.Policy) | undefined
  readonly now: Calendar.Instant
  readonly by: PeriodClose.Actor
  readonly reason: string
}): Effect.fn.Return<
  { readonly sample: Records.DrawnSample; readonly added: Records.DrawnSample["selected"] },
  PeriodClose.RoleMayNot | PeriodClose.ReasonMissing | SampleNotDrawn | Records.RecordsError,
  Records.Records
> {
  const { by, dealership, now, period, policy, policyOf } = options
  const reason = options.reason.trim()
  yield* PeriodClose.mustBeAllowed("close", by)
  if (reason === "") return yield* new PeriodClose.ReasonMissing({ period })
  const records = yield* Records.Records
  const kept = Option.getOrUndefined(yield* records.sample(dealership, period))
  if (kept === undefined || kept.selected.length === 0) return yield* new SampleNotDrawn({ period })
  const { judgedMonth } = yield* StoredMonth.judgeRecords({ dealership, period, policy, policyOf, asOf: now, redraw: true })
  const known = new Set(kept.selected.map(({ id, type }) => `${type} ${id}`))
  const added = selectedBy(judgedMonth).filter(({ id, type }) => !known.has(`${type} ${id}`))
  const data: SampleExtended = { period, at: Calendar.formatInstant(Policy.zoneOf(policy), now), by: by.name, reason, added: added.length }
  yield* records.extendSample(dealership, period, added)
  yield* records.raise(dealership, [{ key: `${EXTENDED_EVENT_TYPE} ${period} ${now}`, type: EXTENDED_EVENT_TYPE, at: now, data }])
  return { sample: { ...kept, selected: [...kept.selected, ...added] }, added }
})
