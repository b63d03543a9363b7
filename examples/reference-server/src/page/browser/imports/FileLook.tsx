/** What a dropped file is and how it is read: its columns beside the fields, with samples, and its first rows. All of it can be corrected. */
import { RecordTable } from "../records/RecordTable.tsx"
import type { ImportPreview } from "../frame/Contract.ts"
import { fieldWord, instantText } from "../frame/Spanish.ts"
import { advisors, useSurroundings } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"
import * as MappingDraft from "./MappingDraft.ts"

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

/** Whose ids a field holds: those that can stand for all rows, or that a word of the file can mean. */
const choicesOf = (surroundings: Surroundings, field: string): ReadonlyArray<{ readonly id: string; readonly name: string }> => {
  const { branches, brands } = surroundings.directory
  if (field === "advisorId") return advisors(surroundings)
  if (field === "branchId") return branches.map(({ branchId, name }) => ({ id: branchId, name }))
  return field === "brandId" ? brands.map(({ brandId, name }) => ({ id: brandId, name })) : []
}

const ownerWords: Readonly<Record<string, string>> = { advisorId: "asesor", branchId: "sede", brandId: "marca" }

/** What people call a field; one without a word is called as its column of the template. */
const labelOf = ({ name, title }: { readonly name: string; readonly title: string }): string => {
  const word = fieldWord(name)
  return word === name ? title : word
}

/** How many columns of a record the preview shows. */
const SHOWN_FIELDS = 7

const cellText = (value: unknown): string =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}T/.test(value) ? instantText(value) : Array.isArray(value) ? value.join(", ") : value === undefined ? "" : String(value)

const Rows = ({ fileName, preview }: { readonly fileName: string; readonly preview: ImportPreview }) => {
  const { fields, rows } = preview
  if (rows.length === 0) return null
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
          faults.length === 0 ? "Sí" : <>No: {faults.map(({ column, expected, found }) => `${column}: ${found === "" ? "vacío" : `«${found}»`}; se esperaba ${expected.es}`).join(". ")}</>
        ]
      }))}
    />
  )
}

/** Words of the file that name no advisor, branch or brand yet. */
const UnknownWords = ({ draft, onChange, preview: { proposal } }: { readonly preview: ImportPreview; readonly draft: MappingDraft.MappingDraft; readonly onChange: (mapping: MappingDraft.Mapping) => void }) => {
  const surroundings = useSurroundings()
  const words = Object.entries(proposal?.unknownWords ?? {}).flatMap(([field, all]) => all.map((word) => ({ field, word })))
  if (words.length === 0) return null
  return (
    <fieldset class="mapping-words">
      <legend>Nombres que no están en el directorio</legend>
      {words.map(({ field, word }) => (
        <label key={`${field} ${word}`}>
          <span>«{word}» es {field === "branchId" || field === "brandId" ? "la" : "el"} {ownerWords[field] ?? field}</span>
          <select value={MappingDraft.meaningOf(draft.mapping, field, word)} onChange={({ currentTarget }) => onChange(MappingDraft.meaning(draft.mapping, field, word, currentTarget.value))}>
            <option value="">(sin asignar)</option>
            {choicesOf(surroundings, field).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
      ))}
    </fieldset>
  )
}

const Fields = ({ draft, onChange, preview }: { readonly preview: ImportPreview; readonly draft: MappingDraft.MappingDraft; readonly onChange: (mapping: MappingDraft.Mapping) => void }) => {
  const surroundings = useSurroundings()
  const { columns, fields, proposal } = preview
  const names = columns.map(({ name }) => name).filter((name) => name !== "")
  const samplesOf = (choice: string): string => columns.find(({ name }) => `columna:${name}` === choice)?.samples.slice(0, 3).join(" · ") ?? ""
  const reasonOf = (field: string, choice: string): string => {
    const match = proposal?.matches.find((one) => one.field === field)
    return match === undefined || !match.columns.some((column) => choice === `columna:${column}`) ? "" : `${match.reason.es}${match.certainty === "likely" ? " (revise)" : ""}`
  }
  return (
    <ul class="mapping-fields">
      {fields.map(({ explanation, isRequired, name, title }) => {
        const choice = MappingDraft.choiceOf(draft.mapping, name, names)
        const values = choicesOf(surroundings, name)
        return (
          <li key={name} class={isRequired && choice === "" ? "is-missing" : undefined}>
            <label>
              <span class="mapping-title">{labelOf({ name, title })}{isRequired && <span class="required"> (obligatorio)</span>}</span>
              <select title={`${title}: ${explanation}`} value={choice} onChange={({ currentTarget }) => onChange(MappingDraft.chosen(draft.mapping, name, currentTarget.value, MappingDraft.namesOf(surroundings.directory)))}>
                <option value="">(nada)</option>
                <optgroup label="Columnas del archivo">{names.map((column) => <option key={column} value={`columna:${column}`}>{column}</option>)}</optgroup>
                {values.length > 0 && <optgroup label="Igual para todas las filas">{values.map(({ id, name: shown }) => <option key={id} value={`valor:${id}`}>{shown}</option>)}</optgroup>}
                {choice.startsWith("valor:") && !values.some(({ id }) => choice === `valor:${id}`) && <option value={choice}>{choice.slice("valor:".length)}</option>}
              </select>
            </label>
            <span class="mapping-samples">{samplesOf(choice)}{reasonOf(name, choice) !== "" && <span class="muted"> {reasonOf(name, choice)}</span>}</span>
          </li>
        )
      })}
    </ul>
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
          <UnknownWords preview={preview} draft={draft} onChange={change} />
          <label class="mapping-name">
            Guardar esta correspondencia como{" "}
            <input type="text" maxLength={60} value={draft.name} onChange={({ currentTarget }) => onDraft({ ...draft, name: currentTarget.value.trim() || draft.name, isKept: false })} />
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
