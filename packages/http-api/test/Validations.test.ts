import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { request } from "node:http"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { DEALERSHIP, prospectBody as prospect, serve, type Server } from "./serving.ts"

setFlagsFromString("--expose-gc")
const collectGarbage = runInNewContext("gc") as () => void

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.stop())

const NDJSON = { "content-type": "application/x-ndjson" }

type Result = { readonly id: string | null; readonly verdict: string; readonly reasons: ReadonlyArray<{ readonly code: string }>; readonly faults?: ReadonlyArray<{ readonly pointer: string; readonly found: string }> }
const told = ({ id, reasons, verdict }: Result) => [id, verdict, reasons.map(({ code }) => code)]

describe("a batch", () => {
  it("is answered in its order, and what can't be read has its own result", async () => {
    const { json, status } = await server.call("POST", "/v1/validations/prospects", {
      body: {
        records: [
          prospect("V1"),
          { prospectId: "V2", phone: 3152483917 },
          "nonsense",
          null,
          prospect("V3", { phone: "3152483918", brandId: "B9" }),
          prospect("V1", { phone: "3152483919" }),
          prospect("V4", { phone: "+573104829175" })
        ]
      }
    })
    assert.strictEqual(status, 200)
    assert.deepStrictEqual(json.results.map(told), [
      ["V1", "valid", []],
      ["V2", "unreadable", []],
      [null, "unreadable", []],
      [null, "unreadable", []],
      ["V3", "invalid", ["brand-unknown"]],
      ["V1", "unreadable", []],
      ["V4", "invalid", ["duplicate"]]
    ])
    assert.deepStrictEqual(json.results[1].faults.map(({ found, pointer }: { readonly found: string; readonly pointer: string }) => [pointer, found]), [
      ["/createdAt", ""],
      ["/advisorId", ""],
      ["/branchId", ""],
      ["/brandId", ""],
      ["/phone", ""]
    ])
    assert.deepStrictEqual(json.results[5].faults[0].pointer, "/prospectId")
    assert.deepStrictEqual((await server.call("GET", "/v1/prospects/V1")).status, 404, "nothing is stored")
  })

  it("without context is judged by itself, against the directory", async () => {
    const { json } = await server.call("POST", "/v1/validations/prospects", { body: { records: [prospect("V4", { phone: "+573104829175" })], context: "none" } })
    assert.deepStrictEqual(json.results.map(told), [["V4", "valid", []]])
  })

  it("is judged by a directory that has just been changed", async () => {
    const ask = async (context: string) =>
      (await server.call("POST", "/v1/validations/prospects", { body: { records: [prospect("V9", { phone: "3152483999", branchId: "S-new" })], context } })).json.results.map(told)
    for (const context of ["none", "stored"]) assert.deepStrictEqual(await ask(context), [["V9", "invalid", ["branch-unknown"]]])
    await server.call("POST", "/v1/imports/branches", { body: "branch_id,name\nS-new,Sede nueva\n", headers: { "content-type": "text/csv" } })
    for (const context of ["none", "stored"]) assert.deepStrictEqual(await ask(context), [["V9", "valid", []]], context)
  })

  it("is judged as of the instant that it names", async () => {
    const { json } = await server.call("POST", "/v1/validations/prospects", { body: { records: [prospect("V1")], asOf: "2024-03-10" } })
    assert.deepStrictEqual(json.results.map(told), [["V1", "invalid", ["created-in-future", "consent-missing"]]])
  })

  it("of activities is judged by their prospects", async () => {
    const activity = { prospectId: "P1", advisorId: "A1", type: "call", status: "performed", performedAt: "2024-03-15T10:00:00-05:00", outcome: "interested", note: "Quedó en volver con su esposa el viernes" }
    const { json } = await server.call("POST", "/v1/validations/activities", {
      body: { records: [{ activityId: "W1", ...activity }, { activityId: "W2", ...activity, prospectId: "nobody" }, { activityId: "W3", ...activity, status: "gone" }] }
    })
    assert.deepStrictEqual(json.results.map(told), [["W1", "valid", []], ["W2", "invalid", ["prospect-unknown"]], ["W3", "unreadable", []]])
    assert.deepStrictEqual(json.results[2].faults, [{ pointer: "/status", found: "gone", expected: { es: "uno de: planeada (planned), realizada (performed), cancelada (cancelled)", en: "one of: planned, performed, cancelled" } }])
  })

  it("is refused as a whole only where it is no batch", async () => {
    for (const [body, pointer] of [[{}, "/records"], [{ records: {} }, "/records"], [[], "/records"], [{ records: [], context: "all" }, "/context"], [{ records: [], asOf: "ayer" }, "/asOf"]] as const) {
      const { json, status } = await server.call("POST", "/v1/validations/prospects", { body })
      assert.deepStrictEqual([status, json.errors[0].pointer], [422, pointer], JSON.stringify(body))
    }
    const limited = await serve({ limits: { records: 2 } })
    const { json, status } = await limited.call("POST", "/v1/validations/prospects", { body: { records: [1, 2, 3] } })
    assert.deepStrictEqual([status, json.errors[0].pointer], [413, "/records"])
    await limited.stop()
  })
})

describe("a stream", () => {
  const lines = (text: string): ReadonlyArray<Result> => text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line))

  /** The answer to pieces that are sent with pauses between them. */
  const answer = (pieces: ReadonlyArray<string>, pause: number) =>
    new Promise<string>((resolve, reject) => {
      let text = ""
      const sent = request(`${server.url}/v1/validations/prospects?context=none`, {
        method: "POST",
        headers: { authorization: `Bearer ${server.keys[DEALERSHIP]!["crm-assistant"]}`, ...NDJSON }
      }, (response) => response.setEncoding("utf8").on("data", (piece: string) => text += piece).on("end", () => resolve(text))).on("error", reject)
      void (async () => {
        for (const piece of pieces) {
          sent.write(piece)
          if (pause > 0) await new Promise((done) => setTimeout(done, pause))
        }
        sent.end()
      })()
    })

  it("is answered line by line, blank ones apart, with a mark in front or not", async () => {
    const body = `\uFEFF${JSON.stringify(prospect("V1"))}\n\n  \nno json\n${JSON.stringify(prospect("V2", { phone: "3152483918", interest: "" }))}\r\n[]\n${JSON.stringify(prospect("V3", { phone: "3152483919" }))}`
    const { headers, status, text } = await server.call("POST", "/v1/validations/prospects", { body, headers: NDJSON })
    assert.deepStrictEqual([status, headers.get("content-type")], [200, "application/x-ndjson"])
    assert.deepStrictEqual(lines(text).map(told), [["V1", "valid", []], [null, "unreadable", []], ["V2", "invalid", ["interest-missing"]], [null, "unreadable", []], ["V3", "valid", []]])
  })

  it("says what a batch says of records that come in time order", async () => {
    const records = Array.from({ length: 50 }, (_, place) => prospect(`V${place}`, { createdAt: new Date(Date.parse("2024-03-11T14:00:00Z") + place * 900_000).toISOString(), phone: `31524839${10 + place % 40}`, fullName: place % 7 === 0 ? "prueba" : "Dora Elena Ruiz" }))
    const batch = await server.call("POST", "/v1/validations/prospects", { body: { records } })
    const streamed = await server.call("POST", "/v1/validations/prospects", { body: records.map((one) => JSON.stringify(one)).join("\n"), headers: NDJSON })
    assert.deepStrictEqual(lines(streamed.text), batch.json.results)
  })

  it("is judged beside what came before, however it is cut and however long its sender waits", async () => {
    const at = (minute: number) => new Date(Date.parse("2024-03-11T14:00:00Z") + minute * 900_000).toISOString()
    const records = Array.from({ length: 12 }, (_, place) => prospect(`V${place}`, { phone: `31524839${10 + place % 6}`, createdAt: at(place) }))
    const body = records.map((one) => `${JSON.stringify(one)}\n`)
    const batch = await server.call("POST", "/v1/validations/prospects", { body: { records, context: "none" } })
    assert.deepStrictEqual(batch.json.results.map(told).slice(5, 8), [["V5", "valid", []], ["V6", "invalid", ["duplicate"]], ["V7", "invalid", ["duplicate"]]])
    const bytes = Array.from(Buffer.from(body.join("")), (byte) => String.fromCharCode(byte))
    for (const [pieces, pause] of [[[body.join("")], 0], [body, 0], [[body.slice(0, 5).join(""), body.slice(5, 8).join(""), body.slice(8).join("")], 700], [bytes, 0]] as const) {
      assert.deepStrictEqual(lines(await answer(pieces, pause)), batch.json.results)
    }
  })

  it("judges each record beside those before it and not beside later ones, whether its sender waits or not", async () => {
    const [late, early] = [prospect("V1", { createdAt: "2024-03-12T09:00:00-05:00" }), prospect("V2", { createdAt: "2024-03-11T09:00:00-05:00" })].map((one) => `${JSON.stringify(one)}\n`)
    const again = `${JSON.stringify(prospect("V3", { createdAt: "2024-03-13T09:00:00-05:00" }))}\n`
    const expected = [["V1", "valid", []], ["V2", "valid", []], ["V3", "invalid", ["duplicate"]]]
    for (const [pieces, pause] of [[[late! + early! + again], 0], [[late!, early!, again], 700]] as const) {
      assert.deepStrictEqual(lines(await answer(pieces, pause)).map(told), expected, `pause ${pause}`)
    }
  })

  it("finds what it repeats twenty thousand lines before, and tells when it remembers no more", async () => {
    const phone = (place: number) => `3${104_829_173 + place * 7}`
    const instant = (place: number) => new Date(Date.parse("2024-03-01T14:00:00Z") + place * 120_000).toISOString()
    const records = Array.from({ length: 21_000 }, (_, place) => prospect(`V${place}`, { phone: phone(place === 20_500 ? 100 : place), createdAt: instant(place), advisorId: "A1" }))
    const judged = async (server: Server) =>
      lines((await server.call("POST", "/v1/validations/prospects?context=none&asOf=2025-01-01", { body: records.map((one) => JSON.stringify(one)).join("\n"), headers: NDJSON })).text)
    const results = await judged(server)
    assert.lengthOf(results, 21_000)
    assert.deepStrictEqual(results.flatMap((result, place) => result.verdict === "valid" ? [] : [[place, ...told(result)]]), [[20_500, "V20500", "invalid", ["duplicate"]]])
    assert.isTrue(results.every((result) => !("forgottenLines" in result)))
    const forgetful = await serve({ limits: { rememberedLines: 5_000 } })
    const told5000 = await judged(forgetful)
    assert.deepStrictEqual([9_999, 10_000, 19_999, 20_000].map((place) => (told5000[place] as { readonly forgottenLines?: number }).forgottenLines), [undefined, 5_000, 5_000, 15_000])
    assert.strictEqual(told5000[20_500]!.verdict, "valid")
    await forgetful.stop()
  })

  it("of nothing is answered with nothing, and a bad instant is still a refusal", async () => {
    const empty = await server.call("POST", "/v1/validations/prospects", { body: "", headers: NDJSON })
    assert.deepStrictEqual([empty.status, empty.text], [200, ""])
    const refused = await server.call("POST", "/v1/validations/prospects?asOf=ayer", { body: "{}", headers: NDJSON })
    assert.deepStrictEqual([refused.status, refused.json.errors[0]?.in], [422, "query"])
  })

  it("has lines that are too long, or no UTF-8, as results of their own", async () => {
    const limited = await serve({ limits: { lineBytes: 2_000 } })
    const long = JSON.stringify(prospect("V2", { interest: "x".repeat(3_000) }))
    const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(prospect("V1"))}\n${long}\n`), Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]), Buffer.from(JSON.stringify(prospect("V3", { phone: "3152483919" })))])
    const { text } = await limited.call("POST", "/v1/validations/prospects", { body: bytes, headers: NDJSON })
    assert.deepStrictEqual(lines(text).map(told), [["V1", "valid", []], [null, "unreadable", []], [null, "unreadable", []], ["V3", "valid", []]])
    await limited.stop()
  })

  it("answers while it is still being sent", async () => {
    const answers: Array<string> = []
    const sent = request(`${server.url}/v1/validations/prospects`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.keys[DEALERSHIP]!["crm-assistant"]}`, ...NDJSON }
    })
    const firstAnswer = new Promise<void>((done, fail) => {
      sent.on("error", fail)
      sent.on("response", (response) => {
        response.setEncoding("utf8")
        response.on("data", (piece: string) => {
          answers.push(piece)
          done()
        })
        response.on("end", () => answers.push("end"))
      })
    })
    sent.write(`${JSON.stringify(prospect("V1"))}\n`)
    await firstAnswer
    assert.deepStrictEqual(lines(answers.join("")).map(told), [["V1", "valid", []]])
    sent.end(`${JSON.stringify(prospect("V2", { phone: "3152483918" }))}\n`)
    while (answers.at(-1) !== "end") await new Promise((done) => setTimeout(done, 5))
    assert.deepStrictEqual(lines(answers.slice(0, -1).join("")).map(told), [["V1", "valid", []], ["V2", "valid", []]])
  })

  it("of 200 000 lines is answered in memory that does not grow with it", async () => {
    const alone = await serve()
    const LINES = 200_000
    let produced = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        let piece = ""
        for (let line = 0; line < 200; line++) piece += `${JSON.stringify(prospect(`V${produced++}`, { phone: `31${String(50_000_000 + produced * 17 % 39_999_999).padStart(8, "0")}` }))}\n`
        controller.enqueue(new TextEncoder().encode(piece))
        if (produced >= LINES) controller.close()
      }
    })
    const response = await fetch(`${alone.url}/v1/validations/prospects`, {
      method: "POST",
      headers: { authorization: `Bearer ${alone.keys[DEALERSHIP]!["crm-assistant"]}`, ...NDJSON },
      body,
      duplex: "half"
    } as RequestInit)
    let answered = 0
    const afterLines: Array<number> = []
    for await (const piece of response.body!) {
      for (const byte of piece) if (byte === 10) answered++
      if (answered > 20_000 * (afterLines.length + 1)) {
        collectGarbage()
        afterLines.push(process.memoryUsage().heapUsed + process.memoryUsage().external)
      }
    }
    assert.strictEqual(answered, LINES)
    // Client and server share this process. They hold a few groups of lines, and the server what it remembers: after 40,000 lines it forgets.
    const [, forgetting = 0, ...later] = afterLines
    assert.isBelow(Math.max(...later) - forgetting, 32 * 1024 * 1024, afterLines.join(" "))
    await alone.stop()
  })
})
