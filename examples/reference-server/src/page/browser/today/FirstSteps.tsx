/** What a dealership still has to do before its first month says something: people and places, goals, records. */
import type { ComponentChildren } from "preact"
import { useAnswer } from "../frame/Answer.ts"
import type { Goals, Scorecard } from "../frame/Contract.ts"
import { ExampleOffer } from "../frame/Example.tsx"
import * as FirstPaths from "../frame/FirstPaths.ts"
import { hrefOf } from "../frame/Route.ts"
import { Sign } from "../frame/Sign.tsx"
import { countText, periodText } from "../frame/Spanish.ts"
import { advisorsWithoutGoal, useSurroundings } from "../frame/Surroundings.ts"

export const FirstSteps = ({ children }: {
  /** What stands below: it waits, so that the steps do not push it down. `isBeginning`: steps are left. */
  readonly children: (isBeginning: boolean) => ComponentChildren
}) => {
  const surroundings = useSurroundings()
  const { directory, kept, me, period, session } = surroundings
  const [company] = useAnswer<Scorecard>(me.actions.includes("scorecard.read") ? FirstPaths.scorecardOf(period, "company") : undefined)
  const [goals] = useAnswer<Goals>(me.actions.includes("goals.read") ? FirstPaths.goalsOf(period) : undefined)
  if (company.state === "loading" || goals.state === "loading") return <p class="loading" aria-busy="true">Cargando su día…</p>
  if (company.state === "refused" || goals.state === "refused") return <>{children(false)}</>
  const missing = advisorsWithoutGoal(surroundings, goals.value.goals)
  const hasGoals = goals.value.goals.length > 0
  const [group] = company.value.groups
  const steps = [
    {
      isDone: directory.branches.length > 0 && directory.employees.some(({ role }) => role === "advisor"),
      label: "Personas, sedes y marcas",
      about: "Quién vende, dónde y de qué marca. Si sus archivos traen los nombres, impórtelos: la página los agrega.",
      href: hrefOf("directorio", kept)
    },
    {
      isDone: hasGoals && missing.length === 0,
      label: `Metas de ${periodText(period)}`,
      about: !hasGoals
        ? "Cuántos prospectos y actividades se acordaron con cada asesor. Sin meta no hay color."
        : `A ${countText(missing.length, "asesor le falta", "asesores les falta")} la meta: ${missing.slice(0, 3).map(({ name }) => name).join(", ")}${missing.length > 3 ? "…" : ""}. Sin meta no hay color.`,
      href: hrefOf("metas", kept)
    },
    {
      isDone: group !== undefined && group.prospecting.registered + group.followUp.registered > 0,
      label: "Prospectos y actividades",
      about: "Los archivos del mes, como los tenga: Excel, CSV o el CRM de la marca.",
      href: hrefOf("importar", kept)
    }
  ]
  if (steps.every(({ isDone }) => isDone)) return <>{children(false)}</>
  return (
    <>
      <section class="block first-steps" aria-labelledby="first-steps">
        <div class="block-heading"><h2 id="first-steps">Para empezar</h2></div>
        <ol class="checklist">
          {steps.map(({ about, href, isDone, label }, place) => (
            <li key={label} class={isDone ? "is-done" : "is-next"}>
              <span class="check-mark">{isDone ? <Sign of="check" /> : place + 1}</span>
              <span>
                <span class="hidden">{isDone ? "Listo: " : "Falta: "}</span>
                {isDone ? label : <a href={href}>{label}</a>}
                {!isDone && <span class="hint">{about}</span>}
              </span>
            </li>
          ))}
        </ol>
        {session.example !== true && !session.demonstration && steps[2]?.isDone === false && me.actions.includes("imports.manage") && <ExampleOffer />}
      </section>
      {children(true)}
    </>
  )
}
