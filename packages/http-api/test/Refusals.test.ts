/** Everything that a client may get wrong, by mistake or on purpose: each refused in one way, naming the place; nothing is a 5xx. */
import * as Records from "@crm-procedure/core/register/Records"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { connect } from "node:net"
import { gzipSync } from "node:zlib"
import * as Problem from "../src/Problem.ts"
import { type Answer, DEALERSHIP, OTHER, serve, type Server } from "./serving.ts"

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.stop())

const JSON_TYPE = { "content-type": "application/json" }

/** That an answer is a refusal of a kind, written as every refusal is. */
const mustBe = (answer: Answer, kind: Problem.Kind, note = "") => {
  const { status, type } = Problem.declarations[kind]
  assert.deepStrictEqual([answer.status, answer.json?.type, answer.json?.status], [status, type, status], `${note} ${answer.text.slice(0, 300)}`)
  assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/, note)
  assert.isNotEmpty(answer.json.title, note)
  assert.isNotEmpty(answer.json.detail, note)
}

describe("a refusal", () => {
  it("answers an unknown path, and a method that the path does not take", async () => {
    for (const path of ["/nothing", "/v1", "/v1/", "/v1/prospects/a/b", "/v1/imports/trucks", "/v1/forms/GC-FOR-99/2024-03", "//v1/me", "/V1/me", "/v1/Prospects/P1", "/v1/me;x=1"]) {
      mustBe(await server.call("GET", path.replace("/v1/imports/trucks", "/v1/nothing")), "NotFound", path)
    }
    mustBe(await server.call("POST", "/v1/imports/trucks", { body: "x", headers: { "content-type": "text/csv" } }), "NotFound")
    for (const [method, path, allow] of [["DELETE", "/v1/prospects/P1", "GET, PUT, HEAD"], ["PATCH", "/v1/me", "GET, HEAD"], ["GET", "/v1/people/search", "POST"], ["OPTIONS", "/v1/leads", "GET, HEAD"]] as const) {
      const answer = await server.call(method, path)
      mustBe(answer, "MethodNotAllowed", path)
      assert.sameMembers(answer.headers.get("allow")!.split(", "), allow.split(", "), path)
    }
    assert.strictEqual((await server.call("HEAD", "/v1/me")).status, 200)
  })

  it("comes in Spanish, or in English where that is asked for", async () => {
    const detail = async (language: string) => {
      const { headers, json } = await server.call("GET", "/v1/prospects/nobody", { headers: { "accept-language": language } })
      return [headers.get("content-language"), json.detail]
    }
    assert.deepStrictEqual(await detail(""), ["es", "No existe, o no está a su alcance."])
    assert.deepStrictEqual(await detail("en-US,es;q=0.5"), ["en", "There is no such thing, or it is not within your view."])
    assert.deepStrictEqual(await detail("de, en;q=0.3, es-CO;q=0.7"), ["es", "No existe, o no está a su alcance."])
    assert.deepStrictEqual((await detail("en;q=0, *"))[0], "es")
  })

  it("is of a body that can't be read: no JSON, no UTF-8, none", async () => {
    const put = (body: string | Uint8Array, headers: Record<string, string> = JSON_TYPE) => server.call("PUT", "/v1/goals/2024-03", { body, headers })
    for (const body of ["{", "{\"goals\":[}", "nonsense", "[1,2", new Uint8Array([0x7b, 0xff, 0x7d]), Buffer.from("{\"goals\":[]}", "utf16le")]) mustBe(await put(body), "BodyUnreadable", String(body))
    for (const body of ["", "   ", "null", "[]", "7", "\"x\"", "{}"]) mustBe(await put(body), "Invalid", body)
  })

  it("is of a media type, a coding or a charset that is not taken", async () => {
    const put = (headers: Record<string, string>, body: string | Uint8Array = "{\"goals\":[]}") => server.call("PUT", "/v1/goals/2024-03", { body, headers })
    mustBe(await put({ "content-type": "text/plain" }), "MediaTypeUnsupported")
    mustBe(await put({ "content-type": "application/x-www-form-urlencoded" }), "MediaTypeUnsupported")
    mustBe(await put({ "content-type": "multipart/form-data; boundary=x" }), "MediaTypeUnsupported")
    mustBe(await put({ "content-type": "application/json; charset=iso-8859-1" }), "MediaTypeUnsupported")
    mustBe(await put({ ...JSON_TYPE, "content-encoding": "gzip" }, gzipSync("{\"goals\":[]}")), "MediaTypeUnsupported")
    mustBe(await server.call("POST", "/v1/imports/prospects", { body: "x", headers: { "content-type": "application/pdf" } }), "MediaTypeUnsupported")
    assert.strictEqual((await put({ "content-type": "application/json; charset=UTF-8" })).status, 200)
  })

  it("is of a parameter that is not what the contract says, each with its place", async () => {
    const places = async (path: string) => {
      const answer = await server.call("GET", path)
      mustBe(answer, "Invalid", path)
      return answer.json.errors.map((fault: { readonly in: string; readonly pointer: string }) => `${fault.in} ${fault.pointer}`)
    }
    assert.deepStrictEqual(await places("/v1/scorecards/2024-13"), ["path /period"])
    assert.deepStrictEqual(await places("/v1/leads?limit=0&color=blue"), ["query /color", "query /limit"])
    assert.deepStrictEqual(await places("/v1/leads?asOf=2024-02-30"), ["query /asOf"])
    assert.deepStrictEqual(await places("/v1/scorecards/2024-03?by=advisor,advisor"), ["query /by"])
    assert.deepStrictEqual(await places("/v1/scorecards/2024-03?by=moon"), ["query /by"])
    assert.deepStrictEqual(await places("/v1/prospects?limit=1e3&verdict=maybe"), ["query /verdict"])
    assert.deepStrictEqual(await places("/v1/prospects?advisor=%00"), ["query "])
  })

  it("says what its place takes: the bounds of a number, the length of a text", async () => {
    const expected = async (path: string, body?: unknown) => {
      const answer = await server.call(body === undefined ? "GET" : "POST", path, body === undefined ? { headers: { "accept-language": "en" } } : { body: JSON.stringify(body), headers: { ...JSON_TYPE, "accept-language": "en" } })
      mustBe(answer, "Invalid", path)
      return answer.json.errors.map(({ detail }: { readonly detail: string }) => detail)
    }
    assert.deepStrictEqual(await expected("/v1/leads?limit=1001"), ["Expected a whole number from 1 to 1000."])
    assert.deepStrictEqual(await expected("/v1/search?q=x&limit=51"), ["Expected a whole number from 1 to 50."])
    assert.deepStrictEqual(await expected("/v1/search?q="), ["Expected a text of 1 to 64 characters."])
    assert.deepStrictEqual(await expected("/v1/trend?months=0"), ["Expected a whole number from 1 to 24."])
    assert.deepStrictEqual(await expected("/v1/periods/2024-03/snapshot?sequence=-1"), ["Expected a whole number of 0 or more."])
    assert.deepStrictEqual(await expected("/v1/scorecards/2024-13"), ["Expected a month from 1970 to 2199, like 2024-03."])
    assert.deepStrictEqual(await expected("/v1/verifications/next", { periods: ["2024-3"] }), ["Expected a month from 1970 to 2199, like 2024-03."])
    assert.deepStrictEqual(await expected("/v1/inbox-tokens", { name: " x", source: "google", googleKey: "short" }), [
      "Expected a name of 1 to 64 characters, without spaces at its ends.",
      "Expected 8 to 256 visible ASCII characters."
    ])
    assert.deepStrictEqual(await expected("/v1/appeals/x/decision", { decision: "granted", reason: "x".repeat(4_001) }), ["Expected a text of 4000 characters at most."])
  })

  it("is of a format that is not to be had", async () => {
    mustBe(await server.call("GET", "/v1/forms/GC-FOR-05/2024-03", { headers: { accept: "image/png" } }), "NotAcceptable")
    mustBe(await server.call("GET", "/v1/procedure/document", { headers: { accept: "application/pdf" } }), "NotAcceptable")
    for (const [accept, type] of [["text/html,*/*;q=0.8", "text/html"], ["text/csv", "text/csv"], ["*/*", "application/json"], ["application/json;q=0.1, text/*", "text/csv"]] as const) {
      assert.match((await server.call("GET", "/v1/forms/GC-FOR-05/2024-03", { headers: { accept } })).headers.get("content-type")!, new RegExp(`^${type}`), accept)
    }
  })
})

describe("limits", () => {
  it("of a body's size hold whether its length is announced or not", async () => {
    const limited = await serve({ limits: { bodyBytes: 10_000 } })
    const big = `{"goals":[],"x":"${"y".repeat(20_000)}"}`
    mustBe(await limited.call("PUT", "/v1/goals/2024-03", { body: big, headers: JSON_TYPE }), "BodyTooLarge")
    const response = await fetch(`${limited.url}/v1/goals/2024-03`, {
      method: "PUT",
      headers: { authorization: `Bearer ${limited.keys[DEALERSHIP]!["crm-assistant"]}`, ...JSON_TYPE },
      body: new ReadableStream({
        pull: (controller) => controller.enqueue(new TextEncoder().encode("y".repeat(1_000)))
      }),
      duplex: "half"
    } as RequestInit).catch(() => undefined)
    // The server answers before everything was sent, and closes: a client may see the one or the other.
    if (response !== undefined) assert.strictEqual(response.status, 413)
    assert.strictEqual((await limited.call("GET", "/v1/me")).status, 200)
    await limited.stop()
  })

  it("of requests hold for each key, and say when to come again", async () => {
    const limited = await serve({ limits: { requests: 3, requestWindowSeconds: 30 } })
    const statuses: Array<number> = []
    for (let request = 0; request < 5; request++) statuses.push((await limited.call("GET", "/v1/me")).status)
    assert.deepStrictEqual(statuses, [200, 200, 200, 429, 429])
    const refused = await limited.call("GET", "/v1/me")
    mustBe(refused, "TooManyRequests")
    assert.isAtLeast(Number(refused.headers.get("retry-after")), 1)
    assert.strictEqual((await limited.call("GET", "/v1/me", { role: "advisor" })).status, 200, "another key is another one")
    assert.strictEqual((await limited.call("GET", "/health")).status, 200)
    await limited.stop()
  })

  it("of time end what takes too long, and bodies that don't come", async () => {
    const stuck = Layer.effect(Records.Records, Effect.map(Records.Records, (port) => Records.Records.of({ ...port, directory: () => Effect.never }))).pipe(Layer.provide(Records.Records.layerMemory))
    const limited = await serve({ limits: { requestSeconds: 0.2, bodySeconds: 0.1 }, records: stuck, empty: true })
    const late = await limited.call("GET", "/v1/directory")
    mustBe(late, "Unavailable")
    assert.isNotNull(late.headers.get("retry-after"))
    const answer = await new Promise<string>((done) => {
      const socket = connect(Number(new URL(limited.url).port), "127.0.0.1")
      let text = ""
      socket.on("data", (piece) => {
        text += piece.toString()
      })
      socket.on("close", () => done(text))
      socket.write(`PUT /v1/goals/2024-03 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${limited.keys[DEALERSHIP]!["crm-assistant"]}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`)
      setTimeout(() => socket.destroy(), 2_000)
    })
    assert.match(answer, /^HTTP\/1.1 408 /)
    assert.match(answer, /body-too-slow/)
    await limited.stop()
  })

  it("while a dealership's verdicts are being prepared its requests are told when to come again, and those of the others are answered", async () => {
    const waiting = new Set([DEALERSHIP])
    const renewing = await serve({ preparation: (dealership) => Effect.sync(() => waiting.has(dealership) ? 7 : 0) })
    for (const [method, path, body] of [["GET", "/v1/leads?color=red", undefined], ["PUT", "/v1/goals/2024-03", { goals: [] }]] as const) {
      const answer = await renewing.call(method, path, { body })
      mustBe(answer, "Unavailable", path)
      assert.strictEqual(answer.headers.get("retry-after"), "7", path)
      assert.match(answer.json.detail, /se están preparando/)
    }
    assert.strictEqual((await renewing.call("GET", "/v1/leads?color=red", { dealership: OTHER })).status, 200)
    // Who has no key, or no right, learns nothing of it.
    mustBe(await renewing.call("GET", "/v1/leads", { key: "" }), "KeyMissing")
    mustBe(await renewing.call("GET", "/v1/audit", { role: "advisor" }), "BeyondRole")
    waiting.clear()
    assert.strictEqual((await renewing.call("GET", "/v1/leads?color=red")).status, 200)
    await renewing.stop()
  })

  it("while the records of some dealerships can't be reached the server is ready for the others", async () => {
    const away = new Set(["-"])
    const records = Layer.effect(Records.Records, Effect.map(Records.Records, (port) =>
      Records.Records.of({
        ...port,
        judgedPeriods: (dealership) =>
          away.has(dealership)
            ? Effect.fail(new Records.RecordsError({ operation: "any", reason: new Records.RecordsUnavailable({ detail: "connection refused" }) }))
            : port.judgedPeriods(dealership)
      }))).pipe(Layer.provide(Records.Records.layerMemory))
    const frail = await serve({ records })
    assert.strictEqual((await frail.call("GET", "/ready")).status, 200)
    for (const dealership of Object.keys(frail.keys)) away.add(dealership)
    mustBe(await frail.call("GET", "/ready"), "Unavailable")
    away.clear()
    assert.strictEqual((await frail.call("GET", "/ready")).status, 200)
    await frail.stop()
  })

  it("while the records can't be reached requests are told to wait, and are served again once they can", async () => {
    let isAway = false
    const away = <A>(effect: Effect.Effect<A, Records.RecordsError>): Effect.Effect<A, Records.RecordsError> =>
      Effect.suspend(() => isAway ? Effect.fail(new Records.RecordsError({ operation: "any", reason: new Records.RecordsUnavailable({ detail: "connection refused" }) })) : effect)
    const records = Layer.effect(Records.Records, Effect.map(Records.Records, (port) =>
      Records.Records.of({
        ...port,
        change: (dealership, effect) => Effect.andThen(away(Effect.void), port.change(dealership, effect)),
        atOneMoment: (dealership, effect) => Effect.andThen(away(Effect.void), port.atOneMoment(dealership, effect)),
        prospect: (...given) => away(port.prospect(...given)),
        directory: (...given) => away(port.directory(...given)),
        judgedPeriods: (...given) => away(port.judgedPeriods(...given))
      }))).pipe(Layer.provide(Records.Records.layerMemory))
    const frail = await serve({ records })
    const paths = ["/v1/prospects/P1", "/v1/scorecards/2024-03", "/v1/directory", "/ready"]
    isAway = true
    for (const path of paths) {
      const answer = await frail.call("GET", path)
      mustBe(answer, "Unavailable", path)
      assert.strictEqual(answer.headers.get("retry-after"), "5", path)
      assert.notInclude(answer.text, "connection refused")
    }
    mustBe(await frail.call("PUT", "/v1/goals/2024-03", { body: { goals: [] } }), "Unavailable")
    mustBe(await frail.call("POST", "/v1/validations/prospects", { body: "{}\n", headers: { "content-type": "application/x-ndjson" } }).then((answer) => answer.status === 200 ? frail.call("GET", "/ready") : answer), "Unavailable")
    assert.strictEqual((await frail.call("GET", "/health")).status, 200)
    isAway = false
    for (const path of paths) assert.strictEqual((await frail.call("GET", path)).status, 200, path)
    await frail.stop()
  })
})

describe("what is sent on purpose", () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000)
  const hostile: ReadonlyArray<readonly [name: string, value: string]> = [
    ["deep JSON", deep],
    ["deep objects", "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)],
    ["huge numbers", "{\"records\":[{\"prospectId\":1e400,\"durationSeconds\":99999999999999999999}],\"limit\":1e999}"],
    ["NUL", "{\"records\":[{\"prospectId\":\"a\\u0000b\",\"advisorId\":\"\\u0000\"}],\"outcome\":\"attended\",\"reason\":\"\\u0000\",\"advisorId\":\"\\u0000\",\"phone\":\"\\u0000\",\"url\":\"https://a.b\\u0000\",\"seed\":\"\\u0000\",\"comment\":\"\\u0000\"}"],
    ["lone surrogates", "{\"records\":[{\"prospectId\":\"\\ud800\"}],\"reason\":\"\\udc00\",\"outcome\":\"attended\",\"comment\":\"\\ud800\",\"advisorId\":\"\\ud800\",\"email\":\"\\ud800@x.co\",\"seed\":\"\\ud800\",\"agentId\":\"\\ud800\",\"callId\":\"\\ud800\"}"],
    ["a prototype", "{\"__proto__\":{\"records\":[]},\"constructor\":{\"prototype\":{}},\"records\":[{\"__proto__\":{\"prospectId\":\"x\"}}]}"],
    ["a field of 9 MB", `{"records":[{"prospectId":"x","note":"${"ñ".repeat(4_700_000)}"}],"reason":"x"}`],
    ["many keys", `{${Array.from({ length: 50_000 }, (_, key) => `"k${key}":${key}`).join(",")}}`],
    ["arrays for texts", "{\"records\":[[[[]]]],\"reason\":[],\"url\":[],\"events\":\"x\",\"seed\":{},\"phone\":[\"x\"],\"goals\":[[],{},null,1],\"parameters\":[],\"thresholds\":{\"prospecting\":{\"yellow\":\"a\"}}}"],
    ["policies that are none", "{\"thresholds\":{\"prospecting\":{\"yellow\":-1e308,\"green\":1e308}},\"rules\":{\"prospect\":{\"nope\":\"off\"}},\"parameters\":{\"sources\":[[[]]],\"timeZone\":\"Mars/Olympus\",\"businessHours\":{\"monday\":[\"99:99\"]},\"duplicateWindowDays\":-1,\"unknown\":1}}"],
    ["SQL and scripts", "{\"records\":[{\"prospectId\":\"'; DROP TABLE prospects; --\"}],\"reason\":\"<script>alert(1)</script>\",\"advisorId\":\"' OR 1=1\"}"],
    ["duplicate keys", "{\"records\":[],\"records\":[{}],\"outcome\":\"x\",\"outcome\":\"attended\"}"]
  ]
  const targets: ReadonlyArray<readonly [method: string, path: string]> = [
    ["POST", "/v1/validations/prospects"],
    ["POST", "/v1/validations/activities"],
    ["PUT", "/v1/prospects/X1"],
    ["PUT", "/v1/activities/X1"],
    ["PUT", "/v1/goals/2024-05"],
    ["POST", "/v1/what-if/2024-03"],
    ["PUT", "/v1/leads/P1/assignment"],
    ["POST", "/v1/verifications/2024-03/sample"],
    ["POST", "/v1/verifications/next"],
    ["POST", "/v1/verifications/P1/attempts"],
    ["POST", "/v1/verifications/P1/reopening"],
    ["POST", "/v1/periods/2024-01/close"],
    ["POST", "/v1/people/search"],
    ["POST", "/v1/people/export"],
    ["POST", "/v1/people/erasure"],
    ["POST", "/v1/webhooks"]
  ]
  for (const [name, body] of hostile) {
    it(`${name}: no 5xx anywhere, and every refusal names the place`, async () => {
      for (const [method, path] of targets) {
        const answer = await server.call(method, path, { body, headers: JSON_TYPE })
        assert.isBelow(answer.status, 500, `${method} ${path} ${answer.text.slice(0, 300)}`)
        if (answer.status < 400) continue
        assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/, path)
        if (answer.status === 422) assert.isNotEmpty(answer.json.errors, path)
        assert.isBelow(answer.text.length, 100_000, path)
      }
      for (const type of ["application/x-ndjson", "text/csv", "application/xml"]) {
        const answer = await server.call("POST", "/v1/imports/prospects", { body, headers: { "content-type": type } })
        assert.isBelow(answer.status, 500, `${type} ${answer.text.slice(0, 300)}`)
      }
      const streamed = await server.call("POST", "/v1/validations/prospects", { body: `${body}\n{}\n`, headers: { "content-type": "application/x-ndjson" } })
      assert.strictEqual(streamed.status, 200)
      assert.strictEqual(streamed.text.trim().split("\n").length, 2)
    })
  }

  it("bombs of compression and of entities are refused unopened", async () => {
    const zeros = gzipSync(Buffer.alloc(50_000_000))
    mustBe(await server.call("POST", "/v1/validations/prospects", { body: zeros, headers: { ...JSON_TYPE, "content-encoding": "gzip" } }), "MediaTypeUnsupported")
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, level) => `<!ENTITY b${level} "${"&a;".repeat(20)}">`).join("")}]><adf>&b19;</adf>`
    mustBe(await server.call("POST", "/v1/imports/prospects", { body: laughs, headers: { "content-type": "application/xml" } }), "Invalid")
  })

  it("URLs and headers of every kind lead to no 5xx", async () => {
    const paths = [
      "/v1/prospects/%", "/v1/prospects/%E0%A4%A", "/v1/prospects/%ED%A0%80", "/v1/prospects/%00", "/v1/prospects/..%2f..%2fetc%2fpasswd", `/v1/prospects/${"x".repeat(7_000)}`,
      `/v1/prospects?cursor=${"A".repeat(6_000)}`, "/v1/prospects?limit=NaN", "/v1/prospects?limit=1&limit=2", "/v1/prospects?period[]=1", "/v1/leads?asOf=9999-12-31", "/v1/leads?asOf=0001-01-01",
      "/v1/scorecards/0000-01", "/v1/scorecards/9999-12", "/v1/scorecards/0001-01?by=line", "/v1/compliance/9999-12?asOf=0001-01-01", "/v1/forms/GC-FOR-21/0001-01", "/v1/procedure?period=0000-12",
      "/v1/periods/9999-12/snapshot", "/v1/verifications/0001-01/results", "/v1/webhooks/x/deliveries?cursor=WzFd", "/v1/goals/0000-01", "/?a=b", "/v1/me?x=%ff%fe", "/v1/people/search?phone=1"
    ]
    for (const path of paths) assert.isBelow((await server.call("GET", path)).status, 500, path)
    const headers: ReadonlyArray<Record<string, string>> = [
      { "idempotency-key": "x".repeat(300) },
      { "if-match": "\"".repeat(1_000) },
      { "accept-language": ",;q=;=,".repeat(500) },
      { accept: "a/b;q=x,".repeat(500) },
      { authorization: "Bearer" },
      { authorization: `Bearer ${"x".repeat(5_000)}` },
      { authorization: "Basic eDp5" },
      { cookie: "=;=;a=b;".repeat(300) }
    ]
    for (const header of headers) {
      for (const [method, path] of [["GET", "/v1/me"], ["PUT", "/v1/prospects/X2"], ["GET", "/v1/forms/GC-FOR-05/2024-03"]] as const) {
        const { status } = await server.call(method, path, { headers: header, ...(method === "PUT" ? { body: {} } : {}) })
        assert.isBelow(status, 500, JSON.stringify(header).slice(0, 100))
      }
    }
  })

  it("dates at the ends of time are judged or refused", async () => {
    for (const at of ["0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999-05:00", "1914-11-23T00:00:00"]) {
      const prospect = { createdAt: at, advisorId: "A1", branchId: "S1", brandId: "B1", consentAt: at, assignedAt: at, stage: "won", stageAt: at, source: "web", phone: "3152483917" }
      const activity = { prospectId: "E1", advisorId: "A1", type: "call", status: "performed", performedAt: at, recordedAt: at, nextActionAt: at, note: "x" }
      for (const [path, body] of [
        ["/v1/prospects/E1", prospect],
        ["/v1/activities/E1", activity],
        ["/v1/leads/P1/assignment", { advisorId: "A1", assignedAt: at }]
      ] as const) assert.isBelow((await server.call("PUT", path, { body })).status, 500, `${path} ${at}`)
      for (const path of ["/v1/prospects/E1", "/v1/activities/E1", "/v1/leads", "/v1/compliance/2024-03", "/v1/scorecards/2024-03"]) {
        const { status, text } = await server.call("GET", path)
        assert.strictEqual(status, 200, `${path} ${at} ${text}`)
      }
      for (const [kind, records] of [["prospects", [{ prospectId: "E2", ...prospect }]], ["activities", [{ activityId: "E2", ...activity }]]] as const) {
        assert.isBelow((await server.call("POST", `/v1/validations/${kind}`, { body: { records, asOf: at } })).status, 500, at)
        assert.strictEqual((await server.call("POST", `/v1/validations/${kind}`, { body: { records } })).status, 200, at)
      }
    }
  })

  it("goals beyond the exact integers are shown as they come", async () => {
    const most = Number.MAX_SAFE_INTEGER
    const goals = ["A1", "A2"].map((advisorId) => ({ advisorId, branchId: "S1", brandId: "B1", prospects: most, activities: most }))
    assert.strictEqual((await server.call("PUT", "/v1/goals/2024-03", { body: { goals } })).status, 200)
    for (const path of ["/v1/scorecards/2024-03", "/v1/scorecards/2024-03?by=advisor", "/v1/compliance/2024-03"]) {
      const { status, text } = await server.call("GET", path)
      assert.strictEqual(status, 200, `${path} ${text}`)
    }
    assert.strictEqual((await server.call("POST", "/v1/what-if/2024-03", { body: {} })).status, 200)
  })

  it("logs no unexpected error", () => {
    assert.deepStrictEqual(server.logged, [])
  })
})
