/** The rejected rows of an import: corrected in place and sent again, or downloaded for Excel. */
import { useEffect, useState } from "preact/hooks"
import type { ImportPreview, ImportReport } from "../frame/Contract.ts"
import { downloadText } from "../frame/Download.ts"
import { useKept } from "../frame/Draft.ts"
import { useOnce } from "../frame/Once.ts"
import { countText, integerText } from "../frame/Spanish.ts"
import { RecordTable } from "../records/RecordTable.tsx"
import { isWhole, look } from "./FileEntry.ts"
import { ownColumn } from "./FileLook.tsx"
import * as TableText from "./TableText.ts"

type Fault = ImportReport["rejectedRows"][number]

/** How many rejected rows are shown at once; the download has all. */
const SHOWN_ROWS = 100
/** A larger file is corrected where it was made. */
const EDITED_BYTES = 20 * 1024 * 1024

const fileNameOf = (name: string): string => `rechazadas-${name.replace(/\.[^.]*$/, "")}.csv`

const quoted = (cell: string): string => {
  // A cell that begins like a formula must stay a text in a spreadsheet.
  const safe = /^[=+\-@\t]/.test(cell) ? `'${cell}` : cell
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll("\"", "\"\"")}"` : safe
}

/** The file that a Colombian Excel opens with a double click. */
const csvOf = (rows: ReadonlyArray<Fault>): string =>
  `\ufeff${["línea;columna;encontrado;esperado", ...rows.map(({ column, expected, found, line }) => [String(line), column, found, expected.es].map(quoted).join(";"))].join("\r\n")}\r\n`

/** The field of a column as it is named in a fault. */
export const fieldOf = (column: string): string => column.split(" → ").at(-1)!.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** A rejected row as it stands in the file, with the places of the cells to correct. */
interface EditedRow {
  readonly line: number
  readonly cells: ReadonlyArray<string>
  readonly faults: ReadonlyArray<{ readonly at: number; readonly fault: Fault }>
}

interface Editable {
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<EditedRow>
}

/** The rejected rows that can be corrected here: those whose columns are known. */
const editable = (all: ReadonlyArray<TableText.TextRow>, preview: ImportPreview, faults: ReadonlyArray<Fault>): Editable => {
  const header = all.find(({ line }) => line === preview.headerRow)?.cells ?? []
  const columnOf = (field: string): string | undefined => preview.proposal?.matches.find((match) => match.field === field)?.columns[0]
  const placeNamed = (name: string | undefined): number => header.findIndex((own) => own.trim() === name)
  const placeOf = (column: string): number => {
    const own = placeNamed(ownColumn(column))
    return own >= 0 ? own : placeNamed(columnOf(fieldOf(column)))
  }
  const byLine = new Map(all.map((row) => [row.line, row]))
  const rows = [...Map.groupBy(faults, ({ line }) => line)].flatMap(([line, own]): ReadonlyArray<EditedRow> => {
    const row = byLine.get(line)
    const places = own.map((fault) => ({ at: placeOf(fault.column), fault }))
    return row === undefined || places.some(({ at }) => at < 0) ? [] : [{ line, cells: row.cells, faults: places }]
  })
  return { header, rows }
}

/** The rows as they stand in the file. The server reads those of a workbook. */
const rowsOf = async (file: File, sheet: string | undefined, preview: ImportPreview, faults: ReadonlyArray<Fault>): Promise<ReadonlyArray<TableText.TextRow>> => {
  if (preview.format !== "workbook") return TableText.rowsOf(new TextDecoder(preview.encoding).decode(await file.arrayBuffer()), preview.delimiter!)
  const lines = [...new Set([preview.headerRow, ...faults.map(({ line }) => line)])].slice(0, SHOWN_ROWS + 1)
  return (await look(file, { sheet: sheet ?? preview.sheet, lines })).cells
}

const TOLD_CELLS = 4

/** Whose row it is: its first cells, without those to correct. */
const rowText = (cells: ReadonlyArray<string>, faulty: ReadonlyArray<number>): string =>
  cells.filter((cell, at) => cell.trim() !== "" && !faulty.includes(at)).slice(0, TOLD_CELLS).join(" · ")

/** Whether rejected rows can be corrected here: of a table or of a sheet, and not of a whole workbook. */
const canBeEdited = (file: File, preview: ImportPreview): boolean =>
  file.size <= EDITED_BYTES && (preview.format === "table" ? preview.delimiter !== undefined : preview.format === "workbook" && !isWhole(preview))

const Editor = ({ faults, file, number, onSend, preview, sheet }: { readonly number: number; readonly file: File; readonly sheet: string | undefined; readonly preview: ImportPreview; readonly faults: ReadonlyArray<Fault>; readonly onSend: (text: string) => Promise<void> }) => {
  const [found, setFound] = useState<Editable & { readonly of: File } | undefined>()
  const [typed, setTyped] = useKept<{ readonly of: File; readonly values: Readonly<Record<string, string>> }>(`filas rechazadas ${number}`, { of: file, values: {} })
  const [isSending, once] = useOnce()
  useEffect(() => {
    let isOver = false
    rowsOf(file, sheet, preview, faults).then((rows) => {
      if (!isOver) setFound({ ...editable(rows, preview, faults), of: file })
    }, () => {
      if (!isOver) setFound(undefined)
    })
    return () => {
      isOver = true
    }
  }, [file, sheet, preview, faults])
  // What was sent is another file, with lines of its own.
  const values = typed.of === file ? typed.values : {}
  if (found === undefined || found.of !== file || found.rows.length === 0) return null
  const rows = found.rows.slice(0, SHOWN_ROWS)
  const changed = rows.filter(({ faults: own, line }) => own.some(({ at }) => values[`${line} ${at}`] !== undefined))
  const send = (): Promise<void> =>
    onSend(TableText.write([found.header, ...changed.map(({ cells, line }) => found.header.map((_, at) => values[`${line} ${at}`] ?? cells[at] ?? ""))], preview.delimiter ?? ";"))
  return (
    <div class="row-editor">
      <h3>Corregir aquí</h3>
      <ul>
        {rows.map(({ cells, faults: own, line }) => (
          <li key={line}>
            <span class="row-line">
              Línea {line}
              <span class="below">{rowText(cells, own.map(({ at }) => at))}</span>
            </span>
            {own.map(({ at, fault }) => (
              <div key={at} class="row-cell">
                <label>
                  <span>{found.header[at]}</span>
                  <input type="text" value={values[`${line} ${at}`] ?? fault.found} readOnly={isSending} onInput={({ currentTarget }) => setTyped(() => ({ of: file, values: { ...values, [`${line} ${at}`]: currentTarget.value } }))} />
                </label>
                <span class="hint">Se esperaba {fault.expected.es}</span>
              </div>
            ))}
          </li>
        ))}
      </ul>
      <button type="button" aria-disabled={isSending || changed.length === 0} onClick={() => once(send)}>Enviar {countText(changed.length, "fila corregida", "filas corregidas")}</button>
    </div>
  )
}

export const RejectedRows = ({ file, number, onSend, preview, report: { rejectedRows, rejectedRowsOmitted }, sheet }: {
  readonly file: File
  /** The file's number among those of the view: what is typed is kept under it. */
  readonly number: number
  readonly sheet: string | undefined
  readonly preview: ImportPreview | undefined
  readonly report: ImportReport
  /** Sends corrected rows as a file of their own. */
  readonly onSend: (text: string) => Promise<void>
}) => {
  const name = fileNameOf(file.name)
  return (
    <details open>
      <summary>{countText(rejectedRows.length, "falla en filas rechazadas", "fallas en filas rechazadas")}</summary>
      <p><button type="button" onClick={() => downloadText(name, "text/csv", csvOf(rejectedRows))}>Descargar {name}</button></p>
      <RecordTable
        caption={`Filas rechazadas de ${file.name}`}
        columns={[{ label: "Fila" }, { label: "Columna" }, { label: "Encontrado", kind: "wide" }, { label: "Esperado" }]}
        rows={rejectedRows.slice(0, SHOWN_ROWS).map(({ column, expected, found, line }, place) => ({
          key: String(place),
          cells: [`Línea ${line}`, ownColumn(column), found === "" ? <span class="muted">(nada)</span> : found, expected.es]
        }))}
      />
      {(rejectedRows.length > SHOWN_ROWS || rejectedRowsOmitted > 0) && (
        <p class="hint">
          Se muestran las primeras {SHOWN_ROWS} fallas{rejectedRowsOmitted > 0 ? `; el servidor dejó de enviar otras ${integerText(rejectedRowsOmitted)}` : ""}. La descarga trae{" "}
          {rejectedRowsOmitted > 0 ? "las recibidas" : "todas"}.
        </p>
      )}
      {preview !== undefined && canBeEdited(file, preview) && <Editor file={file} number={number} sheet={sheet} preview={preview} faults={rejectedRows} onSend={onSend} />}
    </details>
  )
}
