/** GC-FOR-06 of a judged month. */
import * as Verdict from "@crm-procedure/core/judging/Verdict"
import * as Scorecard from "@crm-procedure/core/results/Scorecard"
import type * as FormData from "../data/FormData.ts"
import * as FormMonth from "../month/FormMonth.ts"
import * as ProspectValidityReport from "./ProspectValidityReport.ts"

/** GC-FOR-06, Informe Validez de Prospectos. */
export const prospectValidity = (month: FormMonth.FormMonth): FormData.ProspectValidity => {
  const { judgedMonth } = month
  const { judging, prospects } = judgedMonth
  const names = FormMonth.namesOf(month.directory)
  const summary = FormMonth.summaryOf(month, (group) => FormMonth.has(group.prospecting), (group, id, name) => FormMonth.indicatorRow(group.prospecting, id, name))
  const order = prospects.inTimeOrder()
  const { count, from } = FormMonth.periodRange(order, (index) => prospects.createdAtOf(index), judgedMonth.bounds)
  const advisors = prospects.advisors.names.map(names.advisor)
  const branches = prospects.branches.names.map(names.branch)
  const brands = prospects.brands.names.map(names.brand)
  return {
    header: FormMonth.headerOf(month, "GC-FOR-06", ProspectValidityReport.formName),
    offsetMinutes: FormMonth.offsetMinutesOf(month),
    thresholds: FormMonth.thresholdsOf(FormMonth.policyOf(month).thresholds.prospecting),
    rules: FormMonth.ruleNames(judging.policy.prospectRules, FormMonth.policyOf(month).prospectRules),
    codes: (key) => Verdict.codesOf(key, judging.policy.prospectRules),
    course: FormMonth.courseOf(Scorecard.course(FormMonth.scorecardOptions(month)).prospecting),
    ...summary,
    detail: {
      count,
      line: (place, into) => {
        const index = order[from + place]!
        into.prospectId = prospects.idOf(index)
        into.createdAt = prospects.createdAtOf(index)
        into.advisorId = prospects.advisors.names[prospects.advisorOf(index)]!
        into.advisor = advisors[prospects.advisorOf(index)]!
        into.branch = branches[prospects.branchOf(index)]!
        into.brand = brands[prospects.brandOf(index)]!
        const outcome = judgedMonth.prospectReasoned(index)
        into.verdict = Verdict.verdicts[outcome.verdict]!
        into.reasons = outcome.reasons
        into.warnings = outcome.warnings
      },
      parts: {
        ids: { prospectId: (place, into, position) => prospects.ids.copyInto(order[from + place]!, into, position) },
        numbers: { createdAt: (place) => prospects.createdAtOf(order[from + place]!) },
        groups: [
          { fields: FormMonth.placeFields, numberOf: (place) => judgedMonth.prospectPlace(order[from + place]!) },
          { fields: FormMonth.outcomeFields, numberOf: (place) => judgedMonth.prospectReasoned(order[from + place]!).number }
        ]
      }
    }
  }
}

