/** Who did what, when, from what to what: the entries of the audit, the newest first, narrowed by action, person, day and what they are about. */
import { useState } from "preact/hooks"
import { useList } from "../frame/Answer.ts"
import type { AuditItem } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { go, hrefOf, routeOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { instantText, integerText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"
import { actionWords, authorText, changeText, subjectWords } from "./AuditWords.ts"
import { More } from "../lists/More.tsx"

/** How many changes of an entry are shown before the rest is only counted. */
const SHOWN = 6

const Subject = ({ subject: { id, type } }: { readonly subject: AuditItem["subject"] }) => {
  const { kept } = useSurroundings()
  if (id === undefined) return null
  return type === "prospect" || type === "activity"
    ? <> · <a href={hrefOf(type === "prospect" ? "prospecto" : "actividad", kept, id)}>{id}</a></>
    : <> · <a href={hrefOf("auditoria", { ...kept, sobre: `${type}:${id}` })}>{id}</a></>
}

const Entry = ({ entry }: { readonly entry: AuditItem }) => {
  const surroundings = useSurroundings()
  const { action, at, author, changes, counts, sequence, subject } = entry
  const many = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <li>
      <p><strong>{actionWords[action] ?? action}</strong><Subject subject={subject} />{many > 1 && <> · {integerText(many)} registros</>}</p>
      <p class="muted">{instantText(at)} · {authorText(surroundings, author)} · entrada {integerText(sequence)}</p>
      {changes.length > 0 && <ul>{changes.slice(0, SHOWN).map((change) => <li key={change.field}>{changeText(change, surroundings)}</li>)}</ul>}
      {changes.length > SHOWN && <p class="muted">y {integerText(changes.length - SHOWN)} cambios más</p>}
    </li>
  )
}

/** What the entries are about: a kind, and the code of one of that kind. */
const SubjectFilter = ({ onChange, subject }: { readonly subject: string; readonly onChange: (subject: string | undefined) => void }) => {
  const [type = "", ...rest] = subject.split(":")
  const id = rest.join(":")
  // The list is shown again while a code is typed. What was typed belongs to the subject that it was typed for.
  const [typed, setTyped] = useState({ subject, code: id })
  const code = typed.subject === subject ? typed.code : id
  const tell = (one: string, other: string): void => onChange(one === "" ? undefined : other === "" ? one : `${one}:${other}`)
  return (
    <>
      <label for="audit-type">Sobre</label>
      <select id="audit-type" value={type} onChange={({ currentTarget }) => tell(currentTarget.value, "")}>
        <option value="">Todo</option>
        {Object.entries(subjectWords).map(([one, words]) => <option key={one} value={one}>{words}</option>)}
      </select>
      {type !== "" && (
        <>
          <label for="audit-id">Código</label>
          <input id="audit-id" value={code} autocomplete="off" onInput={({ currentTarget }) => setTyped({ subject, code: currentTarget.value })} onChange={({ currentTarget }) => tell(type, currentTarget.value.trim())} />
        </>
      )}
    </>
  )
}

export const AuditView = ({ query }: { readonly query: Route["query"] }) => {
  const { directory, kept } = useSurroundings()
  const { accion, desde, quien, sobre } = query
  const [list, reload] = useList<AuditItem>("/v1/audit", { action: accion, subject: sobre, actor: quien, since: desde })
  const narrow = (change: Route["query"]): void => {
    // Of the address, not of the last picture: a code that was just left may stand there already.
    const { accion, desde, quien, sobre } = routeOf(location.hash).query
    go(hrefOf("auditoria", { ...kept, accion, desde, quien, sobre, ...change }))
  }
  const people = [...new Map(directory.employees.map(({ employeeId, name }) => [employeeId, name]))].toSorted(([, one], [, other]) => one.localeCompare(other, "es"))
  return (
    <>
      <Heading eyebrow="Quién hizo qué">Auditoría</Heading>
      <p class="hint">
        Cada cambio queda con quién lo hizo, cuándo y de qué a qué. Las entradas van encadenadas por su huella: si falta una, se nota.{" "}
        <a href="/v1/audit/file" download>Descargar la auditoría completa</a>
      </p>
      <p class="actions">
        <label for="audit-action">Mostrar</label>
        <select
          id="audit-action"
          value={accion ?? ""}
          onChange={({ currentTarget }) => narrow({ accion: currentTarget.value })}
        >
          <option value="">Todo</option>
          {Object.entries(actionWords).map(([action, words]) => <option key={action} value={action}>{words}</option>)}
        </select>
        <label for="audit-person">Quién</label>
        <select id="audit-person" value={quien ?? ""} onChange={({ currentTarget }) => narrow({ quien: currentTarget.value })}>
          <option value="">Cualquiera</option>
          {people.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </select>
        <label for="audit-since">Desde</label>
        <input id="audit-since" type="date" value={desde ?? ""} onChange={({ currentTarget }) => narrow({ desde: currentTarget.value })} />
        <SubjectFilter subject={sobre ?? ""} onChange={(subject) => narrow({ sobre: subject })} />
      </p>
      {(accion ?? desde ?? quien ?? sobre) !== undefined && <p><a href={hrefOf("auditoria", kept)}>Ver todo</a></p>}
      <Awaited answer={list} what="la auditoría" onRetry={reload}>
        {({ items, ...pages }) => items.length === 0 ? <p class="empty">No hay entradas aquí.</p> : (
          <>
            <h2>Lo más reciente primero</h2>
            <ul class="own-activities">{items.map((entry) => <Entry key={entry.sequence} entry={entry} />)}</ul>
            <More list={pages} what="entradas" />
          </>
        )}
      </Awaited>
    </>
  )
}
