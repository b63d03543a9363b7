/**
 * Stands in for `@effect/vitest` in a mutation run: it collects the tests of a file, so that they run again and again in one process.
 * It knows what core's tests use: `describe`, `it`, `it.each`, `it.effect` and `assert`.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as TestConsole from "effect/testing/TestConsole"

export { assert } from "vitest"

export interface CollectedTest {
  readonly id: string
  readonly fileName: string
  readonly run: () => unknown
}

export const collected: Array<CollectedTest> = []

let titles: ReadonlyArray<string> = []
let fileName = ""

/** Tests that are declared from now on are of this file. */
export const beginFile = (name: string): void => {
  fileName = name
}

export const describe = (title: string, declare: () => void): void => {
  const outer = titles
  titles = [...outer, title]
  declare()
  titles = outer
}

const declareTest = (title: string, run: () => unknown): void => {
  collected.push({ fileName, id: [fileName, ...titles, title].join(" > "), run })
}

const testServices = Layer.mergeAll(TestConsole.layer, TestClock.layer())

type Services = Scope.Scope | TestConsole.TestConsole | TestClock.TestClock

const effect = (title: string, run: () => Effect.Effect<unknown, unknown, Services>): void =>
  declareTest(title, () => Effect.runPromise(Effect.scoped(Effect.suspend(run)).pipe(Effect.provide(testServices))))

const each = (cases: ReadonlyArray<unknown>) => (title: string, run: (...values: ReadonlyArray<unknown>) => unknown): void =>
  cases.forEach((one, place) => declareTest(`${title} ${place}`, () => Array.isArray(one) ? run(...one) : run(one)))

export const it = Object.assign(declareTest, { effect, each })
