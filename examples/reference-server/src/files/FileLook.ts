/** A first look at a file: what it is, how it would be read, and its first rows as they would be read or rejected. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { ImportKind } from "@crm-procedure/core/records/Access"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Field from "@crm-procedure/core/records/Field"
import * as Records from "@crm-procedure/core/register/Records"
import type { FieldTitle, FileUnusable, Looking, Mapping, MediaTypeUnknown, MixedBatch, Preview, PreviewRow, Proposal, UnknownName } from "@crm-procedure/http-api/imports/Intake"
import type * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as FilePreview from "@crm-procedure/intake/FilePreview"
import type * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as Template from "@crm-procedure/intake/Template"
import * as Workbook from "@crm-procedure/intake/Workbook"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as FileReading from "./FileReading.ts"

const ROWS = 20
/** How many unknown names are told at most. */
const MAXIMUM_NAMES = 500
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

/** What is learnt of a file's rows: the first of them in the file's order, and the names that the directory does not know. */
interface Reading {
  readonly rows: ReadonlyArray<PreviewRow>
  readonly unknownNames: ReadonlyArray<UnknownName>
  readonly encoding?: string | undefined
}

const ownerFields = ["advisorId", "branchId", "brandId"] as const

/** Collects the names of records that the directory does not know, each with the branch that it stands beside most often. */
class UnknownNames {
  private readonly known: Readonly<Record<UnknownName["field"], ReadonlySet<string>>>
  private readonly found = new Map<string, { readonly field: UnknownName["field"]; readonly word: string; readonly branches: Map<string, number> }>()

  constructor({ branches, brands, employees }: Directory.Directory) {
    this.known = {
      advisorId: new Set(employees.map(({ employeeId }) => employeeId)),
      branchId: new Set(branches.map(({ branchId }) => branchId)),
      brandId: new Set(brands.map(({ brandId }) => brandId))
    }
  }

  take({ kind, record }: MixedBatch["records"][number]): void {
    if (kind !== "prospects" && kind !== "activities" && kind !== "goals") return
    const row = record as Readonly<Partial<Record<UnknownName["field"], string>>>
    for (const field of ownerFields) {
      const word = row[field]
      if (word === undefined || this.known[field].has(word) || (this.found.size >= MAXIMUM_NAMES && !this.found.has(`${field} ${word}`))) continue
      const { branches } = this.found.getOrInsertComputed(`${field} ${word}`, () => ({ field, word, branches: new Map<string, number>() }))
      if (field === "advisorId" && row.branchId !== undefined) branches.set(row.branchId, (branches.get(row.branchId) ?? 0) + 1)
    }
  }

  get all(): ReadonlyArray<UnknownName> {
    return [...this.found.values()].map(({ branches, field, word }) => {
      const [most] = [...branches].toSorted(([, one], [, other]) => other - one)
      return most === undefined ? { field, word } : { field, word, branch: most[0] }
    })
  }
}

/** Reads a file to its end, and keeps little of it. */
const learn = <E>(batches: Stream.Stream<MixedBatch, E, Records.Records>, directory: Directory.Directory, zone: Calendar.Zone): Effect.Effect<Reading, E, Records.Records> =>
  Effect.suspend(() => {
    const rows: Array<PreviewRow> = []
    const names = new UnknownNames(directory)
    let encoding: string | undefined
    return batches.pipe(
      Stream.runForEach((batch) =>
        Effect.sync(() => {
          if (rows.length < ROWS) rows.push(...rowsOf(batch, zone))
          encoding = batch.whole?.encoding ?? encoding
          for (const one of batch.records) names.take(one)
        })
      ),
      Effect.map(() => ({ rows: rows.toSorted((one, other) => one.line - other.line).slice(0, ROWS), unknownNames: names.all, encoding }))
    )
  })

/** The cells of the lines that were asked for, of a workbook's sheet. */
const cellsOf = (bytes: Uint8Array, file: string, sheet: string | undefined, lines: ReadonlyArray<number>): Effect.Effect<Preview["cells"], FileUnusable> =>
  Effect.scoped(Effect.gen(function*() {
    const workbook = yield* Workbook.open(bytes, file)
    const found = workbook.sheets.find(({ name }) => name === sheet)
    if (found === undefined) return []
    const cells = yield* Workbook.cellsAt(workbook, found, new Set(lines))
    return [...cells].map(([line, own]) => ({ line, cells: own }))
  })).pipe(Effect.mapError(FileReading.unusable))

/** What is said of a document of leads, which has no columns. */
const leadDocument: Pick<Preview, "format" | "sheets" | "lists" | "headerRow" | "columns" | "cells"> = { format: "adf", sheets: [], lists: [], headerRow: 0, columns: [], cells: [] }

/** Looks at a file. */
export const look = Effect.fnUntraced(function*(looking: Looking, bytes: Uint8Array, lineBytes: number): Effect.fn.Return<Preview, FileUnusable | MediaTypeUnknown | Records.RecordsError, Records.Records> {
  const { dealership, file = "archivo", zone } = looking
  const given = { ...looking, mediaType: looking.mediaType === "" ? "application/octet-stream" : looking.mediaType }
  const directory = yield* (yield* Records.Records).directory(dealership)
  const readBy = (mapping: Mapping | undefined, kind: ImportKind | undefined) => {
    const all = Stream.fromIterable(pieces(bytes))
    const batches = mapping === undefined && kind !== undefined
      ? Stream.map(FileReading.ofKind(kind, given, lineBytes, all), (batch): MixedBatch => ({ ...batch, records: batch.records.map((record) => ({ kind, record }) as MixedBatch["records"][number]), rejections: batch.rejections.map((one) => ({ kind, ...one })) }))
      : FileReading.ofAny(given, mapping, lineBytes, all)
    return learn(batches, directory, zone)
  }
  if (FileReading.layoutOf(bytes, given) === "adf" || (!Workbook.isWorkbookName(file) && /^[\s\u00ef\u00bb\u00bf\u00ff\u00fe\0]*</.test(Buffer.from(bytes.subarray(0, 64)).toString("latin1")))) {
    const { encoding = "utf-8", ...read } = yield* readBy(undefined, "prospects")
    return { ...leadDocument, encoding, fields: fieldsOf("prospects"), ...read }
  }
  const found = yield* FilePreview.look(bytes, file, directory, { sheet: looking.sheet, kind: looking.kind }).pipe(Effect.mapError(FileReading.unusable))
  const proposal: Proposal | undefined = found.proposal
  const asked = looking.mapping
  const kind = asked === undefined ? proposal?.kind : kindOf(yield* FileReading.resolved(asked, given))
  const mapping: Mapping | undefined = asked ?? (proposal?.mapping === undefined ? undefined : { own: proposal.mapping })
  // A mapping that lacks fields still reads nothing, but for an export that is known: its rows say what they lack.
  const isReadable = proposal !== undefined && (proposal.isCanonical || proposal.missing.length === 0 || proposal.ready !== undefined)
  const atFirst: Reading = { rows: [], unknownNames: Object.entries(proposal?.unknownWords ?? {}).flatMap(([field, words]) => words.map((word) => ({ field: field as UnknownName["field"], word }))) }
  const read = asked !== undefined
    ? yield* readBy(mapping, kind)
    : isReadable ? yield* Effect.catchTag(readBy(mapping, kind), "FileUnusable", () => Effect.succeed(atFirst)) : atFirst
  const cells = looking.lines === undefined || found.format !== "workbook" ? [] : yield* cellsOf(bytes, file, found.sheet, looking.lines)
  return { ...found, proposal, fields: kind === undefined ? [] : fieldsOf(kind), ...read, encoding: found.encoding, cells }
})

const kindOf = ({ sources }: ColumnMapping.Mapping): ImportKind | undefined => Object.values(sources)[0]?.records[0]?.kind
