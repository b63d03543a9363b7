/**
 * What is said of a record: `valid`, `invalid` or `pending`, with its reasons. A verdict is a set of rule codes kept as
 * bits; reasons with messages and evidence are made when they are asked for.
 *
 * @example
 * ```ts run
 * import { judgeMonth } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const prospect = { prospectId: "P1", createdAt: "2024-03-05", advisorId: "A1", branchId: "S1", brandId: "M1", phone: "310 12" }
 * const month = judgeMonth({ directory: { employees: [], branches: [], brands: [] }, prospects: [prospect], period: "2024-03", asOf: "2024-04-01" })
 * const { reasons, verdict } = month.prospect("P1")
 * assert.equal(verdict, "invalid")
 * const reason = reasons.find(({ code }) => code === "phone-invalid")
 * assert.equal(reason?.field, "phone")
 * assert.match(reason?.message.es ?? "", /^El teléfono no es un número válido/)
 * ```
 */
import * as ActivityRules from "./ActivityRules.ts"
import type { Instant } from "../calendar/Calendar.ts"
import type { Bilingual } from "../identity/Bilingual.ts"
import type { Masks } from "../policy/Policy.ts"
import type { Provenance } from "../policy/Procedure.ts"
import * as RuleMessages from "../policy/RuleMessages.ts"
import * as ProspectRules from "./ProspectRules.ts"
import type { Answer, Evidence, Rule, Subject } from "../policy/Rule.ts"

export type Verdict = "valid" | "invalid" | "pending"

/** Verdicts in the order of their numbers, for columns of bytes. */
export const verdicts: ReadonlyArray<Verdict> = ["valid", "invalid", "pending"]

/** What the rules said of one record: the built-in ones as bits of their codes, a dealership's own as bits of theirs. */
export interface Findings {
  readonly failed: number
  readonly ownFailed: number
  readonly ownUndecided: number
}

/** Bits that stand for *undecided* rather than *failed*: `verification-pending` never fails, a pending prospect may. */
const undecidedBits: Readonly<Record<Subject, number>> = {
  prospect: ProspectRules.bit["verification-pending"],
  activity: ActivityRules.bit["verification-pending"] | ActivityRules.PROSPECT_PENDING
}

const PROSPECT_INVALID = ActivityRules.bit["prospect-invalid"]

/** How a profile's masks decide: which bits make a record invalid, and which, failing that, pending. */
export interface Decision {
  readonly invalidating: number
  readonly pending: number
  readonly ownInvalidating: number
}

/** Makes a decision of a profile's masks. */
export const decision = (masks: Masks, subject: Subject): Decision => ({
  invalidating: masks.invalidates & ~undecidedBits[subject],
  pending: masks.invalidates & undecidedBits[subject] |
    (subject === "activity" && (masks.invalidates & PROSPECT_INVALID) !== 0 ? ActivityRules.PROSPECT_PENDING : 0),
  ownInvalidating: masks.ownInvalidates
})

/** The verdict's number in {@link verdicts}. */
export const numberOf = (decision: Decision, failed: number, ownFailed: number, ownUndecided: number): number =>
  (failed & decision.invalidating) !== 0 || (ownFailed & decision.ownInvalidating) !== 0
    ? 1
    : (failed & decision.pending) !== 0 || (ownUndecided & decision.ownInvalidating) !== 0
    ? 2
    : 0

/** The verdict of what the rules said. */
export const of = (decision: Decision, findings: Findings): Verdict =>
  verdicts[numberOf(decision, findings.failed, findings.ownFailed, findings.ownUndecided)]!

/** What one built-in or own rule answered. `index` is the rule's place among the policy's rules of the subject. */
export const answerOf = (subject: Subject, builtIn: number, findings: Findings, index: number): Answer => {
  if (index >= builtIn) {
    const bit = 1 << (index - builtIn)
    return (findings.ownFailed & bit) !== 0 ? "fails" : (findings.ownUndecided & bit) !== 0 ? "undecided" : "holds"
  }
  const bit = 1 << index
  if ((findings.failed & bit) !== 0) return (undecidedBits[subject] & bit) !== 0 ? "undecided" : "fails"
  return subject === "activity" && bit === PROSPECT_INVALID && (findings.failed & ActivityRules.PROSPECT_PENDING) !== 0 ? "undecided" : "holds"
}

const builtInCount: Readonly<Record<Subject, number>> = {
  prospect: ProspectRules.codes.length,
  activity: ActivityRules.codes.length
}

/**
 * The rules that make a record invalid or pending, as one number: bit `i` is the policy's i-th rule of the subject, built-in
 * rules first. Zero exactly when the verdict is valid.
 */
export const reasonKey = (masks: Masks, subject: Subject, { failed, ownFailed, ownUndecided }: Findings): number => {
  const pending = subject === "activity" && (failed & ActivityRules.PROSPECT_PENDING) !== 0 ? PROSPECT_INVALID : 0
  return ((failed | pending) & masks.invalidates) + ((ownFailed | ownUndecided) & masks.ownInvalidates) * 2 ** builtInCount[subject]
}

/** The failed warning rules, as one number like {@link reasonKey}. */
export const warningKey = (masks: Masks, subject: Subject, { failed, ownFailed }: Findings): number =>
  (failed & masks.warns & ~undecidedBits[subject]) + (ownFailed & masks.ownWarns) * 2 ** builtInCount[subject]

const LOW_BITS = 2 ** 26

/** Whether two keys have a rule in common. */
export const shares = (one: number, other: number): boolean =>
  (one % LOW_BITS & other % LOW_BITS) !== 0 || (Math.floor(one / LOW_BITS) & Math.floor(other / LOW_BITS)) !== 0

/** The indexes of the rules in a key, in the order of the policy's rules. */
export const indexesOf = (key: number): ReadonlyArray<number> => {
  const indexes: Array<number> = []
  for (let index = 0, rest = key; rest > 0; index++, rest = Math.floor(rest / 2)) if (rest % 2 === 1) indexes.push(index)
  return indexes
}

/** The codes of the rules in a key, in the order of the policy's rules. */
export const codesOf = (key: number, rules: ReadonlyArray<Rule>): ReadonlyArray<string> => indexesOf(key).map((index) => rules[index]!.code)

/** A reason or a warning as a person reads it. */
export interface Reason {
  readonly code: string
  readonly outcome: "fails" | "undecided"
  readonly message: Bilingual
  readonly field: string
  readonly evidence: Evidence
  readonly provenance: Provenance
  /** The clause of the procedure that the rule serves. */
  readonly verifies: string
}

/** A rule that would be among a record's reasons or warnings, and is excused by a waiver. */
export interface Waived {
  readonly code: string
  readonly message: Bilingual
  readonly waiverId: string
  readonly grantedAt: Instant
  readonly grantedBy: string
  /** Why it was granted, in the words of the person who granted it. */
  readonly reason: string
}

/** A verdict with everything that explains it. It is valid exactly when `reasons` is empty. */
export interface Explanation {
  readonly verdict: Verdict
  readonly reasons: ReadonlyArray<Reason>
  readonly warnings: ReadonlyArray<Reason>
  /** What waivers took out of the reasons and warnings, in the order of the policy. */
  readonly waived: ReadonlyArray<Waived>
}

const makeReason = (rule: Rule, outcome: Reason["outcome"], evidence: Evidence): Reason => ({
  code: rule.code,
  outcome,
  message: outcome === "undecided" && rule.undecided !== undefined ? rule.undecided : rule.message(evidence),
  field: RuleMessages.fieldOf(rule, evidence),
  evidence,
  provenance: rule.provenance,
  verifies: rule.verifies
})

/** Whether there is no evidence: then a reason of the same rule and outcome is the same object for every record. */
export const isPlain = ({ evidence }: Pick<Reason, "evidence">): boolean => {
  for (const _ in evidence) return false
  return true
}

const noEvidence: Evidence = {}
const plainReasons = new WeakMap<Rule, Map<Reason["outcome"], Reason>>()

/** What a rule says without evidence, which is the same of every record: the same object again. */
const plainReason = (rule: Rule, outcome: Reason["outcome"]): Reason => {
  let ofRule = plainReasons.get(rule)
  if (ofRule === undefined) plainReasons.set(rule, ofRule = new Map())
  let reason = ofRule.get(outcome)
  if (reason === undefined) ofRule.set(outcome, reason = makeReason(rule, outcome, noEvidence))
  return reason
}

/** Explains a verdict; `evidenceOf` is asked only for the rules that spoke. */
export const explain = (
  masks: Masks,
  subject: Subject,
  rules: ReadonlyArray<Rule>,
  findings: Findings,
  evidenceOf: (code: string) => Evidence
): Explanation => {
  const reasonOf = (index: number): Reason => {
    const rule = rules[index]!
    const outcome = answerOf(subject, builtInCount[subject], findings, index) === "undecided" ? "undecided" : "fails"
    const evidence = evidenceOf(rule.code)
    return isPlain({ evidence }) ? plainReason(rule, outcome) : makeReason(rule, outcome, evidence)
  }
  return {
    verdict: of(decision(masks, subject), findings),
    reasons: indexesOf(reasonKey(masks, subject, findings)).map(reasonOf),
    warnings: indexesOf(warningKey(masks, subject, findings)).map(reasonOf),
    waived: []
  }
}
