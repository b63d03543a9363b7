/**
 * Spreads the tables over the workers of a Citus cluster: each dealership's rows lie together on one worker, so that every question
 * about a dealership is asked there. What is looked up before the dealership is known lies on the coordinator: it is read and written
 * without the workers of other dealerships.
 *
 * @see docs/decisions/0092-found-without-the-workers.md
 */
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import { DatabaseError, EngineMissing } from "./DatabaseError.ts"
import * as HandlesMigration from "./internal/migrations/HandlesMigration.ts"
import * as Handles from "./internal/service/Handles.ts"
import * as Migrations from "./Migrations.ts"

/** The first Citus that distributes generated identity columns. */
export const OLDEST_CITUS = "12.0"

export interface Options {
  /** The role that the service works as, by default {@link Migrations.APPLICATION_ROLE}. */
  readonly role?: string | undefined
  /** Into how many shards the dealerships are spread, by default 32. It can't be changed by running this again. */
  readonly shards?: number | undefined
}

/** What was done: the tables that were distributed or given to the coordinator now, and all that are. */
export interface Distributed {
  readonly added: ReadonlyArray<string>
  readonly all: ReadonlyArray<string>
}

interface Found {
  readonly version: string | null
  readonly is_available: boolean
  readonly database: string
}

const found = `
  SELECT (SELECT extversion FROM pg_extension WHERE extname = 'citus') AS version,
    EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citus') AS is_available, current_database()::text AS database`

/**
 * The tables that lie on the coordinator. The engine knows them: a change that writes to them and to a worker is kept on both or on none,
 * by a commit in two phases. It would not be so for tables that it does not know.
 */
const onCoordinator: ReadonlyArray<string> = ["handles", "listings"]

/** Tables with a dealership; the one that the others are placed beside first. */
const tablesWithDealership = `
  SELECT relname::text AS name, EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = one.oid) AS is_distributed
  FROM pg_class AS one JOIN pg_attribute ON attrelid = one.oid
  WHERE relnamespace = 'crm_procedure'::regnamespace AND relkind = 'r' AND attname = 'dealership' AND NOT attisdropped
  ORDER BY relname <> 'dealerships', relname`

const quoted = (name: string): string => `"${name.replaceAll("\"", "\"\"")}"`

/** The number before the dot, and the one after it. */
const numbersOf = (version: string): readonly [number, number] => {
  const [major = "0", minor = "0"] = version.split(/[.-]/)
  return [Number(major), Number(minor)]
}

const isOlder = (version: string): boolean => {
  const [major, minor] = numbersOf(version)
  const [oldestMajor, oldestMinor] = numbersOf(OLDEST_CITUS)
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor)
}

/**
 * Makes the tables ready and distributes those that are not distributed yet, with their rows. It may be run again, and is to be run
 * after a release with new tables. Asked as a superuser or as the owner of the tables. Every server is stopped meanwhile, also those of
 * the release before: what only they need is removed. Where the extension is missing or too old it refuses and changes nothing.
 */
export const distribute = Effect.fn("Distribution.distribute")(function*(options: Options = {}) {
  const { role = Migrations.APPLICATION_ROLE, shards = 32 } = options
  const sql = yield* SqlClient.SqlClient
  const { database, is_available, version } = (yield* sql.unsafe<Found>(found))[0]!
  if (version === null || isOlder(version)) {
    return yield* new DatabaseError({ reason: new EngineMissing({ database, found: version ?? undefined, expected: OLDEST_CITUS, isAvailable: is_available }) })
  }
  yield* Migrations.migrate({ role })
  const tables = yield* sql.unsafe<{ readonly name: string; readonly is_distributed: boolean }>(tablesWithDealership)
  const missing = tables.filter(({ is_distributed }) => !is_distributed).map(({ name }) => name)
  yield* sql.withTransaction(Effect.gen(function*() {
    yield* sql.unsafe("SET LOCAL citus.propagate_set_commands = 'local'")
    yield* sql.unsafe("SET LOCAL citus.multi_shard_modify_mode = 'sequential'")
    for (const statement of [...HandlesMigration.filling, ...Handles.endingBefore]) yield* sql.unsafe(statement)
    // The owner moves the rows of every dealership.
    yield* sql.unsafe("SET LOCAL crm_procedure.maintenance = 'on'")
    for (const name of missing) {
      if (onCoordinator.includes(name)) {
        yield* sql.unsafe(`SELECT citus_add_local_table_to_metadata('crm_procedure.${quoted(name)}')`)
        continue
      }
      const beside = name === "dealerships" ? `colocate_with => 'none', shard_count => ${shards}` : "colocate_with => 'crm_procedure.dealerships'"
      yield* sql.unsafe(`SELECT create_distributed_table('crm_procedure.${quoted(name)}', 'dealership', ${beside})`)
    }
    // The workers carry out what a statement calls.
    yield* sql.unsafe("SELECT create_distributed_function('crm_procedure.sum_of_counts(jsonb, jsonb)')")
    // They are asked as the role that the coordinator is asked as, and told whose rows it sees.
    yield* sql.unsafe(`ALTER ROLE ${quoted(role)} LOGIN`)
    yield* sql.unsafe(`ALTER DATABASE ${quoted(database)} SET citus.propagate_set_commands = 'local'`)
  }))
  const distributed: Distributed = { added: missing, all: tables.map(({ name }) => name) }
  return distributed
})
