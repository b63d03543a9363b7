/** The history of records and the audit over HTTP: each write names the key that sent it. */
import * as AuditEntry from "@crm-procedure/core/register/AuditEntry"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { serve, type Server } from "./serving.ts"

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.stop())

const body = { createdAt: "2024-03-10T09:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "B1", source: "web", phone: "3004567890", fullName: "Luz Marina Peña" }

describe("the history of a record", () => {
  it("names the key, the request and the changed fields of each version, and the verdicts in time", async () => {
    await server.call("PUT", "/v1/prospects/H1", { body })
    await server.call("PUT", "/v1/prospects/H1", { body: { ...body, phone: "12", interest: "Camioneta" } })
    const { json, status } = await server.call("GET", "/v1/prospects/H1/history")
    assert.strictEqual(status, 200)
    assert.deepStrictEqual(json.versions.map((version: Record<string, unknown>) => [version["revision"], version["changes"]]), [
      [0, []],
      [1, [{ field: "phone" }, { field: "interest", from: null, to: "Camioneta" }]]
    ])
    for (const { at, author, record } of json.versions) {
      assert.deepInclude(author, { role: "crm-assistant", means: "request" })
      assert.match(author.reference, /^[0-9a-f-]{36}$/)
      assert.isString(at)
      assert.strictEqual(record.fullName, body.fullName)
    }
    assert.strictEqual(json.verdicts.at(-1).verdict, "invalid")
    assert.include(json.verdicts.at(-1).reasons, "phone-invalid")
  })

  it("is not found outside the reader's scope", async () => {
    await server.call("PUT", "/v1/prospects/H2", { body: { ...body, phone: "3004567892", advisorId: "A2", branchId: "S2" } })
    assert.strictEqual((await server.call("GET", "/v1/prospects/H2/history", { role: "advisor" })).status, 404)
    assert.strictEqual((await server.call("GET", "/v1/prospects/none/history")).status, 404)
  })
})

describe("the audit", () => {
  it("is found by subject, also where the record was one of an import", async () => {
    const csv = "prospect_id,created_at,advisor_id,branch_id,brand_id\nH3,2024-03-10T09:00:00-05:00,A1,S1,B1\nH4,2024-03-10T09:10:00-05:00,A1,S1,B1\n"
    await server.call("POST", "/v1/imports/prospects", { body: csv, headers: { "content-type": "text/csv" } })
    const { json } = await server.call("GET", "/v1/audit?subject=prospect:H3")
    assert.deepStrictEqual(json.items.map(({ action, author, counts, subject }: Readonly<Record<string, unknown>> & { readonly author: { readonly means: string } }) => [action, author.means, subject, counts]), [
      ["records.registered", "import", { type: "prospect" }, { prospectsAdded: 2 }]
    ])
    const calls = ["H3", "H4"].map((id) => `call-${id},prospect,${id},G9,2024-03-15T10:00:00-05:00,attended`)
    await server.call("POST", "/v1/imports/verification-calls", { body: ["call_id,subject_type,subject_id,agent_id,attempted_at,outcome", ...calls].join("\n"), headers: { "content-type": "text/csv" } })
    const { json: { items: [brought] } } = await server.call("GET", "/v1/audit?subject=prospect:H3")
    assert.deepStrictEqual([brought.action, brought.author.means, brought.counts], ["attempts.registered", "import", { added: 2 }])
  })

  it("pages from the newest to the oldest, and filters by action and actor", async () => {
    await server.call("PUT", "/v1/goals/2024-03", { body: { goals: [{ advisorId: "A1", branchId: "S1", brandId: "B1", prospects: 7, activities: 9 }] } })
    const all: Array<number> = []
    for (let path: string | undefined = "/v1/audit?limit=2"; path !== undefined;) {
      const { json } = await server.call("GET", path)
      all.push(...json.items.map(({ sequence }: { readonly sequence: number }) => sequence))
      path = json.nextCursor === null ? undefined : `/v1/audit?limit=2&cursor=${json.nextCursor}`
    }
    assert.deepStrictEqual(all, Array.from({ length: all.length }, (_, place) => all.length - place))
    const { json } = await server.call("GET", "/v1/audit?action=goals.set&limit=1")
    assert.include(json.items[0].changes.map(({ field, to }: Record<string, unknown>) => `${field} ${to}`), "goals/A1/S1/B1/prospects 7")
    const { by } = json.items[0].author
    assert.isNotEmpty((await server.call("GET", `/v1/audit?actor=${by}`)).json.items)
    assert.isEmpty((await server.call("GET", "/v1/audit?actor=nothing")).json.items)
    assert.strictEqual((await server.call("GET", "/v1/audit?since=never")).status, 422)
  })

  it("tells of a key that was revoked, without anything that the key could be made of", async () => {
    const { json: made } = await server.call("POST", "/v1/webhooks", { body: { url: "https://ejemplo.test/eventos", events: ["verdict.changed"] } })
    const { json } = await server.call("GET", `/v1/audit?subject=webhook:${made.id}`)
    assert.deepStrictEqual(json.items.map(({ action }: { readonly action: string }) => action), ["webhook.added"])
    assert.notInclude(JSON.stringify(json), made.secret)
  })

  it("comes as a file whose chain holds", async () => {
    const { text } = await server.call("GET", "/v1/audit/file", { role: "general-manager" })
    const entries = text.trimEnd().split("\n").map((line: string) => JSON.parse(line) as AuditEntry.AuditEntry)
    assert.deepInclude(AuditEntry.verify(entries), { count: entries.length, firstBreak: undefined })
    assert.strictEqual(AuditEntry.verify(entries.slice(1)).firstBreak?.kind, "sequence")
  })
})
