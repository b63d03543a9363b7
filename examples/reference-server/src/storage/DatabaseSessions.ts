/** How this server's sessions with the database stand, for the operators. */
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { SqlClient } from "effect/sql"
import { hostname } from "node:os"
import * as Telemetry from "../serving/Telemetry.ts"

/** What this server's sessions are called in `pg_stat_activity`; Postgres keeps 63 bytes of it. */
export const APPLICATION_NAME = `crm-procedure ${process.pid}@${hostname()}`.slice(0, 63)

const EVERY = "15 seconds"

const states = ["active", "idle", "idle in transaction"] as const

interface Row {
  readonly state: string
  readonly sessions: number
}

const look = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql.unsafe<Row>("SELECT state, count(*)::int AS sessions FROM pg_stat_activity WHERE application_name = $1 AND state IS NOT NULL GROUP BY state", [APPLICATION_NAME])
  for (const state of states) {
    const sessions = rows.find((row) => row.state === state)?.sessions ?? 0
    yield* Metric.update(Telemetry.labelled(Telemetry.databaseConnections, { state }), sessions)
  }
}).pipe(Effect.withTracerEnabled(false))

/** Looks again and again; a database that does not answer is told by others. */
export const watch: Effect.Effect<never, never, SqlClient.SqlClient> = Effect.ignore(look).pipe(Effect.andThen(Effect.sleep(EVERY)), Effect.forever)
