/** The policy: which edition holds, the drafts that wait, every edition there was, and a form for another one. */
import { useAnswer } from "../frame/Answer.ts"
import type { Edition, Editions } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { pathWith } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { instantText, periodText } from "../frame/Spanish.ts"
import { may, personName, useSurroundings } from "../frame/Surroundings.ts"
import { RecordTable } from "../records/RecordTable.tsx"
import { EditionView } from "./EditionView.tsx"
import { holdsText, stateWords } from "./EditionWords.ts"
import { PolicyForm } from "./PolicyForm.tsx"

export const PolicyView = ({ id, query }: { readonly id: string | undefined; readonly query: Route["query"] }) => {
  const surroundings = useSurroundings()
  const [editions, ask] = useAnswer<Editions>(pathWith("/v1/policies", { limit: "1000" }))
  return (
    <Awaited answer={editions} what="la política" onRetry={ask}>
      {(all) => id === undefined
        ? <List all={all} />
        : id === "nueva"
        ? <Drafting all={all} of={query["de"]} />
        : <EditionView key={id} id={id} all={all} against={query["contra"]} onSettled={ask} mayApprove={may(surroundings, "policies.approve")} />}
    </Awaited>
  )
}

const List = ({ all: { inForce, items, period } }: { readonly all: Editions }) => {
  const surroundings = useSurroundings()
  const { kept } = surroundings
  const current = items.find(({ id }) => id === inForce)
  const waiting = items.filter(({ state }) => state === "draft")
  return (
    <>
      <Heading eyebrow="Con qué se juzga">Política</Heading>
      <p class="hint">Umbrales, efectos de las reglas, parámetros, listas y horarios. La asistente CRM redacta un cambio, y el Gerente General lo aprueba desde un mes que no esté cerrado. Los meses cerrados conservan la suya.</p>
      <p class="note">
        En vigor en {periodText(period)}: {current === undefined
          ? <strong>la política configurada en el servidor</strong>
          : <><a href={hrefOf("politica", kept, current.id)}>{current.name}</a>, aprobada el {instantText(current.approval!.at)} por {personName(surroundings, current.approval!.by)}, {holdsText(current)}</>}.
      </p>
      {may(surroundings, "policies.draft") && <p class="actions"><a class="button main-action" href={hrefOf("politica", kept, "nueva")}>Redactar un cambio</a></p>}
      {waiting.length > 0 && (
        <section class="block" aria-labelledby="waiting-drafts">
          <h2 id="waiting-drafts">Borradores que esperan aprobación</h2>
          <ul>
            {waiting.map(({ comment, draftedAt, draftedBy, id }) => (
              <li key={id}><a href={hrefOf("politica", kept, id)}>{comment ?? "Borrador"}</a> <span class="muted">de {personName(surroundings, draftedBy)}, {instantText(draftedAt)}</span></li>
            ))}
          </ul>
        </section>
      )}
      {items.length === 0 ? <p class="empty">Todavía no hay ediciones.</p> : (
        <RecordTable
          caption="Ediciones de la política"
          columns={[{ label: "Edición", kind: "wide" }, { label: "Estado" }, { label: "Redactada" }, { label: "Vale" }]}
          rows={items.map((edition) => {
            const { comment, draftedAt, draftedBy, id, name, state } = edition
            return {
              key: id,
              cells: [<a href={hrefOf("politica", kept, id)}>{comment ?? name}</a>, stateWords[state], `${instantText(draftedAt)}, ${personName(surroundings, draftedBy)}`, holdsText(edition)]
            }
          })}
        />
      )}
    </>
  )
}

/** A form for another edition: over the policy in force, or over an edition that is corrected or taken up again. */
const Drafting = ({ all: { items, period, policy }, of }: { readonly all: Editions; readonly of: string | undefined }) => {
  const [edition, ask] = useAnswer<Edition>(of === undefined ? undefined : `/v1/policies/${encodeURIComponent(of)}`)
  const summary = items.find(({ id }) => id === of)
  return (
    <>
      <Heading eyebrow="Política">{summary?.state === "draft" ? "Corregir el borrador" : "Un cambio de la política"}</Heading>
      <p class="hint">Cada valor es el que está en vigor en {periodText(period)}. Cambie lo que haga falta, mire el efecto y guarde el borrador.</p>
      {of === undefined ? <PolicyForm inForce={policy} start={policy} /> : (
        <Awaited answer={edition} what="la edición" onRetry={ask}>
          {(found) => <PolicyForm inForce={policy} start={found.policy} replaces={found.state === "draft" && found.own ? found.id : undefined} />}
        </Awaited>
      )}
    </>
  )
}
