/**
 * The storage ports of core on an embedded Postgres (PGlite): nothing to install or to start, one process, one session. The same
 * tables, statements and row-level security as on a server, over the same driver.
 */
import type { Records } from "@crm-procedure/core/register/Records"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import { PGlite } from "@electric-sql/pglite"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError } from "effect/sql/SqlError"
import { DatabaseError, DirectoryUnusable } from "./DatabaseError.ts"
import * as DirectoryLock from "./internal/DirectoryLock.ts"
import * as EntryCodec from "./internal/EntryCodec.ts"
import * as PgliteSocket from "./internal/PgliteSocket.ts"
import * as Sessions from "./internal/Sessions.ts"
import * as Storage from "./internal/Storage.ts"
import * as Migrations from "./Migrations.ts"

export interface Options {
  /** The directory that it is kept in, made when it is not there. Without one it is kept in memory. */
  readonly dataDir?: string | undefined
}

const IN_MEMORY = "memory"

const unusable = (directory: string | undefined, detail: string) =>
  new DatabaseError({ reason: new DirectoryUnusable({ directory: directory ?? IN_MEMORY, detail }) })

const open = (directory: string | undefined): Effect.Effect<PGlite, DatabaseError> =>
  Effect.tryPromise({
    try: () => directory === undefined ? PGlite.create() : PGlite.create(directory),
    catch: (cause) => unusable(directory, cause instanceof Error ? cause.message : "PGlite does not say why")
  })

/** How the one session is reached, as the role or as the owner of everything. */
const config = (database: PGlite, role: string | undefined) => ({ stream: PgliteSocket.connect(database, role), ssl: false, username: "postgres", database: "postgres" })

/**
 * Records and safekeeping in an embedded database. Makes the tables first where they are missing or older. A directory is one
 * process's: another one that opens it is refused, for both would ruin it.
 */
export const layer = (options: Options = {}): Layer.Layer<Records | ServiceStore, DatabaseError> => {
  const { dataDir } = options
  return Layer.effectContext(Effect.gen(function*() {
    if (dataDir !== undefined) yield* DirectoryLock.hold(dataDir)
    const database = yield* Effect.acquireRelease(open(dataDir), (opened) => Effect.promise(() => opened.close()))
    const oids = yield* Effect.scoped(Effect.gen(function*() {
      const owner = yield* PgClient.make({ ...config(database, undefined), maxConnections: 1 })
      yield* Effect.provideService(Migrations.migrate(), SqlClient.SqlClient, owner)
      return yield* EntryCodec.oidsOf(owner)
    }))
    return Storage.make(yield* Sessions.ofOne({ ...config(database, Migrations.APPLICATION_ROLE), types: EntryCodec.registry(oids) }), oids)
  }).pipe(Effect.catchIf(isSqlError, (error) => Effect.fail(unusable(dataDir, error.message))))).pipe(Layer.provide(Reactivity.layer))
}
