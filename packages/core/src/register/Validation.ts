/**
 * The verdicts of single records with everything that explains them: of records that are not stored, as a brand's CRM asks
 * before it registers them, and of registered ones. Judged among what they depend on, not among everything.
 */
import * as Effect from "effect/Effect"
import * as Activity from "../records/Activity.ts"
import type * as Calendar from "../calendar/Calendar.ts"
import type { Directory } from "../records/Directory.ts"
import type { JudgedMonth } from "../judging/JudgedMonth.ts"
import * as RelatedRecords from "./internal/RelatedRecords.ts"
import type { Prospect } from "../records/Prospect.ts"
import type * as Records from "./Records.ts"
import * as VerdictUpkeep from "./VerdictUpkeep.ts"
import type { Explanation } from "../judging/Verdict.ts"

/** Records to be judged. */
export interface ToJudge {
  readonly prospects?: ReadonlyArray<Prospect> | undefined
  readonly activities?: ReadonlyArray<Activity.Activity> | undefined
}

/** `stored`: beside what is registered; `none`: by themselves, against the directory. */
export const contexts = ["stored", "none"] as const

export type Context = (typeof contexts)[number]

/** A record's verdict with its reasons. */
export interface Judged extends Explanation {
  readonly id: string
}

/** The verdicts of the records that were asked about, in their order. */
export interface Validated {
  readonly prospects: ReadonlyArray<Judged>
  readonly activities: ReadonlyArray<Judged>
}

/**
 * Judges records without storing them. When two records share an id, the last one is judged and both get its result. The stored
 * records are read in several steps, not at one moment: the next write makes the answer out of date in any case.
 */
export const validate = Effect.fnUntraced(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  { activities = [], prospects = [] }: ToJudge,
  asOf: Calendar.Instant,
  context: Context,
  directory?: Directory | undefined
): Effect.fn.Return<Validated, Records.RecordsError, Records.Records> {
  const asked = { prospects, activities, others: false }
  const basis = yield* VerdictUpkeep.basisOf(register, asOf, directory)
  const related = context === "none" ? RelatedRecords.alone(asked) : yield* RelatedRecords.gather(basis, asked)
  const explanations = explain(basis, related)
  return {
    prospects: prospects.map(({ prospectId: id }) => ({ id, ...explanations.prospect.get(id)! })),
    activities: activities.map(({ activityId: id }) => ({ id, ...explanations.activity.get(id)! }))
  }
})

/** Explains the verdict of a registered record; undefined for an unknown one. */
export const ofStored = Effect.fn("Validation.ofStored")(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  subject: Records.SubjectKey,
  asOf: Calendar.Instant
): Effect.fn.Return<Explanation | undefined, Records.RecordsError, Records.Records> {
  const basis = yield* VerdictUpkeep.basisOf(register, asOf)
  const related = yield* RelatedRecords.gather(basis, { subjects: [subject], others: false })
  return explain(basis, related)[subject.type].get(subject.id)
})

/** The explanations of all records asked about. */
export const explain = (basis: RelatedRecords.JudgingBasis, related: RelatedRecords.RelatedRecords) => {
  const explanations = { prospect: new Map<string, Explanation>(), activity: new Map<string, Explanation>() }
  for (const [policy, part] of RelatedRecords.byPolicy(basis, related)) {
    const judgedMonth: JudgedMonth = RelatedRecords.evaluate(basis, related, policy, part.period)
    const recordOf = (id: string) => related.prospects.get(id)?.record
    for (const id of part.prospect) explanations.prospect.set(id, judgedMonth.explainProspect(judgedMonth.prospects.ids.find(id), recordOf(id), recordOf))
    for (const id of part.activity) {
      explanations.activity.set(id, judgedMonth.explainActivity(judgedMonth.activities.ids.find(id), related.activities.get(id)!.record))
    }
  }
  return explanations
}
