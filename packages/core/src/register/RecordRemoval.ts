/**
 * Takes registered records back as if they had never come, with every verdict, count and lead that this changes. It is one change
 * of the storage.
 *
 * @see docs/decisions/0051-undoing-an-import.md
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as Calendar from "../calendar/Calendar.ts"
import * as AuditTrail from "./AuditTrail.ts"
import * as RelatedRecords from "./internal/RelatedRecords.ts"
import * as Records from "./Records.ts"
import * as RecordVersion from "./RecordVersion.ts"
import * as StoredCounts from "./StoredCounts.ts"
import * as VerdictUpkeep from "./VerdictUpkeep.ts"

/** The records that stay and whose verdicts depend on the removed ones. */
const dependents = Effect.fnUntraced(function*(basis: RelatedRecords.JudgingBasis, { activities, prospects }: RelatedRecords.Known) {
  // Whatever a record moves when it comes, it moves when it goes.
  const { asked } = yield* RelatedRecords.gather(basis, {
    prospects: prospects.map(({ record }) => record),
    activities: activities.map(({ record }) => record),
    known: { prospects: [], activities: [] },
    others: true
  })
  const going = { prospect: new Set(prospects.map(({ record }) => record.prospectId)), activity: new Set(activities.map(({ record }) => record.activityId)) }
  return (["prospect", "activity"] as const).flatMap((type) => [...asked[type]].flatMap((id): ReadonlyArray<Records.SubjectKey> => going[type].has(id) ? [] : [{ type, id }]))
})

const addToAudit = (dealership: string, removed: Records.Removed, at: Calendar.Instant) => {
  const kinds = [["prospect", removed.prospects], ["activity", removed.activities], ["verification-call", removed.calls]] as const
  const some = kinds.filter(([, ids]) => ids.length > 0)
  const [only] = some
  if (only === undefined) return Effect.void
  const counts = Object.fromEntries(Object.entries(removed).flatMap(([name, ids]) => ids.length === 0 ? [] : [[`${name}Removed`, ids.length]]))
  const type = some.length === 1 ? only[0] : "record"
  const id = some.length === 1 && only[1].length === 1 ? only[1][0] : undefined
  return AuditTrail.add(dealership, { at, action: "records.removed", subject: { type, id }, counts })
}

/**
 * What removed records were stays in their history. An erasure finds a person by stored records, so no version of a removed one may name
 * him.
 */
const keepVersions = Effect.fnUntraced(function*(
  dealership: string,
  { activities, prospects }: RelatedRecords.Known,
  { activities: activityIds, calls, prospects: prospectIds }: Records.Removed
) {
  const records = yield* Records.Records
  const subjects: ReadonlyArray<RecordVersion.VersionSubject> = [
    ...prospectIds.map((id) => ({ type: "prospect" as const, id })),
    ...activityIds.map((id) => ({ type: "activity" as const, id })),
    ...calls.map((id) => ({ type: "verification-call" as const, id }))
  ]
  if (subjects.length === 0) return
  const earlier = yield* Stream.runCollect(records.versions(dealership, subjects))
  const last: ReadonlyArray<RecordVersion.RecordVersion> = [
    ...prospects.map(({ auditEntry, record, revision }) => ({ subject: { type: "prospect" as const, id: record.prospectId }, revision, auditEntry, content: record })),
    ...activities.map(({ auditEntry, record, revision }) => ({ subject: { type: "activity" as const, id: record.activityId }, revision, auditEntry, content: record }))
  ]
  const placeOf = ({ revision, subject }: RecordVersion.RecordVersion): string => `${RecordVersion.keyOf(subject)} ${revision}`
  const versions = new Map([...earlier, ...last].map((version) => [placeOf(version), RecordVersion.withoutIdentity(version)]))
  if (versions.size > 0) yield* records.putVersions(dealership, [...versions.values()])
})

/** Removes those of the records that are registered, judged as of an instant. Answers which those were. */
export const remove = Effect.fn("RecordRemoval.remove")(function*(register: VerdictUpkeep.VerdictUpkeep, asked: Records.Removed, asOf: Calendar.Instant) {
  const { dealership } = register
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    yield* VerdictUpkeep.renewUnlessCurrent(register, asOf)
    const basis = yield* VerdictUpkeep.basisOf(register, asOf)
    const known = yield* RelatedRecords.known(dealership, asked)
    const calls = asked.calls.length === 0 ? [] : yield* records.callsById(dealership, asked.calls)
    const staying = yield* dependents(basis, known)
    const removed: Records.Removed = {
      prospects: known.prospects.map(({ record }) => record.prospectId),
      activities: known.activities.map(({ record }) => record.activityId),
      calls: calls.map(({ callId }) => callId)
    }
    yield* records.removeRecords(dealership, removed)
    yield* keepVersions(dealership, known, removed)
    yield* addToAudit(dealership, removed, asOf)
    const steps = [
      ...known.prospects.map(({ storedVerdict }): StoredCounts.Step => ({ subject: "prospect", storedVerdict, by: -1 })),
      ...known.activities.map(({ storedVerdict }): StoredCounts.Step => ({ subject: "activity", storedVerdict, by: -1 }))
    ]
    if (steps.length > 0) yield* records.addToStoredCounts(dealership, StoredCounts.of(steps))
    if (removed.prospects.length > 0) yield* records.putLeads(dealership, [], removed.prospects)
    // A lead is derived again when its prospect comes again: that of a removed activity comes as it is stored.
    const theirs = new Set(known.activities.map(({ record }) => record.prospectId))
    const prospects = theirs.size === 0 ? [] : (yield* records.prospectsById(dealership, [...theirs])).map(({ record }) => record)
    const subjects = [...staying, ...calls.map(({ subjectId: id, subjectType: type }) => ({ type, id }))]
    if (prospects.length + subjects.length > 0) yield* VerdictUpkeep.judgeAndWrite(basis, { prospects, subjects })
    return removed
  }))
})
