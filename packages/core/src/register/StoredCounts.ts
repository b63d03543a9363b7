/**
 * The counts of a period's records, stored beside the records and changed together with them. A month's scorecard is read from
 * these few rows, however many records the dealership has.
 *
 * They are sums of stored verdicts and nothing else: {@link of} makes them, and a recount proves those that are stored.
 */
import * as Calendar from "../calendar/Calendar.ts"
import type { Period } from "../calendar/Calendar.ts"
import type { Goal } from "../records/Goal.ts"
import type { Group, StoredVerdict } from "./StoredVerdict.ts"
import type * as Policy from "../policy/Policy.ts"
import type { Subject } from "../policy/Rule.ts"
import * as Counts from "../results/Counts.ts"
import { verdicts } from "../judging/Verdict.ts"

/**
 * Counts of one kind of records of a group, by `registered`, `valid`, `invalid`, `pending`, `planned`, `performed`, `reason <code>` and
 * the day of the valid ones, `day <n>`. No count is zero. The service keeps none without a group: releases before did, by day.
 */
export interface StoredCounts {
  readonly period: Period
  readonly subject: Subject
  readonly group: Group | undefined
  readonly counts: Readonly<Record<string, number>>
}

/** The key of stored counts in a dealership. Two groups never have the same key, whatever their ids. */
export const keyOf = ({ group, period, subject }: Omit<StoredCounts, "counts">): string =>
  JSON.stringify([period, subject, group === undefined ? null : [group.advisorId, group.branchId ?? null, group.brandId ?? null]])

const REASON = "reason "
const DAY = "day "

/** The sum of two stored counts with the same key; undefined when it is zero. */
export const sum = (one: StoredCounts | undefined, other: StoredCounts): StoredCounts | undefined => {
  const counts: Record<string, number> = { ...one?.counts }
  for (const [measure, count] of Object.entries(other.counts)) counts[measure] = (counts[measure] ?? 0) + count
  for (const [measure, count] of Object.entries(counts)) if (count === 0) delete counts[measure]
  return Object.keys(counts).length === 0 ? undefined : { ...other, counts }
}

/** A stored verdict that went (−1) or came (1). */
export interface Step {
  readonly subject: Subject
  readonly storedVerdict: StoredVerdict
  readonly by: 1 | -1
}

/** How verdicts that went and came change the stored counts. Those that cancel out change nothing. */
export const of = (steps: Iterable<Step>): ReadonlyArray<StoredCounts> => {
  const changes = new Map<string, StoredCounts & { readonly counts: Record<string, number> }>()
  const add = (identity: Omit<StoredCounts, "counts">, measures: ReadonlyArray<string>, by: number): void => {
    const key = keyOf(identity)
    let change = changes.get(key)
    if (change === undefined) changes.set(key, change = { ...identity, counts: {} })
    for (const measure of measures) change.counts[measure] = (change.counts[measure] ?? 0) + by
  }
  for (const { by, storedVerdict, subject } of steps) {
    const { advisorId, branchId, brandId, day, period, reasons, state, verdict } = storedVerdict
    const measures = ["registered", verdict, ...reasons.map((code) => REASON + code)]
    if (state !== undefined) measures.push(state)
    if (verdict === "valid") measures.push(DAY + day)
    add({ period, subject, group: { advisorId, branchId, brandId } }, measures, by)
  }
  return [...changes.values()].flatMap((change) => sum(undefined, change) ?? [])
}

/** The counts of a period, made from its stored counts and goals: the same as if its records were counted one by one. */
export const toCounts = (
  period: Period,
  storedCounts: ReadonlyArray<StoredCounts>,
  goals: ReadonlyArray<Goal>,
  policy: Pick<Policy.Policy, "prospectRules" | "activityRules">
): Counts.Counts => {
  const month = Calendar.monthOfPeriod(period)
  const days = Calendar.firstDayOfMonth(month + 1) - Calendar.firstDayOfMonth(month)
  const places = new Counts.CountsByPlace(policy, days)
  for (const { counts, group, subject } of storedCounts) {
    const countOf = (measure: string): number => counts[measure] ?? 0
    if (group === undefined) continue
    const place = places.of(group.advisorId, group.branchId, group.brandId)
    const into = subject === "prospect" ? place.prospects : place.activities
    into.registered = countOf("registered")
    for (const verdict of verdicts) into[verdict] = countOf(verdict)
    const rules = subject === "prospect" ? policy.prospectRules : policy.activityRules
    into.validByDay = into.validByDay.map((_, index) => countOf(DAY + (index + 1)))
    into.reasons = rules.map(({ code }) => countOf(REASON + code))
    if (subject === "prospect") continue
    place.activities.planned = countOf("planned")
    place.activities.performed = countOf("performed")
  }
  places.addGoals(period, goals)
  return Counts.ofPlaces(period, places.all, days)
}
