/** The lists of records and leads: order, pages, the counts of the filters, and the files of what is listed. */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { prospectBody, serve, type Server } from "./serving.ts"
import type * as Access from "@crm-procedure/core/records/Access"

let server: Server
beforeAll(async () => {
  server = await serve()
  const of = (place: number) => prospectBody(`L${place}`, {
    fullName: ["Álvaro Ruiz", "andrés Díaz", "Beatriz Gil", "Zoe Mora", "prueba"][place % 5],
    phone: `31524840${10 + place}`,
    createdAt: `2024-01-${String(20 - place).padStart(2, "0")}T09:00:00-05:00`,
    advisorId: place % 2 === 0 ? "A1" : "A2",
    branchId: place % 2 === 0 ? "S1" : "S2",
    consentAt: "2024-01-01",
    source: "walk-in"
  })
  for (let place = 0; place < 10; place++) await server.call("PUT", `/v1/prospects/L${place}`, { body: of(place) })
})
afterAll(() => server.stop())

/** Every page of a list, one after another. */
const pages = async (path: string, role: Access.Role = "crm-assistant"): Promise<ReadonlyArray<string>> => {
  const found: Array<string> = []
  let cursor: string | null = ""
  while (cursor !== null) {
    const { json, status } = await server.call("GET", `${path}${cursor === "" ? "" : `&cursor=${cursor}`}`, { role })
    assert.strictEqual(status, 200, path)
    found.push(...json.items.map((item: { readonly id?: string; readonly prospectId?: string }) => item.id ?? item.prospectId))
    cursor = json.nextCursor
  }
  return found
}

describe("a sorted list", () => {
  it("gives each record once over its pages, in the order asked for, both ways", async () => {
    for (const sort of ["id", "date", "name", "source", "stage", "advisor", "branch", "brand", "verdict"]) {
      const forth = await pages(`/v1/prospects?period=2024-01&limit=3&sort=${sort}`)
      assert.deepStrictEqual(forth.toSorted(), Array.from({ length: 10 }, (_, place) => `L${place}`), sort)
      const back = await pages(`/v1/prospects?period=2024-01&limit=4&sort=-${sort}`)
      assert.deepStrictEqual(back.toSorted(), forth.toSorted(), sort)
      if (sort === "id" || sort === "date") assert.deepStrictEqual(back, forth.toReversed(), sort)
    }
    assert.deepStrictEqual((await pages("/v1/prospects?period=2024-01&limit=3&sort=date")).slice(0, 3), ["L9", "L8", "L7"])
    // Accents and case do not count: Álvaro stands before andrés, and both before Beatriz.
    assert.deepStrictEqual((await pages("/v1/prospects?period=2024-01&sort=name")).slice(0, 6), ["L0", "L5", "L1", "L6", "L2", "L7"])
    assert.strictEqual((await server.call("GET", "/v1/prospects?period=2024-01&sort=phone")).status, 422)
  })

  it("sorts leads by what is owed to them", async () => {
    for (const sort of ["name", "days", "due", "red", "advisor", "color"]) {
      assert.deepStrictEqual((await pages(`/v1/leads?limit=1&sort=${sort}`)).toSorted(), (await pages("/v1/leads?limit=1&sort=id")).toSorted(), sort)
    }
    const { json } = await server.call("GET", "/v1/leads?sort=-days")
    const days = json.items.map(({ daysSinceLast }: { readonly daysSinceLast: number }) => daysSinceLast)
    assert.deepStrictEqual(days, days.toSorted((one: number, other: number) => other - one))
    assert.strictEqual(json.items.find(({ prospectId }: { readonly prospectId: string }) => prospectId === "P1").phone, "+573104829175")
  })
})

describe("the counts of the filters", () => {
  it("say what each value of a filter would leave, with the other filters as they are", async () => {
    const of = async (query: string) => (await server.call("GET", `/v1/prospects?period=2024-01&${query}`)).json
    const all = await of("limit=1")
    assert.deepStrictEqual([all.total, all.counts.verdicts], [10, { valid: 8, invalid: 2, pending: 0 }])
    assert.deepStrictEqual(all.counts.advisors, [{ id: "A1", count: 5 }, { id: "A2", count: 5 }])
    const invalid = await of("verdict=invalid")
    assert.deepStrictEqual([invalid.total, invalid.counts.verdicts, invalid.counts.branches], [2, { valid: 8, invalid: 2, pending: 0 }, [{ id: "S1", count: 1 }, { id: "S2", count: 1 }]])
    for (const { count, id } of invalid.counts.reasons) assert.strictEqual((await of(`verdict=invalid&reason=${id}`)).total, count, id)
    for (const { count, id } of all.counts.advisors) assert.strictEqual((await of(`advisor=${id}`)).total, count, id)
  })

  it("count what the reader sees, and no more", async () => {
    const { json } = await server.call("GET", "/v1/prospects?period=2024-01", { role: "advisor" })
    assert.deepStrictEqual([json.total, json.counts.advisors, json.counts.branches], [5, [{ id: "A1", count: 5 }], [{ id: "S1", count: 5 }]])
  })

  it("count the open leads by colour, as the lists have them", async () => {
    const { json: { counts } } = await server.call("GET", "/v1/leads?limit=1")
    for (const color of ["red", "yellow", "green"]) assert.strictEqual((await pages(`/v1/leads?limit=2&color=${color}`)).length, counts[color], color)
  })
})

describe("what stands behind a compliance", () => {
  it("is the leads with obligations of that state due in the month", async () => {
    const { company } = (await server.call("GET", "/v1/compliance/2024-03")).json
    for (const state of ["met", "late", "missed", "upcoming"] as const) {
      const { json } = await server.call("GET", `/v1/leads?dueIn=2024-03&state=${state}`)
      const due = json.items.flatMap(({ obligations }: { readonly obligations: ReadonlyArray<{ readonly state: string; readonly due: string }> }) => obligations.filter((one) => one.state === state && one.due.startsWith("2024-03")))
      assert.strictEqual(due.length, company[state], state)
    }
    assert.strictEqual((await server.call("GET", "/v1/leads?dueIn=2024-03")).json.items.length, company.leads)
  })
})

describe("the file of a list", () => {
  it("holds everything that the filters leave, for programs, for people and as a workbook", async () => {
    const path = "/v1/prospects?period=2024-01&verdict=valid&sort=name&limit=2"
    const programs = await server.call("GET", `${path}&format=csv`)
    assert.match(programs.headers.get("content-disposition")!, /prospectos-2024-01\.csv/)
    const lines = programs.text.trimEnd().split("\r\n")
    assert.deepStrictEqual([lines.length, lines[1]!.split(",").slice(0, 2)], [9, ["L0", "Álvaro Ruiz"]])
    assert.include(lines[1], "2024-01-20T09:00:00-05:00")
    const people = (await server.call("GET", `${path}&format=csv&csvFor=people`)).text
    assert.isTrue(people.startsWith("Prospecto;Nombre;"))
    assert.include(people, "20/01/2024 09:00")
    const workbook = JSON.parse((await server.call("GET", `${path}&format=xlsx`)).text)
    assert.strictEqual(workbook.rows.length, 8)
    assert.include(workbook.columns, "Motivos")
  })

  it("holds activities with their customers, and leads, within the reader's scope", async () => {
    const activities = (await server.call("GET", "/v1/activities?period=2024-03&format=csv", { role: "advisor" })).text
    assert.include(activities, "Ana María Ñáñez")
    assert.notInclude(activities, "C2")
    const leads = (await server.call("GET", "/v1/leads?format=csv", { role: "commercial-manager" })).text
    assert.include(leads, "Bernardo Quiñones")
    assert.notInclude(leads, "Ñáñez")
    const { json } = await server.call("GET", "/v1/activities?period=2024-03")
    assert.deepInclude(json.items[0], { customerName: "Ana María Ñáñez", customerPhone: "+573104829175" })
  })
})
