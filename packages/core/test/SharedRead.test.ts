/** A read that many ask for at the same time: what each of them gets, and how often the storage is asked. */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as SharedRead from "../src/register/SharedRead.ts"

/** A storage with a value that changes, and reads that take as long as the test wants. */
const storage = () => {
  const begun: Array<{ readonly key: string; readonly end: Deferred.Deferred<void, string> }> = []
  const state = { value: 0 }
  const read = SharedRead.of((key: string) =>
    Effect.suspend(() => {
      const { value } = state
      const end = Deferred.makeUnsafe<void, string>()
      begun.push({ key, end })
      return Effect.as(Deferred.await(end), `${key} ${value}`)
    }))
  const ask = (key: string) => Effect.tap(Effect.forkChild(read(key), { startImmediately: true }), () => Effect.yieldNow)
  const end = (place: number) => Effect.andThen(Deferred.succeed(begun[place]!.end, undefined), Effect.yieldNow)
  return { state, begun, ask, end }
}

describe("a shared read", () => {
  it.effect("answers what was read after it was asked for, once for all who asked while another ran", () =>
    Effect.gen(function*() {
      const { ask, begun, end, state } = storage()
      const first = yield* ask("A")
      state.value = 1
      const meanwhile = yield* Effect.forEach([1, 2, 3], () => ask("A"))
      assert.lengthOf(begun, 1)
      yield* end(0)
      assert.strictEqual(yield* Fiber.join(first), "A 0")
      state.value = 2
      const last = yield* ask("A")
      yield* end(1)
      assert.deepStrictEqual(yield* Fiber.joinAll(meanwhile), ["A 1", "A 1", "A 1"])
      yield* end(2)
      assert.strictEqual(yield* Fiber.join(last), "A 2")
      assert.lengthOf(begun, 3)
      const later = yield* ask("A")
      yield* end(3)
      assert.strictEqual(yield* Fiber.join(later), "A 2")
    }))

  it.effect("of one key does not wait for that of another", () =>
    Effect.gen(function*() {
      const { ask, begun, end } = storage()
      const one = yield* ask("A")
      const other = yield* ask("B")
      assert.deepStrictEqual(begun.map(({ key }) => key), ["A", "B"])
      yield* end(1)
      assert.strictEqual(yield* Fiber.join(other), "B 0")
      yield* end(0)
      assert.strictEqual(yield* Fiber.join(one), "A 0")
    }))

  it.effect("fails for those who wait for it, and not for the next; an asker who gives up stops no other", () =>
    Effect.gen(function*() {
      const { ask, begun, end } = storage()
      const first = yield* ask("A")
      const second = yield* ask("A")
      yield* Fiber.interrupt(first)
      yield* Deferred.fail(begun[0]!.end, "lost")
      yield* Effect.yieldNow
      yield* end(1)
      assert.strictEqual(yield* Fiber.join(second), "A 0")
      const third = yield* ask("A")
      yield* Deferred.fail(begun[2]!.end, "lost")
      assert.deepStrictEqual(yield* Fiber.await(third), Exit.fail("lost"))
    }))

  it.effect("that throws is a defect for those who asked, and is asked again by the next", () =>
    Effect.gen(function*() {
      let isBroken = true
      const read = SharedRead.of((key: string) => {
        if (isBroken) throw new Error("broken")
        return Effect.succeed(key)
      })
      assert.isTrue(Exit.hasDies(yield* Effect.exit(read("A"))))
      isBroken = false
      assert.strictEqual(yield* read("A"), "A")
    }))
})
