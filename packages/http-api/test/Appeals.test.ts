/** An advisor disputes a reason, the CRM assistant decides, and what follows from it; and waivers and the telephone log as files. */
import { assert, describe, it } from "@effect/vitest"
import { DEALERSHIP, serve, type Server } from "./serving.ts"
import { Records } from "@crm-procedure/core/register/Records"

const csv = { "content-type": "text/csv" }
const as = (role: "advisor" | "crm-assistant" | "general-manager" | "commercial-manager") => ({ role })

const served = async (body: (server: Server) => Promise<void>) => {
  const server = await serve()
  try {
    await body(server)
  } finally {
    await server.stop()
  }
}

const text = "El cliente lo dictó así y contesta"
const appeal = { subject: "prospect:P4", code: "phone-invalid", text }

describe("an appeal", () => {
  it("is raised by the advisor, decided by the CRM assistant, and takes the reason out of the verdict", () => served(async (server) => {
    const raised = await server.call("POST", "/v1/appeals", { ...as("advisor"), body: appeal })
    assert.strictEqual(raised.status, 201)
    const { id } = raised.json
    // Three business days from Wednesday 20 March 2024: Thursday, Friday, Saturday.
    assert.deepInclude(raised.json, { subject: "prospect:P4", code: "phone-invalid", advisorId: "A1", period: "2024-03", periodClosed: false, overdue: false, dueAt: "2024-03-23T23:59:59.999-05:00" })
    assert.deepStrictEqual((await server.call("GET", "/v1/appeals?state=open", as("advisor"))).json.items.map((one: { readonly id: string }) => one.id), [id])
    assert.deepStrictEqual((await server.call("GET", "/v1/appeals", as("commercial-manager"))).json.items, [], "the record lies outside his view")
    assert.strictEqual((await server.call("POST", "/v1/appeals", { ...as("advisor"), body: appeal })).status, 409)
    const decided = await server.call("POST", `/v1/appeals/${id}/decision`, { body: { decision: "granted", reason: "Se llamó y contestó" } })
    assert.deepInclude(decided.json.decision, { decision: "granted", by: "R1", reason: "Se llamó y contestó", waiverId: `appeal-${id}` })
    const { json } = await server.call("GET", "/v1/prospects/P4", as("advisor"))
    assert.notInclude(json.reasons.map(({ code }: { readonly code: string }) => code), "phone-invalid")
    assert.deepInclude(json.waived[0], { code: "phone-invalid", waiverId: `appeal-${id}`, grantedBy: "R1", reason: "Se llamó y contestó" })
    const listed = (await server.call("GET", "/v1/prospects?period=2024-03")).json.items.find((one: { readonly id: string }) => one.id === "P4")
    assert.deepStrictEqual(listed.waived, ["phone-invalid"])
    assert.strictEqual((await server.call("POST", `/v1/appeals/${id}/decision`, { body: { decision: "refused", reason: "No" } })).status, 409)
    assert.deepStrictEqual((await server.call("GET", "/v1/appeals?state=open")).json.items, [])
  }))

  it("is refused with a pointer where it is about another's record, an unknown one, another code, or says nothing", () => served(async (server) => {
    const refusalOf = async (change: object) => {
      const { json, status } = await server.call("POST", "/v1/appeals", { ...as("advisor"), body: { ...appeal, ...change } })
      return [status, json.errors?.map(({ pointer }: { readonly pointer: string }) => pointer).join()]
    }
    for (const [change, pointer] of [
      [{ subject: "prospect:P2" }, "/subject"], [{ subject: "prospect:P9" }, "/subject"], [{ subject: "activity:" }, "/subject"],
      [{ code: "consent-missing" }, "/code"], [{ code: "no-such-rule" }, "/code"], [{ code: "duplicate" }, "/code"], [{ code: "note-repeated" }, "/code"], [{ text: "  " }, "/text"]
    ] as const) assert.deepStrictEqual(await refusalOf(change), [422, pointer], JSON.stringify(change))
    assert.deepStrictEqual((await server.call("GET", "/v1/appeals")).json.items, [])
    assert.strictEqual((await server.call("POST", "/v1/appeals/none/decision", { body: { decision: "granted", reason: "Sí" } })).status, 404)
    const { json } = await server.call("POST", "/v1/appeals", { ...as("advisor"), body: { ...appeal, code: "duplicate" } })
    assert.include(json.errors[0].expected.es, "phone-invalid", "it says what can be appealed")
  }))

  it("of one's own is not decided by oneself, is overdue after its day, and is listed page by page", () => served(async (server) => {
    const put = (appealId: string, raisedAt: number, more: object = {}) => server.runtime.runPromise(Records.use((records) =>
      records.putAppeal(DEALERSHIP, { appealId, subjectType: "prospect", subjectId: "P4", code: "phone-invalid", text, advisorId: "A1", raisedAt, dueAt: raisedAt + 1, ...more })))
    await put("q1", 1)
    await put("q2", 2, { advisorId: "R1" })
    await put("q3", 3, { dueAt: 4_000_000_000_000 })
    assert.strictEqual((await server.call("POST", "/v1/appeals/q2/decision", { body: { decision: "granted", reason: "Sí" } })).status, 403)
    const idsOf = ({ json }: { readonly json: { readonly items: ReadonlyArray<{ readonly id: string }> } }) => json.items.map(({ id }) => id)
    assert.deepStrictEqual(idsOf(await server.call("GET", "/v1/appeals?state=overdue") as never), ["q1", "q2"])
    const first = await server.call("GET", "/v1/appeals?limit=2")
    assert.deepStrictEqual(idsOf(first as never), ["q1", "q2"])
    assert.deepStrictEqual(idsOf(await server.call("GET", `/v1/appeals?limit=2&cursor=${first.json.nextCursor}`) as never), ["q3"])
  }))

  it("about a record of a closed month says so, and a granted one is shown in the amendment", () => served(async (server) => {
    await server.call("PUT", "/v1/prospects/F1", { body: { createdAt: "2024-02-10T09:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "B1", fullName: "Dora Ruiz", phone: "301 23", source: "walk-in", interest: "Moto", consentAt: "2024-02-10" } })
    assert.strictEqual((await server.call("POST", "/v1/periods/2024-02/close", { body: {} })).status, 200)
    const raised = await server.call("POST", "/v1/appeals", { ...as("advisor"), body: { ...appeal, subject: "prospect:F1" } })
    assert.deepInclude(raised.json, { period: "2024-02", periodClosed: true })
    await server.call("POST", `/v1/appeals/${raised.json.id}/decision`, { body: { decision: "granted", reason: "Se llamó y contestó" } })
    const { json: cut } = await server.call("GET", "/v1/periods/2024-02/amendment")
    assert.deepStrictEqual([cut.verdicts, cut.laterWaivers.map(({ code, grantedBy, subjectId }: Record<string, string>) => [subjectId, code, grantedBy])], [[], [["F1", "phone-invalid", "R1"]]])
    const { json } = await server.call("GET", `/v1/periods/2024-02/amendment?asOf=${encodeURIComponent("2024-03-20T23:00:00-05:00")}`)
    assert.deepStrictEqual(json.verdicts.map(({ after, before, id }: { readonly id: string; readonly before: { readonly verdict: string }; readonly after: { readonly verdict: string } }) => [id, before.verdict, after.verdict]), [["F1", "invalid", "valid"]])
  }))
})

describe("files of the controls", () => {
  it("are named in the report of the controls, in each form's header and in the snapshot", () => served(async (server) => {
    await server.call("POST", "/v1/imports/waivers", { body: "waiver_id,subject_type,subject_id,code,granted_at,granted_by,reason\nW1,prospect,P4,phone-invalid,2024-03-19,R1,Contesta", headers: csv })
    await server.call("POST", "/v1/appeals", { ...as("advisor"), body: { ...appeal, code: "name-incomplete" } })
    const { json } = await server.call("GET", "/v1/forms/controls/2024-03?format=json")
    assert.deepInclude(json, { form: "controls", findings: [["appeal", "P4", "open"], ["waiver", "P4", null]] })
    assert.strictEqual((await server.call("GET", "/v1/forms/controls/2024-03?format=json", as("commercial-manager"))).json.findings.length, 0, "not of his branch")
  }))

  it("bring waivers in, each refused row with its column and reason", () => served(async (server) => {
    const rows = [
      "waiver_id,subject_type,subject_id,code,granted_at,granted_by,reason",
      "W1,prospect,P4,phone-invalid,2024-03-19,R1,El cliente contesta",
      "W2,prospect,P9,phone-invalid,2024-03-19,R1,No existe",
      "W1,prospect,P4,phone-invalid,2024-03-19,R1,Otro motivo",
      "W4,activity,C1,consent-missing,2024-03-19,R1,No se puede"
    ]
    const { json, status } = await server.call("POST", "/v1/imports/waivers", { body: rows.join("\n"), headers: csv })
    assert.strictEqual(status, 200)
    assert.deepInclude(json, { kind: "waivers", rows: 4, read: 1, added: 1, rejected: 3 })
    assert.deepStrictEqual(json.rejectedRows.map(({ column, line }: { readonly line: number; readonly column: string }) => [line, column]), [[3, "subject_id"], [4, "waiver_id"], [5, "code"]])
    const again = await server.call("POST", "/v1/imports/waivers", { body: rows.slice(0, 2).join("\n"), headers: csv })
    assert.deepInclude(again.json, { read: 1, unchanged: 1, rejected: 0 })
  }))

  it("bring the telephone log in, which warns of calls that it lacks", () => served(async (server) => {
    const warningsOf = async () => (await server.call("GET", "/v1/activities/C1")).json.warnings.map(({ code }: { readonly code: string }) => code)
    assert.notInclude(await warningsOf(), "call-not-in-log")
    const send = (...rows: ReadonlyArray<string>) => server.call("POST", "/v1/imports/phone-log", { body: ["entry_id,started_at,advisor_id,number", ...rows].join("\n"), headers: csv })
    const foreign = (await send("T1,2024-03-05T08:00:00-05:00,A2,3001234567")).json
    assert.deepInclude(foreign, { kind: "phone-log", read: 1, added: 1 })
    assert.match(foreign.notices[0].text.es, /^Ningún número de las líneas 2 a 2 es de un prospecto registrado/)
    assert.include(await warningsOf(), "call-not-in-log")
    assert.deepStrictEqual((await send("T2,2024-03-05T10:59:00-05:00,A1,310 482 9175")).json.notices, [])
    assert.notInclude(await warningsOf(), "call-not-in-log")
    assert.strictEqual((await server.call("POST", "/v1/imports/phone-log", { role: "integration", body: "entry_id\n", headers: csv })).status, 403)
  }))
})
