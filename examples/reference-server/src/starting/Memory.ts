/**
 * How the process's memory is managed. glibc reads its settings when a process begins, and so does V8 for the main thread's new objects:
 * a running program can't change them, so it begins again. The process keeps its number and its streams.
 *
 * @see docs/decisions/0090-the-server-begins-again-with-memory-settings.md
 */

/** glibc's own number is eight for each processor. What a thread has freed stays in its arena, where other threads can't use it. */
const ARENAS = "2"

/** Node's own size, 16, holds some 100 MB more of a busy server's memory. */
const YOUNG_HALF_MEGABYTES = 8

/**
 * Begins this process again with the settings, unless it has them or the operator sets the arenas. Only on Linux, whose glibc has arenas.
 * Where Node's permission model forbids it, the process goes on with what it has.
 */
export const settle = (): void => {
  if (process.platform !== "linux" || process.env.MALLOC_ARENA_MAX !== undefined || process.execve === undefined) return
  if (process.permission?.has("child") === false) return
  process.execve(process.execPath, [process.execPath, `--max-semi-space-size=${YOUNG_HALF_MEGABYTES}`, ...process.execArgv, ...process.argv.slice(1)], { ...process.env, MALLOC_ARENA_MAX: ARENAS })
}
