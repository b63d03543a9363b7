/** Drawn samples and leased calls. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CLIENTS, declare, expectSame, subjectOf } from "./Contract.ts"
import type { Case } from "./Contract.ts"

export const cases: ReadonlyArray<Case> = [
  declare("verification", "keeps the one sample that was first, whoever draws at once", (records, dealership) =>
    Effect.gen(function*() {
      const kept = yield* Effect.all(
        Array.from({ length: CLIENTS }, (_, client) => records.keepSample(dealership, { period: "2024-03", seed: `s${client}`, drawnAt: client, selected: [] })),
        { concurrency: "unbounded" }
      )
      yield* expectSame("seeds answered", new Set(kept.map(({ seed }) => seed)).size, 1)
      yield* expectSame("the sample kept", Option.getOrNull(yield* records.sample(dealership, "2024-03")), kept[0])
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
    }))
]
