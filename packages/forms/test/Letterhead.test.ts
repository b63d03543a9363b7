import { assert, describe, it } from "@effect/vitest"
import * as GcPro05 from "@crm-procedure/core/policy/GcPro05"
import * as Result from "effect/Result"
import { judgeMonth } from "@crm-procedure/core/results/MonthResults"
import * as HeaderText from "../src/layout/HeaderText.ts"
import * as FormMonth from "../src/month/FormMonth.ts"
import * as Letterhead from "../src/data/Letterhead.ts"

const faultsOf = (json: unknown): ReadonlyArray<string> => {
  const read = Letterhead.read(json)
  return Result.isFailure(read) ? read.failure.map(({ expected, pointer }) => `${pointer}: ${expected.en}`) : []
}

describe("a letterhead", () => {
  it("says what the procedure says, unless the dealership calls it otherwise", () => {
    const own = Letterhead.make(GcPro05.version02, { company: "Motos del Norte SAS", formCodes: { "GC-FOR-06": "MN-FO-12", "compliance": "MN-FO-20" } })
    assert.deepStrictEqual(own, {
      company: "Motos del Norte SAS",
      procedureCode: "GC-PRO-05",
      procedureName: "PROCEDIMIENTO CRM",
      formCodes: { "GC-FOR-05": "GC-FOR-05", "GC-FOR-06": "MN-FO-12", "GC-FOR-21": "GC-FOR-21", "compliance": "MN-FO-20", "controls": "" }
    })
    assert.deepStrictEqual(Letterhead.make(GcPro05.version02), {
      company: "CARRAZOS SAS",
      procedureCode: "GC-PRO-05",
      procedureName: "PROCEDIMIENTO CRM",
      formCodes: { "GC-FOR-05": "GC-FOR-05", "GC-FOR-06": "GC-FOR-06", "GC-FOR-21": "GC-FOR-21", "compliance": "", "controls": "" }
    })
  })

  it("names the company of the policy with its details, before any other name", () => {
    const spec = { name: "Motos del Norte SAS", nit: "900.123.456-7", city: "Bogotá" }
    const month = judgeMonth({ policy: { company: spec }, directory: { branches: [], brands: [], employees: [] }, prospects: [], activities: [], goals: [], calls: [], period: "2024-03", asOf: "2024-04-01" })
    const header = FormMonth.headerOf({ ...month.form("GC-FOR-06"), letterhead: { company: "Otra" } }, "GC-FOR-06", "Validez")
    assert.deepInclude(header, { company: "Motos del Norte SAS", companyDetails: "NIT 900.123.456-7 · Bogotá" })
    assert.include(HeaderText.identification(header), "Motos del Norte SAS (NIT 900.123.456-7 · Bogotá) · GC-PRO-05")
    assert.strictEqual(Letterhead.detailsOf({ ...spec, address: "Carrera 7 # 12-34", phone: "601 3456789" }), "NIT 900.123.456-7 · Carrera 7 # 12-34 · Bogotá · Tel. 601 3456789")
  })

  it("is read from JSON with every fault at once", () => {
    const changes = { company: "Motos del Norte SAS", procedureCode: "MN-PR-03", procedureName: "CRM", formCodes: { "GC-FOR-05": "MN-FO-11" } }
    assert.deepStrictEqual(Letterhead.read(changes), Result.succeed(changes))
    assert.deepStrictEqual(faultsOf({ company: " ", logo: "x", formCodes: { "GC-FOR-06": 6, "GC-FOR-99": "x" } }), [
      "/company: a text of 1 to 120 characters",
      "/logo: one of company, procedureCode, procedureName, formCodes",
      "/formCodes/GC-FOR-06: a text of 1 to 120 characters",
      "/formCodes/GC-FOR-99: one of GC-FOR-05, GC-FOR-06, GC-FOR-21, compliance, controls"
    ])
    assert.deepStrictEqual([faultsOf([]), faultsOf({ formCodes: null })], [[": a JSON object"], ["/formCodes: a JSON object"]])
  })
})
