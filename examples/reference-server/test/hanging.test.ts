import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { startDatabase } from "./databaseServer.ts"
import type { DatabaseServer } from "./databaseServer.ts"
import { begin, command, freshDirectory, remove, until } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

const LIMIT_SECONDS = 2
/** What a machine that has other work may add. */
const MARGIN_MILLIS = 15_000

let database: DatabaseServer
let server: ServerProcess
let key: string
const directory = freshDirectory()

beforeAll(async () => {
  database = await startDatabase()
  const environment = { DATABASE_URL: database.url, DEMO: "0", LIMIT_REQUEST_SECONDS: String(LIMIT_SECONDS) }
  server = await begin(directory, environment)
  await server.ready()
  const made = await command("keys.ts", ["make", "--dealership", "carrazos", "--role", "crm-assistant"], directory, environment)
  key = /crm_\S+/.exec(made.output)![0]
})
afterAll(async () => {
  await server.end()
  await database.remove()
  remove(directory)
})

const prospect = JSON.stringify({
  createdAt: "2024-03-05T10:00:00-05:00", advisorId: "A-001", branchId: "S-1", brandId: "B-1", fullName: "Marta Lucía Peña", phone: "3001234567", source: "walk-in", interest: "Una moto"
})

describe("with a database that hangs", () => {
  it("every request is answered 503 within its time, and 200 again when the database goes on", async () => {
    const ask = {
      "a read": () => server.get("/v1/leads?color=red", key),
      "a write": () => server.send("PUT", "/v1/prospects/P-1", key, prospect),
      "a write with an idempotency key": () => server.send("PUT", "/v1/prospects/P-2", key, prospect, { "idempotency-key": "one" }),
      "a session": () => server.send("POST", "/v1/session", undefined, JSON.stringify({ key }), { origin: server.url, "x-crm-procedure": "page" }),
      "readiness": () => server.get("/ready")
    }
    // The first one may take longer than a request may.
    await until("the first answer", async () => (await ask["a read"]()).status === 200 ? true : undefined)
    database.freeze()
    try {
      const answers = await Promise.all(Object.entries(ask).map(async ([name, send]) => {
        const began = performance.now()
        const { headers, status } = await send()
        return { name, status, retryAfter: headers.get("retry-after"), inTime: performance.now() - began < LIMIT_SECONDS * 1_000 + MARGIN_MILLIS }
      }))
      for (const { inTime, name, retryAfter, status } of answers) {
        assert.deepEqual({ name, status, inTime }, { name, status: 503, inTime: true })
        assert.isNotNull(retryAfter, name)
      }
      assert.equal((await server.get("/health")).status, 200)
    } finally {
      database.thaw()
    }
    await until("an answer", async () => (await ask["a read"]()).status === 200 ? true : undefined)
    await until("a write", async () => (await ask["a write"]()).status < 300 ? true : undefined)
  })
})
