/** `verify <chain's folder> [--head DIGEST]`: verifies a chain of closed periods. Exit status 1 when it does not hold. */
import * as ClosedPeriod from "@crm-procedure/core/ClosedPeriod"
import type { Bilingual } from "@crm-procedure/core/Field"
import { parseArgs } from "node:util"
import { Unusable } from "./Arguments.ts"
import * as ChainFolder from "./ChainFolder.ts"
import * as Terminal from "./Terminal.ts"

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

await Terminal.runCommand(async (language) => {
  const { folder, head } = argumentsOf(process.argv.slice(2))
  const { firstBreak, verified } = ChainFolder.verify(folder)
  for (const { digest, snapshot } of verified) {
    const { closedAt, closedBy, period, reopening, sequence } = snapshot
    const again = reopening === null ? "" : language === "es" ? ` · reabierto: ${reopening.reason}` : ` · reopened: ${reopening.reason}`
    process.stdout.write(`${ClosedPeriod.fileName(sequence, period)} ${digest} · ${closedAt} · ${closedBy.name}${again}\n`)
  }
  const last = verified.at(-1)?.digest
  if (firstBreak !== undefined) {
    process.stdout.write(language === "es" ? `ROTA: ${firstBreak.message.es}\n` : `BROKEN: ${firstBreak.message.en}\n`)
    process.exitCode = 1
  } else if (head !== undefined && head !== last) {
    process.stdout.write(language === "es" ? `ROTA: la última huella es ${last}, se esperaba ${head}.\n` : `BROKEN: the last digest is ${last}, expected ${head}.\n`)
    process.exitCode = 1
  } else process.stdout.write(language === "es" ? `La cadena se sostiene: ${verified.length} cierre(s).\n` : `The chain holds: ${verified.length} closed period(s).\n`)
})
