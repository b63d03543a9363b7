/** The server's end: in good order under load, and what it leaves behind for the next start. */
import { Records } from "@crm-procedure/core/register/Records"
import { ALWAYS } from "@crm-procedure/core/register/StoredVerdict"
import * as Pglite from "@crm-procedure/postgres/Pglite"
import * as Effect from "effect/Effect"
import { afterAll, assert, describe, it } from "vitest"
import { spawn } from "node:child_process"
import { readdirSync, writeFileSync } from "node:fs"
import { request } from "node:http"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { begin, command, environmentOf, freshDirectory, remove, until } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

const prospect = (number: number) => ({
  createdAt: "2024-03-05T10:00:00-05:00",
  advisorId: "A-001",
  branchId: "S-1",
  brandId: "B-1",
  fullName: "Marta Lucía Peña",
  phone: `300${String(1_234_567 + number)}`,
  source: "walk-in",
  interest: "Una moto"
})

/** An NDJSON validation whose lines are sent when one says so. */
const slowValidation = (server: ServerProcess, key: string) => {
  const { promise, reject, resolve } = Promise.withResolvers<{ readonly status: number; readonly lines: ReadonlyArray<string> }>()
  const sent = request(`${server.url}/v1/validations/prospects?context=none`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" }
  }, (answer) => {
    let text = ""
    answer.setEncoding("utf8").on("data", (piece: string) => text += piece)
    answer.on("end", () => resolve({ status: answer.statusCode ?? 0, lines: text.trim().split("\n") }))
    answer.on("error", reject)
  })
  sent.on("error", reject)
  let number = 0
  return {
    line: () => sent.write(`${JSON.stringify({ prospectId: `V-${++number}`, ...prospect(number) })}\n`),
    end: () => sent.end(),
    answer: promise
  }
}

const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis))

const directory = freshDirectory()
/** Without the demonstration, which takes a while to make. */
const EMPTY = { DEMO: "0" }
const keyOf = async (): Promise<string> => /crm_\S+/.exec((await command("keys.ts", ["make", "--dealership", "carrazos", "--role", "crm-assistant"], directory, EMPTY)).output)![0]
afterAll(() => remove(directory))

/** Marks the stored verdicts as judged by another release. */
const asOfAnotherRelease = (): Promise<void> =>
  Effect.runPromise(Effect.provide(
    Effect.gen(function*() {
      const records = yield* Records
      const judged = yield* records.judgedPeriods("carrazos")
      assert.isNotEmpty(judged)
      yield* records.change("carrazos", Effect.forEach(judged, ({ period }) => records.markJudged("carrazos", period, "another release", ALWAYS), { discard: true }))
    }),
    Pglite.layer({ dataDir: join(directory, "pglite") })
  ))

describe("a server that is told to stop", () => {
  it("takes no new connection, answers what is in flight, ends with 0, and has everything when it starts again", async () => {
    const server = await begin(directory, EMPTY)
    await server.ready()
    const key = await keyOf()
    const slow = slowValidation(server, key)
    slow.line()
    const acknowledged: Array<string> = []
    let isStopping = false
    const writer = async (first: number): Promise<void> => {
      for (let number = first; number < first + 1000; number++) {
        const id = `W-${number}`
        try {
          const answer = await server.send("PUT", `/v1/prospects/${id}`, key, JSON.stringify(prospect(number)))
          await answer.text()
          assert.isBelow(answer.status, 500, `${id} ${answer.status}`)
          if (answer.ok) acknowledged.push(id)
        } catch (error) {
          // A connection that was not taken any more: nothing was begun. A cut answer would be another error.
          assert.isTrue(isStopping, String(error))
          return
        }
      }
    }
    const writers = [0, 1000, 2000, 3000].map(writer)
    while (acknowledged.length < 20) await pause(20)
    isStopping = true
    const ended = server.end("SIGTERM")
    await pause(200)
    await Promise.all(writers)
    // The connection that has an answer to come is still there, and everything that comes on it is answered.
    slow.line()
    slow.line()
    await pause(100)
    assert.isNull(server.child.exitCode)
    const refused = await fetch(`${server.url}/health`).then(() => false, () => true)
    assert.isTrue(refused, "a new connection was taken")
    slow.end()
    const { lines, status } = await slow.answer
    assert.deepEqual([status, lines.length], [200, 3])
    assert.equal(await ended, 0)

    // The next start is that of another release: its verdicts are renewed before the first request is answered.
    await asOfAnotherRelease()
    const again = await begin(directory, EMPTY)
    await again.ready()
    assert.match(again.log(), /verdicts renewed[\s\S]*"message":"ready"/)
    for (const id of acknowledged) assert.equal((await again.get(`/v1/prospects/${id}`, key)).status, 200, id)
    assert.equal(await again.end("SIGINT"), 0)
  })

  it("waits no longer than it was told to", async () => {
    const server = await begin(directory, { ...EMPTY, GRACE_SECONDS: "1" })
    await server.ready()
    const slow = slowValidation(server, await keyOf())
    slow.answer.catch(() => {})
    slow.line()
    await pause(200)
    const began = performance.now()
    assert.equal(await server.end("SIGTERM"), 0)
    // By itself it waits for 20 s.
    assert.isBelow(performance.now() - began, 18_000)
    assert.match(server.log(), /requests were cut off/)
  })

  // Linux tells who started whom; elsewhere a signal has to reach the server itself.
  if (process.platform === "linux") {
    it("stops when pnpm is gone that started it, which passes no signal on", async () => {
      const start = fileURLToPath(new URL("../src/start.ts", import.meta.url))
      const script = join(directory, "pnpm")
      // As pnpm does: a shell that stays, and in it the server.
      writeFileSync(script, `require("node:child_process").spawn("sh", ["-c", ${JSON.stringify(`"${process.execPath}" "${start}"; exit $?`)}], { stdio: "inherit" })`)
      const pnpm = spawn(process.execPath, [script], { env: { ...environmentOf(directory, EMPTY), npm_lifecycle_event: "start" }, stdio: ["ignore", "pipe", "pipe"] })
      let output = ""
      let log = ""
      pnpm.stdout.on("data", (bytes) => output += String(bytes))
      pnpm.stderr.on("data", (bytes) => log += String(bytes))
      await until("ready", () => output.includes("Listo") ? true : undefined)
      pnpm.kill("SIGKILL")
      // Closed by the last one who had it: the server.
      await new Promise((resolve) => pnpm.stdout.once("close", resolve))
      assert.match(log, /stopping/)
      const again = await begin(directory, EMPTY)
      await again.ready()
      assert.equal(await again.end(), 0)
    })
  }

  it("leaves nothing half made behind when it is killed while it is preparing", async () => {
    const fresh = freshDirectory()
    const server = await begin(fresh)
    const isMaking = (): boolean => readdirSync(fresh).some((name) => name.startsWith("pglite-making-"))
    await until("the making", () => isMaking() ? true : undefined)
    await server.end("SIGKILL")
    assert.isTrue(isMaking())
    const again = await begin(fresh, { DEMO: "0" })
    await again.ready()
    assert.isFalse(isMaking())
    assert.equal(await again.end(), 0)
    remove(fresh)
  })

  it("stops at once while it is preparing", async () => {
    const fresh = freshDirectory()
    const server = await begin(fresh)
    assert.equal(await server.end("SIGTERM"), 0)
    assert.notInclude(server.output(), "Listo")
    remove(fresh)
  })
})
