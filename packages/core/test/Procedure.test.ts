import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import * as Directory from "../src/records/Directory.ts"
import * as GcPro05 from "../src/policy/GcPro05.ts"
import * as Procedure from "../src/policy/Procedure.ts"

const versionOf = (version: string, effectiveFrom: number): Procedure.Procedure => ({ ...GcPro05.version02, version, effectiveFrom })

const registered = (procedures: ReadonlyArray<Procedure.Procedure>): Procedure.Versions => {
  const result = Procedure.register(procedures)
  if (Result.isFailure(result)) throw result.failure
  return result.success
}

const refusal = (procedures: ReadonlyArray<Procedure.Procedure>): Procedure.VersionsRefused => {
  const result = Procedure.register(procedures)
  if (Result.isSuccess(result)) throw new Error("was registered")
  return result.failure
}

/** Versions that can be registered together, in an order of their own. */
const history = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 8 })
  .map((days) => days.map((day, index) => versionOf(`v${index}`, day)))

describe("Procedure: GC-PRO-05 v02", () => {
  it("takes effect on 31 March 2024 [verifies: GC-PRO-05/effective-from]", () => {
    assert.strictEqual(Procedure.effectiveDate(GcPro05.version02), "31/03/2024")
  })

  it("writes any day as the calendar does", () => {
    const calendar = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "2-digit", month: "2-digit", year: "numeric" })
    fc.assert(fc.property(fc.integer({ min: -40_000, max: 100_000 }), (day) => {
      assert.strictEqual(Procedure.effectiveDate(versionOf("x", day)), calendar.format(day * 86_400_000))
    }))
    for (const day of [-1, 0, 59, 60, 789, 790, 11_015, 11_016, 11_017, 19_782, 19_783, 47_540, 47_541]) {
      assert.strictEqual(Procedure.effectiveDate(versionOf("x", day)), calendar.format(day * 86_400_000))
    }
  })

  it("gives every clause an id of its own under the code, words in both languages, and its origin", () => {
    const clauses = Procedure.clauses(GcPro05.version02)
    const ids = clauses.map((clause) => clause.id)
    assert.strictEqual(new Set(ids).size, ids.length)
    assert.strictEqual(ids.length, 36)
    for (const clause of clauses) {
      assert.match(clause.id, /^GC-PRO-05\/[A-Za-z0-9/-]+$/)
      assert.notStrictEqual(clause.text.es.trim(), "")
      assert.notStrictEqual(clause.text.en.trim(), "")
      assert.deepStrictEqual(clause.provenance, { kind: "document", reference: clause.id })
    }
  })

  it("keeps the ids that rules and other documents refer to", () => {
    assert.includeMembers(Procedure.clauses(GcPro05.version02).map((clause) => clause.id), [
      "GC-PRO-05/objective",
      "GC-PRO-05/scope",
      "GC-PRO-05/responsible",
      "GC-PRO-05/risk/fake-customers",
      "GC-PRO-05/control/verification-call",
      "GC-PRO-05/risk/leads-not-followed-up",
      "GC-PRO-05/control/compliance-report",
      "GC-PRO-05/indicator/prospecting",
      "GC-PRO-05/indicator/follow-up",
      "GC-PRO-05/requirements",
      "GC-PRO-05/requirement/sales-methods",
      "GC-PRO-05/requirement/brand-platforms",
      "GC-PRO-05/annex/GC-FOR-05",
      "GC-PRO-05/annex/GC-FOR-06",
      "GC-PRO-05/annex/GC-FOR-21"
    ])
  })

  it("names each role of the directory exactly once [verifies: GC-PRO-05/responsible] [verifies: GC-PRO-05/participants]", () => {
    const { participants, responsible } = GcPro05.version02
    assert.strictEqual(responsible.role, "crm-assistant")
    assert.sameMembers([responsible, ...participants].map((participant) => participant.role), [...Directory.roles])
    assert.sameMembers(Object.keys(Procedure.roleNames), [...Directory.roles])
    assert.strictEqual(Procedure.roleNames[responsible.role], "CrmAssistant")
  })

  it("sets the control against its risk [verifies: GC-PRO-05/risks]", () => {
    assert.deepStrictEqual(GcPro05.version02.risks.map((risk) => [risk.code, risk.id, risk.control.id]), [
      ["R1", "GC-PRO-05/risk/fake-customers", "GC-PRO-05/control/verification-call"],
      ["R2", "GC-PRO-05/risk/leads-not-followed-up", "GC-PRO-05/control/compliance-report"]
    ])
  })
})

describe("Procedure.inForce", () => {
  it("is the latest version that has taken effect, else the first, in whatever order they stand", () => {
    fc.assert(fc.property(history, fc.integer({ min: -60, max: 60 }), (procedures, day) => {
      const versions = registered(procedures)
      const found = Procedure.inForce(versions, day)
      const inEffect = procedures.filter((procedure) => procedure.effectiveFrom <= day)
      const expected = inEffect.length > 0
        ? Math.max(...inEffect.map((procedure) => procedure.effectiveFrom))
        : Math.min(...procedures.map((procedure) => procedure.effectiveFrom))
      assert.strictEqual(found.effectiveFrom, expected)
      const [first, ...rest] = [...versions].reverse()
      assert.strictEqual(Procedure.inForce([first as Procedure.Procedure, ...rest], day), found)
    }))
  })

  it("changes on the very day that a version takes effect", () => {
    const versions = registered([GcPro05.version02, versionOf("03", GcPro05.version02.effectiveFrom + 100)])
    const inForce = (offset: number) => Procedure.inForce(versions, GcPro05.version02.effectiveFrom + offset).version
    assert.deepStrictEqual([-1, 0, 99, 100, 101].map(inForce), ["02", "02", "02", "03", "03"])
  })
})

describe("Procedure.register", () => {
  it("accepts distinct versions and sorts them by the day they take effect", () => {
    fc.assert(fc.property(history, (procedures) => {
      const days = registered(procedures).map((procedure) => procedure.effectiveFrom)
      assert.deepStrictEqual(days, procedures.map((procedure) => procedure.effectiveFrom).sort((one, other) => one - other))
    }))
  })

  it("accepts what this package itself publishes", () => {
    assert.deepStrictEqual(registered(GcPro05.versions), [GcPro05.version02])
  })

  it("refuses a repeated version or effective date wherever it stands, and says where", () => {
    fc.assert(fc.property(history, fc.nat(), fc.boolean(), (procedures, at, sameVersion) => {
      const position = at % procedures.length
      const original = procedures[position] as Procedure.Procedure
      const copy = sameVersion ? versionOf(original.version, 1000) : versionOf("copy", original.effectiveFrom)
      assert.deepStrictEqual(
        refusal([...procedures, copy]).faults.map((fault) => [fault.kind, fault.positions]),
        [[sameVersion ? "duplicate-version" : "duplicate-effective-from", [position, procedures.length]]]
      )
    }))
  })

  it("names every fault at once", () => {
    const { annexes } = GcPro05.version02
    const refused = refusal([
      GcPro05.version02,
      GcPro05.version02,
      { ...versionOf(" ", 0.5), code: "GC-PRO-06" },
      { ...versionOf("04", 7), code: "", annexes: [...annexes, ...annexes] }
    ])
    assert.deepStrictEqual(refused.faults.map((fault) => [fault.kind, fault.positions]), [
      ["blank-version", [2]],
      ["unusable-effective-from", [2]],
      ["blank-code", [3]],
      ["duplicate-clause", [3]],
      ["duplicate-clause", [3]],
      ["duplicate-clause", [3]],
      ["other-code", [2, 3]],
      ["duplicate-version", [0, 1]],
      ["duplicate-effective-from", [0, 1]]
    ])
    for (const fault of refused.faults) {
      assert.include(refused.message, fault.message.en)
      assert.notStrictEqual(fault.message.es, fault.message.en)
    }
  })

  it("refuses to register nothing", () => {
    assert.deepStrictEqual(refusal([]).faults.map((fault) => fault.kind), ["nothing-registered"])
  })
})
