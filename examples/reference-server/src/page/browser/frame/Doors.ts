/** The views of the page as its navigation offers them, and who may enter. */
import type { Place } from "./Place.ts"

export interface Door {
  readonly place: Place
  readonly label: string
  /** One of these must be allowed. */
  readonly actions: ReadonlyArray<string>
}

/** Doors that belong together, with a name for them. */
export interface Doors {
  readonly label: string
  readonly doors: ReadonlyArray<Door>
}

export const groups: ReadonlyArray<Doors> = [
  {
    label: "Trabajo",
    doors: [
      { place: "hoy", label: "Mi día", actions: ["today.read"] },
      { place: "leads", label: "Leads", actions: ["leads.read"] },
      { place: "detalle", label: "Registros", actions: ["records.list"] },
      { place: "llamadas", label: "Llamadas", actions: ["verification.call", "verification.read"] },
      { place: "apelaciones", label: "Apelaciones", actions: ["appeals.read"] }
    ]
  },
  {
    label: "Resultados",
    doors: [
      { place: "mes", label: "El mes", actions: ["scorecard.read"] },
      { place: "tendencias", label: "Tendencias", actions: ["scorecard.read"] },
      { place: "cambios", label: "Qué cambió", actions: ["changes.read"] },
      { place: "formularios", label: "Formularios", actions: ["forms.read"] },
      { place: "que-pasaria-si", label: "¿Qué pasaría si…?", actions: ["policy.compare"] }
    ]
  },
  {
    label: "Administración",
    doors: [
      { place: "importar", label: "Importar", actions: ["records.import", "leads.place"] },
      { place: "metas", label: "Metas", actions: ["goals.write"] },
      { place: "directorio", label: "Asesores y sedes", actions: ["goals.write"] },
      { place: "politica", label: "Política", actions: ["policies.read"] },
      { place: "cierre", label: "Cierre", actions: ["periods.read"] },
      { place: "auditoria", label: "Auditoría", actions: ["audit.read"] },
      { place: "datos-personales", label: "Datos personales", actions: ["people.search"] },
      { place: "personas", label: "Cuentas", actions: ["users.manage"] },
      { place: "llaves", label: "Llaves", actions: ["keys.manage"] }
    ]
  }
]

/** Under which door a place lies. */
export const doorOf = (place: Place): Place => place === "prospecto" || place === "actividad" ? "detalle" : place

/** The doors that a person with these rights may enter, in their groups. A CRM agent reads a prospect without a door of its own. */
export const openTo = (actions: ReadonlyArray<string>): ReadonlyArray<Doors> =>
  groups
    .map(({ doors, label }) => ({ label, doors: doors.filter((door) => door.actions.some((action) => actions.includes(action))) }))
    .filter(({ doors }) => doors.length > 0)

/** Whether a person with these rights may be at a place. */
export const mayEnter = (place: Place, actions: ReadonlyArray<string>): boolean =>
  place === "mi-cuenta" || place === "mensajes"
    ? true
    : place === "prospecto"
    ? actions.includes("prospects.read")
    : place === "actividad"
    ? actions.includes("activities.read")
    : openTo(actions).some(({ doors }) => doors.some((door) => door.place === place))
