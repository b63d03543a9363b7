/**
 * Reads the canonical CSV files: bytes go in as they come, typed records and rejected rows come out as they are found.
 *
 * At its heart is a synchronous reader (`prospects(zone, handler)`, then `push`, `push`, …, `end`), and over it a
 * `Stream`. Memory: a block of 128 KiB, whatever the file's size, and the ids (see {@link Options}).
 *
 * Files are read as people have them: any usual encoding, title lines above the header, Spanish names, dates that begin with the day.
 * What was read tolerantly is counted in the {@link Summary}.
 */
import type * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Goal from "@crm-procedure/core/records/Goal"
import type * as Prospect from "@crm-procedure/core/records/Prospect"
import type * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import type * as Field from "@crm-procedure/core/records/Field"
import * as Reading from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import * as CanonicalFile from "./CanonicalFile.ts"
import type * as Stream from "effect/Stream"
import * as Batches from "./internal/Batches.ts"
import { BLOCK_BYTES, Blocks, longRowFault } from "./internal/Blocks.ts"
import { CsvRows, HEADER_LINES, PLAIN, split, UNCLEAN } from "./internal/CsvRows.ts"
import type { HeaderLine } from "./internal/CsvRows.ts"
import * as FastRows from "./internal/FastRows.ts"
import { RowCells } from "./internal/RowCells.ts"
import * as TableCell from "./internal/TableCell.ts"
import type * as TextEncoding from "./TextEncoding.ts"

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
  /** Gets each row with cells of UTF-8 that were read as Windows-1252, and how many those are; at the end also the header. */
  readonly onRepaired?: (line: number, cells: number) => void
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
  /** The longest row read, in bytes; a longer one is rejected unread. One whose quotes are not closed makes the file unusable. Default 16 MiB. */
  readonly maximumRowBytes?: number
  /** How many bytes are read at once. By default 128 KiB: such blocks stay in a processor's cache, and their texts die young. */
  readonly blockBytes?: number
  /**
   * The encoding of a file without a byte-order mark, where it is known (see `TextEncoding.Detector`); `xlsx` for the rows of a workbook. Else
   * a file counts as Windows-1252 from the first block on that is no UTF-8.
   */
  readonly encoding?: TextEncoding.Encoding
}

/** What a file held: `rows` = `read` + `rejected` + `skipped`. */
export interface Summary {
  readonly rows: number
  readonly read: number
  readonly rejected: number
  /** Lines above the header, and rows below it with a single cell (a total, a copyright line). */
  readonly skipped: number
  /** Cells that were UTF-8 read as Windows-1252, and were set right. */
  readonly repairs: number
  /** Dates that name the day first, in rows that were read. */
  readonly dayFirst: number
  /** Of these, how many could be read month first as well. */
  readonly bothWays: number
  readonly encoding: TextEncoding.Encoding
  readonly unknownColumns: ReadonlyArray<string>
}

/** From this many on, dates that could be read both ways are reported, if no date of the file shows which way is meant. */
const UNCERTAIN_FROM = 20

/** Whether day and month of a file's dates may have been exchanged: many could be read both ways, and none only one way. */
export const isOrderUncertain = ({ bothWays, dayFirst }: Pick<Summary, "bothWays" | "dayFirst">): boolean => bothWays >= UNCERTAIN_FROM && bothWays === dayFirst

/** A file being read. Both methods throw {@link CanonicalFile.UnusableFile}; the bytes pushed may be reused after `push`. */
export interface Reader {
  readonly push: (bytes: Uint8Array) => void
  readonly end: () => Summary
}

const MEBIBYTE = 1024 * 1024
const noCells: UnknownCells = Object.freeze({})

interface ColumnLayout {
  readonly slots: Int32Array<ArrayBuffer>
  /** The names of the unknown columns by their slots after the known ones; blank where the header is. */
  readonly unknown: ReadonlyArray<string>
}

/** The slots of a kind's columns by the form of their names, in both languages. */
const slotsByName = (fields: ReadonlyArray<Field.Field>): ReadonlyMap<string, number> =>
  new Map(fields.flatMap(({ column, spanishColumn }, slot) => [[SpanishWords.nameForm(column), slot], [SpanishWords.nameForm(spanishColumn), slot]] as const))

/** The required columns that a header lacks. */
const missingIn = (fields: ReadonlyArray<Field.Field>, slots: ReadonlyMap<string, number>, columns: ReadonlyArray<string>): ReadonlyArray<string> => {
  const found = new Set(columns.map((column) => slots.get(SpanishWords.nameForm(column))))
  return fields.filter((field, slot) => field.required && !found.has(slot)).map(({ column }) => column)
}

/** Whether a row of cells is a header of the kind: it has every required column, in either language. */
export const isHeader = <R>(kind: CanonicalFile.Kind<R>): (cells: ReadonlyArray<string>) => boolean => {
  const slotOf = slotsByName(kind.fields)
  return (cells) => missingIn(kind.fields, slotOf, cells).length === 0
}

/** Where the header's columns go, and which of them are unknown; refuses a known column twice. */
const layoutOf = (file: string, fields: ReadonlyArray<Field.Field>, slotOf: ReadonlyMap<string, number>, { columns, line }: HeaderLine): ColumnLayout => {
  const seen = new Map<number, string>()
  const unknown: Array<string> = []
  const slots = Int32Array.from(columns, (column) => {
    const slot = slotOf.get(SpanishWords.nameForm(column))
    if (slot === undefined) {
      unknown.push(column)
      return fields.length + unknown.length - 1
    }
    const earlier = seen.get(slot)
    if (earlier !== undefined) {
      throw new CanonicalFile.UnusableFile({
        file,
        line,
        column: fields[slot]!.column,
        found: earlier === column ? `${column} 2×` : `${earlier}, ${column}`,
        expected: { es: "cada columna conocida una sola vez en el encabezado", en: "each known column once in the header" }
      })
    }
    seen.set(slot, column)
    return slot
  })
  return { slots, unknown }
}

const tooManyCells = (found: number, expected: number): Field.Fault => ({
  column: "",
  found: `${found}`,
  expected: { es: `${expected} celdas o menos, como el encabezado`, en: `${expected} cells or fewer, like the header` }
})

/** A table of so many required columns may have rows of one cell below it, which are no records. */
const FOOTERS_FROM_COLUMNS = 3

/** A reader of any of the canonical files. */
export const reader = <R>(kind: CanonicalFile.Kind<R>, given: Reading.Given, handler: Handler<R>, options: Options = {}): Reader => {
  const file = options.file ?? kind.file
  const maximumRowBytes = options.maximumRowBytes ?? 16 * MEBIBYTE
  const reading = Reading.of(given)
  const { fields } = kind
  const slotOf = slotsByName(fields)
  const mayHaveFooters = fields.filter(({ required }) => required).length >= FOOTERS_FROM_COLUMNS
  const build = FastRows.builds[kind.name]?.(reading) as FastRows.Build<R> | undefined
  const textSlots = FastRows.textSlots[kind.name]
  /** Whether doubled quotes at a slot (-1: nowhere) are read without splitting the row. */
  const isEscapeReadable = (slot: number): boolean => slot < 0 || slot >= fields.length || textSlots!.has(slot)
  const accept = options.identity === "caller" ? undefined : kind.acceptance()
  const keepsUnknown = options.unknownCells ?? false
  const counts = { rows: 0, read: 0, rejected: 0, skipped: 0, repairs: 0, dayFirst: 0, bothWays: 0 }
  let columnCount = 0
  let slots = new Int32Array(0)
  let unknown: ReadonlyArray<string> = []
  let cells: RowCells

  const reject = (line: number, faults: ReadonlyArray<Field.Fault>): void => {
    counts.rejected++
    handler.onRejected({ line, faults: options.encoding === "xlsx" ? TableCell.ofSheet(faults) : faults })
  }
  /** Hands a readable record on, unless its id is taken. */
  const offer = (record: R, line: number, unknownCells: UnknownCells, from: number, to: number): boolean => {
    const firstLine = (accept === undefined ? 0 : accept(record, line)) || handler.onRecord(record, line, unknownCells) || 0
    if (firstLine === 0) counts.read++
    else {
      const written = split(cells.text, from, to, rows.delimiter)
      reject(line, [kind.repeated(record, firstLine, (column) => written[slots.indexOf(fields.findIndex((field) => field.column === column))])])
    }
    return firstLine === 0
  }
  /** Reads the whole row: it is no row, or has faults, or gives the record. */
  const readSlowly = (line: number, isUnclean: boolean, from: number, to: number): void => {
    const row = TableCell.readRow(split(cells.text, from, to, rows.delimiter), isUnclean)
    const filled = TableCell.filled(row)
    if (filled === 0) return
    counts.rows++
    if (filled === 1 && mayHaveFooters) {
      counts.skipped++
      return
    }
    if (row.repairs > 0) {
      counts.repairs += row.repairs
      handler.onRepaired?.(line, row.repairs)
    }
    const bySlot: Array<string | undefined> = new Array(fields.length + unknown.length).fill(undefined)
    const written: Array<string | undefined> = new Array(bySlot.length).fill(undefined)
    for (let i = 0; i < columnCount && i < row.cells.length; i++) {
      bySlot[slots[i]!] = row.cells[i]
      written[slots[i]!] = row.written[i]
    }
    const read = RecordReader.readCells(fields, bySlot, reading, kind.faults, written)
    const extra = row.cells.findLastIndex((cell) => cell !== undefined) >= columnCount ? [tooManyCells(row.cells.length, columnCount)] : []
    if (read.faults !== undefined || extra.length > 0) reject(line, [...extra, ...(read.faults ?? [])])
    else if (offer(read.record, line, keepsUnknown ? unknownOf((slot) => bySlot[slot]) : noCells, from, to)) {
      counts.dayFirst += read.dayFirst.dates
      counts.bothWays += read.dayFirst.bothWays
    }
  }
  const unknownOf = (cellOf: (slot: number) => string | undefined): UnknownCells => {
    const entries: Array<readonly [string, string]> = []
    unknown.forEach((column, i) => {
      const cell = cellOf(fields.length + i)
      if (cell !== undefined && column !== "") entries.push([column, cell])
    })
    return Object.fromEntries(entries)
  }

  const rows = new CsvRows(file, {
    header: (candidate) => {
      if (missingIn(fields, slotOf, candidate.columns).length > 0) return undefined
      const layout = layoutOf(file, fields, slotOf, candidate)
      columnCount = candidate.columns.length
      slots = layout.slots
      unknown = layout.unknown
      cells = new RowCells(fields.length + unknown.length, reading)
      const instants = Uint8Array.from(slots, (slot) => fields[slot]?.kind === "instant" ? 1 : 0)
      return { slots, instants, cells }
    },
    noHeader: (candidates) => {
      throw noHeader(file, fields, slotOf, candidates)
    },
    row: (line, cellCount, form, from, to) => {
      const isUnclean = form === UNCLEAN || cellCount > columnCount
      if (build === undefined || form !== PLAIN || isUnclean || cells.isSuspect || !isEscapeReadable(cells.escapedSlot)) return readSlowly(line, isUnclean, from, to)
      cells.declined = false
      const record = build(cells)
      if (cells.declined || kind.faults(record).length > 0) return readSlowly(line, false, from, to)
      counts.rows++
      offer(record, line, keepsUnknown ? unknownOf((slot) => cells.optionalText(slot)) : noCells, from, to)
    },
    longRow: (line) => {
      counts.rows++
      reject(line, [longRowFault(maximumRowBytes)])
    }
  }, options.encoding === "xlsx")
  const blocks = new Blocks({
    file,
    blockBytes: options.blockBytes ?? BLOCK_BYTES,
    maximumRowBytes,
    line: () => rows.line,
    longRows: rows.longRows,
    encoding: options.encoding
  }, (text, codes, length, isLast) => rows.consume(text, codes, length, isLast))

  return {
    push: (bytes) => blocks.push(bytes),
    end: () => {
      blocks.end()
      if (!rows.hasHeader) throw noHeader(file, fields, slotOf, [])
      if (rows.headerRepairs > 0) handler.onRepaired?.(rows.headerLine, rows.headerRepairs)
      return {
        ...counts,
        rows: counts.rows + rows.skipped,
        skipped: counts.skipped + rows.skipped,
        repairs: counts.repairs + rows.headerRepairs,
        encoding: blocks.encoding,
        unknownColumns: [...new Set(unknown.filter((column) => column !== ""))]
      }
    }
  }
}

/** None of the lines is the header: says what the likeliest line lacks. */
const noHeader = (
  file: string,
  fields: ReadonlyArray<Field.Field>,
  slotOf: ReadonlyMap<string, number>,
  candidates: ReadonlyArray<HeaderLine>
): CanonicalFile.UnusableFile => {
  const missing = (columns: ReadonlyArray<string>) => missingIn(fields, slotOf, columns)
  const likeliest = candidates.reduce<HeaderLine | undefined>((best, one) => best === undefined || missing(one.columns).length < missing(best.columns).length ? one : best, undefined)
  const lacking = missing(likeliest?.columns ?? [])
  const listed = lacking.join(", ")
  const inSpanish = lacking.map((column) => fields.find((field) => field.column === column)!.spanishColumn).join(", ")
  return new CanonicalFile.UnusableFile({
    file,
    line: likeliest?.line ?? 1,
    column: likeliest === undefined ? "" : listed,
    found: RecordReader.shown(likeliest?.columns.join(", ") ?? ""),
    expected: {
      es: `en una de las primeras ${HEADER_LINES} líneas un encabezado con ${listed} (en español: ${inSpanish})`,
      en: `a header with ${listed} in one of the first ${HEADER_LINES} lines`
    }
  })
}

/** A reader of one file. `reading`: at least the zone of instants without an offset. */
export type Open<R> = (reading: Reading.Given, handler: Handler<R>, options?: Options) => Reader

export const prospects: Open<Prospect.Prospect> = (reading, handler, options) =>
  reader(CanonicalFile.prospects, reading, handler, options)
export const activities: Open<Activity.Activity> = (reading, handler, options) =>
  reader(CanonicalFile.activities, reading, handler, options)
export const goals: Open<Goal.Goal> = (reading, handler, options) => reader(CanonicalFile.goals, reading, handler, options)
export const verificationCalls: Open<VerificationCall.VerificationCall> = (reading, handler, options) =>
  reader(CanonicalFile.verificationCalls, reading, handler, options)
export const employees: Open<Directory.Employee> = (reading, handler, options) =>
  reader(CanonicalFile.employees, reading, handler, options)
export const branches: Open<Directory.Branch> = (reading, handler, options) =>
  reader(CanonicalFile.branches, reading, handler, options)
export const brands: Open<Directory.Brand> = (reading, handler, options) =>
  reader(CanonicalFile.brands, reading, handler, options)

/** What a piece of the file held; the last batch, always there, has the summary. */
export type Batch<R> = Batches.Batch<R, CanonicalFile.Rejection, Summary>

/** Reads a stream of bytes into batches of thousands of records, by default refusing repeated ids by itself. */
export const stream = <R>(
  kind: CanonicalFile.Kind<R>,
  reading: Reading.Given,
  options?: Options
): <E, RE>(
  bytes: Stream.Stream<Uint8Array, E, RE>
) => Stream.Stream<Batch<R>, E | CanonicalFile.UnusableFile, RE> =>
  Batches.stream((handler: Handler<R>) => reader(kind, reading, handler, options))

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
  const text = field.kind === "list" ? (value as ReadonlyArray<string>).join("|") : String(value)
  // Reading takes one apostrophe away.
  return text.startsWith("'") ? `'${text}` : text
}
