/** The command `close`: closes the month that a report judged into a chain of files. See docs/guides/period-close.md. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { parseArgs } from "node:util"
import { Unusable } from "./Arguments.ts"
import * as ChainFolder from "./ChainFolder.ts"
import * as ReportFolder from "./ReportFolder.ts"
import type { Language } from "./Terminal.ts"

const usage: Bilingual = {
  es: `Uso: npx pnpm@12 run close <carpeta del informe> --chain <carpeta> --by <quién>
  --chain CARPETA     la cadena de cierres; se crea si no existe
  --by QUIÉN          quién cierra (asistente CRM), por ejemplo su identificador
  --at INSTANTE       cuándo se cierra, como 2024-04-03T09:00:00-05:00 (por defecto, ahora)
  --reopen MOTIVO     por qué se cierra otra vez un período ya cerrado
  --reopened-by QUIÉN quién lo reabrió (gerente general)`,
  en: `Usage: npx pnpm@12 run close <report's folder> --chain <folder> --by <who>
  --chain FOLDER      the chain of closed periods; made if it is not there
  --by WHO            who closes it (CRM assistant), their id for instance
  --at INSTANT        when it is closed, like 2024-04-03T09:00:00-05:00 (by default now)
  --reopen REASON     why a closed period is closed once more
  --reopened-by WHO   who reopened it (general manager)`
}

const unusable = (es: string, en: string): Unusable => new Unusable({ es, en })
const misused = (es: string, en: string): Unusable => unusable(`${es}\n${usage.es}`, `${en}\n${usage.en}`)

const argumentsOf = (args: ReadonlyArray<string>) => {
  const text = { type: "string" } as const
  let parsed
  try {
    parsed = parseArgs({ args: [...args], allowPositionals: true, options: { "chain": text, "by": text, "at": text, "reopen": text, "reopened-by": text } })
  } catch (error) {
    const { message } = error as Error
    throw misused(`Opción que no se entiende: ${message}`, `Option that can't be understood: ${message}`)
  }
  const { positionals: [folder, ...extra], values } = parsed
  if (folder === undefined || folder === "") throw misused("Falta la carpeta del informe.", "The report's folder is missing.")
  if (extra.length > 0) throw misused(`Sobra el argumento ${extra[0]}.`, `Unexpected argument ${extra[0]}.`)
  const { at, by, chain, reopen, "reopened-by": reopenedBy } = values
  if (!chain) throw misused("Falta --chain.", "--chain is missing.")
  if (!by?.trim()) throw misused("Falta --by.", "--by is missing.")
  if ((reopen === undefined) !== (reopenedBy === undefined) || reopen?.trim() === "" || reopenedBy?.trim() === "") {
    throw misused("--reopen (el motivo) y --reopened-by van juntos.", "--reopen (the reason) and --reopened-by go together.")
  }
  return { folder, chain, by, at, reopening: reopen === undefined ? undefined : { reason: reopen.trim(), by: reopenedBy! } }
}

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
  const args = argumentsOf(given)
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
