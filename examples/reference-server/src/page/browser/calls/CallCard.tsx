/** A call under way: whom to call, what to ask, and what came of it, by keyboard or by hand. */
import { useLayoutEffect, useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { AttemptRecorded, Call, CallOutcome } from "../frame/Contract.ts"
import type { Recorded } from "./LastAttempt.tsx"
import { freshKey, messageOf, write } from "../frame/Request.ts"
import { conclusionWords, countText, instantText, outcomeHints, outcomeWords, timeText } from "../frame/Spanish.ts"
import { advisorName, branchName, useSurroundings } from "../frame/Surroundings.ts"

/** In the order of the number keys. */
const outcomes: ReadonlyArray<CallOutcome> = ["attended", "not-attended", "wrong-number", "no-answer", "refused", "call-back"]

const kindWords = { random: "Elegido al azar", risk: "Elegido por un aviso", attempted: "Ya se había llamado" } as const

export const CallCard = ({ call, leasedUntil, onLeft, onRecorded }: {
  readonly call: Call
  readonly leasedUntil: string
  /** An attempt was recorded. */
  readonly onRecorded: (recorded: Recorded) => void
  /** The call is left as it is; the lease ends by itself. */
  readonly onLeft: () => void
}) => {
  const surroundings = useSurroundings()
  const [outcome, setOutcome] = useState<CallOutcome | undefined>()
  const [comment, setComment] = useState("")
  const [isSending, setSending] = useState(false)
  // The same attempt sent again, after an answer that was lost, is one attempt; another one has another key.
  const sent = useRef({ text: "", key: "" })
  const form = useRef<HTMLFormElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // With the card itself: keys that are pressed right after it count, and a field in use keeps the focus.
  useLayoutEffect(() => heading.current?.focus(), [])
  const choose = (chosen: CallOutcome): void => {
    setOutcome(chosen)
    form.current?.querySelector<HTMLInputElement>(`input[value="${chosen}"]`)?.focus()
  }
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isWriting = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement
      if (isWriting || event.ctrlKey || event.altKey || event.metaKey) return
      const chosen = outcomes[Number(event.key) - 1]
      if (chosen === undefined) return
      event.preventDefault()
      choose(chosen)
    }
    addEventListener("keydown", press)
    return () => removeEventListener("keydown", press)
  }, [])
  const send = (event: Event): void => {
    event.preventDefault()
    if (isSending) return
    if (outcome === undefined) return announce("Marque primero el resultado de la llamada, de 1 a 6.", "refused")
    setSending(true)
    const attempt = { outcome, ...comment.trim() === "" ? {} : { comment: comment.trim() } }
    const text = JSON.stringify(attempt)
    if (sent.current.text !== text) sent.current = { text, key: freshKey() }
    write<AttemptRecorded>("POST", `/v1/verifications/${encodeURIComponent(call.id)}/attempts`, attempt, sent.current.key).then(({ callId, conclusion }) => {
      announce(`Guardado: ${outcomeWords[outcome].toLocaleLowerCase("es-CO")}. La verificación ${conclusionWords[conclusion] === "sigue abierta" ? "sigue abierta" : `queda ${conclusionWords[conclusion]}`}.`)
      onRecorded({ id: call.id, callId, outcome, at: Date.now() })
    }, (cause: unknown) => {
      setSending(false)
      announce(messageOf(cause), "refused")
    })
  }
  const { advisorId, attempts, branchId, customerName, email, kind, lastAttemptAt, lastOutcome, phone, question, subjectId } = call
  return (
    <section class="call" aria-labelledby="call-heading">
      <div class="call-person">
        <p class="eyebrow">{kindWords[kind]} · reservada hasta las {timeText(leasedUntil)}</p>
        <h2 id="call-heading" ref={heading} tabIndex={-1}>{customerName ?? subjectId}</h2>
        {phone === undefined ? <p class="note">Sin teléfono registrado.</p> : <p class="call-phone"><a href={`tel:${phone.replace(/[^+0-9]/g, "")}`}>{phone}</a></p>}
        {email !== undefined && <p>{email}</p>}
        <dl class="call-facts">
          <div>
            <dt>Asesor que dice haberlo atendido</dt>
            <dd>{call.advisorName ?? advisorName(surroundings, advisorId)}</dd>
          </div>
          {branchId !== undefined && <div><dt>Sede</dt><dd>{branchName(surroundings, branchId)}</dd></div>}
          <div>
            <dt>Intentos</dt>
            <dd>
              {attempts === 0 ? "Es el primero" : countText(attempts, "intento", "intentos")}
              {lastOutcome !== undefined && lastAttemptAt !== undefined && <span class="muted"> · último: {outcomeWords[lastOutcome].toLocaleLowerCase("es-CO")}, {instantText(lastAttemptAt)}</span>}
            </dd>
          </div>
        </dl>
      </div>
      <form ref={form} class="call-form" onSubmit={send}>
        <p class="call-question"><span class="hidden">Pregunte: </span>{question.es}</p>
        <fieldset>
          <legend>Resultado</legend>
          {outcomes.map((own, place) => (
            <label key={own} class={own === outcome ? "outcome is-chosen" : "outcome"}>
              <input type="radio" name="outcome" value={own} checked={own === outcome} onChange={() => setOutcome(own)} />
              <kbd aria-hidden="true">{place + 1}</kbd>
              <span class="outcome-word">{outcomeWords[own]}</span>
              <span class="outcome-hint">{outcomeHints[own]}</span>
            </label>
          ))}
        </fieldset>
        <label for="call-comment">Comentario <span class="muted">(opcional)</span></label>
        <textarea id="call-comment" rows={2} value={comment} readOnly={isSending} onInput={({ currentTarget }) => setComment(currentTarget.value)} />
        <p class="actions">
          <button type="submit" class="main-action" aria-disabled={isSending}>{isSending ? "Guardando…" : "Guardar y seguir"} <kbd aria-hidden="true">Enter</kbd></button>
          <button type="button" class="quiet" onClick={onLeft}>Dejarla por ahora</button>
        </p>
      </form>
    </section>
  )
}
