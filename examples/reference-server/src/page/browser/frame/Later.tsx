/** What came after a month's close, record by record; it changes nothing of the frozen result. */
import type { ComponentChildren } from "preact"
import type { Amendment, SubjectType } from "./Contract.ts"
import { hrefOf } from "./Route.ts"
import { activityVerdictWords, countText, instantText, integerText, outcomeWords, prospectVerdictWords } from "./Spanish.ts"
import { useSurroundings } from "./Surroundings.ts"

type Changed = Amendment["verdicts"][number]

/** How many records are named one by one. */
const SHOWN = 20

export const Later = ({ amendment: { indicators, late, laterCalls, laterWaivers, verdicts } }: { readonly amendment: Amendment }) => {
  // The verdict of a record that came late differs too: it had none. It is told once.
  const came = new Set(late.map(({ id, subject }) => `${subject} ${id}`))
  const changed = verdicts.filter(({ id, subject }) => !came.has(`${subject} ${id}`))
  return late.length + laterCalls.length + laterWaivers.length + verdicts.length + indicators.length === 0
    ? <p class="muted">Desde el cierre no ha llegado nada que cambie el resultado.</p>
    : (
      <div class="note later">
        <p>Desde el cierre, sin cambiar lo congelado:</p>
        <ul>
          {late.length > 0 && (
            <li>
              {countText(late.length, "registro llegó tarde", "registros llegaron tarde")}
              <Named records={late}>{({ receivedAt }) => <span class="muted">recibido el {instantText(receivedAt)}</span>}</Named>
            </li>
          )}
          {laterCalls.length > 0 && (
            <li>
              {countText(laterCalls.length, "llamada de verificación hecha o recibida después", "llamadas de verificación hechas o recibidas después")}
              <Named records={laterCalls.map(({ attemptedAt, outcome, receivedAt, subjectId, subjectType }) => ({ id: subjectId, subject: subjectType, attemptedAt, outcome, receivedAt }))}>
                {({ attemptedAt, outcome, receivedAt }) => <span class="muted">{outcomeWords[outcome].toLocaleLowerCase("es-CO")}, {instantText(attemptedAt)}; recibida el {instantText(receivedAt)}</span>}
              </Named>
            </li>
          )}
          {laterWaivers.length > 0 && (
            <li>
              {countText(laterWaivers.length, "excusa posterior al corte", "excusas posteriores al corte")}
              <Named records={laterWaivers.map(({ grantedAt, grantedBy, subjectId, subjectType }) => ({ id: subjectId, subject: subjectType, grantedAt, grantedBy }))}>
                {({ grantedAt, grantedBy }) => <span class="muted">concedida por {grantedBy}, {instantText(grantedAt)}</span>}
              </Named>
            </li>
          )}
          {changed.length > 0 && (
            <li>
              {countText(changed.length, "veredicto sería otro", "veredictos serían otros")}
              <Named records={changed}>{({ after, before, subject }) => <span class="muted">de «{sideText(before, subject)}» a «{sideText(after, subject)}»</span>}</Named>
            </li>
          )}
          {indicators.length > 0 && <li>{countText(indicators.length, "indicador sería otro", "indicadores serían otros")}</li>}
        </ul>
      </div>
    )
}

const sideText = (side: Changed["before"], subject: SubjectType): string =>
  side === null ? "Sin registro" : (subject === "prospect" ? prospectVerdictWords : activityVerdictWords)[side.verdict]

/** The first records, each led to its page, and how many more there are. */
const Named = <R extends { readonly id: string; readonly subject: SubjectType }>({ children, records }: {
  readonly records: ReadonlyArray<R>
  readonly children: (record: R) => ComponentChildren
}) => {
  const { kept } = useSurroundings()
  return (
    <ul>
      {records.slice(0, SHOWN).map((record, place) => (
        <li key={`${record.subject} ${record.id} ${place}`}>
          {record.subject === "prospect" ? "Prospecto" : "Actividad"} <a href={hrefOf(record.subject === "prospect" ? "prospecto" : "actividad", kept, record.id)}>{record.id}</a>{" "}
          {children(record)}
        </li>
      ))}
      {records.length > SHOWN && <li>y {integerText(records.length - SHOWN)} más</li>}
    </ul>
  )
}
