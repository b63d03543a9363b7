/**
 * A server that `npx pnpm start` started ends when npx or pnpm ends. Neither passes a SIGTERM on to what it started, and the
 * forgotten server would keep its port. Only Linux tells which process started which; elsewhere a signal must reach the server itself.
 */
import { readFileSync } from "node:fs"

const EVERY_MILLIS = 500

const told = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

/** The parent of a process: `pid (name) state parent …`, where the name may hold anything. */
const parentOf = (pid: number): number | undefined => {
  const text = told(`/proc/${pid}/stat`)
  return text === undefined ? undefined : Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1])
}

/** Whether a process is npm, npx or pnpm, or a shell that one of them uses to run another. */
const isStarter = (pid: number): boolean => /^(\S*node )?(\S*\/)?(npm|npx|pnpm)\b|^(\S*\/)?sh -c '?(npm|npx|pnpm)\b/.test(told(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ") ?? "")

/** Each process and its parent, from the shell that runs the script up to the process that was called first. */
const chainOf = (shell: number): ReadonlyArray<readonly [child: number, parent: number]> => {
  const chain: Array<readonly [number, number]> = []
  for (let child = shell;;) {
    const parent = parentOf(child)
    if (parent === undefined || !isStarter(parent)) return chain
    chain.push([child, parent])
    child = parent
  }
}

/** Calls back when one of the processes that started this one is gone. */
export const watch = (onGone: () => void): void => {
  if (process.env.npm_lifecycle_event === undefined) return
  const shell = process.ppid
  const chain = chainOf(shell)
  const timer = setInterval(() => {
    if (process.ppid === shell && chain.every(([child, parent]) => parentOf(child) === parent)) return
    clearInterval(timer)
    onGone()
  }, EVERY_MILLIS)
  timer.unref()
}
