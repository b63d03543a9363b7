/** XLSX read: 100,000 rows of twelve columns, and the peak memory of that and of four times as many rows. */
import { bogota } from "@crm-procedure/core/calendar/Calendar"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as Workbook from "@crm-procedure/intake/Workbook"
import { Effect, Stream } from "effect"
import ExcelJS from "exceljs"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import * as Hucre from "hucre/xlsx"
import * as ChildProcess from "./ChildProcess.ts"
import * as Measure from "./Measure.ts"
import * as ProspectWorkbook from "./ProspectWorkbook.ts"
import * as bareUnzip from "./reference/bareUnzip.ts"
import * as Table from "./Table.ts"

const expectRows = (found: number, expected: number): void => {
  if (found !== expected) throw new Error(`Found ${found} rows, expected ${expected}.`)
}

const blocksOf = (bytes: Uint8Array, onBlock: (block: Uint8Array) => void): Promise<void> =>
  Effect.runPromise(Effect.scoped(Effect.gen(function*() {
    const workbook = yield* Workbook.open(bytes, "prospects.xlsx")
    yield* Stream.runForEach(Workbook.text(workbook, workbook.sheets[0]!), (block) => Effect.sync(() => onBlock(block)))
  })))

const asText = async (bytes: Uint8Array, rows: number): Promise<void> => {
  let lines = 0
  await blocksOf(bytes, (block) => {
    for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) lines++
  })
  expectRows(lines, rows + 1)
}

const asRecords = async (bytes: Uint8Array, rows: number): Promise<void> => {
  const reader = CanonicalCsv.prospects(bogota, { onRecord: () => {}, onRejected: () => {} }, { identity: "caller", encoding: "xlsx" })
  await blocksOf(bytes, reader.push)
  expectRows(reader.end().read, rows)
}

const exceljs = async (bytes: Uint8Array, rows: number): Promise<void> => {
  let read = 0
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from([bytes]), { sharedStrings: "cache", styles: "cache", worksheets: "emit", hyperlinks: "ignore" })
  for await (const sheet of reader) for await (const row of sheet) if (row.hasValues) read++
  expectRows(read, rows + 1)
}

const hucre = async (bytes: Uint8Array, rows: number): Promise<void> => {
  let read = 0
  for await (const _ of Hucre.streamXlsxRows(bytes)) read++
  expectRows(read, rows + 1)
}

const ways: Readonly<Record<string, { readonly note: string; readonly read: (bytes: Uint8Array, rows: number) => unknown }>> = {
  "unzip and a byte loop": { note: "counts rows and cells, reads no value", read: (bytes, rows) => expectRows(bareUnzip.count(bytes).rows, rows + 1) },
  "intake's Workbook": { note: "every cell as text", read: asText },
  "intake's Workbook to records": { note: "typed prospects, located faults", read: asRecords },
  "hucre, streaming": { note: "rows of values", read: hucre },
  "exceljs, streaming": { note: "rows of values; unmaintained, for the bench only", read: exceljs }
}

export const contest: Measure.Contest = {
  names: Object.keys(ways),
  make: (name, size) => {
    const bytes = ProspectWorkbook.bytes(size)
    const { note, read } = ways[name]!
    return { name, count: size, note, run: () => read(bytes, size) }
  }
}

/** The peak memory of a process that reads so many rows, in megabytes. */
const peakOf = async (folder: string, rows: number): Promise<string> => {
  const path = join(folder, `${rows}.xlsx`)
  writeFileSync(path, ProspectWorkbook.bytes(rows))
  return (await ChildProcess.run("bench/src/child/readWorkbook.ts", [path])).peakMegabytes.toFixed(0)
}

export const measure = async (count: number, rounds: number): Promise<ReadonlyArray<Table.Section>> => {
  const folder = mkdtempSync(join(tmpdir(), "crm-procedure-bench-"))
  try {
    const peaks = { one: await peakOf(folder, count), four: await peakOf(folder, 4 * count) }
    return [{
      title: `Workbook reading, ${count} rows`,
      text: `Twelve columns as Excel saves them. Goal: ≤ 3 for every cell as text, ≤ 300 MB and flat. ` +
        `Peak memory of a process of its own, Node and effect included: ${peaks.one} MB at ${count} rows, ${peaks.four} MB at ${4 * count}.`,
      table: Table.times(await Measure.sideBySide(new URL(import.meta.url), contest.names, count, rounds), { columns: [], cells: () => [] })
    }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
