/** A month brought in over HTTP, file by file, is the month that the report counts from the same folder. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import { execFile } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { begin, command, freshDirectory, remove } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

const period = "2024-03"
const asOf = encodeURIComponent("2024-04-01T00:00:00-05:00")
const directory = freshDirectory()
const folder = join(directory, "month")
const out = join(directory, "out")
const files = [...DemonstrationMonth.files({ seed: 7, period })]

interface Report {
  readonly company: object
  readonly byBranch: ReadonlyArray<object>
  readonly byBrand: ReadonlyArray<object>
  readonly byAdvisor: ReadonlyArray<object>
}

interface Line {
  readonly [field: string]: unknown
}

interface Group {
  readonly id: string | null
  readonly prospecting: Line
  readonly followUp: Line
}

interface ImportReport {
  readonly rows: number
  readonly read: number
  readonly rejected: number
  readonly added: number
  readonly unchanged: number
  readonly rejectedRows: ReadonlyArray<{ readonly line: number; readonly column: string; readonly expected: { readonly es: string } }>
}

const fields = ["registered", "valid", "invalid", "pending", "goal", "percent", "color"] as const
const lineOf = (line: Line) => Object.fromEntries(fields.map((field) => [field, line[field]]))
const groupOf = ({ followUp, id, prospecting }: Group) => ({ ...(id === null ? {} : { id }), prospecting: lineOf(prospecting), followUp: lineOf(followUp) })

describe("a month imported over HTTP", () => {
  let server: ServerProcess
  let key: string
  const reports: Record<string, ImportReport> = {}
  const bringIn = async (): Promise<void> => {
    for (const kind of ["branches", "brands", "employees", "goals", "prospects", "activities", "verification-calls"]) {
      const { chunks } = files.find(({ name }) => name === `${kind}.csv`)!
      const answer = await server.send("POST", `/v1/imports/${kind}`, key, [...chunks].join(""), { "content-type": "text/csv" })
      assert.equal(answer.status, 200, `${kind}: ${server.log()}`)
      reports[kind] = (await answer.json()) as ImportReport
    }
  }

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    for (const { chunks, name } of files) writeFileSync(join(folder, name), [...chunks].join(""))
    const report = promisify(execFile)(process.execPath, [
      fileURLToPath(new URL("../../month-report/src/main.ts", import.meta.url)), folder, "--period", period, "--out", out
    ], { env: { ...process.env, LC_ALL: "C" } })
    const letterheads = join(directory, "letterheads.json")
    writeFileSync(letterheads, JSON.stringify({ "motos-del-valle": { company: "Motos del Valle SAS", formCodes: { "GC-FOR-06": "MV-FO-12" } } }))
    server = await begin(directory, { DEMO: "0", LETTERHEADS_FILE: letterheads })
    await server.ready()
    const made = await command("keys.ts", ["make", "--dealership", "motos-del-valle", "--role", "crm-assistant"], directory)
    key = /crm_\S+/.exec(made.output)![0]
    // Drawn first, as the report judges the calls: those selected are undecided until they have been reached.
    await report
    await bringIn()
    const sample = await server.send("POST", `/v1/verifications/${period}/sample`, key, "{}")
    assert.equal(sample.status, 200)
  })
  afterAll(async () => {
    await server.end()
    remove(directory)
  })

  it("counts every row, and names the rejected ones as the report does", () => {
    const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as { readonly files: Readonly<Record<string, { readonly rows: number; readonly read: number; readonly rejected: number }>> }
    for (const [kind, { read, rejected, rows }] of Object.entries(summary.files)) {
      const found = reports[kind]!
      assert.deepEqual([found.rows, found.read, found.rejected], [rows, read, rejected], kind)
    }
    const lines = readFileSync(join(out, "rejected-prospects.csv"), "utf8").trim().split("\n").slice(1).map((line) => line.split(",").slice(0, 2).join(","))
    assert.deepEqual(reports["prospects"]!.rejectedRows.map(({ column, line }) => `${line},${column}`), lines)
  })

  it("has the report's scorecard", async () => {
    const expected = JSON.parse(readFileSync(join(out, "scorecard.json"), "utf8")) as Report
    const groupsBy = async (by: string): Promise<ReadonlyArray<object>> => {
      const answer = await server.get(`/v1/scorecards/${period}?by=${by}&asOf=${asOf}`, key)
      assert.equal(answer.status, 200)
      return ((await answer.json()) as { readonly groups: ReadonlyArray<Group> }).groups.map(groupOf)
    }
    assert.deepEqual(await groupsBy("company"), [expected.company])
    assert.deepEqual(await groupsBy("branch"), expected.byBranch)
    assert.deepEqual(await groupsBy("brand"), expected.byBrand)
    assert.deepEqual(await groupsBy("advisor"), expected.byAdvisor)
  })

  it("changes nothing when it is brought in again", async () => {
    const before = await (await server.get(`/v1/scorecards/${period}?by=advisor&asOf=${asOf}`, key)).text()
    await bringIn()
    assert.deepEqual([reports["prospects"]!.added, reports["prospects"]!.unchanged], [0, reports["prospects"]!.read])
    assert.deepEqual([reports["activities"]!.added, reports["activities"]!.unchanged], [0, reports["activities"]!.read])
    assert.equal(await (await server.get(`/v1/scorecards/${period}?by=advisor&asOf=${asOf}`, key)).text(), before)
  })

  it("prints its forms in every format", async () => {
    for (const form of ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance", "controls"]) {
      for (const [format, begins] of [["json", "{"], ["csv", "\uFEFF"], ["xlsx", "PK"], ["html", "<!doctype html>"]] as const) {
        const answer = await server.get(`/v1/forms/${form}/${period}?format=${format}&asOf=${asOf}`, key)
        assert.equal(answer.status, 200, `${form} ${format}`)
        const text = Buffer.from(await answer.arrayBuffer()).toString("utf8")
        assert.equal(text.slice(0, begins.length).toLowerCase(), begins.toLowerCase(), `${form} ${format}`)
      }
    }
  })

  it("prints the dealership's own company and codes, and CSV that a Colombian spreadsheet opens", async () => {
    const { header } = await (await server.get(`/v1/forms/GC-FOR-06/${period}?asOf=${asOf}`, key)).json() as { readonly header: Line }
    assert.deepInclude(header, { company: "Motos del Valle SAS", formCode: "MV-FO-12", procedureCode: "GC-PRO-05" })
    const csv = await (await server.get(`/v1/forms/GC-FOR-06/${period}?format=csv&csvFor=people&asOf=${asOf}`, key)).text()
    assert.match(csv, /^Prospecto;Creado;Asesor;[^,]*\r\n[^;]+;\d\d\/03\/2024 \d\d:\d\d;/)
  })

  it("prints the report's own rows", async () => {
    const csv = await (await server.get(`/v1/forms/GC-FOR-06/${period}?format=csv&asOf=${asOf}`, key)).text()
    const verdicts = readFileSync(join(out, "prospect-verdicts.csv"), "utf8").trim().split("\n").length
    assert.equal(csv.trim().split("\n").length, verdicts)
  })

  it("prints of a closed month what was frozen, and says so once something has changed", async () => {
    const form = async (name: string) => await (await server.get(`/v1/forms/${name}/${period}?asOf=${asOf}`, key)).json() as { readonly header: Line; readonly branches: ReadonlyArray<Line>; readonly company: Line; readonly detail: ReadonlyArray<Line>; readonly course: ReadonlyArray<Line> }
    const before = await form("GC-FOR-06")
    assert.notProperty(before.header, "closed")
    assert.equal((await server.send("POST", `/v1/periods/${period}/close`, key, JSON.stringify({ asOf: decodeURIComponent(asOf) }))).status, 200)
    const { header: { closed, digest, ...header }, ...shown } = await form("GC-FOR-06")
    const { header: { digest: ofPolicy, ...headerBefore }, ...shownBefore } = before
    assert.deepEqual([header, shown], [headerBefore, shownBefore])
    assert.notEqual(digest, ofPolicy)
    assert.deepInclude(closed, { figures: "frozen", note: "" })
    const { prospectId } = before.detail.find(({ verdict }) => verdict === "valid")!
    const { advisorId, branchId, brandId, createdAt } = await (await server.get(`/v1/prospects/${String(prospectId)}`, key)).json() as Line
    assert.equal((await server.send("PUT", `/v1/prospects/${String(prospectId)}`, key, JSON.stringify({ advisorId, branchId, brandId, createdAt, phone: "123" }))).status, 200)
    const after = await form("GC-FOR-06")
    assert.deepEqual([after.branches, after.company, after.course, after.header["digest"]], [before.branches, before.company, before.course, digest])
    assert.notDeepEqual(after.detail, before.detail)
    const noteOf = ({ header }: { readonly header: Line }) => (header["closed"] as Line)["note"]
    assert.match(String(noteOf(after)), /^Mes cerrado el \d+ de \p{L}+ de \d{4}: el resumen es el congelado\. El detalle incluye lo que llegó o cambió después y no cuenta\.$/u)
    assert.match(String(noteOf(await form("GC-FOR-21"))), /^Mes cerrado el .*: este formulario muestra los registros como están, no las cifras congeladas\.$/u)
    assert.include(await (await server.get(`/v1/forms/GC-FOR-06/${period}?format=html&asOf=${asOf}`, key)).text(), `<p class="rest">${String(noteOf(after))}</p>`)
  })

  // Last, since they add prospects to the month.
  const lead = (id: string, make: string, vendor: string, name = "Ana María Rojas") =>
    `<prospect><id sequence="1">${id}</id><requestdate>2024-03-20T10:00:00-05:00</requestdate><vehicle><year>2024</year><make>${make}</make><model>X</model></vehicle>` +
    `<customer><contact><name part="full">${name}</name><phone type="cell">3001234567</phone></contact></customer>` +
    `<vendor><vendorname>${vendor}</vendorname></vendor></prospect>`
  const send = async (body: string): Promise<ImportReport> => {
    const answer = await server.send("POST", "/v1/imports/prospects", key, body, { "content-type": "application/xml" })
    assert.equal(answer.status, 200, await answer.clone().text())
    return (await answer.json()) as ImportReport
  }

  it("takes leads as ADF: they find their brand and branch in the directory, and an advisor of it; sent again they stay with whom they were handed to", async () => {
    const { branches, brands } = (await (await server.get("/v1/directory", key)).json()) as {
      readonly branches: ReadonlyArray<{ readonly branchId: string; readonly name: string }>
      readonly brands: ReadonlyArray<{ readonly brandId: string; readonly name: string }>
    }
    const [branch] = branches
    const [brand] = brands
    const document = `<?xml version="1.0"?><adf>${lead("L-1", brand!.name.toUpperCase(), branch!.name)}${lead("L-2", brand!.name, branch!.branchId)}` +
      `${lead("L-2", brand!.name, branch!.name)}${lead("L-3", "Nunca Vista", branch!.name)}${lead("L-4", brand!.name, "Otra")}</adf>`
    const first = await send(document)
    assert.deepEqual([first.rows, first.read, first.rejected, first.added], [5, 2, 3, 2])
    assert.sameMembers(first.rejectedRows.map(({ column }) => column), ["prospect_id", "brand_id", "branch_id"])
    const stored = async () => (await (await server.get("/v1/prospects/L-1", key)).json()) as { readonly record?: object }
    const before = await stored()
    assert.include(JSON.stringify(before), branch!.branchId)
    const again = await send(document)
    assert.deepEqual([again.added, again.unchanged], [0, 2])
    assert.deepEqual(await stored(), before)
  })

  it("refuses a document without any lead as a whole, and one of another kind", async () => {
    const answer = await server.send("POST", "/v1/imports/prospects", key, "<adf></adf>", { "content-type": "application/xml" })
    assert.equal(answer.status, 422)
    assert.equal((await server.send("POST", "/v1/imports/goals", key, "<adf></adf>", { "content-type": "application/xml" })).status, 415)
  })
})
