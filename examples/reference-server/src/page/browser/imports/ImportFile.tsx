/** A file in the list: what it is, how it is read, how far it is, and what came of it, with the rows that were rejected. */
import type { ImportPreview, ImportReport, ImportTarget } from "../frame/Contract.ts"
import { Failure } from "../frame/Failure.tsx"
import type { Refused } from "../frame/Request.ts"
import { countText, integerText, percentText, targetWords } from "../frame/Spanish.ts"
import { FileLook } from "./FileLook.tsx"
import type { MappingDraft } from "./MappingDraft.ts"
import { RejectedRows } from "./RejectedRows.tsx"

export type State =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly share: number }
  | { readonly kind: "done"; readonly report: ImportReport }
  | { readonly kind: "refused"; readonly refusal: Refused }

export const ImportFile = ({ draft, file, isLocked, isLooking, kept, kind, kinds, onDraft, onKind, onMapping, onRemove, onSend, preview, periodState }: {
  readonly file: File
  readonly kind: ImportTarget | undefined
  readonly kinds: ReadonlyArray<ImportTarget>
  readonly periodState: State
  readonly preview: ImportPreview | undefined
  readonly isLooking: boolean
  readonly draft: MappingDraft | undefined
  readonly kept: ReadonlyArray<string>
  readonly isLocked: boolean
  readonly onKind: (kind: ImportTarget | undefined) => void
  readonly onDraft: (draft: MappingDraft) => void
  readonly onMapping: (name: string) => void
  readonly onRemove: () => void
  readonly onSend: (text: string) => void
}) => (
  <li class={`import-file is-${periodState.kind}`}>
    <div class="import-line">
      <span class="import-name">{file.name}</span>
      <label>
        <span class="hidden">Qué contiene {file.name}</span>
        <select value={kind ?? ""} disabled={isLocked || periodState.kind === "done"} onChange={({ currentTarget }) => onKind(kinds.find((one) => one === currentTarget.value))}>
          <option value="">¿Qué contiene?</option>
          {kinds.map((one) => <option key={one} value={one}>{targetWords[one]}</option>)}
        </select>
      </label>
      {periodState.kind === "sending"
        ? (
          <span class="import-progress">
            <progress max={1} value={periodState.share < 1 ? periodState.share : undefined} aria-label={`Avance de ${file.name}`} />
            {periodState.share < 1 ? percentText(Math.floor(periodState.share * 100)) : "Leyendo…"}
          </span>
        )
        : <button type="button" class="quiet" disabled={isLocked} onClick={onRemove}>Quitar<span class="hidden"> {file.name}</span></button>}
    </div>
    {isLooking && <p class="loading" aria-busy="true">Mirando el archivo…</p>}
    {preview !== undefined && periodState.kind !== "done" && <FileLook fileName={file.name} preview={preview} draft={draft} kept={kept} onDraft={onDraft} onMapping={onMapping} />}
    {periodState.kind === "refused" && <Failure refusal={periodState.refusal} />}
    {periodState.kind === "done" && <Report report={periodState.report} file={file} preview={preview} onSend={onSend} />}
  </li>
)

const Report = ({ file, onSend, preview, report }: { readonly report: ImportReport; readonly file: File; readonly preview: ImportPreview | undefined; readonly onSend: (text: string) => void }) => {
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
      {rejectedRows.length > 0 && <RejectedRows file={file} preview={preview} report={report} onSend={onSend} />}
    </div>
  )
}
