/**
 * fast-check arbitraries for every record and for whole months. Records refer to each other, share phones, notes and
 * instants, and stand on the boundaries of days, windows and months; they shrink to few and plain ones.
 *
 * What a policy lists (sources, types, outcomes, brands with a profile) is taken from the policy given, so that records
 * are mostly good under it.
 */
import type { Thresholds } from "@crm-procedure/core/policy/Thresholds"
import type * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Goal from "@crm-procedure/core/records/Goal"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import { Result } from "effect"
import * as fc from "fast-check"
import * as Draft from "./internal/Draft.ts"
import * as PolicyDraft from "./internal/PolicyDraft.ts"
import * as Resolution from "./internal/Resolution.ts"
import type { Month } from "./Month.ts"

/** How many records of a kind, and how often a field of them is faulty. */
export interface MonthOptions {
  /** The period that the month is about; default `2024-03`, which has a Holy Week and a month of 29 days before it. */
  readonly period?: Calendar.Period
  /** The policy whose zone, sources, types, outcomes and brands are used; default GC-PRO-05 v02. */
  readonly policy?: Policy.Policy
  /** Default `mixed`: about half of the records are valid. */
  readonly temper?: Draft.Temper
  readonly branches?: Draft.Size
  readonly brands?: Draft.Size
  readonly employees?: Draft.Size
  readonly prospects?: Draft.Size
  readonly activities?: Draft.Size
  readonly goals?: Draft.Size
  readonly calls?: Draft.Size
}

export type { Size, Temper } from "./internal/Draft.ts"

const DEFAULT_PERIOD = "2024-03"

const sizesOf = (options: MonthOptions) => ({
  branches: options.branches ?? { max: 3 },
  brands: options.brands ?? { max: 3 },
  employees: options.employees ?? { max: 4 },
  prospects: options.prospects ?? { max: 10 },
  activities: options.activities ?? { max: 14 },
  goals: options.goals ?? { max: 4 },
  calls: options.calls ?? { max: 10 }
})

/** What chance draws for a month, before a policy is known. */
const monthDraft = (options: MonthOptions) => {
  const sizes = sizesOf(options)
  const temper = options.temper ?? "mixed"
  return fc.record({
    directory: Draft.directory(sizes.branches, sizes.brands, sizes.employees),
    prospects: Draft.prospects(temper, sizes.prospects),
    activities: Draft.activities(temper, sizes.activities),
    goals: Draft.goals(sizes.goals),
    calls: Draft.calls(temper, sizes.calls),
    asOf: Draft.asOf,
    seed: Draft.seed
  })
}

type MonthDraft = Draft.Drawn<ReturnType<typeof monthDraft>>

const resolve = (draft: MonthDraft, policy: Policy.Policy, period: Calendar.Period): Month => {
  const frame = Resolution.frame(policy, period)
  const directory = Resolution.directory(frame, draft.directory)
  const prospects = draft.prospects.map((prospect) => Resolution.prospect(frame, directory, prospect))
  const activities = draft.activities.map((activity) => Resolution.activity(frame, directory, prospects, activity))
  return {
    directory,
    prospects,
    activities,
    goals: Resolution.goals(frame, directory, draft.goals),
    calls: draft.calls?.map((call) => Resolution.call(frame, prospects, activities, call)),
    period,
    asOf: draft.asOf === undefined ? Calendar.periodBounds(frame.zone, period).end : Resolution.instant(frame, draft.asOf),
    ...(draft.seed === undefined ? {} : { seed: draft.seed })
  }
}

/** A whole month whose records refer to each other. */
export const month = (options: MonthOptions = {}): fc.Arbitrary<Month> =>
  monthDraft(options).map((draft) => resolve(draft, options.policy ?? Policy.gcPro05, options.period ?? DEFAULT_PERIOD))

/** A month and the policy that it is judged under; the policy is printed as it is written down. */
export interface Situation {
  readonly month: Month
  readonly policy: Policy.Policy
}

/** A month that uses the lists and the zone of the policy drawn with it. */
export const situation = (policy: fc.Arbitrary<Policy.Policy>, options: Omit<MonthOptions, "policy"> = {}): fc.Arbitrary<Situation> =>
  fc.tuple(policy, monthDraft(options)).map(([policy, draft]) => ({ policy, month: resolve(draft, policy, options.period ?? DEFAULT_PERIOD) }))

/** Branches, brands and employees. No employee has two assignments on one day. */
export const directory = (options: MonthOptions = {}): fc.Arbitrary<Directory.Directory> =>
  month({ ...options, prospects: { max: 0 }, activities: { max: 0 }, goals: { max: 0 }, calls: { max: 0 } }).map(({ directory }) => directory)

/** A prospect by itself; its references are to a directory that {@link directory} can make. */
export const prospect = (options: MonthOptions = {}): fc.Arbitrary<Prospect.Prospect> =>
  month({ ...options, prospects: { min: 1, max: 1 }, activities: { max: 0 }, goals: { max: 0 }, calls: { max: 0 } })
    .map(({ prospects }) => prospects[0] as Prospect.Prospect)

/** An activity by itself, of a prospect that is not there or has a number. */
export const activity = (options: MonthOptions = {}): fc.Arbitrary<Activity.Activity> =>
  month({ ...options, prospects: { max: 3 }, activities: { min: 1, max: 1 }, goals: { max: 0 }, calls: { max: 0 } })
    .map(({ activities }) => activities[0] as Activity.Activity)

/** A goal row by itself, mostly of the period. */
export const goal = (options: MonthOptions = {}): fc.Arbitrary<Goal.Goal> =>
  month({ ...options, prospects: { max: 0 }, activities: { max: 0 }, goals: { min: 1, max: 1 }, calls: { max: 0 } })
    .map(({ goals }) => goals[0] as Goal.Goal)

/** An attempt by itself. */
export const verificationCall = (options: MonthOptions = {}): fc.Arbitrary<VerificationCall.VerificationCall> =>
  month({ ...options, prospects: { min: 1, max: 3 }, activities: { max: 2 }, goals: { max: 0 }, calls: { min: 1, max: 1 } })
    .filter(({ calls }) => calls !== undefined)
    .map(({ calls }) => calls?.[0] as VerificationCall.VerificationCall)

/** A policy as it is written down that {@link Policy.make} accepts; `brandIds` are those that may have a profile. */
export const policySpec = (brandIds: ReadonlyArray<string> = ["M1", "M2"]): fc.Arbitrary<Policy.PolicySpec> => PolicyDraft.policySpec(brandIds)

/** A policy that is valid; as {@link policySpec}. */
export const policy = (brandIds?: ReadonlyArray<string>): fc.Arbitrary<Policy.Policy> =>
  policySpec(brandIds).map((spec) => Object.defineProperty({ ...Result.getOrThrow(Policy.make(spec)) }, fc.toStringMethod, { value: () => JSON.stringify(spec) }))

/** Thresholds as a policy keeps them, in hundredths of a percent: 0 < yellow < green. */
export const thresholds: fc.Arbitrary<Thresholds> = PolicyDraft.thresholds.map(({ green, yellow }) => ({
  yellow: Math.round(yellow * 100),
  green: Math.round(green * 100)
}))
