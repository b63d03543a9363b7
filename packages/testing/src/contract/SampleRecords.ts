/** Plain records that the cases of the contract put. */
import type { Activity } from "@crm-procedure/core/Activity"
import type { Directory } from "@crm-procedure/core/Directory"
import type { Goal } from "@crm-procedure/core/Goal"
import type { Judgement, Traits } from "@crm-procedure/core/Judgement"
import type { Prospect } from "@crm-procedure/core/Prospect"
import type { Entry } from "@crm-procedure/core/Records"

export const directory: Directory = {
  branches: [{ branchId: "S1", name: "Sede Ñandú" }],
  brands: [{ brandId: "B1", name: "Marca", line: "motorcycles" }],
  employees: [{ employeeId: "A1", name: "Ana Pérez", role: "advisor", branchId: "S1", brandIds: ["B1"], activeFrom: 19_723 }]
}

export const prospectOf = (prospectId: string): Prospect =>
  ({ prospectId, createdAt: 1_709_650_800_000, advisorId: "A1", branchId: "S1", brandId: "B1", stage: "open" })

export const activityOf = (activityId: string): Activity => ({
  activityId,
  prospectId: "P1",
  advisorId: "A1",
  type: "call",
  status: "performed",
  direction: "outbound",
  performedAt: 1_709_650_800_123
})

export const goal: Goal = { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 5, activities: Number.MAX_SAFE_INTEGER }

/** What was found of a record that nothing is wrong with. */
export const judgementOf = (more: Partial<Judgement> = {}): Judgement => ({
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  verdict: "valid",
  reasons: [],
  warnings: [],
  period: "2024-03",
  day: 5,
  since: 1_709_650_800_000,
  traits: {},
  ...more
})

export const entryOf = <R>(record: R, more: Partial<Judgement> = {}): Entry<R> => ({ record, judgement: judgementOf(more) })

/** A key as traits hold them: 16 hexadecimal digits of a number. */
export const keyOf = (number: number): NonNullable<Traits["phone"]> => (0xfedcba98_00000000n + BigInt(number)).toString(16)
