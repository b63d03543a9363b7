/**
 * The sheets of workbooks made files of text, so that everything after it reads what it always reads. They lie in a folder of their own inside the results'
 * while the report runs, and are then removed: they hold personal data.
 */
import * as CanonicalFile from "@crm-procedure/intake/CanonicalFile"
import type * as ColumnMapping from "@crm-procedure/intake/ColumnMapping"
import * as Workbook from "@crm-procedure/intake/Workbook"
import { Effect, Stream } from "effect"
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import * as Folder from "./Folder.ts"

/** What is read, once each workbook is a file of text. */
export interface SheetFiles {
  /** Of the canonical kinds. */
  readonly sources: Folder.Sources
  /** Of the files that a mapping names. */
  readonly mapped: Readonly<Record<string, Folder.Source>>
  /** Takes the files of text away, as the end of the process does. */
  readonly remove: () => void
}

/** Writes the sheet of a workbook that is wanted to a file of text. */
const write = ({ file, path }: Folder.Source, wanted: Workbook.Wanted, to: string): Promise<Folder.Source> =>
  Effect.runPromise(Effect.acquireUseRelease(
    Effect.sync(() => openSync(to, "w", 0o600)),
    (text) =>
      Stream.runForEach(Workbook.rows({ path }, file, wanted), (block) =>
        Effect.sync(() => {
          for (let written = 0; written < block.length;) written += writeSync(text, block, written)
        })),
    (text) => Effect.sync(() => closeSync(text))
  ).pipe(Effect.as({ path: to, file, encoding: "xlsx" as const })))

/** The kinds that the sheets of a workbook are named after, or why it can't be opened. */
const kindsIn = ({ file, path }: Folder.Source): Promise<ReadonlyArray<CanonicalFile.Name> | CanonicalFile.UnusableFile> =>
  Effect.runPromise(Effect.scoped(Effect.map(Workbook.open({ path }, file), ({ sheets }) =>
    sheets.map(({ name }) => CanonicalFile.kindNamed(name)).filter((kind) => kind !== undefined))).pipe(
      Effect.catchTag("UnusableFile", Effect.succeed)
    ))

const twice = (first: string, second: string): Unusable =>
  new Unusable({
    es: `Hay más de un archivo para los mismos registros: ${first} y ${second}. Deje uno solo.`,
    en: `There is more than one file for the same records: ${first} and ${second}. Keep one of them.`
  })

/** Makes files of text of all workbooks that are read, and refuses what lacks a required file. `made`: the kinds that the mapping or the leads make. */
export const make = async (found: Folder.Found, mapping: ColumnMapping.Mapping | undefined, made: ReadonlySet<CanonicalFile.Name>, out: string): Promise<SheetFiles> => {
  let place: string | undefined
  const remove = (): void => {
    process.off("exit", remove)
    if (place !== undefined) rmSync(place, { recursive: true, force: true })
  }
  const to = (name: string): string => {
    if (place === undefined) {
      place = mkdtempSync(join(realpathSync(out), ".sheets-"))
      process.on("exit", remove)
    }
    return join(place, `${name}.csv`)
  }
  try {
    const sources: { [Name in CanonicalFile.Name]?: Folder.Source } = {}
    for (const [name, source] of Object.entries(found.sources) as ReadonlyArray<[CanonicalFile.Name, Folder.Source]>) {
      if (made.has(name)) continue
      sources[name] = Folder.isWorkbook(source) ? await write(source, Workbook.wantedOf(CanonicalFile.all[name] as CanonicalFile.Kind<unknown>), to(name)) : source
    }
    const refusals: Array<CanonicalFile.UnusableFile> = []
    for (const book of found.books) {
      const kinds = await kindsIn(book)
      if (kinds instanceof CanonicalFile.UnusableFile) {
        refusals.push(kinds)
        continue
      }
      for (const name of kinds) {
        if (made.has(name)) continue
        const other = sources[name]
        if (other !== undefined) throw twice(other.file, book.file)
        sources[name] = await write(book, Workbook.wantedOf(CanonicalFile.all[name] as CanonicalFile.Kind<unknown>), to(name))
      }
    }
    const mapped: Record<string, Folder.Source> = {}
    for (const [index, [name, source]] of Object.entries(found.mapped).entries()) {
      mapped[name] = Folder.isWorkbook(source) ? await write(source, Workbook.wantedOfSource(mapping!.sources[name]!), to(`mapped-${index}`)) : source
    }
    // A workbook that can't be opened may hold what is missing.
    if (Folder.isIncomplete(sources, made) && refusals.length > 0) throw refusals[0]!
    if (mapping === undefined) Folder.checkComplete(found.where, sources, made)
    return { sources, mapped, remove }
  } catch (error) {
    remove()
    throw error
  }
}
