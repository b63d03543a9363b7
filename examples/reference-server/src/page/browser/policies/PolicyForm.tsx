/** A policy as a form, in groups that open: each value with its unit and default, what differs from the policy in force, and what the server refuses. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import type { Comparison, EditionDrafted } from "../frame/Contract.ts"
import { useDraft } from "../frame/Draft.ts"
import { messageOf, pathWith, question, Refused, write } from "../frame/Request.ts"
import { go, hrefOf } from "../frame/Route.ts"
import { countText, periodText } from "../frame/Spanish.ts"
import { useSurroundings } from "../frame/Surroundings.ts"
import { ComparisonReport } from "../whatif/ComparisonReport.tsx"
import { days, groupsOf, textOf, valueAt, valueOf, withValue } from "./PolicyFields.ts"
import type { Field, File, Group } from "./PolicyFields.ts"

interface Typed {
  /** By the pointers of their fields. */
  readonly texts: ReadonlyMap<string, string>
  readonly comment: string
}

export const PolicyForm = ({ inForce, replaces, start }: {
  readonly inForce: File
  /** What the form begins with. */
  readonly start: File
  /** The own draft that the new one replaces. */
  readonly replaces?: string | undefined
}) => {
  const surroundings = useSurroundings()
  const { directory: { brands }, kept, period, procedure } = surroundings
  const groups = groupsOf(procedure, brands)
  const { forget, set: setTyped, value: { comment, texts } } = useDraft<Typed>(`policy ${replaces ?? ""} ${JSON.stringify(start)}`, () => ({ texts: new Map(), comment: "" }))
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map())
  const [effect, setEffect] = useState<Comparison | undefined>()
  const turn = useRef(0)
  const [busy, setBusy] = useState<"effect" | "draft" | undefined>()
  const textAt = (field: Field): string => texts.get(field.pointer) ?? textOf(field, valueAt(start, field.pointer))
  const isChanged = (field: Field): boolean => textAt(field) !== textOf(field, valueAt(inForce, field.pointer))
  const file = groups.flatMap(({ fields }) => fields).reduce((made, field) => {
    const text = texts.get(field.pointer)
    return text === undefined ? made : withValue(made, field.pointer, valueOf(field, text))
  }, start)
  // Profiles and the company are replaced as a whole: what is left out would stay.
  const policy = { ...file, brands: file["brands"] ?? {}, company: file["company"] ?? null }
  const set = (field: Field, text: string): void => {
    setTyped((last) => ({ ...last, texts: new Map([...last.texts, [field.pointer, text]]) }))
    turn.current++
    setEffect(undefined)
  }
  const changed = groups.flatMap(({ fields }) => fields).filter(isChanged).length
  const refuse = (cause: unknown): void => {
    setBusy(undefined)
    const found = cause instanceof Refused ? cause.problem.errors ?? [] : []
    setFaults(new Map(found.map(({ detail, pointer = "" }) => [pointer.replace(/^\/policy/, ""), detail ?? ""])))
    const loose = found.filter(({ pointer = "" }) => !groups.some(({ fields }) => fields.some((field) => isFaultOf(pointer.replace(/^\/policy/, ""), field))))
    announce([messageOf(cause), ...loose.map(({ detail }) => detail ?? "")].join(" "), "refused")
  }
  const compare = (): void => {
    const own = ++turn.current
    setBusy("effect")
    setFaults(new Map())
    question<Comparison>(pathWith("/v1/policies/effect", { period }), { policy }).then((answer) => {
      setBusy(undefined)
      // A value was changed meanwhile: this is not its effect.
      if (own !== turn.current) return
      setEffect(answer)
      const recolored = answer.indicators.filter(({ after, before }) => after.color !== before.color).length
      announce(`Comparado con ${periodText(period)}: ${recolored === 0 ? "ningún semáforo cambia" : countText(recolored, "semáforo cambia", "semáforos cambian")} de color.`)
    }, refuse)
  }
  const save = (event: Event): void => {
    event.preventDefault()
    if (comment.trim() === "") return announce("Escriba por qué cambia la política.", "refused")
    setBusy("draft")
    setFaults(new Map())
    write<EditionDrafted>("POST", "/v1/policies", { comment: comment.trim(), policy, ...(replaces === undefined ? {} : { replaces }) }).then(({ edition: { id } }) => {
      forget()
      announce("El borrador quedó guardado. Lo aprueba el Gerente General.", "done", true)
      go(hrefOf("politica", kept, id))
    }, refuse)
  }
  return (
    <form class="policy-form" onSubmit={save}>
      {groups.map((group) => <Fields key={group.id} group={group} textAt={textAt} isChanged={isChanged} faults={faults} isFixed={busy === "draft"} onText={set} />)}
      <div class="block">
        <label class="policy-comment">
          Por qué cambia
          <textarea rows={2} maxLength={4000} value={comment} readOnly={busy === "draft"} onInput={({ currentTarget }) => setTyped((last) => ({ ...last, comment: currentTarget.value }))} />
        </label>
        <p class="actions">
          <button type="button" aria-disabled={busy !== undefined} onClick={compare}>{busy === "effect" ? "Comparando…" : `Ver el efecto en ${periodText(period)}`}</button>
          <button type="submit" class="main-action" aria-disabled={busy !== undefined || changed === 0}>{busy === "draft" ? "Guardando…" : changed === 0 ? "Nada que guardar" : `Guardar el borrador: ${countText(changed, "cambio", "cambios")}`}</button>
          <a href={hrefOf("politica", kept)} onClick={forget}>No guardar</a>
        </p>
      </div>
      {effect !== undefined && <ComparisonReport comparison={effect} />}
    </form>
  )
}

/** Whether a fault lies in a field, or in the value around it. */
const isFaultOf = (pointer: string, field: Field): boolean => field.pointer === pointer || pointer !== "" && field.pointer.startsWith(`${pointer}/`)

const Fields = ({ faults, group: { about, fields, id, title }, isChanged, isFixed, onText, textAt }: {
  readonly group: Group
  readonly textAt: (field: Field) => string
  readonly isChanged: (field: Field) => boolean
  readonly faults: ReadonlyMap<string, string>
  /** Whether nothing can be typed now. */
  readonly isFixed: boolean
  readonly onText: (field: Field, text: string) => void
}) => {
  const faultOf = (field: Field): string | undefined => [...faults].find(([pointer]) => isFaultOf(pointer, field))?.[1]
  const [changed, wrong] = [fields.filter(isChanged).length, fields.filter((field) => faultOf(field) !== undefined).length]
  // A group that was opened for its faults stays open when they are mended: a person is at work in it.
  const wasWrong = useRef(false)
  if (wrong > 0) wasWrong.current = true
  return (
    <details class="block policy-group" open={id === "thresholds" || wasWrong.current}>
      <summary>
        {title} {changed > 0 && <span class="chip">{countText(changed, "cambio", "cambios")}</span>} {wrong > 0 && <span class="chip is-wrong">{countText(wrong, "por corregir", "por corregir")}</span>}
      </summary>
      {about !== undefined && <p class="hint">{about}</p>}
      <div class="row-fields">
        {fields.map((field) => {
          const fault = faultOf(field)
          const hint = `policy-${field.pointer.replaceAll("/", "-")}`
          return (
            <div key={field.pointer} class={`policy-field${isChanged(field) ? " is-changed" : ""}${field.kind === "lines" || field.kind === "days" ? " is-wide" : ""}`}>
              <Input field={field} text={textAt(field)} hint={hint} isWrong={fault !== undefined} isFixed={isFixed} onText={(text) => onText(field, text)} />
              <p id={hint} class="hint">
                {fault !== undefined && <strong class="fault">{fault} </strong>}
                {field.help}{field.help !== undefined && !/[.!?]$/.test(field.help) && "."} {field.byDefault !== undefined && `Por defecto: ${field.byDefault}.`}
              </p>
            </div>
          )
        })}
      </div>
    </details>
  )
}

const Input = ({ field: { choices, isOptional, kind, label, unit }, hint, isFixed, isWrong, onText, text }: {
  readonly field: Field
  readonly text: string
  readonly hint: string
  readonly isWrong: boolean
  readonly isFixed: boolean
  readonly onText: (text: string) => void
}) => {
  const described = { "aria-describedby": hint, "aria-invalid": isWrong }
  if (kind === "days") {
    const chosen = text.split(" ").filter((day) => day !== "")
    return (
      <fieldset class="policy-days">
        <legend>{label}</legend>
        {days.map(([day, words]) => (
          <label key={day} class="check">
            <input type="checkbox" checked={chosen.includes(day)} onChange={({ currentTarget: { checked } }) => onText(days.map(([own]) => own).filter((own) => own === day ? checked : chosen.includes(own)).join(" "))} />
            {words}
          </label>
        ))}
      </fieldset>
    )
  }
  return (
    <label>
      <span>{label}{unit !== undefined && unit !== "" && ` (${unit})`}</span>
      {kind === "choice"
        ? (
          <select {...described} value={text} onChange={({ currentTarget }) => onText(currentTarget.value)}>
            {isOptional === true && <option value="">Como en todas</option>}
            {choices?.map(([own, words]) => <option key={own} value={own}>{words}</option>)}
          </select>
        )
        : kind === "lines"
        ? <textarea {...described} rows={Math.min(8, Math.max(2, text.split("\n").length))} value={text} readOnly={isFixed} onInput={({ currentTarget }) => onText(currentTarget.value)} />
        : <input {...described} type="text" inputMode={kind === "number" ? "decimal" : undefined} value={text} readOnly={isFixed} onInput={({ currentTarget }) => onText(currentTarget.value)} />}
    </label>
  )
}
