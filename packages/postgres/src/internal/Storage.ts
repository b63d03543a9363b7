/** The ports over one database: what one port stores inside a change of another is kept if and only if that change is. */
import { Records } from "@crm-procedure/core/register/Records"
import { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Context from "effect/Context"
import { Database, type Purge } from "./connection/Database.ts"
import type * as EntryCodec from "./records/EntryCodec.ts"
import * as PostgresRecords from "./records/PostgresRecords.ts"
import { Handles } from "./service/Handles.ts"
import * as PostgresIntakeStore from "./service/PostgresIntakeStore.ts"
import * as PostgresServiceStore from "./service/PostgresServiceStore.ts"
import type { Sessions } from "./connection/Sessions.ts"

/** The ports of a dealership's storage. */
export type Ports = Records | ServiceStore | IntakeStore

/** `isBesideEarlier`: whether servers of the release before may write to the database meanwhile. */
export const make = (sessions: Sessions, oids: EntryCodec.Oids, isBesideEarlier: boolean, purge?: Purge): Context.Context<Ports> => {
  const database = new Database(sessions, purge)
  const handles = new Handles(database, isBesideEarlier)
  return Context.make(Records, PostgresRecords.make(database, oids)).pipe(
    Context.add(ServiceStore, PostgresServiceStore.make(database, handles)),
    Context.add(IntakeStore, PostgresIntakeStore.make(database, handles))
  )
}
