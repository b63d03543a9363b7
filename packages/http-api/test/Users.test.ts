import * as InvitationPost from "../src/users/InvitationPost.ts"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { DEALERSHIP, OTHER, serve, type Server } from "./serving.ts"
import * as ServiceStore from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

let server: Server
let key: string
beforeAll(async () => {
  server = await serve()
  key = await server.keyOf({ role: "crm-assistant", isAdministrator: true })
})
afterAll(() => server.stop())

const ask = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => server.call(method, path, { key, headers, ...(body === undefined ? {} : { body }) })
const stored = <A>(use: (port: ServiceStore.ServiceStore["Service"]) => Effect.Effect<A, ServiceStore.ServiceStoreError>) => server.runtime.runPromise(ServiceStore.ServiceStore.use(use))

describe("an administrator", () => {
  it("adds a person once, whatever is sent again, and refuses a second one with the e-mail", async () => {
    const body = { name: " Luz Peña ", email: "Luz.Pena@Ejemplo.TEST", role: "commercial-manager", branchIds: ["S1"], administrator: true }
    const first = await ask("POST", "/v1/users", body, { "idempotency-key": "one" })
    assert.strictEqual(first.status, 201)
    assert.deepInclude(first.json, { name: "Luz Peña", email: "luz.pena@ejemplo.test", role: "commercial-manager", administrator: true, state: "invited", secondFactor: false, language: "es" })
    assert.deepStrictEqual((await ask("POST", "/v1/users", body, { "idempotency-key": "one" })).json, first.json)
    const again = await ask("POST", "/v1/users", body)
    assert.strictEqual(again.status, 409)
    assert.include(again.json.detail, "tiene ese correo")
    assert.deepStrictEqual((await ask("GET", "/v1/users")).json.items.map(({ email }: { readonly email: string }) => email), ["luz.pena@ejemplo.test"])
  })

  it("is told each fault of a person with its place", async () => {
    const { json, status } = await ask("POST", "/v1/users", { name: " ", email: "luz", role: "advisor", branchIds: ["S1"] })
    assert.strictEqual(status, 422)
    assert.deepStrictEqual(json.errors.map(({ pointer }: { readonly pointer: string }) => pointer), ["/name", "/email", "/employeeId", "/branchIds"])
  })

  it("invites by a link that is shown once, is stored as a hash only, and replaces the one before", async () => {
    const { id } = (await ask("POST", "/v1/users", { name: "Ana", email: "ana@ejemplo.test", role: "general-manager" })).json
    const secretOf = async () => (await ask("POST", `/v1/users/${id}/invitation`)).json.link.split("/").at(-1) as string
    const first = await secretOf()
    const second = await secretOf()
    const user = Option.getOrThrow(await stored((port) => port.user(DEALERSHIP, id)))
    assert.strictEqual(user.invitation?.hash, InvitationPost.hashOfSecret(second))
    assert.notInclude(JSON.stringify(user), second)
    assert.isUndefined(InvitationPost.hashOfSecret("inv_short"))
    assert.notStrictEqual(first, second)
  })

  it("sees at whom the last message was not delivered, until the e-mail is corrected", async () => {
    const person = { name: "Rosa", email: "rosa@ejemplo.test", role: "general-manager" }
    const { id } = (await ask("POST", "/v1/users", person)).json
    const failureOf = async () => (await ask("GET", "/v1/users")).json.items.find((one: { readonly id: string }) => one.id === id).mailFailure
    assert.isUndefined(await failureOf())
    const message = { userId: id, kind: "invitation", to: person.email, subject: "", text: "", html: "", isShown: false, createdAt: 1, dueAt: 1, attempts: 1 } as const
    await stored((port) => port.addMessages(DEALERSHIP, [{ ...message, id: "bounced", state: "dead", lastFailure: "550" }, { ...message, id: "kept", state: "kept", createdAt: 2 }]))
    assert.strictEqual(await failureOf(), "550")
    assert.strictEqual((await ask("PUT", `/v1/users/${id}`, { ...person, email: "rosa.diaz@ejemplo.test", language: "en" })).json.language, "en")
    assert.isUndefined(await failureOf())
  })

  it("can't remove the last administrator, nor take the right away", async () => {
    const administrator = (id: string, email: string) => ({ id, name: "Ada", email, identity: { dealership: DEALERSHIP, role: "general-manager" as const, isAdministrator: true }, language: "es" as const, createdAt: 1, revision: 1, password: "$" })
    await stored((port) => port.putUser(administrator("u-last", "ada@ejemplo.test")))
    const body = { name: "Ada", email: "ada@ejemplo.test", role: "general-manager" }
    assert.deepStrictEqual([(await ask("DELETE", "/v1/users/u-last")).status, (await ask("PUT", "/v1/users/u-last", body)).status], [409, 409])
    await stored((port) => port.putUser(administrator("u-other", "eva@ejemplo.test")))
    assert.strictEqual((await ask("PUT", "/v1/users/u-last", body)).status, 200)
    assert.strictEqual((await ask("DELETE", "/v1/users/u-other")).status, 409)
  })

  it("sees and ends a user's sessions; another person sees own ones alone", async () => {
    const begin = (id: string, holderId: string) => stored((port) => port.beginSession(DEALERSHIP, { id, holderId, createdAt: 1, expiresAt: Number.MAX_SAFE_INTEGER, device: "Firefox" }))
    await stored((port) => port.putUser({ id: "u-ines", name: "Inés", email: "ines@ejemplo.test", identity: { dealership: DEALERSHIP, role: "crm-assistant" }, language: "es", createdAt: 1, revision: 1 }))
    await begin("s1", "u-ines")
    await begin("s2", "key-advisor")
    assert.deepStrictEqual((await ask("GET", "/v1/sessions?user=u-ines")).json.items.map(({ device, id }: { readonly id: string; readonly device: string }) => [id, device]), [["s1", "Firefox"]])
    const advisor = (method: string, path: string, dealership = DEALERSHIP) => server.call(method, path, { role: "advisor", dealership })
    assert.deepStrictEqual((await advisor("GET", "/v1/sessions")).json.items.map(({ id }: { readonly id: string }) => id), ["s2"])
    for (const path of ["/v1/sessions/s1", "/v1/sessions/s1?user=u-ines"]) assert.strictEqual((await advisor("DELETE", path)).status, 404, path)
    assert.strictEqual((await advisor("DELETE", "/v1/sessions/s2", OTHER)).status, 404)
    assert.strictEqual((await ask("DELETE", "/v1/sessions/s1?user=u-ines")).status, 204)
    assert.deepStrictEqual((await ask("GET", "/v1/sessions?user=u-ines")).json.items, [])
  })
})

describe("a key", () => {
  const me = (secret: string) => server.call("GET", "/v1/me", { key: secret })

  it("is replaced by one of the same identity, and both work until the overlap ends", async () => {
    const old = (await ask("POST", "/v1/keys", { name: "CRM de la marca", role: "integration", brandIds: ["B1"] })).json
    const { json: made, status } = await ask("POST", `/v1/keys/${old.id}/rotation`, { overlapHours: 2 })
    assert.strictEqual(status, 201)
    assert.deepStrictEqual([made.name, made.role, made.brandIds], ["CRM de la marca", "integration", ["B1"]])
    assert.deepStrictEqual([(await me(old.key)).status, (await me(made.key)).status], [200, 200])
    server.wait(2 * 3_600_000)
    // A key that was looked up is reused for a moment of steady time.
    while ((await me(old.key)).status !== 401);
    assert.strictEqual((await me(made.key)).status, 200)
    assert.strictEqual((await ask("POST", `/v1/keys/${old.id}/rotation`)).status, 409)
  })

  it("ends at the instant that was named, and says when it was used last", async () => {
    const expiresAt = new Date(Date.parse((await me(key)).json.now) + 3_600_000).toISOString()
    const made = (await ask("POST", "/v1/keys", { name: "Tablero", role: "general-manager", expiresAt })).json
    const listed = async () => (await ask("GET", "/v1/keys")).json.items.find(({ id }: { readonly id: string }) => id === made.id)
    assert.isUndefined((await listed()).lastUsedAt)
    assert.strictEqual((await me(made.key)).status, 200)
    while ((await listed()).lastUsedAt === undefined);
    server.wait(3_600_000)
    while ((await me(made.key)).status !== 401);
    assert.strictEqual((await ask("POST", "/v1/keys", { name: "Tablero", role: "general-manager", expiresAt })).status, 422)
    assert.notInclude(JSON.stringify(await stored((port) => port.keys(DEALERSHIP))), made.key)
  })

  it("is named beside the imports and the closes that were made with it", async () => {
    const made = (await ask("POST", "/v1/keys", { name: "Sistema de la sede", role: "crm-assistant" })).json
    const director = (await ask("POST", "/v1/keys", { name: "Dirección", role: "general-manager" })).json
    const csv = "branch_id,name\nS1,Sede Norte\nS2,Sede Sur\n"
    assert.strictEqual((await server.call("POST", "/v1/imports/branches", { key: made.key, body: csv, headers: { "content-type": "text/csv" } })).status, 200)
    const [entry] = (await server.call("GET", "/v1/imports")).json.items
    assert.deepInclude(entry, { by: "crm-assistant", byName: "Sistema de la sede" })
    assert.strictEqual((await server.call("POST", "/v1/periods/2024-02/close", { key: made.key, body: {} })).status, 200)
    assert.strictEqual((await server.call("POST", "/v1/periods/2024-02/reopen", { key: director.key, body: { reason: "Faltaba uno" } })).status, 200)
    const [link] = (await server.call("GET", "/v1/periods")).json.items
    assert.deepInclude(link, { closedBy: "crm-assistant", closedByName: "Sistema de la sede" })
    assert.deepInclude(link.reopening, { by: "general-manager", byName: "Dirección" })
  })
})
