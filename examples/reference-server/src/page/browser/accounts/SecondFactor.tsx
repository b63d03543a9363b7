/** Turning the second factor on and off. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useOnce } from "../frame/Once.ts"
import { messageOf, write } from "../frame/Request.ts"

interface Begun {
  readonly secret: string
  readonly uri: string
  readonly drawing: { readonly size: number; readonly path: string }
}

export const SecondFactor = ({ isOn: first }: { readonly isOn: boolean }) => {
  const [isOn, setOn] = useState(first)
  const [password, setPassword] = useState("")
  const [code, setCode] = useState("")
  const [begun, setBegun] = useState<Begun | undefined>()
  const [recoveryCodes, setRecoveryCodes] = useState<ReadonlyArray<string>>([])
  const [, once] = useOnce()
  const refused = (cause: unknown): void => announce(messageOf(cause), "refused")
  const start = (event: Event): void => {
    event.preventDefault()
    if (isOn) {
      once(() => write("POST", "/v1/session/second-factor/removal", { password }).then(() => {
        setOn(false)
        setPassword("")
        setRecoveryCodes([])
        announce("El segundo paso quedó apagado.")
      }, refused))
    } else {
      once(() => write<Begun>("POST", "/v1/session/second-factor", { password }).then((one) => {
        setBegun(one)
        setPassword("")
      }, refused))
    }
  }
  const confirm = (event: Event): void => {
    event.preventDefault()
    once(() => write<{ readonly recoveryCodes: ReadonlyArray<string> }>("PUT", "/v1/session/second-factor", { code }).then((one) => {
      setBegun(undefined)
      setCode("")
      setOn(true)
      setRecoveryCodes(one.recoveryCodes)
      announce("El segundo paso quedó encendido. Guarde los códigos de recuperación.")
    }, refused))
  }
  return (
    <section class="block" aria-labelledby="second-factor">
      <div class="block-heading"><h2 id="second-factor">Segundo paso al ingresar</h2></div>
      <p>{isOn ? "Está encendido: después de la contraseña se pide un código de su aplicación." : "Está apagado. Con él, quien conozca su contraseña no puede ingresar sin su teléfono."}</p>
      {begun === undefined
        ? (
          <form onSubmit={start} noValidate>
            <label for="factor-password">Su contraseña, para {isOn ? "apagarlo" : "encenderlo"}</label>
            <input id="factor-password" type="password" autocomplete="current-password" value={password} onInput={({ currentTarget }) => setPassword(currentTarget.value)} />
            <p class="actions"><button type="submit">{isOn ? "Apagar" : "Encender"}</button></p>
          </form>
        )
        : (
          <form onSubmit={confirm} noValidate>
            <p>Abra una aplicación de autenticación en su teléfono y lea este dibujo, o escriba la clave a mano.</p>
            <svg class="factor-drawing" viewBox={`0 0 ${begun.drawing.size} ${begun.drawing.size}`} role="img" aria-label="Código QR de la clave">
              <rect width={begun.drawing.size} height={begun.drawing.size} />
              <path d={begun.drawing.path} />
            </svg>
            <p><a href={begun.uri}>Abrir en este teléfono</a> · Clave: <code>{begun.secret}</code></p>
            <label for="factor-code">Código que muestra la aplicación</label>
            <input id="factor-code" type="text" inputMode="numeric" autocomplete="one-time-code" value={code} onInput={({ currentTarget }) => setCode(currentTarget.value)} />
            <p class="actions"><button type="submit" class="main-action">Confirmar</button></p>
          </form>
        )}
      {recoveryCodes.length > 0 && (
        <>
          <p><strong>Códigos de recuperación.</strong> Cada uno sirve una vez, si pierde el teléfono. Guárdelos: no se muestran de nuevo.</p>
          <ul class="recovery-codes">{recoveryCodes.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
        </>
      )}
    </section>
  )
}
