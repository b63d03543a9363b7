/** No name, phone, e-mail, document or key is in anything that a server writes down or sends out about a whole day's work. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { once } from "node:events"
import { createServer } from "node:http"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { begin, command, freshDirectory, remove, until } from "./serverProcess.ts"
import type { ServerProcess } from "./serverProcess.ts"

const person = { fullName: "Zunilda Quintanilla Restrepo", phone: "3155550142", email: "zunilda.quintanilla@example.org", documentNumber: "52987654" }

/** As they were typed, and in any form that they may be brought to. */
const traces: ReadonlyArray<RegExp> = [/zunilda/i, /quintanilla/i, /315\D?555\D?014\d/, /52987654/, /52\.987\.654/, /%C3%B1apa/i, /ñapa/]

const prospect = {
  createdAt: "2024-03-05T10:00:00-05:00",
  consentAt: "2024-03-05T10:00:00-05:00",
  advisorId: "A-1",
  branchId: "S-1",
  brandId: "B-1",
  documentType: "CC",
  source: "walk-in",
  interest: "Una moto con ñapa",
  ...person
}

describe("what a server writes down", () => {
  const directory = freshDirectory()
  const exported: Array<{ readonly path: string; readonly text: string }> = []
  const refusals: Array<string> = []
  let collector: Server
  let server: ServerProcess
  let key: string
  let metrics: string

  const ask = async (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> => {
    const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)
    const answer = method === "GET" ? await server.get(path, key, headers) : await server.send(method, path, key, text, headers)
    assert.isTrue(answer.status < 500, `${method} ${path}: ${answer.status}`)
    if (answer.status >= 400) refusals.push(JSON.stringify([...answer.headers]) + await answer.clone().text())
    return answer
  }

  beforeAll(async () => {
    collector = createServer((request, response) => {
      let text = ""
      request.setEncoding("utf8").on("data", (piece: string) => text += piece)
      request.on("end", () => {
        exported.push({ path: request.url ?? "", text })
        response.writeHead(200, { "content-type": "application/json" }).end("{}")
      })
    }).listen(0, "127.0.0.1")
    await once(collector, "listening")
    server = await begin(directory, {
      DEMO: "0",
      LOG_LEVEL: "trace",
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      WEBHOOKS_TO_PRIVATE_ADDRESSES: "1"
    })
    await server.ready()
    const made = await command("keys.ts", ["make", "--dealership", "motos-del-valle", "--role", "crm-assistant"], directory)
    key = /crm_\S+/.exec(made.output)![0]

    const csv = (rows: ReadonlyArray<string>): string => `${rows.join("\n")}\n`
    const file = { "content-type": "text/csv" }
    await ask("POST", "/v1/imports/branches", csv(["branch_id,name", "S-1,Norte"]), file)
    await ask("POST", "/v1/imports/brands", csv(["brand_id,name,line", "B-1,Sierral,motorcycles"]), file)
    await ask("POST", "/v1/imports/employees", csv(["employee_id,name,role,branch_id,active_from", `A-1,${person.fullName},advisor,S-1,2020-01-01`]), file)
    await ask("POST", "/v1/imports/prospects", csv([
      "prospect_id,created_at,advisor_id,branch_id,brand_id,full_name,phone,email",
      `P-1,2024-03-05,A-1,S-1,B-1,${person.fullName},${person.phone},${person.email}`,
      `P-2,yesterday,A-1,S-1,B-1,${person.fullName},${person.phone},${person.email}`,
      `P-3,2024-03-05,A-1,S-1,B-1,"${person.fullName},${person.phone}`
    ]), file)
    await ask("POST", "/v1/imports/prospects", `<adf><prospect><id>L-1</id><customer><contact><name>${person.fullName}</name><phone>${person.phone}</phone></contact></customer></prospect>`, { "content-type": "application/xml" })
    await ask("PUT", "/v1/prospects/P-4", prospect, { "idempotency-key": "one" })
    await ask("PUT", "/v1/prospects/P-4", { ...prospect, createdAt: person.email }, { "idempotency-key": "one" })
    await ask("PUT", `/v1/prospects/${person.phone}`, `{"fullName":"${person.fullName}"`)
    await ask("GET", `/v1/prospects/${encodeURIComponent(person.email)}?phone=${person.phone}`)
    await ask("GET", `/v1/prospects?advisor=${encodeURIComponent(person.fullName)}&cursor=${person.phone}`)
    await ask("GET", `/v1/${encodeURIComponent(person.fullName)}/${person.documentNumber}`)
    await ask("GET", `/${person.phone}`, undefined, { "x-request-id": person.phone, traceparent: person.phone, "user-agent": person.email, referer: `http://x/${person.phone}` })
    await ask("POST", "/v1/validations/prospects", { records: [{ prospectId: "V-1", ...prospect }, { prospectId: person.phone, fullName: 7, email: person.email }] })
    await ask("POST", "/v1/validations/prospects", `${JSON.stringify({ prospectId: "V-1", ...prospect })}\n{"${person.fullName}"\n`, { "content-type": "application/x-ndjson" })
    await ask("POST", "/v1/people/search", { phone: person.phone })
    await ask("POST", "/v1/people/export", { email: person.email })
    await ask("POST", "/v1/people/search", { nickname: person.fullName })
    await ask("GET", "/v1/leads?color=red")
    await ask("POST", "/v1/verifications/2024-03/sample", {})
    await ask("POST", "/v1/verifications/prospect:P-4/attempts", { outcome: "attended", agentId: "G-1", comment: `Contestó ${person.fullName}` })
    for (const format of ["json", "csv", "html", "xlsx"]) await (await ask("GET", `/v1/forms/GC-FOR-06/2024-03?format=${format}`)).arrayBuffer()
    await ask("POST", "/v1/webhooks", { url: `http://127.0.0.1:9/${person.phone}`, events: ["verdict.changed", "lead.escalated"] })
    // Another person, so that the verdict does not depend on the others.
    const other = { ...prospect, phone: "3155550144", email: "zunilda.2@example.org", documentNumber: "41555666" }
    await ask("PUT", "/v1/prospects/P-5", other)
    await ask("PUT", "/v1/prospects/P-5", { ...other, interest: undefined })
    await server.send("POST", "/v1/session", undefined, JSON.stringify({ key: `${key}${person.phone}` }), { origin: server.url, "x-crm-procedure": "page" })
    const found = await ask("GET", "/v1/prospects/P-4")
    // The texts looked for can be found: they are in the answer to a reader who may see them.
    assert.include(await found.text(), person.fullName)
    await ask("POST", "/v1/people/erasure", { phone: person.phone, reason: "la persona lo pidió" })
    await until("an attempt to deliver", async () => {
      metrics = await (await server.get("/metrics")).text()
      return metrics.includes("crm_procedure_webhook_deliveries_total") ? true : undefined
    })
    assert.equal(await server.end(), 0)
  })
  afterAll(async () => {
    await server.end()
    collector.close()
    collector.closeAllConnections()
    remove(directory)
  })

  it("is a great deal", () => {
    assert.isAbove(server.log().split("\n").filter((line) => line.includes("\"request answered\"")).length, 25)
    assert.isAbove(refusals.length, 6)
    const of = (signal: string) => exported.filter(({ path }) => path === `/v1/${signal}`).map(({ text }) => text).join("\n")
    assert.match(of("traces"), /http\.request/)
    assert.match(of("traces"), /CrmProcedure\.updateProspect/)
    assert.match(of("traces"), /\/v1\/prospects\/:id/)
    assert.match(of("metrics"), /crm_procedure_http_requests_total/)
    assert.match(of("logs"), /request answered/)
  })

  for (const [name, text] of [
    ["the log", () => server.log()],
    ["the output", () => server.output()],
    ["what goes to a collector", () => exported.map(({ text }) => text).join("\n")],
    ["the metrics", () => metrics],
    ["the refusals", () => refusals.join("\n")]
  ] as const) {
    it(`holds no personal data in ${name}`, () => {
      for (const trace of traces) assert.notMatch(text(), trace)
      assert.notInclude(text(), key.slice(4, 20))
      assert.notMatch(text(), /whsec_/)
    })
  }
})
