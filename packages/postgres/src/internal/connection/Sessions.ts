/** The sessions of one database: some that many share for single reads, and some that a transaction has for itself. */
import type * as PgClient from "@effect/sql-pg/PgClient"
import type * as PgConnection from "@effect/sql-pg/PgConnection"
import * as PgPool from "@effect/sql-pg/PgPool"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { SqlError } from "effect/sql/SqlError"
import * as SqlFailure from "./SqlFailure.ts"

/** What a statement answers: its rows, and how the server calls what it did. */
export type Answer = Pick<PgConnection.Result, "rows" | "command">

/** A session as far as statements need it. */
export interface Session {
  /** `isPrepared: false` keeps no statement by name in the server. */
  readonly query: (text: string, values?: ReadonlyArray<unknown>, isPrepared?: boolean) => Effect.Effect<Answer, SqlError>
}

export interface Sessions {
  /** Lends a session for one statement; others ask over it meanwhile. */
  readonly shared: <A>(ask: (session: Session) => Effect.Effect<A, SqlError>) => Effect.Effect<A, SqlError>
  /** A session that only this fiber has until the scope closes. */
  readonly own: Effect.Effect<Session, SqlError, Scope.Scope>
  /** How many transactions can run at once. */
  readonly transactions: number
  /** How long a transaction waits for its turn and for a session. */
  readonly patience: Duration.Input
}

/** How many connections a pool of the driver has unless it is told another number. */
const DEFAULT_CONNECTIONS = 10

/** At most so many of a server's sessions are shared: each carries many reads at once. */
const SHARED = 4

type Config = Omit<PgPool.Config, "multiplex">

/** How long statements and waiting may take. */
export interface Limits {
  /** How long one waits for a turn, for a session or for a lock. */
  readonly patience: Duration.Input
  /**
   * How long a statement may go without an answer before its session is given up. A server that works ends it by itself before;
   * one that hangs does not. Undefined where the database is in this process.
   */
  readonly answer?: Duration.Input | undefined
}

/** A session whose statements are given up when no answer comes. It is of no use afterwards, and goes out of the pool. */
const bounded = (pool: PgPool.PgPool, session: PgConnection.PgConnection, limit: Duration.Input | undefined): Session => {
  if (limit === undefined) return session
  let isSilent = false
  const giveUp = Effect.suspend(() => {
    isSilent = true
    return Effect.andThen(pool.invalidate(session), Effect.fail(SqlFailure.silence()))
  })
  return {
    query: (...asked) =>
      Effect.suspend(() => isSilent ? Effect.fail(SqlFailure.silence()) : Effect.timeoutOrElse(session.query(...asked), { duration: limit, orElse: () => giveUp }))
  }
}

/** The sessions of one pool for reads and of another, or the same, for transactions. */
const make = (reads: PgPool.PgPool, pool: PgPool.PgPool, own: PgPool.PgPool["get"], transactions: number, { answer, patience }: Limits): Sessions => ({
  shared: (ask) => reads.use((session) => ask(bounded(reads, session, answer))),
  own: Effect.map(own, (session) => bounded(pool, session, answer)),
  transactions,
  patience
})

/**
 * The sessions of a server. What a transaction asks for at once goes out at once, and not each only when the one before is
 * answered: a session that is lent to one at a time keeps its pipeline. No session is pinned, since the driver waits for ever for
 * one that hangs.
 */
export const ofServer = Effect.fnUntraced(function*(config: Config, maxConnections: number, limits: Limits) {
  const shared = Math.min(SHARED, Math.floor(maxConnections / 2))
  const single = yield* PgPool.make({ ...config, multiplex: true, multiplexConcurrency: 1, maxConnections: maxConnections - shared })
  const many = shared === 0 ? single : yield* PgPool.make({ ...config, multiplex: true, maxConnections: shared })
  return make(many, single, single.get, maxConnections - shared, limits)
})

/**
 * The sessions of a program's own client. Each read has one for itself: a client lends no shared ones, and sends a statement when
 * the one before is answered.
 */
export const ofClient = (client: PgClient.PgClient, limits: Limits): Sessions => {
  const own = Effect.map(client.reserve, (connection): Session => ({
    query: (text, values = [], isPrepared = true) => {
      // Only the settings differ from dealership to dealership; they would push the others out of what a session keeps prepared.
      const asked = isPrepared || !text.startsWith("SET")
        ? connection.executeRaw(text, values) as Effect.Effect<PgConnection.Result, SqlError>
        : Effect.map(connection.executeUnprepared(text, values, undefined), (rows): Answer => ({ rows: rows as Answer["rows"], command: "SET" }))
      return limits.answer === undefined ? asked : Effect.timeoutOrElse(asked, { duration: limits.answer, orElse: () => Effect.fail(SqlFailure.silence()) })
    }
  }))
  return {
    shared: (ask) => Effect.scoped(Effect.flatMap(own, ask)),
    own,
    transactions: (client.config as PgClient.PgPoolConfig).maxConnections ?? DEFAULT_CONNECTIONS,
    patience: limits.patience
  }
}

/** The one session of an embedded database; it stays open. Reads and transactions take turns on it. */
export const ofOne = Effect.fnUntraced(function*(config: Config, limits: Limits) {
  const pool = yield* PgPool.make({ ...config, multiplex: true, multiplexConcurrency: 1, minConnections: 1, maxConnections: 1 })
  return make(pool, pool, pool.get, 1, limits)
})
