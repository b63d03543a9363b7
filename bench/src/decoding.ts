/** Row 2: decoding CSV bytes into typed records with located errors, beside udsv's rows of strings. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import { deepStrictEqual } from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { inferSchema, initParser } from "udsv"
import * as DemonstrationFolder from "./DemonstrationFolder.ts"
import * as Measure from "./Measure.ts"
import * as Table from "./Table.ts"

const PIECE = 1 << 20

/** Rows of strings, piece after piece; each is counted and let go. */
const udsvPieces = (bytes: Buffer): number => {
  const decoder = new TextDecoder()
  let parser: ReturnType<typeof initParser> | undefined
  let rows = 0
  for (let from = 0; from < bytes.length; from += PIECE) {
    const text = decoder.decode(bytes.subarray(from, from + PIECE), { stream: true })
    parser ??= initParser(inferSchema(text))
    parser.chunk<Array<string>>(text, parser.stringArrs as never, () => {
      rows++
    })
  }
  parser!.end()
  return rows
}

const udsvWhole = (bytes: Buffer): number => {
  const text = bytes.toString("utf8")
  return initParser(inferSchema(text)).stringArrs(text).length
}

const ours = <R>(kind: CanonicalFile.Kind<R>, bytes: Buffer, identity: "caller" | "reader"): number => {
  const reader = CanonicalCsv.reader(kind, Calendar.bogota, { onRecord: () => {}, onRejected: () => {} }, { identity })
  for (let from = 0; from < bytes.length; from += PIECE) reader.push(bytes.subarray(from, from + PIECE))
  return reader.end().rows
}

/** The same file as Excel saves it where Spanish is spoken; what Windows-1252 cannot hold becomes a question mark. */
const inWindows1252 = (bytes: Buffer): Buffer => Buffer.from(bytes.toString("utf8").replace(/[\u0100-\u{10ffff}]/gu, "?"), "latin1")

interface Way {
  readonly note: string
  /** The bytes that are read, where they are not the file's own. */
  readonly written?: (bytes: Buffer) => Buffer
  readonly rows: <R>(kind: CanonicalFile.Kind<R>, bytes: Buffer) => number
}

const ways: Readonly<Record<string, Way>> = {
  "udsv, pieces of 1 MiB": { note: "rows of strings, let go", rows: (_, bytes) => udsvPieces(bytes) },
  "udsv, whole file at once": { note: "rows of strings, all kept", rows: (_, bytes) => udsvWhole(bytes) },
  "CanonicalCsv": { note: "typed records, located faults", rows: (kind, bytes) => ours(kind, bytes, "caller") },
  "CanonicalCsv, ids checked too": { note: "repeated ids rejected", rows: (kind, bytes) => ours(kind, bytes, "reader") },
  "CanonicalCsv, Windows-1252": { note: "the same file as Excel saves it", written: inWindows1252, rows: (kind, bytes) => ours(kind, bytes, "caller") }
}

const kinds = { prospects: CanonicalFile.prospects, activities: CanonicalFile.activities } as const

/** Contenders are named `<file>: <way>`. */
export const contest: Measure.Contest = {
  names: Object.keys(kinds).flatMap((file) => Object.keys(ways).map((way) => `${file}: ${way}`)),
  make: (name, size) => {
    const [file, way] = name.split(": ") as [keyof typeof kinds, string]
    const kind: CanonicalFile.Kind<never> = kinds[file] as never
    const { note, rows, written = (bytes) => bytes } = ways[way]!
    const bytes = written(readFileSync(join(DemonstrationFolder.make(size), kind.file)))
    const count = ours(kind, bytes, "caller")
    deepStrictEqual(rows(kind, bytes), count, `rows found by ${name}`)
    return { name, count, note, run: () => rows(kind, bytes) }
  }
}

/** Measures row 2 on a month of so many prospects. */
export const measure = async (prospects: number, rounds: number): Promise<ReadonlyArray<Table.Section>> => {
  const sections: Array<Table.Section> = []
  for (const file of Object.keys(kinds)) {
    const names = contest.names.filter((name) => name.startsWith(file))
    const results = await Measure.sideBySide(new URL(import.meta.url), names, prospects, rounds)
    const [first, second] = results as unknown as readonly [Measure.Result, Measure.Result]
    sections.push({
      title: `Decoding ${file}.csv`,
      text: `${first.count} rows; from bytes in memory, their decoding into text included for all. The reference is the faster way to use udsv. Goal: ≥ 0.7.`,
      table: Table.rates(second.medianMillis < first.medianMillis ? [second, first, ...results.slice(2)] : results)
    })
  }
  return sections
}
