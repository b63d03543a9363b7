import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { Workbook } from "@crm-procedure/forms/workbook/Workbook"
import { assert, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import * as MonthReport from "../src/report/MonthReport.ts"
import * as Progress from "../src/commands/Progress.ts"
import * as TemplateFolder from "../src/starting/TemplateFolder.ts"
import * as TemplatesCommand from "../src/commands/TemplatesCommand.ts"
import { folderOf, smallMonth, temporaryFolder } from "./commandLine.ts"

const run = (folder: string, out = temporaryFolder(), mappingFile?: string) =>
  MonthReport.run({ folder, out, period: "2024-03", asOf: undefined, seed: undefined, policyFile: undefined, mappingFile }, "es", Progress.none)

/** What the command says, in Spanish, where it can't be done. */
const refusalOf = async (folder: string, mappingFile?: string): Promise<string> => {
  try {
    await run(folder, temporaryFolder(), mappingFile)
  } catch (error) {
    return error instanceof Unusable ? (error.bilingual as Bilingual).es : (error as { readonly messageEs: string }).messageEs
  }
  return assert.fail("it was done")
}

/** A workbook with a sheet for each text of comma-separated rows, under a title; instants are date cells and phones numbers. */
const bookOf = async (sheets: Readonly<Record<string, string>>): Promise<Uint8Array> => {
  const bytes: Array<Uint8Array> = []
  const workbook = new Workbook({ write: (chunk) => void bytes.push(chunk.slice()) }, { title: "Mes" })
  for (const [name, text] of Object.entries(sheets)) {
    const [header, ...rows] = text.trim().split("\n").map((line) => line.split(","))
    const sheet = workbook.sheet({ name, title: `Hoja ${name}`, block: ["Generada para una prueba"], columns: header!.map((title) => ({ title, widthCharacters: 12 })), footer: "" })
    for (const row of rows) {
      sheet.row()
      for (const cell of row) {
        if (/T.*-05:00$/.test(cell)) sheet.instant(Date.parse(`${cell.slice(0, 19)}Z`))
        else if (/^[0-9]{10}$/.test(cell)) sheet.integer(Number(cell))
        else sheet.text(cell)
      }
      sheet.endRow()
    }
    sheet.close()
  }
  await workbook.finish()
  return Buffer.concat(bytes)
}
const wholeMonth = (names: Readonly<Record<string, string>> = {}): Promise<Uint8Array> =>
  bookOf(Object.fromEntries(Object.entries(smallMonth).map(([file, text]) => [names[file] ?? file.slice(0, -4), text])))

const results = (out: string) => ["prospect-verdicts.csv", "activity-verdicts.csv", "lead-colors.csv"].map((file) => readFileSync(join(out, file), "utf8"))

describe("a report over workbooks", () => {
  it("gives what the same files in CSV give: a workbook for a file, or one for all", async () => {
    const expected = temporaryFolder()
    await run(folderOf(), expected)
    const single = folderOf({ "prospects.csv": undefined, "Prospectos.XLSX": await bookOf({ Hoja1: smallMonth["prospects.csv"]! }) })
    const whole = join(temporaryFolder(), "mes.xlsx")
    writeFileSync(whole, await wholeMonth({ "prospects.csv": "Prospectos", "goals.csv": "METAS" }))
    const beside = temporaryFolder()
    writeFileSync(join(beside, "marzo 2024.xlsx"), await wholeMonth())
    writeFileSync(join(beside, "~$marzo 2024.xlsx"), "a lock of a spreadsheet")
    for (const input of [single, whole, beside]) {
      const out = temporaryFolder()
      const { files } = await run(input, out)
      assert.deepEqual(results(out), results(expected))
      assert.deepEqual([files["prospects"]!.read, files["prospects"]!.encoding, files["prospects"]!.skipped], [1, "xlsx", 2])
      assert.deepEqual(readdirSync(out).filter((name) => name.startsWith(".")), [])
    }
  })
  it("reads a workbook that has the name of a CSV file", async () => {
    assert.equal((await run(folderOf({ "prospects.csv": await bookOf({ Hoja1: smallMonth["prospects.csv"]! }) }))).files["prospects"]!.encoding, "xlsx")
  })
  it("is told the row of the sheet where one is rejected", async () => {
    const out = temporaryFolder()
    const rows = smallMonth["prospects.csv"]!.replace("P1,2024-03-05T10:00:00-05:00", "P1,ayer")
    await run(folderOf({ "prospects.csv": undefined, "prospects.xlsx": await bookOf({ prospects: rows }) }), out)
    assert.include(readFileSync(join(out, "rejected-prospects.csv"), "utf8"), "\r\n5;created_at;ayer;".replace("\r", ""))
  })
  it("is refused where two files hold one kind, naming both", async () => {
    const book = await bookOf({ prospectos: smallMonth["prospects.csv"]! })
    assert.match(await refusalOf(folderOf({ "prospectos.xlsx": book })), /prospectos\.xlsx y prospects\.csv|prospects\.csv y prospectos\.xlsx/)
    assert.include(await refusalOf(folderOf({ "libro.xlsx": book })), "prospects.csv y libro.xlsx")
  })
  it("is refused with words that say how to save what can't be read, and what a workbook lacks", async () => {
    const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(1000)])
    assert.match(await refusalOf(folderOf({ "prospects.csv": undefined, "prospectos.xls": old })), /prospectos\.xls: .*Guardar como → Libro de Excel/)
    assert.match(await refusalOf(folderOf({ "prospects.csv": undefined, "prospectos.xls": Buffer.from("<html><table>") })), /HTML/)
    const lacking = join(temporaryFolder(), "mes.xlsx")
    writeFileSync(lacking, await bookOf({ prospectos: smallMonth["prospects.csv"]! }))
    assert.match(await refusalOf(lacking), /falta la hoja empleados, sedes, marcas, actividades, metas/)
    const damaged = folderOf({ "prospects.csv": undefined, "libro.xlsx": Buffer.from("PK\u0003\u0004") })
    assert.match(await refusalOf(damaged), /libro\.xlsx.*dañado/)
  })
  it("reads by a mapping the sheet that has its columns", async () => {
    const mapping = join(temporaryFolder(), "mapping.json")
    const fields = { prospectId: { column: "Código" }, createdAt: { column: "Fecha", date: "d/MM/yyyy" }, advisorId: { constant: "A1" }, branchId: { constant: "B1" }, brandId: { constant: "M1" } }
    writeFileSync(mapping, JSON.stringify({ name: "Excel", sources: { "leads.xlsx": { records: [{ kind: "prospects", fields }] } } }))
    const folder = folderOf({ "prospects.csv": undefined, "leads.xlsx": await bookOf({ Resumen: "a,b\n1,2", Marzo: "Código,Fecha\n7,2024-03-05T10:00:00-05:00\n8,5/03/2024" }) })
    const { files } = await run(folder, temporaryFolder(), mapping)
    assert.deepEqual([files["prospects"]!.read, files["leads.xlsx"]!.encoding, files["prospects"]!.from], [2, "xlsx", ["leads.xlsx"]])
  })
})

describe("the templates", () => {
  it("are written by a command that says where they are", async () => {
    const out = join(temporaryFolder(), "plantillas")
    assert.include(await TemplatesCommand.run(["--out", out], "es"), join(out, "plantilla.xlsx"))
    let refused = ""
    await TemplatesCommand.run([], "es").catch((error: Unusable) => refused = error.bilingual.es)
    assert.include(refused, "Falta --out.")
  })
  it("are read as they are written: a folder of CSV files, and one workbook", async () => {
    const folder = temporaryFolder()
    await TemplateFolder.write(folder)
    const names = readdirSync(folder).sort()
    assert.deepEqual(names, ["actividades.csv", "empleados.csv", "llamadas-de-verificacion.csv", "marcas.csv", "metas.csv", "plantilla.xlsx", "prospectos.csv", "sedes.csv"])
    const book = join(temporaryFolder(), "plantilla.xlsx")
    renameSync(join(folder, "plantilla.xlsx"), book)
    for (const input of [folder, book]) {
      const { files } = await run(input)
      assert.deepEqual(Object.entries(files).filter(([, { rows, skipped }]) => rows !== skipped), [])
    }
  })
})
