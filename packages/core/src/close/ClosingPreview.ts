/**
 * What closing a period would freeze, and what it would leave out, by name: for the person who closes, before the close (*Cierre*).
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Calendar from "../calendar/Calendar.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as Policy from "../policy/Policy.ts"
import type { Subject } from "../policy/Rule.ts"
import type { Employee } from "../records/Directory.ts"
import type { Goal } from "../records/Goal.ts"
import type { VerificationCall } from "../records/VerificationCall.ts"
import * as Records from "../register/Records.ts"
import type { ComplianceReport } from "../results/ComplianceReport.ts"
import * as Scorecard from "../results/Scorecard.ts"
import * as StoredMonth from "../register/StoredMonth.ts"
import * as ClosedPeriod from "./ClosedPeriod.ts"
import * as PeriodState from "./PeriodState.ts"

/** A record whose verification is open. */
export interface OpenVerification {
  readonly subject: Subject
  readonly id: string
  readonly advisorId: string
}

/** A call about a record of the period that a cut leaves out, and when it arrived. */
export type LaterCall = Pick<Records.KeptCall, "callId" | "subjectType" | "subjectId" | "agentId" | "attemptedAt" | "outcome" | "receivedAt">

export interface ClosingPreview {
  readonly period: Calendar.Period
  /** The cut: as of when the period would be judged. */
  readonly asOf: Calendar.Instant
  readonly state: PeriodState.PeriodState["state"]
  /** The first instant at which the period can be closed. */
  readonly closableFrom: Calendar.Instant
  readonly scorecard: ReturnType<typeof Scorecard.toContract>
  readonly compliance: ReturnType<ComplianceReport["toContract"]>
  /** When the sample was drawn; undefined where it was not drawn yet. */
  readonly sampleDrawnAt: Calendar.Instant | undefined
  readonly openVerifications: {
    /** How the close counts the records of open verifications. */
    readonly countedAs: Policy.Policy["parameters"]["openVerificationsAtClose"]
    readonly records: ReadonlyArray<OpenVerification>
  }
  /** The advisors of the period without a goal, by id. */
  readonly goalsMissing: ReadonlyArray<{ readonly advisorId: string }>
  /** The calls that this cut leaves out, in the order of time. */
  readonly callsLeftOut: ReadonlyArray<LaterCall>
}

export interface Options {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
  readonly policy: Policy.Policy
  /** The policy in force in each period; by default the same in all. */
  readonly policyOf?: ((period: Calendar.Period) => Policy.Policy) | undefined
}

/** Judges the period as the close would, and stores nothing. */
export const preview = Effect.fn("ClosingPreview.preview")(function*(
  { asOf, dealership, period, policy, policyOf = () => policy }: Options
): Effect.fn.Return<ClosingPreview, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const month = yield* StoredMonth.judge({ dealership, period, asOf, policy: ClosedPeriod.closingPolicy(policy), policyOf, leads: "period" })
  const { judgedMonth } = month
  const state = (yield* PeriodState.read(records, dealership, [period]))(period)
  const { countedAs, ...open } = ClosedPeriod.openVerifications(judgedMonth, policy)
  return {
    period,
    asOf,
    state: state.state,
    closableFrom: judgedMonth.bounds.end,
    scorecard: Scorecard.toContract({ policy, asOf, counts: month.counts, lineOfBrand: judgedMonth.judging.directory.lineOfBrand }),
    compliance: month.compliance().toContract(),
    sampleDrawnAt: Option.getOrUndefined(month.sample)?.drawnAt,
    openVerifications: {
      countedAs,
      records: [
        ...open.prospects.map((id): OpenVerification => ({ subject: "prospect", id, advisorId: advisorOf(judgedMonth.prospects, id) })),
        ...open.activities.map((id): OpenVerification => ({ subject: "activity", id, advisorId: advisorOf(judgedMonth.activities, id) }))
      ]
    },
    goalsMissing: advisorsWithoutGoal(month.directory.employees, yield* records.goals(dealership, period), period),
    callsLeftOut: laterCalls(judgedMonth, month.calls, ({ attemptedAt }) => attemptedAt > asOf)
  }
})

const advisorOf = (book: JudgedMonth["prospects"] | JudgedMonth["activities"], id: string): string => book.advisors.names[book.advisorOf(book.ids.find(id))]!

/** The advisors who are active on a day of the period and have no goal in it. */
export const advisorsWithoutGoal = (
  employees: ReadonlyArray<Employee>,
  goals: ReadonlyArray<Goal>,
  period: Calendar.Period
): ReadonlyArray<{ readonly advisorId: string }> => {
  const month = Calendar.monthOfPeriod(period)
  const [firstDay, dayAfter] = [Calendar.firstDayOfMonth(month), Calendar.firstDayOfMonth(month + 1)]
  const withGoal = new Set(goals.map(({ advisorId }) => advisorId))
  const missing = employees.filter(({ activeFrom, activeTo = dayAfter, employeeId, role }) =>
    role === "advisor" && activeFrom < dayAfter && activeTo >= Math.max(firstDay, activeFrom) && !withGoal.has(employeeId))
  return [...new Set(missing.map(({ employeeId }) => employeeId))].sort().map((advisorId) => ({ advisorId }))
}

/** Whether something is about a record of a judged month's period. */
export const isAboutPeriod = ({ activities, bounds, prospects }: JudgedMonth) => ({ subjectId, subjectType }: Pick<VerificationCall, "subjectId" | "subjectType">): boolean => {
  const index = (subjectType === "prospect" ? prospects : activities).ids.find(subjectId)
  if (index < 0) return false
  const at = subjectType === "prospect" ? prospects.createdAtOf(index) : activities.placedAtOf(index)
  return at >= bounds.start && at < bounds.end
}

/** Of the calls about records of the month's period, those that came later, in the order in which they were made, then by id. */
export const laterCalls = (judgedMonth: JudgedMonth, calls: ReadonlyArray<Records.KeptCall>, isLater: (call: Records.KeptCall) => boolean): ReadonlyArray<LaterCall> => {
  const isInPeriod = isAboutPeriod(judgedMonth)
  return calls
    .filter((call) => isLater(call) && isInPeriod(call))
    .map(({ agentId, attemptedAt, callId, outcome, receivedAt, subjectId, subjectType }) => ({ callId, subjectType, subjectId, agentId, attemptedAt, outcome, receivedAt }))
    .sort((one, other) => one.attemptedAt - other.attemptedAt || (one.callId < other.callId ? -1 : 1))
}
