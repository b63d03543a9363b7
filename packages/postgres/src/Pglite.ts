/**
 * The storage ports of core on an embedded Postgres (PGlite): nothing to install or to start, one process, one session. The same
 * tables, statements and row-level security as on a server, over the same driver.
 *
 * A write that was acknowledged is on the disk: each commit waits for `fdatasync`. The files are their owner's alone.
 */
import { PGlite } from "@electric-sql/pglite"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import type { Duplex } from "node:stream"
import type { MessagePort, Worker } from "node:worker_threads"
import { Backup } from "./Backup.ts"
import { DatabaseError, DirectoryUnusable } from "./DatabaseError.ts"
import { Checkpoints } from "./internal/embedded/Checkpoints.ts"
import * as DataDirectory from "./internal/embedded/DataDirectory.ts"
import * as DatabaseThread from "./internal/embedded/DatabaseThread.ts"
import * as DirectoryCopy from "./internal/embedded/DirectoryCopy.ts"
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
 * Makes a data directory, synced to the disk and without tables, where it is missing. This computes for seconds: a program that
 * must answer meanwhile calls it in a thread. It refuses a directory of another user, a directory into which every user may write
 * (unless it is empty), and a directory whose mode can't be made 0700.
 */
export const prepare = (dataDir: string): Effect.Effect<void, DatabaseError> =>
  Effect.asVoid(Effect.scoped(Effect.andThen(DirectoryLock.hold(dataDir), Effect.acquireRelease(open(dataDir, () => {}), closed))))

const closed = (database: PGlite) => Effect.promise(() => database.close())

/** A connection to the one session, as the role or as the owner of everything. */
type Connect = (role: string | undefined) => () => Duplex

/** How the one session is reached. */
const config = (stream: () => Duplex) => ({ stream, ssl: false, username: "postgres", database: "postgres" })

/** Makes the tables where they are missing or older; what the database calls the types of entries. */
const ready = Effect.fnUntraced(function*(connect: Connect) {
  const owner = yield* PgClient.make({ ...config(connect(undefined)), maxConnections: 1 })
  yield* Effect.provideService(Migrations.migrate(), SqlClient.SqlClient, owner)
  for (const grant of Purge.grants(Migrations.APPLICATION_ROLE)) yield* owner.unsafe(grant)
  return yield* EntryCodec.oidsOf(owner)
}, Effect.scoped)

/** Both ports over an open database, with what its files need: checkpoints, and a purge that is due: a large one once it has been due for a day. */
const storage = Effect.fnUntraced(function*(connect: Connect, dataDir: string | undefined, checkpoints: Checkpoints, oids: EntryCodec.Oids) {
  const sessions = yield* Sessions.ofOne({ ...config(connect(Migrations.APPLICATION_ROLE)), types: EntryCodec.registry(oids) }, { patience: PATIENCE })
  yield* Effect.forkScoped(checkpoints.make(sessions))
  const purge = dataDir === undefined ? undefined : new Purge.Purge(dataDir)
  if (purge?.isDue === true) {
    const isOverdue = purge.isOverdue(yield* Clock.currentTimeMillis)
    yield* Effect.scoped(Effect.flatMap(sessions.own, (session) => isOverdue ? purge.run(session) : purge.runIfSmall(session)))
  }
  return Context.add(Storage.make(sessions, oids, false, purge), Backup, { copyTo: DirectoryCopy.copyTo(sessions, dataDir) })
})

const layerOf = <A>(dataDir: string | undefined, opened: Effect.Effect<Context.Context<A>, DatabaseError | SqlError, Scope.Scope | Reactivity.Reactivity>): Layer.Layer<A, DatabaseError> =>
  Layer.effectContext(Effect.catchIf(opened, isSqlError, (error) => Effect.fail(unusable(dataDir, error.message)))).pipe(Layer.provide(Reactivity.layer))

/**
 * Records and the service store in an embedded database. Makes the tables first where they are missing or older. A directory is one
 * process's: a second process that opens it is refused, since both would ruin it.
 */
export const layer = (options: Options = {}): Layer.Layer<Storage.Ports | Backup, DatabaseError> => {
  const { dataDir } = options
  return layerOf(dataDir, Effect.gen(function*() {
    if (dataDir !== undefined) yield* DirectoryLock.hold(dataDir)
    const checkpoints = new Checkpoints()
    const database = yield* Effect.acquireRelease(open(dataDir, checkpoints.onLogSegment), closed)
    const connect: Connect = (role) => PgliteSocket.connect(database, role)
    return yield* storage(connect, dataDir, checkpoints, yield* ready(connect))
  }))
}

/** A way to an embedded database that lives in another thread. It can be sent to a thread: `port` goes among what is moved. */
export interface Connection {
  readonly port: MessagePort
  readonly dataDir: string | undefined
  readonly oids: EntryCodec.Oids
}

/** More connections to the database of {@link layerThread}. */
export class Connections extends Context.Service<Connections, {
  readonly open: () => Connection
}>()("@crm-procedure/postgres/Pglite/Connections") {}

export interface ThreadOptions extends Options {
  /** Starts the database's thread, whose program calls `PgliteThread.serve(parentPort)`. */
  readonly thread: () => Worker
}

/** As {@link layer}, with the database in a thread of its own: its statements block no other work of this thread. */
export const layerThread = ({ dataDir, thread }: ThreadOptions): Layer.Layer<Storage.Ports | Backup | Connections, DatabaseError> =>
  layerOf(dataDir, Effect.gen(function*() {
    if (dataDir !== undefined) yield* DirectoryLock.hold(dataDir)
    const checkpoints = new Checkpoints()
    const { admit, connect } = yield* DatabaseThread.open(thread, dataDir, checkpoints.onLogSegment)
    const oids = yield* ready(connect)
    const context = yield* storage(connect, dataDir, checkpoints, oids)
    return Context.add(context, Connections, { open: () => ({ port: admit(), dataDir, oids }) })
  }))

/** Both ports over a connection that another thread opened. All of them use one session, and wait for each other's transactions. */
export const layerConnection = ({ dataDir, oids, port }: Connection): Layer.Layer<Storage.Ports, DatabaseError> =>
  layerOf(dataDir, Effect.gen(function*() {
    // Names of prepared statements are the session's, and the first thread uses them.
    const connect = DatabaseThread.connectOver(port)(Migrations.APPLICATION_ROLE)
    const sessions = yield* Sessions.ofOne({ ...config(connect), types: EntryCodec.registry(oids), prepare: false }, { patience: PATIENCE })
    return Storage.make(sessions, oids, false, dataDir === undefined ? undefined : new Purge.Purge(dataDir))
  }))
