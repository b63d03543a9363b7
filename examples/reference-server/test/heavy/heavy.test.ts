/** Heavy requests beside others: bounded, stopped, and without blocking the main thread. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as DemonstrationMonth from "@crm-procedure/testing/DemonstrationMonth"
import { readdirSync, readFileSync } from "node:fs"
import { begin, freshDirectory, remove, until } from "../serverProcess.ts"
import type { ServerProcess } from "../serverProcess.ts"

const directory = freshDirectory()
const form = "/v1/forms/GC-FOR-05/2024-03?format=xlsx"
/** What a person's other requests ask for. */
const light = ["/v1/scorecards/2024-03?by=advisor", "/v1/leads?color=red", "/v1/me", "/v1/periods"]
/** The main thread may be busy for so long at a stretch. */
const MOST_MILLIS = 50

let server: ServerProcess
let key: string
/** The key of another person, who only reads. */
let reader: string

/** The longest stretch of the main thread's own work since the last call. */
const busy = async (): Promise<number> => {
  const from = server.log().length
  server.child.kill("SIGUSR2")
  return until("the longest stretch", () => {
    const found = /busy at a stretch: ([\d.]+) ms/.exec(server.log().slice(from))
    return found === null ? undefined : Number(found[1])
  })
}

const importOf = (file: string, seed: number): string => [...[...DemonstrationMonth.files({ seed, period: "2024-02" })].find(({ name }) => name === file)!.chunks].join("")

const linesOf = (count: number): string =>
  Array.from({ length: count }, (_, number) => `${JSON.stringify({
    prospectId: `N${number}`, createdAt: "2024-03-05T10:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "M1", fullName: "Luz Marina Peña", phone: `310${1_000_000 + number}`, source: "web", stage: "open"
  })}\n`).join("")

beforeAll(async () => {
  server = await begin(directory, {
    JUDGING_THREADS: "2",
    WAITING_REQUESTS: "2",
    NODE_OPTIONS: `--import ${new URL("./loopDelay.ts", import.meta.url).href}`
  })
  await server.ready()
  key = await until("the keys", () => server.keys()["crm-assistant"])
  reader = await until("the keys", () => server.keys()["general-manager"])
})
afterAll(async () => {
  await server.end()
  remove(directory)
})

describe("heavy requests", () => {
  it.runIf(process.platform === "linux")("one after the other take one thread", async () => {
    for (let number = 0; number < 5; number++) {
      for (const path of [form, `/v1/periods/2024-03/closing?asOf=2024-03-2${number}T10:00:00-05:00`]) await (await server.get(path.replace("+", "%2B"), key)).arrayBuffer()
    }
    const tasks = `/proc/${server.child.pid}/task`
    assert.lengthOf(readdirSync(tasks).filter((task) => readFileSync(`${tasks}/${task}/comm`, "utf8").trim() === "JudgingThread"), 1)
  })

  it("are refused with Retry-After when too many wait, and answered otherwise", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => server.get(form, key)))
    const refused = answers.filter(({ status }) => status === 503)
    assert.isAbove(refused.length, 0)
    assert.equal(answers.filter(({ status }) => status === 200).length, answers.length - refused.length)
    for (const { headers } of refused) assert.isNotNull(headers.get("retry-after"))
    await Promise.all(answers.map((answer) => answer.arrayBuffer()))
  })

  it("give their thread back when their clients go away", async () => {
    for (let round = 0; round < 4; round++) {
      const gone = new AbortController()
      const asked = Array.from({ length: 2 }, () => fetch(server.url + form, { headers: { authorization: `Bearer ${key}` }, signal: gone.signal }))
      setTimeout(() => gone.abort(), 20 * round)
      await Promise.allSettled(asked)
    }
    await until("an answer", async () => {
      const answer = await server.get(form, key)
      await answer.arrayBuffer()
      return answer.status === 200 ? true : undefined
    })
  })

  it("refuse what the contract refuses", async () => {
    const answer = await server.get("/v1/scorecards/2024-03?by=advisor,advisor&asOf=2024-04-01", key, { "accept-language": "en" })
    assert.equal(answer.status, 422)
    assert.equal(answer.headers.get("content-type"), "application/problem+json")
    assert.equal(((await answer.json()) as { readonly errors: ReadonlyArray<{ readonly pointer: string }> }).errors[0]!.pointer, "/by")
  })

  it("leave the main thread free: no stretch of its own work is longer than 50 ms, beside an import, forms, a what-if, a closing preview, validations and an erasure", async () => {
    // What runs for the first time is compiled while it runs.
    for (const path of [form, ...light]) await (await server.get(path, key)).arrayBuffer()
    await busy()
    let isOver = false
    const reading = (async () => {
      while (!isOver) {
        for (const path of light) {
          const { headers, status } = await server.get(path, reader)
          // A fast machine asks more than one key may.
          if (status === 429) await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(headers.get("retry-after"))))
          else assert.equal(status, 200)
        }
      }
    })()
    const imported = await Promise.all([
      server.send("POST", "/v1/imports/prospects", key, importOf("prospects.csv", 9), { "content-type": "text/csv" }),
      server.get(form, key).then((answer) => answer.arrayBuffer())
    ])
    assert.equal(imported[0].status, 200)
    const judged = await Promise.all([
      server.send("POST", "/v1/what-if/2024-03", key, JSON.stringify({ parameters: { duplicateWindowDays: 60 } })),
      server.get("/v1/periods/2024-03/closing?asOf=2024-04-01", key)
    ])
    assert.deepEqual(judged.map(({ status }) => status), [200, 200])
    // Lines whose number is not told are judged in the main thread; they may come one by one for hours.
    for (const body of [linesOf(8_000), ReadableStream.from([new TextEncoder().encode(linesOf(4_000))])]) {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" }
      const answer = await fetch(`${server.url}/v1/validations/prospects`, { method: "POST", headers, body, duplex: "half" } as RequestInit)
      assert.equal((await answer.text()).split("\n").length - 1, typeof body === "string" ? 8_000 : 4_000)
    }
    assert.equal((await server.send("POST", "/v1/people/erasure", key, JSON.stringify({ phone: "3001234567" }))).status, 200)
    isOver = true
    await reading
    const longest = await busy()
    assert.isBelow(longest, MOST_MILLIS)
  })
})
