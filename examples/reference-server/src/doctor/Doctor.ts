/** What is wrong with an installation: each check says what was found, what was expected and what to do. It changes nothing. */
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { bilingualOf } from "@crm-procedure/command-line/Unusable"
import { DatabaseError } from "@crm-procedure/postgres/DatabaseError"
import * as Hosts from "@crm-procedure/postgres/Hosts"
import * as Migrations from "@crm-procedure/postgres/Migrations"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Reactivity from "effect/reactivity/Reactivity"
import { existsSync, statfsSync, statSync } from "node:fs"
import { connect, createServer } from "node:net"
import { dirname } from "node:path"
import { type Configuration, configuration } from "../starting/Configuration.ts"
import type { Environment } from "../starting/Environment.ts"
import * as Storage from "../storage/Storage.ts"

const LEAST_FREE_BYTES = 1_073_741_824
const MOST_CLOCK_SECONDS = 5
const PATIENCE_MILLIS = 5_000

const fault = (es: string, en: string): Bilingual => ({ es, en })

const ofNode = (): ReadonlyArray<Bilingual> =>
  Number(process.versions.node.split(".")[0]) >= 26
    ? []
    : [fault(`Node: se encontró ${process.versions.node}, se esperaba 26 o posterior. Arranque con npx pnpm@12, que trae el suyo.`, `Node: found ${process.versions.node}, expected 26 or newer. Start by npx pnpm@12, which brings its own.`)]

const ofFolder = (folder: string): ReadonlyArray<Bilingual> => {
  const there = existsSync(folder)
  const faults: Array<Bilingual> = []
  if (there && process.platform !== "win32") {
    const { mode, uid } = statSync(folder)
    const rights = `0${(mode & 0o777).toString(8)}`
    if ((mode & 0o077) !== 0) faults.push(fault(`DATA_DIR: se encontró ${folder} con permisos ${rights}, se esperaba 0700. Ejecute chmod 700 ${folder}.`, `DATA_DIR: found ${folder} with mode ${rights}, expected 0700. Run chmod 700 ${folder}.`))
    if (uid !== process.getuid?.()) faults.push(fault(`DATA_DIR: ${folder} es del usuario ${uid}, se esperaba ${process.getuid?.()}. Ejecute esto con el usuario del servidor, o cambie el dueño con chown -R.`, `DATA_DIR: ${folder} is user ${uid}'s, expected ${process.getuid?.()}. Run this as the server's user, or change the owner by chown -R.`))
  }
  let near = folder
  while (!existsSync(near)) near = dirname(near)
  const { bavail, bsize } = statfsSync(near)
  const free = bavail * bsize
  if (free < LEAST_FREE_BYTES) faults.push(fault(`Disco: se encontraron ${Math.floor(free / 1_048_576)} MiB libres en ${near}, se esperaban 1024. Libere espacio.`, `Disk: found ${Math.floor(free / 1_048_576)} MiB free in ${near}, expected 1024. Make room.`))
  return faults
}

const ofSecrets = ({ databaseUrl, erasureSecret, sessionSecret, webhookSecret }: Configuration): ReadonlyArray<Bilingual> =>
  databaseUrl === undefined ? [] : ([["ERASURE_SECRET", erasureSecret], ["SESSION_SECRET", sessionSecret], ["WEBHOOK_SECRET", webhookSecret]] as const).flatMap(([name, value]) =>
    value !== undefined ? [] : [fault(`${name}: no se encontró, se esperaban 32 bytes o más, los mismos en cada servidor. Hágalo con openssl rand -base64 32.`, `${name}: found nothing, expected 32 bytes or more, the same on every server. Make it by openssl rand -base64 32.`)])

const ofPort = ({ host, port }: Environment): Promise<ReadonlyArray<Bilingual>> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once("error", (error: NodeJS.ErrnoException) => resolve([fault(`PORT: no se puede usar ${host}:${port} (${error.code}), se esperaba un puerto libre. Si es este servidor en marcha, está bien; si no, use otro.`, `PORT: ${host}:${port} can't be used (${error.code}), expected a free port. This is right while this server runs; else use another one.`)]))
    server.listen(port, host, () => server.close(() => resolve([])))
  })

const ofMail = ({ smtpUrl }: Configuration): Promise<ReadonlyArray<Bilingual>> =>
  new Promise((resolve) => {
    if (smtpUrl === undefined) return resolve([])
    const { hostname, port, protocol } = new URL(Redacted.value(smtpUrl))
    const target = { host: hostname, port: Number(port) || (protocol === "smtps:" ? 465 : 587) }
    const socket = connect(target)
    const end = (found: string | undefined): void => {
      socket.destroy()
      resolve(found === undefined ? [] : [fault(`SMTP_URL: no se puede llegar a ${target.host}:${target.port} (${found}), se esperaba un servidor de correo. Revise la dirección y el cortafuegos.`, `SMTP_URL: ${target.host}:${target.port} can't be reached (${found}), expected a mail server. Check the address and the firewall.`)])
    }
    socket.setTimeout(PATIENCE_MILLIS, () => end("timeout"))
    socket.once("connect", () => end(undefined)).once("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  })

/** Links in letters begin where people reach the page. Without that setting they lead to this machine. */
const ofAddress = ({ publicUrl, smtpUrl }: Configuration): ReadonlyArray<Bilingual> =>
  smtpUrl === undefined || publicUrl !== undefined
    ? []
    : [fault("PUBLIC_URL: no se encontró, se esperaba la dirección de la página, como https://crm.ejemplo.com: sin ella los enlaces de los correos llevan a este equipo.", "PUBLIC_URL: found nothing, expected the page's address, like https://crm.example.com: without it the links in e-mails lead to this machine.")]

interface Row {
  readonly migrated: boolean
  readonly bound: boolean | null
  readonly seconds: number
}

const databaseFaults = (url: Redacted.Redacted) =>
  Effect.gen(function*() {
    const sql = yield* PgClient.make({ ...yield* Hosts.make(url), maxConnections: 1, applicationName: "crm-procedure doctor" })
    const [row] = yield* sql.unsafe<Row>(`SELECT to_regclass('crm_procedure.migrations') IS NOT NULL AS migrated, extract(epoch FROM clock_timestamp())::float8 AS seconds,
      (SELECT NOT rolsuper AND NOT rolbypassrls FROM pg_roles WHERE rolname = $1) AS bound`, [Migrations.APPLICATION_ROLE])
    const faults: Array<Bilingual> = []
    const apart = Math.round(Math.abs(row!.seconds - Date.now() / 1000))
    if (apart > MOST_CLOCK_SECONDS) faults.push(fault(`Reloj: la base de datos y este equipo difieren en ${apart} s, se esperaban ${MOST_CLOCK_SECONDS} a lo sumo. Sincronice los dos por NTP.`, `Clock: the database and this machine differ by ${apart} s, expected ${MOST_CLOCK_SECONDS} at most. Synchronise both by NTP.`))
    if (row!.bound === false) faults.push(fault(`Rol: ${Migrations.APPLICATION_ROLE} puede saltarse la seguridad por filas, se esperaba que no. Ejecute ALTER ROLE ${Migrations.APPLICATION_ROLE} NOSUPERUSER NOBYPASSRLS.`, `Role: ${Migrations.APPLICATION_ROLE} can get round row-level security, expected that it can't. Run ALTER ROLE ${Migrations.APPLICATION_ROLE} NOSUPERUSER NOBYPASSRLS.`))
    if (row!.migrated) {
      const [last] = yield* sql.unsafe<{ readonly number: number }>("SELECT max(migration_id)::int AS number FROM crm_procedure.migrations")
      if (last!.number !== Migrations.LATEST) faults.push(fault(`Tablas: se encontró la migración ${last!.number}, se esperaba la ${Migrations.LATEST}. Arranque esta versión para actualizarlas, o use la versión más nueva.`, `Tables: found migration ${last!.number}, expected ${Migrations.LATEST}. Start this release to bring them up to date, or use the newer release.`))
    }
    return faults as ReadonlyArray<Bilingual>
  }).pipe(
    Effect.scoped,
    Effect.provide(Reactivity.layer),
    Effect.catch((error) => {
      const said = error instanceof DatabaseError ? Storage.refusal(error).bilingual : undefined
      return Effect.succeed([said ?? fault("DATABASE_URL: no se puede abrir la base de datos, se esperaba una sesión. Revise la dirección, la clave y que el servidor esté en marcha.", "DATABASE_URL: the database can't be opened, expected a session. Check the address, the password, and that the server runs.")])
    })
  )

/** Every fault that is found. */
export const examine = async (environment: Environment): Promise<ReadonlyArray<Bilingual>> => {
  const faults = [...ofNode(), ...ofFolder(environment.dataDirectory), ...await ofPort(environment)]
  let settings: Configuration
  try {
    settings = await Effect.runPromise(configuration)
  } catch (error) {
    const said = bilingualOf(error)
    if (said === undefined) throw error
    return [...faults, said]
  }
  const url = settings.databaseOwnerUrl ?? settings.databaseUrl
  return [...faults, ...ofSecrets(settings), ...ofAddress(settings), ...await ofMail(settings), ...(url === undefined ? [] : await Effect.runPromise(databaseFaults(url)))]
}
