/**
 * The procedure's two indicators, kept exact: `valid / goal` as two integers. A percentage is made for showing only.
 *
 * @see GC-PRO-05, Indicadores
 *
 * @example
 * ```ts run
 * import { Indicator, Policy } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const { color, percent } = Indicator.of({ registered: 2500, valid: 1999, invalid: 501, pending: 0, goal: 2500 }, Policy.gcPro05.thresholds.prospecting)
 * // 79.96 % is shown as 80 %, and is below the threshold of 80 %.
 * assert.deepEqual([percent, color], [80, "red"])
 * ```
 */
import type { Thresholds } from "../policy/Thresholds.ts"
import * as Semaphore from "./Semaphore.ts"

/** What was counted for one indicator of one group in one period: registered = valid + invalid + pending. */
export interface Counts {
  readonly registered: number
  readonly valid: number
  readonly invalid: number
  readonly pending: number
  /** The sum of the goals; zero where there is none. */
  readonly goal: number
}

/** An indicator as everybody shows it. `percent` has one decimal, or is null without a goal. */
export interface Indicator extends Counts {
  readonly percent: number | null
  readonly color: Semaphore.Color
}

export const noCounts: Counts = { registered: 0, valid: 0, invalid: 0, pending: 0, goal: 0 }

/** The counts of two disjoint groups together: a group's value is Σ valid / Σ goal, never a mean of percentages. */
export const add = (one: Counts, other: Counts): Counts => ({
  registered: one.registered + other.registered,
  valid: one.valid + other.valid,
  invalid: one.invalid + other.invalid,
  pending: one.pending + other.pending,
  goal: one.goal + other.goal
})

/**
 * `part / whole` in percent, rounded half up to one decimal, or null where `whole` is zero.
 * floor((2000 × part + whole) / (2 × whole)) / 10, in integers of any size.
 */
export const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Number((2000n * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole))) / 10

/** The indicator of some counts under thresholds. */
export const of = (counts: Counts, thresholds: Thresholds): Indicator => ({
  registered: counts.registered,
  valid: counts.valid,
  invalid: counts.invalid,
  pending: counts.pending,
  goal: counts.goal,
  percent: percent(counts.valid, counts.goal),
  color: Semaphore.colorOf(counts.valid, counts.goal, thresholds)
})
