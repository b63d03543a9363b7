/** `npx pnpm@12 run database backup | distribute | recount`: see `DatabaseCommand.ts`. */
import { languageOf } from "@crm-procedure/command-line/Language"
import { pathToFileURL } from "node:url"
import * as Bundle from "./starting/Bundle.ts"
import type * as DatabaseCommand from "./database/DatabaseCommand.ts"
import * as Environment from "./starting/Environment.ts"
import * as Speech from "./serving/Speech.ts"

const language = languageOf(process.env)
try {
  const environment = Environment.read(process.env)
  const { run } = (await import(pathToFileURL(await Bundle.pathOf("DatabaseCommand")).href)) as typeof DatabaseCommand
  await run(process.argv.slice(2), environment, language)
  process.exit(0)
} catch (error) {
  const { status, text } = Speech.failure(error, language)
  process.stderr.write(`${text}\n`)
  process.exit(status)
}
