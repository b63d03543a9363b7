/** Extends a drawn sample by the records that came later, with a reason. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { Sample } from "../frame/Contract.ts"
import { messageOf, write } from "../frame/Request.ts"
import { countText } from "../frame/Spanish.ts"

export const SampleExtension = ({ onExtended, period }: { readonly period: string; readonly onExtended: () => void }) => {
  const [reason, setReason] = useState("")
  const [isSending, setSending] = useState(false)
  const send = (event: Event): void => {
    event.preventDefault()
    if (reason.trim() === "") return announce("Escriba el motivo para ampliar la muestra.", "refused")
    setSending(true)
    write<Sample>("POST", `/v1/verifications/${period}/sample/extension`, { reason: reason.trim() }).then(({ selected }) => {
      setSending(false)
      setReason("")
      announce(`La muestra quedó ampliada: ahora tiene ${countText(selected.length, "registro", "registros")}.`)
      onExtended()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  return (
    <details class="block">
      <summary>Ampliar la muestra</summary>
      <form onSubmit={send}>
        <p class="hint">Suma a la muestra lo que llegó después del sorteo, con la misma semilla y la misma regla. Lo ya elegido se queda.</p>
        <label for="extension-reason">Motivo</label>
        <input id="extension-reason" type="text" value={reason} readOnly={isSending} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
        <button type="submit" aria-disabled={isSending}>Ampliar</button>
      </form>
    </details>
  )
}
