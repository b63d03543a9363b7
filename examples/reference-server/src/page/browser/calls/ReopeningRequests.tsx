/** What agents ask to reopen, for those who may: each leads to its record, where it is reopened with a reason. */
import { useAnswer } from "../frame/Answer.ts"
import type { ReopeningRequests as Requests } from "../frame/Contract.ts"
import { hrefOf } from "../frame/Route.ts"
import { instantText } from "../frame/Spanish.ts"
import { personName, useSurroundings } from "../frame/Surroundings.ts"

const reasonWords = { "mistyped": "se equivocó al marcar", "customer-called-back": "el cliente llamó después", "wrong-person-answered": "contestó otra persona" } as const

export const ReopeningRequests = () => {
  const surroundings = useSurroundings()
  const [answer] = useAnswer<Requests>("/v1/verifications/reopening-requests")
  if (answer.state !== "ready" || answer.value.requests.length === 0) return null
  return (
    <section class="block" aria-labelledby="reopening-requests">
      <div class="block-heading"><h2 id="reopening-requests">Piden reabrir</h2></div>
      <ul class="own-activities">
        {answer.value.requests.map(({ agentId, id, reason, requestedAt }) => {
          const [type, ...rest] = id.split(":")
          const subject = rest.join(":")
          return (
            <li key={`${id} ${agentId}`}>
              <a href={hrefOf(type === "prospect" ? "prospecto" : "actividad", surroundings.kept, subject)}>{subject}</a>{" "}
              <span class="muted">{personName(surroundings, agentId)}: {reasonWords[reason]}, {instantText(requestedAt)}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
