import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as CsvText from "../src/identity/CsvText.ts"

/** Reads the cells of one row by the letter of RFC 4180. */
const cellsOf = (row: string, delimiter: CsvText.Delimiter): ReadonlyArray<string> => {
  const cells: Array<string> = []
  const cell = delimiter === "," ? /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|$)/gy : /(?:"((?:[^"]|"")*)"|([^";\r\n]*))(;|$)/gy
  for (let ended = false; !ended;) {
    const found = cell.exec(row)
    assert.isNotNull(found, JSON.stringify(row))
    cells.push(found![1]?.replaceAll("\"\"", "\"") ?? found![2]!)
    ended = found![3] === ""
  }
  assert.strictEqual(cell.lastIndex, row.length)
  return cells
}

const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("a", ",", ";", "\"", "\r", "\n", "=", "+", "-", "@", "\t", "'", " ", "\u00a0", "ñ"), maxLength: 8 }))
const delimiter = fc.constantFrom<CsvText.Delimiter>(",", ";")

describe("CsvText", () => {
  it("reads back as it was, with an apostrophe before what looks like a formula", () =>
    fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), delimiter, (cells, between) => {
      assert.deepStrictEqual(cellsOf(CsvText.row(cells, between), between), cells.map((one) => (/^[=+\-@\t\r]/.test(one) ? `'${one}` : one)))
    }), { numRuns: 2000 }))

  it("loses only the apostrophe that the writer put there", () =>
    fc.assert(fc.property(text.filter((one) => !/^'[=+\-@\t\r]/.test(one)), (one) => {
      assert.strictEqual(CsvText.withoutGuard(cellsOf(CsvText.cell(one), ",")[0]!), one)
    }), { numRuns: 2000 }))

  it.each(["=1+1", "+57", "-1", "@SUM(A1)", "\t=1"])("guards %j", (one) => {
    assert.strictEqual(CsvText.cell(one).replaceAll("\"", "")[0], "'")
  })

  it("quotes the delimiter in use only, and white space at either end", () => {
    assert.deepStrictEqual([CsvText.row(["a,b", "c;d", " e"]), CsvText.row(["a,b", "c;d", "e "], ";")], ["\"a,b\",c;d,\" e\"", "a,b;\"c;d\";\"e \""])
  })
})
