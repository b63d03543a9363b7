/** A file in the list: its kind, how far it is, and what came of it, with the rows that were rejected. */
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type { ImportKind, ImportReport } from "../frame/Contract.ts"
import { downloadText } from "../frame/Download.ts"
import { Failure } from "../frame/Failure.tsx"
import { RecordTable } from "../records/RecordTable.tsx"
import type { Refused } from "../frame/Request.ts"
import { countText, integerText, kindWords, percentText } from "../frame/Spanish.ts"

export type State =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly share: number }
  | { readonly kind: "done"; readonly report: ImportReport }
  | { readonly kind: "refused"; readonly refusal: Refused }

/** How many rejected rows are shown at once; the download has all. */
const SHOWN_ROWS = 100

export const ImportFile = ({ file, isLocked, kind, kinds, onKind, onRemove, periodState }: {
  readonly file: File
  readonly kind: ImportKind | undefined
  readonly kinds: ReadonlyArray<ImportKind>
  readonly periodState: State
  readonly isLocked: boolean
  readonly onKind: (kind: ImportKind | undefined) => void
  readonly onRemove: () => void
}) => (
  <li class={`import-file is-${periodState.kind}`}>
    <div class="import-line">
      <span class="import-name">{file.name}</span>
      <label>
        <span class="hidden">Qué contiene {file.name}</span>
        <select value={kind ?? ""} disabled={isLocked || periodState.kind === "done"} onChange={({ currentTarget }) => onKind(kinds.find((one) => one === currentTarget.value))}>
          <option value="">¿Qué contiene?</option>
          {kinds.map((one) => <option key={one} value={one}>{kindWords[one]}</option>)}
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
    {periodState.kind === "refused" && <Failure refusal={periodState.refusal} />}
    {periodState.kind === "done" && <Report report={periodState.report} fileName={file.name} />}
  </li>
)

const Report = ({ fileName, report }: { readonly report: ImportReport; readonly fileName: string }) => {
  const { added, changed, read, rejected, rejectedRows, rejectedRowsOmitted, repairs, rows, unchanged, unknownColumns } = report
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
      {unknownColumns.length > 0 && <p class="note">Columnas que no se usan: {unknownColumns.join(", ")}.</p>}
      {repairs.length > 0 && (
        <details>
          <summary>{countText(repairs.length, "arreglo al leer", "arreglos al leer")}</summary>
          <ul>{repairs.map(({ line, text }, place) => <li key={place}>Línea {line}: {text.es}</li>)}</ul>
        </details>
      )}
      {rejectedRows.length > 0 && (
        <details open>
          <summary>{countText(rejectedRows.length, "falla en filas rechazadas", "fallas en filas rechazadas")}</summary>
          <p><button type="button" onClick={() => downloadText(rejectedFileName(fileName), "text/csv", rejectedCsv(rejectedRows))}>Descargar {rejectedFileName(fileName)}</button></p>
          <RecordTable
            caption={`Filas rechazadas de ${fileName}`}
            columns={[{ label: "Fila" }, { label: "Columna" }, { label: "Encontrado", kind: "wide" }, { label: "Esperado" }]}
            rows={rejectedRows.slice(0, SHOWN_ROWS).map(({ column, expected, found, line }, place) => ({
              key: String(place),
              cells: [`Línea ${line}`, column, found === "" ? <span class="muted">(nada)</span> : found, expected.es]
            }))}
          />
          {(rejectedRows.length > SHOWN_ROWS || rejectedRowsOmitted > 0) && (
            <p class="hint">
              Se muestran las primeras {SHOWN_ROWS} fallas{rejectedRowsOmitted > 0 ? `; el servidor dejó de enviar otras ${integerText(rejectedRowsOmitted)}` : ""}. La descarga trae{" "}
              {rejectedRowsOmitted > 0 ? "las recibidas" : "todas"}.
            </p>
          )}
        </details>
      )}
    </div>
  )
}

const rejectedFileName = (name: string): string => `rejected-${name.replace(/\.[^.]*$/, "")}.csv`

const rejectedCsv = (rows: ImportReport["rejectedRows"]): string =>
  ["line,column,found,expected", ...rows.map(({ column, expected, found, line }) => CsvText.row([String(line), column, found, expected.es]))].join("\r\n") + "\r\n"
