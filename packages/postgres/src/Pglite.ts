/**
 * The storage ports of core on an embedded Postgres (PGlite): nothing to install or to start, one process, one session. The same
 * tables, statements and row-level security as on a server, over the same driver.
 *
 * A write that was acknowledged is on the disk: each commit waits for `fdatasync`. The files are their owner's alone.
 */
import type { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import { PGlite } from "@electric-sql/pglite"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError } from "effect/sql/SqlError"
import { DatabaseError, DirectoryUnusable } from "./DatabaseError.ts"
import { Checkpoints } from "./internal/embedded/Checkpoints.ts"
import * as DataDirectory from "./internal/embedded/DataDirectory.ts"
import * as DirectoryLock from "./internal/embedded/DirectoryLock.ts"
import * as EntryCodec from "./internal/records/EntryCodec.ts"
import * as Purge from "./internal/embedded/Purge.ts"
import * as PgliteSocket from "./internal/embedded/PgliteSocket.ts"
import * as Sessions from "./internal/connection/Sessions.ts"
import * as Storage from "./internal/Storage.ts"
import * as Migrations from "./Migrations.ts"

export interface Options {
  /**
   * The directory of the database, made when it is missing. It gets mode 0700; see {@link prepare} for what is refused. Without a
   * directory the database is in memory.
   */
  readonly dataDir?: string | undefined
}

const IN_MEMORY = "memory"

/** How long a transaction waits for the one session. */
const PATIENCE = "30 seconds"

const unusable = (directory: string | undefined, detail: string) =>
  new DatabaseError({ reason: new DirectoryUnusable({ directory: directory ?? IN_MEMORY, detail }) })

const open = (directory: string | undefined, onLogSegment: () => void): Effect.Effect<PGlite, DatabaseError> =>
  Effect.tryPromise({
    try: () => directory === undefined ? PGlite.create() : DataDirectory.openIn(directory, onLogSegment),
    catch: (cause) => unusable(directory, cause instanceof Error ? cause.message : "PGlite does not say why")
  })

/**
 * Makes a data directory, synced to the disk and without tables, where it is missing. This computes for seconds: a program that must
 * answer meanwhile calls it in a thread. Refused is a directory of another user, one that every user may write into unless it is
 * empty, and one whose mode can't be made 0700.
 */
export const prepare = (dataDir: string): Effect.Effect<void, DatabaseError> =>
  Effect.asVoid(Effect.scoped(Effect.andThen(DirectoryLock.hold(dataDir), Effect.acquireRelease(open(dataDir, () => {}), closed))))

const closed = (database: PGlite) => Effect.promise(() => database.close())

/** How the one session is reached, as the role or as the owner of everything. */
const config = (database: PGlite, role: string | undefined) => ({ stream: PgliteSocket.connect(database, role), ssl: false, username: "postgres", database: "postgres" })

/**
 * Records and the service store in an embedded database. Makes the tables first where they are missing or older. A directory is one
 * process's: a second process that opens it is refused, since both would ruin it.
 */
export const layer = (options: Options = {}): Layer.Layer<Records | ServiceStore | IntakeStore, DatabaseError> => {
  const { dataDir } = options
  return Layer.effectContext(Effect.gen(function*() {
    if (dataDir !== undefined) yield* DirectoryLock.hold(dataDir)
    const checkpoints = new Checkpoints()
    const database = yield* Effect.acquireRelease(open(dataDir, checkpoints.onLogSegment), closed)
    const oids = yield* Effect.scoped(Effect.gen(function*() {
      const owner = yield* PgClient.make({ ...config(database, undefined), maxConnections: 1 })
      yield* Effect.provideService(Migrations.migrate(), SqlClient.SqlClient, owner)
      for (const grant of Purge.grants(Migrations.APPLICATION_ROLE)) yield* owner.unsafe(grant)
      return yield* EntryCodec.oidsOf(owner)
    }))
    const sessions = yield* Sessions.ofOne({ ...config(database, Migrations.APPLICATION_ROLE), types: EntryCodec.registry(oids) }, { patience: PATIENCE })
    yield* Effect.forkScoped(checkpoints.make(sessions))
    const purge = dataDir === undefined ? undefined : new Purge.Purge(dataDir)
    if (purge?.isDue === true) yield* Effect.scoped(Effect.flatMap(sessions.own, (session) => purge.run(session)))
    return Storage.make(sessions, oids, purge)
  }).pipe(Effect.catchIf(isSqlError, (error) => Effect.fail(unusable(dataDir, error.message))))).pipe(Layer.provide(Reactivity.layer))
}
