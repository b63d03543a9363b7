/** Changes that are whole or nothing, one after another, and reads at one moment. */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { CLIENTS, declare, everything, expectSame } from "./Contract.ts"
import type { Case } from "./Contract.ts"
import { activityOf, auditEntry, directory, entryOf, goal, prospectOf, wholeAppeal, wholeEdition, wholeEntry, wholeWaiver } from "./SampleRecords.ts"

const storedCount = { period: "2024-03", subject: "prospect", group: undefined, counts: { "day 1": 1 } } as const

export const cases: ReadonlyArray<Case> = [
  declare("changes", "keeps nothing of a change that fails, whatever it wrote", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putProspects(dealership, [entryOf(prospectOf("P1"))], 1)
      yield* records.addToStoredCounts(dealership, [storedCount])
      const before = yield* everything(records, dealership)
      const failed = yield* Effect.flip(records.change(dealership, Effect.gen(function*() {
        yield* records.putDirectory(dealership, directory)
        yield* records.putGoals(dealership, "2024-03", [goal])
        yield* records.putProspects(dealership, [entryOf({ ...prospectOf("P1"), interest: "Otro" }), entryOf(prospectOf("P2"))], 2)
        yield* records.putActivities(dealership, [entryOf(activityOf("C1"))], 2)
        yield* records.putCalls(dealership, [{ callId: "V1", subjectType: "prospect", subjectId: "P1", agentId: "G1", attemptedAt: 2, outcome: "attended" }], 2)
        yield* records.putPhoneLog(dealership, [wholeEntry], 2)
        yield* records.putWaivers(dealership, [wholeWaiver], 2)
        yield* records.putAppeal(dealership, wholeAppeal)
        yield* records.putPolicyEdition(dealership, wholeEdition)
        yield* records.addToStoredCounts(dealership, [storedCount])
        yield* records.markJudged(dealership, "2024-03", "p", 2)
        yield* records.keepSample(dealership, { period: "2024-03", seed: "s", drawnAt: 2, selected: [{ type: "prospect", id: "P1", advisorId: "A1", kind: "random" }] })
        yield* records.lease(dealership, [{ type: "prospect", id: "P1" }], "G1", 2, 9)
        yield* records.addReopening(dealership, { subject: { type: "prospect", id: "P1" }, at: 2, by: "E1", reason: "Otro número" })
        yield* records.appendSnapshot(dealership, { period: "2024-03", sequence: 0, previousDigest: "", digest: "d", content: "{}", closedAt: 2, closedBy: "E1" })
        yield* records.addPeriodReopening(dealership, { period: "2024-03", sequence: 0, at: 2, by: "E1", reason: "Faltaba un asesor" })
        yield* records.raise(dealership, [{ key: "k", type: "lead.escalated", at: 2, data: {} }])
        yield* records.addAuditEntry(dealership, auditEntry(undefined, { subject: { type: "period", id: "2024-03" } }))
        yield* records.putVersions(dealership, [{ subject: { type: "prospect", id: "P1" }, revision: 0, content: prospectOf("P1") }])
        return yield* Effect.fail("given up" as const)
      })))
      yield* expectSame("what it failed with", failed, "given up")
      yield* expectSame("everything after it", yield* everything(records, dealership), before)
      const leased = yield* records.lease(dealership, [{ type: "prospect", id: "P1" }], "G2", 3, 9)
      yield* expectSame("who may lease what it leased", leased._tag, "Some")
    })),
  declare("changes", "joins a change in another of the same dealership", (records, dealership) =>
    Effect.gen(function*() {
      yield* Effect.ignore(records.change(dealership, Effect.gen(function*() {
        yield* records.change(dealership, records.putProspects(dealership, [entryOf(prospectOf("P1"))], 1))
        yield* expectSame("seen inside", (yield* records.prospectsById(dealership, ["P1"])).length, 1)
        return yield* Effect.fail("given up")
      })))
      yield* expectSame("kept outside", (yield* records.prospectsById(dealership, ["P1"])).length, 0)
    })),
  declare("changes", "runs a dealership's changes one after another, so that nothing read in one is outdated when it writes", (records, dealership) =>
    Effect.gen(function*() {
      const count = Effect.gen(function*() {
        const known = (yield* records.goals(dealership, "2024-03"))[0]?.prospects ?? 0
        yield* Effect.yieldNow
        yield* records.putGoals(dealership, "2024-03", [{ ...goal, prospects: known + 1 }])
      })
      yield* Effect.all(Array.from({ length: CLIENTS }, () => records.change(dealership, count)), { concurrency: "unbounded" })
      yield* expectSame("what they counted to", (yield* records.goals(dealership, "2024-03"))[0]?.prospects, CLIENTS)
    })),
  declare("changes", "reads at one moment: a change is seen whole or not at all", (records, dealership) =>
    Effect.gen(function*() {
      const putBoth = (number: number) =>
        records.change(dealership, Effect.gen(function*() {
          yield* records.putProspects(dealership, [entryOf(prospectOf(`P${number}`))], number)
          yield* Effect.yieldNow
          yield* records.putActivities(dealership, [entryOf(activityOf(`C${number}`))], number)
        }))
      const readBoth = records.atOneMoment(dealership, Effect.gen(function*() {
        const activities = yield* Stream.runCollect(records.activities(dealership))
        yield* Effect.yieldNow
        return (yield* Stream.runCollect(records.prospects(dealership))).length - activities.length
      }))
      const differences = yield* Effect.all(
        Array.from({ length: CLIENTS }, (_, number) => number % 2 === 0 ? Effect.as(putBoth(number), 0) : readBoth),
        { concurrency: "unbounded" }
      )
      yield* expectSame("prospects without their activity", differences.filter((difference) => difference !== 0), [])
    })),
  declare("changes", "keeps nothing of a change that is interrupted or dies, and lets the next one begin", (records, dealership) =>
    Effect.gen(function*() {
      const begun = yield* Deferred.make<void>()
      const endless = yield* Effect.forkChild(records.change(dealership, Effect.gen(function*() {
        yield* records.putProspects(dealership, [entryOf(prospectOf("P1"))], 1)
        yield* Deferred.succeed(begun, undefined)
        return yield* Effect.never
      })))
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(endless)
      yield* Effect.exit(records.change(dealership, Effect.andThen(records.putProspects(dealership, [entryOf(prospectOf("P2"))], 1), Effect.die("a mistake"))))
      yield* records.change(dealership, records.putProspects(dealership, [entryOf(prospectOf("P3"))], 1))
      const kept = yield* Stream.runCollect(records.prospects(dealership))
      yield* expectSame("prospects kept", kept.map(({ record }) => record.prospectId), ["P3"])
    }))
]
