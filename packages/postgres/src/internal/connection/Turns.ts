/**
 * Who may take a session next. Changes of one dealership follow each other anyway, so only one of them takes a session; all its
 * transactions together take half of them at most. A dealership with many waiting changes leaves sessions to the others.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"

/** What a transaction waits for: the changes before it, or only for a place among the dealership's transactions. */
export type Kind = "change" | "beside"

interface Lane {
  readonly changes: Semaphore.Semaphore
  readonly transactions: Semaphore.Semaphore
  /** How many wait or run: with none, nothing is kept of the dealership. */
  users: number
}

export class Turns {
  private readonly lanes = new Map<string, Lane>()
  private readonly most: number
  private readonly patience: Duration.Duration

  /** `sessions`: how many there are for transactions. `patience`: how long one waits for its turn. */
  constructor(sessions: number, patience: Duration.Input) {
    this.most = Math.max(1, Math.floor(sessions / 2))
    this.patience = Duration.fromInputUnsafe(patience)
  }

  /** Waits for a dealership's turn, which lasts until the scope closes. Fails with `tooLong` when it does not come in time. */
  take<E>(dealership: string, kind: Kind, tooLong: () => E): Effect.Effect<void, E, Scope.Scope> {
    return Effect.flatMap(Effect.acquireRelease(this.join(dealership), (lane) => this.leave(dealership, lane)), ({ changes, transactions }) =>
      Effect.timeoutOrElse(
        kind === "change" ? Effect.andThen(changes.takeScoped(1), transactions.takeScoped(1)) : transactions.takeScoped(1),
        { duration: this.patience, orElse: () => Effect.fail(tooLong()) }
      ))
  }

  private join(dealership: string): Effect.Effect<Lane> {
    return Effect.sync(() => {
      const lane = this.lanes.get(dealership) ?? { changes: Semaphore.makeUnsafe(1), transactions: Semaphore.makeUnsafe(this.most), users: 0 }
      this.lanes.set(dealership, lane)
      lane.users++
      return lane
    })
  }

  private leave(dealership: string, lane: Lane): Effect.Effect<void> {
    return Effect.sync(() => {
      if (--lane.users === 0) this.lanes.delete(dealership)
    })
  }
}
