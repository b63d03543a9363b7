/**
 * The scope of an answer, as its reader is told: which branches, lines and brands it covers, and of which branch it leaves something
 * out. Two readers with the same scope get the same figures.
 */
import type { Area, Scope } from "./Access.ts"
import type * as Directory from "./Directory.ts"

/** A branch that the reader sees in part, and the business lines that are left out. */
export interface PartialBranch {
  readonly branchId: string
  readonly leftOutLines: ReadonlyArray<Directory.BusinessLine>
}

/** What an answer covers. `undefined` lists are whole: every branch, line or brand. */
export interface ReadScope {
  readonly kind: Scope["kind"]
  readonly advisorId?: string | undefined
  readonly branches?: ReadonlyArray<string> | undefined
  readonly lines?: ReadonlyArray<Directory.BusinessLine> | undefined
  readonly brands?: ReadonlyArray<string> | undefined
  readonly partial: ReadonlyArray<PartialBranch>
}

const sorted = <A extends string>(values: Iterable<A>): ReadonlyArray<A> => [...new Set(values)].sort()

const ofAreas = (areas: ReadonlyArray<Area>, { branches, brands }: Pick<Directory.Directory, "branches" | "brands">): ReadScope => {
  const lines = sorted(brands.map(({ line }) => line ?? "cars"))
  const all = sorted([...branches.map(({ branchId }) => branchId), ...areas.flatMap(({ branchId }) => branchId ?? [])])
  const seenLines = (branchId: string) => {
    const own = areas.filter((area) => area.branchId === undefined || area.branchId === branchId)
    return own.some(({ line }) => line === undefined) ? lines : sorted(own.flatMap(({ line }) => line ?? []))
  }
  const seen = all.map((branchId) => ({ branchId, own: seenLines(branchId) })).filter(({ own }) => own.length > 0)
  const partial = seen.flatMap(({ branchId, own }): ReadonlyArray<PartialBranch> => {
    const leftOutLines = lines.filter((line) => !own.includes(line))
    return leftOutLines.length === 0 ? [] : [{ branchId, leftOutLines }]
  })
  const seenOnly = sorted(seen.flatMap(({ own }) => own))
  const isSeenLine = new Set<string>(seenOnly)
  return {
    kind: "places",
    branches: areas.some(({ branchId }) => branchId === undefined) ? undefined : seen.map(({ branchId }) => branchId),
    lines: seenOnly,
    brands: sorted(brands.flatMap(({ brandId, line }) => isSeenLine.has(line ?? "cars") ? [brandId] : [])),
    partial
  }
}

/** What a scope covers, by the present directory. */
export const of = (scope: Scope, directory: Pick<Directory.Directory, "branches" | "brands">): ReadScope => {
  switch (scope.kind) {
    case "dealership":
    case "queue":
      return { kind: scope.kind, partial: [] }
    case "advisor":
      return { kind: "advisor", advisorId: scope.advisorId, partial: [] }
    case "brands":
      return { kind: "brands", brands: sorted(scope.brandIds), partial: [] }
    case "places":
      return ofAreas(scope.areas, directory)
  }
}

const lineWords: Readonly<Record<Directory.BusinessLine, string>> = { cars: "carros", motorcycles: "motos" }

/** A scope as one Spanish sentence, as printed lists and forms show it. `branchName` gives the name of a branch. */
export const text = ({ advisorId, branches, brands, kind, lines, partial }: ReadScope, branchName: (branchId: string) => string): string => {
  switch (kind) {
    case "dealership":
      return "Alcance: toda la empresa."
    case "queue":
      return "Alcance: las llamadas de verificación."
    case "advisor":
      return `Alcance: los registros del asesor ${advisorId ?? "—"}.`
    case "brands":
      return `Alcance: las marcas ${brands?.join(", ") ?? "—"}.`
    case "places": {
      const where = branches === undefined ? "todas las sedes" : branches.length === 0 ? "ninguna sede" : `sedes ${branches.map(branchName).join(", ")}`
      const what = lines === undefined || lines.length === 0 ? "" : `; líneas ${lines.map((line) => lineWords[line]).join(", ")}`
      const parts = partial.map(({ branchId, leftOutLines }) => `${branchName(branchId)} sin ${leftOutLines.map((line) => lineWords[line]).join(" ni ")}`)
      return `Alcance: ${where}${what}.${parts.length === 0 ? "" : ` Parcial: ${parts.join("; ")}.`}`
    }
  }
}
