/** Both ports through a transaction pooler, as the application role, with the tables made by their owner beside it. */
import type { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as RecordsContract from "@crm-procedure/testing/RecordsContract"
import * as ServiceStoreContract from "@crm-procedure/testing/ServiceStoreContract"
import * as PgClient from "@effect/sql-pg/PgClient"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Migrations from "../src/Migrations.ts"
import * as Postgres from "../src/Postgres.ts"
import { PgBouncer } from "./PgBouncer.ts"
import { PostgresServer } from "./PostgresServer.ts"

const ROLE = Migrations.APPLICATION_ROLE

let server: PostgresServer
let pooler: PgBouncer
let pooled: string
let services: Context.Context<Records | ServiceStore | IntakeStore>
const scope = Scope.makeUnsafe()

beforeAll(async () => {
  server = await PostgresServer.start()
  const owner = await server.createDatabase("pooled")
  const sql = await Effect.runPromise(PgClient.make({ url: Redacted.make(owner), maxConnections: 1 }).pipe(Scope.provide(scope), Effect.provide(Reactivity.layer)))
  await Effect.runPromise(sql.unsafe(`CREATE ROLE ${ROLE} LOGIN PASSWORD 'secreta'`))
  pooler = await PgBouncer.start(server.port, "pooled", ROLE, "secreta")
  pooled = `postgres://${ROLE}:secreta@127.0.0.1:${pooler.port}/pooled`
  const layer = Postgres.layer({ url: Redacted.make(pooled), ownerUrl: Redacted.make(owner), isPooled: true })
  services = await Effect.runPromise(Layer.buildWithScope(layer, scope))
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await pooler.stop()
  await server.stop()
})

const storage = Layer.effectContext(Effect.sync(() => services))

// The statements are those that Contract.postgres.test.ts holds to all sequences.
RecordsContract.suite("Postgres behind a pooler", storage, { describe, it }, { draws: 10 })
ServiceStoreContract.suite("Postgres behind a pooler", storage, { describe, it })
ServiceStoreContract.jointSuite("Postgres behind a pooler", storage, { describe, it })

describe("a pooler", () => {
  it("that is not told of drops what a session is told at its start, and is refused", async () => {
    const layer = Postgres.layer({ url: Redacted.make(pooled), ownerUrl: Redacted.make(server.url("pooled")) })
    const error = await Effect.runPromise(Effect.flip(Effect.scoped(Layer.build(layer))))
    assert.strictEqual(error.reason._tag, "DatabaseFailing")
  })
})
