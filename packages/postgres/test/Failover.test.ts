/** A primary that is killed, and its synchronous standby that is promoted: `npx pnpm@12 run failover` does it again and again. */
import { Records } from "@crm-procedure/core/register/Records"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Postgres from "../src/Postgres.ts"
import { prospect, storedVerdict } from "./FilledDealership.ts"
import { PASSWORD, PostgresServer } from "./PostgresServer.ts"

/** One in every run of the tests. */
const TIMES = Number(process.env["FAILOVERS"] ?? 1)

const entry = (id: string) => ({ record: prospect(id), storedVerdict: storedVerdict() })

const ask = <A extends object>(url: string, text: string) =>
  Effect.runPromise(Effect.flatMap(PgClient.make({ url: Redacted.make(url), maxConnections: 1 }), (sql) => sql.unsafe<A>(text)).pipe(Effect.scoped, Effect.provide(Reactivity.layer)))

/** The pair's address: both hosts in one URL. */
const addressOf = (first: PostgresServer, second: PostgresServer) =>
  Redacted.make(`postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${first.port},127.0.0.1:${second.port}/postgres`)

const until = async (isSo: () => boolean | Promise<boolean>) => {
  while (!await isSo()) await new Promise((resolve) => setImmediate(resolve))
}

const opened = async (url: Redacted.Redacted, scope: Scope.Scope, more: Partial<Postgres.Config> = {}) =>
  Context.get(await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ url, ...more }), scope)), Records)

describe("a server and its synchronous standby", () => {
  it.each(Array.from({ length: TIMES }, (_, place) => place))("lose no acknowledged write when the primary is killed under load, and go on writing (%i)", async () => {
    const { primary, standby } = await PostgresServer.startPair()
    const scope = Scope.makeUnsafe()
    await until(async () => (await ask(primary.url(), "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")).length === 1)
    try {
      // The standby is named first: the one that takes writes is found.
      const records = await opened(addressOf(standby, primary), scope)
      const acknowledged: Array<string> = []
      let isOver = false
      const write = async (lane: number) => {
        for (let number = 0; !isOver; number++) {
          const id = `P${lane}-${number}`
          const exit = await Effect.runPromiseExit(records.putProspects(`D${lane % 2}`, [entry(id)], 1))
          if (Exit.isSuccess(exit)) acknowledged.push(id)
        }
      }
      const lanes = [0, 1, 2, 3].map(write)
      await until(() => acknowledged.length > 40)
      primary.kill()
      const killedAt = performance.now()
      const before = acknowledged.length
      await ask(standby.url(), "SELECT pg_promote()")
      const promotedAt = performance.now()
      await until(() => acknowledged.length > before + 20)
      const wentOnAt = performance.now()
      isOver = true
      await Promise.all(lanes)
      const kept = new Set<string>()
      for (const dealership of ["D0", "D1"]) for (const { record } of await Effect.runPromise(records.prospectsById(dealership, acknowledged))) kept.add(record.prospectId)
      assert.deepStrictEqual(acknowledged.filter((id) => !kept.has(id)), [])
      if (TIMES > 1) process.stdout.write(`acknowledged ${acknowledged.length}, lost 0; promoted after ${Math.round(promotedAt - killedAt)} ms, writing ${Math.round(wentOnAt - promotedAt)} ms later\n`)
    } finally {
      await Effect.runPromise(Scope.close(scope, Exit.void))
      await standby.stop()
      await primary.discard()
    }
  })
})

describe("a primary whose standby is gone", () => {
  let server: PostgresServer
  const scope = Scope.makeUnsafe()
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(async () => {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await server.stop()
  })

  it("acknowledges nothing that it alone has, however long the commit takes", async () => {
    const records = await opened(Redacted.make(server.url()), scope, { statementTimeout: "1 second", maxConnections: 2 })
    const attempt = (number: number) => Effect.runPromise(Effect.match(records.putProspects("D1", [entry(`P${number}`)], 1), { onFailure: (failed) => failed, onSuccess: () => undefined }))
    assert.deepStrictEqual(await Effect.runPromise(records.putProspects("D1", [entry("P1")], 1)), ["added"])
    await ask(server.url(), "ALTER SYSTEM SET synchronous_standby_names = 'missing'")
    await ask(server.url(), "SELECT pg_reload_conf()")
    // The server takes the setting up a moment later. Until then a commit is acknowledged as before.
    let number = 2
    let error = await attempt(number)
    while (error === undefined) error = await attempt(++number)
    assert.include(error.message, "whether it was kept is unknown")
  })
})
