/** The calls about a record: who called, when, and what the customer said. */
import { useAnswer } from "../frame/Answer.ts"
import type { Attempts } from "../frame/Contract.ts"
import { instantText, outcomeWords } from "../frame/Spanish.ts"
import { personName, useSurroundings } from "../frame/Surroundings.ts"

export const AttemptList = ({ id }: { readonly id: string }) => {
  const surroundings = useSurroundings()
  const [answer] = useAnswer<Attempts>(`/v1/verifications/${encodeURIComponent(id)}/attempts`)
  if (answer.state !== "ready" || answer.value.attempts.length + answer.value.reopenings.length === 0) return null
  const { attempts, reopenings } = answer.value
  return (
    <section aria-labelledby="attempts">
      <h2 id="attempts">Llamadas de verificación</h2>
      <ul class="own-activities">
        {attempts.map(({ agentId, attemptedAt, callId, comment, outcome }) => (
          <li key={callId}>
            <strong>{outcomeWords[outcome]}</strong> <span class="muted">{instantText(attemptedAt)} · llamó {personName(surroundings, agentId)}</span>
            {comment !== undefined && comment !== "" && <p>«{comment}»</p>}
          </li>
        ))}
        {reopenings.map(({ at, by, reason }) => (
          <li key={at}>
            <strong>Se reabrió</strong> <span class="muted">{instantText(at)} · {personName(surroundings, by)}</span>
            {reason !== "" && <p>«{reason}»</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
