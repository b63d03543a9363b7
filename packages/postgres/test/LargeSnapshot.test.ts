/** The snapshot of a month of millions of records: larger than what one row may bring over a connection. */
import { Records } from "@crm-procedure/core/register/Records"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Pglite from "../src/Pglite.ts"
import * as Postgres from "../src/Postgres.ts"
import { PostgresServer } from "./PostgresServer.ts"

let server: PostgresServer
beforeAll(async () => {
  server = await PostgresServer.start()
})
afterAll(() => server.stop())

/** 40 MB with characters of one to four bytes, so that pieces end within some; and the smallest ones. */
const contents = ["😀ñ\uFEFFP-2024-03-000001,valid,,\n".repeat(1_150_000), "", "\uFEFF{}"]

const keepsThem = async (storage: Layer.Layer<Records, unknown>): Promise<void> =>
  Effect.runPromise(Effect.gen(function*() {
    const records = yield* Records
    const snapshots = contents.map((content, sequence) => ({ period: "2024-03", sequence, previousDigest: sequence === 0 ? "" : `d${sequence - 1}`, digest: `d${sequence}`, content, closedAt: 1, closedBy: "E7" }))
    for (const snapshot of snapshots) yield* records.appendSnapshot("carrazos", snapshot)
    assert.deepEqual((yield* records.chain("carrazos")).map(({ digest }) => digest), ["d0", "d1", "d2"])
    for (const snapshot of snapshots) {
      const kept = Option.getOrThrow(yield* records.snapshot("carrazos", snapshot.sequence))
      assert.isTrue(kept.content === snapshot.content, `${kept.content.length} of ${snapshot.content.length} characters`)
    }
    const all = yield* records.snapshots("carrazos")
    assert.isTrue(all.every(({ content }, sequence) => content === contents[sequence]) && all.length === contents.length)
    assert.isTrue(Option.isNone(yield* records.snapshot("otra", 0)))
  }).pipe(Effect.provide(storage)))

describe("a snapshot of tens of megabytes", () => {
  it("is read back from Postgres as it was kept", async () => {
    await keepsThem(Postgres.layer({ url: Redacted.make(await server.createDatabase("large_snapshot")), maxConnections: 2 }))
  })

  it("is read back from PGlite as it was kept", () => keepsThem(Pglite.layer()))
})
