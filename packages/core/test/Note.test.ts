import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Hash from "../src/identity/internal/Hash.ts"
import * as Note from "../src/identity/Note.ts"

const formByRule = (note: string): string =>
  note.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "").join(" ")

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("Se llamó", "al cliente", "cotización", "niño", "ÑANDÚ", "3", "2024", "a", "I") },
  { weight: 4, arbitrary: fc.constantFrom(" ", ", ", ".", "-", "\n", "\t", "\u00a0", "¿", "¡") },
  { weight: 2, arbitrary: fc.constantFrom("\u0301", "\u0303", "\u2026", "\u201c", "\u2019", "\u2014", "\u00b4", "\u200d", "\u2009", "\u0345") },
  { weight: 1, arbitrary: fc.constantFrom("½", "ﬁ", "😀", "𝐀𝐛", "李", "ΑΣ", "Σ", "İ", "ŉ", "Ǆ", "№", "\ud800", "\udc00", "①", "가", "ª", "²", "\u034f") }
)
const note = fc.oneof(
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme" }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) }
)

const fingerprint = (text: string | undefined): ReadonlyArray<number> => {
  const out = new Uint32Array(4)
  Note.fingerprintInto(text, out)
  return [...out]
}

const fingerprintByRule = (form: string): ReadonlyArray<number> => {
  const lanes = new Uint32Array(2)
  Hash.hashInto(form, lanes)
  return [...lanes, [...form].length, form === "" ? 0 : form.split(" ").length]
}

describe("the comparison form of a note", () => {
  it("is the rule's, whatever the note, and twice is once", () => {
    fc.assert(
      fc.property(note, (note) => {
        const expected = formByRule(note)
        const form = Note.comparisonForm(note)
        assert.strictEqual(form, expected)
        assert.strictEqual(Note.comparisonFormByDefinition(note), expected)
        assert.strictEqual(Note.comparisonForm(form), form)
      }),
      { numRuns: 30_000, seed: 1 }
    )
  })

  it("is the rule's for every character alone, between letters, after a capital and with an accent", () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const character = String.fromCodePoint(point)
      const text = point < 0x2100 ? `${character} a${character}b N${character}\u0301 ${character}` : `${character}a${character}`
      const form = Note.comparisonForm(text)
      if (form !== formByRule(text)) assert.fail(`U+${point.toString(16)}: ${JSON.stringify(form)}`)
      if (Note.comparisonForm(form) !== form) assert.fail(`U+${point.toString(16)} twice`)
    }
  })

  it("of long notes too", () => {
    for (const length of [1023, 1024, 1025, 5000, 40_000, 70_000]) {
      const text = "Llamó él, ".repeat(Math.ceil(length / 10)).slice(0, length)
      assert.strictEqual(Note.comparisonForm(text), formByRule(text))
      assert.deepStrictEqual(fingerprint(text), fingerprintByRule(formByRule(text)))
    }
    assert.strictEqual(Note.comparisonForm("  ¡Se LLAMÓ a la señora\u2026 Peña! "), "se llamo a la senora pena")
  })
})

describe("the measures of a note", () => {
  it("are those of its comparison form", () => {
    fc.assert(
      fc.property(note, fc.nat(30), fc.nat(6), (note, minimumCharacters, minimumWords) => {
        const form = formByRule(note)
        const expected = fingerprintByRule(form)
        assert.deepStrictEqual(fingerprint(note), expected)
        assert.strictEqual(Note.characters(form), expected[2])
        assert.strictEqual(Note.words(form), expected[3])
        assert.strictEqual(
          Note.isInsufficient(note, minimumCharacters, minimumWords),
          expected[2]! < minimumCharacters || expected[3]! < minimumWords
        )
      }),
      { numRuns: 20_000, seed: 2 }
    )
  })

  it("stand on both sides of fifteen characters and three words", () => {
    assert.isFalse(Note.isInsufficient("uno dos tresdos", 15, 3))
    assert.isTrue(Note.isInsufficient("uno dos tresdo!", 15, 3))
    assert.isTrue(Note.isInsufficient("unodostres cuatro", 15, 3))
    assert.isTrue(Note.isInsufficient(undefined, 15, 3))
    assert.isTrue(Note.isInsufficient(undefined, 0, 3))
    assert.isTrue(Note.isInsufficient(undefined, 15, 0))
    assert.isFalse(Note.isInsufficient(undefined, 0, 0))
    assert.isTrue(Note.isInsufficient("\u{20000}".repeat(5) + " a b", 10, 3))
    assert.isFalse(Note.isInsufficient("\u{20000}".repeat(6) + " a b", 10, 3))
  })

  it("of no note and of a blank one are nothing", () => {
    const nothing = fingerprintByRule("")
    assert.deepStrictEqual(nothing.slice(2), [0, 0])
    fingerprint("una nota antes")
    for (const blank of [undefined, "", " ", "...", "\u0301", "😀"]) assert.deepStrictEqual(fingerprint(blank), nothing)
  })
})
