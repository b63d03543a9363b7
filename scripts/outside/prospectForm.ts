/** Writes GC-FOR-06 of a month as a workbook and as a page. */
import { Calendar, Counts, GcPro05, JudgingContext, MonthBuilder, Policy } from "@crm-procedure/core"
import { MonthForms, ProspectValidityReport } from "@crm-procedure/forms"
import * as assert from "node:assert/strict"

const directory = { branches: [], brands: [], employees: [] }
const judging = JudgingContext.make({ policy: Policy.gcPro05, directory, asOf: Calendar.periodBounds(Calendar.bogota, "2024-03").end })
const builder = new MonthBuilder.MonthBuilder(judging)
builder.addProspect({ prospectId: "P1", createdAt: judging.asOf - 1, advisorId: "A1", branchId: "S1", brandId: "M1", stage: "open" })
const judgedMonth = builder.judge({ period: "2024-03" })
const month = { procedure: GcPro05.version02, directory, judgedMonth, counts: Counts.of(judgedMonth, "2024-03"), previous: undefined, digest: "" }

const written = async (print: (data: ReturnType<typeof MonthForms.prospectValidity>, sink: { write: (bytes: Uint8Array) => Promise<void> }) => Promise<void>): Promise<Buffer> => {
  const pieces: Array<Uint8Array> = []
  await print(MonthForms.prospectValidity(month), { write: async (bytes) => { pieces.push(bytes.slice()) } })
  return Buffer.concat(pieces)
}

assert.match((await written(ProspectValidityReport.toHtml)).toString(), /Informe Validez de Prospectos/)
assert.equal((await written(ProspectValidityReport.toXlsx)).subarray(0, 2).toString(), "PK")
