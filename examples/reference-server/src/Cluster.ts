/**
 * Which of several servers does the background work: Effect's cluster over the same Postgres. A server holds its shards by
 * advisory locks of a session of its own, which Postgres drops with the connection; whoever is silent for longer than
 * {@link SILENT} is no member any more, and the others share its shards out.
 *
 * The members send each other nothing (singletons need no messages), so that no port is open between them.
 */
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import { MessageStorage, RunnerAddress, RunnerHealth, Runners, Sharding, ShardingConfig, Singleton, SqlRunnerStorage } from "effect/cluster"
import { hostname } from "node:os"
import * as Background from "./Background.ts"

/** How long a member may be silent. With {@link REFRESH} it bounds how long the work rests when a server dies. */
const SILENT = "9 seconds"
const REFRESH = "1 second"

/** A member's name; it is no address that anybody connects to. */
const self = RunnerAddress.make(hostname(), process.pid)

const layerMembers = (url: Redacted.Redacted) =>
  Sharding.layer.pipe(
    Layer.provide(Runners.layerNoop),
    Layer.provide([MessageStorage.layerNoop, RunnerHealth.layerNoop]),
    Layer.provide(SqlRunnerStorage.layerWith({ prefix: "crm_procedure_cluster" })),
    Layer.provide(ShardingConfig.layer({
      runnerAddress: Option.some(self),
      // Three singletons: more shards would only be more locks.
      shardsPerGroup: 12,
      shardLockExpiration: SILENT,
      shardLockRefreshInterval: "3 seconds",
      refreshAssignmentsInterval: REFRESH,
      entityMessagePollInterval: REFRESH
    })),
    // A session of its own: the locks are held where nothing else waits.
    Layer.provide(PgClient.layer({ url, applicationName: "crm-procedure cluster", maxConnections: 3 }))
  )

/** The work, each on one of the servers that share the database. */
export const layerShared = <R>(works: ReadonlyArray<Background.Work<R>>, url: Redacted.Redacted) =>
  Layer.mergeAll(Layer.empty, ...works.map((work) => Singleton.make(work.name, Background.running(work)))).pipe(Layer.provide(layerMembers(url)))

/** The work, all of it in this process: nobody else has the database. */
export const layerAlone = <R>(works: ReadonlyArray<Background.Work<R>>) =>
  Layer.effectDiscard(Effect.forEach(works, (work) => Effect.forkScoped(Background.running(work)), { discard: true }))
