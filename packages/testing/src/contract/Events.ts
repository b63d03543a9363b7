/** Events that are raised once. */
import type * as Records from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import { CLIENTS, declare, expectSame } from "./Contract.ts"
import type { Case } from "./Contract.ts"

export const cases: ReadonlyArray<Case> = [
  declare("events", "raises an event once, also when several raise it at once", (records, dealership) =>
    Effect.gen(function*() {
      const event = (key: string): Records.RaisedEvent => ({ key, type: "lead.escalated", at: 1, data: { prospectId: "P1" } })
      const raised = yield* Effect.all(
        Array.from({ length: CLIENTS }, () => records.raise(dealership, [event("a"), event("b")])),
        { concurrency: "unbounded" }
      )
      yield* expectSame("keys raised", raised.flat().map(({ key }) => key).toSorted(), ["a", "b"])
    })),
  declare("events", "gives them in the order in which they were raised, from a position on, so many at a time", (records, dealership) =>
    Effect.gen(function*() {
      const keys = ["c", "a", "b", "d"]
      for (const key of keys) yield* records.raise(dealership, [{ key, type: "lead.escalated", at: 1, data: {} }])
      const all = yield* records.events(dealership)
      yield* expectSame("their order", all.map(({ key }) => key), keys)
      yield* expectSame("positions rise", all.every(({ position }, place) => position > (all[place - 1]?.position ?? 0)), true)
      const some = yield* records.events(dealership, all[0]!.position, 2)
      yield* expectSame("two behind the first", some.map(({ key }) => key), ["a", "b"])
    })),
  declare("events", "gives the latest of a type since an instant, the last raised first", (records, dealership) =>
    Effect.gen(function*() {
      const event = (key: string, type: string, at: number): Records.RaisedEvent => ({ key, type, at, data: { prospectId: key } })
      yield* records.raise(dealership, [event("a", "verdict.changed", 1), event("b", "verdict.changed", 5), event("c", "lead.escalated", 6)])
      yield* records.raise(dealership, [event("d", "verdict.changed", 5), event("e", "verdict.changed", 7)])
      yield* records.raise(`${dealership} `, [event("f", "verdict.changed", 7)])
      const latest = (type: string, since: number, limit: number) =>
        Effect.map(records.latestEvents(dealership, type, since, limit), (events) => events.map(({ key }) => key))
      yield* expectSame("since the fifth millisecond", yield* latest("verdict.changed", 5, 10), ["e", "d", "b"])
      yield* expectSame("the last two", yield* latest("verdict.changed", 0, 2), ["e", "d"])
      yield* expectSame("of another type", yield* latest("lead.escalated", 0, 10), ["c"])
      yield* expectSame("none is so late", yield* latest("verdict.changed", 8, 10), [])
      const [last] = yield* records.latestEvents(dealership, "verdict.changed", 7, 1)
      yield* expectSame("as it was raised", last, (yield* records.events(dealership)).at(-1))
    }))
]
