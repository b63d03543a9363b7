/**
 * Registering entries of the telephone system's log and waivers, and judging again what they change. Each is one change of the
 * storage: what is registered and every verdict that follows, or nothing.
 *
 * @see docs/decisions/0053-what-a-log-entry-judges-again.md
 */
import * as Effect from "effect/Effect"
import * as Waivers from "../judging/Waivers.ts"
import * as Activity from "../records/Activity.ts"
import * as Calendar from "../calendar/Calendar.ts"
import type { PhoneLogEntry } from "../records/PhoneLogEntry.ts"
import * as PhoneLogEntries from "../records/PhoneLogEntry.ts"
import * as RecordContent from "../records/RecordContent.ts"
import * as Waiver from "../records/Waiver.ts"
import * as AuditEntry from "./AuditEntry.ts"
import * as AuditTrail from "./AuditTrail.ts"
import * as ControlRecords from "./ControlRecords.ts"
import * as LoggedCalls from "./internal/LoggedCalls.ts"
import * as MatchKeys from "./internal/MatchKeys.ts"
import * as RelatedRecords from "./internal/RelatedRecords.ts"
import * as Records from "./Records.ts"
import * as VerdictUpkeep from "./VerdictUpkeep.ts"

/** How many numbers are looked for at once. */
const NUMBERS = 200

/** Whether one of the entries has the number of a registered prospect. A log without any may be another dealership's. */
export const hasNumberOfProspect = Effect.fn("ControlUpkeep.hasNumberOfProspect")(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  entries: ReadonlyArray<PhoneLogEntry>,
  at: Calendar.Instant
): Effect.fn.Return<boolean, Records.RecordsError, Records.Records> {
  const records = yield* Records.Records
  const basis = yield* VerdictUpkeep.basisOf(register, at)
  const numbers = [...new Set(entries.map(({ number }) => number))]
  for (let place = 0; place < numbers.length; place += NUMBERS) {
    const clues = numbers.slice(place, place + NUMBERS).flatMap((number) => MatchKeys.phoneClues(basis, number, basis.directory.brands.map(({ brandId }) => brandId)))
    if (clues.length > 0 && (yield* records.prospectsLike(register.dealership, clues)).length > 0) return true
  }
  return false
})

/**
 * Registers entries of the telephone system's log by their ids; when two share an id, the last one stands. Judges again the calls of
 * the entries' advisors around them, and all calls of a local day that becomes one of the log's, or is none any more.
 */
export const putPhoneLog = Effect.fn("ControlUpkeep.putPhoneLog")(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  entries: ReadonlyArray<PhoneLogEntry>,
  receivedAt: Calendar.Instant
) {
  const { dealership } = register
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const basis = yield* VerdictUpkeep.basisOf(register, receivedAt)
    const coming = new Map(entries.map((entry) => [entry.entryId, entry]))
    const known = new Map((yield* records.phoneLogById(dealership, [...coming.keys()])).map((entry) => [entry.entryId, entry]))
    const moved = [...coming.values()].flatMap((entry) => {
      const before = known.get(entry.entryId)
      return before === undefined ? [entry] : RecordContent.isSame(PhoneLogEntries.fields, before, entry) ? [] : [before, entry]
    })
    const days = [...new Set(moved.map(({ startedAt }) => Calendar.localDayOf(basis.zone, startedAt)))]
    const loggedBefore = yield* loggedDays(basis, days)
    const puts = yield* records.putPhoneLog(dealership, entries, receivedAt)
    if (moved.length === 0) return puts
    const [added, changed] = ["added", "changed"].map((put) => puts.filter((one) => one === put).length)
    yield* AuditTrail.add(dealership, {
      at: receivedAt,
      action: "phone-log.registered",
      subject: { type: "phone-log" },
      counts: { added: added!, changed: changed! },
      contentDigest: AuditEntry.contentDigest([{ fields: PhoneLogEntries.fields, records: [...coming.values()] }])
    })
    const loggedNow = yield* loggedDays(basis, days)
    const turned = days.filter((day) => loggedBefore.has(day) !== loggedNow.has(day))
    const clues = [
      ...turned.map((day): Records.ActivityClue => ({ matchKey: "day", value: Calendar.formatDay(day) })),
      ...momentsAround(basis, moved)
    ]
    const isMoved = nearOne(basis, moved)
    const isTurned = new Set(turned)
    const found = yield* records.activitiesLike(dealership, clues)
    const calls = found.filter(({ record }) => LoggedCalls.isPerformedCall(record) && (isMoved(record) || isTurned.has(Calendar.localDayOf(basis.zone, Activity.placedAt(record)))))
    if (calls.length > 0) yield* VerdictUpkeep.rejudge(register, calls.map(({ record }) => ({ type: "activity", id: record.activityId })), receivedAt)
    return puts
  }))
})

/** Which of some local days have an entry in the log. */
const loggedDays = Effect.fnUntraced(function*({ dealership, zone }: RelatedRecords.JudgingBasis, days: ReadonlyArray<Calendar.LocalDay>) {
  const records = yield* Records.Records
  const found = days.length === 0 ? [] : yield* records.phoneLogLike(dealership, days.map((day) => ({ ...LoggedCalls.spanOfDay(zone, day), limit: 1 })))
  return new Set(found.map(({ startedAt }) => Calendar.localDayOf(zone, startedAt)))
})

/** How far from an entry a call may be that it decides, by the policy of either one's month. */
const millisAround = ({ policyOf, zone }: RelatedRecords.JudgingBasis, { startedAt }: PhoneLogEntry): number => {
  const period = Calendar.periodOf(zone, startedAt)
  return Math.max(...[Calendar.previousPeriod(period), period, Calendar.periodOfMonth(Calendar.monthOfPeriod(period) + 1)].map((one) => policyOf(one).parameters.phoneLogMinutes)) * 60_000
}

/** Leads to the activities of the entries' advisors around them. */
const momentsAround = (basis: RelatedRecords.JudgingBasis, entries: ReadonlyArray<PhoneLogEntry>): ReadonlyArray<Records.ActivityClue> => {
  const clues = entries.flatMap((entry) => MatchKeys.momentsAround(entry.advisorId, entry.startedAt, millisAround(basis, entry)))
  return [...new Map(clues.map((clue) => [clue.value, clue])).values()]
}

/** Whether an activity is one of the entries' advisors', and near the entry. */
const nearOne = (basis: RelatedRecords.JudgingBasis, entries: ReadonlyArray<PhoneLogEntry>) => {
  const byAdvisor = Map.groupBy(entries, ({ advisorId }) => advisorId)
  return (activity: Activity.Activity): boolean =>
    byAdvisor.get(activity.advisorId)?.some((entry) => Math.abs(entry.startedAt - Activity.placedAt(activity)) <= millisAround(basis, entry)) === true
}

/** Why a waiver was not registered. */
export type WaiverFault = "subject-unknown" | "code-not-waivable" | "differs"

/** What registering a waiver did. A refused one names its fault and the field that has it. */
export type RegisteredWaiver =
  | { readonly put: "added" | "unchanged" }
  | { readonly put: "refused"; readonly fault: WaiverFault; readonly field: "subjectId" | "code" | "waiverId" }

/**
 * Registers waivers, and judges their subjects again; answers in their order. A waiver never changes: one with other content under a
 * used id is refused, as are one whose subject is not registered and one whose code can't be waived. The others are registered.
 */
export const putWaivers = Effect.fn("ControlUpkeep.putWaivers")(function*(
  register: VerdictUpkeep.VerdictUpkeep,
  waivers: ReadonlyArray<Waiver.Waiver>,
  receivedAt: Calendar.Instant
) {
  const { dealership } = register
  const records = yield* Records.Records
  return yield* records.change(dealership, Effect.gen(function*() {
    const idsOf = (type: Waiver.Waiver["subjectType"]) => [...new Set(waivers.flatMap(({ subjectId, subjectType }) => subjectType === type ? [subjectId] : []))]
    const known = yield* RelatedRecords.known(dealership, { prospects: idsOf("prospect"), activities: idsOf("activity") })
    const registered = {
      prospect: new Set(known.prospects.map(({ record }) => record.prospectId)),
      activity: new Set(known.activities.map(({ record }) => record.activityId))
    }
    const kept = new Map((yield* records.waiversById(dealership, waivers.map(({ waiverId }) => waiverId))).map((waiver) => [waiver.waiverId, waiver]))
    const added: Array<Waiver.Waiver> = []
    const answers = waivers.map((waiver): RegisteredWaiver => {
      const { code, subjectId, subjectType, waiverId } = waiver
      if (!Waivers.isWaivable(subjectType, code)) return { put: "refused", fault: "code-not-waivable", field: "code" }
      const before = kept.get(waiverId)
      if (before !== undefined) return RecordContent.isSame(Waiver.fields, before, waiver) ? { put: "unchanged" } : { put: "refused", fault: "differs", field: "waiverId" }
      if (!registered[subjectType].has(subjectId)) return { put: "refused", fault: "subject-unknown", field: "subjectId" }
      kept.set(waiverId, waiver)
      added.push(waiver)
      return { put: "added" }
    })
    if (added.length > 0) {
      yield* records.putWaivers(dealership, added, receivedAt)
      for (const waiver of added) {
        yield* AuditTrail.add(dealership, {
          at: receivedAt,
          action: "waiver.granted",
          subject: { type: waiver.subjectType, id: waiver.subjectId },
          changes: [
            { field: "waiverId", from: null, to: waiver.waiverId },
            { field: "code", from: null, to: waiver.code },
            { field: "grantedBy", from: null, to: waiver.grantedBy },
            { field: "reason" }
          ]
        })
      }
      yield* VerdictUpkeep.rejudge(register, added.map(ControlRecords.subjectOf), receivedAt)
    }
    return answers
  }))
})
