/**
 * Turns documents of leads (ADF), alone or as mails, into a canonical file of prospects. The report then reads that file like any other. It
 * lies in its own folder inside the results' while the report runs, and is then removed: it holds personal data.
 */
import { Unusable } from "@crm-procedure/command-line/Unusable"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import type * as Reading from "@crm-procedure/core/records/Reading"
import * as Adf from "@crm-procedure/intake/Adf"
import * as AdfSettings from "@crm-procedure/intake/AdfSettings"
import * as CanonicalCsv from "@crm-procedure/intake/CanonicalCsv"
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import * as LeadTurns from "@crm-procedure/intake/LeadTurns"
import * as RejectedRows from "@crm-procedure/intake/RejectedRows"
import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { mkdtempSync, realpathSync, rmSync } from "node:fs"
import { join } from "node:path"
import * as Folder from "./Folder.ts"
import * as MappedFolder from "./MappedFolder.ts"

/** What a document held, and what was wrong with it and could be understood. */
export interface Counted extends MappedFolder.Counted {
  readonly leadRepairs: ReadonlyArray<Bilingual>
}

export interface LeadFiles {
  /** The canonical file. */
  readonly prospects: Folder.Source
  /** What the documents held, by document, and the prospects that they made. */
  readonly files: Readonly<Record<string, Counted>>
  /** Takes the canonical file away, as the end of the process does. */
  readonly remove: () => void
}

/** Stands for the advisor until the lead is placed. */
const UNKNOWN = "-"

/** The records of a file whose rejected rows the report itself tells. */
const recordsOf = <R>(kind: CanonicalFile.Kind<R>, source: Folder.Source, reading: Reading.Reading): ReadonlyArray<R> => {
  const records: Array<R> = []
  const reader = Folder.readerOf(kind, source, reading, { onRecord: (record) => void records.push(record), onRejected: () => {} }, "reader")
  Folder.readBytes(source.path, (bytes) => reader.push(bytes))
  reader.end()
  return records
}

const directoryOf = ({ branches, brands, employees }: Folder.Sources, reading: Reading.Reading): Directory.Directory => ({
  branches: recordsOf(CanonicalFile.branches, branches!, reading),
  brands: recordsOf(CanonicalFile.brands, brands!, reading),
  employees: recordsOf(CanonicalFile.employees, employees!, reading)
})

const checkSettings = (settings: AdfSettings.AdfSettings, directory: Directory.Directory): void => {
  const faults = AdfSettings.faults(settings, directory)
  if (faults.length === 0) return
  const list = (language: keyof Bilingual) => faults.map(({ pointer, problem }) => `  ${pointer}: ${problem[language]}`).join("\n")
  throw new Unusable({ es: `Los ajustes de leads no valen para este directorio:\n${list("es")}`, en: `The settings for leads do not fit this directory:\n${list("en")}` })
}

const bytesOf = (path: string): Uint8Array => {
  const blocks: Array<Buffer> = []
  Folder.readBytes(path, (bytes) => void blocks.push(Buffer.from(bytes)))
  return Buffer.concat(blocks)
}

const readDocument = ({ file, path }: Folder.Source, settings: AdfSettings.AdfSettings, directory: Directory.Directory, reading: Reading.Reading): Promise<Adf.Reading> => {
  const document = bytesOf(path)
  const name = createHash("sha256").update(document).digest("hex").slice(0, 16)
  return Effect.runPromise(Adf.read(document, {
    ...AdfSettings.placing(settings, directory),
    reading,
    advisorId: UNKNOWN,
    idWhenMissing: (number) => `adf-${name}-${number}`,
    file
  }))
}

/** Makes the canonical file. A lead's id stands once over all documents. */
export const make = async (
  leads: ReadonlyArray<Folder.Source>,
  sources: Folder.Sources,
  settings: AdfSettings.AdfSettings,
  reading: Reading.Reading,
  { language, out }: Folder.Rejections
): Promise<LeadFiles> => {
  const kind = CanonicalFile.prospects
  const directory = directoryOf(sources, reading)
  checkSettings(settings, directory)
  const place = mkdtempSync(join(realpathSync(out), ".leads-"))
  const remove = (): void => {
    process.off("exit", remove)
    rmSync(place, { recursive: true, force: true })
  }
  process.on("exit", remove)
  try {
    const path = join(place, kind.file)
    const written = new MappedFolder.TextFile(path, CanonicalCsv.header(kind))
    const accept = MappedFolder.acceptance(kind as CanonicalFile.Kind<unknown>)
    const files: Record<string, Counted> = {}
    for (const source of leads) {
      const { encoding, leads: found, rejections } = await readDocument(source, settings, directory, reading)
      const rejected: Array<CanonicalFile.Rejection> = rejections.map(({ faults, line }) => ({ line, faults }))
      for (const { line, prospect } of found) {
        const advisorId = LeadTurns.advisorOf(directory, settings, prospect, reading.zone)
        const firstLine = advisorId === undefined ? 0 : accept(prospect, source.file, line)
        if (advisorId === undefined) rejected.push({ line, faults: [LeadTurns.withoutAdvisor] })
        else if (firstLine !== 0) rejected.push({ line, faults: [kind.repeated(prospect, firstLine)] })
        else written.add(CanonicalCsv.line(kind, reading.zone, { ...prospect, advisorId }))
      }
      const rejectedFile = new MappedFolder.TextFile(join(out, MappedFolder.rejectedName(source.file)), RejectedRows.header(language))
      for (const rejection of rejected.sort((one, other) => one.line - other.line)) rejectedFile.add(RejectedRows.lines(rejection, language))
      rejectedFile.close()
      const codes = new Set([...found, ...rejections].flatMap(({ repairs }) => repairs))
      const rows = found.length + rejections.length
      files[source.file] = {
        ...Folder.nothing,
        rows,
        read: rows - rejected.length,
        rejected: rejected.length,
        encoding,
        from: [source.file],
        leadRepairs: [...codes].map(Adf.repairText)
      }
    }
    written.close()
    const total = (countOf: (held: Counted) => number) => Object.values(files).reduce((sum, held) => sum + countOf(held), 0)
    const together = { ...Folder.nothing, rows: total(({ rows }) => rows), read: total(({ read }) => read), rejected: total(({ rejected }) => rejected) }
    return { prospects: { path, file: kind.file }, files: { prospects: { ...together, from: leads.map(({ file }) => file), leadRepairs: [] }, ...files }, remove }
  } catch (error) {
    remove()
    throw error
  }
}
