import * as Activity from "@crm-procedure/core/records/Activity"
import * as Goal from "@crm-procedure/core/records/Goal"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import * as Shape from "../src/Shape.ts"
import { DEALERSHIP, serve, type Server } from "./serving.ts"

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.stop())

const record = {
  createdAt: "2024-03-11T09:00:00-05:00",
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  fullName: "Dora Elena Ruiz",
  phone: "315 248 3917",
  source: "walk-in",
  interest: "Moto 125",
  consentAt: "2024-03-11"
}

describe("a record that is stored", () => {
  it("is new with 201, there with 200, and the same again changes nothing", async () => {
    const first = await server.call("PUT", "/v1/prospects/N1", { body: record })
    assert.deepStrictEqual([first.status, first.headers.get("etag"), first.json.verdict, first.json.revision], [201, "\"0\"", "valid", 0])
    const again = await server.call("PUT", "/v1/prospects/N1", { body: { prospectId: "N1", ...record } })
    assert.deepStrictEqual([again.status, again.headers.get("etag"), again.json], [200, "\"0\"", first.json])
    const changed = await server.call("PUT", "/v1/prospects/N1", { body: { ...record, fullName: "Dora" } })
    assert.deepStrictEqual([changed.status, changed.headers.get("etag"), changed.json.verdict], [200, "\"1\"", "invalid"])
    assert.deepStrictEqual(changed.json.reasons.map(({ code }: { readonly code: string }) => code), ["name-incomplete"])
  })

  it("is read as it was written, with its verdict, and can be sent back as it is", async () => {
    await server.call("PUT", "/v1/prospects/N2", { body: { ...record, phone: "3152483918", stage: "won", stageAt: "2024-03-12T10:00:00-05:00" } })
    const read = await server.call("GET", "/v1/prospects/N2")
    assert.deepInclude(read.json, { id: "N2", prospectId: "N2", phone: "3152483918", stage: "won", stageAt: "2024-03-12T10:00:00-05:00", consentAt: "2024-03-11T00:00:00-05:00", verdict: "valid" })
    const back = await server.call("PUT", "/v1/prospects/N2", { body: read.json })
    assert.deepStrictEqual([back.status, back.json.revision], [200, 0])
  })

  it("has reasons in both languages; a duplicate names the record that it repeats", async () => {
    const { json } = await server.call("PUT", "/v1/prospects/N3", { body: { ...record, createdAt: "2024-03-12T09:00:00-05:00" } })
    const [reason] = json.reasons
    assert.deepInclude(reason, { code: "duplicate", outcome: "fails", field: "phone" })
    assert.strictEqual(reason.evidence.otherRecordId, "N1")
    assert.match(reason.message.es, /N1/)
    assert.match(reason.message.en, /N1/)
    assert.strictEqual(reason.provenance.kind, "assumption")
    assert.isNotEmpty(reason.verifies)
  })

  it("is refused with a pointer to every fault, and nothing is stored", async () => {
    const { json, status } = await server.call("PUT", "/v1/prospects/N4", { body: { createdAt: "ayer", advisorId: 7, branchId: "S1", brandId: "B1", stage: "won", phone: 3152483917 } })
    assert.strictEqual(status, 422)
    assert.deepStrictEqual(json.errors.map(({ in: place, pointer }: { readonly in: string; readonly pointer: string }) => [place, pointer]), [
      ["body", "/createdAt"],
      ["body", "/advisorId"],
      ["body", "/phone"],
      ["body", "/stageAt"]
    ])
    assert.notInclude(JSON.stringify(json), "3152483917")
    assert.strictEqual((await server.call("GET", "/v1/prospects/N4")).status, 404)
  })

  it("is refused where the body names another id, or the path an impossible one", async () => {
    const other = await server.call("PUT", "/v1/prospects/N5", { body: { ...record, prospectId: "N6" } })
    assert.deepStrictEqual([other.status, other.json.errors[0].pointer], [422, "/prospectId"])
    for (const id of ["x".repeat(65), " ", "a\0b", "%20x"]) {
      const refused = await server.call("PUT", `/v1/prospects/${id === "%20x" ? id : encodeURIComponent(id)}`, { body: record })
      assert.deepStrictEqual([refused.status, refused.json.errors[0].in], [422, "path"], id)
    }
    const longest = "ñ".repeat(64)
    assert.strictEqual((await server.call("PUT", `/v1/prospects/${encodeURIComponent(longest)}`, { body: { ...record, phone: "3152483919" } })).json.id, longest)
  })

  it("stands at the revision that If-Match names, or is left alone", async () => {
    const put = (headers: Record<string, string>, interest: string) => server.call("PUT", "/v1/prospects/N7", { body: { ...record, phone: "3152483920", interest }, headers })
    assert.strictEqual((await put({ "if-match": "*" }, "A")).status, 412)
    assert.strictEqual((await put({ "if-none-match": "*" }, "A")).status, 201)
    assert.strictEqual((await put({ "if-none-match": "*" }, "B")).status, 412)
    assert.strictEqual((await put({ "if-match": "\"0\"" }, "B")).status, 200)
    const stale = await put({ "if-match": "\"0\"" }, "C")
    assert.deepStrictEqual([stale.status, stale.json.type], [412, "urn:crm-procedure:problem:precondition-failed"])
    assert.strictEqual((await put({ "if-match": "W/\"1\"" }, "C")).status, 412)
    assert.strictEqual((await put({ "if-match": "\"7\", \"1\"" }, "C")).status, 200)
    const read = await server.call("GET", "/v1/prospects/N7")
    assert.strictEqual(read.json.interest, "C")
    // A reading has the same tag.
    assert.strictEqual((await put({ "if-match": read.headers.get("etag")! }, "D")).status, 200)
    assert.strictEqual((await put({ "if-match": read.headers.get("etag")! }, "E")).status, 412)
  })

  it("of an activity has the verdict that its prospect gives it", async () => {
    const activity = { prospectId: "P4", advisorId: "A1", type: "call", status: "performed", performedAt: "2024-03-15T10:00:00-05:00", outcome: "interested", note: "Llamada sobre la moto y su precio final" }
    const { json, status } = await server.call("PUT", "/v1/activities/N8", { body: activity })
    assert.deepStrictEqual([status, json.verdict, json.reasons[0].code], [201, "invalid", "prospect-invalid"])
    assert.deepInclude((await server.call("GET", "/v1/activities/N8")).json, { activityId: "N8", direction: "outbound", ...activity })
  })
})

describe("what a role sees of records", () => {
  const statuses = (role: Parameters<typeof server.call>[2] extends infer R | undefined ? R extends { role?: infer O } ? O : never : never, paths: ReadonlyArray<string>) =>
    Promise.all(paths.map(async (path) => (await server.call("GET", path, { role })).status))
  const own = ["/v1/prospects/P1", "/v1/prospects/P2", "/v1/activities/C1", "/v1/activities/C2"]

  it("is his own for an advisor, his branch for a commercial manager, his line for the motorcycle manager, its brands for an integration", async () => {
    assert.deepStrictEqual(await statuses("advisor", own), [200, 404, 200, 404])
    assert.deepStrictEqual(await statuses("commercial-manager", own), [404, 200, 404, 200])
    assert.deepStrictEqual(await statuses("motorcycle-manager", own), [200, 404, 200, 404])
    assert.deepStrictEqual(await statuses("integration", own), [200, 404, 200, 404])
    assert.deepStrictEqual(await statuses("general-manager", own), [200, 200, 200, 200])
  })

  it("is what the queue holds for a CRM agent, until it has concluded", async () => {
    const other = await serve()
    const status = async () => (await other.call("GET", "/v1/prospects/P1", { role: "crm-agent" })).status
    assert.strictEqual(await status(), 404)
    await other.call("POST", "/v1/verifications/2024-03/sample", { body: { partial: true } })
    assert.strictEqual(await status(), 200)
    await other.lease("G1", "prospect:P1")
    await other.call("POST", "/v1/verifications/P1/attempts", { role: "crm-agent", body: { outcome: "attended" } })
    assert.strictEqual(await status(), 404)
    await other.stop()
  })

  it("is the same in lists", async () => {
    const ids = async (role: "advisor" | "commercial-manager", path: string) => (await server.call("GET", path, { role })).json.items.map(({ id }: { readonly id: string }) => id)
    assert.includeMembers(await ids("advisor", "/v1/prospects"), ["P1", "P3", "P4"])
    assert.notInclude(await ids("advisor", "/v1/prospects"), "P2")
    assert.deepStrictEqual(await ids("commercial-manager", "/v1/prospects"), ["P2"])
    assert.deepStrictEqual(await ids("commercial-manager", "/v1/activities"), ["C2"])
  })

  it("an integration writes no other brand's record, nor takes one over", async () => {
    const put = (path: string, body: object) => server.call("PUT", path, { role: "integration", body })
    assert.strictEqual((await put("/v1/prospects/I1", { ...record, brandId: "B2" })).status, 403)
    assert.strictEqual((await put("/v1/prospects/P2", record)).status, 403)
    assert.strictEqual((await put("/v1/prospects/I1", { ...record, phone: "3152483930" })).status, 201)
    const activity = { advisorId: "A1", type: "call", status: "planned", plannedFor: "2024-03-21" }
    assert.strictEqual((await put("/v1/activities/I2", { ...activity, prospectId: "P2" })).status, 403)
    assert.strictEqual((await put("/v1/activities/I2", { ...activity, prospectId: "nobody" })).status, 403)
    assert.strictEqual((await put("/v1/activities/C2", { ...activity, prospectId: "P1" })).status, 403)
    assert.strictEqual((await put("/v1/activities/I2", { ...activity, prospectId: "P1" })).status, 201)
  })
})

describe("lists", () => {
  it("come a page at a time, each record once, in the order of their ids", async () => {
    const seen: Array<string> = []
    for (let path: string | undefined = "/v1/prospects?limit=2"; path !== undefined;) {
      const { json } = await server.call("GET", path)
      assert.isAtMost(json.items.length, 2)
      seen.push(...json.items.map(({ id }: { readonly id: string }) => id))
      path = json.nextCursor === null ? undefined : `/v1/prospects?limit=2&cursor=${json.nextCursor}`
    }
    const whole = await server.call("GET", "/v1/prospects?limit=1000")
    assert.deepStrictEqual(seen, whole.json.items.map(({ id }: { readonly id: string }) => id))
    assert.deepStrictEqual(seen, seen.toSorted())
    assert.isNull(whole.json.nextCursor)
  })

  it("hold what stands behind a number", async () => {
    const ids = async (query: string) => (await server.call("GET", `/v1/prospects?limit=1000&${query}`)).json.items.map(({ id }: { readonly id: string }) => id)
    assert.include(await ids("verdict=invalid&reason=name-incomplete"), "P4")
    assert.deepStrictEqual(await ids("advisor=A2"), ["P2"])
    assert.deepStrictEqual(await ids("branch=S2&brand=B2"), ["P2"])
    assert.deepStrictEqual(await ids("period=2024-02"), [])
    const { json } = await server.call("GET", "/v1/scorecards/2024-03?by=advisor")
    const a1 = json.groups.find(({ id }: { readonly id: string }) => id === "A1")
    assert.strictEqual((await ids("advisor=A1&verdict=valid")).length, a1.prospecting.valid)
  })

  it("refuse a cursor that was not given out", async () => {
    for (const cursor of ["x", "bnVsbA", Buffer.from("[1]").toString("base64url"), Buffer.from("[\"a\",1]").toString("base64url")]) {
      const { json, status } = await server.call("GET", `/v1/prospects?cursor=${cursor}`)
      assert.deepStrictEqual([status, json.errors[0].pointer], [422, "/cursor"], cursor)
    }
  })
})

describe("the shapes of records", () => {
  it("are core's fields, required where those are", () => {
    const required = (fields: ReadonlyArray<{ readonly name: string; readonly required: boolean }>) => fields.filter((field) => field.required).map(({ name }) => name)
    const shapes = [
      [Shape.Prospect.fields, Prospect.fields],
      [Shape.Activity.fields, Activity.fields],
      [{ period: Shape.Period, ...Shape.Goal.fields }, Goal.fields]
    ] as const
    for (const [shape, fields] of shapes) {
      assert.deepStrictEqual(Object.keys(shape), fields.map(({ name }) => name))
      const isOptional = (name: string) => (shape as Record<string, { readonly ast: { readonly context?: { readonly isOptional: boolean } } }>)[name]!.ast.context?.isOptional === true
      assert.deepStrictEqual(Object.keys(shape).filter((name) => !isOptional(name)), required(fields))
    }
  })
})

it("another dealership's record of the same id is another one", async () => {
  await server.call("PUT", "/v1/prospects/P1", { body: { ...record, phone: "3152483940" }, dealership: "otro concesionario" })
  assert.strictEqual((await server.call("GET", "/v1/prospects/P1", { dealership: DEALERSHIP })).json.advisorId, "A1")
  assert.include((await server.call("GET", "/v1/prospects/P1", { dealership: DEALERSHIP })).json.phone, "3104829175")
})

describe("the id of a record", () => {
  it("is what the path says, with any characters", async () => {
    for (const [path, id] of [["N0;v=2", "N0;v=2"], ["N0%3Bv=2", "N0;v=2"], ["N0", "N0"], ["n0", "n0"], ["%3F%23%2F%25;", "?#/%;"]] as const) {
      assert.include([200, 201], (await server.call("PUT", `/v1/prospects/${path}`, { body: { ...record, fullName: `Dora ${id}` } })).status, path)
      assert.strictEqual((await server.call("GET", `/v1/prospects/${path}`)).json.id, id)
    }
    assert.strictEqual((await server.call("GET", "/v1/prospects/N0")).json.fullName, "Dora N0")
  })
})
