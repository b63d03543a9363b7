import { Records } from "@crm-procedure/core/register/Records"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { once } from "node:events"
import { connect, createServer, type AddressInfo, type Socket } from "node:net"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Postgres from "../src/Postgres.ts"
import { activity, storedVerdict, prospect } from "./FilledDealership.ts"
import { PostgresServer } from "./PostgresServer.ts"

let server: PostgresServer
let records: Records["Service"]
const scope = Scope.makeUnsafe()

beforeAll(async () => {
  server = await PostgresServer.start()
  await server.createDatabase("outage")
  records = await recordsWith({})
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await server.stop()
})

const recordsWith = async (config: Partial<Postgres.Config>) =>
  Context.get(await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ url: Redacted.make(server.url("outage")), ...config }), scope)), Records)

const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(effect)
const entry = (id: string) => ({ record: prospect(id), storedVerdict: storedVerdict() })

describe("a database that goes away and comes back", () => {
  it("is told as unavailable meanwhile, and used again without a restart", async () => {
    await run(records.putProspects("D1", [entry("P1")], 1))
    await server.halt()
    const errors = await run(Effect.all([
      Effect.flip(records.prospect("D1", "P1")),
      Effect.flip(records.putProspects("D1", [entry("P2")], 1)),
      Effect.flip(Stream.runCollect(records.prospects("D1")))
    ], { concurrency: "unbounded" }))
    assert.deepStrictEqual(errors.map(({ reason }) => reason._tag), ["RecordsUnavailable", "RecordsUnavailable", "RecordsUnavailable"])
    await server.goOn()
    assert.deepStrictEqual(await run(records.putProspects("D1", [entry("P2")], 1)), ["added"])
    assert.deepStrictEqual((await run(records.prospectsById("D1", ["P1", "P2"]))).length, 2)
  })

  it("keeps nothing of the change that it went away in", async () => {
    let begun = 0
    const exit = await run(Effect.gen(function*() {
      const isWritten = yield* Deferred.make<void>()
      const isGone = yield* Deferred.make<void>()
      const fiber = yield* Effect.forkChild(Effect.exit(records.change("D2", Effect.gen(function*() {
        begun++
        yield* records.putProspects("D2", [entry("P1")], 1)
        yield* Deferred.succeed(isWritten, undefined)
        yield* Deferred.await(isGone)
        yield* records.putActivities("D2", [{ record: activity("C1"), storedVerdict: storedVerdict() }], 1)
      }))))
      yield* Deferred.await(isWritten)
      yield* Effect.promise(() => server.halt())
      yield* Deferred.succeed(isGone, undefined)
      return yield* Fiber.join(fiber)
    }))
    assert.isTrue(Exit.isFailure(exit))
    assert.isAtLeast(begun, 1)
    await server.goOn()
    assert.deepStrictEqual(await run(records.prospectsById("D2", ["P1"])), [])
  })

  it("is waited for a little, so that a short restart is not noticed", async () => {
    const sockets = new Set<Socket>()
    let turnsAway = 0
    // In front of the server: how long Postgres itself takes to start again depends on the machine.
    const gate = createServer((client) => {
      if (turnsAway > 0) {
        turnsAway--
        client.destroy()
        return
      }
      const onward = connect(server.port, "127.0.0.1")
      for (const [one, other] of [[client, onward], [onward, client]] as const) {
        sockets.add(one)
        one.on("error", () => other.destroy()).on("close", () => other.destroy()).pipe(other)
      }
    }).listen(0, "127.0.0.1")
    await once(gate, "listening")
    const through = server.url("outage").replace(`:${server.port}/`, `:${(gate.address() as AddressInfo).port}/`)
    const gated = await recordsWith({ url: Redacted.make(through) })
    await run(gated.putProspects("D3", [entry("P1")], 1))
    turnsAway = 2
    for (const socket of sockets) socket.destroy()
    const reading = run(gated.prospect("D3", "P1"))
    const writing = run(gated.putProspects("D3", [entry("P2")], 1))
    assert.isTrue(Option.isSome(await reading))
    assert.include(["added", "unchanged"], (await writing)[0])
    assert.strictEqual(turnsAway, 0)
    // Its sessions end with the others.
    gate.close()
  })
})

describe("a change", () => {
  it("that waits for too long behind another is told so", async () => {
    const impatient = await recordsWith({ lockTimeout: "500 millis" })
    // Its session is there: it waits for the other change alone, and not for a connection.
    await run(Effect.eventually(impatient.goals("D4", "2024-03")))
    const error = await run(Effect.gen(function*() {
      const isHeld = yield* Deferred.make<void>()
      const fiber = yield* Effect.forkChild(records.change("D4", Effect.andThen(Deferred.succeed(isHeld, undefined), Effect.never)))
      yield* Deferred.await(isHeld)
      const waiting = yield* Effect.flip(impatient.putGoals("D4", "2024-03", []))
      yield* Fiber.interrupt(fiber)
      return waiting
    }))
    assert.include(error.message, "another change of this dealership")
    await run(records.putGoals("D4", "2024-03", []))
  })

  it("that is interrupted keeps nothing, and gives its session back", async () => {
    for (let time = 0; time < 20; time++) {
      await run(Effect.gen(function*() {
        const fiber = yield* Effect.forkChild(records.change("D5", Effect.gen(function*() {
          yield* records.putProspects("D5", [entry(`P${time}`)], 1)
          yield* Effect.all(Array.from({ length: 20 }, (_, place) => records.putGoals("D5", `2024-${place}`, [])), { concurrency: "unbounded" })
          return yield* Effect.never
        })))
        yield* Effect.sleep(`${time % 7} millis`)
        yield* Fiber.interrupt(fiber)
      }))
    }
    assert.deepStrictEqual(await run(Stream.runCollect(records.prospects("D5"))), [])
    await run(records.putGoals("D5", "2024-03", []))
  })
})
