import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as FilePreview from "@crm-procedure/intake/FilePreview"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { bookOf, textRow } from "./workbookFile.ts"

const known = {
  branches: [{ branchId: "S1", name: "Norte", city: undefined }],
  brands: [{ brandId: "M1", name: "Zarak", line: "motorcycles" as const }],
  employees: []
}
const look = (text: string | Uint8Array, file = "x.csv") => FilePreview.look(Buffer.from(text), file, known)

describe("A first look at a file", () => {
  it.effect("finds the header of a table below its titles, with the delimiter and the encoding", () =>
    Effect.gen(function*() {
      const text = "Informe de prospectos\n\nCódigo;Fecha;Asesor;Cliente;Celular\n1;5/03/2024;Ana;Luz Peña;3104567812\n2;6/03/2024;Ana;José Ríos;3104567813\n"
      const preview = yield* look(Buffer.from(text, "latin1"))
      expect(preview).toMatchObject({ format: "table", encoding: "windows-1252", delimiter: ";", headerRow: 3 })
      expect(preview.columns[3]).toEqual({ name: "Cliente", samples: ["Luz Peña", "José Ríos"] })
      expect([preview.proposal?.kind, preview.proposal?.mapping !== undefined]).toEqual(["prospects", true])
    }))
  it.effect("knows the templates and the exports", () =>
    Effect.gen(function*() {
      expect((yield* look("sep=;\nid_sede;nombre\n1;Norte")).proposal).toMatchObject({ kind: "branches", isCanonical: true })
      expect((yield* look("id\tcreated_time\tform_name\tplatform\nl:1\t2024-03-05T10:00:00Z\tf\tfb")).proposal).toMatchObject({ ready: "meta-lead-ads" })
    }))
  it.effect("chooses the sheet of a workbook from which most is understood, and names it in the mapping", () =>
    Effect.gen(function*() {
      const list = textRow("Prospectos de marzo") + textRow("Código", "Fecha", "Asesor", "Cliente") + textRow("1", "5/03/2024", "A1", "Luz")
      const bytes = bookOf({ sheets: [{ name: "Portada", rows: textRow("hola") }, { name: "Marzo", rows: list }, { name: "Oculta", rows: list, state: "hidden" }] })
      const preview = yield* look(bytes, "mes.xlsx")
      expect(preview).toMatchObject({ format: "workbook", encoding: "xlsx", sheet: "Marzo", sheets: ["Portada", "Marzo", "Oculta"], headerRow: 2 })
      expect(preview.proposal?.mapping?.sources["mes.xlsx"]?.sheet).toBe("Marzo")
      expect((yield* Effect.flip(look("<html><table>", "mes.xls"))).messageEs).toContain("Guardar como")
    }))
  it.effect("reads the names of JSON, in a list or not, and the leads of Google and Meta", () =>
    Effect.gen(function*() {
      const prospect = { prospectId: "J1", createdAt: "2024-03-05", advisorId: "A1", branchId: "S1", brandId: "M1" }
      expect((yield* look(JSON.stringify([prospect], null, 2), "x.json")).proposal).toMatchObject({ kind: "prospects", isCanonical: true })
      expect((yield* look(JSON.stringify({ lead_id: "1", user_column_data: [] }))).proposal).toMatchObject({ ready: "google-webhook" })
      expect((yield* look(JSON.stringify({ id: "1", created_time: "2024-03-05", field_data: [] }))).proposal).toMatchObject({ ready: "meta-webhook" })
      const listed = yield* look(JSON.stringify({ total: 1, leads: [{ "código": "1", fecha: "2024-03-05", asesor: "A1", cliente: "Luz" }] }), "x.json")
      expect([listed.format, listed.columns.map(({ name }) => name), listed.proposal?.mapping?.sources["x.json"]?.json]).toEqual(["json", ["código", "fecha", "asesor", "cliente"], { list: "leads" }])
    }))
  it.effect("of nothing that is known says what there is, and proposes nothing", () =>
    Effect.gen(function*() {
      expect(yield* look("alfa,beta\n1,2\n")).toMatchObject({ headerRow: 1, proposal: undefined, columns: [{ name: "alfa", samples: ["1"] }, { name: "beta", samples: ["2"] }] })
      expect(yield* look("")).toMatchObject({ headerRow: 0, columns: [], proposal: undefined })
    }))
  it.effect("of ten thousand columns matches the first ones, and no more of them than it shows", () =>
    Effect.gen(function*() {
      const columns = ["Código", "Fecha", "Asesor", "Cliente", ...Array.from({ length: 10_000 }, (_, i) => `c${i}`)]
      const row = ["1", "5/03/2024", "A1", "Luz", ...Array.from({ length: 10_000 }, () => "Norte")]
      const preview = yield* look([columns, row, row].map((cells) => cells.join(";")).join("\n"))
      expect([preview.columns.length, preview.proposal?.kind, preview.proposal?.matches.find(({ field }) => field === "createdAt")?.columns]).toEqual([200, "prospects", ["Fecha"]])
    }))
  it("of any bytes answers or refuses", () =>
    fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom("", "{", "[", "id;fecha\n", "\uFEFF", "sep=,\n", "\"a"), async (bytes, start) => {
      const result = await Effect.runPromise(Effect.result(look(Buffer.concat([Buffer.from(start), bytes]))))
      if (result._tag === "Failure") expect(result.failure).toBeInstanceOf(CanonicalFile.UnusableFile)
    })))
})
