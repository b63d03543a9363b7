/** The ten rules for json-rules-engine: a rule's conditions are those under which it fails. */
import { Engine as RulesEngine } from "json-rules-engine"
import type { NestedCondition } from "json-rules-engine"
import type { Code, Context, Engine } from "./Rules.ts"
import { EMAIL, REGISTRATION_MILLIS, SOURCES } from "./Rules.ts"

export const make = ({ asOf, branchIds, brandIds }: Context): Engine => {
  const engine = new RulesEngine([], { allowUndefinedFacts: true })
  engine.addOperator("isMissing", (value: unknown, expected: boolean) => (value === undefined) === expected)
  engine.addOperator("isEmail", (value: string | undefined, expected: boolean) =>
    (value === undefined || (value.length <= 254 && EMAIL.test(value))) === expected)
  const given = (fact: string): NestedCondition => ({ fact, operator: "isMissing", value: false })
  const missing = (fact: string): NestedCondition => ({ fact, operator: "isMissing", value: true })
  const failsWhere: { readonly [C in Code]: { all: Array<NestedCondition> } | { any: Array<NestedCondition> } } = {
    "contact-missing": { all: [missing("phone"), missing("email")] },
    "email-invalid": { all: [given("email"), { fact: "email", operator: "isEmail", value: false }] },
    "branch-unknown": { all: [{ fact: "branchId", operator: "notIn", value: [...branchIds] }] },
    "brand-unknown": { all: [{ fact: "brandId", operator: "notIn", value: [...brandIds] }] },
    "created-in-future": { all: [{ fact: "createdAt", operator: "greaterThan", value: asOf }] },
    "source-unknown": { all: [{ fact: "source", operator: "notIn", value: SOURCES }] },
    "interest-missing": { all: [missing("interest")] },
    "consent-missing": { any: [missing("consentAt"), { fact: "consentAt", operator: "greaterThan", value: asOf }] },
    "consent-revoked": {
      all: [
        given("consentAt"),
        { fact: "consentAt", operator: "lessThanInclusive", value: asOf },
        given("excludedAt"),
        { fact: "excludedAt", operator: "greaterThanInclusive", value: { fact: "consentAt" } },
        { fact: "excludedAt", operator: "lessThanInclusive", value: asOf }
      ]
    },
    "registered-late": { all: [given("recordedAt"), { fact: "delay", operator: "greaterThan", value: REGISTRATION_MILLIS }] }
  }
  for (const [code, conditions] of Object.entries(failsWhere)) engine.addRule({ conditions, event: { type: code } })
  engine.addFact("delay", async (_, almanac) => await almanac.factValue<number>("recordedAt") - await almanac.factValue<number>("createdAt"))
  return {
    run: (prospect) => engine.run(prospect),
    codes: async (prospect) => (await engine.run(prospect)).events.map(({ type }) => type)
  }
}
