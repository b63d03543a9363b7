/** `report <folder> --period 2024-03 --out <folder>`: see the README beside it. Starts `Command.ts`, bundled if it can be. */
import { pathToFileURL } from "node:url"
import { setFlagsFromString } from "node:v8"
import * as Bundle from "./Bundle.ts"

// What is read dies young: keeping V8's young generation at its first size costs no time here, and saves 48 MB a thread.
setFlagsFromString("--semi-space-growth-factor=1")

/** For whoever replaces a module by a loader hook (the bench does): a bundle has no modules left. */
const asSources = process.env.MONTH_REPORT_AS_SOURCES !== undefined

const bundled = asSources ? undefined : await Bundle.command()
await import(bundled === undefined ? "./Command.ts" : pathToFileURL(bundled).href)
