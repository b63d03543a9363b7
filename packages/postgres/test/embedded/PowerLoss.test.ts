// Before what it watches.
import * as Disk from "./Disk.ts"
import { Records } from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as Policy from "@crm-procedure/core/policy/Policy"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Pglite from "../../src/Pglite.ts"
import { activity, prospect } from "../FilledDealership.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crm-procedure-power-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const dealership = "carrazos"
const register: VerdictUpkeep.VerdictUpkeep = { dealership, policyOf: () => Policy.gcPro05 }
const registered = (number: number) =>
  VerdictUpkeep.put(register, { prospects: [prospect(`P${number}`)], activities: [activity(`C${number}`, { prospectId: `P${number}` })] }, 1_709_650_900_000 + number)

const opened = <A, E>(directory: string, use: Effect.Effect<A, E, Records>) => Effect.runPromise(Effect.provide(use, Pglite.layer({ dataDir: join(folder, directory) })))

/** What is there, and whether the stored counts are those of the records. */
const found = Effect.gen(function*() {
  const records = yield* Records
  const text = (all: ReadonlyArray<object>): string => all.map((one) => JSON.stringify(one)).sort().join("\n")
  const prospects = yield* Stream.runCollect(records.prospects(dealership))
  const activities = yield* Stream.runCollect(records.activities(dealership))
  const counts = (yield* records.monthState(dealership, "2024-03")).storedCounts
  return {
    prospects: prospects.map(({ record }) => Number(record.prospectId.slice(1))).sort((one, other) => one - other),
    activities: activities.map(({ record }) => Number(record.activityId.slice(1))).sort((one, other) => one - other),
    isCounted: text(counts.map(({ counts, ...one }) => ({ ...one, counts: Object.entries(counts).sort() }))) ===
      text((yield* VerdictUpkeep.recount(dealership)).map(({ counts, ...one }) => ({ ...one, counts: Object.entries(counts).sort() })))
  }
})

const LOSSES = 3
const WRITES = 15

describe("a power loss", () => {
  it("takes no acknowledged write, and leaves none half there", async () => {
    const numbers: Array<number> = []
    const expected = new Map<number, ReadonlyArray<number>>()
    await opened("data", Effect.gen(function*() {
      for (let loss = 0; loss < LOSSES; loss++) {
        for (let write = 0; write < WRITES; write++) {
          const number = loss * WRITES + write
          const before = Disk.syncsSoFar()
          yield* registered(number)
          assert.isAbove(Disk.syncsSoFar(), before, "a write was acknowledged before anything was synced")
          numbers.push(number)
        }
        Disk.losePower(join(folder, "data"), join(folder, `left ${loss}`), loss)
        expected.set(loss, [...numbers])
      }
    }))
    for (const [loss, kept] of expected) {
      const left = await opened(`left ${loss}`, found)
      assert.deepStrictEqual(left, { prospects: kept, activities: kept, isCounted: true }, `loss ${loss}`)
    }
  })

  it("right after the directory was made leaves a database that opens", async () => {
    await Effect.runPromise(Pglite.prepare(join(folder, "new")))
    Disk.losePower(join(folder, "new"), join(folder, "left new"), 0)
    const left = await opened("left new", Effect.andThen(registered(1), found))
    assert.deepStrictEqual(left.prospects, [1])
  })
})
