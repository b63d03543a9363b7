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
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, describe, it } from "vitest"
import * as Pglite from "../../src/Pglite.ts"

let services: Context.Context<Records | ServiceStore | IntakeStore>
const scope = Scope.makeUnsafe()

beforeAll(async () => {
  services = await Effect.runPromise(Layer.buildWithScope(Pglite.layer(), scope))
})
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

/** One session for every case. */
const storage = Layer.effectContext(Effect.sync(() => services))
const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body) }

RecordsContract.suite("PGlite", storage, runner)
ServiceStoreContract.suite("PGlite", storage, runner)
ServiceStoreContract.jointSuite("PGlite", storage, runner)
IntakeStoreContract.suite("PGlite", storage, runner)
IntakeStoreContract.jointSuite("PGlite", storage, runner)
