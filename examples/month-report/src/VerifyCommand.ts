/** The command `verify`: verifies a chain of closed periods from its files. See docs/guides/period-close.md. */
import * as ClosedPeriod from "@crm-procedure/core/close/ClosedPeriod"
import type { Bilingual } from "@crm-procedure/core/identity/Bilingual"
import { parseArgs } from "node:util"
import { Unusable } from "./Arguments.ts"
import * as ChainFolder from "./ChainFolder.ts"
import type { Language } from "./Terminal.ts"

const usage: Bilingual = {
  es: `Uso: npx pnpm@12 run verify-chain <carpeta de la cadena>
  --head HUELLA  la última huella, guardada en otra parte: sin ella no se nota que alguien rehízo toda la cadena`,
  en: `Usage: npx pnpm@12 run verify-chain <chain's folder>
  --head DIGEST  the last digest, kept elsewhere: without it nobody notices a chain that was made anew as a whole`
}

const argumentsOf = (args: ReadonlyArray<string>) => {
  try {
    const { positionals: [folder, ...extra], values } = parseArgs({ args: [...args], allowPositionals: true, options: { head: { type: "string" } } })
    if (folder !== undefined && folder !== "" && extra.length === 0) return { folder, head: values.head }
  } catch {
    // What is wrong with the arguments is said by the usage.
  }
  throw new Unusable(usage)
}

/** Verifies the chain that the arguments name; answers what is said of it, and the exit status. Throws `Unusable`. */
export const run = (args: ReadonlyArray<string>, language: Language): { readonly said: string; readonly status: 0 | 1 } => {
  const { folder, head } = argumentsOf(args)
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
