/** Both ports over one database: what is kept by one inside a change of the other goes with it. */
import { Records } from "@crm-procedure/core/Records"
import { Safekeeping } from "@crm-procedure/core/Safekeeping"
import type { PgClient } from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import { Database } from "./Database.ts"
import type * as EntryCodec from "./EntryCodec.ts"
import * as PostgresRecords from "./PostgresRecords.ts"
import * as PostgresSafekeeping from "./PostgresSafekeeping.ts"

export const make = (sql: PgClient, oids: EntryCodec.Oids): Context.Context<Records | Safekeeping> => {
  const database = new Database(sql)
  return Context.make(Records, PostgresRecords.make(database, oids)).pipe(Context.add(Safekeeping, PostgresSafekeeping.make(database)))
}
