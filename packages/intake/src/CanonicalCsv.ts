/**
 * Reads the canonical CSV files: bytes go in as they come, typed records and rejected rows come out as they are found.
 *
 * At its heart is a synchronous reader (`prospects(zone, handler)`, then `push`, `push`, …, `end`), and over it a
 * `Stream`. Memory: one block of about a megabyte, whatever the file's size, and the ids (see {@link Options}).
 *
 * @see 2-records: canonical CSV and its fine print
 */
import type * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Goal from "@crm-procedure/core/records/Goal"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import type * as Field from "@crm-procedure/core/records/Field"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as CanonicalFile from "./CanonicalFile.ts"
import type * as Stream from "effect/Stream"
import * as CsvCell from "./CsvCell.ts"
import * as Batches from "./internal/Batches.ts"
import { Blocks } from "./internal/Blocks.ts"
import { CsvRows, split } from "./internal/CsvRows.ts"
import * as FastRows from "./internal/FastRows.ts"
import { RowCells } from "./internal/RowCells.ts"

type Zone = Calendar.Zone

/**
 * What is done with what was read.
 *
 * `onRecord` gets a new object for each row, with every key of the record present (`undefined` where absent) and always
 * in the same order. It may answer with the line of the row that was accepted earlier with the same id: then the row
 * is rejected as a repetition of that line. Nothing, or 0: the row stands.
 *
 * Gotcha: its longer texts may be slices of the block that was read; to keep one for long, copy it (into bytes or a
 * table of your own), or the whole block stays in memory with it.
 */
export interface Handler<R> {
  readonly onRecord: (record: R, line: number, unknown: UnknownCells) => number | void
  readonly onRejected: (rejection: CanonicalFile.Rejection) => void
}

/** The cells of a row's unknown columns by column name, absent ones left out. Empty unless asked for in {@link Options}. */
export type UnknownCells = Readonly<Record<string, string>>

export interface Options {
  /** The file's name for messages; by default the canonical one. */
  readonly file?: string
  /**
   * Who detects repeated ids: `reader` (default), which keeps every accepted id in memory (some 30 bytes each), or
   * `caller`, whose `onRecord` then answers with the earlier line.
   */
  readonly identity?: "reader" | "caller"
  /** Whether `onRecord` gets the cells of unknown columns. Default: no, only their names are reported. */
  readonly unknownCells?: boolean
  /** The longest row accepted, in bytes; a longer one (an unclosed quote, mostly) makes the file unusable. Default 16 MiB. */
  readonly maximumRowBytes?: number
  /** How many bytes are read at once. Default 1 MiB. */
  readonly blockBytes?: number
}

/** What a file held: `rows` = `read` + `rejected`. */
export interface Summary {
  readonly rows: number
  readonly read: number
  readonly rejected: number
  readonly unknownColumns: ReadonlyArray<string>
}

/** A file being read. Both methods throw {@link CanonicalFile.UnusableFile}; the bytes pushed may be reused after `push`. */
export interface Reader {
  readonly push: (bytes: Uint8Array) => void
  readonly end: () => Summary
}

const MEBIBYTE = 1024 * 1024
const noCells: UnknownCells = Object.freeze({})

/** Where the header's columns go, and which of them are unknown; refuses a column twice and a missing required one. */
const layoutOf = (
  file: string,
  fields: ReadonlyArray<Field.Field>,
  columns: ReadonlyArray<string>,
  line: number
): { readonly slots: Int32Array; readonly unknown: ReadonlyArray<string> } => {
  const slotByColumn = new Map(fields.map((field, slot) => [field.column, slot]))
  const seen = new Set<string>()
  const unknown: Array<string> = []
  const slots = Int32Array.from(columns, (column) => {
    if (column !== "" && seen.has(column)) {
      throw new CanonicalFile.UnusableFile({
        file,
        line,
        column,
        found: `${column} ${columns.filter((one) => one === column).length}×`,
        expected: { es: "cada columna una sola vez en el encabezado", en: "each column once in the header" }
      })
    }
    seen.add(column)
    const slot = slotByColumn.get(column)
    if (slot !== undefined) return slot
    unknown.push(column)
    return fields.length + unknown.length - 1
  })
  const missing = fields.filter((field) => field.required && !seen.has(field.column)).map((field) => field.column)
  if (missing.length > 0) {
    const listed = missing.join(", ")
    throw new CanonicalFile.UnusableFile({
      file,
      line,
      column: listed,
      found: RecordReader.shown(columns.join(", ")),
      expected: { es: `un encabezado con ${listed}`, en: `a header with ${listed}` }
    })
  }
  return { slots, unknown }
}

const tooManyCells = (found: number, expected: number): Field.Fault => ({
  column: "",
  found: `${found}`,
  expected: { es: `${expected} celdas o menos, como el encabezado`, en: `${expected} cells or fewer, like the header` }
})

/** A reader of any of the seven files. */
export const reader = <R>(kind: CanonicalFile.Kind<R>, zone: Zone, handler: Handler<R>, options: Options = {}): Reader => {
  const file = options.file ?? kind.file
  const { fields } = kind
  const build = FastRows.builds[kind.name] as FastRows.Build<R> | undefined
  const accept = options.identity === "caller" ? undefined : kind.acceptance()
  const keepsUnknown = options.unknownCells ?? false
  const counts = { rows: 0, read: 0, rejected: 0 }
  let columnCount = 0
  let slots = new Int32Array(0)
  let unknown: ReadonlyArray<string> = []
  let cells: RowCells

  const reject = (line: number, faults: ReadonlyArray<Field.Fault>): void => {
    counts.rejected++
    handler.onRejected({ line, faults })
  }
  /** Hands a readable record on, unless its id is taken. */
  const offer = (record: R, line: number, unknownCells: UnknownCells): void => {
    const firstLine = (accept === undefined ? 0 : accept(record, line)) || handler.onRecord(record, line, unknownCells) || 0
    if (firstLine === 0) counts.read++
    else reject(line, [kind.repeated(record, firstLine)])
  }
  /** The row read completely: every fault in it, or the record. */
  const readSlowly = (line: number, cellCount: number, from: number, to: number): void => {
    const bySlot: Array<string | undefined> = new Array(fields.length + unknown.length).fill(undefined)
    split(cells.text, from, to, rows.delimiter).forEach((cell, i) => {
      if (i < columnCount) bySlot[slots[i]!] = CsvCell.read(cell)
    })
    const read = RecordReader.readCells(fields, bySlot, zone, kind.faults)
    const extra = cellCount > columnCount ? [tooManyCells(cellCount, columnCount)] : []
    if (read.faults !== undefined || extra.length > 0) reject(line, [...extra, ...(read.faults ?? [])])
    else offer(read.record, line, keepsUnknown ? unknownOf((slot) => bySlot[slot]) : noCells)
  }
  const unknownOf = (cellOf: (slot: number) => string | undefined): UnknownCells => {
    const entries: Array<readonly [string, string]> = []
    unknown.forEach((column, i) => {
      const cell = cellOf(fields.length + i)
      if (cell !== undefined) entries.push([column, cell])
    })
    return Object.fromEntries(entries)
  }

  const rows = new CsvRows(file, {
    header: (columns, line) => {
      const layout = layoutOf(file, fields, columns, line)
      columnCount = columns.length
      slots = layout.slots as Int32Array<ArrayBuffer>
      unknown = layout.unknown
      cells = new RowCells(fields.length + unknown.length, zone)
      const instants = Uint8Array.from(slots, (slot) => fields[slot]?.kind === "instant" ? 1 : 0)
      return { slots, instants, cells }
    },
    row: (line, cellCount, hasEscapes, from, to) => {
      counts.rows++
      if (build === undefined || hasEscapes || cells.isSuspect || cellCount > columnCount) return readSlowly(line, cellCount, from, to)
      cells.declined = false
      const record = build(cells)
      if (cells.declined || kind.faults(record).length > 0) return readSlowly(line, cellCount, from, to)
      offer(record, line, keepsUnknown ? unknownOf((slot) => cells.optionalText(slot)) : noCells)
    }
  })
  const blocks = new Blocks({
    file,
    blockBytes: options.blockBytes ?? MEBIBYTE,
    maximumRowBytes: options.maximumRowBytes ?? 16 * MEBIBYTE,
    line: () => rows.line
  }, (text, codes, length, isLast) => rows.consume(text, codes, length, isLast))

  return {
    push: (bytes) => blocks.push(bytes),
    end: () => {
      blocks.end()
      if (!rows.hasHeader) throw noHeader(file, fields)
      return { ...counts, unknownColumns: unknown }
    }
  }
}

const noHeader = (file: string, fields: ReadonlyArray<Field.Field>): CanonicalFile.UnusableFile => {
  const listed = fields.filter((field) => field.required).map((field) => field.column).join(", ")
  return new CanonicalFile.UnusableFile({
    file,
    line: 1,
    column: "",
    found: "no header",
    expected: { es: `un encabezado con ${listed}`, en: `a header with ${listed}` }
  })
}

/** A reader of one file: the zone reads the instants without offset. */
export type Open<R> = (zone: Zone, handler: Handler<R>, options?: Options) => Reader

export const prospects: Open<Prospect.Prospect> = (zone, handler, options) =>
  reader(CanonicalFile.prospects, zone, handler, options)
export const activities: Open<Activity.Activity> = (zone, handler, options) =>
  reader(CanonicalFile.activities, zone, handler, options)
export const goals: Open<Goal.Goal> = (zone, handler, options) => reader(CanonicalFile.goals, zone, handler, options)
export const verificationCalls: Open<VerificationCall.VerificationCall> = (zone, handler, options) =>
  reader(CanonicalFile.verificationCalls, zone, handler, options)
export const employees: Open<Directory.Employee> = (zone, handler, options) =>
  reader(CanonicalFile.employees, zone, handler, options)
export const branches: Open<Directory.Branch> = (zone, handler, options) =>
  reader(CanonicalFile.branches, zone, handler, options)
export const brands: Open<Directory.Brand> = (zone, handler, options) =>
  reader(CanonicalFile.brands, zone, handler, options)

/** What a piece of the file held; the last batch, always there, has the summary. */
export type Batch<R> = Batches.Batch<R, CanonicalFile.Rejection, Summary>

/** Reads a stream of bytes into batches of thousands of records, by default refusing repeated ids by itself. */
export const stream = <R>(
  kind: CanonicalFile.Kind<R>,
  zone: Zone,
  options?: Options
): <E, RE>(
  bytes: Stream.Stream<Uint8Array, E, RE>
) => Stream.Stream<Batch<R>, E | CanonicalFile.UnusableFile, RE> =>
  Batches.stream((handler: Handler<R>) => reader(kind, zone, handler, options))

/** Writes records as a canonical file, header first: what is written is read again as the same records. */
export const write = <R>(kind: CanonicalFile.Kind<R>, zone: Zone, records: Iterable<R>): string => {
  let text = header(kind)
  for (const record of records) text += line(kind, zone, record)
  return text
}

/** The header of a canonical file, with its line end. */
export const header = <R>(kind: CanonicalFile.Kind<R>): string => `${CsvText.row(kind.fields.map((field) => field.column))}\n`

/** One record as a row of the canonical file, with its line end. */
export const line = <R>(kind: CanonicalFile.Kind<R>, zone: Zone, record: R): string =>
  `${CsvText.row(kind.fields.map((field) => writeValue(field, (record as Readonly<Record<string, unknown>>)[field.name], zone)))}\n`

const writeValue = (field: Field.Field, value: unknown, zone: Zone): string => {
  if (value === undefined) return ""
  if (field.kind === "instant") return Calendar.formatInstant(zone, value as number)
  if (field.kind === "day") return Calendar.formatDay(value as number)
  return field.kind === "list" ? (value as ReadonlyArray<string>).join("|") : String(value)
}
