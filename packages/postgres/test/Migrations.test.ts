import { Records } from "@crm-procedure/core/register/Records"
import { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import { PGlite } from "@electric-sql/pglite"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { SqlClient } from "effect/sql/SqlClient"
import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, expect, it } from "vitest"
import type { DatabaseError } from "../src/DatabaseError.ts"
import * as Distribution from "../src/Distribution.ts"
import { Database } from "../src/internal/connection/Database.ts"
import * as Handles from "../src/internal/service/Handles.ts"
import * as EntryCodec from "../src/internal/records/EntryCodec.ts"
import * as PgliteSocket from "../src/internal/embedded/PgliteSocket.ts"
import * as PostgresRecords from "../src/internal/records/PostgresRecords.ts"
import * as Sessions from "../src/internal/connection/Sessions.ts"
import * as Migrations from "../src/Migrations.ts"
import * as Postgres from "../src/Postgres.ts"
import { catalogue } from "./Catalogue.ts"
import { activity, storedVerdict, prospect } from "./FilledDealership.ts"
import { PASSWORD, PostgresServer } from "./PostgresServer.ts"

let server: PostgresServer
let databases = 0
const freshDatabase = () => server.createDatabase(`fresh_${++databases}`)

beforeAll(async () => {
  server = await PostgresServer.start()
})
afterAll(() => server.stop())

const run = <A, E>(effect: Effect.Effect<A, E, Scope.Scope | Reactivity.Reactivity>) => Effect.runPromise(effect.pipe(Effect.scoped, Effect.provide(Reactivity.layer)))

const as = <A, E>(url: string, use: Effect.Effect<A, E, SqlClient>, options: Omit<PgClient.PgPoolConfig, "url"> = {}) =>
  run(Effect.flatMap(PgClient.make({ url: Redacted.make(url), maxConnections: 1, ...options }), (sql) => Effect.provideService(use, SqlClient, sql)))

const execute = (text: string) => Effect.flatMap(SqlClient, (sql) => sql.unsafe(text))

const names = Object.keys(Migrations.migrations)
const numberOf = (name: string): number => Number(name.slice(0, 4))

describe("a migration", () => {
  it("has a number of its own, and stands in the order in which they run", () => {
    const numbers = names.map(numberOf)
    assert.deepStrictEqual(numbers, [...new Set(numbers)].toSorted((one, other) => one - other))
    assert.strictEqual(Migrations.LATEST, numbers.at(-1))
  })

  it.each(names.map((name) => [name, numberOf(name)] as const))("%s leaves the schema that it was released with", async (name, number) => {
    const found = await as(await freshDatabase(), Effect.andThen(Migrations.migrate({ to: number }), catalogue))
    await expect(found).toMatchFileSnapshot(`./released/${name}.txt`)
  })

  it("makes the same schema in the embedded database", async () => {
    const embedded = await PGlite.create()
    try {
      const found = await run(Effect.flatMap(
        PgClient.make({ stream: PgliteSocket.connect(embedded, undefined), ssl: false, username: "postgres", database: "postgres", maxConnections: 1 }),
        (sql) => Effect.provideService(Effect.andThen(Migrations.migrate(), catalogue), SqlClient, sql)
      ))
      await expect(found).toMatchFileSnapshot(`./released/${names.at(-1)}.txt`)
    } finally {
      await embedded.close()
    }
  })

  it("keeps the data of the release before", async () => {
    const url = await freshDatabase()
    await as(url, Migrations.migrate({ to: 1 }))
    const entry = { record: prospect("P1"), storedVerdict: storedVerdict({ matchKeys: { phone: "fedcba9800000000" } }) }
    const done = { record: activity("C1"), storedVerdict: storedVerdict({ state: "performed" }) }
    await run(Effect.gen(function*() {
      const sql = yield* PgClient.make({ url: Redacted.make(url) })
      const oids = yield* EntryCodec.oidsOf(sql)
      const before = yield* Sessions.ofServer({ url: Redacted.make(url), types: EntryCodec.registry(oids), startupParameters: { role: Migrations.APPLICATION_ROLE } }, 2, { patience: "30 seconds" })
      const records = PostgresRecords.make(new Database(before), oids)
      // Written as the first release wrote them: later ones add columns.
      const { storedVerdict: verdict } = done
      yield* sql.withTransaction(Effect.gen(function*() {
        yield* sql.unsafe("SELECT set_config('crm_procedure.dealership', 'D1', true)")
        yield* sql.unsafe(
          `INSERT INTO crm_procedure.prospects (dealership, prospect_id, advisor_id, created_at, received_at, since, until, phone, revision, day, verdict, reasons, warnings, period,
            group_advisor_id, group_branch_id, group_brand_id, record)
          VALUES ('D1', 'P1', 'A1', $1::bigint, 7, $2::bigint, $3::bigint, ('x' || 'fedcba9800000000')::bit(64)::bigint, 0, $4::smallint, $5, '{}', '{}', $6, $7, $8, $9, $10::text::json)`,
          [String(entry.record.createdAt), String(verdict.since), String(verdict.until), verdict.day, verdict.verdict, verdict.period, verdict.advisorId, verdict.branchId ?? null, verdict.brandId ?? null, JSON.stringify(entry.record)]
        )
        yield* sql.unsafe(
          `INSERT INTO crm_procedure.roll_ups (dealership, period, subject, advisor_id, branch_id, brand_id, counts)
          VALUES ('D1', $1, 'prospect', $2, $3, $4, '{"registered": 1, "valid": 1}'), ('D1', $1, 'prospect', NULL, NULL, NULL, $5::jsonb)`,
          [verdict.period, verdict.advisorId, verdict.branchId ?? null, verdict.brandId ?? null, JSON.stringify({ [`day ${verdict.day}`]: 1 })]
        )
        yield* sql.unsafe(
          `INSERT INTO crm_procedure.activities (dealership, activity_id, prospect_id, received_at, since, until, revision, day, verdict, reasons, warnings, period, state,
            group_advisor_id, group_branch_id, group_brand_id, record)
          VALUES ('D1', 'C1', $1, 8, $2::bigint, $10::bigint, 0, $3::smallint, $4, '{}', '{}', $5, 'performed', $6, $7, $8, $9::text::json)`,
          [done.record.prospectId, String(verdict.since), verdict.day, verdict.verdict, verdict.period, verdict.advisorId, verdict.branchId ?? null, verdict.brandId ?? null, JSON.stringify(done.record), String(verdict.until)]
        )
      }))
      yield* records.raise("D1", [{ key: "k", type: "lead.escalated", at: 1, data: {} }])
    }))
    await Effect.runPromise(Effect.gen(function*() {
      const records = yield* Records
      const serviceStore = yield* ServiceStore
      assert.deepStrictEqual(Option.getOrUndefined(yield* records.prospect("D1", "P1")), { ...entry, receivedAt: 7, revision: 0 })
      assert.deepStrictEqual(Option.getOrUndefined(yield* records.activity("D1", "C1")), { ...done, receivedAt: 8, revision: 0 })
      const named = (...words: ReadonlyArray<string>) => Effect.map(records.prospectsNamed("D1", { words }, 10), (found) => found.map(({ record }) => record.prospectId))
      assert.deepStrictEqual([yield* named("maria", "ru"), yield* named("luz")], [["P1"], []])
      const { storedCounts } = yield* records.monthState("D1", entry.storedVerdict.period)
      assert.deepStrictEqual(storedCounts.map(({ counts, group }) => [group?.advisorId, counts]), [[entry.storedVerdict.advisorId, { registered: 1, valid: 1, [`day ${entry.storedVerdict.day}`]: 1 }]])
      yield* records.raise("D1", [{ key: "k", type: "lead.escalated", at: 1, data: {} }, { key: "l", type: "lead.escalated", at: 1, data: {} }])
      assert.deepStrictEqual((yield* records.events("D1")).map(({ key, position }) => [key, position]), [["k", 1], ["l", 2]])
      yield* serviceStore.putKey({ id: "llave", hash: "h", name: "Portal", identity: { dealership: "D1", role: "crm-assistant" }, createdAt: 1 })
      assert.deepStrictEqual(yield* serviceStore.dealerships, ["D1"])
    }).pipe(Effect.provide(Postgres.layer({ url: Redacted.make(url) }))))
  })

  it("finds keys, users and dealerships that servers of the release before wrote, before it and beside it, until none of them runs", async () => {
    const url = await freshDatabase()
    await as(url, Migrations.migrate({ to: 25 }))
    const writtenBefore = (dealership: string) => as(url, Effect.forEach([
      `INSERT INTO crm_procedure.dealerships (dealership, has_key, has_subscription) VALUES ('${dealership}', true, true)`,
      `INSERT INTO crm_procedure.access_keys (dealership, id, hash, name, identity, created_at)
        VALUES ('${dealership}', 'k', 'hash of ${dealership}', 'Portal', '{"dealership": "${dealership}", "role": "crm-assistant"}', 1)`,
      `INSERT INTO crm_procedure.inbox_tokens (dealership, id, hash, name, settings, created_at) VALUES ('${dealership}', 't', 'token of ${dealership}', 'Meta', '{}', 1)`,
      `INSERT INTO crm_procedure.users (dealership, id, email, revision, handles, content) VALUES ('${dealership}', 'u', 'ana@ñ.test', 1, '{"email ana@ñ.test"}', '{}')`
    ], execute))
    await writtenBefore("D1")
    const found = Effect.gen(function*() {
      const serviceStore = yield* ServiceStore
      const intakeStore = yield* IntakeStore
      const keys = yield* Effect.forEach(["hash of D1", "hash of D2"], serviceStore.keyOfHash)
      const tokens = yield* Effect.forEach(["token of D1", "token of D2"], intakeStore.inboxTokenOfHash)
      return [
        keys.map((key) => Option.getOrUndefined(key)?.identity.dealership),
        tokens.map((token) => Option.getOrUndefined(token)?.dealership),
        yield* serviceStore.dealershipsOfHandle("email ana@ñ.test"),
        yield* serviceStore.dealerships,
        yield* serviceStore.subscribedDealerships
      ]
    })
    const now = () => Effect.runPromise(found.pipe(Effect.provide(Postgres.layer({ url: Redacted.make(url) }))))
    const onlyFirst = [["D1", undefined], ["D1", undefined], ["D1"], ["D1"], ["D1"]]
    assert.deepStrictEqual(await now(), onlyFirst)
    await writtenBefore("D2")
    assert.deepStrictEqual(await now(), Array.from({ length: 5 }, () => ["D1", "D2"]))
    await as(url, Effect.forEach(Handles.endingBefore, execute))
    assert.deepStrictEqual(await now(), onlyFirst)
  })

  it("is run where it was passed over: a later one had been run before it was there", async () => {
    const url = await freshDatabase()
    await as(url, Migrations.migrate())
    await as(url, execute("DROP TABLE crm_procedure.policy_editions"))
    await as(url, execute("DELETE FROM crm_procedure.migrations WHERE migration_id = 14"))
    await expect(await as(url, Effect.andThen(Migrations.migrate(), catalogue))).toMatchFileSnapshot(`./released/${names.at(-1)}.txt`)
    assert.deepStrictEqual(await as(url, execute("SELECT name FROM crm_procedure.migrations WHERE migration_id = 14")), [{ name: "editions" }])
  })

  it("is run once by however many servers start at once", async () => {
    const url = await freshDatabase()
    await Effect.runPromise(Effect.all(
      Array.from({ length: 6 }, (_, place) =>
        Effect.flatMap(Records, (records) => records.putGoals(`D${place}`, "2024-03", [])).pipe(
          Effect.provide(Postgres.layer({ url: Redacted.make(url), role: "made_at_once", maxConnections: 2 }))
        )),
      { concurrency: "unbounded" }
    ))
    assert.deepStrictEqual(await as(url, execute("SELECT migration_id AS number FROM crm_procedure.migrations ORDER BY 1")), names.map((name) => ({ number: numberOf(name) })))
  })

  it("is not looked for by a user who may only act as the role, once the tables are ready", async () => {
    const url = await freshDatabase()
    await as(url, Migrations.migrate())
    await as(url, execute("CREATE ROLE limited LOGIN PASSWORD 'limitada'"))
    await as(url, execute(`GRANT ${Migrations.APPLICATION_ROLE} TO limited`))
    const limited = server.url(new URL(url).pathname.slice(1), "limited", "limitada")
    const goals = await Effect.runPromise(Effect.flatMap(Records, (records) => records.goals("D1", "2024-03")).pipe(Effect.provide(Postgres.layer({ url: Redacted.make(limited) }))))
    assert.deepStrictEqual(goals, [])
  })
})

describe("a database that can't be used", () => {
  const errorOf = async (config: Omit<Postgres.Config, "url"> & { readonly url: string }): Promise<DatabaseError["reason"]> => {
    const error = await Effect.runPromise(Effect.flip(Effect.flatMap(Records, () => Effect.void).pipe(Effect.provide(Postgres.layer({ ...config, url: Redacted.make(config.url) })))))
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), "secreta"]) assert.notInclude(error.message + JSON.stringify(error) + String(error.stack), secret)
    assert.match(error.message, /[Ee]xpected|Correct|See that|Have an administrator|Create it|Run the newer/)
    return error.reason
  }

  it.each([
    ["", "nothing"],
    ["localhost", "something that is no URL"],
    ["mysql://u:secreta@localhost/db", "a URL that begins with mysql://"],
    ["postgres://u:secreta%@localhost/db", "a % that is not followed by two hexadecimal digits"],
    ["postgres:///db", "no host"]
  ])("says that %j is no address of one", async (url, found) => {
    assert.deepInclude({ ...await errorOf({ url }) }, { _tag: "DatabaseUrlMalformed", found })
  })

  it("is told apart by what is wrong", async () => {
    const url = await freshDatabase()
    const unreachable = await errorOf({ url: "postgres://u:secreta@127.0.0.1:9/db" })
    assert.strictEqual(unreachable._tag, "DatabaseUnreachable")
    assert.include(unreachable.message, "127.0.0.1:9/db")
    assert.include(unreachable.message, "ECONNREFUSED")
    assert.strictEqual((await errorOf({ url: url.replace(encodeURIComponent(PASSWORD), "secreta") }))._tag, "DatabaseRefused")
    const missing = await errorOf({ url: server.url("nowhere") })
    assert.strictEqual(missing._tag, "DatabaseRefused")
    assert.include(missing.message, "no such database")
  })

  it("has lost its files, which is not told as if the network were at fault", async () => {
    const url = await freshDatabase()
    let folder = ""
    await as(url, Effect.gen(function*() {
      const [row] = yield* (yield* SqlClient).unsafe<{ readonly path: string }>("SELECT 'base/' || oid AS path FROM pg_database WHERE datname = current_database()")
      folder = row!.path
    }))
    rmSync(join(server.data, folder, "pg_filenode.map"))
    const reason = await errorOf({ url })
    assert.deepInclude({ ...reason }, { _tag: "DatabaseFailing", code: "58P01" })
    assert.include(reason.message, "restore a backup")
    assert.notInclude(reason.message, "firewall")
  })

  it("is of an older Postgres", async () => {
    const url = await freshDatabase()
    await as(url, Effect.gen(function*() {
      // Found before the real one: the database says that it is of version 14.
      yield* execute("CREATE SCHEMA older")
      yield* execute("CREATE FUNCTION older.current_setting(name text) RETURNS text LANGUAGE sql AS $$ SELECT CASE name WHEN 'server_version_num' THEN '140012' ELSE '14.12' END $$")
      yield* execute(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET search_path = older, pg_catalog, public`)
    }))
    assert.deepInclude({ ...await errorOf({ url }) }, { _tag: "DatabaseTooOld", found: "14.12", expected: 15 })
  })

  it("can't hold every name", async () => {
    await as(server.url(), execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"))
    assert.deepInclude({ ...await errorOf({ url: server.url("latin") }) }, { _tag: "DatabaseEncodingUnfit", found: "LATIN1" })
  })

  it("was made ready by a newer release", async () => {
    const url = await freshDatabase()
    await as(url, Migrations.migrate())
    await as(url, execute("INSERT INTO crm_procedure.migrations (migration_id, name) VALUES (99, 'from_the_future')"))
    assert.deepInclude({ ...await errorOf({ url }) }, { _tag: "SchemaTooNew", found: 99, expected: Migrations.LATEST })
  })

  it("gives its user too few rights, and says what gives them", async () => {
    const url = await freshDatabase()
    const database = new URL(url).pathname.slice(1)
    await as(url, execute("CREATE ROLE nobody LOGIN PASSWORD 'secreta'"))
    const poor = server.url(database, "nobody", "secreta")
    const cases: ReadonlyArray<readonly [role: string | undefined, statements: ReadonlyArray<string>]> = [
      ["no_such_role", ["CREATE ROLE \"no_such_role\" LOGIN", "GRANT \"no_such_role\" TO \"nobody\""]],
      [undefined, [`GRANT "${Migrations.APPLICATION_ROLE}" TO "nobody"`]],
      [undefined, [`GRANT CREATE ON DATABASE "${database}" TO "nobody"`]],
      [undefined, []]
    ]
    await as(url, execute(`DO $$ BEGIN CREATE ROLE ${Migrations.APPLICATION_ROLE}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`))
    for (const [role, statements] of cases) {
      if (statements.length === 0) break
      const reason = await errorOf({ url: poor, role })
      assert.strictEqual(reason._tag, "DatabaseRightsMissing")
      assert.deepStrictEqual("statements" in reason ? reason.statements : undefined, statements)
      // What it says helps.
      for (const statement of statements) await as(url, execute(statement))
    }
    await Effect.runPromise(Effect.flatMap(Records, (records) => records.goals("D1", "2024-03")).pipe(Effect.provide(Postgres.layer({ url: Redacted.make(poor) }))))
  })

  it("is no distributed engine, and stays as it is", async () => {
    const url = await freshDatabase()
    const error = await as(url, Effect.flip(Distribution.distribute()))
    assert.strictEqual(error._tag, "DatabaseError")
    assert.match(error.message, /found no extension citus, expected Citus 12\.0 or newer\. Install Citus on every node/)
    assert.deepStrictEqual(await as(url, execute("SELECT to_regnamespace('crm_procedure') IS NULL AS untouched")), [{ untouched: true }])
  })

  it("would be asked as a role that nothing binds", async () => {
    const url = await freshDatabase()
    await as(url, execute("CREATE ROLE unbound BYPASSRLS"))
    const reason = await errorOf({ url, role: "unbound" })
    assert.strictEqual(reason._tag, "DatabaseRightsMissing")
    assert.deepStrictEqual("statements" in reason ? reason.statements : undefined, ["ALTER ROLE \"unbound\" NOSUPERUSER NOBYPASSRLS"])
  })
})

