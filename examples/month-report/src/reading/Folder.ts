/** A folder of files as people have them: which file holds which records, and each of them read record by record. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type * as Reading from "@crm-procedure/core/records/Reading"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as Ndjson from "@crm-procedure/intake/Ndjson"
import * as RejectedRows from "@crm-procedure/intake/RejectedRows"
import * as TextEncoding from "@crm-procedure/intake/TextEncoding"
import * as Workbook from "@crm-procedure/intake/Workbook"
import { accessSync, closeSync, constants, fstatSync, mkdirSync, openSync, readdirSync, readSync, statSync, writeSync } from "node:fs"
import { basename, extname, join } from "node:path"
import { Unusable } from "@crm-procedure/command-line/Unusable"

/** Blocks of text short enough to die young in V8's heap. */
const BLOCK_BYTES = 1 << 17

/** Where a file's rejected rows go, and in which language what was expected is said. */
export interface Rejections {
  readonly out: string
  readonly language: RejectedRows.Language
}

/** Where the records of a kind come from. `file` is what the file is called in messages. */
export interface Source {
  readonly path: string
  readonly file: string
  /** `xlsx` where the path holds the rows of a workbook. */
  readonly encoding?: "xlsx"
}

/** The sources of a folder, by kind. */
export type Sources = { readonly [Name in CanonicalFile.Name]?: Source }

/** What there is to be read. `books`: workbooks whose sheets may hold a kind each. `mapped`: the files that a mapping names. */
export interface Found {
  readonly where: string
  readonly sources: Sources
  readonly books: ReadonlyArray<Source>
  readonly mapped: Readonly<Record<string, Source>>
  /** Documents of leads (ADF), alone or as mails. */
  readonly leads: ReadonlyArray<Source>
}

const kinds = Object.values(CanonicalFile.all) as ReadonlyArray<CanonicalFile.Kind<unknown>>

/** Refuses what is no folder. */
const checkIsFolder = (folder: string): void => {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) {
    throw new Unusable({
      es: `No se encuentra la carpeta ${folder}: se esperaba una carpeta con los archivos CSV.`,
      en: `There is no folder ${folder}: expected a folder with the CSV files.`
    })
  }
  if (!found.isDirectory()) {
    throw new Unusable({
      es: `${folder} es un archivo: se esperaba la carpeta con los archivos, o un libro de Excel (.xlsx).`,
      en: `${folder} is a file: expected the folder with the files, or a workbook (.xlsx).`
    })
  }
}

const headOf = (path: string, bytes = 1 << 12): Uint8Array => {
  const head = new Uint8Array(bytes)
  let length = 0
  try {
    const file = openSync(path, "r")
    try {
      length = readSync(file, head, 0, head.length, 0)
    } finally {
      closeSync(file)
    }
  } catch {
    // Reading the file tells what is wrong with it.
  }
  return head.subarray(0, length)
}

/** Whether a source is a workbook, by its name or by what it holds. */
export const isWorkbook = ({ encoding, file, path }: Source): boolean => encoding === undefined && Workbook.isWorkbookFile(headOf(path), file)

/** Whether a spreadsheet or a system keeps a file for itself: it begins with `~$` or a dot. */
const isPrivate = (name: string): boolean => name.startsWith("~$") || name.startsWith(".")

/** Whether a file is JSON by its name: an array, or one record a line. */
const isJson = (name: string): boolean => /\.(json|ndjson|jsonl)$/i.test(name)

/** Whether a file is a table of text by its name; Excel calls its «Texto Unicode» so. */
const isText = (name: string): boolean => /\.(csv|tsv|txt)$/i.test(name)

/** The kind that a file of a folder holds by its name: `prospects.csv`, `Prospectos.xlsx`, `actividades.ndjson`. */
const kindOf = (name: string): CanonicalFile.Name | undefined =>
  isPrivate(name) || (!isText(name) && !Workbook.isWorkbookName(name) && !isJson(name)) ? undefined : CanonicalFile.kindNamed(name.slice(0, -extname(name).length))

/**
 * The files that hold a kind of record each; refuses two of one kind, and what has a file's name and is none. `others`: files of the
 * folder that hold something else.
 */
const find = (folder: string, others: ReadonlyArray<string> = []): Sources => {
  const names = readdirSync(folder).filter((name) => !others.includes(name)).sort()
  const byKind = Map.groupBy(names.filter((name) => kindOf(name) !== undefined), (name) => kindOf(name)!)
  const twice = [...byKind.values()].filter((files) => files.length > 1)
  if (twice.length > 0) {
    const list = (and: string) => twice.map((files) => files.join(and)).join(", ")
    throw new Unusable({
      es: `En ${folder} hay más de un archivo para los mismos registros: ${list(" y ")}. Deje uno solo.`,
      en: `${folder} has more than one file for the same records: ${list(" and ")}. Keep one of them.`
    })
  }
  const odd = [...byKind.values()].flat().filter((name) => !isFile(join(folder, name)))
  if (odd.length > 0) {
    const list = odd.join(", ")
    throw new Unusable({
      es: `${list} en ${folder} no es un archivo: se esperaba uno, o que no estuviera.`,
      en: `${list} in ${folder} is no file: expected one, or none of that name.`
    })
  }
  return Object.fromEntries([...byKind].map(([kind, [file]]) => [kind, { path: join(folder, file!), file: file! }]))
}

/** The workbooks of a folder that are named after no kind. */
const booksIn = (folder: string, others: ReadonlyArray<string>): ReadonlyArray<Source> =>
  readdirSync(folder).filter((name) => Workbook.isWorkbookName(name) && !isPrivate(name) && kindOf(name) === undefined && !others.includes(name) && isFile(join(folder, name))).sort()
    .map((file) => ({ path: join(folder, file), file }))

/** So far into a document its first lead, or the head of a mail, stands. */
const LEAD_HEAD_BYTES = 1 << 16

/** Whether a file holds leads: a mail, or XML that has a prospect or is named after prospects. */
const holdsLeads = (path: string, name: string): boolean => {
  const extension = extname(name).toLowerCase()
  if (extension !== ".xml") return extension === ".adf" || extension === ".eml"
  if (CanonicalFile.kindNamed(name.slice(0, -extension.length)) === "prospects") return true
  const head = Buffer.from(headOf(path, LEAD_HEAD_BYTES)).toString("latin1").replaceAll("\0", "")
  return /(?:<|&lt;)(?:[\w.-]+:)?prospect(?:\s|>|&gt;)/i.test(head) || /^\s*(?:[a-z-]+:.*\n(?:[ \t].*\n)*)*content-type:/i.test(head)
}

/** The documents of leads in a folder. They are its prospects, so no other file may be, and no mapping may make any. */
const leadsIn = (folder: string, sources: Sources, mapping: ColumnMapping.Mapping | undefined): ReadonlyArray<Source> => {
  const mapped = mapping?.sources ?? {}
  const files = readdirSync(folder).filter((name) => !isPrivate(name) && !Object.hasOwn(mapped, name) && isFile(join(folder, name)) && holdsLeads(join(folder, name), name)).sort()
  if (files.length === 0) return []
  const other = Object.keys(mapped).find((name) => mapped[name]!.records.some(({ kind }) => kind === "prospects")) ?? sources.prospects?.file
  if (other !== undefined) {
    throw new Unusable({
      es: `En ${folder} hay prospectos en ${other} y leads en ${files.join(", ")}. Deje lo uno o lo otro.`,
      en: `${folder} has prospects in ${other} and leads in ${files.join(", ")}. Keep one or the other.`
    })
  }
  return files.map((file) => ({ path: join(folder, file), file }))
}

/** What a folder, or a single workbook, holds. `mapping`: the files that it names are read by it. */
export const look = (where: string, mapping: ColumnMapping.Mapping | undefined): Found => {
  const names = Object.keys(mapping?.sources ?? {})
  if (isFile(where) && Workbook.isWorkbookFile(headOf(where), where)) {
    const source = { path: where, file: basename(where) }
    const name = mapping === undefined ? undefined : ColumnMapping.sourceNamed(mapping, source.file)
    return { where, sources: {}, books: [source], mapped: name === undefined ? {} : { [name]: source }, leads: [] }
  }
  checkIsFolder(where)
  const mapped = Object.fromEntries(names.filter((file) => isFile(join(where, file))).map((file) => [file, { path: join(where, file), file }]))
  const sources = find(where, names)
  return { where, sources, books: booksIn(where, names), mapped, leads: leadsIn(where, sources, mapping) }
}

const missingIn = (sources: Sources, made: ReadonlySet<CanonicalFile.Name>) => kinds.filter(({ name, optional }) => !optional && sources[name] === undefined && !made.has(name))

/** Whether a required kind comes from nowhere. */
export const isIncomplete = (sources: Sources, made: ReadonlySet<CanonicalFile.Name>): boolean => missingIn(sources, made).length > 0

/** Refuses what lacks a required file. `made`: the kinds that are made of other files. */
export const checkComplete = (where: string, sources: Sources, made: ReadonlySet<CanonicalFile.Name>): void => {
  const missing = missingIn(sources, made)
  if (missing.length === 0) return
  if (isFile(where)) {
    throw new Unusable({
      es: `En ${where} falta la hoja ${missing.map(({ spanishName }) => spanishName).join(", ")}: las seis hojas obligatorias deben estar, aunque solo tengan el encabezado.`,
      en: `${where} lacks the sheet ${missing.map(({ name }) => name).join(", ")}: the six required sheets must be there, if only with their header.`
    })
  }
  const es = missing.map(({ file, spanishName }) => `${file} (o ${spanishName}.csv)`).join(", ")
  const en = missing.map(({ file }) => file).join(", ")
  throw new Unusable({
    es: `Falta ${es} en ${where}: los seis archivos obligatorios deben estar, aunque solo tengan el encabezado.`,
    en: `${en} missing in ${where}: the six required files must be there, if only with their header.`
  })
}

/** Makes the folder of the results, or says why it can't be. */
export const makeOut = (out: string): void => {
  try {
    mkdirSync(out, { recursive: true })
    accessSync(out, constants.W_OK)
  } catch (error) {
    throw new Unusable({
      es: `No se puede escribir en ${out} (${(error as Error).message}): se esperaba en --out una carpeta en la que se pueda escribir.`,
      en: `Cannot write into ${out} (${(error as Error).message}): expected --out to be a folder that can be written.`
    })
  }
}

/** Whether two paths are one folder. */
export const isSame = (one: string, other: string): boolean => {
  const [a, b] = [statSync(one, { throwIfNoEntry: false }), statSync(other, { throwIfNoEntry: false })]
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/** A guess at how many rows a file has, from its size and its first rows: only memory is laid out by it. */
export const expectedRows = (path: string): number => {
  let file: number
  try {
    file = openSync(path, "r")
  } catch {
    // Reading the file tells what is wrong with it.
    return 16
  }
  try {
    const head = Buffer.alloc(1 << 16)
    const length = readSync(file, head, 0, head.length, 0)
    let lines = 0
    for (let at = 0; at < length; at++) if (head[at] === 10) lines++
    const { size } = fstatSync(file)
    return lines < 2 ? 16 : Math.ceil(size / (length / lines) * 1.03) + 16
  } finally {
    closeSync(file)
  }
}

/** Writes the rejected rows of a file as they come. The file is always written, if only its header. */
export class RejectedFile {
  private readonly file: number
  private pending: string
  private readonly language: RejectedRows.Language
  /** The first rejected row. */
  first: CanonicalFile.Rejection | undefined

  constructor(file: string, { language, out }: Rejections) {
    this.file = openSync(join(out, RejectedRows.fileName(file)), "w")
    this.pending = RejectedRows.header(language)
    this.language = language
  }

  readonly write = (rejection: CanonicalFile.Rejection): void => {
    this.first ??= rejection
    this.pending += RejectedRows.lines(rejection, this.language)
    if (this.pending.length > BLOCK_BYTES) this.flush()
  }

  close(): void {
    this.flush()
    closeSync(this.file)
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending)
    // A disk that fills up takes a part, and says so at the next attempt only.
    for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written)
    this.pending = ""
  }
}

/** The reader of a source's records: a table, the rows of a workbook, or JSON. */
export const readerOf = <R>(
  kind: CanonicalFile.Kind<R>,
  source: Source,
  reading: Reading.Reading,
  handler: { readonly onRecord: (record: R, line: number) => number | void; readonly onRejected: (rejection: CanonicalFile.Rejection) => void },
  identity: "reader" | "caller"
): Pick<CanonicalCsv.Reader, "push" | "end"> => {
  if (source.encoding !== undefined || !isJson(source.file)) return CanonicalCsv.reader(kind, reading, handler, { identity, ...readerOptions(source) })
  const reader = Ndjson.reader(kind, reading, { onRecord: (record, line) => handler.onRecord(record, line), onRejected: handler.onRejected }, { identity })
  return {
    push: (bytes) => reader.push(bytes),
    end: () => {
      const { unknownNames, ...summary } = reader.end()
      return { ...summary, skipped: 0, unknownColumns: unknownNames }
    }
  }
}

/**
 * Hands on the bytes of a file block by block, until there are no more or `onBlock` answers false. A file that the system refuses to
 * read is an unusable one.
 */
export const readBytes = (path: string, onBlock: (bytes: Uint8Array) => boolean | void): void => {
  const attempt = <A>(act: () => A): A => {
    try {
      return act()
    } catch (error) {
      const expected = { es: "un archivo que se pueda leer", en: "a file that can be read" }
      throw new CanonicalFile.UnusableFile({ file: basename(path), line: 0, column: "", found: (error as Error).message, expected })
    }
  }
  const file = attempt(() => openSync(path, "r"))
  try {
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
    for (;;) {
      const length = attempt(() => readSync(file, block, 0, block.length, null))
      if (length === 0) return
      if (onBlock(block.subarray(0, length)) === false) return
    }
  } finally {
    closeSync(file)
  }
}

/** The encoding of a whole file. */
const encodingOf = (path: string): TextEncoding.Encoding => {
  const detector = new TextEncoding.Detector()
  readBytes(path, (bytes) => {
    detector.push(bytes)
    return !detector.isDecided
  })
  return detector.end()
}

/** How the bytes of a source are read. */
export const readerOptions = ({ encoding, file, path }: Source): { readonly file: string; readonly encoding: TextEncoding.Encoding } => ({
  file,
  encoding: encoding ?? encodingOf(path)
})

/** What a source held, and its first rejected row. */
export interface Held extends CanonicalCsv.Summary {
  readonly firstRejection?: CanonicalFile.Rejection | undefined
}

/** What is counted where no file was given: its file of rejected rows is written in any case. */
export const heldNothing = <R>(kind: CanonicalFile.Kind<R>, rejections: Rejections): Held => {
  new RejectedFile(kind.file, rejections).close()
  return nothing
}

export const nothing: Held = { rows: 0, read: 0, rejected: 0, skipped: 0, repairs: 0, dayFirst: 0, bothWays: 0, encoding: "utf-8", unknownColumns: [] }

/** Reads the records of one kind, handing on each as it comes; answers what the source held. */
export const read = <R>(
  kind: CanonicalFile.Kind<R>,
  source: Source,
  reading: Reading.Reading,
  rejections: Rejections,
  onRecord: (record: R, line: number) => number | void,
  options: { readonly identity?: "reader" | "caller"; readonly onBytes?: (bytes: number) => void } = {}
): Held => {
  const rejected = new RejectedFile(kind.file, rejections)
  try {
    const reader = readerOf(kind, source, reading, { onRecord, onRejected: rejected.write }, options.identity ?? "reader")
    readBytes(source.path, (bytes) => {
      reader.push(bytes)
      options.onBytes?.(bytes.length)
    })
    return { ...reader.end(), firstRejection: rejected.first }
  } finally {
    rejected.close()
  }
}

/** Reads a small file whole. */
export const readAll = <R>(
  kind: CanonicalFile.Kind<R>,
  source: Source,
  reading: Reading.Reading,
  rejections: Rejections
): { readonly records: ReadonlyArray<R>; readonly summary: Held } => {
  const records: Array<R> = []
  const summary = read(kind, source, reading, rejections, (record) => {
    records.push(record)
  })
  return { records, summary }
}

/** The kinds without which a month is worth nothing. */
export const indispensable: ReadonlyArray<CanonicalFile.Name> = ["employees", "branches", "brands", "goals"]

/** Refuses a month of whose directory or goals nothing could be read: `held` tells, by file, how many rows were read and the first one rejected. */
export const refuseWorthless = (held: ReadonlyArray<readonly [file: string, Pick<Held, "read" | "rejected" | "firstRejection">]>): void => {
  const worthless = held.filter(([, { read, rejected }]) => read === 0 && rejected > 0)
  if (worthless.length === 0) return
  const lines = (language: keyof Bilingual): ReadonlyArray<string> =>
    worthless.map(([file, { firstRejection, rejected }]) => {
      const fault = firstRejection?.faults[0]
      const where = fault === undefined ? "" : `${language === "es" ? "línea" : "line"} ${firstRejection!.line}${fault.column === "" ? "" : `, ${fault.column}`}`
      return language === "es"
        ? `  ${file}: ninguna fila leída, ${rejected} ${rejected === 1 ? "rechazada" : "rechazadas"}; ${where}: se encontró ${fault?.found || "nada"}; se esperaba ${fault?.expected.es}.`
        : `  ${file}: no row read, ${rejected} rejected; ${where}: found ${fault?.found || "nothing"}; expected ${fault?.expected.en}.`
    })
  throw new Unusable({
    es: ["El mes no se puede juzgar sin estos archivos. Corrija las filas rechazadas, que quedan en rejected-*.csv:", ...lines("es")].join("\n"),
    en: ["The month cannot be judged without these files. Correct the rejected rows, which are in rejected-*.csv:", ...lines("en")].join("\n")
  })
}
