/** Whom to call, and what the calls conclude: the draw, the first attempt that decides, reopenings and the interval. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as Verification from "../src/judging/Verification.ts"
import type { Outcome, VerificationCall } from "../src/records/VerificationCall.ts"

const zone = Calendar.bogota
const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, zone)!

describe("the draw", () => {
  const size = { percent: 10, minimum: 2, riskMaximum: 1 }
  const digests = ["4", "1", "3", "2", "5"].map((digit) => digit.repeat(64))
  const select = (sample: Verification.SampleSize, risky: ReadonlyArray<number>, digestOf = (index: number) => digests[index]!) =>
    Verification.select(Uint32Array.of(4, 3, 2, 1, 0), sample, (index) => risky.includes(index), digestOf)

  it("takes the policy's share, rounded up, at least the minimum and at most all [verifies: GC-PRO-05/control/verification-call]", () => {
    assert.deepStrictEqual([0, 1, 2, 3, 20, 21, 30, 31].map((count) => Verification.randomSize(count, size)), [0, 1, 2, 2, 2, 3, 3, 4])
  })

  it("takes the smallest digests by lot, then risky ones of the rest in the same order", () => {
    assert.deepStrictEqual(select(size, [0, 1, 4]), [{ index: 1, kind: "random" }, { index: 3, kind: "random" }, { index: 0, kind: "risk" }])
    assert.deepStrictEqual(select({ ...size, riskMaximum: 2 }, [4]), [{ index: 1, kind: "random" }, { index: 3, kind: "random" }, { index: 4, kind: "risk" }])
    assert.deepStrictEqual(select({ percent: 0, minimum: 0, riskMaximum: 1 }, [2, 4]), [{ index: 2, kind: "risk" }])
    assert.deepStrictEqual(select({ percent: 100, minimum: 0, riskMaximum: 0 }, []).map(({ index }) => index), [1, 3, 2, 0, 4])
  })

  it("computes no digest where none is wanted", () => {
    const refuse = () => assert.fail("a digest was computed")
    assert.deepStrictEqual(select({ percent: 0, minimum: 0, riskMaximum: 0 }, [1], refuse), [])
  })

  it("reads a digest to its end where the first digits are equal", () => {
    const last = ["c", "a", "e", "b", "d"]
    assert.deepStrictEqual(select({ percent: 100, minimum: 0, riskMaximum: 0 }, [], (index) => "7".repeat(63) + last[index]!).map(({ index }) => index), [1, 3, 0, 4, 2])
    assert.deepStrictEqual(select({ percent: 100, minimum: 0, riskMaximum: 0 }, [], () => "7".repeat(64)).map(({ index }) => index), [4, 3, 2, 1, 0])
  })

  it("draws from more candidates than it has room for at first", () => {
    const count = 2500
    const candidates = Uint32Array.from({ length: count }, (_, index) => index)
    const selected = Verification.select(candidates, { percent: 100, minimum: 0, riskMaximum: 0 }, () => false, (index) => (count - index).toString(16).padStart(13, "0"))
    assert.deepStrictEqual(selected.map(({ index }) => index), [...candidates].reverse())
  })

  it("is ordered by a digest that anyone can compute", () => {
    // printf 's|2024-03|P2' | sha256sum
    assert.strictEqual(Verification.digestOf("s", "2024-03", "P2"), "f4d64ab40ec1d3e5e999f39446dddf51b906c92a4c64af5b714b16c7f2428364")
  })
})

describe("the order of ids", () => {
  it("is that of code points, whatever the ids", () => {
    const codePoints = (text: string) => [...text].map((character) => character.codePointAt(0)!)
    const expected = (one: string, other: string): number => {
      const [first, second] = [codePoints(one), codePoints(other)]
      const place = first.findIndex((point, index) => point !== second[index])
      return place < 0 ? first.length - second.length : second[place] === undefined ? 1 : first[place]! - second[place]!
    }
    const edges = ["", "a", "ab", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}", "a\u{10000}", "a\uffff", "\u{10000}a"]
    for (const one of edges) for (const other of edges) assert.strictEqual(Math.sign(Verification.compareIds(one, other)), Math.sign(expected(one, other)), JSON.stringify([one, other]))
    const id = fc.string({ unit: "grapheme", maxLength: 4 })
    fc.assert(fc.property(id, id, (one, other) => Math.sign(Verification.compareIds(one, other)) === Math.sign(expected(one, other))))
  })

  it("places lone surrogates above all other units", () => {
    for (const surrogate of ["\ud800", "\udbff", "\udc00", "\udfff"]) {
      assert.isAbove(Verification.compareIds(surrogate, "\uffff"), 0)
      assert.isBelow(Verification.compareIds("\ue000", surrogate), 0)
    }
  })
})

describe("what attempts conclude", () => {
  let made = 0
  const attempt = (outcome: Outcome, when: string, more: Partial<VerificationCall> = {}): VerificationCall =>
    ({ callId: `L${made++}`, subjectType: "prospect", subjectId: "P1", agentId: "C1", attemptedAt: at(when), outcome, ...more })
  const conclude = (attempts: ReadonlyArray<VerificationCall>, asOf = "2024-04-01", reopenedAt?: Calendar.Instant) =>
    Verification.conclude(attempts, "A1", at(asOf), zone, { unreachableAttempts: 3, unreachableDays: 2 }, reopenedAt)

  it("is not open wherever a storage says that they surely conclude", () => {
    const hour = 3_600_000
    const drawn = fc.record({
      outcome: fc.constantFrom("attended", "not-attended", "wrong-number", "refused", "no-answer", "no-answer", "no-answer", "call-back"),
      agentId: fc.constantFrom("A1", "G1", "G2"),
      attemptedAt: fc.integer({ min: 0, max: 120 }).map((hours) => at("2024-11-01 00:00") + hours * hour)
    })
    let tried = 0
    let sure = 0
    fc.assert(fc.property(fc.array(drawn, { maxLength: 6 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.option(drawn, { nil: undefined }), (some, unreachableAttempts, unreachableDays, reopened) => {
      const attempts = some.map((one, place) => attempt(one.outcome as Outcome, "2024-03-20 10:00", { ...one, callId: `V${place}` } as Partial<VerificationCall>))
      const parameters = { unreachableAttempts, unreachableDays }
      const asOf = at("2024-11-04 12:00")
      // In November 2024 this zone has a day of 25 hours.
      const concluded = Verification.conclude(attempts, "A1", asOf, Calendar.zoneUnsafe("America/New_York"), parameters, reopened?.attemptedAt)
      const isSure = Verification.isSurelyConcluded(attempts, "A1", asOf, Verification.unansweredOf(parameters), reopened?.attemptedAt)
      tried++
      if (isSure) sure++
      assert.isTrue(!isSure || concluded !== "open")
      // Only the times of no-answers can leave it unsure.
      if (concluded !== "open" && concluded !== "unreachable") assert.isTrue(isSure)
    }), { numRuns: 500 })
    // A fifth of the cases or more, however many are tried.
    assert.isAtLeast(sure * 5, tried)
  })

  it("is sure without a calendar where an answer decides, or enough no-answers lie far enough apart", () => {
    const noon = at("2024-03-20 12:00")
    const hour = 3_600_000
    const isSure = (made: ReadonlyArray<readonly [hours: number, outcome: Outcome, agentId?: string]>, days = 2, reopenedAt?: Calendar.Instant) =>
      Verification.isSurelyConcluded(
        made.map(([hours, outcome, agentId = "G1"]) => ({ agentId, attemptedAt: noon + hours * hour, outcome })),
        "A1",
        noon + 100 * hour,
        Verification.unansweredOf({ unreachableAttempts: 2, unreachableDays: days }),
        reopenedAt
      )
    const silent = (...hours: ReadonlyArray<number>) => hours.map((hour) => [hour, "no-answer"] as const)
    assert.deepStrictEqual([isSure([[1, "attended"]]), isSure([[1, "call-back"]]), isSure([]), isSure([[1, "attended", "A1"]])], [true, false, false, false])
    assert.deepStrictEqual([isSure([[100, "refused"]]), isSure([[101, "refused"]])], [true, false], "up to the instant asked")
    assert.deepStrictEqual([isSure([[1, "refused"]], 2, noon + hour), isSure([[2, "refused"]], 2, noon + hour)], [false, true], "after the reopening")
    assert.deepStrictEqual([silent(0, 24.9), silent(0, 25), silent(25, 0, 10), silent(0)].map((made) => isSure(made)), [false, true, true, false], "two days")
    assert.deepStrictEqual([isSure(silent(3), 1), isSure(silent(3, 3), 1)], [false, true], "one day: any two")
    assert.isFalse(isSure(silent(-2_000, 0, 90), 3), "three days: never")
    assert.isFalse(isSure([[0, "no-answer"], [30, "call-back"]]), "a call-back is no no-answer")
    assert.deepStrictEqual(Verification.unansweredOf({ unreachableAttempts: 2, unreachableDays: 2 }), { attempts: 2, spanMillis: 25 * hour })
  })

  it("follows from the first that concludes, whatever comes later", () => {
    const conclusions = (["attended", "not-attended", "wrong-number", "refused", "no-answer", "call-back"] as const).map((outcome) => conclude([attempt(outcome, "2024-03-20 10:00")]))
    assert.deepStrictEqual(conclusions, ["confirmed", "failed", "failed", "inconclusive", "open", "open"])
    assert.strictEqual(conclude([attempt("attended", "2024-03-21 10:00"), attempt("refused", "2024-03-20 10:00")]), "inconclusive")
    assert.strictEqual(conclude([attempt("call-back", "2024-03-20 10:00"), attempt("attended", "2024-03-21 10:00")]), "confirmed")
    assert.strictEqual(conclude([attempt("attended", "2024-03-20 10:00", { callId: "b" }), attempt("refused", "2024-03-20 10:00", { callId: "a" })]), "inconclusive")
    assert.strictEqual(conclude([attempt("attended", "2024-03-20 10:00", { callId: "a" }), attempt("refused", "2024-03-20 10:00", { callId: "b" })]), "confirmed")
    assert.strictEqual(conclude([]), "open")
  })

  it("is unreachable after enough attempts on enough days, and not before", () => {
    const silent = (...times: ReadonlyArray<string>) => times.map((when) => attempt("no-answer", when))
    assert.strictEqual(conclude(silent("2024-03-20 10:00", "2024-03-21 10:00")), "open")
    assert.strictEqual(conclude(silent("2024-03-20 10:00", "2024-03-20 11:00", "2024-03-20 12:00")), "open")
    assert.strictEqual(conclude(silent("2024-03-20 10:00", "2024-03-20 11:00", "2024-03-21 10:00")), "unreachable")
    assert.strictEqual(conclude([...silent("2024-03-20 10:00", "2024-03-21 10:00"), attempt("call-back", "2024-03-22 10:00")]), "open")
    assert.strictEqual(conclude([...silent("2024-03-20 10:00", "2024-03-20 11:00", "2024-03-21 10:00"), attempt("attended", "2024-03-22 10:00")]), "unreachable")
  })

  it("does not follow from attempts after the instant asked, from the advisor's own, or from those up to a reopening", () => {
    assert.strictEqual(conclude([attempt("attended", "2024-03-20 10:00")], "2024-03-20 10:00"), "confirmed")
    assert.strictEqual(conclude([attempt("attended", "2024-03-20 10:01")], "2024-03-20 10:00"), "open")
    assert.strictEqual(conclude([attempt("attended", "2024-03-20 10:00", { agentId: "A1" })]), "open")
    const attempts = [attempt("not-attended", "2024-03-20 10:00"), attempt("attended", "2024-03-21 10:00")]
    assert.deepStrictEqual(["2024-03-20 09:59", "2024-03-20 10:00", "2024-03-21 10:00"].map((reopened) => conclude(attempts, "2024-04-01", at(reopened))), ["failed", "confirmed", "open"])
  })

  it("begins again at the last reopening by an instant", () => {
    const reopening = (when: string, id = "P1", type: "prospect" | "activity" = "prospect") => ({ subject: { type, id }, at: at(when) })
    const reopenings = [reopening("2024-03-22"), reopening("2024-03-21"), reopening("2024-03-24"), reopening("2024-03-25"), reopening("2024-03-23", "P1", "activity")]
    const reopenedBy = Verification.reopenedBy(reopenings, at("2024-03-24"))
    assert.deepStrictEqual([reopenedBy("prospect", "P1"), reopenedBy("activity", "P1"), reopenedBy("prospect", "P2")], [at("2024-03-24"), at("2024-03-23"), undefined])
    assert.strictEqual(Verification.reopenedBy(reopenings.slice(0, 2), at("2024-03-31"))("prospect", "P1"), at("2024-03-22"))
    assert.isUndefined(Verification.reopenedBy(reopenings, at("2024-03-20"))("prospect", "P1"))
  })
})

describe("the 95 % Wilson interval", () => {
  const near = (part: number, whole: number, lower: number, upper: number) => {
    const interval = Verification.wilsonInterval(part, whole)!
    assert.closeTo(interval.lower, lower, 5e-4)
    assert.closeTo(interval.upper, upper, 5e-4)
  }

  it("has the published values", () => {
    // Wilson (1927), as tables of the score interval give it.
    near(0, 10, 0, 0.2775)
    near(10, 10, 0.7225, 1)
    near(5, 10, 0.2366, 0.7634)
    near(1, 10, 0.0179, 0.4042)
    near(81, 263, 0.2553, 0.3662)
  })

  it("lies within 0 and 1, has the share inside, and needs a whole", () => {
    assert.isUndefined(Verification.wilsonInterval(0, 0))
    for (let whole = 1; whole < 100; whole++) {
      assert.deepStrictEqual([Verification.wilsonInterval(0, whole)!.lower, Verification.wilsonInterval(whole, whole)!.upper], [0, 1], `${whole}`)
    }
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (whole, part) => {
      const { lower, upper } = Verification.wilsonInterval(Math.min(part, whole), whole)!
      const share = Math.min(part, whole) / whole
      return lower >= 0 && upper <= 1 && lower <= share + 1e-12 && upper >= share - 1e-12
    }))
  })
})
