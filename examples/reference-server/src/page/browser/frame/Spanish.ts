/** Numbers, dates and words as a person in Colombia reads them. */
import * as MonthName from "@crm-procedure/core/calendar/MonthName"
import type { CallOutcome, Color, ImportKind, ImportTarget, Role, Verdict } from "./Contract.ts"

const integers = new Intl.NumberFormat("es-CO", { maximumFractionDigits: 0, useGrouping: "always" })
const tenths = new Intl.NumberFormat("es-CO", { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: "always" })

/** `12.345` */
export const integerText = (value: number): string => integers.format(value)

/** `66,7 %`; a dash where there is no value. */
export const percentText = (percent: number | null): string => percent === null ? "—" : `${tenths.format(percent)}\u00a0%`

/** A share of 1 as a percentage: `15,4 %`. */
export const shareText = (share: number | null): string => share === null ? "—" : percentText(Math.round(share * 1000) / 10)

/** `25/30`; the count alone where there is no goal. */
export const againstGoalText = ({ goal, valid }: { readonly valid: number; readonly goal: number }): string =>
  goal === 0 ? integerText(valid) : `${integerText(valid)}/${integerText(goal)}`

/** `1 lead`, `12 leads` */
export const countText = (count: number, one: string, many: string): string => `${integerText(count)} ${count === 1 ? one : many}`

/** `marzo de 2024` */
export const periodText = (period: string): string => {
  const month = MonthName.spanish[Number(period.slice(5, 7)) - 1]
  return month === undefined ? period : `${month} de ${period.slice(0, 4)}`
}

export const capitalized = (text: string): string => text.charAt(0).toLocaleUpperCase("es-CO") + text.slice(1)

const instantParts = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}))?/

/** `5 mar 2024` of a local day or instant. */
export const dayText = (instant: string): string => {
  const parts = instantParts.exec(instant)
  return parts === null ? instant : `${Number(parts[3])} ${MonthName.spanish[Number(parts[2]) - 1]?.slice(0, 3) ?? parts[2]} ${parts[1]}`
}

/** `18:00` of a local instant. */
export const timeText = (instant: string): string => instantParts.exec(instant)?.[4] ?? instant

/** `5 mar 2024, 18:00` of a local instant with its offset. */
export const instantText = (instant: string): string => instantParts.exec(instant)?.[4] === undefined ? dayText(instant) : `${dayText(instant)}, ${timeText(instant)}`

/** The month before or after: `2024-02` for `2024-03` and -1. */
export const periodBeside = (period: string, months: number): string => {
  const number = Number(period.slice(0, 4)) * 12 + Number(period.slice(5, 7)) - 1 + months
  return `${String(Math.floor(number / 12)).padStart(4, "0")}-${String(number % 12 + 1).padStart(2, "0")}`
}

/** What the absence of a colour means depends on what is coloured. */
export type ColorWords = Readonly<Record<Color, string>>
const wordsWith = (none: string): ColorWords => ({ green: "Verde", yellow: "Amarillo", red: "Rojo", none })
export const indicatorWords = wordsWith("Sin meta")
export const complianceWords = wordsWith("Sin obligaciones")
export const leadWords = wordsWith("Cerrado")

export const prospectVerdictWords: Readonly<Record<Verdict, string>> = { valid: "Válido", invalid: "No válido", pending: "Pendiente" }
export const activityVerdictWords: Readonly<Record<Verdict, string>> = { valid: "Válida", invalid: "No válida", pending: "Pendiente" }

/** Of a record that came after its month's close, where there is room for a word. */
export const lateWords = { prospect: "tardío", activity: "tardía" } as const

export const roleWords: Readonly<Record<Role, string>> = {
  "crm-assistant": "Asistente CRM",
  "crm-agent": "Agente CRM",
  "marketing-coordinator": "Coordinador de mercadeo",
  "commercial-manager": "Gerente comercial",
  "motorcycle-manager": "Gerente Motos",
  "general-manager": "Gerente General",
  "advisor": "Asesor comercial",
  "integration": "Integración"
}

export const outcomeWords: Readonly<Record<CallOutcome, string>> = {
  "attended": "Sí lo atendieron",
  "not-attended": "No lo atendieron",
  "wrong-number": "Número equivocado",
  "no-answer": "No contestó",
  "refused": "No quiso responder",
  "call-back": "Pidió llamar después"
}

/** What each outcome means for the agent, in a few words. */
export const outcomeHints: Readonly<Record<CallOutcome, string>> = {
  "attended": "Confirma la atención del asesor",
  "not-attended": "La verificación falla",
  "wrong-number": "La verificación falla",
  "no-answer": "Se intentará de nuevo",
  "refused": "Queda sin conclusión",
  "call-back": "Vuelve a la cola más tarde"
}

export const conclusionWords = {
  open: "sigue abierta",
  confirmed: "confirmada",
  failed: "fallida",
  inconclusive: "sin conclusión",
  unreachable: "inubicable"
} as const

export const kindWords: Readonly<Record<ImportKind, string>> = {
  "branches": "Sedes",
  "brands": "Marcas",
  "employees": "Empleados",
  "goals": "Metas",
  "prospects": "Prospectos",
  "activities": "Actividades",
  "verification-calls": "Llamadas de verificación",
  "phone-log": "Registro de la central telefónica",
  "waivers": "Excusas"
}

export const requestKindWords = { consulta: "Consulta", reclamo: "Reclamo" } as const
export const requestChannelWords = { "in-person": "En persona", "phone": "Por teléfono", "email": "Por correo", "whatsapp": "Por WhatsApp", "letter": "Por carta", "web": "Por la web", "other": "Por otro medio" } as const

export const appealWords = { open: "Por decidir", overdue: "Vencida", granted: "Concedida", refused: "Negada" } as const

/** What a file holds. */
export const targetWords: Readonly<Record<ImportTarget, string>> = { ...kindWords, any: "Varias hojas" }

export const escalationWords = { "advisor": "Asesor", "manager": "Gerente de la sede", "general-manager": "Gerente General" } as const

export const obligationWords = { "first-contact": "Primer contacto", "promised-step": "Paso prometido" } as const
export const obligationStateWords = { met: "a tiempo", late: "tarde", missed: "sin cumplir", upcoming: "por vencer", cancelled: "ya no aplica" } as const

export const provenanceWords = { document: "Lo dice el procedimiento", law: "Lo exige la ley", assumption: "Supuesto del programa" } as const

export const indicatorNames = { prospecting: "Prospección", "follow-up": "Actividades de seguimiento" } as const

const fieldWords: ReadonlyMap<string, string> = new Map([
  ["fullName", "Nombre"],
  ["phone", "Teléfono"],
  ["email", "Correo"],
  ["documentType", "Tipo de documento"],
  ["documentNumber", "Documento"],
  ["createdAt", "Creado"],
  ["assignedAt", "Asignado"],
  ["recordedAt", "Registrado en el sistema"],
  ["advisorId", "Asesor"],
  ["branchId", "Sede"],
  ["brandId", "Marca"],
  ["source", "Fuente"],
  ["interest", "Vehículo de interés"],
  ["consentAt", "Autorización de datos"],
  ["consentPurpose", "Finalidad de la autorización"],
  ["consentChannel", "Canal de la autorización"],
  ["excludedAt", "Inscrito en el RNE"],
  ["stage", "Etapa"],
  ["stageAt", "Fecha de la etapa"],
  ["erasedAt", "Datos suprimidos"],
  ["prospectId", "Prospecto"],
  ["activityId", "Actividad"],
  ["callId", "Llamada"],
  ["type", "Tipo"],
  ["status", "Estado"],
  ["direction", "Sentido"],
  ["plannedFor", "Programada para"],
  ["performedAt", "Realizada"],
  ["outcome", "Resultado"],
  ["note", "Nota"],
  ["nextActionAt", "Próximo paso"],
  ["durationSeconds", "Duración (segundos)"],
  ["requestedByCustomer", "Pedida por el cliente"],
  ["verification", "Verificación"],
  ["period", "Mes"],
  ["prospects", "Meta de prospectos"],
  ["activities", "Meta de actividades"],
  ["employeeId", "Código"],
  ["name", "Nombre"],
  ["role", "Cargo"],
  ["line", "Línea"],
  ["brandIds", "Marcas"],
  ["city", "Ciudad"],
  ["activeFrom", "Desde"],
  ["activeTo", "Hasta"]
])

export const fieldWord = (field: string): string => fieldWords.get(field) ?? field

/** A phone as people read it, whatever way it is written: `300 123 4567`; one of another country keeps its code. */
export const phoneText = (phone: string): string => {
  const digits = phone.replaceAll(/[^0-9+]/g, "").replace(/^(?:\+|00)?57(?=[0-9]{10}$)/, "")
  return /^[0-9]{10}$/.test(digits) ? `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}` : phone.trim()
}

/** A phone's digits with the code of its country, as a program that dials needs them. */
export const phoneDigits = (phone: string): string => {
  const digits = phone.replaceAll(/[^0-9]/g, "").replace(/^00/, "")
  return digits.length === 10 ? `57${digits}` : digits
}

/** `hace 3 días`, `ayer`, `hoy`, `mañana`, `en 3 días` of a local day, as of another one. */
export const daysAwayText = (day: string, today: string): string => {
  const days = Math.round((Date.parse(day.slice(0, 10)) - Date.parse(today.slice(0, 10))) / 86_400_000)
  return days === 0 ? "hoy" : days === -1 ? "ayer" : days === 1 ? "mañana" : days < 0 ? `hace ${integerText(-days)} días` : `en ${integerText(days)} días`
}
