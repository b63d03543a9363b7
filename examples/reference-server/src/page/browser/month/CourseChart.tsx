/** The month's course against the pace that reaches the goal, day by day. */
import type { Scorecard } from "../frame/Contract.ts"
import { integerText } from "../frame/Spanish.ts"

type Days = NonNullable<Scorecard["course"]>["prospecting"]

const WIDTH = 480
const HEIGHT = 220
const LEFT = 46
const RIGHT = 12
const TOP = 12
const BOTTOM = 30

/** A step of 1, 2 or 5 times a power of ten that divides a height into at most about four parts. */
const stepOf = (height: number): number => {
  const rough = Math.max(height / 4, 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10)
}

export const CourseChart = ({ days, title }: { readonly title: string; readonly days: Days }) => {
  const paceOf = ({ pace: { denominator, numerator } }: Days[number]): number => numerator / denominator
  const last = days.at(-1)
  const known = days.findLast(({ valid }) => valid !== null)
  if (last === undefined || known === undefined) return null
  const largest = days.reduce((most, day) => Math.max(most, day.valid ?? 0, paceOf(day)), 1)
  const step = stepOf(largest)
  const most = Math.ceil(largest / step) * step
  const x = (day: number): number => LEFT + (day - 1) / Math.max(1, days.length - 1) * (WIDTH - LEFT - RIGHT)
  const y = (value: number): number => HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM)
  const line = (points: ReadonlyArray<readonly [number, number]>): string => points.map(([day, value]) => `${x(day).toFixed(1)},${y(value).toFixed(1)}`).join(" ")
  return (
    <figure class="course">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}: hasta el día ${known.day} hay ${integerText(known.valid ?? 0)} válidos; la meta del mes es ${integerText(paceOf(last))}.`}>
        {Array.from({ length: most / step + 1 }, (_, place) => (
          <g key={place}>
            <line class="chart-grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(place * step)} y2={y(place * step)} />
            <text class="chart-note" x={LEFT - 8} y={y(place * step) + 4} text-anchor="end">{integerText(place * step)}</text>
          </g>
        ))}
        {days.filter(({ day }) => day === 1 || day % 5 === 0).map(({ day }) => <text key={day} class="chart-note" x={x(day)} y={HEIGHT - 8} text-anchor="middle">{day}</text>)}
        <polyline class="chart-pace" points={line(days.map((day) => [day.day, paceOf(day)]))} />
        <polyline class="chart-course" points={line(days.flatMap(({ day, valid }) => valid === null ? [] : [[day, valid] as const]))} />
        <circle class="chart-now" cx={x(known.day)} cy={y(known.valid ?? 0)} r="4.5" />
      </svg>
    </figure>
  )
}
