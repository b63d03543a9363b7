/** The morning's letter: what `GET /v1/today` answers the same person, and for those who direct, the semaphores with what changed. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Today from "@crm-procedure/core/service/Today"
import type * as User from "@crm-procedure/core/service/User"
import type { Letter, Line, Section } from "./Letter.ts"

/** The two indicators of what a person directs, in percent; undefined without a goal. */
export interface Figures {
  readonly prospecting: number | undefined
  readonly followUp: number | undefined
}

export interface Options {
  /** Where the page is. */
  readonly publicUrl: string
  /** Whether customers' names may stand in an e-mail. */
  readonly showsNames: boolean
  readonly zone: Calendar.Zone
}

export interface Told {
  readonly today: Today.Today
  readonly directory: Directory.Directory
  readonly figures?: (Figures & { readonly colors: Readonly<Record<keyof Figures, string>> }) | undefined
  /** The figures of the letter before. */
  readonly before?: Readonly<Record<string, number>> | undefined
}

/** How many things of a task a letter lists. */
const LISTED = 8

const words: Readonly<Record<Today.Kind, { readonly title: string; readonly isUrgent?: true; readonly place: string }>> = {
  "lead-overdue": { title: "Vencido: llámelos primero", isUrgent: true, place: "leads?color=red" },
  "lead-due-today": { title: "Se le debe hoy a sus leads", place: "leads?color=yellow" },
  "lead-escalated": { title: "Escalados a usted", isUrgent: true, place: "leads?color=red" },
  "lead-red-by-advisor": { title: "Leads en rojo por asesor", isUrgent: true, place: "leads?color=red" },
  "appeal-answered": { title: "Apelaciones respondidas", place: "apelaciones" },
  "appeal-overdue": { title: "Apelaciones vencidas", isUrgent: true, place: "apelaciones" },
  "appeal-open": { title: "Apelaciones por decidir", place: "apelaciones" },
  "person-request-overdue": { title: "Solicitudes de datos personales vencidas", isUrgent: true, place: "datos-personales" },
  "person-request-open": { title: "Solicitudes de datos personales por responder", place: "datos-personales" },
  "record-stopped-counting": { title: "Dejaron de contar", place: "detalle?registro=prospectos&veredicto=invalid" },
  "record-counts-again": { title: "Vuelven a contar", place: "detalle?registro=prospectos&veredicto=valid" },
  "call-left": { title: "Llamadas de verificación por hacer", place: "llamadas" },
  "call-done": { title: "Llamadas hechas hoy", place: "llamadas" },
  "sample-not-drawn": { title: "Falta sortear la muestra", place: "llamadas" },
  "verification-open": { title: "Verificaciones abiertas", place: "llamadas" },
  "goal-missing": { title: "Asesores sin meta", place: "importar" },
  "period-not-closed": { title: "El mes anterior sigue abierto", place: "cierre" }
}

/** Tasks that a morning letter leaves out: they tell what was done during the day. */
const untold: ReadonlySet<Today.Kind> = new Set<Today.Kind>(["call-done"])

const obligations = { "first-contact": "primer contacto", "promised-step": "paso prometido" } as const

const requestWords = { consulta: "Consulta", reclamo: "Reclamo" } as const

const dayText = (zone: Calendar.Zone, instant: Calendar.Instant): string => Calendar.formatToSecond(zone, instant).slice(0, 16).replace("T", " ")

const lineOf = (item: Today.Item, { directory }: Told, { publicUrl, showsNames, zone }: Options): Line => {
  const advisor = item.advisorId === undefined ? undefined : directory.employees.find(({ employeeId }) => employeeId === item.advisorId)?.name ?? item.advisorId
  const name = item.subject === "advisor" ? directory.employees.find(({ employeeId }) => employeeId === item.id)?.name ?? item.id : item.subject === "person-request" ? requestWords[item.request!] : showsNames ? item.customerName ?? item.id : item.id
  const notes = [
    item.obligation === undefined ? "" : obligations[item.obligation],
    item.due === undefined ? "" : `vence ${dayText(zone, item.due)}`,
    item.daysSinceLast === undefined ? "" : `${item.daysSinceLast} días sin contacto`,
    item.redSince === undefined ? "" : `en rojo desde ${dayText(zone, item.redSince)}`,
    item.count === undefined ? "" : `${item.count}`,
    (item.reasons ?? []).length === 0 ? "" : `por ${item.reasons!.join(", ")}`,
    advisor === undefined || item.subject === "advisor" ? "" : advisor
  ].filter((one) => one !== "")
  const place = item.subject === "prospect" ? `prospecto/${encodeURIComponent(item.id)}` : item.subject === "activity" ? `actividad/${encodeURIComponent(item.id)}` : undefined
  return {
    text: name,
    ...(notes.length === 0 ? {} : { note: notes.join(" · ") }),
    ...(place === undefined ? {} : { href: `${publicUrl}/#/${place}` })
  }
}

const sectionOf = ({ count, items, kind }: Today.Task, told: Told, options: Options): Section => {
  const { isUrgent, place, title } = words[kind]
  const listed = items.slice(0, LISTED).map((item) => lineOf(item, told, options))
  const left = count - listed.length
  return {
    title: `${title}: ${count}`,
    lines: listed,
    ...(isUrgent === true ? { isUrgent } : {}),
    ...(left > 0 ? { rest: { text: `Y ${left} más`, href: `${options.publicUrl}/#/${place}` } } : {})
  }
}

const colors: Readonly<Record<string, string>> = { green: "en verde", yellow: "en amarillo", red: "en rojo", none: "sin meta" }

const percentText = (percent: number): string => `${percent.toFixed(1).replace(".", ",")} %`

const figureLine = (title: string, percent: number | undefined, color: string, before: number | undefined): Line => {
  const change = percent === undefined || before === undefined ? undefined : Math.round((percent - before) * 10) / 10
  return {
    text: `${title}: ${percent === undefined ? "sin meta" : `${percentText(percent)}, ${colors[color] ?? color}`}`,
    ...(change === undefined ? {} : { note: change === 0 ? "igual que en el mensaje anterior" : `${change > 0 ? "+" : "−"}${Math.abs(change).toFixed(1).replace(".", ",")} puntos desde el mensaje anterior` })
  }
}

/** The letter; undefined where there is nothing to say. */
export const letterOf = (user: User.User, told: Told, options: Options): Letter | undefined => {
  const { before, figures, today } = told
  const tasks = today.tasks.filter(({ count, kind }) => count > 0 && !untold.has(kind))
  if (tasks.length === 0 && figures === undefined) return undefined
  const urgent = tasks.filter(({ kind }) => words[kind].isUrgent === true).reduce((sum, { count }) => sum + count, 0)
  const semaphores: ReadonlyArray<Section> = figures === undefined ? [] : [{
    title: "Semáforos del mes",
    lines: [
      figureLine("Prospectos", figures.prospecting, figures.colors.prospecting, before?.["prospecting"]),
      figureLine("Seguimiento", figures.followUp, figures.colors.followUp, before?.["followUp"])
    ]
  }]
  return {
    subject: urgent > 0 ? `Su día: ${urgent} urgente${urgent === 1 ? "" : "s"}` : "Su día en el CRM",
    greeting: `Buenos días, ${user.name}.${tasks.length === 0 ? " No hay nada pendiente hoy." : ""}`,
    sections: [...semaphores, ...tasks.map((task) => sectionOf(task, told, options))],
    action: { text: "Abrir el CRM", href: `${options.publicUrl}/` },
    footer: "Lo recibe cada mañana hábil por su rol en el procedimiento GC-PRO-05. Puede apagarlo en Mi cuenta."
  }
}
