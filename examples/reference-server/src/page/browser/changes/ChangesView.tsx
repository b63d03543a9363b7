/** What changed since yesterday, or a week ago: semaphores, records that stopped or started counting, and leads that became red. */
import type { ComponentChildren } from "preact"
import { useAnswer } from "../frame/Answer.ts"
import type { ChangedColor, ChangedRecord, Changes } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { pathWith } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { activityVerdictWords, againstGoalText, indicatorNames, indicatorWords, instantText, integerText, percentText, prospectVerdictWords } from "../frame/Spanish.ts"
import { advisorName, branchName, useSurroundings } from "../frame/Surroundings.ts"
import { Pills } from "../lists/Filters.tsx"
import { ScopeNote } from "../month/ScopeNote.tsx"

const spans = [["ayer", "Desde ayer", 1], ["semana", "Desde hace una semana", 7], ["mes", "Desde hace 30 días", 30]] as const

/** The start of a day so many days before. */
const dayBefore = (now: string, days: number): string => new Date(Date.parse(`${now.slice(0, 10)}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)

export const ChangesView = ({ query }: { readonly query: Route["query"] }) => {
  const { kept, me } = useSurroundings()
  const [chosen, , days] = spans.find(([own]) => own === query.desde) ?? spans[0]
  const [changes, ask] = useAnswer<Changes>(pathWith("/v1/changes", { since: dayBefore(me.now, days) }))
  return (
    <>
      <Heading eyebrow="Novedades">Qué cambió</Heading>
      <Pills label="Desde cuándo" pills={spans.map(([own, label]) => ({ label, href: hrefOf("cambios", { ...kept, desde: own }), isChosen: own === chosen }))} />
      <Awaited answer={changes} what="los cambios" onRetry={ask}>{(answer) => <Told changes={answer} />}</Awaited>
    </>
  )
}

const Told = ({ changes: { colors, partial, red, scope, since, started, stopped } }: { readonly changes: Changes }) => {
  const surroundings = useSurroundings()
  const { kept } = surroundings
  return (
    <>
      <ScopeNote scope={scope} />
      <p class="hint">Desde el {instantText(since)}. Los registros nuevos no son cambios.{partial && " Cambiaron más veredictos de los que caben aquí, como después de una importación grande."}</p>
      <Part title="Semáforos que cambiaron de color" count={colors.length} none="Ningún semáforo cambió de color.">
        {colors.map((color) => <li key={`${color.by} ${color.id} ${color.indicator}`}><Semaphore color={color} /></li>)}
      </Part>
      <Part title="Dejaron de contar" count={stopped.count} shown={stopped.items.length} none="Ningún registro dejó de contar.">
        {stopped.items.map((one) => <li key={`${one.subject} ${one.id}`}><Changed record={one} /></li>)}
      </Part>
      <Part title="Empezaron a contar" count={started.count} shown={started.items.length} none="Ningún registro empezó a contar.">
        {started.items.map((one) => <li key={`${one.subject} ${one.id}`}><Changed record={one} /></li>)}
      </Part>
      <Part title="Leads que pasaron a rojo" count={red.count} shown={red.items.length} none="Ningún lead pasó a rojo.">
        {red.items.map(({ advisorId, branchId, customerName, id, redSince }) => (
          <li key={id}>
            <a href={hrefOf("prospecto", kept, id)}>{customerName ?? id}</a> <span class="muted">desde el {instantText(redSince)} · {advisorName(surroundings, advisorId)} · {branchName(surroundings, branchId)}</span>
          </li>
        ))}
      </Part>
    </>
  )
}

const Part = ({ children, count, none, shown = count, title }: { readonly title: string; readonly count: number; readonly shown?: number; readonly none: string; readonly children: ComponentChildren }) => (
  <section class="block" aria-label={title}>
    <div class="block-heading"><h2>{title}{count > 0 && `: ${integerText(count)}`}</h2></div>
    {count === 0 ? <p class="muted">{none}</p> : <ul class="task-items">{children}</ul>}
    {shown < count && <p class="muted">Y {integerText(count - shown)} más.</p>}
  </section>
)

const Semaphore = ({ color: { after, before, by, id, indicator } }: { readonly color: ChangedColor }) => {
  const surroundings = useSurroundings()
  const { kept } = surroundings
  const name = id === null ? "La empresa" : by === "branch" ? branchName(surroundings, id) : advisorName(surroundings, id)
  const sideText = (side: ChangedColor["after"]): string => `${indicatorWords[side.color].toLocaleLowerCase("es-CO")} (${percentText(side.percent)}, ${againstGoalText(side)})`
  const href = hrefOf("detalle", { ...kept, registro: indicator === "prospecting" ? "prospectos" : "actividades", sede: by === "branch" ? id ?? undefined : undefined, asesor: by === "advisor" ? id ?? undefined : undefined })
  return <><a href={href}>{name}</a> <span class="muted">{indicatorNames[indicator]}: de {sideText(before)} a</span> <strong>{sideText(after)}</strong></>
}

const Changed = ({ record: { advisorId, at, before, customerName, id, reasons, subject, verdict } }: { readonly record: ChangedRecord }) => {
  const surroundings = useSurroundings()
  const { kept, procedure: { policy: { rules } } } = surroundings
  const words = subject === "prospect" ? prospectVerdictWords : activityVerdictWords
  const titles = reasons.map((code) => rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code)
  return (
    <>
      <a href={hrefOf(subject === "prospect" ? "prospecto" : "actividad", kept, id)}>{customerName ?? id}</a>{subject === "activity" && <span class="muted"> (actividad)</span>}{" "}
      <span class="muted">
        de «{words[before]}» a «{words[verdict]}»{titles.length > 0 && `: ${titles.join("; ")}`} · {advisorName(surroundings, advisorId)} · {instantText(at)}
      </span>
    </>
  )
}
