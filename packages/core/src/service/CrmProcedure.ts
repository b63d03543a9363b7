/**
 * The procedure as a service: register, judge, verify, report, close. It is what people embed, and the only writer of the
 * records. It takes typed records; read plain values with `openCrm` or `PlainRecords`. Nothing in it judges by the clock: the
 * caller gives the instant. Only the audit's entry of goals takes its time from there.
 *
 * @see GC-PRO-05
 *
 * @example
 * ```ts run
 * import { Calendar, CrmProcedure, Records } from "@crm-procedure/core"
 * import { Effect, Layer } from "effect"
 * import * as assert from "node:assert/strict"
 *
 * const service = CrmProcedure.CrmProcedure.layer().pipe(Layer.provide(Records.Records.layerMemory))
 * const asOf = Calendar.parseInstant("2024-03-20", Calendar.bogota)!
 * const prospect = { prospectId: "P1", createdAt: asOf, advisorId: "A1", branchId: "S1", brandId: "M1", phone: "310 12", stage: "open" } as const
 * const register = CrmProcedure.CrmProcedure.use((crm) => crm.registerProspects("norte", [prospect], asOf))
 * const [registered] = await Effect.runPromise(Effect.provide(register, service))
 * assert.deepEqual([registered?.put, registered?.explanation.verdict], ["added", "invalid"])
 * ```
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Access from "../records/Access.ts"
import * as Activity from "../records/Activity.ts"
import * as Calendar from "../calendar/Calendar.ts"
import type * as ControlFindings from "../results/ControlFindings.ts"
import { ComplianceReport } from "../results/ComplianceReport.ts"
import * as Directory from "../records/Directory.ts"
import * as ErasedRecord from "../judging/ErasedRecord.ts"
import * as Appeals from "./Appeals.ts"
import * as Changes from "./Changes.ts"
import * as EarlierCounts from "./internal/EarlierCounts.ts"
import * as Editions from "./internal/Editions.ts"
import type { Edition, EditionOf } from "./internal/Editions.ts"
import * as Escalation from "./Escalation.ts"
import * as FrozenMonth from "../close/FrozenMonth.ts"
import * as GcPro05 from "../policy/GcPro05.ts"
import type { Goal } from "../records/Goal.ts"
import * as BatchedReads from "../register/internal/BatchedReads.ts"
import * as ClosingPreview from "../close/ClosingPreview.ts"
import * as OrderedValidation from "../register/OrderedValidation.ts"
import * as PeriodClose from "../close/PeriodClose.ts"
import * as PersonalData from "./PersonalData.ts"
import * as Policies from "./Policies.ts"
import * as Policy from "../policy/Policy.ts"
import type * as Procedure from "../policy/Procedure.ts"
import type { PhoneLogEntry } from "../records/PhoneLogEntry.ts"
import type { Prospect } from "../records/Prospect.ts"
import type { Waiver } from "../records/Waiver.ts"
import * as ControlUpkeep from "../register/ControlUpkeep.ts"
import type * as AuditEntry from "../register/AuditEntry.ts"
import * as AuditTrail from "../register/AuditTrail.ts"
import * as DirectoryHistory from "../register/internal/DirectoryHistory.ts"
import * as Happenings from "./internal/Happenings.ts"
import * as LeadPages from "./internal/LeadPages.ts"
import type { LeadPage, LeadsAsked } from "./internal/LeadPages.ts"
import * as MonthFindings from "./internal/MonthFindings.ts"
import * as MonthScorecard from "./internal/MonthScorecard.ts"
import * as HashRenewal from "../register/HashRenewal.ts"
import * as Recount from "../register/Recount.ts"
import * as Records from "../register/Records.ts"
import { RecordUnknown } from "../records/RecordUnknown.ts"
import type { Registered } from "../register/Registered.ts"
import type * as RelatedRecords from "../register/internal/RelatedRecords.ts"
import * as VerdictUpkeep from "../register/VerdictUpkeep.ts"
import type { Subject } from "../policy/Rule.ts"
import type * as Scorecard from "../results/Scorecard.ts"
import type { Dimension } from "../results/Scorecard.ts"
import * as Search from "./Search.ts"
import { IntakeStore } from "./IntakeStore.ts"
import { ServiceStore } from "./ServiceStore.ts"
import * as Today from "./Today.ts"
import * as Trend from "./Trend.ts"
import * as StoredFollowUp from "../register/StoredFollowUp.ts"
import * as IncomingRecords from "../register/IncomingRecords.ts"
import * as StoredMonth from "../register/StoredMonth.ts"
import * as Validation from "../register/Validation.ts"
import * as StoredVerification from "../register/StoredVerification.ts"
import type { Explanation } from "../judging/Verdict.ts"
import type { VerificationCall } from "../records/VerificationCall.ts"
import * as VerificationAttempt from "./VerificationAttempt.ts"
import * as VerificationCorrection from "./VerificationCorrection.ts"
import * as VerificationQueue from "./VerificationQueue.ts"
import * as VerificationSample from "./VerificationSample.ts"
import type * as VerificationResult from "../results/VerificationResult.ts"
import * as WhatIf from "../results/WhatIf.ts"
import * as Withdrawal from "./Withdrawal.ts"

export type { Edition, EditionOf } from "./internal/Editions.ts"

/** GC-PRO-05 version 02 with every default. */
export const gcPro05: Edition = { procedure: GcPro05.version02, policy: Policy.gcPro05 }

/** Assignments that overlap: an advisor belongs to exactly one branch on any day. Names both of each pair. */
export class DirectoryRefused extends Schema.TaggedError<DirectoryRefused>()("DirectoryRefused", {
  overlaps: Schema.Array(Schema.Struct({ employeeId: Schema.String, first: Schema.String, second: Schema.String }))
}) {
  override get message() {
    const pairs = this.overlaps.map(({ employeeId, first, second }) => `${employeeId}: ${first} and ${second}`)
    return `The directory has ${pairs.length} pair(s) of overlapping assignments, expected none: ${pairs.join("; ")}. End one before the other begins.`
  }
}

/** Where and as of when something is asked. Instants are epoch milliseconds. */
export interface Question {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
}

/** Whether a reader sees the records of a place; see `Access.viewOf`. */
export type View = Access.View | undefined

/** Records to be judged without being stored. */
export interface ToValidate extends Validation.ToJudge {
  readonly dealership: string
  readonly asOf: Calendar.Instant
  /** `stored`: beside what is registered; `none`: by themselves, against the directory. */
  readonly context: Validation.Context
  /** The directory, if the caller has it; by default it is read. */
  readonly directory?: Directory.Directory | undefined
}

export type { FollowedLead, LeadPage, LeadsAsked } from "./internal/LeadPages.ts"

/** The months and groups of a trend. The last month is that of `asOf`. */
export type TrendAsked = Pick<Trend.Options, "dealership" | "asOf" | "months" | "by">

/** What the service fills in by itself: the edition in force, and what keeps the records. */
type FilledIn = "policy" | "procedure" | "policyOf" | "phoneCountry"

/** A function over stored records as the service offers it. */
type Served<F> = F extends (options: infer Options) => Effect.Effect<infer A, infer E, infer _R>
  ? (options: Omit<Options, FilledIn>) => Effect.Effect<A, E>
  : never

/** The service. */
export class CrmProcedure extends Context.Service<CrmProcedure, {
  /** The configured edition of a period: the zone and the country of phones, which no edition of a dealership changes, are read from it. */
  readonly configuredOf: EditionOf
  /** The edition by which each period of a dealership is judged: the approved one that holds, else the configured one. */
  readonly editionsOf: (dealership: string) => Effect.Effect<EditionOf, Records.RecordsError>
  /** Replaces the directory, and judges every record again by it as of the instant. An erased employee stays in it, and stays erased. */
  readonly registerDirectory: (dealership: string, directory: Directory.Directory, asOf: Calendar.Instant) => Effect.Effect<void, DirectoryRefused | Records.RecordsError>
  readonly setGoals: (dealership: string, period: Calendar.Period, goals: ReadonlyArray<Goal>) => Effect.Effect<void, Records.RecordsError>
  /**
   * Registers records by their ids, judged as of their arrival, with every verdict that they move, in one change. Registering the
   * same again changes nothing. An erased person stays erased. Answers in their order: whether each was new, how it is stored, why.
   */
  readonly registerProspects: (
    dealership: string,
    prospects: ReadonlyArray<Prospect>,
    receivedAt: Calendar.Instant
  ) => Effect.Effect<ReadonlyArray<Registered<Prospect>>, Records.RecordsError>
  readonly registerActivities: (
    dealership: string,
    activities: ReadonlyArray<Activity.Activity>,
    receivedAt: Calendar.Instant
  ) => Effect.Effect<ReadonlyArray<Registered<Activity.Activity>>, Records.RecordsError>
  /**
   * Registers what `decide` makes of the stored record, or of undefined where there is none: for changes that depend on what is
   * stored. The record is read once, in the change that writes it. When `decide` fails, nothing is registered. It may run again
   * from the start, so it only reads and decides.
   */
  readonly updateProspect: <E = never>(
    dealership: string,
    id: string,
    decide: (before: Records.Stored<Prospect> | undefined) => Effect.Effect<Prospect, E>,
    receivedAt: Calendar.Instant
  ) => Effect.Effect<Registered<Prospect>, E | Records.RecordsError>
  readonly updateActivity: <E = never>(
    dealership: string,
    id: string,
    decide: (before: Records.Stored<Activity.Activity> | undefined) => Effect.Effect<Activity.Activity, E>,
    receivedAt: Calendar.Instant
  ) => Effect.Effect<Registered<Activity.Activity>, E | Records.RecordsError>
  /**
   * Registers attempts of verification calls that were made elsewhere, and judges their subjects again. Attempts never change: one
   * with other content under a used id is refused, with what differs, and the others are registered. `onlyTimely` also refuses those
   * that were made before their record or after `receivedAt`.
   */
  readonly registerCalls: (
    dealership: string,
    calls: ReadonlyArray<VerificationCall>,
    receivedAt: Calendar.Instant,
    options?: { readonly onlyTimely?: boolean }
  ) => Effect.Effect<ReadonlyArray<VerificationAttempt.Registered>, Records.RecordsError>
  /** Takes records back as if they had never come. Those that something else rests on stay, and are named. */
  readonly withdraw: Served<typeof Withdrawal.withdraw>
  /** Registers entries of the telephone system's log, and judges again the calls that they decide. */
  readonly registerPhoneLog: (
    dealership: string,
    entries: ReadonlyArray<PhoneLogEntry>,
    receivedAt: Calendar.Instant
  ) => Effect.Effect<ReadonlyArray<Records.Put>, Records.RecordsError>
  /** Whether one of the entries of a telephone log has the number of a registered prospect. */
  readonly hasNumberOfProspect: (dealership: string, entries: ReadonlyArray<PhoneLogEntry>, at: Calendar.Instant) => Effect.Effect<boolean, Records.RecordsError>
  /** Registers waivers, and judges their subjects again. A waiver that can't be registered is refused, with its fault. The others are registered. */
  readonly registerWaivers: (
    dealership: string,
    waivers: ReadonlyArray<Waiver>,
    receivedAt: Calendar.Instant
  ) => Effect.Effect<ReadonlyArray<ControlUpkeep.RegisteredWaiver>, Records.RecordsError>
  /** Raises an advisor's appeal about a reason of an own record. */
  readonly raiseAppeal: (
    dealership: string,
    appeal: Parameters<typeof Appeals.raise>[1],
    now: Calendar.Instant
  ) => Effect.Effect<Appeals.Shown, Appeals.AppealRefused | Appeals.AppealPending | Records.RecordsError>
  /** Grants or refuses an appeal. A granted one makes a waiver. */
  readonly decideAppeal: (
    dealership: string,
    deciding: Appeals.Deciding,
    now: Calendar.Instant
  ) => Effect.Effect<Appeals.Shown, Appeals.AppealUnknown | Appeals.AppealDecided | Appeals.OwnAppeal | Appeals.AppealRefused | Records.RecordsError>
  /** The appeals that a query looks for, in the order in which they were raised. */
  readonly appeals: (dealership: string, query: Appeals.Query, asOf: Calendar.Instant) => Effect.Effect<ReadonlyArray<Appeals.Shown>, Records.RecordsError>
  /** A registered record as it is stored, with its verdict by codes. */
  readonly storedProspect: (dealership: string, id: string) => Effect.Effect<Records.Stored<Prospect>, RecordUnknown | Records.RecordsError>
  readonly storedActivity: (dealership: string, id: string) => Effect.Effect<Records.Stored<Activity.Activity>, RecordUnknown | Records.RecordsError>
  /** How many records `refresh` would judge again, counted up to `most`: all of them after a release or a policy that judges otherwise. */
  readonly overtaken: (dealership: string, asOf: Calendar.Instant, most: number) => Effect.Effect<number, Records.RecordsError>
  /** Brings stored verdicts up to an instant and to the policy in force; answers how many time had overtaken. To be run every night. */
  readonly refresh: (dealership: string, asOf: Calendar.Instant) => Effect.Effect<number, Records.RecordsError>
  /** Proves what is stored beside the records by judging them from scratch, and repairs what differs. Writes of the dealership wait. */
  readonly recount: (dealership: string, asOf: Calendar.Instant) => Effect.Effect<Recount.Drift, Records.RecordsError>
  /** Brings the keyed hashes of erased people up to a new secret: see `ErasureKey.key`. To be run once after the secret changed. */
  readonly renewHashes: (dealership: string, asOf: Calendar.Instant) => Effect.Effect<HashRenewal.Renewed, Records.RecordsError>
  /** Judges records without storing them; answers those asked about, prospects first, in their order. Not for use inside a change. */
  readonly validate: (records: ToValidate) => Effect.Effect<Validation.Validated, Records.RecordsError>
  /** Judges prospects, or activities, that come one after another, without storing them: each beside those that came before it. */
  readonly validateProspectsInOrder: (
    dealership: string,
    given: OrderedValidation.Given
  ) => Effect.Effect<OrderedValidation.OrderedValidation<Prospect>, Records.RecordsError>
  readonly validateActivitiesInOrder: (
    dealership: string,
    given: OrderedValidation.Given
  ) => Effect.Effect<OrderedValidation.OrderedValidation<Activity.Activity>, Records.RecordsError>
  /** A month of the stored records, judged. `leads` says which leads are followed up; by default all. */
  readonly judge: (question: Question & Pick<StoredMonth.JudgeOptions, "leads">) => Effect.Effect<StoredMonth.StoredMonth, Records.RecordsError>
  /** The verdict of a registered record, judged in its own month. */
  readonly verdict: (
    dealership: string,
    subject: Subject,
    id: string,
    asOf: Calendar.Instant
  ) => Effect.Effect<Explanation, RecordUnknown | Records.RecordsError>
  /**
   * With `isWithin`, of the records of those places only: what a manager or an advisor sees. Of a closed period it is what was frozen,
   * as of when it was closed, unless it is asked as of an instant within the month; its `closed` says so.
   */
  readonly scorecard: (question: Question, by: ReadonlyArray<Dimension>, isWithin?: View) => Effect.Effect<Scorecard.Scorecard, Records.RecordsError>
  /** What a form of a judged month prints, in everybody's view: of a closed period the counts that were frozen, and what it says of the close. */
  readonly formFigures: (
    dealership: string,
    month: StoredMonth.StoredMonth,
    shown: "counts" | "leads"
  ) => Effect.Effect<FrozenMonth.FormFigures, Records.RecordsError>
  /**
   * The compliance report of a period. Its leads are those with an obligation due in the period or in the month before, and the
   * red ones.
   */
  readonly compliance: (question: Question, isWithin?: View) => Effect.Effect<ComplianceReport, Records.RecordsError>
  /** Leads in code point order of their ids, a page at a time. */
  readonly leads: (asked: LeadsAsked, isWithin?: View) => Effect.Effect<LeadPage, Records.RecordsError>
  /** What a person has to do today. */
  readonly today: Served<typeof Today.of>
  /** Both indicators and the compliance of the last months. With `isWithin`, of the records of those places only. */
  readonly trend: (options: TrendAsked, isWithin?: View) => Effect.Effect<ReadonlyArray<Trend.Month>, Records.RecordsError>
  /** What changed since an instant: verdicts, semaphores, leads that became red. With `isWithin`, of those places only. */
  readonly changes: (options: Pick<Changes.Options, "dealership" | "asOf" | "since">, isWithin?: View) => Effect.Effect<Changes.Changes, Records.RecordsError>
  /** Records, advisors and branches that a text names, within a person's view. */
  readonly search: Served<typeof Search.find>
  /** What the controls found in a judged month; with `isWithin`, in the records of those places. */
  readonly controlFindings: (dealership: string, month: StoredMonth.StoredMonth, isWithin?: View) => Effect.Effect<ControlFindings.ControlFindings, Records.RecordsError>
  /** What would change under another policy on the same records. */
  readonly whatIf: (question: Question, policy: Policy.Policy) => Effect.Effect<WhatIf.Comparison, Records.RecordsError>

  /** Draws a period's sample and keeps it. A drawn sample stays as it is. */
  readonly drawSample: Served<typeof VerificationSample.draw>
  /** Extends a drawn sample by the present records, with a reason. A selected record stays selected. */
  readonly extendSample: Served<typeof VerificationSample.extend>
  /** The next verification call for an agent, leased to him, within the law's contact hours. */
  readonly nextCall: Served<typeof VerificationQueue.next>
  /** Records an attempt; answers what the verification comes to now. */
  readonly recordAttempt: Served<typeof VerificationAttempt.record>
  /** Corrects an own attempt within ten minutes; both versions are kept. */
  readonly correctAttempt: Served<typeof VerificationCorrection.correct>
  /** Asks a supervisor to reopen a concluded verification, and the requests that are not answered yet. */
  readonly requestReopening: Served<typeof VerificationCorrection.request>
  readonly reopeningRequests: Served<typeof VerificationCorrection.requests>
  /** Reopens a concluded verification, with a reason. */
  readonly reopenVerification: Served<typeof VerificationQueue.reopen>
  /** What the calls of a period came to, by advisor, with the share that failed and whether it is flagged. */
  readonly verificationResults: (question: Question) => Effect.Effect<ReadonlyArray<VerificationResult.VerificationResult>, Records.RecordsError>
  /** Raises an event for each red lead and level that none was raised for. */
  readonly raiseEscalations: Served<typeof Escalation.raiseEscalations>

  /** Freezes a period into a snapshot, chained to the one before. */
  readonly closePeriod: Served<typeof PeriodClose.close>
  /** What closing a period would freeze as of an instant, and what it would leave out, by name. Stores nothing. */
  readonly closingPreview: Served<typeof ClosingPreview.preview>
  /** Opens a closed period again, with a reason; its snapshot stays. */
  readonly reopenPeriod: Served<typeof PeriodClose.reopen>
  /** What has changed since a period was closed, beside its frozen result. */
  readonly amendment: Served<typeof PeriodClose.amendment>

  /** Stores a draft of the policy: a policy file that is laid over the policy in force. */
  readonly draftPolicy: Served<typeof Policies.draft>
  /** Takes an own draft of the policy back, or declines another person's. */
  readonly withdrawPolicy: Served<typeof Policies.withdraw>
  /** Approves another person's draft of the policy from a period on. */
  readonly approvePolicy: Served<typeof Policies.approve>

  /** Everything that is kept about a person. */
  readonly findPerson: Served<typeof PersonalData.find>
  /** A copy of it, to be given to them. */
  readonly exportPerson: Served<typeof PersonalData.exportData>
  /** Erases a person: what identifies them goes, what was judged stays. */
  readonly erasePerson: Served<typeof PersonalData.erase>
}>()("@crm-procedure/core/service/CrmProcedure") {
  /** The service over whatever keeps the records, with the editions of the procedure; by default GC-PRO-05 v02 alone. */
  static readonly layer = (editions: readonly [Edition, ...ReadonlyArray<Edition>] = [gcPro05]): Layer.Layer<CrmProcedure, Procedure.VersionsRefused, Records.Records> =>
    Layer.effect(CrmProcedure, make(editions))
}

const make = Effect.fnUntraced(function*(configured: readonly [Edition, ...ReadonlyArray<Edition>]) {
  const records = yield* Records.Records
  const joint = BatchedReads.of(records)
  const editions = yield* Effect.fromResult(Editions.reader(configured, records, joint))
  /** What a service stores beside the records, if it stores any: an erasure reaches it. */
  const besides = Context.merge(
    Option.match(yield* Effect.serviceOption(ServiceStore), {
      onNone: () => Context.empty(),
      onSome: (serviceStore) => Context.make(ServiceStore, serviceStore)
    }),
    Option.match(yield* Effect.serviceOption(IntakeStore), {
      onNone: () => Context.empty(),
      onSome: (intakeStore) => Context.make(IntakeStore, intakeStore)
    })
  )
  const served = <A, E>(effect: Effect.Effect<A, E, Records.Records>): Effect.Effect<A, E> => Effect.provideService(effect, Records.Records, records)
  const earlierCounts = EarlierCounts.make<Changes.EarlierMonth, Changes.Earlier>(records, ({ asOf, period }) => `${period} ${asOf}`)
  const { phoneCountry, zone } = editions
  const closedMonths = yield* FrozenMonth.reader(records, (period) => ownRulesOf(editions.configuredOf(period)))
  /** Answers a question by the editions of the moment in which it is asked. */
  const asked = <A, E>(dealership: string, answer: (by: Editions.Editions) => Effect.Effect<A, E, Records.Records>): Effect.Effect<A, E | Records.RecordsError> =>
    Effect.flatMap(editions.of(dealership), (by) => served(answer(by)))
  /** A change reads the editions under the dealership's lock: it cannot miss an approval by another process. */
  const changed = <A, E>(dealership: string, change: (by: Editions.Editions) => Effect.Effect<A, E, Records.Records>): Effect.Effect<A, E | Records.RecordsError> =>
    records.change(dealership, asked(dealership, change))
  const judgeWith = ({ policyOf }: Editions.Editions, options: Omit<StoredMonth.JudgeOptions, "policy">) =>
    StoredMonth.judge({ ...options, policy: policyOf(options.period), policyOf })
  /** A change with its entries in the audit. */
  const andAudit = <A, E>(
    dealership: string,
    change: (by: Editions.Editions) => Effect.Effect<A, E, Records.Records>,
    happeningsOf: (answer: A) => ReadonlyArray<AuditEntry.Happening | undefined>
  ): Effect.Effect<A, E | Records.RecordsError> =>
    changed(dealership, (by) =>
      Effect.tap(change(by), (answer) => Effect.forEach(happeningsOf(answer), (one) => one === undefined ? Effect.void : AuditTrail.add(dealership, one), { discard: true })))
  /** What changes a verification, the verdicts that follow it, and its entry in the audit are one change. */
  const andRejudge = <A, E>(
    { dealership, now }: { readonly dealership: string; readonly now: Calendar.Instant },
    change: (by: Editions.Editions) => Effect.Effect<A, E, Records.Records>,
    subjectsOf: (answer: A) => ReadonlyArray<Records.SubjectKey>,
    happeningOf: (answer: A) => AuditEntry.Happening | undefined
  ): Effect.Effect<A, E | Records.RecordsError> =>
    andAudit(
      dealership,
      (by) => Effect.tap(change(by), (answer) => VerdictUpkeep.rejudge(by.register, subjectsOf(answer), now)),
      (answer) => [happeningOf(answer)]
    )
  const updated = <E, R>(dealership: string, ids: VerdictUpkeep.Ids, decide: (known: RelatedRecords.Known) => Effect.Effect<VerdictUpkeep.Registering, E, R>, receivedAt: Calendar.Instant) =>
    records.change(dealership, Effect.flatMap(editions.of(dealership), ({ register }) =>
      Effect.provideService(VerdictUpkeep.update(register, ids, decide, receivedAt), Records.Records, records)))
  const known = (subject: Subject, id: string) => <A>(found: Option.Option<A>): Effect.Effect<A, RecordUnknown> =>
    Option.isSome(found) ? Effect.succeed(found.value) : Effect.fail(new RecordUnknown({ subject, id }))

  const scorecard: CrmProcedure["Service"]["scorecard"] = Effect.fn("CrmProcedure.scorecard")(function*(question, dimensions, isWithin) {
    const { dealership } = question
    const upkeep = Effect.map(editions.of(dealership), ({ register }) => register)
    return yield* served(MonthScorecard.read(upkeep, yield* closedMonths(dealership, [question.period, Calendar.previousPeriod(question.period)]), question, dimensions, isWithin))
  })

  return CrmProcedure.of({
    configuredOf: editions.configuredOf,
    editionsOf: (dealership) => Effect.map(editions.of(dealership), ({ editionOf }) => editionOf),
    registerDirectory: Effect.fn("CrmProcedure.registerDirectory")(function*(dealership, directory, asOf) {
      const overlaps = Directory.overlappingAssignments(directory.employees)
      if (overlaps.length > 0) {
        return yield* new DirectoryRefused({
          overlaps: overlaps.map(([one, other]) => ({ employeeId: one.employeeId, first: daysOf(one), second: daysOf(other) }))
        })
      }
      yield* changed(dealership, ({ register }) =>
        Effect.flatMap(records.directory(dealership), ({ employees }) =>
          VerdictUpkeep.putDirectory(register, { ...directory, employees: ErasedRecord.keepErasedEmployees(employees, directory.employees) }, asOf)))
    }),
    setGoals: Effect.fn("CrmProcedure.setGoals")(function*(dealership, period, goals) {
      const at = yield* Clock.currentTimeMillis
      yield* records.change(dealership, Effect.gen(function*() {
        const happening = DirectoryHistory.ofGoals(period, yield* records.goals(dealership, period), goals, at)
        yield* records.putGoals(dealership, period, goals)
        if (happening !== undefined) yield* served(AuditTrail.add(dealership, happening))
      }))
    }),
    registerProspects: Effect.fn("CrmProcedure.registerProspects")(function*(dealership, prospects, receivedAt) {
      const ids = { prospects: prospects.map(({ prospectId }) => prospectId) }
      return (yield* updated(dealership, ids, (known) => IncomingRecords.toRegister({ dealership, known, receivedAt, phoneCountry }, { prospects }), receivedAt)).prospects
    }),
    registerActivities: Effect.fn("CrmProcedure.registerActivities")(function*(dealership, activities, receivedAt) {
      const ids = { activities: activities.map(({ activityId }) => activityId) }
      return (yield* updated(dealership, ids, (known) => IncomingRecords.toRegister({ dealership, known, receivedAt, phoneCountry }, { activities }), receivedAt)).activities
    }),
    updateProspect: Effect.fn("CrmProcedure.updateProspect")(function*(dealership, id, decide, receivedAt) {
      const decided = (known: RelatedRecords.Known) => Effect.flatMap(decide(known.prospects[0]), (record) => IncomingRecords.toRegister({ dealership, known, receivedAt, phoneCountry }, { prospects: [{ ...record, prospectId: id }] }))
      return (yield* updated(dealership, { prospects: [id] }, decided, receivedAt)).prospects[0]!
    }),
    updateActivity: Effect.fn("CrmProcedure.updateActivity")(function*(dealership, id, decide, receivedAt) {
      const decided = (known: RelatedRecords.Known) => Effect.flatMap(decide(known.activities[0]), (record) => IncomingRecords.toRegister({ dealership, known, receivedAt, phoneCountry }, { activities: [{ ...record, activityId: id }] }))
      return (yield* updated(dealership, { activities: [id] }, decided, receivedAt)).activities[0]!
    }),
    registerCalls: Effect.fn("CrmProcedure.registerCalls")(function*(dealership, calls, receivedAt, options) {
      const addedOf = (registered: ReadonlyArray<VerificationAttempt.Registered>) => calls.filter((_, place) => registered[place]!.put === "added")
      return yield* andRejudge({ dealership, now: receivedAt }, () => VerificationAttempt.register(dealership, calls, receivedAt, zone, options?.onlyTimely), (registered) =>
        addedOf(registered).map(({ subjectId: id, subjectType: type }) => ({ type, id })), (registered) => Happenings.ofCalls(addedOf(registered), receivedAt))
    }),
    withdraw: (options) => changed(options.dealership, ({ policyOf }) => Withdrawal.withdraw({ ...options, policyOf })),
    registerPhoneLog: (dealership, entries, receivedAt) => changed(dealership, ({ register }) => ControlUpkeep.putPhoneLog(register, entries, receivedAt)),
    hasNumberOfProspect: (dealership, entries, at) => asked(dealership, ({ register }) => ControlUpkeep.hasNumberOfProspect(register, entries, at)),
    registerWaivers: (dealership, waivers, receivedAt) => changed(dealership, ({ register }) => ControlUpkeep.putWaivers(register, waivers, receivedAt)),
    raiseAppeal: (dealership, appeal, now) => changed(dealership, ({ register }) => Appeals.raise({ register, now }, appeal)),
    decideAppeal: (dealership, deciding, now) => changed(dealership, ({ register }) => Appeals.decide({ register, now }, deciding)),
    appeals: (dealership, query, asOf) => served(Appeals.find(dealership, query, asOf)),
    storedProspect: (dealership, id) => Effect.flatMap(records.prospect(dealership, id), known("prospect", id)),
    storedActivity: (dealership, id) => Effect.flatMap(records.activity(dealership, id), known("activity", id)),
    overtaken: (dealership, asOf, most) => served(VerdictUpkeep.overtaken({ dealership, read: Effect.map(editions.of(dealership), ({ register }) => register) }, asOf, most)),
    refresh: (dealership, asOf) => served(VerdictUpkeep.refresh({ dealership, read: Effect.map(editions.of(dealership), ({ register }) => register) }, asOf)),
    recount: (dealership, asOf) => served(Recount.repair({ dealership, read: Effect.map(editions.of(dealership), ({ register }) => register) }, asOf)),
    renewHashes: (dealership, asOf) => changed(dealership, ({ register }) => HashRenewal.renew(register, asOf)),
    validateProspectsInOrder: (dealership, given) => Effect.flatMap(editions.together(dealership), ({ register }) => Effect.provideService(OrderedValidation.ofProspects(register, given), Records.Records, joint)),
    validateActivitiesInOrder: (dealership, given) => Effect.flatMap(editions.together(dealership), ({ register }) => Effect.provideService(OrderedValidation.ofActivities(register, given), Records.Records, joint)),
    validate: ({ activities, asOf, context, dealership, directory, prospects }) =>
      Effect.flatMap(editions.together(dealership), ({ register }) => Effect.provideService(Validation.validate(register, { prospects, activities }, asOf, context, directory), Records.Records, joint)),
    judge: Effect.fn("CrmProcedure.judge")(function*(question) {
      return yield* asked(question.dealership, (by) => judgeWith(by, question))
    }),
    verdict: Effect.fn("CrmProcedure.verdict")(function*(dealership, subject, id, asOf) {
      const explained = yield* asked(dealership, ({ register }) => Validation.ofStored(register, { type: subject, id }, asOf))
      return yield* Effect.flatMap(Effect.succeed(Option.fromUndefinedOr(explained)), known(subject, id))
    }),
    scorecard,
    formFigures: Effect.fn("CrmProcedure.formFigures")(function*(dealership, month, shown) {
      const closedOf = yield* closedMonths(dealership, [month.judgedMonth.period])
      return FrozenMonth.formFigures(yield* closedOf(month.judgedMonth.period), month, shown)
    }),
    compliance: Effect.fn("CrmProcedure.compliance")(function*(question, isWithin) {
      const { asOf, dealership, period } = question
      return yield* asked(dealership, Effect.fnUntraced(function*(by) {
        const stored = yield* StoredFollowUp.report(by.register, { asOf, period, isWithin, query: StoredFollowUp.ofPeriod(period, asOf) })
        if (stored !== undefined) return stored
        const month = yield* judgeWith(by, question)
        return isWithin === undefined ? month.compliance() : ComplianceReport.of(month.judgedMonth, isWithin)
      }))
    }),
    leads: Effect.fn("CrmProcedure.leads")(function*(question, isWithin) {
      return yield* asked(question.dealership, (by) => LeadPages.read(by, question, isWithin))
    }),
    today: (options) => Effect.provideContext(asked(options.dealership, ({ policyOf }) => Today.of({ ...options, policyOf })), besides),
    trend: (options, isWithin) =>
      asked(options.dealership, ({ policyOf }) =>
        Trend.of({ ...options, isWithin, policyOf, scorecardOf: (period, by) => scorecard({ dealership: options.dealership, period, asOf: options.asOf }, by, isWithin) })),
    changes: (options, isWithin) =>
      asked(options.dealership, ({ policyOf }) =>
        Changes.of({ ...options, isWithin, policyOf, earlierOf: (month) => earlierCounts(options.dealership, month, (asked) => Changes.judgeEarlier(asked, policyOf)), scorecardOf: (period, by) => scorecard({ dealership: options.dealership, period, asOf: options.asOf }, by, isWithin) })),
    search: (options) => asked(options.dealership, ({ policyOf }) => Search.find({ ...options, policyOf })),
    controlFindings: Effect.fn("CrmProcedure.controlFindings")(function*(dealership, month, isWithin) {
      return yield* served(MonthFindings.of(dealership, month, isWithin))
    }),
    whatIf: Effect.fn("CrmProcedure.whatIf")(function*(question, policy) {
      return yield* asked(question.dealership, ({ policyOf }) =>
        Effect.map(StoredMonth.judgeTwice({ ...question, policy: policyOf(question.period), policyOf }, policy), (both) => WhatIf.compare(...both)))
    }),

    drawSample: (options) =>
      andRejudge(options, ({ policyOf }) => VerificationSample.draw({ ...options, policy: policyOf(options.period), policyOf }), ({ selected }) => selected, (sample) => Happenings.ofDraw(sample, options.now)),
    extendSample: (options) =>
      andRejudge(options, ({ policyOf }) => VerificationSample.extend({ ...options, policy: policyOf(options.period), policyOf }), ({ added }) => added, ({ added }) =>
        Happenings.ofExtension(options.period, added.length, options.now)),
    nextCall: (options) => asked(options.dealership, ({ policyAt }) => VerificationQueue.next({ ...options, policy: policyAt(options.now) })),
    recordAttempt: (options) =>
      andRejudge(options, ({ policyAt }) => VerificationAttempt.record({ ...options, policy: policyAt(options.now) }), () => [
        { type: options.call.subjectType, id: options.call.subjectId }
      ], ({ put }) => put === "added" ? Happenings.ofAttempt(options.call, options.now) : undefined),
    correctAttempt: (options) =>
      andRejudge(options, ({ policyAt }) => VerificationCorrection.correct({ ...options, policy: policyAt(options.now) }), () => [options.subject], ({ after, before, put }) =>
        put === "changed" ? Happenings.ofAttempt(after, options.now, before) : undefined),
    requestReopening: (options) =>
      andAudit(options.dealership, ({ policyAt }) => VerificationCorrection.request({ ...options, policy: policyAt(options.now) }), (request) => [Happenings.ofRequest(request)]),
    reopeningRequests: (options) => asked(options.dealership, ({ policyAt }) => VerificationCorrection.requests({ ...options, policy: policyAt(options.now) })),
    reopenVerification: (options) =>
      andRejudge(options, ({ policyAt }) => VerificationQueue.reopen({ ...options, policy: policyAt(options.now) }), ({ subject }) => [subject], Happenings.ofReopening),
    verificationResults: Effect.fn("CrmProcedure.verificationResults")(function*(question) {
      return yield* asked(question.dealership, ({ policyOf }) => StoredVerification.results(question, policyOf(question.period)))
    }),
    raiseEscalations: (options) => asked(options.dealership, ({ policyOf }) => Escalation.raiseEscalations({ ...options, policyOf })),

    closePeriod: (options) => andAudit(options.dealership, ({ editionOf, policyOf }) => PeriodClose.close({ ...options, ...editionOf(options.period), policyOf }), (snapshot) => [Happenings.ofClose(snapshot)]),
    closingPreview: (options) => asked(options.dealership, ({ policyOf }) => ClosingPreview.preview({ ...options, policy: policyOf(options.period), policyOf })),
    reopenPeriod: (options) => andAudit(options.dealership, () => PeriodClose.reopen(options), (reopening) => [Happenings.ofPeriodReopening(reopening)]),
    amendment: (options) => asked(options.dealership, ({ policyOf }) => PeriodClose.amendment({ ...options, policyOf })),

    draftPolicy: (options) => changed(options.dealership, ({ editionOf, policyOf }) =>
      Policies.draft({ ...options, policyOf, procedure: editionOf(Policies.runningPeriod(options.now)).procedure })),
    withdrawPolicy: (options) => served(Policies.withdraw(options)),
    approvePolicy: (options) =>
      changed(options.dealership, Effect.fnUntraced(function*({ editionOf, policyOf, register }) {
        yield* VerdictUpkeep.renewUnlessCurrent(register, options.now)
        const approved = yield* Policies.approve({ ...options, policyOf, procedure: editionOf(options.from).procedure })
        yield* VerdictUpkeep.renewApproved(register, (yield* editions.of(options.dealership)).register, options.now)
        return approved
      })),

    findPerson: (options) => Effect.flatMap(editions.of(options.dealership), ({ policyOf }) => Effect.provideContext(served(PersonalData.find({ ...options, phoneCountry, policyOf })), besides)),
    exportPerson: (options) => Effect.flatMap(editions.of(options.dealership), ({ policyOf }) => Effect.provideContext(served(PersonalData.exportData({ ...options, phoneCountry, policyOf })), besides)),
    erasePerson: (options) => records.change(options.dealership, Effect.flatMap(editions.of(options.dealership), ({ policyOf }) => Effect.provideContext(served(PersonalData.erase({ ...options, policyOf })), besides)))
  })
})

const ownRulesOf = ({ policy }: Edition) => [...policy.ownProspectRules, ...policy.ownActivityRules]

const daysOf = ({ activeFrom, activeTo, branchId }: Directory.Employee): string =>
  `${branchId ?? "no branch"} from ${Calendar.formatDay(activeFrom)} to ${activeTo === undefined ? "now" : Calendar.formatDay(activeTo)}`
