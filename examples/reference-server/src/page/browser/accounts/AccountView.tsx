/** A person's own account: the sessions that are open, the password and the second factor. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { OpenSession } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { useOnce } from "../frame/Once.ts"
import { messageOf, Refused, write } from "../frame/Request.ts"
import { instantText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"
import { SecondFactor } from "./SecondFactor.tsx"

export const AccountView = () => {
  const { session: { user } } = useSurroundings()
  return (
    <>
      <Heading eyebrow={user?.email}>Mi cuenta</Heading>
      <Sessions />
      {user?.hasPassword === true && (
        <>
          <PasswordForm />
          <SecondFactor isOn={user.secondFactor} />
        </>
      )}
      {user === undefined && <p class="note">Ingresó con una llave. Para tener una contraseña propia, pida una invitación a quien administra el sistema.</p>}
    </>
  )
}

const Sessions = () => {
  const [answer, reload] = useAnswer<{ readonly items: ReadonlyArray<OpenSession> }>("/v1/sessions")
  const [, once] = useOnce()
  const end = (id: string): void =>
    once(() => write("DELETE", `/v1/sessions/${encodeURIComponent(id)}`).then(() => {
      announce("La sesión terminó.")
      reload()
    }, (cause: unknown) => announce(messageOf(cause), "refused")))
  return (
    <section class="block" aria-labelledby="sessions">
      <div class="block-heading"><h2 id="sessions">Sesiones abiertas</h2></div>
      <p class="hint">Si no reconoce una, termínela y cambie su contraseña.</p>
      <Awaited answer={answer} what="sus sesiones" onRetry={reload}>
        {({ items }) => (
          <ul class="checklist">
            {items.map(({ createdAt, current, device, id, lastUsedAt }) => (
              <li key={id}>
                <strong>{device ?? "Dispositivo desconocido"}</strong>{" "}
                <span class="muted">desde {instantText(createdAt)}{lastUsedAt === undefined ? "" : `, usada el ${instantText(lastUsedAt)}`}</span>{" "}
                {current ? <span class="chip">Esta sesión</span> : <button type="button" class="quiet" onClick={() => end(id)}>Terminar</button>}
              </li>
            ))}
          </ul>
        )}
      </Awaited>
    </section>
  )
}

const PasswordForm = () => {
  const [password, setPassword] = useState("")
  const [next, setNext] = useState("")
  const [isSending, setSending] = useState(false)
  const send = (event: Event): void => {
    event.preventDefault()
    setSending(true)
    write("PUT", "/v1/session/password", { password, next }).then(() => {
      setSending(false)
      setPassword("")
      setNext("")
      announce("La contraseña cambió, y sus otras sesiones terminaron.")
    }, (cause: unknown) => {
      setSending(false)
      announce(cause instanceof Refused && cause.details.length > 0 ? cause.details.join(" ") : messageOf(cause), "refused")
    })
  }
  return (
    <form class="block" onSubmit={send} noValidate>
      <h2>Cambiar la contraseña</h2>
      <div class="fields">
        <div>
          <label for="present">Contraseña actual</label>
          <input id="present" type="password" autocomplete="current-password" value={password} readOnly={isSending} onInput={({ currentTarget }) => setPassword(currentTarget.value)} />
        </div>
        <div>
          <label for="next">Contraseña nueva</label>
          <input id="next" type="password" autocomplete="new-password" value={next} readOnly={isSending} onInput={({ currentTarget }) => setNext(currentTarget.value)} />
        </div>
      </div>
      <p class="actions"><button type="submit" aria-disabled={isSending}>Cambiar la contraseña</button></p>
    </form>
  )
}
