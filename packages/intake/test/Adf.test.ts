import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as WrittenText from "@crm-procedure/core/identity/WrittenText"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import * as fc from "fast-check"
import * as Adf from "../src/Adf.ts"
import * as AdfSettings from "../src/AdfSettings.ts"

const options: Adf.Options = { reading: Calendar.bogota, brandIds: { Mazda: "mazda", "AKT Motos": "akt" }, advisorId: "A1", branchId: "B1" }

const vehicle = "<vehicle interest=\"buy\"><year>2025</year><make>MAZDA</make><model>CX-30</model><trim>Touring</trim></vehicle>"
const contact = "<name part=\"full\">Ana Ruiz</name><email>ana@x.co</email><phone type=\"voice\">0301234567</phone>"
const vendor = "<vendor><id>S7</id><vendorname>Norte</vendorname><contact><name>Luz</name></contact></vendor>"
const provider = "<provider><name>Portal</name></provider>"
const prospect = (parts: Partial<Record<"id" | "date" | "vehicle" | "customer" | "vendor" | "provider" | "status", string>> = {}): string =>
  `<prospect${parts.status ?? ""}>${parts.id ?? "<id>L-1</id>"}${parts.date ?? "<requestdate>2024-03-05T18:00:00-05:00</requestdate>"}` +
  `${parts.vehicle ?? vehicle}${parts.customer ?? `<customer><contact>${contact}</contact></customer>`}${parts.vendor ?? vendor}${parts.provider ?? provider}</prospect>`
const document = (...prospects: ReadonlyArray<string>): string => `<?xml version="1.0"?>\n<?adf version="1.0"?>\n<adf>\n${prospects.join("\n")}\n</adf>`

const resultOf = (text: string | Uint8Array, more: Partial<Adf.Options> = {}) => Effect.runSync(Effect.result(Adf.read(text, { ...options, ...more })))
const read = (text: string | Uint8Array, more: Partial<Adf.Options> = {}): Adf.Reading => Result.getOrThrow(resultOf(text, more))
const oneLead = (text: string | Uint8Array, more: Partial<Adf.Options> = {}): Adf.Lead => {
  const { leads, rejections } = read(text, more)
  assert.deepEqual(rejections, [])
  assert.equal(leads.length, 1)
  return leads[0]!
}
const customer = (inner: string): string => oneLead(document(prospect({ customer: `<customer><contact>${inner}</contact></customer>` }))).prospect.fullName ?? ""
const phone = (inner: string): string | undefined => oneLead(document(prospect({ customer: `<customer><contact><name>Ana</name>${inner}</contact></customer>` }))).prospect.phone
const faults = (text: string, more: Partial<Adf.Options> = {}) =>
  read(text, more).rejections.map(({ faults, line }) => `${line} ${faults.map(({ column, found }) => `${column}=${found}`).join(" ")}`)

describe("a lead in ADF", () => {
  it("becomes a prospect with every key, and keeps its text; nothing was repaired", () => {
    const { isResend, line, original, prospect: record, repairs, sender } = oneLead(document(prospect()))
    assert.deepEqual(Object.keys(record), Prospect.fields.map(({ name }) => name))
    assert.deepEqual({ ...record }, {
      ...record,
      prospectId: "L-1", createdAt: Date.UTC(2024, 2, 5, 23), advisorId: "A1", branchId: "B1", brandId: "mazda", fullName: "Ana Ruiz",
      phone: "0301234567", email: "ana@x.co", source: "brand-crm", interest: "2025 MAZDA CX-30 Touring", stage: "open", consentAt: undefined
    })
    assert.deepEqual([original, line, repairs, isResend], [prospect(), 4, [], false])
    assert.deepEqual(sender, { make: "MAZDA", vendorName: "Norte", vendorIds: ["S7"], providerName: "Portal" })
    assert.isTrue(oneLead(document(prospect({ status: " status=\"resend\"" }))).isResend)
  })
  it("never turns a text into a number", () => {
    const { prospect: record } = oneLead(document(prospect({ id: "<id>007</id>", vehicle: vehicle.replace("CX-30", "0x1F").replace("Touring", "1e3") })))
    assert.deepEqual([record.prospectId, record.interest], ["007", "2025 MAZDA 0x1F 1e3"])
  })
  it("names the customer by the full name, or by the parts in their order", () => {
    assert.equal(customer("<name part=\"suffix\">Jr</name><name part=\"last\">Ruiz</name><name part=\"first\">Ana</name><name part=\"middle\">Sol</name>"), "Ana Sol Ruiz Jr")
    assert.equal(customer("<name part=\"first\">Ana</name><name>Ana Ruiz</name>"), "Ana Ruiz")
    assert.equal(customer("<name part=\"first\">Ana</name><name part=\"surname\"> Ruiz </name>"), "Ana Ruiz")
  })
  it("takes the phone that the customer prefers, else the one most likely to reach them", () => {
    assert.equal(phone("<phone>1</phone><phone type=\"cellphone\">2</phone>"), "2")
    assert.equal(phone("<phone type=\"cell\">1</phone><phone type=\"home\" preferredcontact=\"1\">2</phone>"), "2")
    assert.equal(phone("<phone type=\"work\">1</phone><phone type=\"mobile\">2</phone><phone type=\"fax\">3</phone>"), "2")
    assert.equal(phone("<phone type=\"fax\">1</phone><phone type=\"pager\">2</phone>"), undefined)
  })
  it("takes the vehicle wanted, not the one to be traded in, and its brand by the make", () => {
    const traded = vehicle.replace("buy", "trade-in").replace("MAZDA", "Other")
    assert.equal(oneLead(document(prospect({ vehicle: traded + vehicle }))).prospect.brandId, "mazda")
    assert.deepEqual(faults(document(prospect({ vehicle: traded }))), ["4 brand_id=Other"])
    assert.equal(oneLead(document(prospect({ vehicle: vehicle.replace("MAZDA", " akt motos ") }))).prospect.brandId, "akt")
  })
  it("goes to the advisor and branch that the receiver chooses by its sender", () => {
    const chosen = oneLead(document(prospect()), { branchId: ({ vendorIds }) => `branch-${vendorIds[0]}`, advisorId: ({ vendorName }) => vendorName }).prospect
    assert.deepEqual([chosen.branchId, chosen.advisorId], ["branch-S7", "Norte"])
  })
  it("takes the id of the lowest sequence", () => {
    assert.equal(oneLead(document(prospect({ id: "<id sequence=\"2\">b</id><id sequence=\"1\">a</id>" }))).prospect.prospectId, "a")
  })
})

describe("what senders do", () => {
  const repairs = (text: string | Uint8Array, more: Partial<Adf.Options> = {}) => oneLead(text, more).repairs
  const body = `<adf>${prospect()}</adf>`
  it("to the prolog is understood and reported", () => {
    assert.deepEqual(repairs(`\uFEFF<?xml version="1.0" encoding="UTF-8"?>${body}`), [])
    assert.deepEqual(repairs(body), [])
    assert.deepEqual(repairs(`<?XML VERSION "1.0"?>\n<?ADF VERSION "1.0"?>\n${body}`), ["prolog-malformed"])
    assert.deepEqual(repairs(`\n\n<?xml version="1.0"?>${body}`), ["prolog-misplaced"])
    assert.deepEqual(repairs(`Subject: lead\n<?XML VERSION="1.0"?>${body}`), ["prolog-malformed", "prolog-misplaced"])
    assert.deepEqual(repairs(prospect()), ["root-missing"])
  })
  it("to phones, names, vendors, providers, customers and dates is understood and reported", () => {
    const contactOf = (inner: string) => ({ customer: `<customer><contact>${inner}</contact></customer>` })
    for (const type of ["cell", "mobile", "home", "work"]) assert.deepEqual(repairs(document(prospect(contactOf(`<phone type="${type}">1</phone>`)))), ["phone-type"])
    assert.deepEqual(repairs(document(prospect(contactOf("<name part=\"suffix\">Jr</name>")))), ["name-part"])
    assert.deepEqual(repairs(document(prospect({ provider: "" }))), ["provider-missing"])
    assert.deepEqual(repairs(document(prospect({ vendor: "" }))), ["vendor-missing"])
    assert.deepEqual(repairs(document(prospect({ vendor: "<vendor><vendorname>N</vendorname></vendor>" }))), ["vendor-without-contact"])
    assert.deepEqual(repairs(document(prospect({ customer: "" }))), ["customer-missing"])
    assert.deepEqual(repairs(document(prospect({ date: "" })), { receivedAt: 0 }), ["requestdate-missing"])
    assert.deepEqual(repairs(document(prospect({ id: "" })), { idWhenMissing: (number) => `mail-${number}` }), ["id-missing"])
    assert.isTrue(Object.values(Adf.repairText("id-missing")).every((text) => text !== ""))
  })
  it("with a vendor outside its prospect is understood, each vendor for the prospect before it", () => {
    const other = vendor.replace("Norte", "Sur")
    const { leads } = read(document(prospect({ vendor: "" }), vendor, prospect({ id: "<id>L-2</id>", vendor: "" }), other))
    assert.deepEqual(leads.map(({ repairs, sender }) => [sender.vendorName, ...repairs]), [["Norte", "vendor-outside"], ["Sur", "vendor-outside"]])
    assert.equal(oneLead(document(vendor, prospect({ vendor: "" }))).sender.vendorName, "Norte")
  })
  it("with dates is brought to ISO 8601, or read in the dealership's zone", () => {
    const at = (date: string) => {
      const { prospect: record, repairs } = oneLead(document(prospect({ date: `<requestdate>${date}</requestdate>` })))
      return [record.createdAt, ...repairs]
    }
    const evening = Date.UTC(2024, 2, 5, 23)
    assert.deepEqual(at("2024-03-05T18:00:00"), [evening])
    assert.deepEqual(at("2024-03-05T18:00:00-0500"), [evening])
    assert.deepEqual(at("2024-03-05 18:00:00.1234567 -05:00"), [evening + 123, "requestdate-rewritten"])
    assert.deepEqual(at("2024-03-05t18:00:00-05"), [evening, "requestdate-rewritten"])
  })
  it("with tags in capitals, CDATA, comments, ampersands and 8-bit letters is read", () => {
    const { prospect: record, repairs } = oneLead(document(prospect({
      customer: "<!-- <prospect> --><CUSTOMER><Contact><NAME Part=\"full\"><![CDATA[Ana & <b> &amp;]]></NAME><name part=\"last\"/><email>a&amp;b@x.co</email><phone>1 & 2</phone></Contact></CUSTOMER>"
    })))
    assert.deepEqual([record.fullName, record.email, record.phone, repairs], ["Ana & <b> &amp;", "a&b@x.co", "1 & 2", ["ampersand-bare"]])
    const latin1 = Uint8Array.from(`<?xml version="1.0" encoding="ISO-8859-1"?><adf>${prospect().replace("Ana", "Añá")}</adf>`, (letter) => letter.charCodeAt(0))
    assert.equal(oneLead(latin1).prospect.fullName, "Añá Ruiz")
  })
})

describe("a prospect that can't be read", () => {
  it("is rejected with every fault and its text, and the others are read", () => {
    const broken = "<prospect><id>x</prospect>"
    const poor = prospect({ id: "", date: "<requestdate>yesterday</requestdate>", vehicle: "" })
    const { leads, rejections } = read(document(prospect(), broken, poor, "<prospect><id>y</id>"))
    assert.equal(leads.length, 1)
    assert.deepEqual(rejections.map(({ line, original }) => [line, original.trim()]), [[5, broken], [6, poor], [7, "<prospect><id>y</id>\n</adf>"]])
    assert.deepEqual(rejections[1]!.faults.map(({ column, found }) => `${column}=${found}`), ["prospect_id=", "created_at=yesterday", "brand_id="])
    assert.include(rejections[0]!.faults[0]!.expected.en, "line 5")
    const unclosed = read(document("<prospect><id>z</id>", prospect()))
    assert.deepEqual([unclosed.leads.length, unclosed.rejections[0]?.faults[0]?.expected.en], [1, "the end of the prospect, </prospect>"])
  })
  it("lacks what only the receiver could give", () => {
    assert.deepEqual(faults(document(prospect({ id: "", date: "" }))), ["4 prospect_id= created_at="])
    assert.deepEqual(faults(document(prospect()), { advisorId: () => undefined }), ["4 advisor_id="])
    assert.deepEqual(faults(document(prospect({ id: `<id>${"x".repeat(65)}</id>` }))).length, 1)
  })
  it("names the makes that are known, or says that there is none yet", () => {
    const expected = (brandIds: Adf.Options["brandIds"]) => read(document(prospect({ vehicle: vehicle.replace("MAZDA", "Fiat") })), { brandIds }).rejections[0]?.faults[0]?.expected.en
    assert.equal(expected({ Mazda: "mazda", Kia: "kia" }), "a known make: Mazda, Kia")
    assert.equal(expected({}), "a known make: there is none yet; import them first")
  })
})

describe("what senders do around the document", () => {
  const accented = document(prospect({ customer: "<customer><contact><name>José Ñáñez Muñoz</name></contact></customer>" }))
  const headers = "Return-Path: <leads@portal.example>\r\nFrom: Portal <leads@portal.example>\r\nDate: Tue, 05 Mar 2024 14:30:00 -0500\r\nMIME-Version: 1.0\r\n"
  const readMail = (text: string, more: Partial<Adf.Options> = {}) => Effect.runPromise(Adf.read(text, { ...options, ...more }))
  const latin = (text: string): Buffer => Buffer.from(text, "latin1")
  const quoted = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte, i) => `${i % 20 === 19 ? "=\r\n" : ""}${byte === 61 || byte > 126 ? `=${byte.toString(16).toUpperCase()}` : String.fromCharCode(byte)}`).join("")

  it("in bytes that are Windows-1252 and say UTF-8, or nothing, is understood and reported; UTF-16 says so itself", () => {
    const name = (bytes: Uint8Array) => [oneLead(bytes).prospect.fullName, ...oneLead(bytes).repairs]
    const inUtf8 = accented.replace("version=\"1.0\"", "version=\"1.0\" encoding=\"UTF-8\"")
    assert.deepEqual(name(latin(inUtf8)), ["José Ñáñez Muñoz", "encoding-windows-1252"])
    assert.deepEqual(name(latin(accented)), ["José Ñáñez Muñoz", "encoding-windows-1252"])
    assert.deepEqual(name(latin(accented.replace("version=\"1.0\"", "version=\"1.0\" encoding=\"windows-1252\""))), ["José Ñáñez Muñoz"])
    assert.deepEqual(name(Buffer.from(`\uFEFF${accented}`, "utf16le")), ["José Ñáñez Muñoz"])
    assert.deepEqual(name(Buffer.from(inUtf8, "utf16le")), ["José Ñáñez Muñoz"])
    assert.deepEqual([latin(accented), Buffer.from(accented), Buffer.from(inUtf8, "utf16le"), Buffer.from(inUtf8, "utf16le").swap16()].map((bytes) => read(bytes).encoding), ["windows-1252", "utf-8", "utf-16le", "utf-16be"])
    assert.deepEqual(name(Buffer.from(accented.replace("José Ñáñez", "JosÃ© Ã‘Ã¡Ã±ez").replace("Muñoz", "MuÃ±oz"))), ["José Ñáñez Muñoz", "mojibake"])
  })
  it("with entities of HTML is read as its letters", () => {
    const { prospect: record, repairs } = oneLead(document(prospect({ customer: "<customer><contact><name>Jos&eacute;&nbsp;Pe&ntilde;a &amp; Cia</name></contact></customer>" })))
    assert.deepEqual([record.fullName, repairs], ["José Peña & Cia", ["entity-html"]])
  })
  it("with a cellphone, a nested name or a name beside it is understood and reported", () => {
    const of = (inner: string) => {
      const { prospect: record, repairs } = oneLead(document(prospect({ customer: `<customer><contact>${inner}</contact></customer>` })))
      return [record.fullName, record.phone, ...repairs]
    }
    assert.deepEqual(of("<name>Ana</name><phone></phone><cellphone>3104567812</cellphone>"), ["Ana", "3104567812", "phone-element"])
    assert.deepEqual(of("<name><first>Luz Marina</first><last>Peña</last></name><phone>1</phone>"), ["Luz Marina Peña", "1", "name-nested"])
    assert.deepEqual(of("<firstname>Luz</firstname><lastname>Peña</lastname>"), ["Luz Peña", undefined, "name-nested"])
    assert.deepEqual(of("<nombre>Ana</nombre><telefono>3104567812</telefono>"), ["Ana", "3104567812", "name-nested", "phone-element"])
    assert.deepEqual(of("<name>Ana</name><phones><phone number=\"3104567812\"/></phones>"), ["Ana", "3104567812"])
    assert.equal(oneLead(document(prospect({ customer: "<customer><name>Ana</name><phone>1</phone></customer>" }))).prospect.phone, "1")
  })
  it("with the prefix of a namespace before each element is read without it", () => {
    const prefixed = document(prospect()).replace(/<(\/?)([a-z])/g, "<$1adf:$2").replace("<adf:adf", "<adf:adf xmlns:adf=\"urn:adf\"")
    assert.deepEqual([oneLead(prefixed).prospect, oneLead(prefixed).repairs], [oneLead(document(prospect())).prospect, ["namespace-prefix"]])
  })
  it("with dates as mails and hasty programs write them is brought to ISO 8601", () => {
    const at = (date: string) => {
      const { prospect: record, repairs } = oneLead(document(prospect({ date: `<requestdate>${date}</requestdate>` })))
      return [Calendar.formatInstant(Calendar.bogota, record.createdAt), ...repairs]
    }
    for (const date of ["Tue, 05 Mar 2024 09:05:00 -0500", "5 Mar 2024 14:05:00 GMT", "Tue, 5 Mar 2024 9:05 EST", "2024-03-05 9:05", "2024-03-05T9:05:00-05", "2024-03-05T14:05:00.000000Z", "2024-03-05 09:05:00 -0500", "2024-03-05T09:05:00-5:00"]) {
      assert.deepEqual(at(date), ["2024-03-05T09:05:00-05:00", "requestdate-rewritten"], date)
    }
    assert.deepEqual(faults(document(prospect({ date: "<requestdate>Tue, 31 Feb 2024 09:05:00 -0500</requestdate>" }))), ["4 created_at=Tue, 31 Feb 2024 09:05:00 -0500"])
  })
  it("in a mail is found, whatever its encoding, and gets the mail's date where it has none", async () => {
    const bodies = [
      `${headers}Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted(Buffer.from(accented))}`,
      `${headers}Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted(latin(accented))}`,
      `${headers}Content-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(accented).toString("base64").replace(/(.{76})/g, "$1\r\n")}`,
      `${headers}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nVea el adjunto\r\n--x\r\nContent-Type: application/octet-stream; name=lead.adf\r\nContent-Transfer-Encoding: base64\r\n\r\n${
        latin(accented).toString("base64")
      }\r\n--x--\r\n`,
      `${headers}Content-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted(Buffer.from(`<html><pre>${accented.replaceAll("<", "&lt;").replaceAll(">", "&gt;<br>")}</pre></html>`))}`
    ]
    for (const body of bodies) {
      const { leads } = await readMail(body)
      assert.equal(leads[0]?.prospect.fullName, "José Ñáñez Muñoz", body)
      assert.include(leads[0]!.repairs, "mail-opened")
    }
    const parts = [document(prospect()), document(prospect({ id: "<id>L-2</id>" }))].map((text) => `--x\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Disposition: attachment; filename=lead.xml\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(text).toString("base64")}\r\n`)
    for (const text of ["Vea los adjuntos", document(prospect())]) {
      const several = await readMail(`${headers}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n${text}\r\n${parts.join("")}--x--\r\n`)
      assert.deepEqual(several.leads.map(({ prospect }) => prospect.prospectId), ["L-1", "L-2"])
    }
    const undated = document(prospect({ date: "" }))
    const dated = await readMail(`${headers}Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(undated).toString("base64")}`, { receivedAt: 0 })
    assert.deepEqual([dated.leads[0]!.prospect.createdAt, dated.leads[0]!.repairs.includes("requestdate-from-mail")], [Date.UTC(2024, 2, 5, 19, 30), true])
    assert.equal((await readMail(`${headers}Content-Type: text/plain\r\n\r\n${undated}`)).leads[0]!.prospect.createdAt, Date.UTC(2024, 2, 5, 19, 30))
    for (const body of [`${headers}\r\nhola`, `${headers}Content-Type: multipart/mixed; boundary=x\r\n\r\n${"--x\r\n\r\n".repeat(1000)}`]) {
      assert.include((await Effect.runPromise(Effect.flip(Adf.read(body, options)))).messageEs, "un correo")
    }
  })
  it("is known by its first bytes, and a table with a title like a mail's header is none", () => {
    const mail = `${headers}Content-Type: text/xml\r\nContent-Transfer-Encoding: base64\r\n\r\nPGFkZj4=\r\n`
    for (const text of [accented, accented.replaceAll("<", "&lt;").replace("&lt;?xml", "<pre>&lt;?xml"), mail]) assert.isTrue(Adf.isDocument(Buffer.from(text)), text)
    assert.isTrue(Adf.isDocument(Buffer.from(accented, "utf16le")))
    for (const text of ["From: 1/03/2024\nTo: 31/03/2024\n\nid;name\n", "<html><table></table></html>", "id;name\n", ""]) assert.isFalse(Adf.isDocument(Buffer.from(text)), text)
  })
  it("in a page that shows it as text is found", () => {
    const shown = `<html><body><pre>${accented.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</pre></body></html>`
    assert.deepEqual([oneLead(shown).prospect.fullName, oneLead(shown).repairs], ["José Ñáñez Muñoz", ["html-escaped"]])
  })
})

describe("what the dealership settles", () => {
  const branch = (branchId: string, name: string) => ({ branchId, name, city: undefined })
  const directory = { branches: [branch("S1", "Norte"), branch("S2", "Sur")], brands: [{ brandId: "M1", name: "Mazda", line: "cars" as const }], employees: [] }
  const placed = (vendorName: string, settings: AdfSettings.AdfSettings) =>
    read(document(prospect({ vendor: `<vendor><vendorname>${vendorName}</vendorname></vendor>` })), AdfSettings.placing(settings, directory))
  it("places a lead by a vendor's alias, by a branch's id or name, or where all others go", () => {
    const settings = { vendorAliases: { S1: ["Zarak Store Bogotá Norte"] } }
    assert.equal(placed("ZARAK STORE BOGOTA NORTE", settings).leads[0]?.prospect.branchId, "S1")
    assert.equal(placed("sur", settings).leads[0]?.prospect.branchId, "S2")
    assert.equal(placed("Otro", { ...settings, defaultBranchId: "S2" }).leads[0]?.prospect.branchId, "S2")
    assert.equal(placed("Otro", settings).rejections[0]?.faults[0]?.expected.es, "una sede conocida: S1, Norte, S2, Sur")
    assert.equal(placed("Sur", { sourceByProvider: { portal: "web" } }).leads[0]?.prospect.source, "web")
  })
  it("is refused with its place where the directory knows no such branch or advisor, or a name means two branches", () => {
    const settings = { vendorAliases: { S1: ["Norte 1"], "S/9": ["norte 1"] }, defaultBranchId: "S8", defaultAdvisorId: "A1" }
    assert.deepEqual(AdfSettings.faults(settings, directory).map(({ pointer }) => pointer), ["/vendorAliases/S~19", "/vendorAliases/S~19/0", "/defaultBranchId", "/defaultAdvisorId"])
    assert.deepEqual(AdfSettings.faults({ vendorAliases: { S1: ["a"] }, defaultBranchId: "S2" }, directory), [])
  })
  it("gives each lead its source, and the authorization that the form asked for", () => {
    const { prospect: record } = oneLead(document(prospect()), { source: ({ providerName }) => providerName === "Portal" ? "web" : undefined, consent: { purpose: "contacto comercial", channel: "web" } })
    assert.deepEqual([record.source, record.consentAt, record.consentPurpose, record.consentChannel], ["web", record.createdAt, "contacto comercial", "web"])
  })
  it("says the vendor found and the branches known where a lead can't be placed, and keeps what was read", () => {
    const { rejections } = read(document(prospect()), { branchId: () => undefined, knownBranches: ["S1", "Centro"] })
    const [{ fields, faults: [fault], sender }] = rejections as [Adf.Rejection]
    assert.deepEqual([rejections.length, fault?.column, fault?.found, fault?.expected.es], [1, "branch_id", "Norte, S7", "una sede conocida: S1, Centro"])
    assert.deepEqual([fields?.fullName, fields?.phone, fields?.brandId, sender?.vendorName], ["Ana Ruiz", "0301234567", "mazda", "Norte"])
  })
})

describe("a hostile document", () => {
  it("of 800,000 prospects, or of one with a million elements, is refused soon and lets other work go on", async () => {
    assert.isTrue(Result.isFailure(resultOf("<prospect>".repeat(800_000))))
    assert.equal(read(`<prospect>${"<a/>".repeat(1_000_000)}</prospect>`).rejections.length, 1)
    assert.equal(read(document(prospect({ customer: "<customer>".repeat(2500) + "</customer>".repeat(2500) }))).rejections.length, 1)
    const many = document(...Array.from({ length: 2000 }, (_, i) => prospect({ id: `<id>${i}</id>` })))
    let turns = 0
    let isReading = true
    const turn = (): void => {
      turns++
      if (isReading) setImmediate(turn)
    }
    turn()
    assert.equal((await Effect.runPromise(Adf.read(many, options))).leads.length, 2000)
    isReading = false
    assert.isAbove(turns, 10)
  })

  it("expands no entity: declared ones stay text, of any depth", () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE adf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><adf>`
    const { prospect: record, repairs } = oneLead(`${bomb}${prospect().replace("Ana", "&b;&x;")}</adf>`)
    assert.equal(record.fullName, "&b;&x; Ruiz")
    assert.deepEqual(repairs, ["doctype-ignored", "entity-left"])
    const inside = `<prospect><!DOCTYPE p [<!ENTITY a "boom">]>${prospect().slice("<prospect>".length).replace("Ana", "&a;")}`
    assert.notInclude(JSON.stringify(read(document(inside)).leads.map(({ prospect }) => prospect)), "boom")
  })
  it("decodes references once, and none that XML forbids", () => {
    assert.equal(customer("<name>&amp;lt;&#65;&#x42;&lt;&quot;&apos;&gt;</name>"), "&lt;AB<\"'>")
    assert.equal(customer("<name>a&#0;&#xD800;&#x110000;</name>"), "a&#0;&#xD800;&#x110000;")
  })
  it("may nest deep, repeat openings, or be too long, and is refused soon", () => {
    const deep = document(prospect({ customer: "<customer>".repeat(5000) + "</customer>".repeat(5000) }))
    assert.equal(read(deep).rejections.length, 1)
    assert.equal(read("<!--".repeat(100) + document("<prospect>".repeat(2000))  + "-->" + prospect()).leads.length, 1)
    assert.equal(read("<prospect>".repeat(2000)).rejections.length, 2000)
    assert.include(Result.isFailure(resultOf(document(prospect()), { maximumBytes: 100 })) ? "refused" : "read", "refused")
    for (const text of ["", "<adf></adf>", "<html>", "<!-- <prospect></prospect> -->"]) assert.isTrue(Result.isFailure(resultOf(text)), text)
    assert.isTrue(Result.isFailure(resultOf(Uint8Array.of(0xff, 0xfe, 60))))
  })
  it("of any damage is read or rejected, never thrown at", () => {
    const whole = document(prospect(), prospect({ id: "<id>L-2</id>" }))
    const piece = fc.constantFrom("", "<", ">", "&", "\0", "]]>", "<![CDATA[", "<!--", "</prospect>", "<prospect>", "\"", "<!DOCTYPE x [", "&#xFFFFFF;", "__proto__", "<__proto__>", "<constructor/>")
    fc.assert(fc.property(fc.nat(whole.length), fc.nat(20), piece, (at, length, piece) => {
      const result = resultOf(whole.slice(0, at) + piece + whole.slice(at + length))
      if (Result.isFailure(result)) return
      for (const { faults, original } of result.success.rejections) assert.isTrue(faults.length > 0 && original !== "")
      for (const { prospect } of result.success.leads) assert.isTrue(Number.isInteger(prospect.createdAt) && prospect.prospectId !== "")
    }), { numRuns: 1000 })
  })
})

describe("laws of ADF", () => {
  it("a text comes out as it went in, once escaped, as the text of a cell", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((one) => one.trim().replace(/[\p{Cc}\ufffe\uffff]/gu, "")).filter((one) => one.trim() === one && one !== "")
    const escape = (one: string): string => one.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    fc.assert(fc.property(text, (name) => {
      assert.equal(customer(`<name>${escape(name)}</name>`), WrittenText.clean(WrittenText.withoutMojibake(name) ?? name))
    }), { numRuns: 500 })
  })
})
