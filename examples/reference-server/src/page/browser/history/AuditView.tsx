/** Who did what, when, from what to what: the entries of the audit, the newest first, narrowed by action, person, day and what they are about. */
import { useState } from "preact/hooks"
import { useAnswer, useList } from "../frame/Answer.ts"
import type { AuditItem, Listed, User } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { go, hrefOf, routeOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { instantText, integerText, periodText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"
import { actionWords, authorText, changeText, subjectWords } from "./AuditWords.ts"
import { More } from "../lists/More.tsx"

/** How many changes of an entry are shown before the rest is only counted. */
const SHOWN = 6

const Subject = ({ names, subject: { id, type } }: { readonly names: ReadonlyMap<string, string>; readonly subject: AuditItem["subject"] }) => {
  const { kept } = useSurroundings()
  if (id === undefined) return null
  return type === "prospect" || type === "activity"
    ? <> · <a href={hrefOf(type === "prospect" ? "prospecto" : "actividad", kept, id)}>{id}</a></>
    : <> · <a href={hrefOf("auditoria", { ...kept, sobre: `${type}:${id}` })}>{type === "period" || type === "goals" ? periodText(id) : names.get(id) ?? id}</a></>
}

/** `names`: of accounts, by their ids. */
const Entry = ({ entry, names }: { readonly entry: AuditItem; readonly names: ReadonlyMap<string, string> }) => {
  const surroundings = useSurroundings()
  const { action, at, author, changes, counts, sequence, subject } = entry
  const many = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <li class="audit-entry">
      <p class="audit-when">{instantText(at)}<span class="below">entrada {integerText(sequence)}</span></p>
      <div>
        <p><strong>{actionWords[action] ?? action}</strong><Subject subject={subject} names={names} />{many > 1 && <> · {integerText(many)} registros</>}</p>
        <p class="muted">{authorText(surroundings, author)}</p>
        {changes.length > 0 && <ul class="audit-changes">{changes.slice(0, SHOWN).map((change) => <li key={change.field}>{changeText(change, surroundings)}</li>)}</ul>}
        {changes.length > SHOWN && <p class="muted">y {integerText(changes.length - SHOWN)} cambios más</p>}
      </div>
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
      <label>
        Sobre
        <select value={type} onChange={({ currentTarget }) => tell(currentTarget.value, "")}>
          <option value="">Todo</option>
          {Object.entries(subjectWords).map(([one, words]) => <option key={one} value={one}>{words}</option>)}
        </select>
      </label>
      {type !== "" && (
        <label>
          Código
          <input type="text" value={code} autocomplete="off" onInput={({ currentTarget }) => setTyped({ subject, code: currentTarget.value })} onChange={({ currentTarget }) => tell(type, currentTarget.value.trim())} />
        </label>
      )}
    </>
  )
}

export const AuditView = ({ query }: { readonly query: Route["query"] }) => {
  const { directory, kept, me } = useSurroundings()
  const [users] = useAnswer<Listed<User>>(me.actions.includes("users.manage") ? "/v1/users?limit=1000" : undefined)
  const { accion, desde, quien, sobre } = query
  const [list, reload] = useList<AuditItem>("/v1/audit", { action: accion, subject: sobre, actor: quien, since: desde })
  const narrow = (change: Route["query"]): void => {
    // Of the address, not of the last picture: a code that was just left may stand there already.
    const { accion, desde, quien, sobre } = routeOf(location.hash).query
    go(hrefOf("auditoria", { ...kept, accion, desde, quien, sobre, ...change }))
  }
  // An account of an employee is found by the employee; the others by their own ids.
  const names = new Map(users.state === "ready" ? users.value.items.map(({ id, name }) => [id, name]) : [])
  const accounts = users.state === "ready" ? users.value.items.flatMap(({ employeeId, id, name }) => employeeId === undefined ? [[id, name] as const] : []) : []
  const people = [...new Map([...directory.employees.map(({ employeeId, name }) => [employeeId, name] as const), ...accounts])].toSorted(([, one], [, other]) => one.localeCompare(other, "es"))
  return (
    <>
      <Heading eyebrow="Quién hizo qué">Auditoría</Heading>
      <p class="hint">
        Cada cambio queda con quién lo hizo, cuándo y de qué a qué. Las entradas van encadenadas por su huella: si falta una, se nota.{" "}
        <a href="/v1/audit/file" download>Descargar la auditoría completa</a>
      </p>
      <form class="filter-form" onSubmit={(event) => event.preventDefault()}>
        <label>
          Mostrar
          <select value={accion ?? ""} onChange={({ currentTarget }) => narrow({ accion: currentTarget.value })}>
            <option value="">Todo</option>
            {Object.entries(actionWords).map(([action, words]) => <option key={action} value={action}>{words}</option>)}
          </select>
        </label>
        <label>
          Quién
          <select value={quien ?? ""} onChange={({ currentTarget }) => narrow({ quien: currentTarget.value })}>
            <option value="">Cualquiera</option>
            {people.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
        <label>
          Desde
          <input type="date" value={desde ?? ""} onChange={({ currentTarget }) => narrow({ desde: currentTarget.value })} />
        </label>
        <SubjectFilter subject={sobre ?? ""} onChange={(subject) => narrow({ sobre: subject })} />
      </form>
      {(accion ?? desde ?? quien ?? sobre) !== undefined && <p><a href={hrefOf("auditoria", kept)}>Ver todo</a></p>}
      <Awaited answer={list} what="la auditoría" onRetry={reload}>
        {({ items, ...pages }) => items.length === 0 ? <p class="empty">No hay entradas aquí.</p> : (
          <>
            <h2 class="hidden">Lo más reciente primero</h2>
            <ul class="audit-list">{items.map((entry) => <Entry key={entry.sequence} entry={entry} names={names} />)}</ul>
            <More list={pages} what="entradas" />
          </>
        )}
      </Awaited>
    </>
  )
}
