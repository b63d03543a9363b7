/** Reads files of any kind that dealerships have: tables, workbooks, JSON and ADF, by the templates' columns or by a mapping. */
import type { ImportKind } from "@crm-procedure/core/records/Access"
import * as Records from "@crm-procedure/core/register/Records"
import { FileUnusable, MediaTypeUnknown } from "@crm-procedure/http-api/imports/Intake"
import type { Batch, Given, Mapping, Mixed, MixedBatch, RecordByKind, Whole } from "@crm-procedure/http-api/imports/Intake"
import * as Adf from "@crm-procedure/intake/Adf"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as FilePreview from "@crm-procedure/intake/FilePreview"
import * as Ndjson from "@crm-procedure/intake/Ndjson"
import * as ReadyMapping from "@crm-procedure/intake/ReadyMapping"
import * as Workbook from "@crm-procedure/intake/Workbook"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Sink from "effect/Sink"
import * as Stream from "effect/Stream"
import * as LeadDocument from "./LeadDocument.ts"

export const kinds: { readonly [Kind in ImportKind]: CanonicalFile.Kind<RecordByKind[Kind]> } = {
  employees: CanonicalFile.employees,
  branches: CanonicalFile.branches,
  brands: CanonicalFile.brands,
  prospects: CanonicalFile.prospects,
  activities: CanonicalFile.activities,
  goals: CanonicalFile.goals,
  "verification-calls": CanonicalFile.verificationCalls,
  "phone-log": CanonicalFile.phoneLog,
  waivers: CanonicalFile.waivers
}

type Layout = "table" | "workbook" | "json" | "adf"

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
const layouts: Readonly<Record<string, Layout>> = {
  "text/csv": "table",
  "application/csv": "table",
  "text/plain": "table",
  "application/x-ndjson": "json",
  "application/ndjson": "json",
  "application/jsonl": "json",
  "application/json": "json",
  "application/xml": "adf",
  "text/xml": "adf",
  "application/adf+xml": "adf",
  "application/x-adf+xml": "adf",
  "message/rfc822": "adf",
  [XLSX]: "workbook",
  "application/vnd.ms-excel": "workbook"
}

/** The longest workbook read, in bytes as it comes. */
const WORKBOOK_BYTES = 64 * 1024 * 1024

export const unusable = ({ column, expected, line }: CanonicalFile.UnusableFile): FileUnusable => new FileUnusable({ line, column, expected })

const failing = <A, E>(stream: Stream.Stream<A, E | CanonicalFile.UnusableFile>): Stream.Stream<A, Exclude<E, CanonicalFile.UnusableFile> | FileUnusable> =>
  Stream.mapError(stream, (error) => error instanceof CanonicalFile.UnusableFile ? unusable(error) : error as Exclude<E, CanonicalFile.UnusableFile>)

/** Collects a file's bytes, up to the longest one read. */
const collected = <E>(bytes: Stream.Stream<Uint8Array, E>, most: number): Effect.Effect<Uint8Array, E | FileUnusable> =>
  Effect.suspend(() => {
    const pieces: Array<Uint8Array> = []
    let length = 0
    return bytes.pipe(
      Stream.runForEach((piece) => {
        length += piece.length
        if (length > most) return Effect.fail(new FileUnusable({ line: 0, column: "", expected: { es: `un archivo de ${most} bytes o menos`, en: `a file of ${most} bytes or fewer` } }))
        // The sender may use the piece again.
        return Effect.sync(() => void pieces.push(Uint8Array.from(piece)))
      }),
      Effect.map(() => Buffer.concat(pieces))
    )
  })

/** What a file is, by its first bytes, its name and its media type. */
export const layoutOf = (head: Uint8Array, { file, mediaType }: Pick<Given, "file" | "mediaType">): Layout | undefined => {
  const told = layouts[mediaType]
  if (Workbook.isWorkbookFile(head, told === "workbook" ? ".xlsx" : file ?? "")) return "workbook"
  const isLeads = Adf.isDocument(head)
  if (told !== undefined) return told === "table" && isLeads ? "adf" : told === "workbook" ? "table" : told
  if (mediaType !== "application/octet-stream" && mediaType !== "") return undefined
  const first = Buffer.from(head.subarray(0, 4096)).toString("latin1").replace(/^[\s\u00ef\u00bb\u00bf\u00ff\u00fe\0]+/, "")[0]
  return first === "{" || first === "[" ? "json" : isLeads || first === "<" ? "adf" : "table"
}

/** Looks at the first piece of a file, and reads on with all of it. */
const withHead = <A, E, E2, R>(
  bytes: Stream.Stream<Uint8Array, E>,
  read: (head: Uint8Array, all: Stream.Stream<Uint8Array, E>) => Stream.Stream<A, E2, R>
): Stream.Stream<A, E | E2, R> =>
  Stream.unwrap(Effect.map(Stream.peel(bytes, Sink.take<Uint8Array>(1)), ([first, rest]) => read(first[0] ?? new Uint8Array(0), Stream.concat(Stream.fromIterable(first), rest)))) as Stream.Stream<A, E | E2, R>

const repairedCell = {
  es: "Una celda en UTF-8 que se había leído como Windows-1252 (MarÃ­a) quedó corregida (María).",
  en: "A cell in UTF-8 that had been read as Windows-1252 (MarÃ­a) was set right (María)."
}

const repairsOf = (repairs: CanonicalCsv.Batch<never>["repairs"]) => repairs.flatMap(({ cells, line }) => Array.from({ length: cells }, () => ({ line, text: repairedCell })))

/** The reader's batches as the contract's; the file's own fault as well. */
const converted = <R, S, E>(
  batches: Stream.Stream<Omit<CanonicalCsv.Batch<R>, "summary"> & { readonly summary: S | undefined }, E | CanonicalFile.UnusableFile>,
  wholeOf: (summary: S) => Whole
): Stream.Stream<Batch<R>, Exclude<E, CanonicalFile.UnusableFile> | FileUnusable> =>
  failing(Stream.map(batches, ({ lines, records, rejections, repairs, summary, unknownCells }): Batch<R> => ({
    records,
    lines,
    unknownCells,
    rejections,
    repairs: repairsOf(repairs),
    ...(summary === undefined ? {} : { whole: wholeOf(summary) })
  })))

const wholeOfTable = ({ dayFirst, encoding, skipped, unknownColumns }: CanonicalCsv.Summary): Whole => ({ dayFirst, encoding, skipped, unknownColumns })

const table = <R, E>(kind: CanonicalFile.Kind<R>, { reading }: Pick<Given, "reading">, lineBytes: number, bytes: Stream.Stream<Uint8Array, E | CanonicalFile.UnusableFile>, isSheet = false) =>
  converted(
    CanonicalCsv.stream(kind, reading, { maximumRowBytes: Math.max(lineBytes, 1), unknownCells: true, ...(isSheet ? { encoding: "xlsx" as const } : {}) })(bytes),
    wholeOfTable
  )

type Failure = FileUnusable | MediaTypeUnknown | Records.RecordsError

const workbookRows = <E>(bytes: Stream.Stream<Uint8Array, E>, file: string, wanted: Workbook.Wanted): Stream.Stream<Uint8Array, E | FileUnusable | CanonicalFile.UnusableFile> =>
  Stream.unwrap(Effect.map(collected(bytes, WORKBOOK_BYTES), (whole) => Workbook.rows(whole, file, wanted)))

const fileOf = ({ file }: Pick<Given, "file">): string => file ?? "archivo"

/** The sheet that the sender names goes before what the reader would choose. */
const wantedIn = ({ sheet }: Pick<Given, "sheet">, wanted: Workbook.Wanted): Workbook.Wanted => sheet === undefined ? wanted : { ...wanted, sheet }

/** Reads a file of one kind. */
export const ofKind = <Kind extends ImportKind, E>(
  kind: Kind,
  given: Given,
  lineBytes: number,
  bytes: Stream.Stream<Uint8Array, E>
): Stream.Stream<Batch<RecordByKind[Kind]>, E | Failure, Records.Records> =>
  withHead(bytes, (head, all) => {
    const canonical: CanonicalFile.Kind<RecordByKind[Kind]> = kinds[kind]
    type Found = Stream.Stream<Batch<RecordByKind[Kind]>, E | Failure, Records.Records>
    switch (layoutOf(head, given)) {
      case "table":
        return table(canonical, given, lineBytes, all) as Found
      case "workbook":
        return table(canonical, given, lineBytes, workbookRows(all, fileOf(given), wantedIn(given, Workbook.wantedOf(canonical))), true) as Found
      case "json":
        return converted(
          Ndjson.stream(canonical, given.reading, { maximumLineBytes: lineBytes, unknownCells: true })(all),
          ({ dayFirst, encoding, unknownNames }): Whole => ({ dayFirst, encoding, unknownColumns: unknownNames })
        ) as Found
      case "adf":
        if (kind === "prospects") return Stream.fromEffect(Effect.flatMap(collected(all, LeadDocument.MAXIMUM_BYTES), (document) => LeadDocument.read(given, document))) as Found
    }
    return Stream.fail(new MediaTypeUnknown({ expected: ["text/csv", XLSX, "application/x-ndjson", ...(kind === "prospects" ? ["application/xml"] : [])] }))
  })

// ---------------------------------------------------------------------------------------------------------------------
// Files that may hold several kinds
// ---------------------------------------------------------------------------------------------------------------------

const mixedOf = (kind: ImportKind, sheet?: string) => (batch: Batch<RecordByKind[ImportKind]>): MixedBatch => ({
  ...batch,
  records: batch.records.map((record) => ({ kind, record }) as Mixed),
  rejections: batch.rejections.map(({ faults, line }) => ({
    kind,
    line,
    faults: sheet === undefined ? faults : faults.map((fault) => ({ ...fault, column: `${sheet}: ${fault.column}` }))
  }))
})

/** The mapping that is meant: a dealership's own, or a ready-made one filled in with what the dealership knows. */
export const resolved = Effect.fnUntraced(function*(mapping: Mapping, given: Given): Effect.fn.Return<ColumnMapping.Mapping, FileUnusable | Records.RecordsError, Records.Records> {
  if ("ready" in mapping) {
    const directory = yield* (yield* Records.Records).directory(given.dealership)
    const { consent, defaultAdvisorId, defaultBranchId } = LeadDocument.settingsOf(given.leadSettings)
    return ReadyMapping.make(mapping.ready as ReadyMapping.Name, {
      file: fileOf(given),
      directory,
      ...(defaultAdvisorId === undefined ? {} : { advisorId: defaultAdvisorId }),
      ...(defaultBranchId === undefined ? {} : { branchId: defaultBranchId }),
      ...(consent === undefined ? {} : { consent })
    })
  }
  const read = ColumnMapping.read(mapping.own)
  if (Result.isSuccess(read)) return read.success
  const [fault] = read.failure.faults
  return yield* new FileUnusable({ line: 0, column: "", expected: { es: `una correspondencia que se pueda usar: ${fault?.problem.es}`, en: `a mapping that can be used: ${fault?.problem.en}` } })
})

const mapped = <E>(mapping: ColumnMapping.Mapping, given: Given, bytes: Stream.Stream<Uint8Array, E>): Stream.Stream<MixedBatch, E | FileUnusable> => {
  const source = ColumnMapping.sourceNamed(mapping, fileOf(given))
  if (source === undefined) {
    const names = Object.keys(mapping.sources).join(", ")
    return Stream.fail(new FileUnusable({ line: 0, column: "", expected: { es: `un archivo llamado ${names}, como dice la correspondencia`, en: `a file called ${names}, as the mapping says` } }))
  }
  const described = mapping.sources[source]!
  const read = <E2>(rows: Stream.Stream<Uint8Array, E2 | CanonicalFile.UnusableFile>, isSheet: boolean) =>
    failing(Stream.map(
      ColumnMapping.stream(mapping, source, given.reading, { receivedAt: given.receivedAt, unknownCells: true, ...(isSheet ? { encoding: "xlsx" as const } : {}) })(rows),
      ({ lines, records, rejections, repairs, summary, unknownCells }): MixedBatch => ({
        records,
        lines,
        unknownCells,
        rejections: rejections.map(({ faults, kind, line }) => ({ line, faults, ...(kind === undefined ? {} : { kind }) })),
        repairs: repairsOf(repairs),
        ...(summary === undefined ? {} : { whole: { unknownColumns: summary.unusedColumns, encoding: summary.encoding, skipped: summary.sourceSkipped, dayFirst: summary.dayFirst } })
      })
    ))
  if (described.json !== undefined) return read(bytes, false) as Stream.Stream<MixedBatch, E | FileUnusable>
  return withHead(bytes, (head, all) =>
    layoutOf(head, given) === "workbook"
      ? read(workbookRows(all, fileOf(given), wantedIn(given, Workbook.wantedOfSource(described))), true)
      : read(all, false)) as Stream.Stream<MixedBatch, E | FileUnusable>
}

const unknownLayout = () =>
  new FileUnusable({
    line: 0,
    column: "",
    expected: {
      es: "un archivo con las columnas de una plantilla, un libro con hojas que se llamen como ellas, o una correspondencia (mapping)",
      en: "a file with the columns of a template, a workbook with sheets named like them, or a mapping"
    }
  })

/** The kinds of a workbook's sheets, in the order in which the kinds rest on each other. */
const sheetsOf = ({ sheets }: Workbook.Workbook): ReadonlyArray<{ readonly kind: ImportKind; readonly sheet: Workbook.Sheet }> =>
  (["branches", "brands", "employees", "goals", "prospects", "activities", "verification-calls", "phone-log", "waivers"] as const).flatMap((kind) => {
    const sheet = sheets.find(({ name }) => CanonicalFile.kindNamed(name) === kind)
    return sheet === undefined ? [] : [{ kind, sheet }]
  })

const ofWorkbook = Effect.fnUntraced(function*(given: Given, lineBytes: number, whole: Uint8Array) {
  const workbook = yield* Workbook.open(whole, fileOf(given)).pipe(Effect.mapError(unusable))
  const named = sheetsOf(workbook)
  if (named.length === 0) return undefined
  return Stream.flatMap(Stream.fromIterable(named), ({ kind, sheet }) =>
    Stream.map(table(kinds[kind] as CanonicalFile.Kind<RecordByKind[ImportKind]>, given, lineBytes, Workbook.text(workbook, sheet), true), mixedOf(kind, sheet.name)))
})

/** The kind whose template a file has the columns of. */
const canonicalKind = Effect.fnUntraced(function*(given: Given, head: Uint8Array): Effect.fn.Return<ImportKind | undefined, FileUnusable | Records.RecordsError, Records.Records> {
  const directory = yield* (yield* Records.Records).directory(given.dealership)
  const { proposal } = yield* FilePreview.look(head, fileOf(given), directory).pipe(Effect.mapError(unusable))
  return proposal?.isCanonical === true ? proposal.kind : undefined
})

/** Reads a file that may hold several kinds: by a mapping, else by the templates' columns or the sheets' names. */
export const ofAny = <E>(
  given: Given,
  mapping: Mapping | undefined,
  lineBytes: number,
  bytes: Stream.Stream<Uint8Array, E>
): Stream.Stream<MixedBatch, E | Failure, Records.Records> => {
  if (mapping !== undefined) return Stream.unwrap(Effect.map(resolved(mapping, given), (one) => mapped(one, given, bytes)))
  return withHead(bytes, (head, all) => {
    const layout = layoutOf(head, given)
    if (layout === "adf") return Stream.map(ofKind("prospects", given, lineBytes, all), mixedOf("prospects"))
    const of = (kind: ImportKind | undefined, rest: Stream.Stream<Uint8Array, E>): Stream.Stream<MixedBatch, E | Failure, Records.Records> =>
      kind === undefined ? Stream.fail(unknownLayout()) : Stream.map(ofKind(kind, given, lineBytes, rest), mixedOf(kind))
    if (layout !== "workbook") return Stream.unwrap(Effect.map(canonicalKind(given, head), (kind) => of(kind, all)))
    return Stream.unwrap(Effect.gen(function*() {
      const whole = yield* collected(all, WORKBOOK_BYTES)
      const bySheet = yield* ofWorkbook(given, lineBytes, whole)
      return bySheet ?? of(yield* canonicalKind(given, whole), Stream.succeed(whole))
    }))
  })
}
