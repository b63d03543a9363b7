/** Folders of files as people have them, read by the command. */
import { assert, describe, it } from "@effect/vitest"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as MonthReport from "../src/report/MonthReport.ts"
import * as Progress from "../src/commands/Progress.ts"
import * as Terminal from "../src/commands/Terminal.ts"
import { command, folderOf, smallMonth, temporaryFolder } from "./commandLine.ts"

const run = async (changes: Readonly<Record<string, string | Uint8Array | undefined>>, options: { readonly policy?: object; readonly mapping?: object; readonly leads?: object } = {}) => {
  const out = temporaryFolder()
  const fileOf = (name: string, value: object | undefined): string | undefined => {
    if (value === undefined) return undefined
    const path = join(temporaryFolder(), name)
    writeFileSync(path, JSON.stringify(value))
    return path
  }
  const args = { folder: folderOf(changes), out, period: "2024-03", asOf: undefined, policyFile: fileOf("policy.json", options.policy), mappingFile: fileOf("mapping.json", options.mapping), leadsFile: fileOf("leads.json", options.leads), seed: undefined }
  const summary = await MonthReport.run(args, "es", Progress.none)
  const lines = (name: string): ReadonlyArray<string> => readFileSync(join(out, name), "utf8").split("\n").slice(1, -1)
  return { summary, out, said: Terminal.said(summary, out, "es"), verdicts: lines("prospect-verdicts.csv"), rejected: (kind: string) => lines(`rejected-${kind}.csv`) }
}

/** A text in the encoding that Excel gives «CSV (delimitado por comas)» where Spanish is spoken. */
const windows1252 = (text: string): Uint8Array => Buffer.from(text.replaceAll("\n", "\r\n"), "latin1")

const spanishProspects = "Id prospecto;Fecha creación;Id asesor;Id sede;Id marca;Nombre completo;Teléfono;Fuente;Interés;Fecha autorización\n" +
  "P1;5/03/2024 2:30 p. m.;A1;B1;M1;Luz Marina Peña;Cel. 3104567812;Página web;Moto;5/03/2024\n" +
  "P2;13/03/2024;A1;B1;M1;José Ñáñez Ortiz;(+57) 315 890 1234;VITRINA;Moto;13/03/2024\n"

describe("a folder as Excel leaves it", () => {
  it("may have a file in Windows-1252, with semicolons, Spanish names and dates that begin with the day", async () => {
    const { said, summary, verdicts } = await run({ "prospects.csv": undefined, "Prospectos.csv": windows1252(spanishProspects) })
    assert.deepEqual(verdicts, ["P1,invalid,source-unknown,", "P2,valid,,"])
    const { bothWays: _both, ...held } = summary.files["prospects"]!
    assert.deepEqual(held, { rows: 2, read: 2, rejected: 0, skipped: 0, repairs: 0, dayFirst: 4, encoding: "windows-1252", unknownColumns: [] })
    assert.include(said, "prospects: 2 filas, 2 leídas, 0 rechazadas; windows-1252, 4 fechas con el día primero\n")
  })

  it("may have been saved once in Excel: mar-24 and 1/01/2024 are still a month and a day", async () => {
    const { summary, verdicts } = await run({
      "employees.csv": "employee_id;name;role;branch_id;active_from\nA1;Ana Ruiz;advisor;B1;1/01/2020\n",
      "goals.csv": "period;advisor_id;branch_id;brand_id;prospects;activities\nmar-24;A1;B1;M1;1.200;1,0\n",
      "activities.csv": "activity_id;prospect_id;advisor_id;type;status;performed_at;requested_by_customer\nT1;P1;A1;call;performed;5/03/2024 11:00;VERDADERO\n"
    })
    assert.deepEqual(["employees", "goals", "activities"].map((name) => summary.files[name]?.read), [1, 1, 1])
    assert.deepEqual(verdicts, ["P1,valid,,"])
  })

  it("may have UTF-16 with tabs, as Meta writes it", async () => {
    for (const bigEndian of [false, true]) {
      const bytes = Buffer.from(`\ufeff${spanishProspects.replaceAll(";", "\t")}`, "utf16le")
      const { summary } = await run({ "prospects.csv": undefined, "Prospectos.txt": bigEndian ? bytes.swap16() : bytes })
      assert.deepEqual([summary.files["prospects"]?.read, summary.files["prospects"]?.encoding], [2, bigEndian ? "utf-16be" : "utf-16le"])
    }
  })

  it("may have text that only its name says is a workbook, as systems write it", async () => {
    const { summary } = await run({ "prospects.csv": undefined, "Prospectos.xls": windows1252(spanishProspects.replaceAll(";", "\t")), "branches.csv": undefined, "sedes.xlsx": "branch_id,name\nB1,Ávila Ídolo\n" })
    assert.deepEqual(["prospects", "branches"].map((name) => [summary.files[name]?.read, summary.files[name]?.encoding]), [[2, "windows-1252"], [1, "utf-8"]])
  })

  it("may have JSON, an array or a record a line, as programs write it", async () => {
    const prospect = { advisorId: "A1", branchId: "B1", brandId: "M1", fullName: "Luz Marina Peña", phone: "3104567812", source: "walk-in", interest: "Moto", consentAt: "2024-03-05" }
    const dates = ["2024-03-05T19:30:00.123456Z", "2024-03-05 9:05", "nunca"]
    const records = dates.map((createdAt, at) => ({ prospectId: `J${at}`, createdAt, ...prospect, phone: `310456781${at}`, color: "rojo" }))
    const asLines = await run({ "prospects.csv": undefined, "prospects.ndjson": records.map((one) => JSON.stringify(one)).join("\n") })
    const asArray = await run({ "prospects.csv": undefined, "Prospectos.json": JSON.stringify(records, null, 2) })
    for (const { rejected, summary, verdicts } of [asLines, asArray]) {
      assert.deepInclude(summary.files["prospects"], { rows: 3, read: 2, rejected: 1, skipped: 0, encoding: "utf-8", unknownColumns: ["color"] })
      assert.deepEqual(verdicts, ["J1,valid,,", "J0,valid,,"])
      assert.match(rejected("prospects")[0]!, /^(3|28);created_at;nunca;/)
    }
  })

  it("has title lines above the header, totals below it, rows of separators and separators too many", async () => {
    const { summary, verdicts } = await run({
      "prospects.csv": `sep=;\nConcesionario Ejemplo S.A.S.;;;\n\nREPORTE "DE" PROSPECTOS;;;\n;;;\n${spanishProspects.replaceAll("\n", ";;;\n")};;;;;;;;;;;\n;;;;;;;;;;;\nTotal registros: 2;;;\n`
    })
    assert.deepEqual(verdicts.map((line) => line.slice(0, 2)), ["P1", "P2"])
    const { read, rejected, rows, skipped } = summary.files["prospects"]!
    assert.deepEqual({ rows, read, rejected, skipped }, { rows: 5, read: 2, rejected: 0, skipped: 3 })
  })

  it("repairs UTF-8 that was read as Windows-1252, and says how many cells", async () => {
    const { said, summary } = await run({ "employees.csv": "employee_id,name,role,branch_id,active_from\nA1,MarÃ\u00ada PeÃ±a,advisor,B1,2020-01-01\nE2,MarÃ\u00ada Peña,crm-agent,,2020-01-01\n" })
    assert.equal(summary.files["employees"]?.repairs, 1)
    assert.include(said, "employees: 2 filas, 2 leídas, 0 rechazadas; 1 celda reparada\n")
  })

  it("is told that day and month may be exchanged where twenty dates and more fit both ways and none shows which", async () => {
    const header = "prospect_id,created_at,advisor_id,branch_id,brand_id\n"
    const rows = Array.from({ length: 20 }, (_, row) => `P${row},0${(row % 9) + 1}/03/2024,A1,B1,M1\n`).join("")
    assert.match((await run({ "prospects.csv": header + rows })).said, /Atención: las 20 fechas de prospects/)
    assert.notMatch((await run({ "prospects.csv": `${header}${rows}P99,13/03/2024,A1,B1,M1\n` })).said, /Atención/)
  })
})

describe("leads as ADF", () => {
  const lead = (id: string, vendor: string, customer = "<name part=\"full\">José Ñáñez Muñoz</name><phone type=\"cellphone\">3104567812</phone>") =>
    `<?xml version="1.0" encoding="UTF-8"?><adf><prospect><id>${id}</id><requestdate>2024-03-05T14:30:00-05:00</requestdate><vehicle><make>Marca Uno</make><model>125</model></vehicle>` +
    `<customer><contact>${customer}</contact></customer><vendor><vendorname>${vendor}</vendorname></vendor></prospect></adf>`
  const withoutProspects = { "prospects.csv": undefined, "branches.csv": "branch_id,name\nB1,Norte\nB2,Sur\n" }

  it("are the month's prospects, one document or many, also in Windows-1252 and in a mail", async () => {
    const mail = `From: leads@example.com\nDate: Tue, 5 Mar 2024 10:00:00 -0500\nMIME-Version: 1.0\nContent-Type: text/xml; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${Buffer.from(lead("L3", "Norte")).toString("base64")}\n`
    const { rejected, said, summary, verdicts } = await run({
      ...withoutProspects,
      "a.xml": Buffer.from(lead("L1", "Norte"), "latin1"),
      "b.xml": lead("L2", "Tienda Occidente"),
      "c.eml": mail,
      "d.xml": lead("L1", "Norte"),
      "other.xml": "<catalog><item>1</item></catalog>"
    })
    assert.deepEqual(verdicts.map((line) => line.split(",")[0]), ["L1", "L3"])
    assert.deepInclude(summary.files["prospects"], { rows: 4, read: 2, rejected: 2, from: ["a.xml", "b.xml", "c.eml", "d.xml"] })
    assert.equal(summary.files["a.xml"]?.encoding, "windows-1252")
    assert.include(said, "b.xml: 1 fila, 0 leídas, 1 rechazada")
    assert.match(rejected("b.xml")[0]!, /^1;branch_id;Tienda Occidente;una sede conocida: B1, Norte, B2, Sur$/)
    assert.match(rejected("d.xml")[0]!, /^1;prospect_id;L1;/)
  })

  it("are placed as the settings say, with the authorization that the form asked for", async () => {
    const leads = { vendorAliases: { B1: ["Tienda Occidente"] }, consent: { purpose: "comercial", channel: "web" } }
    const { verdicts } = await run({ ...withoutProspects, "prospectos.xml": lead("L1", "Tienda Occidente") }, { leads })
    assert.lengthOf(verdicts, 1)
    assert.notInclude(verdicts[0]!, "consent-missing")
    const error = await run({ ...withoutProspects, "prospectos.xml": lead("L1", "Norte") }, { leads: { defaultBranchId: "B9" } }).catch((error: unknown) => error)
    assert.match(String(error), /\/defaultBranchId: there is no branch B9; there are B1, B2/)
  })

  it("are the prospects beside a mapping that makes the other records", async () => {
    const fields = Object.fromEntries(["period", "advisorId", "branchId", "brandId", "prospects", "activities"].map((name) => [name, { column: name }]))
    const mapping = { name: "otro", sources: { "plan.csv": { records: [{ kind: "goals", fields }] } } }
    const plan = "period;advisorId;branchId;brandId;prospects;activities\nmar-24;A1;B1;M1;2;1\n"
    const { summary, verdicts } = await run({ ...withoutProspects, "goals.csv": undefined, "a.xml": lead("L1", "Norte"), "plan.csv": plan }, { mapping })
    assert.lengthOf(verdicts, 1)
    assert.deepEqual(["prospects", "goals", "activities"].map((kind) => [summary.files[kind]?.read, summary.files[kind]?.from]), [[1, ["a.xml"]], [1, ["plan.csv"]], [1, ["activities.csv"]]])
  })

  it("are refused beside another file of prospects, with both names", async () => {
    const error = await run({ "a.xml": lead("L1", "Norte") }).catch((error: unknown) => error)
    assert.match(String(error), /prospects in prospects\.csv and leads in a\.xml/)
    const mapping = { name: "otro", sources: { "p.csv": { records: [{ kind: "prospects", fields: Object.fromEntries(["prospectId", "createdAt", "advisorId", "branchId", "brandId"].map((name) => [name, { column: name }])) }] } } }
    assert.match(String(await run({ ...withoutProspects, "a.xml": lead("L1", "Norte"), "p.csv": "x\n" }, { mapping }).catch((error: unknown) => error)), /prospects in p\.csv and leads in a\.xml/)
  })
})

describe("what is rejected", () => {
  it("is quoted as it stands, and what was expected names the order of dates in use", async () => {
    const changes = { "prospects.csv": "prospect_id,created_at,advisor_id,branch_id,brand_id\nP1,03/25/2024,A1,B1,M1\nP2,\" 5/03/2024\",A1,B1,M1\n" }
    assert.deepEqual((await run(changes)).rejected("prospects"), ["2;created_at;03/25/2024;una fecha que exista, como 2024-03-05T18:00:00-05:00 o, día/mes/año, 5/03/2024 6:00 p. m."])
    assert.deepEqual((await run(changes, { policy: { parameters: { dateOrder: "iso" } } })).rejected("prospects"), [
      "2;created_at;03/25/2024;una fecha ISO 8601 que exista, como 2024-03-05T18:00:00-05:00",
      "3;created_at;\" 5/03/2024\";una fecha ISO 8601 que exista, como 2024-03-05T18:00:00-05:00"
    ])
  })

  it("counts a mapped row as rejected where its record is, and says one row as one", async () => {
    const fields = Object.fromEntries(["prospectId", "createdAt", "advisorId", "branchId", "brandId"].map((name) => [name, { column: name }]))
    const mapping = { name: "otro", sources: { "p.csv": { records: [{ kind: "prospects", fields }] } } }
    const { said, summary } = await run({ "p.csv": "prospectId;createdAt;advisorId;branchId;brandId\n1;nunca;A1;B1;M1\n2;2024-03-05;A1;B1;M1\n" }, { mapping })
    assert.deepInclude(summary.files["p.csv"], { rows: 2, read: 1, rejected: 1, skipped: 0 })
    assert.include(said, "p.csv: 2 filas, 1 leída, 1 rechazada\n")
    assert.include(said, "branches: 1 fila, 1 leída, 0 rechazadas, de branches.csv\n")
  })
})

describe("a month that would be worth nothing", () => {
  it("ends with 2 and says the first fault of each file that had no readable row", async () => {
    const folder = folderOf({
      "employees.csv": "employee_id,name,role,branch_id,active_from\nA1,Ana Ruiz,advisor,B1,hoy\n",
      "goals.csv": `${smallMonth["goals.csv"]!.split("\n")[0]}\n2024-13,A1,B1,M1,1,1\n`
    })
    const { error, out, status } = await command([folder, "--period", "2024-03", "--out", temporaryFolder(), "--language", "es"])
    assert.deepEqual([status, out], [2, ""])
    assert.match(error, /employees\.csv: ninguna fila leída, 1 rechazada; línea 2, active_from: se encontró hoy; se esperaba una fecha/)
    assert.match(error, /goals\.csv: ninguna fila leída, 1 rechazada; línea 2, period: se encontró 2024-13/)
  })

  it("ends with 2 where a mapping makes the directory and no row of it can be read", async () => {
    const mapping = { name: "sedes", sources: { "lugares.csv": { records: [{ kind: "branches", fields: { branchId: { column: "Código" }, name: { column: "Sede" } } }] } } }
    const error = await run({ "branches.csv": undefined, "lugares.csv": "Código;Sede\nB1;\n" }, { mapping }).catch((error: unknown) => error)
    assert.match(String(error), /lugares\.csv: no row read, 1 rejected; line 2, Sede → name/)
  })
})

describe("names of files", () => {
  it("may be Spanish, in any case; what a spreadsheet keeps for itself is ignored; two of one kind are refused", async () => {
    const { "goals.csv": goals, "verification-calls.csv": _calls, ...rest } = smallMonth
    const { summary } = await run({ "goals.csv": undefined, "METAS.CSV": goals!, "~$goals.csv": "x", ".goals.csv": "x", "Llamadas de verificación.csv": "id_llamada,tipo_registro,id_registro,id_agente,fecha_intento,resultado\nC1,prospecto,P1,A9,2024-03-06 9:05,Atendido\n" })
    assert.deepEqual([summary.files["goals"]?.read, summary.files["verification-calls"]?.read, Object.keys(rest).length], [1, 1, 5])
    const error = await run({ "metas.csv": goals! }).catch((error: unknown) => error)
    assert.match(String(error), /goals\.csv and metas\.csv/)
  })
})

describe("names of people", () => {
  it("that stand for none are incomplete, by the default list and by a policy's phrases", async () => {
    const header = "prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,phone,source,interest,consent_at\n"
    const row = (id: string, name: string, phone: string) => `${id},2024-03-05,A1,B1,M1,${name},${phone},web,Moto,2024-03-05\n`
    const changes = { "prospects.csv": header + row("N1", "SIN NOMBRE", "3104567812") + row("N2", "Cliente Nuevo", "3104567814") + row("N3", "Consumidor - Final", "3104567815") }
    assert.deepEqual((await run(changes)).verdicts, ["N1,invalid,name-incomplete,", "N2,valid,,", "N3,invalid,name-incomplete,"])
    assert.deepEqual((await run(changes, { policy: { parameters: { namePlaceholders: ["cliente nuevo"] } } })).verdicts, ["N1,valid,,", "N2,invalid,name-incomplete,", "N3,valid,,"])
  })
})
