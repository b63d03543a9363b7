/** Where records, keys and answers are kept: in Postgres where a URL names one, else in a database in a thread of this process. */
import type * as Records from "@crm-procedure/core/register/Records"
import type * as IntakeStore from "@crm-procedure/core/service/IntakeStore"
import type * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import type { DatabaseError } from "@crm-procedure/postgres/DatabaseError"
import type { Connection } from "@crm-procedure/postgres/Pglite"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { join } from "node:path"
import * as DatabaseSessions from "./DatabaseSessions.ts"
import * as EmbeddedDirectory from "../starting/EmbeddedDirectory.ts"
import * as Threads from "../starting/Threads.ts"
import { Unusable } from "@crm-procedure/command-line/Unusable"

export interface Options {
  readonly databaseUrl: Redacted.Redacted | undefined
  readonly databaseOwnerUrl: Redacted.Redacted | undefined
  readonly databaseIsPooled: boolean
  readonly dataDirectory: string
  /** How long a request may take: a statement gets four fifths of it, so that the answer still comes in time. */
  readonly requestSeconds: number
}

export type Storage = Records.Records | ServiceStore.ServiceStore | IntakeStore.IntakeStore

/** Opens a connection to the embedded database for another thread; undefined with a server, which threads reach by its URL. */
export class ThreadConnections extends Context.Service<ThreadConnections, (() => Connection) | undefined>()("reference-server/ThreadConnections") {}

type Reason = DatabaseError["reason"]

/** What to do about a database that answers and can't be used. */
const remedyOf = (code: string): string => {
  if (code.startsWith("58") || code.startsWith("XX")) return "Faltan archivos suyos o están dañados: mire el registro del servidor y, si faltan, restaure una copia."
  if (code.startsWith("57P")) return "Está arrancando o deteniéndose: inténtelo de nuevo cuando esté en marcha."
  if (code.startsWith("53")) return "No le cabe otra sesión: suba max_connections en el servidor."
  return "Mire el registro del servidor."
}

const spanishOf = (reason: Reason): string => {
  switch (reason._tag) {
    case "DatabaseUrlMalformed":
      return `No se puede leer DATABASE_URL: se encontró ${reason.found}, se esperaba postgres://usuario:clave@servidor:5432/base ` +
        "(caracteres como @ : / # en usuario o clave se escriben %40 %3A %2F %23). Corríjala."
    case "DatabaseUnreachable":
      return `No se puede llegar a la base de datos ${reason.target}: ${reason.detail}. Revise que esté en marcha, que el servidor y el puerto sean esos y que no haya un cortafuegos en medio.`
    case "DatabaseFailing":
      return `La base de datos ${reason.target} responde, pero no se puede usar: se encontró SQLSTATE ${reason.code}, se esperaba una sesión. ${remedyOf(reason.code)}`
    case "DatabaseRefused":
      return `La base de datos ${reason.target} rechaza al usuario ${reason.user}: ${reason.detail}. Corrija usuario, clave o base en DATABASE_URL.`
    case "DatabaseTooOld":
      return `La base de datos es Postgres ${reason.found}, se esperaba ${reason.expected} o posterior. Actualícela o use otra.`
    case "DatabaseEncodingUnfit":
      return `La codificación de la base de datos es ${reason.found}, se esperaba UTF8. Créela con: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`
    case "DatabaseRightsMissing":
      return `Al usuario ${reason.user} de la base de datos le falta un permiso (${reason.what}). Pida a quien pueda que ejecute: ${reason.statements.map((one) => `${one};`).join(" ")}`
    case "SchemaTooNew":
      return `Las tablas de la base de datos están en la migración ${reason.found}, esta versión las conoce hasta la ${reason.expected}. Use la versión más nueva o restaure la copia anterior a la actualización.`
    case "EngineMissing":
      return `No se pueden repartir las tablas de la base ${reason.database}: se encontró ${reason.found === undefined ? "que no tiene la extensión citus" : `Citus ${reason.found}`}, se esperaba Citus ${reason.expected} o posterior. ` +
        (reason.found === undefined ? "Instale Citus en cada nodo y ejecute CREATE EXTENSION citus, o siga sin repartir: un solo Postgres no lo necesita." : "Actualice Citus en cada nodo.")
    case "DirectoryUnusable":
      return `No se puede abrir la base de datos de ${reason.directory}: ${reason.detail}.`
  }
}

export const refusal = ({ reason }: DatabaseError): Unusable => new Unusable({ es: spanishOf(reason), en: reason.message })

/** The application's part of the database is asked for at once by so many of a thread's statements. */
const THREAD_SESSIONS = 2

const overPostgres = async (databaseUrl: Redacted.Redacted, { databaseIsPooled, databaseOwnerUrl, requestSeconds }: Omit<Options, "dataDirectory">, maxConnections?: number) =>
  (await import("@crm-procedure/postgres/Postgres")).layer({
    url: databaseUrl,
    ownerUrl: databaseOwnerUrl,
    isPooled: databaseIsPooled,
    applicationName: DatabaseSessions.APPLICATION_NAME,
    statementTimeout: Duration.seconds(requestSeconds * 0.8),
    maxConnections
  })

const usable = <A>(storage: Layer.Layer<A, DatabaseError>): Layer.Layer<A, Unusable> =>
  Layer.catch(storage, (error) => Layer.effectContext<A, Unusable, never>(Effect.fail(refusal(error))))

/** The storage. Its modules are loaded when it is known which one it is. The embedded database runs in a thread of its own. */
export const layer = (options: Options): Layer.Layer<Storage | ThreadConnections, Unusable> => {
  const { databaseUrl, dataDirectory } = options
  if (databaseUrl !== undefined) {
    return Layer.merge(
      Layer.unwrap(Effect.map(Effect.promise(() => overPostgres(databaseUrl, options)), usable)),
      Layer.succeed(ThreadConnections, undefined)
    )
  }
  const directory = join(dataDirectory, "pglite")
  const embedded = Effect.map(Effect.promise(() => import("@crm-procedure/postgres/Pglite")), ({ Connections, layerThread }) =>
    Layer.provideMerge(
      Layer.effect(ThreadConnections, Effect.map(Connections, ({ open }) => open)),
      usable(layerThread({ dataDir: directory, thread: () => Threads.start("DatabaseThread") }))
    ))
  return Layer.unwrap(Effect.andThen(EmbeddedDirectory.prepared(directory), embedded))
}

/** The storage of another thread: sessions of its own, or a connection to the embedded database. */
export const layerOfThread = ({ connection, ...options }: Omit<Options, "dataDirectory"> & { readonly connection: Connection | undefined }): Layer.Layer<Storage, Unusable> =>
  Layer.unwrap(Effect.map(
    Effect.promise(async () =>
      connection === undefined
        ? overPostgres(options.databaseUrl!, options, THREAD_SESSIONS)
        : (await import("@crm-procedure/postgres/Pglite")).layerConnection(connection)
    ),
    usable
  ))
