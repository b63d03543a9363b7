import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { type Database, Unavailable } from "../src/internal/connection/Database.ts"
import type { Handles } from "../src/internal/service/Handles.ts"
import { KnownHashes } from "../src/internal/service/KnownHashes.ts"

interface Key {
  readonly dealership: string
  readonly hash: string
}

/** A cluster of two workers; `lost` is the dealership of the worker that is away. */
const cluster = (keys: ReadonlyArray<Key>) => {
  const state = { keys, lost: undefined as string | undefined, searches: 0 }
  const away = Effect.fail(new Unavailable({ detail: "the database does not answer" }))
  const found = (isAsked: (key: Key) => boolean) => Effect.succeed(state.keys.filter(isAsked))
  const database: Pick<Database, "read"> = {
    read: (dealership, _question, [hash] = []) => (dealership === state.lost ? away : found((key) => key.dealership === dealership && key.hash === hash)) as Effect.Effect<ReadonlyArray<never>, Unavailable>
  }
  const handles: Pick<Handles, "find"> = {
    find: (_, hash) => {
      state.searches++
      return Effect.map(found((key) => key.hash === hash), (all) => all.map(({ dealership }) => dealership))
    }
  }
  return { state, hashes: new KnownHashes<Key>(database, handles, "key", "access_keys", "hash") }
}

describe("a key's hash", () => {
  it("is looked up once, and found while another dealership's worker is away", async () => {
    const { hashes, state } = cluster([{ dealership: "D1", hash: "a" }, { dealership: "D2", hash: "b" }, { dealership: "D1", hash: "c" }])
    state.lost = "D2"
    for (const hash of ["a", "c", "a", "c"]) assert.strictEqual((await Effect.runPromise(hashes.find(hash)))?.dealership, "D1")
    assert.strictEqual(state.searches, 2)
    assert.strictEqual((await Effect.runPromise(Effect.flip(hashes.find("b"))))._tag, "Unavailable")
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
