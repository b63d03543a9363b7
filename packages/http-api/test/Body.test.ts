import { assert, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import { Limits } from "../src/access/Limits.ts"
import * as Body from "../src/request/Body.ts"

it.effect("large bodies are read four at a time, and small ones pass them", () =>
  Effect.gen(function*() {
    const limits = yield* Limits
    const arrives = yield* Deferred.make<Uint8Array>()
    let begun = 0
    const requestOf = (bytes: number, stream: Effect.Effect<Uint8Array>): HttpServerRequest =>
      ({ headers: { "content-type": "application/json", "content-length": String(bytes) }, source: {}, stream: Stream.fromEffect(Effect.andThen(Effect.sync(() => begun++), stream)) }) as never
    const large = yield* Effect.forEach(Array.from({ length: 9 }), () => Effect.forkChild(Body.json(requestOf(2_000_000, Deferred.await(arrives)), limits)))
    for (let turn = 0; turn < 20; turn++) yield* Effect.yieldNow
    assert.strictEqual(begun, 4)
    assert.deepStrictEqual((yield* Body.json(requestOf(2, Effect.succeed(new TextEncoder().encode("{}"))), limits)).value, {})
    yield* Deferred.succeed(arrives, new TextEncoder().encode("[1]"))
    for (const fiber of large) assert.deepStrictEqual((yield* Fiber.join(fiber)).value, [1])
    assert.strictEqual(begun, 10)
  }))
