import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Memory from "../src/judging/columns/ColumnMemory.ts"

const second = fc.integer({ min: 0, max: 0xfffffffe }).map((seconds) => seconds * 1000)
const instant = fc.oneof(
  { weight: 20, arbitrary: second },
  { weight: 2, arbitrary: fc.constantFrom(Number.POSITIVE_INFINITY, 0xfffffffe * 1000, 0xffffffff * 1000, 0, -1000, 1500) },
  { weight: 1, arbitrary: fc.integer({ min: -8.64e15, max: 8.64e15 }) }
)

describe("a column of instants", () => {
  it("gives back what was put in, in whole seconds or not, here and over its array", () =>
    fc.assert(fc.property(fc.array(instant, { maxLength: 80 }), (instants) => {
      const column = Memory.instants(0)
      instants.forEach((at, index) => column.set(index, at))
      const adopted = Memory.adoptInstants(column.array)
      instants.forEach((at, index) => {
        assert.strictEqual(column.at(index), at)
        assert.strictEqual(adopted.at(index), at)
      })
    })))

  it("takes four bytes for a whole second, until one comes that is none", () => {
    const column = Memory.instants(16)
    column.set(0, 1_709_269_200_000)
    assert.strictEqual(column.array.BYTES_PER_ELEMENT, 4)
    column.set(1, 1_709_269_200_001)
    assert.strictEqual(column.array.BYTES_PER_ELEMENT, 8)
    assert.strictEqual(column.at(0), 1_709_269_200_000)
  })
})
