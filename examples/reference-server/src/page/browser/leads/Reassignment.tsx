/** Giving the marked leads to another advisor. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { Lead } from "../frame/Contract.ts"
import { messageOf, write } from "../frame/Request.ts"
import { countText } from "../frame/Spanish.ts"
import { advisorName, activeAdvisors, useSurroundings } from "../frame/Surroundings.ts"

export const Reassignment = ({ leads, onDone }: { readonly leads: ReadonlyArray<Lead>; readonly onDone: () => void }) => {
  const surroundings = useSurroundings()
  const dialog = useRef<HTMLDialogElement>(null)
  const [advisorId, setAdvisorId] = useState("")
  const [sent, setSent] = useState<number | undefined>()
  const ask = (event: Event): void => {
    event.preventDefault()
    if (advisorId === "") return announce("Elija el asesor que recibe los leads.", "refused")
    dialog.current?.showModal()
  }
  const send = async (): Promise<void> => {
    setSent(0)
    const refused: Array<string> = []
    for (const [place, { prospectId }] of leads.entries()) {
      try {
        await write("PUT", `/v1/leads/${encodeURIComponent(prospectId)}/assignment`, { advisorId })
      } catch (cause) {
        refused.push(`${prospectId}: ${messageOf(cause)}`)
      }
      setSent(place + 1)
    }
    setSent(undefined)
    dialog.current?.close()
    const assigned = leads.length - refused.length
    if (refused.length === 0) announce(assigned === 1 ? `El lead ${leads[0]!.prospectId} quedó asignado a ${advisorName(surroundings, advisorId)}.` : `${countText(assigned, "lead quedó", "leads quedaron")} con ${advisorName(surroundings, advisorId)}.`)
    else announce(`${countText(assigned, "lead asignado", "leads asignados")}. Sin asignar: ${refused.slice(0, 3).join(" ")}`, "refused")
    onDone()
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
          <button type="button" class="main-action" disabled={sent !== undefined} onClick={() => void send()}>{sent === undefined ? "Sí, asignar" : `Asignando ${sent} de ${leads.length}…`}</button>
          <button type="button" onClick={() => dialog.current?.close()}>No asignar</button>
        </p>
      </dialog>
    </form>
  )
}
