/** The bell: the letters to the person as they go by e-mail, what comes by e-mail, and how the next letters would look. */
import { useEffect, useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { MessagePreview, Messages } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, write } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import { instantText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

/** The link to the messages, with how many are new. */
export const Bell = ({ kept, onOpen }: { readonly kept: Readonly<Record<string, string | undefined>>; readonly onOpen: () => void }) => {
  const [answer] = useAnswer<Messages>("/v1/messages")
  const unread = answer.state === "ready" ? answer.value.unread : 0
  return <a href={hrefOf("mensajes", kept)} onClick={onOpen}>Mensajes{unread > 0 && ` (${unread} sin leer)`}</a>
}

const kindWords = { "morning": "Las tareas de cada mañana", "weekly": "El reporte de cumplimiento de cada semana", "escalation": "Leads que se escalan a usted", "contact-due": "Un aviso en la última hora antes de que venza un primer contacto" } as const

type Kind = keyof typeof kindWords

/** The kinds of letters that a role gets. */
const kindsOf = (role: string): ReadonlyArray<Kind> =>
  role === "advisor"
    ? ["morning", "contact-due"]
    : role === "general-manager" || role === "commercial-manager" || role === "motorcycle-manager"
    ? ["morning", "weekly", "escalation"]
    // Of what is raised during the day, the CRM assistant gets the webhooks that were paused.
    : role === "crm-assistant" ? ["morning", "escalation"] : ["morning"]

/** What a kind of letter is called for a role. */
const kindText = (kind: Kind, role: string): string => kind === "escalation" && role === "crm-assistant" ? "Avisos a otros sistemas que quedan en pausa" : kindWords[kind]

/** A letter as it would be sent now. */
const Preview = ({ kind }: { readonly kind: Kind }) => {
  const [answer, ask] = useAnswer<MessagePreview>(`/v1/messages/previews/${kind}`)
  return (
    <Awaited answer={answer} what="la carta" onRetry={ask}>
      {({ letter }) =>
        letter === null
          ? <p class="empty">Ahora mismo no habría nada que contarle en esta carta.</p>
          : (
            <>
              <p><strong>{letter.subject}</strong></p>
              <pre class="message">{letter.text}</pre>
              {letter.workbook !== undefined && <p class="hint">Adjunto: {letter.workbook}</p>}
            </>
          )}
    </Awaited>
  )
}

/** Which letters the person can see before they come. */
const Previews = ({ kinds, role }: { readonly kinds: ReadonlyArray<Kind>; readonly role: string }) => {
  const [shown, show] = useState<Kind>()
  return (
    <section class="block" aria-labelledby="previews">
      <h2 id="previews">Cómo se vería hoy su carta</h2>
      <p class="actions">
        {kinds.map((kind) => <button key={kind} type="button" aria-pressed={shown === kind} onClick={() => show(shown === kind ? undefined : kind)}>{kindText(kind, role)}</button>)}
      </p>
      {shown !== undefined && <Preview key={shown} kind={shown} />}
    </section>
  )
}

type Preferences = Pick<Messages, "muted" | "wanted">

const mailWords = { pending: "El correo está por salir", sent: "También va por correo", dead: "El correo no se pudo entregar", kept: "" } as const

export const MessagesView = () => {
  const { me, session } = useSurroundings()
  const kinds = kindsOf(me.role)
  const [answer, reload] = useAnswer<Messages>("/v1/messages")
  const isReady = answer.state === "ready"
  useEffect(() => {
    if (isReady && answer.value.unread > 0) write("POST", "/v1/messages/reading").catch(() => {})
  }, [isReady])
  // What was chosen here counts before the server has it, and goes there in order: the next choice goes with it, not against it.
  const [own, setOwn] = useState<Preferences | undefined>()
  const sending = useRef(Promise.resolve())
  const choose = (chosen: Preferences): void => {
    setOwn(chosen)
    sending.current = sending.current.then(() => write("PUT", "/v1/messages/preferences", chosen)).then(() => announce("Se guardó qué le llega por correo."), (cause: unknown) => {
      setOwn((last) => last === chosen ? undefined : last)
      reload()
      announce(messageOf(cause), "refused")
    })
  }
  const chosenWith = ({ muted, wanted }: Preferences, kind: Kind, isChosen: boolean): Preferences =>
    kind === "contact-due"
      ? { muted, wanted: isChosen ? [kind] : [] }
      : { muted: [...muted.filter((one) => one !== kind), ...(isChosen ? [] : [kind])], wanted }
  return (
    <>
      <Heading eyebrow={session.user?.email}>Mensajes</Heading>
      <Awaited answer={answer} what="sus mensajes" onRetry={reload}>
        {({ items, ...stored }) => {
          const chosen = own ?? stored
          return (
            <>
              {session.user !== undefined && (
                <>
                  <fieldset class="block">
                    <legend>Qué le llega por correo</legend>
                    {kinds.map((kind) => (
                      <label key={kind} class="check-label">
                        <input
                          type="checkbox"
                          checked={kind === "contact-due" ? chosen.wanted.includes(kind) : !chosen.muted.includes(kind)}
                          onChange={({ currentTarget }) => choose(chosenWith(chosen, kind, currentTarget.checked))}
                        /> {kindText(kind, me.role)}
                      </label>
                    ))}
                  </fieldset>
                  <Previews kinds={kinds} role={me.role} />
                </>
              )}
              {items.length === 0 && <p class="empty">No hay mensajes. Cada mañana hábil llega aquí lo que tiene para hacer.</p>}
              {items.map(({ createdAt, failure, id, mail, subject, text }, place) => (
                <details key={id} class="block" open={place === 0}>
                  <summary><strong>{subject}</strong> <span class="muted">{instantText(createdAt)}</span></summary>
                  <pre class="message">{text}</pre>
                  {mailWords[mail] !== "" && <p class="hint">{mailWords[mail]}{failure === undefined ? "." : ` (${failure}).`}</p>}
                </details>
              ))}
            </>
          )
        }}
      </Awaited>
    </>
  )
}
