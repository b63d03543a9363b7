/** The sessions of one database: some that many share for single reads, and some that a transaction has for itself. */
import type * as PgConnection from "@effect/sql-pg/PgConnection"
import * as PgPool from "@effect/sql-pg/PgPool"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { SqlError } from "effect/sql/SqlError"

export interface Sessions {
  /** Lends a session for one statement; others ask over it meanwhile. */
  readonly shared: <A, E>(ask: (session: PgConnection.PgConnection) => Effect.Effect<A, E>) => Effect.Effect<A, E | SqlError>
  /** A session that nobody else has until the scope closes. */
  readonly own: Effect.Effect<PgConnection.PgConnection, SqlError, Scope.Scope>
}

/** Of the sessions of a server so many are shared at most: each carries many reads at once. */
const SHARED = 4

/** One session for everything: whoever has it for himself keeps all others waiting. */
const ofOnly = Effect.fnUntraced(function*(config: Omit<PgPool.Config, "multiplex">) {
  const pool = yield* PgPool.make({ ...config, multiplex: true, maxConnections: 1 })
  return { shared: pool.use, own: pool.reserve } satisfies Sessions
})

/**
 * The sessions of a server. What a transaction asks for at once goes out at once, and not each only when the one before is
 * answered: a session that is lent to one at a time keeps its pipeline.
 */
export const ofServer = Effect.fnUntraced(function*(config: Omit<PgPool.Config, "multiplex">, maxConnections: number) {
  if (maxConnections < 2) return yield* ofOnly(config)
  const shared = Math.min(SHARED, Math.floor(maxConnections / 2))
  const many = yield* PgPool.make({ ...config, multiplex: true, maxConnections: shared })
  const single = yield* PgPool.make({ ...config, multiplex: true, multiplexConcurrency: 1, maxConnections: maxConnections - shared })
  return { shared: many.use, own: single.get } satisfies Sessions
})

/** The one session of an embedded database; it stays open. */
export const ofOne = (config: Omit<PgPool.Config, "multiplex">) => ofOnly({ ...config, minConnections: 1 })
