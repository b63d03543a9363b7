/** A person asks about their own data: registered, extended, answered, and told in the audit without the person. */
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { serve, type Server } from "./serving.ts"

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.stop())

const path = "/v1/people/requests"
const asked = { kind: "consulta", channel: "email", person: { email: "ana@correo.test" }, text: "¿Qué guardan de mí?", receivedAt: "2024-03-18" }

describe("a request about personal data", () => {
  it("is registered once under its key, is extended, answered and listed by its last day", async () => {
    const headers = { "idempotency-key": "una" }
    const { json, status } = await server.call("POST", path, { body: asked, headers })
    assert.strictEqual(status, 201)
    assert.deepInclude(json, { kind: "consulta", person: { email: "ana@correo.test" }, dueAt: "2024-04-04T23:59:59.999-05:00", state: "open", registeredBy: "R1" })
    assert.strictEqual((await server.call("POST", path, { body: asked, headers })).json.id, json.id)
    const other = (await server.call("POST", path, { body: { ...asked, kind: "reclamo", receivedAt: "2024-02-12" }, role: "general-manager" })).json
    assert.strictEqual(other.state, "overdue")
    const listed = async (state: string) => (await server.call("GET", `${path}?state=${state}`)).json.items.map(({ id }: { readonly id: string }) => id)
    assert.deepStrictEqual([await listed("open"), await listed("overdue"), await listed("answered")], [[other.id, json.id], [other.id], []])
    const extended = (await server.call("POST", `${path}/${json.id}/extension`, { body: { reason: "Falta un archivo" } })).json
    assert.deepInclude(extended, { dueAt: "2024-04-11T23:59:59.999-05:00" })
    assert.deepInclude(extended.extension, { by: "R1", reason: "Falta un archivo" })
    assert.strictEqual((await server.call("POST", `${path}/${json.id}/extension`, { body: { reason: "Otra vez" } })).status, 409)
    assert.strictEqual((await server.call("POST", `${path}/${other.id}/extension`, { body: { reason: "Tarde" } })).status, 409)
    const answered = (await server.call("POST", `${path}/${other.id}/answer`, { body: { done: "Se corrigió el correo" } })).json
    assert.deepInclude(answered.answer, { by: "R1", done: "Se corrigió el correo", late: true })
    assert.strictEqual((await server.call("POST", `${path}/${other.id}/answer`, { body: { done: "Otra vez" } })).status, 409)
    assert.deepStrictEqual(await listed("answered"), [other.id])
    const { json: page } = await server.call("GET", `${path}?limit=1`)
    assert.strictEqual((await server.call("GET", `${path}?limit=1&cursor=${page.nextCursor}`)).json.items[0].id, other.id)
    const today = (await server.call("GET", "/v1/today")).json.tasks.filter(({ kind }: { readonly kind: string }) => kind === "person-request-open")
    assert.deepInclude(today[0].items[0], { subject: "person-request", id: json.id, request: "consulta", target: { view: "person-requests" } })
  })

  it("is refused with a pointer, and the refusal quotes nothing of the person", async () => {
    const refusalOf = async (to: string, body: object) => {
      const { json, status, text } = await server.call("POST", to, { body })
      assert.notInclude(text, "310 4")
      return [status, json.errors?.map(({ pointer }: { readonly pointer: string }) => pointer).join()]
    }
    assert.deepStrictEqual(await refusalOf(path, { ...asked, person: { phone: "310 4" } }), [422, "/person"])
    assert.deepStrictEqual(await refusalOf(path, { ...asked, receivedAt: "2999-01-01" }), [422, "/receivedAt"])
    assert.deepStrictEqual(await refusalOf(path, { ...asked, receivedAt: "ayer" }), [422, "/receivedAt"])
    assert.deepStrictEqual(await refusalOf(path, { ...asked, kind: "310 4" }), [422, "/kind"])
    const { json: { id } } = await server.call("POST", path, { body: asked })
    assert.deepStrictEqual(await refusalOf(`${path}/${id}/extension`, { reason: " " }), [422, "/reason"])
    assert.deepStrictEqual(await refusalOf(`${path}/${id}/answer`, { done: " " }), [422, "/done"])
    assert.deepStrictEqual(await refusalOf(`${path}/none/answer`, { done: "Sí" }), [404, undefined])
  })

  it("is told in the audit with its dates, and without who asked and what was written", async () => {
    const { json, text } = await server.call("GET", "/v1/audit?limit=100")
    const actions = json.items.map(({ action }: { readonly action: string }) => action)
    for (const action of ["registered", "extended", "answered"]) assert.include(actions, `person-request.${action}`)
    for (const secret of ["ana@correo.test", "guardan", "Falta un archivo", "Se corrigió"]) assert.notInclude(text, secret)
  })
})
