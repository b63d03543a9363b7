/** GC-FOR-05 of a judged month. */
import * as Verdict from "@crm-procedure/core/judging/Verdict"
import * as Scorecard from "@crm-procedure/core/results/Scorecard"
import type * as FormData from "../data/FormData.ts"
import * as FormMonth from "../month/FormMonth.ts"
import * as ActivityValidityReport from "./ActivityValidityReport.ts"

/** GC-FOR-05, Informe Validez de Actividades de Seguimiento. */
export const activityValidity = (month: FormMonth.FormMonth): FormData.ActivityValidity => {
  const { judgedMonth } = month
  const { activities, judging, prospects } = judgedMonth
  const names = FormMonth.namesOf(month.directory)
  const summary = withUnplaced(
    month,
    FormMonth.summaryOf(month, (group) => FormMonth.has(group.followUp), (group, id, name): FormData.ActivityRow => ({
      ...FormMonth.indicatorRow(group.followUp, id, name),
      planned: group.followUp.planned,
      performed: group.followUp.performed
    }))
  )
  const order = activities.inTimeOrder()
  const { count, from } = FormMonth.periodRange(order, (index) => activities.placedAtOf(index), judgedMonth.bounds)
  const advisors = activities.advisors.names.map(names.advisor)
  const branches = prospects.branches.names.map(names.branch)
  const brands = prospects.brands.names.map(names.brand)
  return {
    header: FormMonth.headerOf(month, "GC-FOR-05", ActivityValidityReport.formName),
    offsetMinutes: FormMonth.offsetMinutesOf(month),
    thresholds: FormMonth.thresholdsOf(FormMonth.policyOf(month).thresholds.followUp),
    rules: FormMonth.ruleNames(judging.policy.activityRules, FormMonth.policyOf(month).activityRules),
    codes: (key) => Verdict.codesOf(key, judging.policy.activityRules),
    course: FormMonth.courseOf(Scorecard.course(FormMonth.scorecardOptions(month)).followUp),
    ...summary,
    detail: {
      count,
      line: (place, into) => {
        const index = order[from + place]!
        const prospect = judgedMonth.prospectOfActivity(index)
        into.activityId = activities.idOf(index)
        into.at = activities.placedAtOf(index)
        into.type = activities.types.names[activities.typeOf(index)]!
        into.status = activities.statusOf(index)
        into.prospectId = activities.prospectIds.text(activities.prospectOf(index))
        into.advisorId = activities.advisors.names[activities.advisorOf(index)]!
        into.advisor = advisors[activities.advisorOf(index)]!
        into.branch = prospect < 0 ? FormMonth.NO_BRANCH : branches[prospects.branchOf(prospect)]!
        into.brand = prospect < 0 ? FormMonth.NO_BRANCH : brands[prospects.brandOf(prospect)]!
        const outcome = judgedMonth.activityReasoned(index)
        into.verdict = Verdict.verdicts[outcome.verdict]!
        into.reasons = outcome.reasons
        into.warnings = outcome.warnings
      },
      parts: {
        ids: {
          activityId: (place, into, position) => activities.ids.copyInto(order[from + place]!, into, position),
          prospectId: (place, into, position) => activities.prospectIds.copyInto(activities.prospectOf(order[from + place]!), into, position)
        },
        numbers: { at: (place) => activities.placedAtOf(order[from + place]!) },
        groups: [
          {
            fields: ["type", "status"],
            numberOf: (place) => activities.typeOf(order[from + place]!) * 3 + activities.statusNumberOf(order[from + place]!)
          },
          { fields: FormMonth.placeFields, numberOf: (place) => judgedMonth.activityPlace(order[from + place]!) },
          { fields: FormMonth.outcomeFields, numberOf: (place) => judgedMonth.activityReasoned(order[from + place]!).number }
        ]
      }
    }
  }
}

/** Adds a branch for the activities whose prospect is unknown, so that the rows of the form add up to its total. */
const withUnplaced = (month: FormMonth.FormMonth, summary: FormData.Summary<FormData.ActivityRow>): FormData.Summary<FormData.ActivityRow> => {
  const places = month.counts.places.filter(({ activities, branchId }) => branchId === undefined && activities.registered > 0)
  if (places.length === 0) return summary
  const names = FormMonth.namesOf(month.directory)
  const options = FormMonth.scorecardOptions(month)
  const rowOf = (group: Scorecard.Group, id: string, name: string): FormData.ActivityRow => ({
    ...FormMonth.indicatorRow(group.followUp, id, name),
    planned: group.followUp.planned,
    performed: group.followUp.performed
  })
  const unplaced = { ...options, previous: undefined, counts: { ...month.counts, places } }
  return {
    ...summary,
    branches: [...summary.branches, {
      subtotal: rowOf(Scorecard.make(unplaced, []).groups[0]!, FormMonth.NO_BRANCH, "Sin sede (prospecto desconocido)"),
      advisors: Scorecard.make(unplaced, ["advisor"]).groups.map((group) => rowOf(group, group.keys.advisor!, names.advisor(group.keys.advisor!)))
    }]
  }
}

