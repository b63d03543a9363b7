/** The attempt that the agent recorded last: it can be corrected for ten minutes; later the agent asks for a reopening. */
import { useEffect, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { AttemptRecorded, CallOutcome } from "../frame/Contract.ts"
import { messageOf, write } from "../frame/Request.ts"
import { conclusionWords, outcomeWords } from "../frame/Spanish.ts"

/** An attempt that was just recorded. */
export interface Recorded {
  readonly id: string
  readonly callId: string
  readonly outcome: CallOutcome
  /** When, by the browser's clock. */
  readonly at: number
}

const TEN_MINUTES = 600_000

const requestWords = { "mistyped": "Me equivoqué al marcar", "customer-called-back": "El cliente llamó después", "wrong-person-answered": "Contestó otra persona" } as const

export const LastAttempt = ({ onChanged, recorded }: { readonly recorded: Recorded; readonly onChanged: () => void }) => {
  const [outcome, setOutcome] = useState(recorded.outcome)
  const [reason, setReason] = useState<keyof typeof requestWords>("mistyped")
  const [isLate, setLate] = useState(Date.now() - recorded.at >= TEN_MINUTES)
  const [isSending, setSending] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), Math.max(0, recorded.at + TEN_MINUTES - Date.now()))
    return () => clearTimeout(timer)
  }, [recorded])
  const path = `/v1/verifications/${encodeURIComponent(recorded.id)}`
  const done = (text: string) => (): void => {
    setSending(false)
    announce(text)
    onChanged()
  }
  const failed = (cause: unknown): void => {
    setSending(false)
    announce(messageOf(cause), "refused")
  }
  const correct = (event: Event): void => {
    event.preventDefault()
    setSending(true)
    write<AttemptRecorded>("PUT", `${path}/attempts/${encodeURIComponent(recorded.callId)}`, { outcome }).then(
      ({ conclusion }) => done(`Corregido: ${outcomeWords[outcome].toLocaleLowerCase("es-CO")}. La verificación ${conclusion === "open" ? "sigue abierta" : `queda ${conclusionWords[conclusion]}`}.`)(),
      failed
    )
  }
  const request = (event: Event): void => {
    event.preventDefault()
    setSending(true)
    write("POST", `${path}/reopening-request`, { reason }).then(done("Pedido enviado: un supervisor lo verá en sus llamadas."), failed)
  }
  return isLate
    ? (
      <form class="block" onSubmit={request}>
        <h2>Pedir que reabran la última llamada</h2>
        <p class="hint">Pasaron los diez minutos para corregirla. Un supervisor la reabre con un motivo.</p>
        <label for="request-reason">Qué pasó</label>
        <select id="request-reason" value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value as keyof typeof requestWords)}>
          {Object.entries(requestWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </select>
        <button type="submit" aria-disabled={isSending}>Pedir</button>
      </form>
    )
    : (
      <form class="block" onSubmit={correct}>
        <h2>Corregir la última llamada</h2>
        <p class="hint">Quedó como «{outcomeWords[recorded.outcome]}». Puede corregirla durante diez minutos; queda guardado lo de antes y lo de después.</p>
        <label for="correction-outcome">Resultado correcto</label>
        <select id="correction-outcome" value={outcome} onChange={({ currentTarget }) => setOutcome(currentTarget.value as CallOutcome)}>
          {Object.entries(outcomeWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
        </select>
        <button type="submit" aria-disabled={isSending || outcome === recorded.outcome}>Corregir</button>
      </form>
    )
}
