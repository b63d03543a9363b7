/** The adapter passes the storage contract, in memory and in a file. */
import * as Calendar from "@crm-procedure/core/calendar/Calendar"
import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as Records from "@crm-procedure/core/register/Records"
import * as RecordsContract from "@crm-procedure/testing/RecordsContract"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { afterAll, assert, describe, it } from "vitest"
import * as ExistingDatabase from "../src/ExistingDatabase.ts"
import * as OwnPolicy from "../src/OwnPolicy.ts"
import * as SqliteRecords from "../src/SqliteRecords.ts"

RecordsContract.suite("the dealership's tables in memory", SqliteRecords.layerOver(ExistingDatabase.inMemory()), { describe, it: (name, body) => it(name, body) })

const { file, remove } = ExistingDatabase.inFile()
afterAll(remove)

RecordsContract.suite("the dealership's tables in a file", SqliteRecords.layer(file), { describe, it: (name, body) => it(name, body) })

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
    assert.include(kept.storedVerdict.reasons, "licence-category-missing")
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
