/**
 * The service for programs without Effect: plain values in, promises out, and errors with a `code`.
 *
 * Nothing reads the clock: each call says as of when. Instants are epoch milliseconds, ISO 8601 text or `Date`; days and months
 * are text. Values that can't be read are reported all at once, each with its JSON pointer.
 *
 * @example
 * ```ts run
 * import { openCrm } from "@crm-procedure/core/promise"
 * import * as assert from "node:assert/strict"
 *
 * const crm = await openCrm({ dealership: "norte" })
 * const prospect = { prospectId: "P1", createdAt: "2024-03-05 09:00", advisorId: "A1", branchId: "S1", brandId: "M1", phone: "310 12" }
 * const [registered] = await crm.registerProspects([prospect], { receivedAt: "2024-03-05T09:00:00-05:00" })
 * assert.equal(registered?.explanation.verdict, "invalid")
 * const { groups } = await crm.scorecard({ period: "2024-03", asOf: "2024-04-01" }, "advisor")
 * assert.equal(groups[0]?.prospecting.registered, 1)
 * await crm.dispose()
 * ```
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Result from "effect/Result"
import type * as Amendment from "../close/Amendment.ts"
import type * as SnapshotChain from "../close/SnapshotChain.ts"
import type { FormClosure } from "../close/FrozenMonth.ts"
import type { ClosingPreview } from "../close/ClosingPreview.ts"
import * as PeriodClose from "../close/PeriodClose.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import type { Explanation } from "../judging/Verdict.ts"
import * as GcPro05 from "../policy/GcPro05.ts"
import * as Policy from "../policy/Policy.ts"
import type * as Procedure from "../policy/Procedure.ts"
import type { Activity } from "../records/Activity.ts"
import * as PlainRecords from "../records/PlainRecords.ts"
import type { PlainInstant } from "../records/PlainRecords.ts"
import type { Prospect } from "../records/Prospect.ts"
import { Records } from "../register/Records.ts"
import type * as RecordsPort from "../register/Records.ts"
import type { Registered } from "../register/Registered.ts"
import { contexts } from "../register/Validation.ts"
import type { Context, Validated } from "../register/Validation.ts"
import * as MonthResults from "../results/MonthResults.ts"
import * as Scorecard from "../results/Scorecard.ts"
import type { Dimension } from "../results/Scorecard.ts"
import * as Semaphore from "../results/Semaphore.ts"
import type { Color } from "../results/Semaphore.ts"
import type { VerificationResult } from "../results/VerificationResult.ts"
import type { Comparison } from "../results/WhatIf.ts"
import { CrmProcedure } from "./CrmProcedure.ts"
import type { Edition } from "./CrmProcedure.ts"
import * as PersonalData from "./PersonalData.ts"
import { PromisePolicies } from "./PromisePolicies.ts"
import type * as VerificationAttempt from "./VerificationAttempt.ts"
import * as VerificationQueue from "./VerificationQueue.ts"

// ---------------------------------------------------------------------------------------------------------------------
// Errors
// ---------------------------------------------------------------------------------------------------------------------

/**
 * Why a call failed. `code` is for programs: `unreadable-values` (see `faults`), `record-unknown`, `period-already-closed`,
 * `records-unavailable` and the like, `unexpected` for a defect. `cause` is the error of the service itself.
 */
export class CrmError extends Error {
  override readonly name = "CrmError"
  readonly code: string
  /** With `unreadable-values`: each value, where it is and what was expected; else none. */
  readonly faults: ReadonlyArray<PlainRecords.Fault>

  constructor(code: string, message: string, options: { readonly cause?: unknown; readonly faults?: ReadonlyArray<PlainRecords.Fault> } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.faults = options.faults ?? []
  }
}

const kebabCase = (tag: string): string => tag.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

const isTagged = (error: unknown): error is { readonly _tag: string } =>
  typeof error === "object" && error !== null && "_tag" in error && typeof error._tag === "string"

/** The code of an error: its tag in kebab case; of a storage's error, that of its reason. */
const codeOf = (error: unknown): string => {
  if (!isTagged(error)) return "unexpected"
  return kebabCase("reason" in error && isTagged(error.reason) ? error.reason._tag : error._tag)
}

const unreadable = (faults: ReadonlyArray<PlainRecords.Fault>): CrmError =>
  new CrmError("unreadable-values", `${faults.length} value(s) can't be read:\n${PlainRecords.lines(faults)}`, { faults })

const errorOf = (cause: Cause.Cause<unknown>): CrmError => {
  const error = Cause.squash(cause)
  if (error instanceof Policy.BadPolicy) {
    const reader = new PlainRecords.Reader(Calendar.bogota)
    reader.faultsAt("/policy", error.faults)
    return unreadable(reader.faults)
  }
  return new CrmError(codeOf(error), error instanceof Error ? error.message : String(error), { cause: error })
}

// ---------------------------------------------------------------------------------------------------------------------
// What is given
// ---------------------------------------------------------------------------------------------------------------------

export interface Options {
  /** The dealership's id. One storage can keep several; a `Crm` is one dealership's. */
  readonly dealership: string
  /** What keeps the records, as a layer of `Records`: of `@crm-procedure/postgres`, or your own. By default memory, which is lost at the end. */
  readonly storage?: Layer.Layer<Records, unknown> | undefined
  /**
   * The policy, or what differs from the default `GC-PRO-05 v02`. It judges every month in which no approved edition holds. To change it
   * from a month on and leave earlier months as they are, draft and approve an edition with {@link Crm.policies}: another policy here
   * judges all those months again.
   */
  readonly policy?: Policy.Policy | Policy.PolicySpec | undefined
  /** The procedure that the policy belongs to, by default version 02 of GC-PRO-05. */
  readonly procedure?: Procedure.Procedure | undefined
  /** Several versions of the procedure with their policies, in the place of `policy` and `procedure`. */
  readonly editions?: readonly [Edition, ...ReadonlyArray<Edition>] | undefined
  /** The secret for erasures: 32 random bytes or more. Needed by `erasePerson`. */
  readonly erasureSecret?: string | Uint8Array | undefined
  /** The secrets that it replaced, the first one first. Without them people who were erased before are no longer recognised. */
  readonly formerErasureSecrets?: ReadonlyArray<string | Uint8Array> | undefined
}

const isOption: Readonly<Record<keyof Options, true>> = {
  dealership: true, storage: true, policy: true, procedure: true, editions: true, erasureSecret: true, formerErasureSecrets: true
}
const namesOfOptions = Object.keys(isOption)

/** What is asked: a month, as of an instant. */
export interface Question {
  readonly period: string
  readonly asOf: PlainInstant
}

/** A prospect or activity by its id. */
export type Subject = RecordsPort.SubjectKey

const subjects = ["prospect", "activity"] as const

/** A form's data with what it says of a close. */
export interface FormData extends MonthResults.FormData {
  readonly policy: Policy.Policy
  readonly closed: FormClosure | undefined
}

// ---------------------------------------------------------------------------------------------------------------------
// The service
// ---------------------------------------------------------------------------------------------------------------------

type Services = CrmProcedure | Records

/** The service of one dealership. {@link openCrm} makes it. */
export class Crm {
  readonly dealership: string
  private readonly runtime: ManagedRuntime.ManagedRuntime<Services, unknown>
  private readonly zone: Calendar.Zone
  private readonly erasureKey: ErasureKey.Key | undefined
  /** Editions of the policy: what they say, and from which month on each holds. */
  readonly policies: PromisePolicies

  /** @internal */
  constructor(dealership: string, zone: Calendar.Zone, erasureKey: ErasureKey.Key | undefined, runtime: ManagedRuntime.ManagedRuntime<Services, unknown>) {
    this.dealership = dealership
    this.zone = zone
    this.erasureKey = erasureKey
    this.runtime = runtime
    this.policies = new PromisePolicies({ dealership, read: (use) => this.read(use), run: (effect) => this.run(effect) })
  }

  /** Replaces the directory, and judges every record again by it. */
  async registerDirectory(directory: PlainRecords.PlainDirectory, options: { readonly asOf: PlainInstant }): Promise<void> {
    const given = this.read((reader) => ({ directory: reader.directory("/directory", directory), asOf: reader.instant("/asOf", options?.asOf) }))
    await this.ask((crm) => crm.registerDirectory(this.dealership, given.directory, given.asOf))
  }

  /** Replaces the goals of a month. Each goal says the same month, or none. */
  async setGoals(period: string, goals: ReadonlyArray<Omit<PlainRecords.PlainGoal, "period"> & { readonly period?: string }>): Promise<void> {
    const given = this.read((reader) => {
      const month = reader.period("/period", period)
      const rows: unknown = Array.isArray(goals) && month !== "" ? goals.map((goal: unknown, place) => ofMonth(reader, month, goal, `/goals/${place}`)) : goals
      return { month, goals: reader.records(PlainRecords.goals, "/goals", rows) }
    })
    await this.ask((crm) => crm.setGoals(this.dealership, given.month, given.goals))
  }

  /**
   * Registers prospects by their ids, judged as of their arrival. The same again changes nothing. Answers in their order: whether
   * each was added, changed or unchanged, how it is stored, and its verdict with its reasons.
   */
  async registerProspects(
    prospects: ReadonlyArray<PlainRecords.PlainProspect>,
    options: { readonly receivedAt: PlainInstant }
  ): Promise<ReadonlyArray<Registered<Prospect>>> {
    const given = this.read((reader) => ({
      prospects: reader.records(PlainRecords.prospects, "/prospects", prospects),
      receivedAt: reader.instant("/receivedAt", options?.receivedAt)
    }))
    return this.ask((crm) => crm.registerProspects(this.dealership, given.prospects, given.receivedAt))
  }

  /** As {@link registerProspects}, of activities. */
  async registerActivities(
    activities: ReadonlyArray<PlainRecords.PlainActivity>,
    options: { readonly receivedAt: PlainInstant }
  ): Promise<ReadonlyArray<Registered<Activity>>> {
    const given = this.read((reader) => ({
      activities: reader.records(PlainRecords.activities, "/activities", activities),
      receivedAt: reader.instant("/receivedAt", options?.receivedAt)
    }))
    return this.ask((crm) => crm.registerActivities(this.dealership, given.activities, given.receivedAt))
  }

  /** Registers attempts of verification calls that were made elsewhere, and judges their subjects again. Attempts never change: one with other content under a used id is refused. */
  async registerCalls(calls: ReadonlyArray<PlainRecords.PlainCall>, options: { readonly receivedAt: PlainInstant }): Promise<ReadonlyArray<VerificationAttempt.Registered>> {
    const given = this.read((reader) => ({
      calls: reader.records(PlainRecords.calls, "/calls", calls),
      receivedAt: reader.instant("/receivedAt", options?.receivedAt)
    }))
    return this.ask((crm) => crm.registerCalls(this.dealership, given.calls, given.receivedAt))
  }

  /** A registered prospect as it is stored, with its verdict by codes. */
  prospect(id: string): Promise<RecordsPort.Stored<Prospect>> {
    return this.ask((crm) => crm.storedProspect(this.dealership, id))
  }

  /** A registered activity as it is stored, with its verdict by codes. */
  activity(id: string): Promise<RecordsPort.Stored<Activity>> {
    return this.ask((crm) => crm.storedActivity(this.dealership, id))
  }

  /** The verdict of a registered record, with its reasons and warnings. */
  async verdict(subject: Subject["type"], id: string, options: { readonly asOf: PlainInstant }): Promise<Explanation> {
    const given = this.read((reader) => ({ subject: reader.choice("/subject", subject, subjects), asOf: reader.instant("/asOf", options?.asOf) }))
    return this.ask((crm) => crm.verdict(this.dealership, given.subject, id, given.asOf))
  }

  /** Judges records without storing them: beside what is registered, or (`context: "none"`) by themselves. */
  async validate(records: {
    readonly prospects?: ReadonlyArray<PlainRecords.PlainProspect>
    readonly activities?: ReadonlyArray<PlainRecords.PlainActivity>
    readonly asOf: PlainInstant
    readonly context?: Context
  }): Promise<Validated> {
    const given = this.read((reader) => ({
      prospects: reader.records(PlainRecords.prospects, "/prospects", records?.prospects ?? []),
      activities: reader.records(PlainRecords.activities, "/activities", records?.activities ?? []),
      asOf: reader.instant("/asOf", records?.asOf),
      context: reader.choice("/context", records?.context ?? "stored", contexts)
    }))
    return this.ask((crm) => crm.validate({ ...given, dealership: this.dealership }))
  }

  /** Brings stored verdicts up to an instant. Run it every night. Answers how many it judged again. */
  async refresh(options: { readonly asOf: PlainInstant }): Promise<number> {
    const asOf = this.read((reader) => reader.instant("/asOf", options?.asOf))
    return this.ask((crm) => crm.refresh(this.dealership, asOf))
  }

  /** Both indicators of every group, by up to two dimensions; without one, of the company. Of a closed month, what was frozen. */
  async scorecard(question: Question, by: Dimension | ReadonlyArray<Dimension> = []): Promise<Scorecard.Scorecard> {
    const given = this.read((reader) => ({ question: this.readQuestion(reader, question), by: readDimensions(reader, by) }))
    return this.ask((crm) => crm.scorecard(given.question, given.by))
  }

  /** The leads that count; with `color`, those of that colour. */
  async leads(question: Question, color?: Color): Promise<ReadonlyArray<MonthResults.JudgedLead>> {
    const given = this.read((reader) => ({
      question: this.readQuestion(reader, question),
      color: color === undefined ? undefined : reader.choice("/color", color, Semaphore.colors)
    }))
    return MonthResults.leadsOf(await this.ask((crm) => crm.compliance(given.question)), given.color)
  }

  /** What was owed to leads in the month, and done. */
  async compliance(question: Question): Promise<MonthResults.MonthCompliance> {
    const asked = this.question(question)
    return MonthResults.complianceOf(await this.ask((crm) => crm.compliance(asked)))
  }

  /** The data of a form, as `MonthForms` of the forms package takes it. */
  async form(form: MonthResults.FormCode, question: Question): Promise<FormData> {
    const given = this.read((reader) => ({ question: this.readQuestion(reader, question), form: reader.choice("/form", form, MonthResults.formCodes) }))
    return this.ask((crm) => Effect.gen({ self: this }, function*() {
      const month = yield* crm.judge(given.question)
      const figures = yield* crm.formFigures(this.dealership, month, form === "GC-FOR-05" || form === "GC-FOR-06" ? "counts" : "leads")
      const { directory, judgedMonth } = month
      const { closed, counts, digest, policy, previous } = figures
      return { form: given.form, procedure: crm.configuredOf(given.question.period).procedure, directory, judgedMonth, counts, previous, digest, policy, closed, compliance: month.compliance() }
    }))
  }

  /** What would change under another policy on the same records. */
  async whatIf(question: Question, policy: Policy.Policy | Policy.PolicySpec): Promise<Comparison> {
    const given = this.read((reader) => ({ question: this.readQuestion(reader, question), policy: readPolicy(reader, policy) }))
    return this.ask((crm) => crm.whatIf(given.question, given.policy))
  }

  /** Draws a month's verification sample once the month has ended, or earlier with `partial`, and keeps it. A drawn sample stays as it is. */
  async drawSample(options: { readonly period: string; readonly at: PlainInstant; readonly seed?: string; readonly partial?: boolean }): Promise<RecordsPort.DrawnSample> {
    const given = this.read((reader) => ({ period: reader.period("/period", options?.period), now: reader.instant("/at", options?.at) }))
    return this.ask((crm) => crm.drawSample({ ...given, dealership: this.dealership, seed: options.seed, partial: options.partial }))
  }

  /** The next verification call for an agent, leased to them, within the law's contact hours. It holds personal data. */
  async nextCall(options: { readonly agentId: string; readonly periods: ReadonlyArray<string>; readonly at: PlainInstant }): Promise<VerificationQueue.Next> {
    const given = this.read((reader) => ({
      agentId: reader.text("/agentId", options?.agentId),
      periods: readPeriods(reader, options?.periods),
      now: reader.instant("/at", options?.at)
    }))
    return this.ask((crm) => crm.nextCall({ ...given, dealership: this.dealership }))
  }

  /** Records an attempt of the agent to whom the call is leased. Answers what the verification concludes now. */
  async recordAttempt(call: PlainRecords.PlainCall, options: { readonly at: PlainInstant }): Promise<VerificationAttempt.Recorded> {
    const given = this.read((reader) => ({ call: reader.record(PlainRecords.calls, "/call", call), now: reader.instant("/at", options?.at) }))
    return this.ask((crm) => crm.recordAttempt({ now: given.now, call: given.call!, dealership: this.dealership }))
  }

  /** Reopens a concluded verification, with a reason. `by` is the CRM assistant, or a manager within their scope. */
  async reopenVerification(options: {
    readonly subject: Subject
    readonly by: VerificationQueue.Supervisor
    readonly reason: string
    readonly at: PlainInstant
  }): Promise<RecordsPort.Reopening> {
    const given = this.read((reader) => ({ now: reader.instant("/at", options?.at), reason: reader.text("/reason", options?.reason) }))
    return this.ask((crm) => crm.reopenVerification({ ...given, dealership: this.dealership, subject: options.subject, by: options.by }))
  }

  /** What the calls of a month came to, by advisor, with the share that failed. */
  async verificationResults(question: Question): Promise<ReadonlyArray<VerificationResult>> {
    const asked = this.question(question)
    return this.ask((crm) => crm.verificationResults(asked))
  }

  /** Raises an event for each red lead and level that none was raised for. Answers the new ones. */
  async raiseEscalations(question: Question): Promise<ReadonlyArray<RecordsPort.RaisedEvent>> {
    const asked = this.question(question)
    return this.ask((crm) => crm.raiseEscalations(asked))
  }

  /** Freezes a month into a snapshot, chained to the one before. `asOf` is its end or later, `by` the CRM assistant. */
  async closePeriod(options: Question & { readonly closedAt: PlainInstant; readonly by: PeriodClose.Actor; readonly seed?: string }): Promise<RecordsPort.Snapshot> {
    const given = this.read((reader) => ({ ...this.readQuestion(reader, options), closedAt: reader.instant("/closedAt", options?.closedAt) }))
    return this.ask((crm) => crm.closePeriod({ ...given, by: options.by, seed: options.seed }))
  }

  /** What closing a month would freeze as of an instant, and what it would leave out, by name. Stores nothing. */
  async closingPreview(question: Question): Promise<ClosingPreview> {
    const asked = this.question(question)
    return this.ask((crm) => crm.closingPreview(asked))
  }

  /** Opens a closed month again, with a reason. Its snapshot stays. `by` is the general manager. */
  async reopenPeriod(options: { readonly period: string; readonly at: PlainInstant; readonly by: PeriodClose.Actor; readonly reason: string }): Promise<RecordsPort.PeriodReopening> {
    const given = this.read((reader) => ({
      period: reader.period("/period", options?.period),
      at: reader.instant("/at", options?.at),
      reason: reader.text("/reason", options?.reason)
    }))
    return this.ask((crm) => crm.reopenPeriod({ ...given, dealership: this.dealership, by: options.by }))
  }

  /** What has changed since a month was closed, beside its frozen result. `asOf` is by default the instant that it was closed as of. */
  async amendment(options: { readonly period: string; readonly asOf?: PlainInstant }): Promise<Amendment.Amendment> {
    const given = this.read((reader) => ({
      period: reader.period("/period", options?.period),
      asOf: options?.asOf === undefined ? undefined : reader.instant("/asOf", options.asOf)
    }))
    return this.ask((crm) => {
      const { ownActivityRules, ownProspectRules } = crm.configuredOf(given.period).policy
      return crm.amendment({ ...given, dealership: this.dealership, ownRules: [...ownProspectRules, ...ownActivityRules] })
    })
  }

  /** Verifies the chain of snapshots as it is kept. */
  verifyChain(): Promise<SnapshotChain.Verification> {
    return this.run(PeriodClose.verify(this.dealership))
  }

  /** Everything that is kept about a person. Personal data: keep it out of URLs and logs. */
  findPerson(person: PersonalData.Person): Promise<PersonalData.Found> {
    return this.ask((crm) => crm.findPerson({ dealership: this.dealership, person }))
  }

  /** A copy of everything that is kept about a person, to be given to them. */
  async exportPerson(person: PersonalData.Person, options: { readonly asOf: PlainInstant }): Promise<PersonalData.Export> {
    const asOf = this.read((reader) => reader.instant("/asOf", options?.asOf))
    return this.ask((crm) => crm.exportPerson({ dealership: this.dealership, person, asOf, zone: this.zone }))
  }

  /** Erases a person: what identifies them goes, what was judged stays. `by` is the id of who does it. */
  async erasePerson(person: PersonalData.Person, options: { readonly at: PlainInstant; readonly by: string }): Promise<PersonalData.Erased> {
    const { erasureKey } = this
    const given = this.read((reader) => ({ at: reader.instant("/at", options?.at), by: reader.text("/by", options?.by) }))
    if (erasureKey === undefined) {
      throw new CrmError("erasure-secret-missing", "Found no secret for erasures. Give openCrm an erasureSecret of 32 random bytes or more.")
    }
    return this.ask((crm) => crm.erasePerson({ ...given, dealership: this.dealership, person, erasureKey }))
  }

  /** Gives the storage's connections back. No call is possible afterwards. */
  dispose(): Promise<void> {
    return this.runtime.dispose()
  }

  /** As {@link dispose}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }

  private question(question: Question) {
    return this.read((reader) => this.readQuestion(reader, question))
  }

  private readQuestion(reader: PlainRecords.Reader, question: Question) {
    return { dealership: this.dealership, period: reader.period("/period", question?.period), asOf: reader.instant("/asOf", question?.asOf) }
  }

  /** Reads what was given. Throws all its faults together. */
  private read<A>(use: (reader: PlainRecords.Reader) => A): A {
    const reader = new PlainRecords.Reader(this.zone)
    const given = use(reader)
    if (reader.faults.length > 0) throw unreadable(reader.faults)
    return given
  }

  private ask<A, E>(use: (crm: CrmProcedure["Service"]) => Effect.Effect<A, E>): Promise<A> {
    return this.run(CrmProcedure.use(use))
  }

  private async run<A, E>(effect: Effect.Effect<A, E, Services>): Promise<A> {
    const exit = await this.runtime.runPromiseExit(effect)
    if (Exit.isSuccess(exit)) return exit.value
    throw errorOf(exit.cause)
  }
}

/** A goal with the month of all goals. Another month is a fault. */
const ofMonth = (reader: PlainRecords.Reader, period: Calendar.Period, goal: unknown, pointer: string): unknown => {
  if (typeof goal !== "object" || goal === null) return goal
  const own = "period" in goal ? goal.period : undefined
  if (own !== undefined && own !== null && own !== period) {
    reader.fault(`${pointer}/period`, own, { es: `${period}, el mes de las metas, o nada`, en: `${period}, the month of the goals, or nothing` })
  }
  return { ...goal, period }
}

const readPeriods = (reader: PlainRecords.Reader, periods: unknown): ReadonlyArray<Calendar.Period> => {
  if (Array.isArray(periods)) return periods.map((period, place) => reader.period(`/periods/${place}`, period))
  reader.fault("/periods", periods, { es: "una lista de meses", en: "an array of months" })
  return []
}

/** Reads by what results are grouped. */
const readDimensions = (reader: PlainRecords.Reader, by: unknown): ReadonlyArray<Dimension> =>
  (Array.isArray(by) ? by : [by]).map((dimension) => reader.choice("/by", dimension, Scorecard.dimensions))

/** Reads a policy. The default stands in for a policy that can't be made. */
const readPolicy = (reader: PlainRecords.Reader, given: Options["policy"], procedure?: Procedure.Procedure): Policy.Policy => {
  const policy = Policy.from(given, procedure)
  if (Result.isSuccess(policy)) return policy.success
  reader.faultsAt("/policy", policy.failure.faults)
  return Policy.gcPro05
}

/** Opens a dealership's service over a storage. Rejects with a {@link CrmError} when an option can't be read or the storage can't be opened. */
export const openCrm = async (options: Options): Promise<Crm> => {
  const reader = new PlainRecords.Reader(Calendar.bogota)
  reader.named("", options, namesOfOptions)
  const dealership = reader.text("/dealership", options?.dealership)
  const policy = readPolicy(reader, options?.policy, options?.procedure)
  const editions = options?.editions ?? [{ procedure: options?.procedure ?? GcPro05.version02, policy }]
  const erasureKey = options?.erasureSecret === undefined ? undefined : ErasureKey.key(options.erasureSecret, options.formerErasureSecrets)
  if (reader.faults.length > 0) throw unreadable(reader.faults)
  if (erasureKey !== undefined && Result.isFailure(erasureKey)) throw new CrmError(codeOf(erasureKey.failure), erasureKey.failure.message, { cause: erasureKey.failure })
  const key = erasureKey?.success
  const layer = CrmProcedure.layer(editions).pipe(
    Layer.provideMerge(options.storage ?? Records.layerMemory),
    Layer.provideMerge(Layer.succeed(ErasureKey.KeyRing, (asked: string) => asked === dealership ? key : undefined))
  )
  const runtime = ManagedRuntime.make(layer)
  const opened = await runtime.runPromiseExit(Effect.void)
  if (Exit.isFailure(opened)) {
    await runtime.dispose()
    throw errorOf(opened.cause)
  }
  return new Crm(dealership, Policy.zoneOf(editions[0].policy), key, runtime)
}
