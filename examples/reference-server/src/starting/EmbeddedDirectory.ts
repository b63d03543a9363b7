/**
 * The directory of the embedded database. A new one is made beside its place by a thread, and put there when it is whole: the
 * door goes on answering meanwhile, and a server that dies leaves nothing half made behind.
 */
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { Worker } from "node:worker_threads"

const MAKING = "pglite-making-"

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Removes what servers that died were making. */
const removeLeftovers = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(MAKING) && !isAlive(Number(name.slice(MAKING.length)))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

const make = (directory: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url.endsWith(".ts") ? "./DirectoryMaker.ts" : "./DirectoryMaker.js", import.meta.url), { workerData: { directory } })
    signal.addEventListener("abort", () => void thread.terminate())
    thread.once("error", reject)
    thread.once("exit", () => resolve())
  })

/** Makes the directory unless it is there. What keeps it from being made is said by whoever opens it then. */
export const prepared = (directory: string): Effect.Effect<void> =>
  Effect.promise(async (signal) => {
    if (existsSync(join(directory, "PG_VERSION"))) return
    const folder = dirname(directory)
    const made = join(folder, `${MAKING}${process.pid}`)
    try {
      mkdirSync(folder, { recursive: true })
      removeLeftovers(folder)
      await make(made, signal)
      // Only a whole one is put there, and only where none is: another server may have been faster.
      if (existsSync(join(made, "PG_VERSION")) && !signal.aborted && !existsSync(directory)) renameSync(made, directory)
    } catch {
      // Opening it fails for the same reason, and says it.
    } finally {
      rmSync(made, { recursive: true, force: true })
    }
  })
