import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import { Records } from "@crm-procedure/core/register/Records"
import type * as Access from "@crm-procedure/core/records/Access"
import type * as HeavyWork from "@crm-procedure/http-api/access/HeavyWork"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { beforeEach, describe, expect, it, vi } from "vitest"
import * as AnswerCache from "../../src/heavy/AnswerCache.ts"

const assistant: Access.Identity = { dealership: "norte", role: "crm-assistant", employeeId: "R1" }
const path = "/v1/scorecards/2024-03?by=advisor&asOf=2024-04-01"
const goal = { period: "2024-03", advisorId: "A1", branchId: "S1", brandId: "M1", prospects: 40, activities: 120 }

let services: Context.Context<Records | CrmProcedure>
let asked: Array<string>
let status: number

/** Answers with the number of questions so far; a path with "form" as a stream. */
const answer: HeavyWork.Answer = ({ request }) =>
  Effect.sync(() => {
    asked.push(request.url)
    const body = new TextEncoder().encode(`${asked.length} ${request.url}`.padEnd(200))
    return request.url.includes("form")
      ? HttpServerResponse.stream(Stream.fromIterable([body.subarray(0, 100), body.subarray(100)]), { contentType: "text/html" })
      : HttpServerResponse.uint8Array(body, { status, contentType: "application/json", headers: { vary: "Accept" } })
  }).pipe(Effect.delay("5 millis"))

const caching = (bytes = 10_000) => {
  const keep = AnswerCache.make({ bytes }, Context.get(services, Records))
  return (url: string, identity = assistant, headers: Readonly<Record<string, string>> = {}, method = "GET", isRepeated = false) =>
    Effect.runPromise(Effect.scoped(Effect.gen(function*() {
      const request = HttpServerRequest.fromWeb(new Request(`http://server${url}`, { headers, method }))
      const admitted = { caller: { keyId: "k", identity }, request, isStreaming: false, isRepeated }
      const response = yield* keep(admitted, answer(admitted))
      const web = HttpServerResponse.toWeb(response)
      return { text: yield* Effect.promise(() => web.text()), type: web.headers.get("content-type"), vary: web.headers.get("vary"), status: web.status }
    })))
}

beforeEach(async () => {
  asked = []
  status = 200
  services = await Effect.runPromise(Effect.scoped(Layer.build(CrmProcedure.layer().pipe(Layer.provideMerge(Layer.fresh(Records.layerMemory))))))
})

describe("kept answers", () => {
  it("answer the same question again until the dealership's next change", async () => {
    const ask = caching()
    const first = await ask(path)
    expect(await ask(path)).toEqual(first)
    expect(asked.length).toBe(1)
    await Effect.runPromise(Context.get(services, CrmProcedure).setGoals("sur", "2024-03", [goal]))
    await ask(path)
    expect(asked.length).toBe(1)
    await Effect.runPromise(Context.get(services, CrmProcedure).setGoals("norte", "2024-03", [goal]))
    expect((await ask(path)).text).not.toBe(first.text)
    expect(asked.length).toBe(2)
  })

  it("keep an answer that is streamed, when it has passed", async () => {
    const ask = caching()
    const form = "/v1/forms/GC-FOR-05/2024-03?asOf=2024-04-01"
    const first = await ask(form)
    expect(first.type).toBe("text/html")
    expect(await ask(form)).toEqual(first)
    expect(asked.length).toBe(1)
  })

  it("are for the same reader, language, format and question only", async () => {
    const ask = caching()
    await ask(path)
    // A colleague who sees the whole dealership in the same role gets the same answer, and an advisor his own.
    await ask(path, { ...assistant, employeeId: "R2" })
    await ask(path, { ...assistant, role: "general-manager" })
    await ask(path, { ...assistant, role: "advisor", employeeId: "A1" })
    await ask(path, { ...assistant, role: "advisor", employeeId: "A2" })
    await ask(path, { ...assistant, dealership: "sur" })
    await ask(path, assistant, { "accept-language": "en" })
    await ask(path, assistant, { accept: "text/csv" })
    await ask(`${path}-05:00`)
    expect(asked.length).toBe(8)
  })

  it("are made once for equal questions that come at once", async () => {
    const ask = caching()
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(path)))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(asked.length).toBe(1)
  })

  it("are neither refusals, nor answers as of now, nor those to what writes", async () => {
    const ask = caching()
    for (let round = 0; round < 2; round++) {
      await ask("/v1/compliance/2024-03")
      await ask(path, assistant, {}, "POST")
    }
    status = 422
    await ask(path)
    await ask(path)
    expect(asked.length).toBe(6)
  })

  it("are used again for a second where many ask as of now, unless something was written", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_700_000_000_100 })
    try {
      const ask = caching()
      const now = () => ask("/v1/leads?color=red", assistant, {}, "GET", true)
      const first = await now()
      vi.setSystemTime(1_700_000_000_999)
      expect(await now()).toEqual(first)
      await Effect.runPromise(Context.get(services, CrmProcedure).setGoals("norte", "2024-03", [goal]))
      const second = await now()
      expect(second.text).not.toBe(first.text)
      vi.setSystemTime(1_700_000_001_000)
      expect((await now()).text).not.toBe(second.text)
      expect(asked.length).toBe(3)
    } finally {
      vi.useRealTimers()
    }
  })

  it("take no more memory than they may", async () => {
    const ask = caching(1_000)
    for (let number = 0; number < 6; number++) await ask(`${path}&n=${number}`)
    await ask(`${path}&n=5`)
    expect(asked.length).toBe(6)
    await ask(`${path}&n=0`)
    expect(asked.length).toBe(7)
  })
})
