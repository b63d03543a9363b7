/** The directory and the goals. */
import * as Effect from "effect/Effect"
import { declare, expectSame } from "./Contract.ts"
import type { Case } from "./Contract.ts"
import { directory, goal } from "./SampleRecords.ts"

export const cases: ReadonlyArray<Case> = [
  declare("directory", "gives back the directory and the goals as they were put, and replaces them whole", (records, dealership) =>
    Effect.gen(function*() {
      yield* records.putDirectory(dealership, directory)
      yield* records.putGoals(dealership, "2024-03", [goal])
      yield* expectSame("the directory", yield* records.directory(dealership), directory)
      yield* expectSame("the goals", yield* records.goals(dealership, "2024-03"), [goal])
      yield* records.putGoals(dealership, "2024-03", [])
      yield* expectSame("the goals replaced by none", yield* records.goals(dealership, "2024-03"), [])
    }))
]
