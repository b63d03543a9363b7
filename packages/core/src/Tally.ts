/**
 * What was counted in a period, by advisor, branch and brand together: the smallest groups, from which every other
 * grouping is a sum. An activity of an unknown prospect has neither branch nor brand.
 */
import * as Calendar from "./Calendar.ts"
import type { Evaluation } from "./Evaluation.ts"
import * as Verdict from "./Verdict.ts"

/** Counts of the records of one kind: registered = valid + invalid + pending. */
export interface KindCounts {
  registered: number
  valid: number
  invalid: number
  pending: number
  /** How often each rule is a reason, in the order of the policy's rules of the kind. */
  readonly reasons: Array<number>
}

/** Activities are also counted by whether they are planned or performed. */
export interface ActivityCounts extends KindCounts {
  planned: number
  performed: number
}

/** The counts of one advisor at one branch with one brand. */
export interface Cell {
  readonly advisorId: string
  readonly branchId: string | undefined
  readonly brandId: string | undefined
  readonly prospects: KindCounts
  readonly activities: ActivityCounts
  readonly goals: { prospects: number; activities: number }
  /** Whether it has a goal row in the period. */
  hasGoal: boolean
}

export interface Tally {
  readonly period: Calendar.Period
  readonly cells: ReadonlyArray<Cell>
  /** Valid records of each local day of the period, from its first day. */
  readonly validProspectsByDay: ReadonlyArray<number>
  readonly validActivitiesByDay: ReadonlyArray<number>
}

const NOWHERE = -1

/** Counts a period of an evaluation: its own, or another one of the same books. */
export const of = (evaluation: Evaluation, period: Calendar.Period = evaluation.period): Tally => {
  const { activities, goals, judging, prospects } = evaluation
  const { end, start } = Calendar.periodBounds(judging.zone, period)
  const firstDay = Calendar.localDayOf(judging.zone, start)
  const days = Calendar.localDayOf(judging.zone, end - 1) - firstDay + 1
  const { activityRules, prospectRules } = judging.policy
  const cells = new Map<string, Cell>()
  const cellOf = (advisorId: string, branchId: string | undefined, brandId: string | undefined): Cell => {
    const key = JSON.stringify([advisorId, branchId ?? null, brandId ?? null])
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = {
        advisorId,
        branchId,
        brandId,
        prospects: { registered: 0, valid: 0, invalid: 0, pending: 0, reasons: prospectRules.map(() => 0) },
        activities: { registered: 0, valid: 0, invalid: 0, pending: 0, reasons: activityRules.map(() => 0), planned: 0, performed: 0 },
        goals: { prospects: 0, activities: 0 },
        hasGoal: false
      }
      cells.set(key, cell)
    }
    return cell
  }
  // Records find their cell by numbers; only a group's first record makes the key's text.
  const numbered = (advisors: ReadonlyArray<string>) => {
    const known = new Map<number, Cell>()
    return (advisor: number, branch: number, brand: number): Cell => {
      const number = (advisor * (prospects.branches.size + 1) + branch + 1) * (prospects.brands.size + 1) + brand + 1
      let cell = known.get(number)
      if (cell === undefined) {
        cell = cellOf(
          advisors[advisor]!,
          branch === NOWHERE ? undefined : prospects.branches.names[branch],
          brand === NOWHERE ? undefined : prospects.brands.names[brand]
        )
        known.set(number, cell)
      }
      return cell
    }
  }

  const validProspectsByDay = new Array<number>(days).fill(0)
  const cellOfProspect = numbered(prospects.advisors.names)
  for (let index = 0; index < prospects.count; index++) {
    const createdAt = prospects.createdAtOf(index)
    if (createdAt < start || createdAt >= end) continue
    const { prospects: counts } = cellOfProspect(prospects.advisorOf(index), prospects.branchOf(index), prospects.brandOf(index))
    const verdict = evaluation.prospectVerdict(index)
    count(counts, verdict)
    if (verdict === 0) validProspectsByDay[Calendar.localDayOf(judging.zone, createdAt) - firstDay]!++
    else countReasons(counts, evaluation.prospectReasonKey(index))
  }

  const validActivitiesByDay = new Array<number>(days).fill(0)
  const cellOfActivity = numbered(activities.advisors.names)
  for (let index = 0; index < activities.count; index++) {
    const placedAt = activities.placedAtOf(index)
    if (placedAt < start || placedAt >= end) continue
    const prospect = evaluation.prospectOfActivity(index)
    const { activities: counts } = prospect < 0
      ? cellOfActivity(activities.advisorOf(index), NOWHERE, NOWHERE)
      : cellOfActivity(activities.advisorOf(index), prospects.branchOf(prospect), prospects.brandOf(prospect))
    const verdict = evaluation.activityVerdict(index)
    count(counts, verdict)
    if (activities.isPerformed(index)) counts.performed++
    else if (activities.statusOf(index) === "planned") counts.planned++
    if (verdict === 0) validActivitiesByDay[Calendar.localDayOf(judging.zone, placedAt) - firstDay]!++
    else countReasons(counts, evaluation.activityReasonKey(index))
  }

  for (const goal of goals) {
    if (goal.period !== period) continue
    const cell = cellOf(goal.advisorId, goal.branchId, goal.brandId)
    cell.hasGoal = true
    cell.goals.prospects += goal.prospects
    cell.goals.activities += goal.activities
  }
  return { period, cells: [...cells.values()], validProspectsByDay, validActivitiesByDay }
}

const count = (counts: KindCounts, verdict: number): void => {
  counts.registered++
  if (verdict === 0) counts.valid++
  else if (verdict === 1) counts.invalid++
  else counts.pending++
}

const countReasons = (counts: KindCounts, key: number): void => {
  for (const index of Verdict.indexesOf(key)) counts.reasons[index]!++
}
