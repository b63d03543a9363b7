/** Background work over many dealerships, of which some fail. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Scope from "effect/Scope"
import { assert, describe, it } from "vitest"
import * as EachDealership from "../src/background/EachDealership.ts"

/** Work over three dealerships: those that are away, what was done for each, and what the log was told. */
const works = () => {
  const state = { away: new Set<string>(), done: [] as Array<string>, waiting: undefined as Promise<void> | undefined, waited: 0, stopped: 0 }
  const told: Array<string> = []
  const scope = Scope.makeUnsafe()
  const round = EachDealership.make({ name: "escalations", dealerships: Effect.succeed(["D1", "D2", "D3"]) }, (dealership) =>
    Effect.suspend(() => {
      if (!state.away.has(dealership)) return Effect.sync(() => void state.done.push(dealership))
      const { waiting } = state
      if (waiting === undefined) return Effect.fail("away")
      state.waited++
      return Effect.onInterrupt(Effect.promise(() => waiting), () => Effect.sync(() => state.stopped++))
    }))
  const logger = Logger.make(({ fiber, message }) => {
    const [text] = Array.isArray(message) ? message as ReadonlyArray<unknown> : [message]
    told.push(`${String(text)}: ${String(fiber.getRef(References.CurrentLogAnnotations)["dealership"])}`)
  })
  const run = () => Effect.runPromise(round.pipe(Effect.provideService(Scope.Scope, scope), Effect.provide(Logger.layer([logger]))))
  const end = () => Effect.runPromise(Scope.close(scope, Exit.void))
  return { state, told, run, end }
}

const soon = () => new Promise((resolve) => setImmediate(resolve))

describe("background work of many dealerships", () => {
  it("goes on for the others where one fails, and tells of it once when it begins and once when it ends", async () => {
    const { end, run, state, told } = works()
    state.away.add("D2")
    for (let round = 0; round < 3; round++) {
      assert.strictEqual(await run(), 1)
      await soon()
    }
    assert.deepStrictEqual(state.done, ["D1", "D3", "D1", "D3", "D1", "D3"])
    assert.deepStrictEqual(told, ["background work of a dealership fails: D2"])
    state.away.clear()
    await run()
    await soon()
    assert.strictEqual(await run(), 0)
    assert.deepStrictEqual(told.slice(1), ["background work of a dealership goes on: D2"])
    assert.deepStrictEqual(state.done.slice(6), ["D1", "D3", "D2", "D1", "D2", "D3"])
    await end()
  })

  it("waits for no dealership that failed before, tries it once at a time, and stops with the rounds", async () => {
    const { end, run, state } = works()
    state.away.add("D2")
    await run()
    state.waiting = new Promise(() => {})
    for (let round = 0; round < 3; round++) {
      await run()
      await soon()
    }
    assert.deepStrictEqual(state.done, ["D1", "D3", "D1", "D3", "D1", "D3", "D1", "D3"])
    assert.strictEqual(state.waited, 1)
    await end()
    assert.strictEqual(state.stopped, 1)
  })
})
