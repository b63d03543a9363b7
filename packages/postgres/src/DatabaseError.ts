/** Why a database can't be used: what was found, what was expected, and what to do. Nothing here tells a password. */
import * as Schema from "effect/Schema"

/** `DATABASE_URL` is no address of a Postgres. */
export class DatabaseUrlMalformed extends Schema.TaggedError<DatabaseUrlMalformed>()("DatabaseUrlMalformed", { found: Schema.String }) {
  override get message() {
    return `The database's URL can't be read: found ${this.found}, expected postgres://user:password@host:5432/database ` +
      "(characters such as @ : / # in user or password written as %40 %3A %2F %23). Correct it."
  }
}

/** No server answers there, or not in time. */
export class DatabaseUnreachable extends Schema.TaggedError<DatabaseUnreachable>()("DatabaseUnreachable", { target: Schema.String, detail: Schema.String }) {
  override get message() {
    return `The database ${this.target} can't be reached: ${this.detail}. See that it runs, that host and port are right and that no firewall is between.`
  }
}

/** What to do about a database that answers and can't be used. */
const remedyOf = (code: string): string => {
  if (code.startsWith("58") || code.startsWith("XX")) return "Its files are missing or damaged: look into the server's log, and restore a backup where files are gone."
  if (code.startsWith("57P")) return "It is starting or stopping: try again when it is up."
  if (code.startsWith("53")) return "It has no room for another session: raise max_connections, or lower maxConnections."
  return "Look into the server's log."
}

/** The server answers, and its answer is that it can't be used. */
export class DatabaseFailing extends Schema.TaggedError<DatabaseFailing>()("DatabaseFailing", { target: Schema.String, code: Schema.String }) {
  override get message() {
    return `The database ${this.target} is reached and can't be used: found SQLSTATE ${this.code}, expected a session. ${remedyOf(this.code)}`
  }
}

/** User or password are refused, or there is no such database. */
export class DatabaseRefused extends Schema.TaggedError<DatabaseRefused>()("DatabaseRefused", {
  target: Schema.String,
  user: Schema.String,
  detail: Schema.String
}) {
  override get message() {
    return `The database ${this.target} refuses the user ${this.user}: ${this.detail}. Correct user, password or database in the URL.`
  }
}

/** The server's version is older than what the records need. */
export class DatabaseTooOld extends Schema.TaggedError<DatabaseTooOld>()("DatabaseTooOld", { found: Schema.String, expected: Schema.Int }) {
  override get message() {
    return `The database is Postgres ${this.found}, expected ${this.expected} or newer. Upgrade the server, or use another one.`
  }
}

/** The database's encoding can't hold every name. */
export class DatabaseEncodingUnfit extends Schema.TaggedError<DatabaseEncodingUnfit>()("DatabaseEncodingUnfit", { found: Schema.String }) {
  override get message() {
    return `The database's encoding is ${this.found}, expected UTF8. Create it with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`
  }
}

/** The user may not do what is needed to make the tables ready. */
export class DatabaseRightsMissing extends Schema.TaggedError<DatabaseRightsMissing>()("DatabaseRightsMissing", {
  user: Schema.String,
  what: Schema.String,
  statements: Schema.Array(Schema.String)
}) {
  override get message() {
    return `The database's user ${this.user} may not ${this.what}. Have an administrator run: ${this.statements.map((one) => `${one};`).join(" ")}`
  }
}

/** A newer release has already changed the tables. */
export class SchemaTooNew extends Schema.TaggedError<SchemaTooNew>()("SchemaTooNew", { found: Schema.Int, expected: Schema.Int }) {
  override get message() {
    return `The database's tables are at migration ${this.found}, this release knows them up to ${this.expected}. ` +
      "Run the newer release of @crm-procedure/postgres, or restore the backup from before the upgrade."
  }
}

/** The database is no distributed engine, or one that is too old. */
export class EngineMissing extends Schema.TaggedError<EngineMissing>()("EngineMissing", {
  database: Schema.String,
  /** The version of the extension; undefined where it is not there. */
  found: Schema.UndefinedOr(Schema.String),
  expected: Schema.String,
  /** Whether the server has the extension's files. */
  isAvailable: Schema.Boolean
}) {
  override get message() {
    const { database, expected, found, isAvailable } = this
    const told = `The tables of the database ${database} can't be distributed: found ${found === undefined ? "no extension citus" : `Citus ${found}`}, expected Citus ${expected} or newer. `
    if (found !== undefined) return `${told}Upgrade Citus on every node, and run ALTER EXTENSION citus UPDATE.`
    return told + (isAvailable
      ? "Run CREATE EXTENSION citus in this database on every node, and name the workers with citus_add_node."
      : "Install Citus on every node and add citus to shared_preload_libraries, or go on without distributing: one Postgres needs no such step.")
  }
}

/** The embedded database's directory can't be opened. */
export class DirectoryUnusable extends Schema.TaggedError<DirectoryUnusable>()("DirectoryUnusable", { directory: Schema.String, detail: Schema.String }) {
  override get message() {
    return `The embedded database in ${this.directory} can't be opened: ${this.detail}.`
  }
}

/** The one error of making a storage ready. */
export class DatabaseError extends Schema.TaggedError<DatabaseError>()("DatabaseError", {
  reason: Schema.Union([
    DatabaseUrlMalformed,
    DatabaseUnreachable,
    DatabaseFailing,
    DatabaseRefused,
    DatabaseTooOld,
    DatabaseEncodingUnfit,
    DatabaseRightsMissing,
    SchemaTooNew,
    EngineMissing,
    DirectoryUnusable
  ])
}) {
  override get message() {
    return this.reason.message
  }
}
