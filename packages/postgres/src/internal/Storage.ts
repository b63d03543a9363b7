/** Both ports over one database: what is kept by one inside a change of the other goes with it. */
import { Records } from "@crm-procedure/core/Records"
import { Safekeeping } from "@crm-procedure/core/Safekeeping"
import * as Context from "effect/Context"
import { Database } from "./Database.ts"
import type * as EntryCodec from "./EntryCodec.ts"
import * as PostgresRecords from "./PostgresRecords.ts"
import * as PostgresSafekeeping from "./PostgresSafekeeping.ts"
import type { Sessions } from "./Sessions.ts"

export const make = (sessions: Sessions, oids: EntryCodec.Oids): Context.Context<Records | Safekeeping> => {
  const database = new Database(sessions)
  return Context.make(Records, PostgresRecords.make(database, oids)).pipe(Context.add(Safekeeping, PostgresSafekeeping.make(database)))
}
