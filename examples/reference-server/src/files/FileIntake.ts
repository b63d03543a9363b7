/** The contract's port for files and leads, over `@crm-procedure/intake`. */
import * as JsonPointer from "@crm-procedure/core/identity/JsonPointer"
import type { ImportKind } from "@crm-procedure/core/records/Access"
import type * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import * as Records from "@crm-procedure/core/register/Records"
import { Intake } from "@crm-procedure/http-api/imports/Intake"
import type { Delivery, MixedReading, Reading, SettingFault } from "@crm-procedure/http-api/imports/Intake"
import { Limits } from "@crm-procedure/http-api/access/Limits"
import * as AdfSettings from "@crm-procedure/intake/AdfSettings"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as ReadyMapping from "@crm-procedure/intake/ReadyMapping"
import * as RejectedRows from "@crm-procedure/intake/RejectedRows"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as Stream from "effect/Stream"
import * as FileLook from "./FileLook.ts"
import * as FileReading from "./FileReading.ts"
import * as InboxLeads from "./InboxLeads.ts"
import * as LeadDocument from "./LeadDocument.ts"

const faultOf = ({ pointer, problem }: ColumnMapping.MappingFault): SettingFault => ({ pointer, expected: problem })

/** The faults of a mapping. */
const mappingFaults = (mapping: unknown): ReadonlyArray<SettingFault> => {
  const read = ColumnMapping.read(mapping)
  return Result.isFailure(read) ? read.failure.faults.map(faultOf) : []
}

const decodeSettings = Schema.decodeUnknownResult(AdfSettings.AdfSettings, { errors: "all", onExcessProperty: "error" })

const settingsFaults: Intake["Service"]["leadSettingsFaults"] = (settings, directory) => {
  const decoded = decodeSettings(settings)
  if (Result.isSuccess(decoded)) return AdfSettings.faults(decoded.success, directory).map(faultOf)
  return SchemaIssue.makeFormatterStandardSchemaV1()(decoded.failure.issue).issues.map(({ message, path = [] }) => ({
    pointer: JsonPointer.of(path),
    expected: { es: `otra forma (${message})`, en: message }
  }))
}

const plain = (prospect: Prospect.Prospect, zone: Calendar.Zone) => RecordContent.plain(Prospect.fields, prospect, zone)

export const layer: Layer.Layer<Intake, never, Records.Records> = Layer.effect(Intake, Effect.gen(function*() {
  const records = yield* Records.Records
  const { lineBytes } = yield* Limits
  return Intake.of({
    read: <Kind extends ImportKind, E>(reading: Reading<Kind>, bytes: Stream.Stream<Uint8Array, E>) =>
      Stream.provideService(FileReading.ofKind(reading.kind, reading, lineBytes, bytes), Records.Records, records),
    readMixed: <E>(reading: MixedReading, bytes: Stream.Stream<Uint8Array, E>) =>
      Stream.provideService(FileReading.ofAny(reading, reading.mapping, lineBytes, bytes), Records.Records, records),
    preview: (looking, bytes) => Effect.provideService(FileLook.look(looking, bytes, lineBytes), Records.Records, records),
    readyMappings: ReadyMapping.all.map(({ name, title }) => ({ name, title })),
    mappingFaults,
    leadSettingsFaults: settingsFaults,
    rejectedFile: (rows, language) => RejectedRows.file(rows.map(({ line, ...fault }) => ({ line, faults: [fault] })), language),
    leads: Effect.fnUntraced(function*(delivery: Delivery) {
      const directory = yield* records.directory(delivery.dealership)
      return yield* delivery.inbox.source === "adf" ? LeadDocument.received(delivery, directory, plain) : InboxLeads.received(delivery, directory)
    })
  })
}))
