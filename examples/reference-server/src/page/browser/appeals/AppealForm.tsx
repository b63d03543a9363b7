/** Disputes a reason: the advisor says why, and the CRM assistant decides. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { Appeal } from "../frame/Contract.ts"
import { messageOf, write } from "../frame/Request.ts"
import { instantText } from "../frame/Spanish.ts"

export const AppealForm = ({ code, onRaised, subject }: { readonly subject: string; readonly code: string; readonly onRaised: () => void }) => {
  const [text, setText] = useState("")
  const [isSending, setSending] = useState(false)
  const field = `appeal-${code}`
  const send = (event: Event): void => {
    event.preventDefault()
    if (text.trim() === "") return announce("Escriba por qué no está de acuerdo.", "refused")
    setSending(true)
    write<Appeal>("POST", "/v1/appeals", { subject, code, text: text.trim() }).then(({ dueAt, periodClosed }) => {
      announce(`Su apelación quedó registrada. Se decide a más tardar el ${instantText(dueAt)}.${periodClosed ? " El mes ya está cerrado: si se concede, se ve en su enmienda." : ""}`)
      setText("")
      setSending(false)
      onRaised()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  return (
    <details class="appeal">
      <summary>No estoy de acuerdo</summary>
      <form onSubmit={send}>
        <label for={field}>Por qué</label>
        <textarea id={field} rows={3} maxLength={4000} value={text} readOnly={isSending} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        <button type="submit" aria-disabled={isSending}>Apelar</button>
      </form>
    </details>
  )
}
