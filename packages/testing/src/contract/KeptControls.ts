/** What the controls keep beside the records: the telephone system's log, waivers, appeals, and the editions of the policy. */
import type { Appeal } from "@crm-procedure/core/records/Appeal"
import * as FindingText from "@crm-procedure/core/identity/FindingText"
import * as ControlRecords from "@crm-procedure/core/register/ControlRecords"
import * as RecordVersion from "@crm-procedure/core/register/RecordVersion"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { declare, expectSame, subjectOf } from "./Contract.ts"
import type { Case } from "./Contract.ts"
import { activityOf, entryOf, wholeAppeal, wholeEdition, wholeEntry, wholeWaiver } from "./SampleRecords.ts"

const ids = (entries: ReadonlyArray<{ readonly entryId: string }>): ReadonlyArray<string> => entries.map(({ entryId }) => entryId).toSorted()

/** More than a page of any storage. */
const MANY = 5_200

export const cases: ReadonlyArray<Case> = [
  declare("controls", "gives back entries, waivers and appeals as they were put, and says what putting them did", (records, dealership) =>
    Effect.gen(function*() {
      const { direction: _direction, durationSeconds: _duration, ...least } = wholeEntry
      const bare = { ...least, entryId: "T2" }
      const puts = [
        ...(yield* records.putPhoneLog(dealership, [wholeEntry, bare], 1)),
        ...(yield* records.putPhoneLog(dealership, [{ ...wholeEntry, durationSeconds: 1 }, bare], 2)),
        ...(yield* records.putWaivers(dealership, [wholeWaiver, wholeWaiver], 3)),
        ...(yield* records.putWaivers(dealership, [{ ...wholeWaiver, reason: "Otra" }], 4))
      ]
      yield* expectSame("what putting did", puts, ["added", "added", "changed", "unchanged", "added", "unchanged", "changed"])
      yield* expectSame("an entry", yield* records.phoneLogById(dealership, ["T1", "T9", "T1"]), [{ ...wholeEntry, durationSeconds: 1 }])
      yield* expectSame("an entry without what may be missing", yield* records.phoneLogById(dealership, ["T2"]), [bare])
      yield* expectSame("a waiver with when it first came", yield* records.waivers(dealership), [{ ...wholeWaiver, reason: "Otra", receivedAt: 3 }])
      yield* expectSame("a waiver by its id", (yield* records.waiversById(dealership, ["W1", "W2"])).map(({ reason }) => reason), ["Otra"])
      const { decision: _decision, ...open } = wholeAppeal
      yield* records.putAppeal(dealership, open)
      yield* expectSame("an open appeal", yield* records.appeals(dealership), [open])
      yield* records.putAppeal(dealership, wholeAppeal)
      yield* expectSame("a decided appeal", yield* records.appeals(dealership), [wholeAppeal])
      yield* expectSame("another dealership's", [yield* records.waivers(`${dealership} `), yield* records.appeals(`${dealership} `), yield* Stream.runCollect(records.phoneLog(`${dealership} `))], [[], [], []])
    })),
  declare("controls", "finds entries by the end of their number, and earlier versions of prospects by what identifies a person", (records, dealership) =>
    Effect.gen(function*() {
      const numbers = ["3104829175", "(+57) 310-4829175", "0310 482 9175", "829175", "0829175", "101", "-", "310 4829175 / 311 0000000", "ext. 5", "3104829176"]
      yield* records.putPhoneLog(dealership, numbers.map((number, place) => ({ ...wholeEntry, entryId: `T${place}`, number })), 1)
      for (const texts of [[], [""], ["4829175"], FindingText.ofPhoneKey("+573104829175"), ["101", "none"], ["\ud800"]]) {
        const expected = numbers.flatMap((number, place) => FindingText.isOneOf(texts, FindingText.ofPhone(number)) ? [`T${place}`] : [])
        yield* expectSame(`the entries of ${JSON.stringify(texts)}`, ids(yield* records.phoneLogOf(dealership, texts)), expected)
      }
      yield* records.putPhoneLog(dealership, [{ ...wholeEntry, entryId: "T0", number: "-" }], 2)
      yield* expectSame("an entry whose number went", ids(yield* records.phoneLogOf(dealership, ["4829175"])), ["T1", "T2"])
      const contents = [
        { phone: "310 4829175" }, { phone: "cel 3104829175" }, { email: " Ana.Ruiz@Correo.EXAMPLE " }, { email: "Ana <ana@correo.example>" }, { email: " " }, { email: "ñandú@correo.example" },
        { documentNumber: "1.032.456-789" }, { documentNumber: "ab 12345" }, { documentNumber: "nº 5" }, {}, { phone: "", email: "", documentNumber: "" }
      ]
      const versions = contents.flatMap((content, place): ReadonlyArray<RecordVersion.RecordVersion> => [
        { subject: { type: "prospect", id: `P${place % 4}` }, revision: place, content },
        { subject: { type: "activity", id: `P${place}` }, revision: 0, content }
      ])
      yield* records.putVersions(dealership, versions)
      const none = { phones: [], emails: [], documents: [] }
      for (const asked of [none, { phones: [""], emails: [""], documents: [""] }, { ...none, phones: ["4829175"] }, { ...none, emails: ["ana.ruiz@correo.example"], documents: ["1032456789", "AB12345"] }]) {
        const expected = versions.filter((version) => RecordVersion.isFoundBy(version, asked)).toSorted(RecordVersion.compare)
        yield* expectSame(`the versions of ${JSON.stringify(asked)}`, yield* records.versionsLike(dealership, asked), expected)
      }
    })),
  declare("controls", "finds the entries of an advisor or of anyone in a window, both ends included, the earliest first", (records, dealership) =>
    Effect.gen(function*() {
      const entries = (["A1", "A2"] as const).flatMap((advisorId) => [10, 20, 20, 30].map((startedAt, place) => ({ ...wholeEntry, entryId: `${advisorId}-${place}`, advisorId, startedAt })))
      yield* records.putPhoneLog(dealership, entries.toReversed(), 1)
      const found = (...clues: ReadonlyArray<ControlRecords.PhoneLogClue>) => Effect.map(records.phoneLogLike(dealership, clues), ids)
      yield* expectSame("an advisor's", yield* found({ advisorId: "A1", since: 20, until: 30 }), ["A1-1", "A1-2", "A1-3"])
      yield* expectSame("anyone's", yield* found({ since: 11, until: 20 }), ["A1-1", "A1-2", "A2-1", "A2-2"])
      yield* expectSame("the first of anyone's", yield* found({ since: 11, until: 40, limit: 1 }), ["A1-1"])
      yield* expectSame("the first two of an advisor's", yield* found({ advisorId: "A2", since: 0, until: 40, limit: 2 }), ["A2-0", "A2-1"])
      yield* expectSame("each once, of several clues", yield* found({ advisorId: "A1", since: 10, until: 10 }, { since: 0, until: 10 }, { advisorId: "A3", since: 0, until: 90 }), ["A1-0", "A2-0"])
      yield* expectSame("those of no clue", yield* found(), [])
      yield* records.putPhoneLog(dealership, [{ ...entries[0]!, startedAt: 99, advisorId: "A3" }], 2)
      yield* expectSame("an entry that moved", [yield* found({ advisorId: "A1", since: 10, until: 10 }), yield* found({ advisorId: "A3", since: 99, until: 99 })], [[], ["A1-0"]])
    })),
  declare("controls", "gives every entry, however many there are", (records, dealership) =>
    Effect.gen(function*() {
      const many = Array.from({ length: MANY }, (_, place) => ({ ...wholeEntry, entryId: `T${String(place).padStart(5, "0")}` }))
      yield* records.putPhoneLog(dealership, many, 1)
      yield* expectSame("how many", new Set(ids(yield* Stream.runCollect(records.phoneLog(dealership)))).size, MANY)
    })),
  declare("controls", "finds the performed activities of a local day by their stored verdicts", (records, dealership) =>
    Effect.gen(function*() {
      const put = (id: string, more: object) => records.putActivities(dealership, [entryOf(activityOf(id), { state: "performed", period: "2024-03", day: 5, ...more })], 1)
      yield* put("C1", {})
      yield* put("C2", { day: 15 })
      yield* put("C3", { state: "planned" })
      yield* put("C4", { period: "2024-04" })
      yield* put("C5", { day: 6 })
      yield* put("C5", { day: 5 })
      const found = (...days: ReadonlyArray<string>) =>
        Effect.map(records.activitiesLike(dealership, days.map((value) => ({ matchKey: "day", value }))), (all) => all.map(({ record }) => record.activityId).toSorted())
      yield* expectSame("a day's", yield* found("2024-03-05"), ["C1", "C5"])
      yield* expectSame("two days'", yield* found("2024-03-15", "2024-04-05", "2024-03-06"), ["C2", "C4"])
    })),
  declare("controls", "tells a prospect's waivers and appeals from an activity's of the same id, and orders them", (records, dealership) =>
    Effect.gen(function*() {
      const of = (waiverId: string, subjectType: "prospect" | "activity", subjectId: string) => ({ ...wholeWaiver, waiverId, subjectType, subjectId })
      yield* records.putWaivers(dealership, [of("b", "prospect", "1"), of("a", "prospect", "1"), of("C", "activity", "1"), of("d", "prospect", "2")], 1)
      for (const [appealId, raisedAt, subjectType] of [["y", 2, "prospect"], ["x", 2, "prospect"], ["z", 1, "prospect"], ["w", 0, "activity"]] as const) {
        yield* records.putAppeal(dealership, { ...wholeAppeal, appealId, raisedAt, subjectType, subjectId: "1" })
      }
      const prospect = subjectOf("1")
      yield* expectSame("a prospect's waivers", (yield* records.waivers(dealership, [prospect, prospect])).map(({ waiverId }) => waiverId), ["a", "b"])
      yield* expectSame("all waivers", (yield* records.waivers(dealership)).map(({ waiverId }) => waiverId), ["C", "a", "b", "d"])
      yield* expectSame("no subject's waivers", yield* records.waivers(dealership, []), [])
      yield* expectSame("a prospect's appeals", (yield* records.appeals(dealership, { subjects: [prospect] })).map(({ appealId }) => appealId), ["z", "x", "y"])
      yield* expectSame("all appeals", (yield* records.appeals(dealership)).map(({ appealId }) => appealId), ["w", "z", "x", "y"])
    })),
  declare("controls", "keeps editions of the policy as they were put, replaces a draft by its approval, and gives them as they were drafted", (records, dealership) =>
    Effect.gen(function*() {
      const { approval: _approval, ...draft } = wholeEdition
      yield* records.putPolicyEdition(dealership, { ...draft, editionId: "b", draftedAt: 5 })
      yield* records.putPolicyEdition(dealership, { ...draft, editionId: "C", draftedAt: 5 })
      yield* records.putPolicyEdition(dealership, draft)
      yield* expectSame("drafts", yield* records.policyEditions(dealership), [draft, { ...draft, editionId: "C", draftedAt: 5 }, { ...draft, editionId: "b", draftedAt: 5 }])
      yield* records.putPolicyEdition(dealership, wholeEdition)
      yield* expectSame("an approved edition", (yield* records.policyEditions(dealership))[0], wholeEdition)
      const withdrawn = { ...draft, withdrawal: { at: 3, by: "GG", reason: wholeEdition.comment, replacedBy: "E9" } }
      yield* records.putPolicyEdition(dealership, withdrawn)
      yield* expectSame("a withdrawn draft", (yield* records.policyEditions(dealership))[0], withdrawn)
      yield* expectSame("another dealership's", yield* records.policyEditions(`${dealership} `), [])
    })),
  declare("controls", "finds appeals by what a query asks: advisor, decision, instants, place, and a page at a time", (records, dealership) =>
    Effect.gen(function*() {
      const appeals = Array.from({ length: 12 }, (_, number): Appeal => {
        const { decision, ...open } = wholeAppeal
        const appeal = { ...open, appealId: `Q${11 - number}`, raisedAt: Math.floor(number / 2), advisorId: `A${number % 3}`, subjectId: `${number % 5}` }
        return number % 2 === 0 ? appeal : { ...appeal, decision: { ...decision, at: number } }
      })
      for (const appeal of appeals) yield* records.putAppeal(dealership, appeal)
      const queries: ReadonlyArray<ControlRecords.AppealQuery> = [
        {}, { limit: 3 }, { after: appeals[4]!, limit: 4 }, { appealId: "Q3" }, { appealId: "Q99" }, { advisorId: "A1" }, { advisorId: "A1", limit: 2 }, { advisorId: "A1", isDecided: false },
        { isDecided: true }, { isDecided: false, after: appeals[3]! }, { decidedSince: 5 }, { decidedSince: 6, advisorId: "A2" }, { raisedSince: 2 }, { raisedSince: 2, raisedUntil: 3 },
        { raisedUntil: 1, isDecided: true }, { subjects: [{ type: wholeAppeal.subjectType, id: "1" }, { type: wholeAppeal.subjectType, id: "3" }], advisorId: "A0" }, { raisedSince: 9 }
      ]
      for (const query of queries) {
        yield* expectSame(`the appeals of ${JSON.stringify(query)}`, yield* records.appeals(dealership, query), ControlRecords.appealsLike(appeals, query))
      }
      yield* expectSame("another dealership's", yield* records.appeals(`${dealership} `, { advisorId: "A1" }), [])
    })),
  declare("controls", "erases what people wrote in a subject's waivers and appeals, and leaves everything else", (records, dealership) =>
    Effect.gen(function*() {
      const { decision: _decision, ...open } = wholeAppeal
      yield* records.putWaivers(dealership, [wholeWaiver, { ...wholeWaiver, waiverId: "W2", subjectId: "P2" }], 1)
      yield* records.putAppeal(dealership, wholeAppeal)
      yield* records.putAppeal(dealership, { ...open, appealId: "Q2" })
      yield* records.eraseReasons(dealership, [subjectOf("P1"), { type: "activity", id: "C1" }])
      yield* records.purge(dealership)
      yield* expectSame("the waivers", yield* records.waivers(dealership), [{ ...wholeWaiver, reason: "", receivedAt: 1 }, { ...wholeWaiver, waiverId: "W2", subjectId: "P2", receivedAt: 1 }])
      yield* expectSame("the appeals", yield* records.appeals(dealership), [{ ...wholeAppeal, text: "", decision: { ...wholeAppeal.decision, reason: "" } }, { ...open, appealId: "Q2", text: "" }])
    }))
]
