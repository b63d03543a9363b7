/**
 * `report <folder> --period 2024-03 --out <folder>`: see the README beside it. Runs `Command.ts`, bundled if it can be, in
 * this process begun anew: so neither what bundles nor what strips types stays in memory.
 */
import { fileURLToPath, pathToFileURL } from "node:url"
import * as Bundle from "./Bundle.ts"

/** What is read dies young: a young generation of this size costs no time, and takes some 30 MB less of each thread. */
const flags = ["--max-semi-space-size=4"]

/** For whoever replaces a module by a loader hook (the bench does): a bundle has no modules left. */
const asSources = process.env.MONTH_REPORT_AS_SOURCES !== undefined

const command = (asSources ? undefined : await Bundle.command()) ?? fileURLToPath(new URL("./Command.ts", import.meta.url))
if (process.platform !== "win32") {
  process.execve?.(process.execPath, [process.execPath, ...flags, ...process.execArgv, command, ...process.argv.slice(2)], process.env)
}
await import(pathToFileURL(command).href)
