/** An indicator of every advisor against the goal, the farthest from it first, with the thresholds drawn. */
import { useState } from "preact/hooks"
import type { Color, ComplianceReport, Scorecard } from "../frame/Contract.ts"
import { againstGoalText, complianceWords, indicatorWords, integerText, percentText } from "../frame/Spanish.ts"
import type { ColorWords } from "../frame/Spanish.ts"
import { advisorName, useSurroundings } from "../frame/Surroundings.ts"
import { useIsPhone } from "../frame/Width.ts"

type Indicator = "prospecting" | "followUp" | "compliance"

const names: Readonly<Record<Indicator, string>> = { prospecting: "Prospección", followUp: "Seguimiento", compliance: "Cumplimiento CRM" }

interface Bar {
  readonly id: string
  readonly color: Color
  readonly percent: number | null
  readonly counts: string
}

const TOP = 30

/** Sizes of the drawing: on a desk a name, its bar and its text stand in a row; on a phone the name and the percentage stand above the bar. */
interface Layout {
  readonly width: number
  readonly row: number
  readonly left: number
  readonly right: number
  /** A bar's top and height, and the baselines of the name and of the text, in its row. */
  readonly bar: readonly [top: number, height: number]
  readonly nameLine: number
  readonly textLine: number
}

const onDesk: Layout = { width: 720, row: 26, left: 190, right: 150, bar: [5, 16], nameLine: 17, textLine: 17 }
const onPhone: Layout = { width: 340, row: 48, left: 1, right: 144, bar: [22, 14], nameLine: 15, textLine: 34 }

/** About as wide as the longest text at a threshold. */
const THRESHOLD_TEXT = 84

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
  const isPhone = useIsPhone()
  const { bar: [barTop, barHeight], left, nameLine, right, row, textLine, width } = isPhone ? onPhone : onDesk
  const plot = width - left - right
  const x = (percent: number): number => left + Math.min(percent, scale) / scale * plot
  const bottom = TOP + bars.length * row
  // The first text ends at its line and the second begins at its own; neither leaves the drawing, nor meets the other.
  const yellowEnd = Math.max(x(thresholds.yellow) + 4, THRESHOLD_TEXT)
  const lines = [
    { percent: thresholds.yellow, word: words.yellow, anchor: "end", at: yellowEnd },
    { percent: thresholds.green, word: words.green, anchor: "start", at: Math.max(x(thresholds.green) - 4, yellowEnd + 8) }
  ] as const
  return (
    <figure class={isPhone ? "chart is-narrow" : "chart"} tabIndex={0} aria-label={title} role="group">
      <svg viewBox={`0 0 ${width} ${bottom + 6}`} role="img" aria-label={`${title}. ${bars.map(({ color, id, percent }) => `${nameOf(id)}: ${percent === null ? "" : `${percentText(percent)}, `}${words[color]}`).join("; ")}.`}>
        {lines.map(({ anchor, at, percent, word }) => (
          <g key={word}>
            <line class="chart-threshold" x1={x(percent)} x2={x(percent)} y1={TOP - 8} y2={bottom} />
            <text class="chart-note" x={at} y={TOP - 14} text-anchor={anchor}>{word} {integerText(percent)}&nbsp;%</text>
          </g>
        ))}
        {bars.map(({ color, counts, id, percent }, place) => {
          const y = TOP + place * row
          return (
            <g key={id}>
              <text class="chart-name" x={isPhone ? left : left - 10} y={y + nameLine} text-anchor={isPhone ? "start" : "end"}>{shortened(nameOf(id))}</text>
              {percent === null
                ? <line class="chart-axis" x1={left} x2={left} y1={y + barTop} y2={y + barTop + barHeight} />
                : <rect class={`lamp-${color}`} x={left} y={y + barTop} width={Math.max(x(percent) - left, 1)} height={barHeight} rx="2" />}
              {isPhone && percent !== null && <text class="chart-value" x={width} y={y + nameLine} text-anchor="end">{percentText(percent)}</text>}
              <text class="chart-value" x={isPhone ? width : width - right + 10} y={y + textLine} text-anchor={isPhone ? "end" : "start"}>
                {percent === null ? words.none : isPhone ? "" : `${percentText(percent)} `}
                <tspan class="chart-note" dx={isPhone && percent !== null ? undefined : "4"}>{percent === null ? "" : `${words[color]} · `}{counts}</tspan>
              </text>
            </g>
          )
        })}
        <line class="chart-axis" x1={left} x2={left} y1={TOP - 8} y2={bottom} />
      </svg>
    </figure>
  )
}

/** A name in the room beside its bar; the whole of it stands in the table above. */
const shortened = (name: string): string => name.length <= 25 ? name : `${name.slice(0, 24).trimEnd()}…`
