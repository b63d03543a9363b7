/**
 * The draw of a month's sample for verification calls: which records can be drawn, and of each advisor the random ones and the
 * risky ones.
 *
 * @see GC-PRO-05, Riesgos y controles: the call that verifies that the advisor attended the customer
 */
import type * as Calendar from "../../calendar/Calendar.ts"
import type { Rule } from "../../policy/Rule.ts"
import * as ActivityRules from "../ActivityRules.ts"
import type { SettledActivities, SettledProspects } from "../columns/Settled.ts"
import type { JudgingContext } from "../JudgingContext.ts"
import * as ProspectRules from "../ProspectRules.ts"
import * as Verdict from "../Verdict.ts"
import * as Verification from "../Verification.ts"
import { giveBack } from "./WorkingMemory.ts"

/** A prospect or activity selected for verification. */
export interface SampledRecord extends Verification.Selected {
  readonly advisorId: string
}

/** The month whose sample is drawn. A profile's number stands for the rules that decide about a record; a warning key for the rules that warn. */
interface Month {
  readonly period: Calendar.Period
  readonly bounds: { readonly start: Calendar.Instant; readonly end: Calendar.Instant }
  readonly judging: JudgingContext
  readonly seed: string
  readonly prospects: SettledProspects
  readonly activities: SettledActivities
  readonly prospectProfileNumber: (index: number) => number
  readonly prospectWarningKey: (index: number) => number
  readonly activityProfileNumber: (index: number) => number
  readonly activityWarningKey: (index: number) => number
  readonly activityFindings: (index: number) => Verdict.Findings
}

/** What is drawn of the month's prospects that count, verification apart. */
export const ofProspects = (month: Month): ReadonlyArray<SampledRecord> => {
  const { bounds: { end, start }, judging, prospects } = month
  const { riskSampleMaximum, sampleMinimum, samplePercent } = judging.policy.parameters
  const failed = prospects.failed.array
  const decisions = judging.profiles.all.map((profile) => Verdict.decision(profile.prospect, "prospect"))
  const isEligible = (index: number): boolean => {
    const createdAt = prospects.createdAtOf(index)
    if (createdAt < start || createdAt >= end) return false
    const decision = decisions[month.prospectProfileNumber(index)]!
    return (failed[index]! & decision.invalidating & ~ProspectRules.VERIFICATION_BITS) === 0 &&
      ((prospects.ownFailed?.array[index] ?? 0) & decision.ownInvalidating) === 0
  }
  const risks = riskKey(judging.policy.prospectRules)
  return draw(month, prospects, isEligible, (index) => Verdict.shares(month.prospectWarningKey(index), risks), {
    minimum: sampleMinimum,
    percent: samplePercent,
    riskMaximum: riskSampleMaximum
  })
}

/** What is drawn of the month's activities that count, verification apart; nothing where the policy draws none. */
export const ofActivities = (month: Month): ReadonlyArray<SampledRecord> => {
  const { activities, bounds: { end, start }, judging } = month
  const { activityRiskSampleMaximum, activitySampleMinimum, activitySamplePercent } = judging.policy.parameters
  if (activityRiskSampleMaximum + activitySampleMinimum + activitySamplePercent === 0) return []
  const decisions = judging.profiles.all.map((profile) => Verdict.decision(profile.activity, "activity"))
  const isEligible = (index: number): boolean => {
    const placedAt = activities.placedAtOf(index)
    if (placedAt < start || placedAt >= end) return false
    const decision = decisions[month.activityProfileNumber(index)]!
    const { failed, ownFailed } = month.activityFindings(index)
    return (failed & decision.invalidating & ~ActivityRules.VERIFICATION_BITS) === 0 && (ownFailed & decision.ownInvalidating) === 0
  }
  const risks = riskKey(judging.policy.activityRules)
  return draw(month, activities, isEligible, (index) => Verdict.shares(month.activityWarningKey(index), risks), {
    minimum: activitySampleMinimum,
    percent: activitySamplePercent,
    riskMaximum: activityRiskSampleMaximum
  })
}

/** Draws the sample of each advisor's eligible records, advisors in the order of their ids. */
const draw = (
  { period, seed }: Month,
  book: SettledProspects | SettledActivities,
  isEligible: (index: number) => boolean,
  isRisky: (index: number) => boolean,
  size: Verification.SampleSize
): ReadonlyArray<SampledRecord> => {
  const { names } = book.advisors
  const ends = new Uint32Array(names.length + 1)
  const eligible = new Uint8Array(book.count)
  for (let index = 0; index < book.count; index++) {
    if (!isEligible(index)) continue
    eligible[index] = 1
    ends[book.advisorOf(index) + 1]!++
  }
  for (let advisor = 0; advisor < names.length; advisor++) ends[advisor + 1]! += ends[advisor]!
  const next = ends.slice()
  const members = new Uint32Array(ends[names.length]!)
  for (let index = 0; index < book.count; index++) if (eligible[index] === 1) members[next[book.advisorOf(index)]!++] = index
  const digest = (index: number) => Verification.digestOf(seed, period, book.idOf(index))
  const drawn = [...names.keys()]
    .sort((one, other) => Verification.compareIds(names[one]!, names[other]!))
    .flatMap((advisor) =>
      Verification.select(members.subarray(ends[advisor]!, ends[advisor + 1]!), size, isRisky, digest)
        .map(({ index, kind }) => ({ index, kind, advisorId: names[advisor]! }))
    )
  giveBack(members)
  giveBack(eligible)
  return drawn
}

/** The rules against fake customers as a key of `Verdict.codesOf`: those whose warning adds a record to the sample. */
const riskKey = (rules: ReadonlyArray<Rule>): number =>
  rules.reduce((key, rule, index) => rule.serves === "R1" ? key + 2 ** index : key, 0)
