/** Giving the marked leads to another advisor. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { Assigned, Lead } from "../frame/Contract.ts"
import { messageOf, write } from "../frame/Request.ts"
import type { Reassigned } from "./AssignmentUndo.tsx"
import { countText } from "../frame/Spanish.ts"
import { advisorName, activeAdvisors, useSurroundings } from "../frame/Surroundings.ts"

export const Reassignment = ({ leads, onDone }: { readonly leads: ReadonlyArray<Lead>; readonly onDone: (given: Reassigned) => void }) => {
  const surroundings = useSurroundings()
  const dialog = useRef<HTMLDialogElement>(null)
  const [advisorId, setAdvisorId] = useState("")
  const [isSending, setSending] = useState(false)
  const ask = (event: Event): void => {
    event.preventDefault()
    if (advisorId === "") return announce("Elija el asesor que recibe los leads.", "refused")
    dialog.current?.showModal()
  }
  const send = async (): Promise<void> => {
    setSending(true)
    const asked = { assignments: leads.map(({ prospectId }) => ({ prospectId, advisorId })) }
    try {
      const { results } = await write<Assigned>("POST", "/v1/leads/assignments", asked)
      const refused = results.flatMap((one) => one.assigned ? [] : [`${one.prospectId}: ${one.reason.es}`])
      const assigned = results.length - refused.length
      if (refused.length > 0) announce(`${countText(assigned, "lead asignado", "leads asignados")}. Sin asignar: ${refused.slice(0, 3).join(" ")}`, "refused")
      else if (assigned === 1) announce(`El lead ${leads[0]!.prospectId} quedó asignado a ${advisorName(surroundings, advisorId)}.`)
      else announce(`${countText(assigned, "lead quedó", "leads quedaron")} con ${advisorName(surroundings, advisorId)}.`)
      onDone({ advisorId, ids: results.flatMap((one) => one.assigned ? [one.prospectId] : []) })
    } catch (cause) {
      // Nothing was assigned: the marks and the choice stay.
      announce(messageOf(cause), "refused")
    }
    setSending(false)
    dialog.current?.close()
  }
  return (
    <form class="marked-bar" onSubmit={ask}>
      <strong>{countText(leads.length, "lead marcado", "leads marcados")}</strong>
      <label>
        Reasignar a
        <select value={advisorId} onChange={({ currentTarget }) => setAdvisorId(currentTarget.value)}>
          <option value="">Elija un asesor…</option>
          {activeAdvisors(surroundings).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
      <button type="submit">Asignar…</button>
      <dialog ref={dialog} aria-labelledby="assign-heading">
        <h2 id="assign-heading">¿Reasignar {countText(leads.length, "lead", "leads")}?</h2>
        <p>{leads.length === 1 ? "Pasa" : "Pasan"} a {advisorId === "" ? "" : advisorName(surroundings, advisorId)}. El plazo del primer contacto empieza de nuevo ahora.</p>
        <p class="actions">
          <button type="button" class="main-action" aria-disabled={isSending} onClick={() => void send()}>{isSending ? "Asignando…" : "Sí, asignar"}</button>
          <button type="button" onClick={() => dialog.current?.close()}>No asignar</button>
        </p>
      </dialog>
    </form>
  )
}
