/**
 * Who somebody is and what their role may do and see (*Responsable, Participantes*): one table of roles and actions, as pure
 * functions. Whoever lets people in (a server, a page, a command) asks here and decides nothing by itself.
 *
 * @see GC-PRO-05, Responsable, Participantes; 5-controls, Roles
 */
import * as Schema from "effect/Schema"
import type { Instant, LocalDay } from "../calendar/Calendar.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Directory from "./Directory.ts"
import type { Bilingual } from "../identity/Bilingual.ts"

/** A role of the directory, or `integration`: another system that writes records of its brands. */
export type Role = Directory.Role | "integration"

export const roles: ReadonlyArray<Role> = [...Directory.roles, "integration"]

/** Somebody who was let in. What narrows a role's view is optional: {@link areasOf} says what a manager without it directs. */
export interface Identity {
  readonly dealership: string
  readonly role: Role
  /** Who it is in the directory. An advisor and a CRM agent always have one. */
  readonly employeeId?: string | undefined
  /** The brands whose records an integration validates and writes: at least one. */
  readonly brandIds?: ReadonlyArray<string> | undefined
  /** The branches that a manager is held to, whatever the directory says of him. */
  readonly branchIds?: ReadonlyArray<string> | undefined
  /** The business line that a manager is held to; undefined: see {@link lineOf}. */
  readonly line?: Directory.BusinessLine | undefined
}

/** Something that can be done. */
export type Action = keyof typeof rolesByAction

const readers = ["crm-assistant", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager", "advisor"] as const
const everybody = roles

/** Which roles may do what. What a reader sees of it is {@link scopeOf}'s to say. */
const rolesByAction = {
  "procedure.read": everybody,
  "identity.read": everybody,
  "directory.read": [...readers, "crm-agent"],
  "records.validate": ["crm-assistant", "integration"],
  "records.write": ["crm-assistant", "integration"],
  "prospects.read": [...readers, "crm-agent", "integration"],
  "activities.read": [...readers, "integration"],
  "records.list": readers,
  "records.import": ["crm-assistant", "integration"],
  "goals.read": readers,
  "goals.write": ["crm-assistant"],
  "scorecard.read": readers,
  "policy.compare": ["crm-assistant", "general-manager"],
  "leads.read": readers,
  "leads.assign": ["crm-assistant", "marketing-coordinator"],
  "compliance.read": readers,
  "verification.sample": ["crm-assistant"],
  "verification.call": ["crm-assistant", "crm-agent"],
  "verification.read": ["crm-assistant", "commercial-manager", "motorcycle-manager", "general-manager"],
  "verification.reopen": ["crm-assistant", "commercial-manager", "motorcycle-manager"],
  "forms.read": ["crm-assistant", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager"],
  "periods.close": ["crm-assistant"],
  "periods.reopen": ["general-manager"],
  "periods.read": ["crm-assistant", "general-manager"],
  "people.search": ["crm-assistant", "general-manager"],
  "people.erase": ["crm-assistant"],
  "webhooks.manage": ["crm-assistant"]
} as const satisfies Readonly<Record<string, ReadonlyArray<Role>>>

export const actions = Object.keys(rolesByAction) as ReadonlyArray<Action>

/** The roles that may do it. */
export const rolesThatMay = (action: Action): ReadonlyArray<Role> => rolesByAction[action]

/** Whether somebody's role may do it at all. */
export const may = ({ role }: Pick<Identity, "role">, action: Action): boolean => rolesThatMay(action).includes(role)

/** The kinds of canonical files. */
export type ImportKind = "employees" | "branches" | "brands" | "prospects" | "activities" | "goals" | "verification-calls"

export const importKinds: ReadonlyArray<ImportKind> = ["employees", "branches", "brands", "prospects", "activities", "goals", "verification-calls"]

const integrationKinds: ReadonlyArray<ImportKind> = ["prospects", "activities"]

/** Whether somebody may import a kind of file: an integration brings prospects and activities only. */
export const mayImport = (identity: Pick<Identity, "role">, kind: ImportKind): boolean =>
  may(identity, "records.import") && (identity.role !== "integration" || integrationKinds.includes(kind))

/** A part of the dealership that a manager directs: a branch (undefined: any) and a line there (undefined: any). */
export interface Area {
  readonly branchId: string | undefined
  readonly line: Directory.BusinessLine | undefined
}

/**
 * Which records somebody reaches: sees, and as a manager reopens verifications of. `places`: those of one of the areas.
 * `queue`: only what the verification queue hands out.
 */
export type Scope =
  | { readonly kind: "dealership" }
  | { readonly kind: "advisor"; readonly advisorId: string }
  | { readonly kind: "places"; readonly areas: ReadonlyArray<Area> }
  | { readonly kind: "brands"; readonly brandIds: ReadonlyArray<string> }
  | { readonly kind: "queue" }

/** Whether somebody directs branches or a line: what he reaches is {@link areasOf}'s to say. */
export const isManager = ({ role }: Pick<Identity, "role">): boolean => role === "commercial-manager" || role === "motorcycle-manager"

/**
 * The line of a manager, or of an assignment of his, that names none: motorcycles for the motorcycle manager; cars for a
 * commercial manager without branches, and any line within his branches.
 */
export const lineOf = ({ branchIds, line, role }: Pick<Identity, "role" | "branchIds" | "line">): Directory.BusinessLine | undefined =>
  line ?? (role === "motorcycle-manager" ? "motorcycles" : branchIds === undefined ? "cars" : undefined)

/** What the identity itself holds a manager to. */
const areasGiven = (identity: Pick<Identity, "role" | "branchIds" | "line">): ReadonlyArray<Area> => {
  const line = lineOf(identity)
  return identity.branchIds === undefined ? [{ branchId: undefined, line }] : identity.branchIds.map((branchId) => ({ branchId, line }))
}

/**
 * What a manager directs on a day. An identity with branches or a line is held to those. One of an employee without them is
 * held to his assignments in the role that are active on that day, so that it moves when he is moved, and reaches nothing when
 * he has none. One that names neither is a line manager's: see {@link lineOf}.
 */
export const areasOf = (
  identity: Omit<Identity, "dealership">,
  { employees }: Pick<Directory.Directory, "employees">,
  day: LocalDay
): ReadonlyArray<Area> => {
  const { branchIds, employeeId, line, role } = identity
  if (employeeId === undefined || branchIds !== undefined || line !== undefined) return areasGiven(identity)
  return employees
    .filter((one) => one.employeeId === employeeId && one.role === role && Directory.isActiveOn(one, day))
    .flatMap(({ branchId, line }) => areasGiven({ role, line, branchIds: branchId === undefined ? undefined : [branchId] }))
}

/** Which records somebody reaches on a day. Only {@link isManager managers} ask the directory. */
export const scopeOf = (identity: Omit<Identity, "dealership">, directory: Pick<Directory.Directory, "employees">, day: LocalDay): Scope => {
  switch (identity.role) {
    case "crm-assistant":
    case "marketing-coordinator":
    case "general-manager":
      return { kind: "dealership" }
    case "commercial-manager":
    case "motorcycle-manager":
      return { kind: "places", areas: areasOf(identity, directory, day) }
    case "advisor":
      return { kind: "advisor", advisorId: identity.employeeId ?? "" }
    case "crm-agent":
      return { kind: "queue" }
    case "integration":
      return { kind: "brands", brandIds: identity.brandIds ?? [] }
  }
}

/** Whose a record is: an activity has branch and brand from its prospect, and neither where that is unknown. */
export interface Place {
  readonly advisorId: string
  readonly branchId?: string | undefined
  readonly brandId?: string | undefined
}

/** The line of a brand by its id, as the directory has it; a brand that names none, or that nobody knows, is one of cars. */
export type LineOfBrand = (brandId: string) => string | undefined

/** Whether a record lies within a scope. What the queue hands out is not asked here. */
export const isWithin = (scope: Scope, { advisorId, branchId, brandId }: Place, lineOfBrand: LineOfBrand): boolean => {
  switch (scope.kind) {
    case "dealership":
      return true
    case "advisor":
      return advisorId === scope.advisorId
    case "places":
      return scope.areas.some((area) =>
        (area.branchId === undefined || branchId === area.branchId) &&
        (area.line === undefined || brandId !== undefined && (lineOfBrand(brandId) ?? "cars") === area.line))
    case "brands":
      return brandId !== undefined && scope.brandIds.includes(brandId)
    case "queue":
      return false
  }
}

/** Whether somebody may be shown attempts and verifications that have not concluded: an advisor never. */
export const seesOpenVerifications = ({ role }: Pick<Identity, "role">): boolean => role !== "advisor" && role !== "integration"

/** Who did it, for what is kept about a decision: the employee, or the role of whoever has no employee's id. */
export const actorOf = ({ employeeId, role }: Pick<Identity, "employeeId" | "role">): string => employeeId ?? role

/** Somebody can't be let in as who they are said to be. `pointer` leads to the fault in the identity. */
export class IdentityRefused extends Schema.TaggedError<IdentityRefused>()("IdentityRefused", {
  faults: Schema.Array(Schema.Struct({ pointer: Schema.String, expected: Schema.Struct({ es: Schema.String, en: Schema.String }) }))
}) {
  override get message() {
    return `The identity was refused: ${this.faults.map(({ expected, pointer }) => `${pointer}: expected ${expected.en}`).join("; ")}.`
  }
}

/** Everything that an identity lacks for its role. */
export const faultsOf = (identity: Identity): ReadonlyArray<{ readonly pointer: string; readonly expected: Bilingual }> => {
  const { branchIds, brandIds, dealership, employeeId, role } = identity
  const faults: Array<{ readonly pointer: string; readonly expected: Bilingual }> = []
  const expect = (holds: boolean, pointer: string, es: string, en: string): void => {
    if (!holds) faults.push({ pointer, expected: { es, en } })
  }
  const directs = isManager(identity)
  expect(dealership !== "", "/dealership", "el concesionario", "the dealership")
  expect(employeeId !== undefined || role !== "advisor" && role !== "crm-agent", "/employeeId", `el empleado (obligatorio para ${role})`, `the employee (required for ${role})`)
  expect(role !== "integration" || brandIds !== undefined && brandIds.length > 0, "/brandIds", "una marca al menos", "one brand at least")
  expect(role === "integration" || brandIds === undefined, "/brandIds", "nada: solo una integración tiene marcas", "nothing: only an integration has brands")
  expect(directs || branchIds === undefined, "/branchIds", "nada: solo un gerente tiene sedes", "nothing: only a manager has branches")
  expect(branchIds === undefined || branchIds.length > 0, "/branchIds", "una sede al menos, o nada", "one branch at least, or nothing")
  expect(directs || identity.line === undefined, "/line", "nada: solo un gerente tiene línea", "nothing: only a manager has a line")
  return faults
}

/**
 * The identity of an employee in a role that the directory gives them at an instant; undefined for somebody without such an
 * assignment then. What a manager reaches is not written into it: that stays the directory's to say, see {@link areasOf}.
 */
export const ofEmployee = (
  { employees }: Pick<Directory.Directory, "employees">,
  dealership: string,
  employeeId: string,
  role: Directory.Role,
  at: Instant,
  zone: Calendar.Zone
): Identity | undefined => {
  const day = Calendar.localDayOf(zone, at)
  return employees.some((one) => one.employeeId === employeeId && one.role === role && Directory.isActiveOn(one, day))
    ? { dealership, role, employeeId }
    : undefined
}
