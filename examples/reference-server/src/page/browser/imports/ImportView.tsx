/** Files brought in: dropped or chosen, looked at, corrected, and imported; then the leads that wait, the inboxes and the history. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { Directory, ImportReport, ImportTarget, KeptMappings } from "../frame/Contract.ts"
import { useKept } from "../frame/Draft.ts"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, pathWith, read, Refused, upload, write } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import { countText, integerText, periodText, targetWords } from "../frame/Spanish.ts"
import { may, useSurroundings } from "../frame/Surroundings.ts"
import * as FileEntry from "./FileEntry.ts"
import { ImportFile } from "./ImportFile.tsx"
import { ImportHistory } from "./ImportHistory.tsx"
import { kindOf, kinds, mediaTypeOf } from "./ImportKind.ts"
import { Inboxes } from "./Inboxes.tsx"
import * as NameList from "./NameList.ts"
import * as MappingDraft from "./MappingDraft.ts"
import { Templates } from "./Templates.tsx"
import { noneAdded, UnknownNames } from "./UnknownNames.tsx"
import type { Added, NewNames, UnknownName } from "./UnknownNames.tsx"
import { WaitingLeads } from "./WaitingLeads.tsx"

type Removed = NonNullable<ImportReport["removed"]>

const order: ReadonlyArray<ImportTarget> = [...kinds, "any"]
const wholeKinds: ReadonlyArray<ImportTarget> = ["branches", "brands", "employees", "goals"]

/** What can be imported of the files that were added, and for how many a person must still say what they hold. */
const readyText = (ready: number, unknown: number): string => {
  const asked = unknown === 1 ? "indique qué contiene" : "indique qué contienen"
  return unknown === 0
    ? `${countText(ready, "archivo listo", "archivos listos")} para importar.`
    : ready === 0
    ? `Antes de importar, ${asked} ${unknown === 1 ? "el archivo" : `los ${integerText(unknown)} archivos`}.`
    : `${countText(ready, "archivo listo", "archivos listos")} para importar; ${asked} ${unknown === 1 ? "el otro" : `los otros ${integerText(unknown)}`}.`
}

const refusalOf = (cause: unknown): Refused => cause instanceof Refused ? cause : new Refused(0, messageOf(cause))

/** The lists of names that are brought in, by the field that holds their ids. */
const kindOfNames: Readonly<Record<UnknownName["field"], ImportTarget>> = { advisorId: "employees", branchId: "branches", brandId: "brands" }

const quoted = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`

const tableOf = (rows: ReadonlyArray<ReadonlyArray<string>>): Blob => new Blob([`${rows.map((cells) => cells.map(quoted).join(",")).join("\n")}\n`], { type: "text/csv" })

/** An advisor who is added from a file counts from the beginning: the file does not say since when. */
const ALWAYS = "2000-01-01"

/** A code for each advisor: the initials, with a number where they are taken. The name itself would outlive an erasure. */
const codesFor = (advisors: NewNames["advisors"], { employees }: Directory): ReadonlyArray<string> => {
  const taken = new Set(employees.map(({ employeeId }) => employeeId))
  return advisors.map(({ name }) => {
    const initials = MappingDraft.form(name).split(" ").map((word) => word[0] ?? "").join("").toUpperCase().slice(0, 8) || "A"
    let code = initials
    for (let number = 2; taken.has(code); number++) code = `${initials}${number}`
    taken.add(code)
    return code
  })
}

/** Adds names to the directory. What others refer to comes first. */
const addNames = async ({ advisors, branches, brands }: NewNames, directory: Directory): Promise<void> => {
  const add = async (kind: ImportTarget, header: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): Promise<void> => {
    if (rows.length > 0) await upload<ImportReport>(pathWith(`/v1/imports/${kind}`, { file: "nombres de los archivos" }), tableOf([header, ...rows]), "text/csv", () => {})
  }
  const codes = codesFor(advisors, directory)
  await add("branches", ["branch_id", "name"], branches.map((name) => [name, name]))
  await add("brands", ["brand_id", "name", "line"], brands.map(({ line, name }) => [name, name, line]))
  await add("employees", ["employee_id", "name", "role", "branch_id", "active_from"], advisors.map(({ branch, name }, place) => [codes[place]!, name, "advisor", branch, ALWAYS]))
}

/** What the button does that brings the files in, and first the names that are new. */
const importText = (waiting: ReadonlyArray<FileEntry.FileEntry>, names: number): string => {
  const [only] = waiting
  if (only === undefined) return "Importar"
  const what = waiting.length === 1 ? targetWords[only.kind!].toLocaleLowerCase("es-CO") : countText(waiting.length, "archivo", "archivos")
  return names === 0 ? `Importar ${what}` : `Agregar ${countText(names, "nombre", "nombres")} e importar ${what}`
}

/** The numbers of entries: the view may be left and opened again while one is looked at. */
let nextNumber = 0
/** The last question about each entry: an answer that a later one overtook says nothing. */
const questions = new Map<number, object>()

const noFiles: ReadonlyArray<FileEntry.FileEntry> = []
const noMappings: KeptMappings = { items: [], ready: [] }

const Files = ({ onImported }: { readonly onImported: () => void }) => {
  const surroundings = useSurroundings()
  const { me } = surroundings
  const manages = may(surroundings, "imports.manage")
  const allowed = me.role === "integration" ? order.filter((kind) => kind === "prospects" || kind === "activities") : order
  const [entries, setEntries, present] = useKept<ReadonlyArray<FileEntry.FileEntry>>("archivos", noFiles)
  const [isOver, setOver] = useState(false)
  const [isRunning, setRunningTo] = useKept("archivos en curso", false)
  const setRunning = (isNow: boolean): void => setRunningTo(() => isNow)
  const [replaces, setReplaces] = useState(false)
  const [removing, setRemoving] = useState<Removed | undefined>()
  const [newNames, setNewNames] = useState<Added>(noneAdded)
  const [mappings, reloadMappings] = useAnswer<KeptMappings>(manages ? "/v1/mappings" : undefined)
  const kept = mappings.state === "ready" ? mappings.value : noMappings
  const ask = (number: number): { readonly isLast: () => boolean } => {
    const own = {}
    questions.set(number, own)
    return { isLast: () => questions.get(number) === own }
  }
  const change = (number: number, other: Partial<FileEntry.FileEntry>): void => setEntries((last) => last.map((entry) => entry.number === number ? { ...entry, ...other } : entry))

  /** Looks at an entry, and answers what it holds. A workbook of several lists becomes an entry each. */
  const lookAt = async (entry: FileEntry.FileEntry, asked?: ImportTarget): Promise<ReadonlyArray<ImportTarget | undefined>> => {
    const { file, kind, number, sheet } = entry
    const question = ask(number)
    try {
      const preview = await FileEntry.look(file, { sheet, kind: asked })
      // The person has said meanwhile what it holds.
      if (!question.isLast()) return [kind]
      if (sheet === undefined && asked === undefined && preview.lists.length > 1 && !FileEntry.isWhole(preview)) {
        const lists = preview.lists.map((list): FileEntry.FileEntry => ({ ...entry, number: nextNumber++, sheet: list.sheet, kind: list.kind }))
        setEntries((last) => last.flatMap((one) => one.number === number ? lists : [one]))
        return (await Promise.all(lists.map((one) => lookAt(one)))).flat()
      }
      const whole = asked === undefined && FileEntry.isWhole(preview) && sheet === undefined
      const draft = whole ? undefined : FileEntry.draftOf({ file, kind: asked ?? kind, sheet }, preview, kept)
      const found = whole ? "any" : draft === undefined ? preview.proposal?.kind : MappingDraft.kindOf(draft.mapping) as ImportTarget | undefined
      const known = asked ?? (found !== undefined && allowed.includes(found) ? found : kind)
      change(number, { preview, draft, kind: known, isLooking: false, unknownNames: preview.unknownNames })
      if (draft?.isKept === true) {
        const kept = await FileEntry.look(file, { sheet: sheet ?? preview.sheet, mapping: draft.mapping })
        if (question.isLast()) change(number, { preview: kept, unknownNames: kept.unknownNames })
      }
      return [known]
    } catch (cause) {
      if (question.isLast()) change(number, { isLooking: false, state: { kind: "refused", refusal: refusalOf(cause) } })
      return [kind]
    }
  }
  const add = async (files: Iterable<File>): Promise<void> => {
    const added = [...files].map((file): FileEntry.FileEntry => {
      const kind = kindOf(file.name)
      return { number: nextNumber++, file, kind: kind !== undefined && allowed.includes(kind) ? kind : undefined, state: { kind: "waiting" }, isLooking: true, unknownNames: [] }
    })
    if (added.length === 0) return
    setEntries((last) => [...last, ...added])
    const found = (await Promise.all(added.map((entry) => lookAt(entry)))).flat()
    const ready = found.filter((kind) => kind !== undefined).length
    announce(readyText(ready, found.length - ready))
  }
  /** Reads a file as what a person says that it holds. */
  const chooseKind = (entry: FileEntry.FileEntry, kind: ImportTarget | undefined): void => {
    const isWaiting = kind !== undefined && kind !== "any"
    ask(entry.number)
    change(entry.number, { kind, draft: undefined, isLooking: isWaiting, state: { kind: "waiting" } })
    if (isWaiting) void lookAt({ ...entry, kind }, kind)
  }
  /** Reads the first rows again by a corrected mapping. */
  const correct = async ({ file, number, preview, sheet }: FileEntry.FileEntry, draft: MappingDraft.MappingDraft): Promise<void> => {
    change(number, { draft, kind: MappingDraft.kindOf(draft.mapping) as ImportTarget | undefined, state: { kind: "waiting" } })
    const question = ask(number)
    // A field that is missing still is marked beside its title.
    const { rows, unknownNames } = await FileEntry.look(file, { sheet: sheet ?? preview?.sheet, mapping: draft.mapping }).catch(() => ({ rows: [], unknownNames: [] }))
    if (!question.isLast()) return
    setEntries((last) => last.map((entry) => entry.number !== number || entry.preview === undefined ? entry : { ...entry, preview: { ...entry.preview, rows }, unknownNames: NameList.joined(entry.unknownNames, unknownNames) }))
  }
  /** What the names of the directory mean, and the other spellings of those that were just added. */
  const namesNow = async (): Promise<MappingDraft.Names> => MappingDraft.withSpellings(MappingDraft.namesOf(await read<Directory>("/v1/directory")), newNames.same)
  /** Lets the names that were added mean the same in the files that could not be used yet. */
  const nameRest = async (): Promise<void> => {
    const names = await namesNow()
    for (const entry of present()) {
      if (entry.draft === undefined || entry.state.kind === "done") continue
      const isKnown = ({ field, word }: UnknownName): boolean => Object.keys(names[field] ?? {}).some((name) => MappingDraft.form(name) === MappingDraft.form(word))
      change(entry.number, { unknownNames: entry.unknownNames.filter((name) => !isKnown(name)) })
      void correct(entry, { ...entry.draft, mapping: MappingDraft.withNames(entry.draft.mapping, names) })
    }
  }
  const byKept = (entry: FileEntry.FileEntry, name: string): void => {
    const found = kept.items.find((one) => one.name === name)
    if (found !== undefined) void correct(entry, { name, isKept: true, mapping: found.mapping as unknown as MappingDraft.Mapping })
  }
  const send = async (
    { draft, file, kind, number, preview, sheet }: FileEntry.FileEntry,
    body: Blob,
    query: Readonly<Record<string, string | undefined>>,
    onProgress: (share: number) => void = (share) => change(number, { state: { kind: "sending", share } })
  ): Promise<ImportReport> => {
    if (draft !== undefined && !draft.isKept) {
      await write("PUT", `/v1/mappings/${encodeURIComponent(draft.name)}`, draft.mapping)
      setEntries((last) => last.map((entry) => entry.number === number && entry.draft === draft ? { ...entry, draft: { ...draft, isKept: true } } : entry))
      reloadMappings()
    }
    const from = { mapping: draft?.name, file: file.name, sheet: kind === "any" ? undefined : sheet ?? preview?.sheet, ...query }
    return await upload<ImportReport>(pathWith(`/v1/imports/${kind}`, from), body, mediaTypeOf(from.file), onProgress)
  }
  const importOne = async (entry: FileEntry.FileEntry): Promise<ImportReport | undefined> => {
    const { file, number } = entry
    change(number, { state: { kind: "sending", share: 0 } })
    try {
      const report = await send(entry, file, { replace: replaces ? "true" : undefined })
      change(number, { state: { kind: "done", report } })
      return report
    } catch (cause) {
      change(number, { state: { kind: "refused", refusal: refusalOf(cause) } })
      return undefined
    }
  }
  /** Sends corrected rows of a file that was imported; what is rejected of them is what is left to correct. Where they can't be sent, what was typed stays. */
  const resend = async (entry: FileEntry.FileEntry, text: string): Promise<void> => {
    const { file, number, preview } = entry
    // The rows of a workbook are sent as a table of text.
    const name = preview?.format === "workbook" ? `${file.name.replace(/\.[^.]*$/, "")} corregido.csv` : file.name
    try {
      const report = await send(entry, new Blob([text], { type: "text/csv" }), { file: name, sheet: undefined, corrects: entry.state.kind === "done" ? entry.state.report.id : undefined }, () => {})
      const corrected = new File([text], name, { type: "text/csv" })
      change(number, {
        file: corrected,
        sheet: undefined,
        state: { kind: "done", report },
        preview: preview === undefined ? undefined : { ...preview, format: "table", delimiter: preview.delimiter ?? ";", encoding: "utf-8", headerRow: 1, lists: [] }
      })
      announce(`${countText(report.read, "fila corregida", "filas corregidas")}${report.rejected > 0 ? `, ${countText(report.rejected, "fila rechazada", "filas rechazadas")}` : ", sin filas rechazadas"}.`)
      onImported()
    } catch (cause) {
      announce(messageOf(cause), "refused")
    }
  }
  /** Names that the files themselves bring are no questions. */
  const brought = new Set(entries.filter(({ state }) => state.kind !== "refused").map(({ kind }) => kind))
  const mapped = entries.filter(({ draft, state }) => draft !== undefined && (state.kind === "waiting" || state.kind === "refused"))
  const askedNames = mapped.reduce<ReadonlyArray<UnknownName>>((all, { unknownNames }) => NameList.joined(all, unknownNames.filter(({ field }) => !brought.has(kindOfNames[field]))), [])
  const meaningOf = ({ field, word }: UnknownName): string => mapped.map(({ draft }) => MappingDraft.meaningOf(draft!.mapping, field, word)).find((id) => id !== "") ?? ""
  /** A word means the same in all files. */
  const setMeaning = (field: UnknownName["field"], words: ReadonlyArray<string>, id: string): void => {
    for (const entry of mapped) {
      const mapping = words.reduce((last, word) => MappingDraft.meaning(last, field, word, id), entry.draft!.mapping)
      if (mapping !== entry.draft!.mapping) void correct(entry, { ...entry.draft!, isKept: false, mapping })
    }
  }
  const months = FileEntry.monthsOf(entries.filter(({ state }) => state.kind === "done"))
  const waiting = entries.filter((entry) => !entry.isLooking && entry.kind !== undefined && entry.state.kind !== "done" && entry.state.kind !== "sending" && FileEntry.missingOf(entry).length === 0)
  const replacing = waiting.filter(({ draft, kind }) => draft === undefined && wholeKinds.includes(kind!))
  /** Lets the names that were just brought in mean their ids in a file that is read by a mapping. */
  const withFreshNames = async (entry: FileEntry.FileEntry): Promise<FileEntry.FileEntry> => {
    const { draft, kind } = entry
    const isFresh = newNames.count > 0 || ["branches", "brands", "employees"].some((one) => brought.has(one as ImportTarget))
    if (draft === undefined || !["prospects", "activities", "goals"].includes(kind ?? "") || !isFresh) return entry
    const mapping = MappingDraft.withNames(draft.mapping, await namesNow())
    if (JSON.stringify(mapping) === JSON.stringify(draft.mapping)) return entry
    const named = { ...draft, isKept: false, mapping }
    change(entry.number, { draft: named })
    return { ...entry, draft: named }
  }
  const run = async (): Promise<void> => {
    setRunning(true)
    setRemoving(undefined)
    let [done, rejected] = [0, 0]
    if (newNames.count > 0) {
      try {
        await addNames(newNames, surroundings.directory)
      } catch (cause) {
        setRunning(false)
        return announce(messageOf(cause), "refused")
      }
    }
    // What others refer to comes first: sedes before the people who work there, prospects before their activities.
    for (const entry of waiting.toSorted((one, other) => order.indexOf(one.kind!) - order.indexOf(other.kind!))) {
      const report = await importOne(await withFreshNames(entry))
      if (report === undefined) continue
      done++
      rejected += report.rejected
    }
    const failed = waiting.length - done
    if (newNames.count > 0 && failed > 0) await nameRest()
    setRunning(false)
    announce(
      `${countText(done, "archivo importado", "archivos importados")}${rejected > 0 ? `, ${countText(rejected, "fila rechazada", "filas rechazadas")}` : ", sin filas rechazadas"}` +
        `${failed > 0 ? `; ${countText(failed, "archivo no se pudo usar", "archivos no se pudieron usar")}` : ""}.`,
      failed > 0 ? "refused" : "done"
    )
    onImported()
  }
  /** Asks first what replacing would remove. */
  const begin = async (): Promise<void> => {
    if (!replaces || replacing.length === 0) return await run()
    setRunning(true)
    try {
      const reports = await Promise.all(replacing.map((entry) => send(entry, entry.file, { replace: "true", dryRun: "true" })))
      for (const { number } of replacing) change(number, { state: { kind: "waiting" } })
      setRunning(false)
      const removed = reports.flatMap((report) => report.removed ?? [])
      if (removed.length === 0) return await run()
      setRemoving(removed)
    } catch (cause) {
      for (const { number } of replacing) change(number, { state: { kind: "waiting" } })
      setRunning(false)
      announce(messageOf(cause), "refused")
    }
  }
  return (
    <>
      <div
        class={isOver ? "drop is-over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void add(event.dataTransfer?.files ?? [])
        }}
      >
        <p class="drop-lead">Suelte aquí los archivos del mes</p>
        <p>
          <label for="files" class="button">Elegir archivos</label>
          <input
            id="files"
            class="file-input"
            type="file"
            multiple
            accept=".csv,.xlsx,.xlsm,.xls,.ndjson,.jsonl,.json,.xml,.adf,.txt,.eml"
            onChange={({ currentTarget }) => {
              void add([...currentTarget.files ?? []])
              // The same file can be chosen again, also while this one is looked at.
              currentTarget.value = ""
            }}
          />
        </p>
        <p class="hint">
          Sirven libros de Excel, CSV como los guarda Excel, descargas de Meta o de otro CRM, JSON y leads de la marca (ADF). Antes de guardar nada se ve cómo se leería cada archivo. Importar dos
          veces el mismo archivo no cambia nada.
        </p>
        <Templates kinds={allowed} />
      </div>
      {entries.length > 0 && (
        <section aria-labelledby="files-heading">
          <h2 id="files-heading">Archivos</h2>
          <ul class="import-files">
            {entries.map((entry) => (
              <ImportFile
                key={entry.number}
                entry={entry}
                kinds={allowed}
                kept={kept.items.map(({ name }) => name)}
                isLocked={isRunning}
                onKind={(chosen) => chooseKind(entry, chosen)}
                onDraft={(draft) => void correct(entry, draft)}
                onMapping={(name) => byKept(entry, name)}
                onRemove={() => setEntries((last) => last.filter(({ number }) => number !== entry.number))}
                onSend={(text) => resend(entry, text)}
              />
            ))}
          </ul>
          <UnknownNames names={askedNames} meaningOf={meaningOf} onMeaning={setMeaning} onChosen={setNewNames} />
          {me.role !== "integration" && (
            <p>
              <label class="check">
                <input type="checkbox" checked={replaces} onChange={({ currentTarget }) => setReplaces(currentTarget.checked)} />
                Reemplazar del todo sedes, marcas, empleados y metas por lo que traen los archivos (si no, se suman a lo que hay)
              </label>
            </p>
          )}
          {removing !== undefined && (
            <div class="note confirm" role="alert">
              <p>Reemplazar quita {countText(removing.length, "fila que los archivos no traen", "filas que los archivos no traen")}:</p>
              <ul>{removing.slice(0, 50).map(({ id, kind, name }) => <li key={`${kind} ${id}`}>{targetWords[kind]}: {name ?? id}</li>)}</ul>
              {removing.length > 50 && <p>y {integerText(removing.length - 50)} más.</p>}
              <p class="actions">
                <button type="button" class="main-action" onClick={() => void run()}>Sí, reemplazar</button>
                <button type="button" class="quiet" onClick={() => setRemoving(undefined)}>No</button>
              </p>
            </div>
          )}
          <p class="actions">
            <button type="button" class="main-action" aria-disabled={isRunning || waiting.length === 0 || !newNames.isWhole} onClick={() => void begin()}>
              {isRunning ? "Importando…" : importText(waiting, newNames.count)}
            </button>
            {!isRunning && <button type="button" class="quiet" onClick={() => setEntries(() => noFiles)}>Quitar todos</button>}
            {!isRunning && may(surroundings, "scorecard.read") && months.map((month) => <a key={month} class="button" href={hrefOf("mes", { mes: month })}>Ver {periodText(month)}</a>)}
          </p>
        </section>
      )}
    </>
  )
}

export const ImportView = () => {
  const surroundings = useSurroundings()
  const [turn, setTurn] = useState(0)
  const changed = (): void => {
    setTurn((last) => last + 1)
    surroundings.reloadDirectory()
  }
  return (
    <>
      <Heading eyebrow="Archivos del CRM">Importar</Heading>
      {may(surroundings, "records.import") && <Files onImported={changed} />}
      {may(surroundings, "leads.place") && <WaitingLeads />}
      {may(surroundings, "imports.manage") && <Inboxes />}
      {may(surroundings, "imports.manage") && <ImportHistory turn={turn} onChanged={changed} />}
    </>
  )
}
