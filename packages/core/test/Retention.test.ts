import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as fc from "fast-check"
import { DAY } from "../src/calendar/Calendar.ts"
import * as IntakeStore from "../src/service/IntakeStore.ts"
import * as Retention from "../src/service/Retention.ts"
import * as ServiceStore from "../src/service/ServiceStore.ts"

const D = "norte"
const BEGUN = 100 * DAY

/** What is stored on one day, and read again on another. */
const filled = Effect.gen(function*() {
  const serviceStore = yield* ServiceStore.ServiceStore
  const intakeStore = yield* IntakeStore.IntakeStore
  const message = { userId: "u", kind: "morning", to: "a@b.test", subject: "", text: "", html: "", isShown: true, createdAt: BEGUN, dueAt: BEGUN, attempts: 0 } as const
  yield* serviceStore.addMessages(D, [{ ...message, id: "sent", state: "sent" }, { ...message, id: "pending", state: "pending" }])
  yield* serviceStore.beginSession(D, { id: "s", holderId: "u", createdAt: BEGUN, expiresAt: BEGUN + DAY })
  const claim = { sender: "k", key: "1", request: "r", now: BEGUN, heldUntil: BEGUN + 1, expiresAt: BEGUN + DAY }
  const claimed = yield* serviceStore.claim(D, claim)
  if (claimed.kind === "new") yield* serviceStore.keepAnswer(D, { sender: "k", key: "1", attempt: claimed.attempt }, { status: 200, headers: {}, body: "" })
  yield* serviceStore.addSubscription(D, { id: "w", url: "https://a.test", events: [], secret: "", createdAt: BEGUN, cursor: 0 })
  yield* serviceStore.enqueue(D, "w", [1, 2].map((position) => ({ position, record: `${position}`, dueAt: BEGUN })), 2)
  const [first] = yield* serviceStore.takeDue(D, "w", BEGUN, BEGUN + 1, 1)
  yield* serviceStore.settle(D, "w", { ...first!, state: "delivered", attempts: 1, lastAttemptAt: BEGUN })
  yield* intakeStore.putImport(D, { id: "i", at: BEGUN, by: "AC", keyId: "k", kind: "prospects", state: "done", report: {}, rejected: [{ line: 2 }] })
  yield* intakeStore.addBatch(D, "i", { sequence: 1, kind: "prospects", added: ["P1"], changed: [] })
  return Effect.gen(function*() {
    const kept = Option.getOrThrow(yield* intakeStore.importOf(D, "i"))
    return {
      letters: (yield* serviceStore.messagesOf(D, "u", 9)).map(({ id }) => id).toSorted(),
      deliveries: (yield* serviceStore.deliveries(D, "w", { after: 0, limit: 9, state: undefined })).map(({ position }) => position),
      // As of when it had not ended: what is left of it is what is stored.
      sessions: (yield* serviceStore.sessionsOf(D, "u", BEGUN)).length,
      rejected: kept.rejected !== undefined,
      changes: (yield* intakeStore.batches(D, "i")).length
    }
  })
})

const layer = Layer.merge(ServiceStore.ServiceStore.layerMemory, IntakeStore.IntakeStore.layerMemory)

describe("retention", () => {
  it("keeps each thing for its own time and not longer, and what waits or did not arrive for good", () => {
    const days = fc.integer({ min: 1, max: 500 })
    const periods: fc.Arbitrary<Retention.Periods> = fc.record({ letterDays: days, deliveryDays: days, rejectedRowDays: days, importChangeDays: days })
    return fc.assert(fc.asyncProperty(periods, fc.integer({ min: 0, max: 600 }), fc.constantFrom(-1, 0, 1), (kept, passed, millis) =>
      Effect.runPromise(Effect.gen(function*() {
        const left = yield* filled
        const isOver = (after: number): boolean => passed * DAY + millis > after * DAY
        for (let round = 0; round < 2; round++) yield* Retention.forget(D, BEGUN + passed * DAY + millis, kept)
        assert.deepStrictEqual(yield* left, {
          letters: isOver(kept.letterDays) ? ["pending"] : ["pending", "sent"],
          deliveries: isOver(kept.deliveryDays) ? [2] : [1, 2],
          sessions: passed * DAY + millis >= DAY ? 0 : 1,
          rejected: !isOver(kept.rejectedRowDays),
          changes: isOver(kept.importChangeDays) ? 0 : 1
        })
      }).pipe(Effect.provide(layer)))), { numRuns: 60 })
  })

  it("frees the key of an answer that is over, and not before", () =>
    Effect.runPromise(Effect.gen(function*() {
      yield* Effect.asVoid(filled)
      const serviceStore = yield* ServiceStore.ServiceStore
      const again = (now: number) => serviceStore.claim(D, { sender: "k", key: "1", request: "other", now, heldUntil: now + 1, expiresAt: now + DAY })
      yield* Retention.forget(D, BEGUN + DAY - 1)
      assert.strictEqual((yield* again(BEGUN + DAY - 1)).kind, "different")
      yield* Retention.forget(D, BEGUN + DAY)
      assert.strictEqual((yield* again(BEGUN + DAY - 1)).kind, "new")
    }).pipe(Effect.provide(layer))))
})
