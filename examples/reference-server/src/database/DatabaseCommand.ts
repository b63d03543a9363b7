/** `database distribute | backup | recount | renew-hashes`: what an operator does with the database as a whole. */
import * as CommandLine from "@crm-procedure/command-line/CommandLine"
import type { Language } from "@crm-procedure/command-line/Language"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import { Backup } from "@crm-procedure/postgres/Backup"
import { DatabaseError } from "@crm-procedure/postgres/DatabaseError"
import * as Distribution from "@crm-procedure/postgres/Distribution"
import * as Hosts from "@crm-procedure/postgres/Hosts"
import { PgClient } from "@effect/sql-pg"
import * as Cause from "effect/Cause"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlClient } from "effect/sql"
import { chmodSync, copyFileSync, existsSync, mkdirSync } from "node:fs"
import { join, resolve } from "node:path"
import * as HashRenewing from "./HashRenewing.ts"
import * as Recounting from "./Recounting.ts"
import * as CommandSocket from "../serving/CommandSocket.ts"
import { configuration } from "../starting/Configuration.ts"
import type { Environment } from "../starting/Environment.ts"
import * as Telemetry from "../serving/Telemetry.ts"
import * as ErasureKeys from "../storage/ErasureKeys.ts"
import * as Secrets from "../storage/Secrets.ts"
import * as Storage from "../storage/Storage.ts"

const words = {
  backup: { es: "copia la base incorporada y sus secretos, también mientras el servidor funciona", en: "copies the embedded database and its secrets, also while the server runs" },
  recount: { es: "vuelve a juzgar todo desde cero y corrige lo guardado que no coincida, también mientras el servidor funciona", en: "judges everything from scratch and repairs what is stored otherwise, also while the server runs" },
  renewHashes: { es: "pasa las huellas de personas suprimidas a un secreto nuevo; con la base incorporada lo crea", en: "brings the hashes of erased people up to a new secret; with the embedded database it makes it" },
  distribute: { es: "reparte las tablas entre los nodos de Citus, por concesionario", en: "distributes the tables over the nodes of Citus, by dealership" },
  shards: { es: "en cuántos fragmentos, la primera vez (32)", en: "into how many shards, the first time (32)" }
} satisfies Record<string, Bilingual>

type Asked = { readonly order: "distribute"; readonly shards: string | undefined } | { readonly order: "backup"; readonly folders: ReadonlyArray<string> } | { readonly order: "recount" } | { readonly order: "renew-hashes" }

const definition: CommandLine.Definition<Asked> = {
  usage: {
    es: "Uso:\n  database backup <carpeta>\n  database distribute [--shards <número>]\n  database recount\n  database renew-hashes",
    en: "Usage:\n  database backup <folder>\n  database distribute [--shards <number>]\n  database recount\n  database renew-hashes"
  },
  command: (language, take) =>
    Command.make("database").pipe(Command.withSubcommands([
      Command.make("backup", { folders: Argument.String("folder").pipe(Argument.variadic()) }, (asked) => take({ order: "backup", ...asked })).pipe(
        Command.withDescription(words.backup[language])
      ),
      Command.make("distribute", { shards: CommandLine.text("shards", "N", words.shards[language]) }, (asked) => take({ order: "distribute", ...asked })).pipe(
        Command.withDescription(words.distribute[language])
      ),
      Command.make("recount", {}, () => take({ order: "recount" })).pipe(Command.withDescription(words.recount[language])),
      Command.make("renew-hashes", {}, () => take({ order: "renew-hashes" })).pipe(Command.withDescription(words.renewHashes[language]))
    ]))
}

const shardsOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text)
  throw CommandLine.unusable(definition, [{
    es: `--shards: se encontró ${text}, se esperaba un número de 1 a 9999.`,
    en: `--shards: found ${text}, expected a number from 1 to 9999.`
  }])
}

const withoutUrl = new Unusable({
  es: "No está DATABASE_URL: se esperaba la dirección del coordinador de Citus, con el dueño de las tablas. La base incorporada no se reparte.",
  en: "DATABASE_URL is missing: expected the address of Citus' coordinator, with the owner of the tables. The embedded database is not distributed."
})

const distributed = (shards: number | undefined) =>
  Effect.gen(function*() {
    const { databaseOwnerUrl, databaseUrl } = yield* configuration
    const url = databaseOwnerUrl ?? databaseUrl
    if (url === undefined) return yield* Effect.fail(withoutUrl)
    const sql = yield* PgClient.make({ ...yield* Hosts.make(url), maxConnections: 1, applicationName: "crm-procedure distribute" })
    return yield* Effect.provideService(Distribution.distribute({ shards }), SqlClient.SqlClient, sql)
  }).pipe(Effect.scoped, Effect.provide(Reactivity.layer), Effect.mapError((error) => error instanceof DatabaseError ? Storage.refusal(error) : error))

const ofServer = new Unusable({
  es: "DATABASE_URL nombra un servidor Postgres: cópielo con pg_dump o pg_basebackup, como dice la guía de operación.",
  en: "DATABASE_URL names a Postgres server: back it up with pg_dump or pg_basebackup, as the operations guide says."
})

/** The files of secrets in a data directory; a copied database is of no use without them. */
const SECRETS = ["erasure-secret", "session-secret", "webhook-secret"]

/** Copies the database, by the server that has it open or by itself, and the secrets beside it; answers how many bytes the database has. */
const backedUp = async (folders: ReadonlyArray<string>, { dataDirectory }: Environment): Promise<number> => {
  const [given, ...more] = folders
  if (given === undefined || more.length > 0) {
    throw CommandLine.unusable(definition, [{ es: "Se esperaba una carpeta, donde se hace la copia.", en: "Expected one folder, into which the copy goes." }])
  }
  if (process.env.DATABASE_URL) throw ofServer
  const folder = resolve(given)
  const directory = join(folder, "pglite")
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const asked = await CommandSocket.askForCopy(dataDirectory, directory)
  const copied = asked ?? { bytes: await byItself(dataDirectory, directory) }
  if ("es" in copied) throw new Unusable(copied)
  for (const name of SECRETS.filter((secret) => existsSync(join(dataDirectory, secret)))) {
    copyFileSync(join(dataDirectory, name), join(folder, name))
    chmodSync(join(folder, name), 0o600)
  }
  return copied.bytes
}

const byItself = async (dataDirectory: string, directory: string): Promise<number> => {
  const { layer } = await import("@crm-procedure/postgres/Pglite")
  const exit = await Effect.runPromiseExit(Backup.use(({ copyTo }) => copyTo(directory)).pipe(
    Effect.provide(layer({ dataDir: join(dataDirectory, "pglite") })),
    Effect.mapError(Storage.refusal)
  ))
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  return exit.value
}

/** Recounts by the server that has the embedded database open, or by itself, with the server's settings. */
const recounted = async ({ dataDirectory }: Environment): Promise<ReadonlyArray<Recounting.Found>> => {
  const asked = process.env.DATABASE_URL ? undefined : await CommandSocket.askForRecount(dataDirectory)
  if (asked !== undefined) {
    if ("es" in asked) throw new Unusable(asked)
    return asked.found
  }
  return done(Recounting.all, dataDirectory)
}

/** Does work with the service over the storage that the settings name. */
const done = async <A>(work: Effect.Effect<A, unknown, CrmProcedure | ServiceStore>, dataDirectory: string): Promise<A> => {
  const exit = await Effect.runPromiseExit(Effect.gen(function*() {
    const settings = yield* configuration
    return yield* work.pipe(Effect.provide(CrmProcedure.layer().pipe(
      Layer.provideMerge(Storage.layer({ ...settings, dataDirectory })),
      Layer.provideMerge(ErasureKeys.layer(settings, dataDirectory))
    )))
  }).pipe(Effect.provide(Telemetry.layerLog("Warn"))))
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  return exit.value
}

/**
 * Renews the hashes of erased people. Where the secrets are kept beside the embedded database, a new one is made first, and no server
 * may have them: it would go on with the former one.
 */
const renewed = async ({ dataDirectory }: Environment): Promise<ReadonlyArray<HashRenewing.Found>> => {
  if (!process.env.DATABASE_URL) {
    const isFree = await Effect.runPromiseExit(CommandSocket.mustBeFree(dataDirectory))
    if (Exit.isFailure(isFree)) throw Cause.squash(isFree.cause)
    if (!process.env.ERASURE_SECRET) Secrets.succeed(ErasureKeys.fileIn(dataDirectory))
  }
  return done(HashRenewing.all, dataDirectory)
}

const MEBIBYTE = 1_048_576

/** Runs the command and says what came of it; throws an `Unusable` where it can't be done. */
export const run = async (args: ReadonlyArray<string>, environment: Environment, language: Language): Promise<void> => {
  const read = CommandLine.read(definition, args, language)
  if (read.kind === "text") {
    process.stdout.write(`${read.text}\n`)
    return
  }
  const { asked } = read
  if (asked.order === "backup") {
    const size = Math.ceil(await backedUp(asked.folders, environment) / MEBIBYTE)
    process.stdout.write(language === "es"
      ? `Copiada la base, ${size} MiB. Se abre con DATA_DIR=${asked.folders[0]}.\n`
      : `Copied the database, ${size} MiB. It opens with DATA_DIR=${asked.folders[0]}.\n`)
    return
  }
  if (asked.order === "recount") {
    for (const found of await recounted(environment)) process.stdout.write(`${Recounting.lineOf(found, language)}\n`)
    return
  }
  if (asked.order === "renew-hashes") {
    for (const found of await renewed(environment)) process.stdout.write(`${HashRenewing.lineOf(found, language)}\n`)
    return
  }
  const exit = await Effect.runPromiseExit(distributed(shardsOf(asked.shards)))
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  const { added, all } = exit.value
  process.stdout.write(language === "es"
    ? `Repartidas ${added.length} tablas ahora, ${all.length} en total, por concesionario.\n`
    : `Distributed ${added.length} tables now, ${all.length} in all, by dealership.\n`)
}
