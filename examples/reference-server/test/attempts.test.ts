import { once } from "node:events"
import { connect } from "node:net"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { begin, command, freshDirectory, remove } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

const LIMIT = 20
const wrong = (number: number): string => `crm_${String(number).padStart(43, "A")}`

let server: ServerProcess
let key: string
const directory = freshDirectory()
beforeAll(async () => {
  server = await begin(directory, { DEMO: "0", LIMIT_WRONG_KEYS: String(LIMIT), LIMIT_REQUEST_WINDOW_SECONDS: "3600" })
  await server.ready()
  key = /crm_\S+/.exec((await command("keys.ts", ["make", "--dealership", "carrazos", "--role", "crm-assistant"], directory, { DEMO: "0" })).output)![0]
})
afterAll(async () => {
  await server.end()
  remove(directory)
})

/** Sends the beginning of a request, and answers what came and whether the server ended the connection. */
const unfinished = async (head: ReadonlyArray<string>): Promise<string> => {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1")
  let answer = ""
  socket.on("data", (bytes) => answer += String(bytes)).on("error", () => {})
  socket.write([...head, `host: ${new URL(server.url).host}`, "content-type: application/json", "content-length: 200", "", "{\"key\":"].join("\r\n"))
  await once(socket, "close")
  return answer
}

describe("a client without a key", () => {
  it("can't hold a connection with a body that does not end", async () => {
    const page = [`origin: ${server.url}`, "x-crm-procedure: page"]
    const answers = await Promise.all([
      unfinished(["POST /v1/session HTTP/1.1", ...page]),
      unfinished(["POST /v1/session HTTP/1.1"]),
      unfinished(["POST /v1/validations/prospects HTTP/1.1"]),
      unfinished(["POST /nowhere HTTP/1.1"])
    ])
    assert.deepEqual(answers.map((answer) => answer.slice(0, 12)), ["HTTP/1.1 408", "HTTP/1.1 403", "HTTP/1.1 401", "HTTP/1.1 404"])
  })

  it("meets a limit for wrong keys, which a valid key passes", async () => {
    const statuses: Array<number> = []
    for (let number = 0; number < 2 * LIMIT; number++) statuses.push((await server.get("/v1/me", wrong(number))).status)
    assert.deepEqual(statuses, Array.from({ length: 2 * LIMIT }, (_, number) => number < LIMIT ? 401 : 429))
    const refused = await server.get("/v1/me", wrong(0))
    assert.isAtLeast(Number(refused.headers.get("retry-after")), 1)
    assert.equal((await server.get("/v1/me")).status, 401)
    assert.equal((await server.get("/v1/me", key)).status, 200)
  })

  it("meets a limit for sign-ins, which a valid key passes", async () => {
    const page = { origin: server.url, "x-crm-procedure": "page" }
    const signIn = (key: string) => server.send("POST", "/v1/session", undefined, JSON.stringify({ key }), page)
    const statuses: Array<number> = []
    for (let number = 0; number < 2 * LIMIT; number++) statuses.push((await signIn(wrong(number))).status)
    assert.deepEqual(statuses, Array.from({ length: 2 * LIMIT }, (_, number) => number < LIMIT ? 401 : 429))
    assert.isAtLeast(Number((await signIn(wrong(0))).headers.get("retry-after")), 1)
    assert.equal((await signIn(key)).status, 204)
  })
})
