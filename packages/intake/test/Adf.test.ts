import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import * as Adf from "../src/Adf.ts"

const options: Adf.Options = { zone: Calendar.bogota, brandIds: { Mazda: "mazda", "AKT Motos": "akt" }, advisorId: "A1", branchId: "B1" }

const vehicle = "<vehicle interest=\"buy\"><year>2025</year><make>MAZDA</make><model>CX-30</model><trim>Touring</trim></vehicle>"
const contact = "<name part=\"full\">Ana Ruiz</name><email>ana@x.co</email><phone type=\"voice\">0301234567</phone>"
const vendor = "<vendor><id>S7</id><vendorname>Norte</vendorname><contact><name>Luz</name></contact></vendor>"
const provider = "<provider><name>Portal</name></provider>"
const prospect = (parts: Partial<Record<"id" | "date" | "vehicle" | "customer" | "vendor" | "provider" | "status", string>> = {}): string =>
  `<prospect${parts.status ?? ""}>${parts.id ?? "<id>L-1</id>"}${parts.date ?? "<requestdate>2024-03-05T18:00:00-05:00</requestdate>"}` +
  `${parts.vehicle ?? vehicle}${parts.customer ?? `<customer><contact>${contact}</contact></customer>`}${parts.vendor ?? vendor}${parts.provider ?? provider}</prospect>`
const document = (...prospects: ReadonlyArray<string>): string => `<?xml version="1.0"?>\n<?adf version="1.0"?>\n<adf>\n${prospects.join("\n")}\n</adf>`

const read = (text: string | Uint8Array, more: Partial<Adf.Options> = {}): Adf.Reading => Result.getOrThrow(Adf.read(text, { ...options, ...more }))
const only = (text: string | Uint8Array, more: Partial<Adf.Options> = {}): Adf.Lead => {
  const { leads, rejections } = read(text, more)
  assert.deepEqual(rejections, [])
  assert.equal(leads.length, 1)
  return leads[0]!
}
const customer = (inner: string): string => only(document(prospect({ customer: `<customer><contact>${inner}</contact></customer>` }))).prospect.fullName ?? ""
const phone = (inner: string): string | undefined => only(document(prospect({ customer: `<customer><contact><name>Ana</name>${inner}</contact></customer>` }))).prospect.phone
const faults = (text: string, more: Partial<Adf.Options> = {}) =>
  read(text, more).rejections.map(({ faults, line }) => `${line} ${faults.map(({ column, found }) => `${column}=${found}`).join(" ")}`)

describe("a lead in ADF", () => {
  it("becomes a prospect with every key, and keeps its text; nothing was repaired", () => {
    const { isResend, line, original, prospect: record, repairs, sender } = only(document(prospect()))
    assert.deepEqual(Object.keys(record), Prospect.fields.map(({ name }) => name))
    assert.deepEqual({ ...record }, {
      ...record,
      prospectId: "L-1", createdAt: Date.UTC(2024, 2, 5, 23), advisorId: "A1", branchId: "B1", brandId: "mazda", fullName: "Ana Ruiz",
      phone: "0301234567", email: "ana@x.co", source: "brand-crm", interest: "2025 MAZDA CX-30 Touring", stage: "open", consentAt: undefined
    })
    assert.deepEqual([original, line, repairs, isResend], [prospect(), 4, [], false])
    assert.deepEqual(sender, { make: "MAZDA", vendorName: "Norte", vendorIds: ["S7"], providerName: "Portal" })
    assert.isTrue(only(document(prospect({ status: " status=\"resend\"" }))).isResend)
  })
  it("never turns a text into a number", () => {
    const { prospect: record } = only(document(prospect({ id: "<id>007</id>", vehicle: vehicle.replace("CX-30", "0x1F").replace("Touring", "1e3") })))
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
    assert.equal(only(document(prospect({ vehicle: traded + vehicle }))).prospect.brandId, "mazda")
    assert.deepEqual(faults(document(prospect({ vehicle: traded }))), ["4 brand_id=Other"])
    assert.equal(only(document(prospect({ vehicle: vehicle.replace("MAZDA", " akt motos ") }))).prospect.brandId, "akt")
  })
  it("goes to the advisor and branch that the receiver chooses by its sender", () => {
    const chosen = only(document(prospect()), { branchId: ({ vendorIds }) => `branch-${vendorIds[0]}`, advisorId: ({ vendorName }) => vendorName }).prospect
    assert.deepEqual([chosen.branchId, chosen.advisorId], ["branch-S7", "Norte"])
  })
  it("takes the id of the lowest sequence", () => {
    assert.equal(only(document(prospect({ id: "<id sequence=\"2\">b</id><id sequence=\"1\">a</id>" }))).prospect.prospectId, "a")
  })
})

describe("what senders do", () => {
  const repairs = (text: string | Uint8Array, more: Partial<Adf.Options> = {}) => only(text, more).repairs
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
    assert.equal(only(document(vendor, prospect({ vendor: "" }))).sender.vendorName, "Norte")
  })
  it("with dates is brought to ISO 8601, or read in the dealership's zone", () => {
    const at = (date: string) => {
      const { prospect: record, repairs } = only(document(prospect({ date: `<requestdate>${date}</requestdate>` })))
      return [record.createdAt, ...repairs]
    }
    const evening = Date.UTC(2024, 2, 5, 23)
    assert.deepEqual(at("2024-03-05T18:00:00"), [evening])
    assert.deepEqual(at("2024-03-05T18:00:00-0500"), [evening])
    assert.deepEqual(at("2024-03-05 18:00:00.1234567 -05:00"), [evening + 123, "requestdate-rewritten"])
    assert.deepEqual(at("2024-03-05t18:00:00-05"), [evening, "requestdate-rewritten"])
  })
  it("with tags in capitals, CDATA, comments, ampersands and 8-bit letters is read", () => {
    const { prospect: record, repairs } = only(document(prospect({
      customer: "<!-- <prospect> --><CUSTOMER><Contact><NAME Part=\"full\"><![CDATA[Ana & <b> &amp;]]></NAME><name part=\"last\"/><email>a&amp;b@x.co</email><phone>1 & 2</phone></Contact></CUSTOMER>"
    })))
    assert.deepEqual([record.fullName, record.email, record.phone, repairs], ["Ana & <b> &amp;", "a&b@x.co", "1 & 2", ["ampersand-bare"]])
    const latin1 = Uint8Array.from(`<?xml version="1.0" encoding="ISO-8859-1"?><adf>${prospect().replace("Ana", "Añá")}</adf>`, (letter) => letter.charCodeAt(0))
    assert.equal(only(latin1).prospect.fullName, "Añá Ruiz")
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
})

describe("a hostile document", () => {
  it("expands no entity: declared ones stay text, of any depth", () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE adf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><adf>`
    const { prospect: record, repairs } = only(`${bomb}${prospect().replace("Ana", "&b;&x;")}</adf>`)
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
    assert.include(Result.isFailure(Adf.read(document(prospect()), { ...options, maximumBytes: 100 })) ? "refused" : "read", "refused")
    for (const text of ["", "<adf></adf>", "<html>", "<!-- <prospect></prospect> -->"]) assert.isTrue(Result.isFailure(Adf.read(text, options)), text)
    assert.isTrue(Result.isFailure(Adf.read(Uint8Array.of(0xff, 0xfe, 60), options)))
  })
  it("of any damage is read or rejected, never thrown at", () => {
    const whole = document(prospect(), prospect({ id: "<id>L-2</id>" }))
    const piece = fc.constantFrom("", "<", ">", "&", "\0", "]]>", "<![CDATA[", "<!--", "</prospect>", "<prospect>", "\"", "<!DOCTYPE x [", "&#xFFFFFF;", "__proto__", "<__proto__>", "<constructor/>")
    fc.assert(fc.property(fc.nat(whole.length), fc.nat(20), piece, (at, length, piece) => {
      const result = Adf.read(whole.slice(0, at) + piece + whole.slice(at + length), options)
      if (Result.isFailure(result)) return
      for (const { faults, original } of result.success.rejections) assert.isTrue(faults.length > 0 && original !== "")
      for (const { prospect } of result.success.leads) assert.isTrue(Number.isInteger(prospect.createdAt) && prospect.prospectId !== "")
    }), { numRuns: 1000 })
  })
})

describe("laws of ADF", () => {
  it("a text comes out as it went in, once escaped", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 20 }).map((one) => one.trim().replace(/[\p{Cc}\ufffe\uffff]/gu, "")).filter((one) => one.trim() === one && one !== "")
    const escape = (one: string): string => one.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    fc.assert(fc.property(text, (name) => {
      assert.equal(customer(`<name>${escape(name)}</name>`), name)
    }), { numRuns: 500 })
  })
})
