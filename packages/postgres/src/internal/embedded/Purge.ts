/**
 * Removes from the embedded database's files what was erased. Postgres leaves earlier versions of rows in the pages of their table
 * until others need the room, and everything that was ever written in the write-ahead log.
 */
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import fs from "node:fs"
import { join } from "node:path"
import type { Session } from "../connection/Sessions.ts"

/** Says that a purge is due, also when the process ends before it is done. Each note of it is one byte. */
const MARK = "crm-procedure-purge"

/** A purge that is due for so long is done when the database is opened. */
const LONGEST = 24 * 3_600_000

/** Tables that hold at most so many bytes together, with their indexes, are rewritten at once. */
const SMALL = 64 * 1024 * 1024

/** What the role needs beside its rights to rows. */
export const grants = (role: string): ReadonlyArray<string> => [
  `GRANT pg_checkpoint TO ${role}`,
  `GRANT EXECUTE ON FUNCTION pg_switch_wal() TO ${role}`,
  `GRANT MAINTAIN ON ALL TABLES IN SCHEMA crm_procedure TO ${role}`
]

/** Closed months hold no personal data, and are large. */
const tables = `
  SELECT format('crm_procedure.%I', relname) AS name, pg_total_relation_size(oid)::float8 AS bytes FROM pg_class
  WHERE relnamespace = 'crm_procedure'::regnamespace AND relkind = 'r' AND relname NOT IN ('snapshots', 'migrations')`

export class Purge {
  private readonly mark: string

  constructor(directory: string) {
    this.mark = join(directory, MARK)
  }

  /** Whether something was erased that the files may still hold. */
  get isDue(): boolean {
    return fs.existsSync(this.mark)
  }

  /** Whether it has been due for a day: the mark was made then, or copied from one that was last noted then. */
  isOverdue(now: number): boolean {
    const mark = fs.statSync(this.mark, { throwIfNoEntry: false })
    return mark !== undefined && Math.min(mark.birthtimeMs, mark.mtimeMs) <= now - LONGEST
  }

  /** Notes on the disk that a purge is due: before the erasure is committed. */
  readonly note = (): void => {
    const opened = fs.openSync(this.mark, "a", 0o600)
    try {
      fs.writeSync(opened, "+")
      fs.fsyncSync(opened)
    } finally {
      fs.closeSync(opened)
    }
  }

  /** Does it where it takes a moment. Large tables wait for the night, so that an erasure does not take longer with the years. */
  runIfSmall(session: Session): Effect.Effect<void, SqlError> {
    return Effect.flatMap(session.query(tables), ({ rows }) => rows.reduce((sum, { bytes }) => sum + Number(bytes), 0) <= SMALL ? this.run(session) : Effect.void)
  }

  /**
   * Rewrites every table that may hold personal data, and drops the log that was written so far. One table at a time: others that wait for
   * the database's one session have it in between. What is noted meanwhile stays due.
   */
  run(session: Session): Effect.Effect<void, SqlError> {
    return Effect.gen({ self: this }, function*() {
      const notes = this.notes
      const { rows } = yield* session.query(tables)
      for (const { name } of rows) yield* session.query(`VACUUM (FULL) ${String(name)}`, [], false)
      // The log begins a new segment, and the checkpoint removes those before it.
      yield* session.query("SELECT pg_switch_wal()::text", [], false)
      yield* session.query("CHECKPOINT", [], false)
      yield* Effect.sync(() => this.notes === notes && fs.rmSync(this.mark, { force: true }))
    })
  }

  private get notes(): number | undefined {
    return fs.statSync(this.mark, { throwIfNoEntry: false })?.size
  }
}
