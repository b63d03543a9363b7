/** The server and its commands as bundled files, which start in a third of the time that the sources take. */
import * as BuildCache from "@crm-procedure/build-cache/BuildCache"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const home = fileURLToPath(new URL("../../", import.meta.url))

const entries = { Server: "src/Server.ts", KeysCommand: "src/keys/KeysCommand.ts", DatabaseCommand: "src/database/DatabaseCommand.ts", DirectoryMaker: "src/starting/DirectoryMaker.ts", DatabaseThread: "src/storage/DatabaseThread.ts", JudgingThread: "src/heavy/JudgingThread.ts", UpkeepThread: "src/heavy/UpkeepThread.ts" } as const
type Entry = keyof typeof entries

/** Packages that bring files of their own, which they look for beside themselves. */
const external = ["@electric-sql/pglite", "esbuild"]

/** A server that began with an older bundle may still load parts of it. */
const IN_USE_MILLIS = 7 * 24 * 3_600_000

/** The path of a bundled entry; its source where no bundle can be made (no bundler here, a folder that can't be written). */
export const pathOf = async (entry: Entry): Promise<string> => {
  try {
    const built = await BuildCache.newest({
      home,
      name: "bundle",
      entries,
      options: BuildCache.nodeProgram(external),
      inUseMillis: IN_USE_MILLIS,
      bundler: () => import("esbuild")
    })
    return built[entry]
  } catch {
    return join(home, entries[entry])
  }
}
