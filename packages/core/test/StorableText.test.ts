import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as StorableText from "../src/identity/StorableText.ts"

describe("a text that can't be kept", () => {
  it("is one with NUL or a lone surrogate, and no other", () => {
    for (const text of ["\0", "a\0b", "\ud800", "a\udfff", "\udc00\ud800"]) assert.isFalse(StorableText.isStorable(text), JSON.stringify(text))
    for (const text of ["", "ñ", "\ud83d\ude97", "\ufffd", "\uffff", "\u0001", "\u2400", "\\u0000", "\\ud800"]) assert.isTrue(StorableText.isStorable(text), JSON.stringify(text))
  })

  it("is found wherever it stands among what is given, and told by its place alone", () => {
    const places: ReadonlyArray<readonly [ReadonlyArray<unknown>, string | undefined]> = [
      [["D1", [{ record: { note: "Pérez" } }], 1], undefined],
      [["D1", undefined, null, 1, true, []], undefined],
      [["D\0", "P\0"], ""],
      [["D1", "P\0"], ""],
      [["D1", "P1", { a: ["x", { b: "\ud800" }] }], "/a/1/b"],
      [["D1", [{ record: { note: "Pérez" } }, { record: { note: "P\0rez" } }]], "/1/record/note"],
      [["D1", { "a/b~c": "\0" }], "/a~1b~0c"],
      [["D1", { counts: { "reason \0": 1 } }], "/counts"],
      [["D1", { "\u0001": "\u0001 \\u0000 \\ud800" }], undefined]
    ]
    for (const [given, place] of places) assert.strictEqual(StorableText.placeOf(given), place, JSON.stringify(given))
    const { message } = new StorableText.TextNotStorable({ place: "/1/record/note" })
    assert.include(message, "/1/record/note")
    assert.notInclude(message, "rez")
    assert.include(new StorableText.TextNotStorable({ place: "" }).message, "Correct it")
  })

  it("is found in any value exactly where looking at each text finds it", () => {
    const unit = fc.constantFrom("a", "\0", "\ud800", "\udc00", "\\", "u", "\u001f", "\ufffd", "é")
    const text = fc.array(unit, { maxLength: 4 }).map((units) => units.join(""))
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.constant(null), fc.array(tie("tree"), { maxLength: 3 }), fc.dictionary(text, tie("tree"), { maxKeys: 3 }))
    }))
    const holds = (value: unknown): boolean =>
      typeof value === "string" ? !StorableText.isStorable(value)
        : typeof value === "object" && value !== null && Object.entries(value).some((entry) => entry.some(holds))
    fc.assert(fc.property(tree, (value) => assert.strictEqual(StorableText.placeOf(["D1", value]) !== undefined, holds(value))), { numRuns: 500 })
  })
})
