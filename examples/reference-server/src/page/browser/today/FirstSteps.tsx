/** What a dealership still has to do before its first month says something: people and places, goals, records. */
import { useAnswer } from "../frame/Answer.ts"
import type { Scorecard } from "../frame/Contract.ts"
import { pathWith } from "../frame/Request.ts"
import { hrefOf } from "../frame/Route.ts"
import { Sign } from "../frame/Sign.tsx"
import { periodText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

export const FirstSteps = () => {
  const { directory, kept, me, period } = useSurroundings()
  const [company] = useAnswer<Scorecard>(me.actions.includes("scorecard.read") ? pathWith(`/v1/scorecards/${period}`, { by: "company" }) : undefined)
  if (company.state !== "ready") return null
  const [group] = company.value.groups
  const steps = [
    {
      isDone: directory.branches.length > 0 && directory.employees.some(({ role }) => role === "advisor"),
      label: "Personas, sedes y marcas",
      about: "Quién vende, dónde y de qué marca. Sin esto todo asesor es desconocido.",
      href: hrefOf("directorio", kept)
    },
    {
      isDone: group !== undefined && group.prospecting.goal + group.followUp.goal > 0,
      label: `Metas de ${periodText(period)}`,
      about: "Cuántos prospectos y actividades se acordaron con cada asesor. Sin meta no hay color.",
      href: hrefOf("metas", kept)
    },
    {
      isDone: group !== undefined && group.prospecting.registered + group.followUp.registered > 0,
      label: "Prospectos y actividades",
      about: "Los archivos del mes, como los tenga: Excel, CSV o el CRM de la marca.",
      href: hrefOf("importar", kept)
    }
  ]
  if (steps.every(({ isDone }) => isDone)) return null
  return (
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
    </section>
  )
}
