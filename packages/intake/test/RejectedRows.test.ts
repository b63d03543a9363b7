import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as CsvText from "@crm-procedure/core/identity/CsvText"
import * as WrittenText from "@crm-procedure/core/identity/WrittenText"
import type { Rejection } from "../src/CanonicalFile.ts"
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
  it("are a line a fault, under a header that is always there", () => {
    assert.equal(RejectedRows.file([], "en"), "line,column,found,expected\n")
    assert.equal(
      RejectedRows.file([rejection], "en"),
      "line,column,found,expected\n7,created_at,\"'=1+1, \"\"hoy\"\"\nmañana\",an existing date\n7,phone,,'@\n"
    )
    assert.equal(RejectedRows.file([rejection, rejection], "en"), RejectedRows.header("en") + RejectedRows.lines(rejection, "en") + RejectedRows.lines(rejection, "en"))
  })
  it("are in Spanish a file that a Colombian spreadsheet opens with a double click", () => {
    assert.equal(
      RejectedRows.file([rejection], "es"),
      "\uFEFFlínea;columna;encontrado;esperado\n7;created_at;\"'=1+1, \"\"hoy\"\"\nmañana\";una fecha, que exista\n7;phone;;'-\n"
    )
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
  it("is read as it was before it was written, where it is clean and does not begin with an apostrophe", () => {
    fc.assert(fc.property(cell.filter((text) => !text.startsWith("'") && WrittenText.clean(`'${text}`) === text), (text) => {
      assert.equal(WrittenText.clean(inQuotes(CsvText.cell(text))), text)
    }), { numRuns: 2000 })
  })
})
