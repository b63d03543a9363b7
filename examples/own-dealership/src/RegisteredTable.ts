/**
 * Records of one kind: rows of an existing table. A registered row has a row beside it in the table `crm_…` of that name. Rows that
 * are not registered are no records yet; see `ExistingRows`.
 */
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import type { Field } from "@crm-procedure/core/records/Field"
import * as RecordContent from "@crm-procedure/core/records/RecordContent"
import type { Put } from "@crm-procedure/core/register/Records"
import type { Statements } from "./Database.ts"
import { RowUnreadable, Unreadable } from "./TableMapping.ts"
import type { Row, TableMapping } from "./TableMapping.ts"
import type { Cell } from "./Translation.ts"

export interface Options<R, Entry extends { readonly record: R }> {
  /** The existing table; its key is `empresa, codigo`. */
  readonly table: string
  readonly mapping: TableMapping<R>
  /** All fields of a record. */
  readonly fields: ReadonlyArray<Field>
  readonly idOf: (record: R) => string
  /** Further columns of the side table, and how to fill them. */
  readonly more: Readonly<Record<string, (entry: Entry) => Cell>>
}

/** How many rows are read at a time. */
const PAGE = 500

export class RegisteredTable<R extends object, Entry extends { readonly record: R }> {
  readonly table: string
  readonly mapping: TableMapping<R>
  private readonly fields: ReadonlyArray<Field>
  private readonly idOf: (record: R) => string
  private readonly more: ReadonlyArray<(entry: Entry) => Cell>
  private readonly selected: string
  private readonly found: string
  private readonly putRow: string
  private readonly putBeside: string

  constructor({ fields, idOf, mapping, more, table }: Options<R, Entry>) {
    this.table = table
    this.mapping = mapping
    this.fields = fields
    this.idOf = idOf
    this.more = Object.values(more)
    const side = `crm_${table}`
    const columns = mapping.columns
    const sideColumns = ["empresa", "codigo", "recibido_en", "revision", "aparte", ...Object.keys(more)]
    const read = [...columns.map((one) => `t.${one}`), ...sideColumns.slice(2).map((one) => `s.${one}`)].join(", ")
    const joined = `s ON s.empresa = t.empresa AND s.codigo = t.codigo`
    this.selected = `SELECT ${read} FROM ${table} t JOIN ${side} ${joined}`
    this.found = `SELECT ${read} FROM ${table} t LEFT JOIN ${side} ${joined}`
    const marks = (list: ReadonlyArray<string>) => list.map(() => "?").join(", ")
    const replaced = (list: ReadonlyArray<string>) => list.map((one) => `${one} = excluded.${one}`).join(", ")
    this.putRow = `INSERT INTO ${table} (empresa, ${columns.join(", ")}) VALUES (?, ${marks(columns)})
      ON CONFLICT (empresa, codigo) DO UPDATE SET ${replaced(columns)}`
    this.putBeside = `INSERT INTO ${side} (${sideColumns.join(", ")}) VALUES (${marks(sideColumns)})
      ON CONFLICT (empresa, codigo) DO UPDATE SET ${replaced(sideColumns.slice(3))}`
  }

  put(sql: Statements, dealership: string, entries: ReadonlyArray<Entry>, receivedAt: Instant): ReadonlyArray<Put> {
    return entries.map((entry) => {
      const id = this.idOf(entry.record)
      const existing = sql.first(`${this.found} WHERE t.empresa = ? AND t.codigo = ?`, dealership, id)
      const revision = existing?.["revision"] ?? undefined
      const before = existing === undefined || revision === undefined ? undefined : this.mapping.toRecord(existing, besideOf(existing))
      const isUnchanged = before !== undefined && !(before instanceof Unreadable) && RecordContent.isSame(this.fields, before, entry.record)
      let beside = existing === undefined ? null : besideOf(existing)
      if (!isUnchanged) {
        const row = this.mapping.toRow(entry.record, existing)
        beside = row.beside
        sql.run(this.putRow, dealership, ...this.mapping.columns.map((one) => row.cells[one] ?? null))
      }
      const revisionNow = revision === undefined ? 0 : Number(revision) + (isUnchanged ? 0 : 1)
      sql.run(this.putBeside, dealership, id, receivedAt, revisionNow, beside, ...this.more.map((cellOf) => cellOf(entry)))
      return revision === undefined ? "added" : isUnchanged ? "unchanged" : "changed"
    })
  }

  /** Removes registered rows and what stands beside them. */
  unregister(sql: Statements, dealership: string, ids: ReadonlyArray<string>): void {
    for (const id of ids) {
      for (const table of [`crm_${this.table}`, this.table]) sql.run(`DELETE FROM ${table} WHERE empresa = ? AND codigo = ?`, dealership, id)
    }
  }

  /** The registered rows of a dealership that meet a condition on `t`, the existing table, and `s`, the side table. */
  where(sql: Statements, dealership: string, condition: string, ...cells: ReadonlyArray<Cell>): ReadonlyArray<Row> {
    return sql.all(`${this.selected} WHERE t.empresa = ? AND ${condition}`, dealership, ...cells)
  }

  byIds(sql: Statements, dealership: string, ids: ReadonlyArray<string>): ReadonlyArray<Row> {
    return [...new Set(ids)].flatMap((id) => this.where(sql, dealership, "t.codigo = ?", id))
  }

  /** Registered rows after an id, in the order of their ids. No cursor stays open, so the caller can put between two pages. */
  page(sql: Statements, dealership: string, after: string): ReadonlyArray<Row> {
    return this.where(sql, dealership, `t.codigo > ? ORDER BY t.codigo LIMIT ${PAGE}`, after)
  }

  /** Rows that are not registered, after an id, in the order of their ids. */
  unregistered(sql: Statements, dealership: string, after: string): ReadonlyArray<Row> {
    return sql.all(`${this.found} WHERE t.empresa = ? AND s.codigo IS NULL AND t.codigo > ? ORDER BY t.codigo LIMIT ${PAGE}`, dealership, after)
  }

  recordOf(dealership: string, row: Row): R {
    const record = this.mapping.toRecord(row, besideOf(row))
    if (record instanceof Unreadable) throw new RowUnreadable(this.table, dealership, String(row["codigo"]), record.column)
    return record
  }
}

const besideOf = ({ aparte }: Row): string | null => typeof aparte === "string" ? aparte : null
