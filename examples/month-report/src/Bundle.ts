/**
 * The commands as bundled files. They start faster and take far less memory than the sources, which bring the whole library along and
 * the compiler that strips their types, once more for each thread.
 */
import * as BuildCache from "@crm-procedure/build-cache/BuildCache"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const home = fileURLToPath(new URL("../", import.meta.url))

/** The thread's file lies beside the others, under its own name: the report starts it from there. */
const entries = {
  Arguments: "src/commands/Arguments.ts",
  ReportCommand: "src/commands/ReportCommand.ts",
  ActivitiesThread: "src/report/ActivitiesThread.ts",
  CloseCommand: "src/commands/CloseCommand.ts",
  VerifyCommand: "src/commands/VerifyCommand.ts",
  DemonstrationCommand: "src/commands/DemonstrationCommand.ts",
  TemplatesCommand: "src/commands/TemplatesCommand.ts"
} as const
export type Entry = keyof typeof entries

/** A command that began with an older bundle loads the rest of it well within this time. */
const IN_USE_MILLIS = 3_600_000

/** A loader hook can replace modules of the sources (a bench does); a bundle has no modules left. */
const asSources = process.env.MONTH_REPORT_AS_SOURCES !== undefined

/** The path of a bundled entry; its source where none can be made (no bundler here, a folder that can't be written). */
export const pathOf = async (entry: Entry): Promise<string> => {
  if (!asSources) {
    try {
      return (await BuildCache.newest({ home, name: "bundle", entries, options: BuildCache.nodeProgram(), inUseMillis: IN_USE_MILLIS, bundler: () => import("esbuild") }))[entry]
    } catch {
      // The sources do the same, only slower.
    }
  }
  return join(home, entries[entry])
}

/** Loads an entry. */
export const load = async <Module>(entry: Entry): Promise<Module> => (await import(pathToFileURL(await pathOf(entry)).href)) as Module
