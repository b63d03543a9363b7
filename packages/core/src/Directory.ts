/** Who works where and when: branches, brands and the employees' assignments (*Sede, Marca, Asesor comercial*). */
import type { LocalDay } from "./Calendar.ts"
import * as Field from "./Field.ts"

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
export const employeeFields: ReadonlyArray<Field.Field> = [
  Field.make("employeeId", "id", { required: true }),
  Field.make("name", "text", { required: true }),
  Field.make("role", "enumeration", { required: true, values: roles }),
  Field.make("branchId", "id"),
  Field.make("line", "enumeration", { values: lines }),
  Field.make("brandIds", "list"),
  Field.make("phone", "text"),
  Field.make("email", "text"),
  Field.make("documentType", "text"),
  Field.make("documentNumber", "text"),
  Field.make("activeFrom", "day", { required: true }),
  Field.make("activeTo", "day")
]

/** The fields of a branch, in the order of the canonical file. */
export const branchFields: ReadonlyArray<Field.Field> = [
  Field.make("branchId", "id", { required: true }),
  Field.make("name", "text", { required: true }),
  Field.make("city", "text")
]

/** The fields of a brand, in the order of the canonical file. */
export const brandFields: ReadonlyArray<Field.Field> = [
  Field.make("brandId", "id", { required: true }),
  Field.make("name", "text", { required: true }),
  Field.make("line", "enumeration", { values: lines })
]

/** Faults across the fields of an assignment whose cells were all readable. */
export const employeeFaults = (employee: Employee): ReadonlyArray<Field.Fault> =>
  employee.role === "advisor" && employee.branchId === undefined
    ? [{
      column: "branch_id",
      found: "",
      expected: { es: "la sede del asesor (obligatoria para el rol advisor)", en: "the advisor's branch (required for the role advisor)" }
    }]
    : []

/** Whether two assignments of one employee share a day. One that ends before it begins covers none. */
export const overlaps = (one: Employee, other: Employee): boolean => {
  const oneEnd = one.activeTo ?? Number.POSITIVE_INFINITY
  const otherEnd = other.activeTo ?? Number.POSITIVE_INFINITY
  return one.activeFrom <= oneEnd && other.activeFrom <= otherEnd &&
    one.activeFrom <= otherEnd && other.activeFrom <= oneEnd
}
