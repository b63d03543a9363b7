/** GC-FOR-21 of a judged month. */
import type { Compliance, ComplianceReport } from "@crm-procedure/core/results/ComplianceReport"
import type * as Scorecard from "@crm-procedure/core/results/Scorecard"
import type * as FormData from "../data/FormData.ts"
import * as FormMonth from "../month/FormMonth.ts"
import * as FollowUpSemaphore from "./FollowUpSemaphore.ts"

const lightOf = (line: Scorecard.Line): FormData.Light => ({
  numerator: line.valid,
  denominator: line.goal,
  percent: line.percent,
  color: line.color,
  previousColor: line.previousColor
})

const complianceLight = (compliance: Compliance, previousColor: FormData.Color | null): FormData.Light => ({
  numerator: compliance.met,
  denominator: compliance.met + compliance.late + compliance.missed,
  percent: compliance.percent,
  color: compliance.color,
  previousColor
})

/** Whether a row has a colour or a lead to show. An advisor who only made one contact for a colleague has neither. */
const hasLight = ({ compliance, followUp, leads, prospecting }: FormData.SemaphoreRow): boolean =>
  [prospecting, followUp, compliance].some(({ color, previousColor }) => color !== "none" || (previousColor ?? "none") !== "none") ||
  leads.red + leads.yellow + leads.green + leads.none > 0

/** The numbers of the period's leads: red, yellow, green, closed. Within a colour they are in the order of their ids. */
const byUrgency = (compliance: ComplianceReport): Uint32Array => {
  const order = new Uint32Array(compliance.leads.count)
  let count = 0
  for (const color of ["red", "yellow", "green", "none"] as const) {
    for (let number = 0; number < order.length; number++) if (compliance.colorOf(number) === color && compliance.isOfPeriod(number)) order[count++] = number
  }
  return order.subarray(0, count)
}

/** GC-FOR-21, Registro Semáforo de Seguimiento. */
export const followUpSemaphore = (month: FormMonth.FollowedMonth): FormData.FollowUpSemaphoreData => {
  const { compliance, judgedMonth } = month
  const { judging } = judgedMonth
  const names = FormMonth.namesOf(month.directory)
  const order = byUrgency(compliance)
  const summary = FormMonth.summaryOf(month, () => true, (group, id, name, { advisorId, branchId }): FormData.SemaphoreRow => ({
    id,
    name,
    prospecting: lightOf(group.prospecting),
    followUp: lightOf(group.followUp),
    compliance: complianceLight(compliance.of(advisorId, branchId), compliance.previousColor(advisorId, branchId)),
    leads: compliance.leadsByColor(advisorId, branchId),
    lostWithoutContact: compliance.of(advisorId, branchId).lostWithoutContact
  }))
  return {
    header: FormMonth.headerOf(month, "GC-FOR-21", FollowUpSemaphore.formName),
    offsetMinutes: FormMonth.offsetMinutesOf(month),
    company: summary.company,
    branches: summary.branches.filter(({ subtotal }) => hasLight(subtotal)).map(({ advisors, subtotal }) => ({ subtotal, advisors: advisors.filter(hasLight) })),
    detail: {
      count: order.length,
      line: (place, into) => {
        const number = order[place]!
        const { advisorId, branchId, brandId } = compliance.leads.placeOf(number)
        into.prospectId = compliance.leads.idOf(number)
        into.advisorId = advisorId
        into.advisor = names.advisor(into.advisorId)
        into.branch = names.branch(branchId)
        into.brand = names.brand(brandId)
        into.daysSinceLast = compliance.daysSinceLastOf(number)
        into.nextDue = compliance.nextDueOf(number)
        into.color = compliance.colorOf(number)
        const escalation = compliance.escalationOf(number)
        into.escalation = escalation === undefined ? "" : FormMonth.escalationName(escalation, judging.directory.lineOfBrand(brandId))
      },
      parts: {
        ids: { prospectId: (place, into, position) => compliance.leads.copyIdInto(order[place]!, into, position) },
        numbers: { daysSinceLast: (place) => compliance.daysSinceLastOf(order[place]!), nextDue: (place) => compliance.nextDueOf(order[place]!) },
        groups: [
          { fields: FormMonth.placeFields, numberOf: (place) => compliance.leads.groupOf(order[place]!) },
          {
            fields: ["color", "escalation"],
            numberOf: (place) => compliance.stateOf(order[place]!) * compliance.leads.brandCount + compliance.leads.brandNumberOf(order[place]!)
          }
        ]
      }
    }
  }
}

