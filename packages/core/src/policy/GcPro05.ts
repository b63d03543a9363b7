/**
 * GC-PRO-05 "Procedimiento de CRM", version 02, as issued. The Spanish texts are the source's own words, its spelling
 * included; the English ones are our translation.
 *
 * @example
 * ```ts run
 * import { GcPro05 } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * assert.deepEqual([GcPro05.code, GcPro05.version02.version], ["GC-PRO-05", "02"])
 * assert.deepEqual(GcPro05.version02.indicators.map(({ code }) => code), ["prospecting", "follow-up"])
 * ```
 */
import * as Calendar from "../calendar/Calendar.ts"
import { documentClause } from "./Procedure.ts"
import type { Annex, Control, IndicatorClause, Participant, Procedure, Resource, Risk } from "./Procedure.ts"

/** The code that every clause id begins with. */
export const code = "GC-PRO-05"

const clause = (path: string, es: string, en: string) => documentClause(`${code}/${path}`, { es, en })

const participant = (role: Participant["role"], es: string, en: string): Participant => ({
  ...clause(`participant/${role}`, es, en),
  role
})

const risk = (code: string, path: string, control: Control, es: string, en: string): Risk => ({
  ...clause(`risk/${path}`, es, en),
  code,
  control
})

const indicator = (code: IndicatorClause["code"], name: IndicatorClause["name"], es: string, en: string): IndicatorClause => ({
  ...clause(`indicator/${code}`, es, en),
  code,
  name
})

const resource = (kind: Resource["kind"], label: Resource["label"], es: string, en: string): Resource => ({
  ...clause(`resource/${kind}`, es, en),
  kind,
  label
})

const annex = (formCode: string, es: string, en: string): Annex => ({ ...clause(`annex/${formCode}`, es, en), formCode })

/** Version 02, in force since 31 March 2024. */
export const version02: Procedure = {
  code,
  version: "02",
  title: { es: "PROCEDIMIENTO DE CRM", en: "CRM PROCEDURE" },
  headerName: { es: "PROCEDIMIENTO CRM", en: "CRM PROCEDURE" },
  company: "CARRAZOS SAS",
  area: { es: "GESTIÓN COMERCIAL", en: "COMMERCIAL MANAGEMENT" },
  effectiveFrom: Calendar.dayOf(2024, 3, 31),
  headings: {
    objective: { es: "Objetivo del procedimiento", en: "Objective of the procedure" },
    scope: { es: "Alcance", en: "Scope" },
    responsible: { es: "Responsable", en: "Responsible" },
    participants: { es: "Participantes", en: "Participants" },
    risks: { es: "Riesgos y controles", en: "Risks and controls" },
    indicators: { es: "Indicadores", en: "Indicators" },
    requirements: { es: "Requisitos (Norma, Ley, Organización)", en: "Requirements (standard, law, organisation)" },
    resources: { es: "Recursos (Humano, Infraestructura y económico)", en: "Resources (human, infrastructure and economic)" },
    annexes: { es: "Anexos", en: "Annexes" }
  },
  objective: clause(
    "objective",
    "Realizar seguimiento a la prospección y a las actividades creadas por parte de la fuerza comercial de CARRAZOS SAS.",
    "To follow up the prospecting and the activities created by the sales force of CARRAZOS SAS."
  ),
  scope: clause(
    "scope",
    "Este procedimiento aplica para la fuerza comercial de Carrazos SAS.",
    "This procedure applies to the sales force of Carrazos SAS."
  ),
  responsible: {
    ...clause("responsible", "Asistente CRM", "CRM assistant"),
    role: "crm-assistant"
  },
  participants: [
    participant("marketing-coordinator", "Coordinador de mercadeo", "Marketing coordinator"),
    participant("crm-agent", "Agente CRM", "CRM agent"),
    participant("advisor", "Asesores comerciales", "Sales advisors"),
    participant("motorcycle-manager", "Gerente Motos", "Motorcycle manager"),
    participant("commercial-manager", "Gerentes comerciales", "Commercial managers"),
    participant("general-manager", "Gerente General", "General manager")
  ],
  risks: [
    risk(
      "R1",
      "fake-customers",
      clause("control/verification-call", "Llamada de verificación de atención asesor", "Call to verify that the advisor attended the customer"),
      "Creación de clientes falsos",
      "Creation of fake customers"
    ),
    risk(
      "R2",
      "leads-not-followed-up",
      clause("control/compliance-report", "Reporte de cumplimiento CRM", "CRM compliance report"),
      "No realización de seguimiento a LEADS",
      "LEADS are not followed up"
    )
  ],
  indicators: [
    indicator(
      "prospecting",
      { es: "PROSPECCIÓN CARRAZOS", en: "CARRAZOS PROSPECTING" },
      "Prospectos validos / Meta prospectos X 100%",
      "Valid prospects / Prospect goal × 100%"
    ),
    indicator(
      "follow-up",
      { es: "ACTIVIDADES DE SEGUIMIENTO", en: "FOLLOW-UP ACTIVITIES" },
      "Actividades realizadas válidas / Meta actividad seguimiento x 100%",
      "Valid performed activities / Follow-up activity goal × 100%"
    )
  ],
  requirements: [
    clause("requirement/sales-methods", "Lineamientos métodos de ventas CARRAZOS.", "CARRAZOS guidelines on sales methods."),
    clause("requirement/brand-platforms", "Requisitos de uso plataformas CRM marcas.", "Requirements for the use of the brands' CRM platforms.")
  ],
  resources: [
    resource("human", { es: "Humano", en: "Human" }, "personal competente", "competent staff"),
    resource(
      "infrastructure",
      { es: "Infraestructura", en: "Infrastructure" },
      "Instalaciones, equipos de cómputo, teléfonos, internet y papelería",
      "Premises, computers, telephones, internet and stationery"
    ),
    resource("economic", { es: "Económico", en: "Economic" }, "Presupuesto mercadeo", "Marketing budget")
  ],
  annexes: [
    annex("GC-FOR-05", "Informe Validez de Actividades de Seguimiento", "Report on the validity of follow-up activities"),
    annex("GC-FOR-06", "Informe Validez de Prospectos", "Report on the validity of prospects"),
    annex("GC-FOR-21", "Registro Semáforo de Seguimiento", "Follow-up semaphore record")
  ]
}

/** Every version issued so far. */
export const versions: readonly [Procedure, ...ReadonlyArray<Procedure>] = [version02]
