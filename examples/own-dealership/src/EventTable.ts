/** Events, each raised once: the table `crm_eventos`. */
import type { KeptEvent, RaisedEvent } from "@crm-procedure/core/register/Records"
import type { Statements } from "./Database.ts"
import type { Row } from "./TableMapping.ts"

/** Raises the events whose keys were never raised. Answers these, in their order. */
export const raise = (sql: Statements, dealership: string, events: ReadonlyArray<RaisedEvent>): ReadonlyArray<RaisedEvent> =>
  events.filter(({ at, data, key, type }) =>
    sql.run(
      "INSERT INTO crm_eventos (empresa, clave, tipo, en, datos) VALUES (?, ?, ?, ?, ?) ON CONFLICT (empresa, clave) DO NOTHING",
      dealership,
      key,
      type,
      at,
      JSON.stringify(data) ?? null
    ) === 1)

const eventOf = (row: Row): KeptEvent => ({
  key: String(row["clave"]),
  type: String(row["tipo"]),
  at: Number(row["en"]),
  data: typeof row["datos"] === "string" ? JSON.parse(row["datos"]) as unknown : undefined,
  position: Number(row["posicion"])
})

/** The events of a type since an instant, the last raised first. */
export const latest = (sql: Statements, dealership: string, type: string, since: number, limit: number): ReadonlyArray<KeptEvent> =>
  sql.all("SELECT * FROM crm_eventos WHERE empresa = ? AND tipo = ? AND en >= ? ORDER BY posicion DESC LIMIT ?", dealership, type, since, limit).map(eventOf)

/** The events after a position, in order. */
export const read = (sql: Statements, dealership: string, after: number, limit: number): ReadonlyArray<KeptEvent> =>
  sql.all("SELECT * FROM crm_eventos WHERE empresa = ? AND posicion > ? ORDER BY posicion LIMIT ?", dealership, after, limit).map(eventOf)

/** The events whose keys begin with a text, in order. */
export const keyed = (sql: Statements, dealership: string, beginning: string): ReadonlyArray<KeptEvent> =>
  sql.all("SELECT * FROM crm_eventos WHERE empresa = ? AND clave >= ? ORDER BY clave", dealership, beginning)
    .map(eventOf)
    .filter(({ key }) => key.startsWith(beginning))
    .sort((one, other) => one.position - other.position)
