/** Leads that Meta and Google deliver as JSON: each becomes a prospect by the ready-made mapping and the settings, or says what is missing. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type { Fault } from "@crm-procedure/core/records/Field"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import { FileUnusable } from "@crm-procedure/http-api/imports/Intake"
import type { Delivery, ReceivedLead } from "@crm-procedure/http-api/imports/Intake"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as ReadyMapping from "@crm-procedure/intake/ReadyMapping"
import * as LeadTurns from "@crm-procedure/intake/LeadTurns"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import * as LeadDocument from "./LeadDocument.ts"
import * as LeadPlace from "./LeadPlace.ts"

type Item = Readonly<Record<string, unknown>>

const isItem = (value: unknown): value is Item => typeof value === "object" && value !== null && !Array.isArray(value)

/** The most leads of one delivery. */
const MAXIMUM_LEADS = 1_000
const ID_CHARACTERS = 64
const FILE = "lead"

const notLeads = (es: string, en: string) => new FileUnusable({ line: 0, column: "", expected: { es, en } })

/** The leads of Meta's webhook, or a lead as its Graph API gives it. */
const itemsOfMeta = (value: unknown): ReadonlyArray<Item> => {
  if (Array.isArray(value)) return value.flatMap(itemsOfMeta)
  if (!isItem(value)) return []
  if (!Array.isArray(value["entry"])) return "field_data" in value || "leadgen_id" in value ? [value] : []
  return value["entry"].flatMap((entry: unknown) =>
    isItem(entry) && Array.isArray(entry["changes"])
      ? entry["changes"].flatMap((change: unknown) => isItem(change) && change["field"] === "leadgen" && isItem(change["value"]) ? [change["value"]] : [])
      : [])
}

const itemsOfGoogle = (value: unknown): ReadonlyArray<Item> => (Array.isArray(value) ? value : [value]).filter((one) => isItem(one) && "lead_id" in one)

/** The id of the prospect that a lead becomes: the other system's, or a digest of it where that is too long. */
const idOf = (written: unknown): string | undefined => {
  const id = typeof written === "number" ? String(written) : typeof written === "string" ? written.trim() : ""
  if (id === "") return undefined
  return id.length <= ID_CHARACTERS ? id : createHash("sha256").update(id).digest("hex").slice(0, ID_CHARACTERS / 2)
}

const noValues: Fault = {
  column: "field_data",
  found: "",
  expected: {
    es: "los valores del formulario: Meta los entrega por su Graph API con el número del lead; escríbalos aquí",
    en: "the values of the form: Meta gives them by its Graph API under the lead's number; write them here"
  }
}

/** What a lead is placed with besides its own fields. */
interface Arrival {
  readonly delivery: Delivery
  readonly directory: Directory.Directory
  readonly ready: "meta-webhook" | "google-webhook"
}

type Owners = Pick<ReadyMapping.Given, "advisorId" | "branchId" | "brandId">

type Outcome = { readonly prospect: Prospect.Prospect } | { readonly faults: ReadonlyArray<Fault> }

const readItem = ({ delivery, directory, ready }: Arrival, item: Item, owners: Owners): Outcome => {
  const settings = LeadDocument.settingsOf(delivery.leadSettings)
  const consent = delivery.inbox.consent ?? settings.consent
  const mapping = ReadyMapping.make(ready, { file: FILE, directory, ...owners, ...(consent === undefined ? {} : { consent }) })
  let outcome: Outcome = { faults: [noValues] }
  const reader = ColumnMapping.reader(mapping, FILE, delivery.reading, {
    onRecord: (mapped) => {
      if (mapped.kind === "prospects") outcome = { prospect: mapped.record }
    },
    onRejected: ({ faults }) => {
      outcome = { faults }
    }
  }, { receivedAt: delivery.receivedAt })
  reader.push(Buffer.from(JSON.stringify(item)))
  reader.end()
  return outcome
}

/** What is known of a lead that can't be placed yet. */
const fieldsOf = (arrival: Arrival, item: Item, id: string, owners: Owners): Readonly<Record<string, string>> => {
  const { receivedAt, zone } = arrival.delivery
  const found = readItem(arrival, item, { advisorId: LeadPlace.UNKNOWN, branchId: LeadPlace.UNKNOWN, brandId: LeadPlace.UNKNOWN, ...owners })
  const known = "prospect" in found ? RecordContent.plain(Prospect.fields, found.prospect, zone) : { createdAt: Calendar.formatInstant(zone, receivedAt) }
  const ids = ["leadgen_id", "form_id", "page_id", "ad_id", "campaign_id"].flatMap((name) => {
    const value = item[name]
    return typeof value === "string" || typeof value === "number" ? [[name, String(value)] as const] : []
  })
  return { ...LeadDocument.knownFields({ ...known, prospectId: id }), ...Object.fromEntries(ids) }
}

const presentOwners = (owners: Readonly<Record<"advisorId" | "branchId" | "brandId", string | undefined>>) =>
  Object.fromEntries(Object.entries(owners).filter(([, id]) => id !== undefined)) as Owners

const leadOf = (arrival: Arrival, item: Item, id: string): ReceivedLead => {
  const { delivery: { inbox, leadSettings, zone }, directory } = arrival
  const settings = LeadDocument.settingsOf(leadSettings)
  const hasValues = Array.isArray(item["field_data"]) || Array.isArray(item["user_column_data"])
  const owners = presentOwners({ advisorId: LeadPlace.UNKNOWN, branchId: inbox.branchId ?? settings.defaultBranchId, brandId: inbox.brandId })
  const outcome = readItem(arrival, { ...item, [arrival.ready === "meta-webhook" ? "id" : "lead_id"]: id }, owners)
  const missing: Array<Fault> = [...(hasValues ? [] : [noValues]), ...("faults" in outcome ? outcome.faults : [])]
  const advisorId = "prospect" in outcome ? LeadTurns.advisorOf(directory, { ...settings, ...(inbox.advisorId === undefined ? {} : { defaultAdvisorId: inbox.advisorId }) }, outcome.prospect, zone) : undefined
  if ("prospect" in outcome && advisorId === undefined) missing.push(LeadTurns.withoutAdvisor)
  return "prospect" in outcome && missing.length === 0
    ? { id, prospect: { ...outcome.prospect, advisorId: advisorId! }, missing: [], fields: {} }
    : { id, missing, fields: fieldsOf(arrival, item, id, owners) }
}

/** Reads the leads of a delivery of Meta or Google. */
export const received = (delivery: Delivery, directory: Directory.Directory): Effect.Effect<ReadonlyArray<ReceivedLead>, FileUnusable> =>
  Effect.suspend(() => {
    const { source } = delivery.inbox
    let value: unknown
    try {
      value = JSON.parse(Buffer.from(delivery.body).toString("utf8"))
    } catch {
      return Effect.fail(notLeads("JSON en UTF-8", "JSON in UTF-8"))
    }
    const items = source === "meta" ? itemsOfMeta(value) : itemsOfGoogle(value)
    if (items.length > MAXIMUM_LEADS) return Effect.fail(notLeads(`${MAXIMUM_LEADS} leads o menos`, `${MAXIMUM_LEADS} leads or fewer`))
    const arrival: Arrival = { delivery, directory, ready: source === "meta" ? "meta-webhook" : "google-webhook" }
    const leads = items.flatMap((item): ReadonlyArray<ReceivedLead> => {
      const id = idOf(source === "meta" ? item["leadgen_id"] ?? item["id"] : item["lead_id"])
      return id === undefined ? [] : [leadOf(arrival, item, id)]
    })
    return leads.length === 0 && source === "google" ? Effect.fail(notLeads("un lead con lead_id", "a lead with lead_id")) : Effect.succeed(leads)
  })

