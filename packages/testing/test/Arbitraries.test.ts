/** The arbitraries are checked themselves: what they draw can be read, follows from the seed, meets, and shrinks. */
import * as Activity from "@crm-procedure/core/records/Activity"
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Directory from "@crm-procedure/core/records/Directory"
import type * as Field from "@crm-procedure/core/records/Field"
import * as Goal from "@crm-procedure/core/records/Goal"
import * as Lead from "@crm-procedure/core/results/Lead"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Prospect from "@crm-procedure/core/records/Prospect"
import * as VerificationCall from "@crm-procedure/core/records/VerificationCall"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import * as Arbitraries from "../src/Arbitraries.ts"
import { judgeMonth } from "../src/Judged.ts"
import type { Month } from "../src/Month.ts"

/** What is wrong with a record, by the fields of its canonical file; undefined if it could have been read from one. */
const faultOf = <R extends object>(fields: ReadonlyArray<Field.Field>, record: R): string | undefined => {
  const values = new Map(Object.entries(record))
  const unknown = [...values.keys()].find((name) => !fields.some((field) => field.name === name))
  if (unknown !== undefined) return `${unknown} is no field`
  for (const { kind, name, required, values: allowed } of fields) {
    const value: unknown = values.get(name)
    if (value === undefined) {
      if (required) return `${name} is missing`
      continue
    }
    const isRight = kind === "instant" || kind === "day"
      ? Number.isSafeInteger(value)
      : kind === "integer"
      ? Number.isSafeInteger(value) && (value as number) >= 0
      : kind === "boolean"
      ? typeof value === "boolean"
      : kind === "id"
      ? typeof value === "string" && value.length > 0 && [...value].length <= 64 && value.trim() === value && value.isWellFormed()
      : kind === "enumeration"
      ? (allowed ?? []).includes(value as string)
      : kind === "list" || typeof value === "string"
    if (!isRight) return `${name} is ${String(value)}`
  }
  return undefined
}

const faultsOf = <R extends object>(fields: ReadonlyArray<Field.Field>, records: ReadonlyArray<R>, cross: (record: R) => ReadonlyArray<unknown> = () => []) =>
  records.flatMap((record) => [...[faultOf(fields, record)].filter((fault) => fault !== undefined), ...cross(record)])

const faultsOfDirectory = ({ branches, brands, employees }: Directory.Directory) => [
  ...faultsOf(Directory.employeeFields, employees, Directory.employeeFaults),
  ...faultsOf(Directory.branchFields, branches),
  ...faultsOf(Directory.brandFields, brands),
  ...Directory.overlappingAssignments(employees)
]

const isUnique = (ids: ReadonlyArray<string>): boolean => new Set(ids).size === ids.length

const faultsOfMonth = (month: Month) => [
  ...faultsOfDirectory(month.directory),
  ...faultsOf(Prospect.fields, month.prospects, Prospect.faults),
  ...faultsOf(Activity.fields, month.activities, Activity.faults),
  ...faultsOf(Goal.fields, month.goals),
  ...faultsOf(VerificationCall.fields, month.calls ?? [])
]

const arbitraries = {
  directory: Arbitraries.directory(),
  prospect: Arbitraries.prospect(),
  activity: Arbitraries.activity(),
  goal: Arbitraries.goal(),
  verificationCall: Arbitraries.verificationCall(),
  month: Arbitraries.month(),
  policySpec: Arbitraries.policySpec(),
  thresholds: Arbitraries.thresholds
} satisfies Record<string, fc.Arbitrary<unknown>>

const tempers = ["tidy", "mixed", "hostile"] as const

describe("Arbitraries", () => {
  it("draw months that could have been read, of every temper, under every policy", () => {
    for (const temper of tempers) {
      fc.assert(fc.property(Arbitraries.situation(Arbitraries.policy(), { temper }), ({ month }) => {
        assert.deepStrictEqual(faultsOfMonth(month), [])
        assert.isTrue(isUnique(month.prospects.map(({ prospectId }) => prospectId)))
        assert.isTrue(isUnique(month.activities.map(({ activityId }) => activityId)))
        assert.isTrue(isUnique((month.calls ?? []).map(({ callId }) => callId)))
        assert.isTrue(isUnique(month.goals.map(Goal.key)))
      }), { seed: 1 })
    }
  })

  it("draw single records that could have been read", () => {
    fc.assert(fc.property(
      Arbitraries.directory(), Arbitraries.prospect(), Arbitraries.activity(), Arbitraries.goal(), Arbitraries.verificationCall(),
      (directory, prospect, activity, goal, call) => {
        assert.deepStrictEqual([
          ...faultsOfDirectory(directory),
          ...faultsOf(Prospect.fields, [prospect], Prospect.faults),
          ...faultsOf(Activity.fields, [activity], Activity.faults),
          ...faultsOf(Goal.fields, [goal]),
          ...faultsOf(VerificationCall.fields, [call])
        ], [])
      }
    ), { seed: 1 })
  })

  it("draw policies that are accepted, and profiles of the brands given", () => {
    fc.assert(fc.property(Arbitraries.policySpec(["mazda"]), (spec) => {
      assert.isTrue(Result.isSuccess(Policy.make(spec)))
      assert.includeMembers(["mazda"], Object.keys(spec.brands ?? {}))
    }), { seed: 1, numRuns: 300 })
  })

  it("draw thresholds in order", () => {
    fc.assert(fc.property(Arbitraries.thresholds, ({ green, yellow }) => {
      assert.isTrue(Number.isSafeInteger(yellow) && Number.isSafeInteger(green) && yellow > 0 && yellow < green)
    }), { seed: 1 })
  })

  it("keep to the sizes and the period that they are given", () => {
    const options = { period: "2025-02", branches: { min: 2, max: 2 }, brands: { min: 1, max: 1 }, employees: { min: 3, max: 3 }, prospects: { min: 4, max: 5 }, activities: { max: 1 }, goals: { max: 1 }, calls: { max: 2 } }
    fc.assert(fc.property(Arbitraries.month(options), ({ activities, asOf, calls, directory, goals, period, prospects }) => {
      assert.strictEqual(period, "2025-02")
      assert.isTrue(asOf <= Calendar.periodBounds(Calendar.bogota, "2025-04").start)
      assert.lengthOf(directory.branches, 2)
      assert.lengthOf(directory.brands, 1)
      assert.strictEqual(new Set(directory.employees.map(({ employeeId }) => employeeId)).size, 3)
      assert.isTrue(prospects.length >= 4 && prospects.length <= 5 && activities.length <= 1 && goals.length <= 1 && (calls ?? []).length <= 2)
    }), { seed: 1 })
  })

  for (const [name, arbitrary] of Object.entries(arbitraries) as ReadonlyArray<[string, fc.Arbitrary<unknown>]>) {
    it(`${name}: the same seed draws the same, another draws others`, () => {
      const draw = (seed: number) => fc.sample(arbitrary, { seed, numRuns: 20 })
      assert.deepStrictEqual(draw(5), draw(5))
      assert.notDeepEqual(draw(5), draw(6))
    })

    it(`${name}: shrinks to the same smallest one, whatever was drawn`, () => {
      const runs = Array.from({ length: 12 }, (_, seed) => fc.check(fc.property(arbitrary, () => false), { seed }))
      const [smallest, ...others] = runs.map(({ counterexample }) => JSON.stringify(counterexample))
      for (const other of others) assert.strictEqual(other, smallest)
      assert.isTrue(runs.some(({ numShrinks }) => numShrinks > 0))
    })
  }

  it("shrink a month with a duplicate to two prospects, and a month without faults to an empty one", () => {
    const smallest = (holds: (month: Month) => boolean) => fc.check(fc.property(Arbitraries.month(), holds), { seed: 3, numRuns: 2000 }).counterexample?.[0] as Month
    const withDuplicate = smallest((month) => judgeMonth(month, Policy.gcPro05).prospects.every(({ reasons }) => reasons.every(({ code }) => code !== "duplicate")))
    assert.lengthOf(withDuplicate.prospects, 2)
    assert.lengthOf(withDuplicate.activities, 0)
    assert.lengthOf(withDuplicate.goals, 0)
    const any = smallest(() => false)
    assert.lengthOf(any.prospects, 0)
    assert.lengthOf(any.directory.employees, 1)
    assert.lengthOf(any.directory.branches, 1)
  })

  it("reach every rule but two rare ones, every verdict, conclusion, state and colour", () => {
    const found = new Set<string>()
    for (const temper of tempers) {
      for (const month of fc.sample(Arbitraries.month({ temper }), { seed: 4, numRuns: 700 })) {
        const judged = judgeMonth(month, Policy.gcPro05)
        for (const [kind, records] of [["prospect", judged.prospects], ["activity", judged.activities]] as const) {
          for (const { reasons, verdict, warnings } of records) {
            found.add(`${kind} ${verdict}`)
            for (const code of [...reasons.map(({ code }) => code), ...warnings]) found.add(`${kind}/${code}`)
          }
        }
        for (const { conclusion } of judged.prospectConclusions) found.add(conclusion)
        for (const { color, obligations } of judged.leads) {
          found.add(`lead ${color}`)
          for (const { state } of obligations) found.add(state)
        }
        for (const { followUp, prospecting } of judged.scorecards["company"] ?? []) found.add(`prospecting ${prospecting.color}`).add(`follow-up ${followUp.color}`)
      }
    }
    const { activityRules, prospectRules } = Policy.gcPro05
    // A burst needs ten records in ten minutes; one rule is off in the default policy; two need a stored change or a telephone log.
    const rare = ["prospect/registration-burst", "activity/activity-burst", "activity/contact-too-frequent", "prospect/identity-replaced", "activity/call-not-in-log"]
    const wanted = [
      ...[...prospectRules, ...activityRules].map(({ code, subject }) => `${subject}/${code}`).filter((name) => !rare.includes(name)),
      ...["valid", "invalid", "pending"].flatMap((verdict) => [`prospect ${verdict}`, `activity ${verdict}`]),
      "open",
      "confirmed",
      "failed",
      "inconclusive",
      "unreachable",
      ...Lead.states,
      ...["green", "yellow", "red", "none"].flatMap((color) => [`lead ${color}`, `prospecting ${color}`, `follow-up ${color}`])
    ]
    assert.deepStrictEqual(wanted.filter((name) => !found.has(name)), [])
  })
})
