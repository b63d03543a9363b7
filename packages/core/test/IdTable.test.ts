import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { IdTable } from "../src/judging/columns/IdTable.ts"
import { idOrder, timeOrder } from "../src/judging/columns/TimeOrder.ts"

const uuid = fc.uuid()
const numbered = fc.tuple(fc.constantFrom("P-2024-03-", "A", "", "ñ-", "😀", "=", "x1y"), fc.integer({ min: 0, max: 12_000 }), fc.integer({ min: 0, max: 11 }))
  .map(([prefix, number, width]) => `${prefix}${String(number).padStart(width, "0")}`)
const odd = fc.constantFrom("a", "aa", "Z", "é", "e\u0301", "\uffff", "\u{10000}", "0", "00", "000000000", "0000000000", "999999999", "9999999999",
  "123e4567-e89b-12d3-a456-426614174000", "123E4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-42661417400", "-1", "1-", " ", "a\nb", "😀".repeat(64), `${"😀".repeat(63)}😁`, `${"😀".repeat(63)}é`, "😀".repeat(63), "\ufeffx", "x")
const id = fc.oneof({ weight: 4, arbitrary: numbered }, { weight: 2, arbitrary: uuid }, { weight: 2, arbitrary: odd }, fc.string({ unit: "grapheme", minLength: 1, maxLength: 64 }))
const ids = fc.array(id, { maxLength: 120 })

/** Code point order by definition. */
const compare = (one: string, other: string): number => {
  const [first, second] = [Array.from(one, (c) => c.codePointAt(0)!), Array.from(other, (c) => c.codePointAt(0)!)]
  for (let at = 0; at < Math.min(first.length, second.length); at++) if (first[at] !== second[at]) return first[at]! - second[at]!
  return first.length - second.length
}

describe("IdTable", () => {
  it("keeps each id once, in the order of arrival, and gives it back as it was", () => {
    fc.assert(fc.property(ids, (given) => {
      const table = new IdTable(0)
      const seen = new Map<string, number>()
      for (const one of given) {
        const known = seen.get(one)
        assert.strictEqual(table.add(one), known === undefined ? seen.size : -1 - known)
        if (known === undefined) seen.set(one, seen.size)
      }
      assert.strictEqual(table.count, seen.size)
      for (const [one, entry] of seen) {
        assert.strictEqual(table.text(entry), one)
        assert.strictEqual(table.find(one), entry)
      }
    }), { numRuns: 400 })
  })

  it("finds nothing that was not added", () => {
    fc.assert(fc.property(ids, id, (given, sought) => {
      const table = new IdTable(0)
      given.filter((one) => one !== sought).forEach((one) => table.add(one))
      assert.strictEqual(table.find(sought), -1)
    }), { numRuns: 400 })
  })

  it("finds the same with and without its index, and from another table or thread", () => {
    fc.assert(fc.property(ids, ids, (given, others) => {
      const table = new IdTable(0)
      given.forEach((one) => table.intern(one))
      const sought = [...given.slice(0, 9), ...others.slice(0, 9)]
      const found = [...table.findAll(sought)]
      assert.deepStrictEqual(found, sought.map((one) => table.find(one)))
      table.closeIndex()
      assert.deepStrictEqual([...table.findAll(sought)], found)
      const other = new IdTable(0)
      others.forEach((one) => other.intern(one))
      const match = table.matcher(other)
      for (let entry = 0; entry < other.count; entry++) assert.strictEqual(match(entry), table.find(other.text(entry)))
      const copy = IdTable.fromColumns(table.columns())
      assert.deepStrictEqual(sought.map((one) => copy.find(one)), found)
    }), { numRuns: 200 })
  })

  it("compares and sorts by code point", () => {
    fc.assert(fc.property(ids, (given) => {
      const table = new IdTable(0)
      given.forEach((one) => table.intern(one))
      const texts = Array.from({ length: table.count }, (_, entry) => table.text(entry))
      const order = idOrder(Uint32Array.from(texts.keys()), table)
      assert.deepStrictEqual([...order].map((entry) => texts[entry]), texts.toSorted(compare))
      for (let entry = 1; entry < texts.length; entry++) {
        assert.strictEqual(Math.sign(table.compare(entry - 1, entry)), Math.sign(compare(texts[entry - 1]!, texts[entry]!)))
      }
    }), { numRuns: 200 })
  })

  it("keeps a hundred thousand ids, in order and shuffled", () => {
    const table = new IdTable(16)
    for (let n = 0; n < 100_000; n++) assert.strictEqual(table.add(`A-2024-03-${String((n * 7919) % 100_003).padStart(7, "0")}`), n)
    assert.strictEqual(table.add(`A-2024-03-${String(7919).padStart(7, "0")}`), -2)
  })
})

describe("timeOrder", () => {
  it("sorts by instant, then id, whatever the span of the instants", () => {
    const instants = fc.oneof(fc.integer({ min: 1_709_000_000_000, max: 1_709_000_000_050 }), fc.integer({ min: -62_000_000_000_000, max: 253_402_300_799_999 }))
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(id, instants), { selector: ([one]) => one, maxLength: 80 }), (records) => {
      const table = new IdTable(0)
      records.forEach(([one]) => table.add(one))
      const order = timeOrder({ at: (index) => records[index]![1] }, records.length, table)
      const expected = [...records.keys()].sort((one, other) => records[one]![1] - records[other]![1] || compare(records[one]![0], records[other]![0]))
      assert.deepStrictEqual([...order], expected)
    }), { numRuns: 300 })
  })
})
