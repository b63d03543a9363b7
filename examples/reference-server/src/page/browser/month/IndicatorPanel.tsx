/** An indicator of a group at full size: the lamp post, the value, how the month runs, and the colour of the month before. */
import { Bullet } from "./Bullet.tsx"
import type { IndicatorLine } from "../frame/Contract.ts"
import { Term } from "../frame/Term.tsx"
import { ColorChip, LampPost } from "./Lamp.tsx"
import { countText, indicatorWords, integerText, percentText } from "../frame/Spanish.ts"

export const IndicatorPanel = ({ counted, href, line, thresholds, title }: {
  readonly title: string
  /** What is counted, plural: `prospectos válidos`. */
  readonly counted: string
  readonly line: IndicatorLine
  readonly thresholds: { readonly yellow: number; readonly green: number }
  readonly href?: string | undefined
}) => {
  const { color, goal, pace, pending, percent, previousColor, valid } = line
  return (
    <section class={`panel is-${color}`} aria-label={title}>
      <LampPost color={color} />
      <div class="panel-body">
        <h2>{title}</h2>
        <p class="panel-value">
          {percent !== null && <span class="panel-percent">{percentText(percent)}</span>}
          <span class="panel-word">{indicatorWords[color]}</span>
        </p>
        <p class="panel-counts">
          <strong>{integerText(valid)}</strong> {counted} {goal === 0 ? "sin meta" : <>de una meta de <strong>{integerText(goal)}</strong></>}
        </p>
        <Bullet percent={percent} color={color} yellow={thresholds.yellow} green={thresholds.green} pace={pace.elapsedDays < pace.totalDays ? 100 * pace.elapsedDays / Math.max(1, pace.totalDays) : undefined} />
        <dl class="panel-facts">
          <div>
            <dt><Term of="ritmo">Ritmo</Term></dt>
            <dd>{percentText(pace.percent)}</dd>
          </div>
          <div>
            <dt><Term of="proyección">Proyección</Term></dt>
            <dd>{pace.projection === null ? "—" : integerText(pace.projection)}</dd>
          </div>
          <div>
            <dt>Días hábiles</dt>
            <dd>{pace.elapsedDays} de {pace.totalDays}</dd>
          </div>
          <div>
            <dt>Mes anterior</dt>
            <dd>{previousColor === null ? "Sin datos" : <ColorChip color={previousColor} words={indicatorWords} />}</dd>
          </div>
        </dl>
        {pending > 0 && <p class="panel-pending"><Term of="pendiente">{countText(pending, "pendiente", "pendientes")}</Term></p>}
        {href !== undefined && <p class="panel-link"><a href={href}>Ver los registros<span class="hidden"> de {title}</span></a></p>}
      </div>
    </section>
  )
}
