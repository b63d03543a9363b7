/** Files as dealerships have them, over HTTP: each kind of file that once failed is read now, and bad ones are refused in words. */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { createHmac } from "node:crypto"
import { begin, command, freshDirectory, remove } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"
import { rowsOf, workbook, zipped } from "./workbookFile.ts"

const directory = freshDirectory()
let server: ServerProcess
let key: string

interface Answer {
  readonly status: number
  // The tests look into answers as outside programs do: without types.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any
  readonly text: string
}

const send = async (method: string, path: string, body?: string | Uint8Array | object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
  const isPlain = typeof body === "string" || body instanceof Uint8Array || body instanceof FormData
  const answer = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(isPlain || body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: isPlain ? body as string : JSON.stringify(body) })
  })
  const text = await answer.text()
  return { status: answer.status, text, json: /json/.test(answer.headers.get("content-type") ?? "") && text !== "" ? JSON.parse(text) : undefined }
}

const CSV = { "content-type": "text/csv" }
const XML = { "content-type": "application/xml" }
const bring = (target: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = CSV) => send("POST", `/v1/imports/${target}`, body, headers)
const prospect = async (id: string) => (await send("GET", `/v1/prospects/${encodeURIComponent(id)}`)).json
const latin1 = (text: string): Uint8Array => Buffer.from(text.replaceAll("\n", "\r\n"), "latin1")

beforeAll(async () => {
  server = await begin(directory, { DEMO: "0" })
  await server.ready()
  const made = await command("keys.ts", ["make", "--dealership", "motos", "--role", "crm-assistant"], directory)
  key = /crm_\S+/.exec(made.output)![0]
  await bring("branches", "branch_id,name,city\nS1,Norte,Bogotá\nS2,Laureles,Medellín\n")
  await bring("brands", "brand_id,name,line\nM1,Zarak,motorcycles\nM2,Lumina,cars\n")
  await bring("employees", "employee_id,name,role,branch_id,line,active_from\nA1,Ana Ruiz,advisor,S1,motorcycles,2024-01-01\nA2,Carlos Peña,advisor,S1,motorcycles,2024-01-01\nA3,Sofía Núñez,advisor,S2,motorcycles,2024-01-01\n")
})
afterAll(async () => {
  await server.end()
  remove(directory)
})

const mapping = (name: string, date: string | ReadonlyArray<string>, more: object = {}) => ({
  name,
  sources: {
    "prospectos.csv": {
      ...more,
      records: [{
        kind: "prospects",
        fields: {
          prospectId: { column: "Código" },
          createdAt: { column: "Fecha", date },
          advisorId: { column: "Asesor", translate: { "Ana Ruiz": "A1", "Carlos Peña": "A2" } },
          branchId: { constant: "S1" },
          brandId: { constant: "M1" },
          fullName: { column: "Cliente" },
          phone: { column: "Celular" },
          source: { column: "Origen", translate: { "Página web": "web", Facebook: "social", Vitrina: "walk-in" } },
          interest: { column: "Moto" }
        }
      }]
    }
  }
})
const excel = (prefix: string, dates: readonly [string, string, string]) =>
  "Código;Fecha;Asesor;Cliente;Celular;Origen;Moto\n" +
  `${prefix}1;${dates[0]};Ana Ruiz;Luz Marina Peña;3104567812;Página web;Zarak 150\n` +
  `${prefix}2;${dates[1]};Carlos Peña;María José Güiza;3005551298;Vitrina;Zarak 150\n` +
  `${prefix}3;${dates[2]};Ana Ruiz;José Ñáñez Ortiz;3158901234;FACEBOOK;Zarak 200\n`
const dates = ["5/03/2024 2:30 p. m.", "12/03/2024 9:05 a. m.", "13/03/2024"] as const
const put = (name: string, date: string | ReadonlyArray<string>, more?: object) => send("PUT", `/v1/mappings/${name}`, mapping(name, date, more))

describe("a file of another system", () => {
  it("may be Excel's CSV in Windows-1252, mapped by a mapping of the dealership", async () => {
    assert.equal((await put("Excel", "d/MM/yyyy h:mm a")).status, 200)
    const { json } = await bring("any?mapping=Excel&file=prospectos.csv", latin1(excel("W", dates)), { "content-type": "text/csv; charset=windows-1252" })
    assert.deepInclude(json, { kind: "any", rows: 3, read: 3, rejected: 0, added: 3, encoding: "windows-1252" })
    assert.deepInclude(await prospect("W1"), { fullName: "Luz Marina Peña", createdAt: "2024-03-05T14:30:00-05:00", advisorId: "A1", source: "web" })
    // A date alone fits the pattern's order, and words of a translation are the same in any case.
    assert.deepInclude(await prospect("W3"), { createdAt: "2024-03-13T00:00:00-05:00", source: "social" })
  })

  it("may write years of two digits and months by name", async () => {
    await put("Corto", ["d/MM/yy h:mm a", "d-MMM-yy"])
    const { json } = await bring("prospects?mapping=Corto", excel("Y", ["5/03/24 2:30 p. m.", "5-mar-24", "13/03/24"]))
    assert.deepInclude(json, { read: 3, rejected: 0 })
    assert.equal((await prospect("Y1")).createdAt, "2024-03-05T14:30:00-05:00")
  })

  it("may have title lines above its header, a total below, and a line that names the separator", async () => {
    const titled = await bring("prospects?mapping=Excel", `Concesionario Ejemplo S.A.S.;;;;;;\nREPORTE DE PROSPECTOS;;;;;;\n\n;;;;;;\n${excel("T", dates)}Total registros: 3;;;;;;\n`)
    assert.deepInclude(titled.json, { read: 3, rejected: 0, skipped: 3 })
    assert.deepInclude((await bring("prospects?mapping=Excel", `sep=;\n${excel("X", dates)}`)).json, { read: 3, rejected: 0 })
  })

  it("may be Meta's download: UTF-16 with tabs, read by the ready-made mapping", async () => {
    const text = "id\tcreated_time\tad_id\tad_name\tadset_id\tadset_name\tcampaign_id\tcampaign_name\tform_id\tform_name\tis_organic\tplatform\tfull_name\tphone_number\temail\n" +
      "l:4444\t2024-03-05T14:21:33-05:00\tag:1\tA\tas:1\tG\tc:1\tM\tf:1\tF\tfalse\tfb\tLuz Marina Peña\tp:+573104567812\tluz@correo.co\n"
    await send("PUT", "/v1/mappings/adf", { defaultBranchId: "S1", defaultAdvisorId: "A1" })
    const { json } = await bring("prospects?mapping=meta-lead-ads", Buffer.from(`\ufeff${text}`, "utf16le"))
    assert.include(JSON.stringify(json.rejectedRows), "brand_id")
    assert.equal(json.encoding, "utf-16le")
    const single = { ...mapping("Meta", "d/MM/yyyy"), sources: { "leads.csv": { records: [{ kind: "prospects", fields: { prospectId: { column: "id", strip: { prefix: "l:" } }, createdAt: { column: "created_time" }, advisorId: { constant: "A1" }, branchId: { constant: "S1" }, brandId: { constant: "M1" }, fullName: { column: "full_name" }, phone: { column: "phone_number" } } }] } } }
    await send("PUT", "/v1/mappings/Meta", single)
    assert.deepInclude((await bring("any?mapping=Meta", Buffer.from(`\ufeff${text}`, "utf16le"))).json, { read: 1, rejected: 0 })
    assert.deepInclude(await prospect("4444"), { fullName: "Luz Marina Peña", phone: "p:+573104567812" })
    await send("PUT", "/v1/mappings/adf", {})
  })

  it("is rejected with what stands in the file and the pattern that was expected, where month and day are exchanged", async () => {
    const { json } = await bring("prospects?mapping=Excel", excel("M", [dates[0], "03/25/2024", dates[2]]))
    assert.deepInclude(json, { read: 2, rejected: 1 })
    assert.deepInclude(json.rejectedRows[0], { line: 3, found: "03/25/2024" })
    assert.match(json.rejectedRows[0].expected.es, /^una fecha escrita como d\/MM\/yyyy/)
  })

  it("may be JSON: an array laid out over lines, Google's and Meta's webhooks", async () => {
    const record = { prospectId: "J1", createdAt: "2024-03-05T19:30:00.123456Z", advisorId: "A1", branchId: "S1", brandId: "M1", color: "rojo" }
    const array = JSON.stringify([record, { ...record, prospectId: "J2", createdAt: "2024-03-05 9:05" }], null, 2)
    assert.deepInclude((await bring("prospects", array, { "content-type": "application/json" })).json, { read: 2, rejected: 0, unknownColumns: ["color"] })
    assert.deepInclude(await prospect("J1"), { createdAt: "2024-03-05T14:30:00.123-05:00", unknownCells: { color: "rojo" } })
    await send("PUT", "/v1/mappings/adf", { defaultBranchId: "S1", defaultAdvisorId: "A1" })
    const google = { lead_id: "G-1", user_column_data: [{ column_id: "FULL_NAME", string_value: "Luz Peña" }], google_key: "x" }
    const { json } = await bring("prospects?mapping=google-webhook", JSON.stringify(google), { "content-type": "application/json" })
    assert.deepEqual(json.rejectedRows.map(({ column }: { readonly column: string }) => column), ["brandId → brand_id"])
    await send("PUT", "/v1/mappings/adf", {})
  })
})

describe("a canonical file", () => {
  const header = "prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,phone,source"
  it("may be a workbook: dates and phones as numbers; its unknown columns are kept", async () => {
    const file = workbook({ Hoja1: [["Informe"], ["id_prospecto", "fecha_creacion", "id_asesor", "id_sede", "id_marca", "telefono", "Barrio"], ["B1", { date: 45356.604166666664 }, "A1", "S1", "M1", 3104567812, "Chapinero"]] })
    for (const headers of [CSV, { "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" }, { "content-type": "application/octet-stream" }]) {
      assert.deepInclude((await bring("prospects?file=prospectos.xlsx", file, headers)).json, { read: 1, rejected: 0, encoding: "xlsx", unknownColumns: ["Barrio"] })
    }
    assert.deepInclude(await prospect("B1"), { createdAt: "2024-03-05T14:30:00-05:00", phone: "3104567812", unknownCells: { Barrio: "Chapinero" } })
  })

  it("may be one workbook of several kinds, by its sheets' names", async () => {
    const file = workbook({
      Prospectos: [["id_prospecto", "fecha_creacion", "id_asesor", "id_sede", "id_marca"], ["K1", "2024-03-05", "A9", "S9", "M1"], ["K2", "nunca", "A9", "S9", "M1"]],
      Empleados: [["id_empleado", "nombre", "rol", "id_sede", "activo_desde"], ["A9", "Eva Gil", "asesor", "S9", "1/01/2024"]],
      Sedes: [["id_sede", "nombre"], ["S9", "Sur"]],
      Notas: [["cualquier cosa"]]
    })
    const { json } = await bring("any?file=mes.xlsx", file, { "content-type": "application/octet-stream" })
    assert.deepInclude(json, { kind: "any", read: 3, rejected: 1, added: 3 })
    assert.deepEqual(json.kinds.map(({ kind, read }: { readonly kind: string; readonly read: number }) => [kind, read]).toSorted(), [["branches", 1], ["employees", 1], ["prospects", 1]])
    assert.deepInclude(json.rejectedRows[0], { line: 3, column: "Prospectos: created_at", found: "nunca" })
  })

  it("may have been saved in Excel: months and days as it writes them", async () => {
    assert.deepInclude((await bring("goals", "\ufeffperiod;advisor_id;branch_id;brand_id;prospects;activities\nmar-24;A1;S1;M1;1.200;12,0\n")).json, { read: 1, rejected: 0 })
    assert.deepInclude((await send("GET", "/v1/goals/2024-03")).json.goals.find(({ advisorId }: { readonly advisorId: string }) => advisorId === "A1"), { prospects: 1200, activities: 12 })
  })

  it("may have blank rows, separators too many, and names and phones as people write them", async () => {
    const file = `${header}\nR1,2024-03-05T14:30:00-05:00,A1,S1,M1,Luz Marina Peña,(+57) 310 456 7812,web\n,,,,,,,\n   \n` +
      "R2,2024-03-06T14:30:00.1Z,A1,S1,M1,SIN NOMBRE,Cel. 3158901234,web,,,\nR3,2024-03-06 9:05,A1,S1,M1,MarÃ­a Ruiz,3005551298 (mamá),Página web\n"
    const { json } = await bring("prospects", file)
    assert.deepInclude(json, { rows: 3, read: 3, rejected: 0 })
    assert.lengthOf(json.repairs, 1)
    const codes = ({ reasons }: { readonly reasons: ReadonlyArray<{ readonly code: string }> }) => reasons.map(({ code }) => code)
    assert.notInclude(codes(await prospect("R1")), "phone-invalid")
    assert.include(codes(await prospect("R2")), "name-incomplete")
    assert.deepInclude(await prospect("R3"), { fullName: "María Ruiz", phone: "3005551298 (mamá)" })
    assert.notInclude(codes(await prospect("R3")), "phone-invalid")
  })

  it("says in which line a repaired header stands", async () => {
    const { json } = await bring("prospects", "Informe\nprospect_id,created_at,advisor_id,branch_id,brand_id,AÃ±o\nR4,2024-03-05,A1,S1,M1,2024\n")
    assert.deepEqual(json.repairs.map(({ line }: { readonly line: number }) => line), [2])
    assert.deepEqual(json.unknownColumns, ["Año"])
  })
})

const adf = (id: string, { contact = "<name part=\"full\">Luz Marina Peña</name><phone type=\"voice\">3104567812</phone>", vendor = "Norte" }: { readonly contact?: string; readonly vendor?: string } = {}) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<?adf version="1.0"?>\n<adf>\n<prospect status="new"><id sequence="1">${id}</id><requestdate>2024-03-05T14:30:00-05:00</requestdate>` +
  `<vehicle interest="buy"><make>Zarak</make><model>150</model></vehicle><customer><contact>${contact}</contact></customer><vendor><vendorname>${vendor}</vendorname></vendor><provider><name>Portal</name></provider></prospect>\n</adf>\n`

describe("a lead as ADF", () => {
  it("that can't be placed names the vendor found and the branches known; an alias or a default places it", async () => {
    const refused = await bring("prospects", adf("a1", { vendor: "Zarak Store Bogotá Norte" }), XML)
    assert.deepInclude(refused.json, { read: 0, rejected: 1 })
    assert.deepInclude(refused.json.rejectedRows[0], { column: "branch_id", found: "Zarak Store Bogotá Norte" })
    assert.match(refused.json.rejectedRows[0].expected.es, /S1, Norte, S2, Laureles/)
    const settings = { vendorAliases: { S1: ["Zarak Store Bogotá Norte"] }, defaultBranchId: "S2", sourceByProvider: { Portal: "web" }, consent: { purpose: "Contacto comercial", channel: "Formulario" } }
    assert.deepEqual((await send("PUT", "/v1/mappings/adf", settings)).json, settings)
    assert.deepEqual((await send("GET", "/v1/mappings/adf")).json, settings)
    assert.deepInclude((await bring("prospects", adf("a1", { vendor: "Zarak Store Bogotá Norte" }), XML)).json, { read: 1 })
    const placed = await prospect("a1")
    assert.deepInclude(placed, { branchId: "S1", source: "web", consentAt: "2024-03-05T14:30:00-05:00", consentPurpose: "Contacto comercial" })
    assert.notInclude(placed.reasons.map(({ code }: { readonly code: string }) => code), "consent-missing")
    assert.deepInclude((await bring("prospects", adf("a2", { vendor: "Otro" }), XML)).json, { read: 1 })
    assert.equal((await prospect("a2")).branchId, "S2")
  })

  it("may say UTF-8 and be Windows-1252, name its phone otherwise, or come in a mail", async () => {
    await send("PUT", "/v1/mappings/adf", {})
    const latin = Buffer.from(adf("a3", { contact: "<name part=\"full\">José Ñáñez Muñoz</name><cellphone>3104567812</cellphone>" }), "latin1")
    const { json } = await bring("prospects", latin, XML)
    assert.deepInclude(json, { read: 1 })
    assert.isAtLeast(json.repairs.length, 2)
    assert.equal(json.encoding, "windows-1252")
    assert.deepInclude(await prospect("a3"), { fullName: "José Ñáñez Muñoz", phone: "3104567812" })
    const nested = adf("a4", { contact: "<name><first>Luz Marina</first><last>Peña</last></name><phone>3104567812</phone>" })
    const mail = `From: a@b.test\r\nTo: c@d.test\r\nSubject: Lead\r\nDate: Tue, 05 Mar 2024 14:30:00 -0500\r\nMIME-Version: 1.0\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(nested).toString("base64")}\r\n`
    const looked = (await send("POST", "/v1/imports/preview?file=correo.txt", mail, CSV)).json
    assert.deepEqual([looked.format, looked.rows[0].record.prospectId], ["adf", "a4"])
    assert.deepInclude((await bring("prospects?file=correo.txt", mail)).json, { read: 1 })
    assert.equal((await prospect("a4")).fullName, "Luz Marina Peña")
    const page = `<html><body><pre>${adf("a5").replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre></body></html>`
    assert.deepInclude((await bring("prospects", page, XML)).json, { read: 1 })
  })
})

describe("an unreadable file", () => {
  const refusal = async (target: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = CSV) => {
    const { json, status } = await bring(target, body, headers)
    assert.equal(status, 422, JSON.stringify(json))
    return json.errors.map(({ expected }: { readonly expected: { readonly es: string } }) => expected.es).join("; ") as string
  }

  it("says how to save it: an old workbook, a page called one, a damaged and an encrypted one", async () => {
    const old = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)])
    assert.match(await refusal("prospects?file=p.xls", old), /Guardar como → Libro de Excel/)
    assert.match(await refusal("prospects?file=p.xls", "<html><table><tr><td>1</td></tr></table></html>"), /Guardar como → Libro de Excel/)
    assert.match(await refusal("prospects?file=p.xlsx", Buffer.concat([old, Buffer.from("EncryptedPackage", "utf16le")])), /contraseña/)
    assert.match(await refusal("prospects", workbook({ Hoja1: [["a"]] }).subarray(0, 300)), /Excel/)
  })

  it("is bounded: a zip bomb, an XML bomb, ten thousand columns, a huge cell, JSON nested a million levels deep", async () => {
    const bomb = workbook({ Hoja1: [["a"]] }, { "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${" ".repeat(120 * 1024 * 1024)}</sheetData></worksheet>` })
    assert.isBelow(bomb.length, 1024 * 1024)
    assert.match(await refusal("prospects", bomb), /Excel|bytes|encabezado/)
    const entities = `<!DOCTYPE a [<!ENTITY a "${"ja".repeat(50)}"><!ENTITY b "${"&a;".repeat(50)}"><!ENTITY c "${"&b;".repeat(50)}">]>`
    const xml = workbook({ Hoja1: [["a"]] }, { "xl/worksheets/sheet1.xml": `${entities}<worksheet><sheetData>${rowsOf([["prospect_id", "created_at", "advisor_id", "branch_id", "brand_id"], ["Z1", "2024-03-05", "A1", "S1", "M1"]])}</sheetData></worksheet>` })
    assert.include([200, 422], (await bring("prospects", xml)).status)
    const columns = Array.from({ length: 10_000 }, (_, at) => `c${at}`)
    const wide = `prospect_id,created_at,advisor_id,branch_id,brand_id,${columns.join(",")}\nV1,2024-03-05,A1,S1,M1,${columns.join(",")}\n`
    assert.deepInclude((await bring("prospects", wide)).json, { read: 1, rejected: 0 })
    const cell = `prospect_id,created_at,advisor_id,branch_id,brand_id,full_name\nV2,2024-03-05,A1,S1,M1,Luz\nV3,2024-03-05,A1,S1,M1,"${"x".repeat(17_000_000)}"\nV5,2024-03-05,A1,S1,M1,Ana\n`
    const { json } = await bring("prospects", cell)
    assert.deepInclude(json, { read: 2, rejected: 1 })
    assert.match(json.rejectedRows[0].expected.es, /^una fila de \d+ bytes o menos$/)
    const deep = `[{"prospectId":"V4","createdAt":"2024-03-05","advisorId":"A1","branchId":"S1","brandId":"M1"},{"a":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}]`
    const nested = await bring("prospects", deep, { "content-type": "application/json" })
    assert.deepInclude(nested.json, { read: 1, rejected: 1 })
    assert.equal((await fetch(`${server.url}/ready`)).status, 200)
  })

  it("opens no link to another file", async () => {
    const linked = workbook({ Hoja1: [["prospect_id", "created_at", "advisor_id", "branch_id", "brand_id"], ["U1", "2024-03-05", "A1", "S1", "M1"]] }, {
      "xl/externalLinks/externalLink1.xml": "<externalLink/>",
      "xl/externalLinks/_rels/externalLink1.xml.rels": "<Relationships><Relationship Id=\"r\" Target=\"http://127.0.0.1:1/x.xlsx\" TargetMode=\"External\"/></Relationships>"
    })
    assert.deepInclude((await bring("prospects", linked)).json, { read: 1 })
    assert.match(await refusal("prospects", zipped({ "mimetype": "x", "content.xml": "<a/>" })), /ods|Excel/)
  })
})

describe("a first look at a file", () => {
  it("says what it is and how it would be read, tries a corrected mapping, and stores nothing", async () => {
    const before = (await send("GET", "/v1/imports?limit=1")).json.items[0].id
    const file = `Informe de marzo\n${excel("L", ["5/03/2024", "6/03/2024", "nunca"])}`
    const { json } = await send("POST", "/v1/imports/preview?file=prospectos.csv", latin1(file), CSV)
    assert.deepInclude(json, { format: "table", encoding: "windows-1252", delimiter: ";", headerRow: 2 })
    assert.deepEqual(json.columns[2], { name: "Asesor", samples: ["Ana Ruiz", "Carlos Peña"] })
    assert.equal(json.proposal.kind, "prospects")
    const matched = Object.fromEntries(json.proposal.matches.map(({ columns, field }: { readonly field: string; readonly columns: ReadonlyArray<string> }) => [field, columns]))
    assert.deepInclude(matched, { prospectId: ["Código"], fullName: ["Cliente"], phone: ["Celular"] })
    assert.include(json.fields.map(({ name }: { readonly name: string }) => name), "consentAt")
    const form = new FormData()
    form.set("file", new Blob([latin1(file) as Uint8Array<ArrayBuffer>], { type: "text/csv" }), "prospectos.csv")
    form.set("mapping", JSON.stringify(mapping("Prueba", "d/MM/yyyy")))
    const tried = await send("POST", "/v1/imports/preview", form)
    assert.deepEqual(tried.json.rows.map(({ faults, line, record }: { readonly line: number; readonly record?: { readonly prospectId: string; readonly createdAt: string }; readonly faults: ReadonlyArray<{ readonly found: string }> }) => [line, record?.prospectId, record?.createdAt, faults[0]?.found]), [
      [3, "L1", "2024-03-05T00:00:00-05:00", undefined],
      [4, "L2", "2024-03-06T00:00:00-05:00", undefined],
      [5, undefined, undefined, "nunca"]
    ])
    assert.equal((await send("GET", "/v1/prospects/L1")).status, 404)
    assert.equal((await send("GET", "/v1/imports?limit=1")).json.items[0].id, before)
    form.set("mapping", "{}")
    const bad = await send("POST", "/v1/imports/preview", form)
    assert.deepInclude(bad, { status: 422 })
    assert.match(bad.json.errors[0].pointer, /^\/mapping/)
  })

  it("names the lists of a workbook, and looks at each as a person says: its new names, and the cells of lines", async () => {
    const book = workbook({
      PROSPECTOS: [["Código", "Fecha", "Asesor", "Sede", "Marca", "Cliente"], ["W71", "5/03/2024", "Eva Nueva", "Poniente", "Zarak", "Luz, Peña"], ["W72", "5/03/2024", "Ana Ruiz", "Norte", "Zarak", "José \"Pepe\"\nRíos"], ["W73", "nunca", "Ana Ruiz", "Norte", "Zarak", "Íñigo"], ...["W74", "W75", "W76"].map((id) => [id, "6/03/2024", "Ana Ruiz", "Norte", "Zarak", "Dora"])],
      METAS: [["Mes", "Asesor", "Sede", "Marca", "Meta prospectos", "Meta actividades"], ["mar-24", "Ana Ruiz", "Norte", "Zarak", 8, 6]],
      "Notas": [["hola"]]
    })
    const look = async (query: string) => (await send("POST", `/v1/imports/preview?file=mes.xlsx${query}`, book, { "content-type": "application/octet-stream" })).json
    const first = await look("")
    assert.deepEqual(first.lists, [{ sheet: "PROSPECTOS", kind: "prospects", isTemplate: false }, { sheet: "METAS", kind: "goals", isTemplate: false }])
    const prospects = await look("&sheet=PROSPECTOS&lines=1,3,4")
    assert.deepEqual(prospects.unknownNames, [{ field: "advisorId", word: "Eva Nueva", branch: "Poniente" }, { field: "branchId", word: "Poniente" }])
    assert.deepEqual(prospects.rows.flatMap(({ faults, line }: { readonly faults: ReadonlyArray<unknown>; readonly line: number }) => faults.length > 0 ? [line] : []), [4])
    assert.deepEqual(prospects.cells.map(({ cells, line }: { readonly line: number; readonly cells: ReadonlyArray<string> }) => [line, cells[0], cells[5]]), [[1, "Código", "Cliente"], [3, "W72", "José \"Pepe\"\nRíos"], [4, "W73", "Íñigo"]])
    const told = await look("&sheet=METAS&kind=prospects")
    assert.deepEqual([told.sheet, told.proposal.kind, told.proposal.missing], ["METAS", "prospects", ["prospectId", "createdAt"]])
    // What is proposed is kept as it is, and the sheet is named apart: next month's has another name.
    const { sheet: _, ...source } = prospects.proposal.mapping.sources["mes.xlsx"]
    assert.equal((await send("PUT", "/v1/mappings/Libro", { ...prospects.proposal.mapping, sources: { "mes.xlsx": source } })).status, 200)
    const { json } = await send("POST", "/v1/imports/prospects?mapping=Libro&file=abril.xlsx&sheet=PROSPECTOS", book, { "content-type": "application/octet-stream" })
    assert.deepInclude(json, { read: 5, rejected: 1 })
    assert.match((await send("POST", "/v1/imports/prospects?mapping=Libro&file=abril.xlsx&sheet=Nada", book, { "content-type": "application/octet-stream" })).text, /una hoja Nada/)
  })

  it("refuses a mapping with every fault at its place", async () => {
    const bad = mapping("Mal", "dd/MM/yyyy")
    const { json, status } = await send("PUT", "/v1/mappings/Mal", { ...bad, sources: { "leads.csv": { records: [{ kind: "prospects", fields: { prospectId: { column: "a", constant: "b" } } }] } } })
    assert.equal(status, 422)
    assert.include(json.errors.map(({ pointer }: { readonly pointer: string }) => pointer), "/sources/leads.csv/records/0/fields/prospectId")
    assert.equal((await send("PUT", "/v1/mappings/adf", { defaultBranchId: "S77" })).json.errors[0].pointer, "/defaultBranchId")
    assert.equal((await send("POST", "/v1/imports/any?mapping=ninguna", "a", CSV)).status, 404)
  })
})

describe("the history of imports", () => {
  const columns = "prospect_id,created_at,advisor_id,branch_id,brand_id,interest\n"
  it("says who imported what, gives the rejected rows again, and takes an import back but for what changed since", async () => {
    await bring("prospects", `${columns}H1,2024-03-05,A1,S1,M1,Antes\n`)
    const { json } = await bring("prospects?file=marzo.csv", `${columns}H1,2024-03-05,A1,S1,M1,Después\nH2,2024-03-05,A1,S1,M1,Nuevo\nH3,2024-03-05,A1,S1,M1,Nuevo\nH4,nunca,A1,S1,M1,\n`)
    const [latest] = (await send("GET", "/v1/imports?limit=1")).json.items
    assert.deepInclude(latest, { id: json.id, file: "marzo.csv", by: "crm-assistant", state: "done", kind: "prospects", rows: 4, added: 2, changed: 1, rejected: 1 })
    const csv = await send("GET", `/v1/imports/${json.id}/rejected?format=csv`, undefined, { "accept-language": "es" })
    assert.equal(csv.text.split("\n")[0], "línea;columna;encontrado;esperado")
    assert.match(csv.text, /5;created_at;nunca;/)
    const { createdAt, advisorId, branchId, brandId } = await prospect("H3")
    await send("PUT", "/v1/prospects/H3", { createdAt, advisorId, branchId, brandId, interest: "Corregido" })
    const undone = await send("POST", `/v1/imports/${json.id}/undo`, {})
    assert.deepEqual(undone.json, { id: json.id, removed: 1, restored: 1, kept: [{ kind: "prospects", id: "H3", reason: "changed" }], keptOmitted: 0 })
    assert.equal((await send("GET", "/v1/prospects/H2")).status, 404)
    assert.equal((await prospect("H1")).interest, "Antes")
    assert.equal((await prospect("H3")).interest, "Corregido")
    assert.equal((await send("POST", `/v1/imports/${json.id}/undo`, {})).status, 409)
    assert.deepInclude((await send("GET", "/v1/imports?limit=1")).json.items[0], { state: "undone", undoneBy: "crm-assistant" })
  })

  it("takes an older import back once the newer ones are, and keeps what the removed record was", async () => {
    const head = `${columns.trim()},full_name\n`
    const ids: Array<string> = []
    for (const interest of ["Primero", "Segundo", "Tercero"]) {
      const { json } = await bring("prospects", `${head}Z41,2024-03-05,A1,S1,M1,${interest},Rosalba Tunjano\n`)
      ids.unshift(json.id)
    }
    const took: Array<unknown> = []
    for (const id of ids) {
      const { json: { kept, removed, restored } } = await send("POST", `/v1/imports/${id}/undo`, {})
      took.push({ removed, restored, kept })
    }
    assert.deepEqual(took, [{ removed: 0, restored: 1, kept: [] }, { removed: 0, restored: 1, kept: [] }, { removed: 1, restored: 0, kept: [] }])
    assert.equal((await send("GET", "/v1/prospects/Z41")).status, 404)
    const history = await send("GET", "/v1/prospects/Z41/history")
    assert.equal(history.status, 200, history.text)
    const told = history.json.versions.map(({ record: { interest }, revision }: { readonly revision: number; readonly record: { readonly interest?: string } }) => [revision, interest])
    assert.deepEqual(told, [[0, "Primero"], [1, "Segundo"], [2, "Tercero"], [3, "Segundo"], [4, "Primero"]])
    assert.notInclude(history.text, "Rosalba")
    assert.equal((await send("GET", "/v1/prospects/Z49/history")).status, 404)
  })

  it("says what replacing would remove before it does, and takes it back", async () => {
    const file = "branch_id,name\nS1,Norte\nS2,Laureles Sur\n"
    const dry = await bring("branches?replace=true&dryRun=true", file)
    assert.deepEqual(dry.json.removed, [{ kind: "branches", id: "S9", name: "Sur" }])
    assert.equal((await send("GET", "/v1/directory")).json.branches.length, 3)
    const { json } = await bring("branches?replace=true", file)
    assert.deepInclude(json, { changed: 2, removed: dry.json.removed })
    assert.deepEqual((await send("POST", `/v1/imports/${json.id}/undo`, {})).json, { id: json.id, removed: 0, restored: 3, kept: [], keptOmitted: 0 })
    assert.sameDeepMembers((await send("GET", "/v1/directory")).json.branches.map(({ name }: { readonly name: string }) => name), ["Norte", "Laureles", "Sur"])
    assert.equal((await bring("prospects?replace=true&dryRun=true", columns)).status, 422)
  })
})

describe("a person who is erased", () => {
  it("is in nothing that imports left behind: unknown cells, earlier contents, rejected rows, waiting leads", async () => {
    const columns = "prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,phone,Apodo\n"
    await bring("prospects", `${columns}Q1,2024-03-05,A1,S1,M1,Zoraida Quimbaya,3174829175,Zori\n`)
    const { json } = await bring("prospects", `${columns}Q1,2024-03-05,A1,S1,M1,Zoraida Quimbaya Ruiz,3174829175,Zori\nQ2,nunca,A1,S1,M1,Zoraida Quimbaya Ruiz,3174829175,Zori\nQ3,2024-03-06,A1,S1,M1,,3174829175x9999999999,\n`)
    const { json: token } = await send("POST", "/v1/inbox-tokens", { name: "Google", source: "google", googleKey: "una-clave-larga" })
    await send("POST", token.path, { lead_id: "Q-9", google_key: "una-clave-larga", user_column_data: [{ column_id: "PHONE_NUMBER", string_value: "3174829175" }] })
    assert.include((await send("GET", "/v1/leads/inbox")).text, "3174829175")
    assert.deepEqual((await prospect("Q1")).unknownCells, { Apodo: "Zori" })
    const erased = await send("POST", "/v1/people/erasure", { phone: "3174829175" })
    assert.equal(erased.status, 200, erased.text)
    assert.isUndefined((await prospect("Q1")).unknownCells)
    assert.notInclude((await send("GET", "/v1/leads/inbox")).text, "3174829175")
    // The rejected row quoted what could not be read, and nothing of the person.
    assert.notInclude((await send("GET", `/v1/imports/${json.id}/rejected`)).text, "3174829175")
    // Undoing brings nothing of her back.
    await send("POST", `/v1/imports/${json.id}/undo`, {})
    assert.isUndefined((await prospect("Q1")).fullName)
  })
})

describe("the inbox", () => {
  const deliver = async (path: string, body: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await fetch(server.url + path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } })
    return { status: answer.status, counts: await answer.json() as Readonly<Record<string, number>> }
  }
  const waiting = async () => (await send("GET", "/v1/leads/inbox")).json.items as ReadonlyArray<{ readonly id: string; readonly fields: Readonly<Record<string, string>>; readonly missing: ReadonlyArray<{ readonly column: string }> }>

  it("places a lead of Google by its key, once", async () => {
    const { json: token } = await send("POST", "/v1/inbox-tokens", { name: "Google", source: "google", branchId: "S1", brandId: "M1", googleKey: "una-clave-larga" })
    const lead = { lead_id: "G-77", user_column_data: [{ column_id: "FULL_NAME", string_value: "Luz Marina Peña" }, { column_id: "PHONE_NUMBER", string_value: "+573104567812" }], google_key: "una-clave-larga" }
    assert.equal((await deliver(token.path, JSON.stringify({ ...lead, google_key: "otra" }))).status, 422)
    assert.deepEqual((await deliver(token.path, JSON.stringify(lead))).counts, { received: 1, placed: 1, waiting: 0, known: 0 })
    assert.deepEqual((await deliver(token.path, JSON.stringify(lead))).counts, { received: 1, placed: 0, waiting: 0, known: 1 })
    assert.deepInclude(await prospect("G-77"), { fullName: "Luz Marina Peña", phone: "+573104567812", branchId: "S1", brandId: "M1", source: "web" })
    assert.notInclude(JSON.stringify((await send("GET", "/v1/inbox-tokens")).json), "una-clave-larga")
    assert.equal((await send("DELETE", `/v1/inbox-tokens/${token.id}`)).status, 204)
    assert.equal((await deliver(token.path, JSON.stringify(lead))).status, 404)
  })

  it("goes on with the old token while a new one takes its place, each with its own key, and ends it in time", async () => {
    const { json: old } = await send("POST", "/v1/inbox-tokens", { name: "Google", source: "google", branchId: "S1", brandId: "M1", googleKey: "la-clave-vieja" })
    const lead = (id: string, google_key: string) => JSON.stringify({ lead_id: id, google_key, user_column_data: [{ column_id: "FULL_NAME", string_value: "Luz Peña" }] })
    const deliver = async (path: string, id: string, googleKey: string) => (await send("POST", path, lead(id, googleKey), { "content-type": "application/json" })).status
    const refused = await send("POST", `/v1/inbox-tokens/${old.id}/rotation`, { appSecret: "de-otra-fuente" })
    assert.deepEqual([refused.status, refused.json.errors[0].pointer], [422, "/appSecret"])
    const { json: fresh, status } = await send("POST", `/v1/inbox-tokens/${old.id}/rotation`, { googleKey: "la-clave-nueva", overlapHours: 1 })
    assert.deepInclude(fresh, { name: "Google", source: "google", branchId: "S1" })
    assert.deepEqual([status, await deliver(old.path, "R-1", "la-clave-vieja"), await deliver(fresh.path, "R-2", "la-clave-nueva"), await deliver(fresh.path, "R-3", "la-clave-vieja")], [201, 200, 200, 422])
    // Without an overlap the old one ends at once, and what has ended is not replaced.
    const { json: third } = await send("POST", `/v1/inbox-tokens/${fresh.id}/rotation`, { overlapHours: 0 })
    assert.deepEqual([await deliver(fresh.path, "R-4", "la-clave-nueva"), await deliver(third.path, "R-4", "la-clave-nueva")], [404, 200])
    assert.equal((await send("POST", `/v1/inbox-tokens/${fresh.id}/rotation`, {})).status, 409)
    assert.equal((await send("DELETE", `/v1/inbox-tokens/${old.id}`)).status, 204)
    assert.equal(await deliver(old.path, "R-5", "la-clave-vieja"), 404)
    const { text } = await send("GET", "/v1/audit?limit=50")
    assert.include(text, "inbox-token.revoked")
    assert.notInclude(text, "la-clave-nueva")
  })

  it("answers Meta's challenge, takes what Meta signed, and lets wait what has no values", async () => {
    const { json: token } = await send("POST", "/v1/inbox-tokens", { name: "Meta", source: "meta", brandId: "M1", appSecret: "el secreto".replace(" ", "-"), verifyToken: "verifique-me" })
    const challenge = (verify: string) => fetch(`${server.url}${token.path}?hub.mode=subscribe&hub.verify_token=${verify}&hub.challenge=1158201444`)
    assert.equal(await (await challenge("verifique-me")).text(), "1158201444")
    assert.equal((await challenge("otra")).status, 422)
    const signed = (body: string) => deliver(token.path, body, { "x-hub-signature-256": `sha256=${createHmac("sha256", "el-secreto").update(body).digest("hex")}` })
    const change = { field: "leadgen", value: { leadgen_id: "555", form_id: "9", page_id: "8", created_time: 1709666400 } }
    const bare = JSON.stringify({ object: "page", entry: [{ id: "8", time: 1, changes: [change] }] })
    assert.equal((await deliver(token.path, bare)).status, 422)
    for (const outcome of ["waiting", "known"]) assert.equal(((await signed(bare)).counts)[outcome], 1)
    const [lead] = (await waiting()).filter(({ id }) => id === "555")
    assert.deepInclude(lead!.fields, { leadgen_id: "555", form_id: "9", createdAt: "2024-03-05T14:20:00-05:00" })
    assert.includeMembers(lead!.missing.map(({ column }) => column), ["field_data"])
    // With its values, and a branch still to be said.
    const whole = JSON.stringify({ object: "page", entry: [{ changes: [{ field: "leadgen", value: { ...change.value, leadgen_id: "556", field_data: [{ name: "full_name", values: ["José Ñáñez"] }, { name: "phone_number", values: ["+573158901234"] }] } }] }] })
    assert.equal(((await signed(whole)).counts).waiting, 1)
    const [other] = (await waiting()).filter(({ id }) => id === "556")
    assert.deepInclude(other!.fields, { fullName: "José Ñáñez", phone: "+573158901234", brandId: "M1" })
    const refused = await send("POST", "/v1/leads/inbox/556/placement", {})
    assert.sameMembers(refused.json.errors.map(({ pointer }: { readonly pointer: string }) => pointer), ["/advisorId", "/branchId"])
    assert.equal((await send("POST", "/v1/leads/inbox/556/placement", { branchId: "S1", advisorId: "A1" })).status, 200)
    assert.deepInclude(await prospect("556"), { fullName: "José Ñáñez", branchId: "S1", source: "social" })
    assert.deepEqual((await waiting()).filter(({ id }) => id === "556"), [])
    assert.equal(((await signed(whole)).counts).known, 1)
  })

  it("takes ADF from a mail gateway, placed by the settings or waiting with what is missing", async () => {
    const { json: token } = await send("POST", "/v1/inbox-tokens", { name: "Correo", source: "adf" })
    const mail = (body: string) => deliver(token.path, `From: a@b.test\nTo: c@d.test\nSubject: Lead\nDate: Tue, 05 Mar 2024 14:30:00 -0500\n\n${body}`, { "content-type": "message/rfc822" })
    assert.deepInclude((await mail(adf("m1"))).counts, { placed: 1 })
    assert.include(["A1", "A2"], (await prospect("m1")).advisorId)
    assert.deepInclude((await mail(adf("m2", { vendor: "Desconocido" }))).counts, { waiting: 1 })
    assert.deepEqual((await waiting()).find(({ id }) => id === "m2")!.missing.map(({ column }) => column), ["branch_id"])
  })
})
