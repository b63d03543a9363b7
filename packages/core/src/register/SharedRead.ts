/**
 * A read that many ask for at the same time. One runs; those who ask meanwhile wait for the next one and share it. So each answer is
 * read after it was asked for, and a storage that is slower than its askers is asked once for many of them.
 *
 * Not for use inside a change: reads there must not be shared, because they may see uncommitted rows.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"

/** The next read of a key, while one runs: undefined until it is asked for. */
interface Lane<A, E> {
  next: Deferred.Deferred<A, E> | undefined
}

/** The same read, shared by those who ask for a key at the same time. */
export const of = <Key, A, E>(read: (key: Key) => Effect.Effect<A, E>): (key: Key) => Effect.Effect<A, E> => {
  const lanes = new Map<Key, Lane<A, E>>()
  // It goes on for those who wait, also where the first asker is interrupted or the read throws.
  const serve = Effect.fnUntraced(function*(key: Key, lane: Lane<A, E>) {
    while (lane.next !== undefined) {
      const asked = lane.next
      lane.next = undefined
      yield* Deferred.done(asked, yield* Effect.exit(Effect.suspend(() => read(key))))
    }
    lanes.delete(key)
  })
  return (key) =>
    Effect.suspend(() => {
      const running = lanes.get(key)
      if (running !== undefined) return Deferred.await(running.next ??= Deferred.makeUnsafe<A, E>())
      const lane: Lane<A, E> = { next: Deferred.makeUnsafe<A, E>() }
      lanes.set(key, lane)
      const answer = Deferred.await(lane.next!)
      return Effect.andThen(Effect.forkDetach(serve(key, lane), { startImmediately: true }), answer)
    })
}
