/**
 * What a dealership sets once for leads that arrive as ADF: which vendor names mean which branch, where a lead without such a name
 * goes, which source each provider is, and the authorization that the form asks for.
 */
import * as JsonPointer from "@crm-procedure/core/identity/JsonPointer"
import type * as Directory from "@crm-procedure/core/records/Directory"
import * as Schema from "effect/Schema"
import type * as Adf from "./Adf.ts"
import type { MappingFault } from "./ColumnMapping.ts"

const optional = Schema.optionalKey
const Id = Schema.NonEmptyString.check(Schema.isMaxLength(64))

/** The settings as they are stored and sent. All are optional; without any, a lead goes by the names in the directory. */
export const AdfSettings = Schema.Struct({
  /** By branch: the names of vendors that mean it. */
  vendorAliases: optional(Schema.Record(Schema.String, Schema.Array(Schema.NonEmptyString))),
  /** The branch of a lead whose vendor is neither among these names nor a branch. */
  defaultBranchId: optional(Id),
  /** Who gets a lead; by default the branch's advisors take turns. */
  defaultAdvisorId: optional(Id),
  /** By the provider's name: the source of its leads. */
  sourceByProvider: optional(Schema.Record(Schema.String, Schema.NonEmptyString)),
  /** What the form asks the customer to authorize, and where. */
  consent: optional(Schema.Struct({ purpose: Schema.NonEmptyString, channel: Schema.NonEmptyString }))
})
export type AdfSettings = typeof AdfSettings.Type

/** Nothing is settled. */
export const none: AdfSettings = {}

const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").trim().replace(/\s+/g, " ").toLowerCase()

/** The branch that each name means: aliases first, then the names and ids of the directory. */
const branchesByName = ({ vendorAliases = {} }: AdfSettings, { branches }: Pick<Directory.Directory, "branches">): ReadonlyMap<string, string> =>
  new Map([
    ...branches.flatMap(({ branchId, name }) => [[folded(name), branchId], [folded(branchId), branchId]] as const),
    ...Object.entries(vendorAliases).flatMap(([branchId, aliases]) => aliases.map((alias) => [folded(alias), branchId] as const))
  ])

/** How leads are placed: what {@link Adf.read} asks its receiver, except for the advisor. */
export const placing = (
  settings: AdfSettings,
  directory: Pick<Directory.Directory, "branches" | "brands">
): Pick<Adf.Options, "brandIds" | "knownBranches" | "source"> & { readonly branchId: (sender: Adf.Sender) => string | undefined } & Partial<Pick<Adf.Options, "consent">> => {
  const { branches, brands } = directory
  const named = branchesByName(settings, directory)
  const sources = new Map(Object.entries(settings.sourceByProvider ?? {}).map(([provider, source]) => [folded(provider), source]))
  const fallback = settings.defaultBranchId ?? (branches.length === 1 ? branches[0]!.branchId : undefined)
  return {
    brandIds: Object.fromEntries(brands.flatMap(({ brandId, name }) => [[brandId, brandId], [name, brandId]])),
    knownBranches: [...new Set(branches.flatMap(({ branchId, name }) => [branchId, name]))],
    branchId: ({ vendorIds, vendorName }) => {
      for (const name of [...vendorIds, ...(vendorName === undefined ? [] : [vendorName])]) {
        const branchId = named.get(folded(name))
        if (branchId !== undefined) return branchId
      }
      return fallback
    },
    source: ({ providerName }) => providerName === undefined ? undefined : sources.get(folded(providerName)),
    ...(settings.consent === undefined ? {} : { consent: settings.consent })
  }
}

/** The faults of settings, each with its place: what the directory does not know, and names that mean two branches. */
export const faults = (settings: AdfSettings, { branches, employees }: Pick<Directory.Directory, "branches" | "employees">): ReadonlyArray<MappingFault> => {
  const found: Array<MappingFault> = []
  const known = branches.map(({ branchId }) => branchId).join(", ")
  const checkBranch = (pointer: string, branchId: string): void => {
    if (branches.some((branch) => branch.branchId === branchId)) return
    found.push({ pointer, problem: { es: `no hay una sede ${branchId}; hay ${known}`, en: `there is no branch ${branchId}; there are ${known}` } })
  }
  const branchOfAlias = new Map<string, string>()
  for (const [branchId, aliases] of Object.entries(settings.vendorAliases ?? {})) {
    const pointer = `/vendorAliases/${JsonPointer.step(branchId)}`
    checkBranch(pointer, branchId)
    aliases.forEach((alias, i) => {
      const other = branchOfAlias.get(folded(alias))
      branchOfAlias.set(folded(alias), branchId)
      if (other === undefined || other === branchId) return
      found.push({ pointer: `${pointer}/${i}`, problem: { es: `${alias} ya es la sede ${other}`, en: `${alias} already means the branch ${other}` } })
    })
  }
  if (settings.defaultBranchId !== undefined) checkBranch("/defaultBranchId", settings.defaultBranchId)
  const advisorId = settings.defaultAdvisorId
  if (advisorId !== undefined && !employees.some((employee) => employee.employeeId === advisorId && employee.role === "advisor")) {
    found.push({ pointer: "/defaultAdvisorId", problem: { es: `no hay un asesor ${advisorId}`, en: `there is no advisor ${advisorId}` } })
  }
  return found
}
