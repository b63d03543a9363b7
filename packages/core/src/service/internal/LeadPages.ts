/** Leads in the order of their ids, a page at a time, read from what is stored of them. */
import * as Effect from "effect/Effect"
import * as Calendar from "../../calendar/Calendar.ts"
import * as Verification from "../../judging/Verification.ts"
import * as Policy from "../../policy/Policy.ts"
import type * as Access from "../../records/Access.ts"
import type * as Records from "../../register/Records.ts"
import * as StoredFollowUp from "../../register/StoredFollowUp.ts"
import * as StoredMonth from "../../register/StoredMonth.ts"
import { ComplianceReport } from "../../results/ComplianceReport.ts"
import * as Lead from "../../results/Lead.ts"
import type { LeadPlace } from "../../results/LeadSource.ts"
import type { Color } from "../../results/Semaphore.ts"
import type { Editions } from "./Editions.ts"

/** Which leads are asked about, behind an id and at most so many. */
export interface LeadsAsked {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly color?: Color | undefined
  /** Only open leads. */
  readonly isOpen?: boolean | undefined
  readonly advisorId?: string | undefined
  readonly branchId?: string | undefined
  /** Only leads with an obligation due in this month, and with `state` one in this state. */
  readonly dueIn?: Calendar.Period | undefined
  readonly state?: Lead.State | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** A lead with its follow-up. */
export interface FollowedLead extends LeadPlace {
  readonly prospectId: string
  readonly followUp: Lead.FollowUp
}

/** A page of leads. `lastId` is the id to go on behind; undefined on the last page. */
export interface LeadPage {
  readonly watch: Lead.Watch
  readonly items: ReadonlyArray<FollowedLead>
  readonly lastId: string | undefined
}

/** How many leads are read at once at least where a page's leads may lie among others. */
const LEAST_LEADS = 200

/** Reads a page of leads. */
export const read = Effect.fnUntraced(function*(
  by: Editions,
  { after, limit, ...asked }: LeadsAsked,
  isWithin: Access.View | undefined
): Effect.fn.Return<LeadPage, Records.RecordsError, Records.Records> {
  const { policyOf } = by
  const { asOf, dueIn, period, state } = asked
  const items: Array<FollowedLead> = []
  const owes = dueIn === undefined ? () => true : owesIn(Calendar.periodBounds(Policy.zoneOf(policyOf(period)), dueIn), state)
  // One lead more than the page holds says whether another page follows.
  const collect = (report: ComplianceReport): void => {
    for (let number = 0; number < report.leads.count && items.length <= limit; number++) {
      const prospectId = report.leads.idOf(number)
      const place = report.leads.placeOf(number)
      const isAsked = (after === undefined || Verification.compareIds(prospectId, after) > 0) && (asked.color ?? report.colorOf(number)) === report.colorOf(number) &&
        (asked.advisorId ?? place.advisorId) === place.advisorId && (asked.branchId ?? place.branchId) === place.branchId
      if (!isAsked) continue
      const followUp = report.follow(number)
      if (owes(followUp) && (asked.isOpen !== true || followUp.color !== "none")) items.push({ prospectId, ...place, followUp })
    }
  }
  const byColor = { red: { redAt: asOf }, yellow: { calmAt: asOf }, green: { calmAt: asOf }, none: { closedAt: asOf } }
  const conditions = dueIn !== undefined ? { dueIn: [dueIn] } : asked.isOpen === true ? { redAt: asOf, calmAt: asOf } : asked.color === undefined ? StoredFollowUp.everyLead(asOf) : byColor[asked.color]
  const { advisorId, branchId } = asked
  const isEveryLead = asked.color === undefined && asked.isOpen !== true && dueIn === undefined && isWithin === undefined
  const atOnce = isEveryLead ? limit + 1 : Math.max(limit + 1, LEAST_LEADS)
  let from = after
  while (items.length <= limit) {
    const query = { ...conditions, advisorId, branchId, after: from, limit: atOnce }
    const found = yield* StoredFollowUp.find(by.register, { period, asOf, isWithin, query })
    if (found === undefined) {
      const month = yield* StoredMonth.judge({ ...asked, policy: policyOf(period), policyOf })
      collect(isWithin === undefined ? month.compliance() : ComplianceReport.of(month.judgedMonth, isWithin))
      break
    }
    collect(new ComplianceReport({ leads: StoredFollowUp.sourceOf(found.leads, asOf), policy: policyOf(period), period, asOf }))
    if (found.lastId === undefined) break
    from = found.lastId
  }
  const page = items.slice(0, limit)
  return { watch: Lead.watch(policyOf(period), asOf), items: page, lastId: items.length > limit ? page.at(-1)?.prospectId : undefined }
})

/** Whether a lead owes something that is due within bounds, in a state where one is given. */
const owesIn = ({ end, start }: { readonly start: Calendar.Instant; readonly end: Calendar.Instant }, state: Lead.State | undefined) => ({ obligations }: Lead.FollowUp): boolean =>
  obligations.some((one) => one.due >= start && one.due < end && (state === undefined || one.state === state))
