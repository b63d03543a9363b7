import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Windows1252 from "../src/identity/Windows1252.ts"
import * as WrittenText from "../src/identity/WrittenText.ts"

/** UTF-8 read as Windows-1252, by the table of the standard. */
const misread = (text: string): string => String.fromCharCode(...[...new TextEncoder().encode(text)].map((byte) => Windows1252.units[byte]!))

describe("clean", () => {
  it("takes away what spreadsheets and chats put around a value", () => {
    const cleaned: ReadonlyArray<readonly [string, string]> = [
      ["  Ana ", "Ana"],
      ["\u00a0Ana\u00a0Ruiz\u202f", "Ana Ruiz"],
      ["\u202a+57 310\u202c", "+57 310"],
      ["=\"00123\"", "00123"],
      [" =\"a\"\"b\" ", "a\"\"b"],
      ["'00123", "00123"],
      ["=\"'00123\"", "00123"],
      ["' a", "a"],
      ["''a", "'a"],
      ["O'Neil", "O'Neil"],
      ["=A1", "=A1"],
      ["=\"", "=\""],
      ["=\"\"", ""],
      ["'", ""],
      ["\ufeff", ""],
      ["ma\u00adría\nRuiz", "maría\nRuiz"]
    ]
    for (const [written, expected] of cleaned) assert.strictEqual(WrittenText.clean(written), expected, JSON.stringify(written))
  })

  it("leaves no format character, no space but the ordinary one, and no white space at an end, whatever the text", () => {
    fc.assert(fc.property(fc.string({ unit: fc.oneof(fc.constantFrom("'", "=", "\"", " ", "\u00a0", "\u200b", "a", "\n"), fc.string({ unit: "binary", minLength: 1, maxLength: 1 })) }), (text) => {
      const cleaned = WrittenText.clean(text)
      assert.notMatch(cleaned, /\p{Cf}|(?! )\p{Zs}|^\s|\s$/u)
    }), { numRuns: 3000 })
  })
})

describe("unitKinds", () => {
  it("marks every unit that cleaning changes, within and beyond the basic plane", () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue
      const text = String.fromCodePoint(point)
      const isOdd = WrittenText.unitKinds[text.charCodeAt(0)] === WrittenText.ODD
      const isChanged = WrittenText.clean(`a${text}b`) !== `a${text}b`
      if (isChanged && !isOdd) assert.fail(`U+${point.toString(16)} is not marked`)
      if (isOdd && point < 0x10000 && !/[\p{Cf}\p{Z}]/u.test(text)) assert.fail(`U+${point.toString(16)} is marked`)
    }
    for (const character of "áéíóúñÑü ¿¡°ºª😀🚗") assert.notStrictEqual(WrittenText.unitKinds[character.charCodeAt(0)], WrittenText.ODD, character)
  })
})

describe("withoutMojibake", () => {
  it("gives back every text that was read as Windows-1252", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("a", " ", "á", "Ñ", "í", "ü", "¿", "—", "€", "à", "Á", "😀") }), (text) => {
      assert.strictEqual(WrittenText.withoutMojibake(misread(text)), /^[a ]*$/u.test(text) ? undefined : text)
    }))
    assert.strictEqual(WrittenText.withoutMojibake("MarÃ\u00ada PeÃ±a"), "María Peña")
  })

  it("changes nothing where a part does not decode", () => {
    for (const text of ["María Peña", "MarÃ­a Peña", "Ã", "Ã\u00adñ", "Â", "10 €", "café”", "Ã± Ω", ""]) assert.isUndefined(WrittenText.withoutMojibake(text), text)
  })
})

describe("Windows-1252", () => {
  it("is the table of the standard, both ways", () => {
    assert.strictEqual(String.fromCharCode(...Windows1252.units.subarray(0x80, 0xa2)), "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ\u00a0¡")
    for (let byte = 0; byte < 256; byte++) assert.strictEqual(Windows1252.byteOf(Windows1252.units[byte]!), byte)
    for (const unit of [0x100, 0x20ad, 0xd83d, 0x2000]) assert.strictEqual(Windows1252.byteOf(unit), -1)
    // 0x80 is the euro's byte, so U+0080 has none.
    assert.strictEqual(Windows1252.byteOf(0x80), -1)
  })
})
