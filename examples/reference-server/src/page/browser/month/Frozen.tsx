/** A closed month: its digest to compare and copy, its snapshot, what came afterwards, and its reopening. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { Amendment, Chain, Snapshot } from "../frame/Contract.ts"
import { copyText, downloadText } from "../frame/Download.ts"
import { Later } from "../frame/Later.tsx"
import { messageOf, read, write } from "../frame/Request.ts"
import { capitalized, instantText, periodText } from "../frame/Spanish.ts"
import { may, personName, useSurroundings } from "../frame/Surroundings.ts"

type Link = Chain["items"][number]

export const Frozen = ({ closed, onReopened, reopening }: { readonly closed: Link; readonly reopening: Link["reopening"]; readonly onReopened: () => void }) => {
  const surroundings = useSurroundings()
  const { closedAt, closedBy, closedByName, digest, period, previousDigest, sequence } = closed
  const [amendment] = useAnswer<Amendment>(`/v1/periods/${period}/amendment`)
  const shown = useRef<HTMLElement>(null)
  const copy = (): void => {
    void copyText(digest, shown.current).then((isCopied) => announce(isCopied ? "Huella copiada." : "No se pudo copiar: seleccione la huella y cópiela usted.", isCopied ? "done" : "refused"))
  }
  const download = (): void => {
    read<Snapshot>(`/v1/periods/${period}/snapshot`).then(
      ({ content }) => downloadText(`${String(sequence).padStart(4, "0")}-${period}.json`, "application/json", content),
      (cause: unknown) => announce(messageOf(cause), "refused")
    )
  }
  return (
    <section class="block frozen" aria-labelledby="frozen">
      <div class="block-heading"><h2 id="frozen">{reopening === null ? "Mes cerrado" : "Mes reabierto"}</h2></div>
      <p>Cerrado el <strong>{instantText(closedAt)}</strong> por {personName(surroundings, closedBy, closedByName)}. Eslabón {sequence + 1} de la cadena.</p>
      {reopening !== null && <p class="note">Reabierto el {instantText(reopening.at)} por {personName(surroundings, reopening.by, reopening.byName)}: {reopening.reason}</p>}
      <p class="digest-label">Huella SHA-256</p>
      <p class="digest"><code ref={shown}>{digest}</code></p>
      {previousDigest !== "" && <p class="muted">Anterior: <code>{previousDigest}</code></p>}
      <p class="actions">
        <button type="button" onClick={copy}>Copiar la huella</button>
        <button type="button" onClick={download}>Descargar la instantánea</button>
      </p>
      {amendment.state === "ready" && <Later amendment={amendment.value} />}
      {reopening === null && may(surroundings, "periods.reopen") && <ReopeningPeriod period={period} onReopened={onReopened} />}
    </section>
  )
}

const ReopeningPeriod = ({ onReopened, period }: { readonly period: string; readonly onReopened: () => void }) => {
  const [reason, setReason] = useState("")
  const [isSending, setSending] = useState(false)
  const send = (event: Event): void => {
    event.preventDefault()
    if (reason.trim() === "") return announce("Escriba el motivo para reabrir el mes.", "refused")
    setSending(true)
    write("POST", `/v1/periods/${period}/reopen`, { reason: reason.trim() }).then(() => {
      announce(`${capitalized(periodText(period))} quedó reabierto. La instantánea anterior se conserva.`)
      onReopened()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  return (
    <form class="reopening" onSubmit={send}>
      <h3>Reabrir el mes</h3>
      <label for="reopen-reason">Motivo</label>
      <input id="reopen-reason" type="text" value={reason} readOnly={isSending} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
      <button type="submit" aria-disabled={isSending}>Reabrir</button>
    </form>
  )
}
