/** What a dropped file is and how it is read: its columns beside the fields, with samples, and its first rows. All of it can be corrected. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import { useState } from "preact/hooks"
import { RecordTable } from "../records/RecordTable.tsx"
import type { ImportPreview, Role } from "../frame/Contract.ts"
import { countText, fieldWord, instantText, roleWords } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"
import * as MappingDraft from "./MappingDraft.ts"
import { choicesOf } from "./UnknownNames.tsx"

const formatWords = { table: "Tabla de texto", workbook: "Libro de Excel", json: "Archivo JSON", adf: "Leads de la marca (ADF)" } as const
const encodingWords: Readonly<Record<string, string>> = { "utf-8": "UTF-8", "windows-1252": "Windows-1252", "utf-16le": "UTF-16", "utf-16be": "UTF-16" }
const delimiterWords: Readonly<Record<string, string>> = { ",": "coma", ";": "punto y coma", "\t": "tabulador", "|": "barra" }

/** What a file is, in a sentence. */
export const whatItIs = ({ delimiter, encoding, format, headerRow, sheet }: ImportPreview): string =>
  [
    formatWords[format],
    ...(sheet === undefined ? [] : [`hoja «${sheet}»`]),
    ...(format === "table" && encodingWords[encoding] !== undefined ? [`en ${encodingWords[encoding]}`] : []),
    ...(delimiter === undefined ? [] : [`separada por ${delimiterWords[delimiter] ?? `«${delimiter}»`}`]),
    ...(headerRow > 1 ? [`encabezado en la línea ${headerRow}`] : [])
  ].join(", ")

/** What people call a field; one without a word is called as its column of the template. */
export const labelOf = ({ name, title }: { readonly name: string; readonly title: string }): string => {
  const word = fieldWord(name)
  return word === name ? title : word
}

/** The file's own name of a column, without the field that it feeds. */
export const ownColumn = (column: string): string => column.split(" → ")[0]!

/** A value that is the same for all rows, as people read it. */
const fixedText = (value: string): string => value === "2000-01-01" ? "desde siempre" : CodeWord.of(roleWords[value as Role] ?? value)

/** How many columns of a record the preview shows. */
const SHOWN_FIELDS = 7
/** How many of the first rows are shown, of those that would be read and of those that would not. */
const SHOWN_ROWS = 5

const cellText = (value: unknown): string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}T/.test(value) ? instantText(value) : Array.isArray(value) ? value.join(", ") : value === undefined ? "" : CodeWord.of(String(value))

const Rows = ({ fileName, preview }: { readonly fileName: string; readonly preview: ImportPreview }) => {
  const { fields, rows: all } = preview
  if (all.length === 0) return null
  const shownOf = (isRejected: boolean) => all.filter(({ faults }) => faults.length > 0 === isRejected).slice(0, SHOWN_ROWS)
  const rows = [...shownOf(false), ...shownOf(true)].toSorted((one, other) => one.line - other.line)
  const shown = fields.filter(({ name }) => rows.some(({ record }) => record?.[name] !== undefined)).slice(0, SHOWN_FIELDS)
  return (
    <RecordTable
      caption={`Primeras filas de ${fileName}`}
      columns={[{ label: "Fila" }, ...shown.map((field) => ({ label: labelOf(field) })), { label: "Se leería" }]}
      rows={rows.map(({ faults, line, record }) => ({
        key: String(line),
        class: faults.length > 0 ? "is-rejected" : undefined,
        cells: [
          `Línea ${line}`,
          ...shown.map(({ name }) => cellText(record?.[name])),
          faults.length === 0 ? "Sí" : <>No: {faults.map(({ column, expected, found }) => `${ownColumn(column)}: ${found === "" ? "vacío" : `«${found}»`}; se esperaba ${expected.es}`).join(". ")}</>
        ]
      }))}
    />
  )
}

const Fields = ({ draft, onChange, preview }: { readonly preview: ImportPreview; readonly draft: MappingDraft.MappingDraft; readonly onChange: (mapping: MappingDraft.Mapping) => void }) => {
  const surroundings = useSurroundings()
  const { columns, fields, proposal } = preview
  const names = columns.map(({ name }) => name).filter((name) => name !== "")
  const offered = new Set(proposal?.matches.map(({ field }) => field))
  const samplesOf = (choice: string): string => columns.find(({ name }) => `columna:${name}` === choice)?.samples.slice(0, 3).map(cellText).join(" · ") ?? ""
  const reasonOf = (field: string, choice: string): string => {
    const match = proposal?.matches.find((one) => one.field === field)
    return match === undefined || !(choice.startsWith("formado:") || choice.startsWith("valor:") || match.columns.some((column) => choice === `columna:${column}`)) ? "" : `${match.reason.es}${match.certainty === "likely" ? " (revise)" : ""}`
  }
  const choices = new Map(fields.map(({ name }) => [name, MappingDraft.choiceOf(draft.mapping, name, names)]))
  const row = ({ explanation, isRequired, name, title }: ImportPreview["fields"][number]) => {
    const choice = choices.get(name)!
    const values = choicesOf(surroundings, name)
    return (
      <li key={name} class={isRequired && choice === "" ? "is-missing" : undefined}>
        <label>
          <span class="mapping-title">{labelOf({ name, title })}{isRequired && <span class="required"> (obligatorio)</span>}</span>
          <select title={`${title}: ${explanation}`} value={choice} onChange={({ currentTarget }) => onChange(MappingDraft.chosen(draft.mapping, name, currentTarget.value, MappingDraft.namesOf(surroundings.directory)))}>
            <option value="">(nada)</option>
            <optgroup label="Columnas del archivo">{names.map((column) => <option key={column} value={`columna:${column}`}>{column}</option>)}</optgroup>
            {values.length > 0 && <optgroup label="Igual para todas las filas">{values.map(({ id, name: shown }) => <option key={id} value={`valor:${id}`}>{shown}</option>)}</optgroup>}
            {choice.startsWith("valor:") && !values.some(({ id }) => choice === `valor:${id}`) && <option value={choice}>{fixedText(choice.slice("valor:".length))}</option>}
            {choice === "propio:" && <option value={choice}>Como lo escribe el otro sistema</option>}
            {choice.startsWith("formado:") && <option value={choice}>{choice.slice("formado:".length)}</option>}
          </select>
        </label>
        <span class="mapping-samples">{samplesOf(choice)}{reasonOf(name, choice) !== "" && <span class="muted"> {reasonOf(name, choice)}</span>}</span>
      </li>
    )
  }
  // What is asked and what was found stands first; the rest of what a record can hold is a click away.
  const isFirst = ({ isRequired, name }: ImportPreview["fields"][number]): boolean => isRequired || offered.has(name) || choices.get(name) === "propio:"
  const [first, others] = [fields.filter(isFirst), fields.filter((field) => !isFirst(field))]
  return (
    <>
      <ul class="mapping-fields">{first.map(row)}</ul>
      {others.length > 0 && (
        <details class="mapping-others">
          <summary>{countText(others.length, "dato más que el archivo puede traer", "datos más que el archivo puede traer")}</summary>
          <ul class="mapping-fields">{others.map(row)}</ul>
        </details>
      )}
    </>
  )
}

/** A name that counts once the person has left the field. What is typed stays while the file is read again. */
const NameField = ({ name, onName }: { readonly name: string; readonly onName: (name: string) => void }) => {
  const [typed, setTyped] = useState({ of: name, text: name })
  return (
    <input
      type="text"
      maxLength={60}
      value={typed.of === name ? typed.text : name}
      onInput={({ currentTarget }) => setTyped({ of: name, text: currentTarget.value })}
      onChange={({ currentTarget }) => {
        const text = currentTarget.value.trim()
        if (text === "") setTyped({ of: name, text: name })
        else if (text !== name) onName(text)
      }}
    />
  )
}

export const FileLook = ({ draft, fileName, kept, onDraft, onMapping, preview }: {
  readonly fileName: string
  readonly preview: ImportPreview
  readonly draft: MappingDraft.MappingDraft | undefined
  /** The names of the dealership's mappings. */
  readonly kept: ReadonlyArray<string>
  readonly onDraft: (draft: MappingDraft.MappingDraft) => void
  readonly onMapping: (name: string) => void
}) => {
  const change = (mapping: MappingDraft.Mapping): void => onDraft({ name: draft!.name, isKept: false, mapping })
  return (
    <div class="file-look">
      <p class="hint">{whatItIs(preview)}{preview.proposal !== undefined && draft === undefined && `; ${preview.proposal.reason.es}`}.</p>
      {draft !== undefined && (
        <details open={!draft.isKept}>
          <summary>{draft.isKept ? `Se lee con la correspondencia «${draft.name}»` : "Qué columna es cada dato"}</summary>
          {kept.length > 0 && (
            <label class="mapping-kept">
              Correspondencia guardada{" "}
              <select value={draft.isKept ? draft.name : ""} onChange={({ currentTarget }) => onMapping(currentTarget.value)}>
                <option value="">Otra</option>
                {kept.map((name) => <option key={name} value={name}>{name}</option>)}
              </select>
            </label>
          )}
          <Fields preview={preview} draft={draft} onChange={change} />
          <label class="mapping-name">
            Guardar esta correspondencia como{" "}
            <NameField name={draft.name} onName={(name) => onDraft({ ...draft, name, isKept: false })} />
          </label>
        </details>
      )}
      <details open={draft !== undefined && !draft.isKept}>
        <summary>Primeras filas</summary>
        <Rows fileName={fileName} preview={preview} />
      </details>
    </div>
  )
}
