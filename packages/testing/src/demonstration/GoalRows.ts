/** Rows of `goals.csv`: agreed in round numbers, some within reach and some not, so that colours vary. */
import * as CsvText from "./CsvText.ts"
import * as Draw from "./Draw.ts"
import * as Organisation from "./Organisation.ts"
import * as Plan from "./Plan.ts"

export const header = CsvText.line(["period", "advisor_id", "branch_id", "brand_id", "prospects", "activities"])

/** Valid ones among those registered, where advisors work properly. */
const usualShare = { prospects: 0.84, activities: 0.74 }

/** What a goal is of the expected number: within reach (green), just out of it (yellow), far out (red). */
const ambition = (plan: Plan.Plan, purpose: number, advisor: Organisation.Advisor): number => {
  const luck = Draw.fractionAt(plan.seed, purpose, advisor.index) - (advisor.conduct === "good" ? 0.15 : 0)
  const nuance = Draw.fractionAt(plan.seed, purpose + 50, advisor.index)
  return luck < 0.42 ? 0.78 + nuance * 0.16 : luck < 0.74 ? 1.04 + nuance * 0.12 : 1.35 + nuance * 0.6
}

const rowsOf = (plan: Plan.Plan, advisor: Organisation.Advisor, which: 0 | 1): Array<ReadonlyArray<string>> => {
  const { parts } = Organisation
  if (advisor.index === parts.withoutGoal && which === 1) return []
  const zero = advisor.index === parts.goalOfZero && which === 1
  const branches = advisor.nextBranch === advisor.branch || which === 0 ? [advisor.branch] : [advisor.branch, advisor.nextBranch]
  const share = 1 / (branches.length * advisor.brands.length)
  const goal = (expected: number, usual: number, purpose: number): string =>
    zero ? "0" : String(Math.max(1, Math.round(expected * usual * share * ambition(plan, Plan.purposes.goal + purpose + which, advisor))))
  const prospects = goal(plan.expectedProspects(advisor.index, which), usualShare.prospects, 0)
  const activities = goal(plan.expectedContacts(advisor.index, which), usualShare.activities, 2)
  const period = which === 0 ? plan.month.previousPeriod : plan.month.period
  return branches.flatMap((branch) =>
    advisor.brands.map((brand) => [
      period, advisor.id, (plan.organisation.branches[branch] as Organisation.Branch).id, (Organisation.brands[brand] as Organisation.Brand).id, prospects, activities
    ])
  )
}

/** Goals of both months, and one of the month after, which is not asked for yet. */
export const rows = (plan: Plan.Plan): ReadonlyArray<ReadonlyArray<string>> => {
  const { month, organisation } = plan
  const next = month.dateText(month.end).slice(0, 7)
  return [
    ...organisation.advisors.flatMap((advisor) => rowsOf(plan, advisor, 0)),
    ...organisation.advisors.flatMap((advisor) => rowsOf(plan, advisor, 1)),
    [next, (organisation.advisors[0] as Organisation.Advisor).id, "S-01", "M-01", "25", "80"]
  ]
}
