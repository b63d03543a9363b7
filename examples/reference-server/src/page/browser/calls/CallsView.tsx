/** Verification calls: the next one, and what they came to by advisor. */
import { useRef, useState } from "preact/hooks"
import { announce } from "../frame/Announcement.ts"
import { useAnswer } from "../frame/Answer.ts"
import { CallCard } from "./CallCard.tsx"
import { LastAttempt, type Recorded } from "./LastAttempt.tsx"
import { ReopeningRequests } from "./ReopeningRequests.tsx"
import { SampleExtension } from "./SampleExtension.tsx"
import type { NextCall, Sample, VerificationResults } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { RecordTable } from "../records/RecordTable.tsx"
import { messageOf, write } from "../frame/Request.ts"
import { countText, instantText, integerText, percentText, periodText, shareText } from "../frame/Spanish.ts"
import { advisorName, may, parameterNumber, useSurroundings } from "../frame/Surroundings.ts"

export const CallsView = () => {
  const surroundings = useSurroundings()
  const { period } = surroundings
  const [next, setNext] = useState<NextCall | undefined>()
  const [isAsking, setAsking] = useState(false)
  const [recorded, setRecorded] = useState<Recorded | undefined>()
  const turn = useRef(0)
  const dialog = useRef<HTMLDialogElement>(null)
  const mayRead = may(surroundings, "verification.read")
  const [results, reload] = useAnswer<VerificationResults>(mayRead ? `/v1/verifications/${period}/results` : undefined)
  const take = (): void => {
    setAsking(true)
    const own = ++turn.current
    write<NextCall>("POST", "/v1/verifications/next", { periods: [period] }).then((answer) => {
      setAsking(false)
      // A person who left the calls meanwhile does not get one. Asked again, the server answers the same one.
      if (own !== turn.current) return
      setNext(answer)
      if (answer.kind !== "call") announce(answer.kind === "closed" ? "Fuera del horario de contacto." : "No queda ninguna llamada por hacer ahora.", "told")
    }, (cause: unknown) => {
      setAsking(false)
      // The call before was recorded: it must not be recorded again.
      if (own === turn.current) setNext(undefined)
      announce(messageOf(cause), "refused")
    })
  }
  const sample = results.state === "ready" ? results.value : undefined
  // An empty draw is not final: it can be drawn again.
  const drawnAt = sample === undefined || sample.results.length === 0 ? null : sample.sampleDrawnAt
  const isOver = period < surroundings.me.now.slice(0, 7)
  const mayDraw = sample !== undefined && drawnAt === null && may(surroundings, "verification.sample")
  const draw = (): void => {
    dialog.current?.close()
    setAsking(true)
    write<Sample>("POST", `/v1/verifications/${period}/sample`, {}).then(({ selected }) => {
      setAsking(false)
      if (selected.length === 0) announce(`No hay nada que sortear en ${periodText(period)}: importe sus prospectos y sortee otra vez.`, "told")
      else announce(`La muestra quedó sorteada: ${countText(selected.length, "prospecto", "prospectos")} por verificar.`)
      reload()
    }, (cause: unknown) => {
      setAsking(false)
      announce(messageOf(cause), "refused")
    })
  }
  return (
    <>
      <Heading eyebrow="Llamada de verificación de atención asesor">Llamadas de {periodText(period)}</Heading>
      {may(surroundings, "verification.call") && (
        next?.kind === "call"
          ? (
            <CallCard
              key={`${next.id} ${next.leasedUntil}`}
              call={next.call}
              leasedUntil={next.leasedUntil}
              onRecorded={(attempt) => {
                setRecorded(attempt)
                reload()
                take()
              }}
              onLeft={() => {
                turn.current++
                setNext(undefined)
              }}
            />
          )
          : (
            <section class="block call-start" aria-label="Siguiente llamada">
              {next?.kind === "closed" && <p class="note">Ahora no se puede llamar a los clientes: la ley lo permite de nuevo el <strong>{instantText(next.opensAt)}</strong>.</p>}
              {next?.kind === "empty" && (
                <p class="note">
                  No queda ninguna llamada por hacer ahora.{next.nextCallBackAt === null ? "" : <> La próxima que un cliente pidió es el <strong>{instantText(next.nextCallBackAt)}</strong>.</>}
                </p>
              )}
              {sample !== undefined && <SampleNote drawnAt={drawnAt} isOver={isOver} mayDraw={mayDraw} period={period} />}
              <p>Cada llamada queda reservada para usted mientras la hace: nadie más la recibe. Los resultados se marcan con los números 1 a 6 y Enter.</p>
              <p class="actions">
                {mayDraw && isOver && <button type="button" class="main-action" aria-disabled={isAsking} onClick={() => dialog.current?.showModal()}>Sortear la muestra de {periodText(period)}</button>}
                <button type="button" class={mayDraw ? undefined : "main-action"} aria-disabled={isAsking} onClick={take}>{next === undefined ? "Tomar la siguiente llamada" : "Buscar otra vez"}</button>
              </p>
            </section>
          )
      )}
      <dialog ref={dialog} aria-labelledby="draw-heading">
        <h2 id="draw-heading">¿Sortear la muestra de {periodText(period)}?</h2>
        <p>Importe antes todo lo del mes: una muestra sorteada no cambia, y solo se amplía con un motivo. Los prospectos elegidos quedan pendientes hasta que se les llame.</p>
        <p class="actions">
          <button type="button" class="main-action" onClick={draw}>Sí, sortear</button>
          <button type="button" onClick={() => dialog.current?.close()}>No sortear</button>
        </p>
      </dialog>
      {recorded !== undefined && <LastAttempt key={recorded.callId} recorded={recorded} onChanged={() => {
        // Another call may have been recorded while this one was corrected.
        setRecorded((last) => last === recorded ? undefined : last)
        reload()
      }} />}
      {may(surroundings, "verification.reopen") && <ReopeningRequests />}
      {drawnAt !== null && may(surroundings, "periods.close") && <SampleExtension period={period} onExtended={reload} />}
      {mayRead && (
        <section class="block" aria-labelledby="call-results">
          <div class="block-heading"><h2 id="call-results">Resultados por asesor</h2></div>
          <Awaited answer={results} what="los resultados" onRetry={reload}>
            {(report) => <Results report={report} nameOf={(id) => advisorName(surroundings, id)} limit={parameterNumber(surroundings, "flaggedFailedPercent")} />}
          </Awaited>
        </section>
      )}
    </>
  )
}

/** Where the month's sample stands: what comes before the calls. */
const SampleNote = ({ drawnAt, isOver, mayDraw, period }: { readonly drawnAt: string | null; readonly isOver: boolean; readonly mayDraw: boolean; readonly period: string }) => {
  if (drawnAt !== null) return <p>La muestra se sorteó el <strong>{instantText(drawnAt)}</strong>.</p>
  if (!isOver) return <p class="note">La muestra de {periodText(period)} se sortea desde el primer día del mes siguiente.</p>
  return <p class="note">{mayDraw ? "Primero sortee la muestra, con todo el mes importado: de ella salen las llamadas." : `La muestra de ${periodText(period)} todavía no se ha sorteado: lo hace la asistente CRM.`}</p>
}

const Results = ({ limit, nameOf, report: { asOf, results } }: {
  readonly report: VerificationResults
  readonly nameOf: (id: string) => string
  readonly limit: number | undefined
}) => results.length === 0 ? <p class="empty">La muestra de este mes no está sorteada y nadie ha llamado todavía.</p> : (
  <>
    <p class="hint">
      Al {instantText(asOf)}. La barra es el intervalo de confianza del 95&nbsp;% de la proporción fallida{limit === undefined ? "" : <>; se marca al asesor cuando todo el intervalo pasa del {percentText(limit)}</>}.
    </p>
    <RecordTable
      caption="Resultados de las llamadas por asesor"
      class="tally"
      columns={[{ label: "Asesor" }, ...counts.map((label) => ({ label, kind: "number" as const })), { label: "Proporción fallida", kind: "wide" }]}
      rows={results.map((result) => ({
        key: result.advisorId,
        cells: [
          <>
            {nameOf(result.advisorId)}
            {result.flagged && <span class="chip is-red flag">Revisar con el gerente</span>}
          </>,
          integerText(result.subjects),
          integerText(result.called),
          integerText(result.confirmed),
          integerText(result.failed),
          integerText(result.unreachable),
          integerText(result.inconclusive),
          integerText(result.open),
          <FailedShare result={result} limit={limit} />
        ]
      }))}
    />
  </>
)

const counts = ["Por verificar", "Llamados", "Confirmados", "Fallidos", "Inubicables", "Sin concluir", "Abiertos"]

const FailedShare = ({ limit, result: { failedShare, interval } }: { readonly result: VerificationResults["results"][number]; readonly limit: number | undefined }) =>
  interval === null ? <span class="muted">Sin respuestas</span> : (
    <>
      <span>{shareText(failedShare)} <span class="muted">({shareText(interval.lower)} a {shareText(interval.upper)})</span></span>
      <svg class="interval" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="bullet-ground" width="100" height="8" />
        <rect class="interval-range" x={100 * interval.lower} width={100 * (interval.upper - interval.lower)} y="2" height="4" />
        <rect class="interval-share" x={100 * (failedShare ?? 0) - 0.6} width="1.2" height="8" />
        {limit !== undefined && <line class="bullet-threshold" x1={limit} x2={limit} y1="0" y2="8" />}
      </svg>
    </>
  )
