/**
 * The Spanish names of columns and values, as a dealership writes them in its files. One file may mix both languages; what is read
 * is kept in English.
 */

/** The Spanish name of each column, by its canonical name. */
export const columns: Readonly<Record<string, string>> = {
  prospect_id: "id_prospecto",
  created_at: "fecha_creacion",
  advisor_id: "id_asesor",
  branch_id: "id_sede",
  brand_id: "id_marca",
  full_name: "nombre_completo",
  document_type: "tipo_documento",
  document_number: "numero_documento",
  phone: "telefono",
  email: "correo",
  source: "fuente",
  interest: "interes",
  consent_at: "fecha_autorizacion",
  consent_purpose: "finalidad_autorizacion",
  consent_channel: "canal_autorizacion",
  excluded_at: "fecha_rne",
  assigned_at: "fecha_asignacion",
  stage: "etapa",
  stage_at: "fecha_etapa",
  employee_id: "id_empleado",
  name: "nombre",
  role: "rol",
  line: "linea",
  brand_ids: "ids_marcas",
  activity_id: "id_actividad",
  type: "tipo",
  status: "estado",
  direction: "sentido",
  planned_for: "fecha_planeada",
  performed_at: "fecha_realizada",
  recorded_at: "fecha_registro",
  outcome: "resultado",
  note: "nota",
  next_action_at: "proxima_accion",
  duration_seconds: "duracion_segundos",
  requested_by_customer: "pedida_por_cliente",
  period: "periodo",
  prospects: "prospectos",
  activities: "actividades",
  call_id: "id_llamada",
  subject_type: "tipo_registro",
  subject_id: "id_registro",
  agent_id: "id_agente",
  attempted_at: "fecha_intento",
  comment: "comentario",
  active_from: "activo_desde",
  active_to: "activo_hasta",
  city: "ciudad",
  entry_id: "id_entrada",
  started_at: "fecha_inicio",
  number: "numero",
  waiver_id: "id_excusa",
  code: "codigo",
  granted_at: "fecha_excusa",
  granted_by: "excusado_por",
  reason: "motivo"
}

/** The Spanish word of each value of an enumeration or an open list, by the value. */
export type Words = Readonly<Record<string, string>>

export const stages: Words = { open: "abierto", won: "ganado", lost: "perdido" }
export const statuses: Words = { planned: "planeada", performed: "realizada", cancelled: "cancelada" }
export const directions: Words = { outbound: "saliente", inbound: "entrante" }
export const booleans: Words = { true: "sí", false: "no" }
/** What a spreadsheet in Spanish writes for a truth value. */
export const spreadsheetBooleans: Words = { true: "verdadero", false: "falso" }
export const lines: Words = { cars: "carros", motorcycles: "motos" }
export const subjectTypes: Words = { prospect: "prospecto", activity: "actividad" }
export const verificationOutcomes: Words = {
  attended: "atendido",
  "not-attended": "no-atendido",
  "wrong-number": "numero-equivocado",
  "no-answer": "no-contesto",
  refused: "no-quiso",
  "call-back": "volver-a-llamar"
}
export const roles: Words = {
  advisor: "asesor",
  "crm-assistant": "asistente-crm",
  "crm-agent": "agente-crm",
  "marketing-coordinator": "coordinador-mercadeo",
  "motorcycle-manager": "gerente-motos",
  "commercial-manager": "gerente-comercial",
  "general-manager": "gerente-general"
}
export const activityTypes: Words = {
  call: "llamada",
  whatsapp: "whatsapp",
  email: "correo",
  sms: "sms",
  visit: "visita",
  "home-visit": "visita-domicilio",
  "test-ride": "prueba-de-manejo",
  quote: "cotizacion",
  meeting: "reunion"
}
export const sources: Words = {
  "brand-crm": "crm-marca",
  web: "web",
  social: "redes",
  "phone-lead": "telefono",
  "referral-lead": "referido-lead",
  "walk-in": "vitrina",
  street: "calle",
  event: "evento",
  referral: "referido",
  "customer-base": "base-clientes",
  "unsold-follow-up": "no-vendidos"
}
export const outcomes: Words = { rescheduled: "reprogramada", won: "ganado", lost: "perdido" }

const withoutMarks = (text: string): string => text.normalize("NFD").replace(/\p{M}+/gu, "")

/** The form in which values compare: without accents and capitals, with spaces, underscores and hyphens alike. */
export const valueForm = (text: string): string => withoutMarks(text).toLowerCase().replace(/[\s_-]+/gu, "-")

/** The form in which names of columns, files and sheets compare, likewise. */
export const nameForm = (text: string): string => withoutMarks(text.replace(/\p{Cf}+/gu, "").trim()).toLowerCase().replace(/[\s_-]+/gu, "_")
