/** Files brought in: dropped or chosen, each with its kind, its progress, and what came of it. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { ImportKind } from "../frame/Contract.ts"
import { Heading } from "../frame/Heading.tsx"
import { ImportFile } from "./ImportFile.tsx"
import type { State } from "./ImportFile.tsx"
import type { ImportReport } from "../frame/Contract.ts"
import { kindOf, kinds, mediaTypeOf } from "./ImportKind.ts"
import { pathWith, Refused, upload } from "../frame/Request.ts"
import { countText, integerText, kindWords } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

interface Entry {
  readonly number: number
  readonly file: File
  readonly kind: ImportKind | undefined
  readonly periodState: State
}

/** What can be imported of the files that were added, and for how many a person must still say what they hold. */
const readyText = (ready: number, unknown: number): string => {
  const asked = unknown === 1 ? "indique qué contiene" : "indique qué contienen"
  return unknown === 0
    ? `${countText(ready, "archivo listo", "archivos listos")} para importar.`
    : ready === 0
    ? `Antes de importar, ${asked} ${unknown === 1 ? "el archivo" : `los ${integerText(unknown)} archivos`}.`
    : `${countText(ready, "archivo listo", "archivos listos")} para importar; ${asked} ${unknown === 1 ? "el otro" : `los otros ${integerText(unknown)}`}.`
}

export const ImportView = () => {
  const { me } = useSurroundings()
  const allowed = me.role === "integration" ? kinds.filter((kind) => kind === "prospects" || kind === "activities") : kinds
  const [entries, setEntries] = useState<ReadonlyArray<Entry>>([])
  const [isOver, setOver] = useState(false)
  const [isRunning, setRunning] = useState(false)
  const [replaces, setReplaces] = useState(false)
  const numbers = useRef(0)
  const picker = useRef<HTMLInputElement>(null)
  const change = (number: number, other: Partial<Entry>): void => setEntries((last) => last.map((entry) => entry.number === number ? { ...entry, ...other } : entry))

  const add = (files: FileList | null | undefined): void => {
    const added = [...files ?? []].map((file): Entry => {
      const kind = kindOf(file.name)
      return { number: numbers.current++, file, kind: kind !== undefined && allowed.includes(kind) ? kind : undefined, periodState: { kind: "waiting" } }
    })
    if (added.length === 0) return
    setEntries((last) => [...last, ...added])
    const ready = added.filter(({ kind }) => kind !== undefined).length
    announce(readyText(ready, added.length - ready))
  }
  const importOne = async ({ file, kind, number }: Entry): Promise<ImportReport | undefined> => {
    change(number, { periodState: { kind: "sending", share: 0 } })
    try {
      const report = await upload<ImportReport>(pathWith(`/v1/imports/${kind}`, { replace: replaces ? "true" : undefined }), file, mediaTypeOf(file.name), (share) =>
        change(number, { periodState: { kind: "sending", share } }))
      change(number, { periodState: { kind: "done", report } })
      return report
    } catch (cause) {
      change(number, { periodState: { kind: "refused", refusal: cause instanceof Refused ? cause : new Refused(0, "Algo falló en la página. Recárguela e intente de nuevo.") } })
      return undefined
    }
  }
  const waiting = entries.filter(({ kind, periodState }) => kind !== undefined && periodState.kind !== "done" && periodState.kind !== "sending")
  const run = async (): Promise<void> => {
    setRunning(true)
    let [done, rejected] = [0, 0]
    // What others refer to comes first: sedes before the people who work there, prospects before their activities.
    for (const entry of waiting.toSorted((one, other) => kinds.indexOf(one.kind!) - kinds.indexOf(other.kind!))) {
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
  }
  return (
    <>
      <Heading eyebrow="Archivos del CRM">Importar</Heading>
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
          add(event.dataTransfer?.files)
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
            accept=".csv,.ndjson,.jsonl,.xml,.adf,.txt"
            onChange={({ currentTarget }) => {
              add(currentTarget.files)
              currentTarget.value = ""
            }}
          />
        </p>
        <p class="hint">
          CSV o NDJSON con los nombres canónicos ({allowed.map((kind) => <code key={kind}>{kind}.csv</code>).flatMap((code, place) => place === 0 ? [code] : [", ", code])}), o leads de la
          marca en ADF/XML. Importar dos veces el mismo archivo no cambia nada.
        </p>
      </div>
      {entries.length > 0 && (
        <section aria-labelledby="files-heading">
          <h2 id="files-heading">Archivos</h2>
          <ul class="import-files">
            {entries.map(({ file, kind, number, periodState }) => (
              <ImportFile
                key={number}
                file={file}
                kind={kind}
                kinds={allowed}
                periodState={periodState}
                isLocked={isRunning}
                onKind={(chosen) => change(number, { kind: chosen, periodState: { kind: "waiting" } })}
                onRemove={() => setEntries((last) => last.filter((entry) => entry.number !== number))}
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
          <p class="actions">
            <button type="button" class="main-action" disabled={isRunning || waiting.length === 0} onClick={() => void run()}>
              {isRunning ? "Importando…" : waiting.length === 0 ? "Importar" : waiting.length === 1 ? `Importar ${kindWords[waiting[0]!.kind!].toLocaleLowerCase("es-CO")}` : `Importar ${countText(waiting.length, "archivo", "archivos")}`}
            </button>
            {!isRunning && <button type="button" class="quiet" onClick={() => setEntries([])}>Quitar todos</button>}
          </p>
        </section>
      )}
    </>
  )
}
