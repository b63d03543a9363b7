/** The morning's letter: what `GET /v1/today` answers the same person, and for those who direct, the semaphores with what changed. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as RuleMessages from "@crm-procedure/core/policy/RuleMessages"
import type * as Directory from "@crm-procedure/core/records/Directory"
import type * as Semaphore from "@crm-procedure/core/results/Semaphore"
import type * as Today from "@crm-procedure/core/service/Today"
import type * as User from "@crm-procedure/core/service/User"
import type { RejectedImport } from "@crm-procedure/http-api/imports/RejectedImports"
import type { Letter, Line, Section } from "./Letter.ts"
import * as Wording from "./Wording.ts"

/** An indicator of a scope. */
export interface Figure {
  /** Null without a goal. */
  readonly percent: number | null
  readonly color: Semaphore.Color
}

/** The two indicators of all that a person directs, or of one branch of it. */
export interface ScopeFigures {
  /** Undefined: all that the person directs. */
  readonly branchId: string | undefined
  readonly prospecting: Figure
  readonly followUp: Figure
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
  /** The imports with rejected rows, for the person who imports. */
  readonly imports: ReadonlyArray<RejectedImport>
  /** The month so far: all that the person directs, then its branches. Empty for those who direct nothing. */
  readonly figures: ReadonlyArray<ScopeFigures>
  /** The figures that the letter before told, and when. */
  readonly before?: { readonly figures: Readonly<Record<string, number>>; readonly at: Calendar.Instant } | undefined
}

/** How many things of a task a letter lists. */
const LISTED = 8

type Both = readonly [es: string, en: string]

const words: Readonly<Record<Today.Kind, { readonly title: Both; readonly isUrgent?: true; readonly place: string }>> = {
  "lead-overdue": { title: ["Vencido: llámelos primero", "Overdue: call them first"], isUrgent: true, place: "leads?color=red" },
  "lead-due-today": { title: ["Se le debe hoy a sus leads", "Owed to your leads today"], place: "leads?color=yellow" },
  "lead-escalated": { title: ["Escalados a usted", "Escalated to you"], isUrgent: true, place: "leads?color=red" },
  "lead-red-by-advisor": { title: ["Leads en rojo por asesor", "Red leads by advisor"], isUrgent: true, place: "leads?color=red" },
  "appeal-answered": { title: ["Apelaciones respondidas", "Answered appeals"], place: "apelaciones" },
  "appeal-overdue": { title: ["Apelaciones vencidas", "Overdue appeals"], isUrgent: true, place: "apelaciones" },
  "appeal-open": { title: ["Apelaciones por decidir", "Appeals to decide"], place: "apelaciones" },
  "person-request-overdue": { title: ["Solicitudes de datos personales vencidas", "Overdue requests about personal data"], isUrgent: true, place: "datos-personales" },
  "person-request-open": { title: ["Solicitudes de datos personales por responder", "Requests about personal data to answer"], place: "datos-personales" },
  "policy-draft-open": { title: ["Cambios de la política por aprobar", "Changes of the policy to approve"], place: "politica" },
  "policy-draft-answered": { title: ["Cambios de la política respondidos", "Answered changes of the policy"], place: "politica" },
  "record-stopped-counting": { title: ["Dejaron de contar", "Stopped counting"], place: "detalle?registro=prospectos&veredicto=invalid" },
  "record-counts-again": { title: ["Vuelven a contar", "Count again"], place: "detalle?registro=prospectos&veredicto=valid" },
  "call-left": { title: ["Llamadas de verificación por hacer", "Verification calls to make"], place: "llamadas" },
  "call-done": { title: ["Llamadas hechas hoy", "Calls made today"], place: "llamadas" },
  "sample-not-drawn": { title: ["Falta sortear la muestra", "The sample is not drawn"], place: "llamadas" },
  "verification-open": { title: ["Verificaciones abiertas", "Open verifications"], place: "llamadas" },
  "goal-missing": { title: ["Asesores sin meta", "Advisors without a goal"], place: "metas" },
  "period-not-closed": { title: ["El mes anterior sigue abierto", "The month before is still open"], place: "cierre" }
}

/** Tasks that a morning letter leaves out: they tell what was done during the day. */
const untold: ReadonlySet<Today.Kind> = new Set<Today.Kind>(["call-done"])

const obligations: Readonly<Record<string, Both>> = { "first-contact": ["primer contacto", "first contact"], "promised-step": ["paso prometido", "promised step"] }

const requests: Readonly<Record<NonNullable<Today.Item["request"]>, Both>> = { consulta: ["Consulta", "Consulta"], reclamo: ["Reclamo", "Reclamo"] }

const decisions: Readonly<Record<"granted" | "refused", Both>> = { granted: ["concedida", "granted"], refused: ["negada", "refused"] }

/** What a rule is called; the code of a rule that the dealership added. */
const ruleTitle = (language: Wording.Language, subject: Today.Item["subject"], code: string): string =>
  (subject === "activity" ? RuleMessages.activityRuleTexts : RuleMessages.prospectRuleTexts).find((rule) => rule.code === code)?.title[language] ?? code

const lineOf = (language: Wording.Language, item: Today.Item, { directory }: Told, { publicUrl, showsNames, zone }: Options): Line => {
  const say = Wording.inLanguage(language)
  const { advisorId, code, comment, count, customerName, daysSinceLast, decision, due, id, obligation, redSince, request, subject } = item
  const titles = (code === undefined ? item.reasons ?? [] : [code]).map((one) => ruleTitle(language, subject, one))
  const isDue = say("vence", "due")
  const notes = [
    obligation === undefined ? "" : say(...obligations[obligation]!),
    due === undefined ? "" : `${isDue} ${Wording.minuteText(zone, due)}`,
    daysSinceLast === undefined ? "" : say(`${Wording.countText(daysSinceLast, "día", "días")} sin contacto`, `${Wording.countText(daysSinceLast, "day", "days")} without contact`),
    redSince === undefined ? "" : `${say("en rojo desde", "red since")} ${Wording.minuteText(zone, redSince)}`,
    count === undefined || subject !== "advisor" ? "" : Wording.countText(count, "lead", "leads"),
    count === undefined || subject === "advisor" ? "" : Wording.countText(count, say("intento", "attempt"), say("intentos", "attempts")),
    titles.length === 0 ? "" : titles.join(", "),
    decision === undefined ? "" : subject === "policy" ? say(decision === "granted" ? "aprobado" : "devuelto", decision === "granted" ? "approved" : "declined") : say(...decisions[decision]),
    advisorId === undefined || subject === "advisor" ? "" : Wording.employeeName(directory, advisorId)
  ].filter((one) => one !== "")
  const place = subject === "prospect" ? `prospecto/${encodeURIComponent(id)}` : subject === "activity" ? `actividad/${encodeURIComponent(id)}` : subject === "policy" ? `politica/${encodeURIComponent(id)}` : undefined
  return {
    text: subject === "advisor" ? Wording.employeeName(directory, id) : request !== undefined ? say(...requests[request]) : subject === "policy" ? comment ?? id : showsNames ? customerName ?? id : id,
    ...(notes.length === 0 ? {} : { note: notes.join(" · ") }),
    ...(place === undefined ? {} : { href: `${publicUrl}/#/${place}` })
  }
}

/** The rest of a list that is longer than a letter shows. */
const restOf = (language: Wording.Language, left: number, href: string): Pick<Section, "rest"> =>
  left > 0 ? { rest: { text: Wording.inLanguage(language)(`Y ${left} más`, `And ${left} more`), href } } : {}

const sectionOf = (language: Wording.Language, { count, items, kind }: Today.Task, told: Told, options: Options): Section => {
  const { isUrgent, place, title } = words[kind]
  const listed = items.slice(0, LISTED)
  // Advisors are listed, and red leads are counted.
  const left = kind === "lead-red-by-advisor" ? items.length - listed.length : count - listed.length
  return {
    title: `${Wording.inLanguage(language)(...title)}: ${count}`,
    lines: listed.map((item) => lineOf(language, item, told, options)),
    ...(isUrgent === true ? { isUrgent } : {}),
    ...restOf(language, left, `${options.publicUrl}/#/${place}`)
  }
}

const importsSection = (language: Wording.Language, imports: ReadonlyArray<RejectedImport>, { publicUrl, zone }: Options): ReadonlyArray<Section> => {
  if (imports.length === 0) return []
  const say = Wording.inLanguage(language)
  const place = `${publicUrl}/#/importar`
  return [{
    title: `${say("Importaciones con filas rechazadas", "Imports with rejected rows")}: ${imports.length}`,
    lines: imports.slice(0, LISTED).map(({ at, file, id, rejected }) => ({
      text: file ?? id,
      note: `${Wording.countText(rejected, say("fila rechazada", "rejected row"), say("filas rechazadas", "rejected rows"))} · ${Wording.minuteText(zone, at)}`,
      href: place
    })),
    ...restOf(language, imports.length - LISTED, place)
  }]
}

// ---------------------------------------------------------------------------------------------------------------------
// Semaphores
// ---------------------------------------------------------------------------------------------------------------------

const colors: ReadonlyArray<Semaphore.Color> = ["none", "red", "yellow", "green"]
const indicators = ["prospecting", "followUp"] as const
type Indicator = typeof indicators[number]

const indicatorWords: Readonly<Record<Indicator, Both>> = { prospecting: ["Prospectos", "Prospects"], followUp: ["Seguimiento", "Follow-up"] }

const keyOf = (indicator: Indicator, { branchId }: ScopeFigures): string => branchId === undefined ? indicator : `${indicator} ${branchId}`

/** The figures of a letter as numbers, by which the next one says what changed. `month` is 202403. */
export const numbersOf = (figures: ReadonlyArray<ScopeFigures>, period: Calendar.Period): Readonly<Record<string, number>> =>
  Object.fromEntries([
    ["month", Number(period.replace("-", ""))],
    ...figures.flatMap((scope) => indicators.flatMap((indicator) => {
      const { color, percent } = scope[indicator]
      return [[`color ${keyOf(indicator, scope)}`, colors.indexOf(color)], ...(percent === null ? [] : [[keyOf(indicator, scope), percent]])] as const
    }))
  ])

/** What changed in an indicator since the letter before; undefined where that told another month, or nothing of it. */
const changeOf = (language: Wording.Language, indicator: Indicator, scope: ScopeFigures, before: Readonly<Record<string, number>>): string | undefined => {
  const say = Wording.inLanguage(language)
  const { color, percent } = scope[indicator]
  const percentBefore = before[keyOf(indicator, scope)]
  const colorBefore = colors[before[`color ${keyOf(indicator, scope)}`] ?? -1]
  if (percent === null || percentBefore === undefined) return undefined
  const change = Math.round((percent - percentBefore) * 10) / 10
  const points = change === 0 ? say("sin cambio", "no change") : `${change > 0 ? "+" : "−"}${Wording.decimalText(language, Math.abs(change))} ${say("puntos", "points")}`
  return colorBefore === undefined || colorBefore === color ? points : `${points}, ${say("antes", "before")} ${Wording.colorText(language, colorBefore)}`
}

const figureText = (language: Wording.Language, { color, percent }: Figure): string =>
  percent === null ? Wording.colorText(language, "none") : `${Wording.percentText(language, percent)} ${Wording.colorText(language, color)}`

/** The more urgent branches first. */
const urgencyOf = ({ followUp, prospecting }: ScopeFigures): number =>
  Math.min(...[followUp, prospecting].map(({ color }) => color === "none" ? colors.length : colors.indexOf(color)))

const semaphores = (language: Wording.Language, { before, directory, figures, today }: Told, { publicUrl, zone }: Options): ReadonlyArray<Section> => {
  const [whole, ...branches] = figures
  if (whole === undefined) return []
  const say = Wording.inLanguage(language)
  const isComparable = before?.figures["month"] === Number(Calendar.periodOf(zone, today.asOf).replace("-", ""))
  const known = isComparable ? before!.figures : {}
  const dayOf = (instant: Calendar.Instant): Calendar.LocalDay => Calendar.localDayOf(zone, instant)
  const since = !isComparable
    ? ""
    : dayOf(before!.at) === dayOf(today.asOf) - 1
    ? say(", y el cambio desde ayer", ", and the change since yesterday")
    : say(`, y el cambio desde el ${Calendar.formatDay(dayOf(before!.at))}`, `, and the change since ${Calendar.formatDay(dayOf(before!.at))}`)
  const ofWhole = indicators.map((indicator): Line => {
    const change = changeOf(language, indicator, whole, known)
    return { text: `${say(...indicatorWords[indicator])}: ${figureText(language, whole[indicator])}`, ...(change === undefined ? {} : { note: change }) }
  })
  const ofBranch = (scope: ScopeFigures): Line => {
    const changes = indicators.flatMap((indicator) => {
      const change = changeOf(language, indicator, scope, known)
      return change === undefined ? [] : [`${say(...indicatorWords[indicator]).toLowerCase()} ${change}`]
    })
    const texts = indicators.map((indicator) => `${say(...indicatorWords[indicator]).toLowerCase()} ${figureText(language, scope[indicator])}`)
    return { text: `${Wording.branchName(directory, scope.branchId!)}: ${texts.join(" · ")}`, ...(changes.length === 0 ? {} : { note: changes.join(" · ") }) }
  }
  const shown = branches.length < 2 ? [] : branches.toSorted((one, other) => urgencyOf(one) - urgencyOf(other)).slice(0, LISTED)
  return [{
    title: `${say("Semáforos del mes", "Semaphores of the month")}${since}`,
    lines: [...ofWhole, ...shown.map(ofBranch)],
    ...restOf(language, branches.length < 2 ? 0 : branches.length - shown.length, `${publicUrl}/#/mes`)
  }]
}

/** How many things are urgent. Tasks of leads show the same red leads in several ways: each lead counts once. */
const urgentOf = (tasks: ReadonlyArray<Today.Task>): number => {
  const { leads = [], others = [] } = Object.groupBy(tasks.filter(({ kind }) => words[kind].isUrgent === true), ({ kind }) => kind.startsWith("lead-") ? "leads" : "others")
  return Math.max(0, ...leads.map(({ count }) => count)) + others.reduce((sum, { count }) => sum + count, 0)
}

/** The letter; undefined where there is nothing to say. */
export const letterOf = (user: Pick<User.User, "name" | "language">, told: Told, options: Options): Letter | undefined => {
  const { language, name } = user
  const { figures, imports, today } = told
  const say = Wording.inLanguage(language)
  const tasks = today.tasks.filter(({ count, kind }) => count > 0 && !untold.has(kind))
  const hasTasks = tasks.length + imports.length > 0
  if (!hasTasks && figures.length === 0) return undefined
  const urgent = urgentOf(tasks)
  return {
    language,
    subject: urgent > 0
      ? say(`Su día: ${Wording.countText(urgent, "urgente", "urgentes")}`, `Your day: ${urgent} urgent`)
      : say("Su día en el CRM", "Your day in the CRM"),
    greeting: `${say("Buenos días", "Good morning")}, ${name}.${hasTasks ? "" : say(" No hay nada pendiente hoy.", " There is nothing to do today.")}`,
    sections: [
      ...semaphores(language, told, options),
      ...tasks.map((task) => sectionOf(language, task, told, options)),
      ...importsSection(language, imports, options)
    ],
    action: { text: say("Abrir el CRM", "Open the CRM"), href: `${options.publicUrl}/` },
    footer: say(
      "Lo recibe cada mañana hábil por su rol en el procedimiento GC-PRO-05. Puede apagarlo en Mensajes.",
      "You get it each business morning for your role in the procedure GC-PRO-05. You can turn it off in Mensajes."
    )
  }
}
