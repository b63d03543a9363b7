/** What is found by stored verdicts: related records by their match keys, and what time overtakes. */
import { ALWAYS } from "@crm-procedure/core/register/StoredVerdict"
import type { MatchKeys } from "@crm-procedure/core/register/StoredVerdict"
import type * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import { declare, expectSame } from "./Contract.ts"
import type { Case } from "./Contract.ts"
import { activityOf, entryOf, keyOf, prospectOf } from "./SampleRecords.ts"

const AT = 1_709_650_800_123
const matchKeys = ["phone", "email", "document"] as const

export const cases: ReadonlyArray<Case> = [
  declare("verdicts", "finds prospects by each match key apart, from the first instant to the last", (records, dealership) =>
    Effect.gen(function*() {
      const put = (id: string, createdAt: number, keys: MatchKeys, advisorId = "A1") =>
        records.putProspects(dealership, [entryOf({ ...prospectOf(id), createdAt, advisorId }, { matchKeys: keys })], 1)
      for (const matchKey of matchKeys) for (const after of [0, 1, 2]) yield* put(`${matchKey} ${after}`, AT + after, { [matchKey]: keyOf(1) })
      yield* put("several", AT + 1, { phone: keyOf(2), email: keyOf(2), document: keyOf(3) }, "A2")
      const find = (...clues: ReadonlyArray<Records.ProspectClue>) =>
        Effect.map(records.prospectsLike(dealership, clues), (found) => found.map(({ record }) => record.prospectId).toSorted())
      for (const matchKey of matchKeys) {
        for (const [since, until] of [[0, 2], [1, 1], [0, 0], [2, 2], [0, 1], [-5, -1], [3, 9]] as const) {
          const expected = [0, 1, 2].filter((after) => after >= since && after <= until).map((after) => `${matchKey} ${after}`)
          yield* expectSame(`${matchKey} from ${since} to ${until}`, yield* find({ matchKey, value: keyOf(1), since: AT + since, until: AT + until }), expected)
        }
      }
      const always = { since: ALWAYS, until: -ALWAYS }
      yield* expectSame("by an advisor", yield* find({ matchKey: "advisor", value: "A2", ...always }), ["several"])
      yield* expectSame("by an advisor at one instant", (yield* find({ matchKey: "advisor", value: "A1", since: AT + 1, until: AT + 1 })).length, matchKeys.length)
      yield* expectSame("by several clues, once", yield* find(
        { matchKey: "phone", value: keyOf(2), ...always },
        { matchKey: "email", value: keyOf(2), ...always },
        { matchKey: "document", value: keyOf(2), ...always },
        { matchKey: "advisor", value: "A2", ...always }
      ), ["several"])
      yield* put("several", AT + 9, { email: keyOf(5) }, "A3")
      yield* expectSame("by what it was", yield* find({ matchKey: "phone", value: keyOf(2), ...always }, { matchKey: "advisor", value: "A2", ...always }), [])
      yield* expectSame("by what it is now", yield* find({ matchKey: "email", value: keyOf(5), since: AT + 9, until: AT + 9 }), ["several"])
      yield* expectSame("by nothing", yield* find(), [])
    })),
  declare("verdicts", "finds activities by their prospect and by their note apart", (records, dealership) =>
    Effect.gen(function*() {
      const put = (id: string, prospectId: string, note: string | undefined) =>
        records.putActivities(dealership, [entryOf({ ...activityOf(id), prospectId }, { matchKeys: { note } })], 1)
      yield* put("C1", keyOf(1), keyOf(2))
      yield* put("C2", keyOf(2), keyOf(1))
      yield* put("C3", keyOf(3), undefined)
      const find = (...clues: ReadonlyArray<Records.ActivityClue>) =>
        Effect.map(records.activitiesLike(dealership, clues), (found) => found.map(({ record }) => record.activityId).toSorted())
      yield* expectSame("by the prospect", yield* find({ matchKey: "prospect", value: keyOf(1) }), ["C1"])
      yield* expectSame("by the note", yield* find({ matchKey: "note", value: keyOf(1) }), ["C2"])
      yield* expectSame("by both, once", yield* find({ matchKey: "prospect", value: keyOf(1) }, { matchKey: "note", value: keyOf(2) }), ["C1"])
      yield* put("C1", keyOf(3), undefined)
      yield* expectSame("by what it was", yield* find({ matchKey: "prospect", value: keyOf(1) }, { matchKey: "note", value: keyOf(2) }), [])
      yield* expectSame("by what it is now", yield* find({ matchKey: "prospect", value: keyOf(3) }), ["C1", "C3"])
    })),
  declare("verdicts", "reads a month's records with those before it that bear on them, and no others", (records, dealership) =>
    Effect.gen(function*() {
      const prospect = (id: string, createdAt: number, period: string, more: Parameters<typeof entryOf>[1], advisorId = "A1") =>
        records.putProspects(dealership, [entryOf({ ...prospectOf(id), createdAt, advisorId }, { period, ...more })], 1)
      const activity = (id: string, prospectId: string, period: string, day: number) =>
        records.putActivities(dealership, [entryOf({ ...activityOf(id), prospectId }, { period, day })], 1)
      yield* prospect("P1", AT, "2024-03", { matchKeys: { phone: keyOf(1), email: keyOf(2), document: keyOf(3) } })
      yield* prospect("P2", AT, "2024-03", {}, "A2")
      for (const [place, matchKey] of matchKeys.entries()) yield* prospect(`as ${matchKey}`, AT - 10, "2024-01", { matchKeys: { [matchKey]: keyOf(place + 1) } }, "A9")
      yield* prospect("too long ago", AT - 11, "2024-01", { matchKeys: { phone: keyOf(1) } }, "A9")
      yield* prospect("other key", AT - 10, "2024-01", { matchKeys: { phone: keyOf(2) } }, "A9")
      yield* prospect("burst", AT - 5, "2024-02", {}, "A2")
      yield* prospect("no burst", AT - 6, "2024-02", {}, "A2")
      yield* prospect("burst of another", AT - 5, "2024-02", {}, "A9")
      yield* prospect("later", AT, "2024-04", { matchKeys: { phone: keyOf(1) } })
      yield* prospect("old", AT - 900, "2023-01", { verdict: "pending", until: 7 }, "A9")
      yield* activity("C1", "old", "2024-03", 5)
      yield* activity("C2", "nobody", "2024-03", 5)
      yield* activity("week", "P1", "2024-02", 26)
      yield* activity("before", "too long ago", "2024-02", 25)
      const call = (callId: string, subjectType: "prospect" | "activity", subjectId: string) => ({ callId, subjectType, subjectId, agentId: "G1", attemptedAt: AT, outcome: "attended" as const })
      yield* records.putCalls(dealership, [call("V1", "prospect", "P1"), call("V2", "activity", "C1"), call("V3", "prospect", "old"), call("V4", "activity", "P1"), call("V5", "activity", "week")], 8)
      for (const id of ["C1", "C2", "C1"]) yield* records.addReopening(dealership, { subject: { type: "activity", id }, at: AT - (id === "C1" ? 1 : 9), by: "E1", reason: "Otra vez" })
      yield* records.keepSample(dealership, { period: "2024-01", seed: "s", drawnAt: 3, selected: [{ type: "prospect", id: "P2", advisorId: "A2", kind: "risk" }, { type: "prospect", id: "old", advisorId: "A9", kind: "random" }] })
      const waiver = (waiverId: string, subjectId: string) => ({ waiverId, subjectType: "prospect" as const, subjectId, code: "duplicate", grantedAt: AT, grantedBy: "E1", reason: "Es otra" })
      yield* records.putWaivers(dealership, [waiver("W1", "P1"), waiver("W2", "burst")], 9)
      const month = yield* records.monthRecords(dealership, { periods: ["2024-03"], start: AT, duplicatesSince: AT - 10, burstsSince: AT - 5, earlierActivities: { period: "2024-02", fromDay: 26 } })
      const ids = (all: ReadonlyArray<{ readonly prospectId: string }>) => all.map(({ prospectId }) => prospectId).toSorted()
      yield* expectSame("the prospects", ids(month.prospects), ["P1", "P2"])
      yield* expectSame("the earlier prospects", ids(month.earlierProspects), ["as document", "as email", "as phone", "burst"])
      yield* expectSame("the activities", month.activities.map(({ activityId }) => activityId).toSorted(), ["C1", "C2"])
      yield* expectSame("the earlier activities", month.earlierActivities, [{ ...activityOf("week"), prospectId: "P1" }])
      yield* expectSame("the older prospects", month.olderProspects, [
        { record: { ...prospectOf("old"), createdAt: AT - 900, advisorId: "A9" }, storedVerdict: { verdict: "pending", period: "2023-01", since: 1_709_650_800_000, until: 7 } }
      ])
      yield* expectSame("the calls", month.calls.toSorted((one, other) => one.callId < other.callId ? -1 : 1), [call("V1", "prospect", "P1"), call("V2", "activity", "C1")].map((one) => ({ ...one, receivedAt: 8 })))
      yield* expectSame("the reopenings", month.reopenings.map(({ at, subject: { id } }) => `${id} ${at - AT}`), ["C1 -1", "C2 -9", "C1 -1"])
      yield* expectSame("the selections", month.selections, [{ period: "2024-01", type: "prospect", id: "P2", advisorId: "A2", kind: "risk" }])
      yield* expectSame("the waivers", month.waivers, [{ ...waiver("W1", "P1"), receivedAt: 9 }])
    })),
  declare("verdicts", "knows what time has overtaken, and until when a month holds", (records, dealership) =>
    Effect.gen(function*() {
      const untils = [7, 0, undefined, 3, 3]
      yield* records.putProspects(dealership, untils.map((until, place) => entryOf(prospectOf(`P${place}`), { until })), 1)
      yield* records.putActivities(dealership, [entryOf(activityOf("C0"), { until: 2 }), entryOf(activityOf("C1"), { until: -5, period: "2024-02" })], 1)
      const outdated = (at: number, limit = 100) =>
        Effect.map(records.outdated(dealership, at, limit), (found) => found.map(({ id, type }) => `${type} ${id}`).toSorted())
      yield* expectSame("before the first", yield* outdated(-6), [])
      yield* expectSame("at the first", yield* outdated(-5), ["activity C1"])
      yield* expectSame("at 0", yield* outdated(0), ["activity C1", "prospect P1"])
      yield* expectSame("at 3", yield* outdated(3), ["activity C0", "activity C1", "prospect P1", "prospect P3", "prospect P4"])
      yield* expectSame("two of each kind at most", (yield* outdated(9, 2)).length, 4)
      const until = (period: string) => Effect.map(records.monthState(dealership, period), (periodState) => periodState.until)
      yield* expectSame("until when February holds", yield* until("2024-02"), -5)
      yield* expectSame("until when March holds", yield* until("2024-03"), 0)
      yield* records.putProspects(dealership, [entryOf(prospectOf("P1"), { until: 8 })], 1)
      yield* expectSame("until when March holds then", yield* until("2024-03"), 2)
      yield* records.putActivities(dealership, [entryOf(activityOf("C0"), { until: 9 })], 1)
      yield* expectSame("until when March holds at last", yield* until("2024-03"), 3)
    }))
]
