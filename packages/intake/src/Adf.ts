/**
 * Reads automotive leads sent as ADF/XML 1.0, as tolerantly as their senders are careless: what was wrong and could be
 * understood is repaired and reported, the original text of each prospect is kept, no entity is ever expanded and no
 * text ever becomes a number.
 *
 * @see 2-records: ADF/XML; the document type adf-1.0.dtd
 */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as Result from "effect/Result"
import { XMLParser, XMLValidator } from "fast-xml-parser"
import { UnusableFile } from "./CanonicalFile.ts"
import * as AdfText from "./internal/AdfText.ts"

// ------------------------------------------------------------------------------------------------------------ repairs

const repairs = {
  "prolog-malformed": { es: "se ignoró un prólogo mal formado", en: "a malformed prolog was ignored" },
  "prolog-misplaced": { es: "el prólogo no estaba al principio", en: "the prolog was not at the beginning" },
  "doctype-ignored": { es: "se ignoró la declaración DOCTYPE, sin expandir entidades", en: "the DOCTYPE was ignored, no entity expanded" },
  "root-missing": { es: "faltaba el elemento adf", en: "the element adf was missing" },
  "entity-left": { es: "una entidad desconocida quedó como texto", en: "an unknown entity was left as text" },
  "ampersand-bare": { es: "un & suelto se leyó como texto", en: "a bare & was read as text" },
  "phone-type": { es: "un tipo de teléfono que ADF no conoce se leyó por su sentido", en: "a phone type unknown to ADF was read by its meaning" },
  "name-part": { es: "una parte del nombre que ADF no conoce se conservó", en: "a name part unknown to ADF was kept" },
  "vendor-outside": { es: "el vendedor (vendor) estaba fuera del prospecto", en: "the vendor was outside the prospect" },
  "vendor-missing": { es: "faltaba el vendedor (vendor)", en: "the vendor was missing" },
  "vendor-without-contact": { es: "el vendedor (vendor) no tenía contacto", en: "the vendor had no contact" },
  "provider-missing": { es: "faltaba el proveedor (provider)", en: "the provider was missing" },
  "customer-missing": { es: "faltaba el cliente (customer) o su contacto", en: "the customer or its contact was missing" },
  "requestdate-missing": { es: "faltaba requestdate; se usó el momento de recepción", en: "requestdate was missing; the time of receipt was used" },
  "requestdate-rewritten": { es: "requestdate se ajustó a ISO 8601", en: "requestdate was brought to ISO 8601" },
  "id-missing": { es: "faltaba id; se usó el que dio quien recibe", en: "the id was missing; the receiver's was used" }
} as const satisfies Readonly<Record<string, Bilingual>>

/** What was wrong with a document and could be understood all the same. */
export type RepairCode = keyof typeof repairs

/** What a repair is called by people. */
export const repairText = (code: RepairCode): Bilingual => repairs[code]

// ------------------------------------------------------------------------------------------------------------- results

/** What a sender says beyond the prospect's own fields; what the advisor and the branch may depend on. */
export interface Sender {
  readonly make: string
  readonly vendorName: string | undefined
  readonly vendorIds: ReadonlyArray<string>
  readonly providerName: string | undefined
}

/** A prospect that was read. `original` is its XML as sent; `isResend`: the sender says that it was sent before. */
export interface Lead {
  readonly prospect: Prospect.Prospect
  readonly line: number
  readonly original: string
  readonly repairs: ReadonlyArray<RepairCode>
  readonly isResend: boolean
  readonly sender: Sender
}

/** A prospect that was not read, with every fault in it; columns are those of the canonical file. */
export interface Rejection {
  readonly line: number
  readonly faults: ReadonlyArray<RecordReader.PointedFault>
  readonly original: string
  readonly repairs: ReadonlyArray<RepairCode>
}

export interface Reading {
  readonly leads: ReadonlyArray<Lead>
  readonly rejections: ReadonlyArray<Rejection>
}

/** What the receiver knows and the document doesn't. */
export interface Options {
  /** The dealership's zone, for a request date without offset. */
  readonly zone: Calendar.Zone
  /** The brand of each make; makes are compared without regard to case. */
  readonly brandIds: Readonly<Record<string, string>>
  readonly advisorId: string | ((sender: Sender) => string | undefined)
  readonly branchId: string | ((sender: Sender) => string | undefined)
  /** The prospect's source. Default `brand-crm`. */
  readonly source?: string
  /** When the document came, for a prospect without request date; without it such a prospect is rejected. */
  readonly receivedAt?: Calendar.Instant
  /** The id of a prospect that has none, by its number in the document, from 1; without it such a prospect is rejected. */
  readonly idWhenMissing?: (number: number) => string
  /** The document's name for messages. */
  readonly file?: string
  /** The longest document read. Default 8 MiB. */
  readonly maximumBytes?: number
}

// ----------------------------------------------------------------------------------------------------------------- XML

/** An element as the parser gives it: texts under `#text` and `#cdata`, attributes under `@name`, children by name. */
type Node = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: true,
  alwaysCreateTextNode: true,
  cdataPropName: "#cdata",
  ignorePiTags: true,
  maxNestedTags: 30,
  transformTagName: (name) => name.toLowerCase(),
  transformAttributeName: (name) => name.toLowerCase()
})

const textsOf = (value: unknown): ReadonlyArray<string> =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string")

/** The children of a name, in the order of the document. */
const all = (node: Node | undefined, name: string): ReadonlyArray<Node> => {
  const found = node !== undefined && Object.hasOwn(node, name) ? node[name] : undefined
  return (Array.isArray(found) ? found : [found]).filter((one): one is Node => typeof one === "object" && one !== null)
}
const one = (node: Node | undefined, name: string): Node | undefined => all(node, name)[0]

const textOf = (node: Node | undefined): string =>
  node === undefined ? "" : (textsOf(node["#text"]).map(AdfText.decodeReferences).join(" ") + all(node, "#cdata").flatMap((data) => textsOf(data["#text"])).join("")).trim()

const attributeOf = (node: Node, name: string): string => {
  const value = node[`@${name}`]
  return typeof value === "string" ? AdfText.decodeReferences(value).trim().toLowerCase() : ""
}

/** Parses one element's text; a fault says where it breaks, counted from `line`. */
const parseElement = (text: string, name: string, line: number): Node | Bilingual => {
  const wellFormed = XMLValidator.validate(AdfText.escapeAmpersands(text))
  if (wellFormed !== true) {
    const at = line + wellFormed.err.line - 1
    return { es: `XML bien formado (línea ${at}: ${wellFormed.err.msg})`, en: `well-formed XML (line ${at}: ${wellFormed.err.msg})` }
  }
  try {
    const node = one(parser.parse(text) as Node, name)
    return node ?? { es: `un elemento ${name}`, en: `an element ${name}` }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { es: `XML legible (${why})`, en: `readable XML (${why})` }
  }
}

const isNode = (parsed: Node | Bilingual): parsed is Node => !("es" in parsed && typeof parsed["es"] === "string")

// -------------------------------------------------------------------------------------------------------- the prospect

const NAME_ORDER = ["first", "middle", "last", "surname", "suffix"]
const isNamePartOfAdf = (part: string): boolean => ["", "full", "first", "middle", "last", "surname"].includes(part)

/** The full name if there is one, else its parts in the order in which a name is said. */
const fullNameOf = (contact: Node | undefined, repaired: Set<RepairCode>): string => {
  const parts = all(contact, "name").map((name) => ({ part: attributeOf(name, "part"), text: textOf(name) }))
  if (parts.some(({ part }) => !isNamePartOfAdf(part))) repaired.add("name-part")
  const full = parts.find(({ part, text }) => (part === "" || part === "full") && text !== "")
  if (full !== undefined) return full.text
  const rank = (part: string): number => NAME_ORDER.includes(part) ? NAME_ORDER.indexOf(part) : NAME_ORDER.length
  return parts.toSorted((a, b) => rank(a.part) - rank(b.part)).map(({ text }) => text).filter((text) => text !== "").join(" ")
}

/** The types of phone from the most to the least likely to reach the customer; fax and pager reach nobody. */
const PHONE_ORDER = ["cellphone", "cell", "mobile", "voice", "", "home", "work"]
const PHONE_TYPES_OF_ADF = ["", "voice", "fax", "cellphone", "pager"]

const isPreferred = (node: Node): number => attributeOf(node, "preferredcontact") === "1" ? 0 : 1

const phoneOf = (contact: Node | undefined, repaired: Set<RepairCode>): string => {
  const phones = all(contact, "phone").map((phone) => ({ type: attributeOf(phone, "type"), preferred: isPreferred(phone), text: textOf(phone) }))
  if (phones.some(({ type }) => !PHONE_TYPES_OF_ADF.includes(type))) repaired.add("phone-type")
  const rank = (type: string): number => PHONE_ORDER.includes(type) ? PHONE_ORDER.indexOf(type) : PHONE_ORDER.length
  return phones.filter(({ text, type }) => text !== "" && type !== "fax" && type !== "pager")
    .toSorted((a, b) => a.preferred - b.preferred || rank(a.type) - rank(b.type))[0]?.text ?? ""
}

const emailOf = (contact: Node | undefined): string =>
  all(contact, "email").filter((email) => textOf(email) !== "").toSorted((a, b) => isPreferred(a) - isPreferred(b)).map(textOf)[0] ?? ""

/** The vehicle wanted: the first one that is not the customer's own to give away. */
const wantedVehicle = (prospect: Node): Node | undefined => {
  const vehicles = all(prospect, "vehicle")
  return vehicles.find((vehicle) => !["trade-in", "sell"].includes(attributeOf(vehicle, "interest"))) ?? vehicles[0]
}

/** The id with the lowest sequence, the document's first where there are no sequences. */
const idOf = (prospect: Node): string => {
  const sequence = (id: Node): number => /^[0-9]{1,9}$/.test(attributeOf(id, "sequence")) ? Number(attributeOf(id, "sequence")) : 1e9
  return all(prospect, "id").filter((id) => textOf(id) !== "").toSorted((a, b) => sequence(a) - sequence(b)).map(textOf)[0] ?? ""
}

/** A request date as the calendar reads it: a fraction of any length is cut to milliseconds, hours alone get minutes. */
const requestDate = (text: string, repaired: Set<RepairCode>): string => {
  if (!/^\d{4}-\d{2}-\d{2}[Tt ]/.test(text)) return text
  const rewritten = text
    .replace(/^(\d{4}-\d{2}-\d{2}) +(?=\d)/, "$1 ")
    .replace(/(:\d{2})\.(\d+)/, (_, seconds: string, fraction: string) => `${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}`)
    .replace(/ ?([+-]\d{2})$/, (whole, offset: string, at: number) => at > 10 ? `${offset}:00` : whole)
    .replace(/(:\d{2}(?:\.\d{3})?) ([Z+-])/, "$1$2")
    .replace(/[tz]/g, (letter) => letter.toUpperCase())
  if (rewritten !== text) repaired.add("requestdate-rewritten")
  return rewritten
}

const chosen = (choice: string | ((sender: Sender) => string | undefined), sender: Sender): string | undefined =>
  typeof choice === "string" ? choice : choice(sender)

const senderOf = (prospect: Node, stray: Node | undefined, make: string, repaired: Set<RepairCode>): Sender => {
  const vendor = one(prospect, "vendor") ?? stray
  if (vendor === undefined) repaired.add("vendor-missing")
  else {
    if (vendor === stray) repaired.add("vendor-outside")
    if (one(vendor, "contact") === undefined) repaired.add("vendor-without-contact")
  }
  const provider = one(prospect, "provider")
  if (provider === undefined) repaired.add("provider-missing")
  return {
    make,
    vendorName: textOf(one(vendor, "vendorname")) || undefined,
    vendorIds: all(vendor, "id").map(textOf).filter((id) => id !== ""),
    providerName: textOf(one(provider, "name")) || undefined
  }
}

/** The fields of the prospect by name, as texts, blank where the document says nothing. */
const fieldsOf = (node: Node, number: number, sender: Sender, options: Options, repaired: Set<RepairCode>): Record<string, string | undefined> => {
  const contact = one(one(node, "customer"), "contact")
  if (contact === undefined) repaired.add("customer-missing")
  const vehicle = wantedVehicle(node)
  let id = idOf(node)
  if (id === "" && options.idWhenMissing !== undefined) {
    id = options.idWhenMissing(number)
    repaired.add("id-missing")
  }
  let date = textOf(one(node, "requestdate"))
  if (date !== "") date = requestDate(date, repaired)
  else if (options.receivedAt !== undefined) {
    date = Calendar.formatInstant(options.zone, options.receivedAt)
    repaired.add("requestdate-missing")
  }
  return {
    prospectId: id,
    createdAt: date,
    advisorId: chosen(options.advisorId, sender),
    branchId: chosen(options.branchId, sender),
    fullName: fullNameOf(contact, repaired),
    phone: phoneOf(contact, repaired),
    email: emailOf(contact),
    source: options.source ?? "brand-crm",
    interest: ["year", "make", "model", "trim"].map((name) => textOf(one(vehicle, name))).filter((text) => text !== "").join(" ")
  }
}

const brandFault = (make: string, options: Options): RecordReader.PointedFault => {
  const known = Object.keys(options.brandIds).join(", ")
  return {
    pointer: "/brandId",
    column: "brand_id",
    found: RecordReader.shown(make),
    expected: { es: `una marca (make) conocida: ${known}`, en: `a known make: ${known}` }
  }
}

const brandOf = (make: string, options: Options): string | undefined => {
  const wanted = make.toLowerCase()
  return Object.entries(options.brandIds).find(([known]) => known.trim().toLowerCase() === wanted)?.[1]
}

const strayVendor = (text: string, line: number): Node | undefined => {
  const start = text.search(/<vendor[\s>]/i)
  const rest = start < 0 ? "" : text.slice(start)
  const end = /<\/vendor\s*>/i.exec(rest)
  if (end === null) return undefined
  const parsed = parseElement(rest.slice(0, end.index + end[0].length), "vendor", line)
  return isNode(parsed) ? parsed : undefined
}

const readFragment = (
  fragment: AdfText.Fragment,
  number: number,
  stray: Node | undefined,
  documentRepairs: ReadonlyArray<RepairCode>,
  options: Options
): Lead | Rejection => {
  const { line, original } = fragment
  const repaired = new Set<RepairCode>(documentRepairs)
  const reject = (faults: ReadonlyArray<RecordReader.PointedFault>): Rejection => ({ line, faults, original, repairs: [...repaired] })
  const unclosed: Bilingual = { es: "el fin del prospecto, </prospect>", en: "the end of the prospect, </prospect>" }
  const node = fragment.isClosed ? parseElement(original, "prospect", line) : unclosed
  if (!isNode(node)) return reject([{ pointer: "", column: "", found: "", expected: node as Bilingual }])
  if (AdfText.hasForeignEntity(original)) repaired.add("entity-left")
  if (AdfText.escapeAmpersands(original) !== original) repaired.add("ampersand-bare")
  const make = textOf(one(wantedVehicle(node), "make"))
  const sender = senderOf(node, stray, make, repaired)
  const brandId = brandOf(make, options)
  // A known brand stands in, so that the other faults are found too.
  const fields = { ...fieldsOf(node, number, sender, options, repaired), brandId: brandId ?? "-" }
  const read = RecordReader.read(Prospect.fields, fields, options.zone, Prospect.faults)
  if (brandId === undefined || read.faults !== undefined) {
    return reject([...(read.faults ?? []), ...(brandId === undefined ? [brandFault(make, options)] : [])])
  }
  return { prospect: read.record, line, original, repairs: [...repaired], isResend: attributeOf(node, "status") === "resend", sender }
}

// -------------------------------------------------------------------------------------------------------- the document

const WELL_FORMED_PROLOG = /^<\?xml\s+version\s*=\s*(["'])1\.[0-9]\1[^?]*\?>$/

/** What is wrong with the document ahead of its first prospect. */
const prologRepairs = (before: string): ReadonlyArray<RepairCode> => {
  const repaired: Array<RepairCode> = []
  const start = before.search(/<\?xml[\s?]/i)
  if (start >= 0) {
    const end = before.indexOf("?>", start)
    if (end < 0 || !WELL_FORMED_PROLOG.test(before.slice(start, end + 2))) repaired.push("prolog-malformed")
    if (start > 0) repaired.push("prolog-misplaced")
  }
  if (/<!DOCTYPE/i.test(before)) repaired.push("doctype-ignored")
  if (!/<adf[\s>]/i.test(before)) repaired.push("root-missing")
  return repaired
}

const unusable = (options: Options, found: string, expected: Bilingual): UnusableFile =>
  new UnusableFile({ file: options.file ?? "adf.xml", line: 1, column: "", found, expected })

/**
 * Reads a document of one or more prospects. Each is read by itself, so that one that is broken beyond repair is
 * rejected and the others are not; only a document without any prospect, too long, or in no known encoding can't be used.
 */
export const read = (document: Uint8Array | string, options: Options): Result.Result<Reading, UnusableFile> => {
  const maximumBytes = options.maximumBytes ?? 8 * 1024 * 1024
  if (document.length > maximumBytes) {
    return Result.fail(unusable(options, `${document.length} bytes`, { es: `${maximumBytes} bytes o menos`, en: `${maximumBytes} bytes or fewer` }))
  }
  const decoded = typeof document === "string" ? document : AdfText.decode(document)
  if (decoded === undefined) {
    return Result.fail(unusable(options, "bytes that are not UTF-8", { es: "texto en UTF-8", en: "text in UTF-8" }))
  }
  const { before, fragments } = AdfText.cut(decoded.replace(/^\uFEFF/, ""))
  if (fragments.length === 0) {
    return Result.fail(unusable(options, "no prospect", { es: "al menos un elemento prospect", en: "at least one element prospect" }))
  }
  const documentRepairs = prologRepairs(before)
  const leads: Array<Lead> = []
  const rejections: Array<Rejection> = []
  const vendorBefore = strayVendor(before, 1)
  fragments.forEach((fragment, i) => {
    const stray = strayVendor(fragment.after, fragment.line) ?? vendorBefore
    const result = readFragment(fragment, i + 1, stray, documentRepairs, options)
    if ("prospect" in result) leads.push(result)
    else rejections.push(result)
  })
  return Result.succeed({ leads, rejections })
}
