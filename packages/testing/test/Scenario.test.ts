import { assert, describe, it } from "@effect/vitest"
import * as Month from "../src/Month.ts"
import * as Scenario from "../src/Scenario.ts"

const story = () => Scenario.given(Month.empty("2024-03").brand("M1").branch("S1").advisor("A1").goal("A1", { prospects: 1 })).when(Scenario.leadAssigned({ id: "L1" }))

const failure = (tell: () => unknown): Error => {
  try {
    tell()
  } catch (error) {
    return error as Error
  }
  throw new Error("It was as expected.")
}

describe("Scenario", () => {
  const wrong: ReadonlyArray<readonly [expectation: Scenario.Expectation, expected: string, found: string]> = [
    [Scenario.verdictOf("L1", "invalid", "duplicate"), "L1 to be invalid because of duplicate", "valid, reasons: none"],
    [Scenario.verdictOf("L1", "valid", "duplicate"), "L1 to be valid because of duplicate", "valid, reasons: none"],
    [Scenario.warningsOf("L1", "registered-late"), "L1 to have the warnings registered-late", "the warnings none"],
    [Scenario.evidenceOf("L1", "duplicate", "L0"), "duplicate of L1 to name L0", "no such reason"],
    [Scenario.colorOf(["advisor", "A1"], "prospecting", "red"), "prospecting of advisor A1 to have {\"color\":\"red\"}", "1 of 1: 100 %, green"],
    [Scenario.indicator("follow-up", ["company"], { valid: 1 }), "follow-up of company to have {\"valid\":1}", "0 of 0: null %, none"],
    [Scenario.colorOf(["advisor", "A2"], "prospecting", "red"), "prospecting of advisor A2 to have {\"color\":\"red\"}", "no such group"],
    [Scenario.selectionOf("L1", "none"), "L1 to be selected: none", "random"],
    [Scenario.conclusionOf("L1", "open"), "the verification of L1 to be open", "no verification"],
    [Scenario.obligationsOf("L1", "met"), "the obligations to L1 to be met", "missed"],
    [Scenario.obligationsOf("L2", "met"), "the obligations to L2 to be met", "no lead that counts"],
    [Scenario.leadColorOf("L1", "green"), "lead L1 to be green", "red, going to the general-manager, 27 days since the last contact"],
    [Scenario.leadColorOf("L1", "red"), "lead L1 to be red and go to the advisor", "red, going to the general-manager, 27 days since the last contact"],
    [Scenario.compliance(["advisor", "A1"], { met: 1 }), "the compliance of advisor A1 to have {\"met\":1}", "{\"id\":\"A1\",\"leads\":1,\"met\":0,\"late\":0,\"missed\":1,\"upcoming\":0,\"cancelled\":0,\"percent\":0,\"color\":\"red\",\"lostWithoutContact\":0}"],
    [Scenario.compliance(["branch", "S2"], { met: 1 }), "the compliance of branch S2 to have {\"met\":1}", "no obligations"]
  ]
  for (const [expectation, expected, found] of wrong) {
    it(`says that ${found} is not ${expected}`, () => {
      const error = failure(() => story().then(expectation))
      assert.instanceOf(error, Scenario.Unexpected)
      assert.strictEqual(error.message, `given 2024-03\nwhen a prospect is registered: {"source":"web","id":"L1"}\nthen expected ${expected}\n  but found ${found}`)
    })
  }

  it("tells what came before, and goes on after it was as expected", () => {
    const error = failure(() =>
      story().then(Scenario.verdictOf("L1", "valid")).when(Scenario.callAnswered("refused")).asOf("2024-03-08 10:00").then(Scenario.conclusionOf("L1", "failed"))
    )
    assert.strictEqual(error.message, [
      "given 2024-03",
      "when a prospect is registered: {\"source\":\"web\",\"id\":\"L1\"}",
      "then L1 to be valid",
      "when a verification call is answered refused: {}",
      "as of 2024-03-08 10:00",
      "then expected the verification of L1 to be failed",
      "  but found inconclusive"
    ].join("\n"))
  })

  it("fails when it ends without an expectation, also when it is awaited", async () => {
    assert.instanceOf(failure(() => story().then()), Scenario.Untellable)
    const awaited = await Promise.resolve(story() as unknown).then(() => undefined, (error: unknown) => error)
    assert.instanceOf(awaited, Scenario.Untellable)
  })

  it("says what it can't be told with", () => {
    assert.match(failure(() => story().asOf("mañana")).message, /"mañana" is no instant/)
    assert.match(failure(() => story().when(Scenario.leadClosed("L9", "won", "2024-03-05"))).message, /no prospect L9/)
    assert.match(failure(() => story().then(Scenario.verdictOf("L9", "valid"))).message, /no prospect or activity L9/)
    assert.match(failure(() => Month.empty("2024-03").advisor("A1", { from: "ayer" })).message, /"ayer"/)
  })

  it("is told in the policy's zone", () => {
    Scenario.given(Month.empty("2024-03").brand("M1").branch("S1").advisor("A1")).under({ parameters: { timeZone: "UTC" } })
      .when(Scenario.leadAssigned({ at: "2024-03-05 09:00" })).asOf("2024-03-05 11:00:00Z").then(Scenario.obligationsOf("P1", "upcoming"))
      .asOf("2024-03-05 11:01:00Z").then(Scenario.obligationsOf("P1", "missed"))
  })
})
