/**
 * Checkpoints of the embedded database. Postgres leaves them to a process of its own, which PGlite does not have: without a
 * checkpoint the write-ahead log grows until the database is closed, and so does the time that a start after a crash takes.
 */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import type { Sessions } from "../connection/Sessions.ts"

/** After how many segments of the log, 16 MiB each, a checkpoint is made. */
const SEGMENTS = 4

export class Checkpoints {
  private segments = 0
  private readonly due = Latch.makeUnsafe(false)

  /** A segment of the log was begun. */
  readonly onLogSegment = (): void => {
    if (++this.segments >= SEGMENTS) this.due.openUnsafe()
  }

  /** Makes each checkpoint when it is due. If one fails, the next one does its work too. */
  make({ own }: Sessions): Effect.Effect<never> {
    const once = Effect.gen({ self: this }, function*() {
      yield* this.due.await
      yield* this.due.close
      this.segments = 0
      yield* Effect.scoped(Effect.flatMap(own, (session) => session.query("CHECKPOINT")))
    })
    return Effect.forever(Effect.ignore(once))
  }
}
