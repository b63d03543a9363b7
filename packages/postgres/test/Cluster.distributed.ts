/**
 * A Citus cluster under writes and reads: shards that move, and a worker that is killed while the others' dealerships go on, also on a
 * server that starts meanwhile. Collected only where `CITUS_URL` names, with a superuser, a database of its coordinator that is for tests
 * alone, `CITUS_WORKER` one of its two workers, and `CITUS_KILL` and `CITUS_START` the shell commands that kill this worker at once and
 * start it again.
 *
 *     CITUS_URL=postgres://postgres@localhost:5432/crm CITUS_WORKER=localhost:5433 CITUS_KILL='…' CITUS_START='…' \
 *       npx vitest run packages/postgres/test/Cluster.distributed.ts
 */
import { Records } from "@crm-procedure/core/register/Records"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import { handleOfEmail, type User } from "@crm-procedure/core/service/User"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { SqlClient } from "effect/sql/SqlClient"
import { execSync } from "node:child_process"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "vitest"
import * as Distribution from "../src/Distribution.ts"
import * as Postgres from "../src/Postgres.ts"
import { prospect, storedVerdict, user } from "./FilledDealership.ts"

const url = Redacted.make(process.env["CITUS_URL"]!)
const [host, port] = process.env["CITUS_WORKER"]!.split(":") as [string, string]
const dealerships = Array.from({ length: 12 }, (_, number) => `D${number}`)
const PATIENCE_MILLIS = 600_000

const scope = Scope.makeUnsafe()
let sql: PgClient.PgClient
let records: Records["Service"]
let serviceStore: ServiceStore["Service"]

const ask = <Row extends object>(text: string) => Effect.runPromise(sql.unsafe<Row>(text))
const userOf = (dealership: string, email: string): User => ({ ...user(dealership), email })
const entry = (id: string) => ({ record: prospect(id), storedVerdict: storedVerdict() })
const until = async (what: string, isSo: () => boolean | Promise<boolean>) => {
  for (const began = performance.now(); !await isSo(); await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (performance.now() - began > PATIENCE_MILLIS / 2) throw new Error(`Waited too long for ${what}`)
  }
}

/** The dealerships whose rows lie on the worker. */
const onWorker = async (): Promise<ReadonlySet<string>> => {
  const found = new Set<string>()
  for (const dealership of dealerships) {
    const [row] = await ask<{ readonly here: boolean }>(`SELECT nodename = '${host}' AND nodeport = ${port} AS here FROM pg_dist_shard_placement
      WHERE shardid = get_shard_id_for_distribution_column('crm_procedure.dealerships', '${dealership}')`)
    if (row!.here) found.add(dealership)
  }
  return found
}

/** The lanes that run. */
const lanes: Array<Lane> = []
const begin = (asked: ReadonlyArray<string>, name: string): ReadonlyArray<Lane> => {
  lanes.push(...asked.map((dealership) => new Lane(dealership, name)))
  return [...lanes]
}

const keyOf = (dealership: string, id: string) => ({ id, hash: `hash of ${dealership} ${id}`, name: "Portal", identity: { dealership, role: "integration" as const }, createdAt: 1 })

/** One lane a dealership writes prospects one after another, and makes a key with each tenth of them, which it looks up. */
class Lane {
  readonly acknowledged: Array<string> = []
  readonly failures: Array<string> = []
  readonly dealership: string
  private isOver = false
  private readonly running: Promise<void>

  constructor(dealership: string, name: string) {
    this.dealership = dealership
    this.running = this.run(name)
  }

  private async run(name: string): Promise<void> {
    for (let number = 0; !this.isOver; number++) {
      const id = `${name}-${number}`
      const exit = await Effect.runPromiseExit(Effect.gen({ self: this }, function*() {
        const made = keyOf(this.dealership, number % 10 === 0 ? id : "k")
        if (made.id === id) yield* serviceStore.putKey(made)
        assert.deepStrictEqual(Option.getOrThrow(yield* serviceStore.keyOfHash(made.hash)), made)
        yield* records.putProspects(this.dealership, [entry(id)], 1)
      }))
      if (Exit.isSuccess(exit)) this.acknowledged.push(id)
      else {
        this.failures.push(String(Cause.squash(exit.cause)))
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  }

  async end(): Promise<void> {
    this.isOver = true
    await this.running
  }

  /** The acknowledged writes that are not there, and the keys that are there and are not found by their hashes. */
  async lost(): Promise<ReadonlyArray<string>> {
    for (const key of await Effect.runPromise(serviceStore.keys(this.dealership))) {
      assert.deepStrictEqual(Option.getOrNull(await Effect.runPromise(serviceStore.keyOfHash(key.hash))), key)
    }
    const kept = new Set((await Effect.runPromise(records.prospectsById(this.dealership, this.acknowledged))).map(({ record }) => record.prospectId))
    return this.acknowledged.filter((id) => !kept.has(id))
  }
}

beforeAll(async () => {
  sql = await Effect.runPromise(PgClient.make({ url, maxConnections: 2 }).pipe(Scope.provide(scope), Effect.provide(Reactivity.layer)))
  await ask("SELECT citus_set_node_property(nodename, nodeport, 'shouldhaveshards', true) FROM pg_dist_node WHERE groupid > 0")
  await ask("DROP SCHEMA IF EXISTS crm_procedure CASCADE")
  await Effect.runPromise(Effect.provideService(Distribution.distribute({ shards: 4 }), SqlClient, sql))
  const services = await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ url, maxConnections: 20 }), scope))
  records = Context.get(services, Records)
  serviceStore = Context.get(services, ServiceStore)
  for (const dealership of dealerships) {
    await Effect.runPromise(serviceStore.putKey(keyOf(dealership, "k")))
    await Effect.runPromise(serviceStore.putUser(userOf(dealership, "ana@ejemplo.test")))
    await Effect.runPromise(records.putProspects(dealership, [entry("quiet")], 1))
  }
}, PATIENCE_MILLIS)
afterEach(() => Promise.all(lanes.splice(0).map((lane) => lane.end())))
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

describe("a cluster", () => {
  it("answers the same before, during and after its shards move from one worker and back, and keeps each acknowledged write", async () => {
    const [quiet, ...busy] = dealerships
    const answers = () => Effect.runPromise(Effect.all([records.prospect(quiet!, "quiet"), records.monthState(quiet!, storedVerdict().period), serviceStore.keys(quiet!)]))
    const before = await answers()
    const homes = await onWorker()
    assert.isTrue(homes.size > 0 && homes.size < dealerships.length)
    const writing = begin(busy, "moved")
    let isOver = false
    let readings = 0
    const reading = (async () => {
      for (; !isOver; readings++) assert.deepStrictEqual(await answers(), before)
    })()
    await ask(`SELECT citus_drain_node('${host}', ${port}, shard_transfer_mode => 'block_writes')`)
    assert.strictEqual((await onWorker()).size, 0)
    await ask(`SELECT citus_set_node_property('${host}', ${port}, 'shouldhaveshards', true)`)
    await ask("SELECT rebalance_table_shards(shard_transfer_mode => 'block_writes')")
    assert.isAbove((await onWorker()).size, 0)
    isOver = true
    await reading
    await Promise.all(writing.map((lane) => lane.end()))
    const failures = writing.flatMap((lane) => lane.failures)
    process.stdout.write(`moved: ${writing.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)} writes acknowledged, ${failures.length} not, ${readings} readings\n${failures.slice(0, 3).join("\n")}\n`)
    for (const lane of writing) assert.deepStrictEqual(await lane.lost(), [])
    assert.deepStrictEqual(await answers(), before)
  }, PATIENCE_MILLIS)

  it("refuses only the dealerships of a worker that is killed, and has each acknowledged write when it is back", async () => {
    const homes = await onWorker()
    const writing = begin(dealerships, "killed")
    const [there, elsewhere] = [writing.filter(({ dealership }) => homes.has(dealership)), writing.filter(({ dealership }) => !homes.has(dealership))]
    assert.isAbove(Math.min(there.length, elsewhere.length), 0)
    await until("writes", () => writing.every(({ acknowledged }) => acknowledged.length > 3))
    execSync(process.env["CITUS_KILL"]!, { stdio: "ignore" })
    const atKill = elsewhere.map(({ acknowledged }) => acknowledged.length)
    await until("refusals", () => there.every(({ failures }) => failures.length > 0))
    await until("writes elsewhere", () => elsewhere.every(({ acknowledged }, place) => acknowledged.length > atKill[place]! + 5))
    // Another server, which has seen no key and no person before.
    const fresh = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const other = Context.get(yield* Layer.build(Postgres.layer({ url, maxConnections: 2 })), ServiceStore)
      assert.deepStrictEqual(yield* other.dealerships, dealerships.toSorted())
      assert.deepStrictEqual(yield* other.dealershipsOfHandle(handleOfEmail("ana@ejemplo.test")), dealerships.toSorted())
      const found: Array<string> = []
      for (const { dealership } of elsewhere) {
        const invited = userOf(dealership, `luz@${dealership.toLowerCase()}.test`)
        assert.isTrue(yield* other.putUser({ ...invited, id: "u-2" }))
        assert.deepStrictEqual(yield* other.dealershipsOfHandle(handleOfEmail(invited.email)), [dealership])
        assert.lengthOf(yield* other.usersOfHandle(dealership, handleOfEmail("ana@ejemplo.test")), 1)
        const made = keyOf(dealership, "made meanwhile")
        yield* other.putKey(made)
        assert.isTrue(yield* other.revokeKey(dealership, made.id, 5))
        assert.strictEqual(Option.getOrThrow(yield* other.keyOfHash(made.hash)).revokedAt, 5)
        assert.isTrue(yield* other.removeUser(dealership, "u-2"))
        found.push(dealership)
      }
      for (const { dealership } of there) assert.include((yield* Effect.flip(other.keyOfHash(keyOf(dealership, "k").hash))).message, "can't be reached")
      return found
    })))
    assert.deepStrictEqual(fresh, elsewhere.map(({ dealership }) => dealership))
    const acknowledgedThere = there.map(({ acknowledged }) => acknowledged.length)
    execSync(process.env["CITUS_START"]!, { stdio: "ignore" })
    const backAt = performance.now()
    await until("writes after the return", () => there.every(({ acknowledged }, place) => acknowledged.length > acknowledgedThere[place]!))
    const millis = performance.now() - backAt
    await Promise.all(writing.map((lane) => lane.end()))
    process.stdout.write(`killed: ${writing.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)} writes acknowledged, ${there.length} dealerships refused ${there.reduce((sum, { failures }) => sum + failures.length, 0)} times, ` +
      `the others ${elsewhere.reduce((sum, { failures }) => sum + failures.length, 0)} times, all write again ${Math.round(millis)} ms after the worker\n${[...new Set(writing.flatMap(({ failures }) => failures.slice(0, 1)))].slice(0, 3).join("\n")}\n`)
    for (const lane of writing) assert.deepStrictEqual(await lane.lost(), [])
    for (const { failures } of there) for (const failure of failures) assert.include(failure, "can't be reached")
    assert.deepStrictEqual(elsewhere.flatMap(({ failures }) => failures), [])
  }, PATIENCE_MILLIS)
})
