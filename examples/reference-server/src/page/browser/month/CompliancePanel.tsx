/** The compliance of a group at full size. */
import { Bullet } from "./Bullet.tsx"
import type { Compliance, ComplianceReport } from "../frame/Contract.ts"
import { LampPost } from "./Lamp.tsx"
import { LostLeads } from "./LostLeads.tsx"
import { complianceWords, countText, integerText, percentText } from "../frame/Spanish.ts"

/** Business minutes at the most, as a person says them: `en 1 h 25 min o menos`. */
const withinText = (minutes: number): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (minutes === 0) return "en menos de un minuto"
  return `en ${[...hours === 0 ? [] : [`${integerText(hours)} h`], ...rest === 0 ? [] : [`${rest} min`]].join(" ")} o menos`
}

export const CompliancePanel = ({ compliance, href, hrefOfState, lost, thresholds }: {
  readonly compliance: Compliance
  /** The leads of these that were lost without any contact. */
  readonly lost: ComplianceReport["lostWithoutContact"]
  readonly thresholds: { readonly yellow: number; readonly green: number }
  readonly href?: string | undefined
  /** Where the leads with obligations of a state are shown. */
  readonly hrefOfState?: ((state: "met" | "late" | "missed") => string) | undefined
}) => {
  const { color, late, leads, lostWithoutContact, medianMinutes, met, missed, ninetiethPercentileMinutes, percent } = compliance
  return (
    <section class={`panel is-${color}`} aria-label="Cumplimiento CRM">
      <LampPost color={color} />
      <div class="panel-body">
        <h2>Cumplimiento CRM</h2>
        <p class="panel-value">
          {percent !== null && <span class="panel-percent">{percentText(percent)}</span>}
          <span class="panel-word">{complianceWords[color]}</span>
        </p>
        <p class="panel-counts">
          {hrefOfState === undefined
            ? <><strong>{integerText(met)}</strong> obligaciones cumplidas, <strong>{integerText(late)}</strong> tarde y <strong>{integerText(missed)}</strong> incumplidas</>
            : (
              <>
                <a href={hrefOfState("met")}><strong>{integerText(met)}</strong> obligaciones cumplidas</a>, <a href={hrefOfState("late")}><strong>{integerText(late)}</strong> tarde</a> y{" "}
                <a href={hrefOfState("missed")}><strong>{integerText(missed)}</strong> incumplidas</a>
              </>
            )}
        </p>
        <Bullet percent={percent} color={color} yellow={thresholds.yellow} green={thresholds.green} />
        <p>{countText(leads, "lead tuvo", "leads tuvieron")} algo por cumplir en el mes.</p>
        {lostWithoutContact > 0 && <LostLeads count={lostWithoutContact} leads={lost} />}
        {medianMinutes !== null && (
          <p class="panel-note">
            Primer contacto, en tiempo hábil: la mitad de los leads, {withinText(medianMinutes)}{ninetiethPercentileMinutes === null ? "" : `; 9 de cada 10, ${withinText(ninetiethPercentileMinutes)}`}.
          </p>
        )}
        {missed > 0 && href !== undefined && <p class="panel-link"><a href={href}>Ver los leads en rojo</a></p>}
      </div>
    </section>
  )
}
