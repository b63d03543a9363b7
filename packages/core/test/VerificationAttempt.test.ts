/** Who may record an attempt, when, and that it never changes afterwards. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import type { VerificationCall } from "@crm-procedure/core/records/VerificationCall"
import * as Records from "@crm-procedure/core/register/Records"
import * as CrmProcedure from "@crm-procedure/core/service/CrmProcedure"
import * as VerificationAttempt from "@crm-procedure/core/service/VerificationAttempt"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const dealership = "carrazos"
const period = "2024-03"
const now = at("2024-03-20T10:00:00")
const MINUTE = 60_000

const layer = CrmProcedure.CrmProcedure.layer().pipe(Layer.provideMerge(Records.Records.layerMemory))
const begun = Effect.gen(function*() {
  const crm = yield* CrmProcedure.CrmProcedure
  yield* crm.registerDirectory(dealership, {
    employees: [
      { employeeId: "A1", name: "Asesora", role: "advisor", branchId: "S1", activeFrom: Calendar.parseDay("2020-01-01")! },
      { employeeId: "G1", name: "Agente", role: "crm-agent", activeFrom: Calendar.parseDay("2020-01-01")! }
    ],
    branches: [{ branchId: "S1", name: "Sede" }],
    brands: [{ brandId: "B1", name: "Marca" }]
  }, now)
  const prospect = (prospectId: string, phone: string, createdAt: Calendar.Instant) =>
    ({ prospectId, createdAt, advisorId: "A1", branchId: "S1", brandId: "B1", fullName: "Luz Marina Peña", phone, source: "walk-in", interest: "125 cc", consentAt: createdAt, stage: "open" } as const)
  yield* crm.registerProspects(dealership, [prospect("P1", "3102000001", now - 5 * MINUTE)], now)
  yield* crm.drawSample({ dealership, period, now, partial: true })
  // It came after the draw: it is not in the queue.
  yield* crm.registerProspects(dealership, [prospect("P2", "3102000002", now - 60 * MINUTE)], now)
  return crm
})
const inMemory = <A, E>(effect: Effect.Effect<A, E, CrmProcedure.CrmProcedure | Records.Records>) => Effect.provide(effect, layer)

const callOf = (more: Partial<VerificationCall> = {}): VerificationCall =>
  ({ callId: "K1", subjectType: "prospect", subjectId: "P1", agentId: "G1", attemptedAt: now, outcome: "no-answer", ...more })

describe("an attempt", () => {
  it.effect("is recorded by the agent to whom the call is leased, and by no other", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      const record = (more: Partial<VerificationCall> = {}, instant = now) => crm.recordAttempt({ dealership, now: instant, call: callOf({ attemptedAt: instant, ...more }) })
      const refusalOf = (...given: Parameters<typeof record>) => Effect.map(Effect.flip(record(...given)), ({ _tag }) => _tag)
      assert.strictEqual(yield* refusalOf(), "CallNotLeased", "in the queue, and not his")
      assert.strictEqual(yield* refusalOf({ subjectId: "P2" }), "SubjectUnknown", "not in the queue")
      const next = yield* crm.nextCall({ dealership, periods: [period], agentId: "G1", now })
      assert(next.kind === "call")
      assert.strictEqual(yield* refusalOf({ agentId: "G2" }), "CallHeldByAnother")
      const late = next.leasedUntil + VerificationAttempt.TOLERANCE_MINUTES * MINUTE
      assert.strictEqual(yield* refusalOf({}, late), "CallNotLeased", "his lease ended long ago")
      assert.deepStrictEqual(yield* record({}, late - 1), { put: "added", conclusion: "open" }, "his lease ended a moment ago")
      assert.strictEqual(yield* refusalOf({ callId: "K2" }, late - 1), "CallNotLeased", "he gave the lease back")
      assert.deepStrictEqual(yield* record({ attemptedAt: late - 1 }, late + MINUTE), { put: "unchanged", conclusion: "open" }, "the same attempt again")
    })))

  it.effect("was made now or at most ten minutes ago, and not before its record", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      const later = now + 10 * MINUTE
      yield* crm.nextCall({ dealership, periods: [period], agentId: "G1", now: later })
      const record = (attemptedAt: Calendar.Instant, instant: Calendar.Instant) => crm.recordAttempt({ dealership, now: instant, call: callOf({ attemptedAt }) })
      for (const [attemptedAt, instant] of [[later + 1, later], [later - 10 * MINUTE - 1, later], [now - 5 * MINUTE - 1, now + MINUTE]] as const) {
        const refused = yield* Effect.flip(record(attemptedAt, instant))
        assert.strictEqual(refused._tag, "AttemptRefused", Calendar.formatInstant(Calendar.bogota, attemptedAt))
      }
      const refused = yield* Effect.flip(record(later + 1, later))
      assert.match(refused.message, /found 2024-03-20T10:10:00\.001-05:00, expected an instant from 2024-03-20T10:00:00-05:00 to 2024-03-20T10:10:00-05:00/)
      assert.strictEqual((yield* record(later - 10 * MINUTE, later)).put, "added")
    })))

  it.effect("never changes: another one under its id is refused where it is recorded and where it is imported", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      const records = yield* Records.Records
      const first = callOf({ outcome: "attended" })
      assert.deepStrictEqual(yield* crm.registerCalls(dealership, [first], now), [{ put: "added", differences: [] }])
      assert.deepStrictEqual(yield* crm.registerCalls(dealership, [first], now), [{ put: "unchanged", differences: [] }])
      const rewritten = { ...first, outcome: "not-attended" as const, comment: "Contestó Luz Marina" }
      const answers = yield* crm.registerCalls(dealership, [rewritten, callOf({ callId: "K2", outcome: "attended" })], now)
      assert.deepStrictEqual(answers.map(({ put }) => put), ["refused", "added"])
      assert.deepStrictEqual(answers[0]!.differences, [
        { field: "outcome", column: "outcome", found: "not-attended", kept: "attended" },
        { field: "comment", column: "comment", found: "", kept: undefined }
      ])
      const moved = yield* crm.registerCalls(dealership, [{ ...first, subjectId: "P2" }], now)
      assert.deepStrictEqual(moved[0]!.differences, [{ field: "subjectId", column: "subject_id", found: "P2", kept: undefined }], "it tells nothing of another subject")
      const recorded = yield* Effect.flip(crm.recordAttempt({ dealership, now, call: rewritten }))
      assert.strictEqual(recorded._tag, "AttemptDiffers")
      assert.deepStrictEqual((yield* records.callsById(dealership, ["K1"])).map(({ outcome }) => outcome), ["attended"])
      assert.strictEqual((yield* crm.verdict(dealership, "prospect", "P1", now)).verdict, "valid")
    })))

  it.effect("of two with one id in a file the first stands", () =>
    inMemory(Effect.gen(function*() {
      const crm = yield* begun
      const answers = yield* crm.registerCalls(dealership, [callOf({ outcome: "attended" }), callOf({ outcome: "refused" })], now)
      assert.deepStrictEqual(answers.map(({ put }) => put), ["added", "refused"])
    })))

  it.effect("from outside is refused before its record and in the future, where only timely ones are taken", () =>
    inMemory(Effect.gen(function*() {
      yield* begun
      const recordedAt = now - 5 * MINUTE
      const places = [recordedAt - 1, recordedAt, now, now + 1]
      const calls = places.map((attemptedAt, place) => callOf({ callId: `K${place}`, attemptedAt, outcome: "no-answer" }))
      const ofNoRecord = [now, now + 1].map((attemptedAt, place) => callOf({ callId: `N${place}`, subjectId: "P9", attemptedAt }))
      const registered = yield* VerificationAttempt.register(dealership, [...calls, ...ofNoRecord], now, Calendar.bogota, true)
      assert.deepStrictEqual(registered.map(({ put }) => put), ["refused", "added", "added", "refused", "added", "refused"])
      const latest = "2024-03-20T10:00:00-05:00"
      assert.deepStrictEqual(registered[0]!.untimely, { found: "2024-03-20T09:54:59.999-05:00", earliest: "2024-03-20T09:55:00-05:00", latest })
      assert.deepStrictEqual(registered[3]!.untimely, { found: "2024-03-20T10:00:00.001-05:00", earliest: "2024-03-20T09:55:00-05:00", latest })
      assert.deepStrictEqual(registered[5]!.untimely, { found: "2024-03-20T10:00:00.001-05:00", earliest: undefined, latest })
      const again = yield* VerificationAttempt.register(dealership, [calls[0]!], now, Calendar.bogota)
      assert.deepStrictEqual(again, [{ put: "added", differences: [] }], "all are taken otherwise")
    })))
})

describe("what an attempt is refused with", () => {
  const subject = { subjectType: "prospect", subjectId: "P1" } as const

  it("says what was found, what was expected and what to do", () => {
    assert.strictEqual(new VerificationAttempt.CallHeldByAnother(subject).message, "Another agent holds the call about prospect P1. Take another one, or wait until that lease ends.")
    assert.strictEqual(new VerificationAttempt.CallNotLeased({ ...subject, agentId: "G1" }).message, "The call about prospect P1 is not leased to G1, expected a lease of his. Take the next call from the queue first.")
    assert.strictEqual(new VerificationAttempt.OwnCall({ subjectType: "activity", subjectId: "V1", agentId: "A1" }).message, "A1 is the advisor of activity V1: expected another agent. Leave the call to another agent.")
    assert.strictEqual(
      new VerificationAttempt.AttemptRefused({ callId: "K1", found: "10:00", earliest: "11:00", latest: "12:00" }).message,
      "The attempt K1 can't be stored: found 10:00, expected an instant from 11:00 to 12:00. Record an attempt when it is made, and after its record. The CRM assistant imports attempts made elsewhere."
    )
    const differences = [{ field: "outcome", column: "outcome", found: "refused", kept: "attended" }, { field: "comment", column: "comment", found: "", kept: undefined }]
    assert.strictEqual(
      new VerificationAttempt.AttemptDiffers({ callId: "K1", differences }).message,
      "Another attempt has the id K1: found other values in outcome (on record: attended), comment, expected those on record. Record a new attempt under another id."
    )
  })
})
