/** Files brought in: dropped or chosen, looked at, corrected, and imported; then the history and the leads that wait. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { ImportPreview, ImportReport, ImportTarget, KeptMappings } from "../frame/Contract.ts"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, pathWith, Refused, submit, upload, write } from "../frame/Request.ts"
import { countText, integerText, targetWords } from "../frame/Spanish.ts"
import { may, useSurroundings } from "../frame/Surroundings.ts"
import { ImportFile } from "./ImportFile.tsx"
import type { State } from "./ImportFile.tsx"
import { ImportHistory } from "./ImportHistory.tsx"
import { kindOf, kinds, mediaTypeOf } from "./ImportKind.ts"
import * as MappingDraft from "./MappingDraft.ts"
import { Templates } from "./Templates.tsx"
import { WaitingLeads } from "./WaitingLeads.tsx"

interface Entry {
  readonly number: number
  readonly file: File
  readonly kind: ImportTarget | undefined
  readonly periodState: State
  readonly preview?: ImportPreview | undefined
  readonly isLooking: boolean
  readonly draft?: MappingDraft.MappingDraft | undefined
}

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

/** Only the beginning of a long text is looked at. A workbook is read from its end. */
const LOOKED_BYTES = 4 * 1024 * 1024

const beginning = (file: File): Blob => /\.(xlsx|xlsm|xls)$/i.test(file.name) ? file : file.slice(0, LOOKED_BYTES)

/** Looks at a file, with a corrected mapping or without. */
const lookAt = (file: File, mapping?: MappingDraft.Mapping): Promise<ImportPreview> => {
  const form = new FormData()
  form.set("file", new File([beginning(file)], file.name, { type: mediaTypeOf(file.name) }))
  if (mapping !== undefined) form.set("mapping", JSON.stringify(mapping))
  return submit<ImportPreview>(pathWith("/v1/imports/preview", { file: file.name }), form)
}

/** How a file that was looked at is read: by a kept mapping that fits it, else as is proposed. */
const draftOf = (file: File, kind: ImportTarget | undefined, preview: ImportPreview, { items }: KeptMappings, names: MappingDraft.Names): MappingDraft.MappingDraft | undefined => {
  const { proposal } = preview
  if (preview.format === "adf" || proposal?.isCanonical === true) return undefined
  const kept = items.find(({ mapping }) => MappingDraft.fits(mapping as unknown as MappingDraft.Mapping, preview))
  if (kept !== undefined) return { name: kept.name, isKept: true, mapping: kept.mapping as unknown as MappingDraft.Mapping }
  const name = MappingDraft.nameFor(file.name)
  if (proposal?.mapping !== undefined) return { name, isKept: false, mapping: { ...proposal.mapping as MappingDraft.Mapping, name } }
  const target = proposal?.kind ?? kind
  if (proposal === undefined || target === undefined || target === "any" || preview.format === "json") return undefined
  return {
    name,
    isKept: false,
    mapping: proposal.matches.reduce((mapping, { columns, field }) => columns[0] === undefined ? mapping : MappingDraft.chosen(mapping, field, `columna:${columns[0]}`, names), MappingDraft.empty(name, file.name, target))
  }
}

const severalKinds = ({ sheets }: ImportPreview): boolean => sheets.filter((sheet) => kindOf(sheet) !== undefined).length > 1

const noMappings: KeptMappings = { items: [], ready: [] }

const Files = ({ onImported }: { readonly onImported: () => void }) => {
  const surroundings = useSurroundings()
  const { me } = surroundings
  const manages = may(surroundings, "imports.manage")
  const allowed = me.role === "integration" ? order.filter((kind) => kind === "prospects" || kind === "activities") : order
  const [entries, setEntries] = useState<ReadonlyArray<Entry>>([])
  const [isOver, setOver] = useState(false)
  const [isRunning, setRunning] = useState(false)
  const [replaces, setReplaces] = useState(false)
  const [removing, setRemoving] = useState<Removed | undefined>()
  const [mappings, reloadMappings] = useAnswer<KeptMappings>(manages ? "/v1/mappings" : undefined)
  const kept = mappings.state === "ready" ? mappings.value : noMappings
  const numbers = useRef(0)
  const picker = useRef<HTMLInputElement>(null)
  const change = (number: number, other: Partial<Entry>): void => setEntries((last) => last.map((entry) => entry.number === number ? { ...entry, ...other } : entry))

  const look = async ({ file, kind, number }: Entry): Promise<ImportTarget | undefined> => {
    try {
      const preview = await lookAt(file)
      const draft = draftOf(file, kind, preview, kept, MappingDraft.namesOf(surroundings.directory))
      const found = severalKinds(preview) ? "any" : draft === undefined ? preview.proposal?.kind : MappingDraft.kindOf(draft.mapping) as ImportTarget | undefined
      const known = found !== undefined && allowed.includes(found) ? found : kind
      change(number, { preview, draft: severalKinds(preview) ? undefined : draft, kind: known, isLooking: false })
      if (draft?.isKept === true) change(number, { preview: await lookAt(file, draft.mapping) })
      return known
    } catch (cause) {
      change(number, { isLooking: false, periodState: { kind: "refused", refusal: refusalOf(cause) } })
      return kind
    }
  }
  const add = async (files: FileList | null | undefined): Promise<void> => {
    const added = [...files ?? []].map((file): Entry => {
      const kind = kindOf(file.name)
      return { number: numbers.current++, file, kind: kind !== undefined && allowed.includes(kind) ? kind : undefined, periodState: { kind: "waiting" }, isLooking: true }
    })
    if (added.length === 0) return
    setEntries((last) => [...last, ...added])
    const found = await Promise.all(added.map(look))
    const ready = found.filter((kind) => kind !== undefined).length
    announce(readyText(ready, added.length - ready))
  }
  /** Reads the first rows again by a corrected mapping. */
  const correct = async ({ file, number }: Entry, draft: MappingDraft.MappingDraft): Promise<void> => {
    change(number, { draft, kind: MappingDraft.kindOf(draft.mapping) as ImportTarget | undefined, periodState: { kind: "waiting" } })
    // A field that is missing still is marked beside its title. An answer that a later correction overtook says nothing.
    const rows = await lookAt(file, draft.mapping).then((preview) => preview.rows, () => [])
    setEntries((last) => last.map((entry) => entry.draft === draft && entry.preview !== undefined ? { ...entry, preview: { ...entry.preview, rows } } : entry))
  }
  const byKept = (entry: Entry, name: string): void => {
    const found = kept.items.find((one) => one.name === name)
    if (found !== undefined) void correct(entry, { name, isKept: true, mapping: found.mapping as unknown as MappingDraft.Mapping })
  }
  const send = async ({ draft, file, kind, number }: Entry, body: Blob, query: Readonly<Record<string, string | undefined>> = {}): Promise<ImportReport> => {
    if (draft !== undefined && !draft.isKept) {
      await write("PUT", `/v1/mappings/${encodeURIComponent(draft.name)}`, draft.mapping)
      change(number, { draft: { ...draft, isKept: true } })
      reloadMappings()
    }
    return await upload<ImportReport>(pathWith(`/v1/imports/${kind}`, { mapping: draft?.name, file: file.name, ...query }), body, mediaTypeOf(file.name), (share) =>
      change(number, { periodState: { kind: "sending", share } }))
  }
  const importOne = async (entry: Entry): Promise<ImportReport | undefined> => {
    const { file, number } = entry
    change(number, { periodState: { kind: "sending", share: 0 } })
    try {
      const report = await send(entry, file, { replace: replaces ? "true" : undefined })
      change(number, { periodState: { kind: "done", report } })
      return report
    } catch (cause) {
      change(number, { periodState: { kind: "refused", refusal: refusalOf(cause) } })
      return undefined
    }
  }
  /** Sends corrected rows of a file that was imported; what is rejected of them is what is left to correct. */
  const resend = async (entry: Entry, text: string): Promise<void> => {
    const { file, number } = entry
    try {
      const report = await send(entry, new Blob([text], { type: "text/csv" }))
      const corrected = new File([text], file.name, { type: "text/csv" })
      change(number, { file: corrected, periodState: { kind: "done", report }, preview: entry.preview === undefined ? undefined : { ...entry.preview, encoding: "utf-8", headerRow: 1 } })
      announce(`${countText(report.read, "fila corregida", "filas corregidas")}${report.rejected > 0 ? `, ${countText(report.rejected, "fila rechazada", "filas rechazadas")}` : ", sin filas rechazadas"}.`)
      onImported()
    } catch (cause) {
      change(number, { periodState: { kind: "refused", refusal: refusalOf(cause) } })
    }
  }
  const waiting = entries.filter(({ isLooking, kind, periodState }) => !isLooking && kind !== undefined && periodState.kind !== "done" && periodState.kind !== "sending")
  const replacing = waiting.filter(({ draft, kind }) => draft === undefined && wholeKinds.includes(kind!))
  const run = async (): Promise<void> => {
    setRunning(true)
    setRemoving(undefined)
    let [done, rejected] = [0, 0]
    // What others refer to comes first: sedes before the people who work there, prospects before their activities.
    for (const entry of waiting.toSorted((one, other) => order.indexOf(one.kind!) - order.indexOf(other.kind!))) {
      const report = await importOne(entry)
      if (report === undefined) continue
      done++
      rejected += report.rejected
    }
    setRunning(false)
    const failed = waiting.length - done
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
      for (const { number } of replacing) change(number, { periodState: { kind: "waiting" } })
      setRunning(false)
      const removed = reports.flatMap((report) => report.removed ?? [])
      if (removed.length === 0) return await run()
      setRemoving(removed)
    } catch (cause) {
      for (const { number } of replacing) change(number, { periodState: { kind: "waiting" } })
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
          void add(event.dataTransfer?.files)
        }}
      >
        <p class="drop-lead">Suelte aquí los archivos del mes</p>
        <p>
          <label for="files" class="button">Elegir archivos</label>
          <input
            id="files"
            ref={picker}
            class="file-input"
            type="file"
            multiple
            accept=".csv,.xlsx,.xls,.ndjson,.jsonl,.json,.xml,.adf,.txt,.eml"
            onChange={({ currentTarget }) => {
              const { files } = currentTarget
              void add(files).then(() => {
                currentTarget.value = ""
              })
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
                file={entry.file}
                kind={entry.kind}
                kinds={allowed}
                periodState={entry.periodState}
                preview={entry.preview}
                isLooking={entry.isLooking}
                draft={entry.draft}
                kept={kept.items.map(({ name }) => name)}
                isLocked={isRunning}
                onKind={(chosen) => change(entry.number, { kind: chosen, periodState: { kind: "waiting" } })}
                onDraft={(draft) => void correct(entry, draft)}
                onMapping={(name) => byKept(entry, name)}
                onRemove={() => setEntries((last) => last.filter(({ number }) => number !== entry.number))}
                onSend={(text) => void resend(entry, text)}
              />
            ))}
          </ul>
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
            <button type="button" class="main-action" disabled={isRunning || waiting.length === 0} onClick={() => void begin()}>
              {isRunning ? "Importando…" : waiting.length === 0 ? "Importar" : waiting.length === 1 ? `Importar ${targetWords[waiting[0]!.kind!].toLocaleLowerCase("es-CO")}` : `Importar ${countText(waiting.length, "archivo", "archivos")}`}
            </button>
            {!isRunning && <button type="button" class="quiet" onClick={() => setEntries([])}>Quitar todos</button>}
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
      {may(surroundings, "imports.manage") && <ImportHistory turn={turn} onChanged={changed} />}
    </>
  )
}
