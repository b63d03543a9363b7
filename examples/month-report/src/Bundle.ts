/**
 * The command as one bundled file. It starts faster and takes far less memory than the sources, which bring the whole library
 * along and the compiler that strips their types, once more for each thread.
 */
import * as BuildCache from "@crm-procedure/build-cache/BuildCache"
import { fileURLToPath } from "node:url"

/** A run that began with an older bundle starts its thread well within this time. */
const IN_USE_MILLIS = 3_600_000

/** The path of the bundled command; undefined where none can be made (no bundler here, a folder that can't be written). */
export const command = async (): Promise<string | undefined> => {
  try {
    const { Command } = await BuildCache.newest({
      home: fileURLToPath(new URL("../", import.meta.url)),
      name: "bundle",
      // The thread's file lies beside the command's, under its own name.
      entries: { Command: "src/Command.ts", ActivitiesThread: "src/ActivitiesThread.ts" },
      options: BuildCache.nodeProgram(),
      inUseMillis: IN_USE_MILLIS,
      bundler: () => import("esbuild")
    })
    return Command
  } catch {
    return undefined
  }
}
