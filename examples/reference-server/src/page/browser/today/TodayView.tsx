/** *Mi día*: what the person has to do, the most urgent first, each thing a step away. */
import type { ComponentChildren } from "preact"
import { useMemo } from "preact/hooks"
import { useAnswer } from "../frame/Answer.ts"
import type { Today, TodayItem, TodayTarget, TodayTask } from "../frame/Contract.ts"
import { Awaited } from "../frame/Failure.tsx"
import { todayOf } from "../frame/FirstPaths.ts"
import { Heading } from "../frame/Heading.tsx"
import { hrefOf } from "../frame/Route.ts"
import type { Place } from "../frame/Route.ts"
import { appealWords, capitalized, countText, dayText, daysAwayText, escalationWords, instantText, integerText, obligationWords, periodText, requestKindWords, timeText } from "../frame/Spanish.ts"
import { advisorName, branchName, may, useSurroundings } from "../frame/Surroundings.ts"
import type { Surroundings } from "../frame/Surroundings.ts"
import { FirstSteps } from "./FirstSteps.tsx"
import { lastVisit } from "./RememberedVisit.ts"

interface Words {
  readonly title: string
  /** The title of a single one, where it differs. */
  readonly one?: string
  /** What the count says when there is nothing. */
  readonly none: string
  readonly about: string
  /** The link to all of them. */
  readonly all: string
  readonly tone: "urgent" | "due" | "told" | "quiet"
}

const wordsOf: Readonly<Record<TodayTask["kind"], Words>> = {
  "lead-due-today": { title: "Para hoy", none: "Hoy no se le debe nada a ningún lead.", about: "Leads que vencen hoy.", all: "Ver los leads en amarillo", tone: "due" },
  "lead-overdue": { title: "Vencidos", one: "Vencido", none: "Ningún lead está en rojo.", about: "Leads en rojo: llámelos primero.", all: "Ver los leads en rojo", tone: "urgent" },
  "lead-escalated": { title: "Escalados a usted", one: "Escalado a usted", none: "Nada se ha escalado a usted.", about: "Leads en rojo que ya pasaron del asesor.", all: "Ver los leads en rojo", tone: "urgent" },
  "lead-red-by-advisor": { title: "Leads en rojo por asesor", one: "Lead en rojo por asesor", none: "Ningún lead está en rojo.", about: "Quién tiene leads sin atender, y desde cuándo.", all: "Ver los leads en rojo", tone: "due" },
  "call-left": { title: "Llamadas por hacer", one: "Llamada por hacer", none: "No queda ninguna llamada por hacer.", about: "Clientes de la muestra que faltan por llamar.", all: "Ir a las llamadas", tone: "due" },
  "call-done": { title: "Llamadas de hoy", none: "Hoy no se ha hecho ninguna llamada.", about: "Lo que ya se llamó hoy.", all: "Ir a las llamadas", tone: "quiet" },
  "appeal-answered": { title: "Apelaciones respondidas", one: "Apelación respondida", none: "Ninguna apelación suya se respondió desde su última visita.", about: "Apelaciones suyas que ya tienen respuesta.", all: "Ver las apelaciones", tone: "told" },
  "appeal-overdue": { title: "Apelaciones vencidas", one: "Apelación vencida", none: "Ninguna apelación está vencida.", about: "Pasó el plazo para decidirlas.", all: "Ver las apelaciones", tone: "urgent" },
  "appeal-open": { title: "Apelaciones por decidir", one: "Apelación por decidir", none: "Ninguna apelación espera su decisión.", about: "Un asesor no está de acuerdo con una razón.", all: "Ver las apelaciones", tone: "due" },
  "person-request-overdue": { title: "Solicitudes de datos vencidas", one: "Solicitud de datos vencida", none: "Ninguna solicitud de datos personales está vencida.", about: "Pasó el plazo de la ley para responder.", all: "Ver las solicitudes", tone: "urgent" },
  "person-request-open": { title: "Solicitudes de datos por responder", one: "Solicitud de datos por responder", none: "Ninguna solicitud de datos personales espera respuesta.", about: "Personas que preguntan por sus datos: la primera es la que vence antes.", all: "Ver las solicitudes", tone: "due" },
  "policy-draft-open": { title: "Cambios de la política por aprobar", one: "Cambio de la política por aprobar", none: "Ningún cambio de la política espera su aprobación.", about: "La asistente CRM propone un cambio. Vale desde el mes que usted diga.", all: "Ver la política", tone: "due" },
  "policy-draft-answered": { title: "Cambios de la política respondidos", one: "Cambio de la política respondido", none: "Ningún cambio suyo de la política se respondió desde su última visita.", about: "Lo que decidió el Gerente General.", all: "Ver la política", tone: "told" },
  "import-rejected": { title: "Importaciones con filas rechazadas", one: "Importación con filas rechazadas", none: "Ninguna importación dejó filas rechazadas desde su última visita.", about: "Corrija esas filas en el archivo e impórtelo de nuevo.", all: "Ver las importaciones", tone: "due" },
  "webhook-paused": { title: "Envíos a otros sistemas en pausa", one: "Envío a otro sistema en pausa", none: "Los envíos a otros sistemas funcionan.", about: "El sistema que los recibe no responde hace días. Avise a quien lo administra.", all: "Ver los mensajes", tone: "told" },
  "record-stopped-counting": { title: "Dejaron de contar", one: "Dejó de contar", none: "Nada dejó de contar desde su última visita.", about: "Registros que pasaron a no válidos desde su última visita.", all: "Ver los no válidos", tone: "told" },
  "record-counts-again": { title: "Vuelven a contar", one: "Vuelve a contar", none: "Nada volvió a contar desde su última visita.", about: "Registros que pasaron a válidos desde su última visita.", all: "Ver los válidos", tone: "quiet" },
  "sample-not-drawn": { title: "La muestra no se ha sorteado", none: "La muestra ya se sorteó.", about: "Sin muestra no hay llamadas que hacer.", all: "Sortear la muestra", tone: "due" },
  "verification-open": { title: "Verificaciones abiertas", one: "Verificación abierta", none: "Ninguna verificación está abierta.", about: "El cierre cuenta lo pendiente como no válido.", all: "Ir a las llamadas", tone: "told" },
  "goal-missing": { title: "Asesores sin meta", one: "Asesor sin meta", none: "Todos los asesores tienen meta.", about: "Sin meta no hay porcentaje ni color.", all: "Poner las metas", tone: "told" },
  "period-not-closed": { title: "El mes está por cerrar", none: "El mes está cerrado.", about: "Revise lo que falta y ciérrelo.", all: "Ir al cierre", tone: "told" }
}

const placeOf: Readonly<Record<TodayTarget["view"], Place>> = {
  leads: "leads", prospect: "prospecto", activity: "actividad", prospects: "detalle", activities: "detalle", calls: "llamadas", appeals: "apelaciones", "person-requests": "datos-personales", goals: "metas", closing: "cierre", imports: "importar", policy: "politica", messages: "mensajes"
}

/** The link to what a task or an item names. */
const hrefOfTarget = ({ kept }: Surroundings, { id, query = {}, view }: TodayTarget): string =>
  hrefOf(placeOf[view], {
    ...kept,
    ...(query["period"] === undefined ? {} : { mes: query["period"] }),
    asesor: query["advisor"],
    color: query["color"],
    veredicto: query["verdict"],
    ...(view === "prospects" ? { registro: "prospectos" } : view === "activities" ? { registro: "actividades" } : {})
  }, id)

export const TodayView = () => {
  const surroundings = useSurroundings()
  const { me } = surroundings
  const since = useMemo(() => lastVisit(me), [me])
  const [today, ask] = useAnswer<Today>(todayOf(since))
  const name = me.name?.split(" ")[0]
  const tasks = (isBeginning: boolean) => (
    <Awaited answer={today} what="su día" onRetry={ask}>
      {(answer) => <Tasks today={answer} isBeginning={isBeginning} />}
    </Awaited>
  )
  return (
    <>
      <Heading eyebrow={capitalized(dayText(me.now))}>{name === undefined ? "Mi día" : `Mi día, ${name}`}</Heading>
      {may(surroundings, "records.import") ? <FirstSteps>{tasks}</FirstSteps> : tasks(false)}
    </>
  )
}

const Tasks = ({ isBeginning, today: { since, tasks } }: {
  readonly today: Today
  /** Where first steps are left, nothing else to do is no news. */
  readonly isBeginning: boolean
}) => {
  const toDo = tasks.filter(({ count, kind }) => count > 0 && kind !== "call-done")
  const done = tasks.filter((task) => !toDo.includes(task))
  return (
    <>
      {toDo.length === 0 && !isBeginning && <p class="note is-good">No tiene nada pendiente. Buen trabajo.</p>}
      <div class="tasks">{toDo.map((task) => <TaskCard key={`${task.kind} ${task.period ?? ""}`} task={task} since={since} />)}</div>
      {done.length > 0 && (toDo.length > 0 || !isBeginning) && (
        <ul class="tasks-done" aria-label="Al día">
          {done.map((task) => <li key={task.kind}>{task.count > 0 ? `${wordsOf[task.kind].title}: ${integerText(task.count)}` : wordsOf[task.kind].none}</li>)}
        </ul>
      )}
    </>
  )
}

const TaskCard = ({ since, task }: { readonly task: TodayTask; readonly since: string }) => {
  const surroundings = useSurroundings()
  const words = wordsOf[task.kind]
  const isTold = task.kind === "record-stopped-counting" || task.kind === "record-counts-again"
  // What is to be done once has no count.
  const isState = task.kind === "sample-not-drawn" || task.kind === "period-not-closed"
  const shown = task.items.slice(0, 8)
  const listed = task.kind === "lead-red-by-advisor" ? undefined : task.count - shown.length
  return (
    <section class={`task is-${words.tone}`} aria-labelledby={`task-${task.kind}`}>
      <div class="task-heading">
        <h2 id={`task-${task.kind}`}>{!isState && <><strong>{integerText(task.count)}</strong>{" "}</>}{task.count === 1 ? words.one ?? words.title : words.title}{task.period === undefined ? "" : ` · ${periodText(task.period)}`}</h2>
        <p class="hint">{isTold ? `${words.about.replace("desde su última visita", `desde el ${instantText(since)}`)}` : task.kind === "period-not-closed" && !may(surroundings, "periods.close") ? "Lo cierra la asistente CRM." : words.about}</p>
      </div>
      {task.kind !== "call-left" && !isState && (
        <ul class="task-items">
          {shown.map((item) => <li key={`${item.subject} ${item.id}`}><Thing item={item} /></li>)}
        </ul>
      )}
      <p class="task-link">
        <a href={hrefOfTarget(surroundings, task.target)}>{words.all}</a>
        {listed !== undefined && listed > 0 && task.kind !== "call-left" && <span class="muted"> · {countText(listed, "más", "más")}</span>}
      </p>
    </section>
  )
}

/** One thing of a task: what it is, and what matters of it. */
const Thing = ({ item }: { readonly item: TodayItem }) => {
  const surroundings = useSurroundings()
  const { me, procedure: { policy: { rules } } } = surroundings
  const { advisorId, branchId, code, count, customerName, daysSinceLast, decision, due, escalation, file, id, obligation, reasons, redSince, subject } = item
  // Red without anything overdue: it is the days without a contact.
  const isIdle = redSince !== undefined && daysSinceLast !== undefined && (due === undefined || due >= me.now)
  const link = (children: ComponentChildren) => <a href={hrefOfTarget(surroundings, item.target)}>{children}</a>
  const isOwn = me.role === "advisor"
  const where = isOwn || advisorId === undefined ? undefined : [advisorName(surroundings, advisorId), ...branchId === undefined ? [] : [branchName(surroundings, branchId)]].join(" · ")
  if (subject === "advisor") {
    return (
      <>
        {link(advisorName(surroundings, id))} {count !== undefined && <strong>{integerText(count)}</strong>}
        {redSince !== undefined && <span class="muted"> el más antiguo, {daysAwayText(redSince, me.now)}</span>}
      </>
    )
  }
  if (subject === "person-request") {
    return <>{link(requestKindWords[item.request!])} {due !== undefined && <span class="muted">{due < me.now ? "venció" : "vence"} {daysAwayText(due, me.now)}</span>}</>
  }
  if (subject === "import") return <>{link(file ?? id)} <span class="muted">{countText(count ?? 0, "fila rechazada", "filas rechazadas")}</span></>
  if (subject === "webhook") return <>{link(id)} {item.at !== undefined && <span class="muted">en pausa desde el {instantText(item.at)}</span>}</>
  if (subject === "policy") return <>{link(item.comment ?? id)} {decision !== undefined && <span class="muted">{decision === "granted" ? "aprobado" : "devuelto"}</span>}</>
  if (subject === "period") return link(capitalized(periodText(id)))
  const titles = (code === undefined ? reasons ?? [] : [code]).map((code) => rules.find((rule) => rule.code === code && rule.subject === subject)?.title.es ?? code)
  return (
    <>
      {link(customerName ?? id)}
      {subject === "activity" && <span class="muted"> (actividad)</span>}{" "}
      <span class="muted">
        {obligation !== undefined && due !== undefined && `${obligationWords[obligation]}, ${due < me.now ? "venció" : "vence"} ${daysAwayText(due, me.now)}${due.slice(0, 10) === me.now.slice(0, 10) && obligation === "first-contact" ? ` a las ${timeText(due)}` : ""}`}
        {isIdle && `${obligation === undefined || due === undefined ? "" : " · "}sin contacto hace ${countText(daysSinceLast, "día", "días")}`}
        {titles.length > 0 && titles.join("; ")}
        {decision !== undefined && `: ${appealWords[decision].toLowerCase()}`}
        {code !== undefined && due !== undefined && `, ${due < me.now ? "venció" : "vence"} ${daysAwayText(due, me.now)}`}
        {escalation !== undefined && escalation !== "advisor" && ` · escalado al ${escalationWords[escalation]}`}
        {where !== undefined && ` · ${where}`}
      </span>
    </>
  )
}
