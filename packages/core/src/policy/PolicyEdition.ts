/**
 * An edition of a dealership's policy: what a policy file says, with who drafted it, and who approved it from which period on. What
 * an edition says never changes. It ends as a draft when it is approved, or withdrawn; another draft takes its place where it is to
 * say something else.
 *
 * @see docs/decisions/0064-editions-of-the-policy.md, docs/decisions/0066-how-an-edition-comes-into-force.md
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
import * as Calendar from "../calendar/Calendar.ts"
import type { Instant, Period } from "../calendar/Calendar.ts"
import * as JsonPointer from "../identity/JsonPointer.ts"
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

/** Why an edition never came into force: its author took it back or replaced it, or the general manager declined it. */
export interface Withdrawal {
  readonly at: Instant
  readonly by: string
  readonly reason?: string | undefined
  /** The draft that took its place. */
  readonly replacedBy?: string | undefined
}

/** An edition: a draft while it has neither an approval nor a withdrawal. */
export interface PolicyEdition {
  readonly editionId: string
  readonly spec: Spec
  readonly draftedAt: Instant
  /** The employee, or the role where the key or user has none. */
  readonly draftedBy: string
  /** The key or user with which it was drafted. */
  readonly draftedWith?: string | undefined
  readonly comment?: string | undefined
  readonly approval?: Approval | undefined
  readonly withdrawal?: Withdrawal | undefined
}

export const states = ["draft", "approved", "withdrawn"] as const
export type State = typeof states[number]

/** What has become of an edition. */
export const stateOf = ({ approval, withdrawal }: PolicyEdition): State => approval !== undefined ? "approved" : withdrawal !== undefined ? "withdrawn" : "draft"

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

/** The periods in which an approved edition holds: from one on, to another one or without an end. */
export interface Span {
  readonly from: Period
  readonly to?: Period | undefined
}

/** The spans of the approved editions that hold in any period, by their ids. An edition that another one replaces from its first period on holds in none. */
export const spans = (editions: ReadonlyArray<PolicyEdition>): ReadonlyMap<string, Span> => {
  const starts = [...new Set(editions.flatMap(({ approval }) => approval === undefined ? [] : [approval.from]))].toSorted()
  return new Map(starts.map((from, place) => {
    const next = starts[place + 1]
    return [inForce(editions, from)!.editionId, next === undefined ? { from } : { from, to: Calendar.previousPeriod(next) }]
  }))
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

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value)

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

/** The given members over the present ones. What is no object stays as given: it is a fault. */
const over = (present: object, given: unknown): unknown => given === undefined ? present : isObject(given) ? { ...present, ...given } : given

/**
 * What a policy file makes of a policy: what the file leaves out stays as it is. Brands' profiles and the company are replaced as a
 * whole, and the company is left out where the file says null. Faults of the file stay in it.
 */
export const laidOver = (given: unknown, policy: Policy.Policy): Spec => {
  if (!isObject(given)) return given as Spec
  const present = specOf(policy)
  const { rules } = given
  return {
    ...present,
    ...given,
    rules: isObject(rules) ? { ...rules, prospect: over(policy.effects.prospect, rules.prospect), activity: over(policy.effects.activity, rules.activity) } : rules ?? present.rules,
    parameters: over(policy.parameters, given.parameters),
    thresholds: over(present.thresholds!, given.thresholds),
    ...(given["company"] === null ? { company: undefined } : {})
  } as Spec
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
export const policyOf = ({ spec }: Pick<PolicyEdition, "spec">, configured: Configured): Result.Result<Policy.Policy, Policy.BadPolicy> => {
  const { policy } = configured
  const brands = Object.entries(spec.brands ?? {}).map(([brandId, { parameters, rules }]) =>
    [brandId, { ...(rules === undefined ? {} : { rules: knownEffects(rules, policy) }), ...(parameters === undefined ? {} : { parameters: knownParameters(parameters) }) }])
  return made({ ...spec, rules: knownEffects(spec.rules, policy), parameters: { ...knownParameters(spec.parameters), ...fixedOf(policy) }, brands: Object.fromEntries(brands) }, configured)
}

/** A value in which two policies differ, as a JSON pointer with both values. A value is undefined where only the other policy has it. */
export interface Difference {
  readonly pointer: string
  readonly before: unknown
  readonly after: unknown
}

const differing = (pointer: string, before: unknown, after: unknown): ReadonlyArray<Difference> => {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differing(`${pointer}/${JsonPointer.step(key)}`, before[key], after[key]))
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ pointer, before, after }]
}

/** Every value in which two policies differ. Lists are compared as a whole. */
export const differences = (before: Spec, after: Spec): ReadonlyArray<Difference> => differing("", before, after)
