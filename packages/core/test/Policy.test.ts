import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import * as Parameter from "../src/policy/Parameter.ts"
import { meanings } from "../src/policy/ParameterMeaning.ts"
import * as Policy from "../src/policy/Policy.ts"
import * as PolicyEdition from "../src/policy/PolicyEdition.ts"
import * as exampleRecords from "./exampleRecords.ts"

const faultsOf = (spec: unknown): ReadonlyArray<string> => {
  const made = Policy.make(spec as Policy.PolicySpec)
  return Result.isSuccess(made) ? [] : made.failure.faults.map(({ pointer }) => pointer)
}

const configuredWith = (spec: Policy.PolicySpec): PolicyEdition.Configured => ({ policy: Result.getOrThrow(Policy.make(spec)) })

describe("Policy", () => {
  it("is GC-PRO-05 v02 when nothing differs", () => {
    assert.strictEqual(Policy.gcPro05.name, "GC-PRO-05 v02")
    assert.deepStrictEqual(Policy.gcPro05.parameters, Parameter.defaults)
    assert.strictEqual(Policy.gcPro05.effects.prospect["email-disposable"], "warns")
    assert.strictEqual(Policy.gcPro05.effects.activity["contact-too-frequent"], "off")
    assert.deepStrictEqual(Policy.gcPro05.thresholds, {
      prospecting: { yellow: 8000, green: 10_000 },
      followUp: { yellow: 8000, green: 10_000 },
      compliance: { yellow: 8000, green: 9500 }
    })
  })

  it("names every fault of a bad policy at once", () => {
    assert.deepStrictEqual(faultsOf({
      nmae: "x",
      name: "  ",
      rules: { prospect: { "phone-invalid": "ignore", "no-such-rule": "off" }, lead: {} },
      parameters: { duplicateWindowDays: -1, timeZone: "America/Bogotá", noSuchParameter: 3, contactHours: { monday: ["19:00-07:00"] }, sources: ["web", ""] },
      thresholds: { prospecting: { yellow: 100, green: 80 }, followUp: { yellow: 0, green: 99.999 } },
      brands: { B1: { rules: { activity: { "note-repeated": "maybe" } }, parameters: { timeZone: "UTC", noteMinimumWords: 2 } }, B2: 3 }
    }).toSorted(), [
      "/nmae", "/name", "/rules/prospect/phone-invalid", "/rules/prospect/no-such-rule", "/rules/lead",
      "/parameters/duplicateWindowDays", "/parameters/timeZone", "/parameters/noSuchParameter", "/parameters/contactHours", "/parameters/sources",
      "/thresholds/prospecting", "/thresholds/followUp/yellow", "/thresholds/followUp/green",
      "/brands/B1/rules/activity/note-repeated", "/brands/B1/parameters/timeZone", "/brands/B2"
    ].toSorted())
  })

  it("refuses what is no policy at all, and days out of order", () => {
    assert.deepStrictEqual(faultsOf(null), [""])
    assert.deepStrictEqual(faultsOf([]), [""])
    assert.deepStrictEqual(faultsOf("GC-PRO-05"), [""])
    assert.deepStrictEqual(faultsOf({ parameters: { leadYellowDays: 7 } }), ["/parameters/leadYellowDays"])
  })

  it("refuses countries without phone numbers, and extra holidays that are no dates or given twice", () => {
    assert.deepStrictEqual(faultsOf({ parameters: { phoneCountry: "VE", extraHolidays: ["2024-02-29", "2024-12-31"] } }), [])
    for (const phoneCountry of ["", "co", "COL", "ZZ", 57]) assert.deepStrictEqual(faultsOf({ parameters: { phoneCountry } }), ["/parameters/phoneCountry"])
    for (const extraHolidays of [["2024-02-30"], ["2024-3-5"], ["2024-12-31", "2024-12-31"], [20240305], "2024-12-31"]) {
      assert.deepStrictEqual(faultsOf({ parameters: { extraHolidays } }), ["/parameters/extraHolidays"])
    }
    assert.deepStrictEqual(faultsOf({ brands: { B1: { parameters: { phoneCountry: "VE" } } } }), ["/brands/B1/parameters/phoneCountry"])
  })

  it("refuses own rules whose codes are taken, malformed or repeated", () => {
    assert.deepStrictEqual(faultsOf({ ownRules: [exampleRecords.ownProspectRule("duplicate"), exampleRecords.ownProspectRule("Engine"), exampleRecords.ownProspectRule("engine"), exampleRecords.ownProspectRule("engine")] }),
      ["/ownRules/0/code", "/ownRules/1/code", "/ownRules/3/code"])
    assert.deepStrictEqual(faultsOf({ ownRules: [exampleRecords.ownProspectRule("engine-missing")], rules: { prospect: { "engine-missing": "warns" } } }), [])
  })

  it("refuses own rules that a verdict or a form could not use", () => {
    const good = exampleRecords.ownProspectRule("engine-missing")
    const wrong: ReadonlyArray<readonly [string, object]> = [
      ["/test", { test: "interest" }], ["/test", { test: undefined }], ["/message", { message: "Falta." }], ["/message", { message: () => "Falta." }],
      ["/message", { message: () => ({ es: "Falta.", en: " " }) }], ["/message", { message: ({ found }: { readonly found: string }) => ({ es: found.trim(), en: found }) }],
      ["/title", { title: "Sin motor" }], ["/undecided", { undecided: { es: "Quizás" } }], ["/subject", { subject: "goal" }], ["/field", { field: "engine" }],
      ["/field", { field: undefined }], ["/serves", { serves: "R3" }], ["/effect", { effect: "refuses" }], ["/provenance", { provenance: "law" }],
      ["/provenance/kind", { provenance: { kind: "habit", reference: "x" } }], ["/provenance/reference", { provenance: { kind: "law", reference: "" } }],
      ["/verifies", { verifies: "GC-PRO-05/no-such-clause" }], ["/verifies", { verifies: undefined }], ["/code", { code: undefined }]
    ]
    for (const [pointer, more] of wrong) assert.deepStrictEqual(faultsOf({ ownRules: [good, { ...good, code: "other-engine", ...more }] }), [`/ownRules/1${pointer}`], pointer)
    assert.deepStrictEqual(faultsOf({ ownRules: [null, "rule", []] }), ["/ownRules/0", "/ownRules/1", "/ownRules/2"])
    assert.deepStrictEqual(faultsOf({ ownRules: { good } }), ["/ownRules"])
    const many = Array.from({ length: 29 }, (_, place) => exampleRecords.ownProspectRule(`rule-${place}`))
    assert.deepStrictEqual(faultsOf({ ownRules: many }), ["/ownRules"])
    assert.deepStrictEqual(faultsOf({ ownRules: many.slice(1) }), [])
  })

  it("lets own rules verify the clauses of another version of the procedure", () => {
    const rule = { ...exampleRecords.ownProspectRule("engine-missing"), verifies: "GC-PRO-05/risk/new-one" }
    const risk = { ...GcPro05.version02.risks[0]!, id: "GC-PRO-05/risk/new-one" }
    const version03 = { ...GcPro05.version02, version: "03", risks: [risk] }
    assert.isTrue(Result.isFailure(Policy.make({ ownRules: [rule] })))
    assert.isTrue(Result.isSuccess(Policy.make({ ownRules: [rule] }, [version03])))
  })

  it("takes percentages, not shares of one", () => {
    for (const thresholds of [{ yellow: 0.7, green: 0.9 }, { yellow: 0.8, green: 1 }]) {
      assert.deepStrictEqual(faultsOf({ thresholds: { prospecting: thresholds, compliance: { yellow: 0.8, green: 80 } } }), ["/thresholds/prospecting"])
    }
  })

  it("accepts every parameter's default, and says of each where it comes from", () => {
    for (const name of Parameter.names) {
      const parameter = Parameter.parameters[name]
      assert.isUndefined(parameter.check(parameter.default), name)
      assert.notStrictEqual(parameter.provenance.reference, "")
      assert.notStrictEqual(meanings[name].es, "")
      assert.deepStrictEqual(faultsOf({ parameters: { [name]: parameter.default } }), [])
      assert.deepStrictEqual(faultsOf({ parameters: { [name]: { no: "value" } } }), [`/parameters/${name}`], name)
    }
  })

  it("takes thresholds exactly when 0 < yellow < green with two decimals, and green is more than 1 %", () => {
    const share = fc.oneof(fc.integer({ min: -5, max: 200 }), fc.integer({ min: -500, max: 20_000 }).map((hundredths) => hundredths / 100))
    fc.assert(fc.property(share, share, (yellow, green) => {
      const made = Policy.make({ thresholds: { compliance: { yellow, green } } })
      assert.strictEqual(Result.isSuccess(made), yellow > 0 && yellow < green && green > 1)
      if (Result.isSuccess(made)) {
        assert.deepStrictEqual(made.success.thresholds.compliance, { yellow: Math.round(yellow * 100), green: Math.round(green * 100) })
      }
    }))
  })

  it("lets one brand differ in effects and parameters, and leaves the others alone", () => {
    const policy = Result.getOrThrow(Policy.make({ brands: { B1: { rules: { prospect: { "phone-invalid": "off" } }, parameters: { noteMinimumWords: 9 } } } }))
    const profiles = Policy.profiles(policy)
    const [one, other] = [profiles.ofBrand("B1"), profiles.ofBrand("B2")]
    assert.strictEqual(one.prospect.invalidates ^ other.prospect.invalidates, 1 << policy.prospectRules.findIndex(({ code }) => code === "phone-invalid"))
    assert.deepStrictEqual([one.activityParameters.noteMinimumWords, other.activityParameters.noteMinimumWords], [9, 3])
    assert.strictEqual(other, profiles.base)
  })
})

describe("PolicyEdition", () => {
  const own = exampleRecords.ownProspectRule("own-engine")

  it("names every fault of an edition at once, with pointers", () => {
    const configured = configuredWith({ parameters: { timeZone: "America/Lima" }, ownRules: [own] })
    const spec = {
      company: { name: " ", nit: "900\n1", motto: "Siempre" },
      parameters: { timeZone: "America/Bogota", phoneCountry: "CO", leadRedDays: 0, leadGreenDays: 1 },
      rules: { prospect: { "own-engine": "warns", "own-wheels": "off" } },
      thresholds: { prospecting: { yellow: 90, green: 80 } },
      ownRules: []
    }
    assert.deepStrictEqual(PolicyEdition.faults(spec as never, configured).map(({ pointer }) => pointer).sort(), [
      "/company/motto", "/company/name", "/company/nit", "/ownRules", "/parameters/leadGreenDays", "/parameters/leadYellowDays", "/parameters/timeZone",
      "/rules/prospect/own-wheels", "/thresholds/prospecting"
    ])
    for (const other of [null, 7, "GC-PRO-05", []]) assert.deepStrictEqual(PolicyEdition.faults(other as never, configured).map(({ pointer }) => pointer), [""])
  })

  it("writes out every value, and judges by them with the configured own rules", () => {
    const configured = configuredWith({ parameters: { timeZone: "America/Lima", leadRedDays: 9 }, ownRules: [own] })
    const spec = Result.getOrThrow(PolicyEdition.writtenOut({ thresholds: { followUp: { yellow: 70, green: 92.5 } }, company: { name: "Motos del Norte" } }, configured))
    assert.deepStrictEqual(Object.keys(spec.parameters!).sort(), [...Parameter.names].sort())
    assert.deepStrictEqual([spec.parameters!.timeZone, spec.parameters!.leadRedDays], ["America/Lima", Parameter.defaults.leadRedDays])
    const edition = { editionId: "E1", spec, draftedAt: 1, draftedBy: "AC" }
    const policy = Result.getOrThrow(PolicyEdition.policyOf(edition, configured))
    assert.deepStrictEqual(PolicyEdition.specOf(policy), spec)
    assert.deepStrictEqual(policy.ownProspectRules, [own])
    assert.deepStrictEqual([policy.company, policy.thresholds.followUp], [{ name: "Motos del Norte" }, { yellow: 7000, green: 9250 }])
    // The dealership drops its own rule from the code.
    const without = Result.getOrThrow(PolicyEdition.policyOf(edition, configuredWith({})))
    assert.isUndefined(without.effects.prospect["own-engine"])
    assert.strictEqual(without.parameters.timeZone, "America/Bogota")
  })
})
