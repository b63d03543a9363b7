/** The dealership's database, opened: its tables are there, and the side tables too. */
import { RecordsError, RecordsUnavailable } from "@crm-procedure/core/register/Records"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { existsSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import * as ActivityTable from "./ActivityTable.ts"
import * as CallTable from "./CallTable.ts"
import { Database } from "./Database.ts"
import * as DirectoryTables from "./DirectoryTables.ts"
import * as GoalTable from "./GoalTable.ts"
import * as ProspectTable from "./ProspectTable.ts"
import * as SideTables from "./SideTables.ts"

export class Connection extends Context.Service<Connection, Database>()("own-dealership/Connection") {}

/** The faults that a database can have when it is opened. */
export type CanNotOpen = SideTables.ExistingTablesMissing | SideTables.DatabaseTooNew | RecordsError

/** The columns of the existing tables that are read and written. */
const needed: ReadonlyMap<string, ReadonlyArray<string>> = new Map([
  ...DirectoryTables.columns,
  ...GoalTable.needed,
  ...[ProspectTable.table, ActivityTable.table, CallTable.table].map(({ mapping, table }) => [table, ["empresa", ...mapping.columns]] as const)
])

const opened = Effect.fnUntraced(function*(connection: DatabaseSync) {
  const database = new Database(connection)
  yield* SideTables.make(database, needed)
  return database
})

const refused = (detail: string): RecordsError => new RecordsError({ operation: "open", reason: new RecordsUnavailable({ detail }) })

/**
 * Opens the database in an existing file, for as long as the layer lives.
 *
 * Foreign keys are not enforced. `clientes.vendedor` refers to `vendedores`, but the procedure must store the prospect of an unknown
 * advisor and find it invalid. The old program did not enforce them either; node:sqlite would by default.
 */
export const layerFile = (file: string): Layer.Layer<Connection, CanNotOpen> =>
  Layer.effect(Connection, Effect.gen(function*() {
    // SQLite would create an empty database with that name.
    if (!existsSync(file)) return yield* refused(`there is no database ${file}`)
    const connection = yield* Effect.acquireRelease(
      Effect.try({ try: () => new DatabaseSync(file, { enableForeignKeyConstraints: false }), catch: () => refused(`${file} can't be opened as a SQLite database`) }),
      (connection) => Effect.sync(() => connection.close())
    )
    // What a row was is overwritten when it changes: an erased person leaves nothing in the file.
    connection.exec("PRAGMA secure_delete = ON")
    return yield* opened(connection)
  }))

/** Over a connection that the caller opens and closes. */
export const layerOpened = (connection: DatabaseSync): Layer.Layer<Connection, CanNotOpen> => Layer.effect(Connection, opened(connection))
