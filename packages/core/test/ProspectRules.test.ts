/** The rules that look at one prospect and the directory: each by itself, on both sides of its boundary. */
import { assert, describe, it } from "@effect/vitest"
import * as Calendar from "../src/calendar/Calendar.ts"
import * as IdentityKeys from "../src/identity/internal/IdentityKeys.ts"
import * as ProspectRules from "../src/judging/ProspectRules.ts"
import * as Policy from "../src/policy/Policy.ts"
import * as Directory from "../src/records/Directory.ts"
import type { Prospect } from "../src/records/Prospect.ts"
import { prospect } from "./exampleRecords.ts"

const at = (text: string): Calendar.Instant => Calendar.parseInstant(text, Calendar.bogota)!
const asOf = at("2024-03-31T12:00:00")
const directory = Directory.index({
  employees: [{ employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: Calendar.parseDay("2024-01-01")!, phone: "3159998877" }],
  branches: [{ branchId: "S1", name: "Norte" }],
  brands: [{ brandId: "B1", name: "Autos", line: "cars" }]
})
const parameters = Policy.profiles(Policy.gcPro05).base.prospectParameters

const bitsOf = (more: Partial<Prospect>, { advisorIsActive = true, keys = new Uint32Array(IdentityKeys.LANES) } = {}): number =>
  ProspectRules.judge(prospect("P1", more), parameters, directory, asOf, advisorIsActive, keys)

const failing = (more: Partial<Prospect>, options?: Parameters<typeof bitsOf>[1]): ReadonlyArray<string> => {
  const bits = bitsOf(more, options)
  return ProspectRules.codes.filter((code) => (bits & ProspectRules.bit[code]) !== 0)
}

const created = at("2024-03-05T10:00:00")
const HOUR = 3_600_000

describe("the rules about one prospect", () => {
  const cases: ReadonlyArray<readonly [what: string, prospect: Partial<Prospect>, codes: ReadonlyArray<string>]> = [
    ["an ordinary one", {}, []],
    ["one name for a person", { fullName: "Ana" }, ["name-incomplete"]],
    ["one name for a company", { fullName: "Transportes", documentType: "NIT", documentNumber: "900373115" }, ["document-invalid"]],
    ["neither phone nor e-mail", { phone: undefined }, ["contact-missing"]],
    ["an e-mail alone", { phone: undefined, email: "ana@correo.co" }, []],
    ["a phone of too few digits", { phone: "310 12" }, ["phone-invalid"]],
    ["a phone of equal digits", { phone: "3001111111" }, ["phone-implausible"]],
    ["an e-mail without a domain", { email: "ana@" }, ["email-invalid"]],
    ["an invalid e-mail alone", { phone: undefined, email: "ana@" }, ["email-invalid"]],
    ["a disposable e-mail", { email: "ana@mailinator.com" }, ["email-disposable"]],
    ["a document that is no number of its type", { documentType: "CC", documentNumber: "12" }, ["document-invalid"]],
    ["a good document", { documentType: "CC", documentNumber: "1020304050" }, []],
    ["an unknown branch", { branchId: "S9" }, ["branch-unknown"]],
    ["an unknown brand", { brandId: "B9" }, ["brand-unknown"]],
    ["created at the instant asked", { createdAt: asOf, consentAt: asOf }, []],
    ["created after the instant asked", { createdAt: asOf + 1 }, ["created-in-future"]],
    ["no source", { source: undefined }, ["source-unknown"]],
    ["an unknown source", { source: "télex" }, ["source-unknown"]],
    ["no interest", { interest: undefined }, ["interest-missing"]],
    ["no consent", { consentAt: undefined }, ["consent-missing"]],
    ["consent at the instant asked", { consentAt: asOf }, []],
    ["consent after the instant asked", { consentAt: asOf + 1 }, ["consent-missing"]],
    ["consent revoked at once", { excludedAt: created }, ["consent-revoked"]],
    ["consent given again after it was revoked", { excludedAt: created - 1 }, []],
    ["consent revoked at the instant asked", { excludedAt: asOf }, ["consent-revoked"]],
    ["consent revoked after the instant asked", { excludedAt: asOf + 1 }, []],
    ["an employee's phone", { phone: "+57 315 999 8877" }, ["staff-contact"]],
    ["recorded within the hours that the policy gives", { recordedAt: created + parameters.registrationMillis }, []],
    ["recorded later than that", { recordedAt: created + parameters.registrationMillis + 1 }, ["registered-late"]],
    ["another person's data put over the first's", { identityReplacedAt: created + HOUR }, ["identity-replaced"]],
    ["much at once", { fullName: "x", phone: "1", branchId: "S9", interest: undefined }, ["name-incomplete", "phone-invalid", "branch-unknown", "interest-missing"]]
  ]
  for (const [what, more, codes] of cases) it(`${what}: ${codes.join(", ") || "nothing"}`, () => assert.deepStrictEqual(failing(more), codes))

  it("an advisor who was not active: advisor-unknown", () => assert.deepStrictEqual(failing({}, { advisorIsActive: false }), ["advisor-unknown"]))

  it("fills in the keys by which people are compared", () => {
    const keys = new Uint32Array(IdentityKeys.LANES)
    const person = { phone: "3004567890", email: "Ana@Correo.co", documentType: "CC", documentNumber: "1.020.304.050" }
    assert.deepStrictEqual(failing(person, { keys }), [])
    assert.deepStrictEqual(keys, IdentityKeys.of(person))
    assert.isTrue([0, 2, 4].every((lane) => (keys[lane]! | keys[lane + 1]!) !== 0))
    failing({ phone: "1" }, { keys })
    assert.deepStrictEqual([...keys], [0, 0, 0, 0, 0, 0])
  })

  it("have a bit each, in the order of the table, which is the order of reasons", () => {
    assert.deepStrictEqual([...ProspectRules.codes], [
      "name-incomplete", "contact-missing", "phone-invalid", "phone-implausible", "email-invalid", "email-disposable", "document-invalid", "advisor-unknown",
      "branch-unknown", "brand-unknown", "created-in-future", "source-unknown", "interest-missing", "consent-missing", "consent-revoked", "staff-contact", "duplicate",
      "registered-late", "registration-burst", "verification-failed", "verification-unreachable", "verification-pending", "identity-replaced"
    ])
    assert.deepStrictEqual(ProspectRules.codes.map((code) => ProspectRules.bit[code]), ProspectRules.codes.map((_, place) => 2 ** place))
    assert.strictEqual(ProspectRules.VERIFICATION_BITS, 2 ** 19 + 2 ** 20 + 2 ** 21)
  })
})
