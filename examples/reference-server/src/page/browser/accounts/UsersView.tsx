/** The people who sign in, for an administrator: adding, changing, inviting and removing them. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { InvitationMade, Listed, User } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { useOnce } from "../frame/Once.ts"
import { messageOf, Refused, write } from "../frame/Request.ts"
import { instantText, roleWords } from "../frame/Spanish.ts"
import { branchName, useSurroundings } from "../frame/Surroundings.ts"
import { RecordTable } from "../records/RecordTable.tsx"
import { hrefOf } from "../frame/Route.ts"
import { Secret } from "./Secret.tsx"
import { UserForm } from "./UserForm.tsx"

/** Where a person's role reaches, in words; empty where it is all of the role. */
const scopeText = (surroundings: Parameters<typeof branchName>[0], { branchIds, employeeId, line }: User): string =>
  [
    employeeId === undefined ? "" : `empleado ${employeeId}`,
    ...(branchIds ?? []).map((id) => branchName(surroundings, id)),
    line === undefined ? "" : line === "cars" ? "vehículos" : "motocicletas"
  ].filter((one) => one !== "").join(", ")

export const UsersView = () => {
  const surroundings = useSurroundings()
  const [answer, reload] = useAnswer<Listed<User>>("/v1/users?limit=1000")
  const [edited, setEdited] = useState<User | "new" | undefined>()
  const [invited, setInvited] = useState<{ readonly user: User; readonly made: InvitationMade } | undefined>()
  const [removed, setRemoved] = useState<User | undefined>()
  const [, once] = useOnce()
  const dialog = useRef<HTMLDialogElement>(null)
  const refused = (cause: unknown): void => announce(cause instanceof Refused && cause.details.length > 0 ? cause.details.join(" ") : messageOf(cause), "refused")
  // A second link would make the first one void.
  const invite = (user: User, resetSecondFactor = false): void =>
    once(() => write<InvitationMade>("POST", `/v1/users/${user.id}/invitation`, { resetSecondFactor }).then((made) => {
      setInvited({ user, made })
      if (made.sentTo !== undefined) announce(`La invitación va para ${made.sentTo}.`)
      reload()
    }, refused))
  const remove = (): void => {
    dialog.current?.close()
    if (removed === undefined) return
    once(() => write("DELETE", `/v1/users/${removed.id}`).then(() => {
      announce(`${removed.name} ya no puede ingresar.`)
      reload()
    }, refused))
  }
  return (
    <>
      <Heading eyebrow="Administración">Cuentas</Heading>
      <p class="hint">Quién ingresa a esta página y qué puede ver. Los asesores que solo venden, sin ingresar, se agregan en <a href={hrefOf("directorio", surroundings.kept)}>Asesores y sedes</a>.</p>
      {invited?.made.link !== undefined && (
        <Secret
          title={`Enlace para ${invited.user.name}`}
          hint={`Entréguelo solo a esa persona. Sirve una vez y vence el ${instantText(invited.made.expiresAt)}. No se muestra de nuevo.`}
          text={invited.made.link}
          onClose={() => setInvited(undefined)}
        />
      )}
      {edited === undefined
        ? <p class="actions"><button type="button" class="main-action" onClick={() => setEdited("new")}>Agregar una persona</button></p>
        : (
          <UserForm
            key={edited === "new" ? "new" : edited.id}
            user={edited === "new" ? undefined : edited}
            onCancel={() => setEdited(undefined)}
            onSaved={(user) => {
              // Another person may be open by now.
              setEdited((last) => last === edited ? undefined : last)
              reload()
              if (edited === "new") invite(user)
              else announce(`Se guardaron los datos de ${user.name}.`)
            }}
          />
        )}
      <Awaited answer={answer} what="las personas" onRetry={reload}>
        {({ items }) =>
          items.length === 0 ? <p class="empty">Todavía no hay personas: agregue a quienes usan el sistema.</p> : (
            <RecordTable
              caption="Cuentas"
              columns={[{ label: "Persona" }, { label: "Rol" }, { label: "Último ingreso", kind: "nowrap" }, { label: "Acciones", kind: "nowrap" }]}
              rows={items.map((user) => ({
                key: user.id,
                cells: [
                  <>{user.name}<span class="below">{user.email}</span></>,
                  <span>
                    {roleWords[user.role]}{user.administrator && <> <span class="chip">Administra</span></>}
                    {scopeText(surroundings, user) !== "" && <span class="below">{scopeText(surroundings, user)}</span>}
                  </span>,
                  <span>
                    {user.state === "invited" ? user.invitedUntil === undefined ? "Sin invitación" : `Invitación hasta el ${instantText(user.invitedUntil)}` : user.lastSignInAt === undefined ? "Activa, sin ingresar" : instantText(user.lastSignInAt)}
                    {user.secondFactor && <span class="below">Con segundo paso</span>}
                    {user.mailFailure !== undefined && <span class="below is-alarming">Su correo no se pudo entregar ({user.mailFailure}). Corríjalo y cree un enlace nuevo.</span>}
                  </span>,
                  <span class="row-actions">
                    <button type="button" class="quiet" aria-label={`Cambiar a ${user.name}`} onClick={() => setEdited(user)}>Cambiar</button>
                    <button type="button" class="quiet" aria-label={`Enlace nuevo para ${user.name}`} onClick={() => invite(user)}>Enlace nuevo</button>
                    {user.secondFactor && <button type="button" class="quiet" aria-label={`Enlace sin segundo paso para ${user.name}`} onClick={() => invite(user, true)}>Sin segundo paso</button>}
                    <button
                      type="button"
                      class="quiet"
                      aria-label={`Retirar a ${user.name}`}
                      onClick={() => {
                        setRemoved(user)
                        dialog.current?.showModal()
                      }}
                    >
                      Retirar
                    </button>
                  </span>
                ]
              }))}
            />
          )}
      </Awaited>
      <dialog ref={dialog} aria-labelledby="remove-heading">
        <h2 id="remove-heading">Retirar a {removed?.name}</h2>
        <p>Sus sesiones terminan ahora y no podrá ingresar más. Lo que hizo queda en los registros.</p>
        <p class="actions">
          <button type="button" class="main-action" onClick={remove}>Retirar</button>
          <button type="button" onClick={() => dialog.current?.close()}>Cancelar</button>
        </p>
      </dialog>
    </>
  )
}
