/** The form of a person: name, e-mail, role and what the role reaches. */
import { useState } from "preact/hooks"
import type { User } from "../frame/Contract.ts"
import { messageOf, Refused, write } from "../frame/Request.ts"
import { roleWords } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

type Role = User["role"]

const roles: ReadonlyArray<Role> = ["crm-assistant", "crm-agent", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager", "advisor"]

const isManager = (role: Role): boolean => role === "commercial-manager" || role === "motorcycle-manager"

interface Props {
  /** Undefined: a new person. */
  readonly user: User | undefined
  readonly onSaved: (user: User) => void
  readonly onCancel: () => void
}

export const UserForm = ({ onCancel, onSaved, user }: Props) => {
  const { directory } = useSurroundings()
  const [name, setName] = useState(user?.name ?? "")
  const [email, setEmail] = useState(user?.email ?? "")
  const [role, setRole] = useState<Role>(user?.role ?? "crm-assistant")
  const [employeeId, setEmployeeId] = useState(user?.employeeId ?? "")
  const [branchIds, setBranchIds] = useState<ReadonlyArray<string>>(user?.branchIds ?? [])
  const [language, setLanguage] = useState<User["language"]>(user?.language ?? "es")
  const [administrator, setAdministrator] = useState(user?.administrator ?? false)
  const [isSending, setSending] = useState(false)
  const [refusals, setRefusals] = useState<ReadonlyArray<string>>([])
  const employees = [...new Map(directory.employees.filter((one) => one.role === role).map((one) => [one.employeeId, one.name]))]
  const send = (event: Event): void => {
    event.preventDefault()
    setSending(true)
    setRefusals([])
    const body = {
      name,
      email,
      role,
      administrator,
      language,
      ...(employeeId === "" ? {} : { employeeId }),
      ...(isManager(role) && branchIds.length > 0 ? { branchIds } : {}),
      ...(isManager(role) && user?.line !== undefined ? { line: user.line } : {})
    }
    write<User>(user === undefined ? "POST" : "PUT", user === undefined ? "/v1/users" : `/v1/users/${user.id}`, body).then(onSaved, (cause: unknown) => {
      setSending(false)
      setRefusals(cause instanceof Refused && cause.details.length > 0 ? cause.details : [messageOf(cause)])
    })
  }
  return (
    <form class="block" onSubmit={send} noValidate>
      <h2>{user === undefined ? "Agregar una persona" : `Cambiar a ${user.name}`}</h2>
      <div class="fields">
        <div>
          <label for="user-name">Nombre</label>
          <input id="user-name" type="text" autocomplete="off" value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
        </div>
        <div>
          <label for="user-email">Correo</label>
          <input id="user-email" type="email" autocomplete="off" value={email} onInput={({ currentTarget }) => setEmail(currentTarget.value)} />
        </div>
        <div>
          <label for="user-role">Rol</label>
          <select id="user-role" value={role} onChange={({ currentTarget }) => setRole(currentTarget.value as Role)}>
            {roles.map((one) => <option key={one} value={one}>{roleWords[one]}</option>)}
          </select>
        </div>
        <div>
          <label for="user-employee">Empleado del directorio</label>
          <select id="user-employee" value={employeeId} onChange={({ currentTarget }) => setEmployeeId(currentTarget.value)}>
            <option value="">Ninguno</option>
            {employees.map(([id, employeeName]) => <option key={id} value={id}>{employeeName} ({id})</option>)}
          </select>
        </div>
      </div>
      <p>
        <label for="user-language">Idioma de sus cartas</label>
        <select id="user-language" value={language} onChange={({ currentTarget }) => setLanguage(currentTarget.value as User["language"])}>
          <option value="es">Español</option>
          <option value="en">Inglés</option>
        </select>
      </p>
      {isManager(role) && (
        <fieldset>
          <legend>Sedes, si no son las que dice el directorio</legend>
          {directory.branches.map(({ branchId, name: branch }) => (
            <label key={branchId} class="check-label">
              <input
                type="checkbox"
                checked={branchIds.includes(branchId)}
                onChange={({ currentTarget }) => setBranchIds(currentTarget.checked ? [...branchIds, branchId] : branchIds.filter((one) => one !== branchId))}
              />{" "}
              {branch}
            </label>
          ))}
        </fieldset>
      )}
      <label class="check-label">
        <input type="checkbox" checked={administrator} onChange={({ currentTarget }) => setAdministrator(currentTarget.checked)} /> Administra personas y llaves
      </label>
      <div class="refusal" role="alert">{refusals.map((one) => <p key={one}>{one}</p>)}</div>
      <p class="actions">
        <button type="submit" class="main-action" aria-disabled={isSending}>{user === undefined ? "Agregar e invitar" : "Guardar"}</button>
        <button type="button" onClick={onCancel}>Cancelar</button>
      </p>
    </form>
  )
}
