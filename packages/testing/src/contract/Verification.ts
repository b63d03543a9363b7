/** Drawn samples and leased calls. */
import type * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CLIENTS, declare, expectSame, shown, subjectOf } from "./Contract.ts"
import type { Case } from "./Contract.ts"
import { activityOf, entryOf, prospectOf, wholeCall } from "./SampleRecords.ts"

export const cases: ReadonlyArray<Case> = [
  declare("verification", "keeps the first sample, also when several draw at once", (records, dealership) =>
    Effect.gen(function*() {
      const kept = yield* Effect.all(
        Array.from({ length: CLIENTS }, (_, client) => records.keepSample(dealership, { period: "2024-03", seed: `s${client}`, drawnAt: client, selected: [{ type: "prospect", id: "P1", advisorId: "A1", kind: "random" }] })),
        { concurrency: "unbounded" }
      )
      yield* expectSame("seeds answered", new Set(kept.map(({ seed }) => seed)).size, 1)
      yield* expectSame("the sample kept", Option.getOrNull(yield* records.sample(dealership, "2024-03")), kept[0])
    })),
  declare("verification", "replaces a sample that selected nothing, and no other", (records, dealership) =>
    Effect.gen(function*() {
      const keep = (seed: string, ...ids: ReadonlyArray<string>) =>
        records.keepSample(dealership, { period: "2024-03", seed, drawnAt: 1, selected: ids.map((id) => ({ type: "prospect", id, advisorId: "A1", kind: "random" })) })
      const seeds = [yield* keep("a"), yield* keep("b"), yield* keep("c", "P1"), yield* keep("d", "P2"), yield* keep("e")].map(({ seed }) => seed)
      yield* expectSame("seeds answered", seeds, ["a", "b", "c", "c", "c"])
      yield* expectSame("the sample kept", Option.getOrNull(yield* records.sample(dealership, "2024-03"))?.selected.map(({ id }) => id), ["P1"])
    })),
  declare("verification", "appends to a kept sample, in order, and to no other", (records, dealership) =>
    Effect.gen(function*() {
      const selected = ["P3", "P1", "P2"].map((id) => ({ type: "prospect" as const, id, advisorId: "A1", kind: "random" as const }))
      yield* records.extendSample(dealership, "2024-03", selected)
      yield* expectSame("a sample that was never drawn", Option.isNone(yield* records.sample(dealership, "2024-03")), true)
      yield* records.keepSample(dealership, { period: "2024-03", seed: "s", drawnAt: 5, selected: selected.slice(0, 1) })
      yield* records.extendSample(dealership, "2024-03", selected.slice(1))
      yield* records.extendSample(dealership, "2024-02", selected)
      yield* expectSame("the extended sample", Option.getOrNull(yield* records.sample(dealership, "2024-03")), { period: "2024-03", seed: "s", drawnAt: 5, selected })
      yield* expectSame("selections", (yield* records.selections(dealership)).length, 3)
    })),
  declare("verification", "never leases one call to two agents, and gives an expired one again", (records, dealership) =>
    Effect.gen(function*() {
      const subjects = Array.from({ length: 5 }, (_, place) => subjectOf(`P${place}`))
      const leases = yield* Effect.all(
        Array.from({ length: CLIENTS }, (_, client) => records.lease(dealership, subjects, `G${client}`, 100, 200)),
        { concurrency: "unbounded" }
      )
      const held = leases.flatMap((lease) => Option.toArray(lease)).map(({ id }) => id)
      yield* expectSame("calls leased", held.toSorted(), subjects.map(({ id }) => id))
      yield* expectSame("a lease just before it expires", Option.isNone(yield* records.lease(dealership, subjects, "late", 199, 300)), true)
      yield* expectSame("a lease as it expires", Option.isSome(yield* records.lease(dealership, subjects, "late", 200, 300)), true)
    })),
  declare("verification", "keeps a lease for its holder, who alone can give it back or prolong it", (records, dealership) =>
    Effect.gen(function*() {
      const [first, second] = [subjectOf("P1"), subjectOf("P2")]
      const lease = (agent: string, now: number, until: number, subjects = [first, second]) =>
        Effect.map(records.lease(dealership, subjects, agent, now, until), (found) => Option.getOrNull(found)?.id ?? "none")
      const holder = (subject: Records.SubjectKey) => Effect.map(records.leaseOf(dealership, subject), Option.getOrNull)
      yield* expectSame("the lease of a subject that was never leased", yield* holder(first), null)
      yield* expectSame("what the first gets", yield* lease("G1", 0, 10), "P1")
      yield* expectSame("the lease of the first", yield* holder(first), { agentId: "G1", until: 10 })
      yield* records.release(dealership, first, "G2")
      yield* expectSame("what the second gets", yield* lease("G2", 1, 10), "P2")
      yield* expectSame("what the second gets again", yield* lease("G2", 2, 20), "P2")
      yield* expectSame("what the third gets meanwhile", yield* lease("G3", 9, 30), "none")
      yield* expectSame("what the third gets then", yield* lease("G3", 10, 30), "P1")
      yield* expectSame("whether the first has lost it", yield* lease("G1", 11, 30, [first]), "none")
      yield* expectSame("whether the second still holds his", yield* lease("G1", 19, 30, [second]), "none")
      yield* records.release(dealership, first, "G3")
      yield* expectSame("the lease that was given back", yield* holder(first), null)
      yield* expectSame("the lease of the second, long after its end", yield* holder(second), { agentId: "G2", until: 20 })
      yield* expectSame("who gets what was given back", yield* lease("G1", 12, 30, [first]), "P1")
      yield* expectSame("an activity of the same id", Option.isSome(yield* records.lease(dealership, [{ type: "activity", id: "P1" }], "G4", 12, 30)), true)
    })),
  declare("verification", "erases the reasons of a subject's reopenings and leaves everything else, also after a purge", (records, dealership) =>
    Effect.gen(function*() {
      const of = (id: string, at: number): Records.Reopening => ({ subject: subjectOf(id), at, by: "E1", reason: `Llamó ${id}` })
      for (const reopening of [of("P1", 1), of("P2", 2), of("P1", 3)]) yield* records.addReopening(dealership, reopening)
      yield* records.addReopening(dealership, { ...of("P1", 4), subject: { type: "activity", id: "P1" } })
      yield* Effect.ignore(records.change(dealership, Effect.andThen(records.eraseReasons(dealership, [subjectOf("P2")]), Effect.fail("given up"))))
      yield* records.change(dealership, Effect.andThen(records.eraseReasons(dealership, [subjectOf("P1")]), records.purge(dealership)))
      yield* records.purge(dealership)
      yield* expectSame("the reasons", (yield* records.reopenings(dealership)).map(({ at, reason }) => [at, reason]), [[1, ""], [2, "Llamó P2"], [3, ""], [4, "Llamó P1"]])
    })),
  declare("verification", "finds the records of a period that were selected or called, each once", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putProspects(dealership, ["P1", "P2", "P3", "P4"].map((id) => entryOf(prospectOf(id), { period: id === "P4" ? "2024-02" : "2024-03", advisorId: "A1" })), 1)
      yield* records.putActivities(dealership, ["P1", "V1"].map((id) => entryOf(activityOf(id), { period: "2024-03", advisorId: "A2" })), 1)
      const selected = [["prospect", "P1"], ["activity", "V1"], ["prospect", "unknown"]] as const
      yield* records.keepSample(dealership, { period: "2024-01", seed: "s", drawnAt: 5, selected: selected.map(([type, id]) => ({ type, id, advisorId: "A9", kind: "random" })) })
      const called = [["prospect", "P1"], ["prospect", "P1"], ["prospect", "P2"], ["prospect", "P4"], ["activity", "unknown"]] as const
      yield* records.putCalls(dealership, called.map(([subjectType, subjectId], place) => ({ ...wholeCall, callId: `V${place}`, subjectType, subjectId })), 1)
      const found = (period: string) => Effect.map(records.verified(dealership, period), (all) => all.map(({ advisorId, id, isSelected, type }) => `${type} ${id} ${advisorId} ${isSelected}`).toSorted())
      yield* expectSame("the records of the period", yield* found("2024-03"), ["activity V1 A2 true", "prospect P1 A1 true", "prospect P2 A1 false"])
      yield* expectSame("the records of the month before", yield* found("2024-02"), ["prospect P4 A1 false"])
      yield* expectSame("the records of a month without any", yield* found("2024-01"), [])
    })),
  declare("verification", "finds the attempts since an instant", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putCalls(dealership, [1, 5, 4, 6].map((attemptedAt, place) => ({ ...wholeCall, callId: `V${place}`, subjectType: "prospect", subjectId: "P1", attemptedAt })), 1)
      const found = (since: number) => Effect.map(records.callsSince(dealership, since), (all) => all.map(({ callId, receivedAt }) => `${callId} ${receivedAt}`).toSorted())
      yield* expectSame("since 5", yield* found(5), ["V1 1", "V3 1"])
      yield* expectSame("since the last", yield* found(7), [])
    })),
  declare("verification", "finds the verifications that may be open: selected, called or reopened, and not surely concluded", (records, dealership) =>
    Effect.gen(function*() {
      const hour = 3_600_000
      const ids = ["attended", "own", "tried", "unreachable", "later", "reopened", "back", "erased", "none"]
      const erased = (id: string) => id === "erased" ? { erasedAt: 1 } : {}
      yield* records.putProspects(dealership, [...ids, "other", "old", "again"].map((id) => entryOf({ ...prospectOf(id), ...erased(id) }, { period: "2024-03", advisorId: "A1" })), 1)
      yield* records.putActivities(dealership, ["none", "denied"].map((id) => entryOf(activityOf(id), { period: "2024-03", advisorId: "A2" })), 1)
      const selected = [...ids, "unknown"].toReversed().map((id) => ({ type: "prospect" as const, id, advisorId: "A9", kind: id === "back" ? "risk" as const : "random" as const }))
      yield* records.keepSample(dealership, { period: "2024-03", seed: "s", drawnAt: 5, selected })
      yield* records.keepSample(dealership, { period: "2024-02", seed: "s", drawnAt: 5, selected: [
        ...["denied", "none"].map((id) => ({ type: "activity" as const, id, advisorId: "A2", kind: "random" as const })),
        // The record has moved to the other month since.
        { type: "prospect", id: "tried", advisorId: "A1", kind: "risk" }
      ] })
      const attempts = ([
        ["prospect", "attended", "attended", 1], ["prospect", "own", "attended", 1, "A1"], ["prospect", "tried", "no-answer", 1], ["prospect", "tried", "no-answer", 2], ["prospect", "tried", "no-answer", 24],
        ["prospect", "unreachable", "no-answer", 1], ["prospect", "unreachable", "no-answer", 2], ["prospect", "unreachable", "no-answer", 27], ["prospect", "later", "refused", 101],
        ["prospect", "reopened", "wrong-number", 3], ["prospect", "back", "call-back", 3], ["prospect", "erased", "no-answer", 3], ["activity", "denied", "not-attended", 3],
        ["prospect", "other", "no-answer", 50], ["prospect", "old", "no-answer", 40], ["prospect", "again", "attended", 10]
      ] as const).map(([subjectType, subjectId, outcome, at, agentId = "G1"], place) => ({ ...wholeCall, callId: `V${place}`, subjectType, subjectId, outcome, agentId, attemptedAt: at * hour }))
      yield* records.putCalls(dealership, attempts, 1)
      for (const [id, at] of [["reopened", 3], ["again", 60], ["attended", 200]] as const) yield* records.addReopening(dealership, { subject: { type: "prospect", id }, at: at * hour, by: "E1", reason: "Llamó" })
      const unanswered = { attempts: 3, spanMillis: 25 * hour }
      const found = (periods: ReadonlyArray<string>, since?: number) =>
        Effect.map(records.verificationsLeft(dealership, { periods, since, asOf: 100 * hour, unanswered }), (all) =>
          all.map(({ advisorId, id, selected: by, type }) => `${type} ${id} ${advisorId} ${by === undefined ? "-" : `${by.period} ${by.kind}`}`))
      const march = ["none A1 2024-03 random", "back A1 2024-03 risk", "reopened A1 2024-03 random", "later A1 2024-03 random", "tried A1 2024-03 random", "own A1 2024-03 random"].map((text) => `prospect ${text}`)
      yield* expectSame("of one sample, in its order", yield* found(["2024-03"]), march)
      yield* expectSame("of samples in the order asked", yield* found(["2024-03", "2024-02"]), [...march, "activity none A2 2024-02 random"])
      yield* expectSame("and since an instant", yield* found(["2024-02"], 45 * hour), ["activity none A2 2024-02 random", "prospect tried A1 2024-02 risk", "prospect again A1 -", "prospect later A1 -", "prospect other A1 -"])
      yield* expectSame("of no sample", yield* found(["2024-01"]), [])
    })),
  declare("verification", "tells what is about a prospect from what is about an activity of the same id", (records, dealership) =>
    Effect.gen(function*() {
      const subjects: ReadonlyArray<Records.SubjectKey> = [{ type: "prospect", id: "1" }, { type: "activity", id: "1" }, { type: "prospect", id: "2" }]
      const selected = subjects.map(({ id, type }, place) => ({ type, id, advisorId: `A${place}`, kind: place === 1 ? "risk" as const : "random" as const }))
      const reopenings = subjects.toReversed().map((subject, place) => ({ subject, at: 9 - place, by: `E${place}`, reason: "Llamó el cliente" }))
      const calls = subjects.map(({ id, type }, place) => ({ ...wholeCall, callId: `V${place}`, subjectType: type, subjectId: id }))
      yield* records.keepSample(dealership, { period: "2024-03", seed: "semilla", drawnAt: 5, selected })
      yield* records.putCalls(dealership, calls, 1)
      for (const reopening of reopenings) yield* records.addReopening(dealership, reopening)
      yield* expectSame("the sample, in its order", Option.getOrNull(yield* records.sample(dealership, "2024-03"))?.selected, selected)
      const sorted = (all: ReadonlyArray<object>) => all.map(shown).toSorted()
      for (const wanted of [[subjects[0]!], [subjects[1]!], [subjects[1]!, subjects[2]!, subjects[1]!], []]) {
        const isWanted = (subject: Records.SubjectKey) => wanted.some(({ id, type }) => id === subject.id && type === subject.type)
        const about = wanted.map(({ id, type }) => `${type} ${id}`).join(", ") || "nobody"
        yield* expectSame(`calls about ${about}`, sorted(yield* records.calls(dealership, wanted)), sorted(calls.filter(({ subjectId: id, subjectType: type }) => isWanted({ id, type })).map((one) => ({ ...one, receivedAt: 1 }))))
        yield* expectSame(`reopenings of ${about}`, yield* records.reopenings(dealership, wanted), reopenings.filter(({ subject }) => isWanted(subject)))
        yield* expectSame(
          `selections of ${about}`,
          sorted(yield* records.selections(dealership, wanted)),
          sorted(selected.filter(isWanted).map((one) => ({ ...one, period: "2024-03" })))
        )
      }
    }))
]
