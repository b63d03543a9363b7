/**
 * One process for a directory. PGlite lets two processes open it, and each then overwrites what the other wrote. SQLite's lock on a
 * file beside the directory is the operating system's: it ends with the process, however that ends.
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { closeSync, mkdirSync, openSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { DatabaseError, DirectoryUnusable } from "../../DatabaseError.ts"

const unusable = (directory: string, detail: string) => new DatabaseError({ reason: new DirectoryUnusable({ directory, detail }) })

/** Holds the directory for as long as the scope lives. */
export const hold = (directory: string): Effect.Effect<void, DatabaseError, Scope.Scope> =>
  Effect.asVoid(Effect.acquireRelease(
    Effect.tryPromise({
      try: async () => {
        const { DatabaseSync } = await import("node:sqlite")
        mkdirSync(dirname(resolve(directory)), { recursive: true })
        const file = `${resolve(directory)}.lock`
        // SQLite would make it with the mode that the umask leaves.
        closeSync(openSync(file, "a", 0o600))
        const lock = new DatabaseSync(file)
        try {
          lock.exec("BEGIN EXCLUSIVE")
        } catch (cause) {
          lock.close()
          throw cause
        }
        return lock
      },
      catch: (cause) =>
        unusable(directory, cause instanceof Error && "errcode" in cause && cause.errcode === 5
          ? "another process has it open. Stop that one, or use a Postgres server, which many servers can use at once"
          : cause instanceof Error ? cause.message : "its lock can't be taken")
    }),
    (lock) => Effect.sync(() => lock.close())
  ))
