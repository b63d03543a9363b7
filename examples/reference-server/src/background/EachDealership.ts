/**
 * Work that is done for each of many dealerships, each by itself: where it fails for one, the round goes on with the next. From then on the
 * work of that dealership is tried beside the rounds until it succeeds, so that no other waits for it. The log tells once that it fails and
 * once that it goes on.
 */
import * as Cause from "effect/Cause"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Semaphore from "effect/Semaphore"
import * as Telemetry from "../serving/Telemetry.ts"

/** How many are tried again at once, of all work together: they leave the database's sessions to the others. */
const trying = Semaphore.makeUnsafe(2)

export interface Options<E, R> {
  /** What the log calls the work. */
  readonly name: string
  readonly dealerships: Effect.Effect<ReadonlyArray<string>, E, R>
  /** How many are worked on at once. By default one after another. */
  readonly atOnce?: number | "unbounded" | undefined
  /** How long to wait before a dealership's work is tried again. By default 30 seconds. */
  readonly pause?: Duration.Input | undefined
}

/** A round over the dealerships; it answers how many the work fails for. What is tried again ends with the scope. */
export const make = <A, E, R, ListE, ListR>(
  { atOnce = 1, dealerships, name, pause = "30 seconds" }: Options<ListE, ListR>,
  act: (dealership: string) => Effect.Effect<A, E, R>
) => {
  const failing = new Set<string>()

  const untilItSucceeds = (dealership: string) =>
    Effect.sleep(pause).pipe(
      Effect.andThen(trying.withPermit(Effect.exit(act(dealership)))),
      Effect.repeat({ until: Exit.isSuccess }),
      Effect.andThen(Effect.logInfo("background work of a dealership goes on")),
      Effect.annotateLogs({ name, dealership }),
      // Also where another server takes the work over.
      Effect.ensuring(Effect.sync(() => failing.delete(dealership)))
    )

  const attempt = Effect.fnUntraced(function*(dealership: string) {
    const exit = yield* Effect.exit(act(dealership))
    if (Exit.isSuccess(exit)) return
    if (Cause.hasInterruptsOnly(exit.cause)) return yield* Effect.interrupt
    failing.add(dealership)
    yield* Effect.logWarning("background work of a dealership fails", Telemetry.kindOf(exit.cause)).pipe(Effect.annotateLogs({ name, dealership }))
    yield* Effect.forkScoped(untilItSucceeds(dealership))
  })

  return Effect.gen(function*() {
    const waiting = (yield* dealerships).filter((dealership) => !failing.has(dealership))
    yield* Effect.forEach(waiting, attempt, { concurrency: atOnce, discard: true })
    return failing.size
  })
}
