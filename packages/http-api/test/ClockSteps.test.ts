import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { HttpServerRequest } from "effect/http"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Authenticator from "../src/access/Authenticator.ts"
import * as Handlers from "../src/Handlers.ts"

/** A machine's clocks: the time of day is set at will, the steady one only goes on. */
const machine = () => {
  const time = { day: 1_700_000_000_000, steady: 5_000 }
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: () => time.day,
    currentTimeMillis: Effect.sync(() => time.day),
    currentTimeNanosUnsafe: () => BigInt(time.day) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(time.day) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => BigInt(time.steady) * 1_000_000n,
    monotonicTimeNanos: Effect.sync(() => BigInt(time.steady) * 1_000_000n),
    sleep: () => Effect.void
  }
  return { time, clock }
}

const HOUR = 3_600_000
const steps: ReadonlyArray<readonly [string, number]> = [["back", -HOUR], ["forward", HOUR], ["nowhere", 0]]
const request = HttpServerRequest.fromWeb(new Request("http://localhost/"))

describe("a clock that is set", () => {
  it.effect.each(steps)("%s keeps no revoked key known", ([, step]) =>
    Effect.gen(function*() {
      const { clock, time } = machine()
      const dealership = "carrazos"
      yield* Effect.gen(function*() {
        const serviceStore = yield* ServiceStore.ServiceStore
        const { authenticate } = Context.get(yield* Layer.build(Authenticator.Authenticator.layerKeys), Authenticator.Authenticator)
        const { kept, key } = yield* Authenticator.makeKey({ bytes: new Uint8Array(32), id: "k", name: "k", identity: { dealership, role: "crm-assistant" }, createdAt: 1 })
        yield* serviceStore.putKey(kept)
        assert.isTrue(Option.isSome(yield* authenticate(request, key)))
        yield* serviceStore.revokeKey(dealership, "k", time.day)
        time.day += step
        time.steady += Authenticator.KNOWN_MILLIS
        assert.isTrue(Option.isNone(yield* authenticate(request, key)))
      }).pipe(Effect.provide(ServiceStore.ServiceStore.layerMemory), Effect.provideService(Clock.Clock, clock))
    }))

  it.effect.each(steps)("%s lengthens no limit", ([, step]) =>
    Effect.gen(function*() {
      const { clock, time } = machine()
      yield* Effect.gen(function*() {
        const limiter = yield* RateLimiter.RateLimiter
        const asked = Effect.result(limiter.consume({ key: "k", limit: 2, window: "60 seconds", algorithm: "token-bucket" }))
        const taken = Effect.map(asked, ({ _tag }) => _tag)
        assert.deepStrictEqual([yield* taken, yield* taken, yield* taken], ["Success", "Success", "Failure"])
        time.day += step
        assert.strictEqual(yield* taken, "Failure")
        time.steady += 60_000
        assert.deepStrictEqual([yield* taken, yield* taken, yield* taken], ["Success", "Success", "Failure"])
      }).pipe(Effect.provide(Handlers.layerLimiter), Effect.provideService(Clock.Clock, clock))
    }))
})
