/**
 * The servers of a URL that names several: `postgres://user:password@one:5432,two:5432/database`. One of them takes writes, the
 * others are standbys. Connections go to the first; when it is gone, to the standby that was promoted.
 */
import * as PgConnection from "@effect/sql-pg/PgConnection"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { ConnectionError, SqlError } from "effect/sql/SqlError"
import * as Net from "node:net"
import type { Duplex } from "node:stream"

/** How often the server that takes writes is asked whether it still does. */
const EVERY = "1 second"

/** How long one server may take to answer. */
const PATIENCE: Duration.Input = "3 seconds"

export interface Hosts {
  /** The URL with its first host alone. */
  readonly url: Redacted.Redacted
  /** Opens a connection to the server that takes writes. Undefined where the URL names one host: a driver connects by itself. */
  readonly stream: (() => Duplex) | undefined
}

/** One URL for each host that a URL names. */
export const urlsOf = (url: Redacted.Redacted): ReadonlyArray<Redacted.Redacted> => {
  const [, before = "", hosts = "", after = ""] = /^(\w+:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/s.exec(Redacted.value(url)) ?? []
  return hosts.includes(",") ? hosts.split(",").map((host) => Redacted.make(before + host + after)) : [url]
}

interface Host {
  readonly url: Redacted.Redacted
  readonly host: string
  readonly port: number
}

const hostOf = (url: Redacted.Redacted): Host => {
  const { hostname, port } = new URL(Redacted.value(url))
  return { url, host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port || 5432) }
}

/** Succeeds when a server takes writes. */
const takesWrites = ({ url }: Host): Effect.Effect<void, SqlError> =>
  Effect.scoped(Effect.gen(function*() {
    const session = yield* PgConnection.make({ url, connectTimeout: PATIENCE, applicationName: "crm-procedure host" })
    const { rows: [row] } = yield* session.query("SELECT pg_is_in_recovery() AS is_standby")
    if (row?.["is_standby"] !== false) return yield* Effect.fail(refused("a standby takes no writes"))
  })).pipe(Effect.timeoutOrElse({ duration: PATIENCE, orElse: () => Effect.fail(refused("no answer came in time")) }))

const refused = (message: string): SqlError => new SqlError({ reason: new ConnectionError({ cause: new Error(message), message, operation: "connect" }) })

/**
 * Finds the server that takes writes, and follows when another one does. It stays with the one that it knows for as long as that takes
 * writes. Fails when no server does.
 */
export const make = Effect.fnUntraced(function*(url: Redacted.Redacted): Effect.fn.Return<Hosts, SqlError, Scope.Scope> {
  const urls = urlsOf(url)
  if (urls.length === 1) return { url, stream: undefined }
  const hosts = urls.map(hostOf)
  let current = hosts[0]!
  const follow = Effect.suspend(() =>
    Effect.catch(takesWrites(current), () =>
      Effect.map(Effect.raceAll(hosts.map((host) => Effect.as(takesWrites(host), host))), (found) => {
        current = found
      })))
  yield* follow
  yield* Effect.forkScoped(Effect.forever(Effect.andThen(Effect.sleep(EVERY), Effect.ignore(follow))))
  return { url: hosts[0]!.url, stream: () => Net.connect({ host: current.host, port: current.port, noDelay: true, keepAlive: true }) }
})
