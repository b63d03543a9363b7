/**
 * What would change under another policy: the same records judged by two policies, compared record by record and group by group,
 * with the rules that make the difference.
 *
 * @example
 * ```ts run
 * import { Calendar, CrmProcedure, Policy, Records } from "@crm-procedure/core"
 * import { Effect, Layer, Result } from "effect"
 * import * as assert from "node:assert/strict"
 *
 * const service = CrmProcedure.CrmProcedure.layer().pipe(Layer.provide(Records.Records.layerMemory))
 * const lenient = Result.getOrThrow(Policy.make({ rules: { prospect: { "interest-missing": "warns" } } }))
 * const asOf = Calendar.parseInstant("2024-04-01", Calendar.bogota)!
 * const compare = CrmProcedure.CrmProcedure.use((crm) => crm.whatIf({ dealership: "norte", period: "2024-03", asOf }, lenient))
 * const { policy } = await Effect.runPromise(Effect.provide(compare, service))
 * assert.deepEqual(policy, [{ pointer: "/rules/prospect/interest-missing", before: "invalidates", after: "warns" }])
 * ```
 */
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as PolicyEdition from "../policy/PolicyEdition.ts"
import type { Subject } from "../policy/Rule.ts"
import * as Scorecard from "./Scorecard.ts"
import type * as Semaphore from "./Semaphore.ts"
import type { Compliance, ComplianceReport } from "./ComplianceReport.ts"
import type { Counts } from "./Counts.ts"
import * as Verdict from "../judging/Verdict.ts"

/** A record of the period whose verdict would be another, with the rules that would speak or fall silent. */
export interface VerdictChange {
  readonly subject: Subject
  readonly id: string
  readonly before: Verdict.Verdict
  readonly after: Verdict.Verdict
  readonly addedReasons: ReadonlyArray<string>
  readonly removedReasons: ReadonlyArray<string>
}

/** One indicator of a group whose count, percentage or colour would be another. */
export interface IndicatorChange {
  readonly keys: Scorecard.Group["keys"]
  readonly indicator: "prospecting" | "follow-up"
  readonly before: { readonly valid: number; readonly goal: number; readonly percent: number | null; readonly color: Semaphore.Color }
  readonly after: { readonly valid: number; readonly goal: number; readonly percent: number | null; readonly color: Semaphore.Color }
}

/** The compliance of lead follow-up of a group, whose obligations would have other states. `id` is null for the company. */
export interface ComplianceChange {
  readonly by: "company" | "branch" | "advisor"
  readonly id: string | null
  readonly before: Compliance
  readonly after: Compliance
}

/** How often a rule is what differs between two verdicts. */
export interface RuleDifference {
  readonly subject: Subject
  readonly code: string
  readonly added: number
  readonly removed: number
}

export interface Comparison {
  readonly policy: ReadonlyArray<PolicyEdition.Difference>
  readonly verdicts: ReadonlyArray<VerdictChange>
  readonly indicators: ReadonlyArray<IndicatorChange>
  readonly compliance: ReadonlyArray<ComplianceChange>
  /** Most differences first. */
  readonly rules: ReadonlyArray<RuleDifference>
}

/** A judged month with its counts and its compliance. Both sides of a comparison are of the same records, period and instant. */
export interface Side {
  readonly judgedMonth: JudgedMonth
  readonly counts: Counts
  readonly compliance: () => ComplianceReport
}

/** Compares two judged months of the same records. */
export const compare = (before: Side, after: Side): Comparison => {
  const verdicts = [...changes(before.judgedMonth, after.judgedMonth, "prospect"), ...changes(before.judgedMonth, after.judgedMonth, "activity")]
  return {
    policy: PolicyEdition.differences(PolicyEdition.specOf(before.judgedMonth.judging.policy), PolicyEdition.specOf(after.judgedMonth.judging.policy)),
    verdicts,
    indicators: dimensions.flatMap((by) => indicatorChanges(before, after, by)),
    compliance: complianceChanges(before.compliance(), after.compliance()),
    rules: ruleDifferences(verdicts)
  }
}

const dimensions: ReadonlyArray<ReadonlyArray<Scorecard.Dimension>> = [[], ["branch"], ["brand"], ["advisor"]]

const changeOf = (
  subject: Subject,
  id: string,
  [before, after]: readonly [number, number],
  reasons: readonly [ReadonlyArray<string>, ReadonlyArray<string>]
): VerdictChange => ({
  subject,
  id,
  before: Verdict.verdicts[before]!,
  after: Verdict.verdicts[after]!,
  addedReasons: reasons[1].filter((code) => !reasons[0].includes(code)),
  removedReasons: reasons[0].filter((code) => !reasons[1].includes(code))
})

/** The records of one kind in a judged month. Both kinds are compared by the same code. */
const kindOf = (judgedMonth: JudgedMonth, subject: Subject) =>
  subject === "prospect"
    ? {
      book: judgedMonth.prospects,
      at: (index: number) => judgedMonth.prospects.createdAtOf(index),
      verdict: (index: number) => judgedMonth.prospectVerdict(index),
      reasons: (index: number) => Verdict.codesOf(judgedMonth.prospectReasonKey(index), judgedMonth.judging.policy.prospectRules)
    }
    : {
      book: judgedMonth.activities,
      at: (index: number) => judgedMonth.activities.placedAtOf(index),
      verdict: (index: number) => judgedMonth.activityVerdict(index),
      reasons: (index: number) => Verdict.codesOf(judgedMonth.activityReasonKey(index), judgedMonth.judging.policy.activityRules)
    }

/** The records of the period whose verdict differs, in the order of time. */
const changes = (before: JudgedMonth, after: JudgedMonth, subject: Subject): ReadonlyArray<VerdictChange> => {
  const found: Array<VerdictChange> = []
  const [one, two] = [kindOf(before, subject), kindOf(after, subject)]
  for (const index of one.book.inTimeOrder()) {
    if (one.at(index) < before.bounds.start || one.at(index) >= before.bounds.end) continue
    const id = one.book.idOf(index)
    const other = two.book.ids.find(id)
    const verdicts = [one.verdict(index), two.verdict(other)] as const
    if (verdicts[0] !== verdicts[1]) found.push(changeOf(subject, id, verdicts, [one.reasons(index), two.reasons(other)]))
  }
  return found
}

const indicatorChanges = (before: Side, after: Side, by: ReadonlyArray<Scorecard.Dimension>): ReadonlyArray<IndicatorChange> => {
  const scorecardOf = ({ judgedMonth, counts }: Side) =>
    Scorecard.make({
      policy: judgedMonth.judging.policy,
      asOf: judgedMonth.judging.asOf,
      counts,
      lineOfBrand: judgedMonth.judging.directory.lineOfBrand
    }, by)
  const afterGroups = new Map(scorecardOf(after).groups.map((group) => [JSON.stringify(group.keys), group]))
  return scorecardOf(before).groups.flatMap((group) => {
    const other = afterGroups.get(JSON.stringify(group.keys))
    if (other === undefined) return []
    const changes: Array<IndicatorChange> = []
    for (const [indicator, one, two] of [["prospecting", group.prospecting, other.prospecting], ["follow-up", group.followUp, other.followUp]] as const) {
      if (one.valid === two.valid && one.goal === two.goal && one.color === two.color) continue
      const shown = ({ color, goal, percent, valid }: Scorecard.Line) => ({ valid, goal, percent, color })
      changes.push({ keys: group.keys, indicator, before: shown(one), after: shown(two) })
    }
    return changes
  })
}

const complianceChanges = (before: ComplianceReport, after: ComplianceReport): ReadonlyArray<ComplianceChange> => {
  const groupsOf = (report: ComplianceReport) => (["branch", "advisor"] as const).flatMap((by) => report.by(by).map(({ id }) => ({ by, id })))
  const groups = new Map([...groupsOf(before), ...groupsOf(after)].map((group) => [JSON.stringify(group), group]))
  const ofGroup = (report: ComplianceReport, by: "branch" | "advisor", id: string): Compliance => by === "branch" ? report.of(undefined, id) : report.of(id, undefined)
  const sides: ReadonlyArray<ComplianceChange> = [
    { by: "company", id: null, before: before.company(), after: after.company() },
    ...[...groups.values()].map(({ by, id }) => ({ by, id, before: ofGroup(before, by, id), after: ofGroup(after, by, id) }))
  ]
  return sides.filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after))
}

const ruleDifferences = (verdicts: ReadonlyArray<VerdictChange>): ReadonlyArray<RuleDifference> => {
  const rules = new Map<string, { subject: Subject; code: string; added: number; removed: number }>()
  const count = (subject: Subject, code: string, what: "added" | "removed"): void => {
    const key = `${subject} ${code}`
    const rule = rules.get(key) ?? { subject, code, added: 0, removed: 0 }
    rule[what]++
    rules.set(key, rule)
  }
  for (const change of verdicts) {
    for (const code of change.addedReasons) count(change.subject, code, "added")
    for (const code of change.removedReasons) count(change.subject, code, "removed")
  }
  return [...rules.values()].sort((one, other) => other.added + other.removed - one.added - one.removed)
}
