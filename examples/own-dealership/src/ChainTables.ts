/** The chain of snapshots and the reopened periods: the tables `crm_cierres` and `crm_periodos_reabiertos`. */
import type { Period } from "@crm-procedure/core/calendar/Calendar"
import { RecordsChanged, RecordsError } from "@crm-procedure/core/register/Records"
import type { ChainQuery, PeriodReopening, Snapshot, SnapshotLink } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type { Statements } from "./Database.ts"
import type { Row } from "./TableMapping.ts"

/** Appends a snapshot that follows the last one. */
export const append = (sql: Statements, dealership: string, snapshot: Snapshot): Effect.Effect<void, RecordsError> => {
  const last = sql.first("SELECT secuencia, huella FROM crm_cierres WHERE empresa = ? ORDER BY secuencia DESC LIMIT 1", dealership)
  const place = (sequence: number, digest: unknown): string => `${sequence} after ${digest || "nothing"}`
  const found = place(last === undefined ? 0 : Number(last["secuencia"]) + 1, last?.["huella"])
  const expected = place(snapshot.sequence, snapshot.previousDigest)
  if (found !== expected) {
    return Effect.fail(new RecordsError({ operation: "appendSnapshot", reason: new RecordsChanged({ what: "The chain of snapshots", expected, found }) }))
  }
  sql.run(
    `INSERT INTO crm_cierres (empresa, secuencia, periodo, huella_anterior, huella, contenido, cerrado_en, cerrado_por) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    dealership,
    snapshot.sequence,
    snapshot.period,
    snapshot.previousDigest,
    snapshot.digest,
    snapshot.content,
    snapshot.closedAt,
    snapshot.closedBy
  )
  return Effect.void
}

const linkOf = (row: Row): SnapshotLink => ({
  period: String(row["periodo"]),
  sequence: Number(row["secuencia"]),
  previousDigest: String(row["huella_anterior"]),
  digest: String(row["huella"]),
  closedAt: Number(row["cerrado_en"]),
  closedBy: String(row["cerrado_por"])
})

const snapshotOf = (row: Row): Snapshot => ({ ...linkOf(row), content: String(row["contenido"]) })

/** The links without their texts, which can be large. */
export const chain = (sql: Statements, dealership: string, { after = -1, limit, periods, since = "" }: ChainQuery = {}): ReadonlyArray<SnapshotLink> =>
  sql.all("SELECT periodo, secuencia, huella_anterior, huella, cerrado_en, cerrado_por FROM crm_cierres WHERE empresa = ? AND secuencia > ? AND periodo >= ? ORDER BY secuencia", dealership, after, since)
    .map(linkOf).filter(({ period }) => periods?.includes(period) ?? true).slice(0, limit)

export const lastLink = (sql: Statements, dealership: string): SnapshotLink | undefined => {
  const row = sql.first("SELECT * FROM crm_cierres WHERE empresa = ? ORDER BY secuencia DESC LIMIT 1", dealership)
  return row === undefined ? undefined : linkOf(row)
}

export const snapshot = (sql: Statements, dealership: string, sequence: number): Snapshot | undefined => {
  const row = sql.first("SELECT * FROM crm_cierres WHERE empresa = ? AND secuencia = ?", dealership, sequence)
  return row === undefined ? undefined : snapshotOf(row)
}

export const snapshots = (sql: Statements, dealership: string): ReadonlyArray<Snapshot> =>
  sql.all("SELECT * FROM crm_cierres WHERE empresa = ? ORDER BY secuencia", dealership).map(snapshotOf)

export const addReopening = (sql: Statements, dealership: string, { at, by, period, reason, sequence }: PeriodReopening): void => {
  sql.run("INSERT INTO crm_periodos_reabiertos (empresa, periodo, secuencia, en, quien, motivo) VALUES (?, ?, ?, ?, ?, ?)", dealership, period, sequence, at, by, reason)
}

export const reopenings = (sql: Statements, dealership: string, periods?: ReadonlyArray<Period>): ReadonlyArray<PeriodReopening> =>
  sql.all("SELECT * FROM crm_periodos_reabiertos WHERE empresa = ? ORDER BY id", dealership).map((row) => ({
    period: String(row["periodo"]),
    sequence: Number(row["secuencia"]),
    at: Number(row["en"]),
    by: String(row["quien"]),
    reason: String(row["motivo"])
  })).filter(({ period }) => periods?.includes(period) ?? true)
