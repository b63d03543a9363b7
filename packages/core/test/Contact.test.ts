import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { parsePhoneNumberFromString } from "libphonenumber-js/max"
import * as Contact from "../src/identity/Contact.ts"

/** The library's own word of a number; blank is absent. */
const keyByLibraryAlone = (text: string): string | undefined => {
  const trimmed = text.trim()
  if (trimmed === "") return undefined
  const phone = parsePhoneNumberFromString(trimmed, { defaultCountry: "CO", extract: false })
  return phone !== undefined && phone.isValid() ? phone.number : ""
}

const keyByRule = (text: string): string | undefined => Contact.phoneKeyByLibrary(text)

const digitsByRule = (text: string): number => {
  const key = keyByRule(text)
  return key === undefined ? Contact.PHONE_ABSENT : key === "" ? Contact.PHONE_INVALID : Number(key.slice(1))
}

/** A stream of seeded 32 bit numbers, so that the large comparisons are the same in every run. */
const seeded = (seed: number): () => number => {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}

/** Compares both forms of the key with the definition, and what the library accepts by itself with it; says which text differs. */
const assertAgrees = (text: string): void => {
  const expected = keyByRule(text)
  const alone = keyByLibraryAlone(text)
  // `0057` dials Colombia, where the library takes `005` for a carrier's code and 7 for Russia.
  if (alone !== undefined && alone !== "" && !/^\D*00\D*57/u.test(text) && alone !== expected) {
    assert.fail(`${JSON.stringify(text)}: the library says ${alone}, found ${expected}`)
  }
  const found = Contact.phoneKey(text)
  if (found !== expected) assert.fail(`${JSON.stringify(text)}: expected ${expected}, found ${found}`)
  if (expected !== undefined && expected.length > 16) return
  const digits = Contact.phoneDigits(text)
  if (digits !== digitsByRule(text)) assert.fail(`${JSON.stringify(text)}: expected ${digitsByRule(text)}, found ${digits}`)
}

const COLOMBIAN_METADATA = "65ed14cd"

describe("the precheck of phones agrees with the library", () => {
  it("was derived from the Colombian metadata that the library has now", () => {
    const metadata = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("libphonenumber-js/metadata.max.json"), "utf8"))
    const digest = createHash("sha256").update(JSON.stringify(metadata.countries.CO)).digest("hex")
    assert.strictEqual(
      digest.slice(0, 8),
      COLOMBIAN_METADATA,
      `the library's Colombian plan has changed: read ${JSON.stringify(metadata.countries.CO)}, correct the prefixes in Contact.ts, then this digest`
    )
  })

  it("for every first five digits of ten, national and with 57", () => {
    const next = seeded(1)
    for (let prefix = 0; prefix < 100_000; prefix++) {
      const national = String(prefix).padStart(5, "0") + String(next() % 100_000).padStart(5, "0")
      // Only what begins with 3, 6, 9, 4, 1 or 0 can come out valid; the rest is sampled.
      if (!/^[0134679]/u.test(national) && prefix % 16 !== 0) continue
      assertAgrees(national)
      if (prefix % 4 === 0) assertAgrees(`57${national}`)
    }
  })

  it("for every length and first two digits, with no prefix, +, 57, +57, 0, 00, 0057", () => {
    const next = seeded(2)
    for (const before of ["", "+", "57", "+57", "0", "00", "0057", "+570", "570"]) {
      for (let length = 1; length <= 18; length++) {
        for (let first = 0; first < 100; first++) {
          let digits = String(first)
          while (digits.length < length) digits += String(next() % 10)
          assertAgrees(before + digits)
        }
      }
    }
  })

  it("for numbers near the edges of the patterns", () => {
    const next = seeded(3)
    const stems = [
      "3333", "33330", "333301", "3330", "3300", "3240", "3241", "601055", "6010", "60105", "601", "602", "603", "608", "6081", "9408", "901",
      "46", "1800", "1900", "1901", "1947", "1948", "1949", "370", "352", "323", "306", "60155", "6055"
    ]
    for (let round = 0; round < 30_000; round++) {
      let digits = stems[next() % stems.length]!
      const length = [10, 10, 10, 8, 11, 7, 9, 12][next() % 8]!
      while (digits.length < length) digits += String(next() % 10)
      assertAgrees((next() % 2 === 0 ? "" : next() % 2 === 0 ? "+57" : "57") + digits)
    }
  })

  it("whatever separators, signs and letters stand between the digits", () => {
    const pieces = fc.oneof(
      { weight: 8, arbitrary: fc.stringMatching(/^[0-9]{1,4}$/u) },
      { weight: 4, arbitrary: fc.constantFrom(" ", "-", ".", "(", ")", "/", "  ") },
      { weight: 2, arbitrary: fc.constantFrom("+", "57", "+57", "300", "601", "0") },
      { weight: 1, arbitrary: fc.constantFrom("\t", "\u00a0", "\u200b", "~", "#", "x", ",", ";", "ext", "*", "\uff0b", "\uff13", "\u0663", "tel:", "\n", "\u2013", "[", ".0", " y ", "|", "Cel. ", " casa", "(mamá)", "=\"", "'", "\u202a") }
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => assertAgrees(parts.join(""))),
      { numRuns: 20_000, seed: 4 }
    )
  })

  it("for usual numbers written in usual ways", () => {
    const next = seeded(5)
    const ways: ReadonlyArray<(digits: string) => string> = [
      (digits) => digits,
      (digits) => `+57${digits}`,
      (digits) => `+57 ${digits}`,
      (digits) => `57 ${digits}`,
      (digits) => `(${digits.slice(0, 3)}) ${digits.slice(3, 6)} ${digits.slice(6)}`,
      (digits) => `+57 (${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`,
      (digits) => `${digits.slice(0, 3)}-${digits.slice(3, 6)}.${digits.slice(6)}`,
      (digits) => `  ${digits} `,
      (digits) => ` +57${digits}`,
      (digits) => `(+57) ${digits}`,
      (digits) => `${digits} ext 12`,
      (digits) => `03${digits}`,
      (digits) => `${digits}${" ".repeat(45)}`
    ]
    for (let round = 0; round < 40_000; round++) {
      const start = ["300", "310", "321", "350", "333", "601", "604", "607", "608", "324", "36"][next() % 11]!
      let digits = start
      while (digits.length < 10) digits += String(next() % 10)
      assertAgrees(ways[next() % ways.length]!(digits))
    }
  })
})

describe("phoneKey", () => {
  it("is E.164, empty for what is no number, and undefined for nothing", () => {
    assert.strictEqual(Contact.phoneKey("300 123 4567"), "+573001234567")
    assert.strictEqual(Contact.phoneKey("3001234567"), "+573001234567")
    assert.strictEqual(Contact.phoneKey("+573001234567"), "+573001234567")
    assert.strictEqual(Contact.phoneKey("(601) 234-5678"), "+576012345678")
    assert.strictEqual(Contact.phoneKey("+1 305 555 0123"), "+13055550123")
    assert.strictEqual(Contact.phoneKey("2345678"), "")
    assert.strictEqual(Contact.phoneKey("no tiene"), "")
    assert.strictEqual(Contact.phoneKey("---"), "")
    for (const blank of [undefined, "", "   ", "\t", "\u00a0\n", " ".repeat(50), "\t".repeat(20)]) {
      assert.isUndefined(Contact.phoneKey(blank))
      assert.strictEqual(Contact.phoneDigits(blank), Contact.PHONE_ABSENT)
    }
    assert.strictEqual(Contact.phoneDigits("300 123 4567"), 573001234567)
    assert.strictEqual(Contact.phoneDigits("2345678"), Contact.PHONE_INVALID)
  })

  it("reads past what people write around a number", () => {
    const around = [
      "3104567812", "(+57) 310 456 7812", "( +57 ) 310 456 7812", "+57 310 456 7812", "0057 310 456 7812", "(0057) 3104567812", "00573104567812",
      "Cel. 3104567812", "CEL:3104567812", "tel:+573104567812", "p:+573104567812", "Tel. fijo: 310 456 7812", "WhatsApp +57 310 456 7812", "Móvil .: 3104567812", "llamar a 3104567812",
      "3104567812 WhatsApp", "3104567812 cel. mamá", "3104567812 (mamá)", "(solo tardes) 3104567812", "3104567812 (mamá) (casa 2)", "310 (cel) 456 7812",
      "'3104567812", "=\"3104567812\"", "=\"'3104567812\"", "3104567812.0", "3104567812;", "3104567812,", ";3104567812", "3104567812 /", "| 3104567812",
      "\u202a+57 310 456 7812\u202c", "3104567\u200b812", "\ufeff3104567812", "3104567812\u00a0",
      "3104567812 ext 12", "3104567812 Ext. 123456", "3104567812 x5", "3104567812 #12", "3104567812 extensión 4 oficina", "3104567812;ext=9",
      "3104567812 / 3157654321", "3104567812/3157654321", "3104567812 y 3157654321", "3104567812 Y 3157654321", "3104567812 o 3157654321", "3104567812\n3157654321", "3104567812|3157654321", "3104567812, 3157654321",
      "123 / 3104567812", "no tiene / Cel. 3104567812 (mamá)", "Cel: 3104567812 / Tel: 6015557812", "3104567812 x2 / 3157654321", "310456781 y 3104567812", "Tel o cel: 3104567812", "3104567812.0 / 3157654321.0", "3104567812/79"
    ]
    for (const text of around) {
      assert.strictEqual(Contact.phoneKey(text), "+573104567812", text)
      assert.strictEqual(Contact.phoneDigits(text), 573104567812, text)
    }
    // What is valid as it stands is not split.
    assert.strictEqual(Contact.phoneKey("310/456/7812"), "+573104567812")
    assert.strictEqual(Contact.phoneKey("601 / 234 5678"), "+576012345678")
  })

  it("guesses nothing: a label alone, letters within a number and two numbers without a separator are invalid", () => {
    const wrong = [
      "no tiene", "Cel.", "tel:", "n/a", ";", "(mamá)", "300ABC4567", "3104567812WhatsApp", "Cel3104567812", "3104567812 3157654321", "310-4567812 fijo 6012345678", "3,17654E+09", "3.1E+09", "*3104567812",
      "3104567 / 12", "+57", "0057", "x12", "310456781 ext 2", "3104567812 ext 1234567 8", "3 o 4", "y".repeat(2000), `3104567812${" casa".repeat(500)}`
    ]
    for (const text of wrong) {
      assert.strictEqual(Contact.phoneKey(text), "", text)
      assert.strictEqual(Contact.phoneDigits(text), Contact.PHONE_INVALID, text)
    }
    for (const blank of ["'", "=\"\"", "\u200b", "\u202a\u202c", " ' "]) assert.isUndefined(Contact.phoneKey(blank), JSON.stringify(blank))
  })

  it("reads a number that names no country as one of the country asked for", () => {
    assert.strictEqual(Contact.phoneKey("099 123 4567", "EC"), "+593991234567")
    assert.strictEqual(Contact.phoneKey("099 123 4567"), "")
    assert.strictEqual(Contact.phoneKey("3104567812", "EC"), "")
    assert.strictEqual(Contact.phoneKey("Cel. (+57) 310 456 7812", "EC"), "+573104567812")
    assert.strictEqual(Contact.phoneDigits("099 123 4567", "EC"), 593991234567)
    assert.isTrue(Contact.isPhoneCountry("EC"))
    assert.isFalse(Contact.isPhoneCountry("XX"))
  })

  it("stays the same whatever is written around it", () => {
    const number = fc.tuple(fc.constantFrom("300", "310", "321", "350", "601", "604"), fc.stringMatching(/^[2-9][0-9]{6}$/u)).map((parts) => parts.join(""))
    const written = fc.constantFrom<(national: string) => string>(
      (national) => national,
      (national) => `+57 ${national}`,
      (national) => `(+57) ${national.slice(0, 3)} ${national.slice(3)}`,
      (national) => `0057${national}`,
      (national) => `${national}.0`,
      (national) => `(${national.slice(0, 3)}) ${national.slice(3, 6)}-${national.slice(6)}`
    )
    const before = fc.constantFrom("", "", "Cel. ", "tel: ", "Tel. fijo: ", "(mamá) ", "WhatsApp: ", ";", "\u202a", "Móvil y fijo: ")
    const after = fc.constantFrom("", "", " WhatsApp", " (mamá)", ";", " ,", "\u202c", " casa", " y")
    const more = fc.constantFrom("", " / 3157654321", " y Cel. 3157654321", "; no tiene", "|123")
    const typed = fc.record({ number, written, before, after, more })
    fc.assert(
      fc.property(typed, ({ after, before, more, number, written }) => {
        const text = before + written(number) + after + more
        assert.strictEqual(Contact.phoneKey(text), `+57${number}`, text)
        assert.strictEqual(Contact.phoneKeyByLibrary(text), `+57${number}`, text)
      }),
      { numRuns: 5000 }
    )
  })

  it("says the same again of what it remembers, and after it has forgotten", () => {
    for (let round = 0; round < 2; round++) {
      for (let number = 0; number < 5000; number += 1) {
        const text = `0${number}`
        if (number % 50 === 0) assert.strictEqual(Contact.phoneKey(text), keyByRule(text))
        else Contact.phoneKey(text)
      }
      assert.strictEqual(Contact.phoneKey("033001234567"), "+573001234567")
    }
  })

  it("keeps numbers of more than 15 digits apart", () => {
    const long = ["+4918027024873205", "+4918027024873206", "+2347009106511522", "+8100784300271165428", "+8100784300271165429"]
    for (const text of long) {
      assert.strictEqual(keyByRule(text), text)
      assert.strictEqual(Contact.phoneKey(text), text)
      assert.isBelow(Contact.phoneDigits(text), -2)
      assert.isTrue(Number.isSafeInteger(Contact.phoneDigits(text)))
      assert.isFalse(Contact.isImplausiblePhoneDigits(Contact.phoneDigits(text)))
    }
    assert.strictEqual(new Set(long.map((text) => Contact.phoneDigits(text))).size, long.length)
    // Fifteen digits still are the number itself.
    assert.strictEqual(Contact.phoneDigits("+234800378339953"), digitsByRule("+234800378339953"))
    assert.isAbove(Contact.phoneDigits("+234800378339953"), 1e14)
  })

  it("of a key is the key", () => {
    const texts = fc.oneof(
      fc.stringMatching(/^\+?(57)?[36][0-9]{9}$/u),
      fc.stringMatching(/^\+(1305|34[67]|4915|54911|5215|39 0|44 7)[0-9]{6,9}$/u)
    )
    fc.assert(
      fc.property(texts, (text) => {
        const key = Contact.phoneKey(text)
        if (key !== undefined && key !== "") assert.strictEqual(Contact.phoneKey(key), key)
      }),
      { numRuns: 3000 }
    )
  })
})

describe("implausible phones", () => {
  const isImplausibleByRule = (lastSeven: string): boolean =>
    new Set(lastSeven).size === 1 || "0123456789".includes(lastSeven) || "9876543210".includes(lastSeven)

  it("are those whose last seven digits are equal or one run, of all ten million endings", () => {
    let implausible = 0
    for (let ending = 0; ending < 10_000_000; ending++) if (Contact.isImplausiblePhoneDigits(573000000000 + ending)) implausible++
    // Ten of equal digits, and four runs each way: 0–6, 1–7, 2–8, 3–9.
    assert.strictEqual(implausible, 18)
  })

  it("are the same by their text as by their digits", () => {
    const digit = fc.integer({ min: 0, max: 9 })
    const runs = fc.tuple(digit, fc.constantFrom(-1, 0, 1), fc.option(fc.tuple(fc.integer({ min: 0, max: 6 }), digit)))
      .map(([start, step, change]) => {
        const digits = Array.from({ length: 7 }, (_, index) => (start + step * index + 70) % 10)
        if (change !== null) digits[change[0]] = change[1]
        return digits.join("")
      })
    fc.assert(
      fc.property(fc.oneof(runs, fc.stringMatching(/^[0-9]{7}$/u)), (lastSeven) => {
        assert.strictEqual(Contact.isImplausiblePhone(`+57300${lastSeven}`), isImplausibleByRule(lastSeven))
        assert.strictEqual(Contact.isImplausiblePhoneDigits(Number(`57300${lastSeven}`)), isImplausibleByRule(lastSeven))
      }),
      { numRuns: 5000 }
    )
  })

  it("don't wrap from 9 to 0, and look at seven digits only", () => {
    assert.isTrue(Contact.isImplausiblePhone("+573001234567"))
    assert.isTrue(Contact.isImplausiblePhone("+573007654321"))
    assert.isTrue(Contact.isImplausiblePhone("+573105555555"))
    assert.isFalse(Contact.isImplausiblePhone("+573007890123"))
    assert.isFalse(Contact.isImplausiblePhone("+573002109876"))
    assert.isFalse(Contact.isImplausiblePhone("+573001234568"))
    assert.isFalse(Contact.isImplausiblePhone("+111111"))
    for (const none of [Contact.PHONE_ABSENT, Contact.PHONE_INVALID, -1111111, 111111, 123456]) assert.isFalse(Contact.isImplausiblePhoneDigits(none))
  })
})

describe("emailKey", () => {
  /** One address, part by part. */
  const addressByRule = (text: string): string => {
    const key = text.trim().toLowerCase()
    const sides = key.split("@")
    if (/\s/u.test(key) || sides.length !== 2 || [...key].length > 254) return ""
    const labels = sides[1]!.split(".")
    const parts = [...sides[0]!.split("."), ...labels]
    return labels.length >= 2 && parts.every((part) => part !== "") && /^\p{L}{2,}$/u.test(labels.at(-1)!) ? key : ""
  }

  /** The rule: the text as it stands, the address in `Name <address>`, then each part. */
  const emailByRule = (text: string): string | undefined => {
    const visible = text.replace(/\p{Cf}/gu, "")
    if (visible.trim() === "") return undefined
    const inner = (part: string): string => {
      for (let before = ""; before !== part;) {
        before = part
        if (/^[\s/;,|]/u.test(part) || /^[yo]\s/iu.test(part)) part = part.slice(1)
        if (/[\s/;,|]$/u.test(part) || /\s[yo]$/iu.test(part)) part = part.slice(0, -1)
      }
      return part
    }
    const unlinked = (part: string): string => inner(part).toLowerCase().startsWith("mailto:") ? unlinked(inner(part).slice(7)) : inner(part)
    const read = (part: string): string => {
      const [before, inside, ...more] = part.trimEnd().slice(0, -1).split("<")
      const isNamed = part.trimEnd().endsWith(">") && inside !== undefined && more.length === 0 && !`${before}${inside}`.includes(">")
      const named = isNamed ? addressByRule(unlinked(inside)) : ""
      return addressByRule(part) || named
    }
    const whole = unlinked(visible)
    return read(whole) || whole.split(/[/;,|\r\n]|(?<=\s)[yo](?=\s)/iu).map(unlinked).map(read).find((key) => key !== "") || ""
  }

  it("is the rule's, whatever the text", () => {
    const piece = fc.constantFrom(
      "a", "Z", "b1", "9", ".", "@", "-", "_", "+", " ", "\t", "co", "com", "ñ", "İ", "\u00a0", "😀", "á", "\u0000", "ejemplo", "GMAIL",
      ";", ",", "/", "|", " y ", "o", "\n", "<", ">", "mailto:", "ana@x.co", "\u200b"
    )
    const shaped = fc.tuple(fc.array(piece, { maxLength: 4 }), fc.array(piece, { maxLength: 4 }), fc.constantFrom(".co", ".c", ".com", "", ".", ".c1", ".ñu"))
      .map(([local, domain, ending]) => `${local.join("")}@${domain.join("")}${ending}`)
    fc.assert(
      fc.property(fc.oneof(shaped, fc.array(piece, { maxLength: 8 }).map((parts) => parts.join("")), fc.string({ unit: "grapheme" })), (text) => {
        assert.strictEqual(Contact.emailKey(text), emailByRule(text))
        const key = Contact.emailKey(text)
        if (key !== undefined && key !== "") assert.strictEqual(Contact.emailKey(key), key)
      }),
      { numRuns: 30_000, seed: 6 }
    )
  })

  it("accepts and refuses", () => {
    assert.strictEqual(Contact.emailKey(" Ana.Perez+moto@Correo.COM.co\r\n"), "ana.perez+moto@correo.com.co")
    assert.strictEqual(Contact.emailKey("niño@peña.ño"), "niño@peña.ño")
    for (const wrong of ["a", "@", "a@", "@b.co", "a@b", "a@b.c", "a@b.c0", "a@@b.co", "a@b@c.co", "a..b@c.co", ".a@b.co", "a.@b.co", "a@.b.co", "a@b..co", "a@b.co.", "a b@c.co", "a@b c.co", "a@b.1co", "a@co"]) {
      assert.strictEqual(Contact.emailKey(wrong), "", wrong)
    }
    for (const blank of [undefined, "", " ", "\u00a0\t"]) assert.isUndefined(Contact.emailKey(blank))
  })

  it("reads past a name, mailto: and other addresses", () => {
    for (const text of [
      "ana@x.co", "mailto:ana@x.co", " MAILTO:Ana@X.co", "Ana Gómez <ana@x.co>", "<ana@x.co>", "Gómez, Ana <ana@x.co>", "Ana <mailto:ana@x.co>", "ana@x.co;", ", ana@x.co", "/ana@x.co", "a\u200bna@x.co\u202c",
      "ana@x.co; luz@y.co", "ana@x.co,luz@y.co", "ana@x.co y luz@y.co", "ana@x.co O luz@y.co", "ana@x.co\nluz@y.co", "ana@x.co|luz@y.co", "ana@x / ana@x.co", "no tiene; Ana <ana@x.co>", "ana@x.co luz@ / mailto:ana@x.co"
    ]) {
      assert.strictEqual(Contact.emailKey(text), "ana@x.co", text)
    }
    // What is valid as it stands is not split.
    assert.strictEqual(Contact.emailKey("ventas/ana@x.co"), "ventas/ana@x.co")
    for (const wrong of ["mailto:", ";", "ana@x.co luz@y.co", "<ana@x.co> <luz@y.co>", "<>", `${"a@".repeat(600)}; ana@x.co`]) assert.strictEqual(Contact.emailKey(wrong), "", wrong)
    assert.isUndefined(Contact.emailKey("\u200b"))
  })

  it("takes 254 characters and no more, counted as code points after trimming", () => {
    const local = (length: number): string => "a".repeat(length - "@correo.co".length)
    assert.notStrictEqual(Contact.emailKey(` ${local(254)}@correo.co `), "")
    assert.strictEqual(Contact.emailKey(`${local(255)}@correo.co`), "")
    assert.notStrictEqual(Contact.emailKey(`${"😀".repeat(244)}@correo.co`), "")
    assert.strictEqual(Contact.emailKey(`${"😀".repeat(245)}@correo.co`), "")
  })
})

describe("disposable e-mails", () => {
  it("have a listed domain, not a subdomain of one", () => {
    assert.strictEqual(Contact.emailDomain("ana@mailinator.com"), "mailinator.com")
    for (const domain of ["mailinator.com", "yopmail.com", "guerrillamail.com", "10minutemail.com"]) {
      assert.isTrue(Contact.isDisposable(domain), domain)
      assert.isTrue(Contact.isDisposableEmail(`ana@${domain}`), domain)
      assert.isFalse(Contact.isDisposable(`correo.${domain}`), domain)
      assert.isFalse(Contact.isDisposableEmail(`ana@correo.${domain}`), domain)
    }
    for (const domain of ["gmail.com", "hotmail.com", "outlook.com", "yahoo.es", "une.net.co", "com", ""]) {
      assert.isFalse(Contact.isDisposable(domain), domain)
      assert.isFalse(Contact.isDisposableEmail(`mailinator.com@${domain}`), domain)
    }
  })
})
