/** Every law holds of the core, under any policy and with rules of one's own, and catches each mistake planted for it. */
import { OwnRuleBroken } from "@crm-procedure/core/judging/JudgingContext"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type { OwnActivityRule, OwnProspectRule } from "@crm-procedure/core/policy/Rule"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import * as Arbitraries from "../src/Arbitraries.ts"
import { LawBroken } from "../src/Law.ts"
import type { Law, Subject } from "../src/Law.ts"
import * as Judged from "../src/Judged.ts"
import * as Laws from "../src/Laws.ts"
import * as Broken from "./broken/Implementations.ts"

const parameters = { seed: 20240331, numRuns: 150 }

const text = (es: string, en: string) => ({ es, en })

/** A dealership's rule: a prospect is not registered on the hour. */
const tooEarly: OwnProspectRule = {
  code: "too-early",
  subject: "prospect",
  serves: "R1",
  effect: "warns",
  field: "createdAt",
  title: text("Muy temprano", "Too early"),
  message: () => text("Registrado en una hora en punto.", "Registered on the hour."),
  provenance: { kind: "assumption", reference: "GC-PRO-05/risk/fake-customers" },
  verifies: "GC-PRO-05/risk/fake-customers",
  test: (prospect) => prospect.createdAt % 3_600_000 === 0 ? "fails" : "holds"
}

const visitUndecided: OwnActivityRule = {
  ...tooEarly,
  code: "visit-undecided",
  subject: "activity",
  effect: "invalidates",
  field: "type",
  test: (activity, context) => activity.type !== "visit" ? "holds" : context.isActiveAdvisor(activity.advisorId, context.asOf) ? "undecided" : "fails"
}

const ownPolicy = Result.getOrThrow(Policy.make({
  name: "Concesionario propio",
  ownRules: [tooEarly, visitUndecided],
  parameters: { activitySampleMinimum: 1, activitySamplePercent: 50, sampleMinimum: 1, riskSampleMaximum: 2 },
  brands: { M1: { rules: { prospect: { duplicate: "warns" }, activity: { "visit-undecided": "warns" } } } }
}))

const caught: ReadonlyArray<readonly [law: Law, mistake: string, subject: Partial<Subject>]> = [
  [Laws.exactness, "a mean of percentages", { implementation: Broken.meanOfPercentages }],
  [Laws.exactness, "colours by floating point", { indicatorOf: Broken.floatingColors }],
  [Laws.exactness, "counts of 32 bits", { indicatorOf: Broken.shortCounts }],
  [Laws.exactness, "goals of another period", { implementation: Broken.goalsOfAnyPeriod }],
  [Laws.exactness, "groups with nothing but a goal left out", { implementation: Broken.goalsWithoutRecordsUnlisted }],
  [Laws.partition, "activities of unknown prospects lost", { implementation: Broken.unknownProspectsLost }],
  [Laws.partition, "the month's last day lost", { implementation: Broken.lastDayLost }],
  [Laws.monotony, "red when far above the goal", { indicatorOf: Broken.suspiciousWhenOver }],
  [Laws.monotony, "a group that loses its valid records", { implementation: Broken.crowdedGroups }],
  [Laws.totality, "thresholds that belong to the worse colour", { indicatorOf: Broken.exclusiveThresholds }],
  [Laws.totality, "colours of the shown percentage", { indicatorOf: Broken.colorsOfShownPercent }],
  [Laws.totality, "0 % without a goal", { implementation: Broken.noGoalIsRed }],
  [Laws.rounding, "half to even", { indicatorOf: Broken.roundedHalfEven }],
  [Laws.rounding, "cut off", { indicatorOf: Broken.cutOff }],
  [Laws.rounding, "two decimals", { indicatorOf: Broken.twoDecimals }],
  [Laws.order, "duplicates by arrival", { implementation: Broken.duplicatesByArrival }],
  [Laws.order, "a sample by place in the file", { implementation: Broken.sampledByIndex }],
  [Laws.idempotence, "goals added again", { implementation: Broken.goalsAddedAgain }],
  [Laws.idempotence, "calls counted again", { implementation: Broken.callsCountedAgain }],
  [Laws.explanation, "pending counted as valid", { implementation: Broken.pendingCounts }],
  [Laws.explanation, "invalid without a reason", { implementation: Broken.reasonsLost }],
  [Laws.explanation, "a reason that its rule does not give", { implementation: Broken.reasonsMadeUp }],
  [Laws.independence, "only the first reason", { implementation: Broken.shortCircuit }],
  [Laws.independence, "a rule that speaks though it is off", { implementation: Broken.offStillSpeaks }],
  [Laws.reproducibility, "a sample by place in the file", { implementation: Broken.sampledByIndex }],
  [Laws.reproducibility, "every k-th by id", { implementation: Broken.everyOther }],
  [Laws.recomputation, "the lowest ids", { implementation: Broken.lowestIds }],
  [Laws.recomputation, "the seed forgotten", { implementation: Broken.seedForgotten }],
  [Laws.states, "missed counted as upcoming too", { implementation: Broken.missedCountsTwice }],
  [Laws.finality, "late forgiven after some days", { implementation: Broken.lateForgiven }],
  [Laws.finality, "missed cancelled by a sale", { implementation: Broken.missedCancelled }],
  [Laws.finality, "the last attempt decides", { implementation: Broken.lastAttemptDecides }],
  [Laws.losses, "a loss cancels the first contact", { implementation: Broken.lossesCancel }],
  [Laws.losses, "a won lead counted as lost without contact", { implementation: Broken.lossesOvercounted }]
]

describe("Laws", () => {
  describe("hold of the core under GC-PRO-05 v02 and arbitrary policies", () => {
    for (const law of Laws.all) it(`${law.name}: ${law.meaning.en}`, () => law.check({}, parameters))
  })

  describe("hold of a policy with rules of its own and a brand's profile", () => {
    for (const law of Laws.all) it(law.name, () => law.check({ policy: ownPolicy }, parameters))
  })

  describe("catch", () => {
    for (const [law, mistake, subject] of caught) {
      it(`${law.name}: ${mistake}`, async () => {
        const found = await fc.check(law.property(subject), { seed: 1, numRuns: 1000, endOnFailure: true })
        assert.isTrue(found.failed, "the law held")
        assert.instanceOf(found.errorInstance, LawBroken)
      })
    }

    const broken: ReadonlyArray<readonly [found: string, test: () => unknown]> = [["answered true", () => true], ["threw TypeError", () => (undefined as never as { readonly email: string }).email]]
    for (const [found, test] of broken) {
      it(`a rule of one's own that ${found}`, async () => {
        const policy = Result.getOrThrow(Policy.make({ ownRules: [{ ...tooEarly, test: test as typeof tooEarly.test }] }))
        for (const law of Laws.all) {
          // It judges no month.
          if (law === Laws.rounding) continue
          const { errorInstance, failed } = await fc.check(law.property({ policy }), { seed: 1, numRuns: 50, endOnFailure: true })
          assert.isTrue(failed, law.name)
          assert.instanceOf(errorInstance, OwnRuleBroken, law.name)
          assert.deepInclude(errorInstance as OwnRuleBroken, { rule: "too-early", subject: "prospect", found })
        }
      })
    }

    it("every law catches something", () => {
      assert.deepStrictEqual(Laws.all.filter((law) => !caught.some(([one]) => one === law)).map(({ name }) => name), [])
    })
  })

  it("say what they mean, in both languages, and where it is written", () => {
    const names = Laws.all.map(({ name }) => name)
    assert.deepStrictEqual([...new Set(names)], names)
    for (const { meaning, source } of Laws.all) {
      assert.isAbove(meaning.es.length, 20)
      assert.isAbove(meaning.en.length, 20)
      assert.notInclude(meaning.es + meaning.en, "\n")
      assert.match(source, /^(GC-PRO-05|docs\/)/)
    }
  })

  it("look at the months and the policy that they are given", async () => {
    const months = Arbitraries.month({ period: "2025-02", policy: ownPolicy, prospects: { min: 1, max: 2 } })
    for (const law of Laws.all) {
      const judged: Array<string> = []
      await law.check({
        months,
        policy: ownPolicy,
        implementation: (month, policy) => {
          judged.push(`${month.period} ${policy.name}`)
          return Judged.judgeMonth(month, policy)
        }
      }, { numRuns: 3 })
      if (law !== Laws.rounding) assert.deepStrictEqual([...new Set(judged)], ["2025-02 Concesionario propio"], law.name)
    }
  })

  it("take an implementation that needs time, and say which law broke", async () => {
    await Laws.order.check({ implementation: async (month, policy) => Judged.judgeMonth(month, policy) }, { numRuns: 5 })
    const found = await Laws.explanation.check({ implementation: async (month, policy) => Broken.reasonsLost(month, policy) }, { seed: 1 }).then(() => undefined, (error: unknown) => error)
    assert.instanceOf(found, Error)
    assert.match(String((found as Error).message) + String((found as Error).cause), /law of explanation is broken/)
  })
})
