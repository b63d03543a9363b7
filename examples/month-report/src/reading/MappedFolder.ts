/**
 * A folder of another system's export made a folder of canonical files, so that everything after it reads what it always
 * reads. The canonical files lie in a folder of their own inside the results' while the report runs, and are then removed:
 * they hold personal data.
 */
import type * as Reading from "@crm-procedure/core/records/Reading"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as RejectedRows from "@crm-procedure/intake/RejectedRows"
import { closeSync, mkdtempSync, openSync, realpathSync, renameSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import * as Folder from "./Folder.ts"
import type { SheetFiles } from "./SheetFiles.ts"

/** What was read, and for a kind of record also from which files (none: no file was given). */
export interface Counted extends CanonicalCsv.Summary {
  readonly from: ReadonlyArray<string>
}

export interface MappedFolder {
  /** The canonical files. */
  readonly sources: Folder.Sources
  /** What the mapped sources held, by source file, and the records that they made, by kind. */
  readonly files: Readonly<Record<string, Counted>>
  /** Which file each kind that no source makes comes from. */
  readonly from: Readonly<Record<string, ReadonlyArray<string>>>
  /** Brings the sources' rejected rows to the results. */
  readonly finish: () => void
  /** Takes the canonical files away, as the end of the process does. */
  readonly remove: () => void
}

const kinds = Object.values(CanonicalFile.all) as ReadonlyArray<CanonicalFile.Kind<unknown>>

/** Refuses a folder that lacks a source, and results that would be written over them. */
export const check = ({ mapped, where: folder }: Folder.Found, out: string, mapping: ColumnMapping.Mapping): void => {
  const missing = Object.keys(mapping.sources).filter((file) => mapped[file] === undefined).join(", ")
  if (missing !== "") {
    throw new Unusable({
      es: `Falta ${missing} en ${folder}: la correspondencia ${mapping.name} lo lee.`,
      en: `${missing} missing in ${folder}: the mapping ${mapping.name} reads it.`
    })
  }
  if (Folder.isSame(folder, out)) {
    throw new Unusable({
      es: `--out es la misma carpeta que se lee (${folder}): con --mapping se esperaba otra, para no escribir sobre los archivos de origen.`,
      en: `--out is the folder that is read (${folder}): with --mapping expected another, so that no source file is written over.`
    })
  }
}

/** Text written to a file in blocks. */
export class TextFile {
  private readonly file: number
  private pending: string

  constructor(path: string, header: string) {
    this.file = openSync(path, "w", 0o600)
    this.pending = header
  }

  add(text: string): void {
    this.pending += text
    if (this.pending.length > 1 << 16) this.flush()
  }

  close(): void {
    this.flush()
    closeSync(this.file)
  }

  private flush(): void {
    writeSync(this.file, this.pending)
    this.pending = ""
  }
}

/** `rejected-leads.csv`, whatever the source's name ends in. */
export const rejectedName = (source: string): string => RejectedRows.fileName(/\.csv$/i.test(source) ? source : `${source}.csv`)

/** The kinds that a mapping makes, and the sources of each. */
export const sourcesByKind = (mapping: ColumnMapping.Mapping): ReadonlyMap<CanonicalFile.Name, ReadonlyArray<string>> => {
  const sources = new Map<CanonicalFile.Name, Array<string>>()
  for (const [file, { records }] of Object.entries(mapping.sources)) {
    for (const kind of new Set(records.map((rule) => rule.kind))) sources.set(kind, [...(sources.get(kind) ?? []), file])
  }
  return sources
}

/** One source and the counts of what it made. Ids are unique over all sources: `acceptances` are theirs together. */
const mapSource = (
  mapping: ColumnMapping.Mapping,
  source: string,
  given: Folder.Source,
  reading: Reading.Reading,
  rejections: Folder.Rejections,
  written: ReadonlyMap<CanonicalFile.Name, TextFile>,
  acceptances: ReadonlyMap<CanonicalFile.Name, (record: unknown, source: string, line: number) => number>,
  firstRejections: Map<CanonicalFile.Name, CanonicalFile.Rejection>,
  onBytes: (count: number) => void
): ColumnMapping.Summary => {
  const rejected = new TextFile(join(rejections.out, rejectedName(source)), RejectedRows.header(rejections.language))
  try {
    const reader = ColumnMapping.reader(mapping, source, reading, {
      onRecord: ({ kind, record }, line) => {
        const earlier = acceptances.get(kind)!(record, source, line)
        if (earlier === 0) written.get(kind)!.add(CanonicalCsv.line(CanonicalFile.all[kind] as CanonicalFile.Kind<unknown>, reading.zone, record))
        return earlier
      },
      onRejected: (rejection) => {
        const { kind } = rejection
        if (kind !== undefined && !firstRejections.has(kind)) firstRejections.set(kind, rejection)
        rejected.add(RejectedRows.lines(rejection, rejections.language))
      }
    }, { identity: "caller", encoding: Folder.readerOptions(given).encoding })
    Folder.readBytes(given.path, (bytes) => {
      reader.push(bytes)
      onBytes(bytes.length)
    })
    return reader.end()
  } finally {
    rejected.close()
  }
}

/** Accepts an id once over all sources; −1 says that the earlier record lies in another file, whose lines say nothing here. */
export const acceptance = (kind: CanonicalFile.Kind<unknown>) => {
  const sourceOfPlace: Array<string> = [""]
  const lineOfPlace: Array<number> = [0]
  const accept = kind.acceptance()
  return (record: unknown, source: string, line: number): number => {
    const place = accept(record, sourceOfPlace.length)
    if (place === 0) {
      sourceOfPlace.push(source)
      lineOfPlace.push(line)
      return 0
    }
    return sourceOfPlace[place] === source ? lineOfPlace[place]! : -1
  }
}

/** Makes the canonical files. What no source makes is taken from the folder's canonical file where there is one. */
export const make = (
  mapping: ColumnMapping.Mapping,
  { mapped, sources: given }: Pick<SheetFiles, "mapped" | "sources">,
  reading: Reading.Reading,
  { language, out }: Folder.Rejections,
  onBytes: (count: number) => void
): MappedFolder => {
  const place = mkdtempSync(join(realpathSync(out), ".mapped-"))
  const remove = (): void => {
    process.off("exit", remove)
    rmSync(place, { recursive: true, force: true })
  }
  process.on("exit", remove)
  try {
    const sources = sourcesByKind(mapping)
    const canonical: { [Name in CanonicalFile.Name]?: Folder.Source } = {}
    const from: Record<string, ReadonlyArray<string>> = {}
    const written = new Map<CanonicalFile.Name, TextFile>()
    const acceptances = new Map<CanonicalFile.Name, ReturnType<typeof acceptance>>()
    for (const kind of kinds) {
      const source = given[kind.name]
      from[kind.name] = sources.get(kind.name) ?? (source === undefined ? [] : [source.file])
      if (!sources.has(kind.name) && source !== undefined) canonical[kind.name] = source
      else if (sources.has(kind.name) || !kind.optional) {
        const path = join(place, kind.file)
        canonical[kind.name] = { path, file: kind.file }
        written.set(kind.name, new TextFile(path, CanonicalCsv.header(kind)))
        acceptances.set(kind.name, acceptance(kind))
      }
    }
    const files: Record<string, Counted> = {}
    const firstRejections = new Map<CanonicalFile.Name, CanonicalFile.Rejection>()
    for (const source of Object.keys(mapping.sources)) {
      const held = mapSource(mapping, source, mapped[source]!, reading, { language, out: place }, written, acceptances, firstRejections, onBytes)
      count(files, source, held)
    }
    for (const file of written.values()) file.close()
    const finish = (): void => {
      for (const source of Object.keys(mapping.sources)) renameSync(join(place, rejectedName(source)), join(out, rejectedName(source)))
    }
    const worthless = Folder.indispensable.filter((kind) => sources.has(kind)).map((kind) =>
      [sources.get(kind)!.join(", "), { ...files[kind]!, firstRejection: firstRejections.get(kind) }] as const)
    try {
      Folder.refuseWorthless(worthless)
    } catch (error) {
      finish()
      throw error
    }
    return { sources: canonical, files, from, finish, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** Adds what a source held to the summary: its own rows, and the records it made of each kind. */
const count = (files: Record<string, Counted>, source: string, held: ColumnMapping.Summary): void => {
  const { bothWays, dayFirst, encoding, repairs, sourceRejected, sourceRows, sourceSkipped, unusedColumns } = held
  files[source] = {
    rows: sourceRows,
    read: sourceRows - sourceRejected - sourceSkipped,
    rejected: sourceRejected,
    skipped: sourceSkipped,
    repairs,
    dayFirst,
    bothWays,
    encoding,
    unknownColumns: unusedColumns,
    from: [source]
  }
  for (const [kind, counts] of Object.entries(held.kinds)) {
    const before = files[kind]
    files[kind] = {
      ...Folder.nothing,
      rows: (before?.rows ?? 0) + counts.rows,
      read: (before?.read ?? 0) + counts.read,
      rejected: (before?.rejected ?? 0) + counts.rejected,
      from: [...(before?.from ?? []), source]
    }
  }
}
