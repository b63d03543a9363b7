import * as Migrations from "@crm-procedure/postgres/Migrations"
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Reactivity from "effect/reactivity/Reactivity"
import { once } from "node:events"
import { chmodSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { afterAll, assert, describe, it } from "vitest"
import { startDatabase } from "./databaseServer.ts"
import { command, freshDirectory, remove } from "./serverProcess.ts"

const directory = freshDirectory()
afterAll(() => remove(directory))

describe("the doctor", () => {
  it("finds nothing wrong with a fresh installation", async () => {
    const { log, output, status } = await command("doctor.ts", [], directory)
    assert.deepEqual([output, log, status], ["✓ No se encontró nada malo.\n", "", 0])
  })

  it("says everything that is wrong, and what to do", async () => {
    chmodSync(directory, 0o755)
    const { log, output, status } = await command("doctor.ts", [], directory, {
      DATABASE_URL: "postgres://crm:secreta@127.0.0.1:9/crm",
      SMTP_URL: "smtp://127.0.0.1:9",
      SMTP_FROM: "crm@ejemplo.test"
    })
    assert.equal(status, 2, log)
    for (const expected of [/DATA_DIR: se encontró .* con permisos 0755, se esperaba 0700/, /ERASURE_SECRET: no se encontró/, /SESSION_SECRET/, /WEBHOOK_SECRET/, /SMTP_URL: no se puede llegar a 127\.0\.0\.1:9 \(ECONNREFUSED\)/, /base de datos/]) {
      assert.match(output, expected)
    }
    assert.notInclude(output, "secreta")
  })

  it("finds nothing wrong with a fresh Postgres and all secrets, and says what is wrong with its role, its tables, the port and the settings", async () => {
    const database = await startDatabase()
    try {
      chmodSync(directory, 0o700)
      const secrets = Object.fromEntries(["ERASURE_SECRET", "SESSION_SECRET", "WEBHOOK_SECRET"].map((name) => [name, "s".repeat(40)]))
      const well = await command("doctor.ts", [], directory, { ...secrets, DATABASE_URL: database.url })
      assert.deepEqual([well.output, well.log, well.status], ["✓ No se encontró nada malo.\n", "", 0])
      // A command makes the tables and the application's role.
      assert.equal((await command("keys.ts", ["list"], directory, { ...secrets, DATABASE_URL: database.url })).status, 0)
      const asOwner = (statement: string): Promise<unknown> =>
        Effect.runPromise(Effect.gen(function*() {
          const sql = yield* PgClient.make({ url: Redacted.make(database.url), maxConnections: 1 })
          yield* sql.unsafe(statement)
        }).pipe(Effect.scoped, Effect.provide(Reactivity.layer)))
      await asOwner(`ALTER ROLE ${Migrations.APPLICATION_ROLE} BYPASSRLS`)
      await asOwner(`UPDATE crm_procedure.migrations SET migration_id = ${Migrations.LATEST + 1} WHERE migration_id = ${Migrations.LATEST}`)
      const taken = createServer().listen(0, "127.0.0.1")
      await once(taken, "listening")
      const { port } = taken.address() as AddressInfo
      const ill = await command("doctor.ts", [], directory, { ...secrets, DATABASE_URL: database.url, PORT: String(port), SMTP_URL: `smtp://127.0.0.1:${port}`, SMTP_FROM: "crm@ejemplo.test" })
      taken.close()
      assert.equal(ill.status, 2, ill.log)
      for (const expected of [
        new RegExp(`PORT: no se puede usar 127\\.0\\.0\\.1:${port} \\(EADDRINUSE\\)`),
        /Rol: \S+ puede saltarse la seguridad por filas/,
        new RegExp(`Tablas: se encontró la migración ${Migrations.LATEST + 1}, se esperaba la ${Migrations.LATEST}`),
        /PUBLIC_URL: no se encontró/
      ]) {
        assert.match(ill.output, expected)
      }
      const unreadable = await command("doctor.ts", [], directory, { KEEP_LETTERS_DAYS: "nunca", ERASURE_SECRETS_FORMER: "s".repeat(40) })
      assert.match(unreadable.output, /KEEP_LETTERS_DAYS: se encontró "nunca", se esperaba un entero de 1 a 3650.*ERASURE_SECRETS_FORMER: se encontró sin ERASURE_SECRET/)
    } finally {
      await database.remove()
    }
  })
})
