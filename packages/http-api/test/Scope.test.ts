/** What an answer covers: two managers of one branch see why their figures differ, and two readers with one scope see the same. */
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

const paths = ["/v1/scorecards/2024-03?by=branch", "/v1/compliance/2024-03", "/v1/verifications/2024-03/results", "/v1/leads"]
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
      const asOf = `${path}${path.includes("?") ? "&" : "?"}asOf=2024-03-20`
      assert.deepStrictEqual(await ask(whole, asOf), await ask(other, asOf))
    }
  })

  it("is the dealership of a reader who sees everything", async () => {
    const { json } = await server.call("GET", paths[0]!)
    assert.deepStrictEqual(json.scope, { kind: "dealership", advisorId: null, branches: null, lines: null, brands: null, partial: [] })
  })
})
