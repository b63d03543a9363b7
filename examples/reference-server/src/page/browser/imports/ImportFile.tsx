/** A file in the list: what it is, how it is read, how far it is, and what came of it, with the rows that were rejected. */
import type { ImportPreview, ImportReport, ImportTarget } from "../frame/Contract.ts"
import { Failure } from "../frame/Failure.tsx"
import { countText, integerText, percentText, targetWords } from "../frame/Spanish.ts"
import { FileLook, labelOf } from "./FileLook.tsx"
import { missingOf, titleOf } from "./FileEntry.ts"
import type { FileEntry } from "./FileEntry.ts"
import type { MappingDraft } from "./MappingDraft.ts"
import { RejectedRows } from "./RejectedRows.tsx"

export const ImportFile = ({ entry, isLocked, kept, kinds, onDraft, onKind, onMapping, onRemove, onSend }: {
  readonly entry: FileEntry
  readonly kinds: ReadonlyArray<ImportTarget>
  readonly kept: ReadonlyArray<string>
  readonly isLocked: boolean
  readonly onKind: (kind: ImportTarget | undefined) => void
  readonly onDraft: (draft: MappingDraft) => void
  readonly onMapping: (name: string) => void
  readonly onRemove: () => void
  readonly onSend: (text: string) => Promise<void>
}) => {
  const { draft, file, isLooking, kind, preview, state } = entry
  const title = titleOf(entry)
  const missing = missingOf(entry)
  return (
    <li class={`import-file is-${state.kind}`}>
      <div class="import-line">
        <span class="import-name">{title}</span>
        <label>
          <span class="hidden">Qué contiene {title}</span>
          <select value={kind ?? ""} disabled={isLocked || state.kind === "done"} onChange={({ currentTarget }) => onKind(kinds.find((one) => one === currentTarget.value))}>
            <option value="">¿Qué contiene?</option>
            {kinds.map((one) => <option key={one} value={one}>{targetWords[one]}</option>)}
          </select>
        </label>
        {state.kind === "sending"
          ? (
            <span class="import-progress">
              <progress max={1} value={state.share < 1 ? state.share : undefined} aria-label={`Avance de ${title}`} />
              {state.share < 1 ? percentText(Math.floor(state.share * 100)) : "Leyendo…"}
            </span>
          )
          : <button type="button" class="quiet" aria-disabled={isLocked} onClick={onRemove}>Quitar<span class="hidden"> {title}</span></button>}
      </div>
      {isLooking && <p class="loading" aria-busy="true">Mirando el archivo…</p>}
      {preview !== undefined && state.kind !== "done" && <FileLook fileName={title} preview={preview} draft={draft} kept={kept} onDraft={onDraft} onMapping={onMapping} />}
      {state.kind === "waiting" && missing.length > 0 && <p class="missing-fields">Antes de importarlo, diga qué columna es: {missing.map(labelOf).join(", ")}.</p>}
      {state.kind === "refused" && <Failure refusal={state.refusal} />}
      {state.kind === "done" && <Report number={entry.number} report={state.report} file={file} sheet={entry.sheet} preview={preview} onSend={onSend} />}
    </li>
  )
}

const Report = ({ file, number, onSend, preview, report, sheet }: { readonly number: number; readonly report: ImportReport; readonly file: File; readonly sheet: string | undefined; readonly preview: ImportPreview | undefined; readonly onSend: (text: string) => Promise<void> }) => {
  const { added, changed, kinds = [], read, rejected, rejectedRows, removed = [], notices, repairs, rows, skipped, unchanged, unknownColumns } = report
  return (
    <div class="import-report">
      <dl class="import-counts">
        <div><dt>Filas</dt><dd>{integerText(rows)}</dd></div>
        <div><dt>Leídas</dt><dd>{integerText(read)}</dd></div>
        <div><dt>Nuevas</dt><dd>{integerText(added)}</dd></div>
        <div><dt>Cambiadas</dt><dd>{integerText(changed)}</dd></div>
        <div><dt>Iguales</dt><dd>{integerText(unchanged)}</dd></div>
        <div class={rejected > 0 ? "is-red" : undefined}><dt>Rechazadas</dt><dd>{integerText(rejected)}</dd></div>
      </dl>
      {kinds.length > 0 && <p class="note">{kinds.map(({ kind, read: own }) => `${targetWords[kind]}: ${integerText(own)}`).join("; ")}.</p>}
      {skipped > 0 && <p class="note">{countText(skipped, "línea de título o de total no es una fila", "líneas de título o de total no son filas")}.</p>}
      {removed.length > 0 && <p class="note">{countText(removed.length, "fila que el archivo no trae se quitó", "filas que el archivo no trae se quitaron")}.</p>}
      {unknownColumns.length > 0 && <p class="note">Columnas que no se usan y se guardan con el registro: {unknownColumns.join(", ")}.</p>}
      {notices.length > 0 && (
        <div role="note">
          <ul>{notices.map(({ line, text }, place) => <li key={place}>{line > 0 && `Línea ${line}: `}{text.es}</li>)}</ul>
        </div>
      )}
      {repairs.length > 0 && (
        <details>
          <summary>{countText(repairs.length, "arreglo al leer", "arreglos al leer")}</summary>
          <ul>{repairs.map(({ line, text }, place) => <li key={place}>Línea {line}: {text.es}</li>)}</ul>
        </details>
      )}
      {rejectedRows.length > 0 && <RejectedRows file={file} number={number} sheet={sheet} preview={preview} report={report} onSend={onSend} />}
    </div>
  )
}
