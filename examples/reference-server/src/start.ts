/**
 * `npx pnpm@12 start`: opens the door at once, then brings in the server, bundled if it can be. See the README beside it.
 */
import { enableCompileCache } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import * as Bundle from "./Bundle.ts"
import * as Door from "./Door.ts"
import * as Environment from "./Environment.ts"
import * as Greeting from "./Greeting.ts"
import type * as Server from "./Server.ts"
import * as Speech from "./Speech.ts"

/** While nothing is there to be finished, a signal ends the process in good order. */
const leave = (): void => process.exit(0)
process.once("SIGTERM", leave)
process.once("SIGINT", leave)

const language = Speech.languageOf(process.env)
try {
  const environment = Environment.read(process.env)
  const door = await Door.open(environment.host, environment.port)
  process.stdout.write(Greeting.listening(door.url, language))
  enableCompileCache(join(environment.dataDirectory, "compile-cache"))
  const { serve } = (await import(pathToFileURL(await Bundle.pathOf("Server")).href)) as typeof Server
  process.off("SIGTERM", leave)
  process.off("SIGINT", leave)
  await serve(door, environment, language)
} catch (error) {
  const { status, text } = Speech.failure(error, language)
  process.stderr.write(`${text}\n`)
  process.exit(status)
}
