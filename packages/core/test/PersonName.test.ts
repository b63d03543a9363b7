import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as PersonName from "../src/identity/PersonName.ts"

const placeholders: ReadonlySet<string> = new Set(PersonName.defaultPlaceholders)

const formByRule = (word: string): string =>
  [...word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()].filter((character) => /[\p{L}\p{N}]/u.test(character)).join("")

const phrases = new Map<ReadonlySet<string>, ReadonlyArray<string>>()

/** The listed placeholders of several words, a form a line. */
const phrasesOf = (listed: ReadonlySet<string>): ReadonlyArray<string> => {
  if (!phrases.has(listed)) {
    const forms = [...listed].map((placeholder) => placeholder.split(/\s+/u).map(formByRule).filter((form) => form !== ""))
    phrases.set(listed, forms.filter(({ length }) => length > 1).map((words) => `\n${words.join("\n")}\n`))
  }
  return phrases.get(listed)!
}

/** The rule, word by word and phrase by phrase. */
const isIncompleteByRule = (name: string | undefined, isNit: boolean, listed: ReadonlySet<string>): boolean => {
  const words = (name ?? "").normalize("NFC").split(/\s+/u).filter((word) => word !== "")
  const counted = isNit ? /[\p{L}\p{N}]/u : /\p{L}/u
  const counting = words.filter((word) => [...word].filter((character) => counted.test(character)).length >= 2).length
  const forms = words.map(formByRule).filter((form) => form !== "")
  const written = `\n${forms.join("\n")}\n`
  return counting < (isNit ? 1 : 2) || phrasesOf(listed).some((phrase) => written.includes(phrase)) || words.some((word) => {
    const characters = [...formByRule(word)]
    return listed.has(characters.join("")) ||
      (characters.length >= 3 && new Set(characters).size === 1 && /\p{L}/u.test(characters[0]!))
  })
}

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "b", "x", "n", "N", "A", "é", "ñ", "Ana", "José", "Pérez", "3", "11") },
  { weight: 4, arbitrary: fc.constantFrom(" ", " ", "  ", "\t", "\u00a0", "\u2003", "\u2028", "\ufeff", "\u3000") },
  { weight: 2, arbitrary: fc.constantFrom("Sin ", "nombre ", " NO ", "registra ", "aplica", "tiene ", "cliente ", "mostrador", "Cuantías ", "menores", " - ", "sin nombre") },
  // "XXX" is no mark: it is typed where there is no name to type.
  { weight: 3, arbitrary: fc.constantFrom(...PersonName.defaultPlaceholders, "Prueba", "N.N.", "n/a", "XXX", "aaa", "ÁÁá", "Ninguno,") },
  { weight: 2, arbitrary: fc.constantFrom(".", "-", "'", "\u2019", "\u2014", "(", "\u0301", "\u0303", "\u200d", "\u00b4") },
  { weight: 1, arbitrary: fc.constantFrom("ﬁ", "Ⅲ", "½", "ŉ", "李", "王", "\u1100\u1161", "가", "İ", "ß", "😀", "ª", "²", "\ud800", "Ω", "\u0345", "𝐱𝐱𝐱", "ΑΣ") }
)
const name = fc.oneof(
  { weight: 6, arbitrary: fc.array(piece, { maxLength: 8 }).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme" }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) }
)

describe("isIncomplete", () => {
  it("is the rule's, whatever the name", () => {
    fc.assert(
      fc.property(name, fc.boolean(), (name, isNit) => {
        const expected = isIncompleteByRule(name, isNit, placeholders)
        assert.strictEqual(PersonName.isIncomplete(name, isNit, placeholders), expected)
        assert.strictEqual(PersonName.isIncompleteByDefinition(name, isNit, placeholders), expected)
      }),
      { numRuns: 40_000, seed: 1 }
    )
  })

  it("is the rule's for every character inside, between and instead of words", () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point > 0x3000 && point % 7 !== 0) continue
      const character = String.fromCodePoint(point)
      for (const name of [`Ana${character}Gómez`, `Ana G${character}`, `${character}${character}${character} Ana Gómez`, `Ana Pérez tes${character}t`]) {
        for (const isNit of [false, true]) {
          if (PersonName.isIncomplete(name, isNit, placeholders) !== isIncompleteByRule(name, isNit, placeholders)) {
            assert.fail(`U+${point.toString(16)} in ${JSON.stringify(name)}, NIT ${isNit}`)
          }
        }
      }
    }
  })

  it("asks a person for two words and a company for one", () => {
    const cases: ReadonlyArray<readonly [string | undefined, boolean, boolean]> = [
      [undefined, true, true],
      ["", true, true],
      ["   ", true, true],
      ["Ana", true, false],
      ["Ana Gómez", false, false],
      ["Ana G", true, false],
      ["Ana 44", true, false],
      ["A. B.", true, true],
      ["44", true, false],
      ["4", true, true],
      ["Motos 4x4 S.A.S.", false, false],
      ["Ana de la Ó", false, false],
      ["Ana Gómez Prueba", true, true],
      ["N.N. Gómez Ruiz", true, true],
      ["Ana Gómez (test)", true, true],
      ["Ana Gómez Tést", true, true],
      ["Ana Gómez Testa", false, false],
      ["Ana Gómez aaa", true, true],
      ["Ana Gómez aa", false, false],
      ["Ana Gómez aaab", false, false],
      ["Ana Gómez ÁaÀ", true, true],
      ["Ana Gómez 111", false, false],
      ["José\u0301 Pen\u0303a", false, false]
    ]
    for (const [name, person, company] of cases) {
      assert.strictEqual(PersonName.isIncomplete(name, false, placeholders), person, `${name}, person`)
      assert.strictEqual(PersonName.isIncomplete(name, true, placeholders), company, `${name}, company`)
    }
  })

  it("has every default placeholder, and reads a list of one's own whatever its spelling", () => {
    for (const word of PersonName.defaultPlaceholders) assert.isTrue(PersonName.isIncomplete(`Ana Gómez ${word}`, false, placeholders), word)
    const own = new Set(["Señor", "S/N", "..."])
    const none = new Set<string>()
    for (let round = 0; round < 2; round++) {
      assert.isTrue(PersonName.isIncomplete("senor Ana Gómez", false, own))
      assert.isTrue(PersonName.isIncomplete("Ana Gómez SN", false, own))
      assert.isFalse(PersonName.isIncomplete("Ana Gómez - test", false, own))
      assert.isTrue(PersonName.isIncomplete("Ana Gómez test", false, placeholders))
      assert.isFalse(PersonName.isIncomplete("Ana Gómez test", false, none))
    }
  })
})

describe("placeholders of several words", () => {
  it("fail where the name holds their words one after another, whatever stands between them", () => {
    const is = (name: string, listed = placeholders) => PersonName.isIncomplete(name, false, listed)
    for (const name of ["SIN NOMBRE", "Consumidor Final", "NO REGISTRA", "CLIENTE MOSTRADOR", "Prospecto Facebook", "undefined undefined", "Sin - Nombre", "Ana Gómez (sin nombre)", "Cuantías   menores"]) {
      assert.isTrue(is(name), name)
    }
    for (const name of ["Sin Ana Nombre", "Nombre Sin", "Cliente Nuevo", "Sinnombre Gómez", "Final Consumidor", "Sin Nombres", "Noé Registra"]) assert.isFalse(is(name), name)
    // Two phrases that begin alike, one inside the other.
    const own = new Set(["no sabe", "no sabe / no responde", "nuevo"])
    assert.isTrue(is("No sabe Ana", own))
    assert.isFalse(is("No responde Ana", own))
    assert.isTrue(is("Cliente Nuevo", own))
  })
})

describe("normalise", () => {
  it("is NFC, trimmed, single spaces, and twice is once", () => {
    fc.assert(
      fc.property(name, (name) => {
        const normalised = PersonName.normalise(name)
        assert.strictEqual(normalised, name.normalize("NFC").split(/\s+/u).filter((word) => word !== "").join(" "))
        assert.strictEqual(PersonName.normalise(normalised), normalised)
      }),
      { numRuns: 20_000, seed: 2 }
    )
    assert.strictEqual(PersonName.normalise("  Jose\u0301 \t Peña\u00a0Ruiz "), "José Peña Ruiz")
    assert.strictEqual(PersonName.normalise(""), "")
    for (const blank of [" ", "\t", "\u00a0"]) assert.strictEqual(PersonName.normalise(blank), "")
  })
})

describe("wordForm", () => {
  it("is the rule's, and twice is once", () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const form = PersonName.wordForm(`a${String.fromCodePoint(point)}`)
      if (PersonName.wordForm(form) !== form) assert.fail(`U+${point.toString(16)}`)
    }
    fc.assert(fc.property(name, (name) => assert.strictEqual(PersonName.wordForm(name), formByRule(name))))
  })
})
