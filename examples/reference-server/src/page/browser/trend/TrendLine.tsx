/** A percentage month by month, drawn as a line with its thresholds. */
import type { Color } from "../frame/Contract.ts"
import { percentText, periodText } from "../frame/Spanish.ts"

export interface MonthPoint {
  readonly period: string
  readonly percent: number | null
  readonly color: Color
}

const sizes = { large: { width: 640, height: 200, left: 40, right: 28, top: 12, bottom: 26, dot: 5 }, small: { width: 160, height: 36, left: 4, right: 6, top: 5, bottom: 5, dot: 3.5 } } as const

export const TrendLine = ({ isSmall = false, label, points, thresholds }: {
  /** What is drawn, for people who do not see it. */
  readonly label: string
  readonly points: ReadonlyArray<MonthPoint>
  readonly thresholds: { readonly yellow: number; readonly green: number }
  readonly isSmall?: boolean
}) => {
  const { bottom, dot, height, left, right, top, width } = isSmall ? sizes.small : sizes.large
  const most = Math.max(thresholds.green, 100, ...points.map(({ percent }) => percent ?? 0)) * 1.04
  const x = (place: number): number => left + place / Math.max(1, points.length - 1) * (width - left - right)
  const y = (percent: number): number => height - bottom - percent / most * (height - top - bottom)
  const known = points.flatMap(({ color, percent, period }, place) => percent === null ? [] : [{ color, percent, period, place }])
  const last = known.at(-1)
  const said = known.length === 0 ? "sin datos" : known.map(({ percent, period }) => `${periodText(period)} ${percentText(percent)}`).join(", ")
  return (
    <svg class={isSmall ? "trend-line is-small" : "trend-line"} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${label}: ${said}.`}>
      {!isSmall && ([["yellow", thresholds.yellow], ["green", thresholds.green]] as const).map(([color, percent]) => (
        <g key={color}>
          <line class={`trend-threshold is-${color}`} x1={left} x2={width - right} y1={y(percent)} y2={y(percent)} />
          <text class="chart-note" x={left - 6} y={y(percent) + 4} text-anchor="end">{percent}</text>
        </g>
      ))}
      <polyline class="chart-course" points={known.map(({ percent, place }) => `${x(place).toFixed(1)},${y(percent).toFixed(1)}`).join(" ")} />
      {(isSmall ? last === undefined ? [] : [last] : known).map(({ color, percent, place }) => <circle key={place} class={`trend-dot is-${color}`} cx={x(place)} cy={y(percent)} r={dot} />)}
      {!isSmall && points.map(({ period }, place) => place % 2 === (points.length - 1) % 2 && (
        <text key={period} class="chart-note" x={x(place)} y={height - 6} text-anchor="middle">{`${periodText(period).slice(0, 3)} ${period.slice(2, 4)}`}</text>
      ))}
    </svg>
  )
}
