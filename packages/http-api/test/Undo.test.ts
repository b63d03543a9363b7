/** What people can take back: an attempt for ten minutes, a verification by a supervisor, and leads of several advisors at once. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { serve, type Server } from "./serving.ts"

let server: Server
beforeAll(async () => {
  server = await serve()
  await server.call("POST", "/v1/verifications/2024-03/sample", { body: { partial: true } })
  await server.lease("G1", "prospect:P1")
  await server.call("POST", "/v1/verifications/prospect:P1/attempts", { role: "crm-agent", body: { callId: "V-undo", outcome: "not-attended" } })
})
afterAll(() => server.stop())

const correct = (outcome: string, role: "crm-agent" | "crm-assistant" = "crm-agent", callId = "V-undo") =>
  server.call("PUT", `/v1/verifications/prospect:P1/attempts/${callId}`, { role, body: { outcome } })
const ask = () => server.call("POST", "/v1/verifications/prospect:P1/reopening-request", { role: "crm-agent", body: { reason: "mistyped" } })
const requests = async (role: "commercial-manager" | "motorcycle-manager" | "crm-assistant") => (await server.call("GET", "/v1/verifications/reopening-requests", { role })).json.requests

describe("an attempt", () => {
  it("is corrected by its agent within ten minutes, and both versions stay in the audit", async () => {
    const { json, status } = await correct("attended")
    assert.deepStrictEqual([status, json], [200, { id: "prospect:P1", callId: "V-undo", conclusion: "confirmed", put: "changed" }])
    assert.strictEqual((await correct("attended")).json.put, "unchanged")
    const { json: { items } } = await server.call("GET", "/v1/audit?action=attempt.corrected")
    assert.deepStrictEqual(items.map(({ changes, subject }: Record<string, unknown>) => [subject, changes]), [
      [{ type: "prospect", id: "P1" }, [{ field: "callId", from: "V-undo", to: "V-undo" }, { field: "outcome", from: "not-attended", to: "attended" }]]
    ])
  })

  it("is not corrected by another agent, nor where it does not exist", async () => {
    assert.strictEqual((await correct("attended", "crm-assistant")).status, 404)
    assert.strictEqual((await correct("attended", "crm-agent", "V-none")).status, 404)
  })

  it("is not corrected after ten minutes: then a supervisor reopens what the agent asked for", async () => {
    server.wait(11 * 60_000)
    const late = await correct("not-attended")
    assert.strictEqual(late.status, 409)
    assert.match(late.json.detail, /supervisor/)
    assert.strictEqual((await ask()).status, 201)
    assert.strictEqual((await ask()).status, 201)
    const waiting = await requests("crm-assistant")
    assert.deepStrictEqual(waiting.map(({ agentId, id, reason }: Record<string, unknown>) => [id, agentId, reason]), [["prospect:P1", "G1", "mistyped"]])
    assert.lengthOf(await requests("commercial-manager"), 0, "of another line")
    await server.call("POST", "/v1/verifications/prospect:P1/reopening", { body: { reason: "Se equivocó de tecla" } })
    assert.lengthOf(await requests("crm-assistant"), 0)
    assert.strictEqual((await ask()).status, 409, "it is open")
  })
})

describe("leads", () => {
  it("are given in bulk, each answered in its place", async () => {
    const { json, status } = await server.call("POST", "/v1/leads/assignments", {
      role: "marketing-coordinator",
      body: { assignments: [{ prospectId: "P1", advisorId: "A2" }, { prospectId: "none", advisorId: "A2" }, { prospectId: "P2", advisorId: "nobody" }] }
    })
    assert.strictEqual(status, 200)
    assert.deepStrictEqual(json.results.map(({ assigned, prospectId }: Record<string, unknown>) => [prospectId, assigned]), [["P1", true], ["none", false], ["P2", false]])
    assert.match(json.results[2].reason.es, /^un asesor activo el \d{4}-\d{2}-\d{2}$/)
    assert.strictEqual((await server.call("GET", "/v1/prospects/P1")).json.advisorId, "A2")
  })

  it("go only to an advisor who is active on that day", async () => {
    const answer = await server.call("PUT", "/v1/leads/P1/assignment", { body: { advisorId: "A1", assignedAt: "2001-01-01T10:00:00-05:00" } })
    assert.strictEqual(answer.status, 422)
    assert.strictEqual(answer.json.errors[0].pointer, "/advisorId")
  })
})
