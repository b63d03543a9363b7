import { Records } from "@crm-procedure/core/register/Records"
import { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Postgres from "../src/Postgres.ts"
import { prospect, storedVerdict } from "./FilledDealership.ts"
import { PostgresServer } from "./PostgresServer.ts"
import type { Ports } from "./Writes.ts"

const STATEMENT_SECONDS = 1

let server: PostgresServer
let url: string
let sql: PgClient.PgClient
const scope = Scope.makeUnsafe()

const connect = async (config: Partial<Postgres.Config>): Promise<Ports> => {
  const services = await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ url: Redacted.make(url), ...config }), scope))
  return { records: Context.get(services, Records), serviceStore: Context.get(services, ServiceStore), intakeStore: Context.get(services, IntakeStore) }
}

beforeAll(async () => {
  server = await PostgresServer.start()
  url = await server.createDatabase("hanging")
  await connect({})
  sql = await Effect.runPromise(PgClient.make({ url: Redacted.make(url), maxConnections: 4 }).pipe(Scope.provide(scope), Effect.provide(Reactivity.layer)))
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await server.stop()
})

const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(effect)
const entry = (id: string) => ({ record: prospect(id), storedVerdict: storedVerdict() })

describe("a database that hangs", () => {
  it.each([10, 1])("is told as unavailable, by reads and writes, and used again when it goes on: %s sessions", async (maxConnections) => {
    const dealership = `hanging ${maxConnections}`
    const { records, serviceStore } = await connect({ statementTimeout: `${STATEMENT_SECONDS} seconds`, connectTimeout: "1 second", maxConnections })
    await run(records.putProspects(dealership, [entry("P1")], 1))
    await run(records.prospect(dealership, "P1"))
    server.freeze()
    try {
      const errors = await run(Effect.all([
        Effect.flip(records.prospect(dealership, "P1")),
        Effect.flip(records.putProspects(dealership, [entry("P2")], 1)),
        Effect.flip(records.atOneMoment(dealership, records.prospect(dealership, "P1"))),
        Effect.flip(serviceStore.keyOfHash("0".repeat(64)))
      ], { concurrency: "unbounded" }))
      for (const { reason } of errors) assert.match(reason._tag, /Unavailable$/)
    } finally {
      server.thaw()
    }
    // A commit that got no answer may have been kept.
    assert.include(["added", "unchanged"], (await run(records.putProspects(dealership, [entry("P2")], 1)))[0])
    assert.isTrue(Option.isSome(await run(records.prospect(dealership, "P1"))))
  })

  it("ends a statement that takes too long by itself", async () => {
    const { records } = await connect({ statementTimeout: `${STATEMENT_SECONDS} seconds` })
    const error = await run(Effect.gen(function*() {
      const isHeld = yield* Deferred.make<void>()
      const holding = yield* Effect.forkChild(sql.withTransaction(Effect.gen(function*() {
        yield* sql.unsafe("LOCK TABLE crm_procedure.goals IN ACCESS EXCLUSIVE MODE")
        yield* Deferred.succeed(isHeld, undefined)
        return yield* Effect.never
      })))
      yield* Deferred.await(isHeld)
      const failed = yield* Effect.flip(records.goals("D1", "2024-03"))
      yield* Fiber.interrupt(holding)
      return failed
    }))
    assert.strictEqual(error.reason._tag, "RecordsUnavailable")
  })
})

describe("a dealership whose changes are blocked", () => {
  it.each([40, 400])("keeps no other one waiting: %s changes", async (blocked) => {
    const ports = await connect({})
    const one = `blocked ${blocked}`
    const other = `free ${blocked}`
    await run(ports.records.putProspects(one, [entry("P1")], 1))
    await run(Effect.gen(function*() {
      const isHeld = yield* Deferred.make<void>()
      const mayEnd = yield* Deferred.make<void>()
      const holding = yield* Effect.forkChild(sql.withTransaction(Effect.gen(function*() {
        yield* sql.unsafe("SELECT FROM crm_procedure.dealerships WHERE dealership = $1 FOR UPDATE", [one])
        yield* Deferred.succeed(isHeld, undefined)
        yield* Deferred.await(mayEnd)
      })))
      yield* Deferred.await(isHeld)
      const waiting = yield* Effect.forEach(Array.from({ length: blocked }), (_, number) => Effect.forkChild(ports.records.putGoals(one, `2024-${number}`, [])))
      yield* untilOneWaits
      const put = yield* ports.records.putProspects(other, [entry("P1")], 1)
      assert.deepStrictEqual(put, ["added"])
      assert.deepStrictEqual(waiting.map((fiber) => fiber.pollUnsafe()).filter((exit) => exit !== undefined), [])
      yield* Deferred.succeed(mayEnd, undefined)
      yield* Fiber.join(holding)
      yield* Effect.forEach(waiting, Fiber.join)
    }))
  })
})

/** Waits until a change waits for the lock that is held. */
const untilOneWaits = Effect.gen(function*() {
  const waiting = sql.unsafe<{ readonly waiting: number }>("SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted")
  while ((yield* waiting)[0]!.waiting === 0) yield* Effect.sleep("5 millis")
})
