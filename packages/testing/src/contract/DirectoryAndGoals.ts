/** The directory and the goals. */
import * as Effect from "effect/Effect"
import { declare, expectSame } from "./Contract.ts"
import type { Case } from "./Contract.ts"
import { directory, goal, wholeDirectory } from "./SampleRecords.ts"

export const cases: ReadonlyArray<Case> = [
  declare("directory", "gives back the directory and the goals as they were put, and replaces them whole", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putDirectory(dealership, directory)
      yield* records.putGoals(dealership, "2024-03", [goal])
      yield* expectSame("the directory", yield* records.directory(dealership), directory)
      yield* expectSame("the goals", yield* records.goals(dealership, "2024-03"), [goal])
      yield* records.putGoals(dealership, "2024-03", [])
      yield* expectSame("the goals replaced by none", yield* records.goals(dealership, "2024-03"), [])
    })),
  declare("directory", "keeps every field of the directory in its order, and of the one before nothing", (records, dealership) =>
    Effect.gen(function*() {
      const turned = { branches: wholeDirectory.branches.toReversed(), brands: wholeDirectory.brands.toReversed(), employees: wholeDirectory.employees.toReversed() }
      const given = [directory, wholeDirectory, turned, { branches: [], brands: [], employees: [] }, wholeDirectory]
      for (const [place, one] of given.entries()) {
        yield* records.putDirectory(dealership, one)
        yield* expectSame(`directory ${place}`, yield* records.directory(dealership), one)
      }
    })),
  declare("directory", "replaces the goals of one period and no other's", (records, dealership) =>
    Effect.gen(function*() {
      const other = { ...goal, period: "2024-02" }
      yield* records.putGoals(dealership, "2024-02", [other])
      yield* records.putGoals(dealership, "2024-03", [goal])
      yield* records.putGoals(dealership, "2024-03", [])
      yield* expectSame("the goals of the month before", yield* records.goals(dealership, "2024-02"), [other])
    }))
]
