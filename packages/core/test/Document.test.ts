import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Document from "../src/identity/Document.ts"

const normaliseByRule = (text: string): string =>
  [...text].filter((character) => !/\s|[.,]|\p{Dash}/u.test(character)).join("").toUpperCase()

/** The shapes as the rule's row states them. */
const shapes: Record<string, RegExp> = {
  CC: /^[1-9][0-9]{2,9}$/u,
  TI: /^[0-9]{10,11}$/u,
  CE: /^[0-9]{3,10}$/u,
  NIT: /^[0-9]{8,11}$/u,
  PA: /^[A-Z0-9]{5,16}$/u,
  PPT: /^[0-9]{4,10}$/u
}

const checkDigitByRule = (base: string): number => {
  const weights = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43]
  const remainder = [...base].reverse().reduce((sum, digit, place) => sum + Number(digit) * weights[place]!, 0) % 11
  return remainder === 0 ? 0 : remainder === 1 ? 1 : 11 - remainder
}

/** The ways to write a type that the rule lists. */
const waysToWrite: Record<string, ReadonlyArray<string>> = {
  CC: ["CC", "cedula", "cedula de ciudadania"],
  CE: ["CE", "cedula de extranjeria"],
  TI: ["TI", "tarjeta de identidad"],
  NIT: ["NIT"],
  PA: ["PA", "pasaporte"],
  PPT: ["PPT", "permiso por proteccion temporal"]
}
const compared = (text: string): string => [...text.normalize("NFD")].filter((character) => !/[\s.]|\p{M}/u.test(character)).join("").toLowerCase()
const typeByRule = (text: string): string | undefined =>
  Object.keys(waysToWrite).find((type) => waysToWrite[type]!.some((way) => compared(way) === compared(text)))

const problemByRule = (type: string | undefined, number: string | undefined): Document.DocumentProblem | undefined => {
  if (number === undefined || number.trim() === "") return undefined
  if (type === undefined || type.trim() === "") return "type-missing"
  const known = typeByRule(type)
  if (known === undefined) return "type-unknown"
  const normalised = normaliseByRule(number)
  if (!shapes[known]!.test(normalised)) return "shape"
  if (known !== "NIT" || checkDigitByRule(normalised.slice(0, -1)) === Number(normalised.at(-1))) return undefined
  return /^[89][0-9]{8}$/u.test(normalised) ? "check-digit-missing" : "check-digit"
}

const type = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...Document.types) },
  { weight: 1, arbitrary: fc.constantFrom(undefined, "", " ", "RC", "toString", "cédula extranjera", "C-C") },
  {
    weight: 4,
    arbitrary: fc.tuple(
      fc.constantFrom("cc", "CC ", "C.C.", "nit", "N.I.T.", "Cédula", "CÉDULA DE CIUDADANÍA", "ce\u0301dula de extranjeri\u0301a", "Tarjeta de identidad", "Pasaporte", "p.p.t.", "Permiso por Protección  Temporal"),
      fc.constantFrom("", " ", ".")
    ).map((parts) => parts.join(""))
  }
)
const separator = fc.constantFrom("", "", "", ".", ",", "-", " ", "\t", "\u2013", "\u2011", "\u00a0", "\u2212", "/", "\u202f")
const spelled = (digits: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(digits, separator, separator).map(([text, one, two]) => `${one}${text.slice(0, 3)}${two}${text.slice(3, 6)}${one}${text.slice(6)}${two}`)
const number = fc.oneof(
  spelled(fc.stringMatching(/^[0-9]{0,13}$/u)),
  spelled(fc.stringMatching(/^[0-9]{7,10}$/u).map((base) => base + String(checkDigitByRule(base)))),
  spelled(fc.stringMatching(/^[A-Za-z0-9]{3,18}$/u)),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("0", "000", "ß1234", "ñ12345", "\u0661\u0662\u0663\u0664", "ı2345", "")
)

describe("documents", () => {
  it("have the problem that the rule says, and a key where there is none", () => {
    fc.assert(
      fc.property(type, fc.oneof({ weight: 20, arbitrary: number }, { weight: 1, arbitrary: fc.constant(undefined) }), (type, number) => {
        const expected = problemByRule(type, number)
        assert.strictEqual(Document.problem(type, number), expected)
        const key = number === undefined || number.trim() === "" ? undefined : expected === undefined ? `${typeByRule(type!)}:${normaliseByRule(number)}` : ""
        assert.strictEqual(Document.documentKey(type, number), key)
      }),
      { numRuns: 30_000, seed: 1 }
    )
  })

  it("are bounded in length at both ends", () => {
    const bounds = { CC: [3, 10], TI: [10, 11], CE: [3, 10], PA: [5, 16], PPT: [4, 10] } as const
    for (const [type, [minimum, maximum]] of Object.entries(bounds)) {
      for (let length = 0; length <= 18; length++) {
        const isFit = length >= minimum && length <= maximum
        assert.strictEqual(Document.problem(type, "1".repeat(length)), isFit || length === 0 ? undefined : "shape", `${type} ${length}`)
      }
    }
    for (let length = 1; length <= 13; length++) {
      const base = "9".repeat(length - 1)
      const complete = base + (base === "" || length > 11 ? "0" : String(checkDigitByRule(base)))
      assert.strictEqual(Document.problem("NIT", complete), length >= 8 && length <= 11 ? undefined : "shape", `NIT ${length}`)
    }
  })

  it("never have their type guessed, and tell a wrong check digit from a wrong shape", () => {
    assert.strictEqual(Document.problem(undefined, "1020304050"), "type-missing")
    assert.strictEqual(Document.problem(" ", "1020304050"), "type-missing")
    assert.strictEqual(Document.problem("DNI", "1020304050"), "type-unknown")
    assert.strictEqual(Document.problem("c".repeat(1000), "1020304050"), "type-unknown")
    assert.strictEqual(Document.problem("cc", "1020304050"), undefined)
    assert.strictEqual(Document.problem("CC", "0123456"), "shape")
    assert.strictEqual(Document.problem("CE", "0123456"), undefined)
    assert.strictEqual(Document.problem("NIT", "860002964-5"), "check-digit")
    assert.strictEqual(Document.problem("NIT", "860002964"), "check-digit-missing")
    assert.strictEqual(Document.problem("NIT", "160002964"), "check-digit")
    assert.strictEqual(Document.problem("NIT", "8600029"), "shape")
    assert.strictEqual(Document.documentKey("CC", "---"), "")
    assert.strictEqual(Document.documentKey("CC", "1.020.304.050"), "CC:1020304050")
    assert.strictEqual(Document.documentKey("Cédula de Ciudadanía", "1,020,304,050"), "CC:1020304050")
    assert.strictEqual(Document.documentKey("PA", "ab 12-345"), "PA:AB12345")
    assert.strictEqual(Document.documentKey("CC", "\u0661\u0662\u0663\u0664"), "")
  })
})

describe("the check digit of a NIT", () => {
  it("is the published one of known companies and of every remainder", () => {
    // Bancolombia, Ecopetrol, Avianca, Éxito, DIAN.
    for (const nit of ["890903938-8", "899999068-1", "890100577-6", "890900608-9", "800197268-4"]) {
      const [base, digit] = nit.split("-")
      assert.strictEqual(Document.nitCheckDigit(base!), Number(digit), nit)
      assert.strictEqual(Document.documentKey("NIT", nit), `NIT:${base}${digit}`)
    }
    const found = new Set<number>()
    for (let base = 1_000_000; base < 1_001_000; base++) {
      assert.strictEqual(Document.nitCheckDigit(String(base)), checkDigitByRule(String(base)))
      found.add(Document.nitCheckDigit(String(base)))
    }
    assert.strictEqual(found.size, 10)
  })

  it("notices every single wrong digit but where 1 and 10 of the remainder meet", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{7,10}$/u), fc.nat(9), fc.integer({ min: 1, max: 9 }), (base, place, by) => {
        const at = place % base.length
        const wrong = base.slice(0, at) + String((Number(base[at]) + by) % 10) + base.slice(at + 1)
        const remainders = [base, wrong].map((digits) => Document.nitCheckDigit(digits))
        assert.isTrue(remainders[0] !== remainders[1] || remainders[0] === 1)
      })
    )
  })
})

describe("normaliseNumber", () => {
  it("is the rule's, for every character, and twice is once", () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const text = `1${String.fromCodePoint(point)}2`
      const normalised = Document.normaliseNumber(text)
      if (normalised !== normaliseByRule(text)) assert.fail(`U+${point.toString(16)}: ${normalised}`)
      if (Document.normaliseNumber(normalised) !== normalised) assert.fail(`U+${point.toString(16)} twice`)
    }
    fc.assert(fc.property(number, (text) => {
      assert.strictEqual(Document.normaliseNumber(text), normaliseByRule(text))
      assert.strictEqual(Document.normaliseNumber(Document.normaliseNumber(text)), normaliseByRule(text))
    }))
  })
})
