/** How Motores del Otún differs from GC-PRO-05 version 02: its thresholds, the profile of its motorcycle brand, and one rule. */
import * as CrmProcedureModule from "@crm-procedure/core/service/CrmProcedure"
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as ProcedureDocument from "@crm-procedure/core/policy/ProcedureDocument"
import type { OwnProspectRule } from "@crm-procedure/core/policy/Rule"
import * as Result from "effect/Result"

/** The motorcycle brand. */
export const COLIBRI = "COLIBRI"

/**
 * Colibrí's platform accepts a motorcycle's lead only with the licence category, A1 or A2. The procedure names the brands' platforms
 * but no licence, so the rule is an assumption of this dealership.
 */
export const licenceCategoryMissing: OwnProspectRule = {
  code: "licence-category-missing",
  subject: "prospect",
  serves: "Q",
  effect: "off",
  field: "interest",
  title: { es: "Sin categoría de licencia", en: "No licence category" },
  message: () => ({
    es: "La plataforma de Colibrí pide la categoría de licencia. Escriba A1 o A2 junto al vehículo de interés.",
    en: "Colibrí's platform asks for the licence category. Write A1 or A2 beside the vehicle of interest."
  }),
  provenance: { kind: "assumption", reference: "GC-PRO-05/requirement/brand-platforms" },
  verifies: "GC-PRO-05/requirement/brand-platforms",
  test: ({ interest }) => interest === undefined || /\bA[12]\b/.test(interest) ? "holds" : "fails"
}

/** The policy as it is written down. The rule is off, except for the brand that wants it. */
export const spec: Policy.PolicySpec = {
  name: "Motores del Otún 2024",
  thresholds: { prospecting: { yellow: 75, green: 95 }, followUp: { yellow: 60, green: 85 } },
  parameters: { firstContactMinutes: 60 },
  brands: {
    [COLIBRI]: {
      rules: { prospect: { [licenceCategoryMissing.code]: "invalidates" } },
      parameters: { noteMinimumWords: 4 }
    }
  },
  ownRules: [licenceCategoryMissing]
}

export const policy: Policy.Policy = Result.getOrThrow(Policy.make(spec))

/** GC-PRO-05 version 02, judged by that policy: what `CrmProcedure.layer` takes. */
export const edition: CrmProcedureModule.Edition = { procedure: GcPro05.version02, policy }

/** The procedure in Spanish with the rules in force at the motorcycle brand. */
export const printed = (): string =>
  ProcedureDocument.toMarkdown(edition.procedure, {
    rules: [...policy.prospectRules, ...policy.activityRules].map((rule) => ({
      ...rule,
      effect: policy.brands.get(COLIBRI)?.rules?.[rule.subject]?.[rule.code] ?? policy.effects[rule.subject][rule.code] ?? rule.effect,
      message: rule.message({})
    }))
  })
