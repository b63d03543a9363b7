/** The stored subjects of verifications, the attempts at them, and what those conclude. */
import * as Effect from "effect/Effect"
import * as Activity from "../../records/Activity.ts"
import type * as Calendar from "../../calendar/Calendar.ts"
import * as Policy from "../../policy/Policy.ts"
import type { Prospect } from "../../records/Prospect.ts"
import * as Records from "../../register/Records.ts"
import * as Verification from "../../judging/Verification.ts"
import type * as VerificationCall from "../../records/VerificationCall.ts"

/** One text for a subject. */
export const keyOf = ({ id, type }: Records.SubjectKey): string => `${type} ${id}`

/** A stored subject: which advisor claims to have attended which prospect, and when. */
export interface Subject {
  readonly advisorId: string
  readonly at: Calendar.Instant
  readonly prospect: Prospect | undefined
  readonly activityType: string | undefined
}

/** The subjects' records by their keys. Unknown and erased subjects are left out: there is no customer to call. */
export const subjectsOf = Effect.fnUntraced(function*(
  dealership: string,
  keys: ReadonlyArray<Records.SubjectKey>
): Effect.fn.Return<ReadonlyMap<string, Subject>, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const idsOf = (type: Records.SubjectKey["type"]) => keys.filter((key) => key.type === type).map(({ id }) => id)
  const activities = (yield* records.activitiesById(dealership, idsOf("activity"))).map(({ record }) => record)
  const prospectIds = new Set([...idsOf("prospect"), ...activities.map(({ prospectId }) => prospectId)])
  const prospects = new Map((yield* records.prospectsById(dealership, [...prospectIds])).map(({ record }) => [record.prospectId, record]))
  const subjects = new Map<string, Subject>()
  for (const id of idsOf("prospect")) {
    const prospect = prospects.get(id)
    if (prospect === undefined || prospect.erasedAt !== undefined) continue
    subjects.set(keyOf({ type: "prospect", id }), { advisorId: prospect.advisorId, at: prospect.createdAt, prospect, activityType: undefined })
  }
  for (const activity of activities) {
    if (activity.erasedAt !== undefined) continue
    subjects.set(keyOf({ type: "activity", id: activity.activityId }), {
      advisorId: activity.advisorId,
      at: Activity.placedAt(activity),
      prospect: prospects.get(activity.prospectId),
      activityType: activity.type
    })
  }
  return subjects
})

/** The record of one subject. */
export const subjectOf = (dealership: string, key: Records.SubjectKey) => Effect.map(subjectsOf(dealership, [key]), (subjects) => subjects.get(keyOf(key)))

/** The attempts at subjects and their last reopenings, as of an instant. */
export interface Log {
  readonly attemptsOf: (subject: Records.SubjectKey) => ReadonlyArray<VerificationCall.VerificationCall>
  readonly reopenedAt: ReturnType<typeof Verification.reopenedBy>
  readonly attempted: ReadonlyArray<Records.SubjectKey>
}

/** Reads the attempts at subjects up to an instant. */
export const logOf = Effect.fnUntraced(function*(
  dealership: string,
  now: Calendar.Instant,
  about: ReadonlyArray<Records.SubjectKey>
): Effect.fn.Return<Log, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const calls = (yield* records.calls(dealership, about)).filter(({ attemptedAt }) => attemptedAt <= now)
  const subjects = new Map<string, Records.SubjectKey>()
  for (const { subjectId: id, subjectType: type } of calls) subjects.set(keyOf({ type, id }), { type, id })
  const byKey = Map.groupBy(calls, ({ subjectId, subjectType }) => keyOf({ type: subjectType, id: subjectId }))
  return {
    attemptsOf: (subject) => byKey.get(keyOf(subject)) ?? [],
    reopenedAt: Verification.reopenedBy(yield* records.reopenings(dealership, about), now),
    attempted: [...subjects.values()]
  }
})

/** What the attempts at a subject conclude. */
export const concludeOf = (log: Log, key: Records.SubjectKey, advisorId: string, policy: Policy.Policy, now: Calendar.Instant): Verification.Conclusion =>
  Verification.conclude(log.attemptsOf(key), advisorId, now, Policy.zoneOf(policy), policy.parameters, log.reopenedAt(key.type, key.id))

/** The attempts that count towards the conclusion, in order: not by the advisor, and after the last reopening. */
export const attemptsOf = (log: Log, key: Records.SubjectKey, advisorId: string): ReadonlyArray<VerificationCall.VerificationCall> => {
  const reopenedAt = log.reopenedAt(key.type, key.id) ?? Number.NEGATIVE_INFINITY
  return log.attemptsOf(key)
    .filter(({ agentId, attemptedAt }) => attemptedAt > reopenedAt && agentId !== advisorId)
    .sort(Verification.compareAttempts)
}
