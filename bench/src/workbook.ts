/** Row 4: XLSX of 100,000 lines, nothing kept of what is written but its length. */
import { Workbook } from "@crm-procedure/forms/workbook/Workbook"
import ExcelJS from "exceljs"
import { Writable } from "node:stream"
import * as Hucre from "hucre/xlsx"
import writeExcelFile from "write-excel-file/node"
import * as Measure from "./Measure.ts"
import * as rawWorkbook from "./reference/rawWorkbook.ts"
import * as Table from "./Table.ts"

const verdicts = ["válido", "no válido", "pendiente"]
const reasons = ["", "Registrado tarde", "Teléfono inválido; sin consentimiento", "Duplicado", "Nombre incompleto & sin contacto"]
const START = Date.UTC(2024, 2, 1, 8)

const makeLines = (count: number): ReadonlyArray<rawWorkbook.Line> =>
  Array.from({ length: count }, (_, i) => ({
    id: `P-2024-03-${String(i).padStart(6, "0")}`,
    advisor: `Asesor ${i % 40} Gómez Álvarez`,
    verdict: verdicts[i % 7 === 0 ? 1 : i % 31 === 0 ? 2 : 0]!,
    reasons: reasons[i % 7 === 0 ? i % 5 : 0]!,
    phoneCount: i % 13,
    createdAt: START + i * 25_000
  }))

const columns = ["Prospecto", "Asesor", "Creado", "Contactos", "Veredicto", "Motivos"]

const ours = async (lines: ReadonlyArray<rawWorkbook.Line>): Promise<number> => {
  let bytes = 0
  const workbook = new Workbook({
    write: (chunk) => {
      bytes += chunk.length
    }
  }, { title: "Detalle" })
  const sheet = workbook.sheet({
    name: "Detalle",
    title: "Detalle",
    block: [],
    columns: columns.map((title) => ({ title, widthCharacters: 20 })),
    footer: "Detalle"
  })
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    sheet.row()
    sheet.text(line.id)
    sheet.word(line.advisor)
    sheet.instant(line.createdAt)
    sheet.integer(line.phoneCount)
    sheet.word(line.verdict)
    sheet.word(line.reasons)
    sheet.endRow()
    if (i % 1000 === 999) await sheet.ready()
  }
  sheet.close()
  await workbook.finish()
  return bytes
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

const exceljs = async (lines: ReadonlyArray<rawWorkbook.Line>): Promise<void> => {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: nowhere(), useStyles: true, useSharedStrings: false, zip: { zlib: { level: 1 } } })
  const sheet = workbook.addWorksheet("Detalle")
  sheet.columns = columns.map((header) => ({ header, width: 20 }))
  sheet.getColumn(3).numFmt = "yyyy-mm-dd hh:mm"
  for (const { advisor, createdAt, id, phoneCount, reasons, verdict } of lines) {
    sheet.addRow([id, advisor, new Date(createdAt), phoneCount, verdict, reasons]).commit()
  }
  sheet.commit()
  await workbook.commit()
}

const hucre = (lines: ReadonlyArray<rawWorkbook.Line>): Promise<unknown> =>
  Hucre.writeXlsx({
    sheets: [{
      name: "Detalle",
      rows: [columns, ...lines.map(({ advisor, createdAt, id, phoneCount, reasons, verdict }) => [id, advisor, new Date(createdAt), phoneCount, verdict, reasons])]
    }]
  })

const excelFile = async (lines: ReadonlyArray<rawWorkbook.Line>): Promise<void> => {
  const cell = (value: string | number | Date) => value instanceof Date ? { value, type: Date, format: "yyyy-mm-dd hh:mm" } : { value }
  const data = lines.map(({ advisor, createdAt, id, phoneCount, reasons, verdict }) => [id, advisor, new Date(createdAt), phoneCount, verdict, reasons].map(cell))
  await writeExcelFile(data as never, {}).toBuffer()
}

const ways: Readonly<Record<string, { readonly note: string; readonly write: (lines: ReadonlyArray<rawWorkbook.Line>) => Promise<unknown> }>> = {
  "raw XML and zlib": { note: "level 1, one sheet, no styles but dates", write: (lines) => rawWorkbook.write(lines, 1) },
  "forms' Workbook": { note: "level 1, styles, filter, frozen header, repeated words shared", write: ours },
  "exceljs, streaming": { note: "level 1; unmaintained, for the bench only", write: exceljs },
  "hucre": { note: "all rows at once", write: hucre },
  "write-excel-file": { note: "all rows at once", write: excelFile }
}

export const contest: Measure.Contest = {
  names: Object.keys(ways),
  make: (name, size) => {
    const lines = makeLines(size)
    const { note, write } = ways[name]!
    return { name, count: size, note, run: () => write(lines) }
  }
}

/** Measures row 4. */
export const measure = async (count: number, rounds: number): Promise<ReadonlyArray<Table.Section>> => [{
  title: `XLSX of ${count} lines`,
  text: "Six columns: two texts, a date, an integer, two repeated words; what is written is counted and dropped. Goal: ≤ 3, memory flat.",
  table: Table.times(await Measure.sideBySide(new URL(import.meta.url), contest.names, count, rounds), { columns: [], cells: () => [] })
}]
