/** `database distribute`: what an operator does with the database as a whole. */
import * as CommandLine from "@crm-procedure/command-line/CommandLine"
import type { Language } from "@crm-procedure/command-line/Language"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { DatabaseError } from "@crm-procedure/postgres/DatabaseError"
import * as Distribution from "@crm-procedure/postgres/Distribution"
import * as Hosts from "@crm-procedure/postgres/Hosts"
import { PgClient } from "@effect/sql-pg"
import * as Cause from "effect/Cause"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Reactivity from "effect/reactivity/Reactivity"
import { SqlClient } from "effect/sql"
import { configuration } from "../starting/Configuration.ts"
import type { Environment } from "../starting/Environment.ts"
import * as Storage from "../storage/Storage.ts"

const words = {
  distribute: { es: "reparte las tablas entre los nodos de Citus, por concesionario", en: "distributes the tables over the nodes of Citus, by dealership" },
  shards: { es: "en cuántos fragmentos, la primera vez (32)", en: "into how many shards, the first time (32)" }
} satisfies Record<string, Bilingual>

interface Asked {
  readonly order: "distribute"
  readonly shards: string | undefined
}

const definition: CommandLine.Definition<Asked> = {
  usage: { es: "Uso:\n  database distribute [--shards <número>]", en: "Usage:\n  database distribute [--shards <number>]" },
  command: (language, take) =>
    Command.make("database").pipe(Command.withSubcommands([
      Command.make("distribute", { shards: CommandLine.text("shards", "N", words.shards[language]) }, (asked) => take({ order: "distribute", ...asked })).pipe(
        Command.withDescription(words.distribute[language])
      )
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

/** Runs the command and says what came of it; throws an `Unusable` where it can't be done. */
export const run = async (args: ReadonlyArray<string>, _environment: Environment, language: Language): Promise<void> => {
  const read = CommandLine.read(definition, args, language)
  if (read.kind === "text") {
    process.stdout.write(`${read.text}\n`)
    return
  }
  const exit = await Effect.runPromiseExit(distributed(shardsOf(read.asked.shards)))
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  const { added, all } = exit.value
  process.stdout.write(language === "es"
    ? `Repartidas ${added.length} tablas ahora, ${all.length} en total, por concesionario.\n`
    : `Distributed ${added.length} tables now, ${all.length} in all, by dealership.\n`)
}
