/** What an edition of the policy says: drafts are whole, every fault is named, and two editions are compared value by value. */
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as Parameter from "../src/policy/Parameter.ts"
import * as Policy from "../src/policy/Policy.ts"
import * as PolicyEdition from "../src/policy/PolicyEdition.ts"
import * as exampleRecords from "./exampleRecords.ts"

const ownRule = exampleRecords.ownProspectRule("engine-missing", { effect: "warns" })

const groundOf = (spec: Policy.PolicySpec): PolicyEdition.Configured => ({ policy: Result.getOrThrow(Policy.make(spec)) })
const present = groundOf({
  name: "Norte",
  parameters: { leadRedDays: 9, sources: ["web"] },
  thresholds: { prospecting: { yellow: 70, green: 92.5 } },
  brands: { M1: { parameters: { noteMinimumWords: 5 }, rules: { prospect: { "engine-missing": "off" } } } },
  ownRules: [ownRule]
})

const drafted = (given: unknown) => PolicyEdition.writtenOut(PolicyEdition.laidOver(given, present.policy), present)
const completed = (given: unknown) => Result.getOrThrow(drafted(given))
const faultsOf = (given: unknown): ReadonlyArray<string> => {
  const made = drafted(given)
  return Result.isSuccess(made) ? [] : made.failure.faults.map(({ pointer }) => pointer)
}

describe("a drafted edition", () => {
  it("keeps what its file leaves out as the policy in force has it, and writes every value out", () => {
    const spec = completed({ parameters: { leadRedDays: 5 }, rules: { prospect: { "engine-missing": "invalidates" } }, thresholds: { followUp: { yellow: 50, green: 60 } } })
    assert.deepStrictEqual(Object.keys(spec.parameters!).toSorted(), [...Parameter.names].toSorted())
    assert.deepStrictEqual(PolicyEdition.differences(PolicyEdition.specOf(present.policy), spec), [
      { pointer: "/rules/prospect/engine-missing", before: "warns", after: "invalidates" },
      { pointer: "/parameters/leadRedDays", before: 9, after: 5 },
      { pointer: "/thresholds/followUp/yellow", before: 80, after: 50 },
      { pointer: "/thresholds/followUp/green", before: 100, after: 60 }
    ])
    assert.deepStrictEqual(spec.brands, Object.fromEntries(present.policy.brands))
    assert.deepStrictEqual(completed({ brands: {} }).brands, {})
    assert.notProperty(spec, "ownRules")
    const named = Result.getOrThrow(Policy.make({ company: { name: "Motos del Norte", nit: "900.1" } }))
    const companyOf = (given: unknown) => Result.getOrThrow(PolicyEdition.writtenOut(PolicyEdition.laidOver(given, named), { policy: named })).company
    assert.deepStrictEqual([companyOf({}), companyOf({ company: { name: "Norte" } }), companyOf({ company: null })], [named.company, { name: "Norte" }, undefined])
    assert.deepStrictEqual(completed({}), PolicyEdition.specOf(present.policy))
  })

  it("names every fault at once, and none twice", () => {
    assert.deepStrictEqual(faultsOf({
      rules: { prospect: { "phone-invalid": "ignore" }, activity: 3 },
      parameters: { timeZone: "UTC", phoneCountry: "ZZ", leadYellowDays: 9, duplicateWindowDays: -1 },
      thresholds: { prospecting: { yellow: 100, green: 80 } },
      brands: { M1: { parameters: { leadRedDays: 3 } } },
      ownRules: [],
      other: 1
    }).toSorted(), [
      "/brands/M1/parameters/leadRedDays", "/other", "/ownRules", "/parameters/duplicateWindowDays", "/parameters/leadYellowDays", "/parameters/phoneCountry",
      "/parameters/timeZone", "/rules/activity", "/rules/prospect/phone-invalid", "/thresholds/prospecting"
    ])
    for (const given of [null, [], "x", 3]) assert.deepStrictEqual(faultsOf(given), [""])
    assert.deepStrictEqual(faultsOf({ rules: [], parameters: "x", thresholds: null, brands: 3 }).toSorted(), ["/brands", "/parameters", "/rules", "/thresholds"])
  })

  it("may repeat the fixed parameters, and changes neither", () => {
    assert.deepStrictEqual(faultsOf({ parameters: { timeZone: "America/Bogota", phoneCountry: "CO" } }), [])
    assert.deepStrictEqual(faultsOf({ parameters: { timeZone: "America/Lima", phoneCountry: "PE" } }), ["/parameters/timeZone", "/parameters/phoneCountry"])
  })

  it("differs from another in nothing exactly when both are the same policy", () => {
    const value = fc.record({ leadRedDays: fc.integer({ min: 4, max: 6 }), sources: fc.subarray(["web", "event"]) })
    fc.assert(fc.property(value, value, (one, other) => {
      const [before, after] = [completed({ parameters: one }), completed({ parameters: other })]
      assert.strictEqual(PolicyEdition.differences(before, after).length === 0, JSON.stringify(before) === JSON.stringify(after))
    }))
    const pointers = PolicyEdition.differences({ brands: { "M/1~": { parameters: { noteMinimumWords: 1 } } } }, { brands: { "M/1~": { parameters: {} } }, name: "x" })
    assert.deepStrictEqual(pointers, [{ pointer: "/brands/M~11~0/parameters/noteMinimumWords", before: 1, after: undefined }, { pointer: "/name", before: undefined, after: "x" }])
  })

  it("holds from its period to the one before the next, and in none where a later approval has the same first period", () => {
    const of = (editionId: string, from: string, at: number) => ({ editionId, spec: {}, draftedAt: 1, draftedBy: "AC", approval: { from, at, by: "GG" } })
    const editions = [of("E1", "2024-01", 1), of("E2", "2024-03", 2), of("E3", "2024-03", 3), of("E4", "2024-02", 4), { editionId: "E5", spec: {}, draftedAt: 1, draftedBy: "AC" }]
    const spans = PolicyEdition.spans(editions)
    assert.deepStrictEqual([...spans], [["E1", { from: "2024-01", to: "2024-01" }], ["E4", { from: "2024-02", to: "2024-02" }], ["E3", { from: "2024-03" }]])
    for (const period of ["2023-12", "2024-01", "2024-02", "2024-03", "2024-04"]) {
      const held = [...spans].find(([, { from, to }]) => from <= period && (to === undefined || period <= to))?.[0]
      assert.strictEqual(held, PolicyEdition.inForce(editions, period)?.editionId, period)
    }
  })

  it("is a draft until it is approved or withdrawn", () => {
    const draft = { editionId: "E1", spec: {}, draftedAt: 1, draftedBy: "AC" }
    assert.deepStrictEqual([draft, { ...draft, approval: { from: "2024-03", at: 2, by: "GG" } }, { ...draft, withdrawal: { at: 2, by: "AC" } }].map(PolicyEdition.stateOf), ["draft", "approved", "withdrawn"])
  })
})
