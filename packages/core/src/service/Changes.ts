/**
 * What changed since an instant, by default the start of the day before: records that stopped or started counting, semaphores that have
 * another colour, and leads that became red. It is told from stored events, and the month is judged once more as of that instant.
 *
 * @see GC-PRO-05, Indicadores, Riesgos y controles
 */
import * as Effect from "effect/Effect"
import * as Calendar from "../calendar/Calendar.ts"
import type { Verdict } from "../judging/Verdict.ts"
import * as Policy from "../policy/Policy.ts"
import type { Subject } from "../policy/Rule.ts"
import type { LineOfBrand, View } from "../records/Access.ts"
import * as Records from "../register/Records.ts"
import * as StoredFollowUp from "../register/StoredFollowUp.ts"
import * as StoredMonth from "../register/StoredMonth.ts"
import * as VerdictUpkeep from "../register/VerdictUpkeep.ts"
import { ComplianceReport } from "../results/ComplianceReport.ts"
import type * as Counts from "../results/Counts.ts"
import * as Scorecard from "../results/Scorecard.ts"
import * as CustomerNames from "./internal/CustomerNames.ts"
import type { Color } from "../results/Semaphore.ts"

/** A record whose verdict became another one; of several changes the first verdict and the last one. */
export interface ChangedRecord {
  readonly subject: Subject
  readonly id: string
  readonly advisorId: string
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  readonly before: Verdict
  readonly verdict: Verdict
  readonly reasons: ReadonlyArray<string>
  readonly at: Calendar.Instant
  /** The customer, where it is one of the listed. */
  readonly customerName?: string | undefined
}

/** An indicator as it stood. */
export interface Standing {
  readonly valid: number
  readonly goal: number
  readonly percent: number | null
  readonly color: Color
}

/** A semaphore that has another colour. The company has no id. */
export interface ChangedColor {
  readonly by: "company" | "branch" | "advisor"
  readonly id: string | null
  readonly indicator: "prospecting" | "follow-up"
  readonly before: Standing
  readonly after: Standing
}

/** A lead that became red. */
export interface RedLead {
  readonly id: string
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly redSince: Calendar.Instant
  readonly customerName?: string | undefined
}

/** Some things: how many, and the first of them. */
export interface Listed<A> {
  readonly count: number
  readonly items: ReadonlyArray<A>
}

export interface Changes {
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly since: Calendar.Instant
  /** Records that were valid and no longer are, the last change first; and records that became valid. New records are in neither. */
  readonly stopped: Listed<ChangedRecord>
  readonly started: Listed<ChangedRecord>
  /** Semaphores of the month of `asOf`. Both sides have the goals of now. */
  readonly colors: ReadonlyArray<ChangedColor>
  readonly red: Listed<RedLead>
  /** Whether more verdicts changed than are looked at. */
  readonly isPartial: boolean
}

export interface Options {
  readonly dealership: string
  readonly asOf: Calendar.Instant
  readonly since?: Calendar.Instant | undefined
  readonly isWithin?: View | undefined
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
  /** What the records of a month came to as of an earlier instant; see {@link judgeEarlier}. */
  readonly earlierOf: (month: EarlierMonth) => Effect.Effect<Earlier, Records.RecordsError, Records.Records>
  /** The scorecard of a month as of `asOf`. */
  readonly scorecardOf: (period: Calendar.Period, by: ReadonlyArray<Scorecard.Dimension>) => Effect.Effect<Scorecard.Scorecard, Records.RecordsError>
}

/** A month as of an earlier instant. */
export interface EarlierMonth {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
}

/** What a month's records came to, and the lines of the brands by the directory. */
export interface Earlier {
  readonly counts: Counts.Counts
  readonly lineOfBrand: LineOfBrand
}

/** Judges a month as of an earlier instant. */
export const judgeEarlier = (
  month: EarlierMonth,
  policyOf: Options["policyOf"]
): Effect.Effect<Earlier, Records.RecordsError, Records.Records> =>
  Effect.map(StoredMonth.judgeRecords({ ...month, policy: policyOf(month.period), policyOf }), ({ counts, judgedMonth }) =>
    ({ counts, lineOfBrand: judgedMonth.judging.directory.lineOfBrand }))

/** How many changed verdicts are looked at. After a large import more may have changed. */
export const MAXIMUM_EVENTS = 5_000

/** Each record whose verdict events tell of, with its first verdict and its last one. The events come last first. */
export const changedRecords = (events: ReadonlyArray<Records.KeptEvent>, isWithin: View | undefined): ReadonlyArray<ChangedRecord> => {
  const changed = new Map<string, ChangedRecord>()
  for (const { at, data } of events) {
    const { advisorId, before, branchId, brandId, reasons, subjectId: id, subjectType: subject, verdict } = data as VerdictUpkeep.VerdictChanged
    if (isWithin?.({ advisorId, branchId, brandId }) === false) continue
    const key = JSON.stringify([subject, id])
    const later = changed.get(key)
    changed.set(key, later === undefined ? { subject, id, advisorId, branchId, brandId, before, verdict, reasons, at } : { ...later, before })
  }
  return [...changed.values()]
}

/** How many of each kind are listed. */
const LISTED = 200

/** By what semaphores are compared, from the whole to its parts. */
const groupings = [["company", []], ["branch", ["branch"]], ["advisor", ["advisor"]]] as const

export const of = Effect.fn("Changes.of")(function*(options: Options): Effect.fn.Return<Changes, Records.RecordsError, Records.Records> {
  const { asOf, dealership, isWithin, policyOf, scorecardOf } = options
  const period = Calendar.periodOf(Calendar.bogota, asOf)
  const policy = policyOf(period)
  const zone = Policy.zoneOf(policy)
  const since = options.since ?? Calendar.startOfDay(zone, Calendar.localDayOf(zone, asOf) - 1)
  const records = yield* Records.Records
  const events = yield* records.latestEvents(dealership, VerdictUpkeep.VERDICT_CHANGED_EVENT_TYPE, since, MAXIMUM_EVENTS)
  const changed = changedRecords(events, isWithin)
  // Before the month began, nothing of it was there.
  const { start } = Calendar.periodBounds(zone, period)
  const earlier = { policy, asOf: since, ...yield* options.earlierOf({ dealership, period, asOf: Math.max(since, start) }) }
  const colors = yield* Effect.forEach(groupings, ([by, dimensions]) =>
    Effect.map(scorecardOf(period, dimensions), (now) => changedColors(by, Scorecard.seen(earlier, dimensions, isWithin), now)))
  const found = yield* StoredFollowUp.report({ dealership, policyOf }, { period, asOf, isWithin, query: { redAt: asOf } })
  const report = found ?? (yield* StoredMonth.judge({ dealership, period, asOf, policy, policyOf })).compliance(isWithin)
  const stopped = changed.filter(({ before, verdict }) => before === "valid" && verdict !== "valid")
  const started = changed.filter(({ before, verdict }) => before !== "valid" && verdict === "valid")
  const red = redSince(report, since)
  const nameOf = yield* CustomerNames.of(dealership, [...stopped.slice(0, LISTED), ...started.slice(0, LISTED), ...red.slice(0, LISTED).map(({ id }) => ({ subject: "prospect", id }))])
  const listed = <A extends { readonly id: string; readonly subject?: Subject }>(all: ReadonlyArray<A>): Listed<A> =>
    ({ count: all.length, items: all.slice(0, LISTED).map((one) => ({ ...one, customerName: nameOf({ subject: one.subject ?? "prospect", id: one.id }) })) })
  return {
    period,
    asOf,
    since,
    stopped: listed(stopped),
    started: listed(started),
    colors: colors.flat(),
    red: listed(red),
    isPartial: events.length === MAXIMUM_EVENTS
  }
})

const standingOf = ({ color, goal, percent, valid }: Standing): Standing => ({ valid, goal, percent, color })

const changedColors = (by: ChangedColor["by"], before: Scorecard.Scorecard, after: Scorecard.Scorecard): ReadonlyArray<ChangedColor> => {
  const idOf = ({ keys }: Scorecard.Group): string | null => by === "company" ? null : keys[by] ?? null
  const earlier = new Map(before.groups.map((group) => [idOf(group), group]))
  return after.groups.flatMap((group) => {
    const id = idOf(group)
    const was = earlier.get(id)
    if (was === undefined) return []
    const sides = [["prospecting", was.prospecting, group.prospecting], ["follow-up", was.followUp, group.followUp]] as const
    return sides.flatMap(([indicator, one, other]) => one.color === other.color ? [] : [{ by, id, indicator, before: standingOf(one), after: standingOf(other) }])
  })
}

const redSince = (report: ComplianceReport, since: Calendar.Instant): ReadonlyArray<RedLead> =>
  Array.from({ length: report.leads.count }, (_, number) => number).flatMap((number) => {
    const { color, redSince: at } = report.follow(number)
    return color !== "red" || at === undefined || at < since || report.leads.isErased(number) ? [] : [{ id: report.leads.idOf(number), ...report.leads.placeOf(number), redSince: at }]
  }).toSorted((one, other) => other.redSince - one.redSince)
