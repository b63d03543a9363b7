/** Copies of an embedded database while it is in use. A server's database has tools of its own. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { DatabaseError } from "./DatabaseError.ts"

export class Backup extends Context.Service<Backup, {
  /**
   * Copies the database into a directory that is not there yet or empty, synced to the disk; answers how many bytes it has. Statements
   * wait meanwhile, so the copy is of one moment. It opens like every data directory.
   */
  readonly copyTo: (directory: string) => Effect.Effect<number, DatabaseError>
}>()("@crm-procedure/postgres/Backup") {}
