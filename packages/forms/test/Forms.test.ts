import { assert, describe, it } from "@effect/vitest"
import { XMLValidator } from "fast-xml-parser"
import * as ActivityValidityReport from "../src/gc-for-05/ActivityValidityReport.ts"
import * as ComplianceForm from "../src/compliance/ComplianceForm.ts"
import * as ControlsReport from "../src/controls/ControlsReport.ts"
import * as FollowUpSemaphore from "../src/gc-for-21/FollowUpSemaphore.ts"
import type { ByteSink, Closure, Header, RenderOptions, Renderers } from "../src/data/FormData.ts"
import * as ProspectValidityReport from "../src/gc-for-06/ProspectValidityReport.ts"
import * as Demo from "./demoMonth.ts"
import { keepingSink, readWorkbook } from "./workbookReader.ts"

type Render = (sink: ByteSink, options?: RenderOptions) => Promise<void>

interface Rendered {
  readonly name: string
  /** Whether its workbook has a sheet of reasons. */
  readonly hasReasons: boolean
  readonly of: (advisors: number, lines: number, closed?: Closure) => { readonly json: Render; readonly csv: Render; readonly xlsx: Render; readonly html: Render }
}

const rendered = <Data extends { readonly header: Header }>(name: string, module: Renderers<Data>, make: (advisors: number, lines: number) => Data): Rendered => ({
  name,
  hasReasons: name === "GC-FOR-05" || name === "GC-FOR-06",
  of: (advisors, lines, closed) => {
    const made = make(advisors, lines)
    const data = closed === undefined ? made : { ...made, header: { ...made.header, closed } }
    return {
      json: (sink) => module.toJson(data, sink),
      csv: (sink, options) => module.toCsv(data, sink, options),
      xlsx: (sink, options) => module.toXlsx(data, sink, options),
      html: (sink, options) => module.toHtml(data, sink, options)
    }
  }
})

const forms: ReadonlyArray<Rendered> = [
  rendered("GC-FOR-05", ActivityValidityReport, Demo.activityValidity),
  rendered("GC-FOR-06", ProspectValidityReport, Demo.prospectValidity),
  rendered("GC-FOR-21", FollowUpSemaphore, Demo.followUpSemaphore),
  rendered("Reporte de cumplimiento CRM", ComplianceForm, Demo.compliance),
  rendered("Informe de controles", ControlsReport, Demo.controls)
]

const text = async (render: Render, options?: RenderOptions): Promise<string> => {
  const { sink, text } = keepingSink()
  await render(sink, options)
  return text()
}

const workbook = async (render: Render, options?: RenderOptions) => {
  const { bytes, sink } = keepingSink()
  await render(sink, options)
  return readWorkbook(bytes())
}

/** Title, three lines of the header block, an empty row, the columns' titles. */
const rowsAbove = 6

const headerFacts = ["CARRAZOS SAS", "GC-PRO-05", "02", "31/03/2024", "marzo de 2024", "01/04/2024 00:00 (UTC-05:00)", "GC-PRO-05 v02", "9f86d081884c7d65"]

for (const form of forms) {
  describe(form.name, () => {
    it("has a workbook with a summary and a detail, each under the header block", async () => {
      const { sheets } = await workbook(form.of(12, 40).xlsx)
      assert.deepStrictEqual(sheets.map(({ name }) => name), form.hasReasons ? ["Resumen", "Razones", "Detalle"] : ["Resumen", "Detalle"])
      for (const sheet of sheets) {
        const block = sheet.rows.slice(0, 4).flat().map(({ value }) => value).join("\n")
        for (const fact of [...headerFacts, form.name]) assert.include(block, fact)
        const titles = sheet.rows[rowsAbove - 1]?.map(({ value }) => value) ?? []
        assert.isTrue(titles.every((title) => title !== ""))
        assert.strictEqual(new Set(titles).size, titles.length)
        for (const row of sheet.rows.slice(rowsAbove)) assert.strictEqual(row.length, titles.length)
        assert.strictEqual(sheet.xml.match(/<col /g)?.length, titles.length)
      }
      // 12 advisors in 5 branches, their subtotals, the total.
      assert.strictEqual(sheets[0]?.rows.length, rowsAbove + 12 + 5 + 1)
      assert.strictEqual(sheets.at(-1)?.rows.length, rowsAbove + 40)
    })

    it("takes a detail of no line, and one longer than a sheet", async () => {
      const empty = await workbook(form.of(0, 0).xlsx)
      assert.deepStrictEqual(empty.sheets.map(({ rows }) => rows.length), form.hasReasons ? [rowsAbove + 1, rowsAbove, rowsAbove] : [rowsAbove + 1, rowsAbove])
      const long = await workbook(form.of(2, 100).xlsx, { sheetRowLimit: rowsAbove + 30 })
      assert.deepStrictEqual(long.sheets.map(({ name }) => name), [...form.hasReasons ? ["Resumen", "Razones"] : ["Resumen"], "Detalle", "Detalle 2", "Detalle 3", "Detalle 4"])
      const details = long.sheets.slice(-4)
      assert.deepStrictEqual(details.map(({ rows }) => rows.length - rowsAbove), [30, 30, 30, 10])
      const ids = details.flatMap(({ rows }) => rows.slice(rowsAbove).map(([id]) => id?.value))
      assert.strictEqual(new Set(ids).size, 100)
    })

    it("has an HTML document that asks for nothing from outside and escapes what it shows", async () => {
      const html = await text(form.of(12, 40).html)
      assert.notMatch(html, /<script|<link|<img|<iframe|<base|\b(src|href|srcset|action)=|url\(|@import/i)
      assert.notMatch(html.replaceAll("http://www.w3.org/2000/svg", "").replaceAll("=HYPERLINK(&quot;http://x&quot;)", ""), /https?:/)
      assert.include(html, "=HYPERLINK(&quot;http://x&quot;) &amp; &lt;script&gt;")
      assert.notInclude(html, " style=")
      const body = html.slice(html.indexOf("<body>"), html.indexOf("</body>") + 7).replaceAll("<br>", "<br/>")
      const validity = XMLValidator.validate(body)
      assert.isTrue(validity === true, JSON.stringify(validity))
      assert.notMatch(html, /undefined|NaN|\[object/)
    })

    it("repeats the header block, the policy and the page number on every printed page", async () => {
      const html = await text(form.of(3, 5).html)
      const [, page = ""] = /@page \{(.*?)\n\}/s.exec(html) ?? []
      for (const fact of headerFacts) assert.include(page, fact)
      assert.include(page, "counter(page) \" de \" counter(pages)")
      const body = html.slice(html.indexOf("<body>"))
      for (const fact of [...headerFacts, form.name]) assert.include(body, fact)
    })

    it("stops its HTML detail at a number of lines and says where the rest is", async () => {
      const of = form.of(3, 50)
      const rows = (html: string): number => html.split("<h2>Detalle")[1]?.match(/<tr><td/g)?.length ?? html.split("<h2>Leads")[1]?.match(/<tr><td/g)?.length ?? 0
      const cut = await text(of.html, { htmlDetailLimit: 20, htmlRestIsIn: "GC-FOR.xlsx & co" })
      assert.strictEqual(rows(cut), 20)
      assert.include(cut, "Se muestran las primeras 20 de 50 líneas. El detalle completo está en GC-FOR.xlsx &amp; co.")
      const whole = await text(of.html, { htmlDetailLimit: 50 })
      assert.strictEqual(rows(whole), 50)
      assert.notInclude(whole, "Se muestran las primeras")
      assert.strictEqual(rows(await text(form.of(1, 2001).html)), 2000)
    })

    it("has JSON with its header, summary and every line", async () => {
      const json = JSON.parse(await text(form.of(12, 3000).json))
      assert.strictEqual(json.header.company, "CARRAZOS SAS")
      assert.strictEqual(json.branches.length, 5)
      assert.strictEqual(json.company.name, "CARRAZOS SAS")
      assert.strictEqual(json.detail.length, 3000)
      assert.deepStrictEqual(JSON.parse(await text(form.of(0, 0).json)).detail, [])
    })

    it("says above its tables what it shows of a closed month, and nothing where it shows what was frozen", async () => {
      const note = "Mes cerrado el 2 de abril de 2024: el resumen es el congelado <b>."
      const closed = { closedAt: "2024-04-02T09:30:00-05:00", figures: "frozen" } as const
      const of = form.of(3, 5, { ...closed, note })
      const html = await text(of.html)
      const said = `<p class="rest">${note.replace("<b>", "&lt;b&gt;")}</p>`
      assert.isTrue(html.indexOf(said) > 0 && html.indexOf(said) < html.indexOf("<main>"))
      assert.deepStrictEqual(JSON.parse(await text(of.json)).header.closed, { ...closed, note })
      const { sheets } = await workbook(of.xlsx)
      for (const { rows } of sheets) assert.deepStrictEqual(rows[4]?.map(({ value }) => value), [note])
      const silent = form.of(3, 5, { ...closed, note: "" })
      assert.strictEqual(await text(silent.html), await text(form.of(3, 5).html))
      assert.deepStrictEqual((await workbook(silent.xlsx)).sheets.map(({ rows }) => rows.length), sheets.map(({ rows }) => rows.length - 1))
      assert.strictEqual(await text(of.csv), await text(form.of(3, 5).csv), "a table of records, without a summary")
    })

    it("has CSV tables of its detail and of its summary, guarded", async () => {
      const detail = (await text(form.of(12, 2100).csv)).split("\r\n")
      assert.strictEqual(detail.length, 2100 + 2)
      assert.isTrue(detail[0]?.startsWith("\ufeff"))
      assert.isTrue(detail.slice(1).every((line) => !/(^|,)"?[=+\-@]/.test(line)))
      assert.isTrue(detail.some((line) => line.includes("\"'=HYPERLINK(\"\"http://x\"\") & <script>\"")))
      assert.strictEqual((await text(form.of(12, 3).csv, { csvPart: "summary" })).split("\r\n").length, 1 + 12 + 5 + 1 + 1)
    })

    it("has CSV for a spreadsheet that is set to Colombia: semicolons, decimal commas, local instants", async () => {
      const { csv } = form.of(12, 40)
      const [header = "", ...lines] = (await text(csv, { csvFor: "people" })).split("\r\n")
      assert.strictEqual(header, (await text(csv)).split("\r\n")[0]?.replaceAll(",", ";"))
      assert.isTrue(lines.some((line) => /;\d{2}\/\d{2}\/\d{4} \d{2}:\d{2};/.test(line)))
      assert.isFalse(lines.some((line) => /\d{4}-\d{2}-\d{2}T/.test(line)))
      const summary = await text(csv, { csvFor: "people", csvPart: "summary" })
      if (form.name !== "Informe de controles") assert.match(summary, /;\d+,\d;/)
      assert.notMatch(summary, /;\d+\.\d;/)
    })
  })
}

describe("the forms' values", () => {
  it("GC-FOR-05 shows planned and performed beside valid, and each activity's type, state, prospect, verdict and reasons [verifies: GC-PRO-05/annex/GC-FOR-05]", async () => {
    const data = Demo.activityValidity(12, 300)
    const { sheets } = await workbook((sink) => ActivityValidityReport.toXlsx(data, sink))
    const json = JSON.parse(await text((sink) => ActivityValidityReport.toJson(data, sink)))
    const titlesOf = (sheet: number) => sheets.at(sheet)?.rows[rowsAbove - 1]?.map(({ value }) => value) ?? []
    const total = (title: string) => sheets[0]?.rows.at(-1)?.[titlesOf(0).indexOf(title)]?.value
    assert.deepStrictEqual(
      [total("Programadas"), total("Realizadas"), total("Realizadas válidas"), total("% de la meta")],
      [data.company.planned, data.company.performed, data.company.valid, data.company.valid / data.company.goal]
    )
    const line = json.detail.findIndex((one: { verdict: string; reasons: ReadonlyArray<string> }) => one.verdict === "invalid" && one.reasons.length > 0)
    const { activityId, prospectId, reasons } = json.detail[line]
    const cell = (title: string) => sheets.at(-1)?.rows[rowsAbove + line]?.[titlesOf(-1).indexOf(title)]?.value
    assert.deepStrictEqual([cell("Actividad"), cell("Prospecto"), cell("Veredicto")], [activityId, prospectId, "No válida"])
    assert.strictEqual(cell("Razones"), reasons.map((code: string) => Demo.rules.find((rule) => rule.code === code)?.name).join("; "))
    assert.notInclude(["", undefined], cell("Tipo"))
    assert.strictEqual(cell("Estado"), line % 9 === 0 ? "Programada" : "Realizada")
  })

  it("GC-FOR-06 shows counts as integers, the indicator as the fraction behind it, its colour as fill and word [verifies: GC-PRO-05/annex/GC-FOR-06]", async () => {
    const data = Demo.prospectValidity(12, 5)
    const { sheets } = await workbook((sink) => ProspectValidityReport.toXlsx(data, sink))
    const titles = sheets[0]?.rows[rowsAbove - 1]?.map(({ value }) => value) ?? []
    const total = sheets[0]?.rows.at(-1) ?? []
    const at = (title: string) => total[titles.indexOf(title)]
    assert.strictEqual(at("Registrados")?.value, data.company.registered)
    assert.strictEqual(at("Meta")?.value, data.company.goal)
    assert.strictEqual(at("% de la meta")?.value, data.company.valid / data.company.goal)
    assert.strictEqual(at("Semáforo")?.value, "Verde")
    const reasons = sheets[1]?.rows.slice(rowsAbove).filter(([branch]) => branch?.value === "Total empresa").map(([, , name, count]) => [name?.value, count?.value])
    assert.deepStrictEqual(reasons, data.company.reasons.filter(({ count }) => count > 0).map(({ code, count }) => [Demo.rules.find((rule) => rule.code === code)?.name, count]))
    const withoutGoal = sheets[0]?.rows.find((row) => row[titles.indexOf("Meta")]?.value === 0)
    assert.strictEqual(withoutGoal?.[titles.indexOf("% de la meta")]?.kind, "empty")
    assert.strictEqual(withoutGoal?.[titles.indexOf("Semáforo")]?.value, "Sin meta")
  })

  it("GC-FOR-06 shows a prospect's local instant, verdict, reasons and warnings", async () => {
    const data = Demo.prospectValidity(12, 300)
    const { sheets } = await workbook((sink) => ProspectValidityReport.toXlsx(data, sink))
    const json = JSON.parse(await text((sink) => ProspectValidityReport.toJson(data, sink)))
    const html = await text((sink) => ProspectValidityReport.toHtml(data, sink))
    const line = json.detail.findIndex((one: { reasons: ReadonlyArray<string> }) => one.reasons.length === 2)
    assert.isAtLeast(line, 0)
    const names = json.detail[line].reasons.map((code: string) => Demo.rules.find((rule) => rule.code === code)?.name)
    const row = sheets.at(-1)?.rows[rowsAbove + line]?.map(({ value }) => value) ?? []
    assert.include(row, names.join("; "))
    assert.include(row, "No válido")
    const local = json.detail[line].createdAt.slice(0, 19)
    assert.strictEqual(json.detail[line].createdAt.slice(19), "-05:00")
    assert.strictEqual(Math.round((Number(row[1]) - 25_569) * 86_400), Date.parse(`${local}Z`) / 1000)
    assert.include(html, `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} ${local.slice(11, 16)}`)
    assert.include(html, "112,2\u00a0%")
    assert.include(html, "300,0\u00a0%")
  })

  it("GC-FOR-06 keeps a prospect's id that looks like a formula as text", async () => {
    const { sheets } = await workbook((sink) => ProspectValidityReport.toXlsx(Demo.prospectValidity(1, 3), sink))
    assert.deepStrictEqual(sheets.at(-1)?.rows.at(-1)?.[0], { kind: "text", value: "=1+1", style: 5 })
  })

  it("GC-FOR-21 shows each colour with that of the period before, and nothing where there was none [verifies: GC-PRO-05/annex/GC-FOR-21]", async () => {
    const { sheets } = await workbook((sink) => FollowUpSemaphore.toXlsx(Demo.followUpSemaphore(12, 3), sink))
    const titles = sheets[0]?.rows[rowsAbove - 1]?.map(({ value }) => value) ?? []
    const advisor = sheets[0]?.rows.find((row) => row[1]?.value === "Andrés Gutiérrez")
    const at = (title: string) => advisor?.[titles.indexOf(title)]?.value
    assert.strictEqual(at("Prospección: Semáforo"), "Rojo")
    assert.strictEqual(at("Prospección: Anterior"), "—")
    assert.strictEqual(at("Seguimiento: Anterior"), "Verde")
    assert.strictEqual(at("Cumplimiento: Anterior"), "Rojo")
    assert.isNumber(at("Leads: Cerrado"))
  })

  it("the compliance report leaves the time to first contact empty where there was none [verifies: GC-PRO-05/control/compliance-report]", async () => {
    const { sheets } = await workbook((sink) => ComplianceForm.toXlsx(Demo.compliance(12, 3), sink))
    const titles = sheets[0]?.rows[rowsAbove - 1]?.map(({ value }) => value) ?? []
    const median = titles.indexOf("Primer contacto (minutos hábiles): Mediana")
    const cells = sheets[0]?.rows.slice(rowsAbove).map((row) => row[median]?.kind) ?? []
    assert.strictEqual(cells.filter((kind) => kind === "empty").length, 1)
    assert.strictEqual(cells.filter((kind) => kind === "number").length, 17)
  })

  it("a text in the header can't leave the style sheet's string", async () => {
    const data = Demo.prospectValidity(1, 1)
    const html = await text((sink) =>
      ProspectValidityReport.toHtml({ ...data, header: { ...data.header, company: "A\"; } </style><b>\\\n" } }, sink))
    assert.strictEqual(html.match(/<\/style>/g)?.length, 1)
    assert.notInclude(html, "<b>")
    assert.include(html, "A\\000022; } \\00003c/style\\00003e\\00003cb\\00003e\\00005c\\00000a")
  })
})
