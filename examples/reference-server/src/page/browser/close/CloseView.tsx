/** The close of a month: what is still open, closing it, its digest, what came afterwards, and opening it again. */
import type { ComponentChildren } from "preact"
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import type { Chain, ClosedPeriod, ClosingPreview } from "../frame/Contract.ts"
import { Frozen } from "../month/Frozen.tsx"
import { Awaited } from "../frame/Failure.tsx"
import { AuditLink } from "../history/AuditLink.tsx"
import { Heading } from "../frame/Heading.tsx"
import { messageOf, pathWith, write } from "../frame/Request.ts"
import { RecordTable } from "../records/RecordTable.tsx"
import { hrefOf } from "../frame/Route.ts"
import { Sign } from "../frame/Sign.tsx"
import { capitalized, countText, instantText, outcomeWords, periodText } from "../frame/Spanish.ts"
import { advisorName, may, personName, useSurroundings } from "../frame/Surroundings.ts"

export const CloseView = () => {
  const surroundings = useSurroundings()
  const { period } = surroundings
  const [chain, reload] = useAnswer<Chain>(pathWith("/v1/periods", { limit: "1000" }))
  return (
    <>
      <Heading eyebrow="Cierre del mes">Cierre de {periodText(period)}</Heading>
      <AuditLink of={`period:${period}`} text="Ver quién sorteó, amplió, cerró o reabrió este mes" />
      <Awaited answer={chain} what="los cierres" onRetry={reload}>
        {({ items }) => {
          const last = items.findLast((item) => item.period === period)
          const isClosed = last !== undefined && last.reopening === null
          return (
            <>
              {last !== undefined && <Frozen key={`${last.sequence} ${last.reopening?.at ?? ""}`} closed={last} reopening={last.reopening} onReopened={reload} />}
              {!isClosed && may(surroundings, "periods.close") && <Closing isAnew={last !== undefined} onClosed={reload} />}
              {!isClosed && !may(surroundings, "periods.close") && <p class="note">{last === undefined ? "Este mes no se ha cerrado." : "Este mes está reabierto."} Lo cierra la asistente CRM.</p>}
              <Links items={items} nameOf={({ closedBy, closedByName }) => personName(surroundings, closedBy, closedByName)} />
            </>
          )
        }}
      </Awaited>
    </>
  )
}

/** What is open before the close, and the close itself. */
const Closing = ({ isAnew, onClosed }: { readonly isAnew: boolean; readonly onClosed: () => void }) => {
  const surroundings = useSurroundings()
  const { asOf, kept, me, period } = surroundings
  const [preview, ask] = useAnswer<ClosingPreview>(pathWith(`/v1/periods/${period}/closing`, { asOf }))
  const dialog = useRef<HTMLDialogElement>(null)
  const [isSending, setSending] = useState(false)
  const isOver = period < me.now.slice(0, 7)
  const close = (): void => {
    setSending(true)
    write<ClosedPeriod>("POST", `/v1/periods/${period}/close`, asOf === undefined ? {} : { asOf }).then(({ digest }) => {
      setSending(false)
      dialog.current?.close()
      announce(`${capitalized(periodText(period))} quedó cerrado. Su huella empieza por ${digest.slice(0, 12)}.`)
      onClosed()
    }, (cause: unknown) => {
      setSending(false)
      dialog.current?.close()
      announce(messageOf(cause), "refused")
    })
  }
  return (
    <section class="block" aria-labelledby="closing">
      <div class="block-heading"><h2 id="closing">{isAnew ? "Cerrar de nuevo" : "Antes de cerrar"}</h2></div>
      <Awaited answer={preview} what="lo que se congelaría" onRetry={ask}>
        {({ asOf: judged, callsLeftOut, company, goalsMissing, openVerifications, sampleDrawnAt }) => (
          <>
            <p>Se congela el resultado con corte al <strong>{instantText(judged)}</strong>.{isOver && " El corte se elige arriba, junto al mes."}</p>
            <ul class="checklist">
                <Check isDone={sampleDrawnAt !== null}>
                  {sampleDrawnAt === null ? <>Falta <a href={hrefOf("llamadas", kept)}>sortear la muestra</a></> : `La muestra se sorteó el ${instantText(sampleDrawnAt)}`}
                </Check>
                <Check isDone={company.prospecting.pending === 0}>
                  {company.prospecting.pending === 0 ? "Ningún prospecto está pendiente" : (
                    <><a href={hrefOf("detalle", { ...kept, registro: "prospectos", veredicto: "pending" })}>{countText(company.prospecting.pending, "prospecto pendiente", "prospectos pendientes")}</a> de verificar</>
                  )}
                </Check>
                <Check isDone={company.followUp.pending === 0}>
                  {company.followUp.pending === 0 ? "Ninguna actividad está pendiente" : (
                    <><a href={hrefOf("detalle", { ...kept, registro: "actividades", veredicto: "pending" })}>{countText(company.followUp.pending, "actividad pendiente", "actividades pendientes")}</a>, casi siempre por su prospecto</>
                  )}
                </Check>
                <Check isDone={goalsMissing.length === 0}>
                  {goalsMissing.length === 0 ? "Todos los asesores tienen meta" : (
                    <>Sin meta: {goalsMissing.map(({ advisorId }) => advisorName(surroundings, advisorId)).join(", ")}. <a href={hrefOf("metas", kept)}>Ponga las metas</a></>
                  )}
                </Check>
                <Check isDone={callsLeftOut.length === 0}>
                  {callsLeftOut.length === 0 ? "Este corte no deja por fuera ninguna llamada" : `Este corte deja por fuera ${countText(callsLeftOut.length, "llamada posterior", "llamadas posteriores")}`}
                </Check>
            </ul>
            {openVerifications.records.length > 0 && (
              <details>
                <summary>Verificaciones abiertas por asesor</summary>
                <ul class="open-verifications">
                  {[...Map.groupBy(openVerifications.records, ({ advisorId }) => advisorId)].map(([advisorId, records]) => (
                    <li key={advisorId}>{advisorName(surroundings, advisorId)}: {records.map(({ id, subject }, place) => (
                      <>{place > 0 && ", "}<a key={id} href={hrefOf(subject === "prospect" ? "prospecto" : "actividad", kept, id)}>{id}</a></>
                    ))}</li>
                  ))}
                </ul>
                <p class="hint">{openVerifications.countedAs === "pending" ? "Al cerrar, lo pendiente no cuenta como válido." : "Al cerrar, lo pendiente cuenta como válido, como dice la política."}</p>
              </details>
            )}
            {callsLeftOut.length > 0 && (
              <details>
                <summary>Llamadas que este corte deja por fuera</summary>
                <ul class="open-verifications">
                  {callsLeftOut.map(({ attemptedAt, callId, outcome, subjectId }) => <li key={callId}>{subjectId}: {outcomeWords[outcome].toLocaleLowerCase("es-CO")}, {instantText(attemptedAt)}</li>)}
                </ul>
              </details>
            )}
          </>
        )}
      </Awaited>
      {isOver
        ? <p class="actions"><button type="button" class="main-action" onClick={() => dialog.current?.showModal()}>Cerrar {periodText(period)}…</button></p>
        : <p class="note">Este mes no ha terminado: se puede cerrar desde el primer día del mes siguiente.</p>}
      <dialog ref={dialog} aria-labelledby="confirm-heading">
        <h2 id="confirm-heading">¿Cerrar {periodText(period)}?</h2>
        <p>El resultado queda congelado con su huella, encadenado al cierre anterior. Lo que llegue después se muestra aparte; solo el Gerente General puede reabrir el mes, con un motivo.</p>
        <p class="actions">
          <button type="button" class="main-action" aria-disabled={isSending} onClick={close}>{isSending ? "Cerrando…" : "Sí, cerrar el mes"}</button>
          <button type="button" onClick={() => dialog.current?.close()}>No cerrar</button>
        </p>
      </dialog>
    </section>
  )
}

const Check = ({ children, isDone }: { readonly isDone: boolean; readonly children: ComponentChildren }) => (
  <li class={isDone ? "is-done" : "is-open"}><span class="check-mark"><Sign of={isDone ? "check" : "alert"} /></span> <span><span class="hidden">{isDone ? "Listo: " : "Falta: "}</span>{children}</span></li>
)

/** The dealership's whole chain of closes. */
const Links = ({ items, nameOf }: { readonly items: Chain["items"]; readonly nameOf: (link: Chain["items"][number]) => string }) => items.length === 0 ? null : (
  <section class="block" aria-labelledby="links">
    <div class="block-heading"><h2 id="links">Todos los cierres</h2></div>
    <RecordTable
      caption="La cadena de cierres"
      columns={[{ label: "Mes" }, { label: "N.º", kind: "number" }, { label: "Cerrado", kind: "nowrap" }, { label: "Por" }, { label: "Huella (SHA-256)" }, { label: "Estado" }]}
      rows={items.map((link) => ({
        key: String(link.sequence),
        cells: [
          <a href={hrefOf("cierre", { mes: link.period })}>{periodText(link.period)}</a>,
          link.sequence + 1,
          instantText(link.closedAt),
          nameOf(link),
          <code>{link.digest.slice(0, 12)}…</code>,
          link.reopening === null ? "Cerrado" : `Reabierto el ${instantText(link.reopening.at)}`
        ]
      }))}
    />
  </section>
)
