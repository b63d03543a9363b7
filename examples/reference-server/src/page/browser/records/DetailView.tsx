/** What stands behind a cell: the indicator of a group, why records do not count, and the records themselves. */
import { useAnswer, useList } from "../frame/Answer.ts"
import { ClosedNote } from "../month/ClosedNote.tsx"
import type { Group, ListedActivity, ListedProspect, Scorecard, Verdict } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { IndicatorPanel } from "../month/IndicatorPanel.tsx"
import { ReasonChart } from "../month/ReasonChart.tsx"
import { RecordTable } from "./RecordTable.tsx"
import { pathWith } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { activityVerdictWords, codeWord, integerText, instantText, lateWords, periodText, prospectVerdictWords } from "../frame/Spanish.ts"
import { advisorName, branchName, useSurroundings } from "../frame/Surroundings.ts"
import { Sign } from "../frame/Sign.tsx"
import { VerdictChip } from "./VerdictChip.tsx"

const verdicts: ReadonlyArray<Verdict> = ["valid", "invalid", "pending"]

interface Filter {
  readonly advisor: string | undefined
  readonly branch: string | undefined
  readonly verdict: Verdict | undefined
  readonly reason: string | undefined
}

export const DetailView = ({ query }: { readonly query: Route["query"] }) => {
  const surroundings = useSurroundings()
  const { asOf, kept, period, procedure: { policy: { rules, thresholds } } } = surroundings
  const isOfActivities = query.registro === "actividades"
  const subject = isOfActivities ? "activity" : "prospect"
  const filter: Filter = {
    advisor: query.asesor,
    branch: query.sede,
    verdict: verdicts.find((verdict) => verdict === query.veredicto),
    reason: query.motivo
  }
  const by = filter.advisor === undefined ? filter.branch === undefined ? "company" : "branch" : filter.branch === undefined ? "advisor" : "branch,advisor"
  const [scorecard, ask] = useAnswer<Scorecard>(pathWith(`/v1/scorecards/${period}`, { by, asOf }))
  const isOurs = ({ keys }: Group): boolean => keys.advisor === filter.advisor && keys.branch === filter.branch
  const hrefWith = (other: Readonly<Record<string, string | undefined>>): string =>
    hrefOf("detalle", {
      ...kept,
      registro: isOfActivities ? "actividades" : "prospectos",
      sede: filter.branch,
      asesor: filter.advisor,
      veredicto: filter.verdict,
      motivo: filter.reason,
      ...other
    })
  const places = [
    ...filter.branch === undefined ? [] : [branchName(surroundings, filter.branch)],
    ...filter.advisor === undefined ? [] : [advisorName(surroundings, filter.advisor)]
  ]
  const words = isOfActivities ? activityVerdictWords : prospectVerdictWords
  const titleOfReason = (code: string): string => rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code
  return (
    <>
      <p class="way-back"><a href={hrefOf("mes", kept)}><Sign of="back" /> {periodText(period)}</a></p>
      <Heading eyebrow={isOfActivities ? "Actividades de seguimiento" : "Prospección"}>{places.length === 0 ? "Todos los registros" : places.join(" · ")}</Heading>
      <Awaited answer={scorecard} what="el indicador" onRetry={ask}>
        {(answer) => {
          const group = answer.groups.find(isOurs)
          if (group === undefined) return <p class="empty">Aquí no hay registros ni metas en este mes.</p>
          const line = isOfActivities ? group.followUp : group.prospecting
          const counts: ReadonlyArray<readonly [Verdict | undefined, string, number]> = [
            [undefined, isOfActivities ? "Registradas" : "Registrados", line.registered],
            ["valid", isOfActivities ? "Válidas" : "Válidos", line.valid],
            ["invalid", isOfActivities ? "No válidas" : "No válidos", line.invalid],
            ["pending", "Pendientes", line.pending]
          ]
          return (
            <>
              <ClosedNote scorecard={answer} rest="La lista de registros sale" />
              <div class="detail-top">
                <IndicatorPanel
                  title={isOfActivities ? "Actividades de seguimiento" : "Prospección"}
                  counted={isOfActivities ? "actividades válidas" : "prospectos válidos"}
                  line={line}
                  thresholds={isOfActivities ? thresholds.followUp : thresholds.prospecting}
                />
                <section class="block" aria-labelledby="detail-reasons">
                  <div class="block-heading"><h2 id="detail-reasons">Por qué no cuentan</h2></div>
                  <ReasonChart subject={subject} reasons={line.reasons} hrefOfReason={(motivo) => hrefWith({ motivo, veredicto: undefined })} />
                </section>
              </div>
              <nav class="filters" aria-label="Filtrar los registros">
                <ul>
                  {counts.map(([verdict, label, count]) => (
                    <li key={label}>
                      <a href={hrefWith({ veredicto: verdict, motivo: undefined })} aria-current={filter.reason === undefined && filter.verdict === verdict ? "true" : undefined}>
                        {label} <strong>{integerText(count)}</strong>
                      </a>
                    </li>
                  ))}
                  {filter.reason !== undefined && (
                    <li>
                      <a href={hrefWith({ motivo: undefined })} aria-current="true">
                        {titleOfReason(filter.reason)}<span class="hidden"> (quitar este filtro)</span> <Sign of="cross" />
                      </a>
                    </li>
                  )}
                </ul>
              </nav>
            </>
          )
        }}
      </Awaited>
      {isOfActivities
        ? <Activities filter={filter} words={words} titleOfReason={titleOfReason} />
        : <Prospects filter={filter} words={words} titleOfReason={titleOfReason} />}
    </>
  )
}

interface ListOptions {
  readonly filter: Filter
  readonly words: Readonly<Record<Verdict, string>>
  readonly titleOfReason: (code: string) => string
}

const queryOf = (period: string, { advisor, branch, reason, verdict }: Filter) => ({ period, advisor, branch, verdict, reason })

const Prospects = ({ filter, titleOfReason, words }: ListOptions) => {
  const surroundings = useSurroundings()
  const { kept, period } = surroundings
  const [list, reload] = useList<ListedProspect>("/v1/prospects", queryOf(period, filter))
  return (
    <Awaited answer={list} what="los prospectos" onRetry={reload}>
      {({ hasMore, items, more }) => (
        <>
          {items.length === 0 ? <p class="empty">Ningún prospecto cumple este filtro.</p> : (
            <RecordTable
              caption="Prospectos"
              columns={[{ label: "Prospecto" }, { label: "Creado", kind: "nowrap" }, { label: "Asesor" }, { label: "Veredicto" }, { label: "Motivos" }]}
              rows={items.map((item) => ({
                key: item.id,
                cells: [
                  <>
                    <a href={hrefOf("prospecto", kept, item.id)}>{item.fullName ?? item.id}</a>
                    <span class="code">{item.id}</span>
                  </>,
                  instantText(item.createdAt),
                  advisorName(surroundings, item.advisorId),
                  <VerdictChip verdict={item.verdict} word={words[item.verdict]} late={item.late === true && lateWords.prospect} />,
                  <ReasonTitles reasons={item.reasons} warnings={item.warnings} titleOfReason={titleOfReason} />
                ]
              }))}
            />
          )}
          {hasMore && <p class="more"><button type="button" onClick={more}>Ver más prospectos</button></p>}
        </>
      )}
    </Awaited>
  )
}

const Activities = ({ filter, titleOfReason, words }: ListOptions) => {
  const surroundings = useSurroundings()
  const { kept, period } = surroundings
  const [list, reload] = useList<ListedActivity>("/v1/activities", queryOf(period, filter))
  return (
    <Awaited answer={list} what="las actividades" onRetry={reload}>
      {({ hasMore, items, more }) => (
        <>
          {items.length === 0 ? <p class="empty">Ninguna actividad cumple este filtro.</p> : (
            <RecordTable
              caption="Actividades"
              columns={[{ label: "Actividad" }, { label: "Fecha", kind: "nowrap" }, { label: "Asesor" }, { label: "Veredicto" }, { label: "Motivos" }]}
              rows={items.map((item) => ({
                key: item.id,
                cells: [
                  <>
                    <a href={hrefOf("actividad", kept, item.id)}>{codeWord(item.type)} · {codeWord(item.status)}</a>
                    <span class="code">{item.id}</span>
                  </>,
                  instantText(item.at),
                  advisorName(surroundings, item.advisorId),
                  <VerdictChip verdict={item.verdict} word={words[item.verdict]} late={item.late === true && lateWords.activity} />,
                  <ReasonTitles reasons={item.reasons} warnings={item.warnings} titleOfReason={titleOfReason} />
                ]
              }))}
            />
          )}
          {hasMore && <p class="more"><button type="button" onClick={more}>Ver más actividades</button></p>}
        </>
      )}
    </Awaited>
  )
}

const ReasonTitles = ({ reasons, titleOfReason, warnings }: {
  readonly reasons: ReadonlyArray<string>
  readonly warnings: ReadonlyArray<string>
  readonly titleOfReason: (code: string) => string
}) => (
  <>
    {reasons.map(titleOfReason).join("; ")}
    {warnings.length > 0 && <span class="warnings">{reasons.length > 0 && <br />}Aviso: {warnings.map(titleOfReason).join("; ")}</span>}
    {reasons.length === 0 && warnings.length === 0 && <span class="muted">—</span>}
  </>
)
