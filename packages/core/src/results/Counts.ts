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
  /** How often each rule is a reason, in the order of the policy's rules of the kind. Empty where reasons are not counted, see {@link before}. */
  reasons: ReadonlyArray<number>
  /** The valid ones of each local day of the period, from its first day. Empty where that is not known: snapshots of earlier releases keep it for the whole dealership only. */
  validByDay: ReadonlyArray<number>
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

type Rules = Pick<Policy, "prospectRules" | "activityRules">

export interface Counts {
  readonly period: Calendar.Period
  readonly places: ReadonlyArray<PlaceCounts>
  /** Valid records of each local day of the period, from its first day. */
  readonly validProspectsByDay: ReadonlyArray<number>
  readonly validActivitiesByDay: ReadonlyArray<number>
}

const NOWHERE = -1

/** A list of zeros that many counts share. A month has tens of thousands of places, and most of them count few kinds of thing. */
class SharedZeros {
  readonly list: ReadonlyArray<number>

  constructor(length: number) {
    this.list = Object.freeze(new Array<number>(length).fill(0))
  }

  /** The list itself if it is a place's own, else a copy, to be counted in. */
  own(list: ReadonlyArray<number>): Array<number> {
    return (list === this.list ? list.slice() : list) as Array<number>
  }
}

/** The counts of a period by place, each made when it is first asked for. */
export class CountsByPlace {
  private readonly places = new Map<string, PlaceCounts>()
  private readonly reasons: { readonly prospects: SharedZeros; readonly activities: SharedZeros }
  private readonly days: SharedZeros

  /** `days`: of the period, where the valid records of each are counted. Without rules no reasons are counted. */
  constructor({ activityRules, prospectRules }: Rules, days = 0) {
    this.reasons = { prospects: new SharedZeros(prospectRules.length), activities: new SharedZeros(activityRules.length) }
    this.days = new SharedZeros(days)
  }

  get all(): ReadonlyArray<PlaceCounts> {
    return [...this.places.values()]
  }

  of(advisorId: string, branchId: string | undefined, brandId: string | undefined): PlaceCounts {
    const key = JSON.stringify([advisorId, branchId ?? null, brandId ?? null])
    let counts = this.places.get(key)
    if (counts === undefined) {
      const nothing = { registered: 0, valid: 0, invalid: 0, pending: 0, validByDay: this.days.list }
      counts = {
        advisorId,
        branchId,
        brandId,
        prospects: { ...nothing, reasons: this.reasons.prospects.list },
        activities: { ...nothing, reasons: this.reasons.activities.list, planned: 0, performed: 0 },
        goals: { prospects: 0, activities: 0 },
        hasGoal: false
      }
      this.places.set(key, counts)
    }
    return counts
  }

  /** Counts one record of a place. */
  count(kind: "prospects" | "activities", into: KindCounts, { reasonIndexes, verdict }: ReasonedVerdict): void {
    into.registered++
    if (verdict === 0) into.valid++
    else if (verdict === 1) into.invalid++
    else into.pending++
    const zeros = this.reasons[kind]
    if (reasonIndexes.length === 0 || zeros.list.length === 0) return
    const reasons = zeros.own(into.reasons)
    for (let place = 0; place < reasonIndexes.length; place++) reasons[reasonIndexes[place]!]!++
    into.reasons = reasons
  }

  /** Counts a valid record of a place on its day of the period, from 0. */
  countDay(into: KindCounts, day: number): void {
    const byDay = this.days.own(into.validByDay)
    byDay[day]!++
    into.validByDay = byDay
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
export const of = (judgedMonth: JudgedMonth, period: Calendar.Period = judgedMonth.period): Counts => countPeriod(judgedMonth, period, judgedMonth.judging.policy)

/**
 * Counts the period before a judged month's, without reasons and without days: it serves colours. Undefined where it has neither records
 * nor goals.
 */
export const before = (judgedMonth: JudgedMonth): Counts | undefined => {
  const counts = countPeriod(judgedMonth, Calendar.previousPeriod(judgedMonth.period), undefined)
  return counts.places.length === 0 ? undefined : counts
}

const noRules: Rules = { prospectRules: [], activityRules: [] }

/** `rules`: those whose reasons are counted; without them neither reasons nor days are. */
const countPeriod = (judgedMonth: JudgedMonth, period: Calendar.Period, rules: Rules | undefined): Counts => {
  const { activities, goals, judging, prospects } = judgedMonth
  const { end, start } = Calendar.periodBounds(judging.zone, period)
  const firstDay = Calendar.localDayOf(judging.zone, start)
  const days = rules === undefined ? 0 : Calendar.localDayOf(judging.zone, end - 1) - firstDay + 1
  const places = new CountsByPlace(rules ?? noRules, days)
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
    places.count("prospects", counts, reasoned)
    if (reasoned.verdict === 0 && days > 0) places.countDay(counts, Calendar.localDayOf(judging.zone, createdAt) - firstDay)
  }

  const ofActivities: Array<PlaceCounts | undefined> = []
  for (let index = 0; index < activities.count; index++) {
    const placedAt = activities.placedAtOf(index)
    if (placedAt < start || placedAt >= end) continue
    const number = judgedMonth.activityPlace(index)
    const { activities: counts } = ofActivities[number] ??= ofNumberedPlace(judgedMonth.placeOfActivities(number), activities.advisors.names)
    const reasoned = judgedMonth.activityReasoned(index)
    places.count("activities", counts, reasoned)
    if (reasoned.verdict === 0 && days > 0) places.countDay(counts, Calendar.localDayOf(judging.zone, placedAt) - firstDay)
    if (activities.isPerformed(index)) counts.performed++
    else if (activities.statusOf(index) === "planned") counts.planned++
  }

  places.addGoals(period, goals)
  return ofPlaces(period, places.all, days)
}
