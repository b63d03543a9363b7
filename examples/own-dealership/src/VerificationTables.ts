/** What the verification calls need: samples, leases and reopenings. The existing tables have no columns for them. */
import type { Instant, Period } from "@crm-procedure/core/calendar/Calendar"
import * as VerificationsLeft from "@crm-procedure/core/register/VerificationsLeft"
import type { DrawnSample, Lease, LeftQuery, LeftVerification, Reopening, Selection, SubjectKey, VerifiedRecord } from "@crm-procedure/core/register/Records"
import * as CallTable from "./CallTable.ts"
import * as ControlTables from "./ControlTables.ts"
import * as Option from "effect/Option"
import type { Statements } from "./Database.ts"
import type { Row } from "./TableMapping.ts"

const subjectOf = (row: Row): SubjectKey => ({ type: row["sobre"] as SubjectKey["type"], id: String(row["referencia"]) })

const selectionOf = (row: Row): Omit<Selection, "period"> =>
  ({ ...subjectOf(row), advisorId: String(row["vendedor"]), kind: row["clase"] as Selection["kind"] })

/** Rows of a dealership, all or those about the subjects. */
const about = (sql: Statements, select: string, dealership: string, subjects: ReadonlyArray<SubjectKey> | undefined): ReadonlyArray<Row> =>
  subjects === undefined
    ? sql.all(`${select} WHERE empresa = ?`, dealership)
    : [...new Map(subjects.map((one) => [`${one.type} ${one.id}`, one])).values()]
      .flatMap(({ id, type }) => sql.all(`${select} WHERE empresa = ? AND sobre = ? AND referencia = ?`, dealership, type, id))

export const sample = (sql: Statements, dealership: string, period: Period): Option.Option<DrawnSample> =>
  Option.map(Option.fromUndefinedOr(sql.first("SELECT * FROM crm_muestras WHERE empresa = ? AND periodo = ?", dealership, period)), (row) => ({
    period,
    seed: String(row["semilla"]),
    drawnAt: Number(row["sorteada_en"]),
    selected: sql.all("SELECT * FROM crm_seleccionados WHERE empresa = ? AND periodo = ? ORDER BY orden", dealership, period).map(selectionOf)
  }))

/** Stores a period's sample unless one is stored that selected something. Answers the stored one. */
export const keepSample = (sql: Statements, dealership: string, given: DrawnSample): DrawnSample =>
  Option.getOrElse(Option.filter(sample(sql, dealership, given.period), ({ selected }) => selected.length > 0), () => {
    sql.run("INSERT OR REPLACE INTO crm_muestras (empresa, periodo, semilla, sorteada_en) VALUES (?, ?, ?, ?)", dealership, given.period, given.seed, given.drawnAt)
    select(sql, dealership, given.period, given.selected, 0)
    return given
  })

/** Appends subjects to the selection of a stored sample. */
export const extendSample = (sql: Statements, dealership: string, period: Period, selected: DrawnSample["selected"]): void => {
  const stored = Option.getOrUndefined(sample(sql, dealership, period))
  if (stored !== undefined) select(sql, dealership, period, selected, stored.selected.length)
}

/** Adds selections after the first `behind` ones of the period. */
const select = (sql: Statements, dealership: string, period: Period, selected: DrawnSample["selected"], behind: number): void => {
  for (const [place, { advisorId, id, kind, type }] of selected.entries()) {
    sql.run(
      "INSERT INTO crm_seleccionados (empresa, periodo, orden, sobre, referencia, vendedor, clase) VALUES (?, ?, ?, ?, ?, ?, ?)",
      dealership,
      period,
      behind + place,
      type,
      id,
      advisorId,
      kind
    )
  }
}

export const selections = (sql: Statements, dealership: string, subjects?: ReadonlyArray<SubjectKey>): ReadonlyArray<Selection> =>
  about(sql, "SELECT * FROM crm_seleccionados", dealership, subjects).map((row) => ({ ...selectionOf(row), period: String(row["periodo"]) }))

/** The registered records of a period that a sample selected or that have attempts. */
export const verified = (sql: Statements, dealership: string, period: Period): ReadonlyArray<VerifiedRecord> =>
  ([["prospect", "clientes", "C"], ["activity", "gestiones", "G"]] as const).flatMap(([type, table, about]) =>
    sql.all(
      `SELECT * FROM (
        SELECT codigo, juicio ->> '$.advisorId' AS vendedor,
          EXISTS (SELECT 1 FROM crm_seleccionados e WHERE e.empresa = s.empresa AND e.sobre = ? AND e.referencia = s.codigo) AS elegido,
          EXISTS (SELECT 1 FROM llamadas l JOIN crm_llamadas r ON r.empresa = l.empresa AND r.codigo = l.codigo
            WHERE l.empresa = s.empresa AND l.sobre = ? AND l.referencia = s.codigo) AS llamado
        FROM crm_${table} s WHERE s.empresa = ? AND s.periodo = ?
      ) WHERE elegido OR llamado`,
      type,
      about,
      dealership,
      period
    ).map((row) => ({ type, id: String(row["codigo"]), advisorId: String(row["vendedor"]), isSelected: row["elegido"] === 1 })))

/** The verifications that may be open, of the registered records that `storedOf` finds. */
export const left = (sql: Statements, dealership: string, query: LeftQuery, storedOf: VerificationsLeft.Kept["storedOf"]): ReadonlyArray<LeftVerification> =>
  VerificationsLeft.of({
    query,
    selectedIn: (period) => Option.getOrUndefined(sample(sql, dealership, period))?.selected ?? [],
    attempted: query.since === undefined ? [] : CallTable.calls(sql, dealership),
    reopenings: reopenings(sql, dealership),
    attemptsOf: (subject) => CallTable.calls(sql, dealership, [subject]),
    storedOf
  })

/** Leases the first subject that no other agent holds. An agent who holds one of them gets that one again. */
export const lease = (
  sql: Statements,
  dealership: string,
  subjects: ReadonlyArray<SubjectKey>,
  agentId: string,
  now: Instant,
  until: Instant
): Option.Option<SubjectKey> => {
  const holderOf = ({ id, type }: SubjectKey) =>
    sql.first("SELECT agente FROM crm_turnos WHERE empresa = ? AND sobre = ? AND referencia = ? AND hasta > ?", dealership, type, id, now)?.["agente"]
  const subject = subjects.find((one) => holderOf(one) === agentId) ?? subjects.find((one) => holderOf(one) === undefined)
  if (subject === undefined) return Option.none()
  sql.run(
    `INSERT INTO crm_turnos (empresa, sobre, referencia, agente, hasta) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (empresa, sobre, referencia) DO UPDATE SET agente = excluded.agente, hasta = excluded.hasta`,
    dealership,
    subject.type,
    subject.id,
    agentId,
    until
  )
  return Option.some(subject)
}

/** The last lease of a subject that was not given back, expired or not. */
export const leaseOf = (sql: Statements, dealership: string, { id, type }: SubjectKey): Option.Option<Lease> => {
  const row = sql.first("SELECT agente, hasta FROM crm_turnos WHERE empresa = ? AND sobre = ? AND referencia = ?", dealership, type, id)
  return row === undefined ? Option.none() : Option.some({ agentId: String(row["agente"]), until: Number(row["hasta"]) })
}

export const release = (sql: Statements, dealership: string, { id, type }: SubjectKey, agentId: string): void => {
  sql.run("DELETE FROM crm_turnos WHERE empresa = ? AND sobre = ? AND referencia = ? AND agente = ?", dealership, type, id, agentId)
}

export const addReopening = (sql: Statements, dealership: string, { at, by, reason, subject }: Reopening): void => {
  sql.run("INSERT INTO crm_reaperturas (empresa, sobre, referencia, en, quien, motivo) VALUES (?, ?, ?, ?, ?, ?)", dealership, subject.type, subject.id, at, by, reason)
}

export const eraseReasons = (sql: Statements, dealership: string, subjects: ReadonlyArray<SubjectKey>): void => {
  for (const { id, type } of subjects) sql.run("UPDATE crm_reaperturas SET motivo = '' WHERE empresa = ? AND sobre = ? AND referencia = ?", dealership, type, id)
  ControlTables.eraseTexts(sql, dealership, subjects)
}

/** In the order in which they were added. */
export const reopenings = (sql: Statements, dealership: string, subjects?: ReadonlyArray<SubjectKey>): ReadonlyArray<Reopening> =>
  about(sql, "SELECT * FROM crm_reaperturas", dealership, subjects)
    .toSorted((one, other) => Number(one["id"]) - Number(other["id"]))
    .map((row) => ({ subject: subjectOf(row), at: Number(row["en"]), by: String(row["quien"]), reason: String(row["motivo"]) }))
