/**
 * Closing a period, reopening it, and its amendment (*Cierre*), over the stored records. Nothing reads the clock: the caller says
 * as of when the period is judged, and when it is closed.
 *
 * @see docs/decisions/0009-period-close.md
 *
 * @example
 * ```ts run
 * import { Calendar, CrmProcedure, Records } from "@crm-procedure/core"
 * import { Effect, Layer } from "effect"
 * import * as assert from "node:assert/strict"
 *
 * const service = CrmProcedure.CrmProcedure.layer().pipe(Layer.provide(Records.Records.layerMemory))
 * const april = Calendar.parseInstant("2024-04-01 08:00", Calendar.bogota)!
 * const close = CrmProcedure.CrmProcedure.use((crm) =>
 *   crm.closePeriod({ dealership: "norte", period: "2024-03", asOf: april, closedAt: april, by: { role: "crm-assistant", name: "Rosa Díaz" } }))
 * const snapshot = await Effect.runPromise(Effect.provide(close, service))
 * assert.deepEqual([snapshot.sequence, snapshot.digest.length], [0, 64])
 * ```
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Access from "../records/Access.ts"
import * as Activity from "../records/Activity.ts"
import * as Amendment from "./Amendment.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as CanonicalJson from "../identity/CanonicalJson.ts"
import * as ClosedPeriod from "./ClosedPeriod.ts"
import * as ClosingPreview from "./ClosingPreview.ts"
import * as FrozenLists from "./FrozenLists.ts"
import * as FrozenMonth from "./FrozenMonth.ts"
import * as FrozenCounts from "./FrozenCounts.ts"
import * as PeriodState from "./PeriodState.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as Policy from "../policy/Policy.ts"
import type { Procedure } from "../policy/Procedure.ts"
import type * as ControlRecords from "../register/ControlRecords.ts"
import * as Records from "../register/Records.ts"
import type { OwnActivityRule, OwnProspectRule, Subject } from "../policy/Rule.ts"
import * as SnapshotChain from "./SnapshotChain.ts"
import * as StoredMonth from "../register/StoredMonth.ts"

/** `Access` does not allow the action to the role. */
export class RoleMayNot extends Schema.TaggedError<RoleMayNot>()("RoleMayNot", {
  action: Schema.Literals(["close", "reopen"]),
  role: Schema.String,
  expected: Schema.String
}) {
  override get message() {
    return `A period can't be ${this.action === "close" ? "closed" : "reopened"} by the role ${this.role}, expected ${this.expected}. Ask a colleague with that role.`
  }
}

/** The period is closed, and was not reopened. */
export class PeriodAlreadyClosed extends Schema.TaggedError<PeriodAlreadyClosed>()("PeriodAlreadyClosed", {
  period: Schema.String,
  sequence: Schema.Int,
  digest: Schema.String
}) {
  override get message() {
    return `${this.period} is closed by snapshot ${this.sequence} (${this.digest}), expected an open period. ` +
      `Ask the general manager to reopen it with a reason, then close it again. Its amendment shows what has arrived since.`
  }
}

/** The period is not closed. */
export class PeriodNotClosed extends Schema.TaggedError<PeriodNotClosed>()("PeriodNotClosed", { period: Schema.String }) {
  override get message() {
    return `${this.period} is open, expected a closed period. Close it first.`
  }
}

/** The period has not ended at the instant of the close, or at the instant as of which it would be judged. Instants are local with their offset. */
export class PeriodNotOver extends Schema.TaggedError<PeriodNotOver>()("PeriodNotOver", {
  period: Schema.String,
  found: Schema.String,
  expected: Schema.String
}) {
  override get message() {
    return `${this.period} is not over at ${this.found}, expected ${this.expected} or later. Close it after its last day.`
  }
}

/** No reason was given for reopening a period or extending its sample. */
export class ReasonMissing extends Schema.TaggedError<ReasonMissing>()("ReasonMissing", { period: Schema.String }) {
  override get message() {
    return `No reason was given for ${this.period}, expected a text. Say why: the reason is kept.`
  }
}

/** Who closes or reopens: a role and an employee's id. The chain keeps both for good. */
export interface Actor {
  readonly role: string
  readonly name: string
}

/** Fails unless the role may close or reopen periods. */
export const mustBeAllowed = (action: RoleMayNot["action"], { role }: Actor): Effect.Effect<void, RoleMayNot> => {
  const roles: ReadonlyArray<string> = Access.rolesThatMay(`periods.${action}`)
  return roles.includes(role) ? Effect.void : Effect.fail(new RoleMayNot({ action, role, expected: roles.join(", ") }))
}

/** The state of a dealership's period. */
export const periodState = Effect.fn("PeriodClose.periodState")(function*(dealership: string, period: Calendar.Period) {
  return (yield* PeriodState.read(yield* Records.Records, dealership, [period]))(period)
})

export interface CloseOptions {
  readonly dealership: string
  readonly period: Calendar.Period
  /** As of when it is judged: at or after its end. The same instant gives the same result at the next close. */
  readonly asOf: Calendar.Instant
  readonly closedAt: Calendar.Instant
  readonly by: Actor
  /** The version of the procedure in force on the period's first day, and its policy. */
  readonly procedure: Procedure
  readonly policy: Policy.Policy
  /** The policy in force in each period; by default the same in all. */
  readonly policyOf?: ((period: Calendar.Period) => Policy.Policy) | undefined
  /** The seed for a sample that was not drawn yet; by default the period. */
  readonly seed?: string | undefined
}

/** Closes a period: freezes its result in a snapshot at the end of the dealership's chain, and answers that snapshot. */
export const close = Effect.fn("PeriodClose.close")(function*(options: CloseOptions) {
  const { asOf, by, closedAt, dealership, period, policy } = options
  yield* mustBeAllowed("close", by)
  yield* mustBeOver(options)
  yield* mustNotBeClosed(yield* periodState(dealership, period))
  const month = yield* StoredMonth.judge({ dealership, period, asOf, policy: ClosedPeriod.closingPolicy(policy), policyOf: options.policyOf ?? (() => policy), seed: options.seed })
  const judged = { judgedMonth: month.judgedMonth, counts: month.counts, compliance: month.compliance(), policy, procedure: options.procedure }
  const files = FrozenLists.texts(judged.judgedMonth, judged.compliance)
  const result = ClosedPeriod.result(judged, files)
  const previous = (yield* frozenBefore(options)) ?? month.previous
  const counts = FrozenCounts.of(month.counts, previous, month.judgedMonth.judging.policy, month.directory)
  return yield* append({ dealership, closedAt, by, zone: Policy.zoneOf(policy) }, result, { files, counts })
})

/** The frozen counts of the month before; undefined where it is open, or its snapshot holds none. */
const frozenBefore = Effect.fnUntraced(function*({ dealership, period, policy }: CloseOptions) {
  const records = yield* Records.Records
  const before = yield* periodState(dealership, Calendar.previousPeriod(period))
  if (before.state !== "closed") return undefined
  const kept = Option.getOrUndefined(yield* records.snapshot(dealership, before.snapshot.sequence))
  const snapshot = kept === undefined ? undefined : ClosedPeriod.parse(kept.content)
  return snapshot === undefined ? undefined : FrozenMonth.of(snapshot, [...policy.ownProspectRules, ...policy.ownActivityRules])?.counts
})

const mustBeOver = ({ asOf, closedAt, period, policy }: CloseOptions): Effect.Effect<void, PeriodNotOver> => {
  const zone = Policy.zoneOf(policy)
  const { end } = Calendar.periodBounds(zone, period)
  const earliest = Math.min(asOf, closedAt)
  const write = (instant: Calendar.Instant) => Calendar.formatInstant(zone, instant)
  return earliest >= end ? Effect.void : Effect.fail(new PeriodNotOver({ period, found: write(earliest), expected: write(end) }))
}

const mustNotBeClosed = (periodState: PeriodState.PeriodState): Effect.Effect<void, PeriodAlreadyClosed> => {
  if (periodState.state !== "closed") return Effect.void
  const { digest, period, sequence } = periodState.snapshot
  return Effect.fail(new PeriodAlreadyClosed({ period, sequence, digest }))
}

/** Raised when a period is closed. */
export const CLOSED_EVENT_TYPE = "period.closed"

/** The data of that event. `asOf` is local with its offset. */
export interface PeriodClosed {
  readonly period: Calendar.Period
  /** The snapshot's place in the chain, its digest, and that of the one before it. */
  readonly sequence: number
  readonly digest: string
  readonly previousDigest: string
  readonly asOf: string
  readonly policyDigest: string
}

interface Appending {
  readonly dealership: string
  readonly closedAt: Calendar.Instant
  readonly by: Actor
  readonly zone: Calendar.Zone
}

/** Appends a result to the chain. If another snapshot was appended meanwhile, it follows that one, unless that closed the same period. */
const append: (
  appending: Appending,
  result: ClosedPeriod.FrozenResult,
  inside: Pick<ClosedPeriod.Snapshot, "files" | "counts">
) => Effect.Effect<Records.Snapshot, PeriodAlreadyClosed | Records.RecordsError, Records.Records> = Effect.fnUntraced(function*(appending, result, inside) {
  const { by, closedAt, dealership, zone } = appending
  const { period } = result
  const records = yield* Records.Records
  const last = Option.getOrUndefined(yield* records.lastLink(dealership))
  const now = (yield* PeriodState.read(records, dealership, [period]))(period)
  yield* mustNotBeClosed(now)
  const sequence = last === undefined ? 0 : last.sequence + 1
  const previousDigest = last?.digest ?? ""
  const content = CanonicalJson.text(ClosedPeriod.snapshot(result, {
    sequence,
    previousDigest,
    closedAt: Calendar.formatInstant(zone, closedAt),
    closedBy: { role: by.role, name: by.name },
    reopening: now.state === "reopened" ? reopeningOf(now.reopening, zone) : null
  }, inside))
  const snapshot = { period, sequence, previousDigest, digest: CanonicalJson.digestOfText(content), content, closedAt, closedBy: by.name }
  const data: PeriodClosed = { period, sequence, digest: snapshot.digest, previousDigest, asOf: result.asOf, policyDigest: result.policyDigest }
  const raised = { key: `${CLOSED_EVENT_TYPE} ${sequence}`, type: CLOSED_EVENT_TYPE, at: closedAt, data }
  return yield* records.change(dealership, Effect.andThen(records.appendSnapshot(dealership, snapshot), records.raise(dealership, [raised]))).pipe(
    Effect.as(snapshot),
    Effect.catchReason("RecordsError", "RecordsChanged", () => append(appending, result, inside))
  )
})

const reopeningOf = ({ at, by, reason, sequence }: Records.PeriodReopening, zone: Calendar.Zone): ClosedPeriod.Reopening => ({
  sequence,
  at: Calendar.formatInstant(zone, at),
  by,
  reason
})

export interface ReopenOptions {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly at: Calendar.Instant
  readonly by: Actor
  readonly reason: string
}

/** Reopens a closed period, so that it can be closed again. Its snapshot stays in the chain. Answers the reopening. */
export const reopen = Effect.fn("PeriodClose.reopen")(function*({ at, by, dealership, period, reason }: ReopenOptions) {
  yield* mustBeAllowed("reopen", by)
  if (reason.trim() === "") return yield* new ReasonMissing({ period })
  const now = yield* periodState(dealership, period)
  if (now.state !== "closed") return yield* new PeriodNotClosed({ period })
  const reopening: Records.PeriodReopening = { period, sequence: now.snapshot.sequence, at, by: by.name, reason: reason.trim() }
  yield* (yield* Records.Records).addPeriodReopening(dealership, reopening)
  return reopening
})

/** Whether a record arrived after its period was closed. Such a record is stored and marked, and is no part of the frozen result. */
export const isLate = (receivedAt: Calendar.Instant, snapshot: Pick<Records.Snapshot, "closedAt">): boolean => receivedAt > snapshot.closedAt

export interface AmendmentOptions {
  readonly dealership: string
  readonly period: Calendar.Period
  /** As of when the month is judged now; by default the instant as of which it was closed. */
  readonly asOf?: Calendar.Instant | undefined
  /** The dealership's own rules. Those by which the period was closed are used. */
  readonly ownRules?: ReadonlyArray<OwnProspectRule | OwnActivityRule> | undefined
  /** The policy in force in each period; by default that of the close in all. */
  readonly policyOf?: ((period: Calendar.Period) => Policy.Policy) | undefined
}

/**
 * Compares a period's last snapshot with the month of the current records, judged by the policy of the close. The frozen result
 * does not change.
 */
export const amendment = Effect.fn("PeriodClose.amendment")(function*(options: AmendmentOptions) {
  const { dealership, period } = options
  const now = yield* periodState(dealership, period)
  if (now.state === "open") return yield* new PeriodNotClosed({ period })
  const { digest, sequence } = now.snapshot
  const kept = Option.getOrUndefined(yield* (yield* Records.Records).snapshot(dealership, sequence))
  const frozen = kept === undefined ? undefined : ClosedPeriod.parse(kept.content)
  if (frozen === undefined) return yield* Effect.die(new Error(`Snapshot ${sequence} of ${period} can't be read: verify the chain.`))
  const policy = yield* Effect.fromResult(ClosedPeriod.frozenPolicy(frozen.result, options.ownRules ?? []))
  const closedAsOf = Calendar.parseInstant(frozen.result.asOf, Policy.zoneOf(policy))!
  const asOf = options.asOf ?? closedAsOf
  const month = yield* StoredMonth.judge({ dealership, period, asOf, policy: ClosedPeriod.closingPolicy(policy), policyOf: options.policyOf ?? (() => policy), seed: frozen.result.seed, leads: "period" })
  const frozenVerdicts = (subject: Subject) => FrozenLists.readVerdicts(frozen.files?.[FrozenLists.verdictLists[subject]] ?? "")
  const before: Amendment.Side = { ...frozen.result, verdicts: { prospect: frozenVerdicts("prospect"), activity: frozenVerdicts("activity") } }
  const after: Amendment.Side = {
    scorecard: ClosedPeriod.frozenScorecard(month.judgedMonth, month.counts),
    compliance: month.compliance().toContract(),
    verdicts: {
      prospect: FrozenLists.verdictsOf("prospect", month.judgedMonth),
      activity: FrozenLists.verdictsOf("activity", month.judgedMonth)
    }
  }
  const amended: Amendment.Amendment = {
    period,
    sequence,
    digest,
    asOf,
    late: yield* lateArrivals(dealership, now.snapshot, month.judgedMonth),
    laterCalls: ClosingPreview.laterCalls(month.judgedMonth, month.calls, ({ attemptedAt, receivedAt }) => attemptedAt > closedAsOf || isLate(receivedAt, now.snapshot)),
    laterWaivers: laterWaivers(month.keptWaivers, ClosingPreview.isAboutPeriod(month.judgedMonth), closedAsOf, now.snapshot),
    verdicts: Amendment.verdicts(before, after),
    indicators: Amendment.indicators(before, after)
  }
  return amended
})

/** The waivers of the period's records that the frozen result does not have, in the order in which they were granted. */
const laterWaivers = (
  waivers: ReadonlyArray<ControlRecords.KeptWaiver>,
  isInPeriod: (waiver: ControlRecords.KeptWaiver) => boolean,
  closedAsOf: Calendar.Instant,
  snapshot: Records.SnapshotLink
): ReadonlyArray<Amendment.LaterWaiver> =>
  waivers
    .filter((waiver) => (waiver.grantedAt > closedAsOf || isLate(waiver.receivedAt, snapshot)) && isInPeriod(waiver))
    .map(({ code, grantedAt, grantedBy, subjectId, subjectType, waiverId }) => ({ waiverId, subjectType, subjectId, code, grantedAt, grantedBy }))
    .sort((one, other) => one.grantedAt - other.grantedAt || (one.waiverId < other.waiverId ? -1 : 1))

/** The period's records that arrived after it was closed. */
const lateArrivals = Effect.fnUntraced(function*(
  dealership: string,
  snapshot: Records.SnapshotLink,
  { bounds: { end, start }, period }: Pick<JudgedMonth, "bounds" | "period">
) {
  const records = yield* Records.Records
  const late: Array<Amendment.LateArrival> = []
  const mark = (subject: Amendment.LateArrival["subject"], id: string, placedAt: Calendar.Instant, receivedAt: Calendar.Instant): void => {
    if (placedAt >= start && placedAt < end && isLate(receivedAt, snapshot)) late.push({ subject, id, receivedAt })
  }
  yield* Stream.runForEach(records.prospects(dealership, period), ({ receivedAt, record }) =>
    Effect.sync(() => mark("prospect", record.prospectId, record.createdAt, receivedAt)))
  yield* Stream.runForEach(records.activities(dealership, period), ({ receivedAt, record }) =>
    Effect.sync(() => mark("activity", record.activityId, Activity.placedAt(record), receivedAt)))
  return late.sort((one, other) => one.receivedAt - other.receivedAt || (one.id < other.id ? -1 : 1))
})

/** Verifies a dealership's stored chain: every text, and the digests that are stored beside the texts. */
export const verify = Effect.fn("PeriodClose.verify")(function*(dealership: string) {
  const snapshots = yield* (yield* Records.Records).snapshots(dealership)
  return SnapshotChain.verify(snapshots.map(({ content, digest, period, sequence }) => ({
    name: ClosedPeriod.fileName(sequence, period),
    text: content,
    recordedDigest: digest
  })))
})
