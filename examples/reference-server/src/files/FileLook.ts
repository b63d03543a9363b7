/** A first look at a file: what it is, how it would be read, and its first rows as they would be read or rejected. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { ImportKind } from "@crm-procedure/core/records/Access"
import type * as Field from "@crm-procedure/core/records/Field"
import * as Records from "@crm-procedure/core/register/Records"
import type { FieldTitle, FileUnusable, Looking, Mapping, MediaTypeUnknown, MixedBatch, Preview, PreviewRow, Proposal } from "@crm-procedure/http-api/imports/Intake"
import type * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as FilePreview from "@crm-procedure/intake/FilePreview"
import type * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as Template from "@crm-procedure/intake/Template"
import * as Workbook from "@crm-procedure/intake/Workbook"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as FileReading from "./FileReading.ts"

const ROWS = 20
/** A file comes to the reader in pieces of this size, so that little more than the first rows is read. */
const PIECE_BYTES = 32 * 1024

const fieldsOf = (kind: ImportKind): ReadonlyArray<FieldTitle> => {
  const columns = Template.all.find((one) => one.kind === kind)?.columns ?? []
  return FileReading.kinds[kind].fields.map(({ name }, place) => {
    const { explanation, isRequired, title } = columns[place]!
    return { name, title, isRequired, explanation }
  })
}

/** The value of a field as people read it. */
const shown = ({ kind }: Field.Field, value: unknown, zone: Calendar.Zone): unknown =>
  kind === "instant" ? Calendar.formatInstant(zone, value as number) : kind === "day" ? Calendar.formatDay(value as number) : value

const plain = (kind: ImportKind, record: object, zone: Calendar.Zone): Readonly<Record<string, unknown>> =>
  Object.fromEntries((FileReading.kinds[kind] as CanonicalFile.Kind<unknown>).fields.flatMap((field) => {
    const value = (record as Readonly<Record<string, unknown>>)[field.name]
    return value === undefined ? [] : [[field.name, shown(field, value, zone)]]
  }))

const rowsOf = ({ lines, records, rejections }: MixedBatch, zone: Calendar.Zone): ReadonlyArray<PreviewRow> => [
  ...records.map(({ kind, record }, place): PreviewRow => ({ line: lines[place]!, kind, record: plain(kind, record, zone), faults: [] })),
  ...rejections.map(({ faults, kind, line }): PreviewRow => ({ line, kind, faults }))
]

const pieces = function*(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}

/** The first rows of a file, in its order. */
const firstRows = <E>(batches: Stream.Stream<MixedBatch, E, Records.Records>, zone: Calendar.Zone): Effect.Effect<ReadonlyArray<PreviewRow>, E, Records.Records> =>
  Effect.suspend(() => {
    const rows: Array<PreviewRow> = []
    return batches.pipe(
      Stream.map((batch) => rows.push(...rowsOf(batch, zone))),
      Stream.takeUntil((length) => length >= ROWS),
      Stream.runDrain,
      Effect.map(() => rows.toSorted((one, other) => one.line - other.line).slice(0, ROWS))
    )
  })

/** What is said of a document of leads, which has no columns. */
const leadDocument: Pick<Preview, "format" | "encoding" | "sheets" | "headerRow" | "columns"> = { format: "adf", encoding: "utf-8", sheets: [], headerRow: 0, columns: [] }

/** Looks at a file. */
export const look = Effect.fnUntraced(function*(looking: Looking, bytes: Uint8Array, lineBytes: number): Effect.fn.Return<Preview, FileUnusable | MediaTypeUnknown | Records.RecordsError, Records.Records> {
  const { dealership, file = "archivo", zone } = looking
  const given = { ...looking, mediaType: looking.mediaType === "" ? "application/octet-stream" : looking.mediaType }
  const rowsBy = (mapping: Mapping | undefined, kind: ImportKind | undefined) => {
    const all = Stream.fromIterable(pieces(bytes))
    const batches = mapping === undefined && kind !== undefined
      ? Stream.map(FileReading.ofKind(kind, given, lineBytes, all), (batch): MixedBatch => ({ ...batch, records: batch.records.map((record) => ({ kind, record }) as MixedBatch["records"][number]), rejections: batch.rejections.map((one) => ({ kind, ...one })) }))
      : FileReading.ofAny(given, mapping, lineBytes, all)
    return firstRows(batches, zone)
  }
  if (!Workbook.isWorkbookName(file) && /^[\s\u00ef\u00bb\u00bf]*</.test(Buffer.from(bytes.subarray(0, 64)).toString("latin1"))) {
    return { ...leadDocument, fields: fieldsOf("prospects"), rows: yield* rowsBy(undefined, "prospects") }
  }
  const directory = yield* (yield* Records.Records).directory(dealership)
  const found = yield* FilePreview.look(bytes, file, directory).pipe(Effect.mapError(FileReading.unusable))
  const proposal: Proposal | undefined = found.proposal
  const asked = looking.mapping
  const kind = asked === undefined ? proposal?.kind : kindOf(yield* FileReading.resolved(asked, given))
  const mapping: Mapping | undefined = asked ?? (proposal?.mapping === undefined ? undefined : { own: proposal.mapping })
  const isReadable = mapping !== undefined || proposal?.isCanonical === true
  const rows = !isReadable
    ? []
    : asked === undefined
    ? yield* Effect.catchTag(rowsBy(mapping, kind), "FileUnusable", () => Effect.succeed([]))
    : yield* rowsBy(mapping, kind)
  return { ...found, proposal, fields: kind === undefined ? [] : fieldsOf(kind), rows }
})

const kindOf = ({ sources }: ColumnMapping.Mapping): ImportKind | undefined => Object.values(sources)[0]?.records[0]?.kind
