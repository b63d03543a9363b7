/**
 * What was counted in a period, by advisor, branch and brand together: the smallest groups, from which every other
 * grouping is a sum. An activity of an unknown prospect has neither branch nor brand.
 */
import * as Calendar from "../calendar/Calendar.ts"
import type { NumberedPlace, JudgedMonth, ReasonedVerdict } from "../judging/JudgedMonth.ts"
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
  /** The valid ones of each local day of the period, from its first day. Empty where that is not known: snapshots of earlier releases keep it for the whole dealership only. */
  readonly validByDay: Array<number>
}

/** Activities are also counted by whether they are planned or performed. */
export interface ActivityCounts extends KindCounts {
  planned: number
  performed: number
}

/** The counts of one advisor at one branch with one brand. */
export interface PlaceCounts {
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
  readonly places: ReadonlyArray<PlaceCounts>
  /** Valid records of each local day of the period, from its first day. */
  readonly validProspectsByDay: ReadonlyArray<number>
  readonly validActivitiesByDay: ReadonlyArray<number>
}

const NOWHERE = -1

/** The counts of a period by place, each made when it is first asked for. */
export class CountsByPlace {
  private readonly places = new Map<string, PlaceCounts>()
  private readonly policy: Pick<Policy, "prospectRules" | "activityRules">
  private readonly days: number

  /** `days`: of the period, where the valid records of each are counted. */
  constructor(policy: Pick<Policy, "prospectRules" | "activityRules">, days = 0) {
    this.policy = policy
    this.days = days
  }

  get all(): ReadonlyArray<PlaceCounts> {
    return [...this.places.values()]
  }

  of(advisorId: string, branchId: string | undefined, brandId: string | undefined): PlaceCounts {
    const key = JSON.stringify([advisorId, branchId ?? null, brandId ?? null])
    let counts = this.places.get(key)
    if (counts === undefined) {
      const { activityRules, prospectRules } = this.policy
      counts = {
        advisorId,
        branchId,
        brandId,
        prospects: { registered: 0, valid: 0, invalid: 0, pending: 0, reasons: prospectRules.map(() => 0), validByDay: new Array<number>(this.days).fill(0) },
        activities: { registered: 0, valid: 0, invalid: 0, pending: 0, reasons: activityRules.map(() => 0), validByDay: new Array<number>(this.days).fill(0), planned: 0, performed: 0 },
        goals: { prospects: 0, activities: 0 },
        hasGoal: false
      }
      this.places.set(key, counts)
    }
    return counts
  }

  /** Adds the goals of a period. Goals of other periods are left out. */
  addGoals(period: Calendar.Period, goals: ReadonlyArray<Goal>): void {
    for (const goal of goals) {
      if (goal.period !== period) continue
      const counts = this.of(goal.advisorId, goal.branchId, goal.brandId)
      counts.hasGoal = true
      counts.goals.prospects += goal.prospects
      counts.goals.activities += goal.activities
    }
  }
}

/** The valid records of places by day. */
export const byDay = (places: ReadonlyArray<PlaceCounts>, kind: "prospects" | "activities", days: number): ReadonlyArray<number> =>
  Array.from({ length: days }, (_, day) => places.reduce((sum, place) => sum + (place[kind].validByDay[day] ?? 0), 0))

/** The counts of a period's places. */
export const ofPlaces = (period: Calendar.Period, places: ReadonlyArray<PlaceCounts>, days: number): Counts =>
  ({ period, places, validProspectsByDay: byDay(places, "prospects", days), validActivitiesByDay: byDay(places, "activities", days) })

/** The part of the counts that a person may see: the places within their view. */
export const within = (counts: Counts, isWithin: ((place: Pick<PlaceCounts, "advisorId" | "branchId" | "brandId">) => boolean) | undefined): Counts =>
  isWithin === undefined ? counts : ofPlaces(counts.period, counts.places.filter(isWithin), counts.validProspectsByDay.length)

/** Counts a period of a judged month: its own period, or another one of the same records. */
export const of = (judgedMonth: JudgedMonth, period: Calendar.Period = judgedMonth.period): Counts => {
  const { activities, goals, judging, prospects } = judgedMonth
  const { end, start } = Calendar.periodBounds(judging.zone, period)
  const firstDay = Calendar.localDayOf(judging.zone, start)
  const days = Calendar.localDayOf(judging.zone, end - 1) - firstDay + 1
  const places = new CountsByPlace(judging.policy, days)
  // A record finds its counts by its place's number. Only a place's first record makes the key's text.
  const ofNumberedPlace = ({ advisor, branch, brand }: NumberedPlace, advisors: ReadonlyArray<string>): PlaceCounts =>
    places.of(
      advisors[advisor]!,
      branch === NOWHERE ? undefined : prospects.branches.names[branch],
      brand === NOWHERE ? undefined : prospects.brands.names[brand]
    )

  const ofProspects: Array<PlaceCounts | undefined> = []
  for (let index = 0; index < prospects.count; index++) {
    const createdAt = prospects.createdAtOf(index)
    if (createdAt < start || createdAt >= end) continue
    const number = judgedMonth.prospectPlace(index)
    const { prospects: counts } = ofProspects[number] ??= ofNumberedPlace(judgedMonth.placeOfProspects(number), prospects.advisors.names)
    const reasoned = judgedMonth.prospectReasoned(index)
    count(counts, reasoned)
    if (reasoned.verdict === 0) counts.validByDay[Calendar.localDayOf(judging.zone, createdAt) - firstDay]!++
  }

  const ofActivities: Array<PlaceCounts | undefined> = []
  for (let index = 0; index < activities.count; index++) {
    const placedAt = activities.placedAtOf(index)
    if (placedAt < start || placedAt >= end) continue
    const number = judgedMonth.activityPlace(index)
    const { activities: counts } = ofActivities[number] ??= ofNumberedPlace(judgedMonth.placeOfActivities(number), activities.advisors.names)
    const reasoned = judgedMonth.activityReasoned(index)
    count(counts, reasoned)
    if (activities.isPerformed(index)) counts.performed++
    else if (activities.statusOf(index) === "planned") counts.planned++
    if (reasoned.verdict === 0) counts.validByDay[Calendar.localDayOf(judging.zone, placedAt) - firstDay]!++
  }

  places.addGoals(period, goals)
  return ofPlaces(period, places.all, days)
}

const count = (counts: KindCounts, { reasonIndexes, verdict }: ReasonedVerdict): void => {
  counts.registered++
  if (verdict === 0) counts.valid++
  else if (verdict === 1) counts.invalid++
  else counts.pending++
  for (let place = 0; place < reasonIndexes.length; place++) counts.reasons[reasonIndexes[place]!]!++
}
