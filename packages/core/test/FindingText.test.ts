import { assert, describe, it } from "@effect/vitest"
import * as Contact from "@crm-procedure/core/identity/Contact"
import * as Document from "@crm-procedure/core/identity/Document"
import * as FindingText from "@crm-procedure/core/identity/FindingText"
import * as fc from "fast-check"

const dressed = (core: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom("", " ", "+57 ", "57", "(+57)", "0", "00 57 ", "cel. ", "mailto:", "Ana <"), core, fc.constantFrom("", " ", ".0", " ext. 12", " / 3110000000", ">", " (casa)", "x5", " #123", ";")).map((parts) => parts.join(""))

const digits = (least: number, most: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((all) => all.join(""))
const spaced = fc.tuple(fc.constantFrom("310", "320", "601", "604", "1800", "+1 212", "+34 91", "+49 30", "+290 2", "3"), digits(2, 9), fc.constantFrom("", " ", "-", ".", ") "))
  .map(([prefix, rest, sign]) => `${prefix}${sign}${rest.slice(0, 3)}${sign}${rest.slice(3)}`)
const words = fc.string({ unit: fc.constantFrom("a", "B", "9", ".", "-", " ", "@", "ñ", "co"), maxLength: 9 })

const holds = (key: string | undefined, text: string | undefined, textsOf: (key: string) => ReadonlyArray<string>): void => {
  if (key !== undefined && key !== "") assert.include(textsOf(key), text)
}

describe("the text that something written is found by", () => {
  it("is one that its key can have, however it is written, and in whatever country", () => {
    fc.assert(fc.property(dressed(fc.oneof(spaced, digits(0, 12), words)), fc.constantFrom("CO", "US", "AR", "DE", "SH"), (written, country) => {
      holds(Contact.phoneKey(written, country), FindingText.ofPhone(written), FindingText.ofPhoneKey)
    }), { numRuns: 2_000 })
    fc.assert(fc.property(dressed(fc.tuple(words, words).map((parts) => parts.join("@"))), (written) => holds(Contact.emailKey(written), FindingText.ofEmail(written), FindingText.ofEmailKey)), { numRuns: 500 })
    fc.assert(fc.property(fc.constantFrom("CC", "PA", "NIT", "CE"), fc.oneof(spaced, digits(3, 11), words), (type, written) =>
      holds(Document.documentKey(type, written), FindingText.ofDocument(written), FindingText.ofDocumentKey)), { numRuns: 500 })
  })

  it("is told of what is written plainly", () => {
    assert.deepStrictEqual(["(+57) 310-482 9175", "310 4829175", "101", "-", "310 4829175 ext 5"].map(FindingText.ofPhone), ["4829175", "4829175", "101", undefined, FindingText.UNTOLD])
    assert.deepStrictEqual([" Ana@Correo.CO ", "  ", "Ana <ana@correo.co>"].map(FindingText.ofEmail), ["ana@correo.co", undefined, FindingText.UNTOLD])
    assert.deepStrictEqual(["1.032.456-789", " ", "nº 5"].map(FindingText.ofDocument), ["1032456789", undefined, FindingText.UNTOLD])
  })
})
