/** What a waiver excuses, from when, and which of several is told. */
import { assert, describe, it } from "@effect/vitest"
import * as ActivityRules from "../src/judging/ActivityRules.ts"
import * as ProspectRules from "../src/judging/ProspectRules.ts"
import * as Waivers from "../src/judging/Waivers.ts"
import * as Policy from "../src/policy/Policy.ts"
import type { Waiver } from "../src/records/Waiver.ts"

const waiver = (waiverId: string, more: Partial<Waiver> = {}): Waiver =>
  ({ waiverId, subjectType: "prospect", subjectId: "P1", code: "registered-late", grantedAt: 100, grantedBy: "G1", reason: "Sin señal en la feria.", ...more })

describe("waivers", () => {
  it("excuse what the dealership may excuse, and neither consent nor what did not take place", () => {
    const waivable = (subject: "prospect" | "activity", codes: ReadonlyArray<string>) => codes.filter((code) => !Waivers.isWaivable(subject, code))
    assert.deepStrictEqual(waivable("prospect", ProspectRules.codes), ["consent-missing", "consent-revoked", "verification-failed", "verification-unreachable", "verification-pending"])
    assert.deepStrictEqual(waivable("activity", ActivityRules.codes), ["not-performed", "prospect-unknown", "attention-denied", "verification-pending"])
    assert.isFalse(Waivers.isWaivable("prospect", "note-repeated"))
    assert.isFalse(Waivers.isWaivable("activity", "own-rule"))
  })

  it("say in both languages which codes are expected", () => {
    assert.deepStrictEqual(Waivers.expectedCode("prospect"), {
      es: "el código de una regla de prospectos que se pueda excusar: name-incomplete, contact-missing, phone-invalid, phone-implausible, email-invalid, email-disposable, document-invalid, advisor-unknown, branch-unknown, brand-unknown, created-in-future, source-unknown, interest-missing, staff-contact, duplicate, registered-late, registration-burst, identity-replaced",
      en: "the code of a rule of prospects that can be waived: name-incomplete, contact-missing, phone-invalid, phone-implausible, email-invalid, email-disposable, document-invalid, advisor-unknown, branch-unknown, brand-unknown, created-in-future, source-unknown, interest-missing, staff-contact, duplicate, registered-late, registration-burst, identity-replaced"
    })
    const { en, es } = Waivers.expectedCode("activity")
    assert.match(es, /^el código de una regla de actividades que se pueda excusar: performed-in-future, prospect-invalid, .*, call-not-in-log$/)
    assert.match(en, /^the code of a rule of activities that can be waived: performed-in-future, /)
  })

  it("are in force from the instant at which they are granted", () => {
    const of = (asOf: number) => [...new Waivers.Waivers([waiver("W1")], asOf).of("prospect").keys()]
    assert.deepStrictEqual([of(99), of(100), of(101)], [[], ["P1"], ["P1"]])
  })

  it("are bits by subject, and what can't be waived is not among them", () => {
    const waivers = new Waivers.Waivers([waiver("W1"), waiver("W2", { code: "duplicate" }), waiver("W3", { code: "consent-missing" }), waiver("W4", { subjectType: "activity", subjectId: "P1", code: "note-repeated" })], 100)
    assert.deepStrictEqual([...waivers.of("prospect")], [["P1", ProspectRules.bit["registered-late"] | ProspectRules.bit.duplicate]])
    assert.deepStrictEqual([...waivers.of("activity")], [["P1", ActivityRules.bit["note-repeated"]]])
    assert.strictEqual(Waivers.bitsOf("activity", ["not-performed", "type-unknown"]), 1 | 2 ** 7)
    assert.deepStrictEqual(Waivers.codesAmong("prospect", 2 ** 16, ["duplicate", "registered-late", "own-rule"]), ["duplicate"])
  })

  it("are told by the earliest that excuses a code, of two at once by the one with the smaller id", () => {
    const grantedOf = (...waivers: ReadonlyArray<Waiver>) => new Waivers.Waivers(waivers, 100).granted("prospect", "P1", "registered-late")?.waiverId
    assert.strictEqual(grantedOf(waiver("W1", { grantedAt: 90 }), waiver("W2", { grantedAt: 80 }), waiver("W3", { grantedAt: 85 })), "W2")
    assert.strictEqual(grantedOf(waiver("W2"), waiver("W1"), waiver("W3")), "W1")
    assert.strictEqual(grantedOf(waiver("W2", { grantedAt: 80 }), waiver("W1", { grantedAt: 90 })), "W2")
    assert.isUndefined(grantedOf(waiver("W1", { code: "duplicate" })))
    assert.isUndefined(grantedOf(waiver("W1", { subjectId: "P2" })))
    assert.isUndefined(grantedOf(waiver("W1", { subjectType: "activity" })))
  })

  it("are explained with the rule's message, who granted them and why", () => {
    const waivers = new Waivers.Waivers([waiver("W1"), waiver("W2", { code: "duplicate", grantedAt: 50 })], 100)
    const { prospectRules } = Policy.gcPro05
    const explained = waivers.explain("prospect", "P1", ["duplicate", "phone-invalid"], prospectRules)
    assert.deepStrictEqual(explained, [{ code: "duplicate", message: prospectRules.find(({ code }) => code === "duplicate")!.message({}), waiverId: "W2", grantedAt: 50, grantedBy: "G1", reason: "Sin señal en la feria." }])
  })
})
