/** What would change under other thresholds or other effects of rules, on the same records. Nothing is stored. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import { ClosedComparisonNote } from "../month/ClosedNote.tsx"
import { ComparisonReport } from "./ComparisonReport.tsx"
import type { Comparison, OtherPolicy, Rule, Scorecard } from "../frame/Contract.ts"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, Refused, pathWith, write } from "../frame/Request.ts"
import { countText, integerText, periodText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"

type Effect = Rule["effect"]
const effectWords: Readonly<Record<Effect, string>> = { invalidates: "Invalida", warns: "Solo avisa", off: "Apagada" }
const effects = Object.keys(effectWords) as ReadonlyArray<Effect>

interface Threshold {
  readonly yellow: string
  readonly green: string
}

/** How a lead that was lost before any contact counts in the compliance; empty: as the policy in force says. */
const readingWords = { "": "Como en la política en vigor", owes: "Sigue debiendo el primer contacto", cancels: "No debe nada: se cancela" } as const
type LostReading = keyof typeof readingWords
const readings = Object.keys(readingWords) as ReadonlyArray<LostReading>

const indicators = [["prospecting", "Prospección"], ["followUp", "Actividades de seguimiento"]] as const

/** A number of percent as it is typed: `82,5` or `82.5`. */
const numberOf = (text: string): number => Number(text.trim().replace(",", "."))

export const WhatIfView = () => {
  const { asOf, period, procedure: { policy: { rules, thresholds } } } = useSurroundings()
  const [scorecard] = useAnswer<Scorecard>(pathWith(`/v1/scorecards/${period}`, { by: "company" }))
  const textsOf = ({ green, yellow }: { readonly yellow: number; readonly green: number }): Threshold => ({ yellow: String(yellow).replace(".", ","), green: String(green).replace(".", ",") })
  const [texts, setTexts] = useState({ prospecting: textsOf(thresholds.prospecting), followUp: textsOf(thresholds.followUp) })
  const [otherEffects, setOtherEffects] = useState<ReadonlyMap<Rule, Effect>>(new Map())
  const [reading, setReading] = useState<LostReading>("")
  const [comparison, setComparison] = useState<{ readonly asOf: string | undefined; readonly of: Comparison } | undefined>()
  const [isAsking, setAsking] = useState(false)
  const choose = (rule: Rule, effect: Effect): void => {
    const next = new Map(otherEffects)
    if (effect === rule.effect) next.delete(rule)
    else next.set(rule, effect)
    setOtherEffects(next)
  }
  const effectsOf = (subject: Rule["subject"]): Record<string, Effect> =>
    Object.fromEntries([...otherEffects].filter(([rule]) => rule.subject === subject).map(([{ code }, effect]) => [code, effect]))
  /** Says what is wrong, and takes away what was compared before. */
  const refuse = (text: string): void => {
    setComparison(undefined)
    announce(text, "refused")
  }
  const ask = (event: Event): void => {
    event.preventDefault()
    const numbers = indicators.flatMap(([own]) => [numberOf(texts[own].yellow), numberOf(texts[own].green)])
    if (numbers.some((number) => !Number.isFinite(number))) return refuse("Los umbrales son números, como 80 o 82,5.")
    const [prospectingYellow, prospectingGreen, followUpYellow, followUpGreen] = numbers as [number, number, number, number]
    const other: OtherPolicy = {
      thresholds: { prospecting: { yellow: prospectingYellow, green: prospectingGreen }, followUp: { yellow: followUpYellow, green: followUpGreen } },
      rules: { prospect: effectsOf("prospect"), activity: effectsOf("activity") },
      ...(reading === "" ? {} : { parameters: { lostWithoutContact: reading } })
    }
    const unordered = indicators.find(([own]) => numberOf(texts[own].yellow) > numberOf(texts[own].green))
    if (unordered !== undefined) return refuse(`${unordered[1]}: el amarillo empieza antes que el verde. Puso amarillo desde ${texts[unordered[0]].yellow} y verde desde ${texts[unordered[0]].green}.`)
    setAsking(true)
    write<Comparison>("POST", pathWith(`/v1/what-if/${period}`, { asOf }), other).then((answer) => {
      setAsking(false)
      setComparison({ asOf, of: answer })
      const recolored = answer.indicators.filter(({ after, before }) => after.color !== before.color).length
      announce(`Comparado: ${recolored === 0 ? "ningún semáforo cambia" : countText(recolored, "semáforo cambia", "semáforos cambian")} de color.`)
    }, (cause: unknown) => {
      setAsking(false)
      refuse([messageOf(cause), ...cause instanceof Refused ? cause.details : []].join(" "))
    })
  }
  return (
    <>
      <Heading eyebrow="¿Qué pasaría si…?">Otros umbrales y otras reglas</Heading>
      <p class="hint">Se vuelve a juzgar {periodText(period)} con lo que usted cambie aquí y se compara con la política en vigor. No se guarda nada.</p>
      {scorecard.state === "ready" && scorecard.value.closed !== undefined && <ClosedComparisonNote closed={scorecard.value.closed} />}
      <form class="what-if" onSubmit={ask}>
        <div class="columns">
          {indicators.map(([own, name]) => (
            <fieldset key={own} class="block">
              <legend>{name}</legend>
              <p class="hint">En vigor: amarillo desde {integerText(thresholds[own].yellow)}&nbsp;%, verde desde {integerText(thresholds[own].green)}&nbsp;%.</p>
              <div class="thresholds">
                <label>
                  Amarillo desde (%)
                  <input inputMode="decimal" value={texts[own].yellow} readOnly={isAsking} onInput={({ currentTarget }) => setTexts({ ...texts, [own]: { ...texts[own], yellow: currentTarget.value } })} />
                </label>
                <label>
                  Verde desde (%)
                  <input inputMode="decimal" value={texts[own].green} readOnly={isAsking} onInput={({ currentTarget }) => setTexts({ ...texts, [own]: { ...texts[own], green: currentTarget.value } })} />
                </label>
              </div>
            </fieldset>
          ))}
        </div>
        <label class="block">
          Un lead que se perdió sin ningún contacto
          <select value={reading} onChange={({ currentTarget }) => setReading(readings.find((one) => one === currentTarget.value) ?? "")}>
            {readings.map((one) => <option key={one} value={one}>{readingWords[one]}</option>)}
          </select>
        </label>
        <details class="block rule-effects">
          <summary>Reglas {otherEffects.size > 0 && <span class="chip">{countText(otherEffects.size, "cambiada", "cambiadas")}</span>}</summary>
          <div class="columns">
            {(["prospect", "activity"] as const).map((subject) => (
              <div key={subject}>
                <h2>{subject === "prospect" ? "De prospectos" : "De actividades"}</h2>
                {rules.filter((rule) => rule.subject === subject).map((rule) => (
                  <label key={rule.code} class={otherEffects.has(rule) ? "rule-effect is-changed" : "rule-effect"}>
                    <span>{rule.title.es}</span>
                    <select value={otherEffects.get(rule) ?? rule.effect} onChange={({ currentTarget }) => choose(rule, effects.find((one) => one === currentTarget.value) ?? rule.effect)}>
                      {effects.map((effect) => <option key={effect} value={effect}>{effectWords[effect]}</option>)}
                    </select>
                  </label>
                ))}
              </div>
            ))}
          </div>
        </details>
        <p class="actions"><button type="submit" class="main-action" aria-disabled={isAsking}>{isAsking ? "Comparando…" : "Comparar"}</button></p>
      </form>
      {comparison !== undefined && comparison.asOf === asOf && <ComparisonReport comparison={comparison.of} />}
    </>
  )
}
