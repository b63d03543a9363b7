/** Both ports over a client that the program has already. */
import type { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as RecordsContract from "@crm-procedure/testing/RecordsContract"
import * as IntakeStoreContract from "@crm-procedure/testing/IntakeStoreContract"
import * as ServiceStoreContract from "@crm-procedure/testing/ServiceStoreContract"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as PgTypes from "@effect/sql-pg/PgTypes"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Postgres from "../src/Postgres.ts"
import { PostgresServer } from "./PostgresServer.ts"

let server: PostgresServer
let services: Context.Context<Records | ServiceStore | IntakeStore>
const scope = Scope.makeUnsafe()

const clientOf = (url: string) =>
  Effect.runPromise(PgClient.make({ url: Redacted.make(url), types: PgTypes.makeRegistry(), maxConnections: 6 }).pipe(Scope.provide(scope), Effect.provide(Reactivity.layer)))

beforeAll(async () => {
  server = await PostgresServer.start()
  const superuser = await clientOf(await server.createDatabase("client"))
  for (const statement of ["CREATE ROLE program LOGIN CREATEROLE PASSWORD 'secreta'", "GRANT CREATE ON DATABASE client TO program"]) {
    await Effect.runPromise(superuser.unsafe(statement))
  }
  const client = await clientOf(server.url("client", "program", "secreta"))
  services = await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ client }), scope))
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await server.stop()
})

const storage = Layer.effectContext(Effect.sync(() => services))
const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body) }

// The statements are those that Contract.postgres.test.ts holds to all sequences.
RecordsContract.suite("Postgres over a client", storage, runner, { draws: 10 })
ServiceStoreContract.suite("Postgres over a client", storage, runner)
ServiceStoreContract.jointSuite("Postgres over a client", storage, runner)
IntakeStoreContract.suite("Postgres over a client", storage, runner)
IntakeStoreContract.jointSuite("Postgres over a client", storage, runner)

describe("a client", () => {
  it("whose user row-level security does not bind is refused", async () => {
    const client = await clientOf(server.url("client"))
    const error = await Effect.runPromise(Effect.flip(Effect.scoped(Layer.build(Postgres.layer({ client })))))
    assert.strictEqual(error.reason._tag, "DatabaseRightsMissing")
    assert.include(error.message, "NOBYPASSRLS")
  })
})
