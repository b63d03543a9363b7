/** The fields of a prospect in an ADF document, as texts, and what had to be repaired to read them. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as WrittenText from "@crm-procedure/core/identity/WrittenText"
import * as Reading from "@crm-procedure/core/records/Reading"
import type * as AdfRepairs from "./AdfRepairs.ts"
import * as AdfText from "./AdfText.ts"
import { all, attributeOf, one, textOf } from "./AdfXml.ts"
import type { Node } from "./AdfXml.ts"

/** What a sender says beyond the prospect's own fields; what the advisor and the branch may depend on. */
export interface Sender {
  readonly make: string
  readonly vendorName: string | undefined
  readonly vendorIds: ReadonlyArray<string>
  readonly providerName: string | undefined
}

/** What the receiver knows of a prospect's fields. */
export interface FieldOptions {
  /** At least the dealership's zone, for a request date without an offset. */
  readonly reading: Reading.Given
  readonly advisorId: string | ((sender: Sender) => string | undefined)
  readonly branchId: string | ((sender: Sender) => string | undefined)
  /** The prospect's source. Default `brand-crm`. */
  readonly source?: string | ((sender: Sender) => string | undefined)
  /** The authorization that the form asked for: given when the lead was created. */
  readonly consent?: { readonly purpose: string; readonly channel: string }
  /** When the document came, for a prospect without request date; without it such a prospect is rejected. */
  readonly receivedAt?: Calendar.Instant
  /** The id of a prospect that has none, by its number in the document, from 1; without it such a prospect is rejected. */
  readonly idWhenMissing?: (number: number) => string
}

type Repaired = Set<AdfRepairs.Code>

const NAME_ORDER = ["first", "middle", "last", "surname", "suffix"]
const isNamePartOfAdf = (part: string): boolean => ["", "full", "first", "middle", "last", "surname"].includes(part)

/** Elements inside a name, or beside it, and the part that each is. */
const nameElements: ReadonlyArray<readonly [string, string]> = [
  ["full", "full"],
  ["fullname", "full"],
  ["nombre", "full"],
  ["full_name", "full"],
  ["first", "first"],
  ["firstname", "first"],
  ["first_name", "first"],
  ["middle", "middle"],
  ["middlename", "middle"],
  ["last", "last"],
  ["lastname", "last"],
  ["last_name", "last"],
  ["surname", "surname"],
  ["suffix", "suffix"],
  ["nombres", "first"],
  ["apellidos", "last"]
]

const nestedParts = (node: Node | undefined): ReadonlyArray<{ readonly part: string; readonly text: string }> =>
  nameElements.flatMap(([element, part]) => all(node, element).map((found) => ({ part, text: textOf(found) }))).filter(({ text }) => text !== "")

/** The full name if there is one, else its parts in the order in which a name is said. */
const fullNameOf = (contact: Node | undefined, repaired: Repaired): string => {
  const names = all(contact, "name")
  const written = names.map((name) => ({ part: attributeOf(name, "part"), text: textOf(name) }))
  const nested = written.some(({ text }) => text !== "") ? [] : [...names, ...(contact === undefined ? [] : [contact])].flatMap(nestedParts)
  const parts = [...written, ...nested]
  if (nested.length > 0) repaired.add("name-nested")
  if (parts.some(({ part }) => !isNamePartOfAdf(part))) repaired.add("name-part")
  const full = parts.find(({ part, text }) => (part === "" || part === "full") && text !== "")
  if (full !== undefined) return full.text
  const rank = (part: string): number => NAME_ORDER.includes(part) ? NAME_ORDER.indexOf(part) : NAME_ORDER.length
  return parts.toSorted((a, b) => rank(a.part) - rank(b.part)).map(({ text }) => text).filter((text) => text !== "").join(" ")
}

/** The types of phone from the most to the least likely to reach the customer; fax and pager reach no person. */
const PHONE_ORDER = ["cellphone", "cell", "mobile", "voice", "", "home", "work"]
const PHONE_TYPES_OF_ADF = ["", "voice", "fax", "cellphone", "pager"]

/** Elements with a phone that ADF does not know, and the type that each is. */
const phoneElements: ReadonlyArray<readonly [string, string]> = [
  ["cellphone", "cellphone"],
  ["cell", "cellphone"],
  ["mobile", "cellphone"],
  ["mobilephone", "cellphone"],
  ["celular", "cellphone"],
  ["telephone", "voice"],
  ["telefono", "voice"],
  ["phonenumber", "voice"],
  ["phone_number", "voice"],
  ["homephone", "home"],
  ["workphone", "work"]
]

const isPreferred = (node: Node): number => attributeOf(node, "preferredcontact") === "1" ? 0 : 1

/** A phone's number, which some write into an element or an attribute of its own. */
const numberOf = (phone: Node): string => textOf(phone) || textOf(one(phone, "number")) || attributeOf(phone, "number")

const phoneOf = (contact: Node | undefined, repaired: Repaired): string => {
  const known = [...all(contact, "phone"), ...all(one(contact, "phones"), "phone")].map((node) => ({ type: attributeOf(node, "type"), preferred: isPreferred(node), text: numberOf(node) }))
  if (known.some(({ type }) => !PHONE_TYPES_OF_ADF.includes(type))) repaired.add("phone-type")
  const other = phoneElements.flatMap(([element, type]) => all(contact, element).map((node) => ({ type, preferred: isPreferred(node), text: numberOf(node) })))
  const rank = (type: string): number => PHONE_ORDER.includes(type) ? PHONE_ORDER.indexOf(type) : PHONE_ORDER.length
  const chosen = [...known, ...other].filter(({ text, type }) => text !== "" && type !== "fax" && type !== "pager")
    .toSorted((a, b) => a.preferred - b.preferred || rank(a.type) - rank(b.type))[0]
  if (chosen !== undefined && other.includes(chosen)) repaired.add("phone-element")
  return chosen?.text ?? ""
}

const emailOf = (contact: Node | undefined): string =>
  all(contact, "email").filter((email) => textOf(email) !== "").toSorted((a, b) => isPreferred(a) - isPreferred(b)).map(textOf)[0] ?? ""

/** The vehicle wanted: the first one that is not the customer's own to give away. */
const wantedVehicle = (prospect: Node): Node | undefined => {
  const vehicles = all(prospect, "vehicle")
  return vehicles.find((vehicle) => !["trade-in", "sell"].includes(attributeOf(vehicle, "interest"))) ?? vehicles[0]
}

/** The make of the vehicle wanted. */
export const makeOf = (prospect: Node): string => textOf(one(wantedVehicle(prospect), "make"))

/** The id with the lowest sequence, the document's first where there are no sequences. */
const idOf = (prospect: Node): string => {
  const sequence = (id: Node): number => /^[0-9]{1,9}$/.test(attributeOf(id, "sequence")) ? Number(attributeOf(id, "sequence")) : 1e9
  return all(prospect, "id").filter((id) => textOf(id) !== "").toSorted((a, b) => sequence(a) - sequence(b)).map(textOf)[0] ?? ""
}

const ISO = /^(\d{4}-\d{2}-\d{2})[Tt ] *(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:[.,](\d+))?)? ?([Zz]|[+-]\d{1,2}(?::?\d{2})?)?$/

/** `-5`, `-05`, `-500` and `-5:00` as the calendar reads them. */
const offsetOf = (written: string): string => {
  const [, sign, hours = "", minutes = "00"] = /^([+-])(\d{1,2}?):?(\d{2})?$/.exec(written) ?? []
  return sign === undefined ? written.toUpperCase() : `${sign}${hours.padStart(2, "0")}:${minutes}`
}

/** A request date as the calendar reads it: ISO 8601 in any spelling, or as mails write it; any other stays as it is. */
const requestDate = (text: string, zone: Calendar.Zone, repaired: Repaired): string => {
  if (Calendar.parseInstant(text, zone) !== undefined) return text
  let rewritten = AdfText.mailDate(text)
  const iso = ISO.exec(text)
  if (iso !== null) {
    const [, date, hour = "", minute = "00", second = "00", fraction = "", offset = ""] = iso
    const millis = fraction === "" ? "" : `.${fraction.slice(0, 3).padEnd(3, "0")}`
    rewritten = `${date}T${hour.padStart(2, "0")}:${minute}:${second}${millis}${offsetOf(offset)}`
  }
  if (rewritten === undefined || Calendar.parseInstant(rewritten, zone) === undefined) return text
  repaired.add("requestdate-rewritten")
  return rewritten
}

const chosen = (choice: string | ((sender: Sender) => string | undefined), sender: Sender): string | undefined =>
  typeof choice === "string" ? choice : choice(sender)

/** Who sent a prospect, and to whom. `stray`: a vendor outside its prospect. */
export const senderOf = (prospect: Node, stray: Node | undefined, repaired: Repaired): Sender => {
  const vendor = one(prospect, "vendor") ?? stray
  if (vendor === undefined) repaired.add("vendor-missing")
  else {
    if (vendor === stray) repaired.add("vendor-outside")
    if (one(vendor, "contact") === undefined) repaired.add("vendor-without-contact")
  }
  const provider = one(prospect, "provider")
  if (provider === undefined) repaired.add("provider-missing")
  const vendorContact = one(vendor, "contact")
  return {
    make: makeOf(prospect),
    vendorName: textOf(one(vendor, "vendorname")) || textOf(one(vendorContact, "name")) || undefined,
    vendorIds: all(vendor, "id").map(textOf).filter((id) => id !== ""),
    providerName: textOf(one(provider, "name")) || textOf(one(provider, "service")) || undefined
  }
}

const meant = (text: string, repaired: Repaired): string => {
  const decoded = WrittenText.withoutMojibake(text)
  if (decoded !== undefined) repaired.add("mojibake")
  return WrittenText.clean(decoded ?? text)
}

/** The fields of the prospect by name, as texts, blank where the document says nothing. `sentAt`: when its mail was sent. */
export const fieldsOf = (
  node: Node,
  number: number,
  sender: Sender,
  options: FieldOptions,
  sentAt: Calendar.Instant | undefined,
  repaired: Repaired
): Record<string, string | undefined> => {
  const { zone } = Reading.of(options.reading)
  const customer = one(node, "customer")
  const contact = one(customer, "contact")
  if (contact === undefined) repaired.add("customer-missing")
  const vehicle = wantedVehicle(node)
  let id = idOf(node)
  if (id === "" && options.idWhenMissing !== undefined) {
    id = options.idWhenMissing(number)
    repaired.add("id-missing")
  }
  const written = textOf(one(node, "requestdate"))
  const when = sentAt ?? options.receivedAt
  let date = written
  if (written !== "") date = requestDate(meant(written, repaired), zone, repaired)
  else if (when !== undefined) {
    date = Calendar.formatInstant(zone, when)
    repaired.add(sentAt === undefined ? "requestdate-missing" : "requestdate-from-mail")
  }
  const source = typeof options.source === "function" ? options.source(sender) : options.source
  const consent = options.consent
  const fields = {
    prospectId: id,
    createdAt: date,
    advisorId: chosen(options.advisorId, sender),
    branchId: chosen(options.branchId, sender),
    fullName: fullNameOf(contact ?? customer, repaired),
    phone: phoneOf(contact ?? customer, repaired),
    email: emailOf(contact ?? customer),
    source: source ?? "brand-crm",
    interest: ["year", "make", "model", "trim"].map((name) => textOf(one(vehicle, name))).filter((text) => text !== "").join(" "),
    ...(consent === undefined ? {} : { consentAt: date, consentPurpose: consent.purpose, consentChannel: consent.channel })
  }
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text === undefined ? undefined : meant(text, repaired)]))
}
