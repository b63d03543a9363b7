import { CrmProcedure } from "@crm-procedure/core/service/CrmProcedure"
import * as Records from "@crm-procedure/core/register/Records"
import * as VerdictUpkeep from "@crm-procedure/core/register/VerdictUpkeep"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { cpSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { Backup } from "../src/Backup.ts"
import * as Pglite from "../src/Pglite.ts"

const at = 1_709_650_800_000
const prospect = (number: number) => ({
  prospectId: `P${number}`,
  createdAt: at + number,
  advisorId: "A1",
  branchId: "S1",
  brandId: "B1",
  phone: "3004567890",
  stage: "open" as const
})

const sorted = (storedCounts: ReadonlyArray<{ readonly counts: Readonly<Record<string, number>> }>) => storedCounts.map(({ counts }) => Object.entries(counts).sort().join()).sort()

describe("a copy that is made while the database is written to", () => {
  it("opens with every change before one moment, whole, and with no other", async () => {
    const folder = mkdtempSync(join(tmpdir(), "crm-procedure-online-"))
    const copy = join(folder, "copy")
    try {
      const acknowledged = await Effect.runPromise(Effect.gen(function*() {
        const crm = yield* CrmProcedure
        const { copyTo } = yield* Backup
        let kept = 0
        const change = (number: number) =>
          Effect.map(crm.registerProspects("carrazos", [prospect(2 * number), prospect(2 * number + 1)], at + number), () => void kept++)
        for (let number = 0; number < 3; number++) yield* change(number)
        const before = kept
        const [bytes] = yield* Effect.all([copyTo(copy), Effect.forEach(Array.from({ length: 20 }, (_, place) => 3 + place), change, { discard: true })], { concurrency: "unbounded" })
        assert.isAbove(bytes, 1_000_000)
        assert.strictEqual(kept, 23)
        const again = yield* Effect.flip(copyTo(copy))
        assert.include(again.message, "expected a directory that is empty")
        return before
      }).pipe(Effect.provide(CrmProcedure.layer().pipe(Layer.provideMerge(Pglite.layer({ dataDir: join(folder, "data") }))))))
      await Effect.runPromise(Effect.gen(function*() {
        const records = yield* Records.Records
        const ids = (yield* Stream.runCollect(records.prospects("carrazos"))).map(({ record }) => Number(record.prospectId.slice(1))).sort((one, other) => one - other)
        assert.isAtLeast(ids.length, 2 * acknowledged)
        assert.deepStrictEqual(ids, Array.from({ length: 2 * Math.ceil(ids.length / 2) }, (_, number) => number))
        assert.deepStrictEqual(sorted((yield* records.monthState("carrazos", "2024-03")).storedCounts), sorted(yield* VerdictUpkeep.recount("carrazos")))
      }).pipe(Effect.provide(Pglite.layer({ dataDir: copy }))))
      assert.strictEqual(statSync(copy).mode & 0o777, 0o700)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe("a copied folder of a stopped server", () => {
  it("opens elsewhere with every record, the sums of their verdicts, and the chain", async () => {
    const folder = mkdtempSync(join(tmpdir(), "crm-procedure-backup-"))
    const run = <A, E>(name: string, effect: Effect.Effect<A, E, CrmProcedure | Records.Records>) =>
      Effect.runPromise(Effect.provide(effect, CrmProcedure.layer().pipe(Layer.provideMerge(Pglite.layer({ dataDir: join(folder, name) })))))
    try {
      const closedAt = Date.UTC(2024, 3, 2)
      const closed = await run("data", Effect.gen(function*() {
        const crm = yield* CrmProcedure
        yield* crm.registerProspects("carrazos", [prospect(1), prospect(2)], at + 1_000)
        return yield* crm.closePeriod({ dealership: "carrazos", period: "2024-03", asOf: closedAt, closedAt, by: { role: "crm-assistant", name: "E7" } })
      }))
      cpSync(join(folder, "data"), join(folder, "restored"), { recursive: true })
      await run("data", CrmProcedure.use((crm) => crm.registerProspects("carrazos", [prospect(3)], at + 2_000)))
      const restored = await run("restored", Effect.gen(function*() {
        const records = yield* Records.Records
        const ids = (yield* records.prospectsById("carrazos", ["P1", "P2", "P3"])).map(({ record }) => record.prospectId).sort()
        const kept = (yield* records.monthState("carrazos", "2024-03")).storedCounts
        return { ids, digests: (yield* records.snapshots("carrazos")).map(({ digest }) => digest), kept: sorted(kept), recount: sorted(yield* VerdictUpkeep.recount("carrazos")) }
      }))
      assert.deepStrictEqual(restored.ids, ["P1", "P2"])
      assert.deepStrictEqual(restored.digests, [closed.digest])
      assert.deepStrictEqual(restored.kept, restored.recount)
      assert.isNotEmpty(restored.kept)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
