/** The ten rules for zen-engine: one node of expressions, each saying whether its rule fails. */
import { ZenEngine } from "@gorules/zen-engine"
import type { Code, Context, Engine } from "./Rules.ts"
import { REGISTRATION_MILLIS, SOURCES } from "./Rules.ts"

const EMAIL = String.raw`^[^\s@.]+(?:\.[^\s@.]+)*@(?:[^\s@.]+\.)+\p{L}{2,}$`

export const make = ({ asOf, branchIds, brandIds }: Context): Engine => {
  const list = (values: Iterable<string>): string => `[${[...values].map((value) => `'${value}'`).join(", ")}]`
  const failsWhere: { readonly [C in Code]: string } = {
    "contact-missing": "phone == null and email == null",
    "email-invalid": `email != null and (len(email) > 254 or not matches(email, '${EMAIL}'))`,
    "branch-unknown": `branchId not in ${list(branchIds)}`,
    "brand-unknown": `brandId not in ${list(brandIds)}`,
    "created-in-future": `createdAt > ${asOf}`,
    "source-unknown": `source == null or source not in ${list(SOURCES)}`,
    "interest-missing": "interest == null",
    "consent-missing": `consentAt == null or consentAt > ${asOf}`,
    "consent-revoked": `consentAt != null and consentAt <= ${asOf} and excludedAt != null and excludedAt >= consentAt and excludedAt <= ${asOf}`,
    "registered-late": `recordedAt != null and recordedAt - createdAt > ${REGISTRATION_MILLIS}`
  }
  const engine = new ZenEngine()
  const decision = engine.createDecision({
    nodes: [
      { id: "in", name: "in", type: "inputNode" },
      {
        id: "rules",
        name: "rules",
        type: "expressionNode",
        content: { expressions: Object.entries(failsWhere).map(([code, value]) => ({ id: code, key: code, value })) }
      },
      { id: "out", name: "out", type: "outputNode" }
    ],
    edges: [
      { id: "1", sourceId: "in", targetId: "rules", type: "edge" },
      { id: "2", sourceId: "rules", targetId: "out", type: "edge" }
    ]
  })
  return {
    run: (prospect) => decision.evaluate(prospect),
    codes: async (prospect) => {
      const { result } = await decision.evaluate(prospect)
      return Object.keys(failsWhere).filter((code) => result[code] === true)
    }
  }
}
