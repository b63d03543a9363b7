/**
 * The audit and earlier versions of records: the tables `crm_auditoria` and `crm_versiones`. A dealership of this size reads the
 * entries of its audit and picks.
 */
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import { auditChanged } from "@crm-procedure/core/register/Records"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import * as RecordVersion from "@crm-procedure/core/register/RecordVersion"
import * as Effect from "effect/Effect"
import type { Statements } from "./Database.ts"
import type { Row } from "./TableMapping.ts"

const entryOf = (row: Row): AuditEntry.AuditEntry => JSON.parse(String(row["asiento"])) as AuditEntry.AuditEntry

export const last = (sql: Statements, dealership: string): AuditEntry.AuditLink | undefined => {
  const row = sql.first("SELECT asiento FROM crm_auditoria WHERE empresa = ? ORDER BY secuencia DESC LIMIT 1", dealership)
  if (row === undefined) return undefined
  const { digest, sequence } = entryOf(row)
  return { sequence, digest }
}

/** Adds an entry that follows the last one. */
export const add = (sql: Statements, dealership: string, entry: AuditEntry.AuditEntry): Effect.Effect<void, RecordsError> => {
  const before = last(sql, dealership)
  if (entry.sequence !== (before?.sequence ?? 0) + 1 || entry.previousDigest !== (before?.digest ?? "")) return Effect.fail(auditChanged(entry))
  sql.run("INSERT INTO crm_auditoria (empresa, secuencia, asiento) VALUES (?, ?, ?)", dealership, entry.sequence, JSON.stringify(entry))
  return Effect.void
}

export const find = (sql: Statements, dealership: string, query: AuditEntry.AuditQuery): ReadonlyArray<AuditEntry.AuditEntry> => {
  const order = query.newestFirst === true ? "DESC" : "ASC"
  return sql.all(`SELECT asiento FROM crm_auditoria WHERE empresa = ? ORDER BY secuencia ${order}`, dealership)
    .map(entryOf)
    .filter((entry) => AuditEntry.matches(entry, query))
    .slice(0, query.limit)
}

export const putVersions = (sql: Statements, dealership: string, versions: ReadonlyArray<RecordVersion.RecordVersion>): void => {
  for (const { auditEntry, content, revision, subject } of versions) {
    sql.run(
      `INSERT INTO crm_versiones (empresa, sobre, referencia, revision, asiento, contenido) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (empresa, sobre, referencia, revision) DO UPDATE SET asiento = excluded.asiento, contenido = excluded.contenido`,
      dealership,
      subject.type,
      subject.id,
      revision,
      auditEntry ?? null,
      JSON.stringify(content)
    )
  }
}

const versionOf = (row: Row): RecordVersion.RecordVersion => ({
  subject: { type: String(row["sobre"]) as RecordVersion.VersionSubject["type"], id: String(row["referencia"]) },
  revision: Number(row["revision"]),
  ...(typeof row["asiento"] === "number" ? { auditEntry: row["asiento"] } : {}),
  content: JSON.parse(String(row["contenido"])) as object
})

export const versions = (
  sql: Statements,
  dealership: string,
  subjects: ReadonlyArray<RecordVersion.VersionSubject> | undefined
): ReadonlyArray<RecordVersion.RecordVersion> => {
  const rows = subjects === undefined
    ? sql.all("SELECT * FROM crm_versiones WHERE empresa = ?", dealership)
    : [...new Map(subjects.map((one) => [RecordVersion.keyOf(one), one])).values()].flatMap(({ id, type }) => sql.all("SELECT * FROM crm_versiones WHERE empresa = ? AND sobre = ? AND referencia = ?", dealership, type, id))
  return rows.map(versionOf).sort(RecordVersion.compare)
}
