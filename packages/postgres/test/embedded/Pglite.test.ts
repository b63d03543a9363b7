import { Records } from "@crm-procedure/core/register/Records"
import type { IntakeStore } from "@crm-procedure/core/service/IntakeStore"
import { ServiceStore } from "@crm-procedure/core/service/ServiceStore"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { randomBytes } from "node:crypto"
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Pglite from "../../src/Pglite.ts"
import { fill, storedVerdict, prospect } from "../FilledDealership.ts"

let folder: string
let dataDir: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "crm-procedure-pglite-"))
  dataDir = join(folder, "deep", "data")
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const opened = <A, E>(use: Effect.Effect<A, E, Records | ServiceStore | IntakeStore>, directory = dataDir) => Effect.runPromise(Effect.provide(use, Pglite.layer({ dataDir: directory })))

describe("an embedded database", () => {
  it("has what it kept when its directory is opened again", async () => {
    await opened(fill("D1"))
    await opened(Effect.gen(function*() {
      const records = yield* Records
      assert.isTrue(Option.isSome(yield* records.prospect("D1", "P1")))
      assert.deepStrictEqual((yield* records.events("D1")).map(({ key }) => key), ["k"])
      assert.deepStrictEqual(yield* (yield* ServiceStore).dealerships, ["D1"])
      assert.deepStrictEqual(yield* Stream.runCollect(records.prospects("D2")), [])
    }))
  })

  it("takes thousands of records at once", async () => {
    const entries = Array.from({ length: 12_000 }, (_, number) => ({ record: prospect(`P${number}`, { interest: "Sedán ".repeat(40) }), storedVerdict: storedVerdict() }))
    await opened(Effect.gen(function*() {
      const records = yield* Records
      const puts = yield* records.putProspects("D3", entries, 1)
      assert.isTrue(puts.every((put) => put === "added"))
      assert.strictEqual((yield* Stream.runCollect(records.prospects("D3"))).length, entries.length)
    }))
  })

  it("is one process's, and says so to another", async () => {
    await opened(Effect.gen(function*() {
      const error = yield* Effect.flip(Effect.provide(Effect.flatMap(Records, () => Effect.void), Pglite.layer({ dataDir }), { local: true }))
      assert.strictEqual(error.reason._tag, "DirectoryUnusable")
      assert.include(error.message, "another process has it open")
    }))
    await opened(Effect.void)
  })

  it("goes on after a change that was interrupted", async () => {
    await opened(Effect.gen(function*() {
      const records = yield* Records
      yield* Effect.ignore(Effect.timeout(records.change("D4", Effect.andThen(records.putProspects("D4", [{ record: prospect("P1"), storedVerdict: storedVerdict() }], 1), Effect.never)), "50 millis"))
      assert.deepStrictEqual(yield* Stream.runCollect(records.prospects("D4")), [])
      assert.deepStrictEqual(yield* records.putProspects("D4", [{ record: prospect("P1"), storedVerdict: storedVerdict() }], 1), ["added"])
    }))
  })

  it("says why a directory can't be opened", async () => {
    const file = join(folder, "file")
    writeFileSync(file, "no directory")
    const error = await Effect.runPromise(Effect.flip(Effect.provide(Effect.flatMap(Records, () => Effect.void), Pglite.layer({ dataDir: file }))))
    assert.strictEqual(error.reason._tag, "DirectoryUnusable")
    assert.include(error.message, file)
  })
})

describe("the write-ahead log of an embedded database", () => {
  it("does not grow without end while it is open", async () => {
    const directory = join(folder, "growing")
    const segments = (): number => readdirSync(join(directory, "pg_wal")).filter((name) => /^[0-9A-F]{24}$/.test(name)).length
    // Two thirds of a segment each, of text that does not compress.
    const content = randomBytes(5 * 1_048_576).toString("hex")
    let most = 0
    await opened(Effect.gen(function*() {
      const records = yield* Records
      for (let sequence = 0; sequence < 18; sequence++) {
        const digest = `d${sequence}`
        yield* records.appendSnapshot("D1", { period: "2024-03", sequence, previousDigest: sequence === 0 ? "" : `d${sequence - 1}`, digest, content, closedAt: 1, closedBy: "E1" })
        most = Math.max(most, segments())
      }
    }), directory)
    assert.isAtLeast(most, 4)
    assert.isAtMost(most, 8)
  })
})
