/**
 * Who works where and when: branches, brands and the employees' assignments (*Sede, Marca, Asesor comercial*).
 *
 * @example
 * ```ts run
 * import { Calendar, Directory } from "@crm-procedure/core"
 * import * as assert from "node:assert/strict"
 *
 * const ana: Directory.Employee = { employeeId: "A1", name: "Ana Ruiz", role: "advisor", branchId: "S1", activeFrom: Calendar.parseDay("2024-01-01")! }
 * assert.equal(Directory.isActiveOn(ana, Calendar.parseDay("2024-03-05")!), true)
 * // An advisor belongs to one branch on a day: two assignments that overlap are a fault.
 * assert.equal(Directory.overlappingAssignments([ana, { ...ana, branchId: "S2" }]).length, 1)
 * ```
 */
import type { Instant, LocalDay } from "../calendar/Calendar.ts"
import * as ErasureKey from "../identity/ErasureKey.ts"
import * as Field from "./Field.ts"
import * as SpanishWords from "./SpanishWords.ts"
import * as Keys from "../identity/internal/IdentityKeys.ts"

export type Role =
  | "advisor"
  | "crm-assistant"
  | "crm-agent"
  | "marketing-coordinator"
  | "motorcycle-manager"
  | "commercial-manager"
  | "general-manager"

export type BusinessLine = "cars" | "motorcycles"

/** An assignment of an employee: the same employee with other dates is another assignment. Days are inclusive. */
export interface Employee {
  readonly employeeId: string
  readonly name: string
  readonly role: Role
  readonly branchId?: string | undefined
  readonly line?: BusinessLine | undefined
  readonly brandIds?: ReadonlyArray<string> | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly documentType?: string | undefined
  readonly documentNumber?: string | undefined
  readonly activeFrom: LocalDay
  readonly activeTo?: LocalDay | undefined
  /** When the person was erased. Their name is the id since then, and phone, e-mail and document are gone. */
  readonly erasedAt?: Instant | undefined
  /** Of an erased person: the keyed hashes of what identified them, separated by spaces. */
  readonly keyHashes?: string | undefined
}

export interface Branch {
  readonly branchId: string
  readonly name: string
  readonly city?: string | undefined
}

export interface Brand {
  readonly brandId: string
  readonly name: string
  readonly line?: BusinessLine | undefined
}

export const roles: ReadonlyArray<Role> = [
  "advisor",
  "crm-assistant",
  "crm-agent",
  "marketing-coordinator",
  "motorcycle-manager",
  "commercial-manager",
  "general-manager"
]
const lines: ReadonlyArray<BusinessLine> = ["cars", "motorcycles"]

/** The fields of an assignment, in the order of the canonical file. */
export const employeeFields: ReadonlyArray<Field.Field> = Field.list({
  employeeId: { kind: "id", required: true },
  name: { kind: "text", required: true, identifies: true },
  role: { kind: "enumeration", required: true, values: roles, words: SpanishWords.roles },
  branchId: { kind: "id" },
  line: { kind: "enumeration", values: lines, words: SpanishWords.lines },
  brandIds: { kind: "list" },
  phone: { kind: "text", identifies: true },
  email: { kind: "text", identifies: true },
  documentType: { kind: "text", identifies: true },
  documentNumber: { kind: "text", identifies: true },
  activeFrom: { kind: "day", required: true },
  activeTo: { kind: "day" }
} satisfies Field.Descriptions<Omit<Employee, "erasedAt" | "keyHashes">>)

/** The fields of a branch, in the order of the canonical file. */
export const branchFields: ReadonlyArray<Field.Field> = Field.list({
  branchId: { kind: "id", required: true },
  name: { kind: "text", required: true },
  city: { kind: "text" }
} satisfies Field.Descriptions<Branch>)

/** The fields of a brand, in the order of the canonical file. */
export const brandFields: ReadonlyArray<Field.Field> = Field.list({
  brandId: { kind: "id", required: true },
  name: { kind: "text", required: true },
  line: { kind: "enumeration", values: lines, words: SpanishWords.lines }
} satisfies Field.Descriptions<Brand>)

/** Faults across the fields of an assignment whose cells were all readable. */
export const employeeFaults = (employee: Employee): ReadonlyArray<Field.Fault> =>
  employee.role === "advisor" && employee.branchId === undefined
    ? [{
      column: "branch_id",
      found: "",
      expected: { es: "la sede del asesor (obligatoria para el rol advisor)", en: "the advisor's branch (required for the role advisor)" }
    }]
    : []

/** Whether two assignments of one employee share a day. An assignment that ends before it begins covers no day. */
export const overlaps = (one: Employee, other: Employee): boolean => {
  const oneEnd = one.activeTo ?? Number.POSITIVE_INFINITY
  const otherEnd = other.activeTo ?? Number.POSITIVE_INFINITY
  return one.activeFrom <= oneEnd && other.activeFrom <= otherEnd &&
    one.activeFrom <= otherEnd && other.activeFrom <= oneEnd
}

/** The directory of a dealership: every assignment that ever was, the branches and the brands. */
export interface Directory {
  readonly employees: ReadonlyArray<Employee>
  readonly branches: ReadonlyArray<Branch>
  readonly brands: ReadonlyArray<Brand>
}

/** The directory made ready for questions. All days are local days. */
export interface DirectoryIndex {
  readonly branchIds: ReadonlySet<string>
  readonly brandIds: ReadonlySet<string>
  /** The assignments of an employee with role `advisor`; empty for any other id. */
  readonly advisorAssignments: (employeeId: string) => ReadonlyArray<Employee>
  /** Whether a phone, e-mail or document (as keys) is that of an employee, active or not. An erased one is recognised by the dealership's key. */
  readonly isStaff: (keys: Keys.Keys) => boolean
  readonly lineOfBrand: (brandId: string) => BusinessLine | undefined
}

/** Whether the assignment covers the day: both its ends are active days. */
export const isActiveOn = (employee: Employee, day: LocalDay): boolean =>
  day >= employee.activeFrom && (employee.activeTo === undefined || day <= employee.activeTo)

/** Pairs of overlapping assignments of one employee: an advisor belongs to exactly one branch on any day. */
export const overlappingAssignments = (employees: ReadonlyArray<Employee>): ReadonlyArray<readonly [Employee, Employee]> => {
  const byEmployee = Map.groupBy(employees, (employee) => employee.employeeId)
  const found: Array<readonly [Employee, Employee]> = []
  for (const assignments of byEmployee.values()) {
    assignments.forEach((one, index) => {
      for (const other of assignments.slice(index + 1)) if (overlaps(one, other)) found.push([one, other])
    })
  }
  return found
}

/** Whether one of an advisor's assignments covers the day; hot, so without closures. */
export const isActiveAdvisor = (assignments: ReadonlyArray<Employee>, day: LocalDay): boolean => {
  for (let i = 0; i < assignments.length; i++) if (isActiveOn(assignments[i]!, day)) return true
  return false
}

/** Whether one of an advisor's assignments to the branch covers the day. */
export const isAdvisorOf = (assignments: ReadonlyArray<Employee>, branchId: string, day: LocalDay): boolean => {
  for (let i = 0; i < assignments.length; i++) {
    const assignment = assignments[i]!
    if (assignment.branchId === branchId && isActiveOn(assignment, day)) return true
  }
  return false
}

const noAssignments: ReadonlyArray<Employee> = []

/** Which line a brand belongs to. */
export const lineOfBrand = ({ brands }: Directory): DirectoryIndex["lineOfBrand"] => {
  const lines = new Map(brands.map((brand) => [brand.brandId, brand.line]))
  return (brandId) => lines.get(brandId)
}

/** The keyed hashes of what identified an erased person, as keys; empty for any other person. */
export const erasedKeysOf = ({ keyHashes }: Pick<Employee, "keyHashes">, erasureKey?: ErasureKey.Key): ReadonlyArray<Keys.Keys> =>
  keyHashes === undefined ? [] : keyHashes.split(" ").map((one) => ErasureKey.keysOf({ keyHashes: one }, erasureKey))

/** Whether keys are those of an erased employee; undefined where no employee is erased, or without the dealership's key. */
const recogniser = ({ employees }: Directory, erasureKey: ErasureKey.Key | undefined): DirectoryIndex["isStaff"] | undefined => {
  const erased = employees.flatMap((employee) => erasedKeysOf(employee, erasureKey))
  if (erasureKey === undefined || erased.length === 0) return undefined
  const known = new Keys.KeySet()
  for (const keys of erased) known.add(keys)
  const hashed = new Uint32Array(Keys.LANES)
  return (keys) => {
    hashed.set(keys)
    ErasureKey.hashKeys(erasureKey, hashed)
    return known.hasAny(hashed)
  }
}

/**
 * Makes the directory ready for questions. An employee's phone that names no country is of `phoneCountry`, by default Colombia.
 * Without `erasureKey`, the dealership's key for erasures, erased employees are not recognised.
 */
export const index = (directory: Directory, phoneCountry?: string, erasureKey?: ErasureKey.Key | undefined): DirectoryIndex => {
  const advisors = Map.groupBy(directory.employees.filter((employee) => employee.role === "advisor"), (employee) => employee.employeeId)
  const staff = new Keys.KeySet()
  for (const employee of directory.employees) staff.add(Keys.of(employee, phoneCountry))
  const isErasedStaff = recogniser(directory, erasureKey)
  return {
    branchIds: new Set(directory.branches.map((branch) => branch.branchId)),
    brandIds: new Set(directory.brands.map((brand) => brand.brandId)),
    advisorAssignments: (employeeId) => advisors.get(employeeId) ?? noAssignments,
    isStaff: isErasedStaff === undefined ? (keys) => staff.hasAny(keys) : (keys) => staff.hasAny(keys) || isErasedStaff(keys),
    lineOfBrand: lineOfBrand(directory)
  }
}
