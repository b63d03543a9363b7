/**
 * The verdicts of single records with everything that explains them: of records that are not stored, as a brand's CRM asks
 * before it registers them, and of registered ones. Judged among what they depend on, not among everything.
 */
import * as Effect from "effect/Effect"
import * as Activity from "./Activity.ts"
import type * as Calendar from "./Calendar.ts"
import type { Directory } from "./Directory.ts"
import type { Evaluation } from "./Evaluation.ts"
import * as Neighbourhood from "./Neighbourhood.ts"
import type { Prospect } from "./Prospect.ts"
import type * as Records from "./Records.ts"
import * as Register from "./Register.ts"
import type { Explanation } from "./Verdict.ts"

/** Records to be judged. */
export interface ToJudge {
  readonly prospects?: ReadonlyArray<Prospect> | undefined
  readonly activities?: ReadonlyArray<Activity.Activity> | undefined
}

/** `stored`: beside what is registered; `none`: by themselves, against the directory. */
export type Context = "stored" | "none"

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
 * Judges records without storing them. Of two with one id the last is judged, and answered for both. What is stored is read piece by
 * piece, not at one moment: that would cost more than the answer is worth, which is out of date as soon as somebody writes.
 */
export const validate = Effect.fnUntraced(function*(
  register: Register.Register,
  { activities = [], prospects = [] }: ToJudge,
  asOf: Calendar.Instant,
  context: Context,
  directory?: Directory | undefined
): Effect.fn.Return<Validated, Records.RecordsError, Records.Records> {
  const asked = { prospects, activities, others: false }
  const terms = yield* Register.termsOf(register, asOf, directory)
  const neighbourhood = context === "none" ? Neighbourhood.alone(asked) : yield* Neighbourhood.gather(terms, asked)
  const explanations = explain(terms, neighbourhood)
  return {
    prospects: prospects.map(({ prospectId: id }) => ({ id, ...explanations.prospect.get(id)! })),
    activities: activities.map(({ activityId: id }) => ({ id, ...explanations.activity.get(id)! }))
  }
})

/** Explains the verdict of a registered record; undefined for an unknown one. */
export const ofStored = Effect.fn("Validation.ofStored")(function*(
  register: Register.Register,
  subject: Records.SubjectKey,
  asOf: Calendar.Instant
): Effect.fn.Return<Explanation | undefined, Records.RecordsError, Records.Records> {
  const terms = yield* Register.termsOf(register, asOf)
  const neighbourhood = yield* Neighbourhood.gather(terms, { subjects: [subject], others: false })
  return explain(terms, neighbourhood)[subject.type].get(subject.id)
})

const explain = (terms: Neighbourhood.Terms, neighbourhood: Neighbourhood.Neighbourhood) => {
  const explanations = { prospect: new Map<string, Explanation>(), activity: new Map<string, Explanation>() }
  for (const [policy, part] of Neighbourhood.byPolicy(terms, neighbourhood)) {
    const evaluation: Evaluation = Neighbourhood.evaluate(terms, neighbourhood, policy, part.period)
    const recordOf = (id: string) => neighbourhood.prospects.get(id)?.record
    for (const id of part.prospect) explanations.prospect.set(id, evaluation.explainProspect(evaluation.prospects.ids.find(id), recordOf(id), recordOf))
    for (const id of part.activity) {
      explanations.activity.set(id, evaluation.explainActivity(evaluation.activities.ids.find(id), neighbourhood.activities.get(id)!.record))
    }
  }
  return explanations
}
