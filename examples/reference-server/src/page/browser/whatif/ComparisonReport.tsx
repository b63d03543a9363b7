/** What would be different: semaphores, rules and verdicts. */
import { useLayoutEffect, useRef } from "preact/hooks"
import type { Comparison } from "../frame/Contract.ts"
import { ColorChip } from "../month/Lamp.tsx"
import { RecordTable } from "../records/RecordTable.tsx"
import { hrefOf } from "../frame/Route.ts"
import { activityVerdictWords, againstGoalText, complianceWords, countText, indicatorNames, indicatorWords, integerText, percentText, prospectVerdictWords } from "../frame/Spanish.ts"
import { advisorName, branchName, brandName, useSurroundings } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"

const lineWords: Readonly<Record<string, string>> = { cars: "Línea de autos", motorcycles: "Línea de motos" }

/** Whose indicator it is, in words. */
const groupName = (surroundings: Surroundings, { advisor, branch, brand, line }: Comparison["indicators"][number]["keys"]): string =>
  [
    ...branch === undefined ? [] : [branchName(surroundings, branch)],
    ...advisor === undefined ? [] : [advisorName(surroundings, advisor)],
    ...brand === undefined ? [] : [brandName(surroundings, brand)],
    ...line === undefined ? [] : [lineWords[line] ?? line]
  ].join(" · ") || "La empresa"

const SideText = ({ side: { color, goal, percent, valid } }: { readonly side: Comparison["indicators"][number]["before"] }) => (
  <>
    <ColorChip color={color} words={indicatorWords} /> {percentText(percent)} <span class="muted">{againstGoalText({ goal, valid })}</span>
  </>
)

const ComplianceText = ({ of: { cancelled, color, late, met, missed, percent } }: { readonly of: Comparison["compliance"][number]["before"] }) => (
  <>
    <ColorChip color={color} words={complianceWords} /> {percentText(percent)}{" "}
    <span class="muted">{integerText(met)} cumplidas, {integerText(late)} tarde, {integerText(missed)} incumplidas, {integerText(cancelled)} canceladas</span>
  </>
)

/** How many verdicts are told one by one. */
const SHOWN_VERDICTS = 100

export const ComparisonReport = ({ comparison: { compliance, indicators, rules, verdicts, verdictsOmitted } }: { readonly comparison: Comparison }) => {
  const surroundings = useSurroundings()
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView({ block: "start" })
  }, [indicators])
  const { kept, procedure: { policy } } = surroundings
  const titleOf = (code: string, subject: "prospect" | "activity"): string => policy.rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code
  if (indicators.length === 0 && verdicts.length === 0 && compliance.length === 0) return <p class="note">Nada cambiaría: los mismos veredictos, los mismos semáforos, el mismo cumplimiento.</p>
  return (
    <section class="block comparison" aria-labelledby="comparison-heading">
      <div class="block-heading"><h2 id="comparison-heading" ref={heading} tabIndex={-1}>Lo que cambiaría</h2></div>
      {indicators.length === 0 ? <p>Ningún indicador ni color cambiaría.</p> : (
        <RecordTable
          caption="Indicadores que cambiarían"
          columns={[{ label: "De quién" }, { label: "Indicador" }, { label: "Hoy", kind: "nowrap" }, { label: "Sería", kind: "nowrap" }]}
          rows={indicators.map(({ after, before, indicator, keys }) => ({
            key: JSON.stringify([keys, indicator]),
            class: after.color === before.color ? undefined : "is-recolored",
            cells: [groupName(surroundings, keys), indicatorNames[indicator], <SideText side={before} />, <SideText side={after} />]
          }))}
        />
      )}
      {compliance.length > 0 && (
        <RecordTable
          caption="Cumplimiento que cambiaría"
          columns={[{ label: "De quién" }, { label: "Hoy", kind: "nowrap" }, { label: "Sería", kind: "nowrap" }]}
          rows={compliance.map(({ after, before, by, id }) => ({
            key: `${by} ${id ?? ""}`,
            class: after.color === before.color ? undefined : "is-recolored",
            cells: [id === null ? "La empresa" : by === "branch" ? branchName(surroundings, id) : advisorName(surroundings, id), <ComplianceText of={before} />, <ComplianceText of={after} />]
          }))}
        />
      )}
      {rules.length > 0 && (
        <>
          <h3>Reglas que hacen la diferencia</h3>
          <ul class="rule-differences">
            {rules.map(({ added, code, removed, subject }) => (
              <li key={`${subject} ${code}`}>
                <strong>{titleOf(code, subject)}</strong> <span class="muted">({subject === "prospect" ? "prospectos" : "actividades"})</span>:{" "}
                {[...added > 0 ? [`hablaría en ${countText(added, "registro más", "registros más")}`] : [], ...removed > 0 ? [`dejaría de hablar en ${countText(removed, "registro", "registros")}`] : []].join(" y ")}
              </li>
            ))}
          </ul>
        </>
      )}
      {verdicts.length > 0 && (
        <details>
          <summary>Veredictos que cambiarían, uno por uno</summary>
          <ul class="verdict-differences">
            {verdicts.slice(0, SHOWN_VERDICTS).map(({ addedReasons, after, before, id, removedReasons, subject }) => {
              const words = subject === "prospect" ? prospectVerdictWords : activityVerdictWords
              return (
                <li key={`${subject} ${id}`}>
                  <a href={hrefOf(subject === "prospect" ? "prospecto" : "actividad", kept, id)}>{id}</a>: {words[before]} → <strong>{words[after]}</strong>{" "}
                  <span class="muted">{[...removedReasons.map((code) => `sin «${titleOf(code, subject)}»`), ...addedReasons.map((code) => `con «${titleOf(code, subject)}»`)].join(", ")}</span>
                </li>
              )
            })}
          </ul>
          {verdicts.length > SHOWN_VERDICTS && (
            <p class="hint">Se muestran los primeros {SHOWN_VERDICTS}{verdictsOmitted > 0 ? `; hay otros ${integerText(verdictsOmitted)} que la comparación no enumera` : ""}.</p>
          )}
        </details>
      )}
    </section>
  )
}
