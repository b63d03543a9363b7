/** Time for intervals. It goes on steadily when the machine's clock is set back or forward. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

const NANOS_PER_MILLI = 1_000_000n

/** Milliseconds since some moment: only differences mean something. */
export const millis: Effect.Effect<number> = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos / NANOS_PER_MILLI))

/** Runs an effect whose time of day is the steady one: for what keeps intervals as instants. */
export const provide = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.clockWith((clock) => {
    const now = (): number => Number(clock.monotonicTimeNanosUnsafe() / NANOS_PER_MILLI)
    return Effect.provideService(effect, Clock.Clock, {
      currentTimeMillisUnsafe: now,
      currentTimeMillis: Effect.sync(now),
      currentTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
      currentTimeNanos: clock.monotonicTimeNanos,
      monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: clock.monotonicTimeNanos,
      sleep: (duration) => clock.sleep(duration)
    })
  })
