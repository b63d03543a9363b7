/** The command `verify-chain`: verifies a chain of closed periods from its files, or the audit from its file. See docs/guides/period-close.md. */
import * as CommandLine from "@crm-procedure/command-line/CommandLine"
import type { Language } from "@crm-procedure/command-line/Language"
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as AuditFile from "../chain/AuditFile.ts"
import * as ChainFolder from "../chain/ChainFolder.ts"
import * as Terminal from "./Terminal.ts"

const definition: CommandLine.Definition<{ readonly folders: ReadonlyArray<string>; readonly head: string | undefined }> = {
  usage: { es: "Uso: npx pnpm@12 run verify-chain <carpeta de la cadena | auditoría.ndjson>", en: "Usage: npx pnpm@12 run verify-chain <chain's folder | audit.ndjson>" },
  command: (language, take) =>
    Command.make("verify-chain", {
      folders: Argument.String({ es: "carpeta", en: "folder" }[language]).pipe(Argument.variadic()),
      head: CommandLine.text("head", { es: "HUELLA", en: "DIGEST" }[language], {
        es: "la última huella, guardada en otra parte: sin ella no se nota que alguien rehízo toda la cadena",
        en: "the last digest, kept elsewhere: without it a chain that was made again as a whole goes unnoticed"
      }[language])
    }, take)
}

/** What is said of an audit, and the exit status. */
const ofAudit = (path: string, head: string | undefined, language: Language): { readonly said: string; readonly status: 0 | 1 } => {
  const { count, firstBreak, last } = AuditFile.verify(path)
  const broken: Bilingual | undefined = firstBreak?.message ?? (head === undefined || head === last?.digest ? undefined : {
    es: `la última huella es ${last?.digest ?? "ninguna"}, se esperaba ${head}.`,
    en: `the last digest is ${last?.digest ?? "none"}, expected ${head}.`
  })
  if (broken !== undefined) return { said: `${language === "es" ? "ROTA" : "BROKEN"}: ${broken[language]}\n`, status: 1 }
  const digest = last === undefined ? "" : ` ${last.digest}`
  return { said: `${language === "es" ? `La auditoría se sostiene: ${count} entrada(s).` : `The audit holds: ${count} entries.`}${digest}\n`, status: 0 }
}

/** Verifies the chain that the arguments name; answers what is said of it, and the exit status. Throws `Unusable`. */
export const run = (args: ReadonlyArray<string>, language: Language): { readonly said: string; readonly status: 0 | 1 } => {
  const read = CommandLine.read(definition, args, language)
  if (read.kind === "text") return { said: `${read.text}\n`, status: 0 }
  const { folders: [folder = "", ...extra], head } = read.asked
  if (folder === "" || extra.length > 0) throw CommandLine.unusable(definition, extra.map((one) => ({ es: `Sobra el argumento ${one}.`, en: `Unexpected argument ${one}.` })))
  if (AuditFile.isOne(folder)) return ofAudit(folder, head, language)
  const { firstBreak, verified } = ChainFolder.verify(folder)
  const links = verified.map(({ digest, snapshot }) => {
    const { closedAt, closedBy, period, reopening, sequence } = snapshot
    const again = reopening === null ? "" : language === "es" ? ` · reabierto: ${reopening.reason}` : ` · reopened: ${reopening.reason}`
    return `${ClosedPeriod.fileName(sequence, period)} ${digest} · ${closedAt} · ${closedBy.name}${again}\n`
  }).join("")
  const last = verified.at(-1)?.digest
  const broken: Bilingual | undefined = firstBreak?.message ?? (head === undefined || head === last ? undefined : {
    es: `la última huella es ${last}, se esperaba ${head}.`,
    en: `the last digest is ${last}, expected ${head}.`
  })
  if (broken !== undefined) return { said: `${links}${language === "es" ? "ROTA" : "BROKEN"}: ${broken[language]}\n`, status: 1 }
  const holds = language === "es" ? `La cadena se sostiene: ${verified.length} cierre(s).` : `The chain holds: ${verified.length} closed period(s).`
  return { said: `${links}${holds}\n`, status: 0 }
}

export const main = (): Promise<void> =>
  Terminal.runCommand(async (language) => {
    const { said, status } = run(process.argv.slice(2), language)
    process.stdout.write(said)
    process.exitCode = status
  })
