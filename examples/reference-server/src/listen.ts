/** Listens at once, then loads the server, from its bundle if there is one. */
import { languageOf } from "@crm-procedure/command-line/Language"
import { enableCompileCache } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import * as Bundle from "./starting/Bundle.ts"
import * as DataDirectory from "./starting/DataDirectory.ts"
import * as Door from "./starting/Door.ts"
import * as Environment from "./starting/Environment.ts"
import * as Greeting from "./starting/Greeting.ts"
import * as Lifeline from "./starting/Lifeline.ts"
import type * as Server from "./Server.ts"
import * as Speech from "./serving/Speech.ts"

/**
 * Until the server is loaded, a signal ends the process at once. The listeners are never removed: a signal that comes while the
 * server loads would be lost.
 */
let obey = (_signal: NodeJS.Signals): void => process.exit(0)
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => obey(signal))
Lifeline.watch(() => obey("SIGTERM"))

const language = languageOf(process.env)
try {
  const environment = Environment.read(process.env)
  DataDirectory.prepare(environment.dataDirectory)
  const door = await Door.open(environment.host, environment.port)
  process.stdout.write(Greeting.listening(door.url, language))
  enableCompileCache(join(environment.dataDirectory, "compile-cache"))
  const { serve } = (await import(pathToFileURL(await Bundle.pathOf("Server")).href)) as typeof Server
  await serve(door, environment, language, (obeying) => {
    obey = obeying
  })
} catch (error) {
  const { status, text } = Speech.failure(error, language)
  process.stderr.write(`${text}\n`)
  process.exit(status)
}
