/** An appeal: what is disputed and why, by when it is to be decided, and what was decided. The CRM assistant decides it here. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { Appeal } from "../frame/Contract.ts"
import { messageOf, write } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import { appealWords, instantText, periodText } from "../frame/Spanish.ts"
import { advisorName, may, personName, useSurroundings } from "../frame/Surroundings.ts"

export const AppealCard = ({ appeal, onDecided }: { readonly appeal: Appeal; readonly onDecided: () => void }) => {
  const surroundings = useSurroundings()
  const { kept, me, procedure: { policy: { rules } } } = surroundings
  const { advisorId, code, decision, dueAt, overdue, period, periodClosed, raisedAt, subjectId, subjectType, text } = appeal
  const title = rules.find((rule) => rule.code === code && rule.subject === subjectType)?.title.es ?? code
  const state = decision?.decision ?? (overdue ? "overdue" : "open")
  return (
    <article class={`reason appeal-card is-${state}`}>
      <h3>{title}</h3>
      <p>
        {subjectType === "prospect" ? "Prospecto" : "Actividad"} <a href={hrefOf(subjectType === "prospect" ? "prospecto" : "actividad", kept, subjectId)}>{subjectId}</a>
        {" "}de {periodText(period)} · {advisorName(surroundings, advisorId)} · apelada el {instantText(raisedAt)}
      </p>
      <blockquote>{text === "" ? <span class="muted">El texto se suprimió.</span> : text}</blockquote>
      {decision === undefined
        ? <p><strong>{appealWords[state]}</strong>: se decide a más tardar el {instantText(dueAt)}.{periodClosed && " El mes está cerrado: si se concede, se ve en su enmienda."}</p>
        : <p><strong>{appealWords[state]}</strong> por {personName(surroundings, decision.by)} el {instantText(decision.at)}{decision.reason !== "" && `: ${decision.reason}`}</p>}
      {decision === undefined && may(surroundings, "appeals.decide") && advisorId !== me.employeeId && <Decision appeal={appeal} onDecided={onDecided} />}
    </article>
  )
}

const Decision = ({ appeal: { id }, onDecided }: { readonly appeal: Appeal; readonly onDecided: () => void }) => {
  const [reason, setReason] = useState("")
  const [isSending, setSending] = useState(false)
  const decide = (decision: "granted" | "refused") => (event: Event): void => {
    event.preventDefault()
    if (reason.trim() === "") return announce("Escriba el motivo de la decisión.", "refused")
    setSending(true)
    write("POST", `/v1/appeals/${encodeURIComponent(id)}/decision`, { decision, reason: reason.trim() }).then(() => {
      announce(decision === "granted" ? "La apelación se concedió: la razón queda excusada." : "La apelación se negó.")
      onDecided()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  const field = `decision-${id}`
  return (
    <form class="decision" onSubmit={(event) => event.preventDefault()}>
      <label for={field}>Motivo</label>
      <input id={field} type="text" value={reason} readOnly={isSending} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
      <button type="button" aria-disabled={isSending} onClick={decide("granted")}>Conceder</button>
      <button type="button" aria-disabled={isSending} onClick={decide("refused")}>Negar</button>
      <p class="hint">Una decisión no se cambia. Si la concede, la razón queda excusada y el registro se juzga de nuevo sin ella.</p>
    </form>
  )
}
