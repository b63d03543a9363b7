import { assert, describe, it } from "@effect/vitest"
import * as Access from "../src/records/Access.ts"
import * as Calendar from "../src/calendar/Calendar.ts"
import type { Directory } from "../src/records/Directory.ts"

const lineOfBrand = (brandId: string): string | undefined => ({ M: "motorcycles", C: "cars" })[brandId]
const records: ReadonlyArray<Access.Place & { readonly name: string }> = [
  { name: "own car", advisorId: "A1", branchId: "S1", brandId: "C" },
  { name: "another's motorcycle in S1", advisorId: "A2", branchId: "S1", brandId: "M" },
  { name: "another's car in S2", advisorId: "A3", branchId: "S2", brandId: "C" },
  { name: "a brand that names no line, in S2", advisorId: "A3", branchId: "S2", brandId: "?" },
  { name: "own activity of an unknown prospect", advisorId: "A1" }
]

const manager = { name: "N", role: "commercial-manager", activeFrom: 0 } as const
const directory: Directory = {
  branches: [],
  brands: [{ brandId: "M", name: "Motos", line: "motorcycles" }, { brandId: "C", name: "Carros", line: "cars" }, { brandId: "L", name: "Sin línea" }],
  employees: [
    { ...manager, employeeId: "M1", branchId: "S1", activeTo: 99 },
    { ...manager, employeeId: "M1", branchId: "S2", activeFrom: 100 },
    { ...manager, employeeId: "M2", branchId: "S1", line: "motorcycles" },
    { ...manager, employeeId: "M2", branchId: "S2", line: "cars" },
    { ...manager, employeeId: "M3" },
    { ...manager, employeeId: "M4", role: "motorcycle-manager" },
    { ...manager, employeeId: "M4", role: "motorcycle-manager", branchId: "S2", activeFrom: 200 },
    { ...manager, employeeId: "A1", role: "advisor", branchId: "S1" }
  ]
}

const seen = (identity: Omit<Access.Identity, "dealership">, day = 99): ReadonlyArray<string> => {
  const scope = Access.scopeOf(identity, directory, day)
  const places = Access.placesOf(scope, directory)
  for (const place of records) {
    assert.strictEqual(places === undefined || places.some((one) => Access.isOneOf(one, place)), Access.isWithin(scope, place, lineOfBrand), `${JSON.stringify(identity)} ${place.name}`)
  }
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

describe("what a manager directs", () => {
  const [ownCar, motorcycle, carInS2, unknownLine] = ["own car", "another's motorcycle in S1", "another's car in S2", "a brand that names no line, in S2"] as const
  const role = "commercial-manager"

  it("follows the directory where the identity names no branch and no line", () => {
    assert.deepStrictEqual(seen({ role, employeeId: "M1" }, 99), [ownCar, motorcycle])
    assert.deepStrictEqual(seen({ role, employeeId: "M1" }, 100), [carInS2, unknownLine])
  })

  it("is each of his assignments with its own branch and line", () => {
    assert.deepStrictEqual(seen({ role, employeeId: "M2" }), [motorcycle, carInS2, unknownLine])
  })

  it("is his line where the assignment names no branch", () => {
    assert.deepStrictEqual(seen({ role, employeeId: "M3" }), [ownCar, carInS2, unknownLine])
    assert.deepStrictEqual(seen({ role: "motorcycle-manager", employeeId: "M4" }), [motorcycle])
  })

  it("is nothing without an assignment in the role", () => {
    assert.deepStrictEqual(seen({ role, employeeId: "nobody" }), [])
    assert.deepStrictEqual(seen({ role, employeeId: "A1" }), [], "an advisor's assignment is none of a manager's")
    assert.deepStrictEqual(seen({ role: "motorcycle-manager", employeeId: "M1" }), [])
  })

  it("is what the identity names, also where the directory says otherwise", () => {
    assert.deepStrictEqual(seen({ role, employeeId: "M1", branchIds: ["S2"] }, 99), [carInS2, unknownLine])
    assert.deepStrictEqual(seen({ role, employeeId: "M1", line: "motorcycles" }, 99), [motorcycle])
    assert.deepStrictEqual(seen({ role, employeeId: "nobody", branchIds: ["S1"] }), [ownCar, motorcycle])
  })
})

describe("what a role may", () => {
  it("is only what the table of roles lists", () => {
    const granted = (role: Access.Role) => Access.actions.filter((action) => Access.may({ role }, action))
    assert.deepStrictEqual(granted("crm-agent"), ["procedure.read", "identity.read", "today.read", "directory.read", "prospects.read", "verification.call", "sessions.manage", "messages.read"])
    assert.deepStrictEqual(granted("integration"), ["procedure.read", "identity.read", "records.validate", "records.write", "prospects.read", "activities.read", "records.import", "sessions.manage", "messages.read"])
    assert.deepStrictEqual(granted("advisor").filter((action) => !action.endsWith(".read") && action !== "records.list"), ["appeals.raise", "sessions.manage"])
    assert.deepStrictEqual(granted("general-manager").filter((action) => !action.endsWith(".read")), ["records.list", "policy.compare", "policies.approve", "policies.withdraw", "periods.reopen", "people.search", "people.requests", "sessions.manage"])
  })

  it("is everything for the CRM assistant, except approving a policy, reopening a period, raising an appeal and what an administrator does", () => {
    assert.deepStrictEqual(Access.actions.filter((action) => !Access.may({ role: "crm-assistant" }, action)), ["policies.approve", "periods.reopen", "appeals.raise", "users.manage", "keys.manage"])
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

  it("lists all of its faults", () => {
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

  it("of an employee follows the directory on that day", () => {
    const at = (employeeId: string, role: Directory["employees"][number]["role"], day: number) =>
      Access.ofEmployee(directory, "D", employeeId, role, Calendar.startOfDay(Calendar.bogota, day), Calendar.bogota)
    assert.deepStrictEqual(at("M1", "commercial-manager", 99), { dealership: "D", role: "commercial-manager", employeeId: "M1" })
    assert.isUndefined(at("M4", "motorcycle-manager", -1))
    assert.deepStrictEqual(at("A1", "advisor", 1), { dealership: "D", role: "advisor", employeeId: "A1" })
    assert.isUndefined(at("A1", "commercial-manager", 1))
  })
})
