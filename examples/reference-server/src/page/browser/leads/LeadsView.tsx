/** Leads and how they are followed up: the neglected ones first, with what is owed to them and to whom they are escalated. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useList } from "../frame/Answer.ts"
import type { Color, Lead } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { Semaphore } from "../month/Lamp.tsx"
import { messageOf, write } from "../frame/Request.ts"
import { go, hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { countText, escalationWords, instantText, leadWords, obligationStateWords, obligationWords } from "../frame/Spanish.ts"
import { advisorName, advisors, branchName, may, parameterNumber, useSurroundings } from "../frame/Surroundings.ts"

const colors: ReadonlyArray<readonly [Color | undefined, string]> = [
  ["red", "Rojo"],
  ["yellow", "Amarillo"],
  ["green", "Verde"],
  ["none", "Cerrados"],
  [undefined, "Todos"]
]

export const LeadsView = ({ query }: { readonly query: Route["query"] }) => {
  const surroundings = useSurroundings()
  const { asOf, directory, kept, me } = surroundings
  // Whoever comes without a choice sees the neglected ones.
  const color = query.color === "todos" ? undefined : colors.find(([own]) => own === (query.color ?? "red"))?.[0]
  const { asesor: advisor, sede: branch } = query
  const [list, reload] = useList<Lead>("/v1/leads", { color, advisor, branch, asOf })
  const hrefWith = (other: Readonly<Record<string, string | undefined>>): string => hrefOf("leads", { ...kept, color: query.color, asesor: advisor, sede: branch, ...other })
  return (
    <>
      <Heading eyebrow="Reporte de cumplimiento CRM">Seguimiento de leads</Heading>
      <p class="hint">
        Rojo: hay una obligación sin cumplir, o el lead está abierto y lleva más de {parameterNumber(surroundings, "leadRedDays") ?? 7} días sin contacto. Aquí están los leads de cualquier mes,
        como se ven {asOf === undefined ? "ahora" : `al ${instantText(asOf)}`}.
      </p>
      <nav class="filters" aria-label="Filtrar por color">
        <ul>
          {colors.map(([own, label]) => (
            <li key={label}>
              <a href={hrefWith({ color: own ?? "todos" })} aria-current={own === color ? "true" : undefined}>{label}</a>
            </li>
          ))}
        </ul>
      </nav>
      {me.role !== "advisor" && (
        <form class="filter-form" onSubmit={(event) => event.preventDefault()}>
          <label>
            Asesor
            <select value={advisor ?? ""} onChange={({ currentTarget }) => go(hrefWith({ asesor: currentTarget.value }))}>
              <option value="">Todos</option>
              {advisors(surroundings).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
          </label>
          <label>
            Sede
            <select value={branch ?? ""} onChange={({ currentTarget }) => go(hrefWith({ sede: currentTarget.value }))}>
              <option value="">Todas</option>
              {directory.branches.map(({ branchId, name }) => <option key={branchId} value={branchId}>{name}</option>)}
            </select>
          </label>
        </form>
      )}
      <Awaited answer={list} what="los leads" onRetry={reload}>
        {({ hasMore, items, more }) => (
          <>
            {items.length === 0
              ? <p class="empty">{color === "red" ? "Ningún lead está en rojo con este filtro." : "Ningún lead cumple este filtro."}</p>
              : <ul class="leads">{items.map((lead) => <LeadCard key={lead.prospectId} lead={lead} onAssigned={reload} />)}</ul>}
            {hasMore && <p class="more"><button type="button" onClick={more}>Ver más leads</button></p>}
          </>
        )}
      </Awaited>
    </>
  )
}

const LeadCard = ({ lead, onAssigned }: { readonly lead: Lead; readonly onAssigned: () => void }) => {
  const surroundings = useSurroundings()
  const { kept } = surroundings
  const { advisorId, branchId, color, daysSinceLast, escalation, fullName, lostWithoutContact, nextDue, nextEscalation, obligations, prospectId, redSince } = lead
  const isAssignable = color !== "none" && may(surroundings, "leads.assign")
  const owed = obligations.filter(({ state }) => state === "missed" || state === "upcoming")
  return (
    <li class={`lead is-${color}`}>
      <Semaphore color={color} words={leadWords} />
      <div class="lead-who">
        <a class="lead-name" href={hrefOf("prospecto", kept, prospectId)}>{fullName ?? prospectId}</a>
        <span class="code">{prospectId}</span>
        <span>{advisorName(surroundings, advisorId)} · {branchName(surroundings, branchId)}</span>
        {lostWithoutContact && <strong>Perdido sin contacto</strong>}
      </div>
      <dl class="lead-facts">
        <div>
          <dt>Sin contacto</dt>
          <dd class="lead-days">{countText(daysSinceLast, "día", "días")}</dd>
        </div>
        <div>
          <dt>Vence</dt>
          <dd>{nextDue === null ? "—" : instantText(nextDue)}</dd>
        </div>
        <div>
          <dt>Escalado a</dt>
          <dd>{escalation === null ? "—" : escalationWords[escalation]}</dd>
        </div>
        {nextEscalation !== null && (
          <div>
            <dt>Sigue: {escalationWords[nextEscalation.to]}</dt>
            <dd>{instantText(nextEscalation.at)}</dd>
          </div>
        )}
      </dl>
      {(owed.length > 0 || isAssignable) && (
        <details class="lead-more">
          <summary>{owed.length > 0 ? "Qué se le debe" : "Reasignar"}<span class="hidden"> a {fullName ?? prospectId}</span></summary>
          {redSince !== null && <p>En rojo desde el {instantText(redSince)}.</p>}
          <ul>
            {owed.map(({ due, kind, state }) => <li key={`${kind} ${due}`}>{obligationWords[kind]} {obligationStateWords[state]}: {state === "missed" ? "vencía" : "vence"} el {instantText(due)}</li>)}
          </ul>
          {isAssignable && <LeadAssignment lead={lead} onAssigned={onAssigned} />}
        </details>
      )}
    </li>
  )
}

const LeadAssignment = ({ lead, onAssigned }: { readonly lead: Lead; readonly onAssigned: () => void }) => {
  const surroundings = useSurroundings()
  const [advisorId, setAdvisorId] = useState("")
  const [isSending, setSending] = useState(false)
  const send = (event: Event): void => {
    event.preventDefault()
    if (advisorId === "") return announce("Elija el asesor que recibe el lead.", "refused")
    setSending(true)
    write("PUT", `/v1/leads/${encodeURIComponent(lead.prospectId)}/assignment`, { advisorId }).then(() => {
      announce(`El lead ${lead.prospectId} quedó asignado a ${advisorName(surroundings, advisorId)}.`)
      onAssigned()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  return (
    <form class="lead-assignment" onSubmit={send}>
      <label>
        Reasignar a
        <select value={advisorId} onChange={({ currentTarget }) => setAdvisorId(currentTarget.value)}>
          <option value="">Elija un asesor…</option>
          {advisors(surroundings).filter(({ id }) => id !== lead.advisorId).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
      <button type="submit" disabled={isSending}>Asignar</button>
    </form>
  )
}
