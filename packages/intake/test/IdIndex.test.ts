import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as IdIndex from "../src/internal/IdIndex.ts"

describe("an index of ids", () => {
  it("answers as a map of strings would", () => {
    const id = fc.oneof(fc.constantFrom("a", "b", "é", "e\u0301", "\ud800", "\ud801", "\ufffd", "\"\\ud800\"", ""), fc.string({ maxLength: 4 }), fc.string({ unit: "binary", maxLength: 100 }))
    fc.assert(fc.property(fc.array(id, { maxLength: 60 }), (ids) => {
      const index = IdIndex.make()
      const lines = new Map<string, number>()
      ids.forEach((id, i) => {
        assert.equal(index.firstLine(id, i + 2), lines.get(id) ?? 0)
        if (!lines.has(id)) lines.set(id, i + 2)
      })
      assert.equal(index.size(), lines.size)
    }), { numRuns: 1000 })
  })
  it("tells ids apart whose hashes are the same: of so many, some must be", () => {
    const index = IdIndex.make()
    let repeated = 0
    for (let i = 0; i < 400_000; i++) if (index.firstLine((Math.imul(i, 0x9e3779b1) >>> 0).toString(36), i + 2) !== 0) repeated++
    assert.equal(repeated, 0)
  })
  it("keeps a hundred thousand in less than fifty bytes each, and forgets none while it grows", () => {
    const index = IdIndex.make()
    const count = 100_000
    for (let i = 0; i < count; i++) assert.equal(index.firstLine(`P${String(i).padStart(9, "0")}`, i + 2), 0)
    for (let i = 0; i < count; i += 7) assert.equal(index.firstLine(`P${String(i).padStart(9, "0")}`, 1), i + 2)
    assert.equal(index.size(), count)
    assert.isBelow(index.bytes() / count, 50)
  })
})
