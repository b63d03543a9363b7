/** What the calls of a period say about each advisor: which calls and which records count. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as JudgingContext from "../src/judging/JudgingContext.ts"
import { MonthBuilder } from "../src/judging/MonthBuilder.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { VerificationCall } from "../src/records/VerificationCall.ts"
import * as VerificationResult from "../src/results/VerificationResult.ts"
import { activity, prospect } from "./exampleRecords.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const asOf = at("2024-04-02")
const start = at("2024-03-01")
const end = at("2024-04-01")

const directory = {
  employees: ["A1", "A2", "a0"].map((employeeId) => ({ employeeId, name: "Ana Ruiz", role: "advisor" as const, branchId: "S1", activeFrom: Calendar.parseDay("2023-01-01")! })),
  branches: [{ branchId: "S1", name: "Centro" }],
  brands: [{ brandId: "B1", name: "Andina" }]
}

const call = (callId: string, subjectId: string, more: Partial<VerificationCall> = {}): VerificationCall =>
  ({ callId, subjectType: "prospect", subjectId, agentId: "C1", attemptedAt: asOf - 1, outcome: "attended", ...more })

const resultsOf = (prospects: ReadonlyArray<readonly [id: string, createdAt: number, advisorId?: string]>, calls: ReadonlyArray<VerificationCall>, flaggedFailedPercent = 10) => {
  const policy = Result.getOrThrow(Policy.make({ parameters: { flaggedFailedPercent } }))
  const builder = new MonthBuilder(JudgingContext.make({ policy, directory, asOf }))
  for (const [id, createdAt, advisorId = "A1"] of prospects) builder.addProspect(prospect(id, { createdAt, consentAt: createdAt, advisorId }))
  builder.addActivity(activity("V1", prospects[0]![0]))
  builder.beginCalls(0)
  for (const one of calls) builder.addCall(one)
  // A policy draws at least two of each advisor: none is drawn here.
  return VerificationResult.byAdvisor({ judgedMonth: builder.judge({ period: "2024-03", selected: [] }), calls })
}

const told = (results: ReturnType<typeof resultsOf>) => results.map(({ advisorId, called, confirmed, failed, subjects }) => [advisorId, subjects, called, confirmed, failed])

describe("the result of verification calls", () => {
  it("counts the records of the period, from its first instant up to its end", () => {
    const prospects = [["P1", start - 1], ["P2", start], ["P3", end - 1], ["P4", end]] as const
    assert.deepStrictEqual(told(resultsOf(prospects, prospects.map(([id]) => call(`L${id}`, id)))), [["A1", 2, 2, 2, 0]])
  })

  it("lists the advisors in code point order", () => {
    const prospects = [["P1", start, "a0"], ["P2", start, "A2"], ["P3", start, "A1"]] as const
    assert.deepStrictEqual(told(resultsOf(prospects, prospects.map(([id]) => call(`L${id}`, id)))).map(([advisorId]) => advisorId), ["A1", "A2", "a0"])
  })

  it("counts as called what another than the advisor attempted, by the instant asked", () => {
    const called = (...calls: ReadonlyArray<VerificationCall>) => told(resultsOf([["P1", start]], calls)).map(([, subjects, count]) => [subjects, count])
    assert.deepStrictEqual(called(call("L1", "P1", { agentId: "A1" })), [[1, 0]])
    assert.deepStrictEqual(called(call("L1", "P1", { agentId: "A1" }), call("L2", "P1")), [[1, 1]])
    assert.deepStrictEqual(called(call("L1", "P1", { agentId: "A1" }), call("L2", "P1", { attemptedAt: asOf })), [[1, 1]])
    assert.deepStrictEqual(called(call("L1", "P1", { agentId: "A1" }), call("L2", "P1", { attemptedAt: asOf + 1 })), [[1, 0]])
    // A call about an activity with the prospect's id is about another subject.
    assert.deepStrictEqual(called(call("L1", "P1", { agentId: "A1" }), call("L2", "P1", { subjectType: "activity" })), [[1, 0]])
  })

  it("flags an advisor when the interval's lower end exceeds the policy's share, and not at it", () => {
    const prospects = Array.from({ length: 10 }, (_, place) => [`P${place}`, start + place * 3_600_000] as const)
    const calls = prospects.map(([id], place) => call(`L${id}`, id, { outcome: place < 4 ? "wrong-number" : "attended" }))
    const [result] = resultsOf(prospects, calls)
    assert.deepInclude(result!, { failed: 4, confirmed: 6, failedShare: 0.4, flagged: true })
    assert.isFalse(resultsOf(prospects, calls, 17)[0]!.flagged)
    const none = prospects.map(([id]) => call(`L${id}`, id))
    assert.deepInclude(resultsOf(prospects, none, 0)[0]!, { failedShare: 0, flagged: false })
    assert.deepInclude(resultsOf([["P1", start]], [call("L1", "P1", { outcome: "refused" })])[0]!, { inconclusive: 1, failedShare: null, interval: null, flagged: false })
  })
})
