/** A small reader of files in the place of `@crm-procedure/intake`: CSV (a quote makes it unusable) and NDJSON. */
import type { ImportKind } from "@crm-procedure/core/records/Access"
import * as Activity from "@crm-procedure/core/records/Activity"
import type { Zone } from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import type { Fault, Field } from "@crm-procedure/core/records/Field"
import * as Goal from "@crm-procedure/core/records/Goal"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as PhoneLogEntry from "@crm-procedure/core/records/PhoneLogEntry"
import * as Waiver from "@crm-procedure/core/records/Waiver"
import * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { type Batch, FileUnusable, Intake, MediaTypeUnknown, type Mixed, type MixedBatch, type RecordByKind } from "../src/imports/Intake.ts"

interface Kind {
  readonly fields: ReadonlyArray<Field>
  readonly faults?: (record: never) => ReadonlyArray<Fault>
}

const kinds: Readonly<Record<ImportKind, Kind>> = {
  employees: { fields: Directory.employeeFields, faults: Directory.employeeFaults },
  branches: { fields: Directory.branchFields },
  brands: { fields: Directory.brandFields },
  prospects: { fields: Prospect.fields, faults: Prospect.faults },
  activities: { fields: Activity.fields, faults: Activity.faults },
  goals: { fields: Goal.fields },
  "verification-calls": { fields: VerificationCall.fields },
  "phone-log": { fields: PhoneLogEntry.fields },
  waivers: { fields: Waiver.fields }
}

type Row = { readonly line: number; readonly read: RecordReader.Read<unknown> }

const csvReader = ({ faults, fields }: Kind, zone: Zone) => {
  let columns: ReadonlyArray<string> | undefined
  return (text: string, line: number): Row | undefined => {
    if (columns === undefined) {
      columns = text.split(",")
      return undefined
    }
    const cells = new Map(text.split(",").map((cell, place) => [columns![place], cell.trim()]))
    const given = fields.map(({ column }) => cells.get(column) || undefined)
    return { line, read: RecordReader.readCells(fields, given, zone, faults as RecordReader.CrossFaults<unknown>) }
  }
}

const jsonReader = ({ faults, fields }: Kind, zone: Zone) => (text: string, line: number): Row => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = text
  }
  return { line, read: RecordReader.read(fields, value, zone, faults as RecordReader.CrossFaults<unknown>) }
}

const batchOf = <R>(rows: ReadonlyArray<Row>): Batch<R> => ({
  records: rows.flatMap(({ read }) => read.faults === undefined ? [read.record as R] : []),
  lines: rows.flatMap(({ line, read }) => read.faults === undefined ? [line] : []),
  rejections: rows.flatMap(({ line, read }) => read.faults === undefined ? [] : [{ line, faults: read.faults }])
})

type Kinds = Mixed["kind"]

const read: Intake["Service"]["read"] = <K extends ImportKind, E>({ kind, mediaType, zone }: { readonly kind: K; readonly mediaType: string; readonly zone: Zone }, bytes: Stream.Stream<Uint8Array, E>) => {
  type Read = Stream.Stream<Batch<RecordByKind[K]>, E | FileUnusable | MediaTypeUnknown>
  if (mediaType.endsWith("xml")) return Stream.concat(Stream.drain(bytes), Stream.fail(new FileUnusable({ line: 1, column: "", expected: { es: "un documento ADF", en: "an ADF document" } }))) as Read
  if (mediaType !== "text/csv" && mediaType !== "application/x-ndjson") return Stream.fail(new MediaTypeUnknown({ expected: ["text/csv", "application/x-ndjson"] })) as Read
  const reader = mediaType === "text/csv" ? csvReader(kinds[kind], zone) : jsonReader(kinds[kind], zone)
  let line = 0
  let unclosed = 0
  return bytes.pipe(
    Stream.decodeText,
    Stream.splitLines,
    Stream.mapArray((texts): readonly [Batch<RecordByKind[K]>, ...ReadonlyArray<Batch<RecordByKind[K]>>] => [batchOf(texts.flatMap((text) => {
      line++
      if (text.startsWith("\"")) unclosed = line
      return text.trim() === "" ? [] : reader(text, line) ?? []
    }))]),
    Stream.mapEffect((batch) => unclosed === 0 ? Effect.succeed(batch) : Effect.fail(new FileUnusable({ line: unclosed, column: "", expected: { es: "comillas de cierre", en: "a closing quote" } })))
  ) as Read
}

/** Whether settings name the branch that the tests have. */
const settingsFaults = (settings: unknown) => {
  const { defaultBranchId } = settings as { readonly defaultBranchId?: string }
  return defaultBranchId === undefined || defaultBranchId === "S1" ? [] : [{ pointer: "/defaultBranchId", expected: { es: "una sede", en: "a branch" } }]
}

export const layer: Layer.Layer<Intake> = Layer.succeed(Intake, {
  read,
  // Its mappings name the one kind that they make.
  readMixed: ({ mapping, ...reading }, bytes) => {
    const kind: Kinds = mapping !== undefined && "own" in mapping ? (mapping.own as { readonly kind: Kinds }).kind : "prospects"
    return Stream.map(read({ ...reading, kind }, bytes), (batch): MixedBatch => ({
      ...batch,
      records: batch.records.map((record) => ({ kind, record }) as Mixed),
      rejections: batch.rejections.map((rejection) => ({ kind, ...rejection }))
    }))
  },
  preview: (_, bytes) => Effect.succeed({ format: "table", encoding: "utf-8", sheets: [], headerRow: 1, columns: [{ name: Buffer.from(bytes).toString("utf8").split(",")[0]!, samples: [] }], fields: [], rows: [], lists: [], unknownNames: [], cells: [] }),
  readyMappings: [{ name: "ready", title: { es: "Lista", en: "Ready" } }],
  mappingFaults: (mapping) => typeof mapping === "object" && mapping !== null && "kind" in mapping ? [] : [{ pointer: "/sources/a.csv/0", expected: { es: "un tipo", en: "a kind" } }],
  leadSettingsFaults: settingsFaults,
  rejectedFile: (rows, language) => `${language}\n${rows.map(({ line }) => line).join("\n")}\n`,
  leads: () => Effect.succeed([{ id: "L1", missing: [{ column: "branch_id", found: "", expected: { es: "una sede", en: "a branch" } }], fields: { createdAt: "2024-03-10", advisorId: "A1", brandId: "B1" } }])
})
