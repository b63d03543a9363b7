/**
 * Leads that a brand sends as ADF. A document names a make and a vendor; the dealership's directory and its settings say which brand
 * and branch they are. A lead that is sent again stays with its advisor.
 */
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import * as Records from "@crm-procedure/core/register/Records"
import { FileUnusable } from "@crm-procedure/http-api/imports/Intake"
import type { Batch, Delivery, Given, ReceivedLead } from "@crm-procedure/http-api/imports/Intake"
import * as Adf from "@crm-procedure/intake/Adf"
import * as AdfSettings from "@crm-procedure/intake/AdfSettings"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as LeadTurns from "@crm-procedure/intake/LeadTurns"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import * as LeadPlace from "./LeadPlace.ts"

/** The longest document read, in bytes. */
export const MAXIMUM_BYTES = 8 * 1024 * 1024

/** A dealership's settings for leads. They were found good when they were put. */
export const settingsOf = (settings: unknown): AdfSettings.AdfSettings => (settings ?? AdfSettings.none) as AdfSettings.AdfSettings

const readDocument = (
  { reading, receivedAt }: Pick<Given, "reading" | "receivedAt">,
  document: Uint8Array,
  settings: AdfSettings.AdfSettings,
  directory: Directory.Directory
): Effect.Effect<Adf.Reading, FileUnusable> => {
  const name = createHash("sha256").update(document).digest("hex").slice(0, 16)
  return Adf.read(document, {
    ...AdfSettings.placing(settings, directory),
    reading,
    receivedAt,
    advisorId: LeadPlace.UNKNOWN,
    idWhenMissing: (number) => `adf-${name}-${number}`,
    maximumBytes: MAXIMUM_BYTES
  }).pipe(Effect.catchTag("UnusableFile", ({ column, expected, line }) => Effect.fail(new FileUnusable({ line, column, expected }))))
}

const storedOf = Effect.fnUntraced(function*(dealership: string, ids: ReadonlyArray<string>) {
  const records = yield* Records.Records
  return new Map((yield* records.prospectsById(dealership, ids)).map(({ record }) => [record.prospectId, record]))
})

/** Reads a document of leads as the rows of a file. */
export const read = Effect.fnUntraced(function*(given: Given, document: Uint8Array): Effect.fn.Return<Batch<Prospect>, FileUnusable | Records.RecordsError, Records.Records> {
  const { dealership, zone } = given
  const settings = settingsOf(given.leadSettings)
  const directory = yield* (yield* Records.Records).directory(dealership)
  const { encoding, leads, rejections } = yield* readDocument(given, document, settings, directory)
  const stored = yield* storedOf(dealership, leads.map(({ prospect }) => prospect.prospectId))
  const accept = CanonicalFile.prospects.acceptance()
  const prospects: Array<Prospect> = []
  const lines: Array<number> = []
  const rejected: Array<Batch<Prospect>["rejections"][number]> = rejections.map(({ faults, line }) => ({ line, faults }))
  for (const { line, prospect } of leads) {
    const known = stored.get(prospect.prospectId)
    const advisorId = LeadTurns.advisorOf(directory, settings, prospect, zone)
    const firstLine = known === undefined && advisorId === undefined ? 0 : accept(prospect, line)
    if (firstLine > 0) rejected.push({ line, faults: [CanonicalFile.prospects.repeated(prospect, firstLine)] })
    else if (known !== undefined) prospects.push(LeadPlace.handedTo(prospect, known))
    else if (advisorId !== undefined) prospects.push({ ...prospect, advisorId })
    else rejected.push({ line, faults: [LeadTurns.withoutAdvisor] })
    if (lines.length < prospects.length) lines.push(line)
  }
  const repairs = [...leads, ...rejections].flatMap(({ line, repairs }) => repairs.map((code) => ({ line, text: Adf.repairText(code) })))
  return { records: prospects, lines, rejections: rejected.sort((one, other) => one.line - other.line), repairs, whole: { encoding, unknownColumns: [] } }
})

/** What is known of a lead, as texts by field, without what stands in for the unknown. */
export const knownFields = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === "" || value === LeadPlace.UNKNOWN ? [] : [[name, String(value)]]))

/** Reads the leads of a mail or a document that was delivered. A lead that can't be placed says what is missing. */
export const received = Effect.fnUntraced(function*(
  delivery: Delivery,
  directory: Directory.Directory,
  plain: (prospect: Prospect, zone: Calendar.Zone) => Readonly<Record<string, unknown>>
): Effect.fn.Return<ReadonlyArray<ReceivedLead>, FileUnusable> {
  const { inbox, zone } = delivery
  const given = settingsOf(delivery.leadSettings)
  const settings: AdfSettings.AdfSettings = {
    ...given,
    ...(inbox.branchId === undefined ? {} : { defaultBranchId: inbox.branchId }),
    ...(inbox.advisorId === undefined ? {} : { defaultAdvisorId: inbox.advisorId }),
    ...(inbox.consent === undefined ? {} : { consent: inbox.consent })
  }
  const { leads, rejections } = yield* readDocument(delivery, delivery.body, settings, directory)
  const digest = createHash("sha256").update(delivery.body).digest("hex").slice(0, 24)
  return [
    ...leads.map(({ prospect }): ReceivedLead => {
      const advisorId = LeadTurns.advisorOf(directory, settings, prospect, zone)
      const id = prospect.prospectId
      return advisorId === undefined
        ? { id, missing: [LeadTurns.withoutAdvisor], fields: knownFields(plain(prospect, zone)) }
        : { id, prospect: { ...prospect, advisorId }, missing: [], fields: {} }
    }),
    ...rejections.map(({ faults, fields = {}, line }): ReceivedLead => ({
      id: fields["prospectId"] || `adf-${digest}-${line}`,
      missing: faults,
      fields: knownFields(fields)
    }))
  ]
})
