import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Hash from "../src/identity/internal/Hash.ts"

const hash = (text: string, seed?: number): bigint => {
  const out = new Uint32Array(2)
  Hash.hashInto(text, out, seed)
  return (BigInt(out[1]!) << 32n) | BigInt(out[0]!)
}

/** How many keys share a lane's value, and a pair's, with an earlier one. */
const collisionsOf = (count: number, key: (index: number) => string): readonly [first: number, second: number, both: number] => {
  const out = new Uint32Array(2)
  const first = new Uint32Array(count)
  const second = new Uint32Array(count)
  const both = new BigUint64Array(count)
  const pair = new Uint32Array(both.buffer)
  for (let index = 0; index < count; index++) {
    Hash.hashInto(key(index), out)
    first[index] = out[0]!
    second[index] = out[1]!
    pair[2 * index] = out[0]!
    pair[2 * index + 1] = out[1]!
  }
  const repeats = (values: Uint32Array | BigUint64Array): number => {
    values.sort()
    let found = 0
    for (let index = 1; index < values.length; index++) if (values[index] === values[index - 1]) found++
    return found
  }
  return [repeats(first), repeats(second), repeats(both)]
}

const MILLION = 1_000_000

describe("the hash of a text", () => {
  // A random 32 bit lane repeats about n²/2³³ = 116 times in a million; 60 to 190 is five standard deviations either way.
  const families: ReadonlyArray<readonly [string, (index: number) => string]> = [
    ["sequential ids", (index) => `P${String(index).padStart(8, "0")}`],
    ["plain numbers", (index) => String(index)],
    ["cédulas", (index) => `CC:${1_000_000_000 + 7 * index}`],
    ["phones", (index) => `+57300${String(index * 9).padStart(7, "0")}`],
    ["e-mails", (index) => `cliente${index}@correo${index % 10}.com.co`],
    ["ids that differ at both ends", (index) => `${index % 1000}-actividad-${Math.floor(index / 1000)}`],
    ["uuids that count", (index) => `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`],
    ["wide units", (index) => String.fromCharCode(0x4e00 + (index % 1000), 0x4e00 + Math.floor(index / 1000))]
  ]
  for (const [name, key] of families) {
    it(`tells a million ${name} apart, with lanes as good as chance`, () => {
      const [first, second, both] = collisionsOf(MILLION, key)
      assert.strictEqual(both, 0)
      for (const lane of [first, second]) {
        assert.isAtLeast(lane, 60)
        assert.isAtMost(lane, 190)
      }
    })
  }

  it("changes every bit half of the time when one bit of the text changes", () => {
    const one = new Uint32Array(2)
    const other = new Uint32Array(2)
    for (const length of [1, 2, 7, 10, 31]) {
      const flips = new Float64Array(64)
      const rounds = 4000
      for (let round = 0; round < rounds; round++) {
        const units = Array.from({ length }, (_, index) => 32 + ((round * 31 + index * 17 + round * index) % 90))
        Hash.hashInto(String.fromCharCode(...units), one, round)
        units[round % length]! ^= 1 << (round % 7)
        Hash.hashInto(String.fromCharCode(...units), other, round)
        for (let bit = 0; bit < 64; bit++) flips[bit]! += ((one[bit >> 5]! ^ other[bit >> 5]!) >>> (bit & 31)) & 1
      }
      // 4,000 throws of a coin: 0.45 to 0.55 is six standard deviations.
      for (let bit = 0; bit < 64; bit++) {
        assert.isAbove(flips[bit]! / rounds, 0.45, `bit ${bit} of texts of ${length}`)
        assert.isBelow(flips[bit]! / rounds, 0.55, `bit ${bit} of texts of ${length}`)
      }
    }
  })

  it("has lanes that say different things", () => {
    const out = new Uint32Array(2)
    let agreeing = 0
    for (let index = 0; index < 10_000; index++) {
      Hash.hashInto(String(index), out)
      for (let bit = 0; bit < 32; bit++) agreeing += 1 & ~((out[0]! ^ out[1]!) >>> bit)
    }
    assert.approximately(agreeing / 320_000, 0.5, 0.01)
  })

  it("depends on the seed, the length and the order", () => {
    const lanes = fc.tuple(fc.string(), fc.integer(), fc.integer())
    fc.assert(fc.property(lanes, ([text, one, other]) => {
      assert.strictEqual(hash(text, one) === hash(text, other), one === other)
      assert.strictEqual(hash(text), hash(text, 0))
    }))
    const texts = ["", "\0", "\0\0", "\0\0\0", "a", "a\0", "\0a", "ab", "ba", "abcd", "cdab", "aab", "aba"]
    assert.strictEqual(new Set(texts.map((text) => hash(text))).size, texts.length)
  })

  it("of a range, and of units, is that of the text that they are", () => {
    const out = new Uint32Array(2)
    const units = new Uint16Array(128)
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.nat(80), fc.nat(80), fc.integer(), (text, one, other, seed) => {
      const from = Math.min(one, other, text.length)
      const to = Math.min(Math.max(one, other), text.length)
      const expected = new Uint32Array(2)
      Hash.hashInto(text.slice(from, to), expected, seed)
      Hash.hashRange(text, from, to, out, seed)
      assert.deepStrictEqual(out, expected)
      for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index)
      Hash.hashUnits(units, from, to, out, seed)
      assert.deepStrictEqual(out, expected)
    }))
  })
})
