/** An edition of the policy: what it changes, its effect, and the answer of the general manager. */
import { useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { Comparison, Edition, Editions } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, pathWith, Refused, write } from "../frame/Request.ts"
import { go, hrefOf } from "../frame/Route.ts"
import { instantText, periodText } from "../frame/Spanish.ts"
import { may, personName, useSurroundings } from "../frame/Surroundings.ts"
import { RecordTable } from "../records/RecordTable.tsx"
import { ComparisonReport } from "../whatif/ComparisonReport.tsx"
import { holdsText, stateWords } from "./EditionWords.ts"
import { groupsOf, singly, valueAt, wordsOf } from "./PolicyFields.ts"
import type { Field } from "./PolicyFields.ts"

export const EditionView = ({ against, all, id, mayApprove, onSettled }: {
  readonly id: string
  readonly all: Editions
  readonly against: string | undefined
  readonly mayApprove: boolean
  readonly onSettled: () => void
}) => {
  const [edition, ask] = useAnswer<Edition>(pathWith(`/v1/policies/${encodeURIComponent(id)}`, { against }))
  const settled = (): void => {
    ask()
    onSettled()
  }
  return (
    <Awaited answer={edition} what="la edición" onRetry={ask}>
      {(found) => <Shown edition={found} all={all} mayApprove={mayApprove} onSettled={settled} />}
    </Awaited>
  )
}

const Shown = ({ all: { items, period }, edition, mayApprove, onSettled }: {
  readonly edition: Edition
  readonly all: Editions
  readonly mayApprove: boolean
  readonly onSettled: () => void
}) => {
  const surroundings = useSurroundings()
  const { directory: { brands }, kept, period: month, procedure } = surroundings
  const { against, approval, comment, differences, draftedAt, draftedBy, id, name, own, policy, state, withdrawal } = edition
  const groups = groupsOf(procedure, brands)
  const fieldAt = (pointer: string): Field | undefined => groups.flatMap(({ fields }) => fields).find((field) => field.pointer === pointer)
  const groupAt = (pointer: string): string => groups.find(({ fields }) => fields.some((field) => field.pointer === pointer))?.title ?? ""
  const others = items.filter((one) => one.id !== id)
  return (
    <>
      <Heading eyebrow={`Política · ${stateWords[state]}`}>{comment ?? name}</Heading>
      <p>
        «{name}», redactada el {instantText(draftedAt)} por {personName(surroundings, draftedBy)}.{" "}
        {approval !== undefined && `Aprobada el ${instantText(approval.at)} por ${personName(surroundings, approval.by)} desde ${periodText(approval.from)}. Vale: ${holdsText(edition)}.`}
        {withdrawal !== undefined && `Retirada el ${instantText(withdrawal.at)} por ${personName(surroundings, withdrawal.by)}${withdrawal.reason === undefined ? "" : `: ${withdrawal.reason}`}.`}
        {withdrawal?.replacedBy !== undefined && <> La reemplazó <a href={hrefOf("politica", kept, withdrawal.replacedBy)}>otro borrador</a>.</>}
      </p>
      <section class="block" aria-labelledby="policy-differences">
        <div class="block-heading">
          <h2 id="policy-differences">Lo que cambia</h2>
          <label>
            Comparar con{" "}
            <select value={against ?? ""} onChange={({ currentTarget: { value } }) => go(hrefOf("politica", { ...kept, contra: value === "" ? undefined : value }, id))}>
              <option value="">{against === null ? "la política configurada" : "la anterior"}</option>
              {others.map((one) => <option key={one.id} value={one.id}>{one.comment ?? one.name} ({stateWords[one.state].toLocaleLowerCase("es-CO")})</option>)}
            </select>
          </label>
        </div>
        {differences.length === 0 ? <p>Nada: los mismos valores.</p> : (
          <RecordTable
            caption="Valores que cambian"
            columns={[{ label: "Qué", kind: "wide" }, { label: "Antes" }, { label: "En esta edición" }]}
            rows={singly(differences).map(({ after, before, pointer }) => {
              const field = fieldAt(pointer)
              return { key: pointer, cells: [<>{field?.label ?? pointer} <span class="muted">{groupAt(pointer)}</span></>, wordsOf(field, before), <strong>{wordsOf(field, after)}</strong>] }
            })}
          />
        )}
      </section>
      {may(surroundings, "policy.compare") && <Effect key={month} id={id} period={month} />}
      {state === "draft" && own && may(surroundings, "policies.draft") && <Own id={id} onSettled={onSettled} />}
      {state === "draft" && mayApprove && !own && <Answering id={id} period={period} onSettled={onSettled} />}
      {state === "draft" && mayApprove && own && <p class="note">Este borrador es suyo: lo aprueba otra persona.</p>}
      {state !== "draft" && may(surroundings, "policies.draft") && <p class="actions"><a class="button" href={hrefOf("politica", { ...kept, de: id }, "nueva")}>Redactar otra a partir de esta</a></p>}
      <div class="block-heading">
        <h2>Todos los valores</h2>
        <a class="button" href={`/v1/policies/${encodeURIComponent(id)}/document`} target="_blank" rel="noopener" aria-label="Para imprimir: esta edición, en otra pestaña">Para imprimir</a>
      </div>
      {groups.map(({ fields, id: group, title }) => {
        const set = fields.filter(({ pointer }) => valueAt(policy, pointer) !== undefined)
        return set.length === 0 ? null : (
          <details key={group} class="block policy-group">
            <summary>{title}</summary>
            <dl class="policy-values">{set.map((field) => <div key={field.pointer}><dt>{field.label}</dt><dd>{wordsOf(field, valueAt(policy, field.pointer))}</dd></div>)}</dl>
          </details>
        )
      })}
    </>
  )
}

/** What the edition would change in the month that is looked at, when it is asked for: it judges the month twice. */
const Effect = ({ id, period }: { readonly id: string; readonly period: string }) => {
  const [isAsked, setAsked] = useState(false)
  const [effect, ask] = useAnswer<Comparison>(isAsked ? pathWith(`/v1/policies/${encodeURIComponent(id)}/effect`, { period }) : undefined)
  return isAsked
    ? <Awaited answer={effect} what="el efecto" onRetry={ask}>{(comparison) => <ComparisonReport comparison={comparison} />}</Awaited>
    : <p class="actions"><button type="button" onClick={() => setAsked(true)}>Ver el efecto en {periodText(period)}</button></p>
}

const refused = (cause: unknown): void => announce([messageOf(cause), ...cause instanceof Refused ? cause.details : []].join(" "), "refused")

/** An own draft: it is corrected by another one, or taken back. */
const Own = ({ id, onSettled }: { readonly id: string; readonly onSettled: () => void }) => {
  const { kept } = useSurroundings()
  const [isSending, setSending] = useState(false)
  const withdraw = (): void => {
    setSending(true)
    write("POST", `/v1/policies/${encodeURIComponent(id)}/withdrawal`, {}).then(() => {
      announce("El borrador quedó retirado.")
      onSettled()
    }, (cause: unknown) => {
      setSending(false)
      refused(cause)
    })
  }
  return (
    <p class="actions">
      <a class="button" href={hrefOf("politica", { ...kept, de: id }, "nueva")}>Corregir</a>
      <button type="button" aria-disabled={isSending} onClick={withdraw}>Retirar el borrador</button>
    </p>
  )
}

/** The general manager approves from a month on, or declines with a reason. */
const Answering = ({ id, onSettled, period }: { readonly id: string; readonly period: string; readonly onSettled: () => void }) => {
  const [from, setFrom] = useState(period)
  const [reason, setReason] = useState("")
  const [isSending, setSending] = useState(false)
  const send = (path: string, body: object, told: string): void => {
    setSending(true)
    write("POST", `/v1/policies/${encodeURIComponent(id)}/${path}`, body).then(() => {
      announce(told)
      onSettled()
    }, (cause: unknown) => {
      setSending(false)
      refused(cause)
    })
  }
  const decline = (): void => reason.trim() === "" ? announce("Escriba por qué no se aprueba.", "refused") : send("withdrawal", { reason: reason.trim() }, "El borrador se devolvió.")
  return (
    <form class="block policy-answer" onSubmit={(event) => event.preventDefault()}>
      <h2>Su decisión</h2>
      <p class="hint">Al aprobar, los registros desde ese mes se juzgan con esta edición, y los semáforos pueden cambiar. Una edición aprobada no se retira: para volver atrás se redacta y se aprueba otra.</p>
      <p class="actions">
        <label>Aprobar desde <input type="month" min={period} value={from} onInput={({ currentTarget }) => setFrom(currentTarget.value)} /></label>
        <button type="button" class="main-action" aria-disabled={isSending} onClick={() => send("approval", { from }, `Aprobada desde ${periodText(from)}. Los registros de esos meses se juzgan con ella.`)}>Aprobar</button>
      </p>
      <p class="actions">
        <label>Motivo para devolverlo <input type="text" value={reason} onInput={({ currentTarget }) => setReason(currentTarget.value)} /></label>
        <button type="button" aria-disabled={isSending} onClick={decline}>Devolver</button>
      </p>
    </form>
  )
}
