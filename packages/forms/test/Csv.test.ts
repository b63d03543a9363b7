import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Csv from "../src/Csv.ts"

/** RFC 4180, read by the letter. */
const read = (text: string): ReadonlyArray<ReadonlyArray<string>> => {
  const lines: Array<Array<string>> = []
  let at = 0
  while (at < text.length) {
    const cells: Array<string> = []
    for (;;) {
      const [whole, quoted, bare] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))/.exec(text.slice(at)) as RegExpExecArray
      cells.push(quoted === undefined ? bare as string : quoted.replaceAll("\"\"", "\""))
      at += whole.length
      if (text[at] !== ",") break
      at++
    }
    assert.strictEqual(text.slice(at, at + 2), "\r\n")
    at += 2
    lines.push(cells)
  }
  return lines
}

const cellText = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("a", ",", "\"", "\r", "\n", "=", "+", "-", "@", "\t", "'") }))

describe("Csv", () => {
  it("is read back as it was, but for the apostrophe before what looks like a formula", () =>
    fc.assert(fc.property(fc.array(fc.array(cellText, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (lines) => {
      assert.deepStrictEqual(
        read(lines.map(Csv.line).join("")),
        lines.map((cells) => cells.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)))
      )
    })))

  it("lets no cell begin with a character that a spreadsheet takes for a formula", () => {
    for (const text of ["=1+1", "+57", "-1", "@SUM(A1)", "\t=1", "\r=1"]) {
      assert.strictEqual(read(Csv.line([text]))[0]?.[0], `'${text}`)
    }
  })
})
