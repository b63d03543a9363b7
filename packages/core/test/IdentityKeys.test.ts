/** Keys of people, and the set in which the directory keeps its employees'. */
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as IdentityKeys from "../src/identity/internal/IdentityKeys.ts"

const keysOf = (...lanes: ReadonlyArray<number>): IdentityKeys.Keys => Uint32Array.from(lanes)

describe("a set of keys", () => {
  it("has a key of its own kind, in both lanes, and never an absent one", () => {
    const set = new IdentityKeys.KeySet()
    set.add(keysOf(1, 2, 0, 0, 5, 6))
    set.add(keysOf(1, 3, 0, 7, 0, 0))
    assert.isTrue(set.hasAny(keysOf(1, 2, 0, 0, 0, 0)))
    assert.isTrue(set.hasAny(keysOf(1, 3, 9, 9, 9, 9)))
    assert.isTrue(set.hasAny(keysOf(9, 9, 0, 7, 0, 0)))
    assert.isTrue(set.hasAny(keysOf(0, 0, 0, 0, 5, 6)))
    assert.isFalse(set.hasAny(keysOf(1, 4, 1, 2, 1, 2)))
    assert.isFalse(set.hasAny(keysOf(5, 6, 0, 0, 0, 0)))
    assert.isFalse(set.hasAny(keysOf(0, 0, 0, 0, 0, 0)))
  })

  it("has what was added, and nothing else", () => {
    const lane = fc.nat(3)
    const keys = fc.tuple(lane, lane, lane, lane, lane, lane)
    fc.assert(fc.property(fc.array(keys, { maxLength: 6 }), keys, (added, sought) => {
      const set = new IdentityKeys.KeySet()
      for (const one of added) set.add(keysOf(...one))
      const isIn = [0, 2, 4].some((at) => (sought[at] !== 0 || sought[at + 1] !== 0) && added.some((one) => one[at] === sought[at] && one[at + 1] === sought[at + 1]))
      assert.strictEqual(set.hasAny(keysOf(...sought)), isIn)
    }))
  })
})

describe("the keys of a person", () => {
  it("are a phone's digits and hashes of e-mail and document, all zero where there is none or it is invalid", () => {
    assert.deepStrictEqual([...IdentityKeys.of({})], [0, 0, 0, 0, 0, 0])
    assert.deepStrictEqual([...IdentityKeys.of({ phone: "12", email: "ana@", documentType: "CC", documentNumber: "1" })], [0, 0, 0, 0, 0, 0])
    const keys = IdentityKeys.of({ phone: "300 456 7890" })
    assert.strictEqual(keys[0]! + keys[1]! * 2 ** 32, 573_004_567_890)
    assert.deepStrictEqual(IdentityKeys.of({ email: "Ana@Correo.CO" }), IdentityKeys.of({ email: " ana@correo.co " }))
  })
})
