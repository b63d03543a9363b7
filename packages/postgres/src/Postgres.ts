/**
 * The storage ports of core on a Postgres server: the records with their verdicts, and what a service keeps beside them, in one
 * database.
 */
import type { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import { DatabaseError, DatabaseFailing, DatabaseRefused, DatabaseRightsMissing, DatabaseUnreachable, DatabaseUrlMalformed } from "./DatabaseError.ts"
import * as EntryCodec from "./internal/records/EntryCodec.ts"
import * as Sessions from "./internal/connection/Sessions.ts"
import * as SqlFailure from "./internal/connection/SqlFailure.ts"
import * as Handles from "./internal/service/Handles.ts"
import * as Storage from "./internal/Storage.ts"
import * as Hosts from "./Hosts.ts"
import * as Migrations from "./Migrations.ts"

export interface Config {
  /**
   * `postgres://user:password@host:5432/database?sslmode=require`. Several hosts, separated by commas, are a primary and its
   * standbys: sessions go to the one that takes writes, and follow when a standby is promoted.
   */
  readonly url: Redacted.Redacted
  /** Who makes the tables, by default the user of `url`: for a `url` that leads to a pooler, or of a user who may only act as the role. */
  readonly ownerUrl?: Redacted.Redacted | undefined
  /**
   * Whether `url` leads to a pooler that lends a session for one transaction (PgBouncer's `pool_mode = transaction`). No setting and
   * no prepared statement outlives a transaction there, so the user of `url` is the role itself, or has it by `ALTER ROLE … SET role`;
   * its `statement_timeout` and `lock_timeout` are set in the same way.
   */
  readonly isPooled?: boolean | undefined
  /** The role that every question is asked as, by default {@link Migrations.APPLICATION_ROLE}. Made when it is not there. */
  readonly role?: string | undefined
  /**
   * How many sessions are open at most. By default 10: some that reads share, the others for changes. With 1 they take turns on it,
   * so that a read waits for the change before it.
   */
  readonly maxConnections?: number | undefined
  /** How long to wait for a session to open. By default 5 seconds. */
  readonly connectTimeout?: Duration.Input | undefined
  /** How long a change waits for the one before it, and for a session. By default 30 seconds, and at most nine tenths of what a statement may take. */
  readonly lockTimeout?: Duration.Input | undefined
  /**
   * How long a statement may take, by default 30 seconds: the server ends it then. A server that has not answered a tenth later
   * hangs; its session is given up, and the question fails as unavailable.
   */
  readonly statementTimeout?: Duration.Input | undefined
  /** What the sessions are called in `pg_stat_activity`. */
  readonly applicationName?: string | undefined
}

/** A client that the program has already, instead of a URL. */
export interface OverClient {
  /**
   * Its `types` are a registry, such as `PgTypes.makeRegistry()`, to which the codecs of the records are added. Its user is bound by
   * row-level security: no superuser, and without `BYPASSRLS`. Its sessions keep the settings that the program gave them.
   */
  readonly client: PgClient.PgClient
  /** As in {@link Config}; here a transaction's wait for its turn and for a session only. */
  readonly lockTimeout?: Duration.Input | undefined
  /** How long a statement may go without an answer. By default 30 seconds. */
  readonly statementTimeout?: Duration.Input | undefined
}

interface Target {
  /** Host, port and database, which may be told. */
  readonly name: string
  readonly user: string
}

const malformed = (found: string) => Effect.fail(new DatabaseError({ reason: new DatabaseUrlMalformed({ found }) }))

/** Whom a URL leads to, without its password. */
const targetOf = (url: Redacted.Redacted): Effect.Effect<Target, DatabaseError> => {
  const [first = url, ...others] = Hosts.urlsOf(url)
  if (others.length > 0) {
    return Effect.map(Effect.forEach([first, ...others], targetOf), (targets) => ({ ...targets[0]!, name: targets.map(({ name }) => name).join(" or ") }))
  }
  const text = Redacted.value(url)
  if (text.trim() === "") return malformed("nothing")
  if (!URL.canParse(text)) return malformed("something that is no URL")
  const { hostname, password, pathname, port, protocol, searchParams, username } = new URL(text)
  if (protocol !== "postgres:" && protocol !== "postgresql:") return malformed(`a URL that begins with ${protocol}//`)
  try {
    for (const part of [hostname, username, password, pathname]) decodeURIComponent(part)
  } catch {
    return malformed("a % that is not followed by two hexadecimal digits")
  }
  if (hostname === "" && searchParams.get("host") === null) return malformed("no host")
  return Effect.succeed({ name: `${hostname || searchParams.get("host")}:${port || "5432"}${pathname}`, user: decodeURIComponent(username) || "(none)" })
}

/** What keeps a session from opening, in words. */
const notOpened = ({ name, user }: Target) => (error: SqlError): DatabaseError => {
  const code = SqlFailure.codeOf(error)
  if (code === "3D000") return new DatabaseError({ reason: new DatabaseRefused({ target: name, user, detail: "there is no such database (3D000)" }) })
  if (error.reason._tag === "AuthenticationError") {
    return new DatabaseError({ reason: new DatabaseRefused({ target: name, user, detail: code === undefined ? "it asks for a password" : `user or password are wrong (${code})` }) })
  }
  if (code !== undefined) return new DatabaseError({ reason: new DatabaseFailing({ target: name, code }) })
  const { cause } = error.reason
  const system = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : undefined
  const detail = system ?? (error.reason._tag === "ConnectionError" ? error.reason.message ?? "no answer" : SqlFailure.detailOf(error))
  return new DatabaseError({ reason: new DatabaseUnreachable({ target: name, detail }) })
}

/** What a ready database is asked once: how it calls the types of entries, and whether servers of the release before may run beside this one. */
const stateOf = (sql: SqlClient.SqlClient) => Effect.all({ oids: EntryCodec.oidsOf(sql), isBesideEarlier: Handles.besideEarlier(sql) })

/** Makes the database ready with a session of its own, as the user of the URL; what is asked of it once. */
const ready = Effect.fnUntraced(function*(config: Config, hosts: Hosts.Hosts, target: Target) {
  const { applicationName = "crm-procedure", connectTimeout, isPooled, role } = config
  const sql = yield* PgClient.make({ ...hosts, maxConnections: 1, applicationName: `${applicationName} start`, connectTimeout, prepare: isPooled !== true })
  yield* Effect.mapError(sql.unsafe("SELECT 1"), notOpened(target))
  yield* Effect.provideService(Migrations.migrate({ role }), SqlClient.SqlClient, sql)
  return yield* stateOf(sql)
}, Effect.scoped)

/** A transaction that asks nothing for so long was forgotten: the server ends it, so that others need not wait for it. */
const IDLE_IN_CHANGE: Duration.Input = "5 minutes"

const milliseconds = (duration: Duration.Input): string => String(Math.ceil(Duration.toMillis(Duration.fromInputUnsafe(duration))))

/** How long a session may be silent: a server that works ends a statement before. */
const answerOf = (statement: Duration.Duration): Duration.Duration => Duration.times(statement, 1.1)

/** How a statement's time and a transaction's patience follow from what was asked for. */
const limitsOf = ({ lockTimeout = "30 seconds", statementTimeout = "30 seconds" }: Pick<Config, "lockTimeout" | "statementTimeout">) => {
  const statement = Duration.fromInputUnsafe(statementTimeout)
  return { statement, patience: Duration.min(Duration.fromInputUnsafe(lockTimeout), Duration.times(statement, 0.9)), answer: answerOf(statement) }
}

const NO_REGISTRY = "Postgres.layer: the client has no types, expected a registry. Make it with PgClient.make({ types: PgTypes.makeRegistry(), … })."

/** The user of a client, and whether row-level security binds it. */
const userOf = `SELECT rolname::text AS name, NOT rolsuper AND NOT rolbypassrls AS is_bound FROM pg_roles WHERE rolname = current_user`

/** Both ports over a program's own client. */
const overClient = Effect.fnUntraced(function*({ client, ...options }: OverClient) {
  const { types } = client.config
  if (types === undefined) return yield* Effect.die(new Error(NO_REGISTRY))
  const [user] = yield* client.unsafe<{ readonly name: string; readonly is_bound: boolean }>(userOf)
  if (user?.is_bound !== true) {
    return yield* new DatabaseError({
      reason: new DatabaseRightsMissing({
        user: user?.name ?? "(none)",
        what: "keep dealerships apart: row-level security does not bind it",
        statements: [`ALTER ROLE ${user?.name} NOSUPERUSER NOBYPASSRLS`]
      })
    })
  }
  yield* Effect.provideService(Migrations.migrate(), SqlClient.SqlClient, client)
  const { isBesideEarlier, oids } = yield* stateOf(client)
  EntryCodec.registerIn(types, oids)
  return Storage.make(Sessions.ofClient(client, limitsOf(options)), oids, isBesideEarlier)
})

/** What a client is called where it can't be used: the program that made it knows its address. */
const CLIENT: Target = { name: "of the client", user: "of the client" }

/**
 * Records and the service store on a Postgres: over a URL, with sessions of their own, or over a `client` that the program has
 * already. Makes the tables first where they are missing or older. With a URL everything after that is asked as a role that
 * row-level security binds.
 */
export const layer = (config: Config | OverClient): Layer.Layer<Records | ServiceStore | IntakeStore, DatabaseError> =>
  "client" in config
    ? Layer.effectContext(Effect.catchIf(overClient(config), isSqlError, (error) => Effect.fail(notOpened(CLIENT)(error))))
    : overUrl(config)

const overUrl = (config: Config): Layer.Layer<Records | ServiceStore | IntakeStore, DatabaseError> =>
  Layer.effectContext(Effect.gen(function*() {
    const { applicationName = "crm-procedure", connectTimeout, isPooled = false, maxConnections = 10, ownerUrl, role = Migrations.APPLICATION_ROLE, url } = config
    const { answer, patience, statement } = limitsOf(config)
    const target = yield* targetOf(url)
    const hosts = yield* Hosts.make(url)
    const { isBesideEarlier, oids } = yield* ownerUrl === undefined
      ? ready(config, hosts, target)
      : Effect.flatMap(targetOf(ownerUrl), (owner) => Effect.flatMap(Hosts.make(ownerUrl), (ownerHosts) => ready({ ...config, isPooled: false }, ownerHosts, owner)))
    const sessions = yield* Sessions.ofServer({
      ...hosts,
      applicationName,
      connectTimeout,
      keepAlive: "30 seconds",
      preparedStatementCacheSize: 200,
      prepare: !isPooled,
      types: EntryCodec.registry(oids),
      startupParameters: isPooled ? {} : {
        role,
        lock_timeout: milliseconds(patience),
        statement_timeout: milliseconds(statement),
        idle_in_transaction_session_timeout: milliseconds(IDLE_IN_CHANGE)
      }
    }, maxConnections, { patience, answer })
    const { rows: [session] } = yield* sessions.shared((one) => one.query("SELECT current_user::text AS role"))
    if (session?.["role"] !== role) {
      return yield* new DatabaseError({
        reason: new DatabaseRightsMissing({
          user: target.user,
          what: `act as the role ${role} from the start of a session (a pooler between may have dropped it)`,
          statements: [`ALTER ROLE ${target.user} SET role = ${role}`]
        })
      })
    }
    return Storage.make(sessions, oids, isBesideEarlier)
  }).pipe(Effect.catchIf(isSqlError, (error) => Effect.flatMap(targetOf(config.url), (target) => Effect.fail(notOpened(target)(error)))))).pipe(
    Layer.provide(Reactivity.layer)
  )
