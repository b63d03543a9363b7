/**
 * Reads workbooks (`.xlsx`): each sheet comes as UTF-8 text with commas, so that the reader of CSV reads its rows. A date cell is a local
 * instant, a number its shortest decimal text, a formula its kept value, an error its own text. Nothing outside the sheet is opened: no link,
 * no macro.
 *
 * Memory: the texts that cells share, and a block of the sheet.
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as SpanishWords from "@crm-procedure/core/records/SpanishWords"
import * as CanonicalCsv from "./CanonicalCsv.ts"
import type * as CanonicalFile from "./CanonicalFile.ts"
import { UnusableFile } from "./CanonicalFile.ts"
import * as ColumnMapping from "./ColumnMapping.ts"
import * as TextEncoding from "./TextEncoding.ts"
import * as CellDates from "./internal/CellDates.ts"
import * as SharedTexts from "./internal/SharedTexts.ts"
import { SheetText } from "./internal/SheetText.ts"
import * as WorkbookRefusal from "./internal/WorkbookRefusal.ts"
import * as XmlTags from "./internal/XmlTags.ts"
import { ZipParts } from "./internal/ZipParts.ts"
import type { Source } from "./internal/ZipParts.ts"

/** A sheet, in the order of the tabs. `part` is its place in the file. */
export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  readonly part: string
}

/** An open workbook; `file` is its name for messages. */
export interface Workbook {
  readonly file: string
  readonly sheets: ReadonlyArray<Sheet>
  /** How its sheets are read. */
  readonly book: Book
}

interface Book {
  readonly parts: ZipParts
  readonly texts: string | undefined
  readonly styles: string | undefined
  readonly dates: CellDates.CellDates
  /** What the sheets share, read for the first of them. */
  shared: Promise<{ readonly texts: SharedTexts.SharedTexts; readonly styles: Uint8Array }> | undefined
}

export type { Source }

// --------------------------------------------------------------------------------------------------------- what it is

const starts = (bytes: Uint8Array, ...values: ReadonlyArray<number>): boolean => values.every((value, i) => bytes[i] === value)

/** Whether bytes, at least the first eight of a file, are those of a workbook, good or not: else they are text. */
export const isWorkbook = (bytes: Uint8Array): boolean => starts(bytes, 0x50, 0x4b, 3, 4) || starts(bytes, 0x50, 0x4b, 5, 6) || isOldFile(bytes)

const isOldFile = (bytes: Uint8Array): boolean => starts(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)

/** Whether a file's name is a workbook's, of any age. */
export const isWorkbookName = (file: string): boolean => /\.(xlsx|xlsm|xltx|xltm|xlsb|xls|xlt|ods)$/i.test(file)

const HEAD_BYTES = 4096

/** Whether the first bytes of a file are those of a table as text, whatever the file's name: no page, no XML, no control character. */
const isPlainTable = (head: Uint8Array): boolean => {
  const encoding = TextEncoding.markOf(head)?.encoding ?? "utf-8"
  const text = new TextDecoder(encoding).decode(head.subarray(0, HEAD_BYTES)).trim()
  return text !== "" && !text.startsWith("<") && !/[^\P{Cc}\t\r\n]/u.test(text)
}

/**
 * Whether a file with this name, whose first bytes these are (up to 4 KiB of them), is read as a workbook. Systems give the name of a
 * workbook to comma-separated text; that is read as text.
 */
export const isWorkbookFile = (head: Uint8Array, file: string): boolean => isWorkbook(head) || (isWorkbookName(file) && !isPlainTable(head))

const pieces = async function*(source: Source): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source
  else {
    const { createReadStream } = await import("node:fs")
    yield* createReadStream(source.path, { highWaterMark: 1 << 16 }) as AsyncIterable<Uint8Array>
  }
}

/** Refuses what is no ZIP file, by what it is. */
const checkKind = async (source: Source, file: string): Promise<void> => {
  let head: Buffer = Buffer.alloc(0)
  const password = Buffer.from("EncryptedPackage", "utf16le")
  for await (const piece of pieces(source)) {
    const bytes = Buffer.concat([head.subarray(-password.length), piece])
    if (head.length === 0) head = Buffer.from(piece.subarray(0, HEAD_BYTES))
    if (!isOldFile(head)) break
    if (bytes.includes(password)) throw WorkbookRefusal.encrypted(file)
  }
  if (isOldFile(head)) throw WorkbookRefusal.oldExcel(file)
  if (isWorkbook(head)) return
  const text = head.toString(head[0] === 0xff ? "utf16le" : "utf8").replace(/^\uFEFF/, "").trimStart().toLowerCase()
  if (/^<\?xml[^>]*>\s*(<\?mso|<workbook|<ss:workbook)/.test(text)) throw WorkbookRefusal.markup(file, "XML")
  if (/^(<!doctype html|<html|<head|<meta|<table|<style|<div|<body)/.test(text) || text.includes("<html") || text.includes("<table")) {
    throw WorkbookRefusal.markup(file, "HTML")
  }
  throw WorkbookRefusal.damaged(file, head.length === 0 ? "0 bytes" : "ZIP")
}

// ------------------------------------------------------------------------------------------------------------- opening

/** The place of a part that another one names. */
const resolved = (base: string, target: string): string => {
  const path = target.startsWith("/") ? [] : base.split("/").slice(0, -1)
  for (const step of target.replaceAll("\\", "/").split("/")) {
    if (step === "..") path.pop()
    else if (step !== "" && step !== ".") path.push(step)
  }
  return path.join("/")
}

interface Relation {
  readonly type: string
  readonly target: string
}

/** What a part names, by id; what lies outside the file is left out. */
const relationsOf = async (parts: ZipParts, part: string): Promise<ReadonlyMap<string, Relation>> => {
  const slash = part.lastIndexOf("/") + 1
  const name = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`
  const relations = new Map<string, Relation>()
  if (!parts.has(name)) return relations
  await XmlTags.read(parts, name, new Set(["Relationship"]), (_, attribute) => {
    if (attribute("TargetMode")?.toLowerCase() === "external") return
    const type = attribute("Type") ?? ""
    relations.set(attribute("Id") ?? "", { type: type.slice(type.lastIndexOf("/") + 1), target: resolved(part, attribute("Target") ?? "") })
  })
  return relations
}

const checkIsSpreadsheet = (parts: ZipParts): void => {
  if (parts.has("xl/workbook.bin")) throw WorkbookRefusal.otherKind(parts.file, ".xlsb")
  if (parts.has("content.xml") && parts.has("mimetype")) throw WorkbookRefusal.otherKind(parts.file, ".ods")
  if (parts.has("word/document.xml")) throw WorkbookRefusal.otherKind(parts.file, ".docx")
  if (parts.has("index/document.iwa")) throw WorkbookRefusal.otherKind(parts.file, ".numbers")
}

const openParts = async (parts: ZipParts): Promise<Workbook> => {
  checkIsSpreadsheet(parts)
  const root = await relationsOf(parts, "")
  const part = [...root.values()].find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml"
  const relations = await relationsOf(parts, part)
  const sheets: Array<Sheet> = []
  let is1904 = false
  await XmlTags.read(parts, part, new Set(["sheet", "workbookPr"]), (name, attribute) => {
    if (name === "workbookPr") is1904 = ["1", "true", "on"].includes(attribute("date1904")?.toLowerCase() ?? "")
    if (name !== "sheet") return
    const relation = relations.get(attribute("id") ?? "")
    // Charts and dialogs have tabs too, and no cells.
    if (relation?.type !== "worksheet") return
    sheets.push({ name: attribute("name") ?? "", isHidden: /hidden/i.test(attribute("state") ?? ""), part: relation.target })
  })
  if (sheets.length === 0) throw WorkbookRefusal.damaged(parts.file, part)
  const partOf = (type: string): string | undefined => [...relations.values()].find((one) => one.type === type)?.target
  const book: Book = { parts, texts: partOf("sharedStrings"), styles: partOf("styles"), dates: new CellDates.CellDates(is1904), shared: undefined }
  return { file: parts.file, sheets, book }
}

const attempt = <A>(act: () => Promise<A>): Effect.Effect<A, UnusableFile> =>
  Effect.promise(() => act().then(Result.succeed, refused)).pipe(Effect.flatMap(Effect.fromResult))

const refused = (error: unknown): Result.Result<never, UnusableFile> => {
  if (error instanceof UnusableFile) return Result.fail(error)
  throw error
}

/**
 * Opens a workbook, a file of the disk or its bytes, for as long as the scope lasts. Fails with a message that says how to save the file where
 * it is an old or a binary workbook, a page with a workbook's name, damaged, asks for a password, or grows out of proportion.
 */
export const open = (source: Source, file: string): Effect.Effect<Workbook, UnusableFile, Scope.Scope> =>
  Effect.acquireRelease(
    attempt(async () => {
      await checkKind(source, file)
      return ZipParts.open(source, file)
    }),
    (parts) => Effect.sync(() => parts.close())
  ).pipe(Effect.flatMap((parts) => attempt(() => openParts(parts))))

// ------------------------------------------------------------------------------------------------------------- reading

const sharedOf = (book: Book) => {
  const { parts, styles, texts } = book
  return book.shared ??= (async () => ({
    styles: styles !== undefined && parts.has(styles) ? await CellDates.readStyles(parts, styles) : new Uint8Array(0),
    texts: texts !== undefined && parts.has(texts) ? await SharedTexts.read(parts, texts) : SharedTexts.none
  }))()
}

const blocks = async function*({ book, file }: Workbook, { part }: Sheet): AsyncGenerator<Uint8Array> {
  const { styles, texts } = await sharedOf(book)
  let ready: Array<Uint8Array> = []
  const sheet = new SheetText({ file, texts, styles, dates: book.dates, spend: (bytes) => book.parts.spend(bytes) }, part, (block) => ready.push(block))
  for await (const chunk of book.parts.read(part)) {
    sheet.push(chunk)
    yield* ready
    ready = []
    if (sheet.isDone) break
  }
  sheet.end()
  yield* ready
}

// ------------------------------------------------------------------------------------------------------- which sheet

/** What a sheet is chosen by. */
export interface Wanted {
  /** The sheet must have this name. */
  readonly sheet?: string | undefined
  /** A sheet of one of these names is taken, hidden or not. */
  readonly names?: ReadonlyArray<string>
  /** Whether a row of cells is the header looked for. */
  readonly isHeader: (cells: ReadonlyArray<string>) => boolean
}

/** What is wanted of a canonical file: a sheet with its name in either language, else one with its columns. */
export const wantedOf = <R>(kind: CanonicalFile.Kind<R>): Wanted => ({ names: [kind.name, kind.spanishName], isHeader: CanonicalCsv.isHeader(kind) })

/** What is wanted of a mapping's source: its sheet, else one with all columns that it names. */
export const wantedOfSource = (source: ColumnMapping.Source): Wanted => ({ sheet: source.sheet, isHeader: ColumnMapping.isHeader(source) })

const namedAs = (sheets: ReadonlyArray<Sheet>, names: ReadonlyArray<string>): Sheet | undefined => {
  const forms = new Set(names.map(SpanishWords.nameForm))
  return sheets.find(({ name }) => forms.has(SpanishWords.nameForm(name)))
}

const noSheet = ({ file, sheets }: Workbook, names: ReadonlyArray<string>): UnusableFile =>
  new UnusableFile({
    file,
    line: 0,
    column: "",
    found: sheets.map(({ isHidden, name }) => isHidden ? `(${name})` : name).join(", "),
    expected: { es: `una hoja ${names.join(" o ")}`, en: `a sheet ${names.join(" or ")}` }
  })

/**
 * The sheet to read: the one with the wanted name, names comparing as those of columns do; else the first visible one whose first rows have the
 * header; else the first visible one that is not empty, so that the reader says what it lacks.
 */
export const sheetFor = (workbook: Workbook, { isHeader, names = [], sheet }: Wanted): Effect.Effect<Sheet, UnusableFile> =>
  Effect.gen(function*() {
    const { sheets } = workbook
    const named = namedAs(sheets, sheet === undefined ? names : [sheet])
    if (named !== undefined) return named
    if (sheet !== undefined) return yield* noSheet(workbook, [sheet])
    let filled: Sheet | undefined
    for (const one of sheets.filter(({ isHidden }) => !isHidden)) {
      const rows = yield* firstRows(workbook, one)
      if (rows.some(isHeader)) return one
      if (rows.some((row) => row.length > 0)) filled ??= one
    }
    return filled ?? sheets.find(({ isHidden }) => !isHidden) ?? (yield* noSheet(workbook, names))
  })

/** The rows of the sheet that is wanted, as {@link text} gives them; reads of the file go on until the stream ends. */
export const rows = (source: Source, file: string, wanted: Wanted): Stream.Stream<Uint8Array, UnusableFile> =>
  Stream.unwrap(Effect.gen(function*() {
    const workbook = yield* open(source, file)
    return text(workbook, yield* sheetFor(workbook, wanted))
  }))

/** The rows of a sheet as UTF-8 text with commas. Line `n` is row `n` of the sheet where no cell has a line break. */
export const text = (workbook: Workbook, sheet: Sheet): Stream.Stream<Uint8Array, UnusableFile> =>
  Stream.fromAsyncIterable(blocks(workbook, sheet), (error) => error).pipe(
    Stream.catch((error) => error instanceof UnusableFile ? Stream.fail(error) : Stream.die(error))
  )

const MAXIMUM_FIRST_CHARACTERS = 4 << 20

/** The cells of a sheet's first rows, empty ones and empty rows too. */
export const firstRows = (workbook: Workbook, sheet: Sheet, count = 20): Effect.Effect<ReadonlyArray<ReadonlyArray<string>>, UnusableFile> =>
  attempt(async () => {
    const decoder = new TextDecoder("utf-8")
    let written = ""
    let rows: ReadonlyArray<ReadonlyArray<string>> = []
    for await (const block of blocks(workbook, sheet)) {
      written += decoder.decode(block, { stream: true })
      rows = completeRows(written, count).rows
      if (rows.length >= count || written.length > MAXIMUM_FIRST_CHARACTERS) break
    }
    return rows
  })

/** The cells of some rows of a sheet. Readers count a row as one line, however many lines its cells have. */
export const cellsAt = (workbook: Workbook, sheet: Sheet, wanted: ReadonlySet<number>): Effect.Effect<ReadonlyMap<number, ReadonlyArray<string>>, UnusableFile> =>
  attempt(async () => {
    const found = new Map<number, ReadonlyArray<string>>()
    const decoder = new TextDecoder("utf-8")
    const last = Math.max(0, ...wanted)
    let written = ""
    let number = 1
    for await (const block of blocks(workbook, sheet)) {
      written += decoder.decode(block, { stream: true })
      const { end, rows } = completeRows(written, Number.POSITIVE_INFINITY)
      for (const row of rows) {
        if (wanted.has(number)) found.set(number, row)
        number++
      }
      written = written.slice(end)
      if (number > last || written.length > MAXIMUM_FIRST_CHARACTERS) break
    }
    return found
  })

/** The first complete rows of a text that {@link text} gives, and where they end. */
const completeRows = (written: string, count: number): { readonly rows: ReadonlyArray<ReadonlyArray<string>>; readonly end: number } => {
  const rows: Array<ReadonlyArray<string>> = []
  let row: Array<string> = []
  let complete = 0
  for (let at = 0; rows.length < count && at < written.length;) {
    let end = at
    if (written[at] === "\"") {
      for (end = written.indexOf("\"", at + 1); end >= 0 && written[end + 1] === "\""; end = written.indexOf("\"", end + 2));
      if (end < 0) break
      end++
    } else while (end < written.length && written[end] !== "," && written[end] !== "\n") end++
    if (end >= written.length) break
    const cell = written.slice(at, end)
    row.push(cell.startsWith("\"") ? cell.slice(1, -1).replaceAll("\"\"", "\"") : cell)
    at = end + 1
    if (written[end] === "\n") {
      rows.push(row.length === 1 && row[0] === "" ? [] : row)
      row = []
      complete = at
    }
  }
  return { rows, end: complete }
}
