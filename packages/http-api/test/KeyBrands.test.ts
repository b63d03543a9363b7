import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { prospectBody as prospect, serve, type Server } from "./serving.ts"

let server: Server
beforeAll(async () => {
  server = await serve()
})
afterAll(() => server.stop())

const NDJSON = { "content-type": "application/x-ndjson" }

type Result = { readonly id: string | null; readonly verdict: string; readonly faults?: ReadonlyArray<{ readonly pointer: string; readonly found: string; readonly expected: { readonly es: string; readonly en: string } }> }
const told = ({ faults = [], id, verdict }: Result) => [id, verdict, ...faults.map(({ expected, found, pointer }) => `${pointer} ${found}: ${expected.en}`)]

const lines = (records: ReadonlyArray<object>) => records.map((one) => JSON.stringify(one)).join("\n")

/** The results of a batch, which are those of a stream too. */
const validated = async (kind: string, records: ReadonlyArray<object>, context: "stored" | "none" = "stored", role: "integration" | "crm-assistant" = "integration") => {
  const batch = await server.call("POST", `/v1/validations/${kind}`, { body: { records, context }, role })
  const streamed = await server.call("POST", `/v1/validations/${kind}?context=${context}`, { body: lines(records), headers: NDJSON, role })
  assert.deepStrictEqual([batch.status, streamed.status], [200, 200])
  assert.deepStrictEqual(streamed.text.trimEnd().split("\n").map((line) => JSON.parse(line)), batch.json.results)
  return batch.json.results as ReadonlyArray<Result>
}

const activity = (activityId: string, prospectId: string) => ({
  activityId,
  prospectId,
  advisorId: "A1",
  type: "call",
  status: "performed",
  performedAt: "2024-03-15T10:00:00-05:00",
  outcome: "interested",
  note: "Quedó en volver con su esposa el viernes"
})

describe("an integration asks for verdicts", () => {
  const foreignBrand = "one of the brands of this key: B1"
  const otherId = "an id that no record of another brand has"
  const ownProspect = "a registered prospect of one of the brands of this key: B1"

  it("of prospects of its brands; what is of another has its own result, and the rest is answered", async () => {
    const records = [prospect("V1"), prospect("V2", { brandId: "B2" }), prospect("P2", { phone: "3152483919" }), prospect("P1", { phone: "3152483918" }), prospect("V1")]
    assert.deepStrictEqual((await validated("prospects", records)).map(told), [
      ["V1", "valid"],
      ["V2", "unreadable", `/brandId B2: ${foreignBrand}`],
      ["P2", "unreadable", `/prospectId P2: ${otherId}`],
      ["P1", "valid"],
      ["V1", "unreadable", "/prospectId V1: an id that is not already in this request"]
    ])
    const [, , ...alone] = await validated("prospects", records, "none")
    assert.deepStrictEqual(alone.slice(0, 2).map(told), [["P2", "valid"], ["P1", "valid"]], "what is registered does not count")
    assert.deepStrictEqual((await validated("prospects", records, "none")).slice(1, 2).map(told), [["V2", "unreadable", `/brandId B2: ${foreignBrand}`]])
    assert.deepStrictEqual(
      (await server.call("POST", "/v1/validations/prospects", { body: { records: [prospect("V2", { brandId: "B2" })] }, role: "integration" })).json.results[0].faults[0].expected.es,
      "una de las marcas de esta llave: B1"
    )
  })

  it("of activities of its brands' prospects; an unknown prospect and another brand's are told in the same words", async () => {
    assert.deepStrictEqual((await validated("activities", [activity("W1", "P1"), activity("W2", "P2"), activity("W3", "nobody"), activity("C2", "P1")])).map(told), [
      ["W1", "valid"],
      ["W2", "unreadable", `/prospectId P2: ${ownProspect}`],
      ["W3", "unreadable", `/prospectId nobody: ${ownProspect}`],
      ["C2", "unreadable", `/activityId C2: ${otherId}`]
    ])
    assert.deepStrictEqual((await validated("activities", [activity("W2", "P2")], "none")).map(({ verdict }) => verdict), ["invalid"])
  })

  it("and is told what a write would be", async () => {
    for (const [kind, record, id] of [["prospects", prospect("V2", { brandId: "B2" }), "V2"], ["prospects", prospect("P2"), "P2"], ["activities", activity("W2", "P2"), "W2"], ["activities", activity("W3", "nobody"), "W3"], ["activities", activity("C2", "P1"), "C2"]] as const) {
      assert.strictEqual((await server.call("PUT", `/v1/${kind}/${id}`, { body: record, role: "integration" })).status, 403, id)
    }
  })

  it("but no other role is held to brands", async () => {
    assert.deepStrictEqual((await validated("prospects", [prospect("V2", { brandId: "B2" })], "stored", "crm-assistant")).map(told), [["V2", "valid"]])
    assert.deepStrictEqual((await validated("activities", [activity("W3", "nobody")], "stored", "crm-assistant")).map(told), [["W3", "invalid"]])
  })
})
