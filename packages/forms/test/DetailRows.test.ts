import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import type * as FormData from "../src/data/FormData.ts"
import * as ProspectValidityReport from "../src/gc-for-06/ProspectValidityReport.ts"
import * as Demo from "./demoMonth.ts"
import { keepingSink, readWorkbook } from "./workbookReader.ts"

type Line = FormData.ProspectLine

const encoder = new TextEncoder()
const demo = Demo.prospectValidity(3, 40)

/** The demonstration's lines under ids of our choice. */
const withIds = (ids: ReadonlyArray<string>): FormData.Detail<Line> => ({
  count: ids.length,
  line: (index, into) => {
    demo.detail.line(index % 40, into)
    into.prospectId = ids[index]!
  }
})

/** What the parts of a detail are, said by its lines. */
const partsOf = (detail: FormData.Detail<Line>): FormData.DetailParts<Line> => {
  const lines = Array.from({ length: detail.count }, (_, index) => {
    const line = {} as Line
    detail.line(index, line)
    return line
  })
  const group = (fields: ReadonlyArray<keyof Line>): FormData.FieldGroup<Line> => {
    const names = new Map<string, number>()
    return {
      fields,
      numberOf: (index) => {
        const name = JSON.stringify(fields.map((field) => lines[index]![field]))
        if (!names.has(name)) names.set(name, names.size)
        return names.get(name)!
      }
    }
  }
  return {
    ids: { prospectId: (index, into, position) => position + encoder.encodeInto(lines[index]!.prospectId, into.subarray(position)).written },
    numbers: { createdAt: (index) => lines[index]!.createdAt },
    groups: [group(["advisorId", "advisor", "branch", "brand"]), group(["verdict", "reasons", "warnings"])]
  }
}

const rowsOf = async (detail: FormData.Detail<Line>) => {
  const { bytes, sink } = keepingSink()
  await ProspectValidityReport.toXlsx({ ...demo, detail }, sink)
  return readWorkbook(bytes()).sheets.map(({ rows }) => rows)
}

const awkward = fc.constantFrom("=1+1", "-5", "+57", "@a", "_x0041_", "a_x0041_", "a_b", "_", "x_", "a&b", "<a>", "\"", " a", "a b", "á", "日本", "😀", "a\u0001b", "P-2024-03-000123")
const id = fc.oneof(awkward, fc.string({ unit: "binary", minLength: 1, maxLength: 64 }).map((text) => text.toWellFormed()))

describe("a detail in parts", () => {
  it("is printed as the same lines are, whatever the ids", () =>
    fc.assert(
      fc.asyncProperty(fc.array(id, { minLength: 1, maxLength: 60 }), async (ids) => {
        const detail = withIds(ids)
        assert.deepStrictEqual(await rowsOf({ ...detail, parts: partsOf(detail) }), await rowsOf(detail))
      }),
      { numRuns: 60 }
    ))

  it("is printed line by line where a column's field is in none of the parts", async () => {
    const detail = withIds(["P-1", "P-2"])
    const parts = { ...partsOf(detail), numbers: {} }
    assert.deepStrictEqual(await rowsOf({ ...detail, parts }), await rowsOf(detail))
  })
})
