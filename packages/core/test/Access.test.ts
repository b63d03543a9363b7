import { assert, describe, it } from "@effect/vitest"
import * as Access from "../src/Access.ts"
import * as Calendar from "../src/Calendar.ts"
import type { Directory } from "../src/Directory.ts"

const lineOfBrand = (brandId: string): string | undefined => ({ M: "motorcycles", C: "cars" })[brandId]
const records: ReadonlyArray<Access.Place & { readonly name: string }> = [
  { name: "own car", advisorId: "A1", branchId: "S1", brandId: "C" },
  { name: "another's motorcycle in S1", advisorId: "A2", branchId: "S1", brandId: "M" },
  { name: "another's car in S2", advisorId: "A3", branchId: "S2", brandId: "C" },
  { name: "a brand that names no line, in S2", advisorId: "A3", branchId: "S2", brandId: "?" },
  { name: "own activity of an unknown prospect", advisorId: "A1" }
]

const seen = (identity: Omit<Access.Identity, "dealership">): ReadonlyArray<string> => {
  const scope = Access.scopeOf({ dealership: "D", ...identity })
  return records.filter((place) => Access.isWithin(scope, place, lineOfBrand)).map(({ name }) => name)
}

describe("what a role sees", () => {
  const [ownCar, motorcycle, carInS2, unknownLine, loose] = records.map(({ name }) => name)
  const table: ReadonlyArray<readonly [Omit<Access.Identity, "dealership">, ReadonlyArray<string | undefined>]> = [
    [{ role: "crm-assistant" }, records.map(({ name }) => name)],
    [{ role: "general-manager" }, records.map(({ name }) => name)],
    [{ role: "marketing-coordinator" }, records.map(({ name }) => name)],
    [{ role: "advisor", employeeId: "A1" }, [ownCar, loose]],
    [{ role: "advisor" }, []],
    [{ role: "crm-agent", employeeId: "G1" }, []],
    [{ role: "commercial-manager" }, [ownCar, carInS2, unknownLine]],
    [{ role: "commercial-manager", branchIds: ["S1"] }, [ownCar, motorcycle]],
    [{ role: "commercial-manager", branchIds: ["S2"], line: "cars" }, [carInS2, unknownLine]],
    [{ role: "motorcycle-manager" }, [motorcycle]],
    [{ role: "motorcycle-manager", branchIds: ["S2"] }, []],
    [{ role: "integration", brandIds: ["M"] }, [motorcycle]],
    [{ role: "integration" }, []]
  ]
  for (const [identity, expected] of table) {
    it(`${JSON.stringify(identity)}`, () => {
      assert.deepStrictEqual(seen(identity), expected)
    })
  }
})

describe("what a role may", () => {
  it("is nothing for which no row of the procedure speaks", () => {
    const granted = (role: Access.Role) => Access.actions.filter((action) => Access.may({ role }, action))
    assert.deepStrictEqual(granted("crm-agent"), ["procedure.read", "identity.read", "directory.read", "prospects.read", "verification.call"])
    assert.deepStrictEqual(granted("integration"), ["procedure.read", "identity.read", "records.validate", "records.write", "prospects.read", "activities.read", "records.import"])
    assert.deepStrictEqual(granted("advisor").filter((action) => !action.endsWith(".read") && action !== "records.list"), [])
    assert.deepStrictEqual(granted("general-manager").filter((action) => !action.endsWith(".read")), ["records.list", "policy.compare", "periods.reopen", "people.search"])
  })

  it("is everything of the procedure for the CRM assistant, but to reopen a period", () => {
    assert.deepStrictEqual(Access.actions.filter((action) => !Access.may({ role: "crm-assistant" }, action)), ["periods.reopen"])
  })

  it("lets an integration import prospects and activities only", () => {
    assert.deepStrictEqual(Access.importKinds.filter((kind) => Access.mayImport({ role: "integration" }, kind)), ["prospects", "activities"])
    assert.deepStrictEqual(Access.importKinds.filter((kind) => Access.mayImport({ role: "crm-assistant" }, kind)), Access.importKinds)
    assert.deepStrictEqual(Access.importKinds.filter((kind) => Access.mayImport({ role: "advisor" }, kind)), [])
  })

  it("shows open verifications to no advisor and no integration", () => {
    assert.deepStrictEqual(Access.roles.filter((role) => !Access.seesOpenVerifications({ role })), ["advisor", "integration"])
  })
})

describe("an identity", () => {
  const pointers = (identity: Access.Identity) => Access.faultsOf(identity).map(({ pointer }) => pointer)

  it("says everything that it lacks", () => {
    assert.deepStrictEqual(pointers({ dealership: "", role: "advisor", brandIds: ["B1"], branchIds: ["S1"], line: "cars" }), [
      "/dealership",
      "/employeeId",
      "/brandIds",
      "/branchIds",
      "/line"
    ])
    assert.deepStrictEqual(pointers({ dealership: "D", role: "integration", brandIds: [] }), ["/brandIds"])
    assert.deepStrictEqual(pointers({ dealership: "D", role: "commercial-manager", branchIds: [] }), ["/branchIds"])
    assert.deepStrictEqual(pointers({ dealership: "D", role: "crm-assistant" }), [])
  })

  it("of an employee is what the directory says on that day", () => {
    const employee = { name: "N", activeFrom: 0, role: "commercial-manager" } as const
    const directory: Directory = {
      branches: [],
      brands: [],
      employees: [
        { ...employee, employeeId: "M1", branchId: "S1", activeTo: 99 },
        { ...employee, employeeId: "M1", branchId: "S2", activeFrom: 100 },
        { ...employee, employeeId: "M2", line: "motorcycles" },
        { ...employee, employeeId: "A1", role: "advisor", branchId: "S1" }
      ]
    }
    const at = (employeeId: string, role: Access.Role & Directory["employees"][number]["role"], day: number) =>
      Access.ofEmployee(directory, "D", employeeId, role, Calendar.startOfDay(Calendar.bogota, day), Calendar.bogota)
    assert.deepStrictEqual(at("M1", "commercial-manager", 99), { dealership: "D", role: "commercial-manager", employeeId: "M1", branchIds: ["S1"] })
    assert.deepStrictEqual(at("M1", "commercial-manager", 100), { dealership: "D", role: "commercial-manager", employeeId: "M1", branchIds: ["S2"] })
    assert.deepStrictEqual(at("M2", "commercial-manager", 1), { dealership: "D", role: "commercial-manager", employeeId: "M2", line: "motorcycles" })
    assert.deepStrictEqual(at("A1", "advisor", 1), { dealership: "D", role: "advisor", employeeId: "A1" })
    assert.isUndefined(at("A1", "commercial-manager", 1))
  })
})
