/** `npx pnpm@12 run keys make | list | revoke`: see `KeysCommand.ts`. */
import { languageOf } from "@crm-procedure/command-line/Language"
import { pathToFileURL } from "node:url"
import * as Bundle from "./starting/Bundle.ts"
import * as DataDirectory from "./starting/DataDirectory.ts"
import * as Environment from "./starting/Environment.ts"
import type * as KeysCommand from "./keys/KeysCommand.ts"
import * as Speech from "./serving/Speech.ts"

const language = languageOf(process.env)
try {
  const environment = Environment.read(process.env)
  DataDirectory.prepare(environment.dataDirectory)
  const { run } = (await import(pathToFileURL(await Bundle.pathOf("KeysCommand")).href)) as typeof KeysCommand
  await run(process.argv.slice(2), environment, language)
  process.exit(0)
} catch (error) {
  const { status, text } = Speech.failure(error, language)
  process.stderr.write(`${text}\n`)
  process.exit(status)
}
