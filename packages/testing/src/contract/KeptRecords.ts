/** Records one by one and all of them. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { CLIENTS, declare, everything, expectSame } from "./Contract.ts"
import type { Case } from "./Contract.ts"
import { activityOf, directory, entryOf, judgementOf, prospectOf } from "./SampleRecords.ts"

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
      const expected = { record: changed, judgement: judgementOf(), receivedAt: 1, revision: 1 }
      yield* expectSame("the record by its id", Option.getOrNull(yield* records.prospect(dealership, "P1")), expected)
      yield* expectSame("the record among all", yield* Stream.runCollect(records.prospects(dealership)), [expected])
      yield* expectSame("an unknown id", Option.isNone(yield* records.prospect(dealership, "P2")), true)
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
    }))
]
