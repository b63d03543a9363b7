import { digestOfText } from "@crm-procedure/core/identity/CanonicalJson"
import { handleOfEmail } from "@crm-procedure/core/service/User"
import * as PgClient from "@effect/sql-pg/PgClient"
import type * as PgConnection from "@effect/sql-pg/PgConnection"
import * as PgPool from "@effect/sql-pg/PgPool"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as Redacted from "effect/Redacted"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { once } from "node:events"
import * as Net from "node:net"
import { Database, question } from "../src/internal/connection/Database.ts"
import * as Sessions from "../src/internal/connection/Sessions.ts"
import * as Migrations from "../src/Migrations.ts"
import * as Postgres from "../src/Postgres.ts"
import { fill, hashOf } from "./FilledDealership.ts"
import { PostgresServer } from "./PostgresServer.ts"

let server: PostgresServer
/** The database's owner: a user who may log in, make roles and the tables, and is no superuser. */
let url: string

const OWN = "concesionario uno"
const OTHER = "concesionario dos"

const session = <A, E>(options: { readonly role?: string; readonly url?: string; readonly settings?: Readonly<Record<string, string>> }, use: (sql: PgClient.PgClient) => Effect.Effect<A, E>) =>
  Effect.runPromise(Effect.gen(function*() {
    const sql = yield* PgClient.make({
      url: Redacted.make(options.url ?? url),
      maxConnections: 1,
      startupParameters: { ...(options.role === undefined ? {} : { role: options.role }), ...options.settings }
    })
    return yield* use(sql)
  }).pipe(Effect.scoped, Effect.provide(Reactivity.layer)))

const asApplication = <A, E>(dealership: string | undefined, use: (sql: PgClient.PgClient) => Effect.Effect<A, E>) =>
  session({ role: Migrations.APPLICATION_ROLE, settings: dealership === undefined ? {} : { "crm_procedure.dealership": dealership } }, use)

interface Table {
  readonly name: string
  readonly owner: string
  readonly enabled: boolean
  readonly forced: boolean
  readonly has_dealership: boolean
}

const tablesOf = (sql: PgClient.PgClient) =>
  sql.unsafe<Table>(`SELECT one.relname::text AS name, pg_get_userbyid(one.relowner)::text AS owner, one.relrowsecurity AS enabled, one.relforcerowsecurity AS forced,
      EXISTS (SELECT FROM pg_attribute WHERE attrelid = one.oid AND attname = 'dealership' AND NOT attisdropped) AS has_dealership
    FROM pg_class AS one WHERE one.relnamespace = 'crm_procedure'::regnamespace AND one.relkind IN ('r', 'p') ORDER BY one.relname`)

let tables: ReadonlyArray<string>

beforeAll(async () => {
  server = await PostgresServer.start()
  const superuser = await server.createDatabase("isolation")
  await session({ url: superuser }, (sql) =>
    Effect.gen(function*() {
      yield* sql.unsafe("CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'secreta'")
      yield* sql.unsafe("GRANT CREATE ON DATABASE isolation TO keeper")
    }))
  url = server.url("isolation", "keeper", "secreta")
  await Effect.runPromise(Effect.andThen(fill(OWN), fill(OTHER)).pipe(Effect.provide(Postgres.layer({ url: Redacted.make(url) }))))
  tables = (await session({}, tablesOf)).filter(({ has_dealership }) => has_dealership).map(({ name }) => name)
})
afterAll(() => server.stop())

const counts = (sql: PgClient.PgClient) =>
  Effect.forEach(tables, (table) =>
    Effect.map(sql.unsafe<{ readonly dealership: string }>(`SELECT dealership FROM crm_procedure.${table}`), (rows) =>
      [table, [...new Set(rows.map(({ dealership }) => dealership))]] as const))

/** The columns of a table but for identity and generated ones, which refuse a value before the policy is asked. */
const writableColumns = (table: string): string =>
  `SELECT string_agg(quote_ident(attname), ', ') AS names FROM pg_attribute
    WHERE attrelid = 'crm_procedure.${table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''`

describe("row-level security", () => {
  it("binds every table with rows of dealerships, its owner included", async () => {
    const found = await session({}, tablesOf)
    assert.deepStrictEqual(found.filter(({ has_dealership }) => !has_dealership).map(({ name }) => name), ["migrations"])
    for (const { enabled, forced, has_dealership, name } of found) if (has_dealership) assert.deepStrictEqual({ name, enabled, forced }, { name, enabled: true, forced: true })
    assert.isAbove(tables.length, 15)
  })

  it("is asked by a role that owns nothing and can't get round it", async () => {
    const [role] = await session({}, (sql) =>
      sql.unsafe<{ readonly bound: boolean; readonly owns: number }>(`SELECT NOT rolsuper AND NOT rolbypassrls AND rolcanlogin AS bound,
        (SELECT count(*)::int FROM pg_class WHERE relowner = one.oid) AS owns FROM pg_roles AS one WHERE rolname = '${Migrations.APPLICATION_ROLE}'`))
    assert.deepStrictEqual(role, { bound: true, owns: 0 })
    for (const statement of ["ALTER TABLE crm_procedure.prospects DISABLE ROW LEVEL SECURITY", "DROP POLICY own_dealership ON crm_procedure.prospects",
      "CREATE TABLE crm_procedure.copy AS SELECT 1", "UPDATE crm_procedure.migrations SET name = 'x'", "TRUNCATE crm_procedure.prospects"]) {
      const error = await asApplication(OWN, (sql) => Effect.flip(sql.unsafe(statement)))
      assert.strictEqual(error.reason._tag, "AuthorizationError", statement)
    }
  })

  it("shows the rows of the dealership that is set, in every table", async () => {
    for (const [table, found] of await asApplication(OWN, counts)) assert.deepStrictEqual([...found], [OWN], table)
  })

  it("shows nothing of any table with another dealership set, or none", async () => {
    for (const [table, found] of await asApplication("concesionario tres", counts)) assert.deepStrictEqual(found, [], table)
    for (const [table, found] of await asApplication(undefined, counts)) assert.deepStrictEqual(found, [], table)
    for (const [table, found] of await asApplication("", counts)) assert.deepStrictEqual(found, [], table)
  })

  it("changes and removes nothing of another dealership, and adds nothing to it", async () => {
    for (const set of [OTHER, undefined]) {
      for (const table of tables) {
        const [changed, removed, added] = await asApplication(set, (sql) =>
          Effect.flatMap(sql.unsafe<{ readonly names: string }>(writableColumns(table)), ([columns]) => Effect.all([
            sql.unsafe(`UPDATE crm_procedure.${table} SET dealership = dealership WHERE dealership = '${OWN}' RETURNING 1`),
            sql.unsafe(`DELETE FROM crm_procedure.${table} WHERE dealership = '${OWN}' RETURNING 1`),
            Effect.flip(sql.unsafe(`INSERT INTO crm_procedure.${table} (${columns!.names}) SELECT ${columns!.names} FROM jsonb_populate_record(NULL::crm_procedure.${table}, jsonb_build_object('dealership', '${OWN}'))`))
          ])))
        assert.deepStrictEqual([changed, removed], [[], []], table)
        assert.strictEqual(added.reason._tag, "AuthorizationError", table)
      }
      const moved = await asApplication(OTHER, (sql) => Effect.flip(sql.unsafe(`UPDATE crm_procedure.goals SET dealership = '${OWN}'`)))
      assert.strictEqual(moved.reason._tag, "AuthorizationError")
    }
  })

  it("shows everything to the owner only, and only with the maintenance setting", async () => {
    for (const [table, found] of await session({}, counts)) assert.deepStrictEqual(found, [], table)
    for (const [table, found] of await session({ settings: { "crm_procedure.maintenance": "on" } }, counts)) assert.sameMembers([...found], [OWN, OTHER], table)
    for (const [table, found] of await session({ role: Migrations.APPLICATION_ROLE, settings: { "crm_procedure.maintenance": "on" } }, counts)) {
      assert.deepStrictEqual(found, [], table)
    }
  })

  it("is written without subqueries, which a distributed engine refuses", async () => {
    const found = await session({}, (sql) =>
      sql.unsafe<{ readonly policy: string }>(`SELECT polrelid::regclass || ' ' || polname AS policy FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
        WHERE relnamespace = 'crm_procedure'::regnamespace AND (pg_get_expr(polqual, polrelid) ~ 'SELECT' OR pg_get_expr(polwithcheck, polrelid) ~ 'SELECT')`))
    assert.deepStrictEqual(found, [])
  })

  it("shows where a presented handle leads, and the lists where they are asked for", async () => {
    const asked = (settings: Readonly<Record<string, string>>, table: string) =>
      session({ role: Migrations.APPLICATION_ROLE, settings }, (sql) =>
        Effect.map(sql.unsafe<{ readonly dealership: string }>(`SELECT DISTINCT dealership FROM crm_procedure.${table} ORDER BY 1`), (rows) => rows.map(({ dealership }) => dealership)))
    assert.deepStrictEqual(await asked({ "crm_procedure.handle": hashOf(OWN) }, "handles"), [OWN])
    assert.deepStrictEqual(await asked({ "crm_procedure.handle": digestOfText(handleOfEmail("luz@ejemplo.test")) }, "handles"), [OTHER, OWN])
    assert.deepStrictEqual(await asked({ "crm_procedure.handle": "" }, "handles"), [])
    assert.deepStrictEqual(await asked({ "crm_procedure.listing": "on" }, "listings"), [OTHER, OWN])
    assert.deepStrictEqual(await asked({}, "listings"), [])
  })

  it("shows servers of the release before the key whose hash is presented, and no other", async () => {
    const found = await session({ role: Migrations.APPLICATION_ROLE, settings: { "crm_procedure.key_hash": hashOf(OWN) } }, (sql) =>
      sql.unsafe<{ readonly dealership: string }>("SELECT dealership FROM crm_procedure.access_keys"))
    assert.deepStrictEqual(found.map(({ dealership }) => dealership), [OWN])
  })

  it("shows them the user whose handle is presented, and no other", async () => {
    const found = (handle: string) =>
      session({ role: Migrations.APPLICATION_ROLE, settings: { "crm_procedure.user_handle": handle } }, (sql) =>
        sql.unsafe<{ readonly dealership: string }>("SELECT dealership FROM crm_procedure.users ORDER BY dealership"))
    assert.deepStrictEqual((await found(handleOfEmail("luz@ejemplo.test"))).map(({ dealership }) => dealership), [OTHER, OWN])
    assert.deepStrictEqual(await found(handleOfEmail("otra@ejemplo.test")), [])
  })
})

describe("a session", () => {
  /** A database of one session, and that session. */
  const onOneSession = <A, E>(use: (database: Database, session: PgConnection.PgConnection) => Effect.Effect<A, E>) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const pool = yield* PgPool.make({ url: Redacted.make(url), multiplex: true, maxConnections: 1, startupParameters: { role: Migrations.APPLICATION_ROLE } })
      const session = yield* Effect.scoped(pool.get)
      return yield* use(new Database({ shared: pool.use, own: pool.reserve, transactions: 1, patience: "30 seconds" }), session)
    })))

  const goals = question((dealership) => `SELECT dealership FROM crm_procedure.goals WHERE dealership = ${dealership}`)

  it("has no dealership set once a question or a change is over", async () => {
    await onOneSession((database, session) =>
      Effect.gen(function*() {
        const seen = Effect.map(session.query("SELECT dealership FROM crm_procedure.goals"), ({ rows }) => rows.length)
        assert.strictEqual((yield* database.read(OWN, goals)).length, 1)
        assert.strictEqual(yield* seen, 0)
        assert.strictEqual((yield* database.change(OWN, database.read(OWN, goals))).length, 1)
        assert.strictEqual(yield* seen, 0)
        assert.strictEqual((yield* database.atOneMoment(OWN, database.read(OWN, goals))).length, 1)
        assert.strictEqual(yield* seen, 0)
        yield* Effect.ignore(database.change(OWN, Effect.fail("given up")))
        assert.strictEqual(yield* seen, 0)
      }))
  })

  it("that many fibers share answers each about its own dealership, also when some are interrupted", async () => {
    await onOneSession((database) =>
      Effect.gen(function*() {
        for (let round = 0; round < 20; round++) {
          const asked = Array.from({ length: 90 }, (_, place) => {
            const dealership = [OWN, OTHER, "concesionario 'tres\\"][place % 3]!
            const seen = Effect.map(database.read<{ readonly dealership: string }>(dealership, goals), (rows) => rows.map((row) => row.dealership))
            const isGivenUp = place % 7 === round % 7
            return Effect.map(isGivenUp ? Effect.raceFirst(seen, Effect.as(Effect.yieldNow, undefined)) : seen, (found) => ({ dealership, found }))
          })
          for (const { dealership, found } of yield* Effect.all(asked, { concurrency: "unbounded" })) {
            if (found !== undefined) assert.deepStrictEqual(found, dealership === OWN || dealership === OTHER ? [dealership] : [])
          }
        }
      }))
  })

  it("whose prepared statements were dropped asks again", async () => {
    await onOneSession((database, session) =>
      Effect.gen(function*() {
        assert.strictEqual((yield* database.read(OWN, goals)).length, 1)
        yield* session.query("DEALLOCATE ALL", [], false)
        assert.strictEqual((yield* database.read(OWN, goals)).length, 1)
      }))
  })

  it("sends what a read needs in one turn, and a change of one statement in three", async () => {
    let turns = 0
    let wasAnswered = true
    const proxy = Net.createServer((client) => {
      const upstream = Net.connect(server.port, "127.0.0.1")
      client.on("data", () => {
        if (wasAnswered) turns++
        wasAnswered = false
      }).on("error", () => upstream.destroy()).pipe(upstream)
      upstream.on("data", () => wasAnswered = true).on("error", () => client.destroy()).pipe(client)
    }).listen(0, "127.0.0.1")
    await once(proxy, "listening")
    const through = url.replace(String(server.port), String((proxy.address() as Net.AddressInfo).port))
    const counted = <A, E>(effect: Effect.Effect<A, E>) =>
      Effect.gen(function*() {
        // The first time prepares the statement.
        yield* effect
        turns = 0
        yield* effect
        return turns
      })
    const found = await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const sessions = yield* Sessions.ofServer({ url: Redacted.make(through), startupParameters: { role: Migrations.APPLICATION_ROLE } }, 2, { patience: "30 seconds" })
      const database = new Database(sessions)
      const write = database.write(OWN, "UPDATE crm_procedure.goals SET goals = goals WHERE dealership = $1")
      return [yield* counted(database.read(OWN, goals)), yield* counted(database.change(OWN, write))]
    })))
    proxy.close()
    assert.deepStrictEqual(found, [1, 3])
  })

  it("asks for no other dealership inside a change", async () => {
    const exit = await onOneSession((database) => Effect.exit(database.change(OWN, database.change(OTHER, Effect.void))))
    assert.isTrue(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
  })
})
