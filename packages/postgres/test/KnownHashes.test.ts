import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { type Database, Unavailable } from "../src/internal/connection/Database.ts"
import { KnownHashes } from "../src/internal/service/KnownHashes.ts"

interface Key {
  readonly dealership: string
  readonly hash: string
}

/** A cluster of two workers; `lost` is the dealership of the worker that is away. */
const cluster = (keys: ReadonlyArray<Key>) => {
  const state = { keys, lost: undefined as string | undefined }
  const away = Effect.fail(new Unavailable({ detail: "the database does not answer" }))
  const found = (isAsked: (key: Key) => boolean) => Effect.succeed(state.keys.filter(isAsked))
  const database: Pick<Database, "ask" | "read"> = {
    ask: (_sight, hash) => (state.lost === undefined ? found((key) => key.hash === hash) : away) as Effect.Effect<ReadonlyArray<never>, Unavailable>,
    read: (dealership, _question, [hash] = []) => (dealership === state.lost ? away : found((key) => key.dealership === dealership && key.hash === hash)) as Effect.Effect<ReadonlyArray<never>, Unavailable>
  }
  return { state, hashes: new KnownHashes<Key>(database as Database, "access_keys", "hash") }
}

describe("a key's hash", () => {
  it("is found while another dealership's worker is away, once it was found before", async () => {
    const { hashes, state } = cluster([{ dealership: "D1", hash: "a" }, { dealership: "D2", hash: "b" }, { dealership: "D1", hash: "c" }])
    for (const hash of ["a", "b"]) assert.strictEqual((await Effect.runPromise(hashes.find(hash)))?.hash, hash)
    state.lost = "D2"
    assert.strictEqual((await Effect.runPromise(hashes.find("a")))?.dealership, "D1")
    // One that is new may lie anywhere, and the other one lies on the worker that is away.
    for (const hash of ["b", "c"]) assert.strictEqual((await Effect.runPromise(Effect.flip(hashes.find(hash))))._tag, "Unavailable")
  })

  it("is not found any more when its key is gone, and is found where it went", async () => {
    const { hashes, state } = cluster([{ dealership: "D1", hash: "a" }])
    await Effect.runPromise(hashes.find("a"))
    state.keys = [{ dealership: "D2", hash: "a" }]
    assert.strictEqual((await Effect.runPromise(hashes.find("a")))?.dealership, "D2")
    state.keys = []
    for (let time = 0; time < 2; time++) assert.isUndefined(await Effect.runPromise(hashes.find("a")))
  })
})
