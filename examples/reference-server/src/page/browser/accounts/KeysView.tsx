/** The keys of programs, for an administrator: making, replacing and revoking them. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { AccessKey, AccessKeyMade, Listed } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { useOnce } from "../frame/Once.ts"
import { messageOf, Refused, write } from "../frame/Request.ts"
import { instantText, roleWords } from "../frame/Spanish.ts"
import { brandName, useSurroundings } from "../frame/Surroundings.ts"
import { Secret } from "./Secret.tsx"

const stateText = ({ expiresAt, revokedAt }: AccessKey): string =>
  revokedAt !== undefined ? `Revocada el ${instantText(revokedAt)}` : expiresAt !== undefined ? `Hasta el ${instantText(expiresAt)}` : "Vigente"

export const KeysView = () => {
  const surroundings = useSurroundings()
  const { directory } = surroundings
  const [answer, reload] = useAnswer<Listed<AccessKey>>("/v1/keys?limit=1000")
  const [made, setMade] = useState<AccessKeyMade | undefined>()
  const [name, setName] = useState("")
  const [brandIds, setBrandIds] = useState<ReadonlyArray<string>>([])
  const [isSending, once] = useOnce()
  const refused = (cause: unknown): void => announce(cause instanceof Refused && cause.details.length > 0 ? cause.details.join(" ") : messageOf(cause), "refused")
  const show = (key: AccessKeyMade): void => {
    setMade(key)
    setName("")
    reload()
  }
  const make = (event: Event): void => {
    event.preventDefault()
    once(() => write<AccessKeyMade>("POST", "/v1/keys", { name, role: "integration", brandIds }).then(show, refused))
  }
  const replace = (key: AccessKey): void => once(() => write<AccessKeyMade>("POST", `/v1/keys/${encodeURIComponent(key.id)}/rotation`, {}).then(show, refused))
  const revoke = (key: AccessKey): void =>
    once(() => write("DELETE", `/v1/keys/${encodeURIComponent(key.id)}`).then(() => {
      announce(`La llave ${key.name} ya no sirve.`)
      reload()
    }, refused))
  return (
    <>
      <Heading eyebrow="Administración">Llaves de programas</Heading>
      {made !== undefined && <Secret title={`Llave de ${made.name}`} hint="Cópiela en el programa que la usa. No se muestra de nuevo." text={made.key} onClose={() => setMade(undefined)} />}
      <form class="block" onSubmit={make} noValidate>
        <h2>Hacer una llave</h2>
        <p class="hint">Para que el CRM de una marca valide y envíe sus registros. Las personas no usan llaves: se invitan en Personas.</p>
        <label for="key-name">Qué programa la usa</label>
        <input id="key-name" type="text" autocomplete="off" value={name} readOnly={isSending} onInput={({ currentTarget }) => setName(currentTarget.value)} />
        <fieldset>
          <legend>Marcas</legend>
          {directory.brands.map(({ brandId, name: brand }) => (
            <label key={brandId} class="check-label">
              <input
                type="checkbox"
                checked={brandIds.includes(brandId)}
                onChange={({ currentTarget }) => setBrandIds(currentTarget.checked ? [...brandIds, brandId] : brandIds.filter((one) => one !== brandId))}
              />{" "}
              {brand}
            </label>
          ))}
        </fieldset>
        <p class="actions"><button type="submit" class="main-action">Hacer la llave</button></p>
      </form>
      <Awaited answer={answer} what="las llaves" onRetry={reload}>
        {({ items }) => (
          <div class="table-scroll" role="region" aria-label="Llaves" tabIndex={0}>
            <table>
              <thead>
                <tr><th scope="col">Llave</th><th scope="col">Rol</th><th scope="col">Último uso</th><th scope="col">Estado</th><th scope="col">Acciones</th></tr>
              </thead>
              <tbody>
                {items.map((key) => (
                  <tr key={key.id}>
                    <th scope="row">{key.name}<br /><span class="muted">{key.id}</span></th>
                    <td>{roleWords[key.role]}<br /><span class="muted">{(key.brandIds ?? []).map((id) => brandName(surroundings, id)).join(", ")}</span></td>
                    <td>{key.lastUsedAt === undefined ? "Nunca" : instantText(key.lastUsedAt)}</td>
                    <td>{stateText(key)}</td>
                    <td>
                      {key.revokedAt === undefined && (
                        <>
                          <button type="button" class="quiet" aria-label={`Reemplazar la llave ${key.name}`} onClick={() => replace(key)}>Reemplazar</button>{" "}
                          <button type="button" class="quiet" aria-label={`Revocar la llave ${key.name}`} onClick={() => revoke(key)}>Revocar</button>
                        </>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p class="hint">Al reemplazar una llave, la anterior sirve un día más, para cambiarla en el programa sin prisa.</p>
          </div>
        )}
      </Awaited>
    </>
  )
}
