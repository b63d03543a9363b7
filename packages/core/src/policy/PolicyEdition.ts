/**
 * An edition of a dealership's policy: what differs from GC-PRO-05 v02, as a policy file writes it, with who drafted it, and who
 * approved it from which period on. An approved edition never changes.
 *
 * @see docs/decisions/0064-editions-of-the-policy.md
 *
 * @example
 * ```ts run
 * import * as PolicyEdition from "@crm-procedure/core/policy/PolicyEdition"
 * import * as assert from "node:assert/strict"
 *
 * const draft = { editionId: "E1", spec: { parameters: { leadRedDays: 9 } }, draftedAt: 1, draftedBy: "AC" }
 * const approved = { ...draft, approval: { from: "2024-03", at: 2, by: "GG" } }
 * assert.equal(PolicyEdition.inForce([draft], "2024-03"), undefined)
 * assert.equal(PolicyEdition.inForce([approved], "2024-02"), undefined)
 * assert.equal(PolicyEdition.inForce([approved], "2024-05"), approved)
 * ```
 */
import * as Result from "effect/Result"
import type { Instant, Period } from "../calendar/Calendar.ts"
import * as GcPro05 from "./GcPro05.ts"
import * as Parameter from "./Parameter.ts"
import * as Policy from "./Policy.ts"
import type * as Procedure from "./Procedure.ts"
import type * as Rule from "./Rule.ts"

/** From which period an edition holds, and who approved it when. */
export interface Approval {
  readonly from: Period
  readonly at: Instant
  readonly by: string
}

/** What an edition sets. A dealership's own rules are code and are never part of it. */
export type Spec = Omit<Policy.PolicySpec, "ownRules">

/** An edition: a draft while it has no approval. */
export interface PolicyEdition {
  readonly editionId: string
  readonly spec: Spec
  readonly draftedAt: Instant
  readonly draftedBy: string
  readonly approval?: Approval | undefined
}

const compareText = (one: string, other: string): number => one < other ? -1 : one > other ? 1 : 0

/** The order of a list of editions: as they were drafted, then by their ids. */
export const compare = (one: PolicyEdition, other: PolicyEdition): number => one.draftedAt - other.draftedAt || compareText(one.editionId, other.editionId)

/** Whether an approval replaces another one where both hold. The later period wins; for the same period, the later approval. */
const replaces = (one: PolicyEdition, other: PolicyEdition): boolean =>
  (compareText(one.approval!.from, other.approval!.from) || one.approval!.at - other.approval!.at || compareText(one.editionId, other.editionId)) > 0

/** The approved edition by which a period is judged; undefined where none holds yet. */
export const inForce = (editions: ReadonlyArray<PolicyEdition>, period: Period): PolicyEdition | undefined => {
  let found: PolicyEdition | undefined
  for (const edition of editions) {
    if (edition.approval === undefined || edition.approval.from > period) continue
    if (found === undefined || replaces(edition, found)) found = edition
  }
  return found
}

/** Parameters that no edition changes: stored instants and match keys follow from them. */
export const fixedParameters = ["timeZone", "phoneCountry"] as const satisfies ReadonlyArray<Parameter.Name>

const fixedOf = ({ parameters }: Policy.Policy): Partial<Parameter.Parameters> => Object.fromEntries(fixedParameters.map((name) => [name, parameters[name]]))

/** The configured policy, and the versions of the procedure whose clauses its own rules may verify besides those of GC-PRO-05. */
export interface Configured {
  readonly policy: Policy.Policy
  readonly procedures?: ReadonlyArray<Procedure.Procedure> | undefined
}

/** The own rules of a policy. */
const ownRulesOf = ({ ownActivityRules, ownProspectRules }: Policy.Policy) => [...ownProspectRules, ...ownActivityRules]

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value)

const made = (spec: Spec, { policy, procedures = [] }: Configured): Result.Result<Policy.Policy, Policy.BadPolicy> =>
  !isObject(spec) ? Policy.make(spec) : Policy.make({ ...spec, ownRules: ownRulesOf(policy) }, [...GcPro05.versions, ...procedures])

/**
 * Every fault of what an edition is to set, beside the configured policy: the faults of a policy file, own rules, and a parameter that
 * no edition changes.
 */
export const faults = (spec: Spec, configured: Configured): ReadonlyArray<Policy.PolicyFault> => {
  const result = made(spec, configured)
  const ofPolicy = Result.isFailure(result) ? result.failure.faults : []
  if (!isObject(spec)) return ofPolicy
  const { parameters } = configured.policy
  const given: Partial<Parameter.Parameters> = isObject(spec.parameters) ? spec.parameters! : {}
  return [
    ...ofPolicy,
    ...("ownRules" in spec
      ? [{ pointer: "/ownRules", found: "ownRules", expected: { es: "una política sin reglas propias: esas son código", en: "a policy without own rules: those are code" } }]
      : []),
    ...fixedParameters.filter((name) => (given[name] ?? parameters[name]) !== parameters[name] && !ofPolicy.some(({ pointer }) => pointer === `/parameters/${name}`)).map((name) => ({
      pointer: `/parameters/${name}`,
      found: JSON.stringify(given[name]),
      expected: {
        es: `${JSON.stringify(parameters[name])}: de este parámetro dependen los registros guardados`,
        en: `${JSON.stringify(parameters[name])}: stored records depend on this parameter`
      }
    }))
  ]
}

/** What an edition sets with every value written out, so that a later release's defaults don't change it. */
export const writtenOut = (spec: Spec, configured: Configured): Result.Result<Spec, Policy.BadPolicy> => {
  const found = faults(spec, configured)
  if (found.length > 0) return Result.fail(new Policy.BadPolicy({ faults: found }))
  const given: Spec = { ...spec, parameters: { ...spec.parameters, ...fixedOf(configured.policy) } }
  return Result.map(made(given, configured), specOf)
}

/** Every value that a policy sets, without its own rules. */
export const specOf = (policy: Policy.Policy): Spec => {
  const { ownRules: _, ...spec } = Policy.toJson(policy)
  return spec as Spec
}

/** Effects of rules that the policy still has. A release or a dealership may have dropped an own rule that an edition names. */
const knownEffects = (rules: Partial<Policy.Effects> | undefined, { activityRules, prospectRules }: Policy.Policy): Partial<Policy.Effects> => {
  const known = (effects: Policy.Effects["prospect"] | undefined, of: ReadonlyArray<Rule.Rule>) =>
    Object.fromEntries(Object.entries(effects ?? {}).filter(([code]) => of.some((rule) => rule.code === code)))
  return { prospect: known(rules?.prospect, prospectRules), activity: known(rules?.activity, activityRules) }
}

const knownParameters = (parameters: Partial<Parameter.Parameters> | undefined): Partial<Parameter.Parameters> =>
  Object.fromEntries(Object.entries(parameters ?? {}).filter(([name]) => Object.hasOwn(Parameter.parameters, name)))

/** The policy of a stored edition, with the configured own rules. What it sets of a rule or a parameter that is no more is left out. */
export const policyOf = ({ spec }: PolicyEdition, configured: Configured): Result.Result<Policy.Policy, Policy.BadPolicy> => {
  const { policy } = configured
  const brands = Object.entries(spec.brands ?? {}).map(([brandId, { parameters, rules }]) =>
    [brandId, { ...(rules === undefined ? {} : { rules: knownEffects(rules, policy) }), ...(parameters === undefined ? {} : { parameters: knownParameters(parameters) }) }])
  return made({ ...spec, rules: knownEffects(spec.rules, policy), parameters: { ...knownParameters(spec.parameters), ...fixedOf(policy) }, brands: Object.fromEntries(brands) }, configured)
}
