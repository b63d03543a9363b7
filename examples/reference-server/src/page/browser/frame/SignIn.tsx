/** Where somebody gives their key. It is sent once; what stays in the browser is a cookie that no script reads. */
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { LampPost } from "../month/Lamp.tsx"
import { messageOf, Refused, write } from "./Request.ts"

export const SignIn = ({ hasEnded, onSignedIn }: { readonly hasEnded: boolean; readonly onSignedIn: () => void }) => {
  const [key, setKey] = useState("")
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<string | undefined>()
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    document.title = "Ingresar · Procedimiento CRM"
    field.current?.focus()
  }, [])
  const send = (event: Event): void => {
    event.preventDefault()
    if (key.trim() === "") {
      setRefusal("Pegue su llave de acceso.")
      field.current?.focus()
      return
    }
    setSending(true)
    setRefusal(undefined)
    write("POST", "/v1/session", { key: key.trim() }).then(onSignedIn, (cause: unknown) => {
      setSending(false)
      setRefusal(cause instanceof Refused && cause.status === 401 ? "La llave no existe o fue revocada. Revísela, o pida otra a quien administra el sistema." : messageOf(cause))
      field.current?.focus()
    })
  }
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <LampPost color="green" />
        <div>
          <p class="eyebrow">GC-PRO-05</p>
          <h1>Procedimiento CRM</h1>
          {hasEnded && <p class="note" role="status">Su sesión terminó. Ingrese de nuevo para continuar.</p>}
          <form onSubmit={send} noValidate>
            <label for="key">Llave de acceso</label>
            <input
              id="key"
              ref={field}
              type="password"
              autocomplete="current-password"
              aria-describedby={refusal === undefined ? "key-hint" : "key-refusal key-hint"}
              aria-invalid={refusal !== undefined}
              value={key}
              onInput={({ currentTarget }) => setKey(currentTarget.value)}
            />
            <p id="key-refusal" class="refusal" role="alert">{refusal}</p>
            <button type="submit" class="main-action" disabled={isSending}>{isSending ? "Ingresando…" : "Ingresar"}</button>
            <p id="key-hint" class="hint">
              La llave empieza por <code>crm_</code>; se la entrega quien administra el sistema. En la demostración aparece, una por rol, en la ventana donde se inició el
              servidor.
            </p>
          </form>
        </div>
      </div>
    </main>
  )
}
