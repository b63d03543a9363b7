/**
 * Registers rows that were in the tables before, or that another program has written since, as records, and judges them.
 *
 * Run it once when the adapter is introduced, and every night while another program still writes into these tables. A change by that
 * program is read at once, since the row is the record. The verdicts follow when this has run.
 */
import type { Activity } from "@crm-procedure/core/records/Activity"
import type { Instant } from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { Prospect } from "@crm-procedure/core/records/Prospect"
import type { RecordsError } from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import * as Effect from "effect/Effect"
import * as ActivityTable from "./ActivityTable.ts"
import * as CallTable from "./CallTable.ts"
import { Connection } from "./Connection.ts"
import * as ProspectTable from "./ProspectTable.ts"
import type { RegisteredTable } from "./RegisteredTable.ts"
import { Unreadable } from "./TableMapping.ts"

/** A row that is no record until its column is corrected. */
export interface UnreadableRow {
  readonly table: string
  readonly id: string
  readonly column: string
}

/** The outcome: how many rows were registered now, and which rows could not be read. */
export interface TakenUp {
  readonly prospects: number
  readonly activities: number
  readonly calls: number
  readonly unreadable: ReadonlyArray<UnreadableRow>
}

const takeUpTable = Effect.fnUntraced(function*<R extends object, Entry extends { readonly record: R }>(
  dealership: string,
  table: RegisteredTable<R, Entry>,
  register: (records: ReadonlyArray<R>) => Effect.Effect<unknown, RecordsError>
) {
  const database = yield* Connection
  const unreadable: Array<UnreadableRow> = []
  let registered = 0
  for (let after = ""; ;) {
    const rows = yield* database.read(`read ${table.table}`, (sql) => table.unregistered(sql, dealership, after))
    const last = rows.at(-1)
    if (last === undefined) return { registered, unreadable }
    after = String(last["codigo"])
    const records: Array<R> = []
    for (const row of rows) {
      const record = table.mapping.toRecord(row, null)
      if (record instanceof Unreadable) unreadable.push({ table: table.table, id: String(row["codigo"]), column: record.column })
      else records.push(record)
    }
    if (records.length > 0) yield* register(records)
    registered += records.length
  }
})

/** Registers a dealership's rows that are not registered yet, and judges all records again by what the tables hold now. */
export const takeUp = Effect.fn("ExistingRows.takeUp")(function*(dealership: string, now: Instant) {
  const crm = yield* CrmProcedure
  const prospects = yield* takeUpTable(dealership, ProspectTable.table, (records: ReadonlyArray<Prospect>) => crm.registerProspects(dealership, records, now))
  const activities = yield* takeUpTable(dealership, ActivityTable.table, (records: ReadonlyArray<Activity>) => crm.registerActivities(dealership, records, now))
  const calls = yield* takeUpTable(dealership, CallTable.table, (records: ReadonlyArray<VerificationCall>) => crm.registerCalls(dealership, records, now))
  const editionOf = yield* crm.editionsOf(dealership)
  yield* VerdictUpkeep.renew({ dealership, policyOf: (period) => editionOf(period).policy }, now)
  const found: TakenUp = {
    prospects: prospects.registered,
    activities: activities.registered,
    calls: calls.registered,
    unreadable: [...prospects.unreadable, ...activities.unreadable, ...calls.unreadable]
  }
  return found
})
