/**
 * The compliance report (*Reporte de cumplimiento CRM*), the control of lead follow-up: each lead that counts with its colour,
 * and what was owed and done in a period, by advisor and branch.
 *
 * @see GC-PRO-05, Riesgos y controles
 *
 * @example
 * ```ts run
 * import { judgeMonth } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const lead = { prospectId: "P1", createdAt: "2024-03-05 09:00", assignedAt: "2024-03-05 09:00", advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", phone: "310 200 0001", source: "web", interest: "125 cc", consentAt: "2024-03-05" }
 * const directory = { employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: "2024-01-01" }], branches: [{ branchId: "S1", name: "Norte" }], brands: [{ brandId: "M1", name: "Motos" }] }
 * const { company } = judgeMonth({ directory, prospects: [lead], period: "2024-03", asOf: "2024-03-06" }).compliance()
 * // The advisor was to contact the lead within the first business hours, and did not.
 * assert.equal(company.missed, 1)
 * ```
 */
import * as Calendar from "../calendar/Calendar.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as Indicator from "./Indicator.ts"
import type * as Policy from "../policy/Policy.ts"
import type { Thresholds } from "../policy/Thresholds.ts"
import * as Lead from "./Lead.ts"
import * as LeadSource from "./LeadSource.ts"
import * as Semaphore from "./Semaphore.ts"
import * as Verification from "../judging/Verification.ts"

/** Obligations of a group that were due in the period, by state, and the leads that had any. */
export interface Counts {
  leads: number
  met: number
  late: number
  missed: number
  upcoming: number
  cancelled: number
  /** The leads that were lost before any contact. Their first contact is owed or cancelled, as `lostWithoutContact` of the policy says. */
  lostWithoutContact: number
}

/** How many leads of a group and of the period have each colour, see {@link ComplianceReport.isOfPeriod}. */
export type LeadsByColor = Record<Semaphore.Color, number>

/** The compliance of a group: met / (met + late + missed), exact, with its colour. */
export interface Compliance extends Readonly<Counts> {
  readonly percent: number | null
  readonly color: Semaphore.Color
  /** Time to first contact of the leads whose first contact was due in the period, in business minutes; null without any. */
  readonly medianMinutes: number | null
  readonly ninetiethPercentileMinutes: number | null
}

const escalations: ReadonlyArray<Lead.Escalation> = ["advisor", "manager", "general-manager"]
const NOTHING_DUE = Number.NaN

interface PairCounts {
  readonly advisorId: string
  readonly branchId: string
  readonly counts: Counts
  /** The obligations that were due in the period before. */
  readonly countsBefore: Counts
  readonly firstContactMillis: Array<number>
  readonly leadsByColor: LeadsByColor
}

/** What a report is made of. */
export interface Options {
  readonly leads: LeadSource.LeadSource
  readonly policy: Policy.Policy
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
}

/** All leads of a source, followed up as of an instant. Leads are numbered in the order of their ids. */
export class ComplianceReport {
  readonly leads: LeadSource.LeadSource
  readonly watch: Lead.Watch
  /** The numbers of the neglected leads: red ones. */
  readonly neglected: ReadonlyArray<number>
  /** The numbers of the leads that were lost before any contact and had an obligation due in the period. */
  readonly lostWithoutContact: ReadonlyArray<number>
  private readonly thresholds: Thresholds
  private readonly colorNumbers: Uint8Array
  private readonly ofPeriod: Uint8Array
  private readonly escalations: Uint8Array
  private readonly daysSinceLast: Int32Array
  private readonly nextDue: Float64Array
  private readonly allPairs: ReadonlyArray<PairCounts>
  private readonly pairsByAdvisor: ReadonlyMap<string, ReadonlyArray<PairCounts>>
  private readonly pairsByBranch: ReadonlyMap<string, ReadonlyArray<PairCounts>>

  constructor({ asOf, leads, period, policy }: Options) {
    this.leads = leads
    this.watch = Lead.watch(policy, asOf)
    this.thresholds = policy.thresholds.compliance
    const { end, start } = Calendar.periodBounds(this.watch.zone, period)
    const startBefore = Calendar.periodBounds(this.watch.zone, Calendar.previousPeriod(period)).start
    const pairs = new CountsByPair(leads)
    const neglected: Array<number> = []
    const lostWithoutContact: Array<number> = []
    this.colorNumbers = new Uint8Array(leads.count)
    this.ofPeriod = new Uint8Array(leads.count)
    this.escalations = new Uint8Array(leads.count)
    this.daysSinceLast = new Int32Array(leads.count)
    this.nextDue = new Float64Array(leads.count)
    for (let number = 0; number < leads.count; number++) {
      const facts = leads.factsOf(number)
      const followUp = Lead.follow(facts, this.watch)
      this.colorNumbers[number] = Semaphore.colors.indexOf(followUp.color)
      if (followUp.redSince !== undefined) this.escalations[number] = 1 + escalations.indexOf(Lead.escalationOf(followUp.redSince, this.watch))
      this.daysSinceLast[number] = followUp.daysSinceLast
      this.nextDue[number] = followUp.next === undefined ? NOTHING_DUE : followUp.next.due
      if (followUp.color === "red") neglected.push(number)
      const pair = pairs.of(number)
      const isDue = countObligations(pair.counts, followUp, start, end)
      if (isDue && followUp.isLostWithoutContact) lostWithoutContact.push(number)
      if (isDue || facts.stageAt >= start) {
        this.ofPeriod[number] = 1
        pair.leadsByColor[followUp.color]++
      }
      countObligations(pair.countsBefore, followUp, startBefore, start)
      noteFirstContact(pair.firstContactMillis, followUp, start, end)
    }
    this.neglected = neglected
    this.lostWithoutContact = lostWithoutContact
    this.allPairs = pairs.all
    this.pairsByAdvisor = Map.groupBy(this.allPairs, (pair) => pair.advisorId)
    this.pairsByBranch = Map.groupBy(this.allPairs, (pair) => pair.branchId)
  }

  /** The report of a judged month; with `isWithin`, of the leads of these places only. */
  static of(judgedMonth: JudgedMonth, isWithin?: ((place: LeadSource.LeadPlace) => boolean) | undefined): ComplianceReport {
    const { judging: { asOf, policy }, period } = judgedMonth
    return new ComplianceReport({ leads: LeadSource.ofJudgedMonth(judgedMonth, isWithin), policy, period, asOf })
  }

  /**
   * Whether a lead belongs to the period, as GC-FOR-21 lists it: it was open at the beginning of the period or later, or something was
   * due in the period. A lead that was won or lost before, and owes nothing in the period, does not.
   */
  isOfPeriod(number: number): boolean {
    return this.ofPeriod[number] === 1
  }

  colorOf(number: number): Semaphore.Color {
    return Semaphore.colors[this.colorNumbers[number]!]!
  }

  /** To whom a red lead is escalated; undefined if it is not red. */
  escalationOf(number: number): Lead.Escalation | undefined {
    return escalations[this.escalations[number]! - 1]
  }

  /** One number for its colour and its escalation together. */
  stateOf(number: number): number {
    return this.colorNumbers[number]! * (escalations.length + 1) + this.escalations[number]!
  }

  daysSinceLastOf(number: number): number {
    return this.daysSinceLast[number]!
  }

  /** The next due instant, or NaN. */
  nextDueOf(number: number): Calendar.Instant {
    return this.nextDue[number]!
  }

  /** A lead's whole follow-up. */
  follow(number: number): Lead.FollowUp {
    return Lead.follow(this.leads.factsOf(number), this.watch)
  }

  /** The whole company. */
  company(): Compliance {
    return this.sum(this.allPairs)
  }

  /** By one dimension: the groups with an obligation due in the period, in code point order. */
  by(dimension: "advisor" | "branch"): ReadonlyArray<{ readonly id: string; readonly compliance: Compliance }> {
    const groups = Map.groupBy(this.allPairs, (pair) => dimension === "advisor" ? pair.advisorId : pair.branchId)
    return [...groups]
      .map(([id, pairs]) => ({ id, compliance: this.sum(pairs) }))
      .filter(({ compliance }) => compliance.leads > 0)
      .sort((one, other) => Verification.compareIds(one.id, other.id))
  }

  /** By advisor at each branch: those with an obligation due in the period, in code point order of branch, then advisor. */
  pairs(): ReadonlyArray<{ readonly branchId: string; readonly advisorId: string; readonly compliance: Compliance }> {
    return this.allPairs
      .map((pair) => ({ branchId: pair.branchId, advisorId: pair.advisorId, compliance: this.sum([pair]) }))
      .filter(({ compliance }) => compliance.leads > 0)
      .sort((one, other) => Verification.compareIds(one.branchId, other.branchId) || Verification.compareIds(one.advisorId, other.advisorId))
  }

  /** An advisor's compliance at a branch; of either alone where the other is left out. Groups without obligations have zeros. */
  of(advisorId: string | undefined, branchId: string | undefined): Compliance {
    return this.sum(this.select(advisorId, branchId))
  }

  /** The colour of the obligations that were due in the period before, as they stand now; null where none was. */
  previousColor(advisorId: string | undefined, branchId: string | undefined): Semaphore.Color | null {
    let met = 0
    let due = 0
    for (const { countsBefore } of this.select(advisorId, branchId)) {
      met += countsBefore.met
      due += countsBefore.met + countsBefore.late + countsBefore.missed
    }
    return due === 0 ? null : Semaphore.colorOf(met, due, this.thresholds)
  }

  /** How many leads of the period have each colour, of an advisor, a branch or all. */
  leadsByColor(advisorId: string | undefined, branchId: string | undefined): LeadsByColor {
    const sum: LeadsByColor = { green: 0, yellow: 0, red: 0, none: 0 }
    for (const pair of this.select(advisorId, branchId)) for (const color of Semaphore.colors) sum[color] += pair.leadsByColor[color]
    return sum
  }

  /** As `compliance.json` holds it. */
  toContract() {
    const write = ({ cancelled, color, late, leads, lostWithoutContact, met, missed, percent, upcoming }: Compliance) => ({
      leads,
      met,
      late,
      missed,
      upcoming,
      cancelled,
      percent,
      color,
      lostWithoutContact
    })
    return {
      company: write(this.company()),
      byAdvisor: this.by("advisor").map(({ compliance, id }) => ({ id, ...write(compliance) }))
    }
  }

  private select(advisorId: string | undefined, branchId: string | undefined): ReadonlyArray<PairCounts> {
    if (advisorId === undefined) return branchId === undefined ? this.allPairs : this.pairsByBranch.get(branchId) ?? []
    const ofAdvisor = this.pairsByAdvisor.get(advisorId) ?? []
    return branchId === undefined ? ofAdvisor : ofAdvisor.filter((pair) => pair.branchId === branchId)
  }

  private sum(pairs: ReadonlyArray<PairCounts>): Compliance {
    const counts = noCounts()
    const sorted = new Float64Array(pairs.reduce((sum, pair) => sum + pair.firstContactMillis.length, 0))
    let place = 0
    for (const pair of pairs) {
      counts.leads += pair.counts.leads
      counts.lostWithoutContact += pair.counts.lostWithoutContact
      for (const state of Lead.states) counts[state] += pair.counts[state]
      sorted.set(pair.firstContactMillis, place)
      place += pair.firstContactMillis.length
    }
    const due = counts.met + counts.late + counts.missed
    sorted.sort()
    return {
      ...counts,
      percent: Indicator.percent(counts.met, due),
      color: Semaphore.colorOf(counts.met, due, this.thresholds),
      medianMinutes: percentileMinutes(sorted, 50),
      ninetiethPercentileMinutes: percentileMinutes(sorted, 90)
    }
  }
}

const noCounts = (): Counts => ({ leads: 0, met: 0, late: 0, missed: 0, upcoming: 0, cancelled: 0, lostWithoutContact: 0 })

/** The nearest-rank percentile of sorted milliseconds, in whole minutes. */
const percentileMinutes = (sorted: Float64Array, percent: number): number | null =>
  sorted.length === 0 ? null : Math.floor(sorted[Math.ceil(sorted.length * percent / 100) - 1]! / 60_000)

/** Counts a lead's obligations that are due in `[start, end)`. Answers whether there are any. */
const countObligations = (counts: Counts, followUp: Lead.FollowUp, start: Calendar.Instant, end: Calendar.Instant): boolean => {
  let any = false
  for (const obligation of followUp.obligations) {
    if (obligation.due < start || obligation.due >= end) continue
    any = true
    counts[obligation.state]++
  }
  if (!any) return false
  counts.leads++
  if (followUp.isLostWithoutContact) counts.lostWithoutContact++
  return true
}

/** Notes the time to first contact of a lead whose first contact was due in the period. */
const noteFirstContact = (times: Array<number>, followUp: Lead.FollowUp, start: Calendar.Instant, end: Calendar.Instant): void => {
  const { due } = followUp.obligations[0]!
  if (followUp.firstContactMillis !== undefined && due >= start && due < end) times.push(followUp.firstContactMillis)
}

/** The counts of each advisor at each branch. */
class CountsByPair {
  readonly all: Array<PairCounts> = []
  private readonly leads: LeadSource.LeadSource
  private readonly byPlace = new Map<number, PairCounts>()
  private readonly byPair = new Map<string, PairCounts>()

  constructor(leads: LeadSource.LeadSource) {
    this.leads = leads
  }

  of(number: number): PairCounts {
    const group = this.leads.groupOf(number)
    let pair = this.byPlace.get(group)
    if (pair === undefined) this.byPlace.set(group, pair = this.ofPlace(this.leads.placeOf(number)))
    return pair
  }

  private ofPlace({ advisorId, branchId }: LeadSource.LeadPlace): PairCounts {
    const key = JSON.stringify([advisorId, branchId])
    let pair = this.byPair.get(key)
    if (pair === undefined) {
      pair = { advisorId, branchId, counts: noCounts(), countsBefore: noCounts(), firstContactMillis: [], leadsByColor: { green: 0, yellow: 0, red: 0, none: 0 } }
      this.byPair.set(key, pair)
      this.all.push(pair)
    }
    return pair
  }
}
