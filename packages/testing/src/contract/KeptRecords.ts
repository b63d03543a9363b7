/** Records one by one and all of them. */
import type * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { CLIENTS, declare, everything, expectSame } from "./Contract.ts"
import type { Case } from "./Contract.ts"
import { activityOf, directory, entryOf, storedVerdictOf, keyOf, prospectOf, similarIds, wholeActivity, wholeCall, wholeProspect } from "./SampleRecords.ts"

/** More than a page of any storage. */
const MANY = 2_100

export const cases: ReadonlyArray<Case> = [
  declare("records", "keeps dealerships apart", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putDirectory(dealership, directory)
      yield* records.putProspects(dealership, [entryOf(prospectOf("P1"))], 1)
      yield* records.putActivities(dealership, [entryOf(activityOf("C1"))], 1)
      const empty = yield* everything(records, `${dealership}-nobody`)
      const other = yield* everything(records, `${dealership} `)
      yield* expectSame("another dealership", other, empty)
    })),
  declare("records", "says when a record first came and how often it has changed", (records, dealership) =>
    Effect.gen(function*() {
      const changed = { ...prospectOf("P1"), interest: "Sedán" }
      const answers = [
        ...(yield* records.putProspects(dealership, [entryOf(prospectOf("P1"))], 1)),
        ...(yield* records.putProspects(dealership, [entryOf(changed)], 2)),
        ...(yield* records.putProspects(dealership, [entryOf(changed)], 3))
      ]
      yield* expectSame("what putting did", answers, ["added", "changed", "unchanged"])
      const expected = { record: changed, storedVerdict: storedVerdictOf(), receivedAt: 1, revision: 1 }
      yield* expectSame("the record by its id", Option.getOrNull(yield* records.prospect(dealership, "P1")), expected)
      yield* expectSame("the record among all", yield* Stream.runCollect(records.prospects(dealership)), [expected])
      yield* expectSame("an unknown id", Option.isNone(yield* records.prospect(dealership, "P2")), true)
    })),
  declare("records", "gives those of a period that are judged in it now, and no others", (records, dealership) =>
    Effect.gen(function*() {
      const of = (period: string) => storedVerdictOf({ period })
      const ids = (number: number) => Array.from({ length: number }, (_, place) => String(place).padStart(5, "0"))
      yield* records.putProspects(dealership, [
        ...ids(MANY).map((id) => entryOf(prospectOf(`P${id}`), of("2024-03"))),
        entryOf(prospectOf("P-before"), of("2024-02")),
        entryOf(prospectOf("P-moved"), of("2024-03"))
      ], 1)
      yield* records.putActivities(dealership, [entryOf(activityOf("C1"), of("2024-03")), entryOf(activityOf("C2"), of("2024-04"))], 1)
      yield* records.putProspects(dealership, [entryOf(prospectOf("P-moved"), of("2024-02"))], 2)
      const prospectsOf = (period: string) =>
        Effect.map(Stream.runCollect(records.prospects(dealership, period)), (found) => found.map(({ record }) => record.prospectId).sort())
      const activitiesOf = (period: string) =>
        Effect.map(Stream.runCollect(records.activities(dealership, period)), (found) => found.map(({ record }) => record.activityId).sort())
      yield* expectSame("prospects of the month", yield* prospectsOf("2024-03"), ids(MANY).map((id) => `P${id}`))
      yield* expectSame("prospects of the month before", yield* prospectsOf("2024-02"), ["P-before", "P-moved"])
      yield* expectSame("prospects of an empty month", yield* prospectsOf("2024-04"), [])
      yield* expectSame("activities of each month", [yield* activitiesOf("2024-03"), yield* activitiesOf("2024-04"), yield* activitiesOf("2024-02")], [["C1"], ["C2"], []])
      yield* expectSame("prospects of all months", (yield* Stream.runCollect(records.prospects(dealership))).length, MANY + 2)
    })),
  declare("records", "removes records as if they had never come, unless the change comes to nothing", (records, dealership) =>
    Effect.gen(function*() {
      const put = Effect.gen(function*() {
        const judged = { matchKeys: { phone: keyOf(1) } }
        yield* records.putProspects(dealership, [entryOf(prospectOf("P1"), judged), entryOf(prospectOf("P2"), judged)], 1)
        yield* records.putActivities(dealership, [entryOf(activityOf("C1")), entryOf(activityOf("C2"))], 1)
        yield* records.putCalls(dealership, [{ ...wholeCall, callId: "V1" }, { ...wholeCall, callId: "V2" }], 1)
      })
      yield* put
      const before = yield* everything(records, dealership)
      const remove = records.removeRecords(dealership, { prospects: ["P1", "P9"], activities: ["C1"], calls: ["V1"] })
      yield* Effect.ignore(records.change(dealership, Effect.andThen(remove, Effect.fail("given up" as const))))
      yield* expectSame("after a change that came to nothing", yield* everything(records, dealership), before)
      yield* remove
      const found = {
        prospects: (yield* Stream.runCollect(records.prospects(dealership))).map(({ record }) => record.prospectId),
        activities: (yield* Stream.runCollect(records.activities(dealership))).map(({ record }) => record.activityId),
        calls: (yield* records.calls(dealership)).map(({ callId }) => callId),
        like: (yield* records.prospectsLike(dealership, [{ matchKey: "phone", value: keyOf(1), since: 0, until: Number.MAX_SAFE_INTEGER }])).map(({ record }) => record.prospectId)
      }
      yield* expectSame("what is left", found, { prospects: ["P2"], activities: ["C2"], calls: ["V2"], like: ["P2"] })
      yield* expectSame("putting one again", yield* records.putProspects(dealership, [entryOf(prospectOf("P1"))], 2), ["added"])
    })),
  declare("records", "counts a record that many put at once a single time", (records, dealership) =>
    Effect.gen(function*() {
      const answers = yield* Effect.all(
        Array.from({ length: CLIENTS }, () => records.putProspects(dealership, [entryOf(prospectOf("P1")), entryOf(prospectOf("P2"))], 1)),
        { concurrency: "unbounded" }
      )
      yield* expectSame("how many say added", answers.flat().filter((put) => put === "added").length, 2)
      yield* expectSame("how many say changed", answers.flat().filter((put) => put === "changed").length, 0)
      yield* expectSame("prospects kept", (yield* Stream.runCollect(records.prospects(dealership))).length, 2)
    })),
  declare("records", "gives back every field as it was put, and notices every one that changes", (records, dealership) =>
    Effect.gen(function*() {
      const kinds = [
        {
          whole: wholeProspect,
          needed: ["prospectId", "createdAt", "advisorId", "branchId", "brandId", "stage"],
          put: (record: object) => records.putProspects(dealership, [entryOf(record as typeof wholeProspect)], 1),
          read: Effect.map(records.prospect(dealership, "P1"), (found): object | undefined => Option.getOrUndefined(found)?.record)
        },
        {
          whole: wholeActivity,
          needed: ["activityId", "prospectId", "advisorId", "type", "status", "direction"],
          put: (record: object) => records.putActivities(dealership, [entryOf(record as typeof wholeActivity)], 1),
          read: Effect.map(records.activity(dealership, "C1"), (found): object | undefined => Option.getOrUndefined(found)?.record)
        },
        {
          whole: wholeCall,
          needed: ["callId", "subjectType", "subjectId", "agentId", "attemptedAt", "outcome"],
          put: (record: object) => records.putCalls(dealership, [record as typeof wholeCall], 1),
          read: Effect.map(records.callsById(dealership, ["V1"]), ([found]): object | undefined => found)
        }
      ]
      for (const { needed, put, read, whole } of kinds) {
        yield* expectSame("what putting it did", yield* put(whole), ["added"])
        yield* expectSame("every field", yield* read, whole)
        yield* expectSame("what putting it again did", yield* put(whole), ["unchanged"])
        for (const field of Object.keys(whole).filter((one) => !needed.includes(one))) {
          const { [field as keyof typeof whole]: _left, ...without } = whole
          yield* expectSame(`what leaving out ${field} did`, yield* put(without), ["changed"])
          yield* expectSame(`the record without ${field}`, yield* read, without)
          yield* expectSame(`what ${field} again did`, yield* put(whole), ["changed"])
        }
        yield* expectSame("every field at last", yield* read, whole)
      }
    })),
  declare("records", "finds prospects by the beginnings of the words of their names, whatever case and accents", (records, dealership) =>
    Effect.gen(function*() {
      const named = (id: string, fullName: string, group: Partial<Records.Entry<unknown>["storedVerdict"]> = {}) => entryOf({ ...prospectOf(id), fullName }, storedVerdictOf(group))
      yield* records.putProspects(dealership, [
        named("P1", "Ana María Ñáñez"),
        named("P2", "MARÍA DEL PILAR NÚÑEZ", { advisorId: "A2", branchId: "S2" }),
        named("P3", "O'Brien \\ María-José", { advisorId: "A2" }),
        named("P4", "Ｍａｒｉａ Ｎｏ２"),
        entryOf(prospectOf("P5"))
      ], 1)
      yield* records.putProspects(`${dealership} `, [named("P6", "Ana María")], 1)
      const found = (words: ReadonlyArray<string>, more: Partial<Records.NameClue> = {}, limit = 100) =>
        Effect.map(records.prospectsNamed(dealership, { words, ...more }, limit), (all) => all.map(({ record }) => record.prospectId).sort())
      yield* expectSame("a first name", yield* found(["maria"]), ["P1", "P2", "P3", "P4"])
      yield* expectSame("the beginnings of two words", yield* found(["nan", "mar"]), ["P1"])
      yield* expectSame("the middle of a word", yield* found(["aria"]), [])
      yield* expectSame("a word behind an apostrophe", yield* found(["brien"]), ["P3"])
      yield* expectSame("letters and digits of full width", yield* found(["no2"]), ["P4"])
      yield* expectSame("of an advisor", yield* found(["maria"], { advisorId: "A2" }), ["P2", "P3"])
      yield* expectSame("at a branch", yield* found(["maria"], { branchIds: ["S2", "S9"] }), ["P2"])
      yield* expectSame("how many at most", (yield* found(["maria"], {}, 2)).length, 2)
      yield* records.putProspects(dealership, [named("P1", "Beatriz Ruiz")], 2)
      yield* expectSame("a name that was", yield* found(["nan"]), [])
      yield* expectSame("the name that is", yield* found(["beatriz", "ruiz"]), ["P1"])
    })),
  declare("records", "tells ids apart by code point: case, accents, white space and zeros count", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putProspects(dealership, similarIds.map((id) => entryOf(prospectOf(id))), 1)
      yield* records.putActivities(dealership, similarIds.map((id) => entryOf(activityOf(id))), 1)
      yield* records.putCalls(dealership, similarIds.map((id) => ({ ...wholeCall, callId: id })), 1)
      for (const id of similarIds) {
        yield* expectSame(`prospect ${id}`, Option.getOrNull(yield* records.prospect(dealership, id))?.record.prospectId, id)
        yield* expectSame(`activity ${id}`, Option.getOrNull(yield* records.activity(dealership, id))?.record.activityId, id)
        yield* expectSame(`call ${id}`, (yield* records.callsById(dealership, [id, id])).map(({ callId }) => callId), [id])
      }
      yield* expectSame("prospects asked for twice", (yield* records.prospectsById(dealership, [...similarIds, ...similarIds])).length, similarIds.length)
      yield* expectSame("activities asked for twice", (yield* records.activitiesById(dealership, [...similarIds, ...similarIds])).length, similarIds.length)
      yield* records.putProspects(`${dealership}-É-A`, [entryOf(prospectOf("P1"))], 1)
      for (const other of [`${dealership}-É-a`, `${dealership}-E-A`, `${dealership}-é-A`]) {
        yield* expectSame(`prospects of ${other}`, (yield* Stream.runCollect(records.prospects(other))).length, 0)
      }
    })),
  declare("records", "takes many at once, and gives each once however many there are, also while they are put again in a change", (records, dealership) =>
    Effect.gen(function*() {
      const prospects = Array.from({ length: MANY }, (_, number) => entryOf(prospectOf(`P${number}`)))
      const activities = Array.from({ length: MANY }, (_, number) => entryOf(activityOf(`C${number}`)))
      yield* records.change(dealership, Effect.andThen(records.putProspects(dealership, prospects, 1), records.putActivities(dealership, activities, 1)))
      const seen: Array<string> = []
      yield* records.change(dealership, Effect.gen(function*() {
        yield* Stream.runForEachArray(records.prospects(dealership), (batch) => {
          seen.push(...batch.map(({ record }) => record.prospectId))
          return records.putProspects(dealership, batch.map(({ record }) => entryOf({ ...record, interest: "Otra" }, { day: 6 })), 2)
        })
        yield* Stream.runForEachArray(records.activities(dealership), (batch) => {
          seen.push(...batch.map(({ record }) => record.activityId))
          return records.putActivities(dealership, batch.map(({ record }) => entryOf(record, { day: 6 })), 2)
        })
      }))
      yield* expectSame("how many were given", seen.length, 2 * MANY)
      yield* expectSame("how many different ones", new Set(seen).size, 2 * MANY)
      const after = [...yield* Stream.runCollect(records.prospects(dealership)), ...yield* Stream.runCollect(records.activities(dealership))]
      yield* expectSame("how many are as they were put last", after.filter(({ storedVerdict }) => storedVerdict.day === 6).length, 2 * MANY)
      yield* expectSame("how many are found by their ids", (yield* records.prospectsById(dealership, prospects.map(({ record }) => record.prospectId))).length, MANY)
    }))
]
