/** Goals: the table `metas`, which has a column for every field of a goal. */
import type { Period } from "@crm-procedure/core/calendar/Calendar"
import type { Goal } from "@crm-procedure/core/records/Goal"
import type { Statements } from "./Database.ts"

const columns = ["empresa", "anio", "mes", "vendedor", "sede", "marca", "clientes", "gestiones"]

/** The columns that goals need, by table. */
export const needed: ReadonlyMap<string, ReadonlyArray<string>> = new Map([["metas", ["id", ...columns]]])

const monthOf = (period: Period): readonly [year: number, month: number] => [Number(period.slice(0, 4)), Number(period.slice(5))]

export const read = (sql: Statements, dealership: string, period: Period): ReadonlyArray<Goal> =>
  sql.all("SELECT * FROM metas WHERE empresa = ? AND anio = ? AND mes = ? ORDER BY id", dealership, ...monthOf(period)).map((row) => ({
    period,
    advisorId: String(row["vendedor"]),
    branchId: String(row["sede"]),
    brandId: String(row["marca"]),
    prospects: Number(row["clientes"]),
    activities: Number(row["gestiones"])
  }))

export const replace = (sql: Statements, dealership: string, period: Period, goals: ReadonlyArray<Goal>): void => {
  sql.run("DELETE FROM metas WHERE empresa = ? AND anio = ? AND mes = ?", dealership, ...monthOf(period))
  for (const { activities, advisorId, branchId, brandId, prospects } of goals) {
    sql.run(
      `INSERT INTO metas (${columns.join(", ")}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      dealership,
      ...monthOf(period),
      advisorId,
      branchId,
      brandId,
      prospects,
      activities
    )
  }
}
