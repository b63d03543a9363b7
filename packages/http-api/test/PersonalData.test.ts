/** No log, span, error or URL of a whole run holds a person's name, phone, e-mail or document. */
import * as Records from "@crm-procedure/core/register/Records"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { people, serve } from "./serving.ts"

const traces = [...people.names, ...people.phones, ...people.documents, ...people.emails, "Ñáñez", "Quiñones", "Zúñiga", "310 482", "310-482"]
const tracesIn = (text: string): ReadonlyArray<string> => traces.filter((trace) => text.includes(trace))

const faulty = { fullName: people.names[0], phone: people.phones[0], email: people.emails[0], documentNumber: people.documents[0] }

it("no personal data in what a run writes beside its answers", async () => {
  const breaks = Layer.effect(Records.Records, Effect.map(Records.Records, (port) =>
    Records.Records.of({
      ...port,
      // A defect whose message quotes what a client sent: no log may hold it.
      sample: (_, period) => period === "2023-01" ? Effect.die(new Error(`boom ${people.names[0]} ${people.phones[0]}`)) : port.sample(_, period)
    }))).pipe(Layer.provide(Records.Records.layerMemory))
  const server = await serve({ records: breaks })
  const refusals: Array<string> = []
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await server.call(method, path, { ...(body === undefined ? {} : { body }), headers })
    if (answer.status >= 400) refusals.push(answer.text)
    return answer
  }
  // Every fault of a record that names a person, at every endpoint that takes records.
  for (const field of Object.keys(faulty)) {
    const wrong = { ...faulty, createdAt: people.phones[0], advisorId: people.names[0]!.repeat(5), stage: people.names[0], [field]: [people.names[0], people.phones[0]] }
    await send("PUT", "/v1/prospects/N1", wrong)
    await send("PUT", "/v1/activities/N1", { ...wrong, note: 7, performedAt: people.names[0], status: people.emails[0] })
    await send("POST", "/v1/validations/prospects", { records: people.phones[0], context: people.names[0] })
    await send("POST", "/v1/people/search", { ...faulty, [field]: { a: people.names[0] } })
    await send("POST", "/v1/people/erasure", { documentNumber: people.documents[0] })
    await send("PUT", "/v1/leads/P1/assignment", { advisorId: people.names[0]!.repeat(5) })
    await send("POST", "/v1/webhooks", { url: `https://${people.emails[0]}/`, events: [people.names[0]] })
    await send("POST", "/v1/verifications/P1/attempts", { outcome: people.names[0], comment: people.phones[0] })
    await send("POST", "/v1/what-if/2024-03", { parameters: { [people.names[0]!]: people.phones[0] }, rules: { prospect: { [people.names[0]!]: people.phones[0] } } })
  }
  await send("PUT", "/v1/prospects/N1", `{"fullName":"${people.names[0]}`, { "content-type": "application/json" })
  await send("GET", `/v1/prospects/${people.phones[0]}`)
  await send("GET", `/v1/prospects?cursor=${people.phones[0]}&limit=${people.phones[0]}`)
  await send("PUT", "/v1/prospects/P1", { ...faulty, createdAt: "2024-03-05" }, { "if-match": `"${people.phones[0]}"` })
  await send("POST", "/v1/imports/prospects", people.names.join("\n"), { "content-type": `text/${people.phones[0]}` })
  await send("POST", "/v1/verifications/2023-01/sample", {})
  for (const path of ["/v1/prospects/P1", "/v1/leads", "/v1/compliance/2024-03", "/v1/nothing/here"]) await send("GET", path)
  await send("POST", "/v1/verifications/next", {})
  await send("POST", "/v1/people/export", { phone: people.phones[1] })
  await send("POST", "/v1/people/erasure", { phone: people.phones[1] })

  assert.isAbove(refusals.length, 30)
  for (const text of refusals) assert.deepStrictEqual(tracesIn(text), [], text)
  assert.isNotEmpty(server.logged)
  for (const line of server.logged) assert.deepStrictEqual(tracesIn(line), [], line)
  const { text } = await server.call("GET", "/metrics")
  assert.include(text, "crm_procedure_http_requests_total")
  assert.deepStrictEqual(tracesIn(text), [])
  for (const key of Object.values(server.keys).flatMap((one) => Object.values(one))) assert.isFalse(server.logged.some((line) => line.includes(key)))
  await server.stop()
})

it("personal data is refused in no URL: what finds a person takes it in the body", async () => {
  const server = await serve()
  for (const [method, path] of [["GET", `/v1/people/search?phone=${people.phones[0]}`], ["POST", `/v1/people/search?phone=${people.phones[0]}`]] as const) {
    const { status } = await server.call(method, path, method === "POST" ? { body: {} } : {})
    assert.isTrue(status === 405 || status === 422, `${method} ${status}`)
  }
  await server.stop()
})
