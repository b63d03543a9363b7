/** Background work over many dealerships. It fails for some of them. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Scope from "effect/Scope"
import { afterEach, assert, describe, it } from "vitest"
import * as EachDealership from "../src/background/EachDealership.ts"
import { until } from "./serverProcess.ts"

/** What is open when a test is over. */
const scopes: Array<Scope.Closeable> = []
afterEach(async () => {
  for (const scope of scopes.splice(0)) await Effect.runPromise(Scope.close(scope, Exit.void))
})

/** Work over three dealerships: those that are away, what was done for each, and what the log was told. */
const works = () => {
  const state = { away: new Set<string>(), hangs: false, why: "away" as unknown, done: [] as Array<string>, tried: 0, stopped: 0, told: [] as Array<string> }
  const scope = Scope.makeUnsafe()
  scopes.push(scope)
  const round = EachDealership.make({ name: "escalations", dealerships: Effect.succeed(["D1", "D2", "D3"]), pause: "1 millis" }, (dealership) =>
    Effect.suspend(() => {
      if (!state.away.has(dealership)) return Effect.sync(() => void state.done.push(dealership))
      state.tried++
      return state.hangs ? Effect.onInterrupt(Effect.never, () => Effect.sync(() => state.stopped++)) : Effect.fail(state.why)
    }))
  const logger = Logger.make(({ fiber, message }) => {
    const [text] = Array.isArray(message) ? message as ReadonlyArray<unknown> : [message]
    state.told.push(`${String(text)}: ${String(fiber.getRef(References.CurrentLogAnnotations)["dealership"])}`)
  })
  const run = () => Effect.runPromise(round.pipe(Effect.provideService(Scope.Scope, scope), Effect.provide(Logger.layer([logger]))))
  return { state, run, end: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}

const FAILS = "background work of a dealership fails: D2"
const GOES_ON = "background work of a dealership goes on: D2"

describe("background work of many dealerships", () => {
  it("goes on for the others where one fails, and tells once that it fails and once that it goes on", async () => {
    const { run, state } = works()
    state.away.add("D2")
    for (let round = 0; round < 3; round++) assert.strictEqual(await run(), 1)
    assert.deepStrictEqual(state.done, ["D1", "D3", "D1", "D3", "D1", "D3"])
    await until("more attempts", () => state.tried > 4 ? true : undefined)
    assert.deepStrictEqual(state.told, [FAILS])
    // It does not wait for the next round, which may come in the night.
    state.away.clear()
    await until("its work", () => state.told.length > 1 ? true : undefined)
    assert.deepStrictEqual([state.told, state.done.slice(6)], [[FAILS, GOES_ON], ["D2"]])
    await until("a round without failures", async () => await run() === 0 ? true : undefined)
    assert.deepStrictEqual(state.done.slice(-3), ["D1", "D2", "D3"])
  })

  it("tells again where it fails in another way, and no more often", async () => {
    const { run, state } = works()
    state.away.add("D2")
    await run()
    state.why = 503
    await until("another line", () => state.told.length > 1 ? true : undefined)
    const { tried } = state
    state.why = "away"
    await until("more attempts", () => state.tried > tried + 2 ? true : undefined)
    assert.deepStrictEqual(state.told, [FAILS, FAILS])
  })

  it("waits for no dealership that failed before, and begins again with all after another server had the work", async () => {
    const { end, run, state } = works()
    state.away.add("D2")
    await run()
    state.hangs = true
    const { tried } = state
    await until("an attempt that hangs", () => state.tried > tried ? true : undefined)
    for (let round = 0; round < 3; round++) assert.strictEqual(await run(), 1)
    assert.deepStrictEqual(state.done, ["D1", "D3", "D1", "D3", "D1", "D3", "D1", "D3"])
    await end()
    assert.strictEqual(state.stopped, 1)
    state.away.clear()
    assert.strictEqual(await run(), 0)
    assert.deepStrictEqual(state.done.slice(-3), ["D1", "D2", "D3"])
  })
})
