/** The bell: messages of the mornings and escalations, as they go by e-mail, and what comes by e-mail. */
import { useEffect } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { Messages } from "../frame/Contract.ts"
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

const kindWords = { morning: "Las tareas de cada mañana", escalation: "Leads que se escalan a usted" } as const

const mailWords = { pending: "El correo está por salir", sent: "También va por correo", dead: "El correo no se pudo entregar", kept: "" } as const

export const MessagesView = () => {
  const { session } = useSurroundings()
  const [answer, reload] = useAnswer<Messages>("/v1/messages")
  const isReady = answer.state === "ready"
  useEffect(() => {
    if (isReady && answer.value.unread > 0) write("POST", "/v1/messages/reading").catch(() => {})
  }, [isReady])
  const choose = (muted: Messages["muted"]): void => {
    write("PUT", "/v1/messages/preferences", { muted }).then(() => {
      announce("Se guardó qué le llega por correo.")
      reload()
    }, (cause: unknown) => announce(messageOf(cause), "refused"))
  }
  return (
    <>
      <Heading eyebrow={session.user?.email}>Mensajes</Heading>
      <Awaited answer={answer} what="sus mensajes" onRetry={reload}>
        {({ items, muted }) => (
          <>
            {session.user !== undefined && (
              <fieldset class="block">
                <legend>Qué le llega por correo</legend>
                {(["morning", "escalation"] as const).map((kind) => (
                  <label key={kind} class="check-label">
                    <input type="checkbox" checked={!muted.includes(kind)} onChange={({ currentTarget }) => choose(currentTarget.checked ? muted.filter((one) => one !== kind) : [...muted, kind])} /> {kindWords[kind]}
                  </label>
                ))}
              </fieldset>
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
        )}
      </Awaited>
    </>
  )
}
