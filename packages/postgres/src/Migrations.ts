/**
 * The tables, release by release: numbered changes, each run once and in order, all that are missing in one transaction. Servers
 * that start at once wait for each other.
 */
import * as Effect from "effect/Effect"
import * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { DatabaseEncodingUnfit, DatabaseError, DatabaseRightsMissing, DatabaseTooOld, SchemaTooNew } from "./DatabaseError.ts"
import * as AuditMigration from "./internal/migrations/AuditMigration.ts"
import * as ControlsMigration from "./internal/migrations/ControlsMigration.ts"
import * as CourseMigration from "./internal/migrations/CourseMigration.ts"
import * as EditionsMigration from "./internal/migrations/EditionsMigration.ts"
import * as FindingMigration from "./internal/migrations/FindingMigration.ts"
import * as FindingTextMigration from "./internal/migrations/FindingTextMigration.ts"
import * as HandlesMigration from "./internal/migrations/HandlesMigration.ts"
import * as IntakeMigration from "./internal/migrations/IntakeMigration.ts"
import * as LeadsMigration from "./internal/migrations/LeadsMigration.ts"
import * as LookupMigration from "./internal/migrations/LookupMigration.ts"
import * as OutboxMigration from "./internal/migrations/OutboxMigration.ts"
import * as PolicyMigration from "./internal/migrations/PolicyMigration.ts"
import * as RecencyMigration from "./internal/migrations/RecencyMigration.ts"
import * as RecordsMigration from "./internal/migrations/RecordsMigration.ts"
import * as RequestsMigration from "./internal/migrations/RequestsMigration.ts"
import * as ServiceStoreMigration from "./internal/migrations/ServiceStoreMigration.ts"
import * as SessionsMigration from "./internal/migrations/SessionsMigration.ts"
import * as UsersMigration from "./internal/migrations/UsersMigration.ts"
import * as WebhookMigration from "./internal/migrations/WebhookMigration.ts"
import * as SqlFailure from "./internal/connection/SqlFailure.ts"

/**
 * The role that the service works as: it owns nothing and can't get round row-level security. It may log in, as a transaction
 * pooler and the workers of a distributed engine need it, and has no password unless an administrator gives it one.
 */
export const APPLICATION_ROLE = "crm_procedure_application"

/** The oldest Postgres that has what the tables use: unique indexes in which two NULLs are equal. */
const OLDEST = 15

const statements = (all: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    for (const statement of all) yield* sql.unsafe(statement)
  })

/** Every migration by its number and name. Those that were released stay as they are. */
export const migrations: Readonly<Record<string, Effect.Effect<void, SqlError, SqlClient.SqlClient>>> = {
  "0001_records": statements(RecordsMigration.statements),
  "0002_safekeeping": statements(ServiceStoreMigration.statements),
  "0003_leads": statements(LeadsMigration.statements),
  "0004_sessions": statements(SessionsMigration.statements),
  "0005_controls": statements(ControlsMigration.statements),
  "0006_audit": statements(AuditMigration.statements),
  "0007_users": statements(UsersMigration.statements),
  "0008_intake": statements(IntakeMigration.statements),
  "0009_policies": statements(PolicyMigration.statements),
  "0010_webhooks": statements(WebhookMigration.statements),
  "0012_finding": statements(FindingMigration.statements),
  "0013_outbox": statements(OutboxMigration.statements),
  "0014_editions": statements(EditionsMigration.statements),
  "0017_lookup": statements(LookupMigration.statements),
  "0019_recency": statements(RecencyMigration.statements),
  "0021_requests": statements(RequestsMigration.statements),
  "0024_course": statements(CourseMigration.statements),
  "0025_finding_text": statements(FindingTextMigration.statements),
  "0027_handles": statements(HandlesMigration.statements)
}

const numberOf = (name: string): number => Number(name.slice(0, 4))

/** The number of the newest migration that this release has. */
export const LATEST = Math.max(...Object.keys(migrations).map(numberOf))

interface State {
  readonly version: number
  readonly version_name: string
  readonly encoding: string
  readonly role_exists: boolean
  readonly role_is_bound: boolean
  readonly may_act: boolean
  readonly has_grants: boolean
  readonly user: string
  readonly database: string
}

const stateOf = `
  SELECT current_setting('server_version_num')::int / 10000 AS version, current_setting('server_version') AS version_name,
    current_setting('server_encoding') AS encoding, session_user::text AS user, current_database()::text AS database,
    EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role_exists,
    EXISTS (SELECT FROM pg_roles WHERE rolname = $1 AND NOT rolsuper AND NOT rolbypassrls) AS role_is_bound,
    coalesce((SELECT pg_has_role(session_user, oid, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
      FROM pg_roles WHERE rolname = $1), false) AS may_act,
    coalesce((SELECT has_schema_privilege(one.oid, schema.oid, 'USAGE')
      FROM pg_roles AS one, pg_namespace AS schema WHERE one.rolname = $1 AND schema.nspname = 'crm_procedure'), false) AS has_grants`

const upTo = (number: number) => Object.fromEntries(Object.entries(migrations).filter(([name]) => numberOf(name) <= number))

/** The numbers of the migrations that were run. */
const appliedNumbers = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [table] = yield* sql.unsafe<{ readonly found: boolean }>("SELECT to_regclass('crm_procedure.migrations') IS NOT NULL AS found")
  if (table?.found !== true) return new Set<number>()
  const rows = yield* sql.unsafe<{ readonly number: number }>("SELECT migration_id AS number FROM crm_procedure.migrations")
  return new Set(rows.map(({ number }) => number))
})

/**
 * Runs the migrations that lie before the newest one that was run, and were not run themselves. A database has such a gap where a
 * version between two releases was run on it. The migrator looks only behind the newest one.
 */
const fillGaps = Effect.fnUntraced(function*(to: number) {
  const sql = yield* SqlClient.SqlClient
  const applied = yield* appliedNumbers
  const newest = Math.max(0, ...applied)
  for (const [name, run] of Object.entries(upTo(Math.min(to, newest)))) {
    if (applied.has(numberOf(name))) continue
    yield* run
    yield* sql.unsafe("INSERT INTO crm_procedure.migrations (migration_id, name) VALUES ($1, $2)", [numberOf(name), name.slice("0000_".length)])
  }
})

const quoted = (name: string): string => `"${name.replaceAll("\"", "\"\"")}"`

/** What the service's role may do: read and write rows, and nothing to the tables themselves. */
const grants = (role: string): ReadonlyArray<string> => [
  `GRANT USAGE ON SCHEMA crm_procedure TO ${quoted(role)}`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA crm_procedure TO ${quoted(role)}`,
  `REVOKE INSERT, UPDATE, DELETE ON crm_procedure.migrations FROM ${quoted(role)}`
]

const createRole = (role: string): string => `
  DO $do$ BEGIN
    CREATE ROLE ${quoted(role)} LOGIN;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $do$`

const refused = (reason: DatabaseError["reason"]) => Effect.fail(new DatabaseError({ reason }))

/** Where a right is missing, says which, and what gives it. */
const needing = (user: string, what: string, remedy: ReadonlyArray<string>) => <A, E, R>(effect: Effect.Effect<A, E | SqlError, R>) =>
  Effect.catch(effect, (error): Effect.Effect<never, E | SqlError | DatabaseError> =>
    SqlFailure.isSqlError(error) && SqlFailure.codeOf(error) === "42501"
      ? refused(new DatabaseRightsMissing({ user, what, statements: remedy }))
      : Effect.fail(error))

/** Something both of two servers that start at once take: one waits for the other. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('crm_procedure.migrations', 0))"

/**
 * Makes the tables ready for this release and its role, if they are not; a database that is ready needs no right but to act as
 * the role. `to` stops at an earlier migration.
 */
export const migrate = Effect.fn("Migrations.migrate")(function*(options: { readonly role?: string | undefined; readonly to?: number | undefined } = {}) {
  const { role = APPLICATION_ROLE, to = LATEST } = options
  const sql = yield* SqlClient.SqlClient
  const periodState = (yield* sql.unsafe<State>(stateOf, [role]))[0]!
  const { user } = periodState
  if (periodState.version < OLDEST) return yield* refused(new DatabaseTooOld({ found: periodState.version_name, expected: OLDEST }))
  if (periodState.encoding !== "UTF8") return yield* refused(new DatabaseEncodingUnfit({ found: periodState.encoding }))
  const applied = yield* appliedNumbers
  const newest = Math.max(0, ...applied)
  if (newest > LATEST) return yield* refused(new SchemaTooNew({ found: newest, expected: LATEST }))
  const roleStatements = [`CREATE ROLE ${quoted(role)} LOGIN`, `GRANT ${quoted(role)} TO ${quoted(user)}`]
  if (!periodState.role_exists) {
    yield* sql.unsafe(createRole(role)).pipe(needing(user, `create the role ${role}`, roleStatements))
  } else if (!periodState.role_is_bound) {
    return yield* refused(new DatabaseRightsMissing({
      user,
      what: `work as the role ${role}, which is not bound by row-level security`,
      statements: [`ALTER ROLE ${quoted(role)} NOSUPERUSER NOBYPASSRLS`]
    }))
  }
  if (!periodState.may_act) {
    yield* sql.unsafe(`GRANT ${quoted(role)} TO ${quoted(user)}`).pipe(needing(user, `act as the role ${role}`, roleStatements.slice(1)))
  }
  if (Object.keys(upTo(to)).every((name) => applied.has(numberOf(name))) && periodState.has_grants) return
  yield* sql.withTransaction(Effect.gen(function*() {
    yield* sql.unsafe(LOCK)
    yield* sql.unsafe("CREATE SCHEMA IF NOT EXISTS crm_procedure")
    yield* fillGaps(to)
    yield* Migrator.make({})({ loader: Migrator.fromRecord(upTo(to)), table: "crm_procedure.migrations" })
    for (const grant of grants(role)) yield* sql.unsafe(grant)
  })).pipe(
    Effect.catchTag("MigrationError", ({ cause, message }) => SqlFailure.isSqlError(cause) ? Effect.fail(cause) : Effect.die(new Error(message))),
    needing(user, "make the tables", [`GRANT CREATE ON DATABASE ${quoted(periodState.database)} TO ${quoted(user)}`])
  )
})
