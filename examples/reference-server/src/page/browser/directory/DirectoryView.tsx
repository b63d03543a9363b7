/** Branches, brands and people: who works where, added and corrected one by one. */
import type { ComponentChildren } from "preact"
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { Directory, ImportReport } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, upload } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import { RecordTable } from "../records/RecordTable.tsx"
import { dayText, roleWords } from "../frame/Spanish.ts"
import { branchName, may, useSurroundings } from "../frame/Surroundings.ts"
import { RowForm } from "./RowForm.tsx"
import type { FormField } from "./RowForm.tsx"

type Kind = "branches" | "brands" | "employees"

/** A row that is edited: its cells by the columns of the canonical file. */
type Cells = Readonly<Record<string, string>>

const lineOptions = [["", "—"], ["cars", "Carros"], ["motorcycles", "Motos"]] as const
const roleOptions = ["advisor", "crm-assistant", "crm-agent", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager"] as const

const quoted = (text: string): string => `"${text.replaceAll("\"", "\"\"")}"`

/** One row as a canonical file. */
const fileOf = (cells: Cells): Blob => new Blob([`${Object.keys(cells).join(",")}\n${Object.values(cells).map((text) => quoted(text.trim())).join(",")}\n`], { type: "text/csv" })

const employeeCells = ({ activeFrom, activeTo, branchId, brandIds, documentNumber, documentType, email, employeeId, line, name, phone, role }: Directory["employees"][number]): Cells => ({
  employee_id: employeeId, name, role, branch_id: branchId ?? "", line: line ?? "", brand_ids: (brandIds ?? []).join(" "), phone: phone ?? "", email: email ?? "",
  document_type: documentType ?? "", document_number: documentNumber ?? "", active_from: activeFrom, active_to: activeTo ?? ""
})

export const DirectoryView = () => {
  const surroundings = useSurroundings()
  const { kept, me, reloadDirectory } = surroundings
  const [directory, ask] = useAnswer<Directory>("/v1/directory?details=true")
  const [edited, setEdited] = useState<{ readonly kind: Kind; readonly cells: Cells; readonly isNew: boolean } | undefined>()
  const [isSending, setSending] = useState(false)
  const save = (kind: Kind, cells: Cells, onSaved: () => void): void => {
    const sent = edited
    setSending(true)
    upload<ImportReport>(`/v1/imports/${kind}`, fileOf(cells), "text/csv", () => {}).then((report) => {
      setSending(false)
      const [refused] = report.rejectedRows
      if (refused !== undefined) return announce(`No se guardó: se esperaba ${refused.expected.es}.`, "refused")
      onSaved()
      announce("Guardado.")
      // Another row may be open by now.
      setEdited((last) => last === sent ? undefined : last)
      ask()
      reloadDirectory()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  const today = me.now.slice(0, 10)
  return (
    <>
      <Heading eyebrow="Directorio">Asesores, sedes y marcas</Heading>
      <p class="hint">Un asesor pertenece a una sola sede cada día. Si cambia de sede, ponga «hasta» en la asignación de hoy y agregue otra. Todos los registros se juzgan de nuevo con lo que usted guarde.</p>
      {may(surroundings, "audit.read") && <p><a href={hrefOf("auditoria", { ...kept, sobre: "directory" })}>Ver quién cambió el directorio, cuándo y de qué a qué</a></p>}
      {edited !== undefined && (
        <RowForm
          key={`${edited.kind} ${JSON.stringify(edited.cells)}`}
          title={edited.isNew ? `Agregar ${titles[edited.kind]}` : `Corregir ${edited.cells["name"] ?? ""}`}
          fields={fieldsOf(edited.kind, edited.isNew, directory.state === "ready" ? directory.value : undefined)}
          cells={edited.cells}
          draft={`${edited.kind} ${JSON.stringify(edited.cells)}`}
          isSending={isSending}
          onCancel={() => setEdited(undefined)}
          onSave={(cells, onSaved) => save(edited.kind, cells, onSaved)}
        />
      )}
      <Awaited answer={directory} what="el directorio" onRetry={ask}>
        {({ branches, brands, employees }) => (
          <>
            <Section title="Sedes" add="Agregar una sede" onAdd={() => setEdited({ kind: "branches", isNew: true, cells: { branch_id: "", name: "", city: "" } })}>
              {branches.length === 0 ? <p class="empty">No hay sedes todavía.</p> : (
                <RecordTable
                  caption="Sedes"
                  columns={[{ label: "Sede" }, { label: "Código" }, { label: "Ciudad" }, { label: "Corregir" }]}
                  rows={branches.map(({ branchId, city, name }) => ({
                    key: branchId,
                    cells: [name, <span class="code">{branchId}</span>, city ?? "—", <Edit name={name} onEdit={() => setEdited({ kind: "branches", isNew: false, cells: { branch_id: branchId, name, city: city ?? "" } })} />]
                  }))}
                />
              )}
            </Section>
            <Section title="Marcas" add="Agregar una marca" onAdd={() => setEdited({ kind: "brands", isNew: true, cells: { brand_id: "", name: "", line: "" } })}>
              {brands.length === 0 ? <p class="empty">No hay marcas todavía.</p> : (
                <RecordTable
                  caption="Marcas"
                  columns={[{ label: "Marca" }, { label: "Código" }, { label: "Línea" }, { label: "Corregir" }]}
                  rows={brands.map(({ brandId, line, name }) => ({
                    key: brandId,
                    cells: [name, <span class="code">{brandId}</span>, lineOptions.find(([own]) => own === line)?.[1] ?? "—", <Edit name={name} onEdit={() => setEdited({ kind: "brands", isNew: false, cells: { brand_id: brandId, name, line: line ?? "" } })} />]
                  }))}
                />
              )}
            </Section>
            <Section title="Personas" add="Agregar una persona" onAdd={() => setEdited({ kind: "employees", isNew: true, cells: { ...employeeCells({ employeeId: "", name: "", role: "advisor", activeFrom: today }) } })}>
              {employees.length === 0 ? <p class="empty">No hay personas todavía.</p> : (
                <RecordTable
                  caption="Personas"
                  columns={[{ label: "Persona" }, { label: "Código" }, { label: "Rol" }, { label: "Sede" }, { label: "Desde", kind: "nowrap" }, { label: "Hasta", kind: "nowrap" }, { label: "Corregir" }]}
                  rows={employees.toSorted((one, other) => one.name.localeCompare(other.name, "es-CO")).map((employee) => ({
                    key: `${employee.employeeId} ${employee.activeFrom}`,
                    class: employee.activeTo !== undefined && employee.activeTo < today ? "is-past" : undefined,
                    cells: [
                      employee.name,
                      <span class="code">{employee.employeeId}</span>,
                      roleWords[employee.role],
                      employee.branchId === undefined ? "—" : branchName({ directory: { branches, brands, employees } }, employee.branchId),
                      dayText(employee.activeFrom),
                      employee.activeTo === undefined ? "—" : dayText(employee.activeTo),
                      <Edit name={employee.name} onEdit={() => setEdited({ kind: "employees", isNew: false, cells: employeeCells(employee) })} />
                    ]
                  }))}
                />
              )}
            </Section>
          </>
        )}
      </Awaited>
    </>
  )
}

const titles: Readonly<Record<Kind, string>> = { branches: "una sede", brands: "una marca", employees: "una persona" }

const fieldsOf = (kind: Kind, isNew: boolean, directory: Directory | undefined): ReadonlyArray<FormField> => {
  const code = (name: string): FormField => ({ name, label: "Código", hint: isNew ? "Como está en sus archivos. No cambia después." : undefined, isRequired: true, isFixed: !isNew })
  if (kind === "branches") return [code("branch_id"), { name: "name", label: "Nombre", isRequired: true }, { name: "city", label: "Ciudad" }]
  if (kind === "brands") return [code("brand_id"), { name: "name", label: "Nombre", isRequired: true }, { name: "line", label: "Línea", options: lineOptions }]
  return [
    code("employee_id"),
    { name: "name", label: "Nombre", isRequired: true },
    { name: "role", label: "Rol", options: roleOptions.map((role) => [role, roleWords[role]] as const), isRequired: true },
    { name: "branch_id", label: "Sede", options: [["", "—"], ...(directory?.branches ?? []).map(({ branchId, name }) => [branchId, name] as const)] },
    { name: "line", label: "Línea", options: lineOptions, hint: "Solo de gerentes." },
    { name: "active_from", label: "Desde", kind: "date", isRequired: true, isFixed: !isNew },
    { name: "active_to", label: "Hasta", kind: "date", hint: "El último día; vacío si sigue." },
    { name: "phone", label: "Teléfono", hint: "Para reconocer prospectos con datos de un empleado." },
    { name: "email", label: "Correo" },
    { name: "document_type", label: "Tipo de documento", options: [["", "—"], ["CC", "CC"], ["CE", "CE"], ["PPT", "PPT"], ["PA", "PA"]] },
    { name: "document_number", label: "Documento" }
  ]
}

const Section = ({ add, children, onAdd, title }: { readonly title: string; readonly add: string; readonly onAdd: () => void; readonly children: ComponentChildren }) => (
  <div class="block">
    <div class="block-heading">
      <h2>{title}</h2>
      <button type="button" onClick={onAdd}>{add}</button>
    </div>
    {children}
  </div>
)

const Edit = ({ name, onEdit }: { readonly name: string; readonly onEdit: () => void }) => <button type="button" class="quiet" aria-label={`Corregir ${name}`} onClick={onEdit}>Corregir</button>
