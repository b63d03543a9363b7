/** The command `close`: closes the month that a report judged into a chain of files. See docs/guides/period-close.md. */
import * as CommandLine from "@crm-procedure/command-line/CommandLine"
import type { Language } from "@crm-procedure/command-line/Language"
import { Unusable } from "@crm-procedure/command-line/Unusable"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as ChainFolder from "../chain/ChainFolder.ts"
import * as ReportFolder from "../chain/ReportFolder.ts"
import * as Terminal from "./Terminal.ts"

const who: Bilingual = { es: "QUIÉN", en: "WHO" }

const options = {
  "chain": {
    metavar: { es: "CARPETA", en: "FOLDER" },
    description: { es: "la cadena de cierres; se crea si no existe", en: "the chain of closed periods; made if it is not there" }
  },
  "by": {
    metavar: who,
    description: { es: "quién cierra (asistente CRM), por ejemplo su identificador", en: "who closes it (CRM assistant), their id for instance" }
  },
  "at": {
    metavar: { es: "INSTANTE", en: "INSTANT" },
    description: { es: "cuándo se cierra, como 2024-04-03T09:00:00-05:00 (por defecto, ahora)", en: "when it is closed, like 2024-04-03T09:00:00-05:00 (by default now)" }
  },
  "reopen": {
    metavar: { es: "MOTIVO", en: "REASON" },
    description: { es: "por qué se cierra otra vez un período ya cerrado", en: "why a closed period is closed once more" }
  },
  "reopened-by": { metavar: who, description: { es: "quién lo reabrió (gerente general)", en: "who reopened it (general manager)" } }
} satisfies Readonly<Record<string, CommandLine.TextOption>>

type Written = { readonly [Name in keyof typeof options]: string | undefined } & { readonly folders: ReadonlyArray<string> }

const definition: CommandLine.Definition<Written> = {
  usage: {
    es: "Uso: npx pnpm@12 run close <carpeta del informe> --chain <carpeta> --by <quién>",
    en: "Usage: npx pnpm@12 run close <report's folder> --chain <folder> --by <who>"
  },
  command: (language, take) =>
    Command.make("close", {
      "folders": Argument.String({ es: "carpeta", en: "folder" }[language]).pipe(Argument.variadic()),
      ...CommandLine.texts(options, language)
    }, take)
}

const faultsOf = ({ by, chain, folders: [folder, ...extra], reopen, "reopened-by": reopenedBy }: Written): ReadonlyArray<Bilingual> => {
  const faults: Array<Bilingual> = []
  if (!folder) faults.push({ es: "Falta la carpeta del informe.", en: "The report's folder is missing." })
  for (const one of extra) faults.push({ es: `Sobra el argumento ${one}.`, en: `Unexpected argument ${one}.` })
  if (!chain) faults.push({ es: "Falta --chain.", en: "--chain is missing." })
  if (!by?.trim()) faults.push({ es: "Falta --by.", en: "--by is missing." })
  if ((reopen === undefined) !== (reopenedBy === undefined) || reopen?.trim() === "" || reopenedBy?.trim() === "") {
    faults.push({ es: "--reopen (el motivo) y --reopened-by van juntos.", en: "--reopen (the reason) and --reopened-by go together." })
  }
  return faults
}

/** What is to be closed, and how. */
interface Asked {
  readonly folder: string
  readonly chain: string
  readonly by: string
  readonly at: string | undefined
  readonly reopening: { readonly reason: string; readonly by: string } | undefined
}

const unusable = (es: string, en: string): Unusable => new Unusable({ es, en })

/** When it is closed, local with its offset; the period must be over by then, and by the instant that it was judged as of. */
const closedAtOf = (given: string | undefined, { asOf, period, policy }: ClosedPeriod.FrozenResult): string => {
  const { timeZone } = policy.parameters as { readonly timeZone: string }
  const zone = Calendar.zoneUnsafe(timeZone)
  const at = given === undefined ? Date.now() : Calendar.parseInstant(given, zone)
  if (at === undefined) {
    throw unusable(
      `--at: se encontró ${given}, se esperaba un instante como 2024-04-03T09:00:00-05:00.`,
      `--at: found ${given}, expected an instant like 2024-04-03T09:00:00-05:00.`
    )
  }
  const { end } = Calendar.periodBounds(zone, period)
  const earliest = Math.min(at, Calendar.parseInstant(asOf, zone)!)
  if (earliest < end) {
    const [found, expected] = [Calendar.formatInstant(zone, earliest), Calendar.formatInstant(zone, end)]
    throw unusable(`${period} no ha terminado: se encontró ${found}, se esperaba ${expected} o después.`, `${period} is not over: found ${found}, expected ${expected} or later.`)
  }
  return Calendar.formatInstant(zone, at)
}

/** Closes what the arguments name; answers what is said of it. Throws `Unusable`. */
export const run = (given: ReadonlyArray<string>, language: Language): string => {
  const read = CommandLine.read(definition, given, language)
  if (read.kind === "text") return `${read.text}\n`
  const faults = faultsOf(read.asked)
  if (faults.length > 0) throw CommandLine.unusable(definition, faults)
  const { at, by, chain, folders, reopen, "reopened-by": reopenedBy } = read.asked
  return close({ folder: folders[0]!, chain: chain!, by: by!, at, reopening: reopen === undefined ? undefined : { reason: reopen.trim(), by: reopenedBy! } }, language)
}

export const main = (): Promise<void> => Terminal.runCommand(async (language) => void process.stdout.write(run(process.argv.slice(2), language)))

const close = (args: Asked, language: Language): string => {
  const result = ReportFolder.result(args.folder)
  const closedAt = closedAtOf(args.at, result)
  const before = ChainFolder.verified(args.chain)
  const last = before.findLast(({ snapshot }) => snapshot.period === result.period)
  if (last !== undefined && args.reopening === undefined) {
    throw unusable(
      `${result.period} ya está cerrado (${last.digest}). Para cerrarlo otra vez, el gerente general lo reabre: --reopen MOTIVO --reopened-by QUIÉN.`,
      `${result.period} is closed already (${last.digest}). To close it once more, the general manager reopens it: --reopen REASON --reopened-by WHO.`
    )
  }
  if (last === undefined && args.reopening !== undefined) {
    throw unusable(`${result.period} no está cerrado: no hay qué reabrir.`, `${result.period} is not closed: there is nothing to reopen.`)
  }
  const snapshot = ClosedPeriod.snapshot(result, {
    sequence: before.length,
    previousDigest: before.at(-1)?.digest ?? "",
    closedAt,
    closedBy: { role: "crm-assistant", name: args.by },
    reopening: last === undefined ? null : { sequence: last.snapshot.sequence, at: closedAt, ...args.reopening! }
  })
  const digest = ChainFolder.append(args.chain, before, snapshot, args.folder)
  const name = ClosedPeriod.fileName(snapshot.sequence, snapshot.period)
  const { activities, prospects } = result.openVerifications
  return language === "es"
    ? `${name} ${digest}\nVerificaciones abiertas: ${prospects.length} de prospectos, ${activities.length} de actividades. Guarde la huella fuera de esta carpeta.\n`
    : `${name} ${digest}\nOpen verifications: ${prospects.length} of prospects, ${activities.length} of activities. Keep the digest outside this folder.\n`
}
