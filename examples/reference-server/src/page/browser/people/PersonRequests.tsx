/** What people ask about their own data: registered, extended once, and answered, each with its last day. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useList } from "../frame/Answer.ts"
import type { PersonRequest } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { messageOf, write } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import { dayText, daysAwayText, phoneText, requestChannelWords, requestKindWords } from "../frame/Spanish.ts"
import { personName, useSurroundings } from "../frame/Surroundings.ts"
import { Pills } from "../lists/Filters.tsx"
import { given, PersonFields } from "./PersonFields.tsx"
import type { Person } from "./PersonFields.tsx"
import { More } from "../lists/More.tsx"

const states = [["open", "Por responder"], ["overdue", "Vencidas"], ["answered", "Respondidas"], ["todas", "Todas"]] as const

export const PersonRequests = ({ estado, onLookUp }: { readonly estado: string | undefined; readonly onLookUp: (person: Partial<Person>) => void }) => {
  const { kept } = useSurroundings()
  const asked = states.find(([state]) => state === estado)?.[0] ?? "open"
  const [list, reload] = useList<PersonRequest>("/v1/people/requests", { state: asked === "todas" ? undefined : asked })
  return (
    <section aria-labelledby="requests-heading">
      <h2 id="requests-heading">Solicitudes</h2>
      <Registration onDone={reload} />
      <Pills label="Filtrar las solicitudes" pills={states.map(([state, label]) => ({ label, href: hrefOf("datos-personales", { ...kept, estado: state }), isChosen: state === asked }))} />
      <Awaited answer={list} what="las solicitudes" onRetry={reload}>
        {({ items, ...pages }) => items.length === 0 ? <p class="empty">{asked === "open" ? "Ninguna solicitud espera respuesta." : "No hay solicitudes aquí."}</p> : (
          <>
            <ul class="own-activities">{items.map((request) => <li key={request.id}><RequestCard request={request} onDone={reload} onLookUp={onLookUp} /></li>)}</ul>
            <More list={pages} what="solicitudes" />
          </>
        )}
      </Awaited>
    </section>
  )
}

const contactText = ({ documentNumber, documentType, email, phone }: Partial<Person>): string =>
  [phone === undefined ? "" : phoneText(phone), email ?? "", documentNumber === undefined ? "" : `${documentType ?? ""} ${documentNumber}`.trim()].filter((text) => text !== "").join(" · ")

const RequestCard = ({ onDone, onLookUp, request }: { readonly request: PersonRequest; readonly onDone: () => void; readonly onLookUp: (person: Partial<Person>) => void }) => {
  const surroundings = useSurroundings()
  const { me } = surroundings
  const { answer, channel, dueAt, erasedAt, extension, kind, person, receivedAt, state, text } = request
  return (
    <article class={`reason appeal-card is-${state === "answered" ? "granted" : state}`}>
      <h3>{requestKindWords[kind]}{person !== undefined && `: ${contactText(person)}`}</h3>
      <p>{requestChannelWords[channel]} · recibida el {dayText(receivedAt)} · registrada por {personName(surroundings, request.registeredBy)}</p>
      {text !== "" && <blockquote>{text}</blockquote>}
      {person === undefined && <p class="muted">Los datos de quien preguntó se suprimieron.</p>}
      {erasedAt !== undefined && person !== undefined && <p class="muted">La persona ya se suprimió. El contacto queda hasta que le responda.</p>}
      {extension !== undefined && <p>Prorrogada el {dayText(extension.at)} por {personName(surroundings, extension.by)}{extension.reason !== "" && `: ${extension.reason}`}</p>}
      {answer === undefined
        ? <p class={state === "overdue" ? "is-late" : undefined}><strong>{state === "overdue" ? "Vencida" : "Por responder"}</strong>: {state === "overdue" ? "venció" : "vence"} el {dayText(dueAt)}, {daysAwayText(dueAt, me.now)}.</p>
        : <p><strong>Respondida</strong> por {personName(surroundings, answer.by)} el {dayText(answer.at)}{answer.late && " (fuera de plazo)"}{answer.done !== "" && `: ${answer.done}`}</p>}
      {answer === undefined && <RequestActions request={request} onDone={onDone} onLookUp={onLookUp} />}
    </article>
  )
}

const RequestActions = ({ onDone, onLookUp, request: { extension, id, person, state } }: { readonly request: PersonRequest; readonly onDone: () => void; readonly onLookUp: (person: Partial<Person>) => void }) => {
  const [text, setText] = useState("")
  const [isSending, setSending] = useState(false)
  const send = (action: "answer" | "extension") => (): void => {
    const words = text.trim()
    if (words === "") return announce(action === "answer" ? "Escriba lo que se hizo." : "Escriba el motivo de la prórroga: hay que decírselo a la persona.", "refused")
    setSending(true)
    write("POST", `/v1/people/requests/${encodeURIComponent(id)}/${action}`, action === "answer" ? { done: words } : { reason: words }).then(() => {
      announce(action === "answer" ? "La solicitud quedó respondida." : "El plazo se prorrogó. Dígale el motivo a la persona antes de que venza.")
      setSending(false)
      setText("")
      onDone()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  const field = `request-${id}`
  return (
    <form class="decision" onSubmit={(event) => event.preventDefault()}>
      {person !== undefined && <button type="button" onClick={() => onLookUp(person)}>Buscar a esta persona</button>}
      <label for={field}>{extension === undefined && state === "open" ? "Lo que se hizo, o el motivo de la prórroga" : "Lo que se hizo"}</label>
      <input id={field} type="text" maxlength={4000} value={text} readOnly={isSending} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      <button type="button" aria-disabled={isSending} onClick={send("answer")}>Responder</button>
      {extension === undefined && state === "open" && <button type="button" aria-disabled={isSending} onClick={send("extension")}>Prorrogar</button>}
    </form>
  )
}

const Registration = ({ onDone }: { readonly onDone: () => void }) => {
  const { me } = useSurroundings()
  const today = me.now.slice(0, 10)
  const empty = { kind: "consulta", channel: "email", text: "", receivedAt: today }
  const [content, setContent] = useState(empty)
  const [person, setPerson] = useState<Partial<Person>>({})
  const [isSending, setSending] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const send = (event: Event): void => {
    event.preventDefault()
    setSending(true)
    write<PersonRequest>("POST", "/v1/people/requests", { ...content, person: given(person) }).then(({ dueAt }) => {
      announce(`La solicitud quedó registrada: responda a más tardar el ${dayText(dueAt)}.`)
      setSending(false)
      setContent(empty)
      setPerson({})
      setOpen(false)
      onDone()
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  const choice = (name: "kind" | "channel", label: string, words: Readonly<Record<string, string>>) => (
    <label>
      {label}
      <select value={content[name]} onChange={({ currentTarget }) => setContent({ ...content, [name]: currentTarget.value })}>
        {Object.entries(words).map(([value, text]) => <option key={value} value={value}>{text}</option>)}
      </select>
    </label>
  )
  return (
    <details class="block" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Registrar una solicitud</summary>
      <form class="row-form" onSubmit={send}>
        <p class="hint">Una consulta pide ver o copiar los datos: 10 días hábiles. Un reclamo pide corregirlos o suprimirlos: 15 días hábiles desde que está completo. Anote un solo dato con el que se encuentre y se responda a la persona.</p>
        <div class="row-fields">
          {choice("kind", "Qué pide", requestKindWords)}
          {choice("channel", "Cómo llegó", requestChannelWords)}
          <label>
            Recibida el
            <input type="date" required max={today} value={content.receivedAt} onInput={({ currentTarget }) => setContent({ ...content, receivedAt: currentTarget.value })} />
          </label>
          <PersonFields person={person} isFixed={isSending} onChange={setPerson} />
          <label>
            Qué pide, en palabras (opcional)
            <input type="text" maxlength={4000} value={content.text} readOnly={isSending} autocomplete="off" onInput={({ currentTarget }) => setContent({ ...content, text: currentTarget.value })} />
          </label>
        </div>
        <p class="actions"><button type="submit" class="main-action" aria-disabled={isSending}>Registrar</button></p>
      </form>
    </details>
  )
}
