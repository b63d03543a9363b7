/** The places of the page, as its addresses name them. */
const names = [
  "hoy", "mes", "detalle", "prospecto", "actividad", "leads", "llamadas", "apelaciones", "tendencias", "cambios", "importar", "metas", "directorio", "datos-personales", "que-pasaria-si", "politica", "formularios", "cierre", "auditoria", "personas", "llaves", "mi-cuenta", "mensajes"
] as const

export type Place = typeof names[number]

const places: ReadonlySet<string> = new Set(names)

export const isPlace = (text: string): text is Place => places.has(text)
