/** A pool of one session: everything goes over it, in turn, and nothing waits for ever. */
import { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as RecordsContract from "@crm-procedure/testing/RecordsContract"
import * as IntakeStoreContract from "@crm-procedure/testing/IntakeStoreContract"
import * as ServiceStoreContract from "@crm-procedure/testing/ServiceStoreContract"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Postgres from "../src/Postgres.ts"
import { storedVerdict, prospect } from "./FilledDealership.ts"
import { PostgresServer } from "./PostgresServer.ts"

const NAME = "one session"

let server: PostgresServer
let services: Context.Context<Records | ServiceStore | IntakeStore>
let sql: PgClient.PgClient
const scope = Scope.makeUnsafe()

beforeAll(async () => {
  server = await PostgresServer.start()
  const url = Redacted.make(await server.createDatabase("one_session"))
  services = await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ url, maxConnections: 1, applicationName: NAME }), scope))
  sql = await Effect.runPromise(PgClient.make({ url, maxConnections: 1 }).pipe(Scope.provide(scope), Effect.provide(Reactivity.layer)))
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await server.stop()
})

const entry = (id: string) => ({ record: prospect(id), storedVerdict: storedVerdict() })
const opened = Effect.suspend(() => sql.unsafe<{ readonly pid: number }>("SELECT pid FROM pg_stat_activity WHERE application_name = $1", [NAME]))

const storage = Layer.effectContext(Effect.sync(() => services))
const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body) }

// The statements are those that Contract.postgres.test.ts holds to all sequences.
RecordsContract.suite("Postgres over one session", storage, runner, { draws: 10 })
ServiceStoreContract.suite("Postgres over one session", storage, runner)
ServiceStoreContract.jointSuite("Postgres over one session", storage, runner)
IntakeStoreContract.suite("Postgres over one session", storage, runner)
IntakeStoreContract.jointSuite("Postgres over one session", storage, runner)

describe("maxConnections: 1", () => {
  it("opens one session, however many read and write at once", async () => {
    const records = Context.get(services, Records)
    const work = Effect.all(
      Array.from({ length: 60 }, (_, number) =>
        number % 3 === 0
          ? records.change("D1", Effect.andThen(records.putProspects("D1", [entry(`P${number}`)], 1), Effect.sleep("5 millis")))
          : records.prospect("D1", `P${number}`)),
      { concurrency: "unbounded", discard: true }
    )
    const seen = await Effect.runPromise(Effect.gen(function*() {
      const pids = new Set<number>()
      const watch = Effect.forever(Effect.andThen(Effect.map(opened, (rows) => rows.forEach(({ pid }) => pids.add(pid))), Effect.sleep("5 millis")))
      yield* Effect.raceFirst(work, watch)
      return pids
    }))
    assert.strictEqual(seen.size, 1)
  })

  it("comes back after the database was away", async () => {
    const records = Context.get(services, Records)
    await server.halt()
    await server.goOn()
    const put = await Effect.runPromise(records.putProspects("D2", [entry("P1")], 1))
    assert.deepStrictEqual(put, ["added"])
    assert.isTrue(Option.isSome(await Effect.runPromise(records.prospect("D2", "P1"))))
  })
})
