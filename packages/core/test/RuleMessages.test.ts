import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import * as Activity from "../src/records/Activity.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import * as Procedure from "../src/policy/Procedure.ts"
import * as Prospect from "../src/records/Prospect.ts"
import type * as Rule from "../src/policy/Rule.ts"
import * as RuleMessages from "../src/policy/RuleMessages.ts"

/** Code, what it serves and the default effect, row by row as the contract's tables have them. */
const prospectTable = [
  "name-incomplete R1 invalidates",
  "contact-missing R1 invalidates",
  "phone-invalid R1 invalidates",
  "phone-implausible R1 invalidates",
  "email-invalid R1 invalidates",
  "email-disposable R1 warns",
  "document-invalid R1 invalidates",
  "advisor-unknown Q invalidates",
  "branch-unknown Q invalidates",
  "brand-unknown Q invalidates",
  "created-in-future R1 invalidates",
  "source-unknown Q invalidates",
  "interest-missing Q invalidates",
  "consent-missing L invalidates",
  "consent-revoked L invalidates",
  "staff-contact R1 invalidates",
  "duplicate R1 invalidates",
  "registered-late R1 warns",
  "registration-burst R1 warns",
  "verification-failed R1 invalidates",
  "verification-unreachable R1 invalidates",
  "verification-pending R1 invalidates",
  "identity-replaced R1 warns"
]

const activityTable = [
  "not-performed R2 invalidates",
  "performed-in-future R1 invalidates",
  "prospect-unknown R1 invalidates",
  "prospect-invalid R1 invalidates",
  "before-prospect R1 invalidates",
  "advisor-unknown Q invalidates",
  "advisor-mismatch R1 invalidates",
  "type-unknown Q invalidates",
  "outcome-missing R2 invalidates",
  "rescheduled-only R2 invalidates",
  "note-insufficient R2 invalidates",
  "note-repeated R1 invalidates",
  "duplicate-contact R1 invalidates",
  "registered-late R2 invalidates",
  "next-step-missing R2 warns",
  "call-too-short R1 warns",
  "outside-contact-hours L warns",
  "contact-too-frequent L off",
  "attention-denied R1 invalidates",
  "verification-pending R1 invalidates",
  "activity-burst R1 warns",
  "call-not-in-log R1 warns"
]

const { activityRuleTexts, prospectRuleTexts } = RuleMessages
const texts = [...prospectRuleTexts, ...activityRuleTexts]
const textOf = (subject: "prospect" | "activity", code: string): Rule.Rule => {
  const text = texts.find((candidate) => candidate.subject === subject && candidate.code === code)
  if (text === undefined) throw new Error(`no ${subject} rule ${code}`)
  return text
}

const row = (text: Rule.Rule): string => `${text.code} ${text.serves} ${text.effect}`
const clauseIds = new Set(Procedure.clauses(GcPro05.version02).map((clause) => clause.id))
const anyText = fc.constantFrom(...texts)

/** What a person may have typed. None is a short number. */
const personal = fc.oneof(
  fc.constantFrom("Ana María Gómez", "ana.gomez@example.com", "+57 300 123 4567", "3001234567", "1.098.765.432", "52123456", "900373913-4"),
  fc.stringMatching(/^3[0-9]{9}$/),
  fc.stringMatching(/^[1-9][0-9]{5,9}$/),
  fc.emailAddress(),
  fc.string({ minLength: 2 }).filter((text) => !/^\d/.test(text))
)

const knownDetails: ReadonlyArray<string> = Object.values(RuleMessages.details).flat()
const counts = fc.integer({ min: 0, max: 99_999 }).map(String)

const evidence: fc.Arbitrary<Rule.Evidence> = fc.record({
  otherRecordId: fc.stringMatching(/^P-[0-9]{1,6}$/),
  found: fc.oneof(counts, personal),
  expected: counts,
  detail: fc.oneof(fc.constantFrom(...knownDetails), personal)
}, { requiredKeys: [] })

/** Whether a text is a run of whole sentences, without a gap that some absent evidence left. */
const readsWell = (text: string): boolean =>
  /^[A-ZÁÉÍÓÚ]/u.test(text) && text.endsWith(".") && !/undefined|null|NaN|\[object|\$\{| {2}| [,.;:]|\(\)|\n|: \./.test(text)

describe("RuleMessages", () => {
  it("has the rules of both tables, in their order, with what they serve and their effect", () => {
    assert.deepStrictEqual(prospectRuleTexts.map(row), prospectTable)
    assert.deepStrictEqual(activityRuleTexts.map(row), activityTable)
    assert.isTrue(prospectRuleTexts.every((text) => text.subject === "prospect"))
    assert.isTrue(activityRuleTexts.every((text) => text.subject === "activity"))
  })

  it("is about a field that the record has", () => {
    const prospectFields = Prospect.fields.map((field) => field.name)
    const activityFields = Activity.fields.map((field) => field.name)
    for (const text of texts) assert.include(text.subject === "prospect" ? prospectFields : activityFields, text.field, text.code)
  })

  it("has titles that fit a table, in two languages, each of its own", () => {
    for (const { code, title } of texts) {
      for (const words of [title.es, title.en]) {
        assert.isAtLeast(words.length, 5, code)
        assert.isAtMost(words.length, 40, code)
      }
      assert.notStrictEqual(title.es, title.en, code)
    }
    for (const rules of [prospectRuleTexts, activityRuleTexts]) {
      for (const language of ["es", "en"] as const) {
        assert.strictEqual(new Set(rules.map((text) => text.title[language])).size, rules.length)
        assert.strictEqual(new Set(rules.map((text) => text.message({})[language])).size, rules.length)
      }
    }
  })

  it("reads well whatever the evidence, and says in two sentences what is wrong and what to do", () => {
    fc.assert(fc.property(anyText, evidence, (text, found) => {
      const { en, es } = text.message(found)
      assert.isTrue(readsWell(es), es)
      assert.isTrue(readsWell(en), en)
      assert.notStrictEqual(es, en)
    }), { numRuns: 2000 })
    for (const text of texts) {
      assert.match(text.message({}).es, /[.:;] \p{L}/u, text.code)
      if (text.undecided !== undefined) {
        assert.isTrue(readsWell(text.undecided.es))
        assert.isTrue(readsWell(text.undecided.en))
      }
    }
  })

  it("never writes out what a person typed", () => {
    fc.assert(fc.property(anyText, evidence, personal, personal, (text, given, found, detail) => {
      const { detail: _, found: __, ...rest } = given
      assert.deepStrictEqual(text.message({ ...rest, found, detail }), text.message(rest))
    }), { numRuns: 2000 })
  })

  it("has a wording for each detail that it announces, and for no other", () => {
    for (const text of texts) {
      const announced: ReadonlyArray<string> = Object.entries(RuleMessages.details).find(([code]) => code === text.code)?.[1] ?? []
      const worded = knownDetails.filter((detail) =>
        text.message({ detail }).es !== text.message({}).es && text.message({ detail }).en !== text.message({}).en
      )
      assert.deepStrictEqual([...new Set(worded)].sort(), [...announced].sort(), text.code)
    }
  })

  it("takes no detail for a name that every object has", () => {
    for (const text of texts) {
      for (const detail of ["constructor", "toString", "__proto__"]) assert.deepStrictEqual(text.message({ detail }), text.message({}))
    }
  })

  it("tells a NIT with a wrong check digit apart", () => {
    const { message } = textOf("prospect", "document-invalid")
    assert.match(message({ detail: "check-digit" }).es, /dígito de verificación/)
    assert.notMatch(message({}).es, /dígito de verificación/)
  })

  it("has a wording for undecided where a rule can be undecided, and nowhere else", () => {
    assert.deepStrictEqual(texts.filter((text) => text.undecided !== undefined).map((text) => `${text.subject} ${text.code}`), [
      "prospect verification-pending",
      "activity prospect-invalid",
      "activity verification-pending"
    ])
  })

  it("names the record that a duplicate repeats, and quotes counts with their unit", () => {
    assert.include(textOf("prospect", "duplicate").message({ otherRecordId: "P-17" }).es, "registro anterior (P-17)")
    assert.include(textOf("activity", "duplicate-contact").message({ otherRecordId: "A-9" }).en, "(A-9)")
    const late = textOf("prospect", "registered-late").message({ found: "96", expected: "72" })
    assert.include(late.es, "96 horas después de creado; el plazo es de 72 horas.")
    assert.include(late.en, "96 hours after it was created; the time allowed is 72 hours.")
    assert.include(textOf("activity", "call-too-short").message({ found: "1", expected: "30" }).es, "duró 1 segundo, menos de 30 segundos.")
    assert.include(textOf("prospect", "source-unknown").message({ expected: "web, walk-in" }).es, "de la lista: web, walk-in.")
  })

  it("is about the field that matched, where phone, e-mail and document are compared", () => {
    const duplicate = textOf("prospect", "duplicate")
    assert.deepStrictEqual(
      ["phone", "email", "document", "other"].map((detail) => RuleMessages.fieldOf(duplicate, { detail })),
      ["phone", "email", "documentNumber", "phone"]
    )
    assert.strictEqual(RuleMessages.fieldOf(duplicate, {}), "phone")
    assert.strictEqual(RuleMessages.fieldOf(textOf("activity", "note-repeated"), { detail: "email" }), "note")
  })

  it("serves a clause of the procedure, and says where it comes from", () => {
    for (const text of texts) {
      assert.isTrue(clauseIds.has(text.verifies), text.code)
      const { kind, reference } = text.provenance
      if (kind === "law") assert.match(reference, /^Ley \d+ de \d{4}, arts?\. \d/, text.code)
      else assert.isTrue(clauseIds.has(reference), text.code)
      assert.strictEqual(kind === "law", text.serves === "L", text.code)
      assert.strictEqual(text.provenance.note === undefined, kind === "document", text.code)
    }
    assert.deepStrictEqual(texts.filter((text) => text.provenance.kind === "document").map((text) => text.code), ["not-performed"])
  })
})
