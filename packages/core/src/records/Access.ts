/**
 * Who a person is, and what their role may do and see (*Responsable, Participantes*): one table of roles and actions, and pure
 * functions over it. A server, a page or a command asks here and decides nothing by itself.
 *
 * @see GC-PRO-05, Responsable, Participantes
 */
import * as Schema from "effect/Schema"
import type { Instant, LocalDay } from "../calendar/Calendar.ts"
import * as Calendar from "../calendar/Calendar.ts"
import * as Directory from "./Directory.ts"
import type { Bilingual } from "../identity/Bilingual.ts"

/** A role of the directory, or `integration`: another system that writes records of its brands. */
export type Role = Directory.Role | "integration"

export const roles: ReadonlyArray<Role> = [...Directory.roles, "integration"]

/** An authenticated person or program. Brands, branches and line narrow a role's view; {@link areasOf} says what a manager without them directs. */
export interface Identity {
  readonly dealership: string
  readonly role: Role
  /** The employee in the directory. An advisor and a CRM agent always have one. */
  readonly employeeId?: string | undefined
  /** The brands whose records an integration validates and writes: at least one. */
  readonly brandIds?: ReadonlyArray<string> | undefined
  /** The branches of a manager, instead of those that the directory gives him. */
  readonly branchIds?: ReadonlyArray<string> | undefined
  /** The business line of a manager; undefined: see {@link lineOf}. */
  readonly line?: Directory.BusinessLine | undefined
  /** Whether this person or program manages users and keys, beside what the role may do. */
  readonly isAdministrator?: boolean | undefined
}

/** An action that needs a permission. */
export type Action = keyof typeof rolesByAction

const readers = ["crm-assistant", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager", "advisor"] as const
const everyRole = roles

/** Which roles may do what. {@link scopeOf} says which records a reader sees. */
const rolesByAction = {
  "procedure.read": everyRole,
  "identity.read": everyRole,
  "today.read": [...readers, "crm-agent"],
  "directory.read": [...readers, "crm-agent"],
  "records.validate": ["crm-assistant", "integration"],
  "records.write": ["crm-assistant", "integration"],
  "prospects.read": [...readers, "crm-agent", "integration"],
  "activities.read": [...readers, "integration"],
  "records.list": readers,
  "records.import": ["crm-assistant", "integration"],
  "imports.manage": ["crm-assistant"],
  "leads.place": ["crm-assistant", "marketing-coordinator"],
  "goals.read": readers,
  "goals.write": ["crm-assistant"],
  "scorecard.read": readers,
  "changes.read": ["crm-assistant", "marketing-coordinator", "commercial-manager", "motorcycle-manager", "general-manager"],
  "policy.compare": ["crm-assistant", "general-manager"],
  "policies.read": ["crm-assistant", "general-manager"],
  "policies.draft": ["crm-assistant"],
  "policies.approve": ["general-manager"],
  "policies.withdraw": ["crm-assistant", "general-manager"],
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
  "appeals.read": readers,
  "appeals.raise": ["advisor"],
  "appeals.decide": ["crm-assistant"],
  "people.search": ["crm-assistant", "general-manager"],
  "people.erase": ["crm-assistant"],
  "people.requests": ["crm-assistant", "general-manager"],
  "webhooks.manage": ["crm-assistant"],
  "history.read": readers,
  "audit.read": ["crm-assistant", "general-manager"],
  "sessions.manage": everyRole,
  "messages.read": everyRole,
  "users.manage": [],
  "keys.manage": []
} as const satisfies Readonly<Record<string, ReadonlyArray<Role>>>

export const actions = Object.keys(rolesByAction) as ReadonlyArray<Action>

/** The actions of an administrator, whatever the role. */
const administration: ReadonlySet<Action> = new Set<Action>(["users.manage", "keys.manage"])

/** The roles that may do an action. None of them manages users or keys: an administrator does. */
export const rolesThatMay = (action: Action): ReadonlyArray<Role> => rolesByAction[action]

/** Whether a person or program may do an action. */
export const may = ({ isAdministrator, role }: Pick<Identity, "role" | "isAdministrator">, action: Action): boolean =>
  administration.has(action) ? isAdministrator === true : rolesThatMay(action).includes(role)

/** The kinds of canonical files. */
export type ImportKind = "employees" | "branches" | "brands" | "prospects" | "activities" | "goals" | "verification-calls" | "phone-log" | "waivers"

export const importKinds: ReadonlyArray<ImportKind> = ["employees", "branches", "brands", "prospects", "activities", "goals", "verification-calls", "phone-log", "waivers"]

const integrationKinds: ReadonlyArray<ImportKind> = ["prospects", "activities"]

/** Whether a role may import a kind of file. An integration imports prospects and activities only. */
export const mayImport = (identity: Pick<Identity, "role">, kind: ImportKind): boolean =>
  may(identity, "records.import") && (identity.role !== "integration" || integrationKinds.includes(kind))

/** A part of the dealership that a manager directs: a branch (undefined: any) and a line there (undefined: any). */
export interface Area {
  readonly branchId: string | undefined
  readonly line: Directory.BusinessLine | undefined
}

/**
 * The records that a person sees; a manager also reopens verifications of them. `places`: the records of these areas. `queue`:
 * only the calls that the verification queue hands out.
 */
export type Scope =
  | { readonly kind: "dealership" }
  | { readonly kind: "advisor"; readonly advisorId: string }
  | { readonly kind: "places"; readonly areas: ReadonlyArray<Area> }
  | { readonly kind: "brands"; readonly brandIds: ReadonlyArray<string> }
  | { readonly kind: "queue" }

/** Whether a person directs branches or a line: see {@link areasOf}. */
export const isManager = ({ role }: Pick<Identity, "role">): boolean => role === "commercial-manager" || role === "motorcycle-manager"

/**
 * The line of a manager or of his assignment. Where none is named, it is motorcycles for the motorcycle manager, cars for a
 * commercial manager without branches, and any line within a commercial manager's branches.
 */
export const lineOf = ({ branchIds, line, role }: Pick<Identity, "role" | "branchIds" | "line">): Directory.BusinessLine | undefined =>
  line ?? (role === "motorcycle-manager" ? "motorcycles" : branchIds === undefined ? "cars" : undefined)

/** The areas that the identity itself names. */
const areasGiven = (identity: Pick<Identity, "role" | "branchIds" | "line">): ReadonlyArray<Area> => {
  const line = lineOf(identity)
  return identity.branchIds === undefined ? [{ branchId: undefined, line }] : identity.branchIds.map((branchId) => ({ branchId, line }))
}

/**
 * What a manager directs on a day. An identity with branches or a line directs those. An employee's identity without them directs
 * what his assignments in that role say on that day, and nothing where he has none. An identity with neither is a line manager's:
 * see {@link lineOf}.
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

/** The records that a person sees on a day. Only the scope of {@link isManager managers} depends on the directory. */
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

/** The advisor, branch and brand of a record. An activity takes branch and brand from its prospect, and has neither where that is unknown. */
export interface Place {
  readonly advisorId: string
  readonly branchId?: string | undefined
  readonly brandId?: string | undefined
}

/** The line of a brand by its id, as the directory has it. A brand without a line, or an unknown one, is one of cars. */
export type LineOfBrand = (brandId: string) => string | undefined

/** Whether a record lies within a scope. The calls of the queue are not decided here. */
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

/** Whether a reader sees the records of a place. */
export interface View {
  (place: Place): boolean
  /** The only advisor whose records the reader sees: a question about them needs to read no others. */
  readonly advisorId?: string | undefined
}

/** The view of a scope. */
export const viewOf = (scope: Scope, lineOfBrand: LineOfBrand): View =>
  Object.assign((place: Place): boolean => isWithin(scope, place, lineOfBrand), scope.kind === "advisor" ? { advisorId: scope.advisorId } : {})

/** Some places: of an advisor, a branch or brands. What is left out takes any; with brands a record has one. */
export interface Places {
  readonly advisorId?: string | undefined
  readonly branchId?: string | undefined
  readonly brandIds?: ReadonlyArray<string> | undefined
  /** Every brand but these. */
  readonly otherBrandIds?: ReadonlyArray<string> | undefined
}

/** Whether a record lies in some places. */
export const isOneOf = ({ advisorId, branchId, brandIds, otherBrandIds }: Places, place: Place): boolean =>
  (advisorId === undefined || place.advisorId === advisorId) &&
  (branchId === undefined || place.branchId === branchId) &&
  (brandIds === undefined || place.brandId !== undefined && brandIds.includes(place.brandId)) &&
  (otherBrandIds === undefined || place.brandId !== undefined && !otherBrandIds.includes(place.brandId))

/** The places of a scope, for a storage to find their records; undefined: every place. They are those for which {@link isWithin} holds. */
export const placesOf = (scope: Scope, { brands }: Pick<Directory.Directory, "brands">): ReadonlyArray<Places> | undefined => {
  switch (scope.kind) {
    case "dealership":
      return undefined
    case "advisor":
      return [{ advisorId: scope.advisorId }]
    case "places":
      return scope.areas.map(({ branchId, line }) => ({ branchId, ...brandsOfLine(line, brands) }))
    case "brands":
      return [{ brandIds: scope.brandIds }]
    case "queue":
      return []
  }
}

/** A brand without a line, or an unknown one, is one of cars. */
const brandsOfLine = (line: Directory.BusinessLine | undefined, brands: Directory.Directory["brands"]): Places => {
  if (line === undefined) return {}
  const lines = new Map(brands.map((brand) => [brand.brandId, brand.line]))
  const idsOf = (isWanted: (line: Directory.BusinessLine | undefined) => boolean) => [...lines].flatMap(([brandId, one]) => isWanted(one) ? [brandId] : [])
  return line === "cars" ? { otherBrandIds: idsOf((one) => one !== undefined && one !== "cars") } : { brandIds: idsOf((one) => one === line) }
}

/** Whether a role sees attempts and open verifications. An advisor never does. */
export const seesOpenVerifications = ({ role }: Pick<Identity, "role">): boolean => role !== "advisor" && role !== "integration"

/** Who did it, as stored with a decision: the employee's id, or the role where there is none. */
export const actorOf = ({ employeeId, role }: Pick<Identity, "employeeId" | "role">): string => employeeId ?? role

/** The identity does not fit its role. `pointer` leads to the fault in the identity. */
export class IdentityRefused extends Schema.TaggedError<IdentityRefused>()("IdentityRefused", {
  faults: Schema.Array(Schema.Struct({ pointer: Schema.String, expected: Schema.Struct({ es: Schema.String, en: Schema.String }) }))
}) {
  override get message() {
    return `The identity was refused: ${this.faults.map(({ expected, pointer }) => `${pointer}: expected ${expected.en}`).join("; ")}.`
  }
}

/** Every fault of an identity for its role. */
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
 * The identity of an employee in a role, where the directory gives them that role at an instant; otherwise undefined. It holds no
 * branches and no line: a manager's scope keeps following the directory, see {@link areasOf}.
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
