/** Where other systems deliver leads: made, replaced with an overlap, and ended. Tokens and secrets are shown or asked for once. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { InboxToken, InboxTokenMade } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { useOnce } from "../frame/Once.ts"
import { messageOf, Refused, write } from "../frame/Request.ts"
import { instantText } from "../frame/Spanish.ts"
import { brandName, branchName, useSurroundings } from "../frame/Surroundings.ts"
import { Secret } from "../accounts/Secret.tsx"
import { RecordTable } from "../records/RecordTable.tsx"

type Source = InboxToken["source"]
type SecretName = "appSecret" | "verifyToken" | "googleKey"

const sourceWords: Readonly<Record<Source, string>> = { meta: "Meta (Facebook e Instagram)", google: "Google Ads", adf: "Correo de la marca (ADF)" }

const secretWords: Readonly<Record<SecretName, string>> = {
  appSecret: "Secreto de la aplicación de Meta",
  verifyToken: "Texto de verificación de Meta",
  googleKey: "Clave del formulario de Google"
}

const secretsOf: Readonly<Record<Source, ReadonlyArray<SecretName>>> = { meta: ["appSecret", "verifyToken"], google: ["googleKey"], adf: [] }

const stateText = ({ revokedAt }: InboxToken, now: string): string =>
  revokedAt === undefined ? "Recibe leads" : revokedAt > now ? `Recibe hasta el ${instantText(revokedAt)}` : `Terminó el ${instantText(revokedAt)}`

const SecretFields = ({ given, onChange, optional, source }: { readonly source: Source; readonly optional: boolean; readonly given: Readonly<Record<string, string>>; readonly onChange: (name: SecretName, value: string) => void }) => (
  <>
    {secretsOf[source].map((name) => (
      <label key={name}>
        <span>{secretWords[name]}{optional && " (vacío: el mismo)"}</span>
        <input type="password" autocomplete="off" value={given[name] ?? ""} onInput={({ currentTarget }) => onChange(name, currentTarget.value)} />
      </label>
    ))}
  </>
)

const filled = (given: Readonly<Record<string, string>>): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== ""))

const refused = (cause: unknown): void => announce(cause instanceof Refused && cause.details.length > 0 ? cause.details.join(" ") : messageOf(cause), "refused")

/** What can be done with an inbox that still takes leads. */
const Actions = ({ onChanged, onMade, token: { id, name, source } }: { readonly token: InboxToken; readonly onMade: (made: InboxTokenMade) => void; readonly onChanged: () => void }) => {
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>> | undefined>()
  const [, once] = useOnce()
  const path = `/v1/inbox-tokens/${encodeURIComponent(id)}`
  const replace = (): void =>
    once(() => write<InboxTokenMade>("POST", `${path}/rotation`, filled(secrets ?? {})).then((made) => {
      setSecrets(undefined)
      onMade(made)
    }, refused))
  const end = (): void =>
    once(() => write("DELETE", path).then(() => {
      announce(`El buzón ${name} ya no recibe leads.`)
      onChanged()
    }, refused))
  if (secrets !== undefined) {
    return (
      <span class="waiting-form">
        <SecretFields source={source} optional given={secrets} onChange={(secret, value) => setSecrets({ ...secrets, [secret]: value })} />
        <button type="button" onClick={replace}>Crear la dirección nueva</button>{" "}
        <button type="button" class="quiet" onClick={() => setSecrets(undefined)}>No</button>
      </span>
    )
  }
  return (
    <span class="actions">
      <button type="button" class="quiet" aria-label={`Reemplazar el buzón ${name}`} onClick={() => secretsOf[source].length === 0 ? replace() : setSecrets({})}>Reemplazar</button>
      <button type="button" class="quiet" aria-label={`Terminar el buzón ${name}`} onClick={end}>Terminar</button>
    </span>
  )
}

export const Inboxes = () => {
  const surroundings = useSurroundings()
  const { directory } = surroundings
  const [answer, reload] = useAnswer<ReadonlyArray<InboxToken>>("/v1/inbox-tokens")
  const [made, setMade] = useState<InboxTokenMade | undefined>()
  const [source, setSource] = useState<Source>("meta")
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({})
  const set = (name: string, value: string): void => setGiven((last) => ({ ...last, [name]: value }))
  const [isSending, once] = useOnce()
  const show = (token: InboxTokenMade): void => {
    setMade(token)
    reload()
  }
  const make = (event: Event): void => {
    event.preventDefault()
    const asked = Object.fromEntries(Object.entries(filled(given)).filter(([name]) => !Object.hasOwn(secretWords, name) || secretsOf[source].includes(name as SecretName)))
    once(() => write<InboxTokenMade>("POST", "/v1/inbox-tokens", { ...asked, source }).then((token) => {
      setGiven({})
      show(token)
    }, refused))
  }
  const choice = (name: string, label: string, options: ReadonlyArray<readonly [string, string]>) => (
    <label>
      <span>{label}</span>
      <select value={given[name] ?? ""} onChange={({ currentTarget }) => set(name, currentTarget.value)}>
        <option value="">(lo que diga cada lead)</option>
        {options.map(([id, word]) => <option key={id} value={id}>{word}</option>)}
      </select>
    </label>
  )
  return (
    <details class="block">
      <summary>Buzones: leads que llegan solos</summary>
      <p class="hint">Meta, Google y el correo de la marca entregan cada lead en una dirección propia. La dirección es secreta: quien la tiene puede entregar leads.</p>
      {made !== undefined && (
        <Secret title={`Dirección de ${made.name}`} hint="Péguela en el otro sistema. No se muestra de nuevo. Si reemplaza a otra, la anterior recibe un día más." text={`${location.origin}${made.path}`} onClose={() => setMade(undefined)} />
      )}
      <Awaited answer={answer} what="los buzones" onRetry={reload}>
        {(tokens) => tokens.length === 0 ? <p class="muted">No hay buzones todavía.</p> : (
          <RecordTable
            caption="Buzones"
            columns={[{ label: "Buzón" }, { label: "De quién" }, { label: "Leads de" }, { label: "Estado" }, { label: "Acciones" }]}
            rows={tokens.map((token) => {
              const { branchId, brandId, id, name, revokedAt, source: from } = token
              const places = [branchId === undefined ? "" : branchName(surroundings, branchId), brandId === undefined ? "" : brandName(surroundings, brandId)].filter((text) => text !== "")
              const isOpen = revokedAt === undefined || revokedAt > surroundings.me.now
              return { key: id, cells: [name, sourceWords[from], places.length === 0 ? "—" : places.join(", "), stateText(token, surroundings.me.now), isOpen ? <Actions token={token} onMade={show} onChanged={reload} /> : "—"] }
            })}
          />
        )}
      </Awaited>
      <form class="row-form" onSubmit={make} noValidate>
        <h3>Crear un buzón</h3>
        <div class="row-fields">
          <label><span>Nombre del buzón</span><input type="text" autocomplete="off" maxLength={64} value={given["name"] ?? ""} readOnly={isSending} onInput={({ currentTarget }) => set("name", currentTarget.value)} /></label>
          <label>
            <span>Quién entrega</span>
            <select value={source} onChange={({ currentTarget }) => setSource(currentTarget.value as Source)}>
              {(Object.keys(sourceWords) as ReadonlyArray<Source>).map((one) => <option key={one} value={one}>{sourceWords[one]}</option>)}
            </select>
          </label>
          {choice("branchId", "Sede de sus leads", directory.branches.map(({ branchId, name }) => [branchId, name]))}
          {choice("brandId", "Marca de sus leads", directory.brands.map(({ brandId, name }) => [brandId, name]))}
          <SecretFields source={source} optional={false} given={given} onChange={set} />
        </div>
        <p class="actions"><button type="submit" class="main-action">Crear el buzón</button></p>
      </form>
    </details>
  )
}
