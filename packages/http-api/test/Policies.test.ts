/** Editions of the policy over HTTP: drafted by the assistant with their effect, approved by the general manager, compared, and refused. */
import { afterEach, assert, beforeEach, describe, it } from "vitest"
import { serve, type Server } from "./serving.ts"

let server: Server
beforeEach(async () => {
  server = await serve()
})
afterEach(() => server.stop())

const asManager = { role: "general-manager" } as const
const policy = { thresholds: { prospecting: { yellow: 110, green: 120 } }, parameters: { leadRedDays: 5 } }
const draft = (more: object = {}, request: object = {}) => server.call("POST", "/v1/policies", { ...request, body: { comment: "Acuerdo con la marca", policy, ...more } })
const approve = (id: string, from = "2024-03", request: object = asManager) => server.call("POST", `/v1/policies/${id}/approval`, { ...request, body: { from } })
const withdraw = (id: string, body: object, request: object = {}) => server.call("POST", `/v1/policies/${id}/withdrawal`, { ...request, body })
const pointersOf = ({ json }: { readonly json: { readonly errors?: ReadonlyArray<{ readonly pointer: string }> } }) => json.errors?.map(({ pointer }) => pointer)

describe("an edition of the policy", () => {
  it("is drafted with its effect on the running month, read with what it changes, and approved by the general manager", async () => {
    const { json, status } = await draft()
    assert.strictEqual(status, 201)
    const { edition: { id, policy: whole, ...edition }, effect } = json
    assert.deepInclude(edition, { state: "draft", comment: "Acuerdo con la marca", draftedBy: "R1", own: true, against: null, draftedAt: edition.draftedAt })
    assert.deepStrictEqual(edition.differences, [
      { pointer: "/parameters/leadRedDays", before: 7, after: 5 },
      { pointer: "/thresholds/prospecting/yellow", before: 80, after: 110 },
      { pointer: "/thresholds/prospecting/green", before: 100, after: 120 }
    ])
    assert.strictEqual(whole.parameters.leadYellowDays, 3)
    assert.strictEqual(effect.period, "2024-03")
    const company = effect.indicators.find(({ indicator, keys }: { readonly indicator: string; readonly keys: object }) => indicator === "prospecting" && Object.keys(keys).length === 0)
    assert.notStrictEqual(company.before.color, company.after.color)
    assert.deepStrictEqual((await server.call("GET", `/v1/policies/${id}/effect`, asManager)).json.indicators, effect.indicators)
    assert.strictEqual((await server.call("POST", "/v1/policies/effect?period=2024-02", { ...asManager, body: { policy } })).json.period, "2024-02")
    const listed = (await server.call("GET", "/v1/policies?state=draft", asManager)).json
    assert.strictEqual(listed.policy.parameters.leadRedDays, 7)
    assert.deepStrictEqual([listed.items.map((one: { readonly id: string; readonly own: boolean }) => [one.id, one.own]), listed.inForce, listed.period], [[[id, false]], null, "2024-03"])
    const tasksOf = async (role: "general-manager" | "crm-assistant") => (await server.call("GET", "/v1/today", { role })).json.tasks
      .filter(({ kind }: { readonly kind: string }) => kind.startsWith("policy-")).map(({ count, items, kind }: { readonly count: number; readonly items: ReadonlyArray<object>; readonly kind: string }) => [kind, count, items[0]])
    const [[kind, count, item]] = await tasksOf("general-manager")
    assert.deepStrictEqual([kind, count, item.comment, item.target], ["policy-draft-open", 1, "Acuerdo con la marca", { view: "policy", id }])
    assert.deepStrictEqual(await tasksOf("crm-assistant"), [["policy-draft-answered", 0, undefined]])
    const colorOf = async (period: string) => (await server.call("GET", `/v1/scorecards/${period}`)).json.groups[0]?.prospecting.color
    assert.strictEqual(await colorOf("2024-03"), company.before.color)
    const approved = await approve(id)
    assert.strictEqual(await colorOf("2024-03"), company.after.color, "the running month is judged by it")
    assert.deepInclude(approved.json, { state: "approved", holds: { from: "2024-03" } })
    assert.deepInclude(approved.json.approval, { from: "2024-03", by: "GG" })
    assert.deepStrictEqual((await tasksOf("general-manager"))[0].slice(0, 2), ["policy-draft-open", 0])
    const answered = (await tasksOf("crm-assistant"))[0]
    assert.deepStrictEqual([answered[1], answered[2].id, answered[2].decision], [1, id, "granted"])
    assert.strictEqual((await server.call("GET", "/v1/policies")).json.inForce, id)
    assert.deepStrictEqual((await server.call("GET", `/v1/audit?subject=policy:${id}`)).json.items.map(({ action }: { readonly action: string }) => action).toSorted(), ["policy.approved", "policy.drafted"])
  })

  it("is compared with any other one, value by value", async () => {
    const one = (await draft()).json.edition.id
    const two = (await draft({ policy: { parameters: { leadRedDays: 6 }, brands: { B1: { parameters: { noteMinimumWords: 5 } } } } })).json.edition.id
    const { json } = await server.call("GET", `/v1/policies/${two}?against=${one}`)
    assert.strictEqual(json.against, one)
    assert.deepStrictEqual(json.differences.map(({ after, before, pointer }: { readonly after: unknown; readonly before: unknown; readonly pointer: string }) => [pointer, before, after]), [
      ["/parameters/leadRedDays", 5, 6],
      ["/thresholds/prospecting/yellow", 110, 80],
      ["/thresholds/prospecting/green", 120, 100],
      ["/brands/B1", null, { parameters: { noteMinimumWords: 5 } }]
    ])
    assert.strictEqual((await server.call("GET", `/v1/policies/${two}?against=none`)).status, 404)
    const printed = await server.call("GET", `/v1/policies/${two}/document`)
    assert.match(printed.headers.get("content-type")!, /^text\/html/)
    for (const text of ["Acuerdo con la marca", "<b>ESTADO:</b> Borrador sin aprobar", "<b>REDACTADA:</b> Asistente CRM, 2024-03-20 10:00", "Marca Motos Uno", "<td>/parameters/leadRedDays</td><td>7</td><td>6</td>"]) assert.include(printed.text, text)
    const firstPage = (await server.call("GET", "/v1/policies?limit=1")).json
    const secondPage = (await server.call("GET", `/v1/policies?limit=1&cursor=${firstPage.nextCursor}`)).json
    assert.deepStrictEqual([firstPage, secondPage].map(({ items }) => items[0].id), [two, one])
    assert.isNull(secondPage.nextCursor)
  })

  it("is refused with every fault of its file, and stores nothing", async () => {
    const bad = { rules: { prospect: { "phone-invalid": "ignore" } }, parameters: { timeZone: "UTC", phoneCountry: "PE", leadRedDays: "x" }, brands: { "B/1": { parameters: { leadRedDays: 3 } } } }
    for (const path of ["/v1/policies", "/v1/policies/effect"]) {
      const refused = await server.call("POST", path, { body: { comment: "Prueba", policy: bad } })
      assert.strictEqual(refused.status, 422)
      assert.sameMembers([...pointersOf(refused)!], ["/policy/rules/prospect/phone-invalid", "/policy/parameters/leadRedDays", "/policy/brands/B~11/parameters/leadRedDays", "/policy/parameters/timeZone", "/policy/parameters/phoneCountry"])
    }
    assert.deepStrictEqual(pointersOf(await draft({ comment: " " })), ["/comment"])
    assert.deepStrictEqual(pointersOf(await draft({ comment: undefined, policy: undefined })), ["/comment", "/policy"])
    assert.strictEqual((await draft({ replaces: "none" })).status, 404)
    assert.deepStrictEqual((await server.call("GET", "/v1/policies")).json.items, [])
  })

  it("is not approved by its author, twice, or for a month that is over; a withdrawn one never", async () => {
    const { id } = (await draft()).json.edition
    assert.strictEqual((await approve(id, "2024-03", {})).status, 403)
    const alsoAssistant = await server.keyOf({ role: "general-manager", employeeId: "R1" })
    const own = await approve(id, "2024-03", { key: alsoAssistant })
    assert.deepStrictEqual([own.status, own.json.detail], [403, "Nadie aprueba su propio borrador: déjelo a otra persona."])
    const tooEarly = await approve(id, "2024-02")
    assert.deepStrictEqual([tooEarly.status, tooEarly.json.errors], [422, [
      { in: "body", pointer: "/from", detail: "Se esperaba un mes desde 2024-03, el que corre.", expected: { es: "un mes desde 2024-03, el que corre", en: "a month from 2024-03 on, the one that runs" } }
    ]])
    assert.strictEqual((await approve(id, "2024-04")).status, 200)
    assert.strictEqual((await approve(id, "2024-05")).status, 409)
    assert.strictEqual((await withdraw(id, {})).status, 409)
    const other = (await draft()).json.edition.id
    assert.deepStrictEqual(pointersOf(await withdraw(other, {}, asManager)), ["/reason"])
    assert.strictEqual((await withdraw(other, {}, { key: await server.keyOf({ role: "crm-assistant", employeeId: "A9" }) })).status, 403)
    const declined = await withdraw(other, { reason: "Esperemos a abril" }, asManager)
    assert.deepInclude(declined.json, { state: "withdrawn" })
    assert.deepInclude(declined.json.withdrawal, { by: "GG", reason: "Esperemos a abril" })
    assert.strictEqual((await approve(other, "2024-04")).status, 409)
  })

  it("is stored once when it is sent again, and replaced by another draft of its author", async () => {
    const headers = { "idempotency-key": "k-1" }
    const first = (await draft({}, { headers })).json.edition.id
    assert.strictEqual((await draft({}, { headers })).json.edition.id, first)
    const second = (await draft({ replaces: first, policy: { parameters: { leadRedDays: 6 } } })).json.edition.id
    const { items } = (await server.call("GET", "/v1/policies")).json
    assert.deepStrictEqual(items.map(({ id, state }: { readonly id: string; readonly state: string }) => [id, state]), [[second, "draft"], [first, "withdrawn"]])
    assert.deepInclude(items[1].withdrawal, { by: "R1", replacedBy: second })
    assert.strictEqual((await withdraw(second, {})).json.state, "withdrawn")
  })
})
