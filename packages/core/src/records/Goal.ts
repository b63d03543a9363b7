/**
 * The numbers agreed for a period, an advisor, a branch and a brand (*Meta*).
 *
 * @example
 * ```ts run
 * import { Goal } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const goal: Goal.Goal = { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 40, activities: 120 }
 * assert.equal(Goal.key(goal), Goal.key({ ...goal, prospects: 41 }))
 * ```
 */
import type { Period } from "../calendar/Calendar.ts"
import * as Field from "./Field.ts"

/** A goal row: how many valid prospects and valid performed activities were agreed. */
export interface Goal {
  readonly period: Period
  readonly advisorId: string
  readonly branchId: string
  readonly brandId: string
  readonly prospects: number
  readonly activities: number
}

/** The fields of a goal, in the order of the canonical file. */
export const fields: ReadonlyArray<Field.Field> = Field.list({
  period: { kind: "period", required: true },
  advisorId: { kind: "id", required: true },
  branchId: { kind: "id", required: true },
  brandId: { kind: "id", required: true },
  prospects: { kind: "integer", required: true },
  activities: { kind: "integer", required: true }
} satisfies Field.Descriptions<Goal>)

/** The identity of a goal: period, advisor, branch and brand together. Injective for any ids. */
export const key = (goal: Goal): string => JSON.stringify([goal.period, goal.advisorId, goal.branchId, goal.brandId])
