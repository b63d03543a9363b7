/** Row 2: decoding CSV bytes into typed records with located errors, beside udsv's rows of strings. */
import * as Calendar from "@crm-procedure/core/Calendar"
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

const file = async <R>(kind: CanonicalFile.Kind<R>, folder: string, rounds: number): Promise<Table.Section> => {
  const bytes = readFileSync(join(folder, kind.file))
  const count = ours(kind, bytes, "caller")
  for (const rows of [udsvPieces(bytes), udsvWhole(bytes)]) deepStrictEqual(rows, count, "rows found by udsv")
  const results = await Measure.sideBySide([
    { name: "udsv, pieces of 1 MiB", count, note: "rows of strings", run: () => udsvPieces(bytes) },
    { name: "udsv, whole file at once", count, note: "rows of strings, all kept", run: () => udsvWhole(bytes) },
    { name: "CanonicalCsv", count, note: "typed records, located faults", run: () => ours(kind, bytes, "caller") },
    { name: "CanonicalCsv, ids checked too", count, note: "repeated ids rejected", run: () => ours(kind, bytes, "reader") }
  ], rounds)
  const fastest = results[1]!.medianMillis < results[0]!.medianMillis ? [results[1]!, results[0]!, ...results.slice(2)] : results
  return {
    title: `Decoding ${kind.file}`,
    text: `${count} rows, ${(bytes.length / 1e6).toFixed(0)} MB; from bytes in memory, their decoding into text included for all. The reference is the faster ` +
      "way to use udsv. Goal: ≥ 0.7.",
    table: Table.rates(fastest)
  }
}

/** Measures row 2 on a month of so many prospects. */
export const measure = async (prospects: number, rounds: number): Promise<ReadonlyArray<Table.Section>> => {
  const folder = DemonstrationFolder.make(prospects)
  return [await file(CanonicalFile.prospects, folder, rounds), await file(CanonicalFile.activities, folder, rounds)]
}
