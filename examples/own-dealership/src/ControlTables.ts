/** What the controls keep: the telephone system's log, waivers, appeals and the editions of the policy. The existing tables have no columns for them. */
import * as FindingText from "@crm-procedure/core/identity/FindingText"
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import * as ControlRecords from "@crm-procedure/core/register/ControlRecords"
import type { Put, SubjectKey } from "@crm-procedure/core/register/Records"
import type { Appeal } from "@crm-procedure/core/records/Appeal"
import type { Field } from "@crm-procedure/core/records/Field"
import * as PolicyEdition from "@crm-procedure/core/policy/PolicyEdition"
import * as PhoneLogEntry from "@crm-procedure/core/records/PhoneLogEntry"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import * as Waiver from "@crm-procedure/core/records/Waiver"
import type { Statements } from "./Database.ts"
import type { Row } from "./TableMapping.ts"

const parsed = <R>(row: Row): R => JSON.parse(String(row["datos"])) as R

const find = (sql: Statements, table: string, dealership: string, ids: ReadonlyArray<string>): ReadonlyArray<Row> =>
  [...new Set(ids)].flatMap((id) => sql.all(`SELECT * FROM ${table} WHERE empresa = ? AND codigo = ?`, dealership, id))

/** What putting a record over a stored row does. */
const putOf = (fields: ReadonlyArray<Field>, stored: Row | undefined, record: object): Put =>
  stored === undefined ? "added" : RecordContent.isSame(fields, parsed<object>(stored), record) ? "unchanged" : "changed"

export const putPhoneLog = (sql: Statements, dealership: string, entries: ReadonlyArray<PhoneLogEntry.PhoneLogEntry>): ReadonlyArray<Put> =>
  entries.map((entry) => {
    const put = putOf(PhoneLogEntry.fields, find(sql, "crm_central", dealership, [entry.entryId])[0], entry)
    const { advisorId, entryId, startedAt } = entry
    sql.run("INSERT OR REPLACE INTO crm_central (empresa, codigo, vendedor, inicio, datos) VALUES (?, ?, ?, ?, ?)", dealership, entryId, advisorId, startedAt, JSON.stringify(entry))
    return put
  })

export const phoneLogById = (sql: Statements, dealership: string, ids: ReadonlyArray<string>): ReadonlyArray<PhoneLogEntry.PhoneLogEntry> =>
  find(sql, "crm_central", dealership, ids).map((row) => parsed(row))

/** The entries that one of the clues finds, each once. For SQLite a negative limit is no limit. */
export const phoneLogLike = (sql: Statements, dealership: string, clues: ReadonlyArray<ControlRecords.PhoneLogClue>): ReadonlyArray<PhoneLogEntry.PhoneLogEntry> => {
  const rows = clues.flatMap(({ advisorId, limit = -1, since, until }) =>
    advisorId === undefined
      ? sql.all("SELECT * FROM crm_central WHERE empresa = ? AND inicio BETWEEN ? AND ? ORDER BY inicio, codigo LIMIT ?", dealership, since, until, limit)
      : sql.all("SELECT * FROM crm_central WHERE empresa = ? AND vendedor = ? AND inicio BETWEEN ? AND ? ORDER BY inicio, codigo LIMIT ?", dealership, advisorId, since, until, limit))
  return [...new Map(rows.map((row) => [String(row["codigo"]), row])).values()].map((row) => parsed(row))
}

export const phoneLogOf = (sql: Statements, dealership: string, texts: ReadonlyArray<string>): ReadonlyArray<PhoneLogEntry.PhoneLogEntry> =>
  phoneLog(sql, dealership).filter(({ number }) => FindingText.isOneOf(texts, FindingText.ofPhone(number)))

export const phoneLog = (sql: Statements, dealership: string): ReadonlyArray<PhoneLogEntry.PhoneLogEntry> =>
  sql.all("SELECT * FROM crm_central WHERE empresa = ?", dealership).map((row) => parsed(row))

export const putWaivers = (sql: Statements, dealership: string, waivers: ReadonlyArray<Waiver.Waiver>, receivedAt: Instant): ReadonlyArray<Put> =>
  waivers.map((waiver) => {
    const stored = find(sql, "crm_excusas", dealership, [waiver.waiverId])[0]
    const { subjectId, subjectType, waiverId } = waiver
    sql.run(
      "INSERT OR REPLACE INTO crm_excusas (empresa, codigo, sobre, referencia, recibido_en, datos) VALUES (?, ?, ?, ?, ?, ?)",
      dealership, waiverId, subjectType, subjectId, Number(stored?.["recibido_en"] ?? receivedAt), JSON.stringify(waiver)
    )
    return putOf(Waiver.fields, stored, waiver)
  })

export const waiversById = (sql: Statements, dealership: string, ids: ReadonlyArray<string>): ReadonlyArray<Waiver.Waiver> =>
  find(sql, "crm_excusas", dealership, ids).map((row) => parsed(row))

/** Rows of a dealership, all or those about the subjects. */
const about = (sql: Statements, table: string, dealership: string, subjects: ReadonlyArray<SubjectKey> | undefined): ReadonlyArray<Row> =>
  subjects === undefined
    ? sql.all(`SELECT * FROM ${table} WHERE empresa = ?`, dealership)
    : [...new Map(subjects.map((one) => [`${one.type} ${one.id}`, one])).values()]
      .flatMap(({ id, type }) => sql.all(`SELECT * FROM ${table} WHERE empresa = ? AND sobre = ? AND referencia = ?`, dealership, type, id))

export const waivers = (sql: Statements, dealership: string, subjects?: ReadonlyArray<SubjectKey>): ReadonlyArray<ControlRecords.KeptWaiver> =>
  about(sql, "crm_excusas", dealership, subjects)
    .map((row) => ({ ...parsed<Waiver.Waiver>(row), receivedAt: Number(row["recibido_en"]) }))
    .sort(ControlRecords.compareWaivers)

export const putAppeal = (sql: Statements, dealership: string, appeal: Appeal): void => {
  sql.run(
    "INSERT OR REPLACE INTO crm_apelaciones (empresa, codigo, sobre, referencia, datos) VALUES (?, ?, ?, ?, ?)",
    dealership, appeal.appealId, appeal.subjectType, appeal.subjectId, JSON.stringify(appeal)
  )
}

/** A dealership of this size has few appeals: it reads all of them and picks. */
export const appeals = (sql: Statements, dealership: string, query: ControlRecords.AppealQuery = {}): ReadonlyArray<Appeal> =>
  ControlRecords.appealsLike(about(sql, "crm_apelaciones", dealership, query.subjects).map((row) => parsed<Appeal>(row)), query)

export const putPolicyEdition = (sql: Statements, dealership: string, edition: PolicyEdition.PolicyEdition): void => {
  sql.run("INSERT OR REPLACE INTO crm_politicas (empresa, codigo, datos) VALUES (?, ?, ?)", dealership, edition.editionId, JSON.stringify(edition))
}

export const policyEditions = (sql: Statements, dealership: string): ReadonlyArray<PolicyEdition.PolicyEdition> =>
  sql.all("SELECT * FROM crm_politicas WHERE empresa = ?", dealership).map((row) => parsed<PolicyEdition.PolicyEdition>(row)).sort(PolicyEdition.compare)

/** Empties what people wrote in the waivers and appeals of the subjects. */
export const eraseTexts = (sql: Statements, dealership: string, subjects: ReadonlyArray<SubjectKey>): void => {
  const write = (table: string, id: string, record: object) => sql.run(`UPDATE ${table} SET datos = ? WHERE empresa = ? AND codigo = ?`, JSON.stringify(record), dealership, id)
  for (const row of about(sql, "crm_excusas", dealership, subjects)) write("crm_excusas", String(row["codigo"]), ControlRecords.withoutReason(parsed<Waiver.Waiver>(row)))
  for (const appeal of appeals(sql, dealership, { subjects })) write("crm_apelaciones", appeal.appealId, ControlRecords.withoutTexts(appeal))
}
