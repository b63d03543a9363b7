import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import type { Rejection } from "../src/CanonicalFile.ts"
import * as CsvCell from "../src/CsvCell.ts"
import { split } from "../src/internal/CsvRows.ts"
import * as RejectedRows from "../src/RejectedRows.ts"

const rejection: Rejection = {
  line: 7,
  faults: [
    { column: "created_at", found: "=1+1, \"hoy\"\nmañana", expected: { es: "una fecha, que exista", en: "an existing date" } },
    { column: "phone", found: "", expected: { es: "-", en: "@" } }
  ]
}

describe("the rejected rows of a file", () => {
  it("are a line a fault, under a header that is always there, in Spanish or English", () => {
    assert.equal(RejectedRows.file([]), "line,column,found,expected\n")
    assert.equal(
      RejectedRows.file([rejection]),
      "line,column,found,expected\n7,created_at,\"'=1+1, \"\"hoy\"\"\nmañana\",\"una fecha, que exista\"\n7,phone,,'-\n"
    )
    assert.equal(RejectedRows.file([rejection], "en").split("\n").at(-2), "7,phone,,'@")
    assert.equal(RejectedRows.file([rejection, rejection]), RejectedRows.header + RejectedRows.lines(rejection) + RejectedRows.lines(rejection))
  })
  it("have the file's name after theirs", () => {
    assert.equal(RejectedRows.fileName("prospects.csv"), "rejected-prospects.csv")
  })
})

describe("a cell", () => {
  const cell = fc.array(fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "'", "\"", ",", ";", "a", " ", "é"), { maxLength: 6 }).map((letters) => letters.join(""))
  const inQuotes = (written: string): string => split(`${written}\n`, 0, written.length, 44)[0]!

  it("is one cell of one row, whatever it holds", () => {
    fc.assert(fc.property(cell, cell, (one, other) => {
      const row = CsvText.row([one, other])
      assert.equal(split(`${row}\n`, 0, row.length, 44).length, 2)
    }), { numRuns: 2000 })
  })
  it("is read as it was before it was written, when trimmed and not itself guarded", () => {
    fc.assert(fc.property(cell.filter((text) => text === text.trimEnd() && (text === text.trimStart() || /^[\t\r]/.test(text)) && !/^'[=+\-@\t\r]/.test(text)), (text) => {
      assert.equal(CsvCell.read(inQuotes(CsvText.cell(text))) ?? "", text)
    }), { numRuns: 2000 })
  })
})
