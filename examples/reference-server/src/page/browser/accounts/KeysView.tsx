/** The keys of programs, for an administrator: making, replacing and revoking them. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { AccessKey, AccessKeyMade, Listed } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { useOnce } from "../frame/Once.ts"
import { messageOf, Refused, write } from "../frame/Request.ts"
import { instantText, roleWords } from "../frame/Spanish.ts"
import { brandName, useSurroundings } from "../frame/Surroundings.ts"
import { RecordTable } from "../records/RecordTable.tsx"
import { hrefOf } from "../frame/Route.ts"
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
  const [revoked, setRevoked] = useState<AccessKey | undefined>()
  const dialog = useRef<HTMLDialogElement>(null)
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
  const revoke = (): void => {
    dialog.current?.close()
    if (revoked === undefined) return
    once(() => write("DELETE", `/v1/keys/${encodeURIComponent(revoked.id)}`).then(() => {
      announce(`La llave ${revoked.name} ya no sirve.`)
      reload()
    }, refused))
  }
  return (
    <>
      <Heading eyebrow="Administración">Llaves de programas</Heading>
      {made !== undefined && <Secret title={`Llave de ${made.name}`} hint="Cópiela en el programa que la usa. No se muestra de nuevo." text={made.key} onClose={() => setMade(undefined)} />}
      <form class="block" onSubmit={make} noValidate>
        <h2>Crear una llave</h2>
        <p class="hint">Para que el CRM de una marca valide y envíe sus registros. Las personas no usan llaves: se invitan en <a href={hrefOf("personas", surroundings.kept)}>Cuentas</a>.</p>
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
        <p class="actions"><button type="submit" class="main-action" aria-disabled={isSending}>Crear la llave</button></p>
      </form>
      <Awaited answer={answer} what="las llaves" onRetry={reload}>
        {({ items }) => items.length === 0 ? <p class="empty">Todavía no hay llaves.</p> : (
          <>
            <RecordTable
              caption="Llaves"
              columns={[{ label: "Llave" }, { label: "Rol" }, { label: "Último uso", kind: "nowrap" }, { label: "Estado", kind: "nowrap" }, { label: "Acciones", kind: "nowrap" }]}
              rows={items.map((key) => ({
                key: key.id,
                class: key.revokedAt === undefined ? undefined : "is-over",
                cells: [
                  <>{key.name}<span class="below code">{key.id}</span></>,
                  <span>{roleWords[key.role]}{(key.brandIds ?? []).length > 0 && <span class="below">{(key.brandIds ?? []).map((id) => brandName(surroundings, id)).join(", ")}</span>}</span>,
                  <span>{key.lastUsedAt === undefined ? "Nunca" : instantText(key.lastUsedAt)}</span>,
                  <span>{stateText(key)}</span>,
                  key.revokedAt !== undefined ? <span class="muted">—</span> : (
                    <span class="row-actions">
                      <button type="button" class="quiet" aria-label={`Reemplazar la llave ${key.name}`} aria-disabled={isSending} onClick={() => replace(key)}>Reemplazar</button>
                      <button
                        type="button"
                        class="quiet"
                        aria-label={`Revocar la llave ${key.name}`}
                        onClick={() => {
                          setRevoked(key)
                          dialog.current?.showModal()
                        }}
                      >
                        Revocar
                      </button>
                    </span>
                  )
                ]
              }))}
            />
            <p class="hint">Al reemplazar una llave, la anterior sirve un día más, para cambiarla en el programa sin prisa.</p>
          </>
        )}
      </Awaited>
      <dialog ref={dialog} aria-labelledby="revoke-heading">
        <h2 id="revoke-heading">¿Revocar la llave {revoked?.name}?</h2>
        <p>El programa que la usa deja de entrar ahora mismo, y no se puede deshacer. Para cambiarla sin interrumpirlo, use Reemplazar.</p>
        <p class="actions">
          <button type="button" class="main-action" onClick={revoke}>Sí, revocar</button>
          <button type="button" onClick={() => dialog.current?.close()}>No revocar</button>
        </p>
      </dialog>
    </>
  )
}
