/** Writing a prospect or an activity by hand: a new one, or a correction of one that is stored. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { StoredActivity, StoredProspect, StoredVerdict } from "../frame/Contract.ts"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, read, Refused, write } from "../frame/Request.ts"
import { go, hrefOf } from "../frame/Route.ts"
import { RowForm } from "../directory/RowForm.tsx"
import type { FormField } from "../directory/RowForm.tsx"
import { activityVerdictWords, prospectVerdictWords } from "../frame/Spanish.ts"
import { advisors, useSurroundings } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"

type Subject = "prospect" | "activity"
type Record = StoredProspect | StoredActivity

const coded = (codes: ReadonlyArray<string>, isOptional = true): ReadonlyArray<readonly [string, string]> => [...isOptional ? [["", "—"] as const] : [], ...codes.map((code) => [code, CodeWord.of(code)] as const)]

const listOf = ({ procedure }: Surroundings, name: string): ReadonlyArray<string> => {
  const value = procedure.policy.parameters.find((parameter) => parameter.name === name)?.value
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []
}

const fieldsOf = (surroundings: Surroundings, subject: Subject, isNew: boolean): ReadonlyArray<FormField> => {
  const { directory } = surroundings
  const advisor: FormField = { name: "advisorId", label: "Asesor", isRequired: true, options: [["", "Elija…"], ...advisors(surroundings).map(({ id, name }) => [id, name] as const)] }
  if (subject === "prospect") {
    return [
      { name: "prospectId", label: "Código", isRequired: true, isFixed: !isNew, hint: isNew ? "Único; puede dejar el que se propone." : undefined },
      { name: "fullName", label: "Nombre completo" },
      { name: "phone", label: "Teléfono" },
      { name: "email", label: "Correo" },
      { name: "documentType", label: "Tipo de documento", options: coded(["CC", "CE", "NIT", "PA", "PPT", "TI"]) },
      { name: "documentNumber", label: "Documento" },
      { name: "createdAt", label: "Creado", kind: "datetime-local", isRequired: true },
      advisor,
      { name: "branchId", label: "Sede", isRequired: true, options: [["", "Elija…"], ...directory.branches.map(({ branchId, name }) => [branchId, name] as const)] },
      { name: "brandId", label: "Marca", isRequired: true, options: [["", "Elija…"], ...directory.brands.map(({ brandId, name }) => [brandId, name] as const)] },
      { name: "source", label: "Fuente", options: coded(listOf(surroundings, "sources")), hint: "De dónde llegó el cliente." },
      { name: "interest", label: "Vehículo de interés", hint: "Solo el vehículo: queda aunque se supriman los datos del cliente." },
      { name: "consentAt", label: "Autorización de datos", kind: "datetime-local", hint: "Cuándo autorizó el tratamiento de sus datos." },
      { name: "assignedAt", label: "Asignado", kind: "datetime-local" },
      { name: "stage", label: "Etapa", options: coded(["open", "won", "lost"], false) },
      { name: "stageAt", label: "Fecha de la etapa", kind: "datetime-local", hint: "Si está ganado o perdido." }
    ]
  }
  return [
    { name: "activityId", label: "Código", isRequired: true, isFixed: !isNew, hint: isNew ? "Único; puede dejar el que se propone." : undefined },
    { name: "prospectId", label: "Prospecto", isRequired: true, hint: "El código del prospecto." },
    advisor,
    { name: "type", label: "Tipo", isRequired: true, options: coded(["call", "whatsapp", "email", "sms", "visit", "home-visit", "test-ride", "quote", "meeting"], false) },
    { name: "status", label: "Estado", isRequired: true, options: coded(["performed", "planned", "cancelled"], false) },
    { name: "performedAt", label: "Realizada", kind: "datetime-local" },
    { name: "plannedFor", label: "Programada para", kind: "datetime-local" },
    { name: "outcome", label: "Resultado", hint: "Qué pasó, en una palabra." },
    { name: "nextActionAt", label: "Próximo paso", kind: "datetime-local", hint: "El día prometido al cliente." },
    { name: "note", label: "Nota", kind: "textarea", hint: "Qué se habló, con palabras propias." }
  ]
}

const isInstant = ({ kind }: FormField): boolean => kind === "datetime-local"

/** A stored value as its field shows it. */
const textOf = (field: FormField, value: unknown): string => value === undefined || value === null ? "" : isInstant(field) ? String(value).slice(0, 16) : String(value)

/** A short random code: two people who write records at the same time get different ones. */
const freshId = (letter: string): string => `${letter}-${Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase()}`

export const RecordForm = ({ given = {}, onCancel, onOvertaken = () => {}, onSaved, record: shown, subject }: {
  readonly subject: Subject
  /** What is corrected; undefined: a new one. */
  readonly record?: Record | undefined
  /** What a new one begins with. */
  readonly given?: Readonly<globalThis.Record<string, string>>
  readonly onCancel: () => void
  /** Another person has changed the record since it was read. */
  readonly onOvertaken?: (() => void) | undefined
  readonly onSaved: (id: string) => void
}) => {
  const surroundings = useSurroundings()
  const [isSending, setSending] = useState(false)
  // The record as the form shows it, until a correction of it was refused: then what was typed is put onto the newest one.
  const [record, setRecord] = useState(shown)
  const fields = fieldsOf(surroundings, subject, record === undefined)
  const stored = record as Readonly<globalThis.Record<string, unknown>> | undefined
  const now = surroundings.me.now.slice(0, 16)
  const fresh: Readonly<globalThis.Record<string, string>> = subject === "prospect"
    ? { prospectId: freshId("P"), createdAt: now, stage: "open" }
    : { activityId: freshId("A"), type: "call", status: "performed", performedAt: now }
  const cellsOf = (stored: Readonly<globalThis.Record<string, unknown>> | undefined) => Object.fromEntries(fields.map((field) => [field.name, stored === undefined ? given[field.name] ?? fresh[field.name] ?? "" : textOf(field, stored[field.name])]))
  // A new record keeps the code and the instant that it began with.
  const [cells, setCells] = useState(() => cellsOf(stored))
  const save = (texts: Readonly<globalThis.Record<string, string>>, forget: () => void): void => {
    const idName = subject === "prospect" ? "prospectId" : "activityId"
    const id = (texts[idName] ?? "").trim()
    const body: globalThis.Record<string, unknown> = {}
    // What the form does not show stays as it is; an instant that was not touched keeps its seconds.
    if (stored !== undefined) for (const name of kept[subject]) if (stored[name] !== undefined) body[name] = stored[name]
    for (const field of fields) {
      const text = (texts[field.name] ?? "").trim()
      if (text === "") continue
      body[field.name] = stored !== undefined && text === textOf(field, stored[field.name]) ? stored[field.name] : text
    }
    setSending(true)
    const path = `/v1/${subject === "prospect" ? "prospects" : "activities"}/${encodeURIComponent(id)}`
    const condition: globalThis.Record<string, string> = record === undefined ? { "if-none-match": "*" } : { "if-match": `"${record.revision}"` }
    write<StoredVerdict>("PUT", path, body, undefined, condition).then(({ verdict }) => {
      setSending(false)
      forget()
      announce(`Guardado. Queda ${(subject === "prospect" ? prospectVerdictWords : activityVerdictWords)[verdict].toLocaleLowerCase("es-CO")}.`, "done", record === undefined)
      onSaved(id)
    }, (cause: unknown) => {
      if (!(cause instanceof Refused && cause.status === 412)) {
        setSending(false)
        announce([messageOf(cause), ...cause instanceof Refused ? cause.details : []].join(" "), "refused")
      } else if (record === undefined) {
        setSending(false)
        announce("Ya hay un registro con ese código: use otro.", "refused")
      } else {
        read<Record>(path).then((newest) => {
          setRecord(newest)
          setCells(cellsOf(newest as unknown as Readonly<globalThis.Record<string, unknown>>))
          onOvertaken()
        }, (cause: unknown) => announce(messageOf(cause), "refused")).finally(() => setSending(false))
      }
    })
  }
  const noun = subject === "prospect" ? "prospecto" : "actividad"
  return (
    <RowForm
      title={record === undefined ? subject === "prospect" ? "Nuevo prospecto" : "Nueva actividad" : `Corregir ${subject === "prospect" ? "el" : "la"} ${noun}`}
      fields={fields}
      cells={cells}
      subject={record === undefined ? undefined : "este registro"}
      draft={record === undefined ? `${subject} ${JSON.stringify(given)}` : `${subject} ${record.id}`}
      isSending={isSending}
      onCancel={onCancel}
      onSave={save}
      saveLabel={record === undefined ? "Crear" : "Guardar la corrección"}
    />
  )
}

/** Fields that the form does not show. */
const kept = {
  prospect: ["consentPurpose", "consentChannel", "excludedAt", "recordedAt"],
  activity: ["direction", "recordedAt", "durationSeconds", "requestedByCustomer"]
} as const

/** A view for a new record. */
export const NewRecordView = ({ given, subject }: { readonly subject: Subject; readonly given: Readonly<globalThis.Record<string, string>> }) => {
  const { kept: address } = useSurroundings()
  return (
    <>
      <Heading eyebrow={subject === "prospect" ? "Prospección" : "Seguimiento"}>{subject === "prospect" ? "Un prospecto a mano" : "Una actividad a mano"}</Heading>
      <p class="hint">Se juzga al guardar, con las mismas reglas que un archivo.</p>
      <RecordForm
        subject={subject}
        given={given}
        onCancel={() => history.back()}
        onSaved={(id) => go(hrefOf(subject === "prospect" ? "prospecto" : "actividad", address, id), true)}
      />
    </>
  )
}
