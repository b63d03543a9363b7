import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as Workbook from "@crm-procedure/intake/Workbook"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Stream } from "effect"
import { bookOf, textRow } from "./workbookFile.ts"

const number = (value: number): string => `<c><v>${value}</v></c>`
const date = (value: number): string => `<c s="1"><v>${value}</v></c>`
const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`

const readProspects = (bytes: Uint8Array) =>
  Effect.gen(function*() {
    const records: Array<string> = []
    const faults: Array<string> = []
    const expected: Array<string> = []
    const reader = CanonicalCsv.prospects(Calendar.bogota, {
      onRecord: ({ createdAt, phone, prospectId }, line) => {
        records.push(`${line} ${prospectId} ${Calendar.formatInstant(Calendar.bogota, createdAt)} ${phone}`)
      },
      onRejected: ({ faults: found, line }) => {
        for (const { column, found: cell } of found) faults.push(`${line} ${column} ${cell}`)
        for (const fault of found) expected.push(fault.expected.es)
      }
    }, { file: "libro.xlsx", encoding: "xlsx" })
    yield* Stream.runForEach(Workbook.rows(bytes, "libro.xlsx", Workbook.wantedOf(CanonicalFile.prospects)), (block) => Effect.sync(() => reader.push(block)))
    return { records, faults, expected, summary: reader.end() }
  })

const header = ["id_prospecto", "Fecha Creación", "advisor_id", "ID SEDE", "brand_id", "Teléfono"]
const row = (id: string, when = date(45356.6041666667), phone = number(3104567812)): string => `<row>${text(id)}${when}${text("A1")}${text("S1")}${text("M1")}${phone}</row>`
const table = `${textRow("Informe de prospectos")}<row/>${textRow(...header)}${row("P1")}`

describe("A sheet read as a canonical file", () => {
  it.effect("has its title skipped, its names in Spanish, its date cells local, its phones whole, its lines those of the sheet", () =>
    Effect.gen(function*() {
      const broken = row("P2", text("ayer\nnoche"))
      const { faults, records, summary } = yield* readProspects(bookOf({ sheets: [{ name: "Hoja1", rows: `${table}${broken}<row/>${row("P3")}${textRow("Total: 3")}` }] }))
      assert.deepEqual(records, ["4 P1 2024-03-05T14:30:00-05:00 3104567812", "7 P3 2024-03-05T14:30:00-05:00 3104567812"])
      assert.deepEqual(faults, ["5 created_at ayer\nnoche"])
      assert.deepEqual([summary.rows, summary.read, summary.rejected, summary.skipped, summary.encoding], [5, 2, 1, 2, "xlsx"])
    }))

  it.effect("is the one with the kind's name, hidden or not, else the first visible one with its columns", () =>
    Effect.gen(function*() {
      const other = { name: "Portada", rows: textRow("hola", "mundo") }
      const found = (sheets: ReadonlyArray<{ readonly name: string; readonly rows: string; readonly state?: string }>) =>
        Effect.map(readProspects(bookOf({ sheets })), ({ records }) => records.map((record) => record.split(" ")[1]))
      const named = (id: string) => textRow(...header) + row(id)
      assert.deepEqual(yield* found([other, { name: "Hoja2", rows: named("a") }, { name: "PROSPECTOS", rows: named("b"), state: "hidden" }]), ["b"])
      assert.deepEqual(yield* found([other, { name: "Hoja0", rows: named("h"), state: "hidden" }, { name: "Hoja2", rows: named("a") }, { name: "Hoja3", rows: named("b") }]), ["a"])
      const exit = yield* Effect.exit(readProspects(bookOf({ sheets: [other] })))
      assert.include(String(exit), "prospect_id")
    }))

  it.effect("rejects the row of a cell that no person typed, and reads the others", () =>
    Effect.gen(function*() {
      const huge = row("P2", date(45356), text("x".repeat(3_000_000)))
      const { expected, faults, records } = yield* readProspects(bookOf({ sheets: [{ name: "a", rows: table + huge + row("P3") }] }))
      assert.deepEqual(records.map((record) => record.split(" ")[1]), ["P1", "P3"])
      assert.match(faults[0]!, /^5 phone x+/)
      assert.deepEqual(expected, ["una celda de 1048576 bytes o menos"])
    }))
})

describe("A sheet read by a mapping", () => {
  const mapping = (source: object = {}) =>
    Result.getOrThrow(ColumnMapping.read({
      name: "Excel",
      sources: {
        "leads.xlsx": {
          ...source,
          records: [{
            kind: "prospects",
            fields: { prospectId: { column: "Código" }, createdAt: { column: "Fecha", date: "d/MM/yyyy" }, advisorId: { constant: "A1" }, branchId: { constant: "S1" }, brandId: { constant: "M1" }, phone: { column: "Celular" } }
          }]
        }
      }
    }))
  const read = (bytes: Uint8Array, mapping: ColumnMapping.Mapping) =>
    Effect.gen(function*() {
      const records: Array<string> = []
      const reader = ColumnMapping.reader(mapping, "leads.xlsx", Calendar.bogota, {
        onRecord: ({ kind, record }) => {
          if (kind === "prospects") records.push(`${record.prospectId} ${Calendar.formatInstant(Calendar.bogota, record.createdAt)} ${record.phone}`)
        },
        onRejected: ({ faults }) => {
          records.push(faults.map(({ column }) => column).join())
        }
      }, { encoding: "xlsx" })
      yield* Stream.runForEach(Workbook.rows(bytes, "leads.xlsx", Workbook.wantedOfSource(mapping.sources["leads.xlsx"]!)), (block) => Effect.sync(() => reader.push(block)))
      reader.end()
      return records
    })
  const rows = (id: string) => `${textRow("Reporte")}${textRow("Código", "Fecha", "Celular")}<row>${text(id)}${date(45356.5)}${number(3104567812)}</row><row>${text("2")}${text("5/03/2024")}${text("3104567812")}</row>`

  it.effect("gives date cells whatever the pattern, and is the sheet that the mapping names, or the first with its columns", () =>
    Effect.gen(function*() {
      const sheets = [{ name: "Resumen", rows: textRow("a") }, { name: "Marzo", rows: rows("1") }, { name: "Abril", rows: rows("3") }]
      assert.deepEqual(yield* read(bookOf({ sheets }), mapping()), ["1 2024-03-05T12:00:00-05:00 3104567812", "2 2024-03-05T00:00:00-05:00 3104567812"])
      assert.deepEqual((yield* read(bookOf({ sheets }), mapping({ sheet: "abril" })))[0], "3 2024-03-05T12:00:00-05:00 3104567812")
      const refusal = yield* Effect.flip(read(bookOf({ sheets }), mapping({ sheet: "Mayo" })))
      assert.equal(refusal.messageEs, "No se puede usar leads.xlsx: se encontró Resumen, Marzo, Abril; se esperaba una hoja Mayo.")
    }))
})
