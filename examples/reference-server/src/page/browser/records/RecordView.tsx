/** A record with everything that explains its verdict. */
import * as CodeWord from "@crm-procedure/core/records/CodeWord"
import { useState } from "preact/hooks"
import { AppealForm } from "../appeals/AppealForm.tsx"
import { RecordAppeals } from "../appeals/RecordAppeals.tsx"
import { useAnswer, useList } from "../frame/Answer.ts"
import type { ListedActivity, StoredActivity, StoredProspect, Waived } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { Heading } from "../frame/Heading.tsx"
import { RecordHistory } from "../history/RecordHistory.tsx"
import { ReasonCard } from "./ReasonCard.tsx"
import { AttemptList } from "../calls/AttemptList.tsx"
import { Phone } from "../frame/Phone.tsx"
import { RecordForm } from "./RecordForm.tsx"
import { Reopening } from "../calls/Reopening.tsx"
import { hrefOf } from "../frame/Route.ts"
import { activityVerdictWords, fieldWord, instantText, lateWords, periodText, prospectVerdictWords } from "../frame/Spanish.ts"
import { advisorName, branchName, brandName, may, personName, useSurroundings } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"
import { Sign } from "../frame/Sign.tsx"
import { VerdictChip } from "./VerdictChip.tsx"
import { More } from "../lists/More.tsx"

const isInstant = (field: string): boolean => field.endsWith("At") || field === "plannedFor"
const isCode = (field: string): boolean => ["source", "stage", "type", "status", "direction", "outcome"].includes(field)

/** A field's value as a person reads it. */
const valueText = (surroundings: Surroundings, field: string, value: string | number | boolean): string =>
  typeof value === "boolean"
    ? value ? "Sí" : "No"
    : typeof value === "number"
    ? String(value)
    : field === "advisorId"
    ? advisorName(surroundings, value)
    : field === "branchId"
    ? branchName(surroundings, value)
    : field === "brandId"
    ? brandName(surroundings, value)
    : isInstant(field)
    ? instantText(value)
    : isCode(field)
    ? CodeWord.of(value)
    : value

const Fields = <R extends object>({ fields, record }: { readonly fields: ReadonlyArray<keyof R & string>; readonly record: R }) => {
  const surroundings = useSurroundings()
  return (
    <dl class="fields">
      {fields.map((field) => {
        const value = (record as Readonly<Record<string, string | number | boolean | undefined>>)[field]
        return value === undefined ? null : (
          <div key={field}>
            <dt>{fieldWord(field)}</dt>
            <dd>{field === "phone" ? <Phone phone={String(value)} of={String((record as Readonly<Record<string, unknown>>)["fullName"] ?? "el cliente")} /> : valueText(surroundings, field, value)}</dd>
          </div>
        )
      })}
    </dl>
  )
}

/** Cells of the imported row that no field takes, where it has any. */
const UnknownCells = ({ unknownCells = {} }: { readonly unknownCells: StoredProspect["unknownCells"] | undefined }) => {
  const cells = Object.entries(unknownCells)
  return cells.length === 0 ? null : (
    <>
      <h3>Otros datos del archivo</h3>
      <dl class="fields">{cells.map(([column, cell]) => <div key={column}><dt>{column}</dt><dd>{cell}</dd></div>)}</dl>
    </>
  )
}

/** What to say of a record that came when its month was closed, whatever its verdict. */
const LATE = "Llegó después del cierre del mes: no cuenta en el resultado congelado"

/** Why it is as it is: reasons, then warnings, then what was waived. An advisor disputes a reason of an own record here. */
const Explanation = ({ onRaised, record, subject }: { readonly record: StoredProspect | StoredActivity; readonly subject: "prospect" | "activity"; readonly onRaised: () => void }) => {
  const surroundings = useSurroundings()
  const { me, procedure: { policy: { rules } } } = surroundings
  const isOwn = may(surroundings, "appeals.raise") && record.advisorId === me.employeeId
  const isWaivable = (code: string): boolean => rules.some((rule) => rule.code === code && rule.subject === subject && rule.waivable)
  const appeal = (code: string) => isOwn && isWaivable(code) ? <AppealForm subject={`${subject}:${record.id}`} code={code} onRaised={onRaised} /> : null
  return (
    <section aria-labelledby="explanation" class="explanation">
      <h2 id="explanation">{record.reasons.length === 0 ? record.late === true ? LATE : "Cuenta en el indicador" : record.verdict === "pending" ? "Por qué está pendiente" : "Por qué no cuenta"}</h2>
      {record.reasons.length > 0 && record.late === true && <p class="note">{LATE}.</p>}
      {record.reasons.length === 0 && <p>Ninguna regla le resta validez.</p>}
      {record.reasons.map((reason) => <ReasonCard key={reason.code} reason={reason} subject={subject} appeal={appeal} />)}
      {record.warnings.length > 0 && (
        <>
          <h3>Avisos, que no lo invalidan</h3>
          {record.warnings.map((reason) => <ReasonCard key={reason.code} isWarning reason={reason} subject={subject} appeal={appeal} />)}
        </>
      )}
      {record.waived !== undefined && (
        <>
          <h3>Excusado</h3>
          <ul>{record.waived.map((waived) => <WaivedItem key={waived.code} waived={waived} subject={subject} />)}</ul>
        </>
      )}
    </section>
  )
}

const WaivedItem = ({ subject, waived: { code, grantedAt, grantedBy, reason } }: { readonly waived: Waived; readonly subject: "prospect" | "activity" }) => {
  const surroundings = useSurroundings()
  const title = surroundings.procedure.policy.rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code
  return <li><strong>{title}</strong>: excusado por {personName(surroundings, grantedBy)} el {instantText(grantedAt)}{reason !== "" && `. ${reason}`}</li>
}

/** To the list of the record's own month: it may have been opened from a day or a search in another one. */
const WayBack = ({ children, period, registro }: { readonly registro: "prospectos" | "actividades"; readonly period: string; readonly children: string }) => {
  const { kept, period: shown } = useSurroundings()
  return <p class="way-back"><a href={hrefOf("detalle", { ...kept, registro, ...period === shown ? {} : { mes: period } })}><Sign of="back" /> {children} de {periodText(period)}</a></p>
}

const prospectFields = [
  "phone", "email", "documentType", "documentNumber", "advisorId", "branchId", "brandId", "source", "interest", "createdAt", "assignedAt", "recordedAt",
  "consentAt", "consentPurpose", "consentChannel", "excludedAt", "stage", "stageAt", "erasedAt"
] as const satisfies ReadonlyArray<keyof StoredProspect>

const activityFields = [
  "advisorId", "type", "status", "direction", "plannedFor", "performedAt", "recordedAt", "outcome", "note", "nextActionAt", "durationSeconds", "requestedByCustomer", "erasedAt"
] as const satisfies ReadonlyArray<keyof StoredActivity>

const concluded = ["verification-failed", "verification-unreachable", "attention-denied"]

export const ProspectView = ({ id }: { readonly id: string }) => {
  const surroundings = useSurroundings()
  const { kept } = surroundings
  const [raised, setRaised] = useState(0)
  const [isEdited, setEdited] = useState(false)
  const [answer, ask] = useAnswer<StoredProspect>(`/v1/prospects/${encodeURIComponent(id)}`)
  return (
    <>
      <WayBack registro="prospectos" period={answer.state === "ready" ? answer.value.period : surroundings.period}>Prospectos</WayBack>
      <Heading eyebrow={`Prospecto ${id}`}>{answer.state === "ready" ? answer.value.fullName ?? "Sin nombre" : "Prospecto"}</Heading>
      <Awaited answer={answer} what="el prospecto" onRetry={ask}>
        {(prospect) => (
          <>
            <p class="verdict-line">
              <VerdictChip verdict={prospect.verdict} word={prospectVerdictWords[prospect.verdict]} late={prospect.late === true && lateWords.prospect} /> en {periodText(prospect.period)} · recibido el {instantText(prospect.receivedAt)}
            </p>
            <div class="record">
              <Explanation record={prospect} subject="prospect" onRaised={() => setRaised(raised + 1)} />
              <section aria-labelledby="record-fields">
                <h2 id="record-fields">El registro</h2>
                <Fields<StoredProspect> record={prospect} fields={prospectFields} />
                <UnknownCells unknownCells={prospect.unknownCells} />
              </section>
            </div>
            {may(surroundings, "appeals.read") && <RecordAppeals subject={`prospect:${id}`} raised={raised} onDecided={ask} />}
            {isEdited
              ? (
                <RecordForm
                  subject="prospect"
                  record={prospect}
                  onCancel={() => setEdited(false)}
                  onOvertaken={ask}
                  onSaved={() => {
                    setEdited(false)
                    ask()
                  }}
                />
              )
              : may(surroundings, "records.write") && prospect.erasedAt === undefined && (
                <p class="actions">
                  <button type="button" onClick={() => setEdited(true)}>Corregir el prospecto</button>
                  <a class="button" href={hrefOf("actividad", { ...kept, de: id, asesor: prospect.advisorId })}>Registrar una actividad</a>
                </p>
              )}
            {may(surroundings, "verification.read") && <AttemptList id={`prospect:${id}`} />}
            {may(surroundings, "verification.reopen") && prospect.reasons.some(({ code }) => concluded.includes(code)) && <Reopening id={`prospect:${id}`} onReopened={ask} />}
            {may(surroundings, "records.list") && <OwnActivities prospectId={id} />}
            {may(surroundings, "history.read") && <RecordHistory id={id} subject="prospect" />}
          </>
        )}
      </Awaited>
    </>
  )
}

const OwnActivities = ({ prospectId }: { readonly prospectId: string }) => {
  const { kept } = useSurroundings()
  const [list, reload] = useList<ListedActivity>("/v1/activities", { prospect: prospectId })
  return (
    <section aria-labelledby="own-activities">
      <h2 id="own-activities">Sus actividades de seguimiento</h2>
      <Awaited answer={list} what="sus actividades" onRetry={reload}>
        {({ items, ...pages }) => items.length === 0 ? <p class="empty">No tiene actividades registradas.</p> : (
          <>
            <ul class="own-activities">
              {items.map((item) => (
                <li key={item.id}>
                  <a href={hrefOf("actividad", kept, item.id)}>{CodeWord.of(item.type)}</a> <span class="muted">{instantText(item.at)} · {CodeWord.of(item.status)}</span>{" "}
                  <VerdictChip verdict={item.verdict} word={activityVerdictWords[item.verdict]} late={item.late === true && lateWords.activity} />
                </li>
              ))}
            </ul>
            <More list={pages} what="actividades" />
          </>
        )}
      </Awaited>
    </section>
  )
}

export const ActivityView = ({ id }: { readonly id: string }) => {
  const surroundings = useSurroundings()
  const { kept } = surroundings
  const [raised, setRaised] = useState(0)
  const [isEdited, setEdited] = useState(false)
  const [answer, ask] = useAnswer<StoredActivity>(`/v1/activities/${encodeURIComponent(id)}`)
  return (
    <>
      <WayBack registro="actividades" period={answer.state === "ready" ? answer.value.period : surroundings.period}>Actividades</WayBack>
      <Heading eyebrow={`Actividad ${id}`}>{answer.state === "ready" ? CodeWord.of(answer.value.type) : "Actividad"}</Heading>
      <Awaited answer={answer} what="la actividad" onRetry={ask}>
        {(activity) => (
          <>
            <p class="verdict-line">
              <VerdictChip verdict={activity.verdict} word={activityVerdictWords[activity.verdict]} late={activity.late === true && lateWords.activity} /> en {periodText(activity.period)} · recibida el {instantText(activity.receivedAt)}
            </p>
            <div class="record">
              <Explanation record={activity} subject="activity" onRaised={() => setRaised(raised + 1)} />
              <section aria-labelledby="record-fields">
                <h2 id="record-fields">El registro</h2>
                <Fields<StoredActivity> record={activity} fields={activityFields} />
                <UnknownCells unknownCells={activity.unknownCells} />
                <p>Del prospecto <a href={hrefOf("prospecto", kept, activity.prospectId)}>{activity.prospectId}</a></p>
              </section>
            </div>
            {may(surroundings, "appeals.read") && <RecordAppeals subject={`activity:${id}`} raised={raised} onDecided={ask} />}
            {isEdited
              ? (
                <RecordForm
                  subject="activity"
                  record={activity}
                  onCancel={() => setEdited(false)}
                  onOvertaken={ask}
                  onSaved={() => {
                    setEdited(false)
                    ask()
                  }}
                />
              )
              : may(surroundings, "records.write") && activity.erasedAt === undefined && <p class="actions"><button type="button" onClick={() => setEdited(true)}>Corregir la actividad</button></p>}
            {may(surroundings, "verification.read") && <AttemptList id={`activity:${id}`} />}
            {may(surroundings, "verification.reopen") && activity.reasons.some(({ code }) => concluded.includes(code)) && <Reopening id={`activity:${id}`} onReopened={ask} />}
            {may(surroundings, "history.read") && <RecordHistory id={id} subject="activity" />}
          </>
        )}
      </Awaited>
    </>
  )
}
