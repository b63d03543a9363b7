/** The laws on few cases, for mutants that no unit test kills. Run by `npx pnpm@12 mutation` only. */
import * as Laws from "@crm-procedure/testing/Laws"
import { describe, it } from "@effect/vitest"

describe("laws, on few cases", () => {
  for (const law of Laws.all) it(law.name, () => law.check({}, { numRuns: 10 }))
})
