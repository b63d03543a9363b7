/** What each column of the templates means, in Spanish, with an example: for the people who fill them in. */
import type { Name } from "../CanonicalFile.ts"

export interface Explanation {
  readonly explanation: string
  readonly example: string
}

/** What the sheet of each kind is called by people. */
export const titles: Readonly<Record<Name, string>> = {
  branches: "Sedes del concesionario",
  brands: "Marcas que se venden",
  employees: "Empleados: asesores, coordinadores y gerentes",
  prospects: "Prospectos",
  activities: "Actividades de seguimiento",
  goals: "Metas del mes por asesor, sede y marca",
  "verification-calls": "Llamadas de verificación",
  "phone-log": "Registro de la central telefónica",
  waivers: "Excusas"
}

const text = (explanation: string, example: string): Explanation => ({ explanation, example })

/** By field, where a kind does not say it otherwise. */
const common: Readonly<Record<string, Explanation>> = {
  prospectId: text("Código del prospecto; no se repite.", "P-1001"),
  activityId: text("Código de la actividad; no se repite.", "ACT-5001"),
  advisorId: text("Código del asesor, como está en empleados.", "A1"),
  branchId: text("Código de la sede, como está en sedes.", "S1"),
  brandId: text("Código de la marca, como está en marcas.", "M1"),
  employeeId: text("Código del empleado.", "A1"),
  createdAt: text("Cuándo se registró el prospecto: día/mes/año y, si se sabe, la hora.", "5/03/2024 2:30 p. m."),
  fullName: text("Nombres y apellidos del cliente.", "Luz Marina Peña"),
  documentType: text("Tipo de documento: CC, CE, TI, NIT, PA o PPT.", "CC"),
  documentNumber: text("Número del documento; del NIT, con su dígito de verificación.", "1020345678"),
  phone: text("Celular o teléfono fijo, como se marca.", "310 456 7812"),
  email: text("Correo electrónico.", "luz.pena@correo.co"),
  source: text("De dónde llegó el prospecto.", "redes"),
  interest: text("El vehículo que le interesa.", "Zarak 150"),
  consentAt: text("Cuándo autorizó el cliente el tratamiento de sus datos.", "5/03/2024"),
  consentPurpose: text("Para qué autorizó el uso de sus datos.", "contacto comercial"),
  consentChannel: text("Por qué medio dio la autorización.", "formulario web"),
  excludedAt: text("Desde cuándo está en el Registro de Números Excluidos (RNE).", ""),
  assignedAt: text("Cuándo se asignó al asesor, si fue después de registrarlo.", ""),
  recordedAt: text("Cuándo se escribió en el sistema, si fue después.", ""),
  stage: text("Etapa del prospecto; vacío es abierto.", "abierto"),
  stageAt: text("Cuándo se ganó o se perdió; obligatoria con ganado y perdido.", ""),
  type: text("Qué se hizo o se hará.", "llamada"),
  status: text("Si está planeada, realizada o cancelada.", "realizada"),
  direction: text("Saliente si llamó el asesor, entrante si llamó el cliente; vacío es saliente.", "saliente"),
  plannedFor: text("Para cuándo se planeó.", "6/03/2024 10:00 a. m."),
  performedAt: text("Cuándo se realizó.", "6/03/2024 10:15 a. m."),
  outcome: text("En qué terminó.", ""),
  note: text("Qué se habló; con palabras propias.", "Pidió cotización de la Zarak 150"),
  nextActionAt: text("Para cuándo quedó lo siguiente.", "8/03/2024"),
  durationSeconds: text("Cuánto duró, en segundos.", "95"),
  requestedByCustomer: text("Sí, si el cliente pidió que lo llamaran fuera de horario.", "no"),
  period: text("El mes de la meta.", "2024-03"),
  name: text("Nombre.", ""),
  role: text("Cargo según el procedimiento.", "asesor"),
  line: text("Línea de negocio: carros o motos.", "motos"),
  brandIds: text("Marcas que vende, separadas por |; vacío son todas las de su línea.", "M1|M2"),
  activeFrom: text("Primer día en esta sede y este cargo.", "1/02/2023"),
  activeTo: text("Último día; vacío mientras siga.", ""),
  city: text("Ciudad de la sede.", "Bogotá"),
  callId: text("Código de la llamada de verificación; no se repite.", "V-1"),
  subjectType: text("Si se verificó un prospecto o una actividad.", "prospecto"),
  subjectId: text("Código del prospecto o de la actividad.", "P-1001"),
  agentId: text("Código del agente CRM que llamó.", "G1"),
  attemptedAt: text("Cuándo se llamó.", "8/03/2024 9:00 a. m."),
  comment: text("Lo que dijo el cliente.", "")
}

const own: { readonly [Kind in Name]?: Readonly<Record<string, Explanation>> } = {
  branches: { branchId: text("Código de la sede; no se repite.", "S1"), name: text("Nombre de la sede.", "Norte") },
  brands: { brandId: text("Código de la marca; no se repite.", "M1"), name: text("Nombre de la marca.", "Zarak") },
  employees: {
    name: text("Nombres y apellidos del empleado.", "Ana Ruiz"),
    branchId: text("Código de la sede; obligatoria para un asesor.", "S1"),
    email: text("Correo electrónico.", "ana.ruiz@concesionario.co")
  },
  activities: { prospectId: text("Código del prospecto, como está en prospectos.", "P-1001") },
  goals: { prospects: text("Prospectos válidos que debe lograr en el mes.", "40"), activities: text("Actividades válidas que debe lograr en el mes.", "120") },
  "verification-calls": { outcome: text("Qué pasó en la llamada.", "atendido") }
}

/** What a field of a kind means. */
export const of = (kind: Name, field: string): Explanation => own[kind]?.[field] ?? common[field] ?? text("", "")
