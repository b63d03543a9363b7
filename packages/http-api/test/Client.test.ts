import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { createServer } from "node:http"
import * as Client from "../src/Client.ts"
import { DEALERSHIP, serve, type Server } from "./serving.ts"

const withClient = async <A, E>(
  body: (client: Client.Client, server: Server) => Effect.Effect<A, E, never>,
  options: Partial<Client.Options> = {}
): Promise<A> => {
  const server = await serve()
  try {
    const key = server.keys[DEALERSHIP]!["crm-assistant"]
    return await server.runtime.runPromise(Effect.flatMap(Client.make({ baseUrl: server.url, key, ...options }), (client) => body(client, server)))
  } finally {
    await server.stop()
  }
}

const record = { createdAt: "2024-03-11T09:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "B1", fullName: "Dora Elena Ruiz", phone: "3152483917" }

describe("the typed client", () => {
  it("asks and is answered by types, refusals among them", () =>
    withClient((client) =>
      Effect.gen(function*() {
        const me = yield* client.procedure.me()
        assert.deepStrictEqual([me.dealership, me.role], [DEALERSHIP, "crm-assistant"])
        const stored = yield* client.records.putProspect({ params: { id: "N1" }, headers: {}, payload: record })
        assert.deepStrictEqual([stored.body.id, stored.headers.etag], ["N1", "\"0\""])
        const read = yield* client.records.prospect({ params: { id: "N1" } })
        assert.strictEqual(read.body.fullName, record.fullName)
        const scorecard = yield* client.scorecards.scorecard({ params: { period: "2024-03" }, query: { by: "advisor" } })
        assert.deepStrictEqual(scorecard.groups.map(({ id }) => id), ["A1", "A2"])
        const page = yield* client.records.prospects({ query: { limit: 2 } })
        assert.strictEqual(page.items.length, 2)
        const missing = yield* Effect.flip(client.records.prospect({ params: { id: "nobody" } }))
        assert.strictEqual(missing._tag, "NotFound")
        const stale = yield* Effect.flip(client.records.putProspect({ params: { id: "N1" }, headers: { "if-match": "\"7\"" }, payload: record }))
        assert.strictEqual(stale._tag, "PreconditionFailed")
        const refused = yield* Effect.flip(client.goals.putGoals({ params: { period: "2024-03" }, headers: {}, payload: { goals: [{ advisorId: "", branchId: "S1", brandId: "B1", prospects: 1, activities: 1 }] } }))
        assert.strictEqual(refused._tag === "Invalid" && refused.errors?.[0]?.pointer, "/goals/0/advisorId")
      })))

  it("gets text, bytes, headers and the answer itself", () =>
    withClient((client) =>
      Effect.gen(function*() {
        assert.match(yield* client.procedure.document({ query: { format: "markdown" } }), /GC-PRO-05/)
        const form = yield* client.forms.form({ params: { form: "GC-FOR-06", period: "2024-03" }, query: { format: "json" } })
        assert.match((yield* Stream.runCollect(Stream.decodeText(form))).join(""), /"form":"GC-FOR-06"/)
        const [me, answer] = yield* client.procedure.me({ responseMode: "decoded-and-response" })
        assert.deepStrictEqual([me.role, answer.status], ["crm-assistant", 200])
        const missing = yield* client.records.prospect({ params: { id: "an id/with ñ" }, responseMode: "response-only" })
        assert.strictEqual(missing.status, 404)
        const csv = Stream.encodeText(Stream.make("brand_id,name,line\nB9,Nueve,cars\n"))
        const imported = yield* client.imports.import({ params: { kind: "brands" }, query: {}, headers: {}, payload: csv })
        assert.deepStrictEqual([imported.read, imported.added], [1, 1])
      })))

  it("fails with the status where an answer is no problem of the contract", async () => {
    const proxy = createServer((_, response) => response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>"))
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done))
    const baseUrl = `http://127.0.0.1:${(proxy.address() as { readonly port: number }).port}`
    const failure = await withClient((client) => Effect.flip(client.procedure.me()), { baseUrl, retries: 0 })
    assert.strictEqual(failure._tag === "HttpClientError" && failure.reason._tag, "StatusCodeError")
    await new Promise((done) => proxy.close(done).closeAllConnections())
  })

  it("is told in the language that it asks for", () =>
    withClient((client) =>
      Effect.gen(function*() {
        const missing = yield* Effect.flip(client.records.prospect({ params: { id: "nobody" } }))
        assert.strictEqual(missing._tag === "NotFound" && missing.detail, "There is no such thing, or it is not within your view.")
      }), { language: "en" }))

  it("judges a stream of records of any length", async () => {
    const server = await serve()
    const options = { baseUrl: server.url, key: server.keys[DEALERSHIP]!["crm-assistant"] }
    const records = Stream.map(Stream.range(1, 3_000), (place) => ({ prospectId: `N${place}`, ...record, phone: `31524${String(10_000 + place)}` }))
    const results = await server.runtime.runPromise(Stream.runCollect(Client.validations(options, { kind: "prospects", context: "none" }, records)))
    assert.strictEqual(results.length, 3_000)
    assert.deepStrictEqual(results.slice(0, 2).map(({ id }) => id), ["N1", "N2"])
    await server.stop()
  })

  it("sends a write again with the same key while it gets no answer or is asked to wait", async () => {
    const keys: Array<string | undefined> = []
    const flaky = createServer((request, response) => {
      keys.push(request.headers["idempotency-key"] as string | undefined)
      request.resume()
      if (keys.length === 1) return request.socket.destroy()
      if (keys.length === 2) return response.writeHead(503, { "retry-after": "0", "content-type": "application/problem+json" }).end("{}")
      if (keys.length === 3) return response.writeHead(409, { "retry-after": "0", "content-type": "application/problem+json" }).end("{}")
      return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ period: "2024-03", goals: [] }))
    })
    await new Promise<void>((done) => flaky.listen(0, "127.0.0.1", done))
    const baseUrl = `http://127.0.0.1:${(flaky.address() as { readonly port: number }).port}`
    await withClient((client) => client.goals.putGoals({ params: { period: "2024-03" }, headers: {}, payload: { goals: [] } }), { baseUrl })
    assert.strictEqual(keys.length, 4)
    assert.strictEqual(new Set(keys).size, 1)
    assert.match(keys[0] ?? "", /^[0-9a-f-]{36}$/)
    await new Promise((done) => flaky.close(done).closeAllConnections())
  })
})
