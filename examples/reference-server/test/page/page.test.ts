/** The page as the server gets it, and what it knows without a browser. */
import { assert, describe, it } from "vitest"
import { existsSync } from "node:fs"
import { gzipSync } from "node:zlib"
import * as Cut from "../../src/page/browser/frame/Cut.ts"
import { kindOf, kinds, mediaTypeOf } from "../../src/page/browser/imports/ImportKind.ts"
import { joined } from "../../src/page/browser/imports/NameList.ts"
import * as MappingDraft from "../../src/page/browser/imports/MappingDraft.ts"
import * as TableText from "../../src/page/browser/imports/TableText.ts"
import { againstGoalText, countText, dayText, daysAwayText, instantText, integerText, percentText, periodBeside, periodText, phoneDigits, phoneText, shareText } from "../../src/page/browser/frame/Spanish.ts"
import * as Page from "../../src/page/Page.ts"

describe("the built page", () => {
  it("is a document without anything inline, and files that can be kept for good", async () => {
    const { assets, csp, html } = await Page.load()
    assert.match(html, /<html lang="es-CO">/)
    assert.notMatch(html, /<script(?![^>]*\ssrc=)|<style|\son\w+=|style=/)
    for (const { body, path } of assets) {
      assert.match(path, /^\/page\/[A-Za-z]+-[A-Z0-9]{8}\.(js|css|svg)$/)
      assert.isAbove(body.length, 100)
    }
    assert.deepEqual([...new Set(assets.map(({ contentType }) => contentType.split(";")[0]))].sort(), ["image/svg+xml", "text/css", "text/javascript"])
    // What the first view needs is named in the document, and asked for with it; the other views come behind.
    const named = assets.filter(({ path }) => html.includes(`"${path}"`))
    assert.includeMembers(assets.filter((asset) => !named.includes(asset)).map(({ path }) => path.split("-")[0]!), ["/page/AdministrationView", "/page/WorkView"])
    const scripts = new Map(named.map(({ body, path }) => [path, Buffer.from(body).toString("utf8")]))
    for (const [path, text] of scripts) for (const [, other] of text.matchAll(/(?:from|import)"\.(\/[^"]+)"/g)) assert.isTrue(scripts.has(`/page${other}`), `${path} imports ${other}`)
    assert.notInclude(csp, "unsafe")
    assert.include(csp, "default-src 'none'")
    for (const { body, path } of assets.filter(({ path }) => !path.endsWith(".svg"))) {
      assert.notMatch(Buffer.from(body).toString("utf8"), /https?:\/\/(?!www\.w3\.org\/)/, path)
    }
  })

  it("sends at most 80 kilobytes of script for a view, compressed, and 15 of styles", async () => {
    const { assets, html } = await Page.load()
    const sizeOf = (ending: string): number => assets.filter(({ path }) => path.endsWith(ending)).reduce((sum, { body }) => sum + gzipSync(body).length, 0)
    const scripts = new Map(assets.filter(({ path }) => path.endsWith(".js")).map(({ body, path }) => [path, Buffer.from(body)]))
    const first = [...scripts.keys()].filter((path) => html.includes(path))
    const weightOf = (paths: Iterable<string>): number => [...paths].reduce((sum, path) => sum + gzipSync(scripts.get(path)!).length, 0)
    assert.isAtMost(weightOf(first), 40_000, "what the first view waits for")
    for (const part of ["AdministrationView", "WorkView"]) {
      const needed = new Set(first)
      const add = (path: string): void => {
        if (needed.has(path)) return
        needed.add(path)
        for (const [, other] of scripts.get(path)!.toString("utf8").matchAll(/(?:from|import)"\.(\/[^"]+)"/g)) add(`/page${other}`)
      }
      add([...scripts.keys()].find((path) => path.startsWith(`/page/${part}-`))!)
      assert.isAtMost(weightOf(needed), 80_000, part)
    }
    assert.isAtMost(sizeOf(".css"), 15_000)
  })

  it("is built once: the second time it is read", async () => {
    const first = await Page.load()
    const second = await Page.load()
    assert.deepEqual(second.assets.map(({ path }) => path), first.assets.map(({ path }) => path))
    assert.isTrue(existsSync(new URL("../../dist/page.json", import.meta.url)))
  })
})

describe("a file's kind", () => {
  it("is known by its name, in either language", () => {
    for (const kind of kinds) assert.equal(kindOf(`${kind}.csv`), kind)
    const names: Readonly<Record<string, string | undefined>> = {
      "Prospectos marzo.CSV": "prospects",
      "leads_2024-03.ndjson": "prospects",
      "adf-0317.xml": "prospects",
      "17.xml": "prospects",
      "actividades de seguimiento.csv": "activities",
      "llamadas de verificación.csv": "verification-calls",
      "METAS.csv": "goals",
      "Sedes.csv": "branches",
      "marcas.csv": "brands",
      "asesores.csv": "employees",
      "datos.csv": undefined
    }
    for (const [name, kind] of Object.entries(names)) assert.equal(kindOf(name), kind, name)
    assert.deepEqual(["a.CSV", "a.txt", "a", "a.ndjson", "a.jsonl", "a.XML", "a.adf", "a.xlsx", "a.json", "a.eml"].map(mediaTypeOf), [
      "text/csv", "text/csv", "text/csv", "application/x-ndjson", "application/x-ndjson", "application/xml", "application/xml",
      "application/octet-stream", "application/json", "message/rfc822"
    ])
  })
})

describe("a mapping that a person corrects", () => {
  const names = { advisorId: { "Ana Ruiz": "A1" }, branchId: { Norte: "S1" }, brandId: {} }
  const draft = ["prospectId", "advisorId"].reduce((mapping, field) => MappingDraft.chosen(mapping, field, `columna:${field === "prospectId" ? "Código" : "Vendedor"}`, names), MappingDraft.empty("Lista", "lista.csv", "prospects"))
  const columns = ["Código", "Vendedor", "Sede"]

  it("feeds each field by a column or by a value, and names of the dealership mean its ids", () => {
    assert.deepEqual(draft.sources["lista.csv"]!.records[0]!.fields, { prospectId: { column: "Código" }, advisorId: { column: "Vendedor", translate: { "Ana Ruiz": "A1" } } })
    const valued = MappingDraft.chosen(draft, "branchId", "valor:S1", names)
    assert.deepEqual(["prospectId", "branchId", "brandId"].map((field) => MappingDraft.choiceOf(valued, field, columns)), ["columna:Código", "valor:S1", ""])
    assert.equal(MappingDraft.choiceOf(MappingDraft.chosen(valued, "branchId", "", names), "branchId", columns), "")
    // What an export has within its columns is neither missing nor lost when another field is chosen.
    const within = { name: "x", sources: { "x.json": { records: [{ kind: "prospects", fields: { phone: { column: "data[name=phone].values[0]" }, createdAt: { firstOf: [{ column: "created" }, { received: true }] }, fullName: { concat: [{ column: "Nombres" }, { column: "Apellidos" }], separator: " " } } }] } } }
    assert.deepEqual(["phone", "createdAt", "fullName", "email"].map((field) => MappingDraft.choiceOf(MappingDraft.chosen(within, "email", "", names), field, columns)), ["propio:", "propio:", "formado:Nombres + Apellidos", ""])
    const spelt = MappingDraft.withSpellings(names, [{ field: "advisorId", word: "Ana R.", name: "ANA RUIZ" }, { field: "brandId", word: "Otra", name: "Ninguna" }])
    assert.deepEqual(spelt, { ...names, advisorId: { "Ana Ruiz": "A1", "Ana R.": "A1" } })
    const meant = MappingDraft.meaning(draft, "advisorId", "Anita", "A1")
    assert.equal(MappingDraft.meaningOf(meant, "advisorId", "Anita"), "A1")
    assert.equal(MappingDraft.meaningOf(MappingDraft.meaning(meant, "advisorId", "Anita", ""), "advisorId", "Anita"), "")
  })

  it("fits a file that has all of its columns, however they are written", () => {
    const preview = (all: ReadonlyArray<string>) => ({ columns: all.map((name) => ({ name, samples: [] })) }) as unknown as Parameters<typeof MappingDraft.fits>[1]
    assert.isTrue(MappingDraft.fits(draft, preview(["CODIGO", "vendedor", "otra"])))
    assert.isFalse(MappingDraft.fits(draft, preview(["Código"])))
  })
})

describe("names of two lists of a workbook", () => {
  it("keep the branch of an advisor whom one of them tells", () => {
    const told = { field: "advisorId", word: "Ana Ruiz", branch: "Norte" } as const
    const untold = { field: "advisorId", word: "Ana Ruiz" } as const
    for (const [one, other] of [[told, untold], [untold, told]] as const) assert.deepEqual(joined([one], [other]), [told])
    assert.deepEqual(joined([untold], [{ ...untold, word: "Luz Gil" }]).map(({ word }) => word), ["Ana Ruiz", "Luz Gil"])
  })
})

describe("rows of a table that are corrected", () => {
  it("begin at their lines, also below quoted line breaks, and are written so that they are read again", () => {
    const rows = TableText.rowsOf("\ufeffa;b\r\n1;\"dos\n\"\"líneas\"\"\"\r\n3;c;\n", ";")
    assert.deepEqual(rows, [{ line: 1, cells: ["a", "b"] }, { line: 2, cells: ["1", "dos\n\"líneas\""] }, { line: 4, cells: ["3", "c", ""] }])
    assert.deepEqual(TableText.rowsOf(TableText.write(rows.map(({ cells }) => cells), ";"), ";").map(({ cells }) => cells), rows.map(({ cells }) => cells))
  })
})

describe("the cut of a month", () => {
  it("is now while people work on it, and its end for older ones, unless it was chosen", () => {
    assert.equal(Cut.of("2024-04", "2024-04", undefined), "now")
    assert.equal(Cut.of("2024-04", "2024-04", "end"), "now", "a month that runs has no end to look from")
    assert.equal(Cut.of("2024-03", "2024-04", undefined), "now")
    assert.equal(Cut.of("2023-12", "2024-01", undefined), "now")
    assert.equal(Cut.of("2024-02", "2024-04", undefined), "end")
    assert.equal(Cut.of("2024-02", "2024-04", "now"), "now")
    assert.equal(Cut.of("2024-03", "2024-04", "end"), "end")
    assert.equal(Cut.of("2024-03", "2024-04", "nonsense"), "now")
    assert.equal(Cut.endOf("2023-12"), "2024-01-01T00:00:00")
  })
})

describe("what is written", () => {
  it("is as a person in Colombia reads it", () => {
    assert.deepEqual([integerText(0), integerText(1234), integerText(1_234_567)], ["0", "1.234", "1.234.567"])
    assert.deepEqual([percentText(66.7), percentText(100), percentText(1234.5), percentText(null)], ["66,7\u00a0%", "100,0\u00a0%", "1.234,5\u00a0%", "—"])
    assert.deepEqual([shareText(0.1543), shareText(1), shareText(null)], ["15,4\u00a0%", "100,0\u00a0%", "—"])
    assert.deepEqual([countText(1, "lead", "leads"), countText(0, "lead", "leads"), countText(1200, "lead", "leads")], ["1 lead", "0 leads", "1.200 leads"])
    assert.deepEqual([againstGoalText({ valid: 25, goal: 30 }), againstGoalText({ valid: 25, goal: 0 })], ["25/30", "25"])
    assert.deepEqual([periodText("2024-03"), periodText("algo")], ["marzo de 2024", "algo"])
    assert.deepEqual([periodBeside("2024-01", -1), periodBeside("2023-12", 1), periodBeside("2024-03", -14)], ["2023-12", "2024-01", "2023-01"])
    assert.deepEqual([instantText("2024-03-05T18:00:00-05:00"), instantText("2024-09-30"), dayText("2024-12-01T00:00:00-05:00")], ["5 mar 2024, 18:00", "30 sep 2024", "1 dic 2024"])
  })

  it("is one way of writing phones, and of saying how far a day is", () => {
    for (const phone of ["+57 300 123 4567", "3001234567", "(300) 123-4567", "00573001234567", "573001234567"]) {
      assert.deepEqual([phoneText(phone), phoneDigits(phone).slice(-12)], ["300 123 4567", "573001234567"], phone)
    }
    assert.equal(phoneText("+1 415 555 0100"), "+1 415 555 0100")
    assert.deepEqual(["2024-03-05", "2024-03-04T23:59:59-05:00", "2024-03-06", "2024-02-28", "2024-03-12"].map((day) => daysAwayText(day, "2024-03-05T10:00:00-05:00")), ["hoy", "ayer", "mañana", "hace 6 días", "en 7 días"])
  })
})
