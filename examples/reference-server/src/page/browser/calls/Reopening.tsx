/** Reopens a verification that concluded, with a reason: it goes back into the queue. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { messageOf, write } from "../frame/Request.ts"

export const Reopening = ({ id, onReopened }: { readonly id: string; readonly onReopened: () => void }) => {
  const [reason, setReason] = useState("")
  const [isSending, setSending] = useState(false)
  const send = (event: Event): void => {
    event.preventDefault()
    if (reason.trim() === "") return announce("Escriba el motivo para reabrir la verificación.", "refused")
    setSending(true)
    write("POST", `/v1/verifications/${encodeURIComponent(id)}/reopening`, { reason: reason.trim() }).then(() => {
      announce("La verificación se reabrió y vuelve a la cola de llamadas.")
      onReopened()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  return (
    <form class="block" onSubmit={send}>
      <h2>Reabrir la verificación</h2>
      <p class="hint">Los intentos de antes quedan guardados y dejan de contar; el registro vuelve a la cola.</p>
      <label for="reopening-reason">Motivo</label>
      <input id="reopening-reason" type="text" value={reason} readOnly={isSending} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
      <button type="submit" aria-disabled={isSending}>Reabrir</button>
    </form>
  )
}
