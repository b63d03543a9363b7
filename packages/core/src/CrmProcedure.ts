/**
 * The procedure as a service: register, judge, verify, report, close. It is what people embed, and the only writer of the
 * records. Nothing in it reads the clock: whoever asks says as of when.
 *
 * @see GC-PRO-05; 1-procedure, Versions
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Activity from "./Activity.ts"
import * as Calendar from "./Calendar.ts"
import type { ComplianceReport } from "./ComplianceReport.ts"
import * as Directory from "./Directory.ts"
import * as Erasure from "./Erasure.ts"
import * as Escalation from "./Escalation.ts"
import * as GcPro05 from "./GcPro05.ts"
import type { Goal } from "./Goal.ts"
import * as PeriodClose from "./PeriodClose.ts"
import * as PersonalData from "./PersonalData.ts"
import * as Policy from "./Policy.ts"
import * as Procedure from "./Procedure.ts"
import type { Prospect } from "./Prospect.ts"
import * as Records from "./Records.ts"
import type { Subject } from "./Rule.ts"
import type { Dimension, Scorecard } from "./Scorecard.ts"
import * as StoredMonth from "./StoredMonth.ts"
import type { Explanation } from "./Verdict.ts"
import * as VerificationQueue from "./VerificationQueue.ts"
import * as VerificationResult from "./VerificationResult.ts"
import * as WhatIf from "./WhatIf.ts"

/** A version of the procedure and the policy that it is judged with. */
export interface Edition {
  readonly procedure: Procedure.Procedure
  readonly policy: Policy.Policy
}

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

/** No record of that id is registered. */
export class RecordUnknown extends Schema.TaggedError<RecordUnknown>()("RecordUnknown", {
  subject: Schema.Literals(["prospect", "activity"]),
  id: Schema.String
}) {
  override get message() {
    return `No ${this.subject} ${this.id} is registered. Register it first, or look the id up.`
  }
}

/** Where and as of when something is asked. Instants are epoch milliseconds. */
export interface Question {
  readonly dealership: string
  readonly period: Calendar.Period
  readonly asOf: Calendar.Instant
}

/** A record's verdict with its reasons. */
export interface Judged extends Explanation {
  readonly id: string
}

/** Records to be judged without being stored. */
export interface Validation {
  readonly dealership: string
  readonly asOf: Calendar.Instant
  readonly prospects?: ReadonlyArray<Prospect>
  readonly activities?: ReadonlyArray<Activity.Activity>
  /** `stored`: beside what is registered; `none`: by themselves, against the directory. */
  readonly context: "stored" | "none"
}

/** What the service fills in by itself: the edition in force, and what keeps the records. */
type FilledIn = "policy" | "procedure" | "policyOf"

/** A function over stored records as the service offers it. */
type Served<F> = F extends (options: infer Options) => Effect.Effect<infer A, infer E, infer _R>
  ? (options: Omit<Options, FilledIn>) => Effect.Effect<A, E>
  : never

/** The service. */
export class CrmProcedure extends Context.Service<CrmProcedure, {
  /** The version of the procedure in force on the first day of a period, with its policy. */
  readonly editionOf: (period: Calendar.Period) => Edition
  readonly registerDirectory: (dealership: string, directory: Directory.Directory) => Effect.Effect<void, DirectoryRefused | Records.RecordsError>
  readonly setGoals: (dealership: string, period: Calendar.Period, goals: ReadonlyArray<Goal>) => Effect.Effect<void, Records.RecordsError>
  /**
   * Registers records by their ids; the same again changes nothing, and of an erased person nothing comes back. Answers in their
   * order.
   */
  readonly registerProspects: (
    dealership: string,
    prospects: ReadonlyArray<Prospect>,
    receivedAt: Calendar.Instant
  ) => Effect.Effect<ReadonlyArray<Records.Put>, Records.RecordsError>
  readonly registerActivities: (
    dealership: string,
    activities: ReadonlyArray<Activity.Activity>,
    receivedAt: Calendar.Instant
  ) => Effect.Effect<ReadonlyArray<Records.Put>, Records.RecordsError>
  /** Judges records without storing them; answers those asked about, prospects first, in their order. */
  readonly validate: (validation: Validation) => Effect.Effect<{
    readonly prospects: ReadonlyArray<Judged>
    readonly activities: ReadonlyArray<Judged>
  }, Records.RecordsError>
  /** A month of the stored records, judged. */
  readonly judge: (question: Question) => Effect.Effect<StoredMonth.StoredMonth, Records.RecordsError>
  /** The verdict of a registered record, judged in its own month. */
  readonly verdict: (
    dealership: string,
    subject: Subject,
    id: string,
    asOf: Calendar.Instant
  ) => Effect.Effect<Explanation, RecordUnknown | Records.RecordsError>
  readonly scorecard: (question: Question, by: ReadonlyArray<Dimension>) => Effect.Effect<Scorecard, Records.RecordsError>
  readonly compliance: (question: Question) => Effect.Effect<ComplianceReport, Records.RecordsError>
  /** What would change under another policy on the same records. */
  readonly whatIf: (question: Question, policy: Policy.Policy) => Effect.Effect<WhatIf.Comparison, Records.RecordsError>

  /** Draws a period's sample and keeps it; one that is drawn stays drawn. */
  readonly drawSample: Served<typeof VerificationQueue.drawSample>
  /** The next verification call for an agent, leased to him, within the law's contact hours. */
  readonly nextCall: Served<typeof VerificationQueue.next>
  /** Records an attempt; answers what the verification comes to now. */
  readonly recordAttempt: Served<typeof VerificationQueue.recordAttempt>
  /** Reopens a concluded verification, with a reason. */
  readonly reopenVerification: Served<typeof VerificationQueue.reopen>
  /** What the calls of a period came to, by advisor, with the share that failed and whether it is flagged. */
  readonly verificationResults: (question: Question) => Effect.Effect<ReadonlyArray<VerificationResult.VerificationResult>, Records.RecordsError>
  /** Raises an event for each red lead and level that none was raised for. */
  readonly raiseEscalations: Served<typeof Escalation.raiseEscalations>

  /** Freezes a period into a snapshot, chained to the one before. */
  readonly closePeriod: Served<typeof PeriodClose.close>
  /** Opens a closed period again, with a reason; its snapshot stays. */
  readonly reopenPeriod: Served<typeof PeriodClose.reopen>
  /** What has changed since a period was closed, beside its frozen result. */
  readonly amendment: Served<typeof PeriodClose.amendment>

  /** Everything that is kept about a person. */
  readonly findPerson: Served<typeof PersonalData.find>
  /** A copy of it, to be given to them. */
  readonly exportPerson: Served<typeof PersonalData.exportData>
  /** Erases a person: what identifies them goes, what was judged stays. */
  readonly erasePerson: Served<typeof PersonalData.erase>
}>()("@crm-procedure/core/CrmProcedure") {
  /** The service over whatever keeps the records, with the editions of the procedure; by default GC-PRO-05 v02 alone. */
  static readonly layer = (editions: readonly [Edition, ...ReadonlyArray<Edition>] = [gcPro05]): Layer.Layer<CrmProcedure, Procedure.VersionsRefused, Records.Records> =>
    Layer.effect(CrmProcedure, make(editions))
}

const make = Effect.fnUntraced(function*(editions: readonly [Edition, ...ReadonlyArray<Edition>]) {
  const records = yield* Records.Records
  const versions = yield* Effect.fromResult(Procedure.register(editions.map(({ procedure }) => procedure)))
  const editionOf = (period: Calendar.Period): Edition => {
    // The versions' own zones agree on which day a period begins: it is a date.
    const firstDay = Calendar.firstDayOfMonth(Calendar.monthOfPeriod(period))
    const procedure = Procedure.inForce(versions, firstDay)
    return editions.find((edition) => edition.procedure.version === procedure.version) ?? editions[0]
  }
  const judgeWith = (options: Omit<StoredMonth.Options, "policy">, policy = editionOf(options.period).policy) =>
    StoredMonth.judge({ ...options, policy }).pipe(Effect.provideService(Records.Records, records))
  const policyOf = (period: Calendar.Period): Policy.Policy => editionOf(period).policy
  const policyAt = (instant: Calendar.Instant): Policy.Policy => policyOf(periodAt(instant))
  const served = <A, E>(effect: Effect.Effect<A, E, Records.Records>): Effect.Effect<A, E> => Effect.provideService(effect, Records.Records, records)
  const periodAt = (instant: Calendar.Instant): Calendar.Period => Calendar.periodOf(Policy.zoneOf(editions[0].policy), instant)

  return CrmProcedure.of({
    editionOf,
    registerDirectory: Effect.fn("CrmProcedure.registerDirectory")(function*(dealership, directory) {
      const overlaps = Directory.overlappingAssignments(directory.employees)
      if (overlaps.length > 0) {
        return yield* new DirectoryRefused({
          overlaps: overlaps.map(([one, other]) => ({ employeeId: one.employeeId, first: daysOf(one), second: daysOf(other) }))
        })
      }
      yield* records.putDirectory(dealership, directory)
    }),
    setGoals: Effect.fn("CrmProcedure.setGoals")(function*(dealership, period, goals) {
      yield* records.putGoals(dealership, period, goals)
    }),
    registerProspects: Effect.fn("CrmProcedure.registerProspects")(function*(dealership, prospects, receivedAt) {
      const kept = yield* Effect.forEach(prospects, (incoming) =>
        Effect.map(records.prospect(dealership, incoming.prospectId), (known) => Erasure.keepErasedProspect(Option.getOrUndefined(known)?.record, incoming)))
      return yield* records.putProspects(dealership, kept, receivedAt)
    }),
    registerActivities: Effect.fn("CrmProcedure.registerActivities")(function*(dealership, activities, receivedAt) {
      const kept = yield* Effect.forEach(activities, (incoming) =>
        Effect.map(records.activity(dealership, incoming.activityId), (known) => Erasure.keepErasedActivity(Option.getOrUndefined(known)?.record, incoming)))
      return yield* records.putActivities(dealership, kept, receivedAt)
    }),
    validate: Effect.fn("CrmProcedure.validate")(function*({ activities = [], asOf, context, dealership, prospects = [] }) {
      const { evaluation } = yield* judgeWith({
        dealership,
        period: periodAt(asOf),
        asOf,
        besides: { prospects, activities },
        stored: context === "stored"
      })
      const indexes = {
        prospects: evaluation.prospects.ids.findAll(prospects.map(({ prospectId }) => prospectId)),
        activities: evaluation.activities.ids.findAll(activities.map(({ activityId }) => activityId))
      }
      return {
        prospects: prospects.map((prospect, place) => ({ id: prospect.prospectId, ...evaluation.explainProspect(indexes.prospects[place]!, prospect) })),
        activities: activities.map((activity, place) => ({ id: activity.activityId, ...evaluation.explainActivity(indexes.activities[place]!, activity) }))
      }
    }),
    judge: Effect.fn("CrmProcedure.judge")(function*(question) {
      return yield* judgeWith(question)
    }),
    verdict: Effect.fn("CrmProcedure.verdict")(function*(dealership, subject, id, asOf) {
      const recordOf = (prospectId: string) => Effect.map(records.prospect(dealership, prospectId), Option.map(({ record }) => record))
      if (subject === "prospect") {
        const record = Option.getOrUndefined(yield* recordOf(id))
        if (record === undefined) return yield* new RecordUnknown({ subject, id })
        const { evaluation } = yield* judgeWith({ dealership, period: periodAt(record.createdAt), asOf })
        const index = evaluation.prospects.ids.find(id)
        const duplicated = evaluation.prospects.duplicateOfIndex(index)
        const other = duplicated < 0 ? undefined : Option.getOrUndefined(yield* recordOf(evaluation.prospects.idOf(duplicated)))
        return evaluation.explainProspect(index, record, () => other)
      }
      const record = Option.getOrUndefined(Option.map(yield* records.activity(dealership, id), (stored) => stored.record))
      if (record === undefined) return yield* new RecordUnknown({ subject, id })
      const { evaluation } = yield* judgeWith({ dealership, period: periodAt(Activity.placedAt(record)), asOf })
      return evaluation.explainActivity(evaluation.activities.ids.find(id), record)
    }),
    scorecard: Effect.fn("CrmProcedure.scorecard")(function*(question, by) {
      return (yield* judgeWith(question)).scorecard(by)
    }),
    compliance: Effect.fn("CrmProcedure.compliance")(function*(question) {
      return (yield* judgeWith(question)).compliance()
    }),
    whatIf: Effect.fn("CrmProcedure.whatIf")(function*(question, policy) {
      return WhatIf.compare(yield* judgeWith(question), yield* judgeWith(question, policy))
    }),

    drawSample: (options) => served(VerificationQueue.drawSample({ ...options, policy: policyOf(options.period) })),
    nextCall: (options) => served(VerificationQueue.next({ ...options, policy: policyAt(options.now) })),
    recordAttempt: (options) => served(VerificationQueue.recordAttempt({ ...options, policy: policyAt(options.now) })),
    reopenVerification: (options) => served(VerificationQueue.reopen({ ...options, policy: policyAt(options.now) })),
    verificationResults: Effect.fn("CrmProcedure.verificationResults")(function*(question) {
      const { evaluation } = yield* judgeWith(question)
      return VerificationResult.byAdvisor({ evaluation, calls: yield* records.calls(question.dealership) })
    }),
    raiseEscalations: (options) => served(Escalation.raiseEscalations({ ...options, policy: policyOf(options.period) })),

    closePeriod: (options) => served(PeriodClose.close({ ...options, ...editionOf(options.period) })),
    reopenPeriod: (options) => served(PeriodClose.reopen(options)),
    amendment: (options) => served(PeriodClose.amendment(options)),

    findPerson: (options) => served(PersonalData.find(options)),
    exportPerson: (options) => served(PersonalData.exportData(options)),
    erasePerson: (options) => served(PersonalData.erase({ ...options, policyOf }))
  })
})

const daysOf = ({ activeFrom, activeTo, branchId }: Directory.Employee): string =>
  `${branchId ?? "no branch"} from ${Calendar.formatDay(activeFrom)} to ${activeTo === undefined ? "now" : Calendar.formatDay(activeTo)}`
