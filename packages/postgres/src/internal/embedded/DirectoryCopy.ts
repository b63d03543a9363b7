/** Copies the files of an embedded database at one moment: no statement runs meanwhile, and what was committed is in the files. */
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import { constants, existsSync, readdirSync, statSync } from "node:fs"
import { chmod, cp, mkdir, stat } from "node:fs/promises"
import { join, resolve } from "node:path"
import { DatabaseError, DirectoryUnusable } from "../../DatabaseError.ts"
import type { Sessions } from "../connection/Sessions.ts"
import * as DataDirectory from "./DataDirectory.ts"

const unusable = (directory: string, detail: string) => new DatabaseError({ reason: new DirectoryUnusable({ directory, detail }) })

/** It belongs to the running process. */
const OF_A_PROCESS = /(^|[\\/])postmaster\.pid$/

const copied = async (from: string, to: string): Promise<number> => {
  await mkdir(to, { recursive: true, mode: 0o700 })
  await chmod(to, 0o700)
  await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE, preserveTimestamps: true, filter: (path) => !OF_A_PROCESS.test(path) })
  await DataDirectory.syncTree(to)
  let bytes = 0
  for (const path of await DataDirectory.treeOf(to)) {
    const found = await stat(path)
    if (found.isFile()) bytes += found.size
  }
  return bytes
}

/** The copy, with the one session held: a transaction keeps all other statements waiting. */
export const copyTo = (sessions: Sessions, dataDir: string | undefined) => (directory: string): Effect.Effect<number, DatabaseError> => {
  const to = resolve(directory)
  if (dataDir === undefined) return Effect.fail(unusable(to, "the database is in memory, expected one in a directory"))
  const isTaken = existsSync(to) && (!statSync(to).isDirectory() || readdirSync(to).length > 0)
  if (isTaken) return Effect.fail(unusable(to, "there are files in it, expected a directory that is empty or not there yet"))
  if (to.startsWith(join(resolve(dataDir), "/"))) return Effect.fail(unusable(to, "it is inside of the database's own directory"))
  return Effect.scoped(Effect.gen(function*() {
    const session = yield* sessions.own
    yield* session.query("CHECKPOINT", [], false)
    return yield* Effect.acquireUseRelease(
      session.query("BEGIN", [], false),
      () => Effect.tryPromise({ try: () => copied(dataDir, to), catch: (cause) => unusable(to, cause instanceof Error ? cause.message : "it can't be written") }),
      () => Effect.ignore(session.query("COMMIT", [], false))
    )
  })).pipe(Effect.catchTag("SqlError", (error: SqlError) => Effect.fail(unusable(dataDir, error.message))))
}
