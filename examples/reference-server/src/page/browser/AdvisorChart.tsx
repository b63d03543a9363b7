/** An indicator of every advisor against the goal, the farthest from it first, with the thresholds drawn. */
import { useState } from "preact/hooks"
import type { Color, ComplianceReport, Scorecard } from "./Contract.ts"
import { againstGoalText, complianceWords, indicatorWords, integerText, percentText } from "./Spanish.ts"
import type { ColorWords } from "./Spanish.ts"
import { advisorName, useSurroundings } from "./Surroundings.ts"

type Indicator = "prospecting" | "followUp" | "compliance"

const names: Readonly<Record<Indicator, string>> = { prospecting: "Prospección", followUp: "Seguimiento", compliance: "Cumplimiento CRM" }

interface Bar {
  readonly id: string
  readonly color: Color
  readonly percent: number | null
  readonly counts: string
}

const WIDTH = 720
const ROW = 26
const TOP = 30
const LEFT = 190
const RIGHT = 150

/** Percent at the right end at the most; a longer bar is cut, its text still says the value. */
const MOST = 200

export const AdvisorChart = ({ compliance, scorecard }: { readonly scorecard: Scorecard; readonly compliance: ComplianceReport | undefined }) => {
  const [indicator, setIndicator] = useState<Indicator>("prospecting")
  const surroundings = useSurroundings()
  const bars: ReadonlyArray<Bar> = indicator === "compliance"
    ? (compliance?.byAdvisor ?? []).map(({ color, id, met, percent }) => ({ id, color, percent, counts: `${integerText(met)} a tiempo` }))
    : scorecard.groups.map(({ [indicator]: { color, goal, percent, valid }, keys }) => ({
      id: keys.advisor ?? "",
      color,
      percent,
      counts: againstGoalText({ goal, valid })
    }))
  const sorted = bars.toSorted((one, other) => (one.percent ?? Infinity) - (other.percent ?? Infinity))
  return (
    <section class="block" aria-labelledby="advisor-chart">
      <div class="block-heading">
        <h2 id="advisor-chart">Asesores frente a la meta</h2>
        <div class="switch" role="group" aria-label="Indicador del gráfico">
          {(Object.keys(names) as ReadonlyArray<Indicator>).map((own) => (
            <button key={own} type="button" aria-pressed={own === indicator} onClick={() => setIndicator(own)}>{names[own]}</button>
          ))}
        </div>
      </div>
      {indicator === "compliance" && compliance === undefined
        ? <p class="loading" aria-busy="true">Cargando el cumplimiento…</p>
        : sorted.length === 0
        ? <p class="empty">Nadie tiene {indicator === "compliance" ? "obligaciones" : "registros ni metas"} en este mes.</p>
        : (
          <Bars
            title={`${names[indicator]}: porcentaje de la meta por asesor`}
            bars={sorted}
            thresholds={surroundings.procedure.policy.thresholds[indicator]}
            words={indicator === "compliance" ? complianceWords : indicatorWords}
            nameOf={(id) => advisorName(surroundings, id)}
          />
        )}
    </section>
  )
}

const Bars = ({ bars, nameOf, thresholds, title, words }: {
  readonly title: string
  readonly bars: ReadonlyArray<Bar>
  readonly thresholds: { readonly yellow: number; readonly green: number }
  readonly words: ColorWords
  readonly nameOf: (id: string) => string
}) => {
  const largest = bars.reduce((most, { percent }) => Math.max(most, percent ?? 0), thresholds.green * 1.1)
  const scale = Math.min(largest, MOST)
  const plot = WIDTH - LEFT - RIGHT
  const x = (percent: number): number => LEFT + Math.min(percent, scale) / scale * plot
  const bottom = TOP + bars.length * ROW
  const lines = [
    { percent: thresholds.yellow, word: words.yellow, anchor: "end", shift: 4 },
    { percent: thresholds.green, word: words.green, anchor: "start", shift: -4 }
  ] as const
  return (
    <figure class="chart" tabIndex={0} aria-label={title} role="group">
      <svg viewBox={`0 0 ${WIDTH} ${bottom + 6}`} role="img" aria-label={`${title}. ${bars.map(({ color, id, percent }) => `${nameOf(id)}: ${percent === null ? "" : `${percentText(percent)}, `}${words[color]}`).join("; ")}.`}>
        {lines.map(({ anchor, percent, shift, word }) => (
          <g key={word}>
            <line class="chart-threshold" x1={x(percent)} x2={x(percent)} y1={TOP - 8} y2={bottom} />
            <text class="chart-note" x={x(percent) + shift} y={TOP - 14} text-anchor={anchor}>{word} {integerText(percent)}&nbsp;%</text>
          </g>
        ))}
        {bars.map(({ color, counts, id, percent }, place) => {
          const y = TOP + place * ROW
          return (
            <g key={id}>
              <text class="chart-name" x={LEFT - 10} y={y + 17} text-anchor="end">{shortened(nameOf(id))}</text>
              {percent === null
                ? <line class="chart-axis" x1={LEFT} x2={LEFT} y1={y + 4} y2={y + ROW - 4} />
                : <rect class={`lamp-${color}`} x={LEFT} y={y + 5} width={Math.max(x(percent) - LEFT, 1)} height={ROW - 10} rx="2" />}
              <text class="chart-value" x={WIDTH - RIGHT + 10} y={y + 17}>
                {percent === null ? words.none : `${percentText(percent)} `}
                <tspan class="chart-note" dx="4">{percent === null ? "" : `${words[color]} · `}{counts}</tspan>
              </text>
            </g>
          )
        })}
        <line class="chart-axis" x1={LEFT} x2={LEFT} y1={TOP - 8} y2={bottom} />
      </svg>
    </figure>
  )
}

/** A name in the room beside its bar; the whole of it stands in the table above. */
const shortened = (name: string): string => name.length <= 25 ? name : `${name.slice(0, 24).trimEnd()}…`
