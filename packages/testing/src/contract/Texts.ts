/** Text that not every storage can keep is refused, found nowhere, and told from text that is only unusual. */
import type { Goal } from "@crm-procedure/core/records/Goal"
import type * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { declare, everything, expectSame, subjectOf } from "./Contract.ts"
import type { Case, Port } from "./Contract.ts"
import { activityOf, directory, entryOf, goal, storedVerdictOf, prospectOf, wholeActivity, wholeAppeal, wholeCall, wholeEdition, wholeEntry, wholeProspect, wholeWaiver } from "./SampleRecords.ts"

/** NUL, the two halves of a pair, and halves in the wrong order. */
const notStorable: ReadonlyArray<string> = ["\0", "P1\0", "P\ud800", "\udc00P", "\udc00\ud800"]

/** What a storage or a driver may take for one of those, and what a careless search for them may find. */
const unusual: ReadonlyArray<string> = ["\ufffd", "P\ufffd", "\u2400", "\u0001", "\u001f\u007f", "\uffff", "\u2028", "\\u0000", "\\ud800", "a\tb\r\nc", "\ud83d\ude97"]

/** Every record of a kind in which one of its texts is another. */
const withText = <R extends object>(record: R, text: string): ReadonlyArray<R> =>
  Object.entries(record).flatMap(([field, value]) => typeof value === "string" ? [{ ...record, [field]: text }] : [])

const reopening: Records.Reopening = { subject: subjectOf("P1"), at: 1, by: "E1", reason: "Llamó el cliente" }
const snapshot: Records.Snapshot = { period: "2024-03", sequence: 0, previousDigest: "", digest: "d", content: "{}", closedAt: 1, closedBy: "E1" }
const periodReopening: Records.PeriodReopening = { period: "2024-03", sequence: 0, at: 1, by: "E1", reason: "Faltaba un asesor" }
const selected = { type: "prospect", id: "P1", advisorId: "A1", kind: "random" } as const

/** Every write of the port with a text in each place that takes any. */
const writesOf = (records: Port, dealership: string, text: string): ReadonlyArray<readonly [string, Effect.Effect<unknown, Records.RecordsError>]> => [
  ["change", records.change(text, Effect.void)],
  ["putDirectory", records.putDirectory(dealership, { ...directory, branches: [{ branchId: "S1", name: text }] })],
  ["putDirectory", records.putDirectory(dealership, { ...directory, employees: directory.employees.map((one) => ({ ...one, brandIds: ["B1", text] })) })],
  ...withText<Goal>(goal, text).map((one) => ["putGoals", records.putGoals(dealership, "2024-03", [goal, one])] as const),
  ["putGoals", records.putGoals(dealership, text, [])],
  ...withText(wholeProspect, text).map((one) => ["putProspects", records.putProspects(dealership, [entryOf(prospectOf("P0")), entryOf(one)], 1)] as const),
  ["putProspects", records.putProspects(dealership, [entryOf(prospectOf("P1"), { reasons: ["duplicate", text] })], 1)],
  ...withText(storedVerdictOf({ brandId: "B1", state: "planned" }), text)
    .map((storedVerdict) => ["putProspects", records.putProspects(dealership, [{ record: prospectOf("P1"), storedVerdict }], 1)] as const),
  ...withText(wholeActivity, text).map((one) => ["putActivities", records.putActivities(dealership, [entryOf(activityOf("C0")), entryOf(one)], 1)] as const),
  ["putActivities", records.putActivities(dealership, [entryOf(activityOf("C1"), { warnings: [text] })], 1)],
  ...withText(wholeCall, text).map((one) => ["putCalls", records.putCalls(dealership, [{ ...wholeCall, callId: "V0" }, one], 1)] as const),
  ...withText(wholeEntry, text).map((one) => ["putPhoneLog", records.putPhoneLog(dealership, [{ ...wholeEntry, entryId: "T0" }, one], 1)] as const),
  ...withText(wholeWaiver, text).map((one) => ["putWaivers", records.putWaivers(dealership, [{ ...wholeWaiver, waiverId: "W0" }, one], 1)] as const),
  ...withText(wholeAppeal, text).map((one) => ["putAppeal", records.putAppeal(dealership, one)] as const),
  ["putAppeal", records.putAppeal(dealership, { ...wholeAppeal, decision: { ...wholeAppeal.decision, reason: text } })],
  ...withText(wholeEdition, text).map((one) => ["putPolicyEdition", records.putPolicyEdition(dealership, one)] as const),
  ["putPolicyEdition", records.putPolicyEdition(dealership, { ...wholeEdition, spec: { parameters: { sources: [text] } } })],
  ["putPolicyEdition", records.putPolicyEdition(dealership, { ...wholeEdition, approval: { ...wholeEdition.approval, by: text } })],
  ["addToStoredCounts", records.addToStoredCounts(dealership, [{ period: "2024-03", subject: "prospect", group: { advisorId: text }, counts: { registered: 1 } }])],
  ["addToStoredCounts", records.addToStoredCounts(dealership, [{ period: "2024-03", subject: "prospect", group: undefined, counts: { [`reason ${text}`]: 1 } }])],
  ["markJudged", records.markJudged(dealership, "2024-03", text, 1)],
  ["extendSample", records.extendSample(dealership, "2024-03", [{ ...selected, id: text }])],
  ["keepSample", records.keepSample(dealership, { period: "2024-03", seed: text, drawnAt: 1, selected: [] })],
  ["keepSample", records.keepSample(dealership, { period: "2024-03", seed: "s", drawnAt: 1, selected: [selected, { ...selected, id: text }] })],
  ["lease", records.lease(dealership, [subjectOf("P1")], text, 1, 9)],
  ["lease", records.lease(dealership, [subjectOf(text)], "G1", 1, 9)],
  ["release", records.release(dealership, subjectOf(text), "G1")],
  ["addReopening", records.addReopening(dealership, { ...reopening, subject: subjectOf(text) })],
  ...withText(reopening, text).map((one) => ["addReopening", records.addReopening(dealership, one)] as const),
  ["eraseReasons", records.eraseReasons(dealership, [subjectOf("P1"), subjectOf(text)])],
  ...withText(snapshot, text).map((one) => ["appendSnapshot", records.appendSnapshot(dealership, one)] as const),
  ...withText(periodReopening, text).map((one) => ["addPeriodReopening", records.addPeriodReopening(dealership, one)] as const),
  ["raise", records.raise(dealership, [{ key: "k", type: "t", at: 1, data: {} }, { key: text, type: "t", at: 1, data: {} }])],
  ["raise", records.raise(dealership, [{ key: "k", type: text, at: 1, data: {} }])],
  ["raise", records.raise(dealership, [{ key: "k", type: "t", at: 1, data: { deep: [{ text }] } }])]
]

/** How a write ended, by the reason that it failed for. */
const outcomeOf = (write: Effect.Effect<unknown, Records.RecordsError>): Effect.Effect<string> =>
  Effect.match(write, { onFailure: ({ reason }) => reason._tag, onSuccess: () => "kept" })

export const cases: ReadonlyArray<Case> = [
  declare("texts", "refuses what not every storage can keep, in every field, and keeps nothing of what it came with", (records, dealership) =>
    Effect.gen(function*() {
      const before = yield* everything(records, dealership)
      for (const text of notStorable) {
        for (const [operation, write] of writesOf(records, dealership, text)) {
          yield* expectSame(`${operation} with the text ${JSON.stringify(text)}`, yield* outcomeOf(write), "TextNotStorable")
        }
      }
      yield* expectSame("everything after it", yield* everything(records, dealership), before)
    })),
  declare("texts", "goes on with a change whose code handles such a refusal", (records, dealership) =>
    Effect.gen(function*() {
      const answers = yield* records.change(dealership, Effect.gen(function*() {
        const refused = yield* outcomeOf(records.putProspects(dealership, [entryOf(prospectOf("P\0"))], 1))
        return [refused, ...(yield* records.putProspects(dealership, [entryOf(prospectOf("P1"))], 1))]
      }))
      yield* expectSame("what the change answered", answers, ["TextNotStorable", "added"])
      yield* expectSame("what it kept", (yield* Stream.runCollect(records.prospects(dealership))).map(({ record }) => record.prospectId), ["P1"])
    })),
  declare("texts", "finds nothing by such a text, and beside it what there is", (records, dealership) =>
    Effect.gen(function*() {
      const known = ["P1", "P2", ...unusual]
      yield* records.putProspects(dealership, known.map((id) => entryOf({ ...prospectOf(id), advisorId: id })), 1)
      yield* records.putActivities(dealership, known.map((id) => entryOf({ ...activityOf(id), prospectId: id })), 1)
      yield* records.putCalls(dealership, known.map((id) => ({ ...wholeCall, callId: id, subjectType: "prospect", subjectId: id })), 1)
      yield* records.keepSample(dealership, { period: "2024-03", seed: "s", drawnAt: 1, selected: known.map((id) => ({ ...selected, id })) })
      for (const id of known) yield* records.addReopening(dealership, { ...reopening, subject: subjectOf(id) })
      yield* records.putPhoneLog(dealership, known.map((id) => ({ ...wholeEntry, entryId: id, advisorId: id })), 1)
      yield* records.putWaivers(dealership, known.map((id) => ({ ...wholeWaiver, waiverId: id, subjectId: id })), 1)
      for (const id of known) yield* records.putAppeal(dealership, { ...wholeAppeal, appealId: id, subjectType: "prospect", subjectId: id })
      const createdAt = prospectOf("P1").createdAt
      for (const text of notStorable) {
        const told = (what: string) => `${what} by ${JSON.stringify(text)}`
        yield* expectSame(told("a prospect"), Option.isNone(yield* records.prospect(dealership, text)), true)
        yield* expectSame(told("an activity"), Option.isNone(yield* records.activity(dealership, text)), true)
        yield* expectSame(told("a call"), yield* records.callsById(dealership, [text]), [])
        yield* expectSame(told("a lease"), Option.isNone(yield* records.leaseOf(dealership, subjectOf(text))), true)
        yield* expectSame(told("goals"), yield* records.goals(dealership, text), [])
        yield* expectSame(told("a sample"), Option.isNone(yield* records.sample(dealership, text)), true)
        yield* expectSame(told("how a month stands"), (yield* records.monthState(dealership, text)).storedCounts, [])
        const both = [text, "P2"]
        const subjects = both.map(subjectOf)
        const window = { matchKey: "advisor", since: createdAt, until: createdAt } as const
        const found = {
          prospects: (yield* records.prospectsById(dealership, both)).map(({ record }) => record.prospectId),
          activities: (yield* records.activitiesById(dealership, both)).map(({ record }) => record.activityId),
          alike: (yield* records.prospectsLike(dealership, both.map((value) => ({ ...window, value })))).map(({ record }) => record.prospectId),
          activitiesAlike: (yield* records.activitiesLike(dealership, both.map((value) => ({ matchKey: "prospect", value })))).map(({ record }) => record.activityId),
          calls: (yield* records.calls(dealership, subjects)).map(({ callId }) => callId),
          selections: (yield* records.selections(dealership, subjects)).map(({ id }) => id),
          reopenings: (yield* records.reopenings(dealership, subjects)).map(({ subject }) => subject.id),
          entries: (yield* records.phoneLogById(dealership, both)).map(({ entryId }) => entryId),
          entriesAlike: (yield* records.phoneLogLike(dealership, both.map((advisorId) => ({ advisorId, since: wholeEntry.startedAt, until: wholeEntry.startedAt })))).map(({ entryId }) => entryId),
          waivers: (yield* records.waivers(dealership, subjects)).map(({ waiverId }) => waiverId),
          waiversById: (yield* records.waiversById(dealership, both)).map(({ waiverId }) => waiverId),
          appeals: (yield* records.appeals(dealership, { subjects })).map(({ appealId }) => appealId)
        }
        yield* expectSame(told("what there is beside"), Object.values(found), Object.values(found).map(() => ["P2"]))
        yield* expectSame(told("a dealership"), yield* everything(records, text), yield* everything(records, `${dealership}-nobody`))
        yield* expectSame(told("a dealership at one moment"), (yield* records.atOneMoment(text, records.directory(text))).branches, [])
      }
    })),
  declare("texts", "keeps and finds every other text as it is", (records, dealership) =>
    Effect.gen(function*() {
      for (const text of unusual) {
        const prospect = { ...prospectOf(text), advisorId: text, fullName: text }
        yield* records.putProspects(dealership, [entryOf(prospect)], 1)
        yield* records.putActivities(dealership, [entryOf({ ...activityOf(text), prospectId: text, note: text })], 1)
        yield* records.addReopening(dealership, { ...reopening, subject: subjectOf(text), reason: text })
        yield* expectSame(`the prospect ${JSON.stringify(text)}`, Option.getOrNull(yield* records.prospect(dealership, text))?.record, prospect)
        yield* expectSame(`its activity`, (yield* records.activitiesLike(dealership, [{ matchKey: "prospect", value: text }])).map(({ record }) => record.note), [text])
        yield* expectSame(`its reopening`, (yield* records.reopenings(dealership, [subjectOf(text)])).map(({ reason }) => reason), [text])
      }
    }))
]
