/** What is kept of each lead's follow-up: the table `crm_seguimientos`. A dealership of this size reads all of its leads and picks. */
import * as StoredLead from "@crm-procedure/core/register/StoredLead"
import type { Statements } from "./Database.ts"
import * as ProspectTable from "./ProspectTable.ts"

export const put = (sql: Statements, dealership: string, leads: ReadonlyArray<StoredLead.StoredLead>, removed: ReadonlyArray<string>): void => {
  for (const lead of leads) {
    sql.run(
      "INSERT INTO crm_seguimientos (empresa, codigo, datos) VALUES (?, ?, ?) ON CONFLICT (empresa, codigo) DO UPDATE SET datos = excluded.datos",
      dealership,
      lead.prospectId,
      JSON.stringify(StoredLead.toJson(lead))
    )
  }
  for (const id of removed) sql.run("DELETE FROM crm_seguimientos WHERE empresa = ? AND codigo = ?", dealership, id)
}

export const find = (sql: Statements, dealership: string, query: StoredLead.LeadQuery): ReadonlyArray<StoredLead.JudgedLead> => {
  const found = sql.all("SELECT datos FROM crm_seguimientos WHERE empresa = ? AND codigo > ? ORDER BY codigo", dealership, query.after ?? "")
    .map(({ datos }) => JSON.parse(String(datos)) as StoredLead.StoredLead)
    .filter((lead) => StoredLead.matches(lead, query))
    .sort(StoredLead.compare)
  const { table } = ProspectTable
  const stored = new Map(table.byIds(sql, dealership, found.map(({ prospectId }) => prospectId)).map((row) => {
    const one = table.storedOf(dealership, row)
    return [one.record.prospectId, one.storedVerdict]
  }))
  return found.flatMap((lead): ReadonlyArray<StoredLead.JudgedLead> => {
    const storedVerdict = stored.get(lead.prospectId)
    return storedVerdict === undefined ? [] : [{ lead, verdict: storedVerdict.verdict, since: storedVerdict.since, until: storedVerdict.until }]
  }).slice(0, query.limit)
}
