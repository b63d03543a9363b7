/** Stands in for `fast-check` in a mutation run: a law is tried on few cases, always the same. The full runs are those of `test`. */
import * as fc from "fast-check"

export * from "fast-check"

const MOST_RUNS = 25

fc.configureGlobal({ seed: 20240331, numRuns: MOST_RUNS })

/** Tries a property as fast-check does, on few cases. What a mutant breaks need not be shrunk. */
export const assert = (<Ts>(property: fc.IRawProperty<Ts>, parameters: fc.Parameters<Ts> = {}) =>
  fc.assert(property, { ...parameters, numRuns: Math.min(parameters.numRuns ?? MOST_RUNS, MOST_RUNS), endOnFailure: true })) as typeof fc.assert
