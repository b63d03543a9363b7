/** The dealership's policy and its own rule keep the laws of the procedure. */
import * as Calendar from "@crm-procedure/core/Calendar"
import { CrmProcedure } from "@crm-procedure/core/CrmProcedure"
import * as Records from "@crm-procedure/core/Records"
import * as RecordsContract from "@crm-procedure/testing/RecordsContract"
import { Laws } from "@crm-procedure/testing"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { afterAll, assert, describe, it } from "vitest"
import * as ExistingDatabase from "../src/ExistingDatabase.ts"
import * as OwnPolicy from "../src/OwnPolicy.ts"
import * as SqliteRecords from "../src/SqliteRecords.ts"

describe("the laws under the dealership's policy", () => {
  for (const law of Laws.all) it(`${law.name}: ${law.meaning.en}`, () => law.check({ policy: OwnPolicy.policy }, { numRuns: 20 }))
})

describe("the dealership's own rule", () => {
  it("stands in the printed procedure, for the brand that wants it", () => {
    assert.match(OwnPolicy.printed(), /licence\\?-category\\?-missing/)
  })
})

const { file, remove } = ExistingDatabase.inFile()
afterAll(remove)

const prospect = {
  prospectId: "CL-1", createdAt: Calendar.parseInstant("2024-03-05 09:00", Calendar.bogota)!, advisorId: "V07", branchId: "S1", brandId: OwnPolicy.COLIBRI,
  fullName: "Luz Marina Peña", phone: "310 200 0001", interest: "Moto 160", stage: "open"
} as const

describe("the file", () => {
  it("keeps records and verdicts when it is closed and opened again", async () => {
    const layer = () => CrmProcedure.layer([OwnPolicy.edition]).pipe(Layer.provideMerge(SqliteRecords.layer(file)))
    const now = prospect.createdAt + 3_600_000
    await Effect.runPromise(Effect.provide(CrmProcedure.use((crm) => crm.registerProspects("otun", [prospect], now)), layer()))
    const kept = await Effect.runPromise(Effect.provide(CrmProcedure.use((crm) => crm.storedProspect("otun", "CL-1")), layer()))
    assert.deepStrictEqual<object>({ ...kept.record }, prospect)
    assert.include(kept.judgement.reasons, "licence-category-missing")
  })
})

describe("an adapter that is broken on purpose", () => {
  it("does not pass the contract", async () => {
    const broken = Layer.effect(Records.Records, Effect.map(Records.Records, (records) =>
      Records.Records.of({ ...records, activities: (dealership) => Stream.drop(records.activities(dealership), 1) }))).pipe(
        Layer.provide(SqliteRecords.layerOver(ExistingDatabase.inMemory()))
      )
    const failed: Array<string> = []
    for (const { check, name } of RecordsContract.cases) await check(broken).catch(() => failed.push(name))
    assert.isNotEmpty(failed)
  })
})
