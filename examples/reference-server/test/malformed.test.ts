/** What is no request, sent to the door byte by byte: every refusal is written as the contract's are. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { connect } from "node:net"
import * as Door from "../src/starting/Door.ts"

let door: Door.Door
beforeAll(async () => {
  door = await Door.open("127.0.0.1", 0)
  door.admit((request, response) => {
    request.resume()
    if (request.url === "/slow") response.write("begun")
    else response.end("fine")
  })
})
afterAll(() => door.close(0))

/** Everything that comes back before the connection ends. */
const sent = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = ""
    const socket = connect(door.port, "127.0.0.1", () => socket.write(bytes, "latin1"))
    socket.setEncoding("utf8").on("data", (text: string) => answer += text).on("close", () => resolve(answer)).on("error", reject)
  })

const problemOf = (answer: string) => {
  const [head, body] = answer.split("\r\n\r\n") as [string, string]
  assert.match(head, /^content-type: application\/problem\+json$/im)
  assert.match(head, /^connection: close$/im)
  assert.match(head, new RegExp(`^content-length: ${Buffer.byteLength(body)}$`, "im"))
  const problem = JSON.parse(body) as { readonly type: string; readonly title: string; readonly status: number; readonly detail: string }
  assert.equal(Number(/^HTTP\/1\.1 (\d+)/.exec(head)![1]), problem.status)
  assert.isNotEmpty(problem.title)
  assert.isNotEmpty(problem.detail)
  return problem
}

const HOST = "Host: localhost\r\n"

describe("bytes that are no request", () => {
  it("are refused with a problem document, and the connection ends", async () => {
    for (const [bytes, status] of [
      ["FOO / HTTP/1.1\r\n\r\n", 400],
      ["nonsense\r\n\r\n", 400],
      ["GET /\xc3\xb1 HTTP/1.1\r\n" + HOST + "\x00\r\n\r\n", 400],
      ["POST / HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc", 400],
      ["GET / HTTP/1.1\r\n" + HOST + "X-Long: " + "x".repeat(20_000) + "\r\n\r\n", 431],
      ["GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n", 431],
      ["GET / HTTP/1.1\r\n\r\n", 400],
      ["GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n", 400],
      ["CONNECT somewhere:443 HTTP/1.1\r\n" + HOST + "\r\n", 405],
      ["POST / HTTP/1.1\r\n" + HOST + "Expect: 200-maybe\r\nContent-Length: 0\r\n\r\n", 417]
    ] as const) assert.equal(problemOf(await sent(bytes)).status, status, bytes.slice(0, 60))
  })

  it("after an answer that has begun break it off, rather than being taken for its end", async () => {
    const answer = await sent("POST /slow HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\nnonsense\r\n")
    assert.match(answer, /begun/)
    assert.notMatch(answer, /problem\+json/)
  })

  it("harm no other client", async () => {
    await Promise.all([sent("nonsense\r\n\r\n"), sent("nonsense\r\n\r\n")])
    assert.match(await sent("GET / HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n"), /fine$/)
    assert.match(await sent("GET / HTTP/1.0\r\n\r\n"), /fine$/)
  })
})
