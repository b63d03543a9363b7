/** What a waiver changes: its record's own verdict, and those of its activities through `prospect-invalid`. Nothing else. */
import * as ActivityRules from "@crm-procedure/core/judging/ActivityRules"
import * as ProspectRules from "@crm-procedure/core/judging/ProspectRules"
import * as Waivers from "@crm-procedure/core/judging/Waivers"
import type * as Policy from "@crm-procedure/core/policy/Policy"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Arbitraries from "../src/Arbitraries.ts"
import * as Judged from "../src/Judged.ts"
import * as Month from "../src/Month.ts"

/** A month whose calls have not begun: the sample, which a waiver may change, decides no verdict then. */
const situation = Arbitraries.situation(Arbitraries.policy(), { prospects: { min: 1, max: 8 }, activities: { max: 10 }, calls: { max: 0 } })
  .map(({ month, policy }) => ({ policy, month: Month.imported({ ...month, calls: undefined }) }))

const withWaiver = situation.chain(({ month, policy }) => {
  const codes = { prospect: ProspectRules.codes, activity: ActivityRules.codes }
  const records = [
    ...month.prospects.map(({ prospectId: id }) => ({ type: "prospect" as const, id })),
    ...month.activities.map(({ activityId: id }) => ({ type: "activity" as const, id }))
  ]
  return fc.constantFrom(...records).chain(({ id, type }) =>
    fc.record({
      month: fc.constant(month),
      policy: fc.constant(policy),
      waiver: fc.constantFrom(...codes[type]).map((code) =>
        ({ waiverId: "W", subjectType: type, subjectId: id, code: code as string, grantedAt: month.asOf, grantedBy: "CA1", reason: "Se comprobó" }))
    }))
})

const judge = (month: Month.Month, policy: Policy.Policy) => {
  const { activities, prospects } = Judged.judgeMonth(month, policy)
  return { prospect: new Map(prospects.map((record) => [record.id, record])), activity: new Map(activities.map((record) => [record.id, record])) }
}

const codesOf = ({ reasons, warnings }: Judged.JudgedRecord): ReadonlyArray<string> => [...reasons.map(({ code }) => code), ...warnings]

describe("a waiver", () => {
  it("takes its code out of its own record, lists it where it was there, and changes no other record but through prospect-invalid", () => {
    fc.assert(fc.property(withWaiver, ({ month, policy, waiver }) => {
      const { code, subjectId, subjectType } = waiver
      const before = judge(month, policy)
      const after = judge({ ...month, waivers: [waiver] }, policy)
      const [was, is] = [before[subjectType].get(subjectId)!, after[subjectType].get(subjectId)!]
      const isWaived = codesOf(was).includes(code) && Waivers.isWaivable(subjectType, code)
      assert.deepStrictEqual(codesOf(is), codesOf(was).filter((one) => !isWaived || one !== code))
      assert.deepStrictEqual(is.waived, isWaived ? [code] : undefined)
      for (const type of ["prospect", "activity"] as const) {
        for (const [id, record] of before[type]) {
          if (type === subjectType && id === subjectId) continue
          const isOfIt = type === "activity" && subjectType === "prospect" && month.activities.some((one) => one.activityId === id && one.prospectId === subjectId)
          const rest = (one: Judged.JudgedRecord) => isOfIt ? codesOf(one).filter((other) => other !== "prospect-invalid") : one
          assert.deepStrictEqual(rest(after[type].get(id)!), rest(record), `${type} ${id}`)
        }
      }
    }), { numRuns: 300 })
  })

  it("that is granted later than the month is looked at changes nothing", () => {
    fc.assert(fc.property(withWaiver, ({ month, policy, waiver }) => {
      assert.deepStrictEqual(judge({ ...month, waivers: [{ ...waiver, grantedAt: month.asOf + 1 }] }, policy), judge(month, policy))
    }), { numRuns: 50 })
  })
})
