/** A period's stored counts, and the digest of its last judging: the tables `crm_acumulados` and `crm_periodos`. */
import type { Instant, Period } from "@crm-procedure/core/calendar/Calendar"
import { ALWAYS } from "@crm-procedure/core/register/StoredVerdict"
import type { Group } from "@crm-procedure/core/register/StoredVerdict"
import type { MonthState } from "@crm-procedure/core/register/Records"
import * as StoredCounts from "@crm-procedure/core/register/StoredCounts"
import type { Subject } from "@crm-procedure/core/policy/Rule"
import * as ActivityTable from "./ActivityTable.ts"
import type { Statements } from "./Database.ts"
import * as ProspectTable from "./ProspectTable.ts"

/** Adds counts. A count that becomes zero is removed. */
export const add = (sql: Statements, dealership: string, storedCounts: ReadonlyArray<StoredCounts.StoredCounts>): void => {
  for (const storedCount of storedCounts) {
    const key = StoredCounts.keyOf(storedCount)
    const group = storedCount.group === undefined ? null : JSON.stringify(storedCount.group)
    for (const [measure, count] of Object.entries(storedCount.counts)) {
      sql.run(
        `INSERT INTO crm_acumulados (empresa, periodo, clave, sujeto, grupo, medida, cantidad) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (empresa, periodo, clave, medida) DO UPDATE SET cantidad = cantidad + excluded.cantidad`,
        dealership,
        storedCount.period,
        key,
        storedCount.subject,
        group,
        measure,
        count
      )
      sql.run("DELETE FROM crm_acumulados WHERE empresa = ? AND periodo = ? AND clave = ? AND medida = ? AND cantidad = 0", dealership, storedCount.period, key, measure)
    }
  }
}

const read = (sql: Statements, dealership: string, period: Period): ReadonlyArray<StoredCounts.StoredCounts> => {
  const storedCounts = new Map<unknown, StoredCounts.StoredCounts & { readonly counts: Record<string, number> }>()
  for (const row of sql.all("SELECT * FROM crm_acumulados WHERE empresa = ? AND periodo = ?", dealership, period)) {
    const group = typeof row["grupo"] === "string" ? JSON.parse(row["grupo"]) as Group : undefined
    const storedCount = storedCounts.get(row["clave"]) ?? { period, subject: row["sujeto"] as Subject, group, counts: {} }
    storedCount.counts[String(row["medida"])] = Number(row["cantidad"])
    storedCounts.set(row["clave"], storedCount)
  }
  return [...storedCounts.values()]
}

export const mark = (sql: Statements, dealership: string, period: Period, policy: string, since: Instant): void => {
  sql.run(
    `INSERT INTO crm_periodos (empresa, periodo, politica, desde) VALUES (?, ?, ?, ?)
     ON CONFLICT (empresa, periodo) DO UPDATE SET politica = excluded.politica, desde = MAX(desde, excluded.desde)`,
    dealership,
    period,
    policy,
    since
  )
}

export const periodState = (sql: Statements, dealership: string, period: Period): MonthState => {
  const marked = sql.first("SELECT politica, desde FROM crm_periodos WHERE empresa = ? AND periodo = ?", dealership, period)
  const untils = [ProspectTable.table, ActivityTable.table].flatMap((table) => table.firstUntil(sql, dealership, period) ?? [])
  return {
    policy: marked === undefined ? undefined : String(marked["politica"]),
    since: marked === undefined ? ALWAYS : Number(marked["desde"]),
    until: untils.length === 0 ? undefined : Math.min(...untils),
    storedCounts: read(sql, dealership, period)
  }
}

export const countedBrands = (sql: Statements, dealership: string): ReadonlyArray<string> =>
  sql.all("SELECT DISTINCT grupo ->> '$.brandId' AS marca FROM crm_acumulados WHERE empresa = ? AND sujeto = 'prospect' AND grupo ->> '$.brandId' IS NOT NULL", dealership)
    .map(({ marca }) => String(marca))

export const judgedPeriods = (sql: Statements, dealership: string) =>
  sql.all("SELECT periodo, politica FROM crm_periodos WHERE empresa = ? ORDER BY periodo", dealership)
    .map((row) => ({ period: String(row["periodo"]), policy: String(row["politica"]) }))
