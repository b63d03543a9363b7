/** The templates to fill in, and what goes in each of their columns. */
import { useState } from "preact/hooks"
import { useAnswer } from "../frame/Answer.ts"
import type { ImportTarget, Template } from "../frame/Contract.ts"
import { Failure } from "../frame/Failure.tsx"
import { targetWords } from "../frame/Spanish.ts"
import { RecordTable } from "../records/RecordTable.tsx"

/** The words that may stand in a column. */
const wordsText = ({ choices, isOpen }: Template["columns"][number]): string =>
  choices === undefined ? "" : ` Palabras: ${choices.join(", ")}${isOpen ? "; u otra de la política" : ""}.`

const Columns = ({ columns, title }: Template) => (
  <RecordTable
    caption={`Columnas de ${title}`}
    columns={[{ label: "Columna" }, { label: "Obligatoria" }, { label: "Qué se escribe", kind: "wide" }, { label: "Ejemplo" }]}
    rows={columns.map((column) => ({
      key: column.title,
      cells: [column.title, column.isRequired ? "Sí" : "No", `${column.explanation}${wordsText(column)}`, column.example === "" ? "—" : column.example]
    }))}
  />
)

export const Templates = ({ kinds }: { readonly kinds: ReadonlyArray<ImportTarget> }) => {
  const [isOpen, setOpen] = useState(false)
  const [answer, ask] = useAnswer<ReadonlyArray<Template>>(isOpen ? "/plantillas/columnas.json" : undefined)
  return (
    <details class="templates" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Plantillas para llenar en Excel, y qué va en cada columna</summary>
      {isOpen && answer.state === "loading" && <p class="hint" aria-busy="true">Cargando las plantillas…</p>}
      {answer.state === "refused" && <Failure refusal={answer.refusal} onRetry={ask} />}
      {answer.state === "ready" && (
        <ul>
          {answer.value.filter(({ kind }) => kinds.includes(kind)).map((template) => (
            <li key={template.kind}>
              <a href={`/plantillas/${template.kind}.csv`} download={`${template.name}.csv`}>{targetWords[template.kind]}</a>
              <details>
                <summary>Columnas de {template.title}</summary>
                <Columns {...template} />
              </details>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}
