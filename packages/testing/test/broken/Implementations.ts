/** Implementations with one plausible mistake each, for the laws to catch. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import * as Indicator from "@crm-procedure/core/results/Indicator"
import * as Lead from "@crm-procedure/core/results/Lead"
import * as Policy from "@crm-procedure/core/policy/Policy"
import type * as Semaphore from "@crm-procedure/core/results/Semaphore"
import * as Verification from "@crm-procedure/core/judging/Verification"
import * as Judged from "../../src/Judged.ts"
import type { Subject } from "../../src/Law.ts"
import * as Month from "../../src/Month.ts"

type Implementation = (month: Month.Month, policy: Policy.Policy) => Judged.Judged
type IndicatorOf = Subject["indicatorOf"]

const { judgeMonth } = Judged

/** Changes the indicators of every group of some groupings. */
const withGroups = (
  judged: Judged.Judged,
  change: (indicator: Indicator.Indicator, name: string, kind: "prospecting" | "followUp") => Indicator.Indicator
): Judged.Judged => ({
  ...judged,
  scorecards: Object.fromEntries(Object.entries(judged.scorecards).map(([name, groups]) => [
    name,
    groups.map((group) => ({ ...group, prospecting: change(group.prospecting, name, "prospecting"), followUp: change(group.followUp, name, "followUp") }))
  ]))
})

const withProspects = (judged: Judged.Judged, change: (record: Judged.JudgedRecord) => Judged.JudgedRecord): Judged.Judged => ({
  ...judged,
  prospects: judged.prospects.map(change)
})

// exactness

/** The company's percentage as the mean of the advisors'. */
export const meanOfPercentages: Implementation = (month, policy) => {
  const judged = judgeMonth(month, policy)
  const means = (kind: "prospecting" | "followUp"): number | null => {
    const percents = (judged.scorecards["advisor"] ?? []).flatMap((group) => group[kind].percent ?? [])
    return percents.length === 0 ? null : Math.round(percents.reduce((sum, percent) => sum + percent, 0) / percents.length * 10) / 10
  }
  return withGroups(judged, (indicator, name, kind) => name === "company" ? { ...indicator, percent: means(kind) } : indicator)
}

/** Colours by a ratio in floating point. */
export const floatingColors: IndicatorOf = (counts, thresholds) => {
  const share = counts.valid / counts.goal
  const color = counts.goal === 0 ? "none" : share >= thresholds.green / 10_000 ? "green" : share >= thresholds.yellow / 10_000 ? "yellow" : "red"
  return { ...Indicator.of(counts, thresholds), color }
}

/** Counts in 32 bits. */
export const shortCounts: IndicatorOf = (counts, thresholds) => Indicator.of({ ...counts, valid: counts.valid | 0, goal: counts.goal }, thresholds)

/** Goals of every period. */
export const goalsOfAnyPeriod: Implementation = (month, policy) =>
  judgeMonth({ ...month, goals: month.goals.map((goal) => ({ ...goal, period: month.period })) }, policy)

/** Groups without any record are left out. */
export const goalsWithoutRecordsUnlisted: Implementation = (month, policy) => {
  const judged = judgeMonth(month, policy)
  return {
    ...judged,
    scorecards: Object.fromEntries(Object.entries(judged.scorecards).map(([name, groups]) => [
      name,
      groups.filter((group) => name === "company" || group.prospecting.registered + group.followUp.registered > 0)
    ]))
  }
}

// partition

/** Activities of unknown prospects are lost to the company. */
export const unknownProspectsLost: Implementation = (month, policy) => {
  const judged = judgeMonth(month, policy)
  const known = new Set(month.prospects.map(({ prospectId }) => prospectId))
  const company = judgeMonth({ ...month, activities: month.activities.filter(({ prospectId }) => known.has(prospectId)) }, policy).scorecards["company"] ?? []
  return { ...judged, scorecards: { ...judged.scorecards, company } }
}

/** The last day of the month is not a day. */
export const lastDayLost: Implementation = (month, policy) => {
  const judged = judgeMonth(month, policy)
  return { ...judged, validByDay: { ...judged.validByDay, prospects: judged.validByDay.prospects.slice(0, -1) } }
}

// monotony

/** So many that it must be a mistake. */
export const suspiciousWhenOver: IndicatorOf = (counts, thresholds) => {
  const indicator = Indicator.of(counts, thresholds)
  return counts.goal > 0 && counts.valid > 3 * counts.goal ? { ...indicator, color: "red" } : indicator
}

/** Of an advisor with several valid prospects the group loses one. */
export const crowdedGroups: Implementation = (month, policy) =>
  withGroups(judgeMonth(month, policy), (indicator) => indicator.valid >= 2 ? { ...indicator, valid: 0 } : indicator)

// totality

/** Above the threshold, not from it on. */
export const exclusiveThresholds: IndicatorOf = (counts, thresholds) => {
  const above = (threshold: number): boolean => BigInt(counts.valid) * 10_000n > BigInt(counts.goal) * BigInt(threshold)
  const color = counts.goal === 0 ? "none" : above(thresholds.green) ? "green" : above(thresholds.yellow) ? "yellow" : "red"
  return { ...Indicator.of(counts, thresholds), color }
}

/** Colours by the percentage that is shown. */
export const colorsOfShownPercent: IndicatorOf = (counts, thresholds) => {
  const indicator = Indicator.of(counts, thresholds)
  const color: Semaphore.Color = indicator.percent === null
    ? "none"
    : indicator.percent * 100 >= thresholds.green ? "green" : indicator.percent * 100 >= thresholds.yellow ? "yellow" : "red"
  return { ...indicator, color }
}

/** No goal, no mercy: 0 % and red. */
export const noGoalIsRed: Implementation = (month, policy) =>
  withGroups(judgeMonth(month, policy), (indicator) => indicator.goal === 0 ? { ...indicator, percent: 0, color: "red" } : indicator)

// rounding

const shownBy = (round: (exact: number) => number): IndicatorOf => (counts, thresholds) => ({
  ...Indicator.of(counts, thresholds),
  percent: counts.goal === 0 ? null : round(counts.valid * 1000 / counts.goal) / 10
})

export const roundedHalfEven = shownBy((exact) => {
  const floor = Math.floor(exact)
  return exact - floor === 0.5 ? floor + floor % 2 : Math.round(exact)
})
export const cutOff = shownBy(Math.floor)
export const twoDecimals = shownBy((exact) => Math.round(exact * 10) / 10)

// order and idempotence

/** The first registration is the one that arrived first. */
export const duplicatesByArrival: Implementation = (month, policy) => {
  const seen = new Set<string>()
  const repeated = new Set(month.prospects.filter(({ phone }) => phone !== undefined && (seen.has(phone) || !seen.add(phone))).map(({ prospectId }) => prospectId))
  return withProspects(judgeMonth(month, policy), (record) =>
    repeated.has(record.id) && record.verdict === "valid" ? { ...record, verdict: "invalid", reasons: [{ code: "duplicate", outcome: "fails" }] } : record)
}

/** Goals are added up as they arrive. */
export const goalsAddedAgain: Implementation = (month, policy) => {
  const counted = new Map(month.goals.map((goal) => [goal, month.goals.filter((other) => JSON.stringify(other) === JSON.stringify(goal)).length]))
  return judgeMonth({ ...month, goals: month.goals.map((goal) => ({ ...goal, prospects: goal.prospects * (counted.get(goal) ?? 1) })) }, policy)
}

/** A call that is imported again is another call. */
export const callsCountedAgain: Implementation = (month, policy) =>
  judgeMonth({ ...month, calls: month.calls?.map((call, place) => ({ ...call, callId: `${call.callId} ${place}` })) }, policy)

// explanation and independence

/** Who waits for a call counts already. */
export const pendingCounts: Implementation = (month, policy) =>
  withProspects(judgeMonth(month, policy), (record) => record.verdict === "pending" ? { ...record, verdict: "valid" } : record)

/** An invalid record says no more than that. */
export const reasonsLost: Implementation = (month, policy) => withProspects(judgeMonth(month, policy), (record) => ({ ...record, reasons: [] }))

/** A prospect without a name is said to have no consent either. */
export const reasonsMadeUp: Implementation = (month, policy) =>
  withProspects(judgeMonth(month, policy), (record) => record.reasons.some(({ code }) => code === "name-incomplete") && !record.reasons.some(({ code }) => code === "consent-missing")
    ? { ...record, reasons: [...record.reasons, { code: "consent-missing", outcome: "fails" as const }].sort((one, other) => placeOf(policy, one.code) - placeOf(policy, other.code)) }
    : record)

const placeOf = (policy: Policy.Policy, code: string): number => policy.prospectRules.findIndex((rule) => rule.code === code)

/** The first reason is enough. */
export const shortCircuit: Implementation = (month, policy) => withProspects(judgeMonth(month, policy), (record) => ({ ...record, reasons: record.reasons.slice(0, 1) }))

/** What is switched off still speaks. */
export const offStillSpeaks: Implementation = (month, policy) =>
  judgeMonth(month, { ...policy, effects: { ...policy.effects, prospect: { ...policy.effects.prospect, "interest-missing": "invalidates" } } })

// reproducibility and recomputation

/** Draws a sample of each advisor's eligible prospects in another way. */
const drawn = (pick: (ids: ReadonlyArray<string>, count: number) => ReadonlyArray<string>): Implementation => (month, policy) => {
  const judged = judgeMonth(month, policy)
  const { end, start } = Calendar.periodBounds(Policy.zoneOf(policy), month.period)
  const invalid = new Set(judged.prospects.filter(({ reasons }) => reasons.some(({ code, outcome }) => outcome === "fails" && !code.startsWith("verification-"))).map(({ id }) => id))
  const eligible = month.prospects.filter(({ createdAt, prospectId }) => createdAt >= start && createdAt < end && !invalid.has(prospectId))
  const sample = [...Map.groupBy(eligible, ({ advisorId }) => advisorId)]
    .sort(([one], [other]) => Verification.compareIds(one, other))
    .flatMap(([advisorId, prospects]) => {
      const { sampleMinimum: minimum, samplePercent: percent } = policy.parameters
      const count = Verification.randomSize(prospects.length, { minimum, percent, riskMaximum: 0 })
      return pick(prospects.map(({ prospectId }) => prospectId), count).map((id): Judged.JudgedSelection => ({ id, advisorId, kind: "random" }))
    })
  return { ...judged, sample }
}

/** The first ones in the file. */
export const sampledByIndex = drawn((ids, count) => ids.slice(0, count))

/** Every k-th by id: the same for every order, but one more shifts all. */
export const everyOther = drawn((ids, count) => {
  const sorted = [...ids].sort(Verification.compareIds)
  const step = Math.max(1, Math.ceil(sorted.length / Math.max(1, count)))
  return sorted.filter((_, place) => (sorted.length - place) % step === 0)
})

/** Steered: by id alone. */
export const lowestIds = drawn((ids, count) => [...ids].sort(Verification.compareIds).slice(0, count))

/** The seed is forgotten. */
export const seedForgotten: Implementation = (month, policy) => judgeMonth({ ...month, seed: undefined }, policy)

// states and finality

const withObligations = (judged: Judged.Judged, change: (obligation: Lead.Obligation, lead: Judged.JudgedLead) => Lead.Obligation): Judged.Judged => ({
  ...judged,
  leads: judged.leads.map((lead) => ({ ...lead, obligations: lead.obligations.map((obligation) => change(obligation, lead)) }))
})

/** What is missed is still upcoming, too. */
export const missedCountsTwice: Implementation = (month, policy) => {
  const judged = judgeMonth(month, policy)
  const { company } = judged.compliance
  return { ...judged, compliance: { ...judged.compliance, company: { ...company, upcoming: company.upcoming + company.missed } } }
}

/** What was done late is met after some days. */
export const lateForgiven: Implementation = (month, policy) =>
  withObligations(judgeMonth(month, policy), (obligation) =>
    obligation.state === "late" && month.asOf > obligation.due + 5 * Calendar.DAY ? { ...obligation, state: "met" } : obligation)

/** Missed is missed only while the lead is open. */
export const missedCancelled: Implementation = (month, policy) => {
  const stages = new Map(month.prospects.map((prospect) => [prospect.prospectId, prospect.stageAt ?? Number.POSITIVE_INFINITY]))
  return withObligations(judgeMonth(month, policy), (obligation, lead) =>
    obligation.state === "missed" && (stages.get(lead.id) ?? 0) <= month.asOf ? { ...obligation, state: "cancelled" } : obligation)
}

/** A loss cancels the first contact, although the policy says that it is owed. */
export const lossesCancel: Implementation = (month, policy) =>
  judgeMonth(month, { ...policy, parameters: { ...policy.parameters, lostWithoutContact: "cancels" } })

/** Counts each lead that was closed without contact, won leads too. */
export const lossesOvercounted: Implementation = (month, policy) => {
  const judged = judgeMonth(month, policy)
  const won = month.prospects.map((one) => one.stage === "won" ? { ...one, stage: "lost" as const } : one)
  return { ...judged, compliance: judgeMonth({ ...month, prospects: won }, policy).compliance }
}

/** The last attempt decides, not the first concluding one. */
export const lastAttemptDecides: Implementation = (month, policy) => {
  const judged = judgeMonth(month, policy)
  const conclusions = judged.prospectConclusions.map((one) => {
    const attempts = (month.calls ?? []).filter((call) => call.subjectType === "prospect" && call.subjectId === one.id && call.attemptedAt <= month.asOf)
    const last = attempts.toSorted(Verification.compareAttempts).slice(-1)
    return { ...one, conclusion: Verification.conclude(last, undefined, month.asOf, Policy.zoneOf(policy), policy.parameters) }
  })
  return { ...judged, prospectConclusions: conclusions }
}
