import type { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as RecordsContract from "@crm-procedure/testing/RecordsContract"
import * as IntakeStoreContract from "@crm-procedure/testing/IntakeStoreContract"
import * as ServiceStoreContract from "@crm-procedure/testing/ServiceStoreContract"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, describe, it } from "vitest"
import * as Postgres from "../src/Postgres.ts"
import { PostgresServer } from "./PostgresServer.ts"

let server: PostgresServer
let services: Context.Context<Records | ServiceStore | IntakeStore>
const scope = Scope.makeUnsafe()

beforeAll(async () => {
  server = await PostgresServer.start()
  const layer = Postgres.layer({ url: Redacted.make(await server.createDatabase("contract")) })
  services = await Effect.runPromise(Layer.buildWithScope(layer, scope))
})
afterAll(async () => {
  await Effect.runPromise(Scope.close(scope, Exit.void))
  await server.stop()
})

/** One pool for every case. */
const storage = Layer.effectContext(Effect.sync(() => services))
const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body) }

RecordsContract.suite("Postgres", storage, runner)
ServiceStoreContract.suite("Postgres", storage, runner)
ServiceStoreContract.jointSuite("Postgres", storage, runner)
IntakeStoreContract.suite("Postgres", storage, runner)
IntakeStoreContract.jointSuite("Postgres", storage, runner)
