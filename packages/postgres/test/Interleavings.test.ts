import { Records } from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as StoredCounts from "@crm-procedure/core/register/StoredCounts"
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
import * as EveryRow from "./EveryRow.ts"
import { fill, storedVerdict, prospect } from "./FilledDealership.ts"
import { PostgresServer } from "./PostgresServer.ts"
import { type Ports, type Write, writes } from "./Writes.ts"

let server: PostgresServer
let url: string
let one: Ports
let other: Ports
let rowsOf: EveryRow.EveryRow
let sql: PgClient.PgClient
const scope = Scope.makeUnsafe()

/** A server's own pool on the database. */
const connect = async (): Promise<Ports> => {
  const services = await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ url: Redacted.make(url), maxConnections: 6 }), scope))
  return { records: Context.get(services, Records), serviceStore: Context.get(services, ServiceStore), intakeStore: Context.get(services, IntakeStore) }
}

beforeAll(async () => {
  server = await PostgresServer.start()
  url = await server.createDatabase("interleavings")
  one = await connect()
  other = await connect()
  rowsOf = await Effect.runPromise(Scope.provide(EveryRow.make(url), scope))
  sql = await Effect.runPromise(PgClient.make({ url: Redacted.make(url), maxConnections: 2 }).pipe(Scope.provide(scope), Effect.provide(Reactivity.layer)))
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await server.stop()
})

let dealerships = 0
const filled = async (): Promise<string> => {
  const dealership = `interleaved ${++dealerships}`
  await Effect.runPromise(fill(dealership).pipe(Effect.provideService(Records, one.records), Effect.provideService(ServiceStore, one.serviceStore), Effect.provideService(IntakeStore, one.intakeStore)))
  return dealership
}

/** What a write answered or failed with, and nothing of where. */
const answerOf = (exit: Exit.Exit<unknown, unknown>, dealership: string): string =>
  (JSON.stringify(Exit.isSuccess(exit) ? exit.value : exit.cause) ?? "nothing").replaceAll(dealership, "")

const rowsAfter = async (dealership: string): Promise<string> => JSON.stringify(await Effect.runPromise(rowsOf(dealership))).replaceAll(dealership, "")

/** Waits until a write waits for a lock, or is done. */
const untilStill = Effect.fnUntraced(function*(write: Fiber.Fiber<unknown, unknown>) {
  const waiting = sql.unsafe<{ readonly count: number }>("SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted")
  while (write.pollUnsafe() === undefined && (yield* waiting)[0]!.count === 0) yield* Effect.yieldNow
})

/** The second session's write begins while the first's is done and not committed; then the first ends. */
const interleaved = (write: Write, dealership: string, firstSucceeds: boolean) =>
  Effect.gen(function*() {
    const isWritten = yield* Deferred.make<void>()
    const mayEnd = yield* Deferred.make<void>()
    const first = yield* Effect.forkChild(Effect.exit(one.records.change(dealership, Effect.gen(function*() {
      const answer = yield* write(one, dealership, 1)
      yield* Deferred.succeed(isWritten, undefined)
      yield* Deferred.await(mayEnd)
      return firstSucceeds ? answer : yield* Effect.fail("given up")
    }))))
    yield* Deferred.await(isWritten)
    const second = yield* Effect.forkChild(Effect.exit(write(other, dealership, 2)))
    yield* untilStill(second)
    const waits = second.pollUnsafe() === undefined
    yield* Deferred.succeed(mayEnd, undefined)
    return { first: yield* Fiber.join(first), second: yield* Fiber.join(second), waits }
  })

/** Not part of a dealership's changes: they wait for each other's rows only. */
const beside = new Set(["revokeKey", "addMessages", "takeMessages", "settleMessage", "readMessages", "forgetMessages", "dropMessages", "noteKeyUse", "removeUser", "noteSession", "endSessionsOf", "claim", "keepAnswer", "release a claim", "dropAnswers", "beginSession", "endSession", "enqueue", "takeDue", "settle", "forget"])

describe("two sessions", () => {
  it.each(Object.keys(writes))("that both do %s end as if one had come after the other", async (name) => {
    const write = writes[name]!
    for (const firstSucceeds of [true, false]) {
      const serial = await filled()
      const [firstAlone, secondAlone] = await Effect.runPromise(Effect.all([
        firstSucceeds ? Effect.exit(write(one, serial, 1)) : Effect.succeed(Exit.void),
        Effect.exit(write(one, serial, 2))
      ]))
      const dealership = await filled()
      const { first, second, waits } = await Effect.runPromise(interleaved(write, dealership, firstSucceeds))
      assert.strictEqual(await rowsAfter(dealership), await rowsAfter(serial), `${name}, the first ${firstSucceeds ? "kept" : "given up"}`)
      assert.strictEqual(answerOf(second, dealership), answerOf(secondAlone, serial))
      if (firstSucceeds) assert.strictEqual(answerOf(first, dealership), answerOf(firstAlone, serial))
      if (!beside.has(name)) assert.isTrue(waits, "the second has not waited")
    }
  })
})

describe("many servers", () => {
  it("that import the same prospect at once keep it once and count it once", async () => {
    const servers = await Promise.all(Array.from({ length: 4 }, connect))
    const dealership = "imported at once"
    const entry = { record: prospect("P1"), storedVerdict: storedVerdict() }
    const puts = await Effect.runPromise(Effect.all(
      Array.from({ length: 16 }, (_, client) => {
        const { records } = servers[client % servers.length]!
        return records.change(dealership, Effect.gen(function*() {
          const [put] = yield* records.putProspects(dealership, [entry], client)
          if (put === "added") yield* records.addToStoredCounts(dealership, StoredCounts.of([{ subject: "prospect", storedVerdict: entry.storedVerdict, by: 1 }]))
          return put
        }))
      }),
      { concurrency: "unbounded" }
    ))
    assert.deepStrictEqual(puts.map(String).sort(), ["added", ...Array.from({ length: 15 }, () => "unchanged")])
    const [kept, recounted] = await Effect.runPromise(Effect.all([
      one.records.monthState(dealership, "2024-03"),
      Effect.provideService(VerdictUpkeep.recount(dealership), Records, one.records)
    ]))
    const sorted = (storedCounts: ReadonlyArray<StoredCounts.StoredCounts>) => storedCounts.map((storedCount) => `${StoredCounts.keyOf(storedCount)} ${JSON.stringify(Object.entries(storedCount.counts).sort())}`).sort()
    assert.deepStrictEqual(sorted(kept.storedCounts), sorted(recounted))
    assert.strictEqual(recounted.length, 1)
  })
})

describe("a session without the dealership's lock", () => {
  it("that writes the same row first makes the change try again", async () => {
    const dealership = await filled()
    const put = await Effect.runPromise(Effect.gen(function*() {
      const isWritten = yield* Deferred.make<void>()
      const mayEnd = yield* Deferred.make<void>()
      const foreign = yield* Effect.forkChild(sql.withTransaction(Effect.gen(function*() {
        yield* sql.unsafe(`INSERT INTO crm_procedure.prospects
          SELECT (jsonb_populate_record(one, jsonb_build_object('prospect_id', 'P2', 'record', one.record::jsonb || '{"prospectId":"P2"}'))).*
          FROM crm_procedure.prospects AS one WHERE dealership = $1`, [dealership])
        yield* Deferred.succeed(isWritten, undefined)
        yield* Deferred.await(mayEnd)
      })))
      yield* Deferred.await(isWritten)
      const ours = yield* Effect.forkChild(one.records.putProspects(dealership, [{ record: prospect("P2", { interest: "Sedán" }), storedVerdict: storedVerdict() }], 9))
      yield* untilStill(ours)
      yield* Deferred.succeed(mayEnd, undefined)
      yield* Fiber.join(foreign)
      return yield* Fiber.join(ours)
    }))
    assert.deepStrictEqual(put, ["changed"])
    const kept = Option.getOrThrow(await Effect.runPromise(one.records.prospect(dealership, "P2")))
    assert.strictEqual(kept.record.interest, "Sedán")
    assert.strictEqual(kept.revision, 1)
  })
})

describe("a serialization failure", () => {
  /** Fails so many inserts of goals as if another transaction had won. A sequence is not taken back. */
  const failing = async (times: number, code: string): Promise<void> => {
    for (const statement of [
      "DROP TRIGGER IF EXISTS failing ON crm_procedure.goals",
      "DROP SEQUENCE IF EXISTS crm_procedure.attempts",
      "CREATE SEQUENCE crm_procedure.attempts",
      "GRANT USAGE ON SEQUENCE crm_procedure.attempts TO crm_procedure_application",
      `CREATE OR REPLACE FUNCTION crm_procedure.failing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('crm_procedure.attempts') <= ${times} THEN RAISE EXCEPTION 'lost' USING ERRCODE = '${code}'; END IF;
        RETURN NEW;
      END $$`,
      "CREATE TRIGGER failing BEFORE INSERT ON crm_procedure.goals FOR EACH ROW EXECUTE FUNCTION crm_procedure.failing()"
    ]) await Effect.runPromise(sql.unsafe(statement))
  }
  afterAll(() => Effect.runPromise(sql.unsafe("DROP TRIGGER IF EXISTS failing ON crm_procedure.goals")))

  it.each(["40001", "40P01"])("(%s) makes the whole change try again a few times", async (code) => {
    await failing(3, code)
    const dealership = `lost ${code}`
    let begun = 0
    await Effect.runPromise(one.records.change(dealership, Effect.gen(function*() {
      begun++
      yield* one.records.addToStoredCounts(dealership, [{ period: "2024-03", subject: "prospect", group: undefined, counts: { "day 1": 1 } }])
      yield* one.records.putGoals(dealership, "2024-03", [])
    })))
    assert.strictEqual(begun, 4)
    const { storedCounts } = await Effect.runPromise(one.records.monthState(dealership, "2024-03"))
    assert.deepStrictEqual(storedCounts.map(({ counts }) => counts), [{ "day 1": 1 }])
  })

  it("that does not end is told after a while, and nothing is kept", async () => {
    await failing(1000, "40001")
    const error = await Effect.runPromise(Effect.flip(one.records.putGoals("lost", "2024-03", [])))
    assert.strictEqual(error.reason._tag, "RecordsUnavailable")
    assert.include(error.message, "40001")
    const [{ attempts }] = (await Effect.runPromise(sql.unsafe<{ readonly attempts: number }>("SELECT last_value::int AS attempts FROM crm_procedure.attempts"))) as unknown as [{ readonly attempts: number }]
    assert.strictEqual(attempts, 6)
  })

  it("is told apart from other errors, which are not tried again", async () => {
    await failing(1, "22012")
    const error = await Effect.runPromise(Effect.flip(one.records.putGoals("refused", "2024-03", [])))
    assert.include(error.message, "22012")
    await Effect.runPromise(one.records.putGoals("refused", "2024-03", []))
  })
})
