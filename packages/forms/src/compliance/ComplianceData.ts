/** The compliance report of a judged month. */
import type { Compliance } from "@crm-procedure/core/results/ComplianceReport"
import * as Lead from "@crm-procedure/core/results/Lead"
import type * as FormData from "../data/FormData.ts"
import * as FormMonth from "../month/FormMonth.ts"
import * as ComplianceForm from "./ComplianceForm.ts"

const complianceRow = (id: string, name: string, compliance: Compliance): FormData.ComplianceRow => ({ id, name, ...compliance })

/** Reporte de cumplimiento CRM. */
export const complianceReport = (month: FormMonth.FollowedMonth): FormData.ComplianceData => {
  const { compliance, judgedMonth } = month
  const { judging } = judgedMonth
  const names = FormMonth.namesOf(month.directory)
  const named = [...compliance.neglected, ...compliance.lostWithoutContact]
  const pairs = Map.groupBy(compliance.pairs(), ({ branchId }) => branchId)
  return {
    header: FormMonth.headerOf(month, "compliance", ComplianceForm.formName),
    offsetMinutes: FormMonth.offsetMinutesOf(month),
    thresholds: FormMonth.thresholdsOf(judging.policy.thresholds.compliance),
    branches: FormMonth.unknownLast(compliance.by("branch"), ({ id }) => names.knowsBranch(id)).map(({ compliance: subtotal, id }) => ({
      subtotal: complianceRow(id, names.branch(id), subtotal),
      advisors: FormMonth.unknownLast(pairs.get(id) ?? [], ({ advisorId }) => names.knowsAdvisor(advisorId)).map((pair) => complianceRow(pair.advisorId, names.advisor(pair.advisorId), pair.compliance))
    })),
    company: complianceRow("", "Toda la empresa", compliance.company()),
    detail: {
      count: named.length,
      line: (place, into) => {
        const number = named[place]!
        const followUp = compliance.follow(number)
        const missed = followUp.obligations.filter(({ state }) => state === "missed")
        const { advisorId, branchId, brandId } = compliance.leads.placeOf(number)
        const next = followUp.redSince === undefined ? undefined : Lead.nextEscalation(followUp.redSince, compliance.watch)
        into.prospectId = compliance.leads.idOf(number)
        into.advisorId = advisorId
        into.advisor = names.advisor(into.advisorId)
        into.branch = names.branch(branchId)
        into.brand = names.brand(brandId)
        into.dueAt = missed.length === 0 ? Number.NaN : Math.min(...missed.map(({ due }) => due))
        into.missed = missed.length
        into.daysSinceLast = followUp.daysSinceLast
        into.color = followUp.color
        into.lostWithoutContact = followUp.isLostWithoutContact ? "Sí" : ""
        into.escalation = next === undefined ? "" : FormMonth.escalationName(next.to, judging.directory.lineOfBrand(brandId))
        into.escalationAt = next?.at ?? Number.NaN
      }
    }
  }
}
