/** The dealership's policy and its own rule keep the laws of the procedure, in memory and through its tables. */
import * as Policy from "@crm-procedure/core/policy/Policy"
import { Arbitraries, IndicatorLaws, Judged, Law, Laws } from "@crm-procedure/testing"
import type { Month } from "@crm-procedure/testing/Month"
import * as fc from "fast-check"
import * as Result from "effect/Result"
import { afterAll, assert, describe, it } from "vitest"
import * as OwnPolicy from "../src/OwnPolicy.ts"
import * as JudgedByTables from "./JudgedByTables.ts"

const RULE = OwnPolicy.licenceCategoryMissing.code

/** Months with prospects of the brand, some with the licence category and some without. */
const months: fc.Arbitrary<Month> = fc.oneof(
  Arbitraries.month({ policy: OwnPolicy.policy, temper: "tidy", brands: { min: 2, max: 3 } }),
  Arbitraries.month({ policy: OwnPolicy.policy, brands: { min: 2, max: 3 } })
).chain((month) =>
  fc.array(fc.constantFrom("Colibrí 125 (A2)", "Colibrí 150 A1", "Colibrí 125", undefined), { minLength: month.prospects.length, maxLength: month.prospects.length })
    .map((interests) => ({ ...month, prospects: month.prospects.map((prospect, place) => ({ ...prospect, interest: interests[place] })) }))
)

describe("the months of the laws", () => {
  it("reach the dealership's own rule: it holds, it fails, and it alone makes a prospect invalid", () => {
    const found = fc.sample(months, { numRuns: 60, seed: 1 }).flatMap((month) => {
      const reasons = new Map(Judged.judgeMonth(month, OwnPolicy.policy).prospects.map(({ id, reasons }) => [id, reasons.map(({ code }) => code)]))
      return month.prospects.map(({ brandId, prospectId }) => ({ isOfBrand: brandId === OwnPolicy.COLIBRI, reasons: reasons.get(prospectId) ?? [] }))
    })
    assert.isTrue(found.some(({ isOfBrand, reasons }) => isOfBrand && reasons.length === 0))
    assert.isTrue(found.some(({ reasons }) => reasons.join() === RULE))
    assert.isTrue(found.some(({ reasons }) => reasons.length > 1 && reasons.includes(RULE)))
    assert.isFalse(found.some(({ isOfBrand, reasons }) => !isOfBrand && reasons.includes(RULE)))
  })
})

describe("the laws under the dealership's policy", () => {
  for (const law of Laws.all) it(`${law.name}: ${law.meaning.en}`, () => law.check({ policy: OwnPolicy.policy, months }, { numRuns: 20 }))
})

describe("the laws of indicators through the dealership's tables", () => {
  const tables = JudgedByTables.make(OwnPolicy.edition)
  afterAll(tables.close)

  const { exactness, monotony, partition, totality } = IndicatorLaws
  // How a percentage is rounded depends on no month.
  for (const law of [exactness, partition, monotony, totality]) {
    it(`${law.name}: ${law.meaning.en}`, () => law.check({ policy: OwnPolicy.policy, months, implementation: tables.implementation }, { numRuns: 30 }))
  }
})

describe("an own rule that is not pure", () => {
  it("breaks a law through the tables: the counts differ from the answers", async () => {
    let asked = 0
    const ownRules = [{ ...OwnPolicy.licenceCategoryMissing, test: () => asked++ % 2 === 0 ? "fails" as const : "holds" as const }]
    const policy = Result.getOrThrow(Policy.make({ ...OwnPolicy.spec, ownRules }))
    const tables = JudgedByTables.make({ ...OwnPolicy.edition, policy })
    const broken = await IndicatorLaws.exactness.check({ policy, months, implementation: tables.implementation }, { numRuns: 30 }).then(() => undefined, (error: unknown) => error)
    await tables.close()
    assert.instanceOf((broken as Error).cause, Law.LawBroken)
  })
})

describe("the dealership's own rule", () => {
  it("stands in the printed procedure of its brand", () => {
    assert.match(OwnPolicy.printed(), /licence\\?-category\\?-missing/)
  })
})
