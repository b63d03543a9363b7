/**
 * A closed period as data: its result, and the snapshot that holds the result in the dealership's chain (*Cierre*). The functions
 * are pure. {@link PeriodClose} makes snapshots of stored records, the month report's `close` makes them of files.
 *
 * A snapshot's canonical text holds the digest of the snapshot before it, so its own digest vouches for the whole chain up to
 * it. The snapshot says when, by whom and after which reopening the period was closed; the result does not. So the same records,
 * judged by the same policy as of the same instant, have the same `resultDigest` at every close.
 *
 * @see docs/decisions/0009-period-close.md
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "../calendar/Calendar.ts"
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import * as ControlFindings from "../results/ControlFindings.ts"
import type { ComplianceReport } from "../results/ComplianceReport.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as FrozenLists from "./FrozenLists.ts"
import { FrozenCounts } from "./FrozenCounts.ts"
import type { Parameters } from "../policy/Parameter.ts"
import * as Policy from "../policy/Policy.ts"
import type { Procedure } from "../policy/Procedure.ts"
import type { OwnActivityRule, OwnProspectRule, RuleEffect, Subject } from "../policy/Rule.ts"
import * as Scorecard from "../results/Scorecard.ts"
import type { Counts } from "../results/Counts.ts"
import * as Verification from "../judging/Verification.ts"

/** The `format` of a snapshot. It changes when a verifier must read snapshots differently. */
export const FORMAT = "crm-procedure/period-close/1"

const Indicator = Schema.Struct({
  registered: Schema.Int,
  valid: Schema.Int,
  invalid: Schema.Int,
  pending: Schema.Int,
  goal: Schema.Int,
  percent: Schema.NullOr(Schema.Finite),
  color: Schema.String
})
const Indicators = { prospecting: Indicator, followUp: Indicator }
const Group = Schema.Struct({ id: Schema.String, ...Indicators })

/** A frozen scorecard, as `scorecard.json` holds it. */
export const FrozenScorecard = Schema.Struct({
  period: Schema.String,
  asOf: Schema.String,
  policy: Schema.String,
  company: Schema.Struct(Indicators),
  byBranch: Schema.Array(Group),
  byBrand: Schema.Array(Group),
  byAdvisor: Schema.Array(Group)
})
export type FrozenScorecard = typeof FrozenScorecard.Type

const Compliance = {
  leads: Schema.Int,
  met: Schema.Int,
  late: Schema.Int,
  missed: Schema.Int,
  upcoming: Schema.Int,
  cancelled: Schema.Int,
  percent: Schema.NullOr(Schema.Finite),
  color: Schema.String,
  /** Early snapshots did not count these. */
  lostWithoutContact: Schema.optionalKey(Schema.Int)
}

/** The frozen compliance of lead follow-up, as `compliance.json` holds it. */
export const FrozenCompliance = Schema.Struct({
  company: Schema.Struct(Compliance),
  byAdvisor: Schema.Array(Schema.Struct({ id: Schema.String, ...Compliance }))
})
export type FrozenCompliance = typeof FrozenCompliance.Type

const WaiverCount = Schema.Struct({ count: Schema.Int, by: Schema.Array(Schema.Struct({ grantedBy: Schema.String, count: Schema.Int })) })

const basisFields = {
  period: Schema.String,
  /** The instant as of which the period was judged, local with its offset. */
  asOf: Schema.String,
  procedure: Schema.Struct({ code: Schema.String, version: Schema.String, effectiveFrom: Schema.String }),
  /** As `Policy.toJson` gives it. */
  policy: Schema.Record(Schema.String, Schema.Unknown),
  policyDigest: Schema.String,
  /** The seed of the sample. */
  seed: Schema.String,
  /** The selected activities; the prospects are in `sample.csv`. */
  activitySample: Schema.Array(Schema.Struct({ id: Schema.String, advisorId: Schema.String, kind: Schema.Literals(["random", "risk"]) })),
  /** How many reasons of the period's records were waived, and by whom; absent where there were no waivers. */
  waivers: Schema.optionalKey(Schema.Struct({ prospects: WaiverCount, activities: WaiverCount })),
  /** The ids of verifications that were still open, and how they were counted. */
  openVerifications: Schema.Struct({
    countedAs: Schema.Literals(["pending", "valid"]),
    prospects: Schema.Array(Schema.String),
    activities: Schema.Array(Schema.String)
  })
}

/** How a period was judged: the part of a result that the month report's other files do not hold. */
export const Basis = Schema.Struct(basisFields)
export type Basis = typeof Basis.Type

/** What a closed period freezes. `files` are the SHA-256 of the {@link FrozenLists} texts, by name. */
export const FrozenResult = Schema.Struct({
  ...basisFields,
  scorecard: FrozenScorecard,
  compliance: FrozenCompliance,
  files: Schema.Struct({
    "activity-verdicts.csv": Schema.String,
    "lead-colors.csv": Schema.String,
    "prospect-verdicts.csv": Schema.String,
    "sample.csv": Schema.String
  })
})
export type FrozenResult = typeof FrozenResult.Type

/** Who closes or reopens: a role, and a name or id of the person. */
export const Actor = Schema.Struct({ role: Schema.String, name: Schema.String })

/** Why a period is closed once more: the reopening of the snapshot with that `sequence`. */
export const Reopening = Schema.Struct({ sequence: Schema.Int, at: Schema.String, by: Schema.String, reason: Schema.String })
export type Reopening = typeof Reopening.Type

/**
 * A link of the chain. `previousDigest` is empty for the first one. `files` are the frozen texts, where the snapshot itself holds
 * them; the month report keeps them in files beside it. `counts` are there where a service closed the period: its scorecards are
 * read from them.
 */
export const Snapshot = Schema.Struct({
  format: Schema.Literal(FORMAT),
  sequence: Schema.Int,
  period: Schema.String,
  previousDigest: Schema.String,
  closedAt: Schema.String,
  closedBy: Actor,
  reopening: Schema.NullOr(Reopening),
  resultDigest: Schema.String,
  result: FrozenResult,
  files: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  counts: Schema.optionalKey(FrozenCounts)
})
export type Snapshot = typeof Snapshot.Type

/** A snapshot's file name, `0000-2024-03.json`. The files of a chain sort in the order of the chain. */
export const fileName = (sequence: number, period: Calendar.Period): string => `${String(sequence).padStart(4, "0")}-${period}.json`

const PENDING_RULE = "verification-pending"

/**
 * The policy by which a period is judged when it closes. Where open verifications count as valid at the close, the rule that
 * leaves their records undecided is off. Otherwise it is the policy itself.
 */
export const closingPolicy = (policy: Policy.Policy): Policy.Policy => {
  if (policy.parameters.openVerificationsAtClose === "pending") return policy
  const without = (effects: Readonly<Record<string, RuleEffect>> | undefined) => ({ ...effects, [PENDING_RULE]: "off" as const })
  return {
    ...policy,
    effects: { prospect: without(policy.effects.prospect), activity: without(policy.effects.activity) },
    brands: new Map([...policy.brands].map(([brandId, brand]) => [
      brandId,
      { ...brand, rules: { prospect: without(brand.rules?.prospect), activity: without(brand.rules?.activity) } }
    ]))
  }
}

const openOf = (judgedMonth: JudgedMonth, subject: Subject, book: { readonly idOf: (index: number) => string }): ReadonlyArray<string> =>
  judgedMonth.concludedAs(subject, "open").map((index) => book.idOf(index)).sort(Verification.compareIds)

/** The open verifications of a judged month, by id, and how the close counts their records. */
export const openVerifications = (judgedMonth: JudgedMonth, policy: Policy.Policy): Basis["openVerifications"] => ({
  countedAs: policy.parameters.openVerificationsAtClose,
  prospects: openOf(judgedMonth, "prospect", judgedMonth.prospects),
  activities: openOf(judgedMonth, "activity", judgedMonth.activities)
})

/** How a period was judged. `policy` is the dealership's own; the month was judged by its {@link closingPolicy}. */
export const basisOf = (judgedMonth: JudgedMonth, policy: Policy.Policy, procedure: Procedure): Basis => {
  const { activities, activitySample, judging, period, seed } = judgedMonth
  return {
    period,
    asOf: Calendar.formatInstant(judging.zone, judging.asOf),
    procedure: { code: procedure.code, version: procedure.version, effectiveFrom: Calendar.formatDay(procedure.effectiveFrom) },
    policy: Policy.toJson(policy),
    policyDigest: Policy.digest(policy),
    seed,
    activitySample: activitySample.map(({ advisorId, index, kind }) => ({ id: activities.idOf(index), advisorId, kind })),
    openVerifications: openVerifications(judgedMonth, policy),
    ...waiversIn(judgedMonth)
  }
}

const waiversIn = (judgedMonth: JudgedMonth): Pick<Basis, "waivers"> => {
  const [prospects, activities] = [ControlFindings.waiversOf(judgedMonth, "prospect"), ControlFindings.waiversOf(judgedMonth, "activity")]
  return prospects === undefined || activities === undefined ? {} : { waivers: { prospects, activities } }
}

/** A judged month to be closed: judged by the {@link closingPolicy} of `policy`, with its counts and its compliance. */
export interface ClosingMonth {
  readonly judgedMonth: JudgedMonth
  readonly counts: Counts
  readonly compliance: ComplianceReport
  readonly policy: Policy.Policy
  readonly procedure: Procedure
}

/** The period's scorecard as it is frozen. */
export const frozenScorecard = (judgedMonth: JudgedMonth, counts: Counts): FrozenScorecard =>
  Scorecard.toContract({
    policy: judgedMonth.judging.policy,
    asOf: judgedMonth.judging.asOf,
    counts,
    lineOfBrand: judgedMonth.judging.directory.lineOfBrand
  })

/** What closing a judged month freezes. `files` are the texts of its lists. The order in which its records came makes no difference. */
export const result = (
  { compliance, judgedMonth, policy, procedure, counts }: ClosingMonth,
  files: Readonly<Record<FrozenLists.Name, string>>
): FrozenResult => ({
  ...basisOf(judgedMonth, policy, procedure),
  scorecard: frozenScorecard(judgedMonth, counts),
  compliance: compliance.toContract(),
  files: {
    "activity-verdicts.csv": CanonicalJson.digestOfText(files["activity-verdicts.csv"]),
    "lead-colors.csv": CanonicalJson.digestOfText(files["lead-colors.csv"]),
    "prospect-verdicts.csv": CanonicalJson.digestOfText(files["prospect-verdicts.csv"]),
    "sample.csv": CanonicalJson.digestOfText(files["sample.csv"])
  }
})

/** The place of a snapshot in its chain, and who closed it when. */
export interface Closing {
  readonly sequence: number
  readonly previousDigest: string
  /** Local with its offset. */
  readonly closedAt: string
  readonly closedBy: { readonly role: string; readonly name: string }
  readonly reopening: Reopening | null
}

/** A snapshot of a result. `inside`: the frozen texts and the counts, where the snapshot holds them. */
export const snapshot = (result: FrozenResult, closing: Closing, inside: Pick<Snapshot, "files" | "counts"> = {}): Snapshot => ({
  format: FORMAT,
  period: result.period,
  ...closing,
  result,
  resultDigest: CanonicalJson.digest(result),
  ...inside
})

/** Reads a snapshot's text; undefined for any other text. {@link SnapshotChain} verifies whether it is true. */
export const parse = (text: string): Snapshot | undefined => {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return undefined
  }
  return Schema.is(Snapshot)(data) ? data : undefined
}

/** This version can't make the policy that is frozen in a snapshot. Judging the period by another policy would mislead. */
export class FrozenPolicyUnusable extends Schema.TaggedError<FrozenPolicyUnusable>()("FrozenPolicyUnusable", {
  period: Schema.String,
  detail: Schema.String
}) {
  override get message() {
    return `The policy with which ${this.period} was closed can't be used: ${this.detail}. ` +
      "Expected every rule and parameter of it to be known. Give the dealership's own rules of that time, or use the version of the software that closed it."
  }
}

/** How periods were judged before these parameters existed. Later parameters with such a default need no line here. */
const earlierParameters: Partial<Parameters> = { lostWithoutContact: "cancels" }

/**
 * The policy by which a result was judged. The dealership's own rules are code and must be given again. Rules that came with
 * later versions are off, as they were at the close.
 */
export const frozenPolicy = (
  { period, policy }: FrozenResult,
  ownRules: ReadonlyArray<OwnProspectRule | OwnActivityRule>
): Result.Result<Policy.Policy, FrozenPolicyUnusable> => {
  const spec = policy as unknown as Required<Omit<Policy.PolicySpec, "ownRules" | "company">> & Pick<Policy.PolicySpec, "company"> & { readonly rules: Policy.Effects; readonly ownRules: ReadonlyArray<{ readonly code: string }> }
  const codes = spec.ownRules.map(({ code }) => code)
  const own = ownRules.filter(({ code }) => codes.includes(code))
  const missing = codes.filter((code) => !own.some((rule) => rule.code === code))
  if (missing.length > 0) return Result.fail(new FrozenPolicyUnusable({ period, detail: `its own rules ${missing.join(", ")} are missing` }))
  const known = (subject: Subject) => Object.fromEntries(Object.keys(Policy.gcPro05.effects[subject]).map((code) => [code, "off" as const]))
  const made = Policy.make({
    name: spec.name,
    rules: {
      prospect: { ...known("prospect"), ...spec.rules.prospect },
      activity: { ...known("activity"), ...spec.rules.activity }
    },
    parameters: { ...earlierParameters, ...spec.parameters },
    thresholds: spec.thresholds,
    brands: spec.brands,
    ...(spec.company === undefined ? {} : { company: spec.company }),
    ownRules: own
  })
  return Result.mapError(made, (bad) => new FrozenPolicyUnusable({ period, detail: bad.message }))
}
