/**
 * What was counted in a period, by advisor, branch and brand together: the smallest groups, from which every other
 * grouping is a sum. An activity of an unknown prospect has neither branch nor brand.
 */
import * as Calendar from "../calendar/Calendar.ts"
import type { Group, JudgedMonth, ReasonedVerdict } from "../judging/JudgedMonth.ts"
import type { Goal } from "../records/Goal.ts"
import type { Policy } from "../policy/Policy.ts"

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

export interface Counts {
  readonly period: Calendar.Period
  readonly cells: ReadonlyArray<Cell>
  /** Valid records of each local day of the period, from its first day. */
  readonly validProspectsByDay: ReadonlyArray<number>
  readonly validActivitiesByDay: ReadonlyArray<number>
}

const NOWHERE = -1

/** The cells of a period, each made when it is first asked for. */
export class Cells {
  private readonly cells = new Map<string, Cell>()
  private readonly policy: Pick<Policy, "prospectRules" | "activityRules">

  constructor(policy: Pick<Policy, "prospectRules" | "activityRules">) {
    this.policy = policy
  }

  get all(): ReadonlyArray<Cell> {
    return [...this.cells.values()]
  }

  of(advisorId: string, branchId: string | undefined, brandId: string | undefined): Cell {
    const key = JSON.stringify([advisorId, branchId ?? null, brandId ?? null])
    let cell = this.cells.get(key)
    if (cell === undefined) {
      const { activityRules, prospectRules } = this.policy
      cell = {
        advisorId,
        branchId,
        brandId,
        prospects: { registered: 0, valid: 0, invalid: 0, pending: 0, reasons: prospectRules.map(() => 0) },
        activities: { registered: 0, valid: 0, invalid: 0, pending: 0, reasons: activityRules.map(() => 0), planned: 0, performed: 0 },
        goals: { prospects: 0, activities: 0 },
        hasGoal: false
      }
      this.cells.set(key, cell)
    }
    return cell
  }

  /** Adds the goals of a period; those of other periods say nothing of it. */
  addGoals(period: Calendar.Period, goals: ReadonlyArray<Goal>): void {
    for (const goal of goals) {
      if (goal.period !== period) continue
      const cell = this.of(goal.advisorId, goal.branchId, goal.brandId)
      cell.hasGoal = true
      cell.goals.prospects += goal.prospects
      cell.goals.activities += goal.activities
    }
  }
}

/** The part of a tally that somebody may see: the cells within his view. Its days are everybody's. */
export const within = (counts: Counts, isWithin: ((group: Pick<Cell, "advisorId" | "branchId" | "brandId">) => boolean) | undefined): Counts =>
  isWithin === undefined ? counts : { ...counts, cells: counts.cells.filter(isWithin) }

/** Counts a period of an evaluation: its own, or another one of the same books. */
export const of = (judgedMonth: JudgedMonth, period: Calendar.Period = judgedMonth.period): Counts => {
  const { activities, goals, judging, prospects } = judgedMonth
  const { end, start } = Calendar.periodBounds(judging.zone, period)
  const firstDay = Calendar.localDayOf(judging.zone, start)
  const days = Calendar.localDayOf(judging.zone, end - 1) - firstDay + 1
  const cells = new Cells(judging.policy)
  // Records find their cell by their group's number; only a group's first record makes the key's text.
  const cellOfGroup = ({ advisor, branch, brand }: Group, advisors: ReadonlyArray<string>): Cell =>
    cells.of(
      advisors[advisor]!,
      branch === NOWHERE ? undefined : prospects.branches.names[branch],
      brand === NOWHERE ? undefined : prospects.brands.names[brand]
    )

  const validProspectsByDay = new Array<number>(days).fill(0)
  const cellsOfProspects: Array<Cell | undefined> = []
  for (let index = 0; index < prospects.count; index++) {
    const createdAt = prospects.createdAtOf(index)
    if (createdAt < start || createdAt >= end) continue
    const group = judgedMonth.prospectGroup(index)
    const { prospects: counts } = cellsOfProspects[group] ??= cellOfGroup(judgedMonth.groupOfProspects(group), prospects.advisors.names)
    const reasoned = judgedMonth.prospectReasoned(index)
    count(counts, reasoned)
    if (reasoned.verdict === 0) validProspectsByDay[Calendar.localDayOf(judging.zone, createdAt) - firstDay]!++
  }

  const validActivitiesByDay = new Array<number>(days).fill(0)
  const cellsOfActivities: Array<Cell | undefined> = []
  for (let index = 0; index < activities.count; index++) {
    const placedAt = activities.placedAtOf(index)
    if (placedAt < start || placedAt >= end) continue
    const group = judgedMonth.activityGroup(index)
    const { activities: counts } = cellsOfActivities[group] ??= cellOfGroup(judgedMonth.groupOfActivities(group), activities.advisors.names)
    const reasoned = judgedMonth.activityReasoned(index)
    count(counts, reasoned)
    if (activities.isPerformed(index)) counts.performed++
    else if (activities.statusOf(index) === "planned") counts.planned++
    if (reasoned.verdict === 0) validActivitiesByDay[Calendar.localDayOf(judging.zone, placedAt) - firstDay]!++
  }

  cells.addGoals(period, goals)
  return { period, cells: cells.all, validProspectsByDay, validActivitiesByDay }
}

const count = (counts: KindCounts, { reasonIndexes, verdict }: ReasonedVerdict): void => {
  counts.registered++
  if (verdict === 0) counts.valid++
  else if (verdict === 1) counts.invalid++
  else counts.pending++
  for (let place = 0; place < reasonIndexes.length; place++) counts.reasons[reasonIndexes[place]!]!++
}
