/** What was imported: when, by whom, from which file; its rejected rows again, and taking it back. */
import { useEffect, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useList } from "../frame/Answer.ts"
import type { ImportEntry, UndoneImport } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { messageOf, write } from "../frame/Request.ts"
import { countText, instantText, integerText, targetWords } from "../frame/Spanish.ts"
import { personName, useSurroundings } from "../frame/Surroundings.ts"
import { RecordTable } from "../records/RecordTable.tsx"
import { More } from "../lists/More.tsx"

const stateWords = { running: "en curso", done: "importado", refused: "rechazado a medias", undone: "deshecho" } as const

const reasonWords: Readonly<Record<UndoneImport["kept"][number]["reason"], string>> = {
  changed: "cambió después",
  drawn: "está en la muestra de verificación",
  called: "ya se verificó por teléfono",
  followed: "tiene actividades",
  erased: "sus datos se suprimieron",
  final: "no cambia"
}

const Undo = ({ entry, onUndone }: { readonly entry: ImportEntry; readonly onUndone: (undone: UndoneImport) => void }) => {
  const [isAsking, setAsking] = useState(false)
  const [isRunning, setRunning] = useState(false)
  const run = async (): Promise<void> => {
    setRunning(true)
    try {
      const undone = await write<UndoneImport>("POST", `/v1/imports/${entry.id}/undo`)
      announce(`Importación deshecha: ${countText(undone.removed, "registro quitado", "registros quitados")}, ${countText(undone.restored, "registro devuelto", "registros devueltos")} a como estaban, ${integerText(undone.kept.length + undone.keptOmitted)} sin tocar.`)
      onUndone(undone)
    } catch (cause) {
      announce(messageOf(cause), "refused")
    }
    setRunning(false)
    setAsking(false)
  }
  if (!isAsking) return <button type="button" class="quiet" onClick={() => setAsking(true)}>Deshacer<span class="hidden"> {entry.file ?? entry.id}</span></button>
  return (
    <span class="confirm">
      ¿Quitar {countText(entry.added, "registro nuevo", "registros nuevos")} y devolver {countText(entry.changed, "cambiado", "cambiados")}?{" "}
      <button type="button" aria-disabled={isRunning} onClick={() => void run()}>{isRunning ? "Deshaciendo…" : "Sí, deshacer"}</button>{" "}
      <button type="button" class="quiet" aria-disabled={isRunning} onClick={() => setAsking(false)}>No</button>
    </span>
  )
}

export const ImportHistory = ({ onChanged, turn }: { readonly turn: number; readonly onChanged: () => void }) => {
  const surroundings = useSurroundings()
  const [answer, reload] = useList<ImportEntry>("/v1/imports", { limit: "20" })
  const [undone, setUndone] = useState<UndoneImport | undefined>()
  useEffect(() => {
    if (turn > 0) reload()
  }, [turn, reload])
  return (
    <section aria-labelledby="history-heading">
      <h2 id="history-heading">Importaciones anteriores</h2>
      {undone !== undefined && undone.kept.length > 0 && (
        <details open class="note">
          <summary>{countText(undone.kept.length + undone.keptOmitted, "registro quedó como estaba", "registros quedaron como estaban")}</summary>
          <ul>{undone.kept.slice(0, 50).map(({ id, kind, reason }) => <li key={`${kind} ${id}`}>{targetWords[kind]} {id}: {reasonWords[reason]}</li>)}</ul>
        </details>
      )}
      <Awaited answer={answer} what="las importaciones" onRetry={reload}>
        {({ items, ...pages }) => items.length === 0 ? <p class="muted">Todavía no se ha importado nada.</p> : (
          <>
            <RecordTable
              caption="Archivos importados"
              columns={[
                { label: "Archivo" }, { label: "Cuándo", kind: "nowrap" }, { label: "Quién" }, { label: "Qué" }, { label: "Leídas", kind: "number" }, { label: "Nuevas", kind: "number" },
                { label: "Rechazadas", kind: "number" }, { label: "Estado" }, { label: "Acciones" }
              ]}
              rows={items.map((entry) => ({
                key: entry.id,
                cells: [
                  entry.file ?? "(sin nombre)",
                  instantText(entry.at),
                  personName(surroundings, entry.by, entry.byName),
                  <>{targetWords[entry.kind]}{entry.mapping !== undefined && <span class="muted"> con «{entry.mapping}»</span>}</>,
                  integerText(entry.read),
                  integerText(entry.added),
                  integerText(entry.rejected),
                  stateWords[entry.state],
                  <span class="actions">
                    {entry.rejected > 0 && <a href={`/v1/imports/${entry.id}/rejected?format=csv`} download={`rechazadas-${entry.file ?? entry.id}.csv`}>Rechazadas</a>}
                    {entry.state !== "undone" && entry.added + entry.changed > 0 && (
                      <Undo
                        entry={entry}
                        onUndone={(done) => {
                          setUndone(done)
                          reload()
                          onChanged()
                        }}
                      />
                    )}
                  </span>
                ]
              }))}
            />
            <More list={pages} what="importaciones" />
          </>
        )}
      </Awaited>
    </section>
  )
}
