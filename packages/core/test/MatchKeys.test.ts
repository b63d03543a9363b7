/** Clues that lead to what bears on records. */
import type { ProspectClue } from "@crm-procedure/core/register/Records"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as MatchKeys from "../src/register/internal/MatchKeys.ts"

const clue: fc.Arbitrary<ProspectClue> = fc.record({
  matchKey: fc.constantFrom("phone", "advisor"),
  value: fc.constantFrom("A1", "A2"),
  since: fc.integer({ min: 0, max: 40 }),
  length: fc.integer({ min: 0, max: 9 })
}).map(({ length, since, ...key }) => ({ ...key, since, until: since + length }))

const leadsTo = (clues: ReadonlyArray<ProspectClue>): ReadonlySet<string> =>
  new Set(clues.flatMap(({ matchKey, since, until, value }) => Array.from({ length: until - since + 1 }, (_, after) => `${matchKey} ${value} ${since + after}`)))

describe("merged clues", () => {
  it("lead to the same prospects, to each by one clue of a key alone", () => {
    fc.assert(fc.property(fc.array(clue, { maxLength: 12 }), (clues) => {
      const merged = MatchKeys.merged(clues)
      assert.deepStrictEqual(leadsTo(merged), leadsTo(clues))
      assert.strictEqual(merged.reduce((sum, { since, until }) => sum + until - since + 1, 0), leadsTo(clues).size)
    }))
  })
})
