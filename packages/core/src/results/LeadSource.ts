/**
 * Where a compliance report reads its leads: from a judged month, or from what a storage keeps of each lead. Leads are numbered
 * from 0 in the code point order of their ids.
 */
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as Verdict from "../judging/Verdict.ts"
import { giveBack } from "../judging/internal/WorkingMemory.ts"
import type * as Lead from "./Lead.ts"

/** Where a lead belongs. */
export interface LeadPlace {
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
}

/** The leads that count, each by its number. */
export interface LeadSource {
  readonly count: number
  readonly idOf: (number: number) => string
  readonly placeOf: (number: number) => LeadPlace
  /** The same number for leads of the same advisor, branch and brand, from 0. */
  readonly groupOf: (number: number) => number
  /** The same number for leads of the same brand, below `brandCount`. */
  readonly brandNumberOf: (number: number) => number
  readonly brandCount: number
  readonly isErased: (number: number) => boolean
  readonly factsOf: (number: number) => Lead.Facts
  /** Writes the id as UTF-8 bytes at a position; returns the position behind it. */
  readonly copyIdInto: (number: number, into: Uint8Array, position: number) => number
}

/** The leads of a judged month; with `isWithin`, those of these places only. */
export const ofJudgedMonth = (judgedMonth: JudgedMonth, isWithin?: ((place: LeadPlace) => boolean) | undefined): LeadSource => {
  const { activities, prospects } = judgedMonth
  const leads = countingLeads(judgedMonth, isWithin)
  const contacts = new ContactLists(judgedMonth)
  return {
    count: leads.length,
    idOf: (number) => prospects.idOf(leads[number]!),
    placeOf: (number) => placeOf(judgedMonth, leads[number]!),
    groupOf: (number) => judgedMonth.prospectPlace(leads[number]!),
    brandNumberOf: (number) => prospects.brandOf(leads[number]!),
    brandCount: prospects.brands.size,
    isErased: (number) => prospects.isErased(leads[number]!),
    factsOf: (number) => {
      const index = leads[number]!
      return {
        assignedAt: prospects.assignedAtOf(index),
        stage: prospects.stageOf(index),
        stageAt: prospects.stageAtOf(index),
        contacts: Array.from(contacts.of(index), (activity): Lead.Contact => ({
          at: activities.placedAtOf(activity),
          promisedDay: activities.promisedDayOf(activity)
        }))
      }
    },
    copyIdInto: (number, into, position) => prospects.ids.copyInto(leads[number]!, into, position)
  }
}

const placeOf = ({ prospects }: JudgedMonth, index: number): LeadPlace => ({
  advisorId: prospects.advisors.names[prospects.advisorOf(index)]!,
  branchId: prospects.branches.names[prospects.branchOf(index)]!,
  brandId: prospects.brands.names[prospects.brandOf(index)]!
})

/** The leads that count: of a lead source, assigned at or before `asOf`, not invalid, of any month. */
const countingLeads = (judgedMonth: JudgedMonth, isWithin: ((place: LeadPlace) => boolean) | undefined): Uint32Array => {
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
  private readonly starts: Uint32Array
  private readonly list: Uint32Array

  constructor(judgedMonth: JudgedMonth) {
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

  /** The activities of a prospect's contacts. */
  of(prospect: number): Uint32Array {
    return this.list.subarray(this.starts[prospect]!, this.starts[prospect + 1]!)
  }
}
