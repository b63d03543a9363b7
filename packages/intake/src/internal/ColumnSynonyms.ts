/** People's names for the columns of their own lists, by kind and field, in Spanish and English. The canonical names are left out. */
import type { Name } from "../CanonicalFile.ts"
import * as ExportColumns from "./ExportColumns.ts"

export type Synonyms = Readonly<Record<string, ReadonlyArray<string>>>

const excel = ExportColumns.exports["excel-es"].fields
const prospects: Synonyms = {
  ...Object.fromEntries(Object.entries(excel).map(([field, { columns }]) => [field, columns])),
  excludedAt: ["rne", "fecha rne", "no llamar"],
  assignedAt: ["asignado", "fecha asignación", "fecha de asignación"],
  stage: ["etapa", "estado", "estado del prospecto", "resultado"],
  stageAt: ["fecha etapa", "fecha de cierre", "fecha cierre", "fecha estado"]
}

const advisor: ReadonlyArray<string> = ["asesor", "vendedor", "asesor comercial", "ejecutivo", "responsable", "comercial"]
const branch: ReadonlyArray<string> = ["sede", "sucursal", "punto de venta", "agencia", "almacén"]

export const synonyms: Readonly<Record<Exclude<Name, "verification-calls" | "phone-log" | "waivers">, Synonyms>> = {
  prospects,
  activities: {
    activityId: ["código actividad", "código de actividad", "no. actividad", "id", "código", "consecutivo", "no."],
    prospectId: ["código prospecto", "código del prospecto", "prospecto", "código cliente", "id cliente"],
    advisorId: advisor,
    type: ["tipo de actividad", "actividad", "tipo actividad", "gestión", "tipo de gestión"],
    status: ["estado actividad", "estado de la actividad"],
    direction: ["dirección", "entrante/saliente"],
    plannedFor: ["fecha programada", "programada", "fecha planeada", "fecha agenda", "agendada para"],
    performedAt: ["fecha", "fecha actividad", "fecha de la actividad", "fecha gestión", "fecha de gestión", "fecha ejecución", "realizada"],
    outcome: ["resultado de la gestión", "respuesta"],
    note: ["observación", "observaciones", "comentario", "comentarios", "descripción", "detalle", "notas"],
    nextActionAt: ["próxima acción", "próximo contacto", "próxima gestión", "fecha próxima acción", "próximo seguimiento"],
    durationSeconds: ["duración", "duración (seg)"]
  },
  goals: {
    period: ["mes", "período", "mes meta"],
    advisorId: advisor,
    branchId: branch,
    brandId: ["marca"],
    prospects: ["meta prospectos", "meta de prospectos", "prospectos meta", "meta prospección", "# prospectos"],
    activities: ["meta actividades", "meta de actividades", "actividades meta", "meta seguimiento", "seguimientos", "# actividades"]
  },
  employees: {
    employeeId: ["código empleado", "código", "código asesor", "id", "cédula", "usuario"],
    name: ["nombre completo", "empleado", "asesor", "nombres y apellidos", "nombre y apellido", "funcionario"],
    role: ["cargo", "perfil", "puesto"],
    branchId: branch,
    line: ["línea de negocio", "unidad de negocio"],
    brandIds: ["marcas", "marca"],
    phone: ["celular", "móvil"],
    email: ["correo electrónico", "e-mail", "mail"],
    documentNumber: ["cédula", "documento", "identificación"],
    activeFrom: ["fecha de ingreso", "fecha ingreso", "ingreso", "fecha de vinculación", "desde"],
    activeTo: ["fecha de retiro", "fecha retiro", "retiro", "hasta"]
  },
  branches: {
    branchId: ["código sede", "código", "id"],
    name: ["sede", "nombre sede", "sucursal", "punto de venta", "agencia"],
    city: ["municipio", "ciudad sede"]
  },
  brands: {
    brandId: ["código marca", "código", "id"],
    name: ["marca", "nombre marca"],
    line: ["línea de negocio", "tipo de vehículo", "tipo"]
  }
}

/** What people call the values of a field, besides the procedure's own words. */
export const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  source: ExportColumns.sourceWords,
  type: {
    "Llamada telefónica": "call", Telefónica: "call", "Llamada saliente": "call", Wsp: "whatsapp", "Whats app": "whatsapp", "Correo electrónico": "email", "E-mail": "email", Mensaje: "sms",
    "Visita a sala": "visit", "Visita a la sala": "visit", "Visita a domicilio": "home-visit", "Test drive": "test-ride", "Test ride": "test-ride", "Prueba de ruta": "test-ride", Cotización: "quote",
    "Envío de cotización": "quote", "Cita": "meeting", Reunión: "meeting"
  },
  status: { Ejecutada: "performed", Hecha: "performed", Cumplida: "performed", Completada: "performed", Programada: "planned", Pendiente: "planned", Agendada: "planned", Anulada: "cancelled" },
  stage: {
    Vendido: "won", Venta: "won", Facturado: "won", Entregado: "won", Cerrado: "won", Descartado: "lost", "Perdida": "lost", Desistió: "lost", "No interesado": "lost", Activo: "open", Nuevo: "open",
    "En proceso": "open", "En seguimiento": "open", Seguimiento: "open"
  },
  role: {
    "Asesor comercial": "advisor", "Asesor de ventas": "advisor", Vendedor: "advisor", "Ejecutivo comercial": "advisor", "Asistente CRM": "crm-assistant", "Auxiliar CRM": "crm-assistant",
    "Agente CRM": "crm-agent", "Coordinador de mercadeo": "marketing-coordinator", "Coordinadora de mercadeo": "marketing-coordinator", "Gerente de motos": "motorcycle-manager",
    Gerente: "general-manager", "Gerente de ventas": "commercial-manager"
  },
  line: { Carro: "cars", Autos: "cars", Automóviles: "cars", Vehículos: "cars", Moto: "motorcycles", Motocicletas: "motorcycles" }
}
