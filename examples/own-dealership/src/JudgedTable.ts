/** Records that are stored with their verdict: prospects and activities. */
import type { Instant, Period } from "@crm-procedure/core/calendar/Calendar"
import type { StoredVerdict, MatchKeys } from "@crm-procedure/core/register/StoredVerdict"
import type { Field } from "@crm-procedure/core/records/Field"
import * as RecordList from "@crm-procedure/core/register/RecordList"
import type { Entry, Stored } from "@crm-procedure/core/register/Records"
import type { Statements } from "./Database.ts"
import { RegisteredTable } from "./RegisteredTable.ts"
import type { Row, TableMapping } from "./TableMapping.ts"

export interface Options<R> {
  readonly table: string
  readonly mapping: TableMapping<R>
  /** All fields of a record. */
  readonly fields: ReadonlyArray<Field>
  readonly idOf: (record: R) => string
  /** The side table's column of each match key of this kind of record. */
  readonly matchKeys: Readonly<Record<string, keyof MatchKeys>>
}

/**
 * A verdict is stored as JSON: this adapter knows nothing of rules. The few columns beside it are copies for the indexes: the match
 * keys, and until when the verdict holds.
 */
export class JudgedTable<R extends object> extends RegisteredTable<R, Entry<R>> {
  constructor({ fields, idOf, mapping, table, matchKeys }: Options<R>) {
    super({
      table,
      mapping,
      fields,
      idOf,
      more: {
        juicio: ({ storedVerdict }) => JSON.stringify(storedVerdict),
        periodo: ({ storedVerdict }) => storedVerdict.period,
        hasta: ({ storedVerdict }) => storedVerdict.until ?? null,
        asiento: ({ auditEntry }) => auditEntry ?? null,
        ...Object.fromEntries(Object.entries(matchKeys).map(([column, matchKey]) => [column, ({ storedVerdict }: Entry<R>) => storedVerdict.matchKeys[matchKey] ?? null]))
      }
    })
  }

  storedOf(dealership: string, row: Row): Stored<R> {
    return {
      record: this.recordOf(dealership, row),
      storedVerdict: JSON.parse(String(row["juicio"])) as StoredVerdict,
      receivedAt: Number(row["recibido_en"]),
      revision: Number(row["revision"]),
      ...(typeof row["asiento"] === "number" ? { auditEntry: row["asiento"] } : {})
    }
  }

  /** Everything of a dealership. */
  all(sql: Statements, dealership: string): ReadonlyArray<Stored<R>> {
    return this.where(sql, dealership, "true").map((row) => this.storedOf(dealership, row))
  }

  /** A page of a list. A month of a dealership of this size is read and sorted here. `prospectColumn` is the column of the prospect's id. */
  list<Sort extends string>(
    sql: Statements,
    dealership: string,
    kind: RecordList.Kind<R, Sort>,
    query: RecordList.ListQuery<Sort>,
    prospectColumn = "codigo"
  ): RecordList.ListPage<R> {
    const { period, prospectId } = query
    const rows = prospectId !== undefined
      ? this.where(sql, dealership, `t.${prospectColumn} = ?`, prospectId)
      : period !== undefined
      ? this.where(sql, dealership, "s.periodo = ?", period)
      : this.where(sql, dealership, "true")
    return RecordList.of(kind, query, rows.map((row) => this.storedOf(dealership, row)))
  }

  /** The first instant until which a verdict of the period holds. */
  firstUntil(sql: Statements, dealership: string, period: Period): Instant | undefined {
    const first = sql.first(`SELECT MIN(hasta) AS hasta FROM crm_${this.table} WHERE empresa = ? AND hasta IS NOT NULL AND periodo = ?`, dealership, period)
    return typeof first?.["hasta"] === "number" ? first["hasta"] : undefined
  }

  /** Ids of records whose verdict holds only until the instant or before. */
  outdated(sql: Statements, dealership: string, at: Instant, limit: number): ReadonlyArray<string> {
    return sql.all(`SELECT codigo FROM crm_${this.table} WHERE empresa = ? AND hasta <= ? LIMIT ?`, dealership, at, limit).map(({ codigo }) => String(codigo))
  }
}
