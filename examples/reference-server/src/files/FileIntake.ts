/** The contract's port for files, over `@crm-procedure/intake`: canonical CSV and NDJSON as a stream, ADF documents as a whole. */
import type { ImportKind } from "@crm-procedure/core/records/Access"
import * as Records from "@crm-procedure/core/register/Records"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as Ndjson from "@crm-procedure/intake/Ndjson"
import { FileUnusable, Intake, MediaTypeUnknown } from "@crm-procedure/http-api/imports/Intake"
import type { Batch, Reading, RecordByKind, Whole } from "@crm-procedure/http-api/imports/Intake"
import { Limits } from "@crm-procedure/http-api/access/Limits"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as LeadDocument from "./LeadDocument.ts"

const kinds: { readonly [Kind in ImportKind]: CanonicalFile.Kind<RecordByKind[Kind]> } = {
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

const CSV = ["text/csv", "application/csv", "text/plain"]
const NDJSON = ["application/x-ndjson", "application/ndjson", "application/jsonl"]
const ADF = ["application/xml", "text/xml", "application/adf+xml", "application/x-adf+xml"]

const unusable = ({ column, expected, line }: CanonicalFile.UnusableFile): FileUnusable => new FileUnusable({ line, column, expected })

const repairedCell = {
  es: "Una celda en UTF-8 que se había leído como Windows-1252 (MarÃ­a) quedó corregida (María).",
  en: "A cell in UTF-8 that had been read as Windows-1252 (MarÃ­a) was set right (María)."
}

/** The reader's batches as the contract's; the file's own fault as well. */
const converted = <R, S, E>(
  batches: Stream.Stream<Omit<CanonicalCsv.Batch<R>, "summary"> & { readonly summary: S | undefined }, E | CanonicalFile.UnusableFile>,
  wholeOf: (summary: S) => Whole
): Stream.Stream<Batch<R>, Exclude<E, CanonicalFile.UnusableFile> | FileUnusable> =>
  batches.pipe(
    Stream.map(({ lines, records, rejections, repairs, summary }): Batch<R> => ({
      records,
      lines,
      rejections,
      repairs: repairs.flatMap(({ cells, line }) => Array.from({ length: cells }, () => ({ line, text: repairedCell }))),
      ...(summary === undefined ? {} : { whole: wholeOf(summary) })
    })),
    Stream.mapError((error) => error instanceof CanonicalFile.UnusableFile ? unusable(error) : error as Exclude<E, CanonicalFile.UnusableFile>)
  )

export const layer: Layer.Layer<Intake, never, Records.Records> = Layer.effect(Intake, Effect.gen(function*() {
  const records = yield* Records.Records
  const limits = yield* Limits
  return Intake.of({
    read: <Kind extends ImportKind, E>(reading: Reading<Kind>, bytes: Stream.Stream<Uint8Array, E>) => {
      const { kind, mediaType } = reading
      const canonical: CanonicalFile.Kind<RecordByKind[Kind]> = kinds[kind]
      type Found = Stream.Stream<Batch<RecordByKind[Kind]>, E | FileUnusable | MediaTypeUnknown | Records.RecordsError>
      if (CSV.includes(mediaType)) {
        return converted(CanonicalCsv.stream(canonical, reading.reading, { maximumRowBytes: limits.lineBytes })(bytes), ({ dayFirst, encoding, skipped, unknownColumns }) => ({ dayFirst, encoding, skipped, unknownColumns })) as Found
      }
      if (NDJSON.includes(mediaType)) {
        return converted(Ndjson.stream(canonical, reading.reading, { maximumLineBytes: limits.lineBytes })(bytes), ({ dayFirst, unknownNames }) => ({ dayFirst, unknownColumns: unknownNames })) as Found
      }
      if (kind === "prospects" && ADF.includes(mediaType)) {
        return LeadDocument.read({ ...reading, kind: "prospects" }, bytes).pipe(Stream.provideService(Records.Records, records)) as Stream.Stream<unknown, E | FileUnusable | Records.RecordsError> as Found
      }
      return Stream.fail(new MediaTypeUnknown({ expected: [CSV[0]!, NDJSON[0]!, ...(kind === "prospects" ? [ADF[0]!] : [])] }))
    }
  })
}))
