/** Every row of a dealership in every table, as the database's superuser sees them. */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import type { SqlError } from "effect/sql/SqlError"

export type EveryRow = (dealership: string) => Effect.Effect<Readonly<Record<string, ReadonlyArray<unknown>>>, SqlError>

/** What differs between dealerships to which the same was done. `number` comes from a sequence, which goes on also where a change was taken back. */
const OWN_COLUMNS = "dealership,number,hash"

export const make = (url: string): Effect.Effect<EveryRow, SqlError, Scope.Scope> =>
  Effect.gen(function*() {
    const sql = yield* PgClient.make({ url: Redacted.make(url), maxConnections: 1 })
    const tables = yield* sql.unsafe<{ readonly name: string }>(
      "SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'crm_procedure'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'migrations' ORDER BY 1"
    )
    return (dealership: string) =>
      Effect.map(
        Effect.forEach(tables, ({ name }) =>
          Effect.map(
            sql.unsafe<{ readonly found: unknown }>(
              `SELECT to_jsonb(one) - string_to_array('${OWN_COLUMNS}', ',') AS found FROM crm_procedure.${name} AS one WHERE dealership = $1 ORDER BY 1`,
              [dealership]
            ),
            (rows) => [name, rows.map(({ found }) => found)] as const
          )),
        (all) => Object.fromEntries(all)
      )
  }).pipe(Effect.provide(Reactivity.layer))
