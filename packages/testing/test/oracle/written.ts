/** Reads names, dates, months, numbers and words as people write them. See docs/guides/importing.md. */
import { dayMillis, daysInMonth, hourMillis, localDayOf, minuteMillis, readDate, readInstant, secondMillis, startOfDay } from "./calendar.ts"

const withoutMarks = (text: string): string => Array.from(text.normalize("NFD")).filter((character) => !/\p{M}/u.test(character)).join("")

/** NFC, no format characters, trimmed, case-blind, space, hyphen and underscore alike, several as one, accents kept or dropped. */
const nameForm = (text: string): string => withoutMarks(Array.from(text.normalize("NFC")).filter((character) => !/\p{Cf}/u.test(character)).join("").trim().toLowerCase()).replace(/[ _\s-]+/gu, " ")

export const spanishColumns: Readonly<Record<string, string>> = {
  prospect_id: "id_prospecto", created_at: "fecha_creacion", advisor_id: "id_asesor", branch_id: "id_sede", brand_id: "id_marca", full_name: "nombre_completo", document_type: "tipo_documento",
  document_number: "numero_documento", phone: "telefono", email: "correo", source: "fuente", interest: "interes", consent_at: "fecha_autorizacion", consent_purpose: "finalidad_autorizacion",
  consent_channel: "canal_autorizacion", excluded_at: "fecha_rne", assigned_at: "fecha_asignacion", stage: "etapa", stage_at: "fecha_etapa", employee_id: "id_empleado", name: "nombre", role: "rol",
  line: "linea", brand_ids: "ids_marcas", activity_id: "id_actividad", type: "tipo", status: "estado", direction: "sentido", planned_for: "fecha_planeada", performed_at: "fecha_realizada",
  recorded_at: "fecha_registro", outcome: "resultado", note: "nota", next_action_at: "proxima_accion", duration_seconds: "duracion_segundos", requested_by_customer: "pedida_por_cliente",
  period: "periodo", prospects: "prospectos", activities: "actividades", call_id: "id_llamada", subject_type: "tipo_registro", subject_id: "id_registro", agent_id: "id_agente",
  attempted_at: "fecha_intento", comment: "comentario", active_from: "activo_desde", active_to: "activo_hasta", city: "ciudad",
  entry_id: "id_entrada", started_at: "fecha_inicio", number: "numero", waiver_id: "id_excusa", code: "codigo", granted_at: "fecha_excusa", granted_by: "excusado_por", reason: "motivo"
}

/** The column of a table that a header cell names. */
export const columnNamed = (cell: string, columns: ReadonlyArray<string>): string | undefined =>
  columns.find((column) => [column, spanishColumns[column]!].some((name) => nameForm(name) === nameForm(cell)))

const spanishFiles = {
  employees: "empleados", branches: "sedes", brands: "marcas", prospects: "prospectos", activities: "actividades", goals: "metas", "verification-calls": "llamadas-de-verificacion",
  "phone-log": "registro-de-llamadas", waivers: "excusas"
} as const

/** The file that a name names, without its ending. */
export const fileNamed = (name: string): keyof typeof spanishFiles | undefined =>
  (Object.keys(spanishFiles) as Array<keyof typeof spanishFiles>).find((file) => [file, spanishFiles[file]].some((one) => nameForm(one) === nameForm(name)))

// ---------------------------------------------------------------------------------------------------------------------
// Words

const spanishValues: ReadonlyArray<readonly [english: string, spanish: string]> = [
  ["open", "abierto"], ["won", "ganado"], ["lost", "perdido"], ["planned", "planeada"], ["performed", "realizada"], ["cancelled", "cancelada"], ["outbound", "saliente"], ["inbound", "entrante"],
  ["true", "sí"], ["false", "no"], ["cars", "carros"], ["motorcycles", "motos"], ["prospect", "prospecto"], ["activity", "actividad"], ["attended", "atendido"], ["not-attended", "no-atendido"],
  ["wrong-number", "numero-equivocado"], ["no-answer", "no-contesto"], ["refused", "no-quiso"], ["call-back", "volver-a-llamar"], ["advisor", "asesor"], ["crm-assistant", "asistente-crm"],
  ["crm-agent", "agente-crm"], ["marketing-coordinator", "coordinador-mercadeo"], ["motorcycle-manager", "gerente-motos"], ["commercial-manager", "gerente-comercial"], ["general-manager", "gerente-general"]
]

const openLists: Readonly<Record<string, ReadonlyArray<readonly [english: string, spanish: string]>>> = {
  type: [["call", "llamada"], ["whatsapp", "whatsapp"], ["email", "correo"], ["sms", "sms"], ["visit", "visita"], ["home-visit", "visita-domicilio"], ["test-ride", "prueba-de-manejo"], ["quote", "cotizacion"], ["meeting", "reunion"]],
  source: [
    ["brand-crm", "crm-marca"], ["web", "web"], ["social", "redes"], ["phone-lead", "telefono"], ["referral-lead", "referido-lead"], ["walk-in", "vitrina"], ["street", "calle"], ["event", "evento"],
    ["referral", "referido"], ["customer-base", "base-clientes"], ["unsold-follow-up", "no-vendidos"]
  ],
  // The default policy lists these outcomes itself.
  outcome: [["rescheduled", "reprogramada"], ["won", "ganado"], ["lost", "perdido"], ...["no-answer", "voicemail", "busy", "wrong-number", "not-delivered"].map((word) => [word, word] as const)]
}

const wordForm = (text: string): string => withoutMarks(text).toLowerCase().replace(/[\s_-]+/gu, " ")

export const readEnumeration = (text: string, values: ReadonlyArray<string>): string | undefined =>
  values.find((value) => [value, ...spanishValues.filter(([english]) => english === value).map(([, spanish]) => spanish)].some((word) => wordForm(word) === wordForm(text)))

/** A word that no list has stays as it is written. */
export const readOpenWord = (column: string, text: string): string => openLists[column]!.find((words) => words.some((word) => wordForm(word) === wordForm(text)))?.[0] ?? text

// ---------------------------------------------------------------------------------------------------------------------
// Dates, months, numbers

const months = ["ene|enero|jan|january", "feb|febrero|february", "mar|marzo|march", "abr|abril|apr|april", "may|mayo", "jun|junio|june", "jul|julio|july", "ago|agosto|aug|august", "sep|sept|set|septiembre|setiembre|september", "oct|octubre|october", "nov|noviembre|november", "dic|diciembre|dec|december"]
const monthNamed = (name: string): number => months.findIndex((names) => names.split("|").includes(withoutMarks(name).toLowerCase().replace(/\.$/, ""))) + 1

interface LocalDate {
  readonly year: number
  readonly month: number
  readonly day: number
  /** Milliseconds since midnight; undefined where no time is written. */
  readonly millis: number | undefined
}

/** `d/m/yyyy` and its relatives, with an optional time. */
export const dayFirst = (text: string): LocalDate | undefined => {
  const [, dateText, hours, minutes, seconds, half] = /^(.*?)(?:(?:, *| +)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: *([ap])\.? ?m\.?)?)?$/iu.exec(text) ?? []
  const byNumber = /^([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})$/.exec(dateText ?? "")
  const byName = /^([0-9]{1,2})-(\p{L}+\.?)-([0-9]{2}|[0-9]{4})$/u.exec(dateText ?? "")
  const [dayText, month, yearText] = byNumber !== null ? [byNumber[1]!, Number(byNumber[3]), byNumber[4]!] : byName !== null ? [byName[1]!, monthNamed(byName[2]!), byName[3]!] : []
  if (dayText === undefined || month === undefined || yearText === undefined) return undefined
  const [year, day] = [Number(yearText.length === 2 ? `20${yearText}` : yearText), Number(dayText)]
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  if (hours === undefined) return { year, month, day, millis: undefined }
  const hour = half === undefined ? Number(hours) : Number(hours) < 1 || Number(hours) > 12 ? 99 : (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0)
  if (hour > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined
  return { year, month, day, millis: hour * hourMillis + Number(minutes) * minuteMillis + Number(seconds ?? 0) * secondMillis }
}

const localDay = ({ day, month, year }: LocalDate): number => readDate([String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-"))!

/** ISO with any number of fraction digits (cut to milliseconds), hours of one digit, offsets of hours alone. */
const readIso = (text: string): number | undefined => {
  const strict = text
    .replace(/^(.{10}[T ])([0-9]:)/, "$10$2")
    .replace(/(:[0-9]{2}:[0-9]{2}\.)([0-9]+)/, (_, time: string, digits: string) => time + digits.padEnd(3, "0").slice(0, 3))
    .replace(/^(.{10}[T ].*:.*[+-][0-9]{2})$/, "$1:00")
  return readInstant(strict)
}

export const readWrittenInstant = (text: string): number | undefined => {
  const local = dayFirst(text)
  return local === undefined ? readIso(text) : startOfDay(localDay(local)) + (local.millis ?? 0)
}

/** A day: a date alone, or one at local midnight. */
export const readDay = (text: string): number | undefined => {
  const local = dayFirst(text)
  if (local !== undefined) return (local.millis ?? 0) === 0 ? localDay(local) : undefined
  const at = readIso(text)
  if (at === undefined) return undefined
  const day = localDayOf(at)
  return startOfDay(day) === at && (text.length > 10 || readDate(text) === day) ? day : undefined
}

export const readPeriod = (text: string): string | undefined => {
  const written = (year: string | undefined, month: number): string | undefined =>
    month >= 1 && month <= 12 && Number(year) > 0 ? `${year}-${String(month).padStart(2, "0")}` : undefined
  const iso = /^([0-9]{4})-([0-9]{2})$/.exec(text)
  if (iso !== null) return written(iso[1], Number(iso[2]))
  const numbered = /^([0-9]{1,2})[-/]([0-9]{4})$/.exec(text)
  if (numbered !== null) return written(numbered[2], Number(numbered[1]))
  const named = /^(\p{L}+\.?)(?:[-/ ]| +de +| +)([0-9]{4})$/u.exec(text) ?? /^(\p{L}+\.?)-([0-9]{2})$/u.exec(text)
  if (named !== null) return written(named[2]!.padStart(4, "20"), monthNamed(named[1]!))
  const day = readDay(text)
  if (day === undefined) return undefined
  const date = new Date(day * dayMillis).toISOString()
  return date.slice(8, 10) === "01" ? date.slice(0, 7) : undefined
}

/** Digits, groups of three, zeros after a separator, or both with different signs. */
export const readWholeNumber = (text: string): number | undefined => {
  const forms: ReadonlyArray<readonly [RegExp, (match: RegExpExecArray) => string]> = [
    [/^[0-9]+$/, ([all]) => all],
    [/^([0-9]{1,3}(?:\.[0-9]{3})+)(?:,0+)?$/, ([, whole]) => whole!.replaceAll(".", "")],
    [/^([0-9]{1,3}(?:,[0-9]{3})+)(?:\.0+)?$/, ([, whole]) => whole!.replaceAll(",", "")],
    [/^([0-9]+)[.,]0+$/, ([, whole]) => whole!]
  ]
  for (const [form, digitsOf] of forms) {
    const match = form.exec(text)
    if (match !== null) return Number(digitsOf(match))
  }
  return undefined
}
