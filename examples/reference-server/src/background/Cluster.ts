/**
 * Which of several servers does the background work: Effect's cluster over the same Postgres. A server holds its shards by
 * advisory locks of its own session, which Postgres drops with the connection. A server that is silent for longer than
 * {@link SILENT} is no longer a member, and the others divide its shards.
 *
 * The members send each other nothing (singletons need no messages), so that no port is open between them.
 */
import * as Hosts from "@crm-procedure/postgres/Hosts"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import { MessageStorage, RunnerAddress, RunnerHealth, Runners, Sharding, ShardingConfig, Singleton, SqlRunnerStorage } from "effect/cluster"
import { SqlClient } from "effect/sql"
import { hostname } from "node:os"
import * as Background from "./Background.ts"
import * as DatabaseSessions from "../storage/DatabaseSessions.ts"
import { Unusable } from "@crm-procedure/command-line/Unusable"

/** How long a member may be silent. With {@link REFRESH} it bounds how long the work rests when a server dies. */
const SILENT = "9 seconds"
const REFRESH = "1 second"

/** A member's name. No connection is made to it. */
const self = RunnerAddress.make(hostname(), process.pid)

/** The schema of the cluster's tables. It is apart from the records, so that backups and permissions of one do not include the other. */
const SCHEMA = "crm_procedure_cluster"

const notAllowed = new Unusable({
  es: `El usuario de la base de datos no puede crear el esquema ${SCHEMA}, donde los servidores se reparten el trabajo. Pida a quien pueda que ejecute: GRANT CREATE ON DATABASE … TO …;`,
  en: `The database's user may not create the schema ${SCHEMA}, in which the servers share the work out. Let a user with the right to do so run: GRANT CREATE ON DATABASE … TO …;`
})

/** Makes the schema unless it is there. It is looked for first, so that a user without the right to create it can use it. */
const withSchema = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const found = yield* sql.unsafe("SELECT FROM pg_namespace WHERE nspname = $1", [SCHEMA])
  if (found.length === 0) yield* sql.unsafe(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`)
}).pipe(Effect.mapError((error) => error.reason._tag === "AuthorizationError" ? notAllowed : error))

const layerMembers = (url: Redacted.Redacted) =>
  Sharding.layer.pipe(
    Layer.provide(Runners.layerNoop),
    Layer.provide([MessageStorage.layerNoop, RunnerHealth.layerNoop]),
    Layer.provide(SqlRunnerStorage.layerWith({ prefix: "cluster" })),
    Layer.provide(Layer.effectDiscard(withSchema)),
    Layer.merge(Layer.effectDiscard(Effect.forkScoped(DatabaseSessions.watch))),
    Layer.provide(ShardingConfig.layer({
      runnerAddress: Option.some(self),
      // There are few singletons: more shards would only add locks.
      shardsPerGroup: 12,
      shardLockExpiration: SILENT,
      shardLockRefreshInterval: "3 seconds",
      refreshAssignmentsInterval: REFRESH,
      entityMessagePollInterval: REFRESH
    })),
    // The locks are held in a session of their own, in which nothing else waits.
    Layer.provide(Layer.unwrap(Effect.map(Hosts.make(url), (hosts) =>
      PgClient.layer({ ...hosts, applicationName: "crm-procedure cluster", maxConnections: 3, startupParameters: { search_path: SCHEMA } }))))
  )

/** The work, each on one of the servers that share the database. */
export const layerShared = <R>(works: ReadonlyArray<Background.Work<R>>, url: Redacted.Redacted) =>
  Layer.mergeAll(Layer.empty, ...works.map((work) => Singleton.make(work.name, Background.running(work)))).pipe(Layer.provide(layerMembers(url)))

/** The work, all of it in this process: no other server has the database. */
export const layerAlone = <R>(works: ReadonlyArray<Background.Work<R>>) =>
  Layer.effectDiscard(Effect.forEach(works, (work) => Effect.forkScoped(Background.running(work)), { discard: true }))
