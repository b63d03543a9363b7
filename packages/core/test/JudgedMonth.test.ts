/** A month judged: what follows from other verdicts, from the sample and from calls, and the two threads that share it. */
import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"
import * as Result from "effect/Result"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { JudgedMonth } from "../src/judging/JudgedMonth.ts"
import * as JudgingContext from "../src/judging/JudgingContext.ts"
import { MonthBuilder } from "../src/judging/MonthBuilder.ts"
import type { JudgeOptions } from "../src/judging/MonthBuilder.ts"
import * as Verdict from "../src/judging/Verdict.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Activity } from "../src/records/Activity.ts"
import type { Directory } from "../src/records/Directory.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import type { VerificationCall } from "../src/records/VerificationCall.ts"
import * as Counts from "../src/results/Counts.ts"
import * as exampleRecords from "./exampleRecords.ts"

const period = "2024-03"
const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!

const directory: Directory = {
  employees: ["A1", "A2"].map((employeeId) => ({ employeeId, name: employeeId, role: "advisor", branchId: employeeId === "A1" ? "S1" : "S2", activeFrom: Calendar.parseDay("2024-01-01")! })),
  branches: [{ branchId: "S1", name: "Norte" }, { branchId: "S2", name: "Sur" }],
  brands: [{ brandId: "B1", name: "Uno" }]
}

/** Prospects with a phone of their own each. */
const prospects = (count: number, more: Partial<Prospect> = {}): ReadonlyArray<Prospect> =>
  Array.from({ length: count }, (_, place) => exampleRecords.prospect(`P${place + 1}`, { createdAt: at("2024-03-05 10:00") + place * 3_600_000, phone: `30045678${String(place).padStart(2, "0")}`, ...more }))

const visit = (activityId: string, prospectId: string, more: Partial<Activity> = {}): Activity =>
  exampleRecords.activity(activityId, prospectId, { type: "visit", performedAt: at("2024-03-20 10:00"), recordedAt: at("2024-03-20 10:00"), note: `Vino a ver el sedán gris, ${activityId}`, ...more })

const call = (callId: string, subjectId: string, outcome: VerificationCall["outcome"], more: Partial<VerificationCall> = {}): VerificationCall =>
  ({ callId, subjectType: "prospect", subjectId, agentId: "C1", attemptedAt: at("2024-03-21 10:00"), outcome, ...more })

interface Month extends Partial<JudgeOptions> {
  readonly spec?: Policy.PolicySpec
  readonly prospects?: ReadonlyArray<Prospect>
  readonly activities?: ReadonlyArray<Activity>
  readonly calls?: ReadonlyArray<VerificationCall>
  readonly asOf?: string
}

const builderOf = ({ activities = [], asOf = "2024-04-01", calls, prospects = [], spec = {} }: Month): MonthBuilder => {
  const builder = new MonthBuilder(JudgingContext.make({ policy: Result.getOrThrow(Policy.make(spec)), directory, asOf: at(asOf) }))
  for (const one of prospects) builder.addProspect(one)
  for (const one of activities) builder.addActivity(one)
  if (calls !== undefined) builder.beginCalls(0)
  for (const one of calls ?? []) builder.addCall(one)
  return builder
}

const judge = (month: Month): JudgedMonth => {
  const { drawn, knownVerdicts, reopenedAt, seed, selected } = month
  return builderOf(month).judge({ period, drawn, knownVerdicts, reopenedAt, seed, selected })
}

const told = ({ reasons, verdict }: Verdict.Explanation) => [verdict, ...reasons.map(({ code, outcome }) => outcome === "undecided" ? `?${code}` : code)]
const ofProspect = (month: JudgedMonth, id: string) => told(month.explainProspect(month.prospects.ids.find(id)))
const ofActivity = (month: JudgedMonth, id: string) => told(month.explainActivity(month.activities.ids.find(id)))
const sampled = (month: JudgedMonth) => month.sample.map(({ advisorId, index, kind }) => `${advisorId} ${month.prospects.idOf(index)} ${kind}`)

/** No sample: verdicts follow the rules alone. */
const noSample: Policy.PolicySpec = { parameters: { sampleMinimum: 0, samplePercent: 0, riskSampleMaximum: 0 } }

describe("a builder", () => {
  it("keeps the first of an id, and says which ones it did not take", () => {
    const builder = builderOf({})
    const [first] = prospects(1)
    assert.deepStrictEqual([builder.addProspect(first!), builder.addProspect({ ...first!, fullName: undefined }), builder.addActivity(visit("V1", "P1")), builder.addActivity(visit("V1", "P2"))], [true, false, true, false])
    const month = builder.judge({ period })
    assert.deepStrictEqual([ofProspect(month, "P1"), ofActivity(month, "V1")], [["valid"], ["valid"]])
  })

  it("judges a month without any record", () => {
    const month = judge({ calls: [] })
    assert.deepStrictEqual([month.prospects.count, month.activities.count, month.sample, month.activitySample], [0, 0, [], []])
    assert.deepStrictEqual(Counts.of(month).places, [])
  })
})

describe("an activity's verdict", () => {
  const activities = [visit("V1", "P1"), visit("V2", "P2"), visit("V9", "P9")]

  it("follows its prospect's: invalid, undecided while that is pending, and unknown", () => {
    const [one, two] = prospects(2)
    const month = judge({ prospects: [one!, { ...two!, interest: undefined }], activities, calls: [] })
    assert.deepStrictEqual([ofProspect(month, "P1"), ofProspect(month, "P2")], [["pending", "?verification-pending"], ["invalid", "interest-missing"]])
    assert.deepStrictEqual(["V1", "V2", "V9"].map((id) => ofActivity(month, id)), [["pending", "?prospect-invalid"], ["invalid", "prospect-invalid"], ["invalid", "prospect-unknown"]])
    assert.deepStrictEqual(month.prospectOfActivity(month.activities.ids.find("V9")), -1)
  })

  it("takes a verdict that is known already as it is", () => {
    const month = judge({ prospects: prospects(1), activities, spec: noSample, knownVerdicts: new Map([["P1", Verdict.verdicts.indexOf("invalid")], ["P7", 0]]) })
    assert.deepStrictEqual([ofProspect(month, "P1"), ofActivity(month, "V1")], [["valid"], ["invalid", "prospect-invalid"]])
  })

  it("fails by an advisor of another branch, and by a contact before the prospect was there", () => {
    const other = [visit("V1", "P1", { advisorId: "A2" }), visit("V2", "P1", { performedAt: at("2024-03-05 09:59"), recordedAt: at("2024-03-05 10:00"), type: "quote" })]
    const month = judge({ prospects: prospects(1), activities: other, spec: noSample })
    assert.deepStrictEqual(ofActivity(month, "V1"), ["invalid", "advisor-mismatch"])
    assert.deepStrictEqual(ofActivity(month, "V2"), ["invalid", "before-prospect"])
    const anyone = judge({ prospects: prospects(1), activities: other, spec: { parameters: { ...noSample.parameters, substitutes: "any" } } })
    assert.deepStrictEqual(ofActivity(anyone, "V1"), ["valid"])
  })
})

describe("the sample", () => {
  it("has the smallest digests of each advisor, as anyone can compute them [verifies: GC-PRO-05/control/verification-call]", () => {
    const month = judge({ prospects: prospects(12), seed: "secreto" })
    const digest = (id: string) => createHash("sha256").update(`secreto|${period}|${id}`).digest("hex")
    const expected = prospects(12).map(({ prospectId }) => prospectId).sort((one, other) => digest(one) < digest(other) ? -1 : 1).slice(0, 5)
    assert.deepStrictEqual(sampled(month), expected.map((id) => `A1 ${id} random`))
  })

  it("is drawn of the month's records that do not fail otherwise, for each advisor in the order of their ids", () => {
    const [one, two, three, four] = prospects(4)
    const month = judge({
      prospects: [{ ...one!, advisorId: "A2", branchId: "S2" }, two!, { ...three!, interest: undefined }, { ...four!, createdAt: at("2024-02-29 10:00"), consentAt: at("2024-02-29 10:00") }]
    })
    assert.deepStrictEqual(sampled(month), ["A1 P2 random", "A2 P1 random"])
  })

  it("adds records with a warning against fake customers, up to their own limit", () => {
    const risky = prospects(6).map((one, place) => place < 3 ? { ...one, email: `ana${place}@mailinator.com` } : one)
    const sizes = (spec: Policy.PolicySpec["parameters"]) => judge({ prospects: risky, spec: { parameters: { ...noSample.parameters, ...spec } } }).sample.map(({ kind }) => kind)
    assert.deepStrictEqual(sizes({ riskSampleMaximum: 2 }), ["risk", "risk"])
    assert.deepStrictEqual(sizes({ riskSampleMaximum: 20 }), ["risk", "risk", "risk"])
  })

  it("stays as it was drawn, without records that are not there any more", () => {
    const drawn = [{ type: "prospect", id: "P3", advisorId: "A1", kind: "random" }, { type: "prospect", id: "P8", advisorId: "A1", kind: "random" }, { type: "activity", id: "V1", advisorId: "A1", kind: "risk" }] as const
    const month = judge({ prospects: prospects(6), activities: [visit("V1", "P1")], drawn })
    assert.deepStrictEqual(sampled(month), ["A1 P3 random"])
    assert.deepStrictEqual(month.activitySample.map(({ index, kind }) => [month.activities.idOf(index), kind]), [["V1", "risk"]])
  })

  it("is drawn of activities too where the policy asks", () => {
    const activities = [visit("V1", "P1"), visit("V2", "P2", { status: "planned", performedAt: undefined, plannedFor: at("2024-03-22") })]
    assert.deepStrictEqual(judge({ prospects: prospects(2), activities, spec: noSample }).activitySample, [])
    const month = judge({ prospects: prospects(2), activities, spec: { parameters: { ...noSample.parameters, activitySampleMinimum: 1 } } })
    assert.deepStrictEqual(month.activitySample.map(({ index }) => month.activities.idOf(index)), ["V1"])
  })
})

describe("verification", () => {
  it("leaves verdicts alone until calls have begun", () => {
    assert.deepStrictEqual(ofProspect(judge({ prospects: prospects(1) }), "P1"), ["valid"])
    assert.deepStrictEqual(ofProspect(judge({ prospects: prospects(1), calls: [] }), "P1"), ["pending", "?verification-pending"])
  })

  it("decides by what the customer says [verifies: GC-PRO-05/risk/fake-customers]", () => {
    const after = (...calls: ReadonlyArray<VerificationCall>) => ofProspect(judge({ prospects: prospects(1), calls }), "P1")
    assert.deepStrictEqual(after(call("L1", "P1", "attended")), ["valid"])
    assert.deepStrictEqual(after(call("L1", "P1", "not-attended")), ["invalid", "verification-failed"])
    assert.deepStrictEqual(after(call("L1", "P1", "refused")), ["valid"])
    assert.deepStrictEqual(after(call("L1", "P1", "no-answer")), ["pending", "?verification-pending"])
    const unanswered = ["2024-03-21 10:00", "2024-03-21 11:00", "2024-03-22 10:00"].map((when, place) => call(`L${place}`, "P1", "no-answer", { attemptedAt: at(when) }))
    assert.deepStrictEqual(after(...unanswered), ["invalid", "verification-unreachable"])
    // The advisor's own attempt, and one after the instant asked, conclude nothing.
    assert.deepStrictEqual(after(call("L1", "P1", "attended", { agentId: "A1" })), ["pending", "?verification-pending"])
    assert.deepStrictEqual(after(call("L1", "P1", "attended", { attemptedAt: at("2024-04-02") })), ["pending", "?verification-pending"])
  })

  it("concludes for records outside the sample that were called, and not for records that do not exist", () => {
    const month = judge({ prospects: prospects(2), spec: noSample, calls: [call("L1", "P2", "wrong-number"), call("L2", "P9", "wrong-number")] })
    assert.deepStrictEqual([ofProspect(month, "P1"), ofProspect(month, "P2")], [["valid"], ["invalid", "verification-failed"]])
    assert.deepStrictEqual([...month.prospectConclusions], [["P2", "failed"]])
  })

  it("counts only attempts after a reopening", () => {
    const reopenedAt = (_: unknown, id: string) => id === "P1" ? at("2024-03-22") : undefined
    const calls = [call("L1", "P1", "not-attended"), call("L2", "P1", "attended", { attemptedAt: at("2024-03-23") })]
    assert.deepStrictEqual(ofProspect(judge({ prospects: prospects(1), calls: calls.slice(0, 1), reopenedAt }), "P1"), ["pending", "?verification-pending"])
    assert.deepStrictEqual(ofProspect(judge({ prospects: prospects(1), calls, reopenedAt }), "P1"), ["valid"])
  })

  it("waits for those who are selected, of whatever sample", () => {
    const month = judge({ prospects: prospects(2), calls: [], drawn: [], selected: [{ type: "prospect", id: "P2" }] })
    assert.deepStrictEqual([ofProspect(month, "P1"), ofProspect(month, "P2")], [["valid"], ["pending", "?verification-pending"]])
  })

  it("denies an activity that the customer denies", () => {
    const denied = call("L1", "V1", "not-attended", { subjectType: "activity" })
    const month = judge({ prospects: prospects(1), activities: [visit("V1", "P1")], spec: noSample, calls: [denied] })
    assert.deepStrictEqual(ofActivity(month, "V1"), ["invalid", "attention-denied"])
    assert.deepStrictEqual([...month.activityConclusions], [["V1", "failed"]])
  })
})

describe("a reasoned verdict", () => {
  it("is one and the same for all records that fail the same rules", () => {
    const month = judge({ prospects: prospects(3).map((one, place) => place < 2 ? { ...one, interest: undefined } : one), spec: noSample })
    const [first, second, third] = [0, 1, 2].map((index) => month.prospectReasoned(index))
    assert.strictEqual(first, second)
    assert.deepStrictEqual([Verdict.verdicts[first!.verdict], Verdict.codesOf(first!.reasons, month.judging.policy.prospectRules)], ["invalid", ["interest-missing"]])
    assert.deepStrictEqual([Verdict.verdicts[third!.verdict], third!.reasons, third!.reasonIndexes], ["valid", 0, []])
  })
})

describe("two threads", () => {
  it("that judge prospects and activities apart answer as one does", () => {
    const month: Month = { prospects: prospects(6).map((one, place) => place === 0 ? { ...one, interest: undefined } : one), activities: [visit("V1", "P1"), visit("V2", "P2"), visit("V9", "P9")], calls: [call("L1", "P2", "not-attended")] }
    const whole = judge(month)
    const reader = builderOf({ activities: month.activities! })
    const settled = reader.settleActivities()
    const main = builderOf({ prospects: month.prospects!, calls: month.calls! }).judgeProspects({ period })
    main.judgeActivities(MonthBuilder.receiveActivities(main.judging, settled.columns()))
    const other = MonthBuilder.receive(reader.judging, settled, main.columns())
    for (const one of [main, other]) {
      assert.deepStrictEqual(["V1", "V2", "V9"].map((id) => ofActivity(one, id)), ["V1", "V2", "V9"].map((id) => ofActivity(whole, id)))
      assert.deepStrictEqual(["P1", "P2", "P3"].map((id) => told(one.explainProspect(whole.prospects.ids.find(id)))), ["P1", "P2", "P3"].map((id) => ofProspect(whole, id)))
      assert.deepStrictEqual(Counts.of(one), Counts.of(whole))
      assert.deepStrictEqual([one.period, one.seed], [period, period])
    }
  })
})
