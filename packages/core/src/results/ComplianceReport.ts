/**
 * The control against leads that nobody follows up (*Reporte de cumplimiento CRM*): every lead that counts with its
 * colour, and what was owed in a period and done, by advisor and branch.
 *
 * @see GC-PRO-05, Riesgos y controles; 5-controls, R2 and fine print
 */
import type { Place } from "../records/Access.ts"
import * as Calendar from "../calendar/Calendar.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as Indicator from "./Indicator.ts"
import { giveBack } from "../judging/WorkingMemory.ts"
import * as Lead from "./Lead.ts"
import * as Semaphore from "./Semaphore.ts"
import * as Verdict from "../judging/Verdict.ts"
import * as Verification from "../judging/Verification.ts"

/** Obligations of a group that were due in the period, by state, and the leads that had any. */
export interface Counts {
  leads: number
  met: number
  late: number
  missed: number
  upcoming: number
  cancelled: number
}

/** How many leads of a group have each colour, whenever their obligations were due. */
export type LeadsByColor = Record<Semaphore.Color, number>

/** The compliance of a group: met / (met + late + missed), exact, with its colour. */
export interface Compliance extends Readonly<Counts> {
  readonly percent: number | null
  readonly color: Semaphore.Color
  /** Time to first contact of the leads whose first contact was due in the period, in business minutes; null without any. */
  readonly medianMinutes: number | null
  readonly ninetiethPercentileMinutes: number | null
}

const colors: ReadonlyArray<Semaphore.Color> = ["green", "yellow", "red", "none"]
const escalations: ReadonlyArray<Lead.Escalation> = ["advisor", "manager", "general-manager"]
const NOTHING_DUE = Number.NaN

interface Cell {
  readonly advisorId: string
  readonly branchId: string
  readonly counts: Counts
  /** The obligations that were due in the period before. */
  readonly countsBefore: Counts
  readonly firstContactMillis: Array<number>
  readonly leadsByColor: LeadsByColor
}

/** All leads that count (with `isWithin`, of those places), followed up as of the evaluation's instant. Leads are numbered in the order of their ids. */
export class ComplianceReport {
  readonly judgedMonth: JudgedMonth
  readonly watch: Lead.Watch
  /** The leads that count, as indexes in the book of prospects, in code point order of their ids. */
  readonly leads: Uint32Array
  /** The neglected leads, as numbers of {@link leads}: red ones. */
  readonly neglected: ReadonlyArray<number>
  private readonly colorNumbers: Uint8Array
  private readonly escalations: Uint8Array
  private readonly daysSinceLast: Int32Array
  private readonly nextDue: Float64Array
  private readonly cells: ReadonlyArray<Cell>
  private readonly cellsByAdvisor: ReadonlyMap<string, ReadonlyArray<Cell>>
  private readonly cellsByBranch: ReadonlyMap<string, ReadonlyArray<Cell>>
  private readonly contacts: ContactLists

  constructor(judgedMonth: JudgedMonth, isWithin?: ((place: Required<Place>) => boolean) | undefined) {
    this.judgedMonth = judgedMonth
    this.watch = Lead.watch(judgedMonth.judging.policy, judgedMonth.judging.asOf)
    this.leads = countingLeads(judgedMonth, isWithin)
    this.contacts = new ContactLists(judgedMonth)
    const { prospects } = judgedMonth
    const { end, start } = judgedMonth.bounds
    const startBefore = Calendar.periodBounds(judgedMonth.judging.zone, Calendar.previousPeriod(judgedMonth.period)).start
    const cells = new Map<number, Cell>()
    const neglected: Array<number> = []
    this.colorNumbers = new Uint8Array(this.leads.length)
    this.escalations = new Uint8Array(this.leads.length)
    this.daysSinceLast = new Int32Array(this.leads.length)
    this.nextDue = new Float64Array(this.leads.length)
    for (let number = 0; number < this.leads.length; number++) {
      const index = this.leads[number]!
      const followUp = this.follow(number)
      this.colorNumbers[number] = colors.indexOf(followUp.color)
      if (followUp.redSince !== undefined) this.escalations[number] = 1 + escalations.indexOf(Lead.escalationOf(followUp.redSince, this.watch))
      this.daysSinceLast[number] = followUp.daysSinceLast
      this.nextDue[number] = followUp.next === undefined ? NOTHING_DUE : followUp.next.due
      if (followUp.color === "red") neglected.push(number)
      const key = prospects.advisorOf(index) * (prospects.branches.size + 1) + prospects.branchOf(index)
      let cell = cells.get(key)
      if (cell === undefined) {
        cell = {
          advisorId: prospects.advisors.names[prospects.advisorOf(index)]!,
          branchId: prospects.branches.names[prospects.branchOf(index)]!,
          counts: noCounts(),
          countsBefore: noCounts(),
          firstContactMillis: [],
          leadsByColor: { green: 0, yellow: 0, red: 0, none: 0 }
        }
        cells.set(key, cell)
      }
      cell.leadsByColor[followUp.color]++
      countObligations(cell.counts, followUp, start, end)
      countObligations(cell.countsBefore, followUp, startBefore, start)
      noteFirstContact(cell.firstContactMillis, followUp, start, end)
    }
    this.neglected = neglected
    this.cells = [...cells.values()]
    this.cellsByAdvisor = Map.groupBy(this.cells, (cell) => cell.advisorId)
    this.cellsByBranch = Map.groupBy(this.cells, (cell) => cell.branchId)
  }

  colorOf(number: number): Semaphore.Color {
    return colors[this.colorNumbers[number]!]!
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

  /** A lead's whole follow-up, derived anew. */
  follow(number: number): Lead.FollowUp {
    const { prospects } = this.judgedMonth
    const index = this.leads[number]!
    return Lead.follow({
      assignedAt: prospects.assignedAtOf(index),
      stage: prospects.stageOf(index),
      stageAt: prospects.stageAtOf(index),
      contacts: this.contacts.of(index)
    }, this.watch)
  }

  /** Everybody together. */
  company(): Compliance {
    return this.sum(this.cells)
  }

  /** By one dimension: the groups with an obligation due in the period, in code point order. */
  by(dimension: "advisor" | "branch"): ReadonlyArray<{ readonly id: string; readonly compliance: Compliance }> {
    const groups = Map.groupBy(this.cells, (cell) => dimension === "advisor" ? cell.advisorId : cell.branchId)
    return [...groups]
      .map(([id, cells]) => ({ id, compliance: this.sum(cells) }))
      .filter(({ compliance }) => compliance.leads > 0)
      .sort((one, other) => Verification.compareIds(one.id, other.id))
  }

  /** By advisor at each branch: those with an obligation due in the period, in code point order of branch, then advisor. */
  pairs(): ReadonlyArray<{ readonly branchId: string; readonly advisorId: string; readonly compliance: Compliance }> {
    return this.cells
      .map((cell) => ({ branchId: cell.branchId, advisorId: cell.advisorId, compliance: this.sum([cell]) }))
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
    return due === 0 ? null : Semaphore.colorOf(met, due, this.judgedMonth.judging.policy.thresholds.compliance)
  }

  /** How many leads have each colour, of an advisor, a branch or all. */
  leadsByColor(advisorId: string | undefined, branchId: string | undefined): LeadsByColor {
    const sum: LeadsByColor = { green: 0, yellow: 0, red: 0, none: 0 }
    for (const cell of this.select(advisorId, branchId)) for (const color of colors) sum[color] += cell.leadsByColor[color]
    return sum
  }

  /** As `compliance.json` holds it. */
  toContract() {
    const write = ({ cancelled, color, late, leads, met, missed, percent, upcoming }: Compliance) => ({
      leads,
      met,
      late,
      missed,
      upcoming,
      cancelled,
      percent,
      color
    })
    return {
      company: write(this.company()),
      byAdvisor: this.by("advisor").map(({ compliance, id }) => ({ id, ...write(compliance) }))
    }
  }

  private select(advisorId: string | undefined, branchId: string | undefined): ReadonlyArray<Cell> {
    if (advisorId === undefined) return branchId === undefined ? this.cells : this.cellsByBranch.get(branchId) ?? []
    const ofAdvisor = this.cellsByAdvisor.get(advisorId) ?? []
    return branchId === undefined ? ofAdvisor : ofAdvisor.filter((cell) => cell.branchId === branchId)
  }

  private sum(cells: ReadonlyArray<Cell>): Compliance {
    const counts = noCounts()
    const sorted = new Float64Array(cells.reduce((sum, cell) => sum + cell.firstContactMillis.length, 0))
    let place = 0
    for (const cell of cells) {
      counts.leads += cell.counts.leads
      for (const state of Lead.states) counts[state] += cell.counts[state]
      sorted.set(cell.firstContactMillis, place)
      place += cell.firstContactMillis.length
    }
    const due = counts.met + counts.late + counts.missed
    sorted.sort()
    return {
      ...counts,
      percent: Indicator.percent(counts.met, due),
      color: Semaphore.colorOf(counts.met, due, this.judgedMonth.judging.policy.thresholds.compliance),
      medianMinutes: percentileMinutes(sorted, 50),
      ninetiethPercentileMinutes: percentileMinutes(sorted, 90)
    }
  }
}

const noCounts = (): Counts => ({ leads: 0, met: 0, late: 0, missed: 0, upcoming: 0, cancelled: 0 })

/** The nearest-rank percentile of sorted milliseconds, in whole minutes. */
const percentileMinutes = (sorted: Float64Array, percent: number): number | null =>
  sorted.length === 0 ? null : Math.floor(sorted[Math.ceil(sorted.length * percent / 100) - 1]! / 60_000)

/** Counts a lead's obligations that are due from `start` up to, not including, `end`. */
const countObligations = (counts: Counts, followUp: Lead.FollowUp, start: Calendar.Instant, end: Calendar.Instant): void => {
  let any = false
  for (const obligation of followUp.obligations) {
    if (obligation.due < start || obligation.due >= end) continue
    any = true
    counts[obligation.state]++
  }
  if (any) counts.leads++
}

/** Notes the time to first contact of a lead whose first contact was due in the period. */
const noteFirstContact = (times: Array<number>, followUp: Lead.FollowUp, start: Calendar.Instant, end: Calendar.Instant): void => {
  const { due } = followUp.obligations[0]!
  if (followUp.firstContactMillis !== undefined && due >= start && due < end) times.push(followUp.firstContactMillis)
}

const placeOf = ({ prospects }: JudgedMonth, index: number) => ({
  advisorId: prospects.advisors.names[prospects.advisorOf(index)]!,
  branchId: prospects.branches.names[prospects.branchOf(index)]!,
  brandId: prospects.brands.names[prospects.brandOf(index)]!
})

/** The leads that count: of a lead source, assigned at or before `asOf`, not invalid, of any month. */
const countingLeads = (judgedMonth: JudgedMonth, isWithin: ((place: Required<Place>) => boolean) | undefined): Uint32Array => {
  const { judging, prospects } = judgedMonth
  const leads = new Uint32Array(prospects.count)
  let count = 0
  for (let index = 0; index < prospects.count; index++) {
    if (!prospects.isLead(index) || prospects.assignedAtOf(index) > judging.asOf) continue
    if (Verdict.verdicts[judgedMonth.prospectVerdict(index)] === "invalid") continue
    if (isWithin === undefined || isWithin(placeOf(judgedMonth, index))) leads[count++] = index
  }
  const own = leads.slice(0, count)
  giveBack(leads)
  return prospects.inIdOrder(own)
}

/** Each prospect's contacts in the order of time, then id: one array of all, and where each prospect's begin. */
class ContactLists {
  private readonly judgedMonth: JudgedMonth
  private readonly starts: Uint32Array
  private readonly list: Uint32Array

  constructor(judgedMonth: JudgedMonth) {
    this.judgedMonth = judgedMonth
    const { activities, prospects } = judgedMonth
    const order = activities.inTimeOrder()
    const starts = new Uint32Array(prospects.count + 1)
    for (let index = 0; index < activities.count; index++) {
      const prospect = judgedMonth.prospectOfActivity(index)
      if (prospect >= 0 && activities.isContact(index) && prospects.isLead(prospect)) starts[prospect + 1]!++
    }
    for (let prospect = 0; prospect < prospects.count; prospect++) starts[prospect + 1]! += starts[prospect]!
    const next = starts.slice()
    this.list = new Uint32Array(starts[prospects.count]!)
    for (let position = 0; position < order.length; position++) {
      const index = order[position]!
      const prospect = judgedMonth.prospectOfActivity(index)
      if (prospect >= 0 && activities.isContact(index) && prospects.isLead(prospect)) this.list[next[prospect]!++] = index
    }
    giveBack(next)
    this.starts = starts
  }

  of(prospect: number): ReadonlyArray<Lead.Contact> {
    const { activities } = this.judgedMonth
    const contacts: Array<Lead.Contact> = []
    for (let place = this.starts[prospect]!; place < this.starts[prospect + 1]!; place++) {
      const index = this.list[place]!
      contacts.push({ at: activities.placedAtOf(index), promisedDay: activities.promisedDayOf(index) })
    }
    return contacts
  }
}
