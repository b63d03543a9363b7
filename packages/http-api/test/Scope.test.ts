/** What an answer covers: two managers of one branch see why their figures differ, and two readers with one scope see the same. */
import * as ReadScope from "@crm-procedure/core/records/ReadScope"
import { readFileSync } from "node:fs"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { serve, type Server } from "./serving.ts"

let server: Server
let cars: string
let motorcycles: string
let whole: string
let other: string
beforeAll(async () => {
  server = await serve()
  cars = await server.keyOf({ role: "commercial-manager", employeeId: "M-1", branchIds: ["S1"], line: "cars" })
  motorcycles = await server.keyOf({ role: "motorcycle-manager", employeeId: "M-2", branchIds: ["S1"] })
  whole = await server.keyOf({ role: "commercial-manager", employeeId: "M-3", branchIds: ["S1"] })
  other = await server.keyOf({ role: "commercial-manager", employeeId: "M-4", branchIds: ["S1"] })
  await server.call("PUT", "/v1/prospects/P9", { body: { createdAt: "2024-03-11T09:00:00-05:00", advisorId: "A1", branchId: "S1", brandId: "B2", source: "web", phone: "3009998877", consentAt: "2024-03-11" } })
})
afterAll(() => server.stop())

const asOf = "asOf=2024-03-20"
const paths = [
  `/v1/scorecards/2024-03?by=branch&${asOf}`, `/v1/compliance/2024-03?${asOf}`, `/v1/verifications/2024-03/results?${asOf}`, `/v1/leads?${asOf}`, "/v1/prospects?period=2024-03",
  "/v1/activities?period=2024-03", "/v1/goals/2024-03", `/v1/trend?by=branch&months=2&${asOf}`, "/v1/today?since=2024-03-01", "/v1/changes?since=2024-03-01", "/v1/search?q=S1", "/v1/appeals",
  "/v1/verifications/reopening-requests"
]

/** Reading endpoints that do not say a scope, and why. */
const WHOLE = "only people who see the whole dealership read it"
const ONE = "one record: it is the same for every reader who sees it"
const OWN = "the reader's own"
const NONE = "it holds nothing of a branch, line or brand"
const withoutScope: Readonly<Record<string, string>> = {
  "GET /v1/procedure": NONE, "GET /v1/procedure/document": NONE, "GET /v1/me": OWN, "GET /v1/directory": "the same for every reader",
  "GET /v1/prospects/{id}": ONE, "GET /v1/activities/{id}": ONE, "GET /v1/prospects/{id}/history": ONE, "GET /v1/activities/{id}/history": ONE, "GET /v1/verifications/{id}/attempts": ONE,
  "GET /v1/audit": WHOLE, "GET /v1/audit/file": WHOLE, "GET /v1/imports": WHOLE, "GET /v1/imports/{id}/rejected": WHOLE, "GET /v1/mappings": WHOLE, "GET /v1/mappings/adf": WHOLE,
  "GET /v1/leads/inbox": WHOLE, "GET /v1/inbox-tokens": WHOLE, "GET /v1/periods": WHOLE, "GET /v1/periods/{period}/closing": WHOLE, "GET /v1/periods/{period}/snapshot": WHOLE,
  "GET /v1/periods/{period}/amendment": WHOLE, "GET /v1/webhooks": WHOLE, "GET /v1/webhooks/{id}": WHOLE, "GET /v1/webhooks/{id}/deliveries": WHOLE, "GET /v1/users": WHOLE, "GET /v1/people/requests": WHOLE,
  "GET /v1/keys": WHOLE, "GET /v1/sessions": OWN, "GET /v1/messages": OWN, "GET /v1/messages/previews/{kind}": OWN, "GET /v1/leads/inbox/{token}": NONE, "GET /health": NONE, "GET /ready": NONE, "GET /metrics": NONE,
  "GET /v1/policies": WHOLE, "GET /v1/policies/{id}": WHOLE, "GET /v1/policies/{id}/effect": WHOLE, "GET /v1/policies/{id}/document": WHOLE,
  "GET /v1/forms/{form}/{period}": "a form's header says it: see the test of the forms"
}

interface Schema {
  readonly $ref?: string
  readonly required?: ReadonlyArray<string>
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>> }>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}
const ask = async (key: string, path: string) => (await server.call("GET", path, { key })).json

describe("the scope of an answer", () => {
  it.each(paths)("says of %s which part of a branch is left out", async (path) => {
    const one = (await ask(cars, path)).scope
    assert.deepInclude(one, { kind: "places", branches: ["S1"], lines: ["cars"], partial: [{ branchId: "S1", leftOutLines: ["motorcycles"] }] })
    const two = (await ask(motorcycles, path)).scope
    assert.deepInclude(two, { branches: ["S1"], lines: ["motorcycles"], partial: [{ branchId: "S1", leftOutLines: ["cars"] }] })
    assert.deepInclude((await ask(whole, path)).scope, { branches: ["S1"], partial: [] })
  })

  it("explains why two managers see different figures of one branch: the parts make the whole", async () => {
    const registered = async (key: string) => (await ask(key, paths[0]!)).groups.find(({ keys }: { readonly keys: { readonly branch: string } }) => keys.branch === "S1").prospecting.registered
    assert.strictEqual(await registered(cars) + await registered(motorcycles), await registered(whole))
    assert.notStrictEqual(await registered(cars), await registered(motorcycles))
  })

  it("gives the same answer to every reader with the same scope", async () => {
    for (const path of paths) {
      const { status } = await server.call("GET", path, { key: whole })
      assert.strictEqual(status, 200, path)
      const { asOf: _one, ...one } = await ask(whole, path)
      const { asOf: _another, ...another } = await ask(other, path)
      assert.deepStrictEqual(one, another)
    }
  })

  it("is in every answer that depends on its reader", () => {
    const { components, paths: described } = JSON.parse(readFileSync(new URL("../openapi.json", import.meta.url), "utf8")) as OpenApi
    const saysScope = ({ $ref, required }: Schema): boolean => ($ref === undefined ? required : components.schemas[$ref.split("/").at(-1)!]!.required)?.includes("scope") === true
    const reading = Object.entries(described).flatMap(([path, methods]) =>
      Object.entries(methods).filter(([method]) => method === "get" || path === "/v1/search").map(([method, { responses }]) => ({
        name: `${method.toUpperCase()} ${path}`,
        says: Object.values(responses["200"]?.content ?? {}).some(({ schema }) => saysScope(schema))
      })))
    assert.deepStrictEqual(reading.filter(({ name, says }) => !says && !Object.hasOwn(withoutScope, name)).map(({ name }) => name), [])
    assert.deepStrictEqual(reading.filter(({ name, says }) => says && Object.hasOwn(withoutScope, name)).map(({ name }) => name), [])
    const names = new Set(reading.map(({ name }) => name))
    assert.deepStrictEqual(Object.keys(withoutScope).filter((name) => !names.has(name)), [])
  })

  it("is in the header of every form, with a sentence that is printed", async () => {
    for (const form of ["GC-FOR-05", "GC-FOR-06", "GC-FOR-21", "compliance", "controls"]) {
      const { scope } = await ask(cars, `/v1/forms/${form}/2024-03?format=json`)
      assert.deepInclude(scope, { kind: "places", branches: ["S1"], partial: [{ branchId: "S1", leftOutLines: ["motorcycles"] }] })
      assert.strictEqual(ReadScope.text(scope, (id) => id), "Alcance: sedes S1; líneas carros. Parcial: S1 sin motos.")
    }
    assert.strictEqual(ReadScope.text({ kind: "dealership", partial: [] }, (id) => id), "Alcance: toda la empresa.")
  })

  it("is said above a listed file", async () => {
    const { text } = await server.call("GET", "/v1/prospects?period=2024-03&format=xlsx", { key: cars })
    assert.include(text, "Alcance: sedes Sede Norte; líneas carros. Parcial: Sede Norte sin motos.")
  })

  it("is the dealership of a reader who sees everything", async () => {
    const { json } = await server.call("GET", paths[0]!)
    assert.deepStrictEqual(json.scope, { kind: "dealership", advisorId: null, branches: null, lines: null, brands: null, partial: [] })
  })
})
