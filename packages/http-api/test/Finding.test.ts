/** What the page begins with: the day's tasks, the search and the months, each within the reader's scope. */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { EMPTY, people, prospectBody, serve, type Server } from "./serving.ts"
import type * as Access from "@crm-procedure/core/records/Access"

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.stop())

interface Task {
  readonly kind: string
  readonly count: number
  readonly period?: string
  readonly items: ReadonlyArray<{ readonly id: string; readonly customerName?: string; readonly target: { readonly view: string; readonly id?: string; readonly query?: object }; readonly count?: number; readonly code?: string; readonly decision?: string; readonly due?: string }>
}

const today = async (role: Access.Role, query = ""): Promise<Readonly<Record<string, Task>>> => {
  const { json, status } = await server.call("GET", `/v1/today${query}`, { role })
  assert.strictEqual(status, 200, role)
  return Object.fromEntries((json.tasks as ReadonlyArray<Task>).map((task) => [task.kind, task]))
}

const find = async (q: string, role: Access.Role = "crm-assistant") => {
  const { json } = await server.call("POST", "/v1/search", { role, body: { q } })
  const idsOf = (all: ReadonlyArray<{ readonly id: string }>) => all.map(({ id }) => id).toSorted()
  return { prospects: idsOf(json.prospects), activities: idsOf(json.activities), advisors: json.advisors.map(({ employeeId }: { readonly employeeId: string }) => employeeId), branches: json.branches.map(({ branchId }: { readonly branchId: string }) => branchId) }
}

describe("what there is to do today", () => {
  it("shows an advisor the leads that owe something, of his own alone, with the customer's name and where to go", async () => {
    const { "lead-overdue": overdue, "lead-red-by-advisor": byAdvisor } = await today("advisor")
    // The step that was promised for 12 March was not done by 20 March.
    assert.strictEqual(overdue!.items[0]!.id, "P1")
    assert.deepInclude(overdue!.items[0]!, { customerName: people.names[0]!, target: { view: "prospect", id: "P1" } })
    assert.isUndefined(byAdvisor)
    assert.notInclude(JSON.stringify(overdue), "A2")
  })

  it("shows a manager the red leads of his branches by advisor", async () => {
    const tasks = await today("commercial-manager")
    assert.deepStrictEqual(tasks["lead-red-by-advisor"]!.items.map(({ count, id, target }) => ({ count, id, target })), [
      { count: 1, id: "A2", target: { view: "leads", query: { advisor: "A2", color: "red" } } }
    ])
    assert.isDefined(tasks["lead-escalated"])
  })

  it("shows the general manager all of them, and an agent calls alone", async () => {
    assert.deepStrictEqual((await today("general-manager"))["lead-red-by-advisor"]!.items.map(({ id }) => id).toSorted(), ["A1", "A2"])
    assert.deepStrictEqual(Object.keys(await today("crm-agent")), ["call-left", "call-done"])
    await server.call("POST", "/v1/verifications/2024-03/sample", { body: { partial: true } })
    const { "call-left": left } = await today("crm-agent")
    assert.isAbove(left!.count, 0)
    await server.lease("G1", `${(left!.items[0] as { readonly subject?: string }).subject}:${left!.items[0]!.id}`)
    const path = `/v1/verifications/${(left!.items[0] as { readonly subject?: string }).subject}:${left!.items[0]!.id}/attempts`
    assert.strictEqual((await server.call("POST", path, { role: "crm-agent", body: { outcome: "attended" } })).status, 201)
    const after = await today("crm-agent")
    assert.deepStrictEqual([after["call-left"]!.count, after["call-done"]!.count], [left!.count - 1, 1])
  })

  it("tells what stopped counting since a visit, and says so once for a record whose verdict changed more than once", async () => {
    const put = (id: string, more: object) => server.call("PUT", `/v1/prospects/${id}`, { body: prospectBody(id, more) })
    assert.strictEqual((await put("S1", { phone: "3152483999" })).json.verdict, "valid")
    await put("S1", { phone: "3152483999", fullName: "Dora" })
    await put("S1", { phone: "3152483999", fullName: "prueba" })
    const { "record-counts-again": again, "record-stopped-counting": stopped } = await today("advisor")
    assert.deepStrictEqual([stopped!.items.map(({ id }) => id), again!.count], [["S1"], 0])
    assert.strictEqual((await today("commercial-manager"))["record-stopped-counting"]!.count, 0)
    assert.strictEqual((await today("advisor", "?since=2024-03-21"))["record-stopped-counting"]!.count, 0)
    await put("S1", { phone: "3152483999" })
    assert.strictEqual((await today("advisor"))["record-stopped-counting"]!.count, 0)
  })

  it("tells managers and the CRM assistant what changed: records, semaphores and leads, each within the view", async () => {
    const put = (id: string, more: object) => server.call("PUT", `/v1/prospects/${id}`, { body: prospectBody(id, more) })
    const changes = async (role: Access.Role, query = "") => {
      const { json, status } = await server.call("GET", `/v1/changes${query}`, { role })
      assert.strictEqual(status, 200, role)
      return json
    }
    const goal = (prospects: number) => ({ advisorId: "A1", branchId: "S1", brandId: "B1", prospects, activities: 0 })
    const before = await server.call("GET", "/v1/scorecards/2024-03?by=advisor&advisor=A1&asOf=2024-03-19", {})
    const { valid } = before.json.groups[0].prospecting
    assert.strictEqual((await server.call("PUT", "/v1/goals/2024-03", { body: { goals: [goal(valid + 1)] } })).status, 200)
    await put("S7", { phone: "3152483888", createdAt: "2024-03-19T15:00:00-05:00" })
    await put("S8", { phone: "3152483777", createdAt: "2024-03-12T15:00:00-05:00" })
    await put("S8", { phone: "3152483777", createdAt: "2024-03-12T15:00:00-05:00", fullName: "prueba" })
    const all = await changes("crm-assistant")
    assert.strictEqual(all.since, "2024-03-19T00:00:00-05:00")
    assert.deepInclude(all.stopped.items[0], { subject: "prospect", id: "S8", before: "valid", verdict: "invalid", advisorId: "A1", customerName: "prueba" })
    const ofAdvisor = all.colors.find(({ by, id, indicator }: { readonly by: string; readonly id: string; readonly indicator: string }) => by === "advisor" && id === "A1" && indicator === "prospecting")
    assert.strictEqual(ofAdvisor.after.color, "green")
    assert.notStrictEqual(ofAdvisor.before.color, "green")
    const validAt = async (asOf: string) => (await server.call("GET", `/v1/scorecards/2024-03?by=advisor&advisor=A1${asOf}`, {})).json.groups[0].prospecting.valid
    assert.deepStrictEqual([ofAdvisor.before.valid, ofAdvisor.after.valid], [await validAt("&asOf=2024-03-19"), await validAt("")])
    assert.deepStrictEqual(all.red, { count: 0, items: [] })
    const since = await changes("general-manager", "?since=2024-03-01")
    assert.isAbove(since.red.count, 0)
    assert.isDefined(since.red.items[0].customerName)
    const manager = await changes("commercial-manager", "?since=2024-03-01")
    assert.strictEqual(manager.stopped.items.filter(({ advisorId }: { readonly advisorId: string }) => advisorId === "A1").length, 0)
    await put("S8", { phone: "3152483777", createdAt: "2024-03-12T15:00:00-05:00" })
    assert.deepStrictEqual((await changes("crm-assistant")).stopped.items.filter(({ id }: { readonly id: string }) => id === "S8"), [])
    await server.call("PUT", "/v1/goals/2024-03", { body: { goals: [] } })
  })

  it("shows the CRM assistant the appeals that wait, overdue ones apart, and the advisor the answer", async () => {
    const raised = await server.call("POST", "/v1/appeals", { role: "advisor", body: { subject: "prospect:P4", code: "phone-invalid", text: "El cliente dio ese número" } })
    assert.strictEqual(raised.status, 201, JSON.stringify(raised.json))
    const waiting = await today("crm-assistant")
    assert.deepStrictEqual([waiting["appeal-open"]!.items.map(({ id }) => id), waiting["appeal-overdue"]!.count], [["P4"], 0])
    assert.deepInclude(waiting["appeal-open"]!.items[0]!, { code: "phone-invalid", due: raised.json.dueAt.slice(0, 19) + raised.json.dueAt.slice(-6), target: { view: "prospect", id: "P4" } })
    const before = await today("advisor")
    assert.deepStrictEqual([before["appeal-answered"]!.count, before["appeal-open"]], [0, undefined])
    assert.strictEqual((await server.call("POST", `/v1/appeals/${raised.json.id}/decision`, { body: { decision: "refused", reason: "El número no existe" } })).status, 200)
    assert.strictEqual((await today("crm-assistant"))["appeal-open"]!.count, 0)
    assert.deepInclude((await today("advisor"))["appeal-answered"]!.items[0]!, { id: "P4", decision: "refused" })
    assert.strictEqual((await today("advisor", "?since=2024-03-21"))["appeal-answered"]!.count, 0)
  })

  it("shows the CRM assistant the imports that left rejected rows, and no other role", async () => {
    const csv = "prospect_id,created_at,advisor_id,branch_id,brand_id,stage,full_name,phone\nI1,2024-03-12,A1,S1,B1,open,Dora,3152483111\nI2,ayer,A1,S1,B1,open,Dora,3152483112\n"
    const imported = await server.call("POST", "/v1/imports/prospects", { headers: { "content-type": "text/csv" }, body: csv })
    const { "import-rejected": task } = await today("crm-assistant")
    assert.deepInclude(task!.items[0]!, { id: imported.json.id, count: 1, target: { view: "imports", id: imported.json.id } })
    assert.deepStrictEqual([task!.count, (await today("general-manager"))["import-rejected"]], [1, undefined])
    assert.strictEqual((await today("crm-assistant", "?since=2024-03-21"))["import-rejected"]!.count, 0)
    // What is sent again as its correction is asked for no longer, but for what is still rejected of it.
    const correct = (at: string, of: string) => server.call("POST", `/v1/imports/prospects?corrects=${of}`, { headers: { "content-type": "text/csv" }, body: csv.replace(/I1,.*\n/, "").replace("ayer", at) })
    const again = await correct("antier", imported.json.id)
    assert.deepStrictEqual((await today("crm-assistant"))["import-rejected"]!.items.map(({ id }) => id), [again.json.id])
    await correct("2024-03-13", again.json.id)
    assert.strictEqual((await today("crm-assistant"))["import-rejected"]!.count, 0)
  })

  it("shows the CRM assistant what the close of the month before waits for, and nothing of it once the month is closed", async () => {
    await server.call("PUT", "/v1/prospects/F1", { body: prospectBody("F1", { createdAt: "2024-02-12T09:00:00-05:00", consentAt: "2024-02-12", phone: "3152483777" }) })
    const tasks = await today("crm-assistant")
    assert.deepStrictEqual([tasks["sample-not-drawn"]!.count, tasks["period-not-closed"]!.items[0]!.target], [1, { view: "closing", query: { period: "2024-02" } }])
    assert.deepStrictEqual(tasks["goal-missing"]!.items.map(({ id }) => id), ["A1", "A2"])
    assert.strictEqual((await server.call("POST", "/v1/periods/2024-02/close", { body: {} })).status, 200)
    assert.isUndefined((await today("crm-assistant"))["period-not-closed"])
  })
})

describe("the search", () => {
  it("finds a customer by the beginnings of the name's words, whatever accents, and by phone, e-mail, document and id", async () => {
    for (const q of ["ana nañ", "ÑÁÑEZ", people.phones[0]!, `+57 ${people.phones[0]}`, people.emails[0]!, people.documents[0]!, "P1", "p1"]) {
      assert.deepStrictEqual((await find(q)).prospects, ["P1"], q)
    }
    assert.deepStrictEqual((await find("c1")).activities, ["C1"])
    assert.deepInclude(await find("asesora"), { advisors: ["A1"] })
    assert.deepInclude(await find("sede"), { branches: ["S1", "S2"] })
    assert.deepStrictEqual((await find("a")).prospects, [])
  })

  it("finds within the reader's scope only, and tells an advisor nothing of colleagues", async () => {
    assert.deepStrictEqual(await find("bernardo", "advisor"), { prospects: [], activities: [], advisors: [], branches: [] })
    assert.deepStrictEqual((await find(people.phones[1]!, "advisor")).prospects, [])
    assert.deepStrictEqual((await find("bernardo", "commercial-manager")).prospects, ["P2"])
    assert.deepStrictEqual((await find("asesor", "advisor")).advisors, [])
  })

  it("takes no customer's data in a URL, and logs nothing of it", async () => {
    assert.strictEqual((await server.call("GET", `/v1/search?q=${people.phones[0]}`)).status, 422)
    assert.strictEqual((await server.call("GET", `/v1/search?q=${encodeURIComponent(people.emails[0]!)}`)).status, 422)
    assert.deepStrictEqual((await server.call("GET", "/v1/search?q=carolina")).json.prospects, [])
    assert.strictEqual((await server.call("GET", "/v1/search?q=P1")).json.prospects[0].id, "P1")
    for (const personal of ["300 412 7788", "Cel. 3004127788", "cel:300-412-7788", "(57) 3004127788", "CC52123456", "cc 52.123.456", "P1 3004127788"]) {
      assert.strictEqual((await server.call("GET", `/v1/search?q=${encodeURIComponent(personal)}`)).status, 422, personal)
    }
    for (const id of ["P-2024-03-000237", "AC-2024-03-0003777", "L20240300237", "2024-03-000237-A"]) {
      assert.strictEqual((await server.call("GET", `/v1/search?q=${id}`)).status, 200, id)
    }
    assert.notInclude(server.logged.join("\n"), people.phones[0]!)
  })

  it("does not find an erased person", async () => {
    await server.call("PUT", "/v1/prospects/E1", { body: prospectBody("E1", { fullName: "Estrella Borrada", phone: "3152483666" }) })
    assert.deepStrictEqual((await find("estrella")).prospects, ["E1"])
    assert.strictEqual((await server.call("POST", "/v1/people/erasure", { body: { phone: "3152483666" } })).status, 200)
    assert.deepStrictEqual([(await find("estrella")).prospects, (await find("3152483666")).prospects, (await find("E1")).prospects], [[], [], []])
  })
})

describe("the trend", () => {
  it("gives each month as its scorecard and its compliance report do", async () => {
    const { json } = await server.call("GET", "/v1/trend?months=2&by=advisor")
    assert.deepStrictEqual(json.months.map(({ period }: { readonly period: string }) => period), ["2024-02", "2024-03"])
    const [card, report] = await Promise.all([server.call("GET", "/v1/scorecards/2024-03?by=advisor"), server.call("GET", "/v1/compliance/2024-03")])
    assert.isAbove(json.months[1].groups.length, 1)
    for (const { compliance, followUp, id, prospecting } of json.months[1].groups) {
      const group = card.json.groups.find((one: { readonly id: string }) => one.id === id)
      assert.deepInclude(group.prospecting, prospecting)
      assert.deepInclude(group.followUp, followUp)
      assert.deepInclude(report.json.byAdvisor.find((one: { readonly id: string }) => one.id === id) ?? compliance, compliance)
    }
    const company = (await server.call("GET", "/v1/trend?months=1")).json.months[0].groups
    assert.deepStrictEqual([company.length, company[0].compliance.met], [1, report.json.company.met])
  })

  it("shows a manager his branches alone, and an advisor himself", async () => {
    const idsOf = async (role: Access.Role, by: string) => (await server.call("GET", `/v1/trend?months=1&by=${by}`, { role })).json.months[0].groups.map(({ id }: { readonly id: string }) => id)
    assert.deepStrictEqual(await idsOf("commercial-manager", "branch"), ["S2"])
    assert.deepStrictEqual(await idsOf("advisor", "advisor"), ["A1"])
    assert.strictEqual((await server.call("GET", "/v1/trend", { role: "advisor" })).status, 403)
    assert.strictEqual((await server.call("GET", "/v1/trend?months=0")).status, 422)
  })
})

describe("another dealership", () => {
  it("is not found by any role", async () => {
    const { json } = await server.call("POST", "/v1/search", { dealership: EMPTY, body: { q: "ana" } })
    assert.deepStrictEqual([json.prospects, json.advisors], [[], []])
  })
})
