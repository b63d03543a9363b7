/**
 * Work that is done for each of many dealerships, each by itself: where it fails for one, the round goes on with the next. From then on the
 * work of that dealership is tried beside the rounds until it succeeds, so that no other waits for it. The log tells that it fails, once for
 * each way in which it fails, and that it goes on.
 */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Semaphore from "effect/Semaphore"
import * as Telemetry from "../serving/Telemetry.ts"

/** The longest pause, of the first one: a fault that stays must not cost more than the work of the others. */
const LONGEST = 10

/** How many are tried again at once, of all work together: they leave the database's sessions to the others. */
const trying = Semaphore.makeUnsafe(2)

export interface Options<E, R> {
  /** What the log calls the work. */
  readonly name: string
  readonly dealerships: Effect.Effect<ReadonlyArray<string>, E, R>
  /** How many are worked on at once. By default one after another. */
  readonly atOnce?: number | "unbounded" | undefined
  /** How long to wait before a dealership's work is tried again. By default 30 seconds. It doubles with each failure, up to ten times as long. */
  readonly pause?: Duration.Input | undefined
}

/** A round over the dealerships; it answers how many the work fails for. What is tried again ends with the scope. */
export const make = <A, E, R, ListE, ListR>(
  { atOnce = 1, dealerships, name, pause = "30 seconds" }: Options<ListE, ListR>,
  act: (dealership: string) => Effect.Effect<A, E, R>
) => {
  const failing = new Set<string>()

  const tell = (dealership: string, kind: string) =>
    Effect.logWarning("background work of a dealership fails", kind).pipe(Effect.annotateLogs({ name, dealership }))

  const untilItSucceeds = Effect.fnUntraced(function*(dealership: string, told: string) {
    const kinds = new Set([told])
    const first = Duration.toMillis(pause)
    for (let wait = first;; wait = Math.min(2 * wait, LONGEST * first)) {
      yield* Effect.sleep(wait)
      const exit = yield* trying.withPermit(Effect.exit(act(dealership)))
      if (Exit.isSuccess(exit)) break
      const kind = Telemetry.kindOf(exit.cause)
      if (!kinds.has(kind)) yield* tell(dealership, kind)
      kinds.add(kind)
    }
    yield* Effect.logInfo("background work of a dealership goes on").pipe(Effect.annotateLogs({ name, dealership }))
  }, (work, dealership) =>
    // Also where another server takes the work over.
    Effect.ensuring(work, Effect.sync(() => failing.delete(dealership))))

  const attempt = Effect.fnUntraced(function*(dealership: string) {
    const exit = yield* Effect.exit(act(dealership))
    if (Exit.isSuccess(exit)) return
    if (Cause.hasInterruptsOnly(exit.cause)) return yield* Effect.interrupt
    failing.add(dealership)
    const kind = Telemetry.kindOf(exit.cause)
    yield* tell(dealership, kind)
    yield* Effect.forkScoped(untilItSucceeds(dealership, kind))
  })

  return Effect.gen(function*() {
    const waiting = (yield* dealerships).filter((dealership) => !failing.has(dealership))
    yield* Effect.forEach(waiting, attempt, { concurrency: atOnce, discard: true })
    return failing.size
  })
}
