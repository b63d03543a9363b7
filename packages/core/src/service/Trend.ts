/**
 * Both indicators and the compliance month by month (*Indicadores*), by company, branch, advisor or brand, from what is stored. Of a closed
 * month the indicators are those that were frozen.
 *
 * @see GC-PRO-05, Indicadores
 */
import * as Effect from "effect/Effect"
import * as Calendar from "../calendar/Calendar.ts"
import type * as Policy from "../policy/Policy.ts"
import type { View } from "../records/Access.ts"
import type * as Records from "../register/Records.ts"
import * as StoredFollowUp from "../register/StoredFollowUp.ts"
import type * as StoredLead from "../register/StoredLead.ts"
import { ComplianceReport } from "../results/ComplianceReport.ts"
import type { Compliance } from "../results/ComplianceReport.ts"
import type * as Scorecard from "../results/Scorecard.ts"
import * as Verification from "../judging/Verification.ts"

/** What the groups are. */
export type Dimension = "company" | "branch" | "advisor" | "brand"

/** A group's figures in a month. */
export interface Point {
  readonly id: string | null
  readonly prospecting: Scorecard.Line
  readonly followUp: Scorecard.Line
  readonly compliance: Compliance
}

/** A month: its groups by id. The company is one group without an id. */
export interface Month {
  readonly period: Calendar.Period
  readonly groups: ReadonlyArray<Point>
}

export interface Options {
  readonly dealership: string
  /** The last month is that of `asOf`. */
  readonly asOf: Calendar.Instant
  /** How many months, the last one included. */
  readonly months: number
  readonly by: Dimension
  readonly isWithin?: View | undefined
  readonly policyOf: (period: Calendar.Period) => Policy.Policy
  /** The scorecard of a month. */
  readonly scorecardOf: (period: Calendar.Period, by: ReadonlyArray<Scorecard.Dimension>) => Effect.Effect<Scorecard.Scorecard, Records.RecordsError>
}

/** The months in order, those before the first record too. */
export const of = Effect.fn("Trend.of")(function*(options: Options): Effect.fn.Return<ReadonlyArray<Month>, Records.RecordsError, Records.Records> {
  const { asOf, by, dealership, isWithin, months, policyOf, scorecardOf } = options
  const last = Calendar.monthOfPeriod(Calendar.periodOf(Calendar.bogota, asOf))
  const periods = Array.from({ length: months }, (_, place) => Calendar.periodOfMonth(last - months + 1 + place))
  const period = periods.at(-1)!
  const found = yield* StoredFollowUp.find({ dealership, policyOf }, { period, asOf, isWithin, query: { dueIn: periods } })
  const leads = found?.leads ?? []
  return yield* Effect.forEach(periods, (one) =>
    Effect.map(scorecardOf(one, by === "company" ? [] : [by]), ({ groups }): Month => {
      const due = leads.filter(({ dueMonths }) => dueMonths.includes(one))
      const byGroup = Map.groupBy(due, (lead) => idOf(lead, by))
      const complianceOf = (id: string | null): Compliance =>
        new ComplianceReport({ leads: StoredFollowUp.sourceOf(byGroup.get(id) ?? [], asOf), policy: policyOf(one), period: one, asOf }).company()
      const points = groups.map(({ followUp, keys, prospecting }): Point => {
        const id = by === "company" ? null : keys[by] ?? ""
        return { id, prospecting, followUp, compliance: complianceOf(id) }
      })
      return { period: one, groups: points.toSorted((a, b) => Verification.compareIds(a.id ?? "", b.id ?? "")) }
    }))
})

const idOf = ({ advisorId, branchId, brandId }: StoredLead.StoredLead, by: Dimension): string | null =>
  by === "company" ? null : { advisor: advisorId, branch: branchId, brand: brandId }[by]
