/**
 * The directory of the embedded database. A thread makes a new one beside its place, and it is put there when it is whole: the
 * door answers meanwhile, and a server that dies leaves no half-made directory behind.
 */
import * as Effect from "effect/Effect"
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs"
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

/** Removes the half-made directories of servers that died. */
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

/** Puts a directory at its place, also on the disk. */
const put = (made: string, directory: string): void => {
  renameSync(made, directory)
  const folder = openSync(dirname(directory), "r")
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Makes the directory where it is missing. Why it can't be made is told when it is opened. */
export const prepared = (directory: string): Effect.Effect<void> =>
  Effect.promise(async (signal) => {
    if (existsSync(join(directory, "PG_VERSION"))) return
    const folder = dirname(directory)
    const made = join(folder, `${MAKING}${process.pid}`)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      removeLeftovers(folder)
      await make(made, signal)
      // A whole one only, and only where none is: another server may have been faster.
      if (existsSync(join(made, "PG_VERSION")) && !signal.aborted && !existsSync(directory)) put(made, directory)
    } catch {
      // Opening it fails for the same reason, and says it.
    } finally {
      rmSync(made, { recursive: true, force: true })
      rmSync(`${made}.lock`, { force: true })
    }
  })
