/** `keys make | list | revoke`: the keys of people and systems, outside the demonstration. */
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { parseArgs } from "node:util"
import { configuration } from "../starting/Configuration.ts"
import type { Environment } from "../starting/Environment.ts"
import * as KeyDesk from "./KeyDesk.ts"
import { carryOut, KeyOrder } from "./KeyOrder.ts"
import type { KeptKey, Outcome } from "./KeyOrder.ts"
import { Refusal } from "../serving/Speech.ts"
import type { Language } from "../serving/Speech.ts"
import * as Storage from "../storage/Storage.ts"
import * as Telemetry from "../serving/Telemetry.ts"

const usage = (language: Language): string =>
  language === "es"
    ? `Uso:
  keys make --dealership <concesionario> --role <rol> [--name <para quién>] [--employee <id>] [--brands <id,id>] [--branches <id,id>] [--line cars|motorcycles]
  keys list [--dealership <concesionario>]
  keys revoke --dealership <concesionario> <id>
Roles: ${Access.roles.join(", ")}`
    : `Usage:
  keys make --dealership <dealership> --role <role> [--name <for whom>] [--employee <id>] [--brands <id,id>] [--branches <id,id>] [--line cars|motorcycles]
  keys list [--dealership <dealership>]
  keys revoke --dealership <dealership> <id>
Roles: ${Access.roles.join(", ")}`

const refused = (es: string, en: string): Refusal => new Refusal({ es: `${es}\n${usage("es")}`, en: `${en}\n${usage("en")}` })

const text = { type: "string" } as const

const listOf = (value: string | undefined): ReadonlyArray<string> | undefined => value?.split(",").map((one) => one.trim()).filter((one) => one !== "")

const present = <A extends object>(value: A): A => Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as A

/** The order that the command line gives; throws a `Refusal` where it gives none. */
export const orderOf = (args: ReadonlyArray<string>): KeyOrder => {
  let parsed
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { dealership: text, role: text, name: text, employee: text, brands: text, branches: text, line: text }
    })
  } catch (error) {
    throw refused((error as Error).message, (error as Error).message)
  }
  const { positionals: [order, id], values } = parsed
  const given = order === "make"
    ? present({
      order,
      name: values.name ?? values.role ?? "",
      identity: present({
        dealership: values.dealership,
        role: values.role,
        employeeId: values.employee,
        brandIds: listOf(values.brands),
        branchIds: listOf(values.branches),
        line: values.line
      })
    })
    : present({ order, dealership: values.dealership, id })
  const read = Schema.decodeUnknownOption(KeyOrder)(given)
  if (Option.isSome(read)) return read.value
  const found = args.join(" ")
  throw refused(`No se entiende «keys ${found}».`, `"keys ${found}" is not understood.`)
}

const day = (at: number): string => Calendar.formatDay(Calendar.localDayOf(Calendar.bogota, at))

const lineOf = ({ createdAt, id, identity, name, revokedAt }: KeptKey, language: Language): string => {
  const { branchIds, brandIds, dealership, employeeId, line, role } = identity
  const narrowed = [employeeId, line, ...(branchIds ?? []), ...(brandIds ?? [])].filter((one) => one !== undefined).join(" ")
  const revoked = revokedAt === undefined ? "" : language === "es" ? `revocada ${day(revokedAt)}` : `revoked ${day(revokedAt)}`
  return [dealership.padEnd(20), id.padEnd(16), role.padEnd(22), day(createdAt), narrowed, name, revoked].filter((part) => part !== "").join("  ")
}

const said = (outcome: Exclude<Outcome, { readonly outcome: "refused" }>, language: Language): string => {
  switch (outcome.outcome) {
    case "made":
      return language === "es"
        ? `${outcome.key}\nEs la llave ${outcome.id}. Guárdela ahora: no se puede volver a mostrar.\n`
        : `${outcome.key}\nIt is the key ${outcome.id}. Keep it now: it can't be shown again.\n`
    case "listed":
      return outcome.keys.length === 0
        ? (language === "es" ? "No hay llaves.\n" : "There are no keys.\n")
        : `${outcome.keys.map((key) => lineOf(key, language)).join("\n")}\n`
    case "revoked":
      return language === "es" ? `La llave ${outcome.id} fue revocada.\n` : `The key ${outcome.id} was revoked.\n`
  }
}

/** Carries the order out with the database by itself. */
const byItself = (order: KeyOrder, { dataDirectory }: Environment) =>
  Effect.gen(function*() {
    const { databaseUrl, requestSeconds } = yield* configuration
    return yield* carryOut(order).pipe(Effect.provide(Storage.layer({ databaseUrl, dataDirectory, requestSeconds })))
  }).pipe(Effect.provide(Telemetry.layerLog("Warn")))

/** Runs the command and says what came of it; throws a `Refusal` where it can't be done. */
export const run = async (args: ReadonlyArray<string>, environment: Environment, language: Language): Promise<void> => {
  const order = orderOf(args)
  const answered = process.env.DATABASE_URL ? undefined : await KeyDesk.ask(environment.dataDirectory, order)
  const exit = answered === undefined ? await Effect.runPromiseExit(byItself(order, environment)) : Exit.succeed(answered)
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  if (exit.value.outcome === "refused") throw new Refusal({ es: exit.value.es, en: exit.value.en })
  process.stdout.write(said(exit.value, language))
}
