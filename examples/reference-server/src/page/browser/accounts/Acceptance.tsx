/** Accepting an invitation: the person sets a password. The link's secret stands behind `#` and goes to the server in a body. */
import { useEffect, useLayoutEffect, useState } from "preact/hooks"
import { LampPost } from "../month/Lamp.tsx"
import { messageOf, Refused, write } from "../frame/Request.ts"

interface Invitation {
  readonly dealership: string
  /** Whether it is the first account: the person names it. */
  readonly isFirst: boolean
  readonly name?: string
  readonly email?: string
}

/** The secret of an invitation in an address; undefined in any other one. */
export const secretOf = (hash: string): string | undefined => /^#\/invitacion\/([A-Za-z0-9_-]+)$/.exec(hash)?.[1]

export const Acceptance = ({ onDone, token }: { readonly token: string; readonly onDone: () => void }) => {
  const [invitation, setInvitation] = useState<Invitation | Refused | undefined>()
  useEffect(() => {
    write<Invitation>("POST", "/v1/session/invitation", { token }).then(setInvitation, (cause: unknown) => setInvitation(cause instanceof Refused ? cause : new Refused(0, messageOf(cause))))
  }, [token])
  useLayoutEffect(() => {
    document.title = "Crear la contraseña · Procedimiento CRM"
  }, [])
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <LampPost color="green" />
        <div>
          <p class="eyebrow">GC-PRO-05</p>
          <h1>Procedimiento CRM</h1>
          {invitation === undefined
            ? <p class="loading" aria-busy="true">Abriendo la invitación…</p>
            : invitation instanceof Refused
            ? (
              <>
                <p class="refusal" role="alert">{invitation.message}</p>
                <p class="actions"><button type="button" onClick={onDone}>Ir a ingresar</button></p>
              </>
            )
            : <AcceptanceForm invitation={invitation} token={token} onDone={onDone} />}
        </div>
      </div>
    </main>
  )
}

const AcceptanceForm = ({ invitation, onDone, token }: { readonly invitation: Invitation; readonly token: string; readonly onDone: () => void }) => {
  const [name, setName] = useState(invitation.name ?? "")
  const [email, setEmail] = useState(invitation.email ?? "")
  const [password, setPassword] = useState("")
  const [again, setAgain] = useState("")
  const [isSending, setSending] = useState(false)
  const [refusals, setRefusals] = useState<ReadonlyArray<string>>([])
  const send = (event: Event): void => {
    event.preventDefault()
    if (password !== again) return setRefusals(["Las dos contraseñas no son iguales: escriba la misma en ambas."])
    setSending(true)
    setRefusals([])
    write("POST", "/v1/session/acceptance", { token, password, ...(invitation.isFirst ? { name, email } : {}) }).then(onDone, (cause: unknown) => {
      setSending(false)
      setRefusals(cause instanceof Refused && cause.details.length > 0 ? cause.details : [messageOf(cause)])
    })
  }
  return (
    <form onSubmit={send} noValidate>
      <p>{invitation.isFirst ? `Cree la primera cuenta de ${invitation.dealership}. Con ella podrá invitar a las demás personas.` : `${invitation.name}, cree la contraseña con la que va a ingresar.`}</p>
      {invitation.isFirst && (
        <>
          <label for="name">Su nombre</label>
          <input id="name" type="text" autocomplete="name" value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
        </>
      )}
      <label for="email">Correo</label>
      <input id="email" type="email" autocomplete="username" value={email} readOnly={!invitation.isFirst} onInput={({ currentTarget }) => setEmail(currentTarget.value)} />
      <label for="password">Contraseña nueva</label>
      <input id="password" type="password" autocomplete="new-password" value={password} aria-describedby="password-hint acceptance-refusal" onInput={({ currentTarget }) => setPassword(currentTarget.value)} />
      <p id="password-hint" class="hint">Diez caracteres o más. Tres palabras al azar son buenas.</p>
      <label for="again">La misma contraseña otra vez</label>
      <input id="again" type="password" autocomplete="new-password" value={again} onInput={({ currentTarget }) => setAgain(currentTarget.value)} />
      <div id="acceptance-refusal" class="refusal" role="alert">{refusals.map((one) => <p key={one}>{one}</p>)}</div>
      <button type="submit" class="main-action" aria-disabled={isSending}>{isSending ? "Guardando…" : "Guardar e ingresar"}</button>
    </form>
  )
}
