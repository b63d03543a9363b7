import { chmodSync } from "node:fs"
import { afterAll, assert, describe, it } from "vitest"
import { startDatabase } from "./databaseServer.ts"
import { command, freshDirectory, remove } from "./serverProcess.ts"

const directory = freshDirectory()
afterAll(() => remove(directory))

describe("the doctor", () => {
  it("finds nothing wrong with a fresh installation", async () => {
    const { log, output, status } = await command("doctor.ts", [], directory)
    assert.deepEqual([output, log, status], ["✓ No se encontró nada malo.\n", "", 0])
  }, 30_000)

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
  }, 30_000)

  it("finds nothing wrong with a fresh Postgres and all secrets", async () => {
    const database = await startDatabase()
    try {
      chmodSync(directory, 0o700)
      const secrets = Object.fromEntries(["ERASURE_SECRET", "SESSION_SECRET", "WEBHOOK_SECRET"].map((name) => [name, "s".repeat(40)]))
      const well = await command("doctor.ts", [], directory, { ...secrets, DATABASE_URL: database.url })
      assert.deepEqual([well.output, well.log, well.status], ["✓ No se encontró nada malo.\n", "", 0])
    } finally {
      await database.remove()
    }
  }, 60_000)
})
