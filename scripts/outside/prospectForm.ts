/** Writes GC-FOR-06 of a month as a workbook and as a page. */
import { judgeMonth } from "@crm-procedure/core"
import { MonthForms, ProspectValidityReport } from "@crm-procedure/forms"
import * as assert from "node:assert/strict"

const month = judgeMonth({
  directory: { branches: [], brands: [], employees: [] },
  prospects: [{ prospectId: "P1", createdAt: "2024-03-31 23:59", advisorId: "A1", branchId: "S1", brandId: "M1" }],
  period: "2024-03",
  asOf: "2024-04-01"
})

const written = async (print: (data: ReturnType<typeof MonthForms.prospectValidity>, sink: { write: (bytes: Uint8Array) => Promise<void> }) => Promise<void>): Promise<Buffer> => {
  const pieces: Array<Uint8Array> = []
  await print(MonthForms.prospectValidity(month.form("GC-FOR-06")), { write: async (bytes) => { pieces.push(bytes.slice()) } })
  return Buffer.concat(pieces)
}

assert.match((await written(ProspectValidityReport.toHtml)).toString(), /Informe Validez de Prospectos/)
assert.equal((await written(ProspectValidityReport.toXlsx)).subarray(0, 2).toString(), "PK")
