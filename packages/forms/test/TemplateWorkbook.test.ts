import * as TemplateWorkbook from "@crm-procedure/forms/workbook/TemplateWorkbook"
import { assert, describe, it } from "@effect/vitest"
import ExcelJS from "exceljs"

const sheets: ReadonlyArray<TemplateWorkbook.TemplateSheet> = [{
  name: "prospectos",
  title: "Prospectos",
  columns: [
    { title: "id_prospecto", isRequired: true, explanation: "Código", example: "P-1" },
    { title: "etapa", isRequired: false, explanation: "Etapa & estado", example: "", choices: ["abierto", "ganado", "perdido"] },
    { title: "fuente", isRequired: false, explanation: "Origen", example: "web", choices: ["web", "redes"], isOpen: true }
  ]
}]

const written = async (all: ReadonlyArray<TemplateWorkbook.TemplateSheet>): Promise<ExcelJS.Workbook> => {
  const bytes: Array<Uint8Array> = []
  await TemplateWorkbook.write(all, { write: (chunk) => void bytes.push(chunk.slice()) })
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(Buffer.concat(bytes).buffer as ArrayBuffer)
  return workbook
}

describe("A workbook to fill in", () => {
  it("offers the words of a column in a list, and another program sees them", async () => {
    const sheet = (await written(sheets)).getWorksheet("prospectos")!
    assert.deepEqual((sheet.getRow(4).values as ReadonlyArray<unknown>).slice(1), ["id_prospecto", "etapa", "fuente"])
    assert.deepEqual([sheet.getCell("B5").dataValidation.formulae, sheet.getCell("B5").dataValidation.errorStyle], [["\"abierto,ganado,perdido\""], "stop"])
    assert.equal(sheet.getCell("C900").dataValidation.errorStyle, "warning")
    assert.isUndefined(sheet.getCell("A5").dataValidation)
  })
  it("explains every column on a sheet of its own", async () => {
    const sheet = (await written(sheets)).getWorksheet("columnas")!
    assert.deepEqual((sheet.getRow(6).values as ReadonlyArray<unknown>).slice(1, 5), ["prospectos", "etapa", null, "Etapa & estado"].map((cell) => cell ?? undefined))
    assert.equal(sheet.getCell("F7").value, "web, redes; u otra de la política")
  })
  it("refuses a list that is too long for a cell's rule", async () => {
    const long = [{ ...sheets[0]!, columns: [{ title: "a", isRequired: true, explanation: "", example: "", choices: ["x".repeat(300)] }] }]
    let message = ""
    await written(long).catch((error: Error) => message = error.message)
    assert.include(message, "at most 255")
  })
})
