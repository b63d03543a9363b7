/**
 * The directory of the embedded database. A thread makes a new one beside its final place and moves it there when it is complete:
 * the door can answer meanwhile, and a server that dies leaves no half-made directory in its place.
 */
import * as Effect from "effect/Effect"
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Threads from "./Threads.ts"

const MAKING = "pglite-making-"

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Removes the half-made directories of servers that died. */
const removeLeftovers = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(MAKING) && !isAlive(Number(name.slice(MAKING.length)))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

const make = (directory: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const thread = Threads.start("DirectoryMaker", { workerData: { directory } })
    signal.addEventListener("abort", () => void thread.terminate())
    thread.once("error", reject)
    thread.once("exit", () => resolve())
  })

/** Moves a directory to its place and makes the move durable. */
const put = (made: string, directory: string): void => {
  renameSync(made, directory)
  const folder = openSync(dirname(directory), "r")
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Makes the directory where it is missing. If it can't be made, opening it says why. */
export const prepared = (directory: string): Effect.Effect<void> =>
  Effect.promise(async (signal) => {
    if (existsSync(join(directory, "PG_VERSION"))) return
    const folder = dirname(directory)
    const made = join(folder, `${MAKING}${process.pid}`)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      removeLeftovers(folder)
      await make(made, signal)
      // Only a complete one is moved, and only where there is none: another server may have been faster.
      if (existsSync(join(made, "PG_VERSION")) && !signal.aborted && !existsSync(directory)) put(made, directory)
    } catch {
      // Opening it fails for the same reason, and says it.
    } finally {
      rmSync(made, { recursive: true, force: true })
      rmSync(`${made}.lock`, { force: true })
    }
  })
