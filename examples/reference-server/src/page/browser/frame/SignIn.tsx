/** Signing in: with an e-mail and a password, and a code where the person has a second factor; or with a key. What stays in the browser is a cookie that no script reads. */
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { LampPost } from "../month/Lamp.tsx"
import { messageOf, pathWith, Refused, write } from "./Request.ts"
import { go, routeOf } from "./Route.ts"

type Way = "person" | "key"

interface Props {
  readonly hasEnded: boolean
  /** How people sign in here, unless they choose the other way. */
  readonly way: Way
  /** The identity provider's name, where there is one. */
  readonly provider: string | undefined
  readonly onSignedIn: () => void
}

/** Why a sign-in by the identity provider came to nothing. */
const providerRefusals: Readonly<Record<string, string>> = {
  unreachable: "El proveedor de identidad no responde. Inténtelo de nuevo en unos minutos, o ingrese con correo y contraseña.",
  answer: "El ingreso se interrumpió o duró más de diez minutos. Inténtelo de nuevo.",
  audience: "El proveedor respondió con un permiso para otro programa. Avise a quien administra el sistema: OIDC_CLIENT_ID no corresponde.",
  unverified: "El proveedor no ha verificado su correo. Verifíquelo allí e inténtelo de nuevo.",
  unknown: "Su correo no está entre las personas de este sistema. Pida a quien lo administra que lo agregue."
}

/** The view that was asked for, behind the sign-in: of the address, or as it was before the identity provider refused. Only a place of the page is one. */
const viewAsked = (): string | undefined => [location.hash, routeOf(location.hash).query["vista"] ?? ""].find((hash) => routeOf(hash).place !== undefined)

export const SignIn = ({ hasEnded, onSignedIn, provider, way: first }: Props) => {
  const [way, setWay] = useState<Way>(first)
  const refusal = providerRefusals[routeOf(location.hash).query["motivo"] ?? ""]
  const signedIn = (): void => {
    if (refusal !== undefined) go(viewAsked() ?? "#/", true)
    onSignedIn()
  }
  useLayoutEffect(() => {
    document.title = "Ingresar · Procedimiento CRM"
  }, [])
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <LampPost color="green" />
        <div>
          <p class="eyebrow">GC-PRO-05</p>
          <h1>Procedimiento CRM</h1>
          {hasEnded && <p class="note" role="status">Su sesión terminó. Ingrese de nuevo para continuar.</p>}
          {refusal !== undefined && <p class="refusal" role="alert">{refusal}</p>}
          {provider !== undefined && (
            <p class="actions">
              {/* The address may have changed since the last picture. */}
              <a class="button main-action" href={pathWith("/v1/session/provider", { vista: viewAsked() })} onClick={({ currentTarget }) => currentTarget.href = pathWith("/v1/session/provider", { vista: viewAsked() })}>
                Ingresar con {provider}
              </a>
            </p>
          )}
          {way === "person" ? <PersonForm onSignedIn={signedIn} /> : <KeyForm onSignedIn={signedIn} />}
          <p class="actions">
            <button type="button" class="quiet" onClick={() => setWay(way === "person" ? "key" : "person")}>
              {way === "person" ? "Usar una llave" : "Usar correo y contraseña"}
            </button>
          </p>
        </div>
      </div>
    </main>
  )
}

const PersonForm = ({ onSignedIn }: Pick<Props, "onSignedIn">) => {
  const [email, setEmail] = useState("")
  const [password, setPassword] = useState("")
  const [code, setCode] = useState("")
  const [needsCode, setNeedsCode] = useState(false)
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<string | undefined>()
  const firstField = useRef<HTMLInputElement>(null)
  const codeField = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => firstField.current?.focus(), [])
  useLayoutEffect(() => codeField.current?.focus(), [needsCode])
  const send = (event: Event): void => {
    event.preventDefault()
    if (email.trim() === "" || password === "") {
      setRefusal("Escriba su correo y su contraseña.")
      firstField.current?.focus()
      return
    }
    setSending(true)
    setRefusal(undefined)
    write("POST", "/v1/session", { email, password, ...(needsCode ? { code } : {}) }).then(onSignedIn, (cause: unknown) => {
      setSending(false)
      if (cause instanceof Refused && cause.problem.type === "urn:crm-procedure:problem:code-needed") {
        setNeedsCode(true)
        return
      }
      setRefusal(messageOf(cause))
      const field = needsCode ? codeField : firstField
      field.current?.focus()
    })
  }
  return (
    <form onSubmit={send} noValidate>
      <label for="email">Correo</label>
      <input id="email" ref={firstField} type="email" autocomplete="username" value={email} aria-describedby="sign-in-refusal" onInput={({ currentTarget }) => setEmail(currentTarget.value)} />
      <label for="password">Contraseña</label>
      <input id="password" type="password" autocomplete="current-password" value={password} aria-describedby="sign-in-refusal" onInput={({ currentTarget }) => setPassword(currentTarget.value)} />
      {needsCode && (
        <>
          <label for="code">Código de su aplicación</label>
          <input id="code" ref={codeField} type="text" inputMode="numeric" autocomplete="one-time-code" value={code} aria-describedby="code-hint" onInput={({ currentTarget }) => setCode(currentTarget.value)} />
          <p id="code-hint" class="hint">Las seis cifras que muestra ahora. Si perdió el teléfono, escriba uno de sus códigos de recuperación.</p>
        </>
      )}
      <p id="sign-in-refusal" class="refusal" role="alert">{refusal}</p>
      <button type="submit" class="main-action" aria-disabled={isSending}>{isSending ? "Ingresando…" : "Ingresar"}</button>
      <p class="hint">¿Olvidó la contraseña? Pida un enlace nuevo a quien administra el sistema.</p>
    </form>
  )
}

const KeyForm = ({ onSignedIn }: Pick<Props, "onSignedIn">) => {
  const [key, setKey] = useState("")
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<string | undefined>()
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.focus(), [])
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
    <form onSubmit={send} noValidate>
      <label for="key">Llave de acceso</label>
      <input
        id="key"
        ref={field}
        type="password"
        autocomplete="off"
        aria-describedby={refusal === undefined ? "key-hint" : "key-refusal key-hint"}
        aria-invalid={refusal !== undefined}
        value={key}
        onInput={({ currentTarget }) => setKey(currentTarget.value)}
      />
      <p id="key-refusal" class="refusal" role="alert">{refusal}</p>
      <button type="submit" class="main-action" aria-disabled={isSending}>{isSending ? "Ingresando…" : "Ingresar"}</button>
      <p id="key-hint" class="hint">
        La llave empieza por <code>crm_</code>; se la entrega quien administra el sistema. En la demostración aparece, una por rol, en la ventana donde se inició el
        servidor.
      </p>
    </form>
  )
}
