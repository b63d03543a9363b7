/** The colours of an indicator, and the arithmetic that is exact also for counts that no number holds twice. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Indicator from "../src/results/Indicator.ts"
import * as Semaphore from "../src/results/Semaphore.ts"

const LARGEST = Number.MAX_SAFE_INTEGER
const counts = fc.oneof(fc.nat(10_000), fc.integer({ min: Math.floor(LARGEST / 10_000) - 3, max: Math.floor(LARGEST / 10_000) + 3 }), fc.integer({ min: LARGEST - 1000, max: LARGEST }))

/** What is rounded half up to one decimal, in integers of any size. */
const exactPercent = (part: number, whole: number): number => Number((2000n * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole))) / 10

describe("the colour of an indicator", () => {
  it("belongs to the better side of its threshold [verifies: GC-PRO-05/indicator/prospecting]", () => {
    const thresholds = { yellow: 80, green: 100 }
    const colors = [0, 79, 80, 81, 99, 100, 101].map((valid) => Semaphore.colorOf(valid, 100, { yellow: thresholds.yellow * 100, green: thresholds.green * 100 }))
    assert.deepStrictEqual(colors, ["red", "red", "yellow", "yellow", "yellow", "green", "green"])
    assert.strictEqual(Semaphore.colorOf(5, 0, { yellow: 8000, green: 10_000 }), "none")
  })

  it("compares exactly, whatever the counts", () => {
    fc.assert(fc.property(counts, counts, fc.oneof(fc.nat(10_000), fc.integer({ min: 9_990, max: 20_000 })), (part, whole, threshold) =>
      Semaphore.reaches(part, whole, threshold) === BigInt(part) * 10_000n >= BigInt(whole) * BigInt(threshold)), {
      examples: [
        [LARGEST, LARGEST, 10_000],
        [LARGEST - 1, LARGEST, 10_000],
        [1, LARGEST, 1],
        [LARGEST - 1, 1, 10_000],
        [900_719_925_474, 900_719_925_475, 10_000],
        [900_719_925_473, 900_719_925_474, 20_000]
      ]
    })
    assert.isFalse(Semaphore.reaches(LARGEST - 1, LARGEST, 10_000))
    assert.isFalse(Semaphore.reaches(9_007_199_254_740_990, 9_007_199_254_740_991, 10_000))
    assert.isFalse(Semaphore.reaches(450_359_962_737, 450_359_962_738, 9_999_999_999_998))
  })

  it("has a word in both languages, so that a print without colours works", () => {
    assert.deepStrictEqual(Semaphore.words, {
      green: { es: "Verde", en: "Green" },
      yellow: { es: "Amarillo", en: "Yellow" },
      red: { es: "Rojo", en: "Red" },
      none: { es: "Sin meta", en: "No goal" }
    })
  })

  it("is ordered from green to red, and none comes first", () => {
    const colors: ReadonlyArray<Semaphore.Color> = ["red", "none", "yellow", "green"]
    assert.deepStrictEqual(colors.toSorted(Semaphore.compare), ["none", "green", "yellow", "red"])
    assert.strictEqual(Semaphore.compare("yellow", "yellow"), 0)
  })
})

describe("an indicator", () => {
  it("is added count by count", () => {
    const one = { registered: 1, valid: 20, invalid: 300, pending: 4000, goal: 50_000 }
    const other = { registered: 3, valid: 30, invalid: 300, pending: 3000, goal: 30_000 }
    assert.deepStrictEqual(Indicator.add(one, other), { registered: 4, valid: 50, invalid: 600, pending: 7000, goal: 80_000 })
    assert.deepStrictEqual(Indicator.add(one, Indicator.noCounts), one)
    assert.deepStrictEqual(Indicator.noCounts, { registered: 0, valid: 0, invalid: 0, pending: 0, goal: 0 })
  })

  it("is shown rounded half up to one decimal, and not at all without a goal", () => {
    assert.deepStrictEqual([Indicator.percent(1, 3), Indicator.percent(2, 3), Indicator.percent(1, 2000), Indicator.percent(3, 2000), Indicator.percent(0, 5)], [33.3, 66.7, 0.1, 0.2, 0])
    assert.isNull(Indicator.percent(0, 0))
    assert.isNull(Indicator.percent(7, 0))
  })

  it("is exact, whatever the counts", () => {
    const around = [2_251_799_813_684, 2_251_799_813_685, 2_251_799_813_686, 4_503_599_627_369, 4_503_599_627_370, 4_503_599_627_371, LARGEST, LARGEST - 1]
    for (const part of [1, 3, ...around]) for (const whole of [1, 7, ...around]) assert.strictEqual(Indicator.percent(part, whole), exactPercent(part, whole), `${part} / ${whole}`)
    fc.assert(fc.property(counts, counts, (part, whole) => whole === 0 || Indicator.percent(part, whole) === exactPercent(part, whole)))
  })

  it("carries its counts, its percentage and its colour", () => {
    const counted = { registered: 9, valid: 4, invalid: 3, pending: 2, goal: 5 }
    assert.deepStrictEqual(Indicator.of(counted, { yellow: 8000, green: 10_000 }), { ...counted, percent: 80, color: "yellow" })
  })
})
