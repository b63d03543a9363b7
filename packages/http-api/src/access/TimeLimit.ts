/** How long the work on a request may take. */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

/**
 * Runs an effect for so long at most, then fails as `orElse` does. What was begun is taken back meanwhile: the answer does not wait
 * for that, since a database that hangs would make it wait as long again. The same holds when the caller is interrupted.
 */
export const within = <E2>(duration: Duration.Input, orElse: () => E2) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | E2, R> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(Effect.forkDetach(Effect.interruptible(effect)), (fiber) =>
      restore(Effect.timeoutOrElse(Fiber.join(fiber), { duration, orElse: () => Effect.fail(orElse()) })).pipe(
        Effect.ensuring(Effect.sync(() => fiber.interruptUnsafe()))
      )))
