/** Twelve months of both indicators and the compliance, by company, branch, advisor or brand. */
import { useAnswer } from "../frame/Answer.ts"
import type { Trend, TrendPoint } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { Pills } from "../lists/Filters.tsx"
import { pathWith } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import type { Route } from "../frame/Route.ts"
import { complianceWords, indicatorWords, instantText, percentText, periodText } from "../frame/Spanish.ts"
import { advisorName, branchName, brandName, useSurroundings } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"
import { TrendLine } from "./TrendLine.tsx"

const dimensions = [["company", "La empresa"], ["branch", "Por sede"], ["advisor", "Por asesor"], ["brand", "Por marca"]] as const
const measures = [["prospecting", "Prospección"], ["followUp", "Seguimiento"], ["compliance", "Cumplimiento CRM"]] as const

type Measure = typeof measures[number][0]

/** The last month, the one before, and the same one of the year before. */
const COMPARED = 13

/** As many months as one answer has. */
const MOST = 24

const nameOf = (surroundings: Surroundings, by: Trend["by"], id: string | null): string =>
  id === null ? "La empresa" : by === "branch" ? branchName(surroundings, id) : by === "brand" ? brandName(surroundings, id) : advisorName(surroundings, id)

export const TrendView = ({ query }: { readonly query: Route["query"] }) => {
  const surroundings = useSurroundings()
  const { asOf, kept, me, period } = surroundings
  const by = me.role === "advisor" ? "advisor" : dimensions.find(([own]) => own === query.por)?.[0] ?? "company"
  const months = COMPARED + monthsBetween(period, me.now)
  const [trend, ask] = useAnswer<Trend>(pathWith("/v1/trend", asOf === undefined && months <= MOST ? { months: String(months), by } : { months: String(COMPARED), by, asOf: lastSecondOf(period) }))
  return (
    <>
      <Heading eyebrow="Mes a mes">Tendencias</Heading>
      {me.role !== "advisor" && <Pills label="Agrupar" pills={dimensions.map(([own, label]) => ({ label, href: hrefOf("tendencias", { ...kept, por: own }), isChosen: own === by }))} />}
      <Awaited answer={trend} what="los meses" onRetry={ask}>
        {(answer) => {
          const shown = { ...answer, months: answer.months.filter((one) => one.period <= period) }
          return (
            <>
              <p class="hint">Con corte al {instantText(answer.asOf)}.</p>
              {by === "company" || me.role === "advisor" ? <Large trend={shown} /> : <Many trend={shown} />}
            </>
          )
        }}
      </Awaited>
    </>
  )
}

/** How many months come after one until now: those are not shown, but what came in them counts. */
const monthsBetween = (period: string, now: string): number => {
  const numberOf = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
  return Math.max(0, numberOf(now) - numberOf(period))
}

/** The last second of a month. */
const lastSecondOf = (period: string): string => {
  const [year = 0, month = 1] = period.split("-").map(Number)
  return `${period}-${String(new Date(Date.UTC(year, month, 0)).getUTCDate()).padStart(2, "0")}T23:59:59`
}

const pointOf = (trend: Trend, place: number, id: string | null): TrendPoint | undefined => trend.months.at(place)?.groups.find((group) => group.id === id)

const percentOf = (point: TrendPoint | undefined, measure: Measure): number | null => point?.[measure].percent ?? null

/** One group at full size: a line for each measure, with the three months that people compare. */
const Large = ({ trend }: { readonly trend: Trend }) => {
  const surroundings = useSurroundings()
  const id = trend.by === "company" ? null : surroundings.me.employeeId ?? null
  return (
    <div class="trend-large">
      {measures.map(([measure, label]) => (
        <section key={measure} class="block" aria-label={label}>
          <div class="block-heading"><h2>{label}</h2></div>
          <Compared trend={trend} id={id} measure={measure} />
          <TrendLine
            label={`${label}, ${nameOf(surroundings, trend.by, id)}`}
            points={trend.months.slice(-12).map(({ groups, period }) => {
              const point = groups.find((group) => group.id === id)
              return { period, percent: point?.[measure].percent ?? null, color: point?.[measure].color ?? "none" }
            })}
            thresholds={surroundings.procedure.policy.thresholds[measure]}
          />
        </section>
      ))}
    </div>
  )
}

const difference = (one: number | null, other: number | null): string => {
  if (one === null || other === null) return ""
  const points = Math.round((one - other) * 10) / 10
  return points === 0 ? "igual" : `${points > 0 ? "+" : "−"}${Math.abs(points).toFixed(1).replace(".", ",")} puntos`
}

const Compared = ({ id, measure, trend }: { readonly trend: Trend; readonly id: string | null; readonly measure: Measure }) => {
  const [now, before, yearAgo] = [-1, -2, -13].map((place) => percentOf(pointOf(trend, place, id), measure)) as [number | null, number | null, number | null]
  const color = pointOf(trend, -1, id)?.[measure].color ?? "none"
  const last = trend.months.at(-1)?.period ?? ""
  return (
    <dl class="compared">
      <div class={`is-${color}`}>
        <dt>{periodText(last)}</dt>
        <dd><strong>{percentText(now)}</strong> <span class="figure-word">{(measure === "compliance" ? complianceWords : indicatorWords)[color]}</span></dd>
      </div>
      <div><dt>Mes anterior</dt><dd>{percentText(before)} <span class="muted">{difference(now, before)}</span></dd></div>
      <div><dt>Hace un año</dt><dd>{percentText(yearAgo)} <span class="muted">{difference(now, yearAgo)}</span></dd></div>
    </dl>
  )
}

/** Many groups: a row each, with a small line for each measure. */
const Many = ({ trend }: { readonly trend: Trend }) => {
  const surroundings = useSurroundings()
  const { thresholds } = surroundings.procedure.policy
  const ids = [...new Set(trend.months.flatMap(({ groups }) => groups.map(({ id }) => id)))]
    .sort((one, other) => nameOf(surroundings, trend.by, one).localeCompare(nameOf(surroundings, trend.by, other), "es-CO"))
  if (ids.length === 0) return <p class="empty">No hay registros ni metas en estos meses.</p>
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Mes a mes">
      <table role="table" class="records dense trend-table">
        <caption class="hidden">Mes a mes</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">{dimensions.find(([own]) => own === trend.by)?.[1].replace("Por ", "").replace(/^./, (letter) => letter.toUpperCase())}</th>
            {measures.map(([measure, label]) => <th key={measure} role="columnheader" scope="col">{label}</th>)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {ids.map((id) => {
            const name = nameOf(surroundings, trend.by, id)
            return (
              <tr key={id} role="row">
                <th role="rowheader" scope="row">{name}</th>
                {measures.map(([measure, label]) => {
                  const points = trend.months.slice(-12).map(({ groups, period }) => {
                    const point = groups.find((group) => group.id === id)
                    return { period, percent: point?.[measure].percent ?? null, color: point?.[measure].color ?? "none" } as const
                  })
                  const last = points.at(-1)
                  const [before, yearAgo] = [-2, -13].map((place) => percentOf(pointOf(trend, place, id), measure)) as [number | null, number | null]
                  return (
                    <td key={measure} role="cell" data-label={label} class={`trend-cell is-${last?.color ?? "none"}`}>
                      <TrendLine isSmall label={`${label}, ${name}`} points={points} thresholds={thresholds[measure]} />
                      <span><strong>{percentText(last?.percent ?? null)}</strong> <span class="figure-word">{(measure === "compliance" ? complianceWords : indicatorWords)[last?.color ?? "none"]}</span></span>
                      <span class="trend-beside">mes anterior {percentText(before)} · hace un año {percentText(yearAgo)}</span>
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
