/**
 * Reads NDJSON, one JSON object a line, or one array of objects, or objects laid out over lines, into the same records and rejections as the canonical CSV. Keys are the names of
 * the fields in camel case; `null`, a missing key and a blank string are absent; a number is never taken for a text. Texts are
 * cleaned and repaired like cells, and encodings are those of tables.
 */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type * as Reading from "@crm-procedure/core/records/Reading"
import * as RecordReader from "@crm-procedure/core/records/RecordReader"
import * as WrittenText from "@crm-procedure/core/identity/WrittenText"
import type * as Stream from "effect/Stream"
import { Buffer, isUtf8 } from "node:buffer"
import type * as CanonicalFile from "./CanonicalFile.ts"
import * as Batches from "./internal/Batches.ts"
import { JsonItems } from "./internal/JsonItems.ts"
import * as ReadyMapping from "./ReadyMapping.ts"
import * as TextEncoding from "./TextEncoding.ts"

/** A line that was not read, with every fault in it, each with its JSON pointer. */
export interface Rejection extends CanonicalFile.Rejection {
  readonly faults: ReadonlyArray<RecordReader.PointedFault>
}

/** As `CanonicalCsv.Handler`: `onRecord` may answer with the line of the earlier record with the same id. */
export interface Handler<R> {
  readonly onRecord: (record: R, line: number, unknown?: Readonly<Record<string, string>>) => number | void
  readonly onRejected: (rejection: Rejection) => void
  /** As in `CanonicalCsv.Handler`. */
  readonly onRepaired?: (line: number, cells: number) => void
}

export interface Options {
  /** Who detects repeated ids: `reader` (default), which keeps them all in memory, or the `caller`, in `onRecord`. */
  readonly identity?: "reader" | "caller"
  /** Whether `onRecord` gets the values of unknown keys that are texts, numbers or truth values. Default: no. */
  readonly unknownCells?: boolean
  /** The longest line read, in bytes; a longer one is rejected unread. Default 1 MiB. */
  readonly maximumLineBytes?: number
}

/** What the lines held: `rows` = `read` + `rejected`. `unknownNames`: keys that are no field's, at most a hundred. */
export interface Summary {
  readonly rows: number
  readonly read: number
  readonly rejected: number
  /** Texts that were UTF-8 read as Windows-1252, and were set right. */
  readonly repairs: number
  /** Dates that name the day first, in records that were read; of these, how many could be read month first as well. */
  readonly dayFirst: number
  readonly bothWays: number
  readonly unknownNames: ReadonlyArray<string>
  readonly encoding: TextEncoding.Encoding
}

/** Lines being read; the bytes pushed may be reused after `push`. No input makes it throw. */
export interface Reader {
  readonly push: (bytes: Uint8Array) => void
  readonly end: () => Summary
}

const LINE_FEED = 10
const MAXIMUM_UNKNOWN_NAMES = 100

const expectedJson: Bilingual = { es: "un objeto JSON en una línea", en: "a JSON object on one line" }
const expectedShorter = (bytes: number): Bilingual => ({
  es: `una línea de ${bytes} bytes o menos`,
  en: `a line of ${bytes} bytes or fewer`
})

/** The fault of a line that is no record. Its text may be personal and is not quoted. */
const lineFault = (expected: Bilingual): ReadonlyArray<RecordReader.PointedFault> => [{ pointer: "", column: "", found: "", expected }]

/** Cuts bytes into lines and hands each on when it is complete. Of a line longer than the bound it reports only that there is one. */
class Lines {
  private readonly maximumBytes: number
  private readonly onLine: (line: Buffer | undefined) => void
  private pending: Array<Buffer> = []
  private pendingBytes = 0
  private isTooLong = false

  constructor(maximumBytes: number, onLine: (line: Buffer | undefined) => void) {
    this.maximumBytes = maximumBytes
    this.onLine = onLine
  }

  push(bytes: Uint8Array): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let from = 0
    for (;;) {
      const end = buffer.indexOf(LINE_FEED, from)
      if (end < 0) break
      this.complete(buffer.subarray(from, end))
      from = end + 1
    }
    if (from < buffer.length) this.keep(buffer.subarray(from))
  }

  /** The last line, when no line feed ended it. */
  end(): void {
    if (this.pendingBytes > 0 || this.isTooLong) this.complete(Buffer.alloc(0))
  }

  private keep(part: Buffer): void {
    if (this.isTooLong || this.pendingBytes + part.length > this.maximumBytes) {
      this.isTooLong = true
      this.pending = []
      this.pendingBytes = 0
      return
    }
    this.pending.push(Buffer.from(part))
    this.pendingBytes += part.length
  }

  private complete(rest: Buffer): void {
    const isTooLong = this.isTooLong || this.pendingBytes + rest.length > this.maximumBytes
    const line = this.pending.length === 0 ? rest : Buffer.concat([...this.pending, rest])
    this.pending = []
    this.pendingBytes = 0
    this.isTooLong = false
    this.onLine(isTooLong ? undefined : line)
  }
}

const OPEN_LIST = 91
const CLOSE_LIST = 93
const OPEN_OBJECT = 123
/** The longest white space before the first line, in bytes. */
const MAXIMUM_HEAD_BYTES = 1 << 16

const isSpace = (byte: number | undefined): boolean => byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13)

/** Whether a file begins as an array of objects, or with a brace alone on its line: then a line is no record. `undefined` where it has not come so far. */
const isLaidOut = (bytes: Buffer): boolean | undefined => {
  if (bytes[0] === 0xef && bytes.length < 3) return undefined
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (isSpace(bytes[at])) at++
  if (bytes[at] === OPEN_OBJECT) {
    do at++
    while (isSpace(bytes[at]) && bytes[at] !== LINE_FEED)
    return at < bytes.length || bytes.length >= MAXIMUM_HEAD_BYTES ? bytes[at] === LINE_FEED : undefined
  }
  if (bytes[at] !== OPEN_LIST) return at < bytes.length || bytes.length >= MAXIMUM_HEAD_BYTES ? false : undefined
  do at++
  while (isSpace(bytes[at]))
  return at < bytes.length || bytes.length >= MAXIMUM_HEAD_BYTES ? bytes[at] === OPEN_OBJECT || bytes[at] === CLOSE_LIST : undefined
}

/** What a lead of a webhook lacks: no field of it is a prospect's. */
const webhookFault = (name: string): ReadonlyArray<RecordReader.PointedFault> =>
  lineFault({ es: `un prospecto con los campos de la plantilla; este es un lead de un webhook, que lee la correspondencia ${name}`, en: `a prospect with the template's fields; this is a lead of a webhook, which the mapping ${name} reads` })

/** A reader of records of one kind: a JSON object on each line, or one array of them, however it is laid out. */
export const reader = <R>(
  kind: CanonicalFile.Kind<R>,
  reading: Reading.Given,
  handler: Handler<R>,
  options: Options = {}
): Reader => {
  const maximumLineBytes = options.maximumLineBytes ?? 1024 * 1024
  const accept = options.identity === "caller" ? undefined : kind.acceptance()
  const names = new Set(kind.fields.map((field) => field.name))
  const unknownNames = new Set<string>()
  const counts = { rows: 0, read: 0, rejected: 0, repairs: 0, dayFirst: 0, bothWays: 0 }
  let line = 0
  let encoding: TextEncoding.Encoding = "utf-8"

  const reject = (faults: ReadonlyArray<RecordReader.PointedFault>): void => {
    counts.rejected++
    handler.onRejected({ line, faults })
  }
  const offer = (record: R, dayFirst: RecordReader.DayFirst, unknown: Readonly<Record<string, string>> | undefined): void => {
    const firstLine = (accept === undefined ? 0 : accept(record, line)) || handler.onRecord(record, line, unknown) || 0
    if (firstLine === 0) {
      counts.read++
      counts.dayFirst += dayFirst.dates
      counts.bothWays += dayFirst.bothWays
      return
    }
    const fault = kind.repeated(record, firstLine)
    reject([{ pointer: `/${kind.fields.find(({ column }) => column === fault.column)?.name ?? ""}`, ...fault }])
  }
  const noteUnknown = (value: unknown): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return
    for (const name of Object.keys(value)) {
      if (!names.has(name) && unknownNames.size < MAXIMUM_UNKNOWN_NAMES) unknownNames.add(RecordReader.shown(name))
    }
  }
  const unknownIn = (value: unknown): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(value as object).flatMap(([name, inner]) => {
      const isPlain = typeof inner === "string" || typeof inner === "number" || typeof inner === "boolean"
      return isPlain && !names.has(name) && unknownNames.has(RecordReader.shown(name)) && String(inner).trim() !== "" ? [[RecordReader.shown(name), String(inner)]] : []
    }))
  const readValue = (value: unknown): void => {
    noteUnknown(value)
    const before = counts.repairs
    const read = RecordReader.read(kind.fields, value, reading, kind.faults, meant)
    if (counts.repairs > before) handler.onRepaired?.(line, counts.repairs - before)
    if (read.faults === undefined) return offer(read.record, read.dayFirst, options.unknownCells === true ? unknownIn(value) : undefined)
    const webhook = kind.name === "prospects" && typeof value === "object" && value !== null ? ReadyMapping.webhookOf(Object.keys(value)) : undefined
    reject(webhook === undefined ? read.faults : webhookFault(webhook))
  }
  const readLine = (bytes: Buffer | undefined): void => {
    line++
    if (bytes !== undefined && bytes.length === 0) return
    if (bytes === undefined) {
      counts.rows++
      return reject(lineFault(expectedShorter(maximumLineBytes)))
    }
    const isUnicode = isUtf8(bytes)
    if (!isUnicode) encoding = "windows-1252"
    const text = (isUnicode ? bytes.toString("utf8").replace(/^\uFEFF/, "") : TextEncoding.windows1252(bytes)).trim()
    if (text === "") return
    counts.rows++
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return reject(lineFault(expectedJson))
    }
    readValue(value)
  }
  const meant = (text: string): string => {
    const repaired = WrittenText.withoutMojibake(text)
    if (repaired !== undefined) counts.repairs++
    return WrittenText.clean(repaired ?? text)
  }

  const countAt = (at: number): void => {
    line = at
    counts.rows++
  }
  const asLines = new Lines(maximumLineBytes, readLine)
  /** Of a file that is one array, or has objects over several lines. */
  const asItems = new JsonItems({ file: "", maximumItemBytes: maximumLineBytes }, {
    onItem: (value, at) => {
      countAt(at)
      readValue(value)
    },
    onBad: (expected, at) => {
      countAt(at)
      reject(lineFault(expected))
    }
  })
  let layout: Pick<Lines, "push" | "end"> | undefined
  let head: Buffer = Buffer.alloc(0)
  const pushText = (bytes: Uint8Array): void => {
    if (layout !== undefined) return layout.push(bytes)
    head = Buffer.concat([head, bytes])
    const isLaid = isLaidOut(head)
    if (isLaid === undefined) return
    layout = isLaid ? asItems : asLines
    layout.push(head)
  }
  /** Turns UTF-16 into UTF-8. */
  let decoder: TextDecoder | undefined
  let start: Buffer | undefined = Buffer.alloc(0)
  const pushBytes = (bytes: Uint8Array): void => pushText(decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true })))
  const begin = (): void => {
    if (start === undefined) return
    const bytes = start
    start = undefined
    encoding = TextEncoding.markOf(bytes)?.encoding ?? encoding
    if (encoding !== "utf-8") decoder = new TextDecoder(encoding)
    pushBytes(bytes)
  }
  return {
    push: (bytes) => {
      if (start === undefined) return pushBytes(bytes)
      start = Buffer.concat([start, bytes])
      if (start.length >= TextEncoding.LONGEST_MARK) begin()
    },
    end: () => {
      begin()
      if (decoder !== undefined) pushText(Buffer.from(decoder.decode()))
      if (layout === undefined) {
        layout = asLines
        layout.push(head)
      }
      layout.end()
      return { ...counts, unknownNames: [...unknownNames], encoding: encoding === "utf-8" ? asItems.encoding : encoding }
    }
  }
}

/** What a piece of the input held; the last batch, always there, has the summary. */
export type Batch<R> = Batches.Batch<R, Rejection, Summary>

/** Reads a stream of bytes into batches of records. */
export const stream = <R>(
  kind: CanonicalFile.Kind<R>,
  reading: Reading.Given,
  options?: Options
): <E, RE>(
  bytes: Stream.Stream<Uint8Array, E, RE>
) => Stream.Stream<Batch<R>, E | CanonicalFile.UnusableFile, RE> =>
  Batches.stream((handler: Handler<R>) => reader(kind, reading, handler, options))

/** Reads one already parsed JSON value as a record of a kind: the record, or every fault in it. */
export const fromUnknown = <R>(kind: CanonicalFile.Kind<R>, value: unknown, reading: Reading.Given): RecordReader.Read<R> =>
  RecordReader.read(kind.fields, value, reading, kind.faults)
