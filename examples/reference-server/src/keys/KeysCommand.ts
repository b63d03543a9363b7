/** `keys make | list | rotate | revoke`: the keys of people and systems, outside the demonstration. */
import * as CommandLine from "@crm-procedure/command-line/CommandLine"
import type { Language } from "@crm-procedure/command-line/Language"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Access from "@crm-procedure/core/records/Access"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Cause from "effect/Cause"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { configuration } from "../starting/Configuration.ts"
import type { Environment } from "../starting/Environment.ts"
import * as CommandSocket from "../serving/CommandSocket.ts"
import { carryOut, KeyOrder } from "./KeyOrder.ts"
import type { KeptKey, Outcome } from "./KeyOrder.ts"
import * as Storage from "../storage/Storage.ts"
import * as Telemetry from "../serving/Telemetry.ts"

const words = {
  make: { es: "hace una llave, y la muestra esta única vez", en: "makes a key, and shows it this once" },
  list: { es: "muestra las llaves de un concesionario, o de todos", en: "shows the keys of a dealership, or of all" },
  rotate: { es: "reemplaza la llave de ese id: la nueva sirve ya, la anterior hasta que pase el traslape", en: "replaces the key of that id: the new one works at once, the old one until the overlap ends" },
  administrator: { es: "administra personas y llaves, además de su rol", en: "manages users and keys, beside the role" },
  days: { es: "en cuántos días vence", en: "in how many days it ends" },
  overlap: { es: "cuántas horas sirve todavía la llave anterior; 24 si no se dice", en: "for how many hours the old key still works; 24 by default" },
  revoke: { es: "revoca la llave de ese id", en: "revokes the key of that id" },
  dealership: { es: "el concesionario", en: "the dealership" },
  dealershipValue: { es: "CONCESIONARIO", en: "DEALERSHIP" },
  role: { es: "el rol de quien la usa", en: "the role of the person or system that uses it" },
  name: { es: "para quién es", en: "for whom it is" },
  nameValue: { es: "NOMBRE", en: "NAME" },
  employee: { es: "el empleado, en los roles de una persona", en: "the employee, in the roles of a person" },
  brands: { es: "las marcas, en el rol integration", en: "the brands, in the role integration" },
  branches: { es: "las sedes a las que se limita", en: "the branches that it is limited to" },
  line: { es: "la línea a la que se limita", en: "the line that it is limited to" }
} satisfies Record<string, Bilingual>

/** What the command line asks for, before it is known to be an order. */
interface Asked {
  readonly order: KeyOrder["order"]
  readonly dealership: string | undefined
  readonly ids?: ReadonlyArray<string> | undefined
  readonly role?: Access.Role | undefined
  readonly name?: string | undefined
  readonly employee?: string | undefined
  readonly brands?: string | undefined
  readonly branches?: string | undefined
  readonly line?: "cars" | "motorcycles" | undefined
  readonly administrator?: boolean | undefined
  readonly days?: string | undefined
  readonly overlap?: string | undefined
}

const definition: CommandLine.Definition<Asked> = {
  usage: {
    es: `Uso:
  keys make --dealership <concesionario> --role <rol> [--name <para quién>] [--employee <id>] [--brands <id,id>] [--branches <id,id>] [--line cars|motorcycles] [--administrator] [--days <días>]
  keys list [--dealership <concesionario>]
  keys rotate --dealership <concesionario> <id> [--overlap-hours <horas>]
  keys revoke --dealership <concesionario> <id>`,
    en: `Usage:
  keys make --dealership <dealership> --role <role> [--name <for whom>] [--employee <id>] [--brands <id,id>] [--branches <id,id>] [--line cars|motorcycles] [--administrator] [--days <days>]
  keys list [--dealership <dealership>]
  keys rotate --dealership <dealership> <id> [--overlap-hours <hours>]
  keys revoke --dealership <dealership> <id>`
  },
  command: (language, take) => {
    const dealership = CommandLine.text("dealership", words.dealershipValue[language], words.dealership[language])
    const make = Command.make("make", {
      dealership,
      role: CommandLine.oneOf("role", Access.roles, words.role[language]),
      name: CommandLine.text("name", words.nameValue[language], words.name[language]),
      employee: CommandLine.text("employee", "ID", words.employee[language]),
      brands: CommandLine.text("brands", "ID,ID", words.brands[language]),
      branches: CommandLine.text("branches", "ID,ID", words.branches[language]),
      line: CommandLine.oneOf("line", ["cars", "motorcycles"], words.line[language]),
      administrator: Flag.Boolean("administrator").pipe(Flag.withDescription(words.administrator[language]), Flag.withDefault(false)),
      days: CommandLine.text("days", "N", words.days[language])
    }, (asked) => take({ order: "make", ...asked }))
    const list = Command.make("list", { dealership }, (asked) => take({ order: "list", ...asked }))
    const rotate = Command.make("rotate", {
      dealership,
      overlap: CommandLine.text("overlap-hours", "N", words.overlap[language]),
      ids: Argument.String("id").pipe(Argument.variadic())
    }, (asked) => take({ order: "rotate", ...asked }))
    const revoke = Command.make("revoke", { dealership, ids: Argument.String("id").pipe(Argument.variadic()) }, (asked) => take({ order: "revoke", ...asked }))
    return Command.make("keys").pipe(Command.withSubcommands([
      make.pipe(Command.withDescription(words.make[language])),
      list.pipe(Command.withDescription(words.list[language])),
      rotate.pipe(Command.withDescription(words.rotate[language])),
      revoke.pipe(Command.withDescription(words.revoke[language]))
    ]))
  }
}

const listOf = (value: string | undefined): ReadonlyArray<string> | undefined => value?.split(",").map((one) => one.trim()).filter((one) => one !== "")

const numberOf = (text: string | undefined): number | undefined => text === undefined ? undefined : Number(text)

const present = <A extends object>(value: A): A => Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as A

const faultsOf = ({ dealership, ids = [], order, role }: Asked): ReadonlyArray<Bilingual> => {
  const faults: Array<Bilingual> = []
  if (order !== "list" && !dealership) faults.push({ es: "Falta --dealership.", en: "--dealership is missing." })
  if (order === "make" && role === undefined) faults.push({ es: "Falta --role.", en: "--role is missing." })
  if ((order === "revoke" || order === "rotate") && !ids[0]) faults.push({ es: "Falta el id de la llave.", en: "The key's id is missing." })
  for (const one of ids.slice(1)) faults.push({ es: `Sobra el argumento ${one}.`, en: `Unexpected argument ${one}.` })
  return faults
}

/** The order that the command line gives, or the text that it asks for; throws an `Unusable` where it gives none. */
export const orderOf = (args: ReadonlyArray<string>, language: Language): CommandLine.Read<KeyOrder> => {
  const read = CommandLine.read(definition, args, language)
  if (read.kind === "text") return read
  const { administrator, branches, brands, days, dealership, employee, ids = [], line, name, order, overlap, role } = read.asked
  const faults = faultsOf(read.asked)
  if (faults.length > 0) throw CommandLine.unusable(definition, faults)
  const given = order === "make"
    ? present({
      order,
      name: name ?? role ?? "",
      identity: present({ dealership, role, employeeId: employee, brandIds: listOf(brands), branchIds: listOf(branches), line, isAdministrator: administrator === true ? true : undefined }),
      days: numberOf(days)
    })
    : present({ order, dealership, id: ids[0], overlapHours: numberOf(overlap) })
  const asked = Schema.decodeUnknownOption(KeyOrder)(given)
  if (Option.isSome(asked)) return { kind: "asked", asked: asked.value }
  const found = args.join(" ")
  throw CommandLine.unusable(definition, [{ es: `No se entiende «keys ${found}».`, en: `"keys ${found}" is not understood.` }])
}

const day = (at: number): string => Calendar.formatDay(Calendar.localDayOf(Calendar.bogota, at))

const lineOf = ({ createdAt, expiresAt, id, identity, name, revokedAt, usedAt }: KeptKey, language: Language): string => {
  const { branchIds, brandIds, dealership, employeeId, isAdministrator, line, role } = identity
  const isSpanish = language === "es"
  const administers = isAdministrator === true ? (isSpanish ? "administra" : "administers") : ""
  const used = usedAt === undefined ? "" : `${isSpanish ? "usada" : "used"} ${day(usedAt)}`
  const ends = expiresAt === undefined ? "" : `${isSpanish ? "vence" : "ends"} ${day(expiresAt)}`
  const narrowed = [employeeId, line, ...(branchIds ?? []), ...(brandIds ?? [])].filter((one) => one !== undefined).join(" ")
  const revoked = revokedAt === undefined ? "" : language === "es" ? `revocada ${day(revokedAt)}` : `revoked ${day(revokedAt)}`
  return [dealership.padEnd(20), id.padEnd(16), role.padEnd(22), day(createdAt), narrowed, administers, name, used, ends, revoked].filter((part) => part !== "").join("  ")
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
    return yield* carryOut(order).pipe(Effect.provide(Storage.layer({ ...yield* configuration, dataDirectory })))
  }).pipe(Effect.provide(Telemetry.layerLog("Warn")))

/** Runs the command and says what came of it; throws an `Unusable` where it can't be done. */
export const run = async (args: ReadonlyArray<string>, environment: Environment, language: Language): Promise<void> => {
  const read = orderOf(args, language)
  if (read.kind === "text") {
    process.stdout.write(`${read.text}\n`)
    return
  }
  const order = read.asked
  const answered = process.env.DATABASE_URL ? undefined : await CommandSocket.ask(environment.dataDirectory, order)
  const exit = answered === undefined ? await Effect.runPromiseExit(byItself(order, environment)) : Exit.succeed(answered)
  if (Exit.isFailure(exit)) throw Cause.squash(exit.cause)
  if (exit.value.outcome === "refused") throw new Unusable({ es: exit.value.es, en: exit.value.en })
  process.stdout.write(said(exit.value, language))
}
