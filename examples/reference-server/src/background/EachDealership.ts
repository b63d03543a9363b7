/**
 * Work that is done for each of many dealerships, each by itself: where it fails for one, the round goes on with the next. From then on the
 * work of that dealership is tried beside the rounds, so that no other waits for it, until it succeeds. The log tells once that it fails
 * and once that it goes on.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Telemetry from "../serving/Telemetry.ts"

/** How many are tried again at once, of all work together: they leave the database's sessions to the others. */
const retrying = Semaphore.makeUnsafe(2)

export interface Options<E, R> {
  /** What the log calls the work. */
  readonly name: string
  readonly dealerships: Effect.Effect<ReadonlyArray<string>, E, R>
  /** How many are worked on at once. By default one after another. */
  readonly atOnce?: number | "unbounded" | undefined
}

/** A round over the dealerships; it answers how many the work fails for. What is tried again ends with the scope. */
export const make = <A, E, R, ListE, ListR>({ atOnce = 1, dealerships, name }: Options<ListE, ListR>, act: (dealership: string) => Effect.Effect<A, E, R>) => {
  const failing = new Set<string>()
  const beingTried = new Set<string>()

  const attempted = Effect.fnUntraced(function*(dealership: string) {
    const exit = yield* Effect.exit(act(dealership))
    if (Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)) return yield* Effect.interrupt
    if (Exit.isSuccess(exit) && failing.delete(dealership)) {
      yield* Effect.logInfo("background work of a dealership goes on").pipe(Effect.annotateLogs({ name, dealership }))
    }
    if (Exit.isFailure(exit) && !failing.has(dealership)) {
      failing.add(dealership)
      yield* Effect.logWarning("background work of a dealership fails", Telemetry.kindOf(exit.cause)).pipe(Effect.annotateLogs({ name, dealership }))
    }
  })

  const beside = (dealership: string): Effect.Effect<unknown, never, R | Scope.Scope> => {
    if (beingTried.has(dealership)) return Effect.void
    beingTried.add(dealership)
    return Effect.forkScoped(Effect.ensuring(retrying.withPermit(attempted(dealership)), Effect.sync(() => beingTried.delete(dealership))))
  }

  return Effect.gen(function*() {
    const all = yield* dealerships
    const known = new Set(all)
    for (const dealership of failing) if (!known.has(dealership)) failing.delete(dealership)
    const [others, failed] = [all.filter((one) => !failing.has(one)), all.filter((one) => failing.has(one))]
    yield* Effect.forEach(failed, beside, { discard: true })
    yield* Effect.forEach(others, attempted, { concurrency: atOnce, discard: true })
    return failing.size
  })
}
