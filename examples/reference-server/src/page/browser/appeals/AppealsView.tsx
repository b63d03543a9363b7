/** The appeals within the reader's view, the earliest first: those to be decided with their deadlines, and those that were decided. */
import { useList } from "../frame/Answer.ts"
import type { Appeal } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { parameterNumber, useSurroundings } from "../frame/Surroundings.ts"
import { AppealCard } from "./AppealCard.tsx"
import { More } from "../lists/More.tsx"

const states = [["open", "Por decidir"], ["overdue", "Vencidas"], ["decided", "Decididas"], ["todas", "Todas"]] as const

export const AppealsView = ({ query }: { readonly query: Route["query"] }) => {
  const surroundings = useSurroundings()
  const { kept } = surroundings
  const asked = states.find(([state]) => state === query.estado)?.[0] ?? "open"
  const [list, reload] = useList<Appeal>("/v1/appeals", { state: asked === "todas" ? undefined : asked })
  return (
    <>
      <Heading eyebrow="Requisitos de validez">Apelaciones</Heading>
      <p class="hint">
        Un asesor apela una razón de un registro suyo. El asistente CRM la concede o la niega, con un motivo, en {parameterNumber(surroundings, "appealDays") ?? 3} días hábiles desde el día siguiente. Nadie decide la suya.
      </p>
      <nav class="filters" aria-label="Filtrar por estado">
        <ul>
          {states.map(([state, label]) => (
            <li key={state}><a href={hrefOf("apelaciones", { ...kept, estado: state })} aria-current={state === asked ? "true" : undefined}>{label}</a></li>
          ))}
        </ul>
      </nav>
      <Awaited answer={list} what="las apelaciones" onRetry={reload}>
        {({ items, ...pages }) => items.length === 0 ? <p class="empty">No hay apelaciones aquí.</p> : (
          <>
            <h2>{states.find(([state]) => state === asked)?.[1]}</h2>
            <ul class="own-activities">{items.map((appeal) => <li key={appeal.id}><AppealCard appeal={appeal} onDecided={reload} /></li>)}</ul>
            <More list={pages} what="apelaciones" />
          </>
        )}
      </Awaited>
    </>
  )
}
