/**
 * The contract over a Citus cluster. Collected only where `CITUS_URL` names, with a superuser, a database of its coordinator that is
 * for tests alone: the tables in it are dropped first.
 *
 *     CITUS_URL=postgres://postgres@localhost:5432/crm npx vitest run packages/postgres/test/Contract.distributed.ts
 */
import type { Records } from "@crm-procedure/core/register/Records"
import type { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import * as IntakeStoreContract from "@crm-procedure/testing/IntakeStoreContract"
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
import { SqlClient } from "effect/sql/SqlClient"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Handles from "../src/internal/service/Handles.ts"
import * as Distribution from "../src/Distribution.ts"
import * as Postgres from "../src/Postgres.ts"

const url = Redacted.make(process.env["CITUS_URL"]!)
let services: Context.Context<Records | ServiceStore | IntakeStore>
let sql: PgClient.PgClient
const scope = Scope.makeUnsafe()

beforeAll(async () => {
  sql = await Effect.runPromise(PgClient.make({ url, maxConnections: 1 }).pipe(Scope.provide(scope), Effect.provide(Reactivity.layer)))
  await Effect.runPromise(sql.unsafe("DROP SCHEMA IF EXISTS crm_procedure CASCADE"))
  await Effect.runPromise(Effect.provideService(Distribution.distribute({ shards: 8 }), SqlClient, sql))
  services = await Effect.runPromise(Layer.buildWithScope(Postgres.layer({ url }), scope))
})
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

const storage = Layer.effectContext(Effect.sync(() => services))
// Each statement goes over two servers, and each commit is one in two phases.
const runner = { describe, it: (name: string, body: () => Promise<void>) => it(name, body, 1_200_000) }

RecordsContract.suite("Citus", storage, runner)
ServiceStoreContract.suite("Citus", storage, runner)
ServiceStoreContract.jointSuite("Citus", storage, runner)
IntakeStoreContract.suite("Citus", storage, runner)
IntakeStoreContract.jointSuite("Citus", storage, runner)

describe("the tables", () => {
  it("are distributed by the dealership, all together", async () => {
    const groups = await Effect.runPromise(sql.unsafe<{ readonly groups: number; readonly tables: number }>(`SELECT count(DISTINCT colocationid)::int AS groups, count(*)::int AS tables
      FROM pg_dist_partition WHERE logicalrelid::text LIKE 'crm_procedure.%' AND partmethod = 'h'`))
    assert.strictEqual(groups[0]!.groups, 1)
    assert.isAbove(groups[0]!.tables, 15)
  })

  it("that are read before the dealership is known lie on the coordinator, and what servers of the release before need is gone", async () => {
    const found = await Effect.runPromise(sql.unsafe<{ readonly name: string; readonly node: string }>(`SELECT logicalrelid::text AS name, groupid::text AS node
      FROM pg_dist_partition JOIN pg_dist_shard USING (logicalrelid) JOIN pg_dist_placement USING (shardid) WHERE logicalrelid::text LIKE 'crm_procedure.%' AND partmethod = 'n' ORDER BY 1`))
    assert.deepStrictEqual(found, [{ name: "crm_procedure.handles", node: "0" }, { name: "crm_procedure.listings", node: "0" }])
    assert.isFalse(await Effect.runPromise(Handles.besideEarlier(sql)))
  })

  it("need nothing more when they are distributed again", async () => {
    assert.deepStrictEqual((await Effect.runPromise(Effect.provideService(Distribution.distribute(), SqlClient, sql))).added, [])
  })
})
